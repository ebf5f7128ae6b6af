package dev.tusk.engine;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Verdict;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a question.
 *
 * <p>A verdict speaks of the program: that it computed what it says. Whether the program models the
 * question is another matter, for which the only evidence here is the model's own token probability
 * ({@link Completion#meanTokenProbability()}).
 */
public sealed interface Answer {
  /** The question, as it was asked. */
  String question();

  /** What the model wrote. */
  Completion completion();

  /**
   * The model wrote a program, and the program has an answer.
   *
   * @param value the answer as Python's {@code str} gives it, such as {@code 84} or {@code [2, 3]}
   * @param program what the model wrote
   * @param execution how the program ran
   * @param verdict what the exact cross-check says of the program's result, with its evidence
   * @param completion what the model wrote it in, and how sure it was
   */
  record Solved(
      String question,
      String value,
      Program program,
      Execution.Completed execution,
      Verdict verdict,
      Completion completion)
      implements Answer {
    /** Checks that nothing is missing. */
    public Solved {
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(program, "program");
      Objects.requireNonNull(execution, "execution");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(completion, "completion");
    }
  }

  /**
   * There is no answer.
   *
   * @param reason why
   * @param detail the same for a person, in one line
   * @param program the program, where the model wrote one
   * @param execution how the program ended, where it was run
   * @param completion what the model wrote
   */
  record Unsolved(
      String question,
      Reason reason,
      String detail,
      Optional<Program> program,
      Optional<Execution> execution,
      Completion completion)
      implements Answer {
    /** Checks that nothing is missing. */
    public Unsolved {
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(program, "program");
      Objects.requireNonNull(execution, "execution");
      Objects.requireNonNull(completion, "completion");
    }
  }

  /** Why a question has no answer. */
  enum Reason {
    /** The model was less sure than its checkpoint demands; the program was not run. */
    DECLINED,
    /** What the model wrote holds no program. */
    NO_PROGRAM,
    /** The program did not run to its end; the execution says why. */
    PROGRAM_FAILED,
    /** The program ran and printed nothing. */
    NO_RESULT
  }
}
