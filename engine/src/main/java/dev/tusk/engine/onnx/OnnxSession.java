package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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
  private final boolean onCuda;
  private final boolean onHost;
  private final boolean recordedRuns;
  private final DeviceMemory memory;
  private final List<OnnxPort> inputs;
  private final List<OnnxPort> outputs;
  private final AtomicInteger recordings = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  OnnxSession(
      NativeApi api, MemorySegment environment, MemorySegment model, SessionOptions settings) {
    this.api = api;
    this.onCuda = settings.cudaDevice().isPresent();
    this.onHost = !settings.staged();
    this.recordedRuns = settings.recordedRuns();
    this.memory =
        onCuda ? CudaDevice.open(settings.cudaDevice().getAsInt()) : new DeviceMemory.OfHost();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check((MemorySegment) api.createSessionOptions.invokeExact(out));
      MemorySegment options = out.get(ADDRESS, 0);
      try {
        configure(arena, options, settings);
        api.check(
            (MemorySegment)
                api.createSessionFromArray.invokeExact(
                    environment, model, model.byteSize(), options, out));
        session = out.get(ADDRESS, 0);
      } finally {
        api.releaseSessionOptions.invokeExact(options);
      }
      api.check((MemorySegment) api.defaultAllocator.invokeExact(out));
      hostAllocator = out.get(ADDRESS, 0);
      hostMemory = memory(arena, "Cpu", 0);
      if (!onCuda) {
        deviceAllocator = hostAllocator;
        deviceMemory = hostMemory;
      } else {
        deviceMemory = memory(arena, "Cuda", settings.cudaDevice().getAsInt());
        api.check((MemorySegment) api.createAllocator.invokeExact(session, deviceMemory, out));
        deviceAllocator = out.get(ADDRESS, 0);
      }
      inputs = ports(arena, api.sessionInputCount, api.sessionInputName, api.sessionInputTypeInfo);
      outputs =
          ports(arena, api.sessionOutputCount, api.sessionOutputName, api.sessionOutputTypeInfo);
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** The model's inputs, in its order. */
  public List<OnnxPort> inputs() {
    return inputs;
  }

  /** The model's outputs, in its order. */
  public List<OnnxPort> outputs() {
    return outputs;
  }

  /** Whether the model runs in host memory, where tensors can be read and written in place. */
  public boolean onHost() {
    return onHost;
  }

  /** Whether runs of a binding may be recorded, as {@link OnnxBinding#recordRuns} does. */
  public boolean recordsRuns() {
    return recordedRuns;
  }

  /** A tensor where the model runs. On the host it is filled with zeros. */
  public OnnxTensor allocate(ElementType type, long... shape) {
    requireOpen();
    return OnnxTensor.allocated(api, deviceAllocator, !onCuda, onHost, memory, type, shape);
  }

  /** A tensor in host memory, filled with zeros. */
  public OnnxTensor allocateOnHost(ElementType type, long... shape) {
    requireOpen();
    return OnnxTensor.allocated(api, hostAllocator, true, true, memory, type, shape);
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

  /** Waits for the copies that tensors have begun; what they copied may be used then. */
  public void awaitCopies() {
    memory.await();
  }

  /** A new, empty binding of tensors to the model's inputs and outputs. */
  public OnnxBinding bind() {
    requireOpen();
    return new OnnxBinding(api, session, recordedRuns, recordings);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        if (onCuda) {
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
    if (settings.profile().isPresent()) {
      Path prefix = settings.profile().get().toAbsolutePath();
      api.check(
          (MemorySegment)
              api.enableProfiling.invokeExact(options, nativePath(arena, prefix.toString())));
    }
    if (settings.cudaDevice().isPresent()) {
      // Weights straight from the device's allocator: the arena would round them up.
      entry(arena, options, "session.use_device_allocator_for_initializers", "1");
      appendCuda(arena, options, settings);
    }
  }

  /** The C API takes paths in the system's own characters. */
  private static MemorySegment nativePath(Arena arena, String path) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return arena.allocateFrom(path, windows ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
  }

  private void entry(Arena arena, MemorySegment options, String key, String value)
      throws Throwable {
    api.check(
        (MemorySegment)
            api.addSessionConfigEntry.invokeExact(
                options, arena.allocateFrom(key), arena.allocateFrom(value)));
  }

  private void appendCuda(Arena arena, MemorySegment options, SessionOptions settings)
      throws Throwable {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("device_id", Integer.toString(settings.cudaDevice().orElseThrow()));
    // Doubling the arena, the default, could fail where what is asked for would fit.
    entries.put("arena_extend_strategy", "kSameAsRequested");
    entries.put("enable_cuda_graph", settings.recordedRuns() ? "1" : "0");
    MemorySegment out = arena.allocate(ADDRESS);
    api.check((MemorySegment) api.createCudaOptions.invokeExact(out));
    MemorySegment cuda = out.get(ADDRESS, 0);
    try {
      MemorySegment keys = arena.allocate(ADDRESS, entries.size());
      MemorySegment values = arena.allocate(ADDRESS, entries.size());
      int i = 0;
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        keys.setAtIndex(ADDRESS, i, arena.allocateFrom(entry.getKey()));
        values.setAtIndex(ADDRESS, i++, arena.allocateFrom(entry.getValue()));
      }
      api.check(
          (MemorySegment)
              api.updateCudaOptions.invokeExact(cuda, keys, values, (long) entries.size()));
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

  private List<OnnxPort> ports(
      Arena arena, MethodHandle count, MethodHandle name, MethodHandle typeInfo) throws Throwable {
    MemorySegment number = arena.allocate(JAVA_LONG);
    api.check((MemorySegment) count.invokeExact(session, number));
    List<OnnxPort> ports = new ArrayList<>();
    MemorySegment out = arena.allocate(ADDRESS);
    for (long i = 0; i < number.get(JAVA_LONG, 0); i++) {
      api.check((MemorySegment) name.invokeExact(session, i, hostAllocator, out));
      MemorySegment text = out.get(ADDRESS, 0);
      String portName = NativeApi.text(text);
      api.check((MemorySegment) api.allocatorFree.invokeExact(hostAllocator, text));
      api.check((MemorySegment) typeInfo.invokeExact(session, i, out));
      MemorySegment info = out.get(ADDRESS, 0);
      try {
        ports.add(port(arena, portName, info));
      } finally {
        api.releaseTypeInfo.invokeExact(info);
      }
    }
    return List.copyOf(ports);
  }

  private OnnxPort port(Arena arena, String name, MemorySegment info) throws Throwable {
    MemorySegment out = arena.allocate(ADDRESS);
    api.check((MemorySegment) api.castToTensorInfo.invokeExact(info, out));
    MemorySegment tensor = out.get(ADDRESS, 0);
    if (tensor.equals(MemorySegment.NULL)) {
      return new OnnxPort(name, Optional.empty(), List.of());
    }
    MemorySegment number = arena.allocate(JAVA_LONG);
    api.check((MemorySegment) api.tensorElementType.invokeExact(tensor, number));
    int type = number.get(JAVA_INT, 0);
    api.check((MemorySegment) api.dimensionCount.invokeExact(tensor, number));
    long rank = number.get(JAVA_LONG, 0);
    MemorySegment sizes = arena.allocate(JAVA_LONG, Math.max(1, rank));
    api.check((MemorySegment) api.dimensions.invokeExact(tensor, sizes, rank));
    List<Long> shape = new ArrayList<>();
    for (long i = 0; i < rank; i++) {
      shape.add(sizes.getAtIndex(JAVA_LONG, i));
    }
    return new OnnxPort(name, ElementType.ofOnnx(type), shape);
  }
}
