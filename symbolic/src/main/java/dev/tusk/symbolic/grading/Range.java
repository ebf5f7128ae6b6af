package dev.tusk.symbolic.grading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A closed interval of reals that certainly holds the value it stands for.
 *
 * <p>Ends are decimals of {@code digits} significant digits, the lower rounded down and the upper
 * up in every operation. The elementary functions are computed at a point by series whose rounding
 * and truncation stay below a stated bound (in each method), and are then widened by it: exp and
 * arctan by argument reduction and Taylor's series, ln by bracketing with exp, sine and cosine at
 * the middle with the interval's radius as the Lipschitz bound. See W. Tucker, Validated Numerics,
 * chapter 3.
 */
record Range(BigDecimal low, BigDecimal high) {
  /** Beyond this decimal exponent nothing is enclosed. */
  private static final int MAX_EXPONENT = 200_000;

  private static final AtomicReference<Known> PI = new AtomicReference<>(new Known(0, of(3)));
  private static final AtomicReference<Known> LN_TEN = new AtomicReference<>(new Known(0, of(2)));

  private record Known(int digits, Range value) {}

  /** The operation leaves the reals, or may. */
  static final class Undefined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undefined(String what) {
      super(what, null, false, false);
    }
  }

  static Range of(long value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    return new Range(exact, exact);
  }

  static Range of(Rational value, int digits) {
    BigDecimal top = new BigDecimal(value.numerator());
    BigDecimal bottom = new BigDecimal(value.denominator());
    return new Range(top.divide(bottom, down(digits)), top.divide(bottom, up(digits)));
  }

  private static MathContext down(int digits) {
    return new MathContext(digits, RoundingMode.FLOOR);
  }

  private static MathContext up(int digits) {
    return new MathContext(digits, RoundingMode.CEILING);
  }

  private static Range checked(BigDecimal low, BigDecimal high) {
    if (exponent(low) > MAX_EXPONENT
        || exponent(high) > MAX_EXPONENT
        || -exponent(high) > MAX_EXPONENT) {
      throw new Budget.Exceeded("a number beyond 10^" + MAX_EXPONENT);
    }
    return new Range(low, high);
  }

  private static long exponent(BigDecimal value) {
    return value.signum() == 0 ? 0 : (long) value.precision() - value.scale();
  }

  Range plus(Range other, int digits) {
    return new Range(low.add(other.low, down(digits)), high.add(other.high, up(digits)));
  }

  Range negate() {
    return new Range(high.negate(), low.negate());
  }

  Range minus(Range other, int digits) {
    return plus(other.negate(), digits);
  }

  Range times(Range other, int digits) {
    MathContext down = down(digits);
    MathContext up = up(digits);
    if (low.signum() >= 0 && other.low.signum() >= 0) {
      return checked(low.multiply(other.low, down), high.multiply(other.high, up));
    }
    BigDecimal a = low.multiply(other.low);
    BigDecimal b = low.multiply(other.high);
    BigDecimal c = high.multiply(other.low);
    BigDecimal d = high.multiply(other.high);
    return checked(a.min(b).min(c).min(d).round(down), a.max(b).max(c).max(d).round(up));
  }

  Range inverse(int digits) {
    if (containsZero()) {
      throw new Undefined("a division by what may be zero");
    }
    return checked(
        BigDecimal.ONE.divide(high, down(digits)), BigDecimal.ONE.divide(low, up(digits)));
  }

  Range power(int exponent, int digits) {
    if (exponent < 0) {
      return power(-exponent, digits).inverse(digits);
    }
    Range result = of(1);
    Range base = exponent % 2 == 0 ? absolute() : this;
    Range square = base;
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = result.times(square, digits);
      }
      if (left > 1) {
        square = square.times(square, digits);
      }
    }
    return result;
  }

  Range absolute() {
    if (low.signum() >= 0) {
      return this;
    }
    return high.signum() <= 0 ? negate() : new Range(BigDecimal.ZERO, high.max(low.negate()));
  }

  boolean containsZero() {
    return low.signum() <= 0 && high.signum() >= 0;
  }

  /** -1 or 1 where the sign is certain, 0 where the interval is the number zero, else 2. */
  int sign() {
    if (low.signum() > 0) {
      return 1;
    }
    if (high.signum() < 0) {
      return -1;
    }
    return low.signum() == 0 && high.signum() == 0 ? 0 : Enclosures.UNKNOWN;
  }

  Range squareRoot(int digits) {
    if (high.signum() < 0) {
      throw new Undefined("the square root of a negative number");
    }
    BigDecimal bottom = low.signum() <= 0 ? BigDecimal.ZERO : low.sqrt(down(digits));
    return new Range(bottom, high.signum() == 0 ? BigDecimal.ZERO : high.sqrt(up(digits)));
  }

  /** The positive root of a positive number, by integer roots of the scaled ends. */
  Range root(int index, int digits) {
    return new Range(root(low, index, digits, 0), root(high, index, digits, 1));
  }

  private static BigDecimal root(BigDecimal x, int index, int digits, int up) {
    // The root has about exponent/index digits before its point.
    int scale = (int) Math.max(1 - exponent(x) / index + digits, 1);
    BigInteger scaled =
        x.movePointRight(scale * index).setScale(0, RoundingMode.FLOOR).toBigInteger();
    return new BigDecimal(integerRoot(scaled, index).add(BigInteger.valueOf(up)), scale);
  }

  /** The floor of the root, by Newton's iteration from above. */
  private static BigInteger integerRoot(BigInteger value, int index) {
    if (value.signum() == 0) {
      return BigInteger.ZERO;
    }
    BigInteger n = BigInteger.valueOf(index);
    BigInteger less = BigInteger.valueOf(index - 1L);
    BigInteger x = BigInteger.ONE.shiftLeft((value.bitLength() + index - 1) / index);
    while (true) {
      BigInteger next = x.multiply(less).add(value.divide(x.pow(index - 1))).divide(n);
      if (next.compareTo(x) >= 0) {
        return x;
      }
      x = next;
    }
  }

  // ---- elementary functions

  Range exponential(int digits) {
    return checked(exponential(low, digits).low, exponential(high, digits).high);
  }

  /**
   * e^x at a point: x is halved k times until below 2^-8, the series is summed until its terms fall
   * below 10^-w, and the sum is squared k times. Each squaring doubles the relative error and adds
   * one rounding, so with w = digits + 12 + k/3 working digits and fewer than w terms the relative
   * error stays below (w + k) · 2^k · 10^-w, which is below 10^-digits.
   */
  private static Range exponential(BigDecimal x, int digits) {
    if (x.signum() == 0) {
      return of(1);
    }
    if (exponent(x) > 6 || x.abs().compareTo(BigDecimal.valueOf(400_000)) > 0) {
      throw new Budget.Exceeded("an exponent beyond 400000");
    }
    int k =
        Math.max(
            0, (int) Math.ceil(Math.log(Math.abs(x.doubleValue()) + 1e-300) / Math.log(2)) + 9);
    int w = digits + 14 + k / 3 + 4;
    MathContext near = new MathContext(w, RoundingMode.HALF_EVEN);
    BigDecimal r = x.divide(new BigDecimal(BigInteger.TWO.pow(k)), near);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    BigDecimal small = BigDecimal.ONE.movePointLeft(w + 1);
    for (int n = 1; term.abs().compareTo(small) > 0; n++) {
      term = term.multiply(r, near).divide(BigDecimal.valueOf(n), near);
      sum = sum.add(term, near);
    }
    for (int i = 0; i < k; i++) {
      sum = sum.multiply(sum, near);
    }
    BigDecimal error = sum.movePointLeft(digits);
    return new Range(sum.subtract(error, down(w)), sum.add(error, up(w)));
  }

  Range logarithm(int digits) {
    if (low.signum() <= 0) {
      throw new Undefined("the logarithm of what may not be positive");
    }
    return new Range(logarithm(low, digits).low, logarithm(high, digits).high);
  }

  private static Range logarithm(BigDecimal x, int digits) {
    if (x.compareTo(BigDecimal.ONE) == 0) {
      return of(0);
    }
    long shift = exponent(x) - 1;
    BigDecimal mantissa = x.movePointLeft((int) shift);
    Range ofMantissa = bracketed(mantissa, digits + 2);
    if (shift == 0) {
      return ofMantissa;
    }
    return ofMantissa.plus(lnTen(digits + 8).times(of(shift), digits + 8), digits + 2);
  }

  private static Range lnTen(int digits) {
    Known known = LN_TEN.get();
    if (known.digits() < digits) {
      known = new Known(digits, bracketed(BigDecimal.TEN, digits));
      LN_TEN.set(known);
    }
    return known.value();
  }

  /** ln x for x in [1, 10]: Halley's iteration, then the bracket is proved by exp at its ends. */
  private static Range bracketed(BigDecimal x, int digits) {
    int w = digits + 6;
    MathContext near = new MathContext(w, RoundingMode.HALF_EVEN);
    BigDecimal y = BigDecimal.valueOf(Math.log(x.doubleValue()));
    for (int good = 14; good < 3 * w; good *= 3) {
      BigDecimal e = exponential(y, w).low;
      BigDecimal step = x.subtract(e, near).multiply(BigDecimal.TWO).divide(x.add(e, near), near);
      y = y.add(step, near);
    }
    for (int slack = digits + 2; slack > 0; slack--) {
      BigDecimal delta = BigDecimal.ONE.movePointLeft(slack);
      BigDecimal bottom = y.subtract(delta);
      BigDecimal top = y.add(delta);
      if (exponential(bottom, w).high.compareTo(x) <= 0
          && exponential(top, w).low.compareTo(x) >= 0) {
        return new Range(bottom, top);
      }
    }
    throw new Budget.Exceeded("a logarithm that could not be bracketed");
  }

  /** π by Machin's formula, 16 arctan(1/5) - 4 arctan(1/239), in integers. */
  static Range pi(int digits) {
    Known known = PI.get();
    if (known.digits() < digits) {
      int scale = digits + 10;
      BigInteger one = BigInteger.TEN.pow(scale);
      BigInteger value =
          arctanOfInverse(5, one).shiftLeft(4).subtract(arctanOfInverse(239, one).shiftLeft(2));
      // Fewer than 2·scale truncations of one unit each, times at most 16.
      BigInteger error = BigInteger.valueOf(64L * scale);
      known =
          new Known(
              digits,
              new Range(
                  new BigDecimal(value.subtract(error), scale),
                  new BigDecimal(value.add(error), scale)));
      PI.set(known);
    }
    return known.value();
  }

  private static BigInteger arctanOfInverse(int n, BigInteger one) {
    BigInteger square = BigInteger.valueOf((long) n * n);
    BigInteger term = one.divide(BigInteger.valueOf(n));
    BigInteger sum = term;
    for (int k = 3; term.signum() != 0; k += 2) {
      term = term.divide(square).negate();
      sum = sum.add(term.divide(BigInteger.valueOf(k)));
    }
    return sum;
  }

  /** {sin, cos} of the interval. */
  Range[] sineAndCosine(int digits) {
    BigDecimal middle = low.add(high).divide(BigDecimal.TWO);
    BigDecimal radius = high.subtract(low);
    if (exponent(middle) > 5_000) {
      throw new Budget.Exceeded("an angle beyond 10^5000");
    }
    int w = digits + 12;
    int scale = w + 6;
    // Reduce by a multiple of 2π; π is taken with as many further digits as the multiple has.
    BigDecimal x = middle;
    if (middle.abs().compareTo(BigDecimal.valueOf(3)) > 0) {
      int extra = (int) Math.max(0, exponent(middle)) + 4;
      BigDecimal turn = pi(scale + extra).low.multiply(BigDecimal.TWO);
      BigDecimal turns = middle.divide(turn, 0, RoundingMode.HALF_EVEN);
      x = middle.subtract(turns.multiply(turn));
    }
    x = x.setScale(scale, RoundingMode.HALF_EVEN);
    BigDecimal square = x.multiply(x).setScale(scale, RoundingMode.HALF_EVEN);
    BigDecimal[] sums = new BigDecimal[2];
    for (int odd = 0; odd < 2; odd++) {
      BigDecimal term = odd == 0 ? BigDecimal.ONE : x;
      BigDecimal sum = term;
      for (int n = odd + 1; term.signum() != 0; n += 2) {
        term =
            term.multiply(square)
                .divide(BigDecimal.valueOf((long) n * (n + 1)), scale, RoundingMode.HALF_EVEN)
                .negate();
        sum = sum.add(term);
      }
      sums[odd] = sum;
    }
    // Each of fewer than 4·scale roundings is half a unit of 10^-scale, magnified by at most e^π.
    BigDecimal error = radius.add(BigDecimal.ONE.movePointLeft(w - 2));
    return new Range[] {around(sums[1], error, w), around(sums[0], error, w)};
  }

  private static Range around(BigDecimal value, BigDecimal error, int digits) {
    BigDecimal bottom = value.subtract(error, down(digits)).max(BigDecimal.ONE.negate());
    return new Range(bottom, value.add(error, up(digits)).min(BigDecimal.ONE));
  }

  Range arctangent(int digits) {
    return new Range(arctangent(low, digits).low, arctangent(high, digits).high);
  }

  /**
   * arctan at a point: three halvings by x → x/(1 + √(1+x²)) bring |x| below 0.2; the alternating
   * series' rest is below its next term.
   */
  private static Range arctangent(BigDecimal x, int digits) {
    if (x.signum() == 0) {
      return of(0);
    }
    int w = digits + 12;
    MathContext near = new MathContext(w, RoundingMode.HALF_EVEN);
    BigDecimal r = x;
    for (int i = 0; i < 3; i++) {
      BigDecimal root = BigDecimal.ONE.add(r.multiply(r), near).sqrt(near);
      r = r.divide(BigDecimal.ONE.add(root), near);
    }
    BigDecimal square = r.multiply(r, near);
    BigDecimal term = r;
    BigDecimal sum = r;
    BigDecimal small = r.abs().movePointLeft(w);
    for (int n = 3; term.abs().compareTo(small) > 0; n += 2) {
      term = term.multiply(square, near).negate();
      sum = sum.add(term.divide(BigDecimal.valueOf(n), near), near);
    }
    BigDecimal value = sum.multiply(BigDecimal.valueOf(8));
    BigDecimal error = value.abs().movePointLeft(digits + 4);
    return new Range(value.subtract(error, down(w)), value.add(error, up(w)));
  }
}
