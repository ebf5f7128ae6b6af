package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link LanguageModel} is asked for. Immutable.
 *
 * <pre>{@code
 * CompletionRequest request =
 *     CompletionRequest.of("2 + 2 =").toBuilder().samples(5).temperature(0.7).seed(1).build();
 * }</pre>
 *
 * @param prompt the whole prompt, frame included
 * @param samples how many texts are asked for, at least 1
 * @param temperature 0 for the most probable token each time, else what divides the logits; at most
 *     2
 * @param topP only the most probable tokens are considered that together have at least this
 *     probability; above 0, and 1 for all
 * @param seed where the random numbers begin; the bundled decoder gives the same texts for the same
 *     seed, a server may not
 * @param maxTokens tokens that each text may have at most, at least 1. It does not bound time.
 * @param stopStrings each text ends before the first of these
 * @param timeout wall time from the call on, waiting included; empty for none
 * @param cancellation ends the call from outside
 */
public record CompletionRequest(
    String prompt,
    int samples,
    double temperature,
    double topP,
    long seed,
    int maxTokens,
    List<String> stopStrings,
    Optional<Duration> timeout,
    Cancellation cancellation) {
  /** Checks and copies. */
  public CompletionRequest {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(cancellation, "cancellation");
    stopStrings = List.copyOf(stopStrings);
    Bounds.range("samples", samples, 1, Method.MOST_SAMPLES);
    Bounds.range("maxTokens", maxTokens, 1, Integer.MAX_VALUE);
    Bounds.temperature(temperature);
    Bounds.share("topP", topP);
  }

  /** One greedy text of at most 1,024 tokens, with no stops and no deadline. */
  public static CompletionRequest of(String prompt) {
    return new CompletionRequest(
        prompt, 1, 0, 1, 0, 1024, List.of(), Optional.empty(), new Cancellation());
  }

  /** A builder that begins with this request. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects the parts of a request; not thread-safe. */
  public static final class Builder {
    private final String prompt;
    private int samples;
    private double temperature;
    private double topP;
    private long seed;
    private int maxTokens;
    private List<String> stopStrings;
    private Optional<Duration> timeout;
    private Cancellation cancellation;

    private Builder(CompletionRequest start) {
      prompt = start.prompt;
      samples = start.samples;
      temperature = start.temperature;
      topP = start.topP;
      seed = start.seed;
      maxTokens = start.maxTokens;
      stopStrings = start.stopStrings;
      timeout = start.timeout;
      cancellation = start.cancellation;
    }

    /** How many texts are asked for. */
    public Builder samples(int value) {
      samples = value;
      return this;
    }

    /** 0 for greedy. */
    public Builder temperature(double value) {
      temperature = value;
      return this;
    }

    /** The probability that the considered tokens have together. */
    public Builder topP(double value) {
      topP = value;
      return this;
    }

    /** Where the random numbers begin. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Tokens that each text may have at most. */
    public Builder maxTokens(int value) {
      maxTokens = value;
      return this;
    }

    /** Each text ends before the first of these. */
    public Builder stopStrings(List<String> value) {
      stopStrings = List.copyOf(value);
      return this;
    }

    /** Wall time from the call on; empty for none. */
    public Builder timeout(Optional<Duration> value) {
      timeout = Objects.requireNonNull(value, "timeout");
      return this;
    }

    /** Ends the call from outside. */
    public Builder cancellation(Cancellation value) {
      cancellation = Objects.requireNonNull(value, "cancellation");
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException naming the part that is out of its range
     */
    public CompletionRequest build() {
      return new CompletionRequest(
          prompt, samples, temperature, topP, seed, maxTokens, stopStrings, timeout, cancellation);
    }
  }
}
