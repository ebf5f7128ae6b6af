package dev.tusk.engine.decoder;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.tusk.engine.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the nodes, ports and constants of an ONNX graph: opset 21 and {@code com.microsoft}. */
final class GraphBuilder {
  static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 10;
  private static final int OPSET = 21;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tusk");
  private final Set<String> nodes = new HashSet<>();
  private final Set<String> constants = new HashSet<>();

  /** The serialised model. */
  byte[] build() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("tusk")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** An operator; an empty name among the outputs leaves one out. */
  NodeProto.Builder node(String operator, String domain, List<String> inputs, String... outputs) {
    nodes.add(outputs[0]);
    return graph
        .addNodeBuilder()
        .setName(outputs[0])
        .setOpType(operator)
        .setDomain(domain)
        .addAllInput(inputs)
        .addAllOutput(List.of(outputs));
  }

  /** The same value in another type, under a name of its own; made once. */
  String cast(String value, ElementType to, String result) {
    if (!nodes.contains(result)) {
      node("Cast", "", List.of(value), result).addAttribute(number("to", to.onnxNumber()));
    }
    return result;
  }

  /** An input; a size is a number or a name. */
  void input(String name, ElementType type, Object... shape) {
    graph.addInput(value(name, type, shape));
  }

  /** An output; a size is a number or a name. */
  void output(String name, ElementType type, Object... shape) {
    graph.addOutput(value(name, type, shape));
  }

  /** A weight in a file of the folder of external weights; added once. */
  void external(TensorLocation location) {
    if (!constants.add(location.name())) {
      return;
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(location.name())
            .setDataType(location.type().onnxNumber())
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location.file().getFileName().toString()))
            .addExternalData(entry("offset", Long.toString(location.offset())))
            .addExternalData(entry("length", Long.toString(location.length())));
    location.shape().forEach(tensor::addDims);
    graph.addInitializer(tensor);
  }

  /** A constant; the buffer holds its little-endian elements from 0 to its position. */
  void constant(String name, ElementType type, ByteBuffer values, long... shape) {
    constants.add(name);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.onnxNumber())
            .setRawData(ByteString.copyFrom(values.flip()));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
  }

  static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  /** Room for so many elements of so many bytes. */
  static ByteBuffer room(int elements, int bytes) {
    return ByteBuffer.allocate(Math.multiplyExact(elements, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ValueInfoProto value(String name, ElementType type, Object... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (Object size : shape) {
      if (size instanceof Integer fixed) {
        dimensions.addDimBuilder().setDimValue(fixed);
      } else {
        dimensions.addDimBuilder().setDimParam(size.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.onnxNumber())
                        .setShape(dimensions)))
        .build();
  }
}
