package dev.tusk.engine;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One text that the model was asked for on the way to an answer, and what came of it. Immutable.
 *
 * <pre>{@code
 * for (Step step : answer.steps()) {
 *   System.out.println(step.ask() + " " + step.outcome() + " " + step.detail());
 * }
 * }</pre>
 *
 * @param ask what the model was asked for
 * @param sample which of the texts asked for together, from 0
 * @param completion what it wrote; empty where the model failed
 * @param program the program in it, if there is one
 * @param execution how the program ended, where it was run
 * @param verdict what the exact cross-check says of the program's result, where it was run
 * @param outcome what came of it
 * @param detail the same for a person, in one line; for an answer, the answer
 * @param wall from the question to the model to the outcome, all samples of one request together in
 *     the model's part
 */
public record Step(
    Ask ask,
    int sample,
    Optional<Completion> completion,
    Optional<Program> program,
    Optional<Execution> execution,
    Optional<Verdict> verdict,
    Outcome outcome,
    String detail,
    Duration wall) {
  /** What the model is asked for. */
  public enum Ask {
    /** A program (program of thought). */
    PROGRAM,
    /** A program in place of one that failed, with its error. */
    REPAIR,
    /** One more program, as program and reasoning disagree. */
    TIE_BREAK,
    /** Reasoning in prose (chain of thought). */
    REASONING,
    /** The option closest to an answer that is none of them. */
    OPTION
  }

  /** What came of a step. */
  public enum Outcome {
    /** An answer, which takes part in the vote. */
    ANSWERED,
    /** The model was less sure than its checkpoint demands; nothing was run. */
    DECLINED,
    /** The text holds no program, or no answer where reasoning was asked for. */
    NOTHING_FOUND,
    /** The text was cut off before it held anything usable. */
    CUT_OFF,
    /** The program did not run to its end. */
    PROGRAM_FAILED,
    /** The program printed nothing usable. */
    NO_RESULT,
    /** The model failed. */
    MODEL_FAILED,
    /** The time was up. */
    OUT_OF_TIME,
    /** It was cancelled. */
    CANCELLED
  }

  /** Checks that nothing is missing. */
  public Step {
    Objects.requireNonNull(ask, "ask");
    Objects.requireNonNull(completion, "completion");
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(wall, "wall");
  }

  /** Tokens written in this step. */
  public int tokens() {
    return completion.map(Completion::tokens).orElse(0);
  }
}
