package dev.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static List<LineReader.Line> read(byte[] bytes, int most) throws IOException {
    List<LineReader.Line> lines = new ArrayList<>();
    try (var reader = new LineReader(new ByteArrayInputStream(bytes), most)) {
      for (Optional<LineReader.Line> next = reader.next(); next.isPresent(); next = reader.next()) {
        lines.add(next.get());
      }
    }
    return lines;
  }

  @Test
  void numbersLinesAndTakesEitherEnd() throws IOException {
    assertThat(read("a\r\n\nb".getBytes(StandardCharsets.UTF_8), 10))
        .extracting(LineReader.Line::number, LineReader.Line::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "a"),
            org.assertj.core.groups.Tuple.tuple(2L, ""),
            org.assertj.core.groups.Tuple.tuple(3L, "b"));
  }

  @Test
  void keepsALineThatIsTooLongAsOneFaultyLine() throws IOException {
    List<LineReader.Line> lines = read("12345\n1234\n".getBytes(StandardCharsets.UTF_8), 4);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).fault()).contains("line 1 has 5 bytes; at most 4 are read");
    assertThat(lines.get(1).text()).isEqualTo("1234");
  }

  @Test
  void keepsALineThatIsNotUtf8AsOneFaultyLine() throws IOException {
    List<LineReader.Line> lines = read(new byte[] {(byte) 0xc3, '\n', 'x', '\n'}, 4);

    assertThat(lines.get(0).fault()).contains("line 1 is not UTF-8");
    assertThat(lines.get(1).text()).isEqualTo("x");
  }

  @Test
  void readsPlainAndOtherLinesInAnyMixtureAcrossItsBuffer() throws IOException {
    var random = new Random(7);
    var all = new StringBuilder();
    List<String> expected = new ArrayList<>();
    while (all.length() < 300_000) {
      String line =
          (random.nextBoolean() ? "plain " : "größer als 3 ≤ x ").repeat(random.nextInt(90));
      expected.add(line);
      all.append(line).append(random.nextBoolean() ? "\r\n" : "\n");
    }

    assertThat(read(all.toString().getBytes(StandardCharsets.UTF_8), 4_000))
        .extracting(LineReader.Line::text)
        .isEqualTo(expected);
  }
}
