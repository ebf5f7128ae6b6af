package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Numerators and denominators, and the reduction of fractions in one symbol. */
final class Quotients {
  private static final int MAX_DEGREE = 200;

  private final TermArithmetic terms;

  Quotients(TermArithmetic terms) {
    this.terms = terms;
  }

  /** Coefficients by power of x of an expanded term, or null. */
  @Nullable NavigableMap<Integer, Term> powers(Term t, Term.Symbol x) {
    var c = new TreeMap<Integer, Term>();
    for (Term part : t instanceof Term.Sum s ? s.terms() : List.of(t)) {
      int degree = 0;
      var rest = new ArrayList<Term>();
      for (Term f : part instanceof Term.Product p ? p.factors() : List.of(part)) {
        if (f.equals(x)) {
          degree++;
        } else if (f instanceof Term.Power p
            && p.base().equals(x)
            && p.exponent() instanceof Term.ExactNumber n
            && n.value().isInteger()
            && n.value().signum() > 0
            && n.value().compareTo(Rational.of(MAX_DEGREE)) < 0) {
          degree += n.value().numerator().intValue();
        } else if (Term.contains(f, x)) {
          return null;
        } else {
          rest.add(f);
        }
      }
      Term v = rest.isEmpty() ? Term.ONE : terms.multiply(rest);
      c.merge(degree, v, terms::add);
    }
    c.values().removeIf(v -> v instanceof Term.ExactNumber n && n.value().isZero());
    return c;
  }

  /** Numerator and denominator over one bar. */
  Term[] split(Term t) {
    Map<Term, Rational> below = new LinkedHashMap<>();
    BigInteger common = BigInteger.ONE;
    List<Term> parts = t instanceof Term.Sum s ? s.terms() : List.of(t);
    for (Term part : parts) {
      for (Term f : part instanceof Term.Product p ? p.factors() : List.of(part)) {
        if (f instanceof Term.Power p
            && p.exponent() instanceof Term.ExactNumber n
            && n.value().signum() < 0
            && !p.base().equals(Term.E)) {
          below.merge(p.base(), n.value().negate(), (a, b) -> a.compareTo(b) > 0 ? a : b);
        } else if (f instanceof Term.ExactNumber n) {
          common = Libraries.lcm(common, n.value().denominator());
        }
      }
    }
    Term denominator = new Term.ExactNumber(Rational.of(common));
    for (var e : below.entrySet()) {
      denominator =
          terms.multiply(denominator, terms.power(e.getKey(), new Term.ExactNumber(e.getValue())));
    }
    var top = new ArrayList<Term>();
    for (Term part : parts) {
      top.add(terms.multiply(List.of(part, denominator)));
    }
    return new Term[] {terms.add(top), denominator};
  }

  /** A fraction in one symbol in lowest terms; other terms as they are. */
  Term normal(Term t) {
    var symbols = Term.symbols(t);
    if (symbols.size() != 1 || Term.hasFloat(t)) {
      return t;
    }
    Term.Symbol x = symbols.iterator().next();
    Term[] f = split(t);
    Rational[] top = rationals(terms.expand(f[0]), x);
    Rational[] bottom = rationals(terms.expand(f[1]), x);
    if (top == null || bottom == null || bottom.length < 2 || top.length == 0) {
      return t;
    }
    Rational[] g = gcd(top, bottom);
    if (g.length < 2) {
      return t;
    }
    Rational[] p = divide(top, g);
    Rational[] q = divide(bottom, g);
    return terms.divide(polynomial(p, x), polynomial(q, x));
  }

  private Rational @Nullable [] rationals(Term t, Term.Symbol x) {
    NavigableMap<Integer, Term> c = powers(t, x);
    if (c == null || c.isEmpty()) {
      return null;
    }
    var r = new Rational[c.lastKey() + 1];
    for (int i = 0; i < r.length; i++) {
      Term v = c.getOrDefault(i, Term.ZERO);
      if (!(v instanceof Term.ExactNumber n)) {
        return null;
      }
      r[i] = n.value();
    }
    return r;
  }

  private Term polynomial(Rational[] c, Term.Symbol x) {
    var parts = new ArrayList<Term>();
    for (int i = 0; i < c.length; i++) {
      parts.add(terms.multiply(new Term.ExactNumber(c[i]), terms.power(x, Term.ExactNumber.of(i))));
    }
    return terms.add(parts);
  }

  private static Rational[] trim(Rational[] a) {
    int n = a.length;
    while (n > 0 && a[n - 1].isZero()) {
      n--;
    }
    return java.util.Arrays.copyOf(a, n);
  }

  private static Rational[] gcd(Rational[] a, Rational[] b) {
    Rational[] x = trim(a);
    Rational[] y = trim(b);
    while (y.length > 0) {
      Rational[] r = remainder(x, y);
      x = y;
      y = r;
    }
    return x;
  }

  private static Rational[] remainder(Rational[] a, Rational[] b) {
    Rational[] r = trim(a).clone();
    while (r.length >= b.length) {
      Rational q = r[r.length - 1].dividedBy(b[b.length - 1]);
      int shift = r.length - b.length;
      for (int i = 0; i < b.length; i++) {
        r[i + shift] = r[i + shift].minus(q.times(b[i]));
      }
      r = trim(r);
    }
    return r;
  }

  private static Rational[] divide(Rational[] a, Rational[] b) {
    Rational[] r = trim(a).clone();
    var q = new Rational[Math.max(1, r.length - b.length + 1)];
    java.util.Arrays.fill(q, Rational.ZERO);
    while (r.length >= b.length) {
      Rational f = r[r.length - 1].dividedBy(b[b.length - 1]);
      int shift = r.length - b.length;
      q[shift] = f;
      for (int i = 0; i < b.length; i++) {
        r[i + shift] = r[i + shift].minus(f.times(b[i]));
      }
      r = trim(r);
    }
    return q;
  }
}
