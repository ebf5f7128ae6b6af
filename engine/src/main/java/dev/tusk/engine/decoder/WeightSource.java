package dev.tusk.engine.decoder;

import java.nio.file.Path;
import java.util.Optional;

/** Where the graph finds its weights: all files in one folder. */
interface WeightSource {
  /**
   * A matrix in blocks of few bits, as {@code com.microsoft.MatMulNBits} reads it.
   *
   * @param blocks the numbers, [rows, blocks of a row, bytes of a block]
   * @param scales float32, one for each block
   */
  record Quantized(
      TensorLocation blocks, TensorLocation scales, int rows, int columns, int bits, int block) {}

  /** The folder of the files. */
  Path folder();

  /** A weight as the checkpoint has it. */
  TensorLocation plain(String name);

  /** A matrix in few bits, if this source has it so. */
  Optional<Quantized> quantized(String name);

  /** A checkpoint's own files. */
  record InCheckpoint(Checkpoint checkpoint) implements WeightSource {
    @Override
    public Path folder() {
      return checkpoint.folder();
    }

    @Override
    public TensorLocation plain(String name) {
      return checkpoint.weight(name);
    }

    @Override
    public Optional<Quantized> quantized(String name) {
      return Optional.empty();
    }
  }
}
