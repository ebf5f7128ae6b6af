package dev.tusk.engine.onnx;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How a session is opened.
 *
 * @param threads threads of one operator, the calling one included; at least 1
 * @param prepack whether constant weights are copied into the layout that the CPU kernels prefer:
 *     faster steps for twice the weights' memory
 * @param externalWeights the folder that external tensors are named relative to
 * @param cudaDevice the CUDA device to run on, or empty for the CPU
 */
public record SessionOptions(
    int threads, boolean prepack, Path externalWeights, OptionalInt cudaDevice) {
  /** Checks the numbers. */
  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", at least 1 is needed");
    }
    if (cudaDevice.isPresent() && cudaDevice.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "the CUDA device is " + cudaDevice.getAsInt() + ", at least 0 is needed");
    }
  }
}
