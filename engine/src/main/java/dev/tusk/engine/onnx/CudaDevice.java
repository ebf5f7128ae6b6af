package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;

/**
 * One CUDA device through NVIDIA's runtime library, the one that ONNX Runtime's provider is linked
 * against: how much memory it has, and copies to, from and within it. ONNX Runtime can copy only
 * what it binds, into memory of its own choosing, which a recorded run does not allow.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-runtime-api/group__CUDART__MEMORY.html">the
 *     functions</a>
 */
@SuppressWarnings("restricted") // This package is where the native calls are.
public final class CudaDevice implements DeviceMemory {
  private static final int HOST_TO_DEVICE = 1;
  private static final int DEVICE_TO_HOST = 2;
  private static final int DEVICE_TO_DEVICE = 3;

  /**
   * What a device has.
   *
   * @param free bytes that can be allocated, by this process and others
   * @param total bytes of the device
   */
  public record Memory(long free, long total) {}

  private final int index;
  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final MethodHandle setDevice;
  private final MethodHandle memoryInfo;
  private final MethodHandle copy;
  private final MethodHandle copyRows;
  private final MethodHandle synchronize;
  private final MethodHandle errorText;

  private CudaDevice(int index, SymbolLookup symbols) {
    this.index = index;
    this.symbols = symbols;
    setDevice = status("cudaSetDevice", JAVA_INT);
    memoryInfo = status("cudaMemGetInfo", ADDRESS, ADDRESS);
    copy = status("cudaMemcpy", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
    copyRows =
        status(
            "cudaMemcpy2D", ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    synchronize = status("cudaDeviceSynchronize");
    errorText =
        linker.downcallHandle(
            function("cudaGetErrorString"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
  }

  /**
   * The device with this number, from 0.
   *
   * @throws OnnxException with {@code DEVICE_UNAVAILABLE} when the library or the device is missing
   */
  public static CudaDevice open(int index) {
    return open(index, libraryNames());
  }

  /** The same with other names for the library, the first that loads is taken. */
  static CudaDevice open(int index, List<String> libraries) {
    for (String name : libraries) {
      SymbolLookup symbols;
      try {
        symbols = SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException e) {
        continue;
      }
      CudaDevice device = new CudaDevice(index, symbols);
      device.select();
      return device;
    }
    throw new OnnxException(
        OnnxException.Code.DEVICE_UNAVAILABLE,
        "CUDA cannot be used: none of its libraries " + String.join(", ", libraries) + " loads");
  }

  private static List<String> libraryNames() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
        ? List.of("cudart64_12.dll", "cudart64_13.dll")
        : List.of("libcudart.so.12", "libcudart.so.13");
  }

  /**
   * What the device has.
   *
   * @throws OnnxException when it does not answer
   */
  public Memory memory() {
    select();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment free = arena.allocate(JAVA_LONG);
      MemorySegment total = arena.allocate(JAVA_LONG);
      check((int) memoryInfo.invokeExact(free, total), "the memory could not be asked for");
      return new Memory(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0));
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /**
   * How fast the device's memory is: the best of some copies from one half of a buffer to the
   * other, each byte counted as read and as written.
   *
   * @param bytes of the buffer, which is allocated for this; some hundred MB say more than less
   * @return bytes a second
   * @throws OnnxException when the device has no such room, or fails
   */
  public double copyBandwidth(long bytes) {
    if (bytes < 2) {
      throw new IllegalArgumentException("bytes is " + bytes + ", at least 2 are needed");
    }
    select();
    MethodHandle allocate = status("cudaMalloc", ADDRESS, JAVA_LONG);
    MethodHandle free = status("cudaFree", ADDRESS);
    long half = bytes / 2;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      check((int) allocate.invokeExact(out, bytes), "%d bytes are not free".formatted(bytes));
      MemorySegment buffer = out.get(ADDRESS, 0);
      try {
        MemorySegment other = MemorySegment.ofAddress(buffer.address() + half);
        double best = 0;
        for (int i = 0; i < 10; i++) {
          await();
          long before = System.nanoTime();
          check((int) copy.invokeExact(other, buffer, half, DEVICE_TO_DEVICE), "a copy failed");
          await();
          best = Math.max(best, 2e9 * half / (System.nanoTime() - before));
        }
        return best;
      } finally {
        check((int) free.invokeExact(buffer), "a buffer could not be freed");
      }
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  @Override
  public void toDevice(MemorySegment device, MemorySegment host) {
    copy(device, host, HOST_TO_DEVICE);
  }

  @Override
  public void toHost(MemorySegment host, MemorySegment device) {
    copy(host, device, DEVICE_TO_HOST);
  }

  private void copy(MemorySegment to, MemorySegment from, int kind) {
    select();
    try {
      check((int) copy.invokeExact(to, from, from.byteSize(), kind), "a copy failed");
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  @Override
  public void within(
      MemorySegment to,
      long toPitch,
      MemorySegment from,
      long fromPitch,
      long rowBytes,
      long rows) {
    select();
    try {
      check(
          (int)
              copyRows.invokeExact(to, toPitch, from, fromPitch, rowBytes, rows, DEVICE_TO_DEVICE),
          "a copy within the device failed");
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** The runtime's streams do not wait for the one that copies, so the host waits for both. */
  @Override
  public void await() {
    select();
    try {
      check((int) synchronize.invokeExact(), "the device failed");
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** The library's functions work on the device that the calling thread chose. */
  private void select() {
    try {
      check((int) setDevice.invokeExact(index), "the device cannot be used");
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  private void check(int code, String what) throws Throwable {
    if (code != 0) {
      throw new OnnxException(
          OnnxException.Code.DEVICE_UNAVAILABLE,
          "CUDA device %d: %s: %s (error %d)"
              .formatted(
                  index, what, NativeApi.text((MemorySegment) errorText.invokeExact(code)), code));
    }
  }

  private MethodHandle status(String name, MemoryLayout... arguments) {
    return linker.downcallHandle(function(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private MemorySegment function(String name) {
    return symbols
        .find(name)
        .orElseThrow(() ->
            new OnnxException(
                OnnxException.Code.DEVICE_UNAVAILABLE, "CUDA's runtime library has no " + name));
  }
}
