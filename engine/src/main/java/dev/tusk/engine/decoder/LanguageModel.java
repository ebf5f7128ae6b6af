package dev.tusk.engine.decoder;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxBinding;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.OnnxTensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model and its key-value cache: one static tensor for the keys and one for the values of
 * each layer, [slots, key-value heads, capacity, head size], bound as past and present alike, so
 * that a run extends them in place. A slot holds one text.
 *
 * <p>Not thread-safe, but for {@link #terminate}.
 */
final class LanguageModel implements AutoCloseable {
  /** The best next tokens after one position, best first. */
  static final class Candidates {
    private final long[] tokens;
    private final float[] logProbabilities;

    Candidates(long[] tokens, float[] logProbabilities) {
      this.tokens = tokens;
      this.logProbabilities = logProbabilities;
    }

    int size() {
      return tokens.length;
    }

    /** The id of the token of this rank, from 0. */
    int token(int rank) {
      return Math.toIntExact(tokens[rank]);
    }

    /** The natural logarithm of its probability. */
    float logProbability(int rank) {
      return logProbabilities[rank];
    }
  }

  private final OnnxSession session;
  private final ModelConfig config;
  private final int slots;
  private final int capacity;
  private final List<OnnxTensor> cache = new ArrayList<>();
  private final Object running = new Object();
  private @Nullable Step step;
  private @Nullable OnnxBinding current;
  private boolean terminated;

  LanguageModel(
      OnnxSession session, ModelConfig config, ElementType type, int slots, int capacity) {
    this.session = session;
    this.config = config;
    this.slots = slots;
    this.capacity = capacity;
    for (int i = 0; i < 2 * config.layers(); i++) {
      cache.add(session.allocate(type, slots, config.keyValueHeads(), capacity, config.headSize()));
    }
  }

  /** Positions of one slot. */
  int capacity() {
    return capacity;
  }

  int slots() {
    return slots;
  }

  /**
   * Reads tokens into a slot behind the {@code past} tokens that it holds, in one run.
   *
   * @return the candidates after the last of them
   */
  Candidates read(int slot, int[] tokens, int from, int to, int past, int candidates) {
    try (Step run = new Step(slot, 1, to - from, 1, candidates, false)) {
      return run.run(tokens, from, past).getFirst();
    }
  }

  /** The logits after every token of a text, read into slot 0 in one run, for tests. */
  float[][] logits(int[] tokens) {
    try (Step run = new Step(0, 1, tokens.length, tokens.length, 1, true)) {
      run.run(tokens, 0, 0);
      return run.logits();
    }
  }

  /**
   * One step of slots 0 to n - 1: each reads one token.
   *
   * @param tokens the token of each slot
   * @param pasts how many tokens each slot holds before
   * @return the candidates of each slot
   */
  List<Candidates> step(int[] tokens, int[] pasts, int candidates) {
    Step run = step;
    if (run == null || run.rows != tokens.length || run.candidates != candidates) {
      if (run != null) {
        step = null;
        run.close();
      }
      run = new Step(0, tokens.length, 1, 1, candidates, false);
      step = run;
    }
    return run.run(tokens, 0, pasts);
  }

  /** Ends the run in progress and refuses every later one. From any thread. */
  void terminate() {
    synchronized (running) {
      terminated = true;
      if (current != null) {
        current.terminate();
      }
    }
  }

  @Override
  public void close() {
    if (step != null) {
      step.close();
      step = null;
    }
    Collections.reverse(cache);
    cache.forEach(OnnxTensor::close);
    session.close();
  }

  /** Tensors and their binding for runs of one shape. */
  private final class Step implements AutoCloseable {
    final int rows;
    final int candidates;
    private final int width;
    private final int wantedCount;
    private final List<OnnxTensor> own = new ArrayList<>();
    private final OnnxTensor tokens;
    private final OnnxTensor lastPositions;
    private final OnnxTensor length;
    private final OnnxTensor wanted;
    private final OnnxTensor count;
    private final OnnxTensor best;
    private final OnnxTensor logProbabilities;
    private final @Nullable OnnxTensor logits;
    private final OnnxBinding binding;

    Step(int slot, int rows, int width, int wantedCount, int candidates, boolean withLogits) {
      this.rows = rows;
      this.width = width;
      this.wantedCount = wantedCount;
      this.candidates = candidates;
      tokens = onHost(ElementType.INT64, rows, width);
      lastPositions = onHost(ElementType.INT32, rows);
      length = onHost(ElementType.INT32, 1);
      wanted = onHost(ElementType.INT64, rows, wantedCount, 1);
      count = onHost(ElementType.INT64, 1);
      best = onHost(ElementType.INT64, rows, wantedCount, candidates);
      logProbabilities = onHost(ElementType.FLOAT32, rows, wantedCount, candidates);
      logits =
          withLogits ? onHost(ElementType.FLOAT32, rows, wantedCount, config.vocabulary()) : null;
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < wantedCount; i++) {
          wanted
              .data()
              .setAtIndex(JAVA_LONG, (long) row * wantedCount + i, width - wantedCount + i);
        }
      }
      count.data().setAtIndex(JAVA_LONG, 0, candidates);
      binding = session.bind();
      bindInputs();
      binding.output(ModelGraph.BEST, best).output(ModelGraph.LOG_PROBABILITIES, logProbabilities);
      if (logits != null) {
        binding.output(ModelGraph.LOGITS, logits);
      }
      for (int layer = 0; layer < config.layers(); layer++) {
        OnnxTensor keys = part(cache.get(2 * layer), slot);
        OnnxTensor values = part(cache.get(2 * layer + 1), slot);
        binding
            .input(ModelGraph.pastKeys(layer), keys)
            .input(ModelGraph.pastValues(layer), values)
            .output(ModelGraph.keys(layer), keys)
            .output(ModelGraph.values(layer), values);
      }
    }

    List<Candidates> run(int[] ids, int from, int... pasts) {
      MemorySegment idData = tokens.data();
      for (int i = 0; i < rows * width; i++) {
        idData.setAtIndex(JAVA_LONG, i, ids[from + i]);
      }
      int longest = 0;
      for (int row = 0; row < rows; row++) {
        int total = pasts[row] + width;
        if (total > capacity) {
          throw new IllegalStateException(
              "a slot of %d positions cannot hold %d".formatted(capacity, total));
        }
        longest = Math.max(longest, total);
        lastPositions.data().setAtIndex(JAVA_INT, row, total - 1);
      }
      length.data().setAtIndex(JAVA_INT, 0, longest);
      if (!session.onHost()) {
        bindInputs();
      }
      synchronized (running) {
        if (terminated) {
          throw new IllegalStateException("the model was terminated");
        }
        current = binding;
      }
      try {
        binding.run();
      } finally {
        synchronized (running) {
          current = null;
        }
      }
      List<Candidates> all = new ArrayList<>(rows);
      for (int row = 0; row < rows; row++) {
        all.add(candidates(((long) row + 1) * wantedCount - 1));
      }
      return all;
    }

    float[][] logits() {
      OnnxTensor tensor = logits;
      if (tensor == null) {
        throw new IllegalStateException("this run keeps no logits");
      }
      float[][] all = new float[rows * wantedCount][config.vocabulary()];
      for (int i = 0; i < all.length; i++) {
        MemorySegment.copy(
            tensor.data(),
            JAVA_FLOAT,
            (long) i * config.vocabulary() * Float.BYTES,
            all[i],
            0,
            config.vocabulary());
      }
      return all;
    }

    private Candidates candidates(long place) {
      long[] ids = new long[candidates];
      float[] logs = new float[candidates];
      long first = place * candidates;
      MemorySegment.copy(best.data(), JAVA_LONG, first * Long.BYTES, ids, 0, candidates);
      MemorySegment.copy(
          logProbabilities.data(), JAVA_FLOAT, first * Float.BYTES, logs, 0, candidates);
      return new Candidates(ids, logs);
    }

    private void bindInputs() {
      binding
          .input(ModelGraph.TOKENS, tokens)
          .input(ModelGraph.LAST_POSITIONS, lastPositions)
          .input(ModelGraph.LENGTH, length)
          .input(ModelGraph.WANTED, wanted)
          .input(ModelGraph.CANDIDATES, count);
    }

    private OnnxTensor onHost(ElementType type, long... shape) {
      OnnxTensor tensor = session.allocateOnHost(type, shape);
      own.add(tensor);
      return tensor;
    }

    private OnnxTensor part(OnnxTensor whole, int slot) {
      long slotSize = (long) config.keyValueHeads() * capacity * config.headSize();
      OnnxTensor view =
          session.view(
              whole, slot * slotSize, rows, config.keyValueHeads(), capacity, config.headSize());
      own.add(view);
      return view;
    }

    @Override
    public void close() {
      binding.close();
      own.forEach(OnnxTensor::close);
    }
  }
}
