package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.decoder.DecoderOptions.Activations;
import dev.tusk.engine.decoder.DecoderOptions.WeightPrecision;
import dev.tusk.engine.onnx.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedWeightsTest {
  @TempDir Path cache;
  @TempDir Path copy;

  private DecoderOptions options(WeightPrecision precision) {
    return DecoderOptions.builder().precision(precision).weightCache(cache).build();
  }

  static List<Arguments> cases() {
    List<Path> folders = new ArrayList<>(List.of(DemoCheckpoint.FOLDER));
    // Their feed-forward width is no multiple of a block.
    for (String variant : List.of("llama2", "tied-f16", "bf16", "bin", "sharded")) {
      folders.add(VariantsTest.FOLDER.resolve(variant));
    }
    List<Arguments> cases = new ArrayList<>();
    for (Path folder : folders) {
      cases.add(Arguments.of(folder, WeightPrecision.INT8, 8));
      cases.add(Arguments.of(folder, WeightPrecision.INT4, 4));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatTheDequantisedWeightsGive(Path folder, WeightPrecision precision, int bits)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    dequantise(checkpoint, QuantizedWeights.open(checkpoint, bits, cache), copy);

    float worst = 0;
    try (Decoder quantised = Decoder.open(checkpoint, options(precision));
        Decoder reference = Decoder.open(Checkpoint.open(copy), DecoderOptions.defaults())) {
      Random random = new Random(8);
      for (int length : new int[] {1, 7, 50}) {
        int[] prompt = random.ints(length, 0, checkpoint.config().vocabulary()).toArray();
        float[][] expected = reference.model().logits(prompt);
        float[][] actual = quantised.model().logits(prompt);
        for (int i = 0; i < expected.length; i++) {
          for (int j = 0; j < expected[i].length; j++) {
            worst = Math.max(worst, Math.abs(expected[i][j] - actual[i][j]));
          }
        }
      }
    }
    assertThat(worst).isLessThan(1e-4f);
  }

  @Test
  void eightBitsKeepTheTokens() {
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), options(WeightPrecision.INT8))) {
      int equal = 0;
      List<JsonNode> cases = DemoCheckpoint.golden();
      for (JsonNode golden : cases) {
        Generation generation =
            decoder.generate(golden.get("prompt").textValue(), GenerationOptions.defaults());
        equal +=
            generation.tokens().equals(DemoCheckpoint.integers(golden.get("greedy_ids"))) ? 1 : 0;
      }
      assertThat(equal).isGreaterThanOrEqualTo(11);
    }
  }

  @Test
  void eightBitActivationsCostLessThanTheFourBitsThemselves() {
    DecoderOptions four = options(WeightPrecision.INT4);
    float rounding = 0;
    float bits = 0;
    try (Decoder stored = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults());
        Decoder exact = Decoder.open(DemoCheckpoint.open(), four);
        Decoder rounded =
            Decoder.open(
                DemoCheckpoint.open(), four.toBuilder().activations(Activations.INT8).build())) {
      for (JsonNode golden : DemoCheckpoint.golden()) {
        int[] prompt =
            DemoCheckpoint.integers(golden.get("input_ids")).stream().mapToInt(i -> i).toArray();
        float[] expected = exact.model().logits(prompt)[prompt.length - 1];
        rounding = Math.max(rounding, worst(rounded.model().logits(prompt), expected));
        bits = Math.max(bits, worst(stored.model().logits(prompt), expected));
      }
    }
    System.out.printf("int4: logits off by %.2f, 8-bit activations by %.2f%n", bits, rounding);
    assertThat(rounding).isPositive().isLessThan(bits);
  }

  private static float worst(float[][] actual, float[] expected) {
    float worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[actual.length - 1][i] - expected[i]));
    }
    return worst;
  }

  @Test
  void eightBitActivationsNeedMatricesOfFewBits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecoderOptions.builder().activations(Activations.INT8).build())
        .withMessageContainingAll("activations", "INT8", "INT4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7E00, 0x7C00, 0xFC00})
  void refusesWeightsThatAreNoNumbers(int half) {
    CheckpointFolder folder = CheckpointFolder.copy(copy);
    String name = WeightNames.up(2);
    TensorLocation damaged = Checkpoint.open(copy).weight(name);
    assertThat(damaged.type()).isEqualTo(ElementType.FLOAT16);
    folder.bytes(
        "model.safetensors",
        all -> {
          int place = (int) damaged.offset() + 2 * (3 * damaged.shape().get(1) + 5);
          all[place] = (byte) half;
          all[place + 1] = (byte) (half >> 8);
          return all;
        });

    assertThatThrownBy(() -> QuantizedWeights.open(Checkpoint.open(copy), 4, cache))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("model.safetensors", name, "row 3, column 5");
    assertThat(cache).isDirectoryNotContaining("glob:**.weights");
  }

  @Test
  void quantisesOnceForTheSameContent() throws IOException {
    Path first = only(QuantizedWeights.open(DemoCheckpoint.open(), 4, cache));
    Files.setLastModifiedTime(first, FileTime.fromMillis(1_000_000));
    Checkpoint copied = Checkpoint.open(CheckpointFolder.copy(copy).path());

    Path second = only(QuantizedWeights.open(copied, 4, cache));

    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first).toMillis()).isEqualTo(1_000_000);
  }

  @Test
  void quantisesAgainForOtherContent() throws IOException {
    QuantizedWeights.open(DemoCheckpoint.open(), 4, cache);
    CheckpointFolder folder = CheckpointFolder.copy(copy);
    folder.bytes(
        "model.safetensors",
        all -> {
          all[all.length - 1] ^= 1;
          return all;
        });

    QuantizedWeights.open(Checkpoint.open(copy), 4, cache);

    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files.filter(file -> file.toString().endsWith(".weights"))).hasSize(2);
    }
  }

  private Path only(QuantizedWeights weights) throws IOException {
    assertThat(weights.folder()).isEqualTo(cache);
    try (Stream<Path> files = Files.list(cache)) {
      List<Path> made = files.filter(file -> file.toString().endsWith(".weights")).toList();
      assertThat(made).hasSize(1);
      return made.getFirst();
    }
  }

  /** Writes a checkpoint in float32 whose matrices have the quantised values. */
  private static void dequantise(Checkpoint checkpoint, QuantizedWeights weights, Path target)
      throws IOException {
    for (String name : List.of("config.json", "generation_config.json", "tokenizer.json")) {
      Files.copy(checkpoint.folder().resolve(name), target.resolve(name));
    }
    // The quantised output layer is no longer the embedding.
    new CheckpointFolder(target)
        .edit("config.json", config -> config.put("tie_word_embeddings", false));
    ModelConfig config = checkpoint.config();
    Map<String, float[]> tensors = new LinkedHashMap<>();
    ObjectNode header = new ObjectMapper().createObjectNode();
    List<String> names = new ArrayList<>(List.of(WeightNames.EMBEDDING, WeightNames.NORM));
    for (int layer = 0; layer < config.layers(); layer++) {
      names.addAll(
          List.of(
              WeightNames.inputNorm(layer),
              WeightNames.feedForwardNorm(layer),
              WeightNames.query(layer),
              WeightNames.key(layer),
              WeightNames.value(layer),
              WeightNames.output(layer),
              WeightNames.gate(layer),
              WeightNames.up(layer),
              WeightNames.down(layer)));
    }
    names.add(WeightNames.HEAD);
    int size = 0;
    for (String name : names) {
      String stored =
          name.equals(WeightNames.HEAD) && config.tiedEmbeddings() ? WeightNames.EMBEDDING : name;
      float[] values =
          name.equals(WeightNames.EMBEDDING)
              ? plain(checkpoint.weight(name))
              : weights
                  .quantized(stored)
                  .map(QuantizedWeightsTest::dequantised)
                  .orElseGet(() -> plain(checkpoint.weight(name)));
      tensors.put(name, values);
      ObjectNode entry = header.putObject(name).put("dtype", "F32");
      checkpoint.weight(stored).shape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(size).add(size + Float.BYTES * values.length);
      size += Float.BYTES * values.length;
    }
    byte[] text = new ObjectMapper().writeValueAsBytes(header);
    ByteBuffer out = ByteBuffer.allocate(8 + text.length + size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(text.length).put(text);
    for (float[] values : tensors.values()) {
      for (float value : values) {
        out.putFloat(value);
      }
    }
    Files.write(target.resolve("model.safetensors"), out.array());
  }

  private static float[] plain(TensorLocation location) {
    ByteBuffer stored = read(location);
    float[] values = new float[stored.limit() / location.type().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (location.type()) {
            case FLOAT32 -> stored.getFloat(Float.BYTES * i);
            case FLOAT16 -> Float.float16ToFloat(stored.getShort(Short.BYTES * i));
            default -> Float.intBitsToFloat(stored.getShort(Short.BYTES * i) << 16);
          };
    }
    return values;
  }

  private static float[] dequantised(WeightSource.Quantized matrix) {
    ByteBuffer numbers = read(matrix.blocks());
    ByteBuffer scales = read(matrix.scales());
    int blocks = matrix.blocks().shape().get(1);
    int bytes = matrix.blocks().shape().get(2);
    float[] values = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < values.length; i++) {
      int column = i % matrix.columns();
      int place = i / matrix.columns() * blocks + column / matrix.block();
      int within = column % matrix.block();
      int number =
          matrix.bits() == 8
              ? numbers.get(place * bytes + within) & 0xFF
              : (numbers.get(place * bytes + within / 2) >> (4 * (within % 2))) & 0xF;
      values[i] = (number - (1 << (matrix.bits() - 1))) * scales.getFloat(place * Float.BYTES);
    }
    return values;
  }

  private static ByteBuffer read(TensorLocation location) {
    ByteBuffer buffer = ByteBuffer.allocate((int) location.length()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(location.file())) {
      channel.read(buffer, location.offset());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.flip();
  }
}
