package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final double GIB = 1 << 30;
  private static final OptionalInt UNASKED = OptionalInt.empty();

  /** Llama-2-7B in float16 with 8 slots: 13.5 GB and 4 MiB a position. */
  private static MemoryBudget budget(double freeGib) {
    return new MemoryBudget(
        12.6 * GIB, 0.5 * GIB, 4 << 20, 8, freeGib * GIB, "CUDA device 0 has free");
  }

  @Test
  void takesTheUsualContextWhereItFits() {
    assertThat(budget(80).context(UNASKED, 16_384)).isEqualTo(DecoderOptions.USUAL_CONTEXT);
    assertThat(budget(80).context(UNASKED, 1024)).isEqualTo(1024);
    assertThat(budget(80).context(OptionalInt.of(10_000), 16_384)).isEqualTo(10_000);
  }

  @Test
  void takesWhatFitsWhereTheUsualContextDoesNot() {
    // 16 - 13.1 GiB hold 742 positions.
    assertThat(budget(16).context(UNASKED, 4096)).isEqualTo(704);
  }

  @Test
  void refusesWhatIsAskedForAndDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget(16).context(OptionalInt.of(1000), 4096))
        .withMessageContainingAll(
            "17.0 GiB", "12.6 for its weights", "3.9", "8 slots of 1000", "device 0 has free 16.0");
  }

  @Test
  void refusesWhereNoUsefulContextFits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget(14).context(UNASKED, 4096))
        .withMessageContainingAll("8 slots of 4096", "14.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget(8).context(UNASKED, 4096))
        .withMessageContaining("8.0");
  }

  @Test
  void aDecoderTakesWhatItsDeviceHas() {
    Checkpoint checkpoint = DemoCheckpoint.open();
    ModelConfig config = checkpoint.config();
    double perPosition = 2.0 * config.layers() * config.keyValueWidth() * Float.BYTES;
    double rest =
        // Computed in float32, however they are stored.
        (double) checkpoint.weightBytes()
                / checkpoint.weight(WeightNames.NORM).type().bytes()
                * Float.BYTES
            + 512.0 * (8 * config.hidden() + 4 * config.feedForward()) * Float.BYTES
            + 16.0 * config.vocabulary();
    Decoder.RoomOf small = cuda -> new Decoder.Room(rest + 300 * perPosition, "the test has");
    try (Decoder decoder = Decoder.open(DemoCheckpoint.open(), DecoderOptions.defaults(), small)) {
      assertThat(decoder.contextTokens()).isEqualTo(256);
      String prompt = DemoCheckpoint.golden().getFirst().get("prompt").textValue();
      assertThat(decoder.generate(prompt, GenerationOptions.defaults()).tokens())
          .isEqualTo(DemoCheckpoint.integers(DemoCheckpoint.golden().getFirst().get("greedy_ids")));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Decoder.open(DemoCheckpoint.open(), DecoderOptions.builder().slots(2).build(), small))
        .withMessageContainingAll("2 slots of 1024", "the test has");
  }
}
