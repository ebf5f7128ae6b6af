package dev.tusk.symbolic.grading;

import static java.util.Objects.requireNonNull;

/**
 * By what a judgement was reached. {@code digits} counts decimal digits or decimals for {@link
 * Kind#NUMERIC} and {@link Kind#ROUNDED}, and is 0 otherwise.
 */
public record Method(Kind kind, int digits) {
  /** The kinds of method, strongest first. */
  public enum Kind {
    /** The two readings are the same expression. */
    IDENTICAL("identical"),
    /** Rational numbers were compared exactly. */
    EXACT_NUMBER("exact number"),
    /** A normal form or a root separation bound proves equality, or separated enclosures differ. */
    EXACT_ALGEBRA("exact algebra"),
    /** Computer algebra reduced the difference to zero. */
    ALGEBRA("algebra"),
    /** Sets of values were compared element by element. */
    SET("set"),
    /** Intervals or unions of them were compared end by end. */
    INTERVAL("interval"),
    /** Ordered answers were compared component by component. */
    TUPLE("tuple"),
    /** Matrices were compared entry by entry. */
    MATRIX("matrix"),
    /** Equations or inequalities were compared. */
    RELATION("relation"),
    /** Values with units were compared, or a unit was left out on one side. */
    UNIT("unit"),
    /** A percentage was compared. */
    PERCENT("percent"),
    /** One value rounds to the other. */
    ROUNDED("rounded"),
    /** Values agree to so many digits at every sampled point; nothing proves them equal. */
    NUMERIC("numeric"),
    /** Words were compared. */
    TEXT("text"),
    /** Letters of a multiple choice were compared. */
    CHOICE("choice"),
    /** Times of day were compared. */
    TIME("time"),
    /** Dates were compared. */
    DATE("date"),
    /** A data set's own scoring rule decided. */
    DATASET_RULE("data set rule"),
    /** Nothing decided. */
    NONE("none");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind in words. */
    public String label() {
      return label;
    }
  }

  /** Checks its parts. */
  public Method {
    requireNonNull(kind, "kind");
    if (digits < 0) {
      throw new IllegalArgumentException("digits must not be negative: " + digits);
    }
  }

  static Method of(Kind kind) {
    return new Method(kind, 0);
  }

  /** The method in words: {@code exact algebra}, {@code numeric to 15 digits}. */
  public String label() {
    return switch (kind) {
      case NUMERIC -> "numeric to " + digits + " digits";
      case ROUNDED -> "rounded to " + digits + " decimals";
      default -> kind.label();
    };
  }

  @Override
  public String toString() {
    return label();
  }
}
