package dev.tusk.engine.decoder;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What bounds a generation. Immutable.
 *
 * @param maxNewTokens tokens written at most, the end token included; at least 1. It does not bound
 *     time: a step of a large model may take long.
 * @param sampling how each token is chosen
 * @param stopStrings the generation ends where one of these is written, and the text ends before it
 * @param stopTokens ids that end the generation, besides the checkpoint's own end tokens
 * @param timeout wall time from the call on, waiting for a slot included. The call returns then; a
 *     run of the model that has begun is finished behind it.
 * @param cancellation ends the generation from outside, within 20 ms
 * @param guessedTokens tokens guessed at most for one run, from 0 for none to {@value
 *     #MOST_GUESSES}. Where the last tokens stand earlier in prompt or text, what followed there is
 *     guessed to follow again, and one run tells how much of it the model writes indeed (prompt
 *     lookup). Tried while the decoder writes this text alone; the tokens are the same as without.
 */
public record GenerationOptions(
    int maxNewTokens,
    Sampling sampling,
    List<String> stopStrings,
    Set<Integer> stopTokens,
    Optional<Duration> timeout,
    Optional<Cancellation> cancellation,
    int guessedTokens) {
  /** The bound on {@code guessedTokens}. */
  public static final int MOST_GUESSES = 16;

  /** Checks and copies. */
  public GenerationOptions {
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException(
          "maxNewTokens is " + maxNewTokens + ", at least 1 is needed");
    }
    stopStrings = List.copyOf(stopStrings);
    for (String stop : stopStrings) {
      if (stop.isEmpty()) {
        throw new IllegalArgumentException("stopStrings holds an empty string");
      }
    }
    stopTokens = Set.copyOf(stopTokens);
    if (timeout.isPresent() && !timeout.get().isPositive()) {
      throw new IllegalArgumentException(
          "timeout is " + timeout.get() + ", a positive duration is needed");
    }
    if (guessedTokens < 0 || guessedTokens > MOST_GUESSES) {
      throw new IllegalArgumentException(
          "guessedTokens is %d, from 0 to %d are possible".formatted(guessedTokens, MOST_GUESSES));
    }
  }

  /** Greedy, 1,024 tokens, no stops but the checkpoint's end tokens, no deadline. */
  public static GenerationOptions defaults() {
    return builder().build();
  }

  /** {@link #defaults} with the stop strings of a checkpoint's profile. */
  public static GenerationOptions of(PromptProfile profile) {
    return builder().stopStrings(profile.stopStrings()).build();
  }

  /** A builder that begins with {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.maxNewTokens = maxNewTokens;
    builder.sampling = sampling;
    builder.stopStrings = stopStrings;
    builder.stopTokens = stopTokens;
    builder.timeout = timeout;
    builder.cancellation = cancellation;
    builder.guessedTokens = guessedTokens;
    return builder;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private int maxNewTokens = 1024;
    private Sampling sampling = Sampling.greedy();
    private List<String> stopStrings = List.of();
    private Set<Integer> stopTokens = Set.of();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Cancellation> cancellation = Optional.empty();
    private int guessedTokens;

    private Builder() {}

    /** Tokens written at most, the end token included; at least 1. */
    public Builder maxNewTokens(int value) {
      maxNewTokens = value;
      return this;
    }

    /** How each token is chosen. */
    public Builder sampling(Sampling value) {
      sampling = value;
      return this;
    }

    /** The generation ends where one of these is written. */
    public Builder stopStrings(List<String> value) {
      stopStrings = List.copyOf(value);
      return this;
    }

    /** Ids that end the generation, besides the checkpoint's own end tokens. */
    public Builder stopTokens(Set<Integer> value) {
      stopTokens = Set.copyOf(new LinkedHashSet<>(value));
      return this;
    }

    /** Wall time from the call on. */
    public Builder timeout(Duration value) {
      timeout = Optional.of(value);
      return this;
    }

    /** Ends the generation from outside. */
    public Builder cancellation(Cancellation value) {
      cancellation = Optional.of(value);
      return this;
    }

    /** Tokens guessed at most for one run, from 0 to {@value #MOST_GUESSES}. */
    public Builder guessedTokens(int value) {
      guessedTokens = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when one is out of bounds, with its name
     */
    public GenerationOptions build() {
      return new GenerationOptions(
          maxNewTokens, sampling, stopStrings, stopTokens, timeout, cancellation, guessedTokens);
    }
  }
}
