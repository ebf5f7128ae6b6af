package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.engine.decoder.Generation.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several texts after one prompt, which is read once. */
@Timeout(600)
class SamplesTest {
  private final List<JsonNode> golden = DemoCheckpoint.golden();

  private static Decoder decoder(int slots) {
    return Decoder.open(DemoCheckpoint.open(), DecoderOptions.builder().slots(slots).build());
  }

  private static List<GenerationOptions> samples(int count) {
    return IntStream.range(0, count)
        .mapToObj(seed ->
            GenerationOptions.builder()
                .maxNewTokens(1 + 7 * seed)
                .sampling(
                    switch (seed % 4) {
                      case 0 -> Sampling.greedy();
                      case 1 -> Sampling.random(1.5, seed);
                      case 2 -> new Sampling.Random(2, 40, 0.95, seed);
                      default -> new Sampling.Random(2, 0, 0.9, seed);
                    })
                .build())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void eachSampleIsWhatItsOptionsGiveAlone(int slots) {
    List<GenerationOptions> samples = samples(10);
    // The last one is longer than a chunk.
    List<String> prompts =
        List.of(
            golden.get(0).get("prompt").textValue(),
            golden.get(5).get("prompt").textValue(),
            "Tom has 17 apples. ".repeat(100) + golden.get(0).get("prompt").textValue());
    try (Decoder together = decoder(slots);
        Decoder alone = decoder(1)) {
      for (String prompt : prompts) {
        List<Generation> texts = together.generate(prompt, samples);

        assertThat(texts).hasSize(10);
        for (int i = 0; i < samples.size(); i++) {
          Generation expected = alone.generate(prompt, samples.get(i));
          assertThat(texts.get(i).tokens()).as("sample %d", i).isEqualTo(expected.tokens());
          assertThat(texts.get(i).text()).isEqualTo(expected.text());
          assertThat(texts.get(i).stopReason()).isEqualTo(expected.stopReason());
        }
        assertThat(texts.stream().mapToInt(text -> text.work().promptRuns()).sum())
            .isEqualTo(Math.ceilDiv(texts.getFirst().promptTokens(), 512));
      }
    }
  }

  @Test
  void manyQuestionsWithManySamplesMix() throws Exception {
    List<GenerationOptions> samples = samples(5);
    List<List<List<Integer>>> expected = new ArrayList<>();
    try (Decoder alone = decoder(1)) {
      for (JsonNode one : golden) {
        List<List<Integer>> texts = new ArrayList<>();
        for (GenerationOptions options : samples) {
          texts.add(alone.generate(one.get("prompt").textValue(), options).tokens());
        }
        expected.add(texts);
      }
    }
    try (Decoder together = decoder(4);
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<List<Generation>>> futures = new ArrayList<>();
      for (JsonNode one : golden) {
        futures.add(
            threads.submit(() -> together.generate(one.get("prompt").textValue(), samples)));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get()).extracting(Generation::tokens).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void aSampleThatEndsEarlyLeavesTheOthersAlone() {
    var cancelled = new Cancellation();
    cancelled.cancel();
    GenerationOptions plain = GenerationOptions.defaults();
    List<GenerationOptions> samples =
        List.of(
            plain.toBuilder().cancellation(cancelled).build(),
            plain.toBuilder().timeout(Duration.ofNanos(1)).build(),
            plain.toBuilder().stopStrings(List.of("total = ")).build(),
            plain);
    try (Decoder decoder = decoder(2)) {
      List<Generation> texts =
          decoder.generate(golden.getFirst().get("prompt").textValue(), samples);

      assertThat(texts)
          .extracting(Generation::stopReason)
          .containsExactly(
              StopReason.CANCELLED,
              StopReason.DEADLINE,
              StopReason.STOP_STRING,
              StopReason.END_TOKEN);
      assertThat(texts.getLast().tokens())
          .isEqualTo(DemoCheckpoint.integers(golden.getFirst().get("greedy_ids")));
    }
  }

  @Test
  void refusesNoSamples() {
    try (Decoder decoder = decoder(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decoder.generate("1", List.of()))
          .withMessageContaining("samples");
    }
  }

  @Test
  void anotherSeedIsAnotherSampling() {
    assertThat(new Sampling.Random(0.7, 5, 0.9, 1).withSeed(2))
        .isEqualTo(new Sampling.Random(0.7, 5, 0.9, 2));
    assertThat(Sampling.greedy().withSeed(3)).isEqualTo(Sampling.greedy());
  }
}
