package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The part of scipy that is exact: binomial coefficients, and binomial and Poisson probabilities as
 * sums of rational numbers, the latter times a power of e.
 */
final class Probabilities {
  /** More terms than this are left unchecked. */
  private static final int MOST = 2_000;

  private final Interpreter in;
  private final FloatArithmetic floats;
  private final RealArithmetic reals;

  Probabilities(Interpreter in, FloatArithmetic floats) {
    this.in = in;
    this.floats = floats;
    this.reals = floats.reals();
  }

  /** Calls a function of scipy by its name after {@code scipy.}. */
  Value call(String name, Arguments a) {
    return switch (name) {
      case "special.comb" -> comb(a);
      case "special.factorial" -> factorial(a);
      case "stats.binom.pmf", "stats.binom.cdf", "stats.binom.sf" -> binomial(name, a);
      case "stats.poisson.pmf", "stats.poisson.cdf", "stats.poisson.sf" -> poisson(name, a);
      default -> throw unknown(name);
    };
  }

  private static RuntimeException unknown(String name) {
    return Stop.unsupported("scipy." + name);
  }

  private Value comb(Arguments a) {
    a.expect("scipy.special.comb", 2, 2, "exact");
    BigInteger n = whole("special.comb", a.at(0));
    BigInteger k = whole("special.comb", a.at(1));
    BigInteger count =
        n.signum() < 0 || k.signum() < 0 || k.compareTo(n) > 0
            ? BigInteger.ZERO
            : choose("special.comb", n, k);
    return counted("special.comb", count, a.named().get("exact"));
  }

  private Value factorial(Arguments a) {
    a.expect("scipy.special.factorial", 1, 1, "exact");
    int n = small("special.factorial", whole("special.factorial", a.at(0)));
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
      in.budget.bits(product.bitLength());
    }
    return counted("special.factorial", n < 0 ? BigInteger.ZERO : product, a.named().get("exact"));
  }

  /** An integer where the caller asked for one, else a float. */
  private Value counted(String name, BigInteger count, @Nullable Value exact) {
    if (exact == null) {
      return new Flt(floats.of(Rational.of(count)));
    }
    if (!(exact instanceof Bool flag)) {
      throw unknown(name);
    }
    return flag.value() ? new Int(count) : new Flt(floats.of(Rational.of(count)));
  }

  private Value binomial(String name, Arguments a) {
    a.expect("scipy." + name, 3, 3, "k", "n", "p");
    BigInteger k = whole(name, required(a, 0, "k"));
    int n = small(name, whole(name, required(a, 1, "n")));
    Rational p = rational(name, required(a, 2, "p"));
    if (n < 0 || p.signum() < 0 || p.compareTo(Rational.ONE) > 0) {
      throw unknown(name);
    }
    int at = k.max(BigInteger.valueOf(-1)).min(BigInteger.valueOf(n)).intValue();
    int first = name.endsWith("pmf") ? at : name.endsWith("cdf") ? 0 : at + 1;
    int last = name.endsWith("sf") ? n : at;
    if (name.endsWith("pmf") && !k.equals(BigInteger.valueOf(at))) {
      first = last + 1;
    }
    // Over one denominator: the sum of C(n, i) a^i (d - a)^(n - i), divided by d^n.
    BigInteger hit = p.numerator();
    BigInteger miss = p.denominator().subtract(hit);
    BigInteger sum = BigInteger.ZERO;
    for (int i = Math.max(first, 0); i <= last; i++) {
      BigInteger term =
          choose(name, BigInteger.valueOf(n), BigInteger.valueOf(i))
              .multiply(hit.pow(i))
              .multiply(miss.pow(n - i));
      in.budget.bits(term.bitLength());
      sum = sum.add(term);
    }
    return new Flt(floats.of(Rational.of(sum, p.denominator().pow(n))));
  }

  private Value poisson(String name, Arguments a) {
    a.expect("scipy." + name, 2, 2, "k", "mu");
    BigInteger k = whole(name, required(a, 0, "k"));
    Rational mean = rational(name, required(a, 1, "mu"));
    if (mean.signum() <= 0 || mean.compareTo(Rational.of(MOST)) > 0 || k.signum() < 0) {
      throw unknown(name);
    }
    int last = small(name, k);
    Rational term = Rational.ONE;
    Rational sum = Rational.ONE;
    for (int i = 1; i <= last; i++) {
      term = term.times(mean).dividedBy(Rational.of(i));
      in.budget.bits(term.bits());
      sum = sum.plus(term);
    }
    Real factor = reals.exp(mean.negate());
    Real result = reals.multiply(factor, name.endsWith("pmf") ? term : sum);
    return new Flt(floats.of(name.endsWith("sf") ? reals.subtract(Rational.ONE, result) : result));
  }

  private static Value required(Arguments a, int i, String name) {
    Value v = a.get(i, name);
    if (v == null) {
      throw PythonError.type("missing a required argument: '" + name + "'");
    }
    return v;
  }

  private BigInteger choose(String name, BigInteger n, BigInteger k) {
    small(name, n);
    int least = k.min(n.subtract(k)).intValue();
    BigInteger r = BigInteger.ONE;
    for (int i = 0; i < least; i++) {
      r = r.multiply(n.subtract(BigInteger.valueOf(i))).divide(BigInteger.valueOf(i + 1L));
      in.budget.step();
    }
    return r;
  }

  private static int small(String name, BigInteger n) {
    if (n.bitLength() > 31 || n.intValue() > MOST) {
      throw Stop.limit("number size", n.bitLength() + " bits in scipy." + name);
    }
    return n.intValue();
  }

  private static BigInteger whole(String name, Value v) {
    BigInteger n = Operations.integer(v);
    if (n == null) {
      throw unknown(name);
    }
    return n;
  }

  private Rational rational(String name, Value v) {
    FloatNumber f = in.operations.floating(v);
    if (f != null && !FloatArithmetic.special(f) && floats.toReal(f) instanceof Rational r) {
      return r;
    }
    throw unknown(name);
  }
}
