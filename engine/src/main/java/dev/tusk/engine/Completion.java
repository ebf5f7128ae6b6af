package dev.tusk.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a language model wrote after a prompt. Immutable.
 *
 * <pre>{@code
 * var written =
 *     new Completion(
 *         "print(6 * 7)",
 *         OptionalDouble.of(0.98),
 *         40,
 *         7,
 *         Completion.Finish.END,
 *         Duration.ofMillis(90));
 * }</pre>
 *
 * @param text the text, without the stop string that ended it
 * @param meanTokenProbability the mean of the probabilities that the model gave the tokens it
 *     wrote, the end token included; empty where the model does not tell
 * @param promptTokens how many tokens the prompt had
 * @param tokens how many tokens were written
 * @param finish why it ended
 * @param wall how long it took
 */
public record Completion(
    String text,
    OptionalDouble meanTokenProbability,
    int promptTokens,
    int tokens,
    Finish finish,
    Duration wall) {
  /** Why a text ended. */
  public enum Finish {
    /** The model ended it. */
    END,
    /** A stop string was written. */
    STOP_STRING,
    /** It has as many tokens as were asked for, or as the model can hold: it may be cut off. */
    MAX_TOKENS,
    /** The time was up: it may be cut off. */
    DEADLINE,
    /** It was cancelled: it may be cut off. */
    CANCELLED
  }

  /** Checks that nothing is missing. */
  public Completion {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(meanTokenProbability, "meanTokenProbability");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(wall, "wall");
  }

  /** The same with the text before the first of the stop strings, where there is one. */
  Completion before(Iterable<String> stopStrings) {
    int end = text.length();
    for (String stop : stopStrings) {
      int at = text.indexOf(stop);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return end == text.length()
        ? this
        : new Completion(
            text.substring(0, end),
            meanTokenProbability,
            promptTokens,
            tokens,
            Finish.STOP_STRING,
            wall);
  }
}
