package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Method;
import dev.tusk.symbolic.grading.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GradingTest {
  private static final String INTEGRAL = "\\int_0^1 \\frac{1}{1+x^2}\\,dx";
  private static final String VALUE = "\\frac{\\pi}{4}";

  private static Policy patient(Policy policy) {
    return policy.toBuilder().deadline(Duration.ofMinutes(1)).build();
  }

  @Test
  void asksAWorkerForClosedForms() {
    try (Grading grading = Grading.open()) {
      Judgement judgement = grading.grader(patient(Policy.strict())).grade(INTEGRAL, VALUE);

      assertThat(judgement)
          .as(Judgement.summary(judgement))
          .isInstanceOf(Judgement.Equivalent.class);
      assertThat(judgement.method().kind()).isEqualTo(Method.Kind.ALGEBRA);
      assertThat(judgement.reason()).contains("in a worker");
    }
  }

  @Test
  void keepsTheDeadlineWhereAlgebraDoesNot() {
    // Serret's integral, on which Symja works for seconds.
    Policy policy = Policy.strict().toBuilder().deadline(Duration.ofSeconds(1)).build();
    try (Grading grading = Grading.open()) {
      grading.grader(patient(Policy.strict())).grade(INTEGRAL, VALUE);

      long start = System.nanoTime();
      Judgement judgement =
          grading
              .grader(policy)
              .grade("\\int_0^1 \\frac{\\ln(1+x)}{1+x^2}\\,dx", "\\frac{\\pi}{8}\\ln 2");
      Duration taken = Duration.ofNanos(System.nanoTime() - start);

      assertThat(judgement).isNotInstanceOf(Judgement.NotEquivalent.class);
      assertThat(taken).isLessThan(Duration.ofMillis(2_500));
    }
  }

  @Test
  void gradesOnWithoutAlgebraWhenClosed() {
    Grading grading = Grading.open();
    Grader strict = grading.grader(patient(Policy.strict()));
    Grader lenient = grading.grader(patient(Policy.lenient()));
    grading.close();
    grading.close();

    assertThat(strict.grade("2", "4/2")).isInstanceOf(Judgement.Equivalent.class);
    assertThat(strict.grade(INTEGRAL, VALUE)).isInstanceOf(Judgement.Undecided.class);
    assertThat(lenient.grade(INTEGRAL, VALUE)).isInstanceOf(Judgement.Equivalent.class);
  }
}
