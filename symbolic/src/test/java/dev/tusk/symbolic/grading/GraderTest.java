package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.grading.Extraction.Source;
import dev.tusk.symbolic.grading.Method.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraderTest {
  private final Grader strict = Lines.patient(Policy.strict());
  private final Grader lenient = Lines.patient(Policy.lenient());

  @Test
  void saysByWhichMethodItDecided() {
    assertThat(strict.grade("5", "5").method().kind()).isEqualTo(Kind.IDENTICAL);
    assertThat(strict.grade("1/2", "0.5").method().kind()).isEqualTo(Kind.EXACT_NUMBER);
    assertThat(strict.grade("(x+1)^2", "x^2+2x+1").method().kind()).isEqualTo(Kind.EXACT_ALGEBRA);
    assertThat(strict.grade("\\{1,2\\}", "\\{2,1\\}").method().kind()).isEqualTo(Kind.SET);
    assertThat(strict.grade("[0,1)", "0\\le x<1").method().kind()).isEqualTo(Kind.INTERVAL);
    assertThat(lenient.grade("2/3", "0.6667").method().label()).isEqualTo("rounded to 4 decimals");
    assertThat(strict.grade("1 m", "100 cm").method().kind()).isEqualTo(Kind.UNIT);
  }

  @Test
  void equalityThatOnlySamplingSupportsIsUndecidedUnderStrict() {
    String a = "\\sqrt{xy}\\sqrt{x}";
    String b = "x\\sqrt{y}";
    assertThat(strict.grade(a, b)).isInstanceOf(Judgement.Undecided.class);
    Judgement judgement = lenient.grade(a, b);
    assertThat(judgement).isInstanceOf(Judgement.Equivalent.class);
    assertThat(judgement.method().kind()).isEqualTo(Kind.NUMERIC);
    assertThat(judgement.method().label()).matches("numeric to \\d+ digits");
  }

  @Test
  void heuristicsThatCallTheseEqualAreNotFollowed() {
    assertThat(strict.grade("\\sqrt{2}", "\\frac{14142135623730951}{10^{16}}"))
        .isInstanceOf(Judgement.NotEquivalent.class);
    assertThat(strict.grade("\\sin(10^{-15})", "10^{-15}"))
        .isInstanceOf(Judgement.NotEquivalent.class);
    assertThat(strict.grade("\\sqrt{10^{40}+1}", "10^{20}"))
        .isInstanceOf(Judgement.NotEquivalent.class);
    assertThat(strict.grade("1/2004!", "1/2006!")).isInstanceOf(Judgement.NotEquivalent.class);
    assertThat(strict.grade("e^{\\pi\\sqrt{163}}", "262537412640768744"))
        .isInstanceOf(Judgement.NotEquivalent.class);
  }

  @Test
  void closeAlgebraicNumbersAreToldApartByTheirSeparation() {
    // √10 + √11 ... sums of square roots that agree to many digits, and one true identity.
    assertThat(strict.grade("\\sqrt{5}+\\sqrt{6}+\\sqrt{18}", "\\sqrt{4}+\\sqrt{12}+\\sqrt{12}"))
        .isInstanceOf(Judgement.NotEquivalent.class);
    assertThat(
            strict.grade(
                "\\sqrt{16-2\\sqrt{29}+2\\sqrt{55-10\\sqrt{29}}}",
                "\\sqrt{22+2\\sqrt5}-\\sqrt{11+2\\sqrt{29}}+\\sqrt5"))
        .isInstanceOf(Judgement.Equivalent.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The answer is 42. | 42 | ANSWER_PHRASE",
        "so \\boxed{1} then \\boxed{2} | 2 | BOXED",
        "\\boxed{1} and \\boxed{2} | 1, 2 | BOXED",
        "we get #### 17 | 17 | HASHES",
        "The final answer is $7$. I hope | 7 | FINAL_ANSWER",
        "Clearly we know that this is $x+1$ | x+1 | LAST_MATHEMATICS",
      })
  void tellsWhereTheAnswerWasFound(String page, String text, Source source) {
    Extraction found = lenient.grade("1", page).candidate();
    assertThat(found.text()).isEqualTo(text);
    assertThat(found.source()).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\frac{1}{2 | unreadable at 10: expected '}', found the end",
        "(1,2 | unreadable at 0: '(' is not closed; found the end",
        "3 + | unreadable at 3: expected a value, found the end",
        "\\begin{pmatrix}1&2\\\\3\\end{pmatrix} | unreadable at 0: a matrix whose rows differ in length",
        "1012_2 | unreadable at 6: 1012 is not a number in base 2",
        "2^{x | unreadable at 4: expected '}', found the end",
      })
  void errorsNameThePlace(String text, String message) {
    assertThat(strict.explain(text)).isEqualTo(message);
  }

  @Test
  void pastABoundIsUndecidedAndSaysWhich() {
    Judgement longText = strict.grade("1", "1+".repeat(60_000) + "1");
    assertThat(longText).isInstanceOf(Judgement.Undecided.class);
    assertThat(longText.reason()).contains("100000 characters");
    Judgement few =
        Grader.of(Policy.strict().toBuilder().steps(50).build())
            .grade("(x+y)^{20}", "(y+x)^{20}+0");
    assertThat(few).isInstanceOf(Judgement.Undecided.class);
    assertThat(few.reason()).contains("step budget");
  }

  @Test
  void keepsItsDeadlineOnHardInputs() {
    Grader hasty = Grader.of(Policy.strict().toBuilder().deadline(Duration.ofMillis(50)).build());
    long start = System.nanoTime();
    Judgement judgement = hasty.grade("(x+y+z+w)^{300}", "(x+y+z+w)^{299}(x+y+z+w)");
    assertThat(judgement).isInstanceOf(Judgement.Undecided.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\int_0^{\\pi} x\\sin x\\,dx | \\pi",
        "\\lim_{x\\to\\infty} \\frac{2x+1}{x} | 2",
        "\\sum_{k=1}^{\\infty} \\frac{1}{k^2} | \\frac{\\pi^2}{6}",
      })
  void closedFormsOfAlgebraCountWhereComputedValuesAgree(String a, String b) {
    for (Policy policy : new Policy[] {Policy.lenient(), Policy.strict()}) {
      Policy patient = policy.toBuilder().deadline(Duration.ofMinutes(1)).build();
      Judgement judgement = Grader.of(patient, Algebra.inProcess()).grade(a, b);
      assertThat(judgement)
          .as(Judgement.summary(judgement))
          .isInstanceOf(Judgement.Equivalent.class);
      assertThat(judgement.method().kind()).isEqualTo(Kind.ALGEBRA);
      assertThat(judgement.reason()).contains("in-process");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\int_0^{\\pi} x\\sin x\\,dx | \\pi",
        "\\int_0^\\infty e^{-x^2}\\,dx | \\frac{\\sqrt{\\pi}}{2}",
        "\\lim_{x\\to0}\\frac{1-\\cos x}{x^2} | \\frac12",
        "\\sum_{k=1}^{\\infty} \\frac{(-1)^{k+1}}{k} | \\ln 2",
      })
  void computedValuesAloneSupportButProveNothing(String a, String b) {
    Judgement judgement = Lines.patient(Policy.lenient()).grade(a, b);
    assertThat(judgement).as(Judgement.summary(judgement)).isInstanceOf(Judgement.Equivalent.class);
    assertThat(judgement.method().kind()).isEqualTo(Kind.NUMERIC);
    assertThat(Lines.patient(Policy.strict()).grade(a, b)).isInstanceOf(Judgement.Undecided.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\int_{-1}^{1} x^{-2}\\,dx | -2",
        "\\int_{-1}^{1} \\frac{dx}{x} | 0",
        "\\sum_{k=0}^\\infty (-1)^k | \\frac12",
        "\\lim_{x\\to0}\\frac{|x|}{x} | 1",
        "\\int_0^1 e^x\\,dx | 1.7182818284",
      })
  void whatDivergesOrDiffersIsNeverEquivalent(String a, String b) {
    // Symja gives -2 for the first.
    for (Policy policy : new Policy[] {Policy.lenient(), Policy.strict(), Policy.mathVerify()}) {
      Policy patient = policy.toBuilder().deadline(Duration.ofMinutes(1)).build();
      assertThat(Grader.of(patient, Algebra.inProcess()).grade("$" + a + "$", "$" + b + "$"))
          .isNotInstanceOf(Judgement.Equivalent.class);
    }
  }

  @Test
  void policiesAreReadByName() {
    for (String name : new String[] {"strict", "lenient", "math-verify", "mammoth:gsm8k"}) {
      assertThat(Policy.parse(name).name()).isEqualTo(name);
    }
    assertThatThrownBy(() -> Policy.parse("mammoth:xyz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mammoth:SET")
        .hasMessageContaining("mammoth:xyz");
    assertThatThrownBy(() -> Policy.strict().toBuilder().steps(0).build())
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> Policy.strict().toBuilder().deadline(Duration.ZERO).build())
        .hasMessageContaining("deadline");
  }
}
