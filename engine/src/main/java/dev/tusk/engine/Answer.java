package dev.tusk.engine;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of a question. Immutable.
 *
 * <p>The cross-check's verdict speaks of the program: that it computed what it says. Whether the
 * program models the question is another matter, for which the vote of several derivations and the
 * model's own token probability are evidence of another kind. {@link Solved#grade} puts the two
 * into one word and claims no more than was checked.
 *
 * <pre>{@code
 * switch (tusk.solve("What is 7 * 8?")) {
 *   case Answer.Solved solved -> System.out.println(solved.text() + ", " + solved.grade());
 *   case Answer.Unsolved unsolved -> System.out.println("no answer: " + unsolved.detail());
 * }
 * }</pre>
 */
public sealed interface Answer {
  /** The question, as it was asked. */
  Question question();

  /** What was done for it, in order. */
  List<Step> steps();

  /** How the derivations voted; empty groups where none gave an answer. */
  Vote vote();

  /** What it took. */
  Cost cost();

  /**
   * There is an answer.
   *
   * @param value the answer as a value
   * @param text the answer as text, such as {@code 84}, {@code [2, 3]} or {@code B}
   * @param grade what was confirmed, and by what
   * @param source by what it was derived
   * @param program the program, where one gave the answer
   * @param execution how the program ran
   * @param verdict what the exact cross-check says of the program's result, with its evidence
   * @param tokenProbability how sure the model was of the text that gave the answer: the mean of
   *     its tokens' probabilities, where it tells
   */
  record Solved(
      Question question,
      AnswerValue value,
      String text,
      Grade grade,
      Vote.Source source,
      Optional<Program> program,
      Optional<Execution.Completed> execution,
      Optional<Verdict> verdict,
      OptionalDouble tokenProbability,
      Vote vote,
      List<Step> steps,
      Cost cost)
      implements Answer {
    /** Checks and copies. */
    public Solved {
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(grade, "grade");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(program, "program");
      Objects.requireNonNull(execution, "execution");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(tokenProbability, "tokenProbability");
      Objects.requireNonNull(vote, "vote");
      Objects.requireNonNull(cost, "cost");
      steps = List.copyOf(steps);
    }
  }

  /**
   * There is no answer.
   *
   * @param reason why
   * @param detail the same for a person, in one line
   */
  record Unsolved(
      Question question, Reason reason, String detail, Vote vote, List<Step> steps, Cost cost)
      implements Answer {
    /** Checks and copies. */
    public Unsolved {
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(vote, "vote");
      Objects.requireNonNull(cost, "cost");
      steps = List.copyOf(steps);
    }
  }

  /** Why a question has no answer. */
  enum Reason {
    /** It is no question of mathematics; the model was not asked. */
    NOT_A_MATHS_QUESTION,
    /** It asks for a proof; the model was not asked. */
    PROOF_NOT_SUPPORTED,
    /** The model was less sure than its checkpoint demands; no program was run. */
    DECLINED,
    /** What the model wrote holds no program, and no answer. */
    NO_PROGRAM,
    /** No program ran to its end. */
    PROGRAM_FAILED,
    /** The program ran and printed nothing usable. */
    NO_RESULT,
    /** The model, or its server, failed. */
    MODEL_FAILED,
    /** The time was up. */
    OUT_OF_TIME,
    /** The budget of tokens or texts was used up, or the text was cut off at its bound. */
    OUT_OF_TOKENS,
    /** It was cancelled. */
    CANCELLED
  }
}
