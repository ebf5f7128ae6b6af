package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TuskTest {
  private static final Path DEMONSTRATION = Path.of("../examples/demo-model/checkpoint");
  private static Tusk tusk;

  @BeforeAll
  static void open() {
    tusk = Tusk.builder().checkpoint(DEMONSTRATION).workers(1).build();
  }

  @AfterAll
  static void close() {
    tusk.close();
  }

  @Test
  void answersAQuestionWithAConfirmedProgram() {
    Answer answer = tusk.solve("A rectangle has length 12 and width 7. What is its area?");

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Solved.class,
            solved -> {
              assertThat(solved.text()).isEqualTo("84");
              assertThat(solved.value()).isEqualTo(AnswerValue.parse("84"));
              assertThat(solved.grade()).isEqualTo(Grade.CONFIRMED);
              assertThat(solved.program().orElseThrow().source()).contains("print(");
              assertThat(solved.verdict().orElseThrow()).isInstanceOf(Verdict.Confirmed.class);
              assertThat(solved.tokenProbability().orElseThrow()).isBetween(0.99, 1.0);
            });
  }

  @Test
  void declinesWhereItIsLessSureThanItsProfileDemands() {
    PromptProfile sterner = tusk.profile().orElseThrow().decliningBelow(OptionalDouble.of(1));
    try (Tusk strict =
        Tusk.builder().checkpoint(DEMONSTRATION).profile(sterner).workers(1).build()) {
      assertThat(strict.solve("A rectangle has length 12 and width 7. What is its area?"))
          .isInstanceOfSatisfying(
              Answer.Unsolved.class,
              unsolved -> {
                assertThat(unsolved.reason()).isEqualTo(Answer.Reason.DECLINED);
                assertThat(unsolved.detail()).startsWith("outside the demo model's range");
              });
    }
  }

  @Test
  void runsAndChecksAProgramOfTheCallers() {
    Checked checked = tusk.check(Program.of("print(sum(range(10)))"));

    assertThat(checked.execution())
        .isInstanceOfSatisfying(
            Execution.Completed.class, done -> assertThat(done.answer()).isEqualTo("45"));
    assertThat(checked.verdict()).isInstanceOf(Verdict.Confirmed.class);
  }

  @Test
  void saysThatFloatsMovedAnAnswer() {
    Checked checked = tusk.check(Program.of("print(0.1 * 3)"));

    assertThat(checked.verdict())
        .isInstanceOfSatisfying(
            Verdict.FloatArtefact.class,
            artefact -> {
              assertThat(artefact.exact()).isEqualTo("0.3");
              assertThat(artefact.printed()).isEqualTo("0.30000000000000004");
            });
  }

  @Test
  void asksAWorkerForAlgebra() {
    Checked checked =
        tusk.check(
            Program.of(
                """
                from sympy import symbols, factor
                x, y = symbols('x y')
                print(factor(x**3 - 3*x**2*y + 3*x*y**2 - y**3))
                """));

    assertThat(checked.execution())
        .isInstanceOfSatisfying(
            Execution.Completed.class, done -> assertThat(done.answer()).isEqualTo("(x - y)**3"));
    assertThat(checked.verdict()).isInstanceOf(Verdict.Confirmed.class);
    assertThat(checked.verdict().evidence().site()).isNotEqualTo(Algebra.Site.IN_PROCESS);
  }

  @Test
  void leavesAProgramThatDidNotRunUnchecked() {
    Checked checked = tusk.check(Program.of("print(1 / 0)"));

    assertThat(checked.execution()).isInstanceOf(Execution.Raised.class);
    assertThat(checked.verdict())
        .isInstanceOfSatisfying(
            Verdict.Unchecked.class,
            unchecked -> assertThat(unchecked.reason()).isEqualTo(Verdict.Reason.DID_NOT_RUN));
  }

  @Test
  void solvesWithAModelOfTheCallers() {
    var scripted = ScriptedModel.of("x = 6\nprint(x * 7)", "The answer is 42.");
    try (Tusk own = Tusk.builder().model(scripted).workers(1).build()) {
      Answer answer = own.solve("What is six times seven?");

      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Solved.class, solved -> assertThat(solved.text()).isEqualTo("42"));
      assertThat(scripted.asked.getFirst().prompt())
          .isEqualTo(
              "Below is an instruction that describes a task. Write a response that appropriately"
                  + " completes the request.\n\n### Instruction:\nWhat is six times seven?"
                  + " Let's write a program.\n\n### Response:");
    }
    assertThat(scripted.closed).isTrue();
  }

  @Test
  void judgesWithoutAModel() {
    assertThat(tusk.grade("1/2", "So the answer is \\boxed{0.5}."))
        .isInstanceOf(Judgement.Equivalent.class);
    assertThat(tusk.grade("1/2", "0.5", Policy.strict())).isInstanceOf(Judgement.Equivalent.class);
  }

  @Test
  void saysWhatIsMissingWithoutAModel() {
    try (Tusk own = Tusk.builder().workers(1).build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> own.solve("What is 1 + 1?"))
          .withMessageContaining("checkpoint(folder)");
    }
  }
}
