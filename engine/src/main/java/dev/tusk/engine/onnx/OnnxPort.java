package dev.tusk.engine.onnx;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a model.
 *
 * @param name its name
 * @param type the type of its elements; empty if it is none of {@link ElementType}, or no tensor
 * @param shape the size of each dimension, -1 where it is free
 */
public record OnnxPort(String name, Optional<ElementType> type, List<Long> shape) {
  /** Copies the list. */
  public OnnxPort {
    shape = List.copyOf(shape);
  }
}
