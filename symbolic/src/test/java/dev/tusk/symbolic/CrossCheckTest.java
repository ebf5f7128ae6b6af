package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.compare;
import static dev.tusk.symbolic.Programs.dec;
import static dev.tusk.symbolic.Programs.define;
import static dev.tusk.symbolic.Programs.forLoop;
import static dev.tusk.symbolic.Programs.format;
import static dev.tusk.symbolic.Programs.give;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.list;
import static dev.tusk.symbolic.Programs.name;
import static dev.tusk.symbolic.Programs.num;
import static dev.tusk.symbolic.Programs.op;
import static dev.tusk.symbolic.Programs.print;
import static dev.tusk.symbolic.Programs.printing;
import static dev.tusk.symbolic.Programs.set;
import static dev.tusk.symbolic.Programs.text;
import static dev.tusk.symbolic.Programs.whileLoop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.symbolic.Verdict.Confirmed;
import dev.tusk.symbolic.Verdict.Contradicted;
import dev.tusk.symbolic.Verdict.FloatArtefact;
import dev.tusk.symbolic.Verdict.How;
import dev.tusk.symbolic.Verdict.Unchecked;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossCheckTest {
  private final CrossCheck check = CrossCheck.builder().algebra(Algebra.none()).build();

  private static How how(Verdict v) {
    assertThat(v).isInstanceOf(Confirmed.class);
    return ((Confirmed) v).how();
  }

  @Test
  void confirmsAnIntegerExactly() {
    assertThat(how(check.check(answering(ans(op(num(12), "*", num(7)))), "84")))
        .isEqualTo(new How.Exact());
  }

  @Test
  void printsAnIntegralQuotientAsPythonsFloat() {
    var program = answering(ans(op(num(6), "/", num(2))));
    assertThat(how(check.check(program, "3.0"))).isEqualTo(new How.Exact());
    assertThat(check.check(program, "3")).isNotInstanceOf(Confirmed.class);
  }

  @Test
  void confirmsAPeriodicFractionToItsDigits() {
    assertThat(how(check.check(answering(ans(op(num(1), "/", num(3)))), "0.3333333333333333")))
        .isEqualTo(new How.Numeric(16));
  }

  @Test
  void confirmsAnIrrationalNumberToItsDigits() {
    var program = answering(ans(call(lib("math.sqrt"), num(2))));
    assertThat(how(check.check(program, "1.4142135623730951"))).isEqualTo(new How.Numeric(17));
  }

  @Test
  void confirmsWhatTheProgramRounds() {
    var program = answering(ans(call(name("round"), op(num(2), "/", num(3)), num(2))));
    assertThat(how(check.check(program, "0.67"))).isEqualTo(new How.Rounded(2));
    assertThat(check.check(program, "0.66")).isInstanceOf(Contradicted.class);
  }

  @Test
  void seesThatFloatsMovedAProduct() {
    Verdict v = check.check(answering(ans(op(dec("0.1"), "*", num(3)))), "0.30000000000000004");
    assertThat(v).isInstanceOf(FloatArtefact.class);
    assertThat(((FloatArtefact) v).exact()).isEqualTo("0.3");
    assertThat(((FloatArtefact) v).error()).isEqualTo("4E-17");
  }

  @Test
  void seesThatFloatsMovedAnInteger() {
    var truncated = answering(ans(call(name("int"), op(dec("0.29"), "*", num(100)))));
    assertThat(check.check(truncated, "28")).isInstanceOf(FloatArtefact.class);
    assertThat(check.check(truncated, "29")).isNotInstanceOf(Confirmed.class);
    var logarithm =
        answering(ans(call(lib("math.floor"), call(lib("math.log"), num(1000), num(10)))));
    Verdict v = check.check(logarithm, "2");
    assertThat(v).isInstanceOf(FloatArtefact.class);
    assertThat(v.evidence().exact()).isEqualTo("3");
  }

  @Test
  void comparesTextAroundNumbersPieceByPiece() {
    var program = printing(print(format("Answer: ", op(num(10), "/", num(4)), " apples")));
    assertThat(how(check.check(program, "Answer: 2.5 apples"))).isEqualTo(new How.Exact());
    assertThat(check.check(program, "Answer: 2.5 pears")).isNotInstanceOf(Confirmed.class);
    assertThat(check.check(program, "Answer: 2.6 apples")).isNotInstanceOf(Confirmed.class);
  }

  @Test
  void readsTheLastLineOfWhatIsPrinted() {
    var program = printing(print(num(1)), print(text("  two \n")));
    assertThat(check.check(program, "  two")).isInstanceOf(Confirmed.class);
  }

  @Test
  void readsTheValueEchoedLastAsText() {
    var cells =
        List.<List<Statement>>of(
            List.of(new Statement.Echo(1, text("two"))), List.of(set(3, "x", num(1))));
    var program = new SymbolicProgram(cells, new SymbolicProgram.AnswerSite.LastEcho());
    assertThat(check.check(program, "two")).isInstanceOf(Confirmed.class);
    assertThat(check.check(program, "'two'")).isNotInstanceOf(Confirmed.class);
    var silent = new SymbolicProgram(List.of(List.of(print(num(7)))), program.answer());
    assertThat(check.check(silent, "7")).isInstanceOf(Confirmed.class);
  }

  @Test
  void contradictsWithTheStatementAndTheValue() {
    Verdict v = check.check(answering(set(1, "x", num(40)), ans(op(name("x"), "+", num(2)))), "43");
    assertThat(v).isInstanceOf(Contradicted.class);
    Verdict.Certificate c = ((Contradicted) v).certificate();
    assertThat(c.line()).isEqualTo(9);
    assertThat(c.lower()).isEqualTo("42");
    assertThat(c.upper()).isEqualTo("42");
  }

  @Test
  void solvesALinearEquation() {
    assertThat(check.check(solving("-", num(12)), "[4]")).isInstanceOf(Confirmed.class);
    assertThat(check.check(solving("-", num(12)), "[5]")).isNotInstanceOf(Confirmed.class);
  }

  @Test
  void comparesExpressionsByStructureNotByOrder() {
    var program =
        answering(
            set(1, "x", call(lib("sympy.Symbol"), text("x"))),
            ans(
                call(
                    lib("sympy.expand"),
                    op(op(name("x"), "+", num(1)), "*", op(name("x"), "+", num(2))))));
    assertThat(how(check.check(program, "x**2 + 3*x + 2"))).isEqualTo(new How.Exact());
    assertThat(how(check.check(program, "2 + 3*x + x**2"))).isEqualTo(new How.Exact());
    assertThat(check.check(program, "x**2 + 3*x + 3")).isNotInstanceOf(Confirmed.class);
  }

  @Test
  void saysWhatItDoesNotKnowAndWhere() {
    Verdict v = check.check(answering(ans(call(lib("numpy.kron"), list(num(1))))), "1.0");
    assertThat(v).isInstanceOf(Unchecked.class);
    assertThat(((Unchecked) v).reason()).isEqualTo(Verdict.Reason.UNSUPPORTED);
    assertThat(((Unchecked) v).construct()).isEqualTo("numpy.kron");
    assertThat(((Unchecked) v).line()).isEqualTo(1);
  }

  @Test
  void refusesTheClockAndChance() {
    for (String call : List.of("random.random", "time.time", "datetime.date.today")) {
      Verdict v = check.check(answering(ans(call(lib(call)))), "1");
      assertThat(((Unchecked) v).reason()).isEqualTo(Verdict.Reason.NON_DETERMINISTIC);
    }
  }

  @Test
  void leavesAProgramThatFailsUnchecked() {
    Verdict v = check.check(answering(ans(op(num(1), "/", num(0)))), "1");
    assertThat(((Unchecked) v).reason()).isEqualTo(Verdict.Reason.DID_NOT_RUN);
    assertThat(v.explanation()).contains("ZeroDivisionError");
  }

  @Test
  void givesTheSameVerdictFromManyThreads() throws InterruptedException {
    var program = answering(ans(op(dec("0.1"), "*", num(3))));
    var labels = java.util.Collections.synchronizedList(new ArrayList<String>());
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int k = 0; k < 50; k++) {
                  labels.add(check.check(program, "0.30000000000000004").label());
                }
              }));
    }
    for (Thread t : threads) {
      t.join();
    }
    assertThat(labels).hasSize(200).containsOnly("FLOAT_ARTEFACT");
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> CrossCheck.builder().recursion(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("recursion")
        .hasMessageContaining("0");
    assertThatThrownBy(() -> CrossCheck.builder().deadline(Duration.ZERO))
        .hasMessageContaining("deadline");
  }

  /** Programs of our own with the text that CPython prints for them. */
  private static Map<SymbolicProgram, String> programs() {
    var p = new LinkedHashMap<SymbolicProgram, String>();
    p.put(answering(ans(op(num(12), "*", num(7)))), "84");
    p.put(answering(ans(op(num(22), "/", num(7)))), "3.142857142857143");
    p.put(answering(ans(op(dec("19.99"), "*", num(3)))), "59.97");
    p.put(answering(ans(op(dec("0.1"), "+", dec("0.2")))), "0.30000000000000004");
    p.put(answering(ans(op(num(2), "**", num(100)))), "1267650600228229401496703205376");
    p.put(answering(ans(op(num(-7), "//", num(2)))), "-4");
    p.put(answering(ans(op(num(-7), "%", num(3)))), "2");
    p.put(answering(ans(call(lib("math.sqrt"), num(3)))), "1.7320508075688772");
    p.put(answering(ans(call(lib("math.exp"), num(1)))), "2.718281828459045");
    p.put(answering(ans(call(lib("math.sin"), num(1)))), "0.8414709848078965");
    p.put(answering(ans(call(lib("fractions.Fraction"), num(3), num(12)))), "1/4");
    p.put(answering(ans(call(lib("sympy.Rational"), num(10), num(4)))), "5/2");
    p.put(answering(ans(list(num(3), num(5), num(8)))), "[3, 5, 8]");
    p.put(answering(ans(list(op(num(1), "/", num(3)), num(2)))), "[0.3333333333333333, 2]");
    p.put(solving("-", num(12)), "[4]");
    p.put(quadratic(), "[2, 3]");
    p.put(answering(ans(call(name("round"), dec("2.675"), num(2)))), "2.67");
    p.put(answering(ans(call(name("sum"), call(name("range"), num(101))))), "5050");
    p.put(
        printing(print(format("Total: ", op(num(7), "/", num(2)), " and ", num(9)))),
        "Total: 3.5 and 9");
    p.put(
        answering(
            set(1, "t", num(0)),
            forLoop("i", call(name("range"), num(10)), set(3, "t", op(name("t"), "+", dec("0.1")))),
            ans(name("t"))),
        "0.9999999999999999");
    p.put(
        answering(
            define("f", List.of("n"), give(op(name("n"), "*", op(name("n"), "+", num(1))))),
            ans(call(name("f"), num(6)))),
        "42");
    p.put(
        answering(
            set(1, "n", num(1)),
            whileLoop(compare(name("n"), "<", num(1000)), set(3, "n", op(name("n"), "*", num(3)))),
            ans(name("n"))),
        "2187");
    return p;
  }

  private static SymbolicProgram solving(String operator, Expression constant) {
    return answering(
        set(1, "x", call(lib("sympy.Symbol"), text("x"))),
        ans(
            call(
                lib("sympy.solve"),
                op(op(num(3), "*", name("x")), operator, constant),
                name("x"))));
  }

  private static SymbolicProgram quadratic() {
    return answering(
        set(1, "x", call(lib("sympy.Symbol"), text("x"))),
        ans(
            call(
                lib("sympy.solve"),
                op(op(op(name("x"), "**", num(2)), "-", op(num(5), "*", name("x"))), "+", num(6)),
                name("x"))));
  }

  @Test
  void acceptsWhatCpythonPrints() {
    programs()
        .forEach((program, printed) ->
            assertThat(check.check(program, printed).label())
                .as(printed)
                .isIn("CONFIRMED", "FLOAT_ARTEFACT"));
  }

  @Test
  void neverAcceptsACorruptedAnswer() {
    long seed = 20261123;
    var random = new Random(seed);
    int tried = 0;
    for (int round = 0; round < 5; round++) {
      for (var p : programs().entrySet()) {
        for (var wrong : Corruption.of(p.getValue(), random).entrySet()) {
          tried++;
          assertThat(check.check(p.getKey(), wrong.getValue()).label())
              .as("seed %s: %s: %s for %s", seed, wrong.getKey(), wrong.getValue(), p.getValue())
              .isNotIn("CONFIRMED", "FLOAT_ARTEFACT", "ONE_OF_ROOTS");
        }
      }
    }
    assertThat(tried).isGreaterThan(400);
  }
}
