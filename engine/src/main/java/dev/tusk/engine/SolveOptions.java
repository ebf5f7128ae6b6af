package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one question is solved: by which method, and within what. Immutable.
 *
 * <pre>{@code
 * SolveOptions options =
 *     SolveOptions.defaults().toBuilder().timeout(Duration.ofSeconds(30)).maxTokens(4000).build();
 * }</pre>
 *
 * @param method how the model is asked
 * @param seed where random numbers begin: with the bundled decoder, the same question, options and
 *     seed give the same texts
 * @param timeout wall time of the whole call, waiting for the model and for a worker included;
 *     empty for none. A cross-check or a comparison that has begun may pass it by some seconds.
 * @param maxTokens tokens that the model may write for the whole call, all texts together; empty
 *     for no bound but the method's
 * @param maxCompletions texts that the model may be asked for in the whole call; empty for no bound
 *     but the method's
 * @param cancellation ends the call from outside; it reaches the model and the sandbox
 */
public record SolveOptions(
    Method method,
    long seed,
    Optional<Duration> timeout,
    OptionalInt maxTokens,
    OptionalInt maxCompletions,
    Cancellation cancellation) {
  /** Checks the numbers. */
  public SolveOptions {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(cancellation, "cancellation");
    timeout.ifPresent(value -> Bounds.positive("timeout", value));
    maxTokens.ifPresent(value -> Bounds.range("maxTokens", value, 1, Integer.MAX_VALUE));
    maxCompletions.ifPresent(value -> Bounds.range("maxCompletions", value, 1, Integer.MAX_VALUE));
  }

  /** {@link Method#tusk}, seed 0, five minutes. */
  public static SolveOptions defaults() {
    return of(Method.tusk());
  }

  /** This method, seed 0, five minutes. */
  public static SolveOptions of(Method method) {
    return new SolveOptions(
        method,
        0,
        Optional.of(Duration.ofMinutes(5)),
        OptionalInt.empty(),
        OptionalInt.empty(),
        new Cancellation());
  }

  /** A builder that begins with these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private Method method;
    private long seed;
    private Optional<Duration> timeout;
    private OptionalInt maxTokens;
    private OptionalInt maxCompletions;
    private Cancellation cancellation;

    private Builder(SolveOptions start) {
      method = start.method;
      seed = start.seed;
      timeout = start.timeout;
      maxTokens = start.maxTokens;
      maxCompletions = start.maxCompletions;
      cancellation = start.cancellation;
    }

    /** How the model is asked. */
    public Builder method(Method value) {
      method = value;
      return this;
    }

    /** Where random numbers begin. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Wall time of the whole call. */
    public Builder timeout(Duration value) {
      timeout = Optional.of(value);
      return this;
    }

    /** No bound on the time. */
    public Builder noTimeout() {
      timeout = Optional.empty();
      return this;
    }

    /** Tokens that the model may write, all texts together. */
    public Builder maxTokens(int value) {
      maxTokens = OptionalInt.of(value);
      return this;
    }

    /** Texts that the model may be asked for. */
    public Builder maxCompletions(int value) {
      maxCompletions = OptionalInt.of(value);
      return this;
    }

    /** Ends the call from outside. */
    public Builder cancellation(Cancellation value) {
      cancellation = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException naming the option that is out of its range
     */
    public SolveOptions build() {
      return new SolveOptions(method, seed, timeout, maxTokens, maxCompletions, cancellation);
    }
  }
}
