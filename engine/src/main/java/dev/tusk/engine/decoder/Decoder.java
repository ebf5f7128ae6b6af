package dev.tusk.engine.decoder;

import com.sun.management.OperatingSystemMXBean;
import dev.tusk.engine.decoder.Generation.StopReason;
import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxException;
import dev.tusk.engine.onnx.OnnxRuntime;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.RuntimeLibrary;
import dev.tusk.engine.onnx.SessionOptions;
import dev.tusk.sandbox.process.UserCache;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint loaded on a device, which continues prompts.
 *
 * <p>Thread-safe: as many requests as the decoder has slots are worked on together, further ones
 * wait in the order of their coming, and what is written does not depend on what else is worked on.
 * {@link #close} may be called at any time; generations in progress or waiting then end with an
 * {@link IllegalStateException}.
 */
public final class Decoder implements AutoCloseable {
  /** How often a waiting caller looks whether it was cancelled. */
  private static final Duration CANCELLATION_POLL = Duration.ofMillis(20);

  private static final double GIB = 1 << 30;

  /** Weights below which handing work to other threads costs more than it brings. */
  private static final long SMALL_MODEL_BYTES = 64 << 20;

  private final Checkpoint checkpoint;
  private final Device.Choice device;
  private final int contextTokens;
  private final TokenCodec codec;
  private final LanguageModel model;
  private final Scheduler scheduler;

  /** Held for reading by every generation, as the tokenizer must outlive them. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile boolean closed;

  private Decoder(
      Checkpoint checkpoint,
      Device.Choice device,
      int contextTokens,
      TokenCodec codec,
      LanguageModel model) {
    this.checkpoint = checkpoint;
    this.device = device;
    this.contextTokens = contextTokens;
    this.codec = codec;
    this.model = model;
    this.scheduler = new Scheduler(model, checkpoint.config().vocabulary());
  }

  /**
   * Loads a checkpoint.
   *
   * @throws OnnxException with {@code LIBRARY_MISSING} when there is no ONNX Runtime, with {@code
   *     DEVICE_UNAVAILABLE} when CUDA is asked for and cannot be used (the message names what is
   *     missing), or when the runtime refuses the model
   * @throws CheckpointException when the tokenizer is refused
   * @throws IllegalArgumentException when {@code contextTokens} exceeds what the model was made
   *     for, or weights and cache exceed the machine's memory
   */
  public static Decoder open(Checkpoint checkpoint, DecoderOptions options) {
    int positions = checkpoint.positions();
    int context = options.contextTokens().orElse(Math.min(positions, DecoderOptions.USUAL_CONTEXT));
    if (context > positions) {
      throw new IllegalArgumentException(
          "contextTokens is %d, the model was made for %d".formatted(context, positions));
    }
    RuntimeLibrary library =
        options.runtimeLibrary().map(RuntimeLibrary::at).orElseGet(RuntimeLibrary::onClassPath);
    OnnxRuntime runtime = OnnxRuntime.open(library);
    Device.Choice choice = choose(options.device(), library);
    OptionalInt cuda =
        choice.device() instanceof Device.Cuda(int index)
            ? OptionalInt.of(index)
            : OptionalInt.empty();
    ElementType type = computedType(checkpoint, cuda.isPresent());
    if (cuda.isEmpty()) {
      requireMemory(checkpoint, options, context, type);
    }
    WeightSource weights = weights(checkpoint, options);
    TokenCodec codec = TokenCodec.open(checkpoint.folder().resolve(TokenizerFile.NAME));
    try {
      OnnxSession session =
          runtime.openSession(
              ModelGraph.build(checkpoint.config(), weights, type, context),
              new SessionOptions(
                  threads(checkpoint, options),
                  options.weights() == DecoderOptions.WeightLayout.PREPACKED,
                  weights.folder(),
                  cuda));
      LanguageModel model =
          new LanguageModel(session, checkpoint.config(), type, options.slots(), context);
      return new Decoder(checkpoint, choice, context, codec, model);
    } catch (RuntimeException e) {
      codec.close();
      throw e;
    }
  }

  /** The checkpoint that this decoder runs. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The device it runs on, and why that one. */
  public Device.Choice device() {
    return device;
  }

  /** Positions of the cache, prompt and answer together. */
  public int contextTokens() {
    return contextTokens;
  }

  /**
   * Continues a prompt.
   *
   * @throws IllegalArgumentException when the prompt does not fit the context
   * @throws IllegalStateException when the decoder is closed, before or meanwhile
   * @throws ArithmeticException when the model's output is not a number
   * @throws OnnxException when a run fails; the decoder stays usable
   */
  public Generation generate(String prompt, GenerationOptions options) {
    return generate(prompt, options, piece -> {});
  }

  /**
   * Continues a prompt and hands the text on as it becomes certain.
   *
   * @param onText takes each piece of text, in order and on the calling thread; all pieces together
   *     are the generation's text. What it throws ends the generation and comes out of this call.
   * @throws IllegalArgumentException when the prompt does not fit the context
   * @throws IllegalStateException when the decoder is closed, before or meanwhile
   * @throws ArithmeticException when the model's output is not a number
   * @throws OnnxException when a run fails; the decoder stays usable
   */
  public Generation generate(String prompt, GenerationOptions options, Consumer<String> onText) {
    if (!use.readLock().tryLock()) {
      throw new IllegalStateException("the decoder is closed");
    }
    try {
      if (closed) {
        throw new IllegalStateException("the decoder is closed");
      }
      int[] tokens = codec.encode(prompt);
      if (tokens.length == 0) {
        throw new IllegalArgumentException("the prompt has no tokens");
      }
      if (tokens.length >= contextTokens) {
        throw new IllegalArgumentException(
            "the prompt has %d tokens, the context holds %d and needs at least 1 for the answer"
                .formatted(tokens.length, contextTokens));
      }
      Request request = new Request(tokens, options, checkpoint.endTokens());
      scheduler.submit(request);
      try {
        return new Transcript(request, options, onText).take();
      } finally {
        request.abandon();
      }
    } finally {
      use.readLock().unlock();
    }
  }

  /**
   * Ends all generations and frees the model. Idempotent. Returns when the calls of {@link
   * #generate} have returned.
   *
   * @throws IllegalStateException when called by a text consumer, inside a generation
   */
  @Override
  public void close() {
    if (use.getReadHoldCount() > 0) {
      throw new IllegalStateException("a decoder cannot be closed inside its own generation");
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    scheduler.close();
    // The lock is kept: whoever comes now finds it taken.
    use.writeLock().lock();
    codec.close();
  }

  int[] encode(String text) {
    return codec.encode(text);
  }

  LanguageModel model() {
    return model;
  }

  private static Device.Choice choose(Device wanted, RuntimeLibrary library) {
    return switch (wanted) {
      case Device.Cpu cpu -> new Device.Choice(cpu, "asked for");
      case Device.Cuda cuda -> new Device.Choice(cuda, "asked for");
      case Device.Auto _ -> {
        Optional<String> obstacle = library.cudaObstacle();
        yield obstacle.isPresent()
            ? new Device.Choice(Device.cpu(), "CUDA cannot be used: " + obstacle.get())
            : new Device.Choice(Device.cuda(0), "the driver and libraries of CUDA are there");
      }
    };
  }

  private static WeightSource weights(Checkpoint checkpoint, DecoderOptions options) {
    int bits;
    switch (options.precision()) {
      case AS_STORED -> {
        return new WeightSource.InCheckpoint(checkpoint);
      }
      case INT8 -> bits = 8;
      case INT4 -> bits = 4;
      default -> throw new IllegalStateException("precision " + options.precision());
    }
    return QuantizedWeights.open(
        checkpoint, bits, options.weightCache().orElseGet(() -> UserCache.folder("weights")));
  }

  /** Refuses what cannot fit this machine's memory, before anything is allocated. */
  private static void requireMemory(
      Checkpoint checkpoint, DecoderOptions options, int context, ElementType type) {
    ModelConfig config = checkpoint.config();
    double cache =
        2.0 * config.layers() * config.keyValueWidth() * context * options.slots() * type.bytes();
    double elements =
        (double) checkpoint.weightBytes() / checkpoint.weight(WeightNames.query(0)).type().bytes();
    double weights =
        switch (options.precision()) {
          case AS_STORED -> elements * type.bytes();
          // A scale of four bytes for each block of 32.
          case INT8 -> elements * 1.125;
          case INT4 -> elements * 0.625;
        };
    double memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    if (cache + weights > memory) {
      throw new IllegalArgumentException(
          "the model needs %.1f GiB (%.1f for its weights, %.1f for a cache of %d slots of %d tokens), the machine has %.1f"
              .formatted(
                  (cache + weights) / GIB,
                  weights / GIB,
                  cache / GIB,
                  options.slots(),
                  context,
                  memory / GIB));
    }
  }

  private static int threads(Checkpoint checkpoint, DecoderOptions options) {
    int usual =
        checkpoint.weightBytes() < SMALL_MODEL_BYTES
            ? 1
            : Runtime.getRuntime().availableProcessors();
    return options.threads().orElse(usual);
  }

  /** The attention operator computes in float32 on the processor, in 16 bits on CUDA. */
  private static ElementType computedType(Checkpoint checkpoint, boolean cuda) {
    if (!cuda) {
      return ElementType.FLOAT32;
    }
    ElementType stored = checkpoint.weight(WeightNames.query(0)).type();
    return stored == ElementType.BFLOAT16 ? ElementType.BFLOAT16 : ElementType.FLOAT16;
  }

  /** The caller's side of one generation: tokens to text, and the reasons to end that need text. */
  private final class Transcript {
    private final Request request;
    private final GenerationOptions options;
    private final Consumer<String> onText;
    private final TextStream stream;
    private final List<Integer> tokens = new ArrayList<>();
    private double probabilities;
    private long firstToken;

    Transcript(Request request, GenerationOptions options, Consumer<String> onText) {
      this.request = request;
      this.options = options;
      this.onText = onText;
      this.stream = new TextStream(codec::decode, options.stopStrings());
    }

    Generation take() {
      StopReason reason = takeTokens();
      stream.finish();
      if (stream.stopped()) {
        reason = StopReason.STOP_STRING;
      }
      emit(true);
      long ended = System.nanoTime();
      long first = firstToken == 0 ? ended : firstToken;
      return new Generation(
          stream.text(),
          tokens,
          tokens.isEmpty() ? 0 : probabilities / tokens.size(),
          reason,
          request.prompt.length,
          new Generation.Timings(
              Duration.ofNanos(request.admittedNanos() - request.submittedNanos()),
              Duration.ofNanos(first - request.admittedNanos()),
              Duration.ofNanos(ended - first),
              Duration.ofNanos(request.modelNanos())));
    }

    private StopReason takeTokens() {
      while (true) {
        Request.Event event;
        try {
          event = nextEvent();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return StopReason.CANCELLED;
        }
        Optional<StopReason> interruption = interruption();
        if (interruption.isPresent()) {
          return interruption.get();
        }
        switch (event) {
          case null -> {}
          case Request.Event.Failure(RuntimeException cause) -> throw cause;
          case Request.Event.Token token -> {
            Optional<StopReason> end = write(token);
            if (end.isPresent()) {
              return end.get();
            }
          }
        }
      }
    }

    private Request.@Nullable Event nextEvent() throws InterruptedException {
      long wait = Long.MAX_VALUE;
      if (options.timeout().isPresent()) {
        wait = Math.max(0, options.timeout().get().toNanos() - elapsed());
      }
      if (options.cancellation().isPresent()) {
        wait = Math.min(wait, CANCELLATION_POLL.toNanos());
      }
      return request.events().poll(wait, TimeUnit.NANOSECONDS);
    }

    private Optional<StopReason> write(Request.Event.Token token) {
      if (firstToken == 0) {
        firstToken = System.nanoTime();
      }
      tokens.add(token.id());
      probabilities += token.probability();
      if (token.end().equals(Optional.of(StopReason.END_TOKEN))
          || token.end().equals(Optional.of(StopReason.STOP_TOKEN))) {
        return token.end();
      }
      stream.add(token.id());
      emit(false);
      return stream.stopped() ? Optional.of(StopReason.STOP_STRING) : token.end();
    }

    private Optional<StopReason> interruption() {
      if (options.cancellation().map(Cancellation::isCancelled).orElse(false)) {
        return Optional.of(StopReason.CANCELLED);
      }
      if (options.timeout().isPresent() && elapsed() >= options.timeout().get().toNanos()) {
        return Optional.of(StopReason.DEADLINE);
      }
      return Optional.empty();
    }

    private long elapsed() {
      return System.nanoTime() - request.submittedNanos();
    }

    private void emit(boolean finished) {
      String piece = stream.take(finished);
      if (!piece.isEmpty()) {
        onText.accept(piece);
      }
    }
  }
}
