package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.algebra.Term.Apply;
import dev.tusk.symbolic.algebra.Term.Constant;
import dev.tusk.symbolic.algebra.Term.ExactNumber;
import dev.tusk.symbolic.algebra.Term.FloatValue;
import dev.tusk.symbolic.algebra.Term.Power;
import dev.tusk.symbolic.algebra.Term.Product;
import dev.tusk.symbolic.algebra.Term.Relation;
import dev.tusk.symbolic.algebra.Term.Sum;
import dev.tusk.symbolic.algebra.Term.Symbol;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import dev.tusk.symbolic.number.UndecidedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums, products and powers in the normal form that sympy's constructors reach by themselves: like
 * terms and like bases collected, numbers folded, a rational coefficient distributed over a sum.
 * Immutable; thread-safe if what it tells of its work is.
 */
public final class TermArithmetic {
  /** Numbers past this many bits are not made. */
  private static final int NUMBER_BITS = 200_000;

  private static final int MAX_TERMS = 2_000;
  private static final int MAX_SIZE = 20_000;
  private static final BigDecimal TINY = new BigDecimal("1e-25");

  private final FloatArithmetic floats;
  private final SamplePoints points;
  private final LongConsumer spent;

  /** An arithmetic that nothing ends but its own bounds. */
  public TermArithmetic(FloatArithmetic floats, long seed) {
    this(floats, seed, n -> {});
  }

  /**
   * An arithmetic.
   *
   * @param floats what floats inside terms follow
   * @param seed of the points at which terms are compared where their forms do not tell
   * @param spent is told of the work, in steps; it may end it with an exception
   */
  public TermArithmetic(FloatArithmetic floats, long seed, LongConsumer spent) {
    this.floats = floats;
    this.points = new SamplePoints(seed);
    this.spent = spent;
  }

  SamplePoints points() {
    return points;
  }

  /** The same terms with exact floats, for reading what was printed. */
  public TermArithmetic reader() {
    return floats.exact()
        ? this
        : new TermArithmetic(
            new FloatArithmetic(true, floats.reals().digits()), points.seed(), spent);
  }

  /**
   * Whether a term is 0: by expansion, or to 25 digits at three seeded points at least and at all
   * of six where it is real. Never a proof in the second case.
   */
  public boolean vanishes(Term t) {
    Term e = expand(t);
    if (e instanceof ExactNumber n) {
      return n.value().isZero();
    }
    var symbols = Term.symbols(e);
    int seen = 0;
    for (int k = 0; k < (symbols.isEmpty() ? 1 : 6); k++) {
      Real v = toReal(substitute(e, points.at(k, symbols)));
      if (v == null) {
        continue;
      }
      seen++;
      boolean zero =
          switch (v) {
            case Rational r -> r.isZero();
            case Enclosure x -> x.lower().abs().max(x.upper().abs()).compareTo(TINY) < 0;
          };
      if (!zero) {
        return false;
      }
    }
    return seen >= (symbols.isEmpty() ? 1 : 3);
  }

  /** The arithmetic of its floats. */
  public FloatArithmetic floats() {
    return floats;
  }

  /** An operation that would grow past a bound. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What grew. */
    public TooLargeException(String what) {
      super(what, null, false, false);
    }
  }

  /** Something that this algebra does not know. */
  public static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is not known. */
    public UnknownException(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * Terms share their parts, so a few operations can make one that is small in memory and without
   * end to walk through; its size is that of the walk.
   */
  private Term sized(Term t) {
    int size = size(t, 0);
    if (size > MAX_SIZE) {
      throw new TooLargeException("an expression of more than " + MAX_SIZE + " parts");
    }
    spent.accept(size >> 4);
    return t;
  }

  private static int size(Term t, int before) {
    int size = before + 1;
    if (size > MAX_SIZE) {
      return size;
    }
    switch (t) {
      case Sum s -> {
        for (Term x : s.terms()) {
          size = size(x, size);
        }
      }
      case Product p -> {
        for (Term x : p.factors()) {
          size = size(x, size);
        }
      }
      case Power p -> size = size(p.exponent(), size(p.base(), size));
      case Apply a -> {
        for (Term x : a.arguments()) {
          size = size(x, size);
        }
      }
      case Relation r -> size = size(r.right(), size(r.left(), size));
      default -> {}
    }
    return size;
  }

  // Numbers.

  private static boolean isNumber(Term t) {
    return t instanceof ExactNumber || t instanceof FloatValue;
  }

  private FloatNumber value(Term t) {
    return switch (t) {
      case ExactNumber n -> floats.of(n.value());
      case FloatValue f -> f.value();
      default -> throw new IllegalArgumentException("no number: " + t);
    };
  }

  private Term addNumbers(Term a, Term b) {
    if (a instanceof ExactNumber x && b instanceof ExactNumber y) {
      return new ExactNumber(bounded(x.value().plus(y.value())));
    }
    return new FloatValue(floats.add(value(a), value(b)));
  }

  private Term multiplyNumbers(Term a, Term b) {
    if (a instanceof ExactNumber x && b instanceof ExactNumber y) {
      return new ExactNumber(bounded(x.value().times(y.value())));
    }
    if ((a instanceof ExactNumber x && x.value().isZero())
        || (b instanceof ExactNumber y && y.value().isZero())) {
      return Term.ZERO;
    }
    return new FloatValue(floats.multiply(value(a), value(b)));
  }

  private static Rational bounded(Rational r) {
    if (r.bits() > NUMBER_BITS) {
      throw new TooLargeException("a number of " + r.bits() + " bits");
    }
    return r;
  }

  static boolean isZero(Term t) {
    return t instanceof ExactNumber n && n.value().isZero();
  }

  static boolean isOne(Term t) {
    return t instanceof ExactNumber n && n.value().equals(Rational.ONE);
  }

  /** Whether it is infinite or undefined. */
  static boolean special(Term t) {
    return t instanceof Constant c
        && (c.name().equals("oo")
            || c.name().equals("-oo")
            || c.name().equals("zoo")
            || c.name().equals("nan"));
  }

  // Sums.

  /** The sum of two. */
  public Term add(Term a, Term b) {
    return add(List.of(a, b));
  }

  /** The difference. */
  public Term subtract(Term a, Term b) {
    return add(a, negate(b));
  }

  /** The negation. */
  public Term negate(Term a) {
    return multiply(Term.MINUS_ONE, a);
  }

  /** The sum. */
  public Term add(List<Term> parts) {
    Term number = Term.ZERO;
    Term infinite = null;
    Map<Term, Term> coefficients = new LinkedHashMap<>();
    var open = new ArrayList<Term>();
    for (Term p : parts) {
      if (p instanceof Sum s) {
        open.addAll(s.terms());
      } else {
        open.add(p);
      }
    }
    if (open.size() > MAX_TERMS) {
      throw new TooLargeException("a sum of " + open.size() + " terms");
    }
    spent.accept(1 + (open.size() >> 2));
    for (Term p : open) {
      if (p instanceof Relation
          || (p instanceof Constant c && (c.name().equals("True") || c.name().equals("False")))) {
        throw new UnknownException("arithmetic with a relation");
      }
      if (special(p)) {
        infinite = infinite == null || infinite.equals(p) ? p : Term.NAN;
      } else if (isNumber(p)) {
        number = addNumbers(number, p);
      } else {
        Term coefficient = Term.ONE;
        Term rest = p;
        if (p instanceof Product q && isNumber(q.factors().getFirst())) {
          coefficient = q.factors().getFirst();
          rest = product(q.factors().subList(1, q.factors().size()));
        }
        Term old = coefficients.get(rest);
        coefficients.put(rest, old == null ? coefficient : addNumbers(old, coefficient));
      }
    }
    if (infinite != null) {
      return infinite;
    }
    var terms = new ArrayList<Term>();
    coefficients.forEach((rest, c) -> {
      if (isZero(c)) {
        return;
      }
      if (c instanceof FloatValue f && f.value() instanceof Rational r && r.isZero()) {
        return;
      }
      if (c instanceof FloatValue f && f.value() instanceof Ieee d && d.value() == 0) {
        return;
      }
      terms.add(isOne(c) ? rest : scaled(c, rest));
    });
    terms.sort(Comparator.comparing(TermArithmetic::key));
    if (!isZero(number) && !(zeroFloat(number) && !terms.isEmpty())) {
      terms.addFirst(number);
    }
    return switch (terms.size()) {
      case 0 -> number;
      case 1 -> terms.getFirst();
      default -> sized(new Sum(List.copyOf(terms)));
    };
  }

  private static boolean zeroFloat(Term t) {
    return t instanceof FloatValue f
        && ((f.value() instanceof Rational r && r.isZero())
            || (f.value() instanceof Ieee d && d.value() == 0));
  }

  private static Term scaled(Term number, Term rest) {
    var factors = new ArrayList<Term>();
    factors.add(number);
    if (rest instanceof Product p) {
      factors.addAll(p.factors());
    } else {
      factors.add(rest);
    }
    return new Product(List.copyOf(factors));
  }

  private static Term product(List<Term> factors) {
    return factors.size() == 1 ? factors.getFirst() : new Product(List.copyOf(factors));
  }

  // Products.

  /** The product of two; a rational times a sum is distributed, as sympy does. */
  public Term multiply(Term a, Term b) {
    if (a instanceof ExactNumber n && b instanceof Sum s && !n.value().isZero()) {
      return distribute(n, s);
    }
    if (b instanceof ExactNumber n && a instanceof Sum s && !n.value().isZero()) {
      return distribute(n, s);
    }
    return multiply(List.of(a, b));
  }

  private Term distribute(ExactNumber n, Sum s) {
    if (isOne(n)) {
      return s;
    }
    var terms = new ArrayList<Term>();
    for (Term t : s.terms()) {
      terms.add(multiply(List.of(n, t)));
    }
    return add(terms);
  }

  /** The quotient. */
  public Term divide(Term a, Term b) {
    return multiply(a, power(b, Term.MINUS_ONE));
  }

  /** The product. */
  public Term multiply(List<Term> parts) {
    Term number = Term.ONE;
    Term infinite = null;
    Map<Term, Term> exponents = new LinkedHashMap<>();
    var open = new ArrayList<Term>();
    for (Term p : parts) {
      if (p instanceof Product q) {
        open.addAll(q.factors());
      } else {
        open.add(p);
      }
    }
    if (open.size() > MAX_TERMS) {
      throw new TooLargeException("a product of " + open.size() + " factors");
    }
    spent.accept(1 + (open.size() >> 2));
    for (Term p : open) {
      if (p instanceof Relation
          || (p instanceof Constant c && (c.name().equals("True") || c.name().equals("False")))) {
        throw new UnknownException("arithmetic with a relation");
      }
      if (special(p)) {
        infinite = infinite == null ? p : Term.NAN;
      } else if (isNumber(p)) {
        number = multiplyNumbers(number, p);
      } else {
        Term base = p;
        Term exponent = Term.ONE;
        if (p instanceof Power q) {
          base = q.base();
          exponent = q.exponent();
        }
        Term old = exponents.get(base);
        exponents.put(base, old == null ? exponent : add(old, exponent));
      }
    }
    if (infinite != null) {
      return infinite(infinite, number, exponents.isEmpty());
    }
    if (isZero(number)) {
      return Term.ZERO;
    }
    var factors = new ArrayList<Term>();
    boolean again = false;
    for (var e : exponents.entrySet()) {
      Term f = power(e.getKey(), e.getValue());
      if (isNumber(f)) {
        number = multiplyNumbers(number, f);
      } else if (f instanceof Product p) {
        factors.addAll(p.factors());
        again = true;
      } else {
        factors.add(f);
      }
    }
    // Roots of numbers: sqrt(2) sqrt(3) = sqrt(6).
    if (again || roots(factors) > 1) {
      Term merged = mergeRoots(number, factors);
      if (merged != null) {
        return merged;
      }
    }
    factors.sort(Comparator.comparing(TermArithmetic::key));
    if (factors.isEmpty()) {
      return number;
    }
    if (isZero(number)) {
      return Term.ZERO;
    }
    if (isOne(number)) {
      return sized(product(factors));
    }
    if (factors.size() == 1
        && factors.getFirst() instanceof Sum s
        && number instanceof ExactNumber n) {
      return distribute(n, s);
    }
    factors.addFirst(number);
    return sized(new Product(List.copyOf(factors)));
  }

  private static long roots(List<Term> factors) {
    return factors.stream()
        .filter(f -> f instanceof Power p && p.base() instanceof ExactNumber)
        .count();
  }

  private @Nullable Term mergeRoots(Term number, List<Term> factors) {
    var byExponent = new TreeMap<Rational, Rational>();
    var rest = new ArrayList<Term>();
    rest.add(number);
    boolean merged = false;
    for (Term f : factors) {
      if (isNumber(f)) {
        rest.add(f);
        merged = true;
      } else if (f instanceof Power p
          && p.base() instanceof ExactNumber b
          && p.exponent() instanceof ExactNumber e
          && b.value().signum() > 0) {
        merged |= byExponent.containsKey(e.value());
        byExponent.merge(e.value(), b.value(), Rational::times);
      } else {
        rest.add(f);
      }
    }
    if (!merged) {
      return null;
    }
    byExponent.forEach((e, b) -> rest.add(power(new ExactNumber(b), new ExactNumber(e))));
    return multiply(rest);
  }

  private Term infinite(Term infinite, Term number, boolean alone) {
    if (!alone) {
      throw new UnknownException("a product with infinity");
    }
    if (isZero(number) || infinite.equals(Term.NAN)) {
      return Term.NAN;
    }
    if (infinite.equals(Term.COMPLEX_INFINITY)) {
      return infinite;
    }
    boolean negative = floats.compare(value(number), Rational.ZERO) < 0;
    if (!negative) {
      return infinite;
    }
    return infinite.equals(Term.INFINITY) ? Term.MINUS_INFINITY : Term.INFINITY;
  }

  // Powers.

  /** The power, simplified as sympy does without asking. */
  public Term power(Term base, Term exponent) {
    if (isZero(exponent)) {
      return Term.ONE;
    }
    if (isOne(exponent)) {
      return base;
    }
    if (special(base) || special(exponent)) {
      return infinitePower(base, exponent);
    }
    if (base instanceof ExactNumber b && exponent instanceof ExactNumber e) {
      return numberPower(b.value(), e.value());
    }
    if (isNumber(base) && isNumber(exponent)) {
      return floatPower(base, exponent);
    }
    if (isOne(base)) {
      return Term.ONE;
    }
    if (base.equals(Term.E)) {
      return exponential(exponent);
    }
    if (base.equals(Term.I) && exponent instanceof ExactNumber e && e.value().isInteger()) {
      return switch (e.value().numerator().mod(BigInteger.valueOf(4)).intValue()) {
        case 0 -> Term.ONE;
        case 1 -> Term.I;
        case 2 -> Term.MINUS_ONE;
        default -> multiply(List.of(Term.MINUS_ONE, Term.I));
      };
    }
    boolean integer = exponent instanceof ExactNumber e && e.value().isInteger();
    if (base instanceof Power p) {
      if (integer || (positive(p.base()) && real(p.exponent()))) {
        return power(p.base(), multiply(p.exponent(), exponent));
      }
      if (p.exponent() instanceof ExactNumber e
          && e.value().isInteger()
          && e.value().numerator().testBit(0) == false
          && real(p.base())
          && exponent instanceof ExactNumber h
          && h.value().equals(Rational.HALF)) {
        return power(apply("Abs", p.base()), new ExactNumber(e.value().times(Rational.HALF)));
      }
    }
    if (base instanceof Product p) {
      if (integer) {
        var factors = new ArrayList<Term>();
        for (Term f : p.factors()) {
          factors.add(power(f, exponent));
        }
        return multiply(factors);
      }
      // Positive factors leave the root.
      if (isNumber(exponent)) {
        var out = new ArrayList<Term>();
        var in = new ArrayList<Term>();
        for (Term f : p.factors()) {
          if (f instanceof ExactNumber n
              && n.value().signum() < 0
              && !n.value().equals(Rational.MINUS_ONE)) {
            out.add(power(new ExactNumber(n.value().negate()), exponent));
            in.add(Term.MINUS_ONE);
          } else if (positive(f)) {
            out.add(power(f, exponent));
          } else {
            in.add(f);
          }
        }
        if (!out.isEmpty()) {
          if (!in.isEmpty()) {
            Term rest = multiply(in);
            out.add(
                rest instanceof Product q && q.equals(base)
                    ? new Power(base, exponent)
                    : power(rest, exponent));
          }
          return multiply(out);
        }
      }
    }
    return sized(new Power(base, exponent));
  }

  private Term infinitePower(Term base, Term exponent) {
    if (base.equals(Term.INFINITY) && exponent instanceof ExactNumber e) {
      return e.value().signum() > 0 ? Term.INFINITY : Term.ZERO;
    }
    if (base.equals(Term.COMPLEX_INFINITY) && exponent instanceof ExactNumber e) {
      return e.value().signum() > 0 ? Term.COMPLEX_INFINITY : Term.ZERO;
    }
    if (base.equals(Term.MINUS_INFINITY)
        && exponent instanceof ExactNumber e
        && e.value().isInteger()) {
      return e.value().signum() < 0
          ? Term.ZERO
          : e.value().numerator().testBit(0) ? Term.MINUS_INFINITY : Term.INFINITY;
    }
    throw new UnknownException("a power with infinity");
  }

  private Term exponential(Term exponent) {
    if (exponent instanceof FloatValue f) {
      return new FloatValue(floats.apply(floats.reals()::exp, f.value()));
    }
    if (exponent instanceof Apply a && a.name().equals("log")) {
      return a.arguments().getFirst();
    }
    return new Power(Term.E, exponent);
  }

  private Term floatPower(Term base, Term exponent) {
    FloatNumber b = value(base);
    FloatNumber e = value(exponent);
    if (floats.isZero(b)) {
      if (floats.compare(e, Rational.ZERO) < 0) {
        return Term.COMPLEX_INFINITY;
      }
      return exponent instanceof FloatValue && base instanceof ExactNumber
          ? Term.ZERO
          : new FloatValue(b);
    }
    if (floats.compare(b, Rational.ZERO) < 0
        && !(exponent instanceof ExactNumber n && n.value().isInteger())) {
      if (exponent instanceof ExactNumber n && n.value().equals(Rational.HALF)) {
        return multiply(List.of(new FloatValue(floats.sqrt(floats.negate(b))), Term.I));
      }
      throw new UnknownException("a negative FloatValue to a fractional power");
    }
    if (exponent instanceof ExactNumber n && n.value().equals(Rational.HALF)) {
      return new FloatValue(floats.sqrt(b));
    }
    return new FloatValue(floats.power(b, e));
  }

  private Term numberPower(Rational b, Rational e) {
    if (e.isInteger()) {
      if (b.isZero()) {
        return e.signum() < 0 ? Term.COMPLEX_INFINITY : Term.ZERO;
      }
      if (b.abs().equals(Rational.ONE)) {
        return b.signum() > 0 || !e.numerator().testBit(0) ? Term.ONE : Term.MINUS_ONE;
      }
      if (e.numerator().bitLength() > 30
          || (long) b.bits() * Math.abs(e.numerator().longValue()) > NUMBER_BITS) {
        throw new TooLargeException("a power of numbers");
      }
      return new ExactNumber(b.power(e.numerator().intValue()));
    }
    if (b.isZero()) {
      return e.signum() < 0 ? Term.COMPLEX_INFINITY : Term.ZERO;
    }
    if (b.equals(Rational.ONE)) {
      return Term.ONE;
    }
    if (b.signum() < 0) {
      Term root = numberPower(b.negate(), e);
      if (e.denominator().equals(BigInteger.TWO)) {
        return multiply(List.of(root, power(Term.I, new ExactNumber(Rational.of(e.numerator())))));
      }
      return multiply(List.of(root, new Power(Term.MINUS_ONE, new ExactNumber(e))));
    }
    // b^(p/q) = b^k (b)^(r/q) with 0 < r < q
    BigInteger k = e.floor();
    Rational rest = e.minus(Rational.of(k));
    if (k.bitLength() > 30 || rest.denominator().bitLength() > 8) {
      return new Power(new ExactNumber(b), new ExactNumber(e));
    }
    int q = rest.denominator().intValue();
    int r = rest.numerator().intValue();
    Term whole = numberPower(b, Rational.of(k));
    if (b.denominator().equals(BigInteger.ONE)) {
      return integerRoot(whole, b.numerator(), r, q);
    }
    // (n/d)^(r/q) = n^(r/q) d^((q-r)/q) / d
    Term top = integerRoot(Term.ONE, b.numerator(), r, q);
    Term bottom = integerRoot(Term.ONE, b.denominator(), q - r, q);
    return multiply(
        List.of(whole, top, bottom, new ExactNumber(Rational.of(BigInteger.ONE, b.denominator()))));
  }

  private Term integerRoot(Term whole, BigInteger n, int r, int q) {
    BigInteger exact = RealArithmetic.root(n, q);
    if (exact != null) {
      return multiply(List.of(whole, new ExactNumber(Rational.of(exact.pow(r)))));
    }
    BigInteger outside = BigInteger.ONE;
    BigInteger inside = n;
    for (int p = 2; p < 1500 && BigInteger.valueOf(p).pow(q).compareTo(inside) <= 0; p++) {
      BigInteger power = BigInteger.valueOf(p).pow(q);
      BigInteger[] parts = inside.divideAndRemainder(power);
      while (parts[1].signum() == 0) {
        inside = parts[0];
        outside = outside.multiply(BigInteger.valueOf(p));
        parts = inside.divideAndRemainder(power);
      }
    }
    // A base that is itself a power: 4^(1/3) = 2^(2/3).
    for (int k = 2; k < 6; k++) {
      BigInteger smaller = RealArithmetic.root(inside, k);
      if (smaller != null && !inside.equals(BigInteger.ONE)) {
        return multiply(
            List.of(
                whole,
                new ExactNumber(Rational.of(outside.pow(r))),
                power(
                    new ExactNumber(Rational.of(smaller)),
                    new ExactNumber(Rational.of((long) r * k, q)))));
      }
    }
    Term root = new Power(new ExactNumber(Rational.of(inside)), new ExactNumber(Rational.of(r, q)));
    Term factor = multiply(List.of(whole, new ExactNumber(Rational.of(outside.pow(r)))));
    if (isOne(factor)) {
      return root;
    }
    return new Product(List.of(factor, root));
  }

  /** Whether it is known to be positive. */
  public boolean positive(Term t) {
    return switch (t) {
      case ExactNumber n -> n.value().signum() > 0;
      case FloatValue f ->
          f.value() instanceof Ieee d
              ? d.value() > 0
              : floats.compare(f.value(), Rational.ZERO) > 0;
      case Symbol s -> s.positive();
      case Constant c -> c.name().equals("pi") || c.name().equals("E") || c.name().equals("oo");
      case Power p -> positive(p.base()) && real(p.exponent());
      case Product p -> p.factors().stream().allMatch(this::positive);
      case Sum s -> s.terms().stream().allMatch(this::positive);
      case Apply a -> a.name().equals("factorial") && positive(a.arguments().getFirst());
      case Relation r -> false;
    };
  }

  private boolean real(Term t) {
    return switch (t) {
      case ExactNumber n -> true;
      case FloatValue f -> true;
      case Symbol s ->
          s.positive()
              || s.assumptions().contains("real")
              || s.assumptions().contains("integer")
              || s.assumptions().contains("negative")
              || s.assumptions().contains("nonnegative");
      case Constant c -> c.name().equals("pi") || c.name().equals("E");
      case Power p ->
          (p.exponent() instanceof ExactNumber e && e.value().isInteger() && real(p.base()))
              || (positive(p.base()) && real(p.exponent()));
      case Product p -> p.factors().stream().allMatch(this::real);
      case Sum s -> s.terms().stream().allMatch(this::real);
      default -> false;
    };
  }

  // Functions.

  /** A function of one argument, evaluated where sympy does so by itself. */
  public Term apply(String name, Term x) {
    Term v = Functions.evaluate(name, x, this);
    return v == null ? sized(new Apply(name, List.of(x))) : v;
  }

  /** floor. */
  public Term floor(Term t) {
    Real r = toReal(t);
    return r == null
        ? new Apply("floor", List.of(t))
        : new ExactNumber(Rational.of(floats.reals().floor(r)));
  }

  /** ceiling. */
  public Term ceiling(Term t) {
    return negate(floor(negate(t)));
  }

  /** a % b. */
  public @Nullable Term mod(Term a, Term b) {
    if (!Term.isNumeric(a) || !Term.isNumeric(b)) {
      return null;
    }
    return subtract(a, multiply(b, floor(divide(a, b))));
  }

  /** And, Or of truth values; null where undecided. */
  public @Nullable Term logic(String name, List<Term> operands) {
    boolean and = name.equals("And");
    for (Term t : operands) {
      if (!t.equals(Term.TRUE) && !t.equals(Term.FALSE)) {
        return null;
      }
      if (t.equals(Term.TRUE) != and) {
        return and ? Term.FALSE : Term.TRUE;
      }
    }
    return and ? Term.TRUE : Term.FALSE;
  }

  // Values.

  /**
   * The real value of a constant expression, or null if it is none or cannot be had. In a replay
   * its floats are taken at their doubles.
   */
  public @Nullable Real toReal(Term t) {
    RealArithmetic r = floats.reals();
    return switch (t) {
      case ExactNumber n -> n.value();
      case FloatValue f -> FloatArithmetic.special(f.value()) ? null : floats.toReal(f.value());
      case Constant c ->
          switch (c.name()) {
            case "pi" -> r.pi();
            case "E" -> r.exp(Rational.ONE);
            case "GoldenRatio" ->
                r.multiply(Rational.HALF, r.add(Rational.ONE, r.sqrt(Rational.of(5))));
            default -> null;
          };
      case Sum s -> {
        Real sum = Rational.ZERO;
        for (Term x : s.terms()) {
          Real v = toReal(x);
          if (v == null) {
            yield null;
          }
          sum = r.add(sum, v);
        }
        yield sum;
      }
      case Product p -> {
        Real product = Rational.ONE;
        for (Term x : p.factors()) {
          Real v = toReal(x);
          if (v == null) {
            yield null;
          }
          product = r.multiply(product, v);
        }
        yield product;
      }
      case Power p -> realPower(p, r);
      case Apply a -> Functions.real(a, this);
      default -> null;
    };
  }

  private @Nullable Real realPower(Power p, RealArithmetic r) {
    Real b = toReal(p.base());
    Real e = toReal(p.exponent());
    if (b == null || e == null) {
      return null;
    }
    boolean integer = e instanceof Rational q && q.isInteger() && q.numerator().bitLength() < 20;
    if (b instanceof Rational q && q.isZero()) {
      return r.signum(e) > 0 ? Rational.ZERO : null;
    }
    if (b instanceof Enclosure x && x.mayBeZero()) {
      throw new UndecidedException("whether the base of a power is 0");
    }
    if (r.signum(b) < 0 && !integer) {
      return null;
    }
    return r.power(b, e);
  }

  /** The float of a constant expression, as Python's float() of it, or null. */
  public @Nullable FloatNumber toFloat(Term t) {
    if (t instanceof FloatValue f) {
      return f.value();
    }
    Real r = toReal(t);
    return r == null ? null : floats.of(r);
  }

  /** The truth of a relation between constants. */
  public boolean truth(Term t) {
    return switch (t) {
      case ExactNumber n -> !n.value().isZero();
      case FloatValue f -> !floats.isZero(f.value());
      case Constant c -> !c.name().equals("False") && !c.name().equals("EmptySet");
      case Relation r -> {
        if (r.operator().equals("==")) {
          Term d = subtract(r.left(), r.right());
          if (isZero(d)) {
            yield true;
          }
          if (r.left() instanceof ExactNumber && r.right() instanceof ExactNumber) {
            yield false;
          }
          throw new UnknownException("the truth of an equation");
        }
        yield switch (r.operator()) {
          case "<" -> compare(r.left(), r.right()) < 0;
          case "<=" -> compare(r.left(), r.right()) <= 0;
          case ">" -> compare(r.left(), r.right()) > 0;
          case ">=" -> compare(r.left(), r.right()) >= 0;
          default -> throw new UnknownException("the truth of a relation");
        };
      }
      default -> true;
    };
  }

  /** The order of two real constants. */
  public int compare(Term a, Term b) {
    if (a.equals(b)) {
      return 0;
    }
    if (a.equals(Term.INFINITY) || b.equals(Term.MINUS_INFINITY)) {
      return 1;
    }
    if (b.equals(Term.INFINITY) || a.equals(Term.MINUS_INFINITY)) {
      return -1;
    }
    Real x = toReal(a);
    Real y = toReal(b);
    if (x == null || y == null) {
      throw new UnknownException("the order of " + a + " and " + b);
    }
    if (x instanceof Rational || y instanceof Rational) {
      return floats.reals().compare(x, y);
    }
    Term d = subtract(a, b);
    if (isZero(d)) {
      return 0;
    }
    return floats.reals().signum(floats.reals().subtract(x, y));
  }

  /** Python's == of two sympy values: structure, numbers by value. */
  public boolean sameStructure(Term a, Term b) {
    if (isNumber(a) && isNumber(b)) {
      FloatNumber x = a instanceof ExactNumber n ? n.value() : ((FloatValue) a).value();
      FloatNumber y = b instanceof ExactNumber n ? n.value() : ((FloatValue) b).value();
      return floats.compare(x, y) == 0;
    }
    if (Term.hasFloat(a) || Term.hasFloat(b)) {
      Term d = subtract(a, b);
      return isZero(d) || zeroFloat(d);
    }
    return a.equals(b);
  }

  /** What terms are ordered by; floats count only by their first digits. */
  static String key(Term t) {
    return switch (t) {
      case ExactNumber n -> "0" + n.value();
      case FloatValue f -> "0#";
      case Constant c -> "1" + c.name();
      case Symbol s -> "2" + s.name();
      case Power p -> key(p.base()) + "^" + key(p.exponent());
      case Product p -> "3(" + keys(p.factors()) + ")";
      case Sum s -> "4(" + keys(s.terms()) + ")";
      case Apply a -> "5" + a.name() + "(" + keys(a.arguments()) + ")";
      case Relation r -> "6" + r.operator() + key(r.left()) + "," + key(r.right());
    };
  }

  private static String keys(List<Term> terms) {
    var b = new StringBuilder();
    for (Term t : terms) {
      b.append(key(t)).append(',');
    }
    return b.toString();
  }

  // Substitution and expansion.

  /** Replaces parts; all at once for symbols. */
  public Term substitute(Term t, Map<Term, Term> values) {
    Term hit = values.get(t);
    if (hit != null) {
      return hit;
    }
    return switch (t) {
      case Sum s -> {
        var parts = new ArrayList<Term>();
        for (Term x : s.terms()) {
          parts.add(substitute(x, values));
        }
        yield add(parts);
      }
      case Product p -> {
        Term r = Term.ONE;
        for (Term x : p.factors()) {
          r = multiply(r, substitute(x, values));
        }
        yield r;
      }
      case Power p -> power(substitute(p.base(), values), substitute(p.exponent(), values));
      case Apply a -> {
        var parts = new ArrayList<Term>();
        for (Term x : a.arguments()) {
          parts.add(substitute(x, values));
        }
        yield parts.size() == 1
            ? apply(a.name(), parts.getFirst())
            : Functions.rebuild(a.name(), parts, this);
      }
      case Relation r ->
          relation(r.operator(), substitute(r.left(), values), substitute(r.right(), values));
      default -> t;
    };
  }

  /** A relation, decided between numbers. */
  public Term relation(String operator, Term left, Term right) {
    if (operator.equals("==")) {
      if (left.equals(right)) {
        return Term.TRUE;
      }
      if (isNumber(left) && isNumber(right)) {
        return sameStructure(left, right) ? Term.TRUE : Term.FALSE;
      }
      return new Relation(operator, left, right);
    }
    Real x = toReal(left);
    Real y = toReal(right);
    if (x != null && y != null) {
      return truth(new Relation(operator, left, right)) ? Term.TRUE : Term.FALSE;
    }
    return new Relation(operator, left, right);
  }

  /** Products over sums and integer powers of sums multiplied out. */
  public Term expand(Term t) {
    return switch (t) {
      case Sum s -> {
        var parts = new ArrayList<Term>();
        for (Term x : s.terms()) {
          parts.add(expand(x));
        }
        yield add(parts);
      }
      case Product p -> {
        List<Term> sums = List.of(Term.ONE);
        for (Term f : p.factors()) {
          Term e = expand(f);
          List<Term> right = e instanceof Sum s ? s.terms() : List.of(e);
          var next = new ArrayList<Term>();
          if ((long) sums.size() * right.size() > MAX_TERMS) {
            throw new TooLargeException("an expansion");
          }
          for (Term a : sums) {
            for (Term b : right) {
              next.add(multiply(a, b));
            }
          }
          Term sum = add(next);
          sums = sum instanceof Sum s ? s.terms() : List.of(sum);
        }
        yield sums.size() == 1 ? sums.getFirst() : add(sums);
      }
      case Power p -> {
        Term base = expand(p.base());
        Term exponent = expand(p.exponent());
        if (base instanceof Sum
            && exponent instanceof ExactNumber n
            && n.value().isInteger()
            && n.value().signum() > 0
            && n.value().compareTo(Rational.of(200)) <= 0) {
          Term r = Term.ONE;
          for (int i = 0; i < n.value().numerator().intValue(); i++) {
            r = expand(new Product(List.of(r, base)));
          }
          yield r;
        }
        yield power(base, exponent);
      }
      case Apply a -> {
        var parts = new ArrayList<Term>();
        for (Term x : a.arguments()) {
          parts.add(expand(x));
        }
        yield parts.size() == 1
            ? apply(a.name(), parts.getFirst())
            : Functions.rebuild(a.name(), parts, this);
      }
      case Relation r -> relation(r.operator(), expand(r.left()), expand(r.right()));
      default -> t;
    };
  }
}
