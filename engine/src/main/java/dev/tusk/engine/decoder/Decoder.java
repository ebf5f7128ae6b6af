package dev.tusk.engine.decoder;

import dev.tusk.engine.decoder.Generation.StopReason;
import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxException;
import dev.tusk.engine.onnx.OnnxRuntime;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.RuntimeLibrary;
import dev.tusk.engine.onnx.SessionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A checkpoint loaded on a device, which continues prompts.
 *
 * <p>Thread-safe: requests are taken one after the other, in the order of their coming. {@link
 * #close} may be called at any time; generations in progress or waiting then end with an {@link
 * IllegalStateException}.
 */
public final class Decoder implements AutoCloseable {
  /** Tokens of a prompt read in one run; between runs the deadline is looked at. */
  private static final int PROMPT_CHUNK = 512;

  private final Checkpoint checkpoint;
  private final Device.Choice device;
  private final int contextTokens;
  private final TokenCodec codec;
  private final LanguageModel model;
  private final ReentrantLock turn = new ReentrantLock(true);
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
  }

  /**
   * Loads a checkpoint.
   *
   * @throws OnnxException with {@code LIBRARY_MISSING} when there is no ONNX Runtime, with {@code
   *     DEVICE_UNAVAILABLE} when CUDA is asked for and cannot be used (the message names what is
   *     missing), or when the runtime refuses the model
   * @throws CheckpointException when the tokenizer is refused
   * @throws IllegalArgumentException when {@code contextTokens} exceeds what the model was made for
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
    TokenCodec codec = TokenCodec.open(checkpoint.folder().resolve(TokenizerFile.NAME));
    try {
      OnnxSession session =
          runtime.openSession(
              ModelGraph.build(checkpoint, type, context),
              new SessionOptions(
                  options.threads(),
                  options.weights() == DecoderOptions.WeightLayout.PREPACKED,
                  checkpoint.folder(),
                  cuda));
      LanguageModel model = new LanguageModel(session, checkpoint.config(), type, 1, context);
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
   * @throws OnnxException when a run fails; the decoder stays usable
   */
  public Generation generate(String prompt, GenerationOptions options, Consumer<String> onText) {
    long called = System.nanoTime();
    turn.lock();
    try {
      requireOpen();
      int[] tokens = codec.encode(prompt);
      if (tokens.length == 0) {
        throw new IllegalArgumentException("the prompt has no tokens");
      }
      if (tokens.length >= contextTokens) {
        throw new IllegalArgumentException(
            "the prompt has %d tokens, the context holds %d and needs at least 1 for the answer"
                .formatted(tokens.length, contextTokens));
      }
      return new Request(tokens, options, onText, called).run();
    } finally {
      turn.unlock();
    }
  }

  /** Ends all generations and frees the model. Idempotent. */
  @Override
  public void close() {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a decoder cannot be closed by its own text consumer");
    }
    boolean first;
    synchronized (this) {
      first = !closed;
      closed = true;
    }
    if (first) {
      model.terminate();
      turn.lock();
      try {
        model.close();
        codec.close();
      } finally {
        turn.unlock();
      }
    }
  }

  int[] encode(String text) {
    return codec.encode(text);
  }

  LanguageModel model() {
    return model;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the decoder is closed");
    }
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

  /** The attention operator computes in float32 on the processor, in 16 bits on CUDA. */
  private static ElementType computedType(Checkpoint checkpoint, boolean cuda) {
    if (!cuda) {
      return ElementType.FLOAT32;
    }
    ElementType stored = checkpoint.weight(WeightNames.query(0)).type();
    return stored == ElementType.BFLOAT16 ? ElementType.BFLOAT16 : ElementType.FLOAT16;
  }

  /** One generation under way. */
  private final class Request {
    private final int[] prompt;
    private final GenerationOptions options;
    private final Consumer<String> onText;
    private final long called;
    private final long started = System.nanoTime();
    private final TextStream stream;
    private final List<Integer> written = new ArrayList<>();
    private double probabilities;
    private long modelNanos;
    private long firstToken;

    Request(int[] prompt, GenerationOptions options, Consumer<String> onText, long called) {
      this.prompt = prompt;
      this.options = options;
      this.onText = onText;
      this.called = called;
      this.stream = new TextStream(codec::decode, options.stopStrings());
    }

    Generation run() {
      StopReason reason = generate();
      stream.finish();
      if (stream.stopped() && reason != StopReason.STOP_STRING) {
        reason = StopReason.STOP_STRING;
      }
      emit(true);
      long ended = System.nanoTime();
      long first = firstToken == 0 ? ended : firstToken;
      return new Generation(
          stream.text(),
          written,
          written.isEmpty() ? 0 : probabilities / written.size(),
          reason,
          prompt.length,
          new Generation.Timings(
              Duration.ofNanos(started - called),
              Duration.ofNanos(first - started),
              Duration.ofNanos(ended - first),
              Duration.ofNanos(modelNanos)));
    }

    private StopReason generate() {
      LanguageModel.Candidates next = null;
      for (int from = 0; from < prompt.length; from += PROMPT_CHUNK) {
        Optional<StopReason> interrupted = interruption();
        if (interrupted.isPresent()) {
          return interrupted.get();
        }
        int begin = from;
        int end = Math.min(prompt.length, from + PROMPT_CHUNK);
        next = timed(() -> model.read(0, prompt, begin, end, begin, 1));
      }
      int[] token = new int[1];
      int[] past = {prompt.length};
      while (next != null) {
        Optional<StopReason> ended = take(next);
        if (ended.isPresent()) {
          return ended.get();
        }
        token[0] = written.getLast();
        next = timed(() -> model.step(token, past, 1).getFirst());
        past[0]++;
      }
      throw new IllegalStateException("a prompt without tokens");
    }

    /** Takes the model's choice, and says whether and why the generation ends with it. */
    private Optional<StopReason> take(LanguageModel.Candidates best) {
      if (firstToken == 0) {
        firstToken = System.nanoTime();
      }
      double probability = Math.exp(best.logProbability(0));
      if (Double.isNaN(probability)) {
        throw new CheckpointException(
            checkpoint.folder(),
            "the model's output is not a number after %d tokens: its weights are damaged"
                .formatted(prompt.length + written.size()));
      }
      int token = best.token(0);
      written.add(token);
      probabilities += probability;
      if (checkpoint.endTokens().contains(token)) {
        return Optional.of(StopReason.END_TOKEN);
      }
      if (options.stopTokens().contains(token)) {
        return Optional.of(StopReason.STOP_TOKEN);
      }
      stream.add(token);
      emit(false);
      if (stream.stopped()) {
        return Optional.of(StopReason.STOP_STRING);
      }
      if (written.size() == options.maxNewTokens()) {
        return Optional.of(StopReason.MAX_TOKENS);
      }
      if (prompt.length + written.size() > contextTokens) {
        return Optional.of(StopReason.CONTEXT_FULL);
      }
      return interruption();
    }

    private Optional<StopReason> interruption() {
      requireOpen();
      if (Thread.currentThread().isInterrupted()
          || options.cancellation().map(Cancellation::isCancelled).orElse(false)) {
        return Optional.of(StopReason.CANCELLED);
      }
      if (options.timeout().isPresent()
          && System.nanoTime() - called >= options.timeout().get().toNanos()) {
        return Optional.of(StopReason.DEADLINE);
      }
      return Optional.empty();
    }

    private void emit(boolean finished) {
      String piece = stream.take(finished);
      if (!piece.isEmpty()) {
        onText.accept(piece);
      }
    }

    private <T> T timed(java.util.function.Supplier<T> run) {
      long before = System.nanoTime();
      try {
        return run.get();
      } catch (RuntimeException e) {
        if (closed) {
          throw new IllegalStateException("the decoder was closed while it generated", e);
        }
        throw e;
      } finally {
        modelNanos += System.nanoTime() - before;
      }
    }
  }
}
