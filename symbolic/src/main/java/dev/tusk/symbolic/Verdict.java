package dev.tusk.symbolic;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What the cross-check says of a printed answer. docs/verification.md explains each to a user. */
public sealed interface Verdict {

  /** What the verdict rests on. */
  Evidence evidence();

  /** The verdict's name: {@code CONFIRMED}, {@code FLOAT_ARTEFACT} … */
  default String label() {
    return switch (this) {
      case Confirmed c -> "CONFIRMED";
      case FloatArtefact f -> "FLOAT_ARTEFACT";
      case OneOfRoots o -> "ONE_OF_ROOTS";
      case Contradicted c -> "CONTRADICTED";
      case Disagreed d -> "DISAGREED";
      case Unchecked u -> "UNCHECKED";
    };
  }

  /** How the verdict came about, in one line. */
  default String method() {
    return switch (this) {
      case Confirmed c -> c.how().toString();
      default -> evidence().method();
    };
  }

  /** Why the answer is not confirmed, in one line; empty for a confirmed one. */
  default String explanation() {
    return switch (this) {
      case Confirmed c -> "";
      case FloatArtefact f -> "the program's floats moved the answer by " + f.error();
      case OneOfRoots o -> "one of the roots " + o.roots();
      case Contradicted c -> c.certificate().toString();
      case Disagreed d -> "the exact run says " + d.exact();
      case Unchecked u -> u.toText();
    };
  }

  /** The printed answer is the exact one. */
  record Confirmed(How how, Evidence evidence) implements Verdict {
    public Confirmed {
      requireNonNull(how);
      requireNonNull(evidence);
    }
  }

  /** How far a confirmed answer agrees. */
  sealed interface How {
    /** The text is Python's text for the exact value, and says it in full. */
    record Exact() implements How {
      @Override
      public String toString() {
        return "exact";
      }
    }

    /** The text is the exact value, which it cannot say in full, rounded to these digits. */
    record Numeric(int digits) implements How {
      @Override
      public String toString() {
        return "numeric to " + digits + " digits";
      }
    }

    /** The program rounds to these decimals, and the text is the exact value so rounded. */
    record Rounded(int decimals) implements How {
      @Override
      public String toString() {
        return "rounded to " + decimals + " decimals";
      }
    }
  }

  /**
   * The program's own floats moved the answer: a replay in IEEE doubles gives the printed text, the
   * exact value is another.
   */
  record FloatArtefact(String exact, String printed, String error, Evidence evidence)
      implements Verdict {
    public FloatArtefact {
      requireNonNull(exact);
      requireNonNull(printed);
      requireNonNull(error);
      requireNonNull(evidence);
    }
  }

  /** The printed answer is one of several roots, and which one is the library's choice. */
  record OneOfRoots(List<String> roots, Evidence evidence) implements Verdict {
    public OneOfRoots {
      roots = List.copyOf(roots);
      requireNonNull(evidence);
    }
  }

  /** The printed answer is wrong, and the certificate proves it. */
  record Contradicted(Certificate certificate, Evidence evidence) implements Verdict {
    public Contradicted {
      requireNonNull(certificate);
      requireNonNull(evidence);
    }
  }

  /**
   * A proof that a printed number is not the program's.
   *
   * @param line the statement where the values part: the one that produced the answer
   * @param statement what kind of statement it is
   * @param printed the printed number, a decimal or a fraction
   * @param lower the program's number is at least this, in exact arithmetic
   * @param upper the program's number is at most this
   * @param replayed what the program gives in IEEE doubles
   */
  record Certificate(
      int line, String statement, String printed, String lower, String upper, String replayed) {
    @Override
    public String toString() {
      String bounds =
          lower.equals(upper) ? "is " + lower : "lies in [" + lower + ", " + upper + "]";
      return "line "
          + line
          + " ("
          + statement
          + "): the value "
          + bounds
          + ", in doubles it is "
          + replayed
          + ", but "
          + printed
          + " was printed";
    }
  }

  /** The exact run and the printed answer differ, and neither is proved. */
  record Disagreed(String exact, Evidence evidence) implements Verdict {
    public Disagreed {
      requireNonNull(exact);
      requireNonNull(evidence);
    }
  }

  /** Nothing is said about the answer. */
  record Unchecked(Reason reason, String construct, int line, String detail, Evidence evidence)
      implements Verdict {
    public Unchecked {
      requireNonNull(reason);
      requireNonNull(construct);
      requireNonNull(detail);
      requireNonNull(evidence);
    }

    String toText() {
      var text =
          new StringBuilder(reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
      if (!construct.isEmpty()) {
        text.append(": ").append(construct);
      }
      if (line > 0) {
        text.append(", line ").append(line);
      }
      if (!detail.isEmpty()) {
        text.append(" (").append(detail).append(')');
      }
      return text.toString();
    }
  }

  /** Why nothing is said. */
  enum Reason {
    /** The program uses something that the cross-check does not know. */
    UNSUPPORTED,
    /** A value or a decision could not be worked out. */
    UNEVALUATED,
    /** The deadline or the budget of steps ran out. */
    TIME_OUT,
    /** A number, a container, a text or the recursion grew past its bound. */
    RESOURCE_LIMIT,
    /** The answer depends on the clock, on random numbers or on the order of a hash table. */
    NON_DETERMINISTIC,
    /** There is no answer to check, or the exact run ends in an error of the program. */
    DID_NOT_RUN
  }

  /** The verdict for a program that gave no answer. */
  static Verdict didNotRun(String why) {
    return unchecked(Reason.DID_NOT_RUN, "", 0, why);
  }

  /** The verdict where there is nothing that could be checked. */
  static Verdict unchecked(Reason reason, String construct, int line, String detail) {
    var subject = new Evidence.Subject.Nothing(reason, construct, line, detail);
    return new Unchecked(reason, construct, line, detail, Evidence.nothing(subject));
  }

  /**
   * This verdict with its evidence as JSON, complete: {@link #parse} reads it back, {@link
   * CrossCheck#replay} decides again from it. docs/verification.md lists the fields.
   */
  default String toJson() {
    return VerdictJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if the text is not of that format, misses something, or was
   *     changed since it was written; the message says what and where
   */
  static Verdict parse(String json) {
    return VerdictJson.read(json);
  }

  /** Whether another verdict says the same on the same evidence, whatever version said it. */
  default boolean agreesWith(Verdict other) {
    return equals(other.with(evidence().versions()));
  }

  private Verdict with(Evidence.Versions versions) {
    Evidence e = evidence().with(versions);
    return switch (this) {
      case Confirmed c -> new Confirmed(c.how(), e);
      case FloatArtefact f -> new FloatArtefact(f.exact(), f.printed(), f.error(), e);
      case OneOfRoots o -> new OneOfRoots(o.roots(), e);
      case Contradicted c -> new Contradicted(c.certificate(), e);
      case Disagreed d -> new Disagreed(d.exact(), e);
      case Unchecked u -> new Unchecked(u.reason(), u.construct(), u.line(), u.detail(), e);
    };
  }
}
