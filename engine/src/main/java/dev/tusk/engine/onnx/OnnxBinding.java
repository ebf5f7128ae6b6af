package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tensors bound to a session's inputs and outputs, and the runs over them.
 *
 * <p>An output bound to a tensor is written in place; the same tensor may be an input and an output
 * where the operator allows it, which is how a KV cache stays where it is. Binding an input that
 * does not lie where the model reads it copies it there once: what changes between runs must lie
 * where it is read.
 *
 * <p>Not thread-safe, but for {@link #terminate}, which ends a run from another thread.
 */
public final class OnnxBinding implements AutoCloseable {
  /** The number that keeps a run from being recorded. */
  private static final int NOT_RECORDED = -1;

  private final NativeApi api;
  private final MemorySegment session;
  private final MemorySegment binding;
  private final MemorySegment runOptions;
  private final AtomicInteger recordings;
  private final Object lifecycle = new Object();
  private boolean closed;

  OnnxBinding(
      NativeApi api, MemorySegment session, boolean recordedRuns, AtomicInteger recordings) {
    this.api = api;
    this.session = session;
    this.recordings = recordings;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check((MemorySegment) api.createBinding.invokeExact(session, out));
      binding = out.get(ADDRESS, 0);
      api.check((MemorySegment) api.createRunOptions.invokeExact(out));
      runOptions = out.get(ADDRESS, 0);
      if (recordedRuns) {
        graph(NOT_RECORDED);
      }
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** Binds an input by its name. */
  public OnnxBinding input(String name, OnnxTensor tensor) {
    try (Arena arena = Arena.ofConfined()) {
      api.check(
          (MemorySegment)
              api.bindInput.invokeExact(binding, arena.allocateFrom(name), tensor.value()));
      return this;
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** Binds an output by its name. */
  public OnnxBinding output(String name, OnnxTensor tensor) {
    try (Arena arena = Arena.ofConfined()) {
      api.check(
          (MemorySegment)
              api.bindOutput.invokeExact(binding, arena.allocateFrom(name), tensor.value()));
      return this;
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /**
   * Makes the runs of this binding one recording: on CUDA the first ones are recorded as a graph,
   * which later ones play again. The tensors bound must stay as they are, and what lies on the host
   * must hold the same values in each run.
   */
  public void recordRuns() {
    // Zero is the number of runs that name none.
    graph(recordings.incrementAndGet());
  }

  private void graph(int number) {
    try (Arena arena = Arena.ofConfined()) {
      api.check(
          (MemorySegment)
              api.addRunConfigEntry.invokeExact(
                  runOptions,
                  arena.allocateFrom("gpu_graph_id"),
                  arena.allocateFrom(Integer.toString(number))));
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /**
   * Runs the model once and returns when the bound outputs hold the result.
   *
   * @throws OnnxException when the run fails or was terminated
   */
  public void run() {
    try {
      api.check((MemorySegment) api.runWithBinding.invokeExact(session, runOptions, binding));
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** Makes the run in progress, and every later one, end with an error. From any thread. */
  public void terminate() {
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      try {
        api.check((MemorySegment) api.setTerminate.invokeExact(runOptions));
      } catch (Throwable e) {
        throw NativeApi.rethrow(e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        api.releaseBinding.invokeExact(binding);
        api.releaseRunOptions.invokeExact(runOptions);
      } catch (Throwable e) {
        throw NativeApi.rethrow(e);
      }
    }
  }
}
