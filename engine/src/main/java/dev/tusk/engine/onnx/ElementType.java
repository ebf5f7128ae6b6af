package dev.tusk.engine.onnx;

import java.util.Arrays;
import java.util.Optional;

/** The element types of tensors that a decoder uses, with ONNX's own numbers. */
public enum ElementType {
  FLOAT32(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  BFLOAT16(16, 2);

  private final int onnxNumber;
  private final int bytes;

  ElementType(int onnxNumber, int bytes) {
    this.onnxNumber = onnxNumber;
    this.bytes = bytes;
  }

  /** The number of this type in {@code TensorProto.DataType}. */
  public int onnxNumber() {
    return onnxNumber;
  }

  /** The type with this number, if it is one of these. */
  static Optional<ElementType> ofOnnx(int number) {
    return Arrays.stream(values()).filter(type -> type.onnxNumber == number).findFirst();
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
