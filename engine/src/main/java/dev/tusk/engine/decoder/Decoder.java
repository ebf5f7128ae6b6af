package dev.tusk.engine.decoder;

import com.sun.management.OperatingSystemMXBean;
import dev.tusk.engine.decoder.Generation.StopReason;
import dev.tusk.engine.onnx.CudaDevice;
import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxException;
import dev.tusk.engine.onnx.OnnxRuntime;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.RuntimeLibrary;
import dev.tusk.engine.onnx.SessionOptions;
import dev.tusk.sandbox.process.UserCache;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

  private static final double CUDA_LIBRARIES_BYTES = 512 << 20;

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
      Checkpoint checkpoint, Device.Choice device, TokenCodec codec, LanguageModel model) {
    this.checkpoint = checkpoint;
    this.device = device;
    this.contextTokens = model.capacity();
    this.codec = codec;
    this.model = model;
    this.scheduler = new Scheduler(model, checkpoint.vocabulary());
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
    return open(checkpoint, options, Decoder::room);
  }

  /** What a device has for a model. */
  interface RoomOf {
    Room room(OptionalInt cudaDevice);
  }

  /**
   * What a device has for a model.
   *
   * @param where as {@link MemoryBudget} has it
   */
  record Room(double bytes, String where) {}

  /** The same with another measure of the memory. */
  static Decoder open(Checkpoint checkpoint, DecoderOptions options, RoomOf memory) {
    RuntimeLibrary library =
        options.runtimeLibrary().map(RuntimeLibrary::at).orElseGet(RuntimeLibrary::onClassPath);
    OnnxRuntime runtime = OnnxRuntime.open(library);
    Device.Choice choice = choose(options.device(), library);
    OptionalInt cuda =
        choice.device() instanceof Device.Cuda(int index)
            ? OptionalInt.of(index)
            : OptionalInt.empty();
    TokenCodec codec = TokenCodec.open(checkpoint.folder().resolve(TokenizerFile.NAME));
    try {
      LanguageModel model =
          checkpoint.export().isPresent()
              ? load(checkpoint, checkpoint.export().get(), options, runtime, cuda, memory)
              : load(checkpoint, options, runtime, cuda, memory);
      return new Decoder(checkpoint, choice, codec, model);
    } catch (RuntimeException e) {
      codec.close();
      throw e;
    }
  }

  private static LanguageModel load(
      Checkpoint checkpoint,
      DecoderOptions options,
      OnnxRuntime runtime,
      OptionalInt cuda,
      RoomOf memory) {
    ElementType type = computedType(checkpoint, cuda.isPresent());
    int context =
        budget(checkpoint, options, type, memory.room(cuda))
            .context(options.contextTokens(), checkpoint.positions());
    WeightSource weights = weights(checkpoint, options);
    OnnxSession session =
        runtime.openSession(
            ModelGraph.build(checkpoint.config(), weights, type, context, options.activations()),
            session(checkpoint, options, weights.folder(), cuda));
    try {
      return new BuiltModel(session, checkpoint.config(), type, options.slots(), context);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static LanguageModel load(
      Checkpoint checkpoint,
      ExportedFolder export,
      DecoderOptions options,
      OnnxRuntime runtime,
      OptionalInt cuda,
      RoomOf memory) {
    if (options.precision() != DecoderOptions.WeightPrecision.AS_STORED) {
      throw new IllegalArgumentException(
          "precision is %s, and %s is an exported graph, which keeps its own"
              .formatted(options.precision(), export.model()));
    }
    if (options.cudaGraphs()) {
      throw new IllegalArgumentException(
          "cudaGraphs is true, and %s is an exported graph, whose runs are not recorded"
              .formatted(export.model()));
    }
    SessionOptions settings = session(checkpoint, options, export.model().resolveSibling(""), cuda);
    OnnxSession session = runtime.openSession(export.model(), settings);
    OnnxSession candidates = null;
    try {
      ExportedFolder.Ports ports = export.ports(session.inputs(), session.outputs());
      // The weights are loaded: what a device has left is without them.
      int buffers = export.sharedCache() ? options.slots() : 2 * options.slots();
      Room room = memory.room(cuda);
      int context =
          new MemoryBudget(
                  cuda.isPresent() ? 0 : checkpoint.weightBytes(),
                  0,
                  KeyValueCache.bytes(
                      ports.cacheType(),
                      ports.layers(),
                      buffers,
                      ports.keyValueHeads(),
                      1,
                      ports.headSize()),
                  options.slots(),
                  room.bytes(),
                  room.where())
              .context(options.contextTokens(), checkpoint.positions());
      candidates =
          runtime.openSession(
              CandidateGraph.build(ports.logitsType(), export.vocabulary()), settings);
      return new ExportedModel(session, candidates, export, ports, options.slots(), context);
    } catch (RuntimeException e) {
      if (candidates != null) {
        candidates.close();
      }
      session.close();
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
    return generate(prompt, List.of(options), onText).getFirst();
  }

  /**
   * Continues a prompt several times, reading it once. Each text is what {@link #generate(String,
   * GenerationOptions)} gives for the same options; as many are written together as there are
   * slots.
   *
   * <pre>{@code
   * List<GenerationOptions> samples =
   *     IntStream.range(0, 10)
   *         .mapToObj(seed -> options.toBuilder().sampling(Sampling.random(0.7, seed)).build())
   *         .toList();
   * List<Generation> texts = decoder.generate(prompt, samples);
   * }</pre>
   *
   * @param samples the options of each text; at least one
   * @return the texts, in the order of the options
   * @throws IllegalArgumentException when the prompt does not fit the context, or {@code samples}
   *     is empty
   * @throws IllegalStateException when the decoder is closed, before or meanwhile
   * @throws ArithmeticException when the model's output is not a number
   * @throws OnnxException when a run fails; the decoder stays usable
   */
  public List<Generation> generate(String prompt, List<GenerationOptions> samples) {
    return generate(prompt, samples, piece -> {});
  }

  private List<Generation> generate(
      String prompt, List<GenerationOptions> samples, Consumer<String> onText) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples is empty, the options of one are needed");
    }
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
      var shared = new Request.Prompt(tokens);
      var events = new LinkedBlockingQueue<Request.Event>();
      Map<Request, Transcript> transcripts = new LinkedHashMap<>();
      for (GenerationOptions options : samples) {
        var request =
            new Request(shared, options, checkpoint.endTokens(), checkpoint.vocabulary(), events);
        transcripts.put(request, new Transcript(request, options, onText));
      }
      scheduler.submit(List.copyOf(transcripts.keySet()));
      try {
        return take(transcripts, events);
      } finally {
        transcripts.keySet().forEach(Request::abandon);
      }
    } finally {
      use.readLock().unlock();
    }
  }

  /** Hands each event to the text that it is about, until all have ended. */
  private static List<Generation> take(
      Map<Request, Transcript> transcripts, BlockingQueue<Request.Event> events) {
    Set<Transcript> writing = new LinkedHashSet<>(transcripts.values());
    while (!writing.isEmpty()) {
      long wait = writing.stream().mapToLong(Transcript::patience).min().orElseThrow();
      Request.Event event;
      try {
        event = events.poll(wait, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        writing.forEach(transcript -> transcript.end(StopReason.CANCELLED));
        break;
      }
      writing.removeIf(Transcript::interrupted);
      if (event != null) {
        Transcript transcript = Objects.requireNonNull(transcripts.get(event.request()));
        if (writing.contains(transcript) && transcript.accept(event)) {
          writing.remove(transcript);
        }
      }
    }
    return transcripts.values().stream().map(Transcript::generation).toList();
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

  private static SessionOptions session(
      Checkpoint checkpoint, DecoderOptions options, Path folder, OptionalInt cuda) {
    SessionOptions onCpu =
        SessionOptions.onCpu(
            threads(checkpoint, options),
            options.weights() == DecoderOptions.WeightLayout.PREPACKED,
            folder);
    SessionOptions there =
        cuda.isPresent() ? onCpu.onCuda(cuda.getAsInt(), options.cudaGraphs()) : onCpu;
    return options.profile().map(there::profiled).orElse(there);
  }

  private static Device.Choice choose(Device wanted, RuntimeLibrary library) {
    return switch (wanted) {
      case Device.Cpu cpu -> new Device.Choice(cpu, "asked for");
      case Device.Cuda cuda -> {
        library.provideCuda();
        yield new Device.Choice(cuda, "asked for");
      }
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

  private static Room room(OptionalInt cudaDevice) {
    if (cudaDevice.isPresent()) {
      int index = cudaDevice.getAsInt();
      return new Room(CudaDevice.open(index).memory().free(), "CUDA device " + index + " has free");
    }
    return new Room(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
        "the machine has");
  }

  /** What the model takes, before anything is allocated. */
  private static MemoryBudget budget(
      Checkpoint checkpoint, DecoderOptions options, ElementType type, Room room) {
    ModelConfig config = checkpoint.config();
    double elements =
        (double) checkpoint.weightBytes() / checkpoint.weight(WeightNames.query(0)).type().bytes();
    double weights =
        switch (options.precision()) {
          case AS_STORED -> elements * type.bytes();
          // A scale of four bytes for each block of 32.
          case INT8 -> elements * 1.125;
          case INT4 -> elements * 0.625;
        };
    // A chunk of a prompt in the layers, the logits and candidates of all slots, and the CUDA
    // libraries' own buffers.
    double working =
        (double) Scheduler.PROMPT_CHUNK
                * (8.0 * config.hidden() + 4.0 * config.feedForward())
                * type.bytes()
            + 16.0 * options.slots() * config.vocabulary()
            + (type == ElementType.FLOAT32 ? 0 : CUDA_LIBRARIES_BYTES);
    return new MemoryBudget(
        weights,
        working,
        KeyValueCache.bytes(
            type, config.layers(), options.slots(), config.keyValueHeads(), 1, config.headSize()),
        options.slots(),
        room.bytes(),
        room.where());
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
    private long lastToken;
    private @Nullable Generation generation;

    Transcript(Request request, GenerationOptions options, Consumer<String> onText) {
      this.request = request;
      this.options = options;
      this.onText = onText;
      this.stream = new TextStream(codec::decode, options.stopStrings());
    }

    /** What was written, after the end. */
    Generation generation() {
      return Objects.requireNonNull(generation);
    }

    /** Takes an event; true when the text ends with it. */
    boolean accept(Request.Event event) {
      return switch (event) {
        case Request.Event.Failure failure -> throw failure.cause();
        case Request.Event.Token token -> {
          Optional<StopReason> reason = write(token);
          reason.ifPresent(this::end);
          yield reason.isPresent();
        }
      };
    }

    /** Nanoseconds until it must be asked again whether it is {@link #interrupted}. */
    long patience() {
      long wait = Long.MAX_VALUE;
      if (options.timeout().isPresent()) {
        wait = Math.max(0, options.timeout().get().toNanos() - elapsed());
      }
      if (options.cancellation().isPresent()) {
        wait = Math.min(wait, CANCELLATION_POLL.toNanos());
      }
      return wait;
    }

    /** Whether the text ends here for a reason that does not lie in it. */
    boolean interrupted() {
      Optional<StopReason> reason = interruption();
      reason.ifPresent(this::end);
      return reason.isPresent();
    }

    void end(StopReason why) {
      // Its slot is wanted by others.
      request.abandon();
      stream.finish();
      StopReason reason = stream.stopped() ? StopReason.STOP_STRING : why;
      emit(true);
      boolean interrupted = reason == StopReason.CANCELLED || reason == StopReason.DEADLINE;
      long ended = interrupted || lastToken == 0 ? System.nanoTime() : lastToken;
      long first = firstToken == 0 ? ended : firstToken;
      generation =
          new Generation(
              stream.text(),
              tokens,
              tokens.isEmpty() ? 0 : probabilities / tokens.size(),
              reason,
              request.prompt.length,
              new Generation.Timings(
                  Duration.ofNanos(request.admittedNanos() - request.submittedNanos()),
                  Duration.ofNanos(first - request.admittedNanos()),
                  Duration.ofNanos(ended - first),
                  Duration.ofNanos(request.modelNanos())),
              request.work());
    }

    private Optional<StopReason> write(Request.Event.Token token) {
      if (firstToken == 0) {
        firstToken = token.nanos();
      }
      lastToken = token.nanos();
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
