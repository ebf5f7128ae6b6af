package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class BatchTest {
  private static final long SEED = 64;

  private static List<String> prompts() {
    Random random = new Random(SEED);
    String[] words =
        "Tom has 17 apples and 3 bags . Sue buys 240 eggs for $ 12 How many ?".split(" ", -1);
    List<String> golden =
        DemoCheckpoint.golden().stream().map(one -> one.get("prompt").textValue()).toList();
    List<String> prompts = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      var prompt = new StringBuilder();
      int length = 1 + random.nextInt(i % 8 == 0 ? 600 : 60);
      for (int j = 0; j < length; j++) {
        prompt.append(words[random.nextInt(words.length)]).append(' ');
      }
      prompts.add(i % 4 == 0 ? golden.get(i % golden.size()) : prompt.toString());
    }
    return prompts;
  }

  @Test
  void requestsThatJoinAndLeaveGetWhatEachGetsAlone() throws Exception {
    List<String> prompts = prompts();
    Random random = new Random(SEED);
    List<GenerationOptions> options = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      options.add(GenerationOptions.builder().maxNewTokens(1 + random.nextInt(60)).build());
    }
    List<Generation> together = new ArrayList<>();
    try (Decoder decoder =
            Decoder.open(DemoCheckpoint.open(), DecoderOptions.builder().slots(8).build());
        ExecutorService threads = Executors.newFixedThreadPool(24)) {
      List<Future<Generation>> futures = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        int number = i;
        futures.add(
            threads.submit(() -> decoder.generate(prompts.get(number), options.get(number))));
        Thread.sleep(random.nextInt(15));
      }
      for (Future<Generation> future : futures) {
        together.add(future.get());
      }
    }

    int differences = 0;
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults())) {
      for (int i = 0; i < prompts.size(); i++) {
        Generation alone = decoder.generate(prompts.get(i), options.get(i));
        if (!alone.tokens().equals(together.get(i).tokens())) {
          differences++;
          assertThat(gapWhereTheyPart(decoder, prompts.get(i), alone, together.get(i)))
              .as("request %d of seed %d", i, SEED)
              .isLessThan(1e-4);
        }
      }
    }
    assertThat(differences).isLessThan(4);
  }

  /** Between the two best logits at the first token that differs. */
  private static double gapWhereTheyPart(
      Decoder decoder, String prompt, Generation one, Generation other) {
    int common = 0;
    while (one.tokens().get(common).equals(other.tokens().get(common))) {
      common++;
    }
    int[] text =
        IntStream.concat(
                Arrays.stream(decoder.encode(prompt)),
                one.tokens().subList(0, common).stream().mapToInt(i -> i))
            .toArray();
    float[] logits = decoder.model().logits(text)[text.length - 1];
    Arrays.sort(logits);
    return logits[logits.length - 1] - logits[logits.length - 2];
  }
}
