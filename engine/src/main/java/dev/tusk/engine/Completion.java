package dev.tusk.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a language model wrote after a prompt.
 *
 * @param text the text, without the stop string that ended it
 * @param meanTokenProbability the mean of the probabilities that the model gave the tokens it
 *     wrote, the end token included; empty where the model does not tell
 * @param promptTokens how many tokens the prompt had
 * @param tokens how many tokens were written
 * @param wall how long it took
 */
public record Completion(
    String text, OptionalDouble meanTokenProbability, int promptTokens, int tokens, Duration wall) {
  /** Checks that nothing is missing. */
  public Completion {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(meanTokenProbability, "meanTokenProbability");
    Objects.requireNonNull(wall, "wall");
  }
}
