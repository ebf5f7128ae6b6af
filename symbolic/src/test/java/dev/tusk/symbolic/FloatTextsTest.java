package dev.tusk.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.PythonFloat;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against CPython's own texts, written by src/test/scripts/float_texts.py. */
class FloatTextsTest {
  private static List<String[]> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FloatTextsTest.class.getResourceAsStream("float-texts.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(l -> l.split("\t", -1))
          .toList();
    }
  }

  @Test
  void writesDoublesAsCpythonDoes() throws IOException {
    var floats = new FloatArithmetic(false, 40);
    assertThat(golden()).hasSizeGreaterThan(1000);
    for (String[] row : golden()) {
      double x = Double.longBitsToDouble(Long.parseUnsignedLong(row[0], 16));
      assertThat(PythonFloat.repr(x)).isEqualTo(row[1]);
      if (x == 0) {
        continue;
      }
      BigDecimal exact = new BigDecimal(x);
      // A negative number that rounds to zero keeps its sign in CPython; the sign is set elsewhere.
      String fixed = PythonFloat.fixed(exact.abs(), 2);
      assertThat((x < 0 ? "-" : "") + fixed).isEqualTo(row[2]);
      assertThat(PythonFloat.scientific(exact, 3, 'e')).isEqualTo(row[3]);
      assertThat(PythonFloat.generalFormat(exact, 6, 'e')).isEqualTo(row[4]);
      double rounded = ((Ieee) floats.round(new Ieee(x), 2)).value();
      if (rounded != 0) {
        assertThat(PythonFloat.repr(rounded)).isEqualTo(row[5]);
      }
    }
  }
}
