package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small checkpoints of every supported architecture and way of storing weights, made by {@code
 * src/test/python/make_variants.py}, against what transformers computes from them in float32.
 */
class VariantsTest {
  static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(VariantsTest.class.getResource("variants"), "variants").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void allVariantsAreThere() throws IOException {
    assertThat(names()).hasSizeGreaterThanOrEqualTo(15);
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheSameLogitsAndTokens(String name) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(FOLDER.resolve(name));
    JsonNode golden =
        new ObjectMapper().readTree(FOLDER.resolve(name).resolve("golden.json").toFile());
    try (Decoder decoder = Decoder.open(checkpoint, DecoderOptions.defaults())) {
      double worst = 0;
      for (JsonNode one : golden.get("cases")) {
        List<Integer> prompt = DemoCheckpoint.integers(one.get("prompt"));
        float[][] logits = decoder.model().logits(prompt.stream().mapToInt(i -> i).toArray());
        float[] last = logits[logits.length - 1];
        for (int i = 0; i < last.length; i++) {
          worst = Math.max(worst, Math.abs(last[i] - one.get("logits").get(i).doubleValue()));
        }
        Generation generation =
            decoder.generate(text(prompt), GenerationOptions.builder().maxNewTokens(64).build());

        List<Integer> expected = DemoCheckpoint.integers(one.get("greedy"));
        assertThat(generation.tokens()).as("%s after %s", name, prompt).isEqualTo(expected);
        assertThat(generation.text()).isEqualTo(text(expected));
      }
      assertThat(worst).isLessThan(1e-4);
    }
  }

  /** The variants' tokenizer has one character for each token. */
  static String text(List<Integer> tokens) {
    return tokens.stream()
        .map(token -> Character.toString(0x100 + token))
        .collect(Collectors.joining());
  }
}
