package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import dev.tusk.symbolic.number.UndecidedException;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Automatic differentiation of Taylor coefficients: with u = sum u_k t^k and v = f(u), the
 * coefficients of v follow from those of u by the differential equation that f satisfies, e.g.
 * v' = u' v for exp, u v' = a u' v for the power a. See R. E. Moore, Methods and Applications of
 * Interval Analysis (1979), chapter 3; L. B. Rall, Automatic Differentiation (1981), chapter 4.
 */
/**
 * The Taylor coefficients of an expression in one variable, as enclosures: at a point, or over an
 * interval, where each encloses the coefficient at every point of it. They exist only where the
 * expression is analytic: a pole, a branch point or a jump inside ends in an {@link
 * UndecidedException}. Not thread-safe.
 */
final class Jet {
  private final RealArithmetic r;
  private final Real[] c;

  private Jet(RealArithmetic r, Real[] c) {
    this.r = r;
    this.c = c;
  }

  /** The jet of an expression, or null where it holds what is not known here. */
  static @Nullable Jet of(Term t, Term variable, Real at, int order, RealArithmetic r) {
    return switch (t) {
      case Term q when q.equals(variable) -> {
        Jet x = constant(at, order, r);
        if (order > 0) {
          x.c[1] = Rational.ONE;
        }
        yield x;
      }
      case Term.Sum s -> {
        Jet sum = constant(Rational.ZERO, order, r);
        for (Term part : s.terms()) {
          Jet p = of(part, variable, at, order, r);
          if (p == null) {
            yield null;
          }
          sum = sum.plus(p);
        }
        yield sum;
      }
      case Term.Product p -> {
        Jet product = constant(Rational.ONE, order, r);
        for (Term factor : p.factors()) {
          Jet f = of(factor, variable, at, order, r);
          if (f == null) {
            yield null;
          }
          product = product.times(f);
        }
        yield product;
      }
      case Term.Power p -> {
        Jet base = of(p.base(), variable, at, order, r);
        Jet exponent = of(p.exponent(), variable, at, order, r);
        yield base == null || exponent == null ? null : base.power(exponent);
      }
      case Term.Apply a when a.arguments().size() == 1 -> {
        Jet u = of(a.arguments().getFirst(), variable, at, order, r);
        yield u == null ? null : u.apply(a.name());
      }
      default -> {
        Real value =
            new TermArithmetic(new dev.tusk.symbolic.number.FloatArithmetic(true, r.digits()), 0)
                .toReal(t);
        yield value == null ? null : constant(value, order, r);
      }
    };
  }

  private static Jet constant(Real value, int order, RealArithmetic r) {
    var c = new Real[order + 1];
    Arrays.fill(c, Rational.ZERO);
    c[0] = value;
    return new Jet(r, c);
  }

  Real coefficient(int k) {
    return c[k];
  }

  private int order() {
    return c.length - 1;
  }

  private boolean isConstant() {
    for (int k = 1; k < c.length; k++) {
      if (!(c[k] instanceof Rational q) || !q.isZero()) {
        return false;
      }
    }
    return true;
  }

  private Jet plus(Jet o) {
    var sum = new Real[c.length];
    for (int k = 0; k < c.length; k++) {
      sum[k] = r.add(c[k], o.c[k]);
    }
    return new Jet(r, sum);
  }

  private Jet negated() {
    var n = new Real[c.length];
    for (int k = 0; k < c.length; k++) {
      n[k] = r.negate(c[k]);
    }
    return new Jet(r, n);
  }

  private Jet times(Jet o) {
    var product = new Real[c.length];
    for (int k = 0; k < c.length; k++) {
      Real sum = Rational.ZERO;
      for (int i = 0; i <= k; i++) {
        sum = r.add(sum, r.multiply(c[i], o.c[k - i]));
      }
      product[k] = sum;
    }
    return new Jet(r, product);
  }

  private Jet reciprocal() {
    return constant(Rational.ONE, order(), r).over(this);
  }

  /** The quotient; the divisor's enclosure must not hold 0. */
  private Jet over(Jet o) {
    if (r.signum(o.c[0]) == 0) {
      throw new UndecidedException("a divisor that is 0");
    }
    var q = new Real[c.length];
    for (int k = 0; k < c.length; k++) {
      Real rest = c[k];
      for (int i = 0; i < k; i++) {
        rest = r.subtract(rest, r.multiply(q[i], o.c[k - i]));
      }
      q[k] = r.divide(rest, o.c[0]);
    }
    return new Jet(r, q);
  }

  private @Nullable Jet power(Jet exponent) {
    if (exponent.isConstant()) {
      if (exponent.c[0] instanceof Rational e) {
        if (e.isInteger() && e.numerator().bitLength() < 12) {
          int n = e.numerator().intValue();
          return n >= 0 ? integerPower(n) : integerPower(-n).reciprocal();
        }
      }
      return order() > 0 && isConstant()
          ? constant(r.power(positive(c[0]), exponent.c[0]), order(), r)
          : realPower(exponent.c[0]);
    }
    if (isConstant()) {
      return exponent.times(constant(r.log(positive(c[0])), order(), r)).exp();
    }
    return exponent.times(log()).exp();
  }

  private Real positive(Real x) {
    if (r.signum(x) <= 0) {
      throw new UndecidedException("a base that is not positive");
    }
    return x;
  }

  private Jet integerPower(int n) {
    Jet result = constant(Rational.ONE, order(), r);
    Jet square = this;
    for (int e = n; e > 0; e >>= 1) {
      if ((e & 1) != 0) {
        result = result.times(square);
      }
      if (e > 1) {
        square = square.times(square);
      }
    }
    return result;
  }

  /** u v' = a u' v. */
  private Jet realPower(Real a) {
    var v = new Real[c.length];
    if (order() == 0 && r.signum(a) > 0) {
      v[0] = r.power(c[0], a);
      return new Jet(r, v);
    }
    v[0] = r.power(positive(c[0]), a);
    for (int k = 1; k < c.length; k++) {
      Real sum = Rational.ZERO;
      for (int i = 1; i <= k; i++) {
        Real weight = r.subtract(r.multiply(a, Rational.of(i)), Rational.of((long) k - i));
        sum = r.add(sum, r.multiply(weight, r.multiply(c[i], v[k - i])));
      }
      v[k] = r.divide(sum, r.multiply(Rational.of(k), c[0]));
    }
    return new Jet(r, v);
  }

  /** v' = u' v. */
  private Jet exp() {
    var v = new Real[c.length];
    v[0] = r.exp(c[0]);
    for (int k = 1; k < c.length; k++) {
      Real sum = Rational.ZERO;
      for (int i = 1; i <= k; i++) {
        sum = r.add(sum, r.multiply(r.multiply(Rational.of(i), c[i]), v[k - i]));
      }
      v[k] = r.divide(sum, Rational.of(k));
    }
    return new Jet(r, v);
  }

  private Jet log() {
    return integral(derivative().over(truncated()), r.log(positive(c[0])));
  }

  /** Sine and cosine: s' = u' c, c' = -u' s. */
  private Jet[] sineAndCosine() {
    var s = new Real[c.length];
    var o = new Real[c.length];
    s[0] = r.sin(c[0]);
    o[0] = r.cos(c[0]);
    for (int k = 1; k < c.length; k++) {
      Real a = Rational.ZERO;
      Real b = Rational.ZERO;
      for (int i = 1; i <= k; i++) {
        Real w = r.multiply(Rational.of(i), c[i]);
        a = r.add(a, r.multiply(w, o[k - i]));
        b = r.add(b, r.multiply(w, s[k - i]));
      }
      s[k] = r.divide(a, Rational.of(k));
      o[k] = r.negate(r.divide(b, Rational.of(k)));
    }
    return new Jet[] {new Jet(r, s), new Jet(r, o)};
  }

  private @Nullable Jet apply(String name) {
    if (order() == 0) {
      // Only its range is wanted: it need not be analytic, at the end of asin's domain for example.
      var function = Functions.elementary(name, r);
      return function == null ? null : constant(function.apply(c[0]), 0, r);
    }
    return switch (name) {
      case "sin" -> sineAndCosine()[0];
      case "cos" -> sineAndCosine()[1];
      case "tan" -> {
        Jet[] sc = sineAndCosine();
        yield sc[0].over(sc[1]);
      }
      case "cot" -> {
        Jet[] sc = sineAndCosine();
        yield sc[1].over(sc[0]);
      }
      case "sec" -> sineAndCosine()[1].reciprocal();
      case "csc" -> sineAndCosine()[0].reciprocal();
      case "exp" -> exp();
      case "log" -> log();
      case "sinh" -> exp().plus(negated().exp().negated()).half();
      case "cosh" -> exp().plus(negated().exp()).half();
      case "tanh" -> {
        Jet e = exp();
        Jet f = negated().exp();
        yield e.plus(f.negated()).over(e.plus(f));
      }
      case "atan" -> {
        Jet square = truncated().times(truncated());
        Jet below = square.plus(constant(Rational.ONE, square.order(), r));
        yield integral(derivative().over(below), r.atan(c[0]));
      }
      case "asin", "acos" -> {
        Jet square = truncated().times(truncated());
        Jet below = square.negated().plus(constant(Rational.ONE, square.order(), r));
        Jet slope = derivative().times(below.realPower(Rational.HALF.negate()));
        yield name.equals("asin")
            ? integral(slope, r.asin(c[0]))
            : integral(slope.negated(), r.acos(c[0]));
      }
      case "Abs" -> r.signum(c[0]) > 0 ? this : negated();
      default -> null;
    };
  }

  private Jet half() {
    var h = new Real[c.length];
    for (int k = 0; k < c.length; k++) {
      h[k] = r.multiply(Rational.HALF, c[k]);
    }
    return new Jet(r, h);
  }

  /** Without its last coefficient. */
  private Jet truncated() {
    return order() == 0 ? this : new Jet(r, Arrays.copyOf(c, c.length - 1));
  }

  private Jet derivative() {
    var d = new Real[Math.max(1, c.length - 1)];
    d[0] = Rational.ZERO;
    for (int k = 1; k < c.length; k++) {
      d[k - 1] = r.multiply(Rational.of(k), c[k]);
    }
    return new Jet(r, d);
  }

  private Jet integral(Jet slope, Real start) {
    var v = new Real[c.length];
    v[0] = start;
    for (int k = 1; k < c.length; k++) {
      v[k] = r.divide(slope.c[k - 1], Rational.of(BigInteger.valueOf(k)));
    }
    return new Jet(r, v);
  }
}
