package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.engine.decoder.Generation.StopReason;
import dev.tusk.engine.onnx.OnnxException;
import dev.tusk.engine.onnx.RuntimeLibrary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class DecoderTest {
  /** A prompt that the model answers with text without end. */
  private static final String ENDLESS = "a";

  private final List<JsonNode> golden = DemoCheckpoint.golden();
  private Decoder decoder;

  @BeforeAll
  void open() {
    decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults());
  }

  @AfterAll
  void close() {
    decoder.close();
  }

  private String prompt(int index) {
    return golden.get(index).get("prompt").textValue();
  }

  private List<Integer> tokens(int index) {
    return DemoCheckpoint.integers(golden.get(index).get("greedy_ids"));
  }

  /** Ends only by its limits: the tokens that would end it do not count as such. */
  private static Decoder endless(Path temporary, DecoderOptions options) {
    CheckpointFolder folder = CheckpointFolder.copy(temporary);
    // Id 0 is <unk>, which the model never writes.
    folder.edit("generation_config.json", config -> config.put("eos_token_id", 0));
    return Decoder.open(Checkpoint.open(folder.path()), options);
  }

  @Test
  void streamsTheTextInPieces() {
    List<String> pieces = new ArrayList<>();

    Generation generation = decoder.generate(prompt(6), GenerationOptions.defaults(), pieces::add);

    assertThat(pieces).hasSizeGreaterThan(10);
    assertThat(String.join("", pieces)).isEqualTo(generation.text());
  }

  @Test
  void endsBeforeAStopString() {
    List<String> pieces = new ArrayList<>();

    Generation generation =
        decoder.generate(
            prompt(0),
            GenerationOptions.builder().stopStrings(List.of("total = ")).build(),
            pieces::add);

    assertThat(generation.text()).isEqualTo("start = 17\nadded = 25\n");
    assertThat(generation.stopReason()).isEqualTo(StopReason.STOP_STRING);
    assertThat(String.join("", pieces)).isEqualTo(generation.text());
    assertThat(tokens(0)).startsWith(generation.tokens().toArray(Integer[]::new));
  }

  @Test
  void endsAtAStopToken() {
    int third = tokens(0).get(2);

    Generation generation =
        decoder.generate(prompt(0), GenerationOptions.builder().stopTokens(Set.of(third)).build());

    assertThat(generation.tokens()).isEqualTo(tokens(0).subList(0, 3));
    assertThat(generation.stopReason()).isEqualTo(StopReason.STOP_TOKEN);
  }

  @Test
  void endsAtTheTokenLimit() {
    Generation generation =
        decoder.generate(prompt(0), GenerationOptions.builder().maxNewTokens(1).build());

    assertThat(generation.tokens()).isEqualTo(tokens(0).subList(0, 1));
    assertThat(generation.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
  }

  @Test
  void endsAtTheDeadline(@TempDir Path temporary) {
    try (Decoder endless = endless(temporary, DecoderOptions.defaults())) {
      Generation generation =
          endless.generate(
              ENDLESS, GenerationOptions.builder().timeout(Duration.ofMillis(30)).build());

      assertThat(generation.stopReason()).isEqualTo(StopReason.DEADLINE);
      assertThat(generation.timings().generation()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void endsWhenCancelled() {
    var cancellation = new Cancellation();
    List<String> pieces = new ArrayList<>();

    Generation generation =
        decoder.generate(
            prompt(0),
            GenerationOptions.builder().cancellation(cancellation).build(),
            piece -> {
              pieces.add(piece);
              if (pieces.size() == 2) {
                cancellation.cancel();
              }
            });

    assertThat(generation.stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(generation.tokens()).isNotEmpty().hasSizeLessThan(tokens(0).size());
    assertThat(String.join("", pieces)).isEqualTo(generation.text());
  }

  @Test
  void endsWhenItsThreadIsInterruptedAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    Generation generation = decoder.generate(prompt(0), GenerationOptions.defaults());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(generation.stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(generation.tokens()).isEmpty();
    assertThat(generation.meanTokenProbability()).isZero();
  }

  @Test
  void endsWhenTheContextIsFull(@TempDir Path temporary) {
    DecoderOptions options = DecoderOptions.builder().contextTokens(40).build();
    try (Decoder endless = endless(temporary, options)) {
      Generation generation = endless.generate(prompt(0), GenerationOptions.defaults());

      assertThat(generation.stopReason()).isEqualTo(StopReason.CONTEXT_FULL);
      assertThat(generation.promptTokens() + generation.tokens().size()).isEqualTo(41);
    }
  }

  @Test
  void readsALongPromptInChunksToTheSameEnd() {
    // Over one chunk of 512 tokens.
    String longPrompt = "Tom has 17 apples. ".repeat(80) + prompt(0);

    Generation generation =
        decoder.generate(longPrompt, GenerationOptions.builder().maxNewTokens(20).build());

    assertThat(generation.promptTokens()).isGreaterThan(512);
    int[] all =
        java.util.stream.IntStream.concat(
                java.util.Arrays.stream(decoder.encode(longPrompt)),
                generation.tokens().stream().mapToInt(i -> i))
            .toArray();
    float[][] atOnce = decoder.model().logits(all);
    for (int i = 0; i < generation.tokens().size(); i++) {
      assertThat(argMax(atOnce[generation.promptTokens() - 1 + i]))
          .isEqualTo(generation.tokens().get(i));
    }
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void refusesAPromptLongerThanTheContext() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.generate("1 ".repeat(100_000), GenerationOptions.defaults()))
        .withMessageContainingAll("200001", "1024");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesLimitsBelowOne(int value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GenerationOptions.builder().maxNewTokens(value).build())
        .withMessageContainingAll("maxNewTokens", Integer.toString(value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GenerationOptions.builder().timeout(Duration.ofMillis(value)).build())
        .withMessageContaining("timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecoderOptions.builder().contextTokens(value).build())
        .withMessageContaining("contextTokens");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecoderOptions.builder().threads(value).build())
        .withMessageContaining("threads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecoderOptions.builder().slots(value).build())
        .withMessageContaining("slots");
  }

  @Test
  void refusesAContextBeyondWhatTheModelWasMadeFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Decoder.open(
                DemoCheckpoint.open(), DecoderOptions.builder().contextTokens(1025).build()))
        .withMessageContainingAll("1025", "1024");
  }

  @Test
  void refusesACacheThatCannotFitTheMachine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Decoder.open(
                DemoCheckpoint.open(), DecoderOptions.builder().slots(100_000_000).build()))
        .withMessageContainingAll("GiB", "100000000 slots of 1024 tokens");
  }

  @Test
  void staysUsableWhenTheConsumerThrows() {
    assertThatThrownBy(() ->
            decoder.generate(
                prompt(0),
                GenerationOptions.defaults(),
                piece -> {
                  throw new UnsupportedOperationException("consumer");
                }))
        .isInstanceOf(UnsupportedOperationException.class);

    assertThat(decoder.generate(prompt(0), GenerationOptions.defaults()).tokens())
        .isEqualTo(tokens(0));
  }

  @Test
  void answersManyThreadsAsItAnswersOne() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<List<Integer>>> answers = new ArrayList<>();
      for (int i = 0; i < 36; i++) {
        String prompt = prompt(i % golden.size());
        answers.add(
            threads.submit(() -> decoder.generate(prompt, GenerationOptions.defaults()).tokens()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(tokens(i % golden.size()));
      }
    }
  }

  @Test
  void twoDecodersLiveInOneProcess() {
    DecoderOptions inPlace =
        DecoderOptions.builder().weights(DecoderOptions.WeightLayout.IN_PLACE).build();
    try (Decoder second = Decoder.open(DemoCheckpoint.open(), inPlace)) {
      for (int i = 0; i < golden.size(); i++) {
        assertThat(second.generate(prompt(i), GenerationOptions.defaults()).tokens())
            .isEqualTo(decoder.generate(prompt(i), GenerationOptions.defaults()).tokens());
      }
    }
    assertThat(decoder.generate(prompt(0), GenerationOptions.defaults()).tokens())
        .isEqualTo(tokens(0));
  }

  @Test
  void twoDecodersWorkAtOnceAndOneOutlivesTheOther() throws Exception {
    Decoder second = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults());
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<List<Integer>>> ours = new ArrayList<>();
      List<Future<List<Integer>>> others = new ArrayList<>();
      for (int i = 0; i < golden.size(); i++) {
        String prompt = prompt(i);
        ours.add(
            threads.submit(() -> decoder.generate(prompt, GenerationOptions.defaults()).tokens()));
        others.add(
            threads.submit(() -> second.generate(prompt, GenerationOptions.defaults()).tokens()));
        if (i == golden.size() / 2) {
          others.getLast().get();
          second.close();
        }
      }
      for (int i = 0; i < golden.size(); i++) {
        assertThat(ours.get(i).get()).isEqualTo(tokens(i));
        if (i <= golden.size() / 2) {
          assertThat(others.get(i).get()).isEqualTo(tokens(i));
        } else {
          assertThatThrownBy(others.get(i)::get).hasCauseInstanceOf(IllegalStateException.class);
        }
      }
    }
  }

  @Test
  void closingEndsSamplesThatAreWrittenWithGuesses(@TempDir Path temporary) throws Exception {
    Decoder endless = endless(temporary, DecoderOptions.builder().slots(2).build());
    GenerationOptions options = GenerationOptions.builder().guessedTokens(8).build();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      var started = new CountDownLatch(1);
      Future<List<Generation>> samples =
          threads.submit(() -> {
            started.countDown();
            return endless.generate(ENDLESS, List.of(options, options, options));
          });
      started.await();
      Thread.sleep(50);

      endless.close();

      assertThatThrownBy(samples::get)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void closingEndsGenerationsInProgressAndWaiting(@TempDir Path temporary) throws Exception {
    Decoder endless = endless(temporary, DecoderOptions.defaults());
    var writing = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Generation>> generations = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        generations.add(
            threads.submit(() ->
                endless.generate(
                    ENDLESS, GenerationOptions.defaults(), piece -> writing.countDown())));
      }
      writing.await();

      endless.close();

      for (Future<Generation> generation : generations) {
        assertThatThrownBy(generation::get)
            .hasCauseInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
    }
    endless.close();
    assertThatThrownBy(() -> endless.generate(ENDLESS, GenerationOptions.defaults()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void reportsWeightsThatAreNotNumbers(@TempDir Path temporary) {
    CheckpointFolder folder = CheckpointFolder.copy(temporary);
    TensorLocation norm = Checkpoint.open(folder.path()).weight(WeightNames.NORM);
    folder.bytes(
        "model.safetensors",
        all -> {
          all[(int) norm.offset()] = 0;
          all[(int) norm.offset() + 1] = 0x7E;
          return all;
        });

    try (Decoder damaged =
        Decoder.open(Checkpoint.open(folder.path()), DecoderOptions.defaults())) {
      assertThatThrownBy(() -> damaged.generate(prompt(0), GenerationOptions.defaults()))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("not a number");
    }
  }

  @Test
  void namesTheLibraryThatCudaMisses() {
    var obstacle = RuntimeLibrary.onClassPath().cudaObstacle();
    Assumptions.assumeTrue(obstacle.isPresent(), "this host has CUDA");

    assertThatThrownBy(() ->
            Decoder.open(
                DemoCheckpoint.open(), DecoderOptions.builder().device(Device.cuda(0)).build()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(obstacle.get())
        .extracting(e -> ((OnnxException) e).code())
        .isEqualTo(OnnxException.Code.DEVICE_UNAVAILABLE);
  }

  @Test
  void autoSaysWhyItChoseTheProcessor() {
    var obstacle = RuntimeLibrary.onClassPath().cudaObstacle();
    Assumptions.assumeTrue(obstacle.isPresent(), "this host has CUDA");

    try (Decoder chosen =
        Decoder.open(
            DemoCheckpoint.open(), DecoderOptions.builder().device(Device.auto()).build())) {
      assertThat(chosen.device().device()).isEqualTo(Device.cpu());
      assertThat(chosen.device().reason()).contains(obstacle.get());
    }
  }

  @Test
  void leavesTheHostsPropertiesAlone() {
    assertThat(System.getProperty("ai.djl.offline")).isNull();
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isNull();
  }
}
