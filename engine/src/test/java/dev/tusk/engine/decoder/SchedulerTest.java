package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scheduler over a model that remembers what lies in its slots and can be made to fail. */
@Timeout(120)
class SchedulerTest {
  private static final int VOCABULARY = 50;
  private static final int CAPACITY = 64;
  private static final int FAT = 49;

  /** The next token is a number made of all tokens before it. */
  private static class RememberingModel implements LanguageModel {
    final int[][] texts;
    Predicate<String> fails = what -> false;

    RememberingModel(int slots) {
      texts = new int[slots][CAPACITY];
      for (int[] text : texts) {
        Arrays.fill(text, -7);
      }
    }

    @Override
    public int capacity() {
      return CAPACITY;
    }

    @Override
    public int slots() {
      return texts.length;
    }

    @Override
    public boolean readsMany() {
      return true;
    }

    private Candidates after(int slot, int length) {
      int sum = 17;
      for (int i = 0; i < length; i++) {
        assertThat(texts[slot][i]).as("position %d of slot %d", i, slot).isNotNegative();
        sum = 31 * sum + texts[slot][i];
      }
      return new Candidates(new long[] {Math.floorMod(sum * 0x9E3779B9, FAT)}, new float[] {-0.5f});
    }

    @Override
    public List<Candidates> read(int slot, int[] tokens, int past, int wanted, int candidates) {
      failIf("read " + Arrays.toString(tokens));
      System.arraycopy(tokens, 0, texts[slot], past, tokens.length);
      List<Candidates> all = new ArrayList<>();
      for (int i = past + tokens.length - wanted; i < past + tokens.length; i++) {
        all.add(after(slot, i + 1));
      }
      return all;
    }

    @Override
    public List<Candidates> step(int first, int[] tokens, int[] pasts, int candidates) {
      StringBuilder holding = new StringBuilder();
      for (int i = 0; i < tokens.length; i++) {
        if (tokens[i] >= 0) {
          holding.append(Arrays.toString(Arrays.copyOf(texts[first + i], pasts[i])));
        }
      }
      failIf("step of " + tokens.length + " " + holding);
      List<Candidates> all = new ArrayList<>();
      for (int i = 0; i < tokens.length; i++) {
        texts[first + i][pasts[i]] = tokens[i] < 0 ? -7 : tokens[i];
        all.add(
            tokens[i] < 0
                ? new Candidates(new long[0], new float[0])
                : after(first + i, pasts[i] + 1));
      }
      return all;
    }

    @Override
    public void copy(int from, int to, int tokens) {
      failIf("copy to " + to);
      System.arraycopy(texts[from], 0, texts[to], 0, tokens);
    }

    private void failIf(String what) {
      if (fails.test(what)) {
        throw new OutOfDeviceMemory(what);
      }
    }

    @Override
    public float[][] logits(int[] tokens) {
      throw new UnsupportedOperationException("the scheduler asks for tokens, never for logits");
    }

    @Override
    public void terminate() {}

    @Override
    public void close() {}
  }

  private static final class OutOfDeviceMemory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfDeviceMemory(String what) {
      super(what);
    }
  }

  /** A text's tokens, or what ended it. */
  private record Outcome(List<Integer> tokens, boolean failed) {}

  private final BlockingQueue<Request.Event> events = new LinkedBlockingQueue<>();

  private List<Request> requests(int[] prompt, int count, int tokens, int guesses) {
    var shared = new Request.Prompt(prompt);
    GenerationOptions options =
        GenerationOptions.builder().maxNewTokens(tokens).guessedTokens(guesses).build();
    List<Request> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Request(shared, options, Set.of(), VOCABULARY, events));
    }
    return all;
  }

  private List<Outcome> await(List<Request> requests) throws InterruptedException {
    List<List<Integer>> tokens = new ArrayList<>();
    boolean[] failed = new boolean[requests.size()];
    requests.forEach(r -> tokens.add(new ArrayList<>()));
    int open = requests.size();
    while (open > 0) {
      Request.Event event = events.poll(30, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      int index = requests.indexOf(event.request());
      switch (event) {
        case Request.Event.Failure failure -> {
          assertThat(failure.cause()).isInstanceOf(OutOfDeviceMemory.class);
          failed[index] = true;
          open--;
        }
        case Request.Event.Token token -> {
          tokens.get(index).add(token.id());
          open -= token.end().isPresent() ? 1 : 0;
        }
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      outcomes.add(new Outcome(tokens.get(i), failed[i]));
    }
    return outcomes;
  }

  private static List<Integer> expected(int[] prompt, int count) {
    var model = new RememberingModel(1);
    List<Integer> tokens = new ArrayList<>();
    int next = model.read(0, prompt, 0, 1, 1).getFirst().token(0);
    tokens.add(next);
    for (int past = prompt.length; tokens.size() < count && past < CAPACITY; past++) {
      next = model.step(0, new int[] {next}, new int[] {past}, 1).getFirst().token(0);
      tokens.add(next);
    }
    return tokens;
  }

  @Test
  void everyTextIsItsOwnWhateverElseIsWorkedOn() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      int slots = 1 + random.nextInt(5);
      List<Request> all = new ArrayList<>();
      List<List<Integer>> wanted = new ArrayList<>();
      try (Scheduler scheduler = new Scheduler(new RememberingModel(slots), VOCABULARY)) {
        for (int group = 0; group < 8; group++) {
          int[] prompt = random.ints(1 + random.nextInt(CAPACITY - 1), 0, 4).toArray();
          int tokens = 1 + random.nextInt(30);
          List<Request> samples =
              requests(prompt, 1 + random.nextInt(6), tokens, random.nextInt(5));
          samples.forEach(s -> wanted.add(expected(prompt, tokens)));
          all.addAll(samples);
          scheduler.submit(samples);
          if (random.nextInt(3) == 0) {
            Thread.sleep(random.nextInt(3));
          }
        }
        assertThat(await(all)).extracting(Outcome::tokens).isEqualTo(wanted);
      }
    }
  }

  @Test
  void aPromptThatDoesNotFitTheDeviceFailsAlone() throws Exception {
    var model = new RememberingModel(3);
    model.fails = what -> what.startsWith("read") && what.contains("49");
    try (Scheduler scheduler = new Scheduler(model, VOCABULARY)) {
      List<Request> all = new ArrayList<>(requests(new int[] {1, 2, 3}, 1, 20, 0));
      all.addAll(requests(new int[] {1, FAT, 3}, 2, 20, 0));
      all.addAll(requests(new int[] {4, 5}, 2, 20, 0));
      scheduler.submit(all);

      List<Outcome> outcomes = await(all);

      assertThat(outcomes)
          .extracting(Outcome::failed)
          .containsExactly(false, true, true, false, false);
      assertThat(outcomes.get(0).tokens()).isEqualTo(expected(new int[] {1, 2, 3}, 20));
      assertThat(outcomes.get(4).tokens()).isEqualTo(expected(new int[] {4, 5}, 20));

      model.fails = what -> false;
      List<Request> again = requests(new int[] {1, FAT, 3}, 1, 5, 0);
      scheduler.submit(again);
      assertThat(await(again).getFirst().tokens()).isEqualTo(expected(new int[] {1, FAT, 3}, 5));
    }
  }

  @Test
  void aJointStepThatFailsIsDoneAgainForEachTextAlone() throws Exception {
    var model = new RememberingModel(3);
    model.fails = what -> what.startsWith("step of 3") || what.startsWith("step of 2");
    try (Scheduler scheduler = new Scheduler(model, VOCABULARY)) {
      List<Request> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.addAll(requests(new int[] {i, 2, 3}, 1, 20, 0));
      }
      scheduler.submit(all);

      List<Outcome> outcomes = await(all);

      for (int i = 0; i < 6; i++) {
        assertThat(outcomes.get(i))
            .isEqualTo(new Outcome(expected(new int[] {i, 2, 3}, 20), false));
      }
    }
  }

  @Test
  void onlyTheTextThatCannotGoOnFails() throws Exception {
    var model = new RememberingModel(4);
    model.fails = what -> what.startsWith("step") && what.contains("49");
    try (Scheduler scheduler = new Scheduler(model, VOCABULARY)) {
      List<Request> all = new ArrayList<>(requests(new int[] {1, 2, 3}, 2, 20, 0));
      all.addAll(requests(new int[] {1, FAT, 3}, 1, 20, 0));
      all.addAll(requests(new int[] {4, 5}, 2, 20, 0));
      scheduler.submit(all);

      assertThat(await(all))
          .extracting(Outcome::failed)
          .containsExactly(false, false, true, false, false);
    }
  }

  @Test
  void aPromptThatCannotBeCopiedFailsThatSampleAlone() throws Exception {
    var model = new RememberingModel(3);
    model.fails = "copy to 1"::equals;
    try (Scheduler scheduler = new Scheduler(model, VOCABULARY)) {
      List<Request> all = requests(new int[] {1, 2, 3}, 3, 20, 0);
      scheduler.submit(all);

      List<Outcome> outcomes = await(all);

      assertThat(outcomes).extracting(Outcome::failed).containsExactly(false, true, false);
      assertThat(outcomes.get(2).tokens()).isEqualTo(expected(new int[] {1, 2, 3}, 20));
    }
  }
}
