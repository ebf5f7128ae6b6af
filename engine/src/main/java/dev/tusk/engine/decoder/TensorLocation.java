package dev.tusk.engine.decoder;

import dev.tusk.engine.onnx.ElementType;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a weight lies: the bytes of {@code file} from {@code offset}, {@code length} of them, row
 * by row and little-endian.
 */
record TensorLocation(
    String name, Path file, ElementType type, List<Integer> shape, long offset, long length) {
  TensorLocation {
    shape = List.copyOf(shape);
  }
}
