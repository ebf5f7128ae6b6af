package dev.tusk.engine.decoder;

import static dev.tusk.engine.decoder.GraphBuilder.MICROSOFT;
import static dev.tusk.engine.decoder.GraphBuilder.number;
import static dev.tusk.engine.decoder.GraphBuilder.real;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tusk.engine.decoder.DecoderOptions.Activations;
import dev.tusk.engine.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Builds the ONNX graph of a Llama from its config. The weights are external data that lie where
 * the checkpoint has them; those of another type than the computation's are cast, which the runtime
 * does once when it loads the graph.
 *
 * <p>Inputs, for a batch of b rows of s tokens each: {@link #TOKENS} int64 [b, s]; {@link
 * #LAST_POSITIONS} int32 [b], each row's length with its past, less one; {@link #LENGTH} int32 [1],
 * the longest row's length with its past; and for each layer the past keys and values, [b,
 * key-value heads, capacity, head size].
 *
 * <p>Outputs: the keys and values, to be bound to the tensors of the past, which are then extended
 * in place. How the logits are read is {@link CandidateGraph}'s.
 *
 * <p>Opset 21 with the {@code com.microsoft} operators GroupQueryAttention, FusedMatMul (whose
 * transB reads Hugging Face's [out, in] matrices as they lie) and SkipSimplifiedLayerNormalization.
 */
final class ModelGraph {
  static final String TOKENS = "tokens";
  static final String LAST_POSITIONS = "last_positions";
  static final String LENGTH = "length";

  private static final String COSINES = "rope.cosines";
  private static final String SINES = "rope.sines";

  private final WeightSource weights;
  private final ModelConfig config;
  private final ElementType type;
  private final int capacity;
  private final Activations activations;
  private final GraphBuilder graph = new GraphBuilder();

  private ModelGraph(
      ModelConfig config,
      WeightSource weights,
      ElementType type,
      int capacity,
      Activations activations) {
    this.activations = activations;
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
   * @param activations how matrices of few bits are computed with
   */
  static byte[] build(
      ModelConfig config,
      WeightSource weights,
      ElementType type,
      int capacity,
      Activations activations) {
    return new ModelGraph(config, weights, type, capacity, activations).build();
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

  private byte[] build() {
    graph.input(TOKENS, ElementType.INT64, "batch", "row");
    graph.input(LAST_POSITIONS, ElementType.INT32, "batch");
    graph.input(LENGTH, ElementType.INT32, 1);
    CandidateGraph.inputs(graph);
    rope();

    String stream = embed();
    String normed = "layer.0.normed";
    graph
        .node(
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
      graph
          .node(
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
      graph
          .node(
              "SkipSimplifiedLayerNormalization",
              MICROSOFT,
              List.of(
                  afterAttention, feedForward(layer, at + "feed_forward_normed"), weight(nextNorm)),
              last ? new String[] {normed} : new String[] {normed, "", "", stream})
          .addAttribute(real("epsilon", config.normEpsilon()));
    }
    head(normed);
    return graph.build();
  }

  /** Cosines and sines of every position, computed as transformers does: frequencies in float. */
  private void rope() {
    int half = config.headSize() / 2;
    float[] frequencies = new float[half];
    for (int i = 0; i < half; i++) {
      float plain = (float) (1 / Math.pow(config.ropeTheta(), 2.0 * i / config.headSize()));
      frequencies[i] = (float) config.ropeScaling().scaled(plain);
    }
    ByteBuffer cosines = GraphBuilder.room(Math.multiplyExact(capacity, half), Float.BYTES);
    ByteBuffer sines = GraphBuilder.room(Math.multiplyExact(capacity, half), Float.BYTES);
    for (int position = 0; position < capacity; position++) {
      for (float frequency : frequencies) {
        double angle = position * frequency;
        cosines.putFloat((float) Math.cos(angle));
        sines.putFloat((float) Math.sin(angle));
      }
    }
    rope(COSINES, cosines, half);
    rope(SINES, sines, half);
  }

  private void rope(String name, ByteBuffer values, int half) {
    String stored = type == ElementType.FLOAT32 ? name : name + ".stored";
    graph.constant(stored, ElementType.FLOAT32, values, capacity, half);
    if (type != ElementType.FLOAT32) {
      graph.cast(stored, type, name);
    }
  }

  private String embed() {
    TensorLocation matrix = weights.plain(WeightNames.EMBEDDING);
    boolean shared = config.tiedEmbeddings() && weights.quantized(WeightNames.EMBEDDING).isEmpty();
    if (shared || matrix.type() == type) {
      graph.node("Gather", "", List.of(weight(WeightNames.EMBEDDING), TOKENS), "embedded");
      return "embedded";
    }
    // Only the rows looked up are cast.
    graph.external(matrix);
    graph.node("Gather", "", List.of(matrix.name(), TOKENS), "embedded.stored");
    return graph.cast("embedded.stored", type, "embedded");
  }

  private String attention(int layer, String normed) {
    String at = "layer." + layer + ".";
    for (int i = 0; i < 2; i++) {
      boolean key = i == 0;
      Object[] shape = {"batch", config.keyValueHeads(), capacity, config.headSize()};
      graph.input(key ? pastKeys(layer) : pastValues(layer), type, shape);
      graph.output(key ? keys(layer) : values(layer), type, shape);
    }
    NodeProto.Builder attention =
        graph.node(
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
    graph.node("Sigmoid", "", List.of(gate), at + "gate.sigmoid");
    graph.node("Mul", "", List.of(gate, at + "gate.sigmoid"), at + "gate.silu");
    String up = product(normed, WeightNames.up(layer), at + "up");
    graph.node("Mul", "", List.of(at + "gate.silu", up), at + "gated");
    return product(at + "gated", WeightNames.down(layer), at + "feed_forward");
  }

  private void head(String normed) {
    String wanted = CandidateGraph.wanted(graph, normed, "wanted.normed");
    String matrix = config.tiedEmbeddings() ? WeightNames.EMBEDDING : WeightNames.HEAD;
    if (type == ElementType.FLOAT32) {
      product(wanted, matrix, CandidateGraph.LOGITS);
    } else {
      graph.cast(
          product(wanted, matrix, "logits.computed"), ElementType.FLOAT32, CandidateGraph.LOGITS);
    }
    CandidateGraph.outputs(graph, config.vocabulary());
  }

  /** Rows times the transpose of a weight. */
  private String product(String rows, String weight, String result) {
    Optional<WeightSource.Quantized> quantized = weights.quantized(weight);
    if (quantized.isPresent()) {
      WeightSource.Quantized matrix = quantized.get();
      graph.external(matrix.blocks());
      graph.external(matrix.scales());
      String scales = matrix.scales().name();
      if (type != ElementType.FLOAT32) {
        scales = graph.cast(scales, type, scales + ".cast");
      }
      graph
          .node("MatMulNBits", MICROSOFT, List.of(rows, matrix.blocks().name(), scales), result)
          .addAttribute(number("K", matrix.columns()))
          .addAttribute(number("N", matrix.rows()))
          .addAttribute(number("bits", matrix.bits()))
          .addAttribute(number("block_size", matrix.block()))
          .addAttribute(number("accuracy_level", activations == Activations.INT8 ? 4 : 0));
      return result;
    }
    graph
        .node("FusedMatMul", MICROSOFT, List.of(rows, weight(weight)), result)
        .addAttribute(number("transA", 0))
        .addAttribute(number("transB", 1))
        .addAttribute(real("alpha", 1));
    return result;
  }

  /** The name of a weight's value in the type of the computation. */
  private String weight(String name) {
    TensorLocation location = weights.plain(name);
    graph.external(location);
    return location.type() == type ? name : graph.cast(name, type, name + ".cast");
  }
}
