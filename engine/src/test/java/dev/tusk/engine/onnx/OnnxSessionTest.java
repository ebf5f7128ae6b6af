package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnnxSessionTest {
  private final OnnxRuntime runtime = OnnxRuntime.open(RuntimeLibrary.onClassPath());
  private final SessionOptions options = SessionOptions.onCpu(1, true, Path.of(""));

  @Test
  void asksForTheApiOfTheLibrary() {
    assertThat(runtime.version()).startsWith("1.");
    assertThat(runtime.apiVersion())
        .isEqualTo(Math.min(29, Integer.parseInt(runtime.version().split("\\.", -1)[1])));
    assertThat(OnnxRuntime.open(RuntimeLibrary.onClassPath())).isSameAs(runtime);
  }

  @Test
  void runsOverBoundTensors() {
    try (OnnxSession session = runtime.openSession(sum(), options);
        OnnxTensor left = session.allocate(ElementType.FLOAT32, 3);
        OnnxTensor whole = session.allocate(ElementType.FLOAT32, 2, 3);
        OnnxTensor right = session.view(whole, 3, 3);
        OnnxTensor result = session.allocateOnHost(ElementType.FLOAT32, 3);
        OnnxBinding binding = session.bind()) {
      var floats = Optional.of(ElementType.FLOAT32);
      assertThat(session.inputs())
          .containsExactly(
              new OnnxPort("left", floats, List.of(-1L)),
              new OnnxPort("right", floats, List.of(-1L)));
      assertThat(session.outputs()).containsExactly(new OnnxPort("sum", floats, List.of(-1L)));
      for (int i = 0; i < 3; i++) {
        left.data().setAtIndex(JAVA_FLOAT, i, i);
        whole.data().setAtIndex(JAVA_FLOAT, 3 + i, 10 * i);
      }

      binding.input("left", left).input("right", right).output("sum", result).run();

      assertThat(result.data().toArray(JAVA_FLOAT)).containsExactly(0, 11, 22);
    }
  }

  @Test
  void reportsTheRuntimesCodeAndText() {
    assertThatThrownBy(
            () -> runtime.openSession("no model".getBytes(StandardCharsets.UTF_8), options))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("protobuf")
        .extracting(e -> ((OnnxException) e).code())
        .isEqualTo(OnnxException.Code.INVALID_PROTOBUF);
  }

  @Test
  void reportsAnUnknownInput() {
    try (OnnxSession session = runtime.openSession(sum(), options);
        OnnxTensor tensor = session.allocate(ElementType.FLOAT32, 3);
        OnnxBinding binding = session.bind()) {
      assertThatThrownBy(() -> binding.input("middle", tensor))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("middle");
    }
  }

  @Test
  void refusesARunThatWasTerminated() {
    try (OnnxSession session = runtime.openSession(sum(), options);
        OnnxTensor tensor = session.allocate(ElementType.FLOAT32, 3);
        OnnxTensor result = session.allocate(ElementType.FLOAT32, 3);
        OnnxBinding binding = session.bind()) {
      binding.input("left", tensor).input("right", tensor).output("sum", result).terminate();

      assertThatThrownBy(binding::run)
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("terminate");
    }
  }

  @Test
  void refusesAViewOutsideItsTensor() {
    try (OnnxSession session = runtime.openSession(sum(), options);
        OnnxTensor tensor = session.allocate(ElementType.FLOAT32, 2, 3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.view(tensor, 4, 3))
          .withMessageContaining("[2, 3]");
      assertThatIllegalArgumentException().isThrownBy(() -> session.view(tensor, -1, 3));
    }
  }

  @Test
  void refusesWhatIsClosed() {
    OnnxSession session = runtime.openSession(sum(), options);
    OnnxTensor tensor = session.allocate(ElementType.FLOAT32, 1);
    tensor.close();
    tensor.close();
    assertThatIllegalStateException().isThrownBy(tensor::data);

    session.close();
    session.close();

    assertThatIllegalStateException().isThrownBy(session::bind);
  }

  private static byte[] sum() {
    return ModelProto.newBuilder()
        .setIrVersion(10)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(21))
        .setGraph(
            GraphProto.newBuilder()
                .setName("sum")
                .addInput(vector("left"))
                .addInput(vector("right"))
                .addOutput(vector("sum"))
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("Add")
                        .addInput("left")
                        .addInput("right")
                        .addOutput("sum")))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto vector(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(ElementType.FLOAT32.onnxNumber())
                        .setShape(
                            TensorShapeProto.newBuilder()
                                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n")))))
        .build();
  }
}
