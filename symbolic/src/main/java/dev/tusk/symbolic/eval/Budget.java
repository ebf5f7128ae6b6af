package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Evidence.Halt;
import dev.tusk.symbolic.Verdict;
import java.math.BigInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one run may still use. Not thread-safe. */
final class Budget {
  private static final int CLOCK_INTERVAL = 512;

  private final Limits limits;
  private final LongSupplier deadlineNanos;
  private final int run;
  private final @Nullable Halt halt;
  private long steps;
  private long nextClock;
  private int depth;

  /**
   * A budget.
   *
   * @param run which run of the check, from 0
   * @param halt what ended this run when it was recorded, where it is decided again
   */
  Budget(Limits limits, LongSupplier deadlineNanos, int run, @Nullable Halt halt) {
    this.limits = limits;
    this.deadlineNanos = deadlineNanos;
    this.run = run;
    this.halt = halt;
  }

  /** One step of evaluation. */
  void step() {
    spend(1);
  }

  /** Work that counts as several steps. */
  void spend(long n) {
    steps += n;
    if (steps > limits.steps()) {
      throw Stop.timeOut("steps", "more than " + limits.steps() + " steps");
    }
    if (halt != null && steps >= halt.steps()) {
      throw new Stop.FromOutside(halt.reason(), halt.construct(), halt.detail());
    }
    if (steps >= nextClock) {
      nextClock = steps + CLOCK_INTERVAL;
      clock();
    }
  }

  private void clock() {
    if (System.nanoTime() - deadlineNanos.getAsLong() > 0) {
      throw new Stop.FromOutside(
          Verdict.Reason.TIME_OUT, "deadline", "more than " + limits.deadline().toMillis() + " ms");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new Stop.FromOutside(
          Verdict.Reason.TIME_OUT, "interrupted", "the checking thread was interrupted");
    }
  }

  long steps() {
    return steps;
  }

  int run() {
    return run;
  }

  /** What ended this run when it was recorded, if something did. */
  @Nullable Halt halt() {
    return halt;
  }

  /** Before a number of so many bits is made. */
  void bits(long bits) {
    if (bits > limits.numberBits()) {
      throw Stop.limit("number size", bits + " bits, bound " + limits.numberBits());
    }
    if (bits > 4096) {
      spend(bits >> 9);
    }
  }

  BigInteger checked(BigInteger n) {
    bits(n.bitLength());
    return n;
  }

  /** Before a container of so many items, or a text of so many characters, is made. */
  void items(long items) {
    if (items > limits.items()) {
      throw Stop.limit("container size", items + " items, bound " + limits.items());
    }
    if (items > 64) {
      spend(items >> 4);
    }
  }

  void enterCall() {
    if (++depth > limits.recursion()) {
      throw Stop.limit("recursion", "deeper than " + limits.recursion() + " calls");
    }
  }

  void leaveCall() {
    depth--;
  }
}
