package dev.tusk.engine.decoder;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a decoder is opened. Immutable; {@link #defaults} runs on the processor.
 *
 * @param device where the model runs
 * @param contextTokens positions of the key-value cache, prompt and answer together; empty for what
 *     the model was made for, but at most {@value #USUAL_CONTEXT}
 * @param slots requests that are worked on at once, at least 1; each has a cache of its own, and
 *     further requests wait
 * @param threads threads of one operator on the processor, at least 1; empty for all its cores, or
 *     one where the model is too small for more to pay
 * @param weights how the processor reads the weights
 * @param precision the type that the matrices are kept in
 * @param activations how the processor computes with matrices of few bits
 * @param cudaGraphs whether steps are recorded as CUDA graphs and played again, which saves the
 *     time of launching each operator; without effect where {@link Device#auto} chooses the
 *     processor
 * @param profile where ONNX Runtime writes, when the decoder closes, what each operator of each run
 *     took: the beginning of a file's name, which gets a time and {@code .json} behind it
 * @param weightCache where quantised weights are kept; empty for a folder in the user's cache
 * @param runtimeLibrary the ONNX Runtime library or its folder; empty for the one on the class path
 */
public record DecoderOptions(
    Device device,
    OptionalInt contextTokens,
    int slots,
    OptionalInt threads,
    WeightLayout weights,
    WeightPrecision precision,
    Activations activations,
    boolean cudaGraphs,
    Optional<Path> profile,
    Optional<Path> weightCache,
    Optional<Path> runtimeLibrary) {
  /** The bound on the default of {@code contextTokens}. */
  public static final int USUAL_CONTEXT = 4096;

  /** How the processor reads the weights. */
  public enum WeightLayout {
    /** Where they lie: float32 weights are mapped from the files and not copied. */
    IN_PLACE,
    /** Copied once into the layout that the kernels prefer: faster steps, more memory. */
    PREPACKED
  }

  /** The type that the model's matrices are kept in; embedding and norms stay as stored. */
  public enum WeightPrecision {
    /** As the checkpoint stores them. */
    AS_STORED,
    /**
     * Blocks of 32 weights of 8 bits with one scale: quantised once, into the cache. On the
     * processor this saves memory and costs time.
     */
    INT8,
    /** Blocks of 32 weights of 4 bits with one scale: quantised once, into the cache. */
    INT4
  }

  /** How the processor computes with matrices of few bits. */
  public enum Activations {
    /** In float32: as exact as the weights. */
    FLOAT32,
    /**
     * What is multiplied with a matrix is itself rounded to 8 bits, in blocks with one scale.
     * Faster, and less exact: logits move by tenths.
     */
    INT8
  }

  /** Checks the numbers. */
  public DecoderOptions {
    if (slots < 1) {
      throw new IllegalArgumentException("slots is " + slots + ", at least 1 is needed");
    }
    if (threads.isPresent() && threads.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "threads is " + threads.getAsInt() + ", at least 1 is needed");
    }
    if (contextTokens.isPresent() && contextTokens.getAsInt() < 2) {
      throw new IllegalArgumentException(
          "contextTokens is " + contextTokens.getAsInt() + ", at least 2 are needed");
    }
    if (activations != Activations.FLOAT32 && precision == WeightPrecision.AS_STORED) {
      throw new IllegalArgumentException(
          "activations is %s, which needs a precision of few bits: INT8 or INT4"
              .formatted(activations));
    }
    if (cudaGraphs && device instanceof Device.Cpu) {
      throw new IllegalArgumentException("cudaGraphs is true, which needs a CUDA device, not cpu");
    }
  }

  /** The processor, one request at a time, prepacked weights, ONNX Runtime from the class path. */
  public static DecoderOptions defaults() {
    return builder().build();
  }

  /** A builder that begins with {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.device = device;
    builder.contextTokens = contextTokens;
    builder.slots = slots;
    builder.threads = threads;
    builder.weights = weights;
    builder.precision = precision;
    builder.activations = activations;
    builder.cudaGraphs = cudaGraphs;
    builder.profile = profile;
    builder.weightCache = weightCache;
    builder.runtimeLibrary = runtimeLibrary;
    return builder;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private Device device = Device.cpu();
    private OptionalInt contextTokens = OptionalInt.empty();
    private int slots = 1;
    private OptionalInt threads = OptionalInt.empty();
    private WeightLayout weights = WeightLayout.PREPACKED;
    private WeightPrecision precision = WeightPrecision.AS_STORED;
    private Activations activations = Activations.FLOAT32;
    private boolean cudaGraphs;
    private Optional<Path> profile = Optional.empty();
    private Optional<Path> weightCache = Optional.empty();
    private Optional<Path> runtimeLibrary = Optional.empty();

    private Builder() {}

    /** Where the model runs. */
    public Builder device(Device value) {
      device = value;
      return this;
    }

    /** Positions of the key-value cache, at least 2 and at most what the model was made for. */
    public Builder contextTokens(int value) {
      contextTokens = OptionalInt.of(value);
      return this;
    }

    /** Requests that are worked on at once, at least 1. */
    public Builder slots(int value) {
      slots = value;
      return this;
    }

    /** Threads of one operator on the processor, at least 1. */
    public Builder threads(int value) {
      threads = OptionalInt.of(value);
      return this;
    }

    /** How the processor reads the weights. */
    public Builder weights(WeightLayout value) {
      weights = value;
      return this;
    }

    /** The type that the matrices are kept in. */
    public Builder precision(WeightPrecision value) {
      precision = value;
      return this;
    }

    /** How the processor computes with matrices of few bits. */
    public Builder activations(Activations value) {
      activations = value;
      return this;
    }

    /** Whether steps are recorded as CUDA graphs. */
    public Builder cudaGraphs(boolean value) {
      cudaGraphs = value;
      return this;
    }

    /** Where ONNX Runtime writes what its operators took, as the beginning of a file's name. */
    public Builder profile(Path value) {
      profile = Optional.of(value);
      return this;
    }

    /** The folder where quantised weights are kept. */
    public Builder weightCache(Path value) {
      weightCache = Optional.of(value);
      return this;
    }

    /** The ONNX Runtime library, or a folder that holds it. */
    public Builder runtimeLibrary(Path value) {
      runtimeLibrary = Optional.of(value);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when one is out of bounds, with its name
     */
    public DecoderOptions build() {
      return new DecoderOptions(
          device,
          contextTokens,
          slots,
          threads,
          weights,
          precision,
          activations,
          cudaGraphs,
          profile,
          weightCache,
          runtimeLibrary);
    }
  }
}
