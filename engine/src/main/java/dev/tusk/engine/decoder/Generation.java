package dev.tusk.engine.decoder;

import java.time.Duration;
import java.util.List;

/**
 * What a decoder wrote.
 *
 * @param text the text, without end token, stop string and what follows it
 * @param tokens the ids written, the end token included when it was reached
 * @param meanTokenProbability the arithmetic mean of the probabilities that the model gave to the
 *     tokens, at temperature 1 and the end token included; 0 when no token was written
 * @param stopReason why it ended
 * @param promptTokens tokens of the prompt, the begin token included
 * @param timings how long it took
 * @param work what the model did for it
 */
public record Generation(
    String text,
    List<Integer> tokens,
    double meanTokenProbability,
    StopReason stopReason,
    int promptTokens,
    Timings timings,
    Work work) {
  /** Copies the list. */
  public Generation {
    tokens = List.copyOf(tokens);
  }

  /** Why a generation ended. */
  public enum StopReason {
    /** The model wrote its end token: the text is whole. */
    END_TOKEN,
    /** A token of {@link GenerationOptions#stopTokens} was written. */
    STOP_TOKEN,
    /** A string of {@link GenerationOptions#stopStrings} was written. */
    STOP_STRING,
    /** {@link GenerationOptions#maxNewTokens} were written. */
    MAX_TOKENS,
    /** The cache is full. */
    CONTEXT_FULL,
    /** The time was up. */
    DEADLINE,
    /** The generation was cancelled, or its thread interrupted. */
    CANCELLED
  }

  /**
   * Wall times.
   *
   * @param waiting until the decoder took the request up
   * @param prompt reading the prompt, to the first token
   * @param generation from the first token to the last, or to the interruption
   * @param model the part of {@code prompt} and {@code generation} inside the model's runs
   */
  public record Timings(Duration waiting, Duration prompt, Duration generation, Duration model) {}

  /**
   * What the model did.
   *
   * @param promptRuns runs that read the prompt; 0 when it was read for another sample
   * @param runs runs after the prompt: with no guesses, one for each token but the first
   * @param guessed tokens guessed, as {@link GenerationOptions#guessedTokens} allows
   * @param confirmed guesses that were right: each saved a run
   */
  public record Work(int promptRuns, int runs, int guessed, int confirmed) {}
}
