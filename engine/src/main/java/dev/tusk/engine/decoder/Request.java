package dev.tusk.engine.decoder;

import dev.tusk.engine.decoder.Generation.StopReason;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A text that the scheduler is asked to continue, between the caller's thread, which takes its
 * {@link Event}s and may {@link #abandon} it, and the scheduler's, which alone uses the rest.
 */
final class Request {
  /** What the scheduler tells the caller. */
  sealed interface Event {
    /**
     * A token was written.
     *
     * @param probability what the model gave it, at temperature 1
     * @param end why it is the last one, if it is
     */
    record Token(int id, double probability, Optional<StopReason> end) implements Event {}

    /** There will be no more tokens. */
    record Failure(RuntimeException cause) implements Event {}
  }

  final int[] prompt;
  final Sampling.Chooser chooser;
  private final int maxNewTokens;
  private final Set<Integer> endTokens;
  private final Set<Integer> stopTokens;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final long submitted = System.nanoTime();
  private volatile boolean abandoned;
  private volatile long admitted;
  private volatile long modelNanos;

  /** Positions of the slot that hold this text. */
  int past;

  int written;
  int lastToken;

  Request(int[] prompt, GenerationOptions options, Set<Integer> endTokens) {
    this.prompt = prompt;
    this.chooser = new Sampling.Chooser(options.sampling());
    this.maxNewTokens = options.maxNewTokens();
    this.endTokens = endTokens;
    this.stopTokens = options.stopTokens();
  }

  BlockingQueue<Event> events() {
    return events;
  }

  /** Nobody waits for more tokens. */
  void abandon() {
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  long submittedNanos() {
    return submitted;
  }

  /** When it got a slot, by {@link System#nanoTime}; when it was submitted if it got none. */
  long admittedNanos() {
    return admitted == 0 ? submitted : admitted;
  }

  /** Time of the runs that it took part in. */
  long modelNanos() {
    return modelNanos;
  }

  void admit() {
    admitted = System.nanoTime();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void ran(long nanos) {
    modelNanos += nanos;
  }

  boolean readingPrompt() {
    return past < prompt.length;
  }

  void fail(RuntimeException cause) {
    events.add(new Event.Failure(cause));
  }

  /** Takes the model's candidates for the next token; true when the text ends with it. */
  boolean write(LanguageModel.Candidates candidates, int capacity) {
    int rank = chooser.choose(candidates);
    int token = candidates.token(rank);
    double probability = Math.exp(candidates.logProbability(rank));
    if (Double.isNaN(probability)) {
      fail(
          new ArithmeticException(
              "the model's output is not a number after %d tokens: its weights are damaged"
                  .formatted(prompt.length + written)));
      return true;
    }
    written++;
    lastToken = token;
    Optional<StopReason> end = Optional.empty();
    if (endTokens.contains(token)) {
      end = Optional.of(StopReason.END_TOKEN);
    } else if (stopTokens.contains(token)) {
      end = Optional.of(StopReason.STOP_TOKEN);
    } else if (written == maxNewTokens) {
      end = Optional.of(StopReason.MAX_TOKENS);
    } else if (prompt.length + written > capacity) {
      end = Optional.of(StopReason.CONTEXT_FULL);
    }
    events.add(new Event.Token(token, probability, end));
    return end.isPresent();
  }
}
