package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.compare;
import static dev.tusk.symbolic.Programs.dec;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.list;
import static dev.tusk.symbolic.Programs.num;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.ir.Expression;
import org.junit.jupiter.api.Test;

/** The exact part of numpy and scipy. */
class ExactNumericsTest {
  private final CrossCheck check = CrossCheck.builder().build();

  private Verdict verdict(String printed, String function, Expression... arguments) {
    return check.check(answering(ans(call(lib(function), arguments))), printed);
  }

  @Test
  void confirmsBinomialProbabilities() {
    assertThat(
            verdict("0.9823998998911476", "scipy.stats.binom.cdf", num(60), num(100), dec("0.5")))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.1171875", "scipy.stats.binom.pmf", num(3), num(10), dec("0.5")))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.171875", "scipy.stats.binom.cdf", num(3), num(10), dec("0.5")))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.828125", "scipy.stats.binom.sf", num(3), num(10), dec("0.5")))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.0", "scipy.stats.binom.pmf", num(11), num(10), dec("0.5")))
        .isInstanceOf(Verdict.Confirmed.class);
  }

  @Test
  void confirmsPoissonProbabilities() {
    assertThat(verdict("0.22404180765538775", "scipy.stats.poisson.pmf", num(2), num(3)))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.42319008112684353", "scipy.stats.poisson.cdf", num(2), num(3)))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.5768099188731565", "scipy.stats.poisson.sf", num(2), num(3)))
        .isInstanceOf(Verdict.Confirmed.class);
  }

  @Test
  void confirmsCounts() {
    assertThat(verdict("120.0", "scipy.special.comb", num(10), num(3)))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.0", "scipy.special.comb", num(3), num(10)))
        .isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("720.0", "scipy.special.factorial", num(6)))
        .isInstanceOf(Verdict.Confirmed.class);
  }

  @Test
  void contradictsAWrongProbability() {
    assertThat(verdict("0.5", "scipy.stats.binom.cdf", num(60), num(100), dec("0.5")))
        .isInstanceOf(Verdict.Contradicted.class);
    assertThat(verdict("0.3", "scipy.stats.poisson.pmf", num(2), num(3)))
        .isInstanceOf(Verdict.Contradicted.class);
  }

  @Test
  void confirmsWhatIsExactOfMatrices() {
    Expression a = call(lib("numpy.array"), list(list(num(2), num(1)), list(num(4), num(2))));
    assertThat(verdict("1", "numpy.linalg.matrix_rank", a)).isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("0.0", "numpy.linalg.det", a)).isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("4", "numpy.trace", a)).isInstanceOf(Verdict.Confirmed.class);
    assertThat(verdict("11", "numpy.dot", list(num(1), num(2)), list(num(3), num(4))))
        .isInstanceOf(Verdict.Confirmed.class);
  }

  @Test
  void tellsTheFloatsOfADeterminantFromItsValue() {
    Expression a = call(lib("numpy.array"), list(list(num(1), num(2)), list(num(3), num(4))));
    assertThat(verdict("-2.0000000000000004", "numpy.linalg.det", a))
        .isInstanceOf(Verdict.FloatArtefact.class);
    assertThat(verdict("-2.5", "numpy.linalg.det", a)).isInstanceOf(Verdict.Contradicted.class);
  }

  @Test
  void leavesArraysUncheckedThatAreUsedOtherwise() {
    Expression a = call(lib("numpy.array"), list(num(1), num(2)));
    assertThat(check.check(answering(ans(compare(a, "==", a))), "[ True  True]"))
        .isInstanceOf(Verdict.Unchecked.class);
    assertThat(check.check(answering(ans(call(lib("numpy.linalg.det"), a))), "1"))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void leavesTheRestUnchecked() {
    for (Verdict v :
        new Verdict[] {
          verdict("0.5", "scipy.stats.norm.cdf", num(0)),
          verdict("0.1", "scipy.stats.binom.pmf", num(3), num(10), dec("1.5")),
          verdict("0.1", "scipy.stats.binom.pmf", num(3), num(100_000), dec("0.5")),
          verdict("0.1", "scipy.stats.poisson.pmf", num(3), num(-1))
        }) {
      assertThat(v).isInstanceOf(Verdict.Unchecked.class);
    }
  }
}
