package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demonstration checkpoint against transformers 5.18 on torch 2.13, float32. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenTest {
  private Decoder decoder;

  @BeforeAll
  void open() {
    decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults());
  }

  @AfterAll
  void close() {
    decoder.close();
  }

  static List<JsonNode> cases() {
    return DemoCheckpoint.golden();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesTheSameTokensAndText(JsonNode golden) {
    Generation generation =
        decoder.generate(golden.get("prompt").textValue(), GenerationOptions.defaults());

    assertThat(generation.tokens()).isEqualTo(DemoCheckpoint.integers(golden.get("greedy_ids")));
    assertThat(generation.text()).isEqualTo(golden.get("text").textValue());
    assertThat(generation.stopReason()).isEqualTo(Generation.StopReason.END_TOKEN);
    assertThat(generation.promptTokens()).isEqualTo(golden.get("input_ids").size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameLogits(JsonNode golden) {
    int[] prompt =
        DemoCheckpoint.integers(golden.get("input_ids")).stream().mapToInt(i -> i).toArray();

    float[] logits = decoder.model().logits(prompt)[prompt.length - 1];

    JsonNode expected = golden.get("last_logits");
    assertThat(logits).hasSize(expected.size());
    double worst = 0;
    for (int i = 0; i < logits.length; i++) {
      worst = Math.max(worst, Math.abs(logits[i] - expected.get(i).doubleValue()));
    }
    assertThat(worst).isLessThan(1e-4);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void frameOfTheCheckpointGivesThePrompt(JsonNode golden) {
    PromptProfile profile = decoder.checkpoint().profile();
    PromptFrame frame =
        golden.get("kind").textValue().equals("pot") ? profile.program() : profile.reasoning();

    assertThat(frame.around(golden.get("question").textValue()))
        .isEqualTo(golden.get("prompt").textValue());
  }
}
