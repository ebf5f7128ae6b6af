package dev.tusk.symbolic.grading;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact fraction in lowest terms with a positive denominator. */
record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
  static final Rational ZERO = of(0);
  static final Rational ONE = of(1);
  static final Rational MINUS_ONE = of(-1);
  static final Rational TWO = of(2);
  static final Rational HALF = of(1, 2);

  static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  static Rational of(long numerator, long denominator) {
    return of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  static Rational of(BigInteger value) {
    return new Rational(value, BigInteger.ONE);
  }

  static Rational of(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("zero denominator");
    }
    BigInteger top = numerator;
    BigInteger bottom = denominator;
    if (bottom.signum() < 0) {
      top = top.negate();
      bottom = bottom.negate();
    }
    if (!bottom.equals(BigInteger.ONE)) {
      BigInteger common = top.gcd(bottom);
      if (!common.equals(BigInteger.ONE)) {
        top = top.divide(common);
        bottom = bottom.divide(common);
      }
    }
    return new Rational(top, bottom);
  }

  static Rational of(BigDecimal value) {
    return value.scale() <= 0
        ? of(value.toBigIntegerExact())
        : of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  Rational plus(Rational other) {
    if (isInteger() && other.isInteger()) {
      return of(numerator.add(other.numerator));
    }
    return of(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational minus(Rational other) {
    return plus(other.negate());
  }

  Rational times(Rational other) {
    if (isInteger() && other.isInteger()) {
      return of(numerator.multiply(other.numerator));
    }
    return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  Rational over(Rational other) {
    return of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  Rational abs() {
    return numerator.signum() < 0 ? negate() : this;
  }

  Rational inverse() {
    return of(denominator, numerator);
  }

  /** The integer power; the caller has bounded the result's size. */
  Rational pow(int exponent) {
    if (exponent < 0) {
      return inverse().pow(-exponent);
    }
    return new Rational(numerator.pow(exponent), denominator.pow(exponent));
  }

  BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  BigInteger ceiling() {
    return negate().floor().negate();
  }

  boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  boolean isZero() {
    return numerator.signum() == 0;
  }

  boolean isOne() {
    return equals(ONE);
  }

  int signum() {
    return numerator.signum();
  }

  int bits() {
    return Math.max(numerator.bitLength(), denominator.bitLength());
  }

  /** The value as an int where it is one, else {@code fallback}. */
  int intValueOr(int fallback) {
    return isInteger() && numerator.bitLength() < 31 ? numerator.intValue() : fallback;
  }

  double doubleValue() {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64)
        .doubleValue();
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  @Override
  public String toString() {
    return isInteger() ? numerator.toString() : numerator + "/" + denominator;
  }
}
