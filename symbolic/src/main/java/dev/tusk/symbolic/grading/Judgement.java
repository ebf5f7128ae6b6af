package dev.tusk.symbolic.grading;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What the grader found. Each case carries the method that decided, a reason for a person, and what
 * was taken as the answer on either side. Immutable.
 */
public sealed interface Judgement {

  /** By what it was reached. */
  Method method();

  /** One line for a person. */
  String reason();

  /** What was taken as the reference's answer, and from where. */
  Extraction reference();

  /** What was taken as the candidate's answer, and from where. */
  Extraction candidate();

  /** {@code equivalent}, {@code not_equivalent} or {@code undecided}. */
  default String label() {
    return switch (this) {
      case Equivalent e -> "equivalent";
      case NotEquivalent n -> "not_equivalent";
      case Undecided u -> "undecided";
    };
  }

  /** The two mean the same under the policy. */
  record Equivalent(Method method, String reason, Extraction reference, Extraction candidate)
      implements Judgement {
    /** Checks its parts. */
    public Equivalent {
      check(method, reason, reference, candidate);
    }
  }

  /** The two mean different things under the policy. */
  record NotEquivalent(Method method, String reason, Extraction reference, Extraction candidate)
      implements Judgement {
    /** Checks its parts. */
    public NotEquivalent {
      check(method, reason, reference, candidate);
    }
  }

  /** Neither could be shown, or a bound was passed; the reason says which. */
  record Undecided(Method method, String reason, Extraction reference, Extraction candidate)
      implements Judgement {
    /** Checks its parts. */
    public Undecided {
      check(method, reason, reference, candidate);
    }
  }

  private static void check(
      Method method, String reason, Extraction reference, Extraction candidate) {
    requireNonNull(method, "method");
    requireNonNull(reason, "reason");
    requireNonNull(reference, "reference");
    requireNonNull(candidate, "candidate");
  }

  /** A short name for messages: {@code equivalent (exact number)}. */
  static String summary(Judgement judgement) {
    return String.format(
        Locale.ROOT, "%s (%s): %s", judgement.label(), judgement.method(), judgement.reason());
  }
}
