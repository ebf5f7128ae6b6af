package dev.tusk.symbolic.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A real number known to lie between two decimals, ends included; a {@link Form} says what it is
 * exactly where that is known.
 */
public record Enclosure(BigDecimal lower, BigDecimal upper, @Nullable Form form) implements Real {

  /** An exact description of an irrational number. */
  public sealed interface Form {
    /** A rational multiple of pi. */
    record PiMultiple(Rational factor) implements Form {}

    /** factor · √radicand, the radicand a positive integer that is no square. */
    record Surd(Rational factor, BigInteger radicand) implements Form {}
  }

  /** Ends in order. */
  public Enclosure {
    if (lower.compareTo(upper) > 0) {
      throw new IllegalArgumentException("ends out of order: " + lower + " > " + upper);
    }
  }

  /** An enclosure of something of no special form. */
  public static Enclosure of(BigDecimal lower, BigDecimal upper) {
    return new Enclosure(lower, upper, null);
  }

  /** Whether 0 may be the value. */
  public boolean mayBeZero() {
    return form == null && lower.signum() <= 0 && upper.signum() >= 0;
  }

  /** The middle, at few digits; for messages. */
  public BigDecimal middle() {
    return lower.add(upper).divide(BigDecimal.TWO);
  }

  @Override
  public String toString() {
    BigDecimal m = middle().round(new MathContext(30, RoundingMode.HALF_EVEN));
    return m.toString() + "…";
  }
}
