package dev.tusk.engine.decoder;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxSession;
import dev.tusk.engine.onnx.OnnxTensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor that is bound to a model, and the memory in which Java reads and writes it: the same
 * memory on the processor, a copy on a device, where {@link #push} and {@link #pull} move it. The
 * bound tensor keeps its address.
 */
final class StagedTensor implements AutoCloseable {
  private final OnnxTensor bound;
  private final OnnxTensor host;

  private StagedTensor(OnnxTensor bound, OnnxTensor host) {
    this.bound = bound;
    this.host = host;
  }

  static StagedTensor allocate(OnnxSession session, ElementType type, long... shape) {
    OnnxTensor host = session.allocateOnHost(type, shape);
    if (session.onHost()) {
      return new StagedTensor(host, host);
    }
    try {
      return new StagedTensor(session.allocate(type, shape), host);
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  /** Closes the latest first. */
  static void closeAll(List<? extends AutoCloseable> tensors) {
    for (AutoCloseable one : tensors.reversed()) {
      try {
        one.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("a tensor could not be freed", e);
      }
    }
  }

  OnnxTensor bound() {
    return bound;
  }

  MemorySegment data() {
    return host.data();
  }

  /** Brings what Java wrote to the model. */
  void push() {
    if (bound != host) {
      bound.copyFrom(host.data());
    }
  }

  /** Brings what the model wrote to Java. */
  void pull() {
    if (bound != host) {
      bound.copyTo(host.data());
    }
  }

  /** The candidates at one place of the two tensors that hold a run's. */
  static LanguageModel.Candidates candidates(
      StagedTensor best, StagedTensor logProbabilities, long place, int count) {
    long[] ids = new long[count];
    float[] logs = new float[count];
    MemorySegment.copy(best.data(), JAVA_LONG, place * count * Long.BYTES, ids, 0, count);
    MemorySegment.copy(
        logProbabilities.data(), JAVA_FLOAT, place * count * Float.BYTES, logs, 0, count);
    return new LanguageModel.Candidates(ids, logs);
  }

  /** The model's floats, row by row. */
  float[][] rows(int rows, int columns) {
    pull();
    float[][] all = new float[rows][columns];
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(data(), JAVA_FLOAT, (long) i * columns * Float.BYTES, all[i], 0, columns);
    }
    return all;
  }

  @Override
  public void close() {
    bound.close();
    if (bound != host) {
      host.close();
    }
  }
}
