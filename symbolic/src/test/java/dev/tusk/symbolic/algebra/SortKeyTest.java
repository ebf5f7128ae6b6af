package dev.tusk.symbolic.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.number.FloatArithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortKeyTest {
  /** What sympy 1.14 makes of these with {@code sorted(…, key=default_sort_key)}. */
  private static final List<String> SORTED =
      List.of(
          "1; 6; 7/2 - sqrt(21)/2; sqrt(21)/2 + 7/2",
          "2; 6; 3 - 2*sqrt(2); 2*sqrt(2) + 3",
          "-1; 1/2 - sqrt(17)/2; 1/2 + sqrt(17)/2",
          "-1; 1; -sqrt(3); sqrt(3)",
          "-1797/1538 + sqrt(634670489)/1538; -sqrt(634670489)/1538 - 1797/1538",
          "2; -I; I",
          "2; -1 - sqrt(3)*I; -1 + sqrt(3)*I",
          "1 - I; 1 + I",
          "-sqrt(2); sqrt(2); -sqrt(2)*I; sqrt(2)*I",
          "0; -log(2); log(2); log(3)",
          "3; E; pi/2; pi",
          "2**(1/3); -2**(1/3)/2 - 2**(1/3)*sqrt(3)*I/2; -2**(1/3)/2 + 2**(1/3)*sqrt(3)*I/2",
          "-sqrt(2) + sqrt(3); sqrt(2) + sqrt(3); -sqrt(3) + sqrt(2)");

  private final TermArithmetic terms = new TermArithmetic(new FloatArithmetic(true, 40), 1);

  @Test
  void ordersSolutionsAsSympyDoes() {
    var random = new Random(3);
    for (String line : SORTED) {
      List<Term> expected =
          Arrays.stream(line.split("; ", -1))
              .map(t -> TermParser.parse(t, Map.of(), terms).orElseThrow())
              .toList();
      for (int i = 0; i < 10; i++) {
        var shuffled = new ArrayList<>(expected);
        Collections.shuffle(shuffled, random);
        assertThat(new SortKey(terms).sorted(shuffled)).as(line).isEqualTo(expected);
      }
    }
  }
}
