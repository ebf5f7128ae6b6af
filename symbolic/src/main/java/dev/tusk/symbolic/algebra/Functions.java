package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.algebra.Term.Apply;
import dev.tusk.symbolic.algebra.Term.ExactNumber;
import dev.tusk.symbolic.algebra.Term.FloatValue;
import dev.tusk.symbolic.algebra.Term.Power;
import dev.tusk.symbolic.algebra.Term.Product;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * sympy's functions of one argument: what they evaluate to by themselves, and their real values.
 */
final class Functions {
  private static final int MAX_FACTORIAL = 5_000;

  private Functions() {}

  static FloatArithmetic.@Nullable RealFunction elementary(String name, RealArithmetic r) {
    return switch (name) {
      case "sin" -> r::sin;
      case "cos" -> r::cos;
      case "tan" -> r::tan;
      case "asin" -> r::asin;
      case "acos" -> r::acos;
      case "atan" -> r::atan;
      case "sinh" -> r::sinh;
      case "cosh" -> r::cosh;
      case "tanh" -> r::tanh;
      case "log" -> r::log;
      case "exp" -> r::exp;
      case "sec" -> x -> r.divide(Rational.ONE, r.cos(x));
      case "csc" -> x -> r.divide(Rational.ONE, r.sin(x));
      case "cot" -> x -> r.divide(r.cos(x), r.sin(x));
      case "Abs" -> r::abs;
      // log(x + sqrt(x^2 + 1)), log(x + sqrt(x^2 - 1)), log((1 + x)/(1 - x))/2
      case "asinh" -> x -> r.log(r.add(x, r.sqrt(r.add(r.multiply(x, x), Rational.ONE))));
      case "acosh" -> x -> r.log(r.add(x, r.sqrt(r.subtract(r.multiply(x, x), Rational.ONE))));
      case "atanh" ->
          x ->
              r.multiply(
                  Rational.HALF,
                  r.log(r.divide(r.add(Rational.ONE, x), r.subtract(Rational.ONE, x))));
      default -> null;
    };
  }

  static @Nullable Term evaluate(String name, Term x, TermArithmetic a) {
    RealArithmetic r = a.floats().reals();
    if (x instanceof FloatValue f) {
      return switch (name) {
        case "floor" -> new ExactNumber(Rational.of(a.floats().floor(f.value())));
        case "ceiling" -> new ExactNumber(Rational.of(a.floats().ceiling(f.value())));
        default -> {
          var function = elementary(name, r);
          if (function == null || !inDomain(name, a.floats().toReal(f.value()), r)) {
            yield null;
          }
          yield new FloatValue(a.floats().apply(function, f.value()));
        }
      };
    }
    return switch (name) {
      case "exp" -> a.power(Term.E, x);
      case "log" -> {
        if (TermArithmetic.isOne(x)) {
          yield Term.ZERO;
        }
        if (x.equals(Term.E)) {
          yield Term.ONE;
        }
        if (x instanceof Power p && p.base().equals(Term.E) && isReal(p.exponent())) {
          yield p.exponent();
        }
        if (TermArithmetic.isZero(x)) {
          yield Term.COMPLEX_INFINITY;
        }
        if (x instanceof ExactNumber n && n.value().numerator().equals(BigInteger.ONE)) {
          yield a.negate(new Apply("log", List.of(new ExactNumber(n.value().reciprocal()))));
        }
        yield null;
      }
      case "sin", "cos", "tan", "sec", "csc", "cot" -> trigonometric(name, x, a);
      case "asin", "acos", "atan" -> inverse(name, x, a);
      case "Abs" -> {
        if (x instanceof ExactNumber n) {
          yield new ExactNumber(n.value().abs());
        }
        if (a.positive(x)) {
          yield x;
        }
        Real v = a.toReal(x);
        if (v != null) {
          yield r.signum(v) < 0 ? a.negate(x) : x;
        }
        if (x instanceof Product p && p.factors().getFirst() instanceof ExactNumber n) {
          yield a.multiply(
              new ExactNumber(n.value().abs()),
              a.apply("Abs", a.multiply(p.factors().subList(1, p.factors().size()))));
        }
        yield modulus(x, a);
      }
      case "sign" -> {
        Real v = a.toReal(x);
        yield v == null ? null : ExactNumber.of(r.signum(v));
      }
      case "factorial", "gamma" -> {
        if (x instanceof ExactNumber n && n.value().isInteger() && n.value().signum() >= 0) {
          int k = bounded(n.value().numerator(), MAX_FACTORIAL);
          if (name.equals("gamma")) {
            if (k == 0) {
              yield Term.COMPLEX_INFINITY;
            }
            k--;
          }
          yield new ExactNumber(Rational.of(factorial(k)));
        }
        yield null;
      }
      case "floor" -> {
        Real v = a.toReal(x);
        yield v == null ? null : new ExactNumber(Rational.of(r.floor(v)));
      }
      case "ceiling" -> {
        Real v = a.toReal(x);
        yield v == null ? null : new ExactNumber(Rational.of(r.ceiling(v)));
      }
      default -> null;
    };
  }

  private static boolean inDomain(String name, Real x, RealArithmetic r) {
    return switch (name) {
      case "log" -> r.signum(x) > 0;
      case "acosh" -> r.compare(x, Rational.ONE) >= 0;
      case "atanh" -> r.compare(x, Rational.ONE) < 0 && r.compare(x, Rational.MINUS_ONE) > 0;
      case "asin", "acos" ->
          r.compare(x, Rational.ONE) <= 0 && r.compare(x, Rational.MINUS_ONE) >= 0;
      default -> true;
    };
  }

  /** The absolute value of p + q I with rational p and q, or null for another term. */
  private static @Nullable Term modulus(Term x, TermArithmetic a) {
    Term e = a.expand(x);
    Rational real = Rational.ZERO;
    Rational imaginary = Rational.ZERO;
    for (Term part : e instanceof Term.Sum s ? s.terms() : List.of(e)) {
      if (part instanceof ExactNumber n) {
        real = real.plus(n.value());
      } else if (part.equals(Term.I)) {
        imaginary = imaginary.plus(Rational.ONE);
      } else if (part instanceof Product p
          && p.factors().size() == 2
          && p.factors().get(0) instanceof ExactNumber n
          && p.factors().get(1).equals(Term.I)) {
        imaginary = imaginary.plus(n.value());
      } else {
        return null;
      }
    }
    return a.power(
        new ExactNumber(real.times(real).plus(imaginary.times(imaginary))),
        new ExactNumber(Rational.HALF));
  }

  private static boolean isReal(Term t) {
    return t instanceof ExactNumber
        || (t instanceof Term.Symbol s && (s.positive() || s.assumptions().contains("real")));
  }

  private static int bounded(BigInteger n, int bound) {
    if (n.compareTo(BigInteger.valueOf(bound)) > 0) {
      throw new TermArithmetic.TooLargeException("a factorial of " + n.bitLength() + " bits");
    }
    return n.intValue();
  }

  /** n!. */
  static BigInteger factorial(int n) {
    BigInteger f = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      f = f.multiply(BigInteger.valueOf(i));
    }
    return f;
  }

  /** The factor of pi that a term is, or null. */
  private static @Nullable Rational piFactor(Term x) {
    if (TermArithmetic.isZero(x)) {
      return Rational.ZERO;
    }
    if (x.equals(Term.PI)) {
      return Rational.ONE;
    }
    if (x instanceof Product p
        && p.factors().size() == 2
        && p.factors().get(0) instanceof ExactNumber n
        && p.factors().get(1).equals(Term.PI)) {
      return n.value();
    }
    return null;
  }

  private static @Nullable Term trigonometric(String name, Term x, TermArithmetic a) {
    if (x instanceof Product p
        && p.factors().getFirst() instanceof ExactNumber n
        && n.value().signum() < 0
        && piFactor(x) == null) {
      Term value = a.apply(name, a.negate(x));
      return name.equals("cos") || name.equals("sec") ? value : a.negate(value);
    }
    if (x instanceof ExactNumber n && n.value().signum() < 0) {
      Term value = a.apply(name, a.negate(x));
      return name.equals("cos") || name.equals("sec") ? value : a.negate(value);
    }
    Rational q = piFactor(x);
    if (q == null) {
      return null;
    }
    Term sin = sinOfPi(q, a);
    Term cos = sinOfPi(q.plus(Rational.HALF), a);
    if (sin == null || cos == null) {
      return null;
    }
    return switch (name) {
      case "sin" -> sin;
      case "cos" -> cos;
      case "tan" -> TermArithmetic.isZero(cos) ? Term.COMPLEX_INFINITY : a.divide(sin, cos);
      case "cot" -> TermArithmetic.isZero(sin) ? Term.COMPLEX_INFINITY : a.divide(cos, sin);
      case "sec" -> TermArithmetic.isZero(cos) ? Term.COMPLEX_INFINITY : a.divide(Term.ONE, cos);
      default -> TermArithmetic.isZero(sin) ? Term.COMPLEX_INFINITY : a.divide(Term.ONE, sin);
    };
  }

  private static @Nullable Term sinOfPi(Rational q, TermArithmetic a) {
    Rational turns = q.minus(Rational.of(q.times(Rational.HALF).floor()).times(Rational.of(2)));
    boolean negative = turns.compareTo(Rational.ONE) >= 0;
    if (negative) {
      turns = turns.minus(Rational.ONE);
    }
    if (turns.compareTo(Rational.HALF) > 0) {
      turns = Rational.ONE.minus(turns);
    }
    Rational twelfths = turns.times(Rational.of(12));
    if (!twelfths.isInteger()) {
      return null;
    }
    Term two = a.power(ExactNumber.of(2), new ExactNumber(Rational.HALF));
    Term six = a.power(ExactNumber.of(6), new ExactNumber(Rational.HALF));
    Term quarter = new ExactNumber(Rational.of(1, 4));
    Term v =
        switch (twelfths.numerator().intValue()) {
          case 0 -> Term.ZERO;
          case 1 -> a.subtract(a.multiply(quarter, six), a.multiply(quarter, two));
          case 2 -> new ExactNumber(Rational.HALF);
          case 3 -> a.multiply(new ExactNumber(Rational.HALF), two);
          case 4 ->
              a.multiply(
                  new ExactNumber(Rational.HALF),
                  a.power(ExactNumber.of(3), new ExactNumber(Rational.HALF)));
          case 5 -> a.add(a.multiply(quarter, six), a.multiply(quarter, two));
          default -> Term.ONE;
        };
    return negative ? a.negate(v) : v;
  }

  private static @Nullable Term inverse(String name, Term x, TermArithmetic a) {
    for (int k = -6; k <= 6; k++) {
      Rational q = Rational.of(k, 12);
      if (name.equals("acos")) {
        q = q.plus(Rational.HALF);
      }
      if (name.equals("atan") && Math.abs(k) == 6) {
        continue;
      }
      Term angle = a.multiply(new ExactNumber(q), Term.PI);
      Term v = trigonometric(name.substring(1), angle, a);
      if (v != null && v.equals(x)) {
        return angle;
      }
    }
    return null;
  }

  /** The real value of a function of constants. */
  static @Nullable Real real(Apply t, TermArithmetic a) {
    RealArithmetic r = a.floats().reals();
    if (t.arguments().size() == 2 && (t.name().equals("Max") || t.name().equals("Min"))) {
      Real x = a.toReal(t.arguments().get(0));
      Real y = a.toReal(t.arguments().get(1));
      if (x == null || y == null) {
        return null;
      }
      return r.compare(x, y) > 0 == t.name().equals("Max") ? x : y;
    }
    if (t.name().equals(NumericIntegral.NAME)) {
      return NumericIntegral.value(t);
    }
    if (t.arguments().size() != 1) {
      return null;
    }
    Real x = a.toReal(t.arguments().getFirst());
    var function = elementary(t.name(), r);
    if (x == null || function == null || !inDomain(t.name(), x, r)) {
      return null;
    }
    return function.apply(x);
  }

  /** A function or container of several arguments after a change of the arguments. */
  static Term rebuild(String name, List<Term> arguments, TermArithmetic a) {
    return new Apply(name, List.copyOf(arguments));
  }
}
