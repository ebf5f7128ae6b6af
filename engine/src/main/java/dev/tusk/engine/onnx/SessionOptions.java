package dev.tusk.engine.onnx;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a session is opened.
 *
 * @param threads threads of one operator, the calling one included; at least 1
 * @param prepack whether constant weights are copied into the layout that the CPU kernels prefer:
 *     faster steps for twice the weights' memory
 * @param externalWeights the folder that external tensors are named relative to
 * @param cudaDevice the CUDA device to run on, or empty for the CPU
 * @param recordedRuns whether bindings may record their runs as CUDA graphs; without effect on the
 *     CPU
 * @param staged whether tensors of the model are kept apart from those that Java reads and writes,
 *     as they are on a device; on the CPU it serves to test that way
 * @param profile where the runtime writes what its operators cost, as a prefix of a file's name
 */
public record SessionOptions(
    int threads,
    boolean prepack,
    Path externalWeights,
    OptionalInt cudaDevice,
    boolean recordedRuns,
    boolean staged,
    Optional<Path> profile) {
  /** Checks the numbers. */
  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", at least 1 is needed");
    }
    if (cudaDevice.isPresent() && cudaDevice.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "the CUDA device is " + cudaDevice.getAsInt() + ", at least 0 is needed");
    }
    if (cudaDevice.isPresent() && !staged) {
      throw new IllegalArgumentException("the tensors of a CUDA device are always staged");
    }
  }

  /** A session on the CPU. */
  public static SessionOptions onCpu(int threads, boolean prepack, Path externalWeights) {
    return new SessionOptions(
        threads, prepack, externalWeights, OptionalInt.empty(), false, false, Optional.empty());
  }

  /** The same on a CUDA device. */
  public SessionOptions onCuda(int device, boolean recording) {
    return new SessionOptions(
        threads, prepack, externalWeights, OptionalInt.of(device), recording, true, profile);
  }

  /** The same on the CPU, with tensors kept apart as on a device. */
  public SessionOptions asOnDevice(boolean recording) {
    return new SessionOptions(
        threads, prepack, externalWeights, cudaDevice, recording, true, profile);
  }

  /** The same with a profile. */
  public SessionOptions profiled(Path prefix) {
    return new SessionOptions(
        threads, prepack, externalWeights, cudaDevice, recordedRuns, staged, Optional.of(prefix));
  }
}
