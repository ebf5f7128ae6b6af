package dev.tusk.engine.decoder;

/** The names that Hugging Face gives to the weights of a Llama. */
final class WeightNames {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  private WeightNames() {}

  static String inputNorm(int layer) {
    return layer(layer, "input_layernorm");
  }

  static String query(int layer) {
    return layer(layer, "self_attn.q_proj");
  }

  static String key(int layer) {
    return layer(layer, "self_attn.k_proj");
  }

  static String value(int layer) {
    return layer(layer, "self_attn.v_proj");
  }

  static String output(int layer) {
    return layer(layer, "self_attn.o_proj");
  }

  static String feedForwardNorm(int layer) {
    return layer(layer, "post_attention_layernorm");
  }

  static String gate(int layer) {
    return layer(layer, "mlp.gate_proj");
  }

  static String up(int layer) {
    return layer(layer, "mlp.up_proj");
  }

  static String down(int layer) {
    return layer(layer, "mlp.down_proj");
  }

  private static String layer(int layer, String part) {
    return "model.layers." + layer + "." + part + ".weight";
  }
}
