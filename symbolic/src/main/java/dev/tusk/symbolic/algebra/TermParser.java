package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.algebra.Term.Apply;
import dev.tusk.symbolic.algebra.Term.ExactNumber;
import dev.tusk.symbolic.algebra.Term.FloatValue;
import dev.tusk.symbolic.algebra.Term.Symbol;
import dev.tusk.symbolic.number.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text that sympy prints for an expression, and nothing else. What it does not know makes
 * the text unreadable, never an exception.
 */
public final class TermParser {
  private static final int MAX_LENGTH = 20_000;
  private static final int MAX_DEPTH = 100;

  private static final Set<String> FUNCTIONS =
      Set.of(
          "sin",
          "cos",
          "tan",
          "sec",
          "csc",
          "cot",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "asinh",
          "acosh",
          "atanh",
          "log",
          "Abs",
          "factorial",
          "floor",
          "ceiling",
          "gamma",
          "sign",
          "exp",
          "sqrt");

  private final String text;
  private final TermArithmetic terms;
  private final Map<String, Symbol> symbols;
  private int at;
  private int depth;

  private TermParser(String text, TermArithmetic terms, Map<String, Symbol> symbols) {
    this.text = text;
    this.terms = terms;
    this.symbols = symbols;
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * The expression that a text prints.
   *
   * @param symbols the symbols that may appear, by name
   * @param terms an exact arithmetic; a decimal is read as it is written
   */
  public static Optional<Term> parse(
      String text, Map<String, Symbol> symbols, TermArithmetic terms) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var parser = new TermParser(text, terms, symbols);
      Term t = parser.relation();
      parser.space();
      return parser.at == text.length() ? Optional.of(t) : Optional.empty();
    } catch (Unreadable
        | ArithmeticException
        | TermArithmetic.TooLargeException
        | TermArithmetic.UnknownException e) {
      return Optional.empty();
    }
  }

  private void space() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private boolean take(String token) {
    space();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private Term relation() {
    Term left = sum();
    for (String op : List.of("<=", ">=", "<", ">")) {
      if (take(op)) {
        return new Term.Relation(op, left, sum());
      }
    }
    return left;
  }

  private Term sum() {
    if (++depth > MAX_DEPTH) {
      throw new Unreadable("too deep");
    }
    var parts = new ArrayList<Term>();
    parts.add(take("-") ? terms.negate(product()) : product());
    while (true) {
      if (take("+")) {
        parts.add(product());
      } else if (take("-")) {
        parts.add(terms.negate(product()));
      } else {
        depth--;
        return parts.size() == 1 ? parts.getFirst() : terms.add(parts);
      }
    }
  }

  private Term product() {
    Term left = unary();
    while (true) {
      space();
      if (text.startsWith("**", at)) {
        throw new Unreadable("a power here");
      }
      if (take("*")) {
        left = terms.multiply(left, unary());
      } else if (take("/")) {
        left = terms.divide(left, unary());
      } else {
        return left;
      }
    }
  }

  private Term unary() {
    if (++depth > MAX_DEPTH) {
      throw new Unreadable("too deep");
    }
    // A sign stands only where a sum begins: sympy never writes "+ -x" or "2*-x".
    Term t = atom();
    if (take("**")) {
      t = terms.power(t, unary());
    }
    depth--;
    return t;
  }

  private Term atom() {
    space();
    if (take("(")) {
      Term t = sum();
      if (!take(")")) {
        throw new Unreadable("a missing parenthesis");
      }
      return t;
    }
    int start = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    if (at > start) {
      return number(start);
    }
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String name = text.substring(start, at);
    Symbol symbol = symbols.get(name);
    if (symbol != null) {
      return symbol;
    }
    if (FUNCTIONS.contains(name) && take("(")) {
      Term x = sum();
      if (!take(")")) {
        throw new Unreadable("a function of several arguments");
      }
      return name.equals("sqrt")
          ? terms.power(x, new ExactNumber(Rational.HALF))
          : terms.apply(name, x);
    }
    if (name.equals("Eq") && take("(")) {
      Term x = sum();
      if (!take(",")) {
        throw new Unreadable("an equation of one side");
      }
      Term y = sum();
      if (!take(")")) {
        throw new Unreadable("an equation of three sides");
      }
      return new Term.Relation("==", x, y);
    }
    return switch (name) {
      case "pi" -> Term.PI;
      case "E" -> Term.E;
      case "I" -> Term.I;
      case "oo" -> Term.INFINITY;
      case "zoo" -> Term.COMPLEX_INFINITY;
      case "nan" -> Term.NAN;
      case "True" -> Term.TRUE;
      case "False" -> Term.FALSE;
      case "EmptySet" -> Term.EMPTY_SET;
      default -> throw new Unreadable(name);
    };
  }

  private Term number(int start) {
    if (at < text.length() && text.charAt(at) == 'e') {
      int mark = at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int digits = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      if (at == digits || at - digits > 4) {
        at = mark;
      }
    }
    String s = text.substring(start, at);
    try {
      if (s.chars().allMatch(Character::isDigit)) {
        return new ExactNumber(Rational.of(new BigInteger(s)));
      }
      return new FloatValue(Rational.of(new BigDecimal(s)));
    } catch (NumberFormatException e) {
      throw new Unreadable(s);
    }
  }

  /** For messages. */
  @Override
  public String toString() {
    return text + " at " + at;
  }

  static Term tuple(List<Term> items) {
    return new Apply("Tuple", List.copyOf(items));
  }
}
