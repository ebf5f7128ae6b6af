package dev.tusk.engine.decoder;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxBinding;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model over a graph of {@link ModelGraph}. Its cache is one static tensor for the keys and one
 * for the values of each layer, [slots, key-value heads, capacity, head size], bound as past and
 * present alike, so that a run extends them in place.
 *
 * <p>With CUDA graphs, a step of one shape is recorded once and played again. That needs inputs and
 * outputs at fixed addresses on the device, a length that does not change from step to step (so the
 * capacity is given, and each row's own length bounds its attention), and few shapes: the rows are
 * filled up to a power of two. Runs that read a prompt are not recorded.
 */
final class BuiltModel implements LanguageModel {
  /** Shapes of short runs whose tensors are kept. */
  private static final int KEPT_RUNS = 16;

  /** Tokens of a row up to which a run is short. */
  private static final int SHORT_RUN = 32;

  /** What the tensors of a run depend on. */
  private record Shape(int slot, int rows, int width, int wanted, int candidates, boolean logits) {}

  private final OnnxSession session;
  private final ModelConfig config;
  private final int slots;
  private final int capacity;
  private final KeyValueCache cache;
  private final RunGuard guard = new RunGuard();
  private final LinkedHashMap<Shape, Run> kept = new LinkedHashMap<>(KEPT_RUNS, 0.75f, true);

  BuiltModel(OnnxSession session, ModelConfig config, ElementType type, int slots, int capacity) {
    this.session = session;
    this.config = config;
    this.slots = slots;
    this.capacity = capacity;
    this.cache =
        new KeyValueCache(
            session,
            type,
            config.layers(),
            slots,
            config.keyValueHeads(),
            capacity,
            config.headSize());
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public boolean readsMany() {
    return true;
  }

  @Override
  public List<Candidates> read(int slot, int[] tokens, int past, int wanted, int candidates) {
    var shape = new Shape(slot, 1, tokens.length, wanted, candidates, false);
    if (tokens.length <= SHORT_RUN) {
      return kept(shape).run(tokens, past);
    }
    try (Run run = new Run(shape)) {
      return run.run(tokens, past);
    }
  }

  @Override
  public float[][] logits(int[] tokens) {
    try (Run run = new Run(new Shape(0, 1, tokens.length, tokens.length, 1, true))) {
      run.run(tokens, 0);
      return run.logits();
    }
  }

  @Override
  public List<Candidates> step(int first, int[] tokens, int[] pasts, int candidates) {
    if (!session.recordsRuns()) {
      return kept(new Shape(first, tokens.length, 1, 1, candidates, false)).run(tokens, pasts);
    }
    // From slot 0 on and up to a power of two, so that few shapes are recorded. What the rows
    // beside the wanted ones write lies where they will write next, as in any joint step; those
    // this call knows nothing about write into the last position, which no text is read from
    // before it is written.
    int needed = first + tokens.length;
    int rows = Math.min(slots, Integer.highestOneBit(Math.max(1, 2 * needed - 1)));
    int[] all = new int[rows];
    int[] lengths = new int[rows];
    Arrays.fill(lengths, capacity - 1);
    System.arraycopy(tokens, 0, all, first, tokens.length);
    System.arraycopy(pasts, 0, lengths, first, pasts.length);
    List<Candidates> answers = kept(new Shape(0, rows, 1, 1, candidates, false)).run(all, lengths);
    return answers.subList(first, needed);
  }

  @Override
  public void copy(int from, int to, int tokens) {
    cache.copy(from, to, tokens);
  }

  @Override
  public void terminate() {
    guard.terminate();
  }

  @Override
  public void close() {
    kept.values().forEach(Run::close);
    kept.clear();
    cache.close();
    session.close();
  }

  private Run kept(Shape shape) {
    Run run = kept.get(shape);
    if (run == null) {
      if (kept.size() == KEPT_RUNS) {
        kept.pollFirstEntry().getValue().close();
      }
      run = new Run(shape);
      kept.put(shape, run);
    }
    return run;
  }

  /** Tensors and their binding for runs of one shape. */
  private final class Run implements AutoCloseable {
    private final Shape shape;
    private final List<AutoCloseable> own = new ArrayList<>();
    private final StagedTensor tokens;
    private final StagedTensor lastPositions;
    private final OnnxTensor length;
    private final StagedTensor best;
    private final StagedTensor logProbabilities;
    private final @Nullable StagedTensor logits;
    private final OnnxBinding binding;

    Run(Shape shape) {
      this.shape = shape;
      int rows = shape.rows();
      int wanted = shape.wanted();
      boolean complete = false;
      try {
        tokens = staged(ElementType.INT64, rows, shape.width());
        lastPositions = staged(ElementType.INT32, rows);
        // The operators read these two on the host.
        length = onHost(ElementType.INT32, 1);
        OnnxTensor count = onHost(ElementType.INT64, 1);
        count.data().setAtIndex(JAVA_LONG, 0, shape.candidates());
        StagedTensor places = staged(ElementType.INT64, rows, wanted, 1);
        for (int i = 0; i < rows * wanted; i++) {
          places.data().setAtIndex(JAVA_LONG, i, shape.width() - wanted + i % wanted);
        }
        places.push();
        best = staged(ElementType.INT64, rows, wanted, shape.candidates());
        logProbabilities = staged(ElementType.FLOAT32, rows, wanted, shape.candidates());
        logits =
            shape.logits() ? staged(ElementType.FLOAT32, rows, wanted, config.vocabulary()) : null;
        binding = session.bind();
        own.add(binding);
        binding
            .input(ModelGraph.TOKENS, tokens.bound())
            .input(ModelGraph.LAST_POSITIONS, lastPositions.bound())
            .input(ModelGraph.LENGTH, length)
            .input(CandidateGraph.WANTED, places.bound())
            .input(CandidateGraph.CANDIDATES, count)
            .output(CandidateGraph.BEST, best.bound())
            .output(CandidateGraph.LOG_PROBABILITIES, logProbabilities.bound());
        if (logits != null) {
          binding.output(CandidateGraph.LOGITS, logits.bound());
        }
        for (int layer = 0; layer < config.layers(); layer++) {
          OnnxTensor keys = mine(cache.keys(layer, shape.slot(), rows));
          OnnxTensor values = mine(cache.values(layer, shape.slot(), rows));
          binding
              .input(ModelGraph.pastKeys(layer), keys)
              .input(ModelGraph.pastValues(layer), values)
              .output(ModelGraph.keys(layer), keys)
              .output(ModelGraph.values(layer), values);
        }
        if (recorded()) {
          binding.recordRuns();
        }
        complete = true;
      } finally {
        if (!complete) {
          close();
        }
      }
    }

    private boolean recorded() {
      return session.recordsRuns() && shape.slot() == 0 && shape.width() == 1;
    }

    List<Candidates> run(int[] ids, int... pasts) {
      int width = shape.width();
      for (int i = 0; i < shape.rows() * width; i++) {
        tokens.data().setAtIndex(JAVA_LONG, i, Math.max(0, ids[i]));
      }
      int longest = 0;
      for (int row = 0; row < shape.rows(); row++) {
        int total = pasts[row] + width;
        if (total > capacity) {
          throw new IllegalStateException(
              "a slot of %d positions cannot hold %d".formatted(capacity, total));
        }
        longest = Math.max(longest, total);
        lastPositions.data().setAtIndex(JAVA_INT, row, total - 1);
      }
      length.data().setAtIndex(JAVA_INT, 0, recorded() ? capacity : longest);
      tokens.push();
      lastPositions.push();
      session.awaitCopies();
      guard.run(binding);
      best.pull();
      logProbabilities.pull();
      List<Candidates> all = new ArrayList<>(shape.rows() * shape.wanted());
      for (int place = 0; place < shape.rows() * shape.wanted(); place++) {
        all.add(StagedTensor.candidates(best, logProbabilities, place, shape.candidates()));
      }
      return all;
    }

    float[][] logits() {
      StagedTensor tensor = logits;
      if (tensor == null) {
        throw new IllegalStateException("this run keeps no logits");
      }
      return tensor.rows(shape.rows() * shape.wanted(), config.vocabulary());
    }

    private StagedTensor staged(ElementType type, long... size) {
      StagedTensor tensor = StagedTensor.allocate(session, type, size);
      own.add(tensor);
      return tensor;
    }

    private OnnxTensor onHost(ElementType type, long... size) {
      OnnxTensor tensor = session.allocateOnHost(type, size);
      own.add(tensor);
      return tensor;
    }

    private OnnxTensor mine(OnnxTensor tensor) {
      own.add(tensor);
      return tensor;
    }

    @Override
    public void close() {
      StagedTensor.closeAll(own);
    }
  }
}
