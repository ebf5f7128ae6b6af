package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The roots of a polynomial with rational coefficients that has real and simple ones only: told
 * apart by Sturm's theorem, then enclosed by bisection; rational ones are found as such.
 */
final class RealRoots {
  private static final int GUARD_BITS = 16;

  private final List<BigInteger[]> chain = new ArrayList<>();
  private final Budget budget;
  private final int digits;
  private final List<Real> roots = new ArrayList<>();

  private RealRoots(BigInteger[] polynomial, int digits, Budget budget) {
    this.budget = budget;
    this.digits = digits;
    chain.add(polynomial);
    chain.add(primitive(derivative(polynomial)));
    while (chain.getLast().length > 1) {
      BigInteger[] rest = remainder(chain.get(chain.size() - 2), chain.getLast());
      if (rest.length == 0) {
        break;
      }
      chain.add(primitive(rest));
    }
  }

  /**
   * All roots, rising, or null where one of them is complex or multiple.
   *
   * @param coefficients the highest power first, which is not 0; of degree 1 at least
   * @param digits significant digits of the enclosures
   */
  static @Nullable List<Real> of(List<Rational> coefficients, int digits, Budget budget) {
    BigInteger common = BigInteger.ONE;
    for (Rational c : coefficients) {
      common = common.divide(common.gcd(c.denominator())).multiply(c.denominator());
      budget.bits(common.bitLength());
    }
    var whole = new BigInteger[coefficients.size()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = coefficients.get(i).times(Rational.of(common)).numerator();
    }
    var search = new RealRoots(primitive(whole), digits, budget);
    int degree = whole.length - 1;
    if (search.chain.getLast().length > 1) {
      return null;
    }
    int bound = 1;
    for (BigInteger c : whole) {
      bound = Math.max(bound, c.bitLength() - whole[0].bitLength() + 2);
    }
    var high = new Dyadic(BigInteger.ONE.shiftLeft(bound), 0);
    var low = new Dyadic(high.numerator.negate(), 0);
    int below = search.variations(low);
    int above = search.variations(high);
    if (below - above != degree) {
      return null;
    }
    search.isolate(low, below, high, above);
    return search.roots;
  }

  /** numerator / 2^shift. */
  private record Dyadic(BigInteger numerator, int shift) {
    Dyadic middle(Dyadic other) {
      int most = Math.max(shift, other.shift);
      BigInteger sum =
          numerator.shiftLeft(most - shift).add(other.numerator.shiftLeft(most - other.shift));
      return new Dyadic(sum, most + 1);
    }

    /** A bound of the distance, as a power of two. */
    int distanceBits(Dyadic other) {
      int most = Math.max(shift, other.shift);
      return numerator
              .shiftLeft(most - shift)
              .subtract(other.numerator.shiftLeft(most - other.shift))
              .bitLength()
          - most;
    }

    Rational value() {
      return Rational.of(numerator, BigInteger.ONE.shiftLeft(shift));
    }
  }

  private static BigInteger[] derivative(BigInteger[] p) {
    int degree = p.length - 1;
    var d = new BigInteger[degree];
    for (int i = 0; i < degree; i++) {
      d[i] = p[i].multiply(BigInteger.valueOf(degree - i));
    }
    return d;
  }

  /** Without the factor that all coefficients share. */
  private static BigInteger[] primitive(BigInteger[] p) {
    BigInteger shared = BigInteger.ZERO;
    for (BigInteger c : p) {
      shared = shared.gcd(c);
    }
    var reduced = new BigInteger[p.length];
    for (int i = 0; i < p.length; i++) {
      reduced[i] = shared.signum() == 0 ? p[i] : p[i].divide(shared);
    }
    return reduced;
  }

  /** The remainder's negative times something positive; empty if it is 0. */
  private BigInteger[] remainder(BigInteger[] a, BigInteger[] b) {
    BigInteger[] rest = a.clone();
    BigInteger lead = b[0].abs();
    int sign = b[0].signum();
    for (int at = 0; at + b.length <= rest.length; at++) {
      BigInteger top = rest[at].multiply(BigInteger.valueOf(sign));
      for (int i = at; i < rest.length; i++) {
        rest[i] = rest[i].multiply(lead);
        if (i - at < b.length) {
          rest[i] = rest[i].subtract(top.multiply(b[i - at]));
        }
        budget.step();
        budget.bits(rest[i].bitLength());
      }
    }
    int from = a.length - b.length + 1;
    while (from < rest.length && rest[from].signum() == 0) {
      from++;
    }
    var negative = new BigInteger[rest.length - from];
    for (int i = 0; i < negative.length; i++) {
      negative[i] = rest[from + i].negate();
    }
    return negative;
  }

  private int sign(BigInteger[] p, Dyadic x) {
    BigInteger value = BigInteger.ZERO;
    int shift = 0;
    for (BigInteger c : p) {
      value = value.multiply(x.numerator).add(c.shiftLeft(shift));
      shift += x.shift;
      budget.step();
      budget.bits(value.bitLength());
    }
    return value.signum();
  }

  private int variations(Dyadic x) {
    int changes = 0;
    int before = 0;
    for (BigInteger[] p : chain) {
      int sign = sign(p, x);
      if (sign != 0) {
        changes += before != 0 && sign != before ? 1 : 0;
        before = sign;
      }
    }
    return changes;
  }

  private void isolate(Dyadic low, int below, Dyadic high, int above) {
    if (below - above == 1) {
      roots.add(refine(low, high));
    } else if (below > above) {
      Dyadic middle = low.middle(high);
      int between = variations(middle);
      isolate(low, below, middle, between);
      isolate(middle, between, high, above);
    }
  }

  /** The one root above low and not above high. */
  private Real refine(Dyadic low, Dyadic high) {
    BigInteger[] p = chain.getFirst();
    int above = sign(p, high);
    if (above == 0) {
      return high.value();
    }
    BigInteger lead = p[0].abs();
    int bits = (int) (digits * 3.33) + GUARD_BITS;
    boolean tried = false;
    while (true) {
      Dyadic middle = low.middle(high);
      int width = low.distanceBits(high);
      if (!tried && width < -lead.bitLength() - 2) {
        // A rational root has a denominator that divides the leading coefficient.
        tried = true;
        BigInteger top = middle.value().times(Rational.of(lead)).roundHalfEven();
        Rational candidate = Rational.of(top, lead);
        if (isRoot(p, candidate)) {
          return candidate;
        }
      }
      if (tried && width < middle.numerator.bitLength() - middle.shift - bits) {
        var context = new MathContext(digits + GUARD_BITS, RoundingMode.FLOOR);
        var up = new MathContext(digits + GUARD_BITS, RoundingMode.CEILING);
        return Enclosure.of(decimal(low, context), decimal(high, up));
      }
      int sign = sign(p, middle);
      if (sign == 0) {
        return middle.value();
      }
      if (sign == above) {
        high = middle;
      } else {
        low = middle;
      }
    }
  }

  private boolean isRoot(BigInteger[] p, Rational x) {
    Rational value = Rational.ZERO;
    for (BigInteger c : p) {
      value = value.times(x).plus(Rational.of(c));
      budget.bits(value.bits());
    }
    return value.isZero();
  }

  private static BigDecimal decimal(Dyadic x, MathContext context) {
    return new BigDecimal(x.numerator)
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(x.shift)), context);
  }
}
