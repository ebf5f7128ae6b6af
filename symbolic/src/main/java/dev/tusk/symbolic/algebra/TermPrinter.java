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
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** sympy's str. The order of the terms of a sum follows sympy in the common cases only. */
public final class TermPrinter {
  /** sympy prints a Float of 53 bits to so many digits. */
  public static final int FLOAT_DIGITS = 15;

  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int POWER = 3;

  private final Term root;
  private final FloatArithmetic floats;

  private TermPrinter(Term root, FloatArithmetic floats) {
    this.root = root;
    this.floats = floats;
  }

  /** The text. */
  public static String print(Term t, FloatArithmetic floats) {
    return new TermPrinter(t, floats).text(t, 0);
  }

  /** A Float's text, as mpmath's to_str gives it at 15 digits. */
  public static String printFloat(FloatNumber x, FloatArithmetic floats) {
    return printFloat(x, FLOAT_DIGITS, floats);
  }

  /** A Float's text at some digits. */
  public static String printFloat(FloatNumber x, int digits, FloatArithmetic floats) {
    if (FloatArithmetic.special(x)) {
      double d = ((Ieee) x).value();
      return Double.isNaN(d) ? "nan" : d > 0 ? "oo" : "-oo";
    }
    if (floats.isZero(x)) {
      return "0.0";
    }
    BigDecimal d = floats.decimal(x, digits);
    String sign = d.signum() < 0 ? "-" : "";
    var unscaled = new StringBuilder(d.unscaledValue().abs().toString());
    int exponent = unscaled.length() - 1 - d.scale();
    while (unscaled.length() < digits) {
      unscaled.append('0');
    }
    while (unscaled.length() > digits) {
      unscaled.setLength(unscaled.length() - 1);
    }
    String s = unscaled.toString();
    if (exponent >= digits || exponent < -Math.max(5, digits / 3) + 1) {
      String fraction = s.substring(1).replaceAll("0+$", "");
      return sign
          + s.charAt(0)
          + "."
          + (fraction.isEmpty() ? "0" : fraction)
          + "e"
          + (exponent < 0 ? "-" : "+")
          + Math.abs(exponent);
    }
    if (exponent < 0) {
      return sign + "0." + "0".repeat(-exponent - 1) + s;
    }
    if (exponent + 1 >= s.length()) {
      return sign
          + s
          + ".0".repeat(exponent + 1 == s.length() ? 0 : 1)
          + (exponent + 1 == s.length() ? "." : "");
    }
    return sign + s.substring(0, exponent + 1) + "." + s.substring(exponent + 1);
  }

  private String text(Term t, int outer) {
    return switch (t) {
      case ExactNumber n -> {
        String s = n.value().toString();
        boolean wrap =
            (outer >= PRODUCT && n.value().signum() < 0)
                || (outer == POWER && !n.value().isInteger());
        yield wrap ? "(" + s + ")" : s;
      }
      case FloatValue f -> {
        String s = nested(printFloat(f.value(), floats), f);
        yield outer >= PRODUCT && s.startsWith("-") ? "(" + s + ")" : s;
      }
      case Symbol s -> s.name();
      case Constant c -> c.name();
      case Sum s -> wrap(sum(s), outer >= SUM && outer > 0);
      case Product p -> wrap(product(p), outer >= PRODUCT && !(outer == PRODUCT));
      case Power p -> power(p, outer);
      case Apply a -> apply(a);
      case Relation r ->
          r.operator().equals("==")
              ? "Eq(" + text(r.left(), 0) + ", " + text(r.right(), 0) + ")"
              : text(r.left(), 0) + " " + r.operator() + " " + text(r.right(), 0);
    };
  }

  /** Inside an expression sympy leaves out the zeros at the end. */
  @SuppressWarnings("ReferenceEquality")
  private String nested(String number, FloatValue f) {
    int point = number.indexOf('.');
    if (f == root || point < 0) {
      return number;
    }
    int end = number.indexOf('e');
    String exponent = end < 0 ? "" : number.substring(end);
    int last = end < 0 ? number.length() : end;
    while (number.charAt(last - 1) == '0') {
      last--;
    }
    return number.substring(0, last) + (last == point + 1 ? "0" : "") + exponent;
  }

  private static String wrap(String s, boolean parentheses) {
    return parentheses ? "(" + s + ")" : s;
  }

  private String apply(Apply a) {
    if (a.name().equals("FiniteSet")) {
      return "{" + join(a.arguments()) + "}";
    }
    if (a.name().equals("Tuple")) {
      return "(" + join(a.arguments()) + (a.arguments().size() == 1 ? ",)" : ")");
    }
    return a.name() + "(" + join(a.arguments()) + ")";
  }

  private String join(List<Term> terms) {
    var b = new StringBuilder();
    for (Term x : terms) {
      b.append(b.isEmpty() ? "" : ", ").append(text(x, 0));
    }
    return b.toString();
  }

  private String sum(Sum s) {
    var terms = new ArrayList<>(s.terms());
    boolean numberFirst =
        terms.size() == 2
            && terms.get(0) instanceof ExactNumber n
            && n.value().signum() > 0
            && terms.get(1) instanceof Product p
            && p.factors().size() == 2
            && p.factors().getFirst() instanceof ExactNumber m
            && m.value().signum() < 0;
    if (!numberFirst) {
      var symbols = new ArrayList<>(Term.symbols(s));
      terms.sort(
          Comparator.<Term, List<Integer>>comparing(
                  x -> degrees(x, symbols), TermPrinter::lexicographic)
              .reversed());
    }
    var b = new StringBuilder();
    for (Term x : terms) {
      String text = text(x, SUM - 1);
      if (b.isEmpty()) {
        b.append(text);
      } else if (text.startsWith("-")) {
        b.append(" - ").append(text, 1, text.length());
      } else {
        b.append(" + ").append(text);
      }
    }
    return b.toString();
  }

  private static int lexicographic(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < a.size(); i++) {
      int c = Integer.compare(a.get(i), b.get(i));
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }

  private static List<Integer> degrees(Term t, List<Symbol> symbols) {
    var d = new ArrayList<Integer>();
    for (Symbol s : symbols) {
      d.add(degree(t, s));
    }
    return d;
  }

  private static int degree(Term t, Symbol s) {
    return switch (t) {
      case Symbol x -> x.equals(s) ? 1 : 0;
      case Power p when p.base().equals(s) && p.exponent() instanceof ExactNumber n ->
          n.value().truncate().intValue();
      case Product p -> p.factors().stream().mapToInt(f -> degree(f, s)).sum();
      default -> 0;
    };
  }

  private String product(Product p) {
    var above = new ArrayList<String>();
    var below = new ArrayList<String>();
    String sign = "";
    var factors = new ArrayList<>(p.factors());
    if (factors.getFirst() instanceof ExactNumber n) {
      factors.removeFirst();
      Rational r = n.value();
      if (r.signum() < 0) {
        sign = "-";
        r = r.negate();
      }
      if (!r.numerator().equals(java.math.BigInteger.ONE)) {
        above.add(r.numerator().toString());
      }
      if (!r.isInteger()) {
        below.add(r.denominator().toString());
      }
    } else if (factors.getFirst() instanceof FloatValue f) {
      factors.removeFirst();
      String s = nested(printFloat(f.value(), floats), f);
      if (s.startsWith("-")) {
        sign = "-";
        s = s.substring(1);
      }
      above.add(s);
    }
    for (Term f : factors) {
      Term inverse = inverse(f);
      if (inverse != null) {
        below.add(text(inverse, PRODUCT));
      } else {
        above.add(text(f, PRODUCT));
      }
    }
    String top = above.isEmpty() ? "1" : String.join("*", above);
    if (below.isEmpty()) {
      return sign + top;
    }
    return sign
        + top
        + "/"
        + (below.size() == 1 ? below.getFirst() : "(" + String.join("*", below) + ")");
  }

  private static @Nullable Term inverse(Term t) {
    if (t instanceof Power p
        && p.exponent() instanceof ExactNumber n
        && n.value().signum() < 0
        && !p.base().equals(Term.E)) {
      return n.value().equals(Rational.MINUS_ONE)
          ? p.base()
          : new Power(p.base(), new ExactNumber(n.value().negate()));
    }
    return null;
  }

  private String power(Power p, int outer) {
    if (p.base().equals(Term.E)) {
      return "exp(" + text(p.exponent(), 0) + ")";
    }
    if (p.exponent() instanceof ExactNumber n) {
      if (n.value().equals(Rational.HALF)) {
        return "sqrt(" + text(p.base(), 0) + ")";
      }
      if (n.value().equals(Rational.HALF.negate())) {
        return wrap("1/sqrt(" + text(p.base(), 0) + ")", outer == POWER);
      }
      if (n.value().equals(Rational.MINUS_ONE)) {
        return wrap("1/" + text(p.base(), POWER), outer == POWER);
      }
    }
    return wrap(text(p.base(), POWER) + "**" + text(p.exponent(), POWER), outer == POWER);
  }

  /** A number as a decimal of some digits, trailing zeros dropped; for messages. */
  public static String decimal(Rational r, int digits) {
    return r.toDecimal(new java.math.MathContext(digits, RoundingMode.HALF_EVEN))
        .stripTrailingZeros()
        .toString();
  }
}
