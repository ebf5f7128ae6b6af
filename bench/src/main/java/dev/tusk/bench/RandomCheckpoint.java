package dev.tusk.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Writes a checkpoint folder of a given shape with random weights, as Hugging Face lays one out: it
 * takes the time and the memory of a real one and writes nonsense, for ever, as its end token is
 * never the best. Its tokenizer has one character for each token, from U+0100 on.
 */
final class RandomCheckpoint {
  private static final int FIRST_CHARACTER = 0x100;
  private static final int TABLE = 1 << 20;

  /** A Llama's shape. */
  enum Shape {
    TINY(64, 176, 2, 4, 2, 512),
    M300(1024, 2816, 18, 16, 16, 32_000),
    B1(2048, 5632, 22, 32, 4, 32_000),
    B7(4096, 11_008, 32, 32, 32, 32_000),
    B13(5120, 13_824, 40, 40, 40, 32_000);

    final int hidden;
    final int feedForward;
    final int layers;
    final int heads;
    final int keyValueHeads;
    final int vocabulary;

    Shape(int hidden, int feedForward, int layers, int heads, int keyValueHeads, int vocabulary) {
      this.hidden = hidden;
      this.feedForward = feedForward;
      this.layers = layers;
      this.heads = heads;
      this.keyValueHeads = keyValueHeads;
      this.vocabulary = vocabulary;
    }

    /** The shape called tiny, 300m, 1b, 7b or 13b. */
    static Shape named(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "tiny" -> TINY;
        case "300m" -> M300;
        case "1b" -> B1;
        case "7b" -> B7;
        case "13b" -> B13;
        default ->
            throw new IllegalArgumentException(
                "the shape is " + name + "; tiny, 300m, 1b, 7b and 13b are known");
      };
    }

    int keyValueWidth() {
      return hidden / heads * keyValueHeads;
    }

    /** Weights of the matrices that every token is multiplied with. */
    long multiplied() {
      long layer = 2L * hidden * hidden + 2L * hidden * keyValueWidth();
      return layers * (layer + 3L * hidden * feedForward) + (long) vocabulary * hidden;
    }

    /** All weights. */
    long parameters() {
      return multiplied() + (long) vocabulary * hidden + (2L * layers + 1) * hidden;
    }

    /** Bytes of one token's keys and values, at so many an element. */
    long cacheBytes(int elementBytes) {
      return 2L * layers * keyValueWidth() * elementBytes;
    }
  }

  private RandomCheckpoint() {}

  /**
   * Makes the folder, or leaves it as it is when it holds the checkpoint already.
   *
   * @param half whether the weights are float16, not float32
   */
  static void write(Path folder, Shape shape, boolean half) throws IOException {
    Map<String, int[]> tensors = tensors(shape);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode header = mapper.createObjectNode();
    int bytes = half ? Short.BYTES : Float.BYTES;
    long size = 0;
    for (var tensor : tensors.entrySet()) {
      long length = bytes;
      ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", half ? "F16" : "F32");
      var dimensions = entry.putArray("shape");
      for (int dimension : tensor.getValue()) {
        dimensions.add(dimension);
        length *= dimension;
      }
      entry.putArray("data_offsets").add(size).add(size + length);
      size += length;
    }
    byte[] text = mapper.writeValueAsBytes(header);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    long whole = Long.BYTES + padded.length + size;
    Path weights = folder.resolve("model.safetensors");
    if (Files.exists(weights) && Files.size(weights) == whole) {
      return;
    }
    Files.createDirectories(folder);
    mapper.writeValue(folder.resolve("config.json").toFile(), config(mapper, shape));
    mapper.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer(mapper, shape));
    mapper.writeValue(
        folder.resolve("generation_config.json").toFile(),
        mapper.createObjectNode().put("eos_token_id", 0));
    Path unfinished = folder.resolve("model.safetensors.part");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(
          channel,
          ByteBuffer.allocate(Long.BYTES + padded.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(padded.length)
              .put(padded)
              .flip());
      ByteBuffer table = table(half);
      var random = new SplittableRandom(7);
      for (var tensor : tensors.entrySet()) {
        fill(channel, tensor.getKey(), tensor.getValue(), bytes, table, random);
      }
    }
    Files.move(
        unfinished,
        weights,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A prompt of so many tokens. */
  static String prompt(Shape shape, int tokens, long seed) {
    var random = new SplittableRandom(seed);
    var prompt = new StringBuilder();
    for (int i = 0; i < tokens; i++) {
      prompt.appendCodePoint(FIRST_CHARACTER + random.nextInt(2, shape.vocabulary));
    }
    return prompt.toString();
  }

  private static Map<String, int[]> tensors(Shape shape) {
    Map<String, int[]> tensors = new LinkedHashMap<>();
    int hidden = shape.hidden;
    tensors.put("model.embed_tokens.weight", new int[] {shape.vocabulary, hidden});
    for (int i = 0; i < shape.layers; i++) {
      String layer = "model.layers." + i + ".";
      tensors.put(layer + "input_layernorm.weight", new int[] {hidden});
      tensors.put(layer + "self_attn.q_proj.weight", new int[] {hidden, hidden});
      tensors.put(layer + "self_attn.k_proj.weight", new int[] {shape.keyValueWidth(), hidden});
      tensors.put(layer + "self_attn.v_proj.weight", new int[] {shape.keyValueWidth(), hidden});
      tensors.put(layer + "self_attn.o_proj.weight", new int[] {hidden, hidden});
      tensors.put(layer + "post_attention_layernorm.weight", new int[] {hidden});
      tensors.put(layer + "mlp.gate_proj.weight", new int[] {shape.feedForward, hidden});
      tensors.put(layer + "mlp.up_proj.weight", new int[] {shape.feedForward, hidden});
      tensors.put(layer + "mlp.down_proj.weight", new int[] {hidden, shape.feedForward});
    }
    tensors.put("model.norm.weight", new int[] {hidden});
    tensors.put("lm_head.weight", new int[] {shape.vocabulary, hidden});
    return tensors;
  }

  /** A table of normal numbers of deviation 0.02. */
  private static ByteBuffer table(boolean half) {
    var random = new Random(11);
    ByteBuffer table =
        ByteBuffer.allocateDirect(TABLE * (half ? Short.BYTES : Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (table.hasRemaining()) {
      float value = (float) (0.02 * random.nextGaussian());
      if (half) {
        table.putShort(Float.floatToFloat16(value));
      } else {
        table.putFloat(value);
      }
    }
    return table.flip();
  }

  /** Pieces of the table from random places: numbers repeat, which costs no kernel less time. */
  private static void fill(
      FileChannel channel,
      String name,
      int[] dimensions,
      int bytes,
      ByteBuffer table,
      SplittableRandom random)
      throws IOException {
    if (dimensions.length == 1) {
      ByteBuffer ones = ByteBuffer.allocate(dimensions[0] * bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (ones.hasRemaining()) {
        if (bytes == Short.BYTES) {
          ones.putShort(Float.floatToFloat16(1));
        } else {
          ones.putFloat(1);
        }
      }
      write(channel, ones.flip());
      return;
    }
    long left = (long) dimensions[0] * dimensions[1] * bytes;
    if (name.equals("lm_head.weight")) {
      // The logit of the end token is 0, so it is never the best.
      write(channel, ByteBuffer.allocate(dimensions[1] * bytes));
      left -= (long) dimensions[1] * bytes;
    }
    while (left > 0) {
      int from = random.nextInt(TABLE / 2) * bytes;
      ByteBuffer piece = table.duplicate().position(from);
      piece.limit((int) Math.min(table.limit(), from + left));
      left -= piece.remaining();
      write(channel, piece);
    }
  }

  private static void write(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ObjectNode config(ObjectMapper mapper, Shape shape) {
    return mapper
        .createObjectNode()
        .put("model_type", "llama")
        .put("hidden_act", "silu")
        .put("vocab_size", shape.vocabulary)
        .put("hidden_size", shape.hidden)
        .put("intermediate_size", shape.feedForward)
        .put("num_hidden_layers", shape.layers)
        .put("num_attention_heads", shape.heads)
        .put("num_key_value_heads", shape.keyValueHeads)
        .put("max_position_embeddings", 4096)
        .put("rms_norm_eps", 1e-5)
        .put("rope_theta", 10_000)
        .put("tie_word_embeddings", false)
        .put("eos_token_id", 0);
  }

  private static ObjectNode tokenizer(ObjectMapper mapper, Shape shape) {
    ObjectNode tokenizer = mapper.createObjectNode().put("version", "1.0");
    for (String none : new String[] {"truncation", "padding", "normalizer", "pre_tokenizer"}) {
      tokenizer.putNull(none);
    }
    tokenizer.putArray("added_tokens");
    tokenizer.putNull("post_processor");
    tokenizer.putObject("decoder").put("type", "Fuse");
    ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
    for (String none :
        new String[] {"dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"}) {
      model.putNull(none);
    }
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int i = 0; i < shape.vocabulary; i++) {
      vocabulary.put(Character.toString(FIRST_CHARACTER + i), i);
    }
    model.putArray("merges");
    return tokenizer;
  }
}
