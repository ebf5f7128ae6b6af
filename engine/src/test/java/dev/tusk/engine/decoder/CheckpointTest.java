package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String KEY = "model.layers.3.self_attn.k_proj.weight";
  private static final String GATE = "model.layers.3.mlp.gate_proj.weight";

  @TempDir Path temporary;
  private CheckpointFolder folder;

  @BeforeEach
  void copy() {
    folder = CheckpointFolder.copy(temporary);
  }

  private void refuses(String... parts) {
    assertThatThrownBy(() -> Checkpoint.open(folder.path()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void opensTheDemonstration() {
    Checkpoint checkpoint = Checkpoint.open(folder.path());

    assertThat(checkpoint.positions()).isEqualTo(1024);
    assertThat(checkpoint.weightBytes()).isEqualTo(8_788_480);
    assertThat(checkpoint.profile().demonstration()).isTrue();
    assertThat(checkpoint.profile().declineBelow()).isEqualTo(OptionalDouble.of(0.99));
  }

  @Test
  void takesAFolderWithoutProfileForMammoth() throws IOException {
    Files.delete(folder.file("tusk.json"));

    assertThat(Checkpoint.open(folder.path()).profile()).isSameAs(PromptProfile.MAMMOTH);
  }

  @Test
  void readsRotarySettingsAsTransformers5WritesThem() {
    folder.edit(
        "config.json",
        config -> {
          config.remove("rope_scaling");
          config.remove("rope_theta");
          config
              .putObject("rope_parameters")
              .put("rope_theta", 1e6)
              .put("rope_type", "linear")
              .put("factor", 2);
        });

    ModelConfig config = Checkpoint.open(folder.path()).config();

    assertThat(config.ropeTheta()).isEqualTo(1e6);
    assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Linear(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer.json", "model.safetensors"})
  void namesAMissingFile(String name) throws IOException {
    Files.delete(folder.file(name));

    refuses(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer.json", "generation_config.json", "tusk.json"})
  void namesAFileThatIsNotJson(String name) {
    folder.bytes(name, all -> Arrays.copyOf(all, 30));

    refuses(name, "not JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "model_type, qwen2",
    "hidden_act, gelu",
  })
  void namesAnUnsupportedText(String name, String value) {
    folder.edit("config.json", config -> config.put(name, value));

    refuses("config.json", name, value, "not supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention_bias", "mlp_bias"})
  void namesAnUnsupportedBias(String name) {
    folder.edit("config.json", config -> config.put(name, true));

    refuses(name, "not supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamic", "yarn", "longrope"})
  void namesAnUnsupportedRopeScaling(String type) {
    folder.edit("config.json", config -> config.putObject("rope_scaling").put("type", type));

    refuses("rope scaling", type, "llama3");
  }

  @Test
  void refusesQuantizedWeights() {
    folder.edit("config.json", config -> config.putObject("quantization_config"));

    refuses("quantization_config");
  }

  @ParameterizedTest
  @CsvSource({
    "num_hidden_layers, 0",
    "vocab_size, -1",
    "num_key_value_heads, 3",
    "num_key_value_heads, 9",
    "max_position_embeddings, 0",
    "rms_norm_eps, -1",
    "head_dim, 31",
    "sliding_window, 0",
  })
  void namesANumberOutOfBounds(String name, int value) {
    folder.edit("config.json", config -> config.put(name, value));

    refuses("config.json", name, Integer.toString(value));
  }

  @Test
  void namesAMissingNumber() {
    folder.edit("config.json", config -> config.remove("hidden_size"));

    refuses("hidden_size", "missing");
  }

  @Test
  void refusesAnEndTokenOutsideTheVocabulary() {
    folder.edit("generation_config.json", config -> config.put("eos_token_id", 2048));

    refuses("generation_config.json", "eos_token_id", "2047");
  }

  @Test
  void refusesATokenizerThatDoesNotFitTheVocabulary() {
    folder.edit(
        "tokenizer.json",
        tokenizer -> ((ObjectNode) tokenizer.get("model").get("vocab")).put("zebra", 2048));

    refuses("tokenizer.json", "\"zebra\"", "2048", "vocab_size");
  }

  @Test
  void refusesAnAddedTokenThatDoesNotFitTheVocabulary() {
    folder.edit(
        "tokenizer.json",
        tokenizer ->
            ((ArrayNode) tokenizer.get("added_tokens"))
                .addObject()
                .put("content", "<zebra>")
                .put("id", 5000));

    refuses("tokenizer.json", "<zebra>", "5000");
  }

  @Test
  void namesTheTensorThatATruncatedFileLacks() {
    folder.bytes("model.safetensors", all -> Arrays.copyOf(all, all.length - 1));

    refuses("model.safetensors", "tensor model.norm.weight", "truncated");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 100})
  void refusesAFileWithoutAWholeHeader(int length) {
    folder.bytes("model.safetensors", all -> Arrays.copyOf(all, length));

    refuses("model.safetensors", Integer.toString(length));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 0})
  void refusesAnImpossibleHeaderLength(long length) {
    folder.bytes(
        "model.safetensors",
        all -> {
          ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
          return all;
        });

    refuses("model.safetensors", Long.toUnsignedString(length));
  }

  @ParameterizedTest
  @CsvSource({"-2, 32766", "32768, 0", "0, 99999999999", "0, 30000"})
  void refusesWrongOffsets(long from, long to) {
    folder.editHeader(header -> {
      ArrayNode offsets = ((ObjectNode) header.get(KEY)).putArray("data_offsets");
      offsets.add(from).add(to);
    });

    refuses("model.safetensors", KEY);
  }

  @Test
  void refusesOverlappingTensors() {
    folder.editHeader(header ->
        ((ObjectNode) header.get("model.layers.3.mlp.up_proj.weight"))
            .set("data_offsets", header.get(GATE).get("data_offsets")));

    refuses("model.safetensors", GATE, "overlap");
  }

  @Test
  void refusesAnUnknownType() {
    folder.editHeader(header -> ((ObjectNode) header.get(KEY)).put("dtype", "I8"));

    refuses(KEY, "I8");
  }

  @Test
  void refusesAShapeThatTheConfigDoesNotCallFor() {
    folder.editHeader(header -> ((ObjectNode) header.get(KEY)).putArray("shape").add(256).add(64));

    refuses(KEY, "[256, 64]", "[64, 256]");
  }

  @Test
  void refusesAShapeTooLargeForAnyFile() {
    folder.editHeader(header ->
        ((ObjectNode) header.get(KEY))
            .putArray("shape")
            .add(Integer.MAX_VALUE)
            .add(Integer.MAX_VALUE)
            .add(Integer.MAX_VALUE));

    refuses(KEY, "too large");
  }

  @Test
  void namesAMissingTensor() {
    folder.editHeader(header -> header.remove(KEY));

    refuses(KEY);
  }

  @Test
  void refusesTensorsThatTheConfigDoesNotCallFor() {
    folder.edit("config.json", config -> config.put("num_hidden_layers", 5));

    refuses("9 tensors", "model.layers.5");
  }

  @Test
  void readsShardsThroughTheirIndex() throws IOException {
    Files.move(folder.file("model.safetensors"), folder.file("model-00001-of-00001.safetensors"));
    index("model-00001-of-00001.safetensors");

    assertThat(Checkpoint.open(folder.path()).weightBytes()).isEqualTo(8_788_480);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../model.safetensors", "/model.safetensors", "sub/model.safetensors", ""})
  void refusesAShardOutsideTheFolder(String shard) throws IOException {
    Files.move(folder.file("model.safetensors"), folder.file("x.safetensors"));
    index(shard);

    refuses("model.safetensors.index.json", "same folder");
  }

  @Test
  void namesAMissingShard() throws IOException {
    Files.delete(folder.file("model.safetensors"));
    index("model-00001-of-00002.safetensors");

    refuses("model-00001-of-00002.safetensors", "missing");
  }

  private void index(String shard) throws IOException {
    Files.writeString(folder.file("model.safetensors.index.json"), "{}");
    folder.edit(
        "model.safetensors.index.json",
        index -> {
          ObjectNode map = index.putObject("weight_map");
          SafetensorsFile.read(DemoCheckpoint.FOLDER.resolve("model.safetensors"))
              .keySet()
              .forEach(name -> map.put(name, shard));
        });
  }
}
