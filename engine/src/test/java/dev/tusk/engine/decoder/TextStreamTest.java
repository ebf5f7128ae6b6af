package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  /** Each token is one byte of UTF-8, as in a byte-fallback vocabulary. */
  private static String decodeBytes(long[] tokens) {
    var bytes = new ByteArrayOutputStream();
    for (long token : tokens) {
      bytes.write((int) token);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** As sentencepiece does: the text's first space is dropped. */
  private static String decodeStripped(long[] tokens) {
    String text = decodeBytes(tokens);
    return text.startsWith(" ") ? text.substring(1) : text;
  }

  private static List<String> pieces(TextStream stream, String text) {
    List<String> pieces = new ArrayList<>();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      stream.add(value & 0xFF);
      String piece = stream.take(false);
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
      if (stream.stopped()) {
        return pieces;
      }
    }
    stream.finish();
    String rest = stream.take(true);
    if (!rest.isEmpty()) {
      pieces.add(rest);
    }
    return pieces;
  }

  @Test
  void emitsWholeCharactersOnly() {
    var stream = new TextStream(TextStreamTest::decodeBytes, List.of());

    assertThat(pieces(stream, "aé€😀z")).containsExactly("a", "é", "€", "😀", "z");
    assertThat(stream.text()).isEqualTo("aé€😀z");
  }

  @Test
  void keepsSpacesBetweenTokensWhereTheFirstOneIsDropped() {
    var stream = new TextStream(TextStreamTest::decodeStripped, List.of());

    assertThat(String.join("", pieces(stream, " a b  c"))).isEqualTo("a b  c");
  }

  @Test
  void emitsAnIncompleteCharacterAtTheEnd() {
    var stream = new TextStream(TextStreamTest::decodeBytes, List.of());
    stream.add(0xE2);
    assertThat(stream.take(false)).isEmpty();

    stream.finish();

    assertThat(stream.take(true)).isEqualTo("\uFFFD");
  }

  @Test
  void endsBeforeAStopString() {
    var stream = new TextStream(TextStreamTest::decodeBytes, List.of("###"));

    assertThat(String.join("", pieces(stream, "a # b ## c ### d"))).isEqualTo("a # b ## c ");
    assertThat(stream.stopped()).isTrue();
  }

  @Test
  void neverEmitsTheBeginningOfAStopString() {
    var stream = new TextStream(TextStreamTest::decodeBytes, List.of("END", "\n\n"));

    assertThat(pieces(stream, "EN\nEE\nEND")).containsExactly("EN", "\n", "E", "E", "\n");
    assertThat(stream.text()).isEqualTo("EN\nEE\n");
  }

  @Test
  void emitsWhatLookedLikeAStopStringAtTheEnd() {
    var stream = new TextStream(TextStreamTest::decodeBytes, List.of("Question:"));

    assertThat(String.join("", pieces(stream, "A Question"))).isEqualTo("A Question");
  }

  @Test
  void endsAtTheFirstOfSeveralStopStrings() {
    var stream =
        new TextStream(
            tokens -> "xxQuestion: Response".repeat(tokens.length),
            List.of("Response", "Question"));

    stream.add(1);

    assertThat(stream.take(false)).isEqualTo("xx");
  }
}
