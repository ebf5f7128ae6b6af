package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.algebra.Term.ExactNumber;
import dev.tusk.symbolic.algebra.Term.Power;
import dev.tusk.symbolic.algebra.Term.Product;
import dev.tusk.symbolic.algebra.Term.Relation;
import dev.tusk.symbolic.algebra.Term.Sum;
import dev.tusk.symbolic.algebra.Term.Symbol;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Solves, exactly and without a computer algebra system: linear systems, polynomials in one unknown
 * that split into linear and quadratic factors over the rationals, fractions of such, and systems
 * that substitution reduces to them. Every root of an equation is put back into it.
 */
public final class Solver {
  private static final int MAX_DEGREE = 60;
  private static final int MAX_DIVISORS = 4_000;
  private static final int MAX_COEFFICIENT = 1_000;

  private final TermArithmetic terms;

  /** Works with an arithmetic. */
  public Solver(TermArithmetic terms) {
    this.terms = terms;
  }

  /** One solution: a value for each solved symbol. */
  public record Solution(Map<Symbol, Term> values) {
    /** Keeps the order. */
    public Solution {
      values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** The left side minus the right; other terms as they are. */
  public Term residual(Term t) {
    return t instanceof Relation r && r.operator().equals("==")
        ? terms.subtract(r.left(), r.right())
        : t;
  }

  // Floats in equations: sympy makes them rational (to 15 digits), solves, and turns back.

  /** Floats replaced by rationals, as sympy's solve does first. */
  public Term rationalize(Term t) {
    return switch (t) {
      case Term.FloatValue f ->
          switch (f.value()) {
            case Rational r -> new ExactNumber(r);
            case dev.tusk.symbolic.number.Ieee d -> {
              if (!Double.isFinite(d.value())) {
                throw new TermArithmetic.UnknownException("infinity in an equation");
              }
              yield new ExactNumber(rationalize(d.value()));
            }
            default -> t;
          };
      case Sum s -> terms.add(s.terms().stream().map(this::rationalize).toList());
      case Product p -> {
        Term r = Term.ONE;
        for (Term x : p.factors()) {
          r = terms.multiply(r, rationalize(x));
        }
        yield r;
      }
      case Power p -> terms.power(rationalize(p.base()), rationalize(p.exponent()));
      case Term.Apply a -> {
        var parts = a.arguments().stream().map(this::rationalize).toList();
        yield parts.size() == 1
            ? terms.apply(a.name(), parts.getFirst())
            : new Term.Apply(a.name(), parts);
      }
      case Relation r -> new Relation(r.operator(), rationalize(r.left()), rationalize(r.right()));
      default -> t;
    };
  }

  /**
   * The rational that sympy takes a Float for: a small fraction within its precision (nsimplify
   * asks mpmath.identify, whose coefficients stay below 1000), else its 15 decimal digits.
   */
  private static Rational rationalize(double x) {
    for (int q = 1; q <= MAX_COEFFICIENT; q++) {
      double p = Math.rint(x * q);
      if (Math.abs(p) <= MAX_COEFFICIENT && Math.abs(x * q - p) <= 1e-15 * q && p != 0) {
        return Rational.of((long) p, q);
      }
    }
    return Rational.of(
        new BigDecimal(x).round(new java.math.MathContext(TermPrinter.FLOAT_DIGITS)));
  }

  /** Numbers turned into Floats, exponents left; what evalf does to a solution. */
  public Term toFloats(Term t) {
    if (Term.symbols(t).isEmpty()) {
      var f = terms.toFloat(t);
      if (f != null) {
        return new Term.FloatValue(f);
      }
    }
    return switch (t) {
      case ExactNumber n -> new Term.FloatValue(terms.floats().of(n.value()));
      case Sum s -> terms.add(s.terms().stream().map(this::toFloats).toList());
      case Product p -> terms.multiply(p.factors().stream().map(this::toFloats).toList());
      case Power p ->
          p.exponent() instanceof ExactNumber ? terms.power(toFloats(p.base()), p.exponent()) : t;
      default -> t;
    };
  }

  // One unknown.

  /** Coefficients by power of x, or null where the expanded term is no polynomial in x. */
  @Nullable NavigableMap<Integer, Term> coefficients(Term expanded, Symbol x) {
    var c = new TreeMap<Integer, Term>();
    List<Term> parts = expanded instanceof Sum s ? s.terms() : List.of(expanded);
    for (Term part : parts) {
      int degree = 0;
      var rest = new ArrayList<Term>();
      List<Term> factors = part instanceof Product p ? p.factors() : List.of(part);
      for (Term f : factors) {
        if (f.equals(x)) {
          degree++;
        } else if (f instanceof Power p
            && p.base().equals(x)
            && p.exponent() instanceof ExactNumber n
            && n.value().isInteger()
            && n.value().signum() > 0
            && n.value().numerator().bitLength() < 20) {
          degree += n.value().numerator().intValue();
        } else if (Term.contains(f, x)) {
          return null;
        } else {
          rest.add(f);
        }
      }
      Term coefficient = rest.isEmpty() ? Term.ONE : terms.multiply(rest);
      Term old = c.get(degree);
      c.put(degree, old == null ? coefficient : terms.add(old, coefficient));
    }
    c.values().removeIf(TermArithmetic::isZero);
    return c;
  }

  /** Multiplies by what stands below a fraction and contains an unknown. */
  public Term clearDenominators(Term t, List<Symbol> unknowns) {
    Term current = terms.expand(t);
    for (int round = 0; round < 8; round++) {
      var below = new LinkedHashSet<Term>();
      List<Term> parts = current instanceof Sum s ? s.terms() : List.of(current);
      Map<Term, Rational> worst = new LinkedHashMap<>();
      for (Term part : parts) {
        List<Term> factors = part instanceof Product p ? p.factors() : List.of(part);
        for (Term f : factors) {
          if (f instanceof Power p
              && p.exponent() instanceof ExactNumber n
              && n.value().isInteger()
              && n.value().signum() < 0
              && unknowns.stream().anyMatch(u -> Term.contains(p.base(), u))) {
            below.add(p.base());
            worst.merge(p.base(), n.value(), (a, b) -> a.compareTo(b) < 0 ? a : b);
          }
        }
      }
      if (below.isEmpty()) {
        return current;
      }
      var next = new ArrayList<Term>();
      for (Term part : parts) {
        Term product = part;
        for (Term b : below) {
          product =
              terms.multiply(
                  product,
                  terms.power(b, new ExactNumber(worst.getOrDefault(b, Rational.ZERO).negate())));
        }
        next.add(terms.expand(product));
      }
      current = terms.add(next);
    }
    throw new TermArithmetic.UnknownException("nested fractions in an equation");
  }

  /**
   * The solutions of t = 0 for x in sympy's order, or nothing where this solver does not reach.
   * Values that contradict the symbol's assumptions are left out.
   */
  public Optional<List<Term>> roots(Term t, Symbol x) {
    Term original = residual(t);
    Term cleared = clearDenominators(original, List.of(x));
    NavigableMap<Integer, Term> c = coefficients(cleared, x);
    if (c == null) {
      return transcendental(original, x);
    }
    if (c.isEmpty()) {
      return Optional.of(List.of());
    }
    if (c.lastKey() == 0) {
      return Optional.of(List.of());
    }
    List<Term> found = new ArrayList<>();
    if (!polynomial(c, found)) {
      return Optional.empty();
    }
    var kept = new ArrayList<Term>();
    for (Term root : new LinkedHashSet<>(found)) {
      if (allowed(root, x) && !pole(original, x, root)) {
        kept.add(root);
      }
    }
    return Optional.of(sorted(kept));
  }

  private boolean pole(Term t, Symbol x, Term root) {
    return switch (t) {
      case Sum s -> s.terms().stream().anyMatch(p -> pole(p, x, root));
      case Product p -> p.factors().stream().anyMatch(f -> pole(f, x, root));
      case Power p -> {
        if (p.exponent() instanceof ExactNumber n && n.value().signum() < 0) {
          yield TermArithmetic.isZero(terms.expand(terms.substitute(p.base(), Map.of(x, root))));
        }
        yield pole(p.base(), x, root);
      }
      default -> false;
    };
  }

  /** Whether a value is compatible with what sympy was told of the symbol. */
  public boolean allowed(Term value, Symbol x) {
    if (x.assumptions().isEmpty()) {
      return true;
    }
    Real r = terms.toReal(value);
    if (r == null) {
      if (Term.symbols(value).isEmpty()) {
        // Complex: none of the assumptions here allows it but "complex".
        return x.assumptions().contains("complex");
      }
      return !(x.positive() || x.assumptions().contains("nonnegative"))
          || !terms.positive(terms.negate(value));
    }
    for (String a : x.assumptions()) {
      boolean holds =
          switch (a) {
            case "positive" -> terms.floats().reals().signum(r) > 0;
            case "negative" -> terms.floats().reals().signum(r) < 0;
            case "nonnegative" -> terms.floats().reals().signum(r) >= 0;
            case "nonzero" -> terms.floats().reals().signum(r) != 0;
            case "integer" -> !(r instanceof Rational q) || q.isInteger();
            default -> true;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private List<Term> sorted(List<Term> roots) {
    return new SortKey(terms).sorted(roots);
  }

  /** Splits a polynomial; false where a factor of degree 3 or more stays. */
  private boolean polynomial(NavigableMap<Integer, Term> c, List<Term> found) {
    int low = c.firstKey();
    if (low > 0) {
      found.add(Term.ZERO);
      var shifted = new TreeMap<Integer, Term>();
      c.forEach((k, v) -> shifted.put(k - low, v));
      return polynomial(shifted, found);
    }
    int degree = c.lastKey();
    if (degree == 0) {
      return true;
    }
    if (degree > MAX_DEGREE) {
      return false;
    }
    Term a = c.getOrDefault(degree, Term.ZERO);
    Term b0 = c.getOrDefault(0, Term.ZERO);
    if (degree == 1) {
      found.add(terms.expand(terms.divide(terms.negate(b0), a)));
      return true;
    }
    boolean rational = c.values().stream().allMatch(v -> v instanceof ExactNumber);
    if (degree == 2) {
      if (rational) {
        return quadratic(c, found);
      }
      Term b = c.getOrDefault(1, Term.ZERO);
      Term discriminant =
          terms.expand(
              terms.subtract(
                  terms.multiply(b, b), terms.multiply(ExactNumber.of(4), terms.multiply(a, b0))));
      Term root = terms.power(discriminant, new ExactNumber(Rational.HALF));
      Term twice = terms.multiply(ExactNumber.of(2), a);
      found.add(terms.divide(terms.subtract(terms.negate(b), root), twice));
      found.add(terms.divide(terms.add(terms.negate(b), root), twice));
      return true;
    }
    if (!rational) {
      return false;
    }
    if (c.size() == 2) {
      return binomial(degree, ((ExactNumber) a).value(), ((ExactNumber) b0).value(), found);
    }
    BigInteger[] integers = integerCoefficients(c, degree);
    Rational root = rationalRoot(integers);
    if (root != null) {
      found.add(new ExactNumber(root));
      return polynomial(divide(c, degree, root), found);
    }
    // A polynomial in x^k.
    return false;
  }

  private boolean quadratic(NavigableMap<Integer, Term> c, List<Term> found) {
    Rational a = number(c, 2);
    Rational half = number(c, 1).dividedBy(a.times(Rational.of(2))).negate();
    Rational product = number(c, 0).dividedBy(a);
    Term root =
        terms.power(
            new ExactNumber(half.times(half).minus(product)), new ExactNumber(Rational.HALF));
    found.add(terms.subtract(new ExactNumber(half), root));
    found.add(terms.add(new ExactNumber(half), root));
    return true;
  }

  private static Rational number(NavigableMap<Integer, Term> c, int k) {
    return c.get(k) instanceof ExactNumber n ? n.value() : Rational.ZERO;
  }

  /** a x^n + b = 0: the real roots where all roots are known here. */
  private boolean binomial(int n, Rational a, Rational b, List<Term> found) {
    if (n == 3) {
      Rational q = b.dividedBy(a).negate();
      Term root =
          terms.multiply(
              ExactNumber.of(q.signum()),
              terms.power(new ExactNumber(q.abs()), new ExactNumber(Rational.of(1, 3))));
      Term half = terms.multiply(new ExactNumber(Rational.HALF.negate()), root);
      Term side =
          terms.multiply(
              List.of(
                  new ExactNumber(Rational.HALF),
                  terms.power(ExactNumber.of(3), new ExactNumber(Rational.HALF)),
                  root,
                  Term.I));
      found.add(root);
      found.add(terms.subtract(half, side));
      found.add(terms.add(half, side));
      return true;
    }
    if (n == 4) {
      Rational q = b.dividedBy(a).negate();
      if (q.signum() > 0) {
        Term root = terms.power(new ExactNumber(q), new ExactNumber(Rational.of(1, 4)));
        found.add(terms.negate(root));
        found.add(root);
        found.add(terms.negate(terms.multiply(root, Term.I)));
        found.add(terms.multiply(root, Term.I));
        return true;
      }
    }
    return false;
  }

  private static BigInteger[] integerCoefficients(NavigableMap<Integer, Term> c, int degree) {
    BigInteger common = BigInteger.ONE;
    for (Term t : c.values()) {
      BigInteger d = ((ExactNumber) t).value().denominator();
      common = common.multiply(d).divide(common.gcd(d));
    }
    var integers = new BigInteger[degree + 1];
    for (int i = 0; i <= degree; i++) {
      integers[i] = number(c, i).times(Rational.of(common)).numerator();
    }
    return integers;
  }

  private static @Nullable Rational rationalRoot(BigInteger[] c) {
    List<BigInteger> tops = divisors(c[0].abs());
    List<BigInteger> bottoms = divisors(c[c.length - 1].abs());
    if ((long) tops.size() * bottoms.size() > MAX_DIVISORS) {
      return null;
    }
    for (BigInteger q : bottoms) {
      for (BigInteger p : tops) {
        if (!p.gcd(q).equals(BigInteger.ONE)) {
          continue;
        }
        for (BigInteger s : List.of(p, p.negate())) {
          Rational r = Rational.of(s, q);
          Rational v = Rational.ZERO;
          for (int i = c.length - 1; i >= 0; i--) {
            v = v.times(r).plus(Rational.of(c[i]));
          }
          if (v.isZero()) {
            return r;
          }
        }
      }
    }
    return null;
  }

  private static List<BigInteger> divisors(BigInteger n) {
    var d = new ArrayList<BigInteger>();
    if (n.bitLength() > 40) {
      return List.of();
    }
    long m = n.longValue();
    for (long i = 1; i * i <= m && i < 2_000_000; i++) {
      if (m % i == 0) {
        d.add(BigInteger.valueOf(i));
        if (i * i != m) {
          d.add(BigInteger.valueOf(m / i));
        }
      }
    }
    return d;
  }

  private static NavigableMap<Integer, Term> divide(
      NavigableMap<Integer, Term> c, int degree, Rational root) {
    var q = new TreeMap<Integer, Term>();
    Rational carry = Rational.ZERO;
    for (int i = degree; i >= 1; i--) {
      carry = carry.times(root).plus(number(c, i));
      if (!carry.isZero()) {
        q.put(i - 1, new ExactNumber(carry));
      }
    }
    return q;
  }

  /** c x^(p/q) = d and the like, for positive unknowns or odd-free cases; else out of reach. */
  private Optional<List<Term>> transcendental(Term t, Symbol x) {
    Term expanded = terms.expand(t);
    List<Term> parts = expanded instanceof Sum s ? s.terms() : List.of(expanded);
    Term with = null;
    var without = new ArrayList<Term>();
    for (Term p : parts) {
      if (Term.contains(p, x)) {
        if (with != null) {
          return Optional.empty();
        }
        with = p;
      } else {
        without.add(p);
      }
    }
    if (with == null) {
      return Optional.empty();
    }
    Term right = terms.negate(terms.add(without));
    List<Term> factors = with instanceof Product p ? p.factors() : List.of(with);
    Term core = null;
    for (Term f : factors) {
      if (Term.contains(f, x)) {
        if (core != null) {
          return Optional.empty();
        }
        core = f;
      } else {
        right = terms.divide(right, f);
      }
    }
    // sqrt(g(x)) = r with r >= 0: g(x) = r^2
    if (core instanceof Power p
        && p.exponent() instanceof ExactNumber n
        && n.value().equals(Rational.HALF)) {
      Real r = terms.toReal(right);
      if (r != null && terms.floats().reals().signum(r) >= 0) {
        return roots(terms.subtract(p.base(), terms.power(right, ExactNumber.of(2))), x);
      }
      return Optional.empty();
    }
    // b^g(x) = r with b, r > 0: g(x) = log r / log b
    if (core instanceof Power p && !Term.contains(p.base(), x)) {
      Real b = terms.toReal(p.base());
      Real r = terms.toReal(right);
      NavigableMap<Integer, Term> c = coefficients(terms.expand(p.exponent()), x);
      if (b != null
          && r != null
          && c != null
          && c.lastKey() == 1
          && terms.floats().reals().signum(b) > 0
          && terms.floats().reals().signum(r) > 0) {
        Term log =
            p.base().equals(Term.E) ? terms.apply("log", right) : logQuotient(right, p.base());
        return roots(terms.subtract(p.exponent(), log), x);
      }
    }
    if (core instanceof Term.Apply a && a.name().equals("log") && a.arguments().size() == 1) {
      return roots(terms.subtract(a.arguments().getFirst(), terms.power(Term.E, right)), x);
    }
    return Optional.empty();
  }

  private Term logQuotient(Term right, Term base) {
    if (right instanceof ExactNumber r && base instanceof ExactNumber b) {
      Real exact = terms.floats().reals().log(r.value(), b.value());
      if (exact instanceof Rational q) {
        return new ExactNumber(q);
      }
    }
    return terms.divide(terms.apply("log", right), terms.apply("log", base));
  }

  // Linear systems.

  /** What a linear system comes to. */
  public sealed interface LinearResult {
    /** No solution. */
    record Inconsistent() implements LinearResult {}

    /** Some equation is not linear, or a pivot could not be told from 0. */
    record NotLinear() implements LinearResult {}

    /** The unknowns that are determined, in terms of the others. */
    record Solved(Map<Symbol, Term> values) implements LinearResult {}
  }

  /** Gauss-Jordan elimination over constant or symbolic coefficients. */
  public LinearResult linear(List<Term> equations, List<Symbol> unknowns) {
    int n = unknowns.size();
    var rows = new ArrayList<Term[]>();
    for (Term e : equations) {
      Term expanded = terms.expand(residual(e));
      var row = new Term[n + 1];
      java.util.Arrays.fill(row, Term.ZERO);
      List<Term> parts = expanded instanceof Sum s ? s.terms() : List.of(expanded);
      for (Term p : parts) {
        int column = n;
        Term coefficient = p;
        for (int i = 0; i < n; i++) {
          Symbol u = unknowns.get(i);
          if (Term.contains(p, u)) {
            NavigableMap<Integer, Term> c = coefficients(p, u);
            if (column != n || c == null || c.size() != 1 || c.firstKey() != 1) {
              return new LinearResult.NotLinear();
            }
            column = i;
            coefficient = c.firstEntry().getValue();
          }
        }
        if (column < n) {
          for (Symbol u : unknowns) {
            if (Term.contains(coefficient, u)) {
              return new LinearResult.NotLinear();
            }
          }
        }
        row[column] = terms.add(row[column], coefficient);
      }
      rows.add(row);
    }
    int rank = 0;
    var pivots = new ArrayList<Integer>();
    for (int column = 0; column < n && rank < rows.size(); column++) {
      int pivot = -1;
      for (int i = rank; i < rows.size() && pivot < 0; i++) {
        if (!vanishes(rows.get(i)[column])) {
          pivot = i;
        }
      }
      if (pivot < 0) {
        continue;
      }
      java.util.Collections.swap(rows, rank, pivot);
      Term[] top = rows.get(rank);
      Term inverse = terms.power(top[column], Term.MINUS_ONE);
      for (int j = 0; j <= n; j++) {
        top[j] = tidy(terms.multiply(top[j], inverse));
      }
      for (int i = 0; i < rows.size(); i++) {
        Term factor = rows.get(i)[column];
        if (i != rank && !TermArithmetic.isZero(factor)) {
          for (int j = 0; j <= n; j++) {
            rows.get(i)[j] = tidy(terms.subtract(rows.get(i)[j], terms.multiply(factor, top[j])));
          }
        }
      }
      pivots.add(column);
      rank++;
    }
    for (int i = rank; i < rows.size(); i++) {
      if (!vanishes(rows.get(i)[n])) {
        return new LinearResult.Inconsistent();
      }
    }
    var values = new LinkedHashMap<Symbol, Term>();
    for (int i = 0; i < rank; i++) {
      Term value = terms.negate(rows.get(i)[n]);
      for (int j = 0; j < n; j++) {
        if (j != pivots.get(i) && !TermArithmetic.isZero(rows.get(i)[j])) {
          value = terms.subtract(value, terms.multiply(rows.get(i)[j], unknowns.get(j)));
        }
      }
      values.put(unknowns.get(pivots.get(i)), value);
    }
    return new LinearResult.Solved(values);
  }

  private Term tidy(Term t) {
    return terms.expand(t);
  }

  private boolean vanishes(Term t) {
    if (t instanceof ExactNumber n) {
      return n.value().isZero();
    }
    Term e = terms.expand(t);
    if (TermArithmetic.isZero(e)) {
      return true;
    }
    if (Term.symbols(e).isEmpty()) {
      Real r = terms.toReal(e);
      if (r != null) {
        return terms.floats().reals().signum(r) == 0;
      }
      throw new TermArithmetic.UnknownException("whether a coefficient is 0");
    }
    // A symbolic coefficient is taken as different from 0, as sympy takes it, if it is at a point.
    int seen = 0;
    for (int k = 0; k < 6; k++) {
      Real r = terms.toReal(terms.substitute(e, terms.points().at(k, Term.symbols(e))));
      if (r != null && terms.floats().reals().signum(r) != 0) {
        return false;
      }
      seen += r == null ? 0 : 1;
    }
    if (seen < 3) {
      throw new TermArithmetic.UnknownException("whether a coefficient is 0");
    }
    return true;
  }

  // Polynomial systems.

  /** All solutions of a system by substitution, or nothing where that does not reach. */
  public Optional<List<Solution>> system(List<Term> equations, List<Symbol> unknowns) {
    return system(equations.stream().map(this::residual).toList(), unknowns, 0);
  }

  private Optional<List<Solution>> system(List<Term> equations, List<Symbol> unknowns, int depth) {
    if (depth > 6) {
      return Optional.empty();
    }
    var left = new ArrayList<Term>();
    for (Term e : equations) {
      Term c = clearDenominators(e, unknowns);
      if (unknowns.stream().noneMatch(u -> Term.contains(c, u))) {
        if (!vanishes(c)) {
          return Optional.of(List.of());
        }
        continue;
      }
      left.add(c);
    }
    if (left.isEmpty()) {
      return unknowns.isEmpty() ? Optional.of(List.of(new Solution(Map.of()))) : Optional.empty();
    }
    if (unknowns.isEmpty()) {
      return Optional.of(List.of());
    }
    // One equation in one unknown first; else one that is linear in some unknown.
    for (Term e : left) {
      List<Symbol> inside = unknowns.stream().filter(u -> Term.contains(e, u)).toList();
      if (inside.size() == 1) {
        return substituteAll(left, e, inside.getFirst(), unknowns, depth);
      }
    }
    for (Term e : left) {
      for (int i = unknowns.size() - 1; i >= 0; i--) {
        Symbol u = unknowns.get(i);
        NavigableMap<Integer, Term> c = Term.contains(e, u) ? coefficients(e, u) : null;
        if (c != null
            && c.lastKey() == 1
            && Term.symbols(c.lastEntry().getValue()).stream().noneMatch(unknowns::contains)) {
          return substituteAll(left, e, u, unknowns, depth);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<List<Solution>> substituteAll(
      List<Term> equations, Term pivot, Symbol u, List<Symbol> unknowns, int depth) {
    Optional<List<Term>> roots = roots(pivot, new Symbol(u.name(), u.assumptions()));
    if (roots.isEmpty()) {
      return Optional.empty();
    }
    var solutions = new ArrayList<Solution>();
    var rest = unknowns.stream().filter(x -> !x.equals(u)).toList();
    for (Term root : roots.get()) {
      var others = new ArrayList<Term>();
      for (Term e : equations) {
        if (!e.equals(pivot)) {
          others.add(terms.expand(terms.substitute(e, Map.of(u, root))));
        }
      }
      Optional<List<Solution>> deeper = system(others, rest, depth + 1);
      if (deeper.isEmpty()) {
        return Optional.empty();
      }
      for (Solution s : deeper.get()) {
        Term value = root;
        if (!s.values().isEmpty()) {
          value = terms.expand(terms.substitute(root, new LinkedHashMap<>(s.values())));
        }
        if (!allowed(value, u)) {
          continue;
        }
        var all = new LinkedHashMap<Symbol, Term>();
        for (Symbol x : unknowns) {
          Term v = x.equals(u) ? value : s.values().get(x);
          if (v != null) {
            all.put(x, v);
          }
        }
        solutions.add(new Solution(all));
      }
    }
    return Optional.of(List.copyOf(solutions));
  }
}
