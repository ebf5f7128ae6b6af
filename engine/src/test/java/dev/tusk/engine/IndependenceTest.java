package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.engine.decoder.Cancellation;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Usage;
import dev.tusk.sandbox.Value;
import dev.tusk.symbolic.Corruption;
import dev.tusk.symbolic.Verdict;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The cross-check against a sandbox that says what the test wants it to say. */
class IndependenceTest {
  private static final long SEED = 20_261_123;
  private static final AtomicReference<String> SAID = new AtomicReference<>("");
  private static final Tusk TUSK = Tusk.running(new Liar());

  @AfterAll
  static void close() {
    TUSK.close();
  }

  /** Runs nothing and claims an answer. */
  private static final class Liar implements ProgramRunner {
    @Override
    public Execution run(Program program, Optional<Duration> within, Cancellation cancellation) {
      String answer = SAID.get();
      return new Execution.Completed(
          answer, new Value.None(), Program.Style.PRINT, answer + "\n", Usage.NONE);
    }

    @Override
    public void close() {}
  }

  private static Verdict verdict(String program, String said) {
    SAID.set(said);
    return TUSK.check(Program.of(program)).verdict();
  }

  private static boolean accepted(Verdict v) {
    return v instanceof Verdict.Confirmed
        || v instanceof Verdict.FloatArtefact
        || v instanceof Verdict.OneOfRoots;
  }

  /** Programs with what CPython prints for them. */
  private static Map<String, String> known() {
    var p = new LinkedHashMap<String, String>();
    p.put("print(0.1 * 3)", "0.30000000000000004");
    p.put("import math\nprint(math.floor(math.log(1000, 10)))", "2");
    p.put("print(1 / 3)", "0.3333333333333333");
    p.put("print(round(2 / 3, 2))", "0.67");
    p.put("print([n * n for n in range(2, 7)])", "[4, 9, 16, 25, 36]");
    p.put("import math\nprint(math.sqrt(2))", "1.4142135623730951");
    p.put("from fractions import Fraction\nprint(Fraction(3, 4) + Fraction(1, 6))", "11/12");
    p.put(
        "from sympy import symbols, solve\nx = symbols('x')\nprint(solve(x**2 - 5*x + 6, x))",
        "[2, 3]");
    p.put(
        "from sympy import symbols, solve\nx = symbols('x')\nprint(solve(x**2 - 2, x))",
        "[-sqrt(2), sqrt(2)]");
    p.put(
        "from sympy import symbols, integrate\nx = symbols('x')\nprint(integrate(x**2, (x, 0, 3)))",
        "9");
    p.put("from datetime import date\nprint((date(2024, 3, 1) - date(2024, 2, 1)).days)", "29");
    return p;
  }

  /** A program of integers, and its answer. */
  private static Map.Entry<String, String> generated(Random random) {
    var source = new StringBuilder();
    BigInteger value = BigInteger.valueOf(random.nextInt(1, 50));
    source.append("x = ").append(value).append('\n');
    int lines = random.nextInt(2, 8);
    for (int i = 0; i < lines; i++) {
      BigInteger n = BigInteger.valueOf(random.nextInt(2, 90));
      switch (random.nextInt(5)) {
        case 0 -> {
          source.append("x = x * ").append(n).append('\n');
          value = value.multiply(n);
        }
        case 1 -> {
          source.append("x -= ").append(n).append('\n');
          value = value.subtract(n);
        }
        case 2 -> {
          source.append("x = x ** 2 + ").append(n).append('\n');
          value = value.pow(2).add(n);
        }
        case 3 -> {
          source.append("for i in range(").append(n).append("):\n    x += i\n");
          value = value.add(n.multiply(n.subtract(BigInteger.ONE)).divide(BigInteger.TWO));
        }
        default -> {
          source.append("x = (lambda y: y % ").append(n).append(")(x)\n");
          value = value.mod(n);
        }
      }
    }
    return Map.entry(source.append("print(x)\n").toString(), value.toString());
  }

  @Test
  void seesEveryLie() {
    var random = new Random(SEED);
    Map<String, String> programs = known();
    while (programs.size() < 250) {
      Map.Entry<String, String> p = generated(random);
      programs.put(p.getKey(), p.getValue());
    }
    int lies = 0;
    for (var p : programs.entrySet()) {
      assertThat(accepted(verdict(p.getKey(), p.getValue())))
          .as("the truth: %s for %s", p.getValue(), p.getKey())
          .isTrue();
      Map<String, String> wrong = Corruption.of(p.getValue(), random);
      wrong.put("another kind of value", "'" + p.getValue() + "'");
      wrong.put("nothing", "None");
      for (var lie : wrong.entrySet()) {
        lies++;
        assertThat(accepted(verdict(p.getKey(), lie.getValue())))
            .as("seed %s, %s: %s for %s", SEED, lie.getKey(), lie.getValue(), p.getKey())
            .isFalse();
      }
    }
    assertThat(lies).isGreaterThan(1_500);
  }

  @Test
  void saysWhichStatementALieContradicts() {
    assertThat(verdict("x = 40\nprint(x + 2)", "43"))
        .isInstanceOfSatisfying(
            Verdict.Contradicted.class, c -> assertThat(c.certificate().line()).isEqualTo(2));
  }
}
