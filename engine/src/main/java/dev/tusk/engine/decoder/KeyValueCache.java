package dev.tusk.engine.decoder;

import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The static tensors of a key-value cache where the model runs: for each layer one of keys and one
 * of values, [slots, heads, capacity, head size].
 */
final class KeyValueCache implements AutoCloseable {
  private final OnnxSession session;
  private final int heads;
  private final int capacity;
  private final int headSize;
  private final List<OnnxTensor> tensors = new ArrayList<>();

  KeyValueCache(
      OnnxSession session,
      ElementType type,
      int layers,
      int slots,
      int heads,
      int capacity,
      int headSize) {
    this.session = session;
    this.heads = heads;
    this.capacity = capacity;
    this.headSize = headSize;
    try {
      for (int i = 0; i < 2 * layers; i++) {
        tensors.add(session.allocate(type, slots, heads, capacity, headSize));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Bytes of such a cache. */
  static double bytes(
      ElementType type, int layers, long slots, int heads, int capacity, int headSize) {
    return 2.0 * layers * slots * heads * capacity * headSize * type.bytes();
  }

  /** The keys of some slots of a layer, to be closed by the caller. */
  OnnxTensor keys(int layer, int slot, int slots) {
    return session.view(
        tensors.get(2 * layer), slot * slotSize(), slots, heads, capacity, headSize);
  }

  /** The values of some slots of a layer, to be closed by the caller. */
  OnnxTensor values(int layer, int slot, int slots) {
    return session.view(
        tensors.get(2 * layer + 1), slot * slotSize(), slots, heads, capacity, headSize);
  }

  /** A slot's memory seen as [1, heads, length, head size], to be closed by the caller. */
  OnnxTensor dense(int layer, boolean keys, int slot, int length) {
    return session.view(
        tensors.get(2 * layer + (keys ? 0 : 1)), slot * slotSize(), 1, heads, length, headSize);
  }

  /** Makes the first tokens of one slot the first of another. */
  void copy(int from, int to, int tokens) {
    copy(from, capacity, to, capacity, tokens);
  }

  /** The same between slots that are seen as {@link #dense} ones of these lengths. */
  void copy(int from, int fromLength, int to, int toLength, int tokens) {
    for (OnnxTensor tensor : tensors) {
      tensor.copyWithin(
          from * slotSize(),
          (long) fromLength * headSize,
          to * slotSize(),
          (long) toLength * headSize,
          (long) tokens * headSize,
          heads);
    }
    session.awaitCopies();
  }

  private long slotSize() {
    return (long) heads * capacity * headSize;
  }

  @Override
  public void close() {
    StagedTensor.closeAll(tensors);
    tensors.clear();
  }
}
