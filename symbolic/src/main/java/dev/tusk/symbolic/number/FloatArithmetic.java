package dev.tusk.symbolic.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What the operations of Python's floats mean in one run: on exact reals, or on doubles. Immutable
 * and thread-safe.
 *
 * <p>In the replay, + - * / and sqrt are Java's, which are IEEE's; functions of {@code math} are
 * the exact result's nearest double, from an enclosure. C libraries miss that by one unit in the
 * last place in fewer than one call in a thousand; a replay can differ from the program there.
 */
public final class FloatArithmetic {
  private final boolean exact;
  private final RealArithmetic reals;

  /** For an exact run ({@code exact}) or a replay. */
  public FloatArithmetic(boolean exact, int digits) {
    this.exact = exact;
    this.reals = new RealArithmetic(digits);
  }

  /** Whether floats are exact reals here. */
  public boolean exact() {
    return exact;
  }

  /** The arithmetic of the reals. */
  public RealArithmetic reals() {
    return reals;
  }

  /** A float of this value; in the replay infinite beyond the range. */
  public FloatNumber of(Rational value) {
    return exact ? value : new Ieee(value.toDouble());
  }

  /** A float of this value. */
  public FloatNumber of(Real value) {
    return exact ? value : new Ieee(reals.toDouble(value));
  }

  /** The double of a float. */
  public double toDouble(FloatNumber x) {
    return switch (x) {
      case Real r -> reals.toDouble(r);
      case Ieee d -> d.value();
    };
  }

  /** The real that a finite float is. */
  public Real toReal(FloatNumber x) {
    return switch (x) {
      case Real r -> r;
      case Ieee d -> Rational.ofDouble(d.value());
    };
  }

  /** Whether infinite or NaN. */
  public static boolean special(FloatNumber x) {
    return x instanceof Ieee d && !Double.isFinite(d.value());
  }

  private double rough(FloatNumber x) {
    return switch (x) {
      case Rational r -> r.toDouble();
      case Enclosure e -> e.middle().doubleValue();
      case Ieee d -> d.value();
    };
  }

  /** The sum. */
  public FloatNumber add(FloatNumber a, FloatNumber b) {
    return a instanceof Real x && b instanceof Real y
        ? reals.add(x, y)
        : new Ieee(rough(a) + rough(b));
  }

  /** The difference. */
  public FloatNumber subtract(FloatNumber a, FloatNumber b) {
    return a instanceof Real x && b instanceof Real y
        ? reals.subtract(x, y)
        : new Ieee(rough(a) - rough(b));
  }

  /** The product. */
  public FloatNumber multiply(FloatNumber a, FloatNumber b) {
    return a instanceof Real x && b instanceof Real y
        ? reals.multiply(x, y)
        : new Ieee(rough(a) * rough(b));
  }

  /** The quotient; the divisor is not 0. */
  public FloatNumber divide(FloatNumber a, FloatNumber b) {
    return a instanceof Real x && b instanceof Real y
        ? reals.divide(x, y)
        : new Ieee(rough(a) / rough(b));
  }

  /** The negation. */
  public FloatNumber negate(FloatNumber a) {
    return a instanceof Real x ? reals.negate(x) : new Ieee(-rough(a));
  }

  /** The absolute value. */
  public FloatNumber abs(FloatNumber a) {
    return a instanceof Real x ? reals.abs(x) : new Ieee(Math.abs(rough(a)));
  }

  /** Whether it is 0. */
  public boolean isZero(FloatNumber a) {
    return switch (a) {
      case Rational r -> r.isZero();
      case Enclosure e -> e.form() == null && reals.signum(e) == 0;
      case Ieee d -> d.value() == 0;
    };
  }

  /** {@code a // b} and {@code a % b}, as CPython's float_divmod; b is not 0. */
  public FloatNumber[] divmod(FloatNumber a, FloatNumber b) {
    if (a instanceof Real x && b instanceof Real y) {
      Rational q = Rational.of(reals.floor(reals.divide(x, y)));
      return new FloatNumber[] {q, reals.subtract(x, reals.multiply(q, y))};
    }
    double v = rough(a);
    double w = rough(b);
    double mod = v % w;
    double div = (v - mod) / w;
    if (mod != 0) {
      if ((w < 0) != (mod < 0)) {
        mod += w;
        div -= 1;
      }
    } else {
      mod = Math.copySign(0, w);
    }
    double floor;
    if (div != 0) {
      floor = Math.floor(div);
      if (div - floor > 0.5) {
        floor += 1;
      }
    } else {
      floor = Math.copySign(0, v / w);
    }
    return new FloatNumber[] {new Ieee(floor), new Ieee(mod)};
  }

  /** The order; neither is NaN. */
  public int compare(FloatNumber a, FloatNumber b) {
    if (a instanceof Real x && b instanceof Real y) {
      return reals.compare(x, y);
    }
    if (special(a) || special(b)) {
      // Any finite number is between the infinities.
      double x = special(a) ? rough(a) : 0;
      double y = special(b) ? rough(b) : 0;
      return Double.compare(x, y);
    }
    return toRational(a).compareTo(toRational(b));
  }

  private static Rational toRational(FloatNumber a) {
    return switch (a) {
      case Rational r -> r;
      case Ieee d -> Rational.ofDouble(d.value());
      case Enclosure e -> throw new UndecidedException("the order of " + e + " and a double");
    };
  }

  /**
   * base ** exponent for a base that is not negative, or an integer exponent; 0 not to a negative
   * exponent.
   */
  public FloatNumber power(FloatNumber base, FloatNumber exponent) {
    if (base instanceof Real b && exponent instanceof Real e) {
      if (e instanceof Rational r && r.isInteger() && r.numerator().bitLength() <= 30) {
        return reals.power(b, r.numerator().intValue());
      }
      if (b instanceof Rational r && r.signum() < 0) {
        Rational n = (Rational) e;
        Real p = reals.power(r.negate(), n);
        return n.numerator().testBit(0) ? reals.negate(p) : p;
      }
      return reals.power(b, e);
    }
    double x = rough(base);
    double y = rough(exponent);
    double strict = StrictMath.pow(x, y);
    if (!Double.isFinite(strict) || strict == 0 || x == 0 || !Double.isFinite(x)) {
      return new Ieee(strict);
    }
    boolean negative = x < 0 && y % 2 != 0;
    try {
      Real p = reals.power(Rational.ofDouble(Math.abs(x)), Rational.ofDouble(y));
      double d = reals.toDouble(p);
      return new Ieee(negative ? -d : d);
    } catch (UndecidedException e) {
      // The exact power is a double or a tie, where StrictMath is exact enough.
      return new Ieee(strict);
    }
  }

  /** A function of a real, its result the nearest double in the replay. */
  @FunctionalInterface
  public interface RealFunction {
    /** The value. */
    Real apply(Real x);
  }

  /** Applies a function to a finite float. */
  public FloatNumber apply(RealFunction function, FloatNumber x) {
    return switch (x) {
      case Real r -> function.apply(r);
      case Ieee d -> new Ieee(reals.toDouble(function.apply(Rational.ofDouble(d.value()))));
    };
  }

  /** The square root of a float that is not negative. */
  public FloatNumber sqrt(FloatNumber x) {
    return x instanceof Real r ? reals.sqrt(r) : new Ieee(Math.sqrt(rough(x)));
  }

  /** floor of a finite float. */
  public BigInteger floor(FloatNumber x) {
    return reals.floor(toReal(x));
  }

  /** ceil of a finite float. */
  public BigInteger ceiling(FloatNumber x) {
    return reals.ceiling(toReal(x));
  }

  /** int of a finite float. */
  public BigInteger truncate(FloatNumber x) {
    return reals.truncate(toReal(x));
  }

  /** round to an integer. */
  public BigInteger round(FloatNumber x) {
    return reals.round(toReal(x), 0).numerator();
  }

  /** round to decimals. */
  public FloatNumber round(FloatNumber x, int decimals) {
    return switch (x) {
      case Real r -> reals.round(r, decimals);
      case Ieee d -> {
        if (!Double.isFinite(d.value()) || decimals > 330) {
          yield d;
        }
        yield new Ieee(
            new BigDecimal(d.value()).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue());
      }
    };
  }

  /**
   * A decimal that rounds to significant digits as the number does.
   *
   * @throws UndecidedException where the enclosure spans two roundings
   */
  public BigDecimal decimal(FloatNumber x, int significant) {
    return switch (x) {
      case Real r -> reals.toDecimal(r, significant);
      case Ieee d ->
          new BigDecimal(d.value()).round(new MathContext(significant, RoundingMode.HALF_EVEN));
    };
  }
}
