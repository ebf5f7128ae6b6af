package dev.tusk.symbolic.number;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact fraction in lowest terms with a positive denominator. Immutable.
 *
 * @param numerator carries the sign
 * @param denominator positive
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Real, Comparable<Rational> {

  /** 0. */
  public static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);

  /** 1. */
  public static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

  /** -1. */
  public static final Rational MINUS_ONE = new Rational(BigInteger.ONE.negate(), BigInteger.ONE);

  /** 1/2. */
  public static final Rational HALF = new Rational(BigInteger.ONE, BigInteger.TWO);

  private static final MathContext DOUBLE_DIGITS = new MathContext(40, RoundingMode.DOWN);
  private static final int SMALL = 31;

  /** Lowest terms are the caller's promise; {@link #of(BigInteger, BigInteger)} reduces. */
  public Rational {
    requireNonNull(numerator);
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("denominator must be positive, but is " + denominator);
    }
  }

  /** The integer. */
  public static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /** The integer. */
  public static Rational of(BigInteger value) {
    return new Rational(value, BigInteger.ONE);
  }

  /** The fraction, reduced. */
  public static Rational of(long numerator, long denominator) {
    return of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /**
   * The fraction, reduced.
   *
   * @throws ArithmeticException if the denominator is 0
   */
  public static Rational of(BigInteger numerator, BigInteger denominator) {
    int sign = denominator.signum();
    if (sign == 0) {
      throw new ArithmeticException("denominator is 0");
    }
    if (numerator.bitLength() <= 62 && denominator.bitLength() <= 62) {
      long n = numerator.longValue();
      long d = denominator.longValue();
      long g = gcd(Math.abs(n), Math.abs(d));
      if (d < 0) {
        g = -g;
      }
      return new Rational(BigInteger.valueOf(n / g), BigInteger.valueOf(d / g));
    }
    BigInteger g = numerator.gcd(denominator);
    if (sign < 0) {
      g = g.negate();
    }
    return g.equals(BigInteger.ONE)
        ? new Rational(numerator, denominator)
        : new Rational(numerator.divide(g), denominator.divide(g));
  }

  /** The decimal, exactly. */
  public static Rational of(BigDecimal value) {
    return value.scale() <= 0
        ? of(value.toBigIntegerExact())
        : of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  private static long gcd(long a, long b) {
    while (b != 0) {
      long t = a % b;
      a = b;
      b = t;
    }
    return a;
  }

  private boolean small() {
    return numerator.bitLength() <= SMALL && denominator.bitLength() <= SMALL;
  }

  /** Whether the denominator is 1. */
  public boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  /** Whether this is 0. */
  public boolean isZero() {
    return numerator.signum() == 0;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return numerator.signum();
  }

  /** Bits of numerator and denominator together. */
  public int bits() {
    return numerator.bitLength() + denominator.bitLength();
  }

  /** The sum. */
  public Rational plus(Rational other) {
    if (isInteger() && other.isInteger()) {
      return of(numerator.add(other.numerator));
    }
    if (small() && other.small()) {
      long a = numerator.longValue();
      long b = denominator.longValue();
      long c = other.numerator.longValue();
      long d = other.denominator.longValue();
      return of(
          BigInteger.valueOf(a * d).add(BigInteger.valueOf(c * b)), BigInteger.valueOf(b * d));
    }
    return of(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** The difference. */
  public Rational minus(Rational other) {
    return plus(other.negate());
  }

  /** The product. */
  public Rational times(Rational other) {
    if (isInteger() && other.isInteger()) {
      return of(numerator.multiply(other.numerator));
    }
    return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /**
   * The quotient.
   *
   * @throws ArithmeticException if the other is 0
   */
  public Rational dividedBy(Rational other) {
    return of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /** 1 / this. */
  public Rational reciprocal() {
    return of(denominator, numerator);
  }

  /** -this. */
  public Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  /** |this|. */
  public Rational abs() {
    return numerator.signum() < 0 ? negate() : this;
  }

  /** This to an integer power; the caller bounds the size. */
  public Rational power(int exponent) {
    if (exponent >= 0) {
      return new Rational(numerator.pow(exponent), denominator.pow(exponent));
    }
    return reciprocal().power(-exponent);
  }

  /** The greatest integer not above this. */
  public BigInteger floor() {
    if (isInteger()) {
      return numerator;
    }
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return numerator.signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** The least integer not below this. */
  public BigInteger ceiling() {
    return negate().floor().negate();
  }

  /** The integer part, toward 0. */
  public BigInteger truncate() {
    return numerator.divide(denominator);
  }

  /** The nearest integer, ties to even. */
  public BigInteger roundHalfEven() {
    BigInteger two = BigInteger.TWO;
    BigInteger down = floor();
    Rational rest = minus(of(down));
    int order = rest.compareTo(HALF);
    if (order < 0) {
      return down;
    }
    if (order > 0) {
      return down.add(BigInteger.ONE);
    }
    return down.mod(two).signum() == 0 ? down : down.add(BigInteger.ONE);
  }

  /** Rounded to decimals (negative: tens, hundreds …), ties to even. */
  public Rational roundHalfEven(int decimals) {
    Rational unit =
        decimals >= 0
            ? of(BigInteger.TEN.pow(decimals))
            : of(BigInteger.ONE, BigInteger.TEN.pow(-decimals));
    return of(times(unit).roundHalfEven()).dividedBy(unit);
  }

  @Override
  public int compareTo(Rational other) {
    if (denominator.equals(other.denominator)) {
      return numerator.compareTo(other.numerator);
    }
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** The nearest double, ties to even; infinite beyond the range. */
  public double toDouble() {
    if (numerator.bitLength() <= 53 && denominator.bitLength() <= 53) {
      return (double) numerator.longValue() / (double) denominator.longValue();
    }
    BigDecimal n = new BigDecimal(numerator);
    BigDecimal d = new BigDecimal(denominator);
    BigDecimal q = n.divide(d, DOUBLE_DIGITS);
    // A sticky digit keeps the later rounding to a double from seeing a false tie.
    if (q.multiply(d).compareTo(n) != 0) {
      BigDecimal sticky = BigDecimal.valueOf(1, q.scale() + (40 - q.precision()) + 2);
      q = n.signum() < 0 ? q.subtract(sticky) : q.add(sticky);
    }
    return q.doubleValue();
  }

  /** The decimal expansion at some digits. */
  public BigDecimal toDecimal(MathContext context) {
    return isInteger() && context.getPrecision() == 0
        ? new BigDecimal(numerator)
        : new BigDecimal(numerator).divide(new BigDecimal(denominator), context);
  }

  /** The exact value of a finite double. */
  public static Rational ofDouble(double value) {
    return of(new BigDecimal(value));
  }

  @Override
  public String toString() {
    return isInteger() ? numerator.toString() : numerator + "/" + denominator;
  }
}
