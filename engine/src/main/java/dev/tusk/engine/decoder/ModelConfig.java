package dev.tusk.engine.decoder;

import java.util.OptionalInt;
import java.util.Set;

/**
 * The shape of a model, from its {@code config.json}.
 *
 * @param architecture the config's {@code model_type}
 * @param vocabulary number of token ids
 * @param hidden width of the residual stream
 * @param feedForward width inside the feed-forward layers
 * @param layers number of layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; it divides {@code heads}
 * @param headSize width of a head
 * @param positions positions the model was made for
 * @param normEpsilon the epsilon of the root-mean-square norms
 * @param ropeTheta base of the rotary embedding's frequencies
 * @param ropeScaling how those frequencies are scaled
 * @param slidingWindow how many positions, its own included, a token attends to; empty for all
 * @param tiedEmbeddings whether the output layer is the embedding matrix
 */
record ModelConfig(
    String architecture,
    int vocabulary,
    int hidden,
    int feedForward,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int positions,
    double normEpsilon,
    double ropeTheta,
    RopeScaling ropeScaling,
    OptionalInt slidingWindow,
    boolean tiedEmbeddings) {
  private static final Set<String> ARCHITECTURES = Set.of("llama", "mistral");
  private static final int WIDEST = 1 << 20;

  static ModelConfig of(JsonFile config) {
    String architecture = config.text("model_type");
    if (!ARCHITECTURES.contains(architecture)) {
      throw unsupported(config, "model_type", architecture, "llama, mistral");
    }
    String activation = config.text("hidden_act", "silu");
    if (!activation.equals("silu")) {
      throw unsupported(config, "hidden_act", activation, "silu");
    }
    for (String bias : new String[] {"attention_bias", "mlp_bias"}) {
      if (config.flag(bias)) {
        throw unsupported(config, bias, "true", "false");
      }
    }
    if (config.has("quantization_config")) {
      throw config.problem("quantization_config is not supported: the weights must be plain");
    }
    if (config.has("partial_rotary_factor") && config.positive("partial_rotary_factor") != 1) {
      throw unsupported(
          config,
          "partial_rotary_factor",
          config.root().path("partial_rotary_factor").toString(),
          "1");
    }
    int hidden = config.size("hidden_size", WIDEST);
    int heads = config.size("num_attention_heads", 1 << 12);
    int keyValueHeads =
        config.has("num_key_value_heads") ? config.size("num_key_value_heads", heads) : heads;
    if (heads % keyValueHeads != 0) {
      throw config.problem(
          "num_key_value_heads is %d, which does not divide num_attention_heads %d"
              .formatted(keyValueHeads, heads));
    }
    int headSize;
    if (config.has("head_dim")) {
      headSize = config.size("head_dim", 1 << 12);
    } else if (hidden % heads == 0) {
      headSize = hidden / heads;
    } else {
      throw config.problem(
          "hidden_size %d is no multiple of num_attention_heads %d, and head_dim is missing"
              .formatted(hidden, heads));
    }
    if (headSize % 16 != 0) {
      throw unsupported(config, "head_dim", Integer.toString(headSize), "multiples of 16");
    }
    OptionalInt window = OptionalInt.empty();
    if (config.has("sliding_window")) {
      window = OptionalInt.of(config.size("sliding_window", Integer.MAX_VALUE));
    }
    // Transformers 5 writes both rotary settings into one object.
    JsonFile rope = config.has("rope_parameters") ? config.object("rope_parameters") : config;
    return new ModelConfig(
        architecture,
        config.size("vocab_size", 1 << 24),
        hidden,
        config.size("intermediate_size", WIDEST),
        config.size("num_hidden_layers", 1 << 12),
        heads,
        keyValueHeads,
        headSize,
        config.size("max_position_embeddings", Integer.MAX_VALUE),
        config.positive("rms_norm_eps"),
        rope.has("rope_theta") ? rope.positive("rope_theta") : 10_000,
        config.has("rope_parameters")
            ? scaling(rope)
            : config.has("rope_scaling")
                ? scaling(config.object("rope_scaling"))
                : new RopeScaling.None(),
        window,
        config.flag("tie_word_embeddings"));
  }

  /** Width of all key heads, or all value heads, together. */
  int keyValueWidth() {
    return keyValueHeads * headSize;
  }

  /** Width of all query heads together. */
  int queryWidth() {
    return heads * headSize;
  }

  private static RopeScaling scaling(JsonFile rope) {
    String type = rope.text("rope_type", rope.text("type", "default"));
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(rope.positive("factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              rope.positive("factor"),
              rope.positive("low_freq_factor"),
              rope.positive("high_freq_factor"),
              rope.size("original_max_position_embeddings", Integer.MAX_VALUE));
      default -> throw unsupported(rope, "the rope scaling", type, "default, linear, llama3");
    };
  }

  private static CheckpointException unsupported(
      JsonFile config, String name, String value, String supported) {
    return config.problem(
        "%s %s is not supported (supported: %s)".formatted(name, value, supported));
  }
}
