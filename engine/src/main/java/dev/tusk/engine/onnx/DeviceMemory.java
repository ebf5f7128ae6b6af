package dev.tusk.engine.onnx;

import java.lang.foreign.MemorySegment;

/** Moves bytes between the host and the memory that a model runs in. */
interface DeviceMemory {
  /** From the host to the device; done when {@link #await} returns. */
  void toDevice(MemorySegment device, MemorySegment host);

  /** From the device to the host; done on return. */
  void toHost(MemorySegment host, MemorySegment device);

  /**
   * Rows of bytes from one place of the device to another that does not overlap it; done when
   * {@link #await} returns. A pitch is the bytes from the beginning of a row to that of the next.
   */
  void within(
      MemorySegment to, long toPitch, MemorySegment from, long fromPitch, long rowBytes, long rows);

  /** Waits for the copies begun. */
  void await();

  /** The host's own memory, seen as a device. */
  final class OfHost implements DeviceMemory {
    @Override
    public void toDevice(MemorySegment device, MemorySegment host) {
      device.copyFrom(host);
    }

    @Override
    public void toHost(MemorySegment host, MemorySegment device) {
      host.copyFrom(device);
    }

    @Override
    public void within(
        MemorySegment to,
        long toPitch,
        MemorySegment from,
        long fromPitch,
        long rowBytes,
        long rows) {
      for (long row = 0; row < rows; row++) {
        MemorySegment.copy(from, row * fromPitch, to, row * toPitch, rowBytes);
      }
    }

    @Override
    public void await() {}
  }
}
