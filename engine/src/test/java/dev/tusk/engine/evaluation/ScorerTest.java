package dev.tusk.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.engine.Grading;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorerTest {
  private static final Grading GRADING = Grading.open();
  private static final Scorer SCORER = new Scorer(GRADING);

  @AfterAll
  static void close() {
    GRADING.close();
  }

  private static BenchmarkQuestion question(String set, String gold, String... choices) {
    return new BenchmarkQuestion(set, "1", "?", List.of(choices), Optional.of(gold));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Only the first number that was printed counts for MAmmoTH, the last line for the grader.
        "gsm8k | 7 | 3\\n7\\n | 7 | wrong | right",
        "gsm8k | 3 | 3\\n7\\n | 7 | right | wrong",
        "gsm8k | 0.5 | 1/2\\n | 1/2 | wrong | right",
        "math | \\frac{1}{2} | 0.51\\n | 0.51 | right | wrong",
        "svamp | 51.0 | 51\\n | 51 | right | right",
        "theoremqa | True | true\\n | True | right | right",
        "gsm8k | 7 | '' | '' | wrong | wrong",
        "bbh-date | 7 | 7\\n | 7 | no_reference | right",
      })
  void scoresTwice(
      String set, String gold, String printed, String answer, String mammoth, String grader) {
    Scores scores = SCORER.program(question(set, gold), printed.replace("\\n", "\n"), answer);

    assertThat(scores.mammoth().mark().label()).as(scores.mammoth().reason()).isEqualTo(mammoth);
    assertThat(scores.grader().mark().label()).as(scores.grader().reason()).isEqualTo(grader);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "90 | right | right",
        "B | right | right",
        "90.0 | right | right",
        "91 | right | wrong",
        "45 | wrong | wrong",
        "Eq(x) | wrong | wrong",
        "'' | wrong | wrong",
      })
  void matchesAValueToTheChoices(String answer, String mammoth, String grader) {
    Scores scores = SCORER.program(question("aqua", "B", "45", "90", "1,200"), answer, answer);

    assertThat(scores.mammoth().mark().label()).as(scores.mammoth().reason()).isEqualTo(mammoth);
    assertThat(scores.grader().mark().label()).as(scores.grader().reason()).isEqualTo(grader);
  }

  @Test
  void leavesOpenWhatEqualsTwoChoices() {
    Scores scores = SCORER.program(question("aqua", "A", "1/2", "0.5", "3"), "0.5", "0.5");

    assertThat(scores.grader().mark()).isEqualTo(Mark.UNDECIDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gsm8k | 7 | 3 + 4 = 7 | 7 | right",
        "gsm8k | 7 | 3 and 4 make 7 | 7 | right",
        "gsm8k | 3 | 3 and 4 make 7 | 7 | wrong",
        "math | 7 | The answer is 7. | 7 | right",
        "math | 7 | the answer is 7 | 7 | right",
        "sat | C | so it is (C) | C | right",
      })
  void scoresReasoning(String set, String gold, String text, String answer, String mammoth) {
    Scores scores = SCORER.reasoning(question(set, gold), text, answer);

    assertThat(scores.mammoth().mark().label()).as(scores.mammoth().reason()).isEqualTo(mammoth);
  }

  @Test
  void givesWilsonsIntervals() {
    var share = new Proportion(8, 10);

    // Newcombe 1998, table I, gives 81/263 the interval 0.2553 to 0.3662.
    assertThat(new Proportion(81, 263).low()).isBetween(0.25525, 0.25535);
    assertThat(new Proportion(81, 263).high()).isBetween(0.36615, 0.36625);
    assertThat(share.low()).isBetween(0.4901, 0.4902);
    assertThat(share.high()).isBetween(0.9432, 0.9434);
    assertThat(new Proportion(0, 0).high()).isEqualTo(1);
    assertThat(new Proportion(0, 20).low()).isZero();
    assertThat(new Proportion(20, 20).high()).isEqualTo(1);
  }
}
