package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class SpeculationTest {
  private static final GenerationOptions PLAIN =
      GenerationOptions.builder().maxNewTokens(200).build();

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void theDemonstrationWritesTheSameTokensInFewerRuns(int guesses) {
    int tokens = 0;
    int runs = 0;
    int guessed = 0;
    int confirmed = 0;
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults())) {
      for (JsonNode golden : DemoCheckpoint.golden()) {
        String prompt = golden.get("prompt").textValue();

        Generation generation =
            decoder.generate(prompt, PLAIN.toBuilder().guessedTokens(guesses).build());

        assertThat(generation.tokens())
            .isEqualTo(DemoCheckpoint.integers(golden.get("greedy_ids")));
        Generation.Work work = generation.work();
        assertThat(work.runs() + work.confirmed()).isEqualTo(generation.tokens().size() - 1);
        tokens += generation.tokens().size() - 1;
        runs += work.runs();
        guessed += work.guessed();
        confirmed += work.confirmed();
      }
    }
    System.out.printf(
        "guesses of %d: %d tokens in %d runs, %d of %d guesses right%n",
        guesses, tokens, runs, confirmed, guessed);
    assertThat(runs).isLessThan(tokens);
  }

  static List<String> variants() throws IOException {
    return VariantsTest.names();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void variantsWriteTheSameTokens(String name) throws IOException {
    Path folder = VariantsTest.FOLDER.resolve(name);
    JsonNode golden = new ObjectMapper().readTree(folder.resolve("golden.json").toFile());
    try (Decoder decoder = Decoder.open(Checkpoint.open(folder), DecoderOptions.defaults())) {
      for (JsonNode one : golden.get("cases")) {
        List<Integer> prompt = DemoCheckpoint.integers(one.get("prompt"));

        Generation generation =
            decoder.generate(
                VariantsTest.text(prompt),
                GenerationOptions.builder().maxNewTokens(64).guessedTokens(5).build());

        assertThat(generation.tokens()).isEqualTo(DemoCheckpoint.integers(one.get("greedy")));
      }
    }
  }

  @Test
  void theSameSeedDrawsTheSameTokens() {
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults())) {
      int confirmed = 0;
      for (int seed = 0; seed < 12; seed++) {
        String prompt = DemoCheckpoint.golden().get(seed).get("prompt").textValue();
        GenerationOptions drawn =
            PLAIN.toBuilder()
                .sampling(new Sampling.Random(1.2, seed % 2 == 0 ? 0 : 30, 0.95, seed))
                .build();

        Generation guessing = decoder.generate(prompt, drawn.toBuilder().guessedTokens(6).build());

        assertThat(guessing.tokens()).isEqualTo(decoder.generate(prompt, drawn).tokens());
        confirmed += guessing.work().confirmed();
      }
      assertThat(confirmed).isPositive();
    }
  }

  @Test
  void doesNotWriteBeyondTheContext() {
    DecoderOptions small = DecoderOptions.builder().contextTokens(150).build();
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), small)) {
      for (int words = 100; words < 120; words++) {
        String prompt = "1 2 ".repeat(words / 4) + "1";
        Generation plain = decoder.generate(prompt, PLAIN);
        Generation guessing = decoder.generate(prompt, PLAIN.toBuilder().guessedTokens(16).build());

        assertThat(guessing.tokens()).isEqualTo(plain.tokens());
        assertThat(guessing.stopReason()).isEqualTo(plain.stopReason());
      }
    }
  }

  @Test
  void guessesWhatFollowedTheLatestLongestMatch() {
    var lookup = new PromptLookup(new int[] {1, 2, 3, 4, 9, 2, 3, 5, 1}, true);
    assertThat(lookup.guess(4)).isEmpty();
    lookup.add(2);
    assertThat(lookup.guess(3)).containsExactly(3, 4, 9);
    lookup.add(3);
    assertThat(lookup.guess(9)).containsExactly(4, 9, 2, 3, 5, 1, 2, 3);
    lookup.add(5);
    // 2 3 5 stands there once before; 1 2 3 does not end the text now.
    assertThat(lookup.guess(2)).containsExactly(1, 2);
    assertThat(lookup.guess(0)).isEmpty();
  }

  @Test
  void guessesNeverReadOutsideTheText() {
    Random random = new Random(5);
    for (int round = 0; round < 2000; round++) {
      int[] prompt = random.ints(1 + random.nextInt(12), 0, 3).toArray();
      var lookup = new PromptLookup(prompt, true);
      for (int i = 0; i < 80; i++) {
        int most = random.nextInt(6);
        assertThat(lookup.guess(most).length).isLessThanOrEqualTo(most);
        lookup.add(random.nextInt(3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 17})
  void refusesGuessesOutOfBounds(int value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GenerationOptions.builder().guessedTokens(value).build())
        .withMessageContainingAll("guessedTokens", Integer.toString(value), "16");
  }
}
