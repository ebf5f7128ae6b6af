package dev.tusk.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final SortedMap<String, String> SETTINGS =
      new TreeMap<>(Map.of("samples", "1", "seed", "0"));

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("answers.jsonl");
  }

  static EvaluatedAnswer answer(int index, String text) {
    var score = new Score(text, Mark.RIGHT, "same");
    return new EvaluatedAnswer(
        index,
        "gsm8k",
        "id " + index,
        "question " + index,
        "7",
        "program",
        "completed",
        "",
        "print(7)",
        "7\n",
        text,
        "CONFIRMED",
        "exact",
        null,
        new Scores(score, score),
        null,
        EvaluatedAnswer.Fallback.NOT_NEEDED,
        null,
        List.of(),
        12L,
        Map.of("total", 1.5));
  }

  @Test
  void givesBackWhatItWasGivenInAnyOrder() throws IOException {
    String odd = "</script>\u2028\ud800 \n é 🎲";
    try (Journal journal = Journal.open(file(), SETTINGS, 3)) {
      journal.append(List.of(answer(2, odd), answer(0, "7")));
      assertThat(journal.count()).isEqualTo(2);
      assertThat(journal.has(1)).isFalse();
      assertThat(journal.get(0)).isEqualTo(answer(0, "7"));
      // Half a surrogate pair has no bytes in UTF-8.
      assertThat(journal.get(2).answer()).isEqualTo(odd.replace('\ud800', '?'));
    }
  }

  @Test
  void cutsOffATornLineAndGoesOn() throws IOException {
    try (Journal journal = Journal.open(file(), SETTINGS, 3)) {
      journal.append(List.of(answer(0, "7"), answer(1, "8")));
    }
    byte[] whole = Files.readAllBytes(file());
    int second = new String(whole, StandardCharsets.UTF_8).indexOf("\"index\":1") - 1;
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (Journal journal = Journal.open(file(), SETTINGS, 3)) {
        assertThat(journal.count())
            .as("answers in the first %d bytes", length)
            .isEqualTo(length < second ? 0 : length < whole.length ? 1 : 2);
        journal.append(List.of(answer(2, "9")));
      }
      try (Journal journal = Journal.open(file(), SETTINGS, 3)) {
        assertThat(journal.get(2)).isEqualTo(answer(2, "9"));
      }
      if (length == 3) {
        length = second - 3;
      }
    }
  }

  @Test
  void refusesOtherSettingsAndNamesThem() throws IOException {
    Journal.open(file(), SETTINGS, 3).close();

    var other = new TreeMap<>(SETTINGS);
    other.put("samples", "5");
    assertThatThrownBy(() -> Journal.open(file(), other, 3).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begun with samples 1, and now it is 5");
    other.put("samples", "1");
    other.put("method", "mammoth");
    assertThatThrownBy(() -> Journal.open(file(), other, 3).close())
        .hasMessageContaining("begun with method not set, and now it is mammoth");
  }

  @Test
  void refusesADamagedFileAndAFileInUse() throws IOException {
    try (Journal journal = Journal.open(file(), SETTINGS, 3)) {
      assertThatThrownBy(() -> Journal.open(file(), SETTINGS, 3).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is writing");
      journal.append(List.of(answer(0, "7")));
    }
    Files.writeString(file(), "nonsense\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Journal.open(file(), SETTINGS, 3).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3 is not JSON");
    Files.writeString(file(), "{\"some\": \"file\"}\n");
    assertThatThrownBy(() -> Journal.open(file(), SETTINGS, 3).close())
        .hasMessageContaining("no journal");
  }
}
