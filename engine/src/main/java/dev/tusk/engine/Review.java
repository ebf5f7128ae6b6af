package dev.tusk.engine;

import dev.tusk.symbolic.grading.Judgement;
import java.util.Objects;
import java.util.Optional;

/**
 * What evidence says of a claimed answer. The question was solved without the claim in any prompt,
 * so nobody's insisting reaches the model; what decides is how the claim compares with the answer,
 * and what is known of that answer. Immutable.
 *
 * <pre>{@code
 * switch (tusk.review("What is 7 * 8?", "54")) {
 *   case Review.Supported supported -> System.out.println("yes, " + supported.explanation());
 *   case Review.Refuted refuted -> System.out.println("no, " + refuted.explanation());
 *   case Review.Unsettled unsettled -> System.out.println("open, " + unsettled.explanation());
 * }
 * }</pre>
 */
public sealed interface Review {
  /** The claim, as it was made. */
  String claim();

  /** The answer found without the claim, with its evidence. */
  Answer answer();

  /** What was found, for a person, in one line. */
  String explanation();

  /** {@code supported}, {@code refuted} or {@code unsettled}. */
  default String label() {
    return switch (this) {
      case Supported s -> "supported";
      case Refuted r -> "refuted";
      case Unsettled u -> "unsettled";
    };
  }

  /**
   * The claim is the answer that was found, and nothing that was found speaks against it. The
   * answer's {@link Answer.Solved#grade} tells how much that is worth.
   *
   * @param judgement how the two were found the same
   */
  record Supported(String claim, Answer.Solved answer, Judgement judgement, String explanation)
      implements Review {
    /** Checks that nothing is missing. */
    public Supported {
      Objects.requireNonNull(claim, "claim");
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(judgement, "judgement");
      Objects.requireNonNull(explanation, "explanation");
    }
  }

  /**
   * The claim is not the answer that was found, and nothing that was found speaks for it. The
   * answer's {@link Answer.Solved#grade} tells how much that is worth.
   *
   * @param judgement how the two were found to differ
   */
  record Refuted(String claim, Answer.Solved answer, Judgement judgement, String explanation)
      implements Review {
    /** Checks that nothing is missing. */
    public Refuted {
      Objects.requireNonNull(claim, "claim");
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(judgement, "judgement");
      Objects.requireNonNull(explanation, "explanation");
    }
  }

  /**
   * The evidence does not decide: there is no answer, its derivations differ, the cross-check
   * disputes it, or the two texts could not be compared.
   *
   * @param judgement how the two compare, where there is an answer
   */
  record Unsettled(String claim, Answer answer, Optional<Judgement> judgement, String explanation)
      implements Review {
    /** Checks that nothing is missing. */
    public Unsettled {
      Objects.requireNonNull(claim, "claim");
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(judgement, "judgement");
      Objects.requireNonNull(explanation, "explanation");
    }
  }
}
