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
import java.util.List;
import java.util.Optional;

/**
 * Builds the ONNX graph of a Llama from its config. The weights are external data that lie where
 * the checkpoint has them; those of another type than the computation's are cast, which the runtime
 * does once when it loads the graph.
 *
 * <p>Inputs, for a batch of b rows of s tokens each: {@link #TOKENS} int64 [b, s]; {@link
 * #LAST_POSITIONS} int32 [b], each row's length with its past, less one; {@link #LENGTH} int32 [1],
 * the longest row's length with its past; {@link #WANTED} int64 [b, n, 1], the places in the row
 * whose next token is asked for; {@link #CANDIDATES} int64 [1], how many of the best to give; and
 * for each layer the past keys and values, [b, key-value heads, capacity, head size].
 *
 * <p>Outputs: {@link #BEST} int64 [b, n, k], the best next tokens in descending order; {@link
 * #LOG_PROBABILITIES} float [b, n, k]; {@link #LOGITS} float [b, n, vocabulary]; and the keys and
 * values, to be bound to the tensors of the past, which are then extended in place.
 *
 * <p>Opset 21 with the {@code com.microsoft} operators GroupQueryAttention, FusedMatMul (whose
 * transB reads Hugging Face's [out, in] matrices as they lie) and SkipSimplifiedLayerNormalization.
 */
final class ModelGraph {
  static final String TOKENS = "tokens";
  static final String LAST_POSITIONS = "last_positions";
  static final String LENGTH = "length";
  static final String WANTED = "wanted";
  static final String CANDIDATES = "candidates";
  static final String BEST = "best";
  static final String LOG_PROBABILITIES = "log_probabilities";
  static final String LOGITS = "logits";

  private static final int IR_VERSION = 10;
  private static final int OPSET = 21;
  private static final String MICROSOFT = "com.microsoft";
  private static final String COSINES = "rope.cosines";
  private static final String SINES = "rope.sines";

  private final WeightSource weights;
  private final ModelConfig config;
  private final ElementType type;
  private final int capacity;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tusk");

  private ModelGraph(ModelConfig config, WeightSource weights, ElementType type, int capacity) {
    this.config = config;
    this.weights = weights;
    this.type = type;
    this.capacity = capacity;
  }

  /**
   * The serialised model.
   *
   * @param config the model's shape
   * @param weights where its weights lie
   * @param type the type that the model computes in, and that the cache has
   * @param capacity positions of the cache
   */
  static byte[] build(ModelConfig config, WeightSource weights, ElementType type, int capacity) {
    return new ModelGraph(config, weights, type, capacity).build().toByteArray();
  }

  static String pastKeys(int layer) {
    return "past." + layer + ".keys";
  }

  static String pastValues(int layer) {
    return "past." + layer + ".values";
  }

  static String keys(int layer) {
    return "present." + layer + ".keys";
  }

  static String values(int layer) {
    return "present." + layer + ".values";
  }

  private ModelProto build() {
    input(TOKENS, ElementType.INT64, "batch", "row");
    input(LAST_POSITIONS, ElementType.INT32, "batch");
    input(LENGTH, ElementType.INT32, 1);
    input(WANTED, ElementType.INT64, "batch", "wanted", 1);
    input(CANDIDATES, ElementType.INT64, 1);
    rope();

    String stream = embed();
    String normed = "layer.0.normed";
    node(
            "SimplifiedLayerNormalization",
            "",
            List.of(stream, weight(WeightNames.inputNorm(0))),
            normed)
        .addAttribute(number("axis", -1))
        .addAttribute(real("epsilon", config.normEpsilon()))
        .addAttribute(number("stash_type", 1));
    for (int layer = 0; layer < config.layers(); layer++) {
      String at = "layer." + layer + ".";
      String afterAttention = at + "after_attention";
      node(
              "SkipSimplifiedLayerNormalization",
              MICROSOFT,
              List.of(stream, attention(layer, normed), weight(WeightNames.feedForwardNorm(layer))),
              at + "feed_forward_normed",
              "",
              "",
              afterAttention)
          .addAttribute(real("epsilon", config.normEpsilon()));
      boolean last = layer + 1 == config.layers();
      String nextNorm = last ? WeightNames.NORM : WeightNames.inputNorm(layer + 1);
      normed = "layer." + (layer + 1) + ".normed";
      stream = at + "after_feed_forward";
      node(
              "SkipSimplifiedLayerNormalization",
              MICROSOFT,
              List.of(
                  afterAttention, feedForward(layer, at + "feed_forward_normed"), weight(nextNorm)),
              last ? new String[] {normed} : new String[] {normed, "", "", stream})
          .addAttribute(real("epsilon", config.normEpsilon()));
    }
    head(normed);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("tusk")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(graph)
        .build();
  }

  /** Cosines and sines of every position, computed as transformers does: frequencies in float. */
  private void rope() {
    int half = config.headSize() / 2;
    float[] frequencies = new float[half];
    for (int i = 0; i < half; i++) {
      float plain = (float) (1 / Math.pow(config.ropeTheta(), 2.0 * i / config.headSize()));
      frequencies[i] = (float) config.ropeScaling().scaled(plain);
    }
    ByteBuffer cosines = floats(capacity * half);
    ByteBuffer sines = floats(capacity * half);
    for (int position = 0; position < capacity; position++) {
      for (float frequency : frequencies) {
        double angle = position * frequency;
        cosines.putFloat((float) Math.cos(angle));
        sines.putFloat((float) Math.sin(angle));
      }
    }
    constant(COSINES, cosines, capacity, half);
    constant(SINES, sines, capacity, half);
  }

  private String embed() {
    TensorLocation matrix = weights.plain(WeightNames.EMBEDDING);
    boolean shared = config.tiedEmbeddings() && weights.quantized(WeightNames.EMBEDDING).isEmpty();
    if (shared || matrix.type() == type) {
      node("Gather", "", List.of(weight(WeightNames.EMBEDDING), TOKENS), "embedded");
      return "embedded";
    }
    // Only the rows looked up are cast.
    external(matrix);
    node("Gather", "", List.of(matrix.name(), TOKENS), "embedded.stored");
    return cast("embedded.stored", type, "embedded");
  }

  private String attention(int layer, String normed) {
    String at = "layer." + layer + ".";
    for (int i = 0; i < 2; i++) {
      boolean key = i == 0;
      Object[] shape = {"batch", config.keyValueHeads(), capacity, config.headSize()};
      input(key ? pastKeys(layer) : pastValues(layer), type, shape);
      output(key ? keys(layer) : values(layer), type, shape);
    }
    NodeProto.Builder attention =
        node(
            "GroupQueryAttention",
            MICROSOFT,
            List.of(
                product(normed, WeightNames.query(layer), at + "query"),
                product(normed, WeightNames.key(layer), at + "key"),
                product(normed, WeightNames.value(layer), at + "value"),
                pastKeys(layer),
                pastValues(layer),
                LAST_POSITIONS,
                LENGTH,
                COSINES,
                SINES),
            at + "attended",
            keys(layer),
            values(layer));
    attention
        .addAttribute(number("num_heads", config.heads()))
        .addAttribute(number("kv_num_heads", config.keyValueHeads()))
        .addAttribute(number("do_rotary", 1))
        .addAttribute(number("rotary_interleaved", 0));
    if (config.slidingWindow().isPresent()) {
      attention.addAttribute(number("local_window_size", config.slidingWindow().getAsInt()));
    }
    return product(at + "attended", WeightNames.output(layer), at + "attention");
  }

  private String feedForward(int layer, String normed) {
    String at = "layer." + layer + ".";
    String gate = product(normed, WeightNames.gate(layer), at + "gate");
    node("Sigmoid", "", List.of(gate), at + "gate.sigmoid");
    node("Mul", "", List.of(gate, at + "gate.sigmoid"), at + "gate.silu");
    String up = product(normed, WeightNames.up(layer), at + "up");
    node("Mul", "", List.of(at + "gate.silu", up), at + "gated");
    return product(at + "gated", WeightNames.down(layer), at + "feed_forward");
  }

  private void head(String normed) {
    node("GatherND", "", List.of(normed, WANTED), "wanted.normed")
        .addAttribute(number("batch_dims", 1));
    String matrix = config.tiedEmbeddings() ? WeightNames.EMBEDDING : WeightNames.HEAD;
    if (type == ElementType.FLOAT32) {
      product("wanted.normed", matrix, LOGITS);
    } else {
      cast(product("wanted.normed", matrix, "logits.computed"), ElementType.FLOAT32, LOGITS);
    }
    ByteBuffer last = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(-1);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("last_axis")
            .setDataType(ElementType.INT64.onnxNumber())
            .addDims(1)
            .setRawData(ByteString.copyFrom(last.flip())));
    node("ReduceLogSumExp", "", List.of(LOGITS, "last_axis"), "log_sum")
        .addAttribute(number("keepdims", 1));
    node("TopK", "", List.of(LOGITS, CANDIDATES), "best.logits", BEST)
        .addAttribute(number("axis", -1))
        .addAttribute(number("largest", 1))
        .addAttribute(number("sorted", 1));
    node("Sub", "", List.of("best.logits", "log_sum"), LOG_PROBABILITIES);
    output(BEST, ElementType.INT64, "batch", "wanted", "candidates");
    output(LOG_PROBABILITIES, ElementType.FLOAT32, "batch", "wanted", "candidates");
    output(LOGITS, ElementType.FLOAT32, "batch", "wanted", config.vocabulary());
  }

  /** Rows times the transpose of a weight. */
  private String product(String rows, String weight, String result) {
    Optional<WeightSource.Quantized> quantized = weights.quantized(weight);
    if (quantized.isPresent()) {
      WeightSource.Quantized matrix = quantized.get();
      external(matrix.blocks());
      external(matrix.scales());
      String scales = matrix.scales().name();
      if (type != ElementType.FLOAT32) {
        scales = cast(scales, type, scales + ".cast");
      }
      node("MatMulNBits", MICROSOFT, List.of(rows, matrix.blocks().name(), scales), result)
          .addAttribute(number("K", matrix.columns()))
          .addAttribute(number("N", matrix.rows()))
          .addAttribute(number("bits", matrix.bits()))
          .addAttribute(number("block_size", matrix.block()))
          .addAttribute(number("accuracy_level", 0));
      return result;
    }
    node("FusedMatMul", MICROSOFT, List.of(rows, weight(weight)), result)
        .addAttribute(number("transA", 0))
        .addAttribute(number("transB", 1))
        .addAttribute(real("alpha", 1));
    return result;
  }

  /** The name of a weight's value in the type of the computation. */
  private String weight(String name) {
    TensorLocation location = weights.plain(name);
    external(location);
    if (location.type() == type) {
      return name;
    }
    String casted = name + ".cast";
    return graph.getNodeList().stream().anyMatch(node -> node.getName().equals(casted))
        ? casted
        : cast(name, type, casted);
  }

  private String cast(String value, ElementType to, String result) {
    node("Cast", "", List.of(value), result).addAttribute(number("to", to.onnxNumber()));
    return result;
  }

  private void external(TensorLocation location) {
    if (graph.getInitializerList().stream()
        .anyMatch(known -> known.getName().equals(location.name()))) {
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

  private void constant(String name, ByteBuffer values, int rows, int columns) {
    String stored = type == ElementType.FLOAT32 ? name : name + ".stored";
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(stored)
            .setDataType(ElementType.FLOAT32.onnxNumber())
            .addDims(rows)
            .addDims(columns)
            .setRawData(ByteString.copyFrom(values.flip())));
    if (type != ElementType.FLOAT32) {
      cast(stored, type, name);
    }
  }

  private NodeProto.Builder node(
      String operator, String domain, List<String> inputs, String... outputs) {
    return graph
        .addNodeBuilder()
        .setName(outputs[0])
        .setOpType(operator)
        .setDomain(domain)
        .addAllInput(inputs)
        .addAllOutput(List.of(outputs));
  }

  private void input(String name, ElementType type, Object... shape) {
    graph.addInput(value(name, type, shape));
  }

  private void output(String name, ElementType type, Object... shape) {
    graph.addOutput(value(name, type, shape));
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

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteBuffer floats(int count) {
    return ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
