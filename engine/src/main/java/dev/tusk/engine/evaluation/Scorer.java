package dev.tusk.engine.evaluation;

import dev.tusk.engine.Grading;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores answers by MAmmoTH's rules and by the grader. Thread-safe.
 *
 * <p>Where MAmmoTH asks the model for the choice closest to a value, the choice that the grader
 * finds equal, or else the one whose number is nearest, stands in for it.
 */
final class Scorer {
  private static final String TRIGGER = "The answer is ";

  private final Grader lenient;
  private final Map<Benchmark, Grader> mammoth = new EnumMap<>(Benchmark.class);

  Scorer(Grading grading) {
    lenient = grading.grader(Policy.lenient());
    for (Benchmark benchmark : Benchmark.values()) {
      mammoth.put(benchmark, grading.grader(Policy.mammoth(benchmark.dataset())));
    }
  }

  /**
   * Scores what a program answered.
   *
   * @param printed what MAmmoTH reads: all that the program printed, or where it leaves its answer
   *     elsewhere, that; empty where it did not run to its end
   * @param answer the answer; empty where there is none
   */
  Scores program(BenchmarkQuestion question, String printed, String answer) {
    return scores(question, TRIGGER + printed.replaceAll("^\n+|\n+$", ""), answer);
  }

  /**
   * Scores reasoning in prose.
   *
   * @param text the whole text
   * @param answer the answer that was found in it; empty where there is none
   */
  Scores reasoning(BenchmarkQuestion question, String text, String answer) {
    // A line more keeps a short text from being taken for what a program printed.
    boolean bare =
        text.strip().indexOf('\n') < 0
            && !text.contains("####")
            && !text.contains(TRIGGER.strip())
            && !text.contains("\\boxed");
    return scores(question, bare ? text.strip() + "\n." : text, answer);
  }

  private Scores scores(BenchmarkQuestion question, String page, String answer) {
    if (question.gold().isEmpty()) {
      return new Scores(
          new Score("", Mark.NO_REFERENCE, "there is no reference"),
          new Score(answer, Mark.NO_REFERENCE, "there is no reference"));
    }
    String gold = question.gold().get();
    return new Scores(mammoth(question, gold, page, answer), grader(question, gold, answer));
  }

  private Score mammoth(BenchmarkQuestion question, String gold, String page, String answer) {
    Optional<Benchmark> benchmark = Benchmark.find(question.set());
    if (benchmark.isEmpty()) {
      return new Score("", Mark.NO_REFERENCE, "MAmmoTH has no rule for " + question.set());
    }
    Grader grader = mammoth.getOrDefault(benchmark.get(), lenient);
    Judgement judgement = grader.grade(gold, page);
    if (judgement instanceof Judgement.Undecided
        && benchmark.get().dataset().isMultipleChoice()
        && !question.choices().isEmpty()) {
      return closest(question, gold, answer);
    }
    return score(judgement, answer);
  }

  private Score closest(BenchmarkQuestion question, String gold, String answer) {
    List<Integer> equal = answer.isBlank() ? List.of() : equal(question.choices(), answer);
    Optional<String> letter =
        equal.isEmpty()
            ? Choices.nearest(question.choices(), answer)
            : Optional.of(Choices.letter(equal.getFirst()));
    if (letter.isEmpty()) {
      return new Score(answer, Mark.WRONG, "no choice has a number to compare it with");
    }
    boolean right =
        Choices.index(gold, question.choices().size())
            .map(index -> Choices.letter(index).equals(letter.get()))
            .orElse(false);
    return new Score(
        letter.get(),
        right ? Mark.RIGHT : Mark.WRONG,
        (equal.isEmpty() ? "the nearest choice is " : "equal to choice ") + letter.get());
  }

  private Score grader(BenchmarkQuestion question, String gold, String answer) {
    if (answer.isBlank()) {
      return new Score("", Mark.WRONG, "there is no answer");
    }
    if (question.choices().isEmpty()) {
      return score(lenient.grade(gold, answer), answer);
    }
    int count = question.choices().size();
    Optional<Integer> asked = Choices.index(gold, count);
    if (asked.isEmpty()) {
      return score(lenient.grade(gold, answer), answer);
    }
    Optional<Integer> given = Choices.index(answer, count);
    List<Integer> chosen = given.isPresent() ? List.of(given.get()) : letters(answer, count);
    if (chosen.isEmpty()) {
      chosen = equal(question.choices(), answer);
    }
    if (chosen.size() > 1) {
      return new Score(answer, Mark.UNDECIDED, "equal to more than one choice");
    }
    if (chosen.isEmpty()) {
      return new Score(answer, Mark.WRONG, "equal to none of the choices");
    }
    String letter = Choices.letter(chosen.getFirst());
    return new Score(
        letter,
        chosen.getFirst().equals(asked.get()) ? Mark.RIGHT : Mark.WRONG,
        "choice " + letter + ", " + Choices.letter(asked.get()) + " is asked");
  }

  /** The choice that a text of reasoning names in the end: {@code … the answer is (B).} */
  private List<Integer> letters(String answer, int count) {
    for (int i = 0; i < count; i++) {
      Judgement judgement = lenient.grade(Choices.letter(i), answer);
      if (judgement instanceof Judgement.Equivalent) {
        return List.of(i);
      }
    }
    return List.of();
  }

  private List<Integer> equal(List<String> choices, String answer) {
    return java.util.stream.IntStream.range(0, choices.size())
        .filter(i -> lenient.grade(choices.get(i), answer) instanceof Judgement.Equivalent)
        .boxed()
        .toList();
  }

  private static Score score(Judgement judgement, String answer) {
    Mark mark =
        switch (judgement) {
          case Judgement.Equivalent e -> Mark.RIGHT;
          case Judgement.NotEquivalent n -> Mark.WRONG;
          case Judgement.Undecided u -> Mark.UNDECIDED;
        };
    return new Score(answer, mark, judgement.method().label() + ": " + judgement.reason());
  }
}
