package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.engine.onnx.ElementType;
import dev.tusk.engine.onnx.OnnxPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders that onnxruntime-genai's builder and optimum exported from some of the variants ({@code
 * src/test/python/make_exports.py}), against what transformers computes from those.
 */
@Timeout(600)
class ExportsTest {
  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(ExportsTest.class.getResource("exports"), "exports").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static List<JsonNode> golden(String name) {
    try {
      String variant = Files.readString(FOLDER.resolve(name).resolve("variant"));
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper()
          .readTree(VariantsTest.FOLDER.resolve(variant).resolve("golden.json").toFile())
          .get("cases")
          .forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Decoder open(String name, DecoderOptions options) {
    return Decoder.open(Checkpoint.open(FOLDER.resolve(name)), options);
  }

  private static String prompt(JsonNode one) {
    return VariantsTest.text(DemoCheckpoint.integers(one.get("prompt")));
  }

  @Test
  void bothExportersAndBothCachesAreThere() throws IOException {
    assertThat(names())
        .contains("genai-f32", "genai-f16", "genai-growing", "optimum", "optimum-int32");
    assertThat(Checkpoint.open(FOLDER.resolve("genai-f32")).export().orElseThrow().sharedCache())
        .isTrue();
    assertThat(
            Checkpoint.open(FOLDER.resolve("genai-growing")).export().orElseThrow().sharedCache())
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheSameLogitsAndTokens(String name) {
    boolean half = name.endsWith("f16");
    try (Decoder decoder = open(name, DecoderOptions.defaults())) {
      double worst = 0;
      for (JsonNode one : golden(name)) {
        int[] prompt =
            DemoCheckpoint.integers(one.get("prompt")).stream().mapToInt(i -> i).toArray();
        float[][] logits = decoder.model().logits(prompt);
        float[] last = logits[logits.length - 1];
        for (int i = 0; i < last.length; i++) {
          worst = Math.max(worst, Math.abs(last[i] - one.get("logits").get(i).doubleValue()));
        }
        if (!half) {
          Generation generation =
              decoder.generate(prompt(one), GenerationOptions.builder().maxNewTokens(64).build());

          assertThat(generation.tokens()).isEqualTo(DemoCheckpoint.integers(one.get("greedy")));
        }
      }
      System.out.printf("%s: logits within %.1e%n", name, worst);
      assertThat(worst).isLessThan(half ? 2e-2 : 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"genai-f32", "genai-sliding", "genai-growing", "optimum"})
  void guessesAndSharedPromptsChangeNothing(String name) {
    GenerationOptions plain = GenerationOptions.builder().maxNewTokens(64).build();
    List<GenerationOptions> samples =
        IntStream.range(0, 5)
            .mapToObj(
                seed -> plain.toBuilder().sampling(new Sampling.Random(1, 20, 0.95, seed)).build())
            .toList();
    try (Decoder decoder = open(name, DecoderOptions.builder().slots(3).build())) {
      for (JsonNode one : golden(name)) {
        assertThat(
                decoder.generate(prompt(one), plain.toBuilder().guessedTokens(6).build()).tokens())
            .isEqualTo(DemoCheckpoint.integers(one.get("greedy")));

        List<Generation> together = decoder.generate(prompt(one), samples);
        for (int i = 0; i < samples.size(); i++) {
          assertThat(together.get(i).tokens())
              .isEqualTo(decoder.generate(prompt(one), samples.get(i)).tokens());
        }
        assertThat(together.stream().mapToInt(text -> text.work().promptRuns()).sum()).isOne();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"genai-f32", "optimum"})
  void requestsThatJoinAndLeaveGetWhatEachGetsAlone(String name) throws Exception {
    List<JsonNode> golden = golden(name);
    try (Decoder decoder = open(name, DecoderOptions.builder().slots(3).build());
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<Generation>> futures = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        JsonNode one = golden.get(i % golden.size());
        int tokens = 1 + 2 * i;
        futures.add(
            threads.submit(() ->
                decoder.generate(
                    prompt(one),
                    GenerationOptions.builder().maxNewTokens(Math.min(64, tokens)).build())));
      }
      for (int i = 0; i < futures.size(); i++) {
        List<Integer> expected =
            DemoCheckpoint.integers(golden.get(i % golden.size()).get("greedy"));
        assertThat(futures.get(i).get().tokens())
            .isEqualTo(expected.subList(0, Math.min(64, 1 + 2 * i)));
      }
    }
  }

  @Test
  void endsWhenTheContextIsFull() {
    for (String name : List.of("genai-f32", "optimum")) {
      try (Decoder decoder = open(name, DecoderOptions.builder().contextTokens(30).build())) {
        Generation generation =
            decoder.generate(prompt(golden(name).get(2)), GenerationOptions.defaults());

        assertThat(generation.stopReason()).isEqualTo(Generation.StopReason.CONTEXT_FULL);
        assertThat(generation.promptTokens() + generation.tokens().size()).isEqualTo(31);
      }
    }
  }

  @Test
  void keepsTheGraphsOwnPrecision() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            open(
                "optimum",
                DecoderOptions.builder().precision(DecoderOptions.WeightPrecision.INT4).build()))
        .withMessageContainingAll("INT4", "model.onnx");
  }

  @Test
  void namesAFileThatIsMissing(@TempDir Path folder) throws IOException {
    copy("genai-f32", folder);
    Files.delete(folder.resolve("model.onnx"));

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("model.onnx", "genai_config.json");
  }

  @Test
  void namesWeightsThatAreTruncated(@TempDir Path folder) throws IOException {
    copy("genai-f32", folder);
    byte[] all = Files.readAllBytes(folder.resolve("model.onnx.data"));
    Files.write(folder.resolve("model.onnx.data"), java.util.Arrays.copyOf(all, 1000));

    assertThatThrownBy(() -> Decoder.open(Checkpoint.open(folder), DecoderOptions.defaults()))
        .isInstanceOf(dev.tusk.engine.onnx.OnnxException.class)
        .hasMessageContaining("out of bounds");
  }

  @Test
  void refusesAGraphThatDoesNotFitItsConfig(@TempDir Path folder) throws IOException {
    copy("genai-f32", folder);
    String config = Files.readString(folder.resolve("genai_config.json"));
    Files.writeString(
        folder.resolve("genai_config.json"),
        config.replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 4"));

    assertThatThrownBy(() -> Decoder.open(Checkpoint.open(folder), DecoderOptions.defaults()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("past_key_values.1.key", "4", "num_key_value_heads");
  }

  private static void copy(String name, Path target) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(name))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  /** A graph's ports as a session lists them, and the folder's idea of them. */
  private final ExportedFolder export =
      new ExportedFolder(
          Path.of("model.onnx"),
          96,
          256,
          OptionalInt.empty(),
          OptionalInt.empty(),
          false,
          ExportedFolder.Names.USUAL);

  private static OnnxPort port(String name, ElementType type, long... shape) {
    return new OnnxPort(name, Optional.of(type), java.util.Arrays.stream(shape).boxed().toList());
  }

  private static List<OnnxPort> inputs() {
    return new ArrayList<>(
        List.of(
            port("input_ids", ElementType.INT64, -1, -1),
            port("past_key_values.0.key", ElementType.FLOAT32, -1, 2, -1, 16),
            port("past_key_values.0.value", ElementType.FLOAT32, -1, 2, -1, 16)));
  }

  private static List<OnnxPort> outputs() {
    return new ArrayList<>(
        List.of(
            port("logits", ElementType.FLOAT32, -1, -1, 96),
            port("present.0.key", ElementType.FLOAT32, -1, 2, -1, 16),
            port("present.0.value", ElementType.FLOAT32, -1, 2, -1, 16)));
  }

  @Test
  void readsPortsOffTheSession() {
    assertThat(export.ports(inputs(), outputs()))
        .isEqualTo(
            new ExportedFolder.Ports(
                1,
                2,
                16,
                ElementType.INT64,
                Optional.empty(),
                Optional.empty(),
                ElementType.FLOAT32,
                ElementType.FLOAT32,
                false));
  }

  @Test
  void refusesPortsThatNobodyCanFill() {
    List<OnnxPort> unknown = inputs();
    unknown.add(port("use_cache_branch", ElementType.BOOL, 1));
    assertThatThrownBy(() -> export.ports(unknown, outputs()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("use_cache_branch");

    List<OnnxPort> floating = inputs();
    floating.set(0, port("input_ids", ElementType.FLOAT32, -1, -1));
    assertThatThrownBy(() -> export.ports(floating, outputs()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("input_ids");

    assertThatThrownBy(() -> export.ports(inputs().subList(0, 1), outputs()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("without a key-value cache");

    assertThatThrownBy(() -> export.ports(inputs(), outputs().subList(0, 2)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("present.0.value");

    List<OnnxPort> wide = outputs();
    wide.set(0, port("logits", ElementType.FLOAT32, -1, -1, 97));
    assertThatThrownBy(() -> export.ports(inputs(), wide))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("97", "96");
  }
}
