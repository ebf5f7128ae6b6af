package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import java.time.Duration;
import java.util.Optional;

/** What one call has left of time, tokens and texts. Used by one thread, but for {@link #left}. */
final class Budget {
  private final long start = System.nanoTime();
  private final Optional<Duration> timeout;
  private final Cancellation cancellation;
  private int tokens;
  private int completions;
  private boolean exhausted;

  Budget(SolveOptions options) {
    this.timeout = options.timeout();
    this.cancellation = options.cancellation();
    this.tokens = options.maxTokens().orElse(Integer.MAX_VALUE);
    this.completions = options.maxCompletions().orElse(Integer.MAX_VALUE);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The time left, never negative; empty where there is no bound. */
  Optional<Duration> left() {
    return timeout.map(all -> all.minus(elapsed())).map(d -> d.isNegative() ? Duration.ZERO : d);
  }

  boolean isOutOfTime() {
    return left().filter(Duration::isZero).isPresent();
  }

  boolean isCancelled() {
    return cancellation.isCancelled() || Thread.currentThread().isInterrupted();
  }

  Cancellation cancellation() {
    return cancellation;
  }

  boolean isOver() {
    return isCancelled() || isOutOfTime();
  }

  /** How many of so many texts may be asked for; remembers where it cannot be all. */
  int grantTexts(int wanted) {
    int granted = Math.min(wanted, Math.min(completions, tokens));
    exhausted |= granted < wanted;
    return granted;
  }

  /** How many tokens each of these texts may have, of so many wanted. */
  int grantTokens(int texts, int wanted) {
    return Math.max(1, Math.min(wanted, tokens / texts));
  }

  void spend(int texts, int written) {
    completions = Math.max(0, completions - texts);
    tokens = Math.max(0, tokens - written);
  }

  /** Whether something was not asked for want of tokens or texts. */
  boolean isExhausted() {
    return exhausted;
  }
}
