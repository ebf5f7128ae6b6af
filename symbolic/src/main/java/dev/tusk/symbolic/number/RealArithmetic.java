package dev.tusk.symbolic.number;

import dev.tusk.symbolic.number.Enclosure.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on {@link Real}: exact while it can be, else on enclosures rounded outward. Immutable
 * and thread-safe.
 *
 * <p>The elementary functions are computed at a point with guard digits and widened: series are
 * summed until a term is below the last guard digit, every operation rounds at {@code digits + 20}
 * digits, and fewer than 10^8 operations are made, so an error below 10^-(digits+10) relative to
 * the largest intermediate is certain; the result is widened by 10^-(digits+5). Monotone functions
 * are taken at both ends, sine and cosine at the middle with the radius as error (they are
 * 1-Lipschitz).
 */
public final class RealArithmetic {
  private static final int GUARD = 20;
  private static final int WIDEN = 5;
  private static final BigInteger ROOT_BOUND = BigInteger.valueOf(64);

  /** Beyond this many bits a fraction is enclosed instead of kept. */
  private static final int RATIONAL_BITS = 30_000;

  private static final ConcurrentMap<Integer, BigDecimal> PI = new ConcurrentHashMap<>();
  private static final ConcurrentMap<Integer, BigDecimal> LN2 = new ConcurrentHashMap<>();

  private final int digits;
  private final MathContext down;
  private final MathContext up;
  private final MathContext work;

  /** Enclosures are kept to about this many significant decimal digits. */
  public RealArithmetic(int digits) {
    if (digits < 20 || digits > 10_000) {
      throw new IllegalArgumentException("digits must be in [20, 10000], but is " + digits);
    }
    this.digits = digits;
    this.down = new MathContext(digits + GUARD / 2, RoundingMode.FLOOR);
    this.up = new MathContext(digits + GUARD / 2, RoundingMode.CEILING);
    this.work = new MathContext(digits + GUARD, RoundingMode.HALF_EVEN);
  }

  /** Decimal digits of the enclosures. */
  public int digits() {
    return digits;
  }

  // Basic arithmetic.

  private BigDecimal lower(Real x) {
    return switch (x) {
      case Rational r -> r.toDecimal(down);
      case Enclosure e -> e.lower();
    };
  }

  private BigDecimal upper(Real x) {
    return switch (x) {
      case Rational r -> r.toDecimal(up);
      case Enclosure e -> e.upper();
    };
  }

  private Enclosure enclose(BigDecimal a, BigDecimal b) {
    return Enclosure.of(a.round(down), b.round(up));
  }

  private Real tame(Rational r) {
    return r.bits() > RATIONAL_BITS ? enclose(lower(r), upper(r)) : r;
  }

  /** The sum. */
  public Real add(Real a, Real b) {
    if (a instanceof Rational x && b instanceof Rational y) {
      return tame(x.plus(y));
    }
    if (a instanceof Rational x && x.isZero()) {
      return b;
    }
    if (b instanceof Rational y && y.isZero()) {
      return a;
    }
    Form fa = form(a);
    Form fb = form(b);
    if (fa instanceof Form.PiMultiple p && fb instanceof Form.PiMultiple q) {
      return piMultiple(p.factor().plus(q.factor()));
    }
    if (fa instanceof Form.Surd p
        && fb instanceof Form.Surd q
        && p.radicand().equals(q.radicand())) {
      return surd(p.factor().plus(q.factor()), p.radicand());
    }
    return enclose(lower(a).add(lower(b)), upper(a).add(upper(b)));
  }

  /** The difference. */
  public Real subtract(Real a, Real b) {
    return add(a, negate(b));
  }

  /** The negation. */
  public Real negate(Real a) {
    return switch (a) {
      case Rational r -> r.negate();
      case Enclosure e ->
          new Enclosure(
              e.upper().negate(),
              e.lower().negate(),
              switch (e.form()) {
                case null -> null;
                case Form.PiMultiple p -> new Form.PiMultiple(p.factor().negate());
                case Form.Surd s -> new Form.Surd(s.factor().negate(), s.radicand());
              });
    };
  }

  private static @Nullable Form form(Real a) {
    return a instanceof Enclosure e ? e.form() : null;
  }

  /** The product. */
  public Real multiply(Real a, Real b) {
    if (a instanceof Rational x && b instanceof Rational y) {
      return tame(x.times(y));
    }
    if (a instanceof Rational x) {
      return scale(x, (Enclosure) b);
    }
    if (b instanceof Rational y) {
      return scale(y, (Enclosure) a);
    }
    if (form(a) instanceof Form.Surd p && form(b) instanceof Form.Surd q) {
      return multiply(
          p.factor().times(q.factor()), sqrt(Rational.of(p.radicand().multiply(q.radicand()))));
    }
    var x = (Enclosure) a;
    var y = (Enclosure) b;
    return product(x, y);
  }

  private Enclosure product(Enclosure x, Enclosure y) {
    BigDecimal p = x.lower().multiply(y.lower());
    BigDecimal q = x.lower().multiply(y.upper());
    BigDecimal r = x.upper().multiply(y.lower());
    BigDecimal s = x.upper().multiply(y.upper());
    return enclose(p.min(q).min(r.min(s)), p.max(q).max(r.max(s)));
  }

  private Real scale(Rational x, Enclosure e) {
    if (x.isZero()) {
      return x;
    }
    if (x.equals(Rational.ONE)) {
      return e;
    }
    Enclosure product = product(enclose(lower(x), upper(x)), e);
    return switch (e.form()) {
      case null -> product;
      case Form.PiMultiple p ->
          new Enclosure(product.lower(), product.upper(), new Form.PiMultiple(p.factor().times(x)));
      case Form.Surd s ->
          new Enclosure(
              product.lower(), product.upper(), new Form.Surd(s.factor().times(x), s.radicand()));
    };
  }

  /** The quotient; the divisor is known not to be 0, or undecided. */
  public Real divide(Real a, Real b) {
    if (a instanceof Rational x && b instanceof Rational y) {
      return tame(x.dividedBy(y));
    }
    if (form(a) instanceof Form.PiMultiple p && form(b) instanceof Form.PiMultiple q) {
      return p.factor().dividedBy(q.factor());
    }
    return multiply(a, reciprocal(b));
  }

  private Real reciprocal(Real b) {
    if (b instanceof Rational r) {
      return r.reciprocal();
    }
    var e = (Enclosure) b;
    if (e.form() instanceof Form.Surd s) {
      return surd(s.factor().times(Rational.of(s.radicand())).reciprocal(), s.radicand());
    }
    if (signum(e) == 0) {
      throw new UndecidedException("whether a divisor is 0");
    }
    return Enclosure.of(
        BigDecimal.ONE.divide(e.upper(), down), BigDecimal.ONE.divide(e.lower(), up));
  }

  /** The sign. */
  public int signum(Real a) {
    return switch (a) {
      case Rational r -> r.signum();
      case Enclosure e -> {
        if (e.lower().signum() > 0) {
          yield 1;
        }
        if (e.upper().signum() < 0) {
          yield -1;
        }
        throw new UndecidedException("the sign of " + e);
      }
    };
  }

  /** The order. */
  public int compare(Real a, Real b) {
    if (a instanceof Rational x && b instanceof Rational y) {
      return x.compareTo(y);
    }
    if (a.equals(b) && form(a) != null) {
      return 0;
    }
    if (a instanceof Enclosure x && b instanceof Rational y) {
      return compare(x, y);
    }
    if (a instanceof Rational x && b instanceof Enclosure y) {
      return -compare(y, x);
    }
    Real d = subtract(a, b);
    return signum(d);
  }

  private static int compare(Enclosure x, Rational y) {
    if (y.compareTo(Rational.of(x.lower())) < 0) {
      return 1;
    }
    if (y.compareTo(Rational.of(x.upper())) > 0) {
      return -1;
    }
    throw new UndecidedException("whether " + x + " is " + y);
  }

  /** The absolute value. */
  public Real abs(Real a) {
    return signum(a) < 0 ? negate(a) : a;
  }

  /** The greatest integer not above. */
  public BigInteger floor(Real a) {
    return switch (a) {
      case Rational r -> r.floor();
      case Enclosure e -> {
        BigInteger l = floor(e.lower());
        if (!l.equals(floor(e.upper()))) {
          throw new UndecidedException("the integer part of " + e);
        }
        yield l;
      }
    };
  }

  private static BigInteger floor(BigDecimal d) {
    return d.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
  }

  /** The least integer not below. */
  public BigInteger ceiling(Real a) {
    return floor(negate(a)).negate();
  }

  /** The integer part, toward 0. */
  public BigInteger truncate(Real a) {
    return a instanceof Rational r ? r.truncate() : signum(a) < 0 ? ceiling(a) : floor(a);
  }

  /** Rounded to decimals, ties to even. */
  public Rational round(Real a, int decimals) {
    return switch (a) {
      case Rational r -> r.roundHalfEven(decimals);
      case Enclosure e -> {
        Rational l = Rational.of(e.lower()).roundHalfEven(decimals);
        if (!l.equals(Rational.of(e.upper()).roundHalfEven(decimals))) {
          throw new UndecidedException("the rounding of " + e);
        }
        yield l;
      }
    };
  }

  /** The nearest double. */
  public double toDouble(Real a) {
    return switch (a) {
      case Rational r -> r.toDouble();
      case Enclosure e -> {
        double l = e.lower().doubleValue();
        double u = e.upper().doubleValue();
        if (l != u || (l == 0 && e.lower().signum() != e.upper().signum())) {
          throw new UndecidedException("the double nearest to " + e);
        }
        yield l;
      }
    };
  }

  /** A decimal of some significant digits, correctly rounded. */
  public BigDecimal toDecimal(Real a, int significant) {
    var context = new MathContext(significant, RoundingMode.HALF_EVEN);
    return switch (a) {
      case Rational r -> r.toDecimal(context);
      case Enclosure e -> {
        BigDecimal l = e.lower().round(context);
        if (l.compareTo(e.upper().round(context)) != 0) {
          throw new UndecidedException("the digits of " + e);
        }
        yield l;
      }
    };
  }

  /** Whether the two cannot be the same number. */
  public boolean separated(Real a, Rational b) {
    return switch (a) {
      case Rational r -> !r.equals(b);
      case Enclosure e ->
          b.compareTo(Rational.of(e.lower())) < 0 || b.compareTo(Rational.of(e.upper())) > 0;
    };
  }

  // Powers and roots.

  /** factor · √radicand in lowest form. */
  private Real surd(Rational factor, BigInteger radicand) {
    if (factor.isZero()) {
      return Rational.ZERO;
    }
    BigDecimal n = new BigDecimal(radicand);
    var root = new Enclosure(n.sqrt(down), n.sqrt(up), new Form.Surd(Rational.ONE, radicand));
    return scale(factor, root);
  }

  /** The square root of a number that is not negative. */
  public Real sqrt(Real a) {
    if (a instanceof Rational r) {
      if (r.signum() < 0) {
        throw new ArithmeticException("square root of " + r);
      }
      // sqrt(n/d) = sqrt(n d) / d
      BigInteger n = r.numerator().multiply(r.denominator());
      BigInteger[] parts = n.sqrtAndRemainder();
      if (parts[1].signum() == 0) {
        return Rational.of(parts[0], r.denominator());
      }
      BigInteger outside = BigInteger.ONE;
      for (int p = 2; p < 1000 && n.bitLength() < 200; p++) {
        BigInteger square = BigInteger.valueOf((long) p * p);
        BigInteger[] q = n.divideAndRemainder(square);
        while (q[1].signum() == 0) {
          n = q[0];
          outside = outside.multiply(BigInteger.valueOf(p));
          q = n.divideAndRemainder(square);
        }
      }
      return surd(Rational.of(outside, r.denominator()), n);
    }
    var e = (Enclosure) a;
    if (e.lower().signum() < 0) {
      throw new UndecidedException("whether " + e + " is negative");
    }
    return Enclosure.of(e.lower().sqrt(down), e.upper().sqrt(up));
  }

  /** An integer power; the base is not 0 where the exponent is negative. */
  public Real power(Real a, int exponent) {
    if (a instanceof Rational r) {
      long bits = (long) Math.abs(exponent) * r.bits();
      if (bits <= RATIONAL_BITS) {
        return r.power(exponent);
      }
    }
    if (exponent < 0) {
      return reciprocal(power(a, -exponent));
    }
    Real result = Rational.ONE;
    Real square = a;
    for (int e = exponent; e > 0; e >>= 1) {
      if ((e & 1) != 0) {
        result = multiply(result, square);
      }
      if (e > 1) {
        square = multiply(square, square);
      }
    }
    return result;
  }

  /** base^exponent for a base that is positive, or 0 with a positive exponent. */
  public Real power(Real base, Real exponent) {
    if (exponent instanceof Rational e) {
      if (e.isInteger() && e.numerator().bitLength() <= 30) {
        return power(base, e.numerator().intValue());
      }
      if (e.equals(Rational.HALF)) {
        return sqrt(base);
      }
      if (base instanceof Rational b) {
        if (b.isZero()) {
          return Rational.ZERO;
        }
        Real root = exactRoot(b, e);
        if (root != null) {
          return root;
        }
      }
      if (e.denominator().equals(BigInteger.TWO) && e.numerator().bitLength() <= 20) {
        return power(sqrt(base), e.numerator().intValue());
      }
    }
    if (base instanceof Rational b && b.equals(Rational.ONE)) {
      return Rational.ONE;
    }
    return exp(multiply(exponent, log(base)));
  }

  private @Nullable Real exactRoot(Rational b, Rational e) {
    if (e.denominator().compareTo(ROOT_BOUND) > 0 || e.numerator().bitLength() > 20) {
      return null;
    }
    int k = e.denominator().intValue();
    BigInteger n = root(b.numerator(), k);
    BigInteger d = root(b.denominator(), k);
    return n == null || d == null ? null : power(Rational.of(n, d), e.numerator().intValue());
  }

  /** The exact k-th root of a non-negative integer, if there is one. */
  public static @Nullable BigInteger root(BigInteger n, int k) {
    if (n.signum() == 0 || n.equals(BigInteger.ONE)) {
      return n;
    }
    BigInteger low = BigInteger.ONE;
    BigInteger high = BigInteger.ONE.shiftLeft(n.bitLength() / k + 1);
    while (low.compareTo(high) <= 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      int order = middle.pow(k).compareTo(n);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle.add(BigInteger.ONE);
      } else {
        high = middle.subtract(BigInteger.ONE);
      }
    }
    return null;
  }

  // Elementary functions.

  private BigDecimal widenDown(BigDecimal x) {
    return x.subtract(margin(x)).round(down);
  }

  private BigDecimal widenUp(BigDecimal x) {
    return x.add(margin(x)).round(up);
  }

  private BigDecimal margin(BigDecimal x) {
    BigDecimal scale = x.abs().max(BigDecimal.valueOf(1, digits + GUARD));
    return scale.scaleByPowerOfTen(-(digits + WIDEN)).round(new MathContext(2, RoundingMode.UP));
  }

  /** pi. */
  public Real pi() {
    return piMultiple(Rational.ONE);
  }

  private Real piMultiple(Rational factor) {
    if (factor.isZero()) {
      return Rational.ZERO;
    }
    BigDecimal p = piPoint();
    return scale(
        factor, new Enclosure(widenDown(p), widenUp(p), new Form.PiMultiple(Rational.ONE)));
  }

  private BigDecimal piPoint() {
    // Machin: pi = 16 atan(1/5) - 4 atan(1/239)
    return PI.computeIfAbsent(
        digits,
        d ->
            atanInverse(5)
                .multiply(BigDecimal.valueOf(16))
                .subtract(atanInverse(239).multiply(BigDecimal.valueOf(4)), work));
  }

  private BigDecimal ln2() {
    // ln 2 = 2 atanh(1/3)
    return LN2.computeIfAbsent(
        digits,
        d ->
            atanh(BigDecimal.ONE.divide(BigDecimal.valueOf(3), work))
                .multiply(BigDecimal.TWO, work));
  }

  private BigDecimal epsilon() {
    return BigDecimal.ONE.scaleByPowerOfTen(-(digits + GUARD));
  }

  private BigDecimal atanInverse(int n) {
    BigDecimal square = BigDecimal.valueOf((long) n * n);
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), work);
    BigDecimal sum = power;
    for (int k = 1; power.compareTo(epsilon()) > 0; k++) {
      power = power.divide(square, work);
      BigDecimal term = power.divide(BigDecimal.valueOf(2L * k + 1), work);
      sum = k % 2 == 1 ? sum.subtract(term, work) : sum.add(term, work);
    }
    return sum;
  }

  private BigDecimal atanh(BigDecimal x) {
    BigDecimal square = x.multiply(x, work);
    BigDecimal power = x;
    BigDecimal sum = x;
    BigDecimal bound = x.abs().multiply(epsilon(), new MathContext(3));
    for (int k = 1; power.abs().compareTo(bound) > 0; k++) {
      power = power.multiply(square, work);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), work), work);
    }
    return sum;
  }

  private BigDecimal expPoint(BigDecimal x) {
    if (x.abs().compareTo(BigDecimal.valueOf(2_000_000)) > 0) {
      throw new UndecidedException("an exponential beyond 10^868588");
    }
    // e^x = 2^k e^r with |r| <= ln2/2, and e^r = (e^(r/2^16))^(2^16)
    BigDecimal k = x.divide(ln2(), new MathContext(20)).setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal r = x.subtract(k.multiply(ln2()), work);
    int halvings = 16;
    r = r.divide(BigDecimal.valueOf(1L << halvings), new MathContext(digits + GUARD + 8));
    var finer = new MathContext(digits + GUARD + 8, RoundingMode.HALF_EVEN);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal bound = BigDecimal.ONE.scaleByPowerOfTen(-(digits + GUARD + 8));
    for (int n = 1; n < 10_000; n++) {
      term = term.multiply(r, finer).divide(BigDecimal.valueOf(n), finer);
      sum = sum.add(term, finer);
      if (term.abs().compareTo(bound) < 0) {
        break;
      }
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, finer);
    }
    int shift = k.intValueExact();
    BigDecimal two = BigDecimal.TWO.pow(Math.abs(shift), finer);
    return shift >= 0 ? sum.multiply(two, work) : sum.divide(two, work);
  }

  /** e^x. */
  public Real exp(Real x) {
    if (x instanceof Rational r && r.isZero()) {
      return Rational.ONE;
    }
    return Enclosure.of(widenDown(expPoint(lower(x))), widenUp(expPoint(upper(x))));
  }

  private BigDecimal logPoint(BigDecimal x) {
    // x = m 2^k with m near 1; ln m = 2^j 2 atanh((s-1)/(s+1)) with s = m^(1/2^j)
    int shift = 0;
    int magnitude = x.precision() - x.scale();
    if (Math.abs(magnitude) > 3) {
      shift = (int) Math.floor((magnitude - 1) * 3.321928094887362);
    }
    BigDecimal power = BigDecimal.TWO.pow(Math.abs(shift), work);
    BigDecimal m = shift >= 0 ? x.divide(power, work) : x.multiply(power, work);
    BigDecimal half = new BigDecimal("0.7");
    BigDecimal top = new BigDecimal("1.4");
    while (m.compareTo(top) > 0) {
      m = m.divide(BigDecimal.TWO, work);
      shift++;
    }
    while (m.compareTo(half) < 0) {
      m = m.multiply(BigDecimal.TWO, work);
      shift--;
    }
    BigDecimal y = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), work);
    BigDecimal ln = y.signum() == 0 ? BigDecimal.ZERO : atanh(y).multiply(BigDecimal.TWO, work);
    return ln.add(ln2().multiply(BigDecimal.valueOf(shift)), work);
  }

  /** The natural logarithm of a positive number. */
  public Real log(Real x) {
    if (x instanceof Rational r) {
      if (r.signum() <= 0) {
        throw new ArithmeticException("logarithm of " + r);
      }
      if (r.equals(Rational.ONE)) {
        return Rational.ZERO;
      }
    } else if (signum(x) <= 0) {
      throw new ArithmeticException("logarithm of a negative number");
    }
    BigDecimal l = logPoint(lower(x));
    BigDecimal u = logPoint(upper(x));
    // Near 1 the logarithm is a difference; its error is absolute.
    BigDecimal absolute = BigDecimal.ONE.scaleByPowerOfTen(-(digits + WIDEN));
    return Enclosure.of(
        widenDown(l).subtract(absolute).round(down), widenUp(u).add(absolute).round(up));
  }

  /** log x / log base, exact where the two are powers of one number. */
  public Real log(Real x, Real base) {
    if (x instanceof Rational a && base instanceof Rational b) {
      Rational exact = exactLogarithm(a, b);
      if (exact != null) {
        return exact;
      }
    }
    return divide(log(x), log(base));
  }

  private static @Nullable Rational exactLogarithm(Rational a, Rational b) {
    if (a.equals(Rational.ONE) || a.signum() <= 0 || b.signum() <= 0) {
      return a.equals(Rational.ONE) ? Rational.ZERO : null;
    }
    if (a.bits() > 4000 || b.bits() > 4000 || b.equals(Rational.ONE)) {
      return null;
    }
    double ratio = logEstimate(a) / logEstimate(b);
    if (Double.isNaN(ratio) || Math.abs(ratio) > 4000) {
      return null;
    }
    for (int q = 1; q <= 6; q++) {
      long p = Math.round(ratio * q);
      if (Math.abs(ratio * q - p) < 1e-9 && p != 0 && a.power(q).equals(b.power((int) p))) {
        return Rational.of(p, q);
      }
    }
    return null;
  }

  private static double logEstimate(Rational r) {
    return logEstimate(r.numerator()) - logEstimate(r.denominator());
  }

  private static double logEstimate(BigInteger n) {
    int shift = Math.max(0, n.bitLength() - 1000);
    return StrictMath.log(n.shiftRight(shift).doubleValue()) + shift * StrictMath.log(2);
  }

  /** The sine; of a rational multiple of pi/12 in closed form where that is a surd. */
  public Real sin(Real x) {
    if (x instanceof Rational r && r.isZero()) {
      return r;
    }
    if (form(x) instanceof Form.PiMultiple p) {
      Real special = sinOfPi(p.factor());
      if (special != null) {
        return special;
      }
    }
    return lipschitz(x, Rational.ZERO);
  }

  /** The cosine. */
  public Real cos(Real x) {
    if (x instanceof Rational r && r.isZero()) {
      return Rational.ONE;
    }
    if (form(x) instanceof Form.PiMultiple p) {
      Real special = sinOfPi(p.factor().plus(Rational.HALF));
      if (special != null) {
        return special;
      }
    }
    return lipschitz(x, Rational.HALF);
  }

  private @Nullable Real sinOfPi(Rational factor) {
    Rational turns =
        factor.minus(Rational.of(factor.times(Rational.HALF).floor()).times(Rational.of(2)));
    int sign = 1;
    if (turns.compareTo(Rational.ONE) >= 0) {
      sign = -1;
      turns = turns.minus(Rational.ONE);
    }
    if (turns.compareTo(Rational.HALF) > 0) {
      turns = Rational.ONE.minus(turns);
    }
    Real value;
    if (turns.isZero()) {
      value = Rational.ZERO;
    } else if (turns.equals(Rational.of(1, 6))) {
      value = Rational.HALF;
    } else if (turns.equals(Rational.of(1, 4))) {
      value = surd(Rational.HALF, BigInteger.TWO);
    } else if (turns.equals(Rational.of(1, 3))) {
      value = surd(Rational.HALF, BigInteger.valueOf(3));
    } else if (turns.equals(Rational.HALF)) {
      value = Rational.ONE;
    } else {
      return null;
    }
    return sign < 0 ? negate(value) : value;
  }

  /** sin(x + quarter · pi) about the middle of x, widened by its radius. */
  private Real lipschitz(Real x, Rational quarter) {
    BigDecimal l = lower(x);
    BigDecimal u = upper(x);
    if (l.abs().max(u.abs()).compareTo(BigDecimal.ONE.scaleByPowerOfTen(digits / 2)) > 0) {
      throw new UndecidedException("the sine of so large a number");
    }
    BigDecimal middle = l.add(u).divide(BigDecimal.TWO);
    BigDecimal radius = u.subtract(l);
    // Reduction mod pi loses as many digits as the argument has before the point.
    int extra = Math.max(0, middle.precision() - middle.scale());
    BigDecimal p = extra == 0 ? piPoint() : new RealArithmetic(digits + extra).piPoint();
    var finer = new MathContext(digits + GUARD + extra, RoundingMode.HALF_EVEN);
    BigDecimal y = middle.add(p.multiply(quarter.toDecimal(finer), finer), finer);
    BigDecimal k = y.divide(p, finer).setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal r = y.subtract(k.multiply(p), finer).round(work);
    // sin r by thirds: sin 3t = 3 sin t - 4 sin^3 t
    int thirds = 6;
    r = r.divide(BigDecimal.valueOf(729), work);
    BigDecimal square = r.multiply(r, work);
    BigDecimal term = r;
    BigDecimal sum = r;
    for (int n = 1; term.abs().compareTo(epsilon().scaleByPowerOfTen(-6)) > 0; n++) {
      term = term.multiply(square, work).divide(BigDecimal.valueOf(-2L * n * (2L * n + 1)), work);
      sum = sum.add(term, work);
    }
    for (int i = 0; i < thirds; i++) {
      sum =
          sum.multiply(BigDecimal.valueOf(3))
              .subtract(sum.pow(3, work).multiply(BigDecimal.valueOf(4)), work);
    }
    if (k.toBigIntegerExact().testBit(0)) {
      sum = sum.negate();
    }
    BigDecimal error = radius.add(BigDecimal.ONE.scaleByPowerOfTen(-(digits + WIDEN)));
    return enclose(sum.subtract(error), sum.add(error));
  }

  /** The tangent. */
  public Real tan(Real x) {
    return divide(sin(x), cos(x));
  }

  private BigDecimal atanPoint(BigDecimal x) {
    // atan x = 2 atan(x / (1 + sqrt(1 + x^2))), four times, then the series
    int halvings = 6;
    BigDecimal y = x;
    for (int i = 0; i < halvings; i++) {
      BigDecimal root = BigDecimal.ONE.add(y.multiply(y, work)).sqrt(work);
      y = y.divide(BigDecimal.ONE.add(root), work);
    }
    BigDecimal square = y.multiply(y, work).negate();
    BigDecimal power = y;
    BigDecimal sum = y;
    BigDecimal bound = y.abs().multiply(epsilon(), new MathContext(3));
    for (int k = 1; power.abs().compareTo(bound) > 0; k++) {
      power = power.multiply(square, work);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), work), work);
    }
    return sum.multiply(BigDecimal.valueOf(1L << halvings), work);
  }

  /** The arc tangent. */
  public Real atan(Real x) {
    if (x instanceof Rational r) {
      if (r.isZero()) {
        return r;
      }
      if (r.abs().equals(Rational.ONE)) {
        return piMultiple(Rational.of(r.signum(), 4));
      }
    }
    if (form(x) instanceof Form.Surd s && s.radicand().equals(BigInteger.valueOf(3))) {
      if (s.factor().abs().equals(Rational.ONE)) {
        return piMultiple(Rational.of(s.factor().signum(), 3));
      }
      if (s.factor().abs().equals(Rational.of(1, 3))) {
        return piMultiple(Rational.of(s.factor().signum(), 6));
      }
    }
    return Enclosure.of(widenDown(atanPoint(lower(x))), widenUp(atanPoint(upper(x))));
  }

  /** The arc sine of a number in [-1, 1]. */
  public Real asin(Real x) {
    if (x instanceof Rational r) {
      if (r.abs().equals(Rational.ONE)) {
        return piMultiple(Rational.of(r.signum(), 2));
      }
      if (r.abs().equals(Rational.HALF)) {
        return piMultiple(Rational.of(r.signum(), 6));
      }
    }
    Real rest = subtract(Rational.ONE, multiply(x, x));
    if (signum(rest) < 0) {
      throw new ArithmeticException("arc sine outside [-1, 1]");
    }
    return atan(divide(x, sqrt(rest)));
  }

  /** The arc cosine of a number in [-1, 1]. */
  public Real acos(Real x) {
    return subtract(piMultiple(Rational.HALF), asin(x));
  }

  /** The hyperbolic sine. */
  public Real sinh(Real x) {
    return multiply(Rational.HALF, subtract(exp(x), exp(negate(x))));
  }

  /** The hyperbolic cosine. */
  public Real cosh(Real x) {
    return multiply(Rational.HALF, add(exp(x), exp(negate(x))));
  }

  /** The hyperbolic tangent. */
  public Real tanh(Real x) {
    return divide(sinh(x), cosh(x));
  }
}
