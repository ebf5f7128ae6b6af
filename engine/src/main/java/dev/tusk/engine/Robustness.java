package dev.tusk.engine;

import java.util.List;
import java.util.Objects;

/**
 * Whether answers follow when a question is asked in other words: a model that understands it does
 * not care in which order the options stand or what a person is called, and follows other numbers
 * (one that does not is a clever Hans). Immutable.
 *
 * <pre>{@code
 * Robustness found = tusk.robustness("Tom has 5 apples and buys 7 more. How many has he?");
 * for (Robustness.Variation variation : found.variations()) {
 *   System.out.println(variation.change() + " " + variation.outcome() + " " + variation.detail());
 * }
 * }</pre>
 *
 * @param original the answer to the question as it was asked
 * @param variations what was changed and what came of it; empty where the original has no answer,
 *     or there is nothing to change
 */
public record Robustness(Answer original, List<Variation> variations) {
  /** Checks and copies. */
  public Robustness {
    Objects.requireNonNull(original, "original");
    variations = List.copyOf(variations);
  }

  /** Whether at least one variation could be compared, and all that could follow. */
  public boolean follows() {
    return variations.stream().anyMatch(each -> each.outcome() == Outcome.FOLLOWS)
        && variations.stream().noneMatch(each -> each.outcome() == Outcome.DEPARTS);
  }

  /** What was changed. */
  public enum Change {
    /** The options stand in another order; the answer must be the same option. */
    OPTIONS,
    /** People have other names; the answer must be the same. */
    NAMES,
    /**
     * Numbers are others, in the same order of size; the answer must be what the original's program
     * gives with those numbers.
     */
    NUMBERS
  }

  /** What came of a change. */
  public enum Outcome {
    /** The answer is the one expected. */
    FOLLOWS,
    /** The answer is another. */
    DEPARTS,
    /** There is no answer, or none could be expected; {@code detail} says why. */
    NOT_COMPARED
  }

  /**
   * One change.
   *
   * @param change what was changed
   * @param question the changed question
   * @param expected the answer expected; empty where none could be
   * @param answer what was answered
   * @param outcome how the two compare
   * @param detail the same for a person, in one line
   */
  public record Variation(
      Change change,
      Question question,
      String expected,
      Answer answer,
      Outcome outcome,
      String detail) {
    /** Checks that nothing is missing. */
    public Variation {
      Objects.requireNonNull(change, "change");
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(expected, "expected");
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(detail, "detail");
    }
  }
}
