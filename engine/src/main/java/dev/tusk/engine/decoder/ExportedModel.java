package dev.tusk.engine.decoder;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tusk.engine.decoder.ExportedFolder.Names;
import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxBinding;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A model over a graph that another program exported, with a second small graph that turns its
 * logits into candidates where they lie.
 *
 * <p>Where the graph extends its cache in place, slots are run together, as in {@link BuiltModel}.
 * Where it answers with a longer cache, each slot is run alone, and its cache goes back and forth
 * between two static buffers: a run reads one, seen as [1, heads, past, head size], and writes the
 * other. A failed run has changed only the other.
 */
final class ExportedModel implements LanguageModel {
  private final OnnxSession session;
  private final OnnxSession candidateSession;
  private final ExportedFolder folder;
  private final ExportedFolder.Ports ports;
  private final int slots;
  private final int capacity;
  private final KeyValueCache cache;
  private final RunGuard guard = new RunGuard();

  /** Of a growing cache: which of its two buffers holds each slot's text. */
  private final boolean[] second;

  /** Of a growing cache: the length that this buffer is laid out for. */
  private final int[] lengths;

  /**
   * Takes both sessions over.
   *
   * @param candidateSession runs {@link CandidateGraph}
   */
  ExportedModel(
      OnnxSession session,
      OnnxSession candidateSession,
      ExportedFolder folder,
      ExportedFolder.Ports ports,
      int slots,
      int capacity) {
    this.session = session;
    this.candidateSession = candidateSession;
    this.folder = folder;
    this.ports = ports;
    this.slots = slots;
    this.capacity = capacity;
    this.second = new boolean[slots];
    this.lengths = new int[slots];
    this.cache =
        new KeyValueCache(
            session,
            ports.cacheType(),
            ports.layers(),
            folder.sharedCache() ? slots : Math.multiplyExact(2, slots),
            ports.keyValueHeads(),
            capacity,
            ports.headSize());
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
    return !ports.lastLogitsOnly();
  }

  @Override
  public List<Candidates> read(int slot, int[] tokens, int past, int wanted, int candidates) {
    try (Run run = new Run(slot, 1, tokens.length, wanted, candidates)) {
      run.run(tokens, past);
      return run.candidates();
    }
  }

  @Override
  public List<Candidates> step(int first, int[] tokens, int[] pasts, int candidates) {
    if (folder.sharedCache()) {
      try (Run run = new Run(first, tokens.length, 1, 1, candidates)) {
        run.run(tokens, pasts);
        return run.candidates();
      }
    }
    List<Candidates> all = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      all.add(
          tokens[i] < 0
              ? new Candidates(new long[0], new float[0])
              : read(first + i, new int[] {tokens[i]}, pasts[i], 1, candidates).getFirst());
    }
    return all;
  }

  @Override
  public void copy(int from, int to, int tokens) {
    if (folder.sharedCache()) {
      cache.copy(from, to, tokens);
      return;
    }
    cache.copy(buffer(from), lengths[from], buffer(to), tokens, tokens);
    lengths[to] = tokens;
  }

  @Override
  public float[][] logits(int[] tokens) {
    try (Run run = new Run(0, 1, tokens.length, readsMany() ? tokens.length : 1, 1)) {
      run.run(tokens, 0);
      return run.logits();
    }
  }

  @Override
  public void terminate() {
    guard.terminate();
  }

  @Override
  public void close() {
    cache.close();
    candidateSession.close();
    session.close();
  }

  private int buffer(int slot) {
    return second[slot] ? slots + slot : slot;
  }

  /** Lays a growing cache out for a shorter text: what was guessed wrongly is dropped. */
  private void shorten(int slot, int length) {
    if (length > lengths[slot]) {
      throw new IllegalStateException(
          "a slot that holds %d tokens cannot go on after %d".formatted(lengths[slot], length));
    }
    if (length < lengths[slot] && length > 0) {
      int other = second[slot] ? slot : slots + slot;
      cache.copy(buffer(slot), lengths[slot], other, length, length);
      second[slot] = !second[slot];
    }
    lengths[slot] = length;
  }

  /** One run and its tensors, whose shapes differ from run to run. */
  private final class Run implements AutoCloseable {
    private final int slot;
    private final int rows;
    private final int width;
    private final int wanted;
    private final int candidates;
    private final List<AutoCloseable> own = new ArrayList<>();
    private Optional<StagedTensor> best = Optional.empty();
    private Optional<StagedTensor> logProbabilities = Optional.empty();
    private Optional<StagedTensor> floats = Optional.empty();

    Run(int slot, int rows, int width, int wanted, int candidates) {
      this.slot = slot;
      this.rows = rows;
      this.width = width;
      this.wanted = wanted;
      this.candidates = candidates;
    }

    void run(int[] ids, int... pasts) {
      int longest = 0;
      for (int past : pasts) {
        longest = Math.max(longest, past + width);
      }
      if (longest > capacity) {
        throw new IllegalStateException(
            "a slot of %d positions cannot hold %d".formatted(capacity, longest));
      }
      OnnxBinding binding = mine(session.bind());
      Names names = folder.names();
      StagedTensor tokens = staged(ports.tokenType(), rows, width);
      for (int i = 0; i < ids.length; i++) {
        set(tokens, i, Math.max(0, ids[i]));
      }
      tokens.push();
      binding.input(names.tokens(), tokens.bound());
      if (ports.maskType().isPresent()) {
        StagedTensor mask = staged(ports.maskType().get(), rows, longest);
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < pasts[row] + width; i++) {
            set(mask, row * longest + i, 1);
          }
        }
        mask.push();
        binding.input(names.mask(), mask.bound());
      }
      if (ports.positionType().isPresent()) {
        StagedTensor positions = staged(ports.positionType().get(), rows, width);
        for (int i = 0; i < rows * width; i++) {
          set(positions, i, pasts[i / width] + i % width);
        }
        positions.push();
        binding.input(names.positions(), positions.bound());
      }
      if (folder.sharedCache()) {
        bindShared(binding);
      } else {
        bindGrowing(binding, pasts[0]);
      }
      OnnxTensor logits =
          mine(
              session.allocate(
                  ports.logitsType(), rows, readsMany() ? width : 1, folder.vocabulary()));
      binding.output(names.logits(), logits);
      session.awaitCopies();
      guard.run(binding);
      if (!folder.sharedCache()) {
        second[slot] = !second[slot];
        lengths[slot] = pasts[0] + width;
      }
      choose(logits);
    }

    private void bindShared(OnnxBinding binding) {
      Names names = folder.names();
      for (int layer = 0; layer < ports.layers(); layer++) {
        OnnxTensor keys = mine(cache.keys(layer, slot, rows));
        OnnxTensor values = mine(cache.values(layer, slot, rows));
        binding
            .input(Names.ofLayer(names.pastKeys(), layer), keys)
            .input(Names.ofLayer(names.pastValues(), layer), values)
            .output(Names.ofLayer(names.keys(), layer), keys)
            .output(Names.ofLayer(names.values(), layer), values);
      }
    }

    private void bindGrowing(OnnxBinding binding, int past) {
      shorten(slot, past);
      Names names = folder.names();
      int from = buffer(slot);
      int to = second[slot] ? slot : slots + slot;
      for (int layer = 0; layer < ports.layers(); layer++) {
        for (boolean keys : new boolean[] {true, false}) {
          String before = keys ? names.pastKeys() : names.pastValues();
          String after = keys ? names.keys() : names.values();
          binding
              .input(Names.ofLayer(before, layer), mine(cache.dense(layer, keys, from, past)))
              .output(
                  Names.ofLayer(after, layer), mine(cache.dense(layer, keys, to, past + width)));
        }
      }
    }

    private void choose(OnnxTensor logits) {
      StagedTensor places = staged(ElementType.INT64, rows, wanted, 1);
      int last = readsMany() ? width : 1;
      for (int i = 0; i < rows * wanted; i++) {
        set(places, i, last - wanted + i % wanted);
      }
      places.push();
      // The operator reads this one on the host.
      OnnxTensor count = mine(session.allocateOnHost(ElementType.INT64, 1));
      count.data().setAtIndex(JAVA_LONG, 0, candidates);
      StagedTensor ids = staged(ElementType.INT64, rows, wanted, candidates);
      StagedTensor logs = staged(ElementType.FLOAT32, rows, wanted, candidates);
      StagedTensor values = staged(ElementType.FLOAT32, rows, wanted, folder.vocabulary());
      OnnxBinding binding = mine(candidateSession.bind());
      binding
          .input(CandidateGraph.ALL_LOGITS, logits)
          .input(CandidateGraph.WANTED, places.bound())
          .input(CandidateGraph.CANDIDATES, count)
          .output(CandidateGraph.BEST, ids.bound())
          .output(CandidateGraph.LOG_PROBABILITIES, logs.bound())
          .output(CandidateGraph.LOGITS, values.bound());
      session.awaitCopies();
      guard.run(binding);
      best = Optional.of(ids);
      logProbabilities = Optional.of(logs);
      floats = Optional.of(values);
    }

    List<Candidates> candidates() {
      StagedTensor ids = best.orElseThrow();
      StagedTensor logs = logProbabilities.orElseThrow();
      ids.pull();
      logs.pull();
      List<Candidates> all = new ArrayList<>();
      for (int place = 0; place < rows * wanted; place++) {
        all.add(StagedTensor.candidates(ids, logs, place, candidates));
      }
      return Collections.unmodifiableList(all);
    }

    float[][] logits() {
      return floats.orElseThrow().rows(rows * wanted, folder.vocabulary());
    }

    private static void set(StagedTensor tensor, int index, int value) {
      if (tensor.bound().type() == ElementType.INT32) {
        tensor.data().setAtIndex(JAVA_INT, index, value);
      } else {
        tensor.data().setAtIndex(JAVA_LONG, index, value);
      }
    }

    private StagedTensor staged(ElementType type, long... shape) {
      return mine(StagedTensor.allocate(session, type, shape));
    }

    private <T extends AutoCloseable> T mine(T part) {
      own.add(part);
      return part;
    }

    @Override
    public void close() {
      StagedTensor.closeAll(own);
    }
  }
}
