package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.Rational;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rational points at which expressions are compared, drawn from a seed: no text can be written that
 * is right at them alone. One in four lies between 0 and 1, where functions such as asin are real,
 * one between 20 and 400, the others between 1 and 20. Immutable and thread-safe.
 *
 * @param seed of the draw; the same seed gives the same points
 */
record SamplePoints(long seed) {
  /** The point of an index: a value for every symbol. */
  Map<Term, Term> at(int index, Set<Term.Symbol> symbols) {
    var random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * index);
    Map<Term, Term> point = new LinkedHashMap<>();
    for (Term.Symbol s : symbols) {
      long below = random.nextLong(100_003, 200_003);
      long above =
          switch (index % 4) {
            case 0, 2 -> random.nextLong(below + 1, 20 * below);
            case 1 -> random.nextLong(below / 20, below);
            default -> random.nextLong(20 * below, 400 * below);
          };
      point.put(s, new Term.ExactNumber(Rational.of(above, below)));
    }
    return point;
  }
}
