package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
  /** Probabilities 0.5, 0.25, 0.15, 0.1 of the tokens 7, 5, 3, 1. */
  private static final LanguageModel.Candidates FOUR =
      new LanguageModel.Candidates(
          new long[] {7, 5, 3, 1},
          new float[] {
            (float) Math.log(0.5),
            (float) Math.log(0.25),
            (float) Math.log(0.15),
            (float) Math.log(0.1)
          });

  private static double[] frequencies(double temperature, int topK, double topP) {
    var chooser = new Sampling.Chooser(new Sampling.Random(temperature, topK, topP, 42));
    double[] frequencies = new double[4];
    int draws = 40_000;
    for (int i = 0; i < draws; i++) {
      frequencies[chooser.choose(FOUR)] += 1.0 / draws;
    }
    return frequencies;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0.5, 0.25, 0.15, 0.1",
    "1, 2, 1, 0.66667, 0.33333, 0, 0",
    "1, 0, 0.5, 1, 0, 0, 0",
    "1, 0, 0.6, 0.66667, 0.33333, 0, 0",
    "1, 3, 0.9, 0.55556, 0.27778, 0.16667, 0",
    // Squares of the probabilities, scaled to one.
    "0.5, 0, 1, 0.72464, 0.18116, 0.06522, 0.02899",
    "0.01, 0, 1, 1, 0, 0, 0",
    "1, 1, 1, 1, 0, 0, 0",
  })
  void drawsAsOftenAsTheRulesSay(
      double temperature, int topK, double topP, double a, double b, double c, double d) {
    double[] frequencies = frequencies(temperature, topK, topP);

    double[] expected = {a, b, c, d};
    for (int i = 0; i < 4; i++) {
      // Four standard deviations of 40,000 draws.
      double tolerance = 4 * Math.sqrt(expected[i] * (1 - expected[i]) / 40_000) + 1e-5;
      assertThat(frequencies[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "-1, 0, 1", "NaN, 0, 1", "1, -1, 1", "1, 0, 0", "1, 0, 1.1", "1, 0, NaN"})
  void refusesNumbersOutOfBounds(double temperature, int topK, double topP) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling.Random(temperature, topK, topP, 1));
  }

  @Test
  void theSameSeedGivesTheSameTokensWhateverElseIsInTheBatch() throws Exception {
    String prompt = "Tom";
    List<List<Integer>> alone = new ArrayList<>();
    List<List<Integer>> together = new ArrayList<>();
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults())) {
      for (int seed = 0; seed < 12; seed++) {
        alone.add(decoder.generate(prompt, drawn(seed)).tokens());
      }
    }
    try (Decoder decoder =
            Decoder.open(DemoCheckpoint.open(), DecoderOptions.builder().slots(5).build());
        ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Future<List<Integer>>> all = new ArrayList<>();
      for (int seed = 0; seed < 12; seed++) {
        GenerationOptions options = drawn(seed);
        all.add(threads.submit(() -> decoder.generate(prompt, options).tokens()));
      }
      for (Future<List<Integer>> one : all) {
        together.add(one.get());
      }
    }

    assertThat(together).isEqualTo(alone);
    assertThat(alone.stream().distinct().count()).isGreaterThan(6);
  }

  private static GenerationOptions drawn(int seed) {
    Sampling sampling =
        seed % 3 == 0
            ? new Sampling.Random(1.5, 40, 0.95, seed)
            : new Sampling.Random(2, 0, 0.9, seed);
    return GenerationOptions.builder().maxNewTokens(40).sampling(sampling).build();
  }
}
