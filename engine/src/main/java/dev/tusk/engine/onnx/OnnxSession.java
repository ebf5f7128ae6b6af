package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A model loaded on a device. Tensors and bindings of a session must be closed before it.
 *
 * <p>Thread-safe, but for {@link #close}, which must not run beside any other use.
 */
public final class OnnxSession implements AutoCloseable {
  private static final int DEVICE_ALLOCATOR = 0;
  private static final int DEFAULT_MEMORY = 0;

  private final NativeApi api;
  private final MemorySegment session;
  private final MemorySegment hostAllocator;
  private final MemorySegment hostMemory;
  private final MemorySegment deviceAllocator;
  private final MemorySegment deviceMemory;
  private final boolean onHost;
  private final List<String> inputs;
  private final List<String> outputs;
  private final AtomicBoolean closed = new AtomicBoolean();

  OnnxSession(NativeApi api, MemorySegment environment, byte[] model, SessionOptions settings) {
    this.api = api;
    this.onHost = settings.cudaDevice().isEmpty();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check((MemorySegment) api.createSessionOptions.invokeExact(out));
      MemorySegment options = out.get(ADDRESS, 0);
      try {
        configure(arena, options, settings);
        MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, model);
        api.check(
            (MemorySegment)
                api.createSessionFromArray.invokeExact(
                    environment, bytes, (long) model.length, options, out));
        session = out.get(ADDRESS, 0);
      } finally {
        api.releaseSessionOptions.invokeExact(options);
      }
      api.check((MemorySegment) api.defaultAllocator.invokeExact(out));
      hostAllocator = out.get(ADDRESS, 0);
      hostMemory = memory(arena, "Cpu", 0);
      if (onHost) {
        deviceAllocator = hostAllocator;
        deviceMemory = hostMemory;
      } else {
        deviceMemory = memory(arena, "Cuda", settings.cudaDevice().getAsInt());
        api.check((MemorySegment) api.createAllocator.invokeExact(session, deviceMemory, out));
        deviceAllocator = out.get(ADDRESS, 0);
      }
      inputs = names(arena, api.sessionInputCount, api.sessionInputName);
      outputs = names(arena, api.sessionOutputCount, api.sessionOutputName);
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** The names of the model's inputs, in its order. */
  public List<String> inputs() {
    return inputs;
  }

  /** The names of the model's outputs, in its order. */
  public List<String> outputs() {
    return outputs;
  }

  /** Whether the model runs in host memory, where tensors can be read and written in place. */
  public boolean onHost() {
    return onHost;
  }

  /** A tensor where the model runs. On the host it is filled with zeros. */
  public OnnxTensor allocate(ElementType type, long... shape) {
    requireOpen();
    return OnnxTensor.allocated(api, deviceAllocator, onHost, type, shape);
  }

  /** A tensor in host memory, filled with zeros. */
  public OnnxTensor allocateOnHost(ElementType type, long... shape) {
    requireOpen();
    return OnnxTensor.allocated(api, hostAllocator, true, type, shape);
  }

  /**
   * A tensor over a part of another's memory, which must outlive it.
   *
   * @param firstElement where the part begins, in elements of the whole
   * @throws IllegalArgumentException when the part does not lie inside the whole
   */
  public OnnxTensor view(OnnxTensor whole, long firstElement, long... shape) {
    requireOpen();
    return OnnxTensor.view(
        api, whole.onHost() ? hostMemory : deviceMemory, whole, firstElement, shape);
  }

  /** A new, empty binding of tensors to the model's inputs and outputs. */
  public OnnxBinding bind() {
    requireOpen();
    return new OnnxBinding(api, session);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        if (!onHost) {
          api.releaseAllocator.invokeExact(deviceAllocator);
          api.releaseMemoryInfo.invokeExact(deviceMemory);
        }
        api.releaseMemoryInfo.invokeExact(hostMemory);
        api.releaseSession.invokeExact(session);
      } catch (Throwable e) {
        throw NativeApi.rethrow(e);
      }
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the session is closed");
    }
  }

  private void configure(Arena arena, MemorySegment options, SessionOptions settings)
      throws Throwable {
    api.check((MemorySegment) api.setIntraOpThreads.invokeExact(options, settings.threads()));
    entry(
        arena,
        options,
        "session.model_external_initializers_file_folder_path",
        settings.externalWeights().toAbsolutePath().toString());
    if (!settings.prepack()) {
      entry(arena, options, "session.disable_prepacking", "1");
    }
    if (settings.cudaDevice().isPresent()) {
      appendCuda(arena, options, settings.cudaDevice().getAsInt());
    }
  }

  private void entry(Arena arena, MemorySegment options, String key, String value)
      throws Throwable {
    api.check(
        (MemorySegment)
            api.addSessionConfigEntry.invokeExact(
                options, arena.allocateFrom(key), arena.allocateFrom(value)));
  }

  private void appendCuda(Arena arena, MemorySegment options, int device) throws Throwable {
    MemorySegment out = arena.allocate(ADDRESS);
    api.check((MemorySegment) api.createCudaOptions.invokeExact(out));
    MemorySegment cuda = out.get(ADDRESS, 0);
    try {
      MemorySegment keys = arena.allocate(ADDRESS);
      keys.set(ADDRESS, 0, arena.allocateFrom("device_id"));
      MemorySegment values = arena.allocate(ADDRESS);
      values.set(ADDRESS, 0, arena.allocateFrom(Integer.toString(device)));
      api.check((MemorySegment) api.updateCudaOptions.invokeExact(cuda, keys, values, 1L));
      api.check((MemorySegment) api.appendCuda.invokeExact(options, cuda));
    } finally {
      api.releaseCudaOptions.invokeExact(cuda);
    }
  }

  private MemorySegment memory(Arena arena, String name, int device) throws Throwable {
    MemorySegment out = arena.allocate(ADDRESS);
    api.check(
        (MemorySegment)
            api.createMemoryInfo.invokeExact(
                arena.allocateFrom(name), DEVICE_ALLOCATOR, device, DEFAULT_MEMORY, out));
    return out.get(ADDRESS, 0);
  }

  private List<String> names(Arena arena, MethodHandle count, MethodHandle name) throws Throwable {
    MemorySegment number = arena.allocate(JAVA_LONG);
    api.check((MemorySegment) count.invokeExact(session, number));
    List<String> names = new ArrayList<>();
    MemorySegment out = arena.allocate(ADDRESS);
    for (long i = 0; i < number.get(JAVA_LONG, 0); i++) {
      api.check((MemorySegment) name.invokeExact(session, i, hostAllocator, out));
      MemorySegment text = out.get(ADDRESS, 0);
      names.add(NativeApi.text(text));
      api.check((MemorySegment) api.allocatorFree.invokeExact(hostAllocator, text));
    }
    return List.copyOf(names);
  }
}
