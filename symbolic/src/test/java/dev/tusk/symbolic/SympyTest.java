package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.list;
import static dev.tusk.symbolic.Programs.name;
import static dev.tusk.symbolic.Programs.num;
import static dev.tusk.symbolic.Programs.op;
import static dev.tusk.symbolic.Programs.set;
import static dev.tusk.symbolic.Programs.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.Verdict.Unchecked;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SympyTest {
  /** Symja's first integral of a process takes seconds. */
  private final CrossCheck check = CrossCheck.builder().deadline(Duration.ofSeconds(30)).build();

  private static SymbolicProgram withX(Expression answer) {
    return answering(set(1, "x", call(lib("sympy.Symbol"), text("x"))), ans(answer));
  }

  private static Expression item(Expression list, int index) {
    return new Expression.Subscript(1, list, num(index));
  }

  private static Expression cubic() {
    return call(lib("sympy.solve"), op(op(name("x"), "**", num(3)), "-", num(2)), name("x"));
  }

  private String label(Expression answer, String printed) {
    return check.check(withX(answer), printed).label();
  }

  @Test
  void saysThatAPrintedRootIsOneOfSeveral() {
    String real = "2**(1/3)";
    String complex = "-2**(1/3)/2 + 2**(1/3)*sqrt(3)*I/2";
    assertThat(label(item(cubic(), 0), real)).isEqualTo("CONFIRMED");
    Verdict v = check.check(withX(item(cubic(), 0)), complex);
    assertThat(v)
        .isInstanceOfSatisfying(
            Verdict.OneOfRoots.class, o -> assertThat(o.roots()).hasSize(3).contains(real));
    assertThat(CrossCheck.replay(Verdict.parse(v.toJson()).evidence())).isEqualTo(v);
  }

  @Test
  void takesNoOtherValueForARoot() {
    for (String wrong :
        new String[] {"-2**(1/3)", "3**(1/3)", "2**(2/3)", "2**(1/3)/2", "2", "x"}) {
      assertThat(label(item(cubic(), 0), wrong))
          .as(wrong)
          .isNotIn("CONFIRMED", "FLOAT_ARTEFACT", "ONE_OF_ROOTS");
    }
  }

  @Test
  void takesNoCorruptedRootForARoot() {
    long seed = 20_261_123;
    var random = new Random(seed);
    String root = "-2**(1/3)/2 + 2**(1/3)*sqrt(3)*I/2";
    int tried = 0;
    for (int i = 0; i < 40; i++) {
      for (var wrong : Corruption.of(root, random).entrySet()) {
        tried++;
        assertThat(label(item(cubic(), 0), wrong.getValue()))
            .as("seed %s, %s: %s", seed, wrong.getKey(), wrong.getValue())
            .isNotIn("CONFIRMED", "FLOAT_ARTEFACT", "ONE_OF_ROOTS");
      }
    }
    assertThat(tried).isGreaterThan(150);
  }

  @Test
  void doesNotSayItOfRootsWhoseOrderIsKnown() {
    var quadratic =
        call(lib("sympy.solve"), op(op(name("x"), "**", num(2)), "-", num(2)), name("x"));
    assertThat(label(item(quadratic, 0), "-sqrt(2)")).isEqualTo("CONFIRMED");
    assertThat(label(item(quadratic, 0), "sqrt(2)")).isNotIn("CONFIRMED", "ONE_OF_ROOTS");
    assertThat(label(quadratic, "[sqrt(2), -sqrt(2)]")).isNotIn("CONFIRMED", "ONE_OF_ROOTS");
  }

  private Expression integral(Expression f, Expression from, Expression to) {
    return call(
        lib("sympy.integrate"),
        f,
        new Expression.TupleDisplay(1, java.util.List.of(name("x"), from, to)));
  }

  @Test
  void confirmsADefiniteIntegralByQuadrature() {
    Expression f = op(name("x"), "*", call(lib("sympy.sin"), name("x")));
    Verdict v = check.check(withX(integral(f, num(0), lib("sympy.pi"))), "pi");
    assertThat(v.label()).as(v.explanation()).isEqualTo("CONFIRMED");
    assertThat(v.evidence().algebra())
        .anySatisfy(s -> assertThat(s.method()).contains("confirmed by quadrature"));
    assertThat(label(integral(f, num(0), lib("sympy.pi")), "pi + 1")).isNotEqualTo("CONFIRMED");
  }

  @Test
  void enclosesADefiniteIntegralWithoutClosedForm() {
    Expression f = call(lib("sympy.sqrt"), op(num(1), "+", op(name("x"), "**", num(4))));
    CrossCheck alone = check.toBuilder().algebra(Algebra.none()).build();
    var program = withX(call(lib("sympy.N"), integral(f, num(0), num(1))));
    assertThat(alone.check(program, "1.08942941322482").label()).isEqualTo("CONFIRMED");
    assertThat(alone.check(program, "1.08942941322483").label()).isNotEqualTo("CONFIRMED");
  }

  @Test
  void confirmsNoIntegralOverAPole() {
    Expression f = op(num(1), "/", op(name("x"), "**", num(2)));
    // Symja says -2.
    assertThat(label(integral(f, num(-1), num(1)), "-2")).isEqualTo("UNCHECKED");
    Expression g = op(num(1), "/", name("x"));
    assertThat(label(integral(g, num(-1), num(1)), "0")).isEqualTo("UNCHECKED");
  }

  @Test
  void knowsAFunctionByItsWholeName() {
    for (String other :
        java.util.List.of(
            "sympy.stats.E",
            "sympy.physics.units.deg",
            "sympy.vector.divergence",
            "sympy.plotting.pi")) {
      Verdict v = check.check(answering(ans(call(lib(other), num(1)))), "E");
      assertThat(v)
          .as(other)
          .isInstanceOfSatisfying(
              Unchecked.class,
              u -> {
                assertThat(u.reason()).isEqualTo(Verdict.Reason.UNSUPPORTED);
                assertThat(u.construct()).isEqualTo(other);
              });
      assertThat(check.check(answering(ans(lib(other))), "E").label()).isNotEqualTo("CONFIRMED");
    }
    assertThat(check.check(answering(ans(lib("sympy.E"))), "E").label()).isEqualTo("CONFIRMED");
    assertThat(check.check(answering(ans(lib("sympy.S.Half"))), "1/2").label())
        .isEqualTo("CONFIRMED");
  }

  @Test
  void takesTheSymbolsOfAbcAsSymbols() {
    var solve = call(lib("sympy.solve"), op(lib("sympy.abc.E"), "-", num(3)), lib("sympy.abc.E"));
    assertThat(check.check(answering(ans(solve)), "[3]").label()).isEqualTo("CONFIRMED");
    assertThat(check.check(answering(ans(lib("sympy.abc.pi"))), "pi").label())
        .isEqualTo("CONFIRMED");
    assertThat(
            check
                .check(
                    answering(ans(call(lib("sympy.N"), lib("sympy.abc.pi")))), "3.14159265358979")
                .label())
        .isNotEqualTo("CONFIRMED");
    assertThat(check.check(answering(ans(lib("sympy.abc.nothing"))), "nothing").label())
        .isNotEqualTo("CONFIRMED");
  }

  @Test
  void solvesEquationsOverAList() {
    var equations = list(op(name("x"), "-", num(3)));
    assertThat(label(call(lib("sympy.solve"), equations, name("x")), "{x: 3}"))
        .isEqualTo("CONFIRMED");
  }
}
