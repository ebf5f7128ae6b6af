package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Binder;
import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Matrix;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Percent;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Quantity;
import dev.tusk.symbolic.grading.Node.Ratio;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.grading.Polynomial.Factor;
import dev.tusk.symbolic.grading.Polynomial.Monomial;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as quotients of polynomials over atoms.
 *
 * <p>Atoms, by the first letters of their keys: {@code v:} a variable; {@code p:} a prime with a
 * fractional exponent; {@code I}; {@code PI}; {@code X:m} e to the power m; {@code W:p:m} and
 * {@code V:x:m} a prime or variable to a symbolic power; {@code s:}, {@code c:} sine and cosine;
 * {@code L:} a logarithm; {@code A:} an absolute value; {@code R:} the base of a fractional power;
 * {@code F:} anything else by its name and arguments. The rewriting rules (p^1 is a number, I² =
 * -1, sin² = 1 - cos², R^1 is its base) hold wherever both sides are defined over the reals, roots
 * of odd index taken as real; so a difference that reduces to zero proves equality there. The
 * converse does not hold: unequal forms prove nothing.
 */
final class NormalForm {
  /** A quotient; the denominator is never the zero polynomial. */
  record Fraction(Polynomial top, Polynomial bottom) {
    static Fraction of(Polynomial top) {
      return new Fraction(top, Polynomial.ONE);
    }

    static Fraction of(Rational value) {
      return of(Polynomial.constant(value));
    }

    boolean isZero() {
      return top.isZero();
    }

    /** The value where it is a plain number. */
    @Nullable Rational number() {
      return top.isConstant() && bottom.isConstant()
          ? top.constantTerm().over(bottom.constantTerm())
          : null;
    }
  }

  /** The expression is outside of what a normal form covers. */
  static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsupported(String what) {
      super(what, null, false, false);
    }
  }

  private static final int MAX_TERMS = 3_000;
  private static final int MAX_POWER = 400;
  private static final int MAX_KEY = 20_000;
  private static final int MAX_FACTORIAL = 5_000;
  private static final int MAX_SUM = 2_000;
  private static final int TRIAL_BOUND = 10_000;

  private final Budget budget;
  private final boolean naturalLog;
  private final Map<String, Polynomial> bases = new HashMap<>();
  private int opaque;

  /** {@code naturalLog}: log without a base is to base e, else to base 10. */
  NormalForm(Budget budget, boolean naturalLog) {
    this.budget = budget;
    this.naturalLog = naturalLog;
  }

  /** The number of sub-expressions taken as atoms although they might be simplified further. */
  int opaque() {
    return opaque;
  }

  Fraction of(Node node) {
    budget.spend(1);
    return switch (node) {
      case Num number -> Fraction.of(number.value());
      case Sym symbol -> Fraction.of(Polynomial.atom("v:" + symbol.name(), Rational.ONE));
      case Constant constant -> constant(constant);
      case Sum sum -> {
        Fraction total = Fraction.of(Rational.ZERO);
        for (Node term : sum.terms()) {
          total = plus(total, of(term));
        }
        yield total;
      }
      case Product product -> {
        Fraction total = Fraction.of(Rational.ONE);
        for (Node factor : product.factors()) {
          total = times(total, of(factor));
        }
        yield total;
      }
      case Power power -> power(power);
      case Call call -> call(call);
      case Percent percent -> times(of(percent.value()), Fraction.of(Rational.of(1, 100)));
      case Quantity quantity -> {
        if (quantity.unit().equals("°")) {
          yield times(
              of(quantity.value()),
              Fraction.of(
                  Polynomial.term(Monomial.of(Map.of("PI", Rational.ONE)), Rational.of(1, 180))));
        }
        throw new Unsupported("a quantity with a unit");
      }
      case Ratio ratio when ratio.terms().size() == 2 ->
          times(of(ratio.terms().get(0)), inverse(of(ratio.terms().get(1))));
      case Bound bound -> bound(bound);
      default -> throw new Unsupported("no number: " + node.getClass().getSimpleName());
    };
  }

  private static Fraction constant(Constant constant) {
    return switch (constant) {
      case PI -> Fraction.of(Polynomial.atom("PI", Rational.ONE));
      case E -> Fraction.of(Polynomial.atom("X:1", Rational.ONE));
      case I -> Fraction.of(Polynomial.atom("I", Rational.ONE));
      case INFINITY -> throw new Unsupported("infinity");
      case UNDEFINED -> throw new Unsupported("undefined");
    };
  }

  // ---- field operations

  Fraction plus(Fraction a, Fraction b) {
    if (a.bottom().equals(b.bottom())) {
      return simplified(a.top().plus(b.top(), budget), a.bottom());
    }
    Polynomial top = times(a.top(), b.bottom()).plus(times(b.top(), a.bottom()), budget);
    return simplified(top, times(a.bottom(), b.bottom()));
  }

  Fraction minus(Fraction a, Fraction b) {
    return plus(a, new Fraction(b.top().scaled(Rational.MINUS_ONE), b.bottom()));
  }

  Fraction times(Fraction a, Fraction b) {
    if (a.bottom().equals(b.top()) && !b.top().isConstant()) {
      return new Fraction(a.top(), b.bottom());
    }
    return simplified(times(a.top(), b.top()), times(a.bottom(), b.bottom()));
  }

  Fraction inverse(Fraction a) {
    if (a.isZero()) {
      throw new Unsupported("a division by zero");
    }
    return simplified(a.bottom(), a.top());
  }

  /** Moves what can be inverted from the denominator to the numerator. */
  private Fraction simplified(Polynomial top, Polynomial bottom) {
    if (bottom.isOne()) {
      return Fraction.of(top);
    }
    if (bottom.isZero()) {
      throw new Unsupported("a division by zero");
    }
    if (top.isZero()) {
      return Fraction.of(Rational.ZERO);
    }
    if (bottom.isSingle()) {
      Map<String, Rational> invertible = new TreeMap<>();
      Map<String, Rational> rest = new TreeMap<>();
      for (Factor factor : bottom.terms().firstKey().factors()) {
        boolean stays =
            factor.atom().startsWith("R:")
                || factor.atom().startsWith("s:")
                || factor.atom().startsWith("c:");
        (stays ? rest : invertible)
            .put(factor.atom(), stays ? factor.exponent() : factor.exponent().negate());
      }
      Polynomial inverted = reduced(bottom.terms().firstEntry().getValue().inverse(), invertible);
      Polynomial remaining = Polynomial.term(Monomial.of(rest), Rational.ONE);
      Polynomial newTop = times(top, inverted);
      return remaining.isOne() ? Fraction.of(newTop) : new Fraction(newTop, remaining);
    }
    Rational lead = bottom.terms().firstEntry().getValue().inverse();
    Polynomial monicTop = top.scaled(lead);
    Polynomial monicBottom = bottom.scaled(lead);
    if (monicTop.equals(monicBottom)) {
      return Fraction.of(Rational.ONE);
    }
    Polynomial quotient = quotient(monicTop, monicBottom);
    return quotient != null ? Fraction.of(quotient) : new Fraction(monicTop, monicBottom);
  }

  /** The exact quotient of polynomials in variables alone, or null where there is none. */
  private @Nullable Polynomial quotient(Polynomial top, Polynomial bottom) {
    if (!plain(top) || !plain(bottom)) {
      return null;
    }
    Monomial lead = leading(bottom);
    Rational coefficient = bottom.terms().get(lead);
    if (coefficient == null) {
      return null;
    }
    Polynomial rest = top;
    Polynomial quotient = Polynomial.ZERO;
    for (int step = 0; !rest.isZero(); step++) {
      budget.spend(rest.terms().size());
      Monomial head = leading(rest);
      Map<String, Rational> exponents = head.exponents();
      for (Factor factor : lead.factors()) {
        Rational left =
            exponents.getOrDefault(factor.atom(), Rational.ZERO).minus(factor.exponent());
        if (left.signum() < 0) {
          return null;
        }
        exponents.put(factor.atom(), left);
      }
      Rational scale = rest.terms().getOrDefault(head, Rational.ZERO).over(coefficient);
      Polynomial piece = Polynomial.term(Monomial.of(exponents), scale);
      quotient = quotient.plus(piece, budget);
      rest = rest.plus(times(piece, bottom).scaled(Rational.MINUS_ONE), budget);
      if (step > MAX_TERMS) {
        return null;
      }
    }
    return quotient;
  }

  /** The largest monomial in lexicographic order, an order that multiplication keeps. */
  private static Monomial leading(Polynomial polynomial) {
    Monomial best = null;
    for (Monomial monomial : polynomial.terms().keySet()) {
      if (best == null || lexicographic(monomial, best) > 0) {
        best = monomial;
      }
    }
    return best == null ? Monomial.ONE : best;
  }

  private static int lexicographic(Monomial a, Monomial b) {
    int i = 0;
    int j = 0;
    while (i < a.factors().size() || j < b.factors().size()) {
      if (i == a.factors().size()) {
        return -1;
      }
      if (j == b.factors().size()) {
        return 1;
      }
      Factor left = a.factors().get(i);
      Factor right = b.factors().get(j);
      int order = left.atom().compareTo(right.atom());
      if (order != 0) {
        return order < 0 ? 1 : -1;
      }
      int exponents = left.exponent().compareTo(right.exponent());
      if (exponents != 0) {
        return exponents;
      }
      i++;
      j++;
    }
    return 0;
  }

  private static boolean plain(Polynomial polynomial) {
    for (Monomial monomial : polynomial.terms().keySet()) {
      for (Factor factor : monomial.factors()) {
        if (!factor.atom().startsWith("v:")
            || !factor.exponent().isInteger()
            || factor.exponent().signum() < 0) {
          return false;
        }
      }
    }
    return true;
  }

  private Polynomial times(Polynomial a, Polynomial b) {
    if (a.isOne()) {
      return b;
    }
    if (b.isOne()) {
      return a;
    }
    if ((long) a.terms().size() * b.terms().size() > MAX_TERMS * 20L) {
      throw new Budget.Exceeded("a polynomial would have too many terms");
    }
    NavigableMap<Monomial, Rational> sum = new TreeMap<>();
    for (Map.Entry<Monomial, Rational> left : a.terms().entrySet()) {
      for (Map.Entry<Monomial, Rational> right : b.terms().entrySet()) {
        budget.spend(1 + left.getKey().factors().size() + right.getKey().factors().size());
        Map<String, Rational> exponents = left.getKey().exponents();
        for (Factor factor : right.getKey().factors()) {
          exponents.merge(factor.atom(), factor.exponent(), Rational::plus);
        }
        budget.checkBits((long) left.getValue().bits() + right.getValue().bits());
        Rational coefficient = left.getValue().times(right.getValue());
        if (needsReduction(exponents)) {
          for (Map.Entry<Monomial, Rational> piece :
              reduced(coefficient, exponents).terms().entrySet()) {
            Polynomial.add(sum, piece.getKey(), piece.getValue());
          }
        } else {
          Polynomial.add(sum, Monomial.of(exponents), coefficient);
        }
      }
    }
    if (sum.size() > MAX_TERMS) {
      throw new Budget.Exceeded("a polynomial would have more than " + MAX_TERMS + " terms");
    }
    return new Polynomial(sum);
  }

  private static boolean needsReduction(Map<String, Rational> exponents) {
    for (String key : exponents.keySet()) {
      char kind = key.charAt(0);
      if (kind == 'p' || kind == 'I' || kind == 's' || kind == 'R' || kind == 'A') {
        return true;
      }
    }
    return false;
  }

  /** Applies the atoms' rules to one term. */
  private Polynomial reduced(Rational coefficient, Map<String, Rational> exponents) {
    Rational factor = coefficient;
    Map<String, Rational> kept = new TreeMap<>();
    List<Polynomial> expanded = new ArrayList<>();
    for (Map.Entry<String, Rational> entry : exponents.entrySet()) {
      String key = entry.getKey();
      Rational exponent = entry.getValue();
      if (exponent.isZero()) {
        continue;
      }
      if (key.startsWith("p:")) {
        BigInteger whole = exponent.floor();
        BigInteger prime = new BigInteger(key.substring(2));
        if (whole.bitLength() < 20
            && Math.abs(whole.longValue()) * prime.bitLength() < Budget.MAX_BITS) {
          factor = factor.times(Rational.of(prime).pow(whole.intValue()));
          budget.checkBits(factor.bits());
          exponent = exponent.minus(Rational.of(whole));
        }
        put(kept, key, exponent);
      } else if (key.equals("I") && exponent.isInteger()) {
        int turn = exponent.numerator().mod(BigInteger.valueOf(4)).intValue();
        if (turn >= 2) {
          factor = factor.negate();
        }
        put(kept, key, Rational.of(turn % 2));
      } else if (key.startsWith("s:") && exponent.intValueOr(0) >= 2) {
        int power = exponent.intValueOr(0);
        Polynomial cosine = Polynomial.atom("c:" + key.substring(2), Rational.TWO);
        Polynomial square = Polynomial.ONE.plus(cosine.scaled(Rational.MINUS_ONE), budget);
        expanded.add(power(square, power / 2));
        put(kept, key, Rational.of(power % 2));
      } else if (key.startsWith("R:") && exponent.compareTo(Rational.ONE) >= 0) {
        BigInteger whole = exponent.floor();
        Polynomial base = bases.get(key);
        if (base == null || whole.bitLength() > 8) {
          put(kept, key, exponent);
        } else {
          expanded.add(power(base, whole.intValue()));
          put(kept, key, exponent.minus(Rational.of(whole)));
        }
      } else if (key.startsWith("A:v:")
          && exponent.intValueOr(0) % 2 == 0
          && exponent.isInteger()) {
        // |x|² = x² for a single variable.
        kept.merge(key.substring(2), exponent, Rational::plus);
      } else {
        kept.merge(key, exponent, Rational::plus);
      }
    }
    Polynomial result = Polynomial.term(Monomial.of(kept), factor);
    for (Polynomial piece : expanded) {
      result = times(result, piece);
    }
    return result;
  }

  private static void put(Map<String, Rational> map, String key, Rational exponent) {
    if (!exponent.isZero()) {
      map.merge(key, exponent, Rational::plus);
    }
  }

  private Polynomial power(Polynomial base, int exponent) {
    Polynomial result = Polynomial.ONE;
    Polynomial square = base;
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = times(result, square);
      }
      if (left > 1) {
        square = times(square, square);
      }
    }
    return result;
  }

  // ---- powers

  private Fraction power(Power power) {
    Fraction exponent = of(power.exponent());
    Rational number = exponent.number();
    if (power.base() == Constant.E) {
      return exponential(exponent);
    }
    Fraction base = of(power.base());
    if (number != null) {
      return power(base, number);
    }
    return symbolicPower(base, exponent);
  }

  Fraction power(Fraction base, Rational exponent) {
    if (exponent.isZero()) {
      return Fraction.of(Rational.ONE);
    }
    if (exponent.isOne()) {
      return base;
    }
    if (base.isZero()) {
      if (exponent.signum() < 0) {
        throw new Unsupported("a division by zero");
      }
      return base;
    }
    if (exponent.isInteger()) {
      return integerPower(base, exponent.numerator());
    }
    if (exponent.signum() < 0) {
      return inverse(power(base, exponent.negate()));
    }
    Polynomial top = root(base.top(), exponent);
    Polynomial bottom = base.bottom().isOne() ? Polynomial.ONE : root(base.bottom(), exponent);
    return simplified(top, bottom);
  }

  private Fraction integerPower(Fraction base, BigInteger exponent) {
    if (exponent.signum() < 0) {
      return inverse(integerPower(base, exponent.negate()));
    }
    Rational number = base.number();
    if (number != null) {
      if (number.isOne() || number.equals(Rational.MINUS_ONE)) {
        return Fraction.of(exponent.testBit(0) ? number : Rational.ONE);
      }
      if (exponent.bitLength() < 20 && exponent.longValue() * number.bits() <= Budget.MAX_BITS) {
        return Fraction.of(number.pow(exponent.intValue()));
      }
      return hugePower(number, exponent);
    }
    if (base.top().isSingle() && base.bottom().isOne()) {
      Map.Entry<Monomial, Rational> term = base.top().terms().firstEntry();
      Map<String, Rational> exponents = new TreeMap<>();
      for (Factor factor : term.getKey().factors()) {
        exponents.put(factor.atom(), factor.exponent().times(Rational.of(exponent)));
      }
      Fraction coefficient = integerPower(Fraction.of(term.getValue()), exponent);
      return times(coefficient, Fraction.of(reduced(Rational.ONE, exponents)));
    }
    if (exponent.bitLength() > 30 || exponent.intValue() > MAX_POWER) {
      throw new Budget.Exceeded("a power above " + MAX_POWER + " of a sum");
    }
    return simplified(
        power(base.top(), exponent.intValue()), power(base.bottom(), exponent.intValue()));
  }

  /** A power too large to write down: its primes keep their exponents. */
  private Fraction hugePower(Rational number, BigInteger exponent) {
    Map<String, Rational> exponents = new TreeMap<>();
    for (Map.Entry<BigInteger, Rational> entry : primes(number.abs()).entrySet()) {
      exponents.put("p:" + entry.getKey(), entry.getValue().times(Rational.of(exponent)));
    }
    Rational sign = number.signum() < 0 && exponent.testBit(0) ? Rational.MINUS_ONE : Rational.ONE;
    return Fraction.of(reduced(sign, exponents));
  }

  /** Prime factors found by trial division; a large rest counts as a prime. */
  private Map<BigInteger, Rational> primes(Rational number) {
    Map<BigInteger, Rational> result = new TreeMap<>();
    factor(number.numerator(), Rational.ONE, result);
    factor(number.denominator(), Rational.MINUS_ONE, result);
    return result;
  }

  private void factor(BigInteger value, Rational sign, Map<BigInteger, Rational> into) {
    BigInteger rest = value;
    for (int p = 2; p < TRIAL_BOUND && rest.bitLength() > 1; p += p == 2 ? 1 : 2) {
      if (rest.bitLength() < 63) {
        long small = rest.longValue();
        if ((long) p * p > small) {
          break;
        }
        if (small % p != 0) {
          continue;
        }
      }
      BigInteger prime = BigInteger.valueOf(p);
      BigInteger[] parts = rest.divideAndRemainder(prime);
      while (parts[1].signum() == 0) {
        into.merge(prime, sign, Rational::plus);
        rest = parts[0];
        budget.spend(1 + rest.bitLength() / 64);
        parts = rest.divideAndRemainder(prime);
      }
    }
    budget.spend(200);
    if (!rest.equals(BigInteger.ONE)) {
      BigInteger square = rest.sqrt();
      if (square.multiply(square).equals(rest)) {
        into.merge(square, sign.times(Rational.TWO), Rational::plus);
      } else {
        into.merge(rest, sign, Rational::plus);
      }
    }
  }

  /** A polynomial to a positive fractional power. */
  private Polynomial root(Polynomial base, Rational exponent) {
    boolean odd = exponent.denominator().testBit(0);
    if (base.isSingle()) {
      return rootOfTerm(base.terms().firstEntry(), exponent, odd);
    }
    Rational content = content(base);
    Polynomial primitive = base.scaled(content.inverse());
    Polynomial outside = numericRoot(content, exponent);
    if (odd && primitive.terms().firstEntry().getValue().signum() < 0) {
      primitive = primitive.scaled(Rational.MINUS_ONE);
      if (exponent.numerator().testBit(0)) {
        outside = outside.scaled(Rational.MINUS_ONE);
      }
    }
    String key = "R:" + text(primitive);
    bases.put(key, primitive);
    return times(outside, reduced(Rational.ONE, new TreeMap<>(Map.of(key, exponent))));
  }

  private Polynomial rootOfTerm(
      Map.Entry<Monomial, Rational> term, Rational exponent, boolean odd) {
    Rational coefficient = term.getValue();
    boolean negative = coefficient.signum() < 0;
    Polynomial result = numericRoot(coefficient.abs(), exponent);
    Map<String, Rational> direct = new TreeMap<>();
    Map<String, Rational> uncertain = new TreeMap<>();
    for (Factor factor : term.getKey().factors()) {
      Rational raised = factor.exponent().times(exponent);
      if (isPositive(factor.atom())) {
        direct.put(factor.atom(), raised);
      } else if (odd || !factor.exponent().isInteger()) {
        direct.put(factor.atom(), raised);
      } else if (!factor.exponent().numerator().testBit(0) && factor.atom().startsWith("v:")) {
        if (raised.isInteger() && !raised.numerator().testBit(0)) {
          direct.put(factor.atom(), raised);
        } else {
          put(direct, "A:" + factor.atom(), raised);
        }
      } else {
        uncertain.put(factor.atom(), factor.exponent());
      }
    }
    if (negative && odd) {
      if (exponent.numerator().testBit(0)) {
        result = result.scaled(Rational.MINUS_ONE);
      }
      negative = false;
    }
    if (negative && uncertain.isEmpty()) {
      if (!exponent.denominator().equals(BigInteger.TWO)) {
        throw new Unsupported("an even root of a negative number");
      }
      direct.merge("I", Rational.of(exponent.numerator()), Rational::plus);
      negative = false;
    }
    if (!uncertain.isEmpty()) {
      Factor only = Monomial.of(uncertain).factors().getFirst();
      if (uncertain.size() == 1 && !negative) {
        direct.merge(only.atom(), only.exponent().times(exponent), Rational::plus);
      } else {
        Polynomial inside =
            Polynomial.term(Monomial.of(uncertain), negative ? Rational.MINUS_ONE : Rational.ONE);
        String key = "R:" + text(inside);
        bases.put(key, inside);
        direct.put(key, exponent);
      }
    }
    return times(result, reduced(Rational.ONE, direct));
  }

  private static boolean isPositive(String atom) {
    char kind = atom.charAt(0);
    return kind == 'p' || kind == 'P' || kind == 'X' || kind == 'W' || kind == 'A';
  }

  private Polynomial numericRoot(Rational value, Rational exponent) {
    Map<String, Rational> exponents = new TreeMap<>();
    for (Map.Entry<BigInteger, Rational> entry : primes(value).entrySet()) {
      exponents.put("p:" + entry.getKey(), entry.getValue().times(exponent));
    }
    return reduced(Rational.ONE, exponents);
  }

  /** The positive rational by which the coefficients become coprime integers. */
  private static Rational content(Polynomial polynomial) {
    BigInteger top = BigInteger.ZERO;
    BigInteger bottom = BigInteger.ONE;
    for (Rational coefficient : polynomial.terms().values()) {
      top = top.gcd(coefficient.numerator());
      BigInteger d = coefficient.denominator();
      bottom = bottom.divide(bottom.gcd(d)).multiply(d);
    }
    return Rational.of(top, bottom);
  }

  private Fraction exponential(Fraction exponent) {
    return exponents("X:", exponent);
  }

  /** {@code prefix} names the base: its atom to the power of each term of the exponent. */
  private Fraction exponents(String prefix, Fraction exponent) {
    if (!exponent.bottom().isOne()) {
      return Fraction.of(Polynomial.atom(prefix + key(exponent), Rational.ONE));
    }
    Fraction result = Fraction.of(Rational.ONE);
    for (Map.Entry<Monomial, Rational> term : exponent.top().terms().entrySet()) {
      Monomial monomial = term.getKey();
      Map<String, Rational> parts = monomial.exponents();
      if (prefix.equals("X:") && parts.remove("I") != null) {
        Fraction angle = Fraction.of(Polynomial.term(Monomial.of(parts), term.getValue()));
        Fraction imaginary = Fraction.of(Polynomial.atom("I", Rational.ONE));
        result = times(result, plus(cosine(angle), times(imaginary, sine(angle))));
      } else if (prefix.equals("X:")
          && monomial.factors().size() == 1
          && monomial.factors().getFirst().atom().startsWith("L:p:")
          && monomial.factors().getFirst().exponent().isOne()) {
        // e^(c ln p) = p^c.
        BigInteger prime = new BigInteger(monomial.factors().getFirst().atom().substring(4));
        result = times(result, power(Fraction.of(Rational.of(prime)), term.getValue()));
      } else {
        String key = prefix + (monomial.isOne() ? "1" : text(monomial));
        result = times(result, Fraction.of(Polynomial.atom(key, term.getValue())));
      }
    }
    return result;
  }

  private Fraction symbolicPower(Fraction base, Fraction exponent) {
    Rational number = base.number();
    if (number != null && number.signum() > 0) {
      Fraction result = Fraction.of(Rational.ONE);
      for (Map.Entry<BigInteger, Rational> entry : primes(number).entrySet()) {
        Fraction part = times(exponent, Fraction.of(entry.getValue()));
        Fraction whole = split(part, true);
        Fraction rest = split(part, false);
        result =
            times(
                result,
                times(
                    power(Fraction.of(Rational.of(entry.getKey())), whole.top().constantTerm()),
                    exponents("W:" + entry.getKey() + ":", rest)));
      }
      return result;
    }
    if (base.bottom().isOne()
        && base.top().isSingle()
        && base.top().terms().firstEntry().getValue().isOne()
        && base.top().terms().firstKey().factors().size() == 1) {
      Factor factor = base.top().terms().firstKey().factors().getFirst();
      Fraction part = times(exponent, Fraction.of(factor.exponent()));
      if (factor.atom().startsWith("X:1")) {
        return exponential(part);
      }
      if (factor.atom().startsWith("v:") && factor.exponent().isOne()) {
        return times(
            power(
                Fraction.of(Polynomial.atom(factor.atom(), Rational.ONE)),
                split(part, true).top().constantTerm()),
            exponents("V:" + factor.atom() + ":", split(part, false)));
      }
    }
    return atom("pow", key(base) + "," + key(exponent));
  }

  /** The constant term of the exponent, or all but it. */
  private Fraction split(Fraction exponent, boolean constant) {
    if (!exponent.bottom().isOne()) {
      return constant ? Fraction.of(Rational.ZERO) : exponent;
    }
    Rational number = exponent.top().constantTerm();
    return constant
        ? Fraction.of(number)
        : Fraction.of(exponent.top().plus(Polynomial.constant(number.negate()), budget));
  }

  /** A name for the value; values whose names would be long are not named. */
  String key(Fraction value) {
    String top = text(value.top());
    return value.bottom().isOne() ? top : "(" + top + ")/(" + text(value.bottom()) + ")";
  }

  private String text(Polynomial polynomial) {
    long size = 0;
    for (Map.Entry<Monomial, Rational> term : polynomial.terms().entrySet()) {
      size += term.getValue().bits() / 3 + size(term.getKey());
      checkKey(size);
    }
    return polynomial.toString();
  }

  private String text(Monomial monomial) {
    checkKey(size(monomial));
    return monomial.toString();
  }

  private static long size(Monomial monomial) {
    long size = 4;
    for (Factor factor : monomial.factors()) {
      size += factor.atom().length() + factor.exponent().bits() / 3 + 6L;
    }
    return size;
  }

  private void checkKey(long size) {
    budget.spend(1 + size / 256);
    if (size > MAX_KEY) {
      throw new Budget.Exceeded("a sub-expression too long to name");
    }
  }

  private Fraction atom(String function, String arguments) {
    opaque++;
    return Fraction.of(Polynomial.atom("F:" + function + "(" + arguments + ")", Rational.ONE));
  }

  // ---- functions

  /** Whether it is made of rationals and i by sums, products and whole powers. */
  private static boolean isRationalInI(Node node) {
    return switch (node) {
      case Num n -> true;
      case Constant c -> c == Constant.I;
      case Sum s -> s.terms().stream().allMatch(NormalForm::isRationalInI);
      case Product p -> p.factors().stream().allMatch(NormalForm::isRationalInI);
      case Power p ->
          isRationalInI(p.base()) && p.exponent() instanceof Num n && n.value().isInteger();
      default -> false;
    };
  }

  private Fraction call(Call call) {
    String function = call.function();
    if (function.equals("det") && call.arguments().getFirst() instanceof Matrix matrix) {
      return determinant(matrix);
    }
    if (function.equals("conjugate") && isRationalInI(call.arguments().getFirst())) {
      return of(Trees.replace(call.arguments().getFirst(), Constant.I, Node.negate(Constant.I)));
    }
    List<Fraction> arguments = new ArrayList<>();
    for (Node argument : call.arguments()) {
      arguments.add(of(argument));
    }
    if (arguments.isEmpty()) {
      return atom(function, "");
    }
    Fraction first = arguments.getFirst();
    return switch (function) {
      case "root" -> {
        Rational index = arguments.get(1).number();
        if (index == null || index.isZero()) {
          yield symbolicPower(first, inverse(arguments.get(1)));
        }
        yield power(first, index.inverse());
      }
      case "sin" -> sine(first);
      case "cos" -> cosine(first);
      case "tan" -> times(sine(first), inverse(cosine(first)));
      case "cot" -> times(cosine(first), inverse(sine(first)));
      case "sec" -> inverse(cosine(first));
      case "csc" -> inverse(sine(first));
      case "sinh" -> hyperbolic(first, Rational.MINUS_ONE);
      case "cosh" -> hyperbolic(first, Rational.ONE);
      case "tanh" ->
          times(hyperbolic(first, Rational.MINUS_ONE), inverse(hyperbolic(first, Rational.ONE)));
      case "coth" ->
          times(hyperbolic(first, Rational.ONE), inverse(hyperbolic(first, Rational.MINUS_ONE)));
      case "sech" -> inverse(hyperbolic(first, Rational.ONE));
      case "csch" -> inverse(hyperbolic(first, Rational.MINUS_ONE));
      case "arcsin", "arctan", "arccos" -> arc(function, first);
      case "ln" -> logarithm(first);
      case "log" ->
          naturalLog
              ? logarithm(first)
              : times(logarithm(first), inverse(logarithm(Fraction.of(Rational.of(10)))));
      case "logBase" -> {
        Fraction base = logarithm(arguments.get(1));
        if (base.isZero()) {
          throw new Unsupported("a logarithm to base 1");
        }
        yield times(logarithm(first), inverse(base));
      }
      case "abs" -> absolute(first);
      case "factorial" -> factorial(first, 1);
      case "doubleFactorial" -> factorial(first, 2);
      case "binomial" -> binomial(first, arguments.get(1));
      case "gcd" -> divisor(call, false);
      case "lcm" -> divisor(call, true);
      case "max" -> extreme(call, arguments, 1);
      case "min" -> extreme(call, arguments, -1);
      case "mod" -> remainder(call, arguments);
      case "floor", "ceil", "round" -> whole(call, function, first);
      case "sgn" -> {
        Rational number = first.number();
        yield number == null
            ? atom(function, key(first))
            : Fraction.of(Rational.of(number.signum()));
      }
      default -> {
        StringBuilder keys = new StringBuilder();
        for (Fraction argument : arguments) {
          keys.append(keys.isEmpty() ? "" : ",").append(key(argument));
        }
        yield atom(function, keys.toString());
      }
    };
  }

  private Fraction hyperbolic(Fraction argument, Rational sign) {
    Fraction minus = times(argument, Fraction.of(Rational.MINUS_ONE));
    Fraction sum = plus(exponential(argument), times(exponential(minus), Fraction.of(sign)));
    return times(sum, Fraction.of(Rational.HALF));
  }

  private Fraction sine(Fraction argument) {
    return angle(argument)[0];
  }

  private Fraction cosine(Fraction argument) {
    return angle(argument)[1];
  }

  /** Sine and cosine of an angle by the addition theorems. */
  private Fraction[] angle(Fraction argument) {
    if (argument.isZero()) {
      return new Fraction[] {Fraction.of(Rational.ZERO), Fraction.of(Rational.ONE)};
    }
    if (!argument.bottom().isOne() || argument.top().terms().size() > 4) {
      return opaqueAngle(argument);
    }
    Fraction[] total = {Fraction.of(Rational.ZERO), Fraction.of(Rational.ONE)};
    for (Map.Entry<Monomial, Rational> term : argument.top().terms().entrySet()) {
      Fraction[] part = angleOfTerm(term.getKey(), term.getValue());
      total =
          new Fraction[] {
            plus(times(total[0], part[1]), times(total[1], part[0])),
            minus(times(total[1], part[1]), times(total[0], part[0]))
          };
    }
    return total;
  }

  private Fraction[] opaqueAngle(Fraction argument) {
    Fraction positive = argument;
    boolean flipped = argument.top().terms().firstEntry().getValue().signum() < 0;
    if (flipped) {
      positive = times(argument, Fraction.of(Rational.MINUS_ONE));
    }
    Polynomial sine = Polynomial.atom("s:" + key(positive), Rational.ONE);
    return new Fraction[] {
      Fraction.of(flipped ? sine.scaled(Rational.MINUS_ONE) : sine),
      Fraction.of(Polynomial.atom("c:" + key(positive), Rational.ONE))
    };
  }

  private Fraction[] angleOfTerm(Monomial monomial, Rational coefficient) {
    if (monomial.factors().size() == 1
        && monomial.factors().getFirst().atom().equals("PI")
        && monomial.factors().getFirst().exponent().isOne()) {
      return new Fraction[] {
        cosineOfTurn(Rational.HALF.minus(coefficient)), cosineOfTurn(coefficient)
      };
    }
    int times =
        coefficient.numerator().abs().bitLength() < 31
            ? coefficient.numerator().abs().intValue()
            : 99;
    Fraction unit =
        Fraction.of(
            Polynomial.term(monomial, Rational.of(BigInteger.ONE, coefficient.denominator())));
    if (times > 8) {
      return opaqueAngle(Fraction.of(Polynomial.term(monomial, coefficient)));
    }
    Fraction[] one = opaqueAngle(unit);
    Fraction[] total = one;
    for (int i = 1; i < times; i++) {
      total =
          new Fraction[] {
            plus(times(total[0], one[1]), times(total[1], one[0])),
            minus(times(total[1], one[1]), times(total[0], one[0]))
          };
    }
    if (coefficient.signum() < 0) {
      total[0] = times(total[0], Fraction.of(Rational.MINUS_ONE));
    }
    return total;
  }

  /** cos(rπ), brought to the first quadrant; exact where it is a simple radical. */
  private Fraction cosineOfTurn(Rational turn) {
    Rational r = turn.minus(Rational.of(turn.times(Rational.HALF).floor()).times(Rational.TWO));
    if (r.compareTo(Rational.ONE) > 0) {
      r = Rational.TWO.minus(r);
    }
    boolean negative = r.compareTo(Rational.HALF) > 0;
    if (negative) {
      r = Rational.ONE.minus(r);
    }
    Fraction value;
    if (r.isZero()) {
      value = Fraction.of(Rational.ONE);
    } else if (r.equals(Rational.HALF)) {
      value = Fraction.of(Rational.ZERO);
    } else if (r.equals(Rational.of(1, 3))) {
      value = Fraction.of(Rational.HALF);
    } else if (r.equals(Rational.of(1, 4))) {
      value = radicals(0, 2, 2);
    } else if (r.equals(Rational.of(1, 6))) {
      value = radicals(0, 3, 2);
    } else if (r.equals(Rational.of(1, 5))) {
      value = radicals(1, 5, 4);
    } else if (r.equals(Rational.of(2, 5))) {
      value = radicals(-1, 5, 4);
    } else if (r.equals(Rational.of(1, 12))) {
      value = plus(radicals(0, 6, 4), radicals(0, 2, 4));
    } else if (r.equals(Rational.of(5, 12))) {
      value = minus(radicals(0, 6, 4), radicals(0, 2, 4));
    } else {
      value = Fraction.of(Polynomial.atom("c:" + r + "*PI", Rational.ONE));
    }
    return negative ? times(value, Fraction.of(Rational.MINUS_ONE)) : value;
  }

  /** (a + √b)/c. */
  private Fraction radicals(long a, long b, long c) {
    Fraction root = Fraction.of(numericRoot(Rational.of(b), Rational.HALF));
    return times(plus(Fraction.of(Rational.of(a)), root), Fraction.of(Rational.of(1, c)));
  }

  private Fraction arc(String function, Fraction argument) {
    Fraction pi = Fraction.of(Polynomial.atom("PI", Rational.ONE));
    String[][] known = {
      {"arctan", "1", "1/4"},
      {"arcsin", "1", "1/2"},
      {"arcsin", "1/2", "1/6"},
      {"arccos", "0", "1/2"},
      {"arccos", "1", "0"},
      {"arccos", "-1", "1"},
      {"arccos", "1/2", "1/3"},
      {"arccos", "-1/2", "2/3"},
      {"arctan", "0", "0"},
      {"arcsin", "0", "0"},
      {"arcsin", "1/2*p:2^(1/2)", "1/4"},
      {"arcsin", "1/2*p:3^(1/2)", "1/3"},
      {"arccos", "1/2*p:2^(1/2)", "1/4"},
      {"arccos", "1/2*p:3^(1/2)", "1/6"},
      {"arctan", "1*p:3^(1/2)", "1/3"},
      {"arctan", "1/3*p:3^(1/2)", "1/6"},
    };
    String key = key(argument);
    for (String[] row : known) {
      if (row[0].equals(function) && row[1].equals(key)) {
        String[] parts = row[2].split("/", -1);
        Rational value =
            Rational.of(Long.parseLong(parts[0]), parts.length == 2 ? Long.parseLong(parts[1]) : 1);
        return times(pi, Fraction.of(value));
      }
    }
    boolean odd = !function.equals("arccos");
    boolean flipped =
        odd && !argument.isZero() && argument.top().terms().firstEntry().getValue().signum() < 0;
    if (flipped) {
      Fraction positive = arc(function, times(argument, Fraction.of(Rational.MINUS_ONE)));
      return times(positive, Fraction.of(Rational.MINUS_ONE));
    }
    return atom(function, key);
  }

  private Fraction logarithm(Fraction argument) {
    if (argument.isZero()) {
      throw new Unsupported("the logarithm of zero");
    }
    if (argument.top().isSingle() && argument.bottom().isOne()) {
      Map.Entry<Monomial, Rational> term = argument.top().terms().firstEntry();
      boolean known = term.getValue().signum() > 0;
      for (Factor factor : term.getKey().factors()) {
        String atom = factor.atom();
        known &= atom.startsWith("p:") || (atom.startsWith("X:") && !atom.contains("I"));
      }
      if (known) {
        Fraction result = Fraction.of(Rational.ZERO);
        for (Map.Entry<BigInteger, Rational> entry : primes(term.getValue()).entrySet()) {
          result = plus(result, logOfPrime(entry.getKey().toString(), entry.getValue()));
        }
        for (Factor factor : term.getKey().factors()) {
          if (factor.atom().startsWith("p:")) {
            result = plus(result, logOfPrime(factor.atom().substring(2), factor.exponent()));
          } else if (factor.atom().equals("X:1")) {
            result = plus(result, Fraction.of(factor.exponent()));
          } else {
            return Fraction.of(Polynomial.atom("L:" + key(argument), Rational.ONE));
          }
        }
        return result;
      }
    }
    return Fraction.of(Polynomial.atom("L:" + key(argument), Rational.ONE));
  }

  private static Fraction logOfPrime(String prime, Rational times) {
    return Fraction.of(Polynomial.term(Monomial.of(Map.of("L:p:" + prime, Rational.ONE)), times));
  }

  private Fraction absolute(Fraction argument) {
    Rational number = argument.number();
    if (number != null) {
      return Fraction.of(number.abs());
    }
    if (argument.bottom().isOne() && argument.top().isSingle()) {
      Map.Entry<Monomial, Rational> term = argument.top().terms().firstEntry();
      Map<String, Rational> exponents = new TreeMap<>();
      boolean simple = true;
      for (Factor factor : term.getKey().factors()) {
        if (isPositive(factor.atom())) {
          put(exponents, factor.atom(), factor.exponent());
        } else if (factor.atom().startsWith("v:") && factor.exponent().isInteger()) {
          boolean even = !factor.exponent().numerator().testBit(0);
          put(exponents, (even ? "" : "A:") + factor.atom(), factor.exponent());
        } else {
          simple = false;
        }
      }
      if (simple) {
        return Fraction.of(Polynomial.term(Monomial.of(exponents), term.getValue().abs()));
      }
    }
    Fraction modulus = modulus(argument);
    if (modulus != null) {
      return modulus;
    }
    Fraction positive = argument;
    if (argument.top().terms().firstEntry().getValue().signum() < 0) {
      positive = times(argument, Fraction.of(Rational.MINUS_ONE));
    }
    opaque++;
    return Fraction.of(Polynomial.atom("A:" + key(positive), Rational.ONE));
  }

  /** √(a² + b²) of a + bi where a and b are sums of positive atoms with rational factors. */
  private @Nullable Fraction modulus(Fraction argument) {
    if (!argument.bottom().isOne()) {
      return null;
    }
    Polynomial real = Polynomial.ZERO;
    Polynomial imaginary = Polynomial.ZERO;
    for (Map.Entry<Monomial, Rational> term : argument.top().terms().entrySet()) {
      Map<String, Rational> exponents = term.getKey().exponents();
      boolean turned = exponents.remove("I") != null;
      if (!exponents.keySet().stream().allMatch(NormalForm::isPositive)) {
        return null;
      }
      Polynomial part = Polynomial.term(Monomial.of(exponents), term.getValue());
      if (turned) {
        imaginary = imaginary.plus(part, budget);
      } else {
        real = real.plus(part, budget);
      }
    }
    if (imaginary.isZero()) {
      return null;
    }
    Polynomial square = times(real, real).plus(times(imaginary, imaginary), budget);
    return power(Fraction.of(square), Rational.HALF);
  }

  private Fraction factorial(Fraction argument, int step) {
    Rational number = argument.number();
    if (number == null || !number.isInteger() || number.signum() < 0) {
      return atom(step == 1 ? "factorial" : "doubleFactorial", key(argument));
    }
    int n = number.intValueOr(Integer.MAX_VALUE);
    if (n > MAX_FACTORIAL) {
      return atom(step == 1 ? "factorial" : "doubleFactorial", key(argument));
    }
    return Fraction.of(Rational.of(product(step == 1 ? 1 : n % 2 == 0 ? 2 : 1, n, step)));
  }

  /** low · (low + step) · … · high, by halves so that the factors stay of one size. */
  private BigInteger product(int low, int high, int step) {
    if (low > high) {
      return BigInteger.ONE;
    }
    budget.spend(1);
    if (high - low < 16 * step) {
      BigInteger result = BigInteger.ONE;
      for (int i = low; i <= high; i += step) {
        result = result.multiply(BigInteger.valueOf(i));
      }
      return result;
    }
    int middle = low + (high - low) / 2 / step * step;
    return product(low, middle, step).multiply(product(middle + step, high, step));
  }

  private Fraction binomial(Fraction n, Fraction k) {
    Rational top = n.number();
    Rational bottom = k.number();
    if (top == null || bottom == null || !bottom.isInteger()) {
      return atom("binomial", key(n) + "," + key(k));
    }
    if (bottom.signum() < 0) {
      return Fraction.of(Rational.ZERO);
    }
    int count = bottom.intValueOr(Integer.MAX_VALUE);
    if (top.isInteger() && top.signum() >= 0 && top.minus(bottom).signum() >= 0) {
      count = Math.min(count, top.minus(bottom).intValueOr(Integer.MAX_VALUE));
    } else if (top.isInteger() && top.signum() >= 0) {
      return Fraction.of(Rational.ZERO);
    }
    if (count > MAX_FACTORIAL || top.bits() > 4_000) {
      return atom("binomial", key(n) + "," + key(k));
    }
    Rational result = Rational.ONE;
    for (int i = 0; i < count; i++) {
      budget.spend(4);
      result = result.times(top.minus(Rational.of(i))).over(Rational.of(i + 1L));
      budget.checkBits(result.bits());
    }
    return Fraction.of(result);
  }

  /** gcd(a, gcd(b, c)) is gcd(a, b, c). */
  private static List<Node> flat(Call call) {
    List<Node> all = new ArrayList<>();
    for (Node argument : call.arguments()) {
      if (argument instanceof Call inner && inner.function().equals(call.function())) {
        all.addAll(flat(inner));
      } else {
        all.add(argument);
      }
    }
    return all;
  }

  private Fraction divisor(Call call, boolean multiple) {
    List<Fraction> arguments = new ArrayList<>();
    for (Node argument : flat(call)) {
      arguments.add(of(argument));
    }
    Rational result = null;
    for (Fraction argument : arguments) {
      Rational number = argument.number();
      if (number == null) {
        List<String> keys = arguments.stream().map(this::key).sorted().distinct().toList();
        return keys.size() == 1 && arguments.size() > 1
            ? argument
            : atom(multiple ? "lcm" : "gcd", String.join(",", keys));
      }
      number = number.abs();
      if (result == null) {
        result = number;
      } else if (multiple) {
        result =
            result.isZero() || number.isZero()
                ? Rational.ZERO
                : result.times(number).over(common(result, number));
      } else {
        result = common(result, number);
      }
    }
    return Fraction.of(result == null ? Rational.ZERO : result);
  }

  /** The greatest rational of which both are integer multiples. */
  private static Rational common(Rational a, Rational b) {
    BigInteger d = a.denominator();
    BigInteger e = b.denominator();
    return Rational.of(a.numerator().gcd(b.numerator()), d.divide(d.gcd(e)).multiply(e));
  }

  private Fraction extreme(Call call, List<Fraction> arguments, int sign) {
    Fraction best = arguments.getFirst();
    Node bestNode = call.arguments().getFirst();
    for (int i = 1; i < arguments.size(); i++) {
      Fraction next = arguments.get(i);
      if (next.equals(best)) {
        continue;
      }
      int order =
          new Enclosures(budget, naturalLog)
              .sign(Node.difference(call.arguments().get(i), bestNode));
      if (order == Enclosures.UNKNOWN) {
        List<String> keys = new ArrayList<>();
        for (Fraction each : arguments) {
          keys.add(key(each));
        }
        return atom(call.function(), String.join(",", keys.stream().sorted().distinct().toList()));
      }
      if (order * sign > 0) {
        best = next;
        bestNode = call.arguments().get(i);
      }
    }
    return best;
  }

  private Fraction remainder(Call call, List<Fraction> arguments) {
    Fraction a = arguments.get(0);
    Fraction b = arguments.get(1);
    Rational divisor = b.number();
    if (divisor != null && divisor.isZero()) {
      throw new Unsupported("a remainder by zero");
    }
    Node quotient =
        new Product(List.of(call.arguments().get(0), Node.inverse(call.arguments().get(1))));
    BigInteger whole = floorOf(quotient, times(a, inverse(b)));
    if (whole == null) {
      return atom("mod", key(a) + "," + key(b));
    }
    return minus(a, times(b, Fraction.of(Rational.of(whole))));
  }

  private @Nullable BigInteger floorOf(Node node, Fraction value) {
    Rational number = value.number();
    return number != null ? number.floor() : new Enclosures(budget, naturalLog).floor(node);
  }

  private Fraction whole(Call call, String function, Fraction argument) {
    Node node = call.arguments().getFirst();
    BigInteger floor =
        switch (function) {
          case "floor" -> floorOf(node, argument);
          case "ceil" -> {
            BigInteger low =
                floorOf(Node.negate(node), times(argument, Fraction.of(Rational.MINUS_ONE)));
            yield low == null ? null : low.negate();
          }
          default ->
              floorOf(
                  new Sum(List.of(node, Num.of(Rational.HALF))),
                  plus(argument, Fraction.of(Rational.HALF)));
        };
    return floor == null ? atom(function, key(argument)) : Fraction.of(Rational.of(floor));
  }

  private Fraction determinant(Matrix matrix) {
    int size = matrix.rows().size();
    if (size != matrix.rows().getFirst().size() || size > 6) {
      throw new Unsupported("a determinant of this shape");
    }
    List<List<Fraction>> rows = new ArrayList<>();
    for (List<Node> row : matrix.rows()) {
      List<Fraction> values = new ArrayList<>();
      for (Node cell : row) {
        values.add(of(cell));
      }
      rows.add(values);
    }
    return determinant(rows);
  }

  private Fraction determinant(List<List<Fraction>> rows) {
    if (rows.size() == 1) {
      return rows.getFirst().getFirst();
    }
    Fraction total = Fraction.of(Rational.ZERO);
    for (int column = 0; column < rows.size(); column++) {
      List<List<Fraction>> minor = new ArrayList<>();
      for (List<Fraction> row : rows.subList(1, rows.size())) {
        List<Fraction> rest = new ArrayList<>(row);
        rest.remove(column);
        minor.add(rest);
      }
      Fraction part = times(rows.getFirst().get(column), determinant(minor));
      total = column % 2 == 0 ? plus(total, part) : minus(total, part);
    }
    return total;
  }

  // ---- sums, integrals, limits

  private Fraction bound(Bound bound) {
    return switch (bound.binder()) {
      case SUM, PRODUCT -> series(bound);
      case INTEGRAL -> integral(bound);
      case LIMIT -> limit(bound);
      case DERIVATIVE -> derivative(bound);
    };
  }

  private Fraction opaqueBound(Bound bound) {
    Node body =
        Trees.replace(bound.body(), new Sym(bound.variable()), new Sym("\u2022" + depthOf(bound)));
    return atom(
        bound.binder().name(),
        keyOrText(bound.low()) + "," + keyOrText(bound.high()) + "," + keyOrText(body));
  }

  /** Bound variables are renamed by how many binders they enclose. */
  private static int depthOf(Node node) {
    int deepest = 0;
    for (Node child : Trees.children(node)) {
      deepest = Math.max(deepest, depthOf(child));
    }
    return node instanceof Bound ? deepest + 1 : deepest;
  }

  private String keyOrText(Node node) {
    if (node == Constant.UNDEFINED || node == Constant.INFINITY) {
      return node.toString();
    }
    try {
      return key(of(node));
    } catch (Unsupported e) {
      return Canonical.text(node);
    }
  }

  private Fraction series(Bound bound) {
    if (bound.high() == Constant.INFINITY
        || bound.low() == Constant.UNDEFINED
        || bound.high() == Constant.UNDEFINED) {
      return opaqueBound(bound);
    }
    Rational low = of(bound.low()).number();
    Rational high = of(bound.high()).number();
    if (low == null || high == null || !low.isInteger() || !high.isInteger()) {
      return opaqueBound(bound);
    }
    int count = high.minus(low).intValueOr(Integer.MAX_VALUE);
    if (count > MAX_SUM) {
      return opaqueBound(bound);
    }
    boolean sum = bound.binder() == Binder.SUM;
    Fraction total = Fraction.of(sum ? Rational.ZERO : Rational.ONE);
    for (int i = 0; i <= count; i++) {
      budget.spend(20);
      Node index = Num.of(low.plus(Rational.of(i)));
      Fraction value = of(Trees.replace(bound.body(), new Sym(bound.variable()), index));
      total = sum ? plus(total, value) : times(total, value);
    }
    return total;
  }

  /** A polynomial's integral by its antiderivative. */
  private Fraction integral(Bound bound) {
    String atom = "v:" + bound.variable();
    Fraction body = of(bound.body());
    if (!body.bottom().isOne()
        || bound.low() == Constant.UNDEFINED
        || bound.high() == Constant.UNDEFINED
        || bound.low() == Constant.INFINITY
        || bound.high() == Constant.INFINITY
        || Trees.contains(bound.low(), n -> n == Constant.INFINITY)
        || Trees.contains(bound.high(), n -> n == Constant.INFINITY)) {
      return opaqueBound(bound);
    }
    Fraction low = of(bound.low());
    Fraction high = of(bound.high());
    Fraction total = Fraction.of(Rational.ZERO);
    for (Map.Entry<Monomial, Rational> term : body.top().terms().entrySet()) {
      Map<String, Rational> exponents = term.getKey().exponents();
      Rational power = exponents.getOrDefault(atom, Rational.ZERO);
      exponents.remove(atom);
      if (!power.isInteger()
          || power.signum() < 0
          || exponents.keySet().stream().anyMatch(key -> key.contains(atom))) {
        return opaqueBound(bound);
      }
      Rational next = power.plus(Rational.ONE);
      Fraction factor =
          Fraction.of(Polynomial.term(Monomial.of(exponents), term.getValue().over(next)));
      total = plus(total, times(factor, minus(power(high, next), power(low, next))));
    }
    return total;
  }

  private Fraction limit(Bound bound) {
    // Where the body is continuous, a limit from one side is the limit.
    Node target =
        bound.low() instanceof Call c && c.function().equals("side")
            ? c.arguments().getFirst()
            : bound.low();
    boolean continuous =
        target != Constant.INFINITY
            && !Trees.contains(
                bound.body(),
                n -> (n instanceof Call c && !isContinuous(c.function())) || n instanceof Bound);
    if (!continuous || Trees.contains(target, n -> n == Constant.INFINITY)) {
      return opaqueBound(bound);
    }
    try {
      return of(Trees.replace(bound.body(), new Sym(bound.variable()), target));
    } catch (Unsupported e) {
      // 0/0 and the like: the quotient may still cancel.
      Fraction body = of(bound.body());
      if (plain(body.top()) && body.bottom().isOne()) {
        return substituted(body.top(), "v:" + bound.variable(), of(target));
      }
      return opaqueBound(bound);
    }
  }

  private static boolean isContinuous(String function) {
    return switch (function) {
      case "sin", "cos", "abs", "root", "arctan" -> true;
      default -> false;
    };
  }

  private Fraction substituted(Polynomial polynomial, String atom, Fraction value) {
    Fraction total = Fraction.of(Rational.ZERO);
    for (Map.Entry<Monomial, Rational> term : polynomial.terms().entrySet()) {
      Map<String, Rational> exponents = term.getKey().exponents();
      Rational power = exponents.getOrDefault(atom, Rational.ZERO);
      exponents.remove(atom);
      Fraction rest = Fraction.of(Polynomial.term(Monomial.of(exponents), term.getValue()));
      total = plus(total, times(rest, power(value, power)));
    }
    return total;
  }

  /** The derivative of a polynomial in the variable. */
  private Fraction derivative(Bound bound) {
    Fraction body = of(bound.body());
    int order = bound.high() instanceof Num n ? n.value().intValueOr(1) : 1;
    String atom = "v:" + bound.variable();
    for (int i = 0; i < order; i++) {
      if (!body.bottom().isOne()) {
        return opaqueBound(bound);
      }
      Polynomial total = Polynomial.ZERO;
      for (Map.Entry<Monomial, Rational> term : body.top().terms().entrySet()) {
        Map<String, Rational> exponents = term.getKey().exponents();
        Rational power = exponents.getOrDefault(atom, Rational.ZERO);
        boolean hidden =
            exponents.keySet().stream().anyMatch(k -> !k.equals(atom) && k.contains(atom));
        if (hidden) {
          return opaqueBound(bound);
        }
        exponents.put(atom, power.minus(Rational.ONE));
        if (!power.isZero()) {
          total =
              total.plus(
                  Polynomial.term(Monomial.of(exponents), term.getValue().times(power)), budget);
        }
      }
      body = Fraction.of(total);
    }
    return body;
  }
}
