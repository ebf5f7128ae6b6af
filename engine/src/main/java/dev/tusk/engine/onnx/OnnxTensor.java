package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A dense tensor in memory of the runtime. Its elements are laid out row by row.
 *
 * <p>Not thread-safe: whoever reads or writes {@link #data} keeps it apart from runs that use it.
 */
@SuppressWarnings("restricted") // The runtime hands out bare addresses.
public final class OnnxTensor implements AutoCloseable {
  private final NativeApi api;
  private final MemorySegment value;
  private final MemorySegment data;
  private final boolean onHost;
  private final DeviceMemory memory;
  private final ElementType type;
  private final long[] shape;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OnnxTensor(
      NativeApi api,
      MemorySegment value,
      MemorySegment data,
      boolean onHost,
      DeviceMemory memory,
      ElementType type,
      long[] shape) {
    this.api = api;
    this.value = value;
    this.data = data;
    this.onHost = onHost;
    this.memory = memory;
    this.type = type;
    this.shape = shape;
  }

  static OnnxTensor allocated(
      NativeApi api,
      MemorySegment allocator,
      boolean zeroed,
      boolean onHost,
      DeviceMemory memory,
      ElementType type,
      long[] shape) {
    long bytes = bytes(type, shape);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(
          (MemorySegment)
              api.createTensor.invokeExact(
                  allocator,
                  arena.allocateFrom(JAVA_LONG, shape),
                  (long) shape.length,
                  type.onnxNumber(),
                  out));
      MemorySegment value = out.get(ADDRESS, 0);
      api.check((MemorySegment) api.tensorData.invokeExact(value, out));
      MemorySegment data = out.get(ADDRESS, 0).reinterpret(bytes);
      if (zeroed) {
        data.fill((byte) 0);
      }
      return new OnnxTensor(api, value, data, onHost, memory, type, shape.clone());
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  static OnnxTensor view(
      NativeApi api, MemorySegment memory, OnnxTensor whole, long firstElement, long[] shape) {
    whole.requireOpen();
    long offset = Math.multiplyExact(firstElement, whole.type.bytes());
    long bytes = bytes(whole.type, shape);
    if (offset < 0 || bytes > whole.data.byteSize() - offset) {
      throw new IllegalArgumentException(
          "a view of shape %s from element %d does not lie inside a tensor of shape %s"
              .formatted(Arrays.toString(shape), firstElement, Arrays.toString(whole.shape)));
    }
    MemorySegment data = whole.data.asSlice(offset, bytes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(
          (MemorySegment)
              api.createTensorWithData.invokeExact(
                  memory,
                  data,
                  bytes,
                  arena.allocateFrom(JAVA_LONG, shape),
                  (long) shape.length,
                  whole.type.onnxNumber(),
                  out));
      return new OnnxTensor(
          api, out.get(ADDRESS, 0), data, whole.onHost, whole.memory, whole.type, shape.clone());
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /** The elements' type. */
  public ElementType type() {
    return type;
  }

  /** The size of each dimension. */
  public long[] shape() {
    return shape.clone();
  }

  /** Bytes of all elements. */
  public long byteSize() {
    return data.byteSize();
  }

  /** Whether {@link #data} can be read and written. */
  public boolean onHost() {
    return onHost;
  }

  /**
   * The elements, in the machine's byte order. The segment must not be used after {@link #close}.
   *
   * @throws IllegalStateException when the tensor is on a device or closed
   */
  public MemorySegment data() {
    requireOpen();
    if (!onHost) {
      throw new IllegalStateException("the tensor lies on a device");
    }
    return data;
  }

  /** Copies from the host; done when {@link OnnxSession#awaitCopies} returns. */
  public void copyFrom(MemorySegment host) {
    requireOpen();
    memory.toDevice(data, host);
  }

  /** Copies to the host; done on return. */
  public void copyTo(MemorySegment host) {
    requireOpen();
    memory.toHost(host, data);
  }

  /**
   * Copies rows of elements from one place of this tensor to another, where the model runs; done
   * when {@link OnnxSession#awaitCopies} returns.
   *
   * @param from the first element to copy
   * @param fromPitch elements from the beginning of a row to that of the next
   * @param to where it goes
   * @param toPitch the same there
   * @param rowElements elements of a row
   * @param rows number of rows
   * @throws IllegalArgumentException when a place does not lie inside the tensor
   */
  public void copyWithin(
      long from, long fromPitch, long to, long toPitch, long rowElements, long rows) {
    requireOpen();
    if (rows < 1 || rowElements < 1 || fromPitch < rowElements || toPitch < rowElements) {
      throw new IllegalArgumentException(
          "%d rows of %d elements at pitches of %d and %d"
              .formatted(rows, rowElements, fromPitch, toPitch));
    }
    int size = type.bytes();
    memory.within(
        rows(to, toPitch, rowElements, rows),
        toPitch * size,
        rows(from, fromPitch, rowElements, rows),
        fromPitch * size,
        rowElements * size,
        rows);
  }

  private MemorySegment rows(long first, long pitch, long rowElements, long rows) {
    long elements = Math.addExact(Math.multiplyExact(rows - 1, pitch), rowElements);
    try {
      return data.asSlice(
          Math.multiplyExact(first, type.bytes()), Math.multiplyExact(elements, type.bytes()));
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "%d elements from %d on do not lie inside a tensor of shape %s"
              .formatted(elements, first, Arrays.toString(shape)),
          e);
    }
  }

  MemorySegment value() {
    requireOpen();
    return value;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        api.releaseValue.invokeExact(value);
      } catch (Throwable e) {
        throw NativeApi.rethrow(e);
      }
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the tensor is closed");
    }
  }

  private static long bytes(ElementType type, long[] shape) {
    long bytes = type.bytes();
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      bytes = Math.multiplyExact(bytes, size);
    }
    return bytes;
  }
}
