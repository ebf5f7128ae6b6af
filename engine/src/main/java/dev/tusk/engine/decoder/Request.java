package dev.tusk.engine.decoder;

import dev.tusk.engine.decoder.Generation.StopReason;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A text that the scheduler is asked to continue, between the caller's thread, which takes its
 * {@link Event}s and may {@link #abandon} it, and the scheduler's, which alone uses the rest.
 */
final class Request {
  /**
   * The prompt of one request or more, read by one of them.
   *
   * <p>Only the scheduler's thread uses what changes.
   */
  static final class Prompt {
    final int[] tokens;

    /** Requests that have not begun to write. */
    private int waiting;

    /** What follows the prompt, while a request may still ask for it. */
    private LanguageModel.@Nullable Candidates next;

    private int candidates = 1;

    Prompt(int[] tokens) {
      this.tokens = tokens;
    }

    /** The most candidates that one of its requests needs to see. */
    int candidates(int vocabulary) {
      return Math.min(candidates, vocabulary);
    }

    LanguageModel.@Nullable Candidates next() {
      return next;
    }

    void read(LanguageModel.Candidates after) {
      next = after;
    }

    /** One of its requests writes, or never will. */
    void served() {
      if (--waiting == 0) {
        next = null;
      }
    }
  }

  /** What the scheduler tells the caller. */
  sealed interface Event {
    /** Whom it is about. */
    Request request();

    /**
     * A token was written.
     *
     * @param probability what the model gave it, at temperature 1
     * @param end why it is the last one, if it is
     * @param nanos when, by {@link System#nanoTime}
     */
    record Token(Request request, int id, double probability, Optional<StopReason> end, long nanos)
        implements Event {}

    /** There will be no more tokens. */
    record Failure(Request request, RuntimeException cause) implements Event {}
  }

  final Prompt shared;
  final int[] prompt;
  final Sampling.Chooser chooser;
  private final int maxNewTokens;
  private final Set<Integer> endTokens;
  private final Set<Integer> stopTokens;
  private final BlockingQueue<Event> events;
  private final int guessedTokens;
  private final PromptLookup lookup;
  private final long submitted = System.nanoTime();
  private volatile boolean abandoned;
  private volatile long admitted;
  private volatile long modelNanos;

  /** Positions of the slot that hold this text. */
  int past;

  int written;
  int lastToken;

  private volatile int promptRuns;
  private volatile int runs;
  private volatile int guessed;
  private volatile int confirmed;
  private boolean served;

  /**
   * Makes a request.
   *
   * @param events where its events go, which several requests may share
   */
  Request(
      Prompt shared,
      GenerationOptions options,
      Set<Integer> endTokens,
      int vocabulary,
      BlockingQueue<Event> events) {
    this.shared = shared;
    this.prompt = shared.tokens;
    this.events = events;
    this.guessedTokens = options.guessedTokens();
    this.lookup = new PromptLookup(prompt, guessedTokens > 0);
    this.chooser = new Sampling.Chooser(options.sampling());
    this.maxNewTokens = options.maxNewTokens();
    this.endTokens = endTokens;
    this.stopTokens = options.stopTokens();
    shared.waiting++;
    shared.candidates = Math.max(shared.candidates, chooser.needed(vocabulary));
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
  void readPrompt(long nanos) {
    modelNanos += nanos;
    promptRuns++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void ran(long nanos, int guesses) {
    modelNanos += nanos;
    runs++;
    guessed += guesses;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void confirmed() {
    confirmed++;
  }

  Generation.Work work() {
    return new Generation.Work(promptRuns, runs, guessed, confirmed);
  }

  /** The tokens that may follow the last one, at most as many as the text may still have. */
  int[] guesses(int capacity) {
    int most = Math.min(guessedTokens, maxNewTokens - written - 1);
    return lookup.guess(Math.min(most, capacity - past - 1));
  }

  /** It needs the prompt's outcome no more; may be called again. */
  void served() {
    if (!served) {
      served = true;
      shared.served();
    }
  }

  boolean readingPrompt() {
    return past < prompt.length;
  }

  void fail(RuntimeException cause) {
    events.add(new Event.Failure(this, cause));
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
    lookup.add(token);
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
    events.add(new Event.Token(this, token, probability, end, System.nanoTime()));
    return end.isPresent();
  }
}
