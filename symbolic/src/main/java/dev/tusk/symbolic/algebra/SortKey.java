package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * sympy's {@code default_sort_key}, the order in which solve gives its solutions: nested tuples of
 * class, arguments, exponent and coefficient, compared item by item (sympy/core/expr.py, {@code
 * Expr.sort_key} and {@code as_ordered_terms}).
 */
public final class SortKey implements Comparator<Term> {
  private static final Map<String, Integer> FUNCTIONS =
      Map.ofEntries(
          Map.entry("exp", 10),
          Map.entry("log", 11),
          Map.entry("sin", 20),
          Map.entry("cos", 21),
          Map.entry("tan", 22),
          Map.entry("cot", 23),
          Map.entry("sinh", 30),
          Map.entry("cosh", 31),
          Map.entry("tanh", 32),
          Map.entry("coth", 33),
          Map.entry("conjugate", 40),
          Map.entry("re", 41),
          Map.entry("im", 42),
          Map.entry("arg", 43));

  private static final int OTHER_FUNCTION = 10_000;

  private final TermArithmetic terms;
  private final FloatArithmetic floats;

  /** Orders terms of an arithmetic. */
  public SortKey(TermArithmetic terms) {
    this.terms = terms;
    this.floats = terms.floats();
  }

  @Override
  public int compare(Term a, Term b) {
    return a.equals(b) ? 0 : compareKeys(key(a), key(b));
  }

  /**
   * Whether sympy gives a solution in the very form that it has here, so that the order is known: a
   * number, or a number and one square root.
   */
  public static boolean certain(Term solution) {
    return switch (solution) {
      case Term.ExactNumber n -> true;
      case Term.FloatValue f -> true;
      case Term.Sum s ->
          s.terms().size() == 2
              && s.terms().get(0) instanceof Term.ExactNumber
              && surd(s.terms().get(1));
      default -> surd(solution);
    };
  }

  private static boolean surd(Term t) {
    return switch (t) {
      case Term.Power p ->
          p.base() instanceof Term.ExactNumber
              && p.exponent() instanceof Term.ExactNumber e
              && e.value().equals(Rational.HALF);
      case Term.Product p ->
          p.factors().size() == 2
              && p.factors().get(0) instanceof Term.ExactNumber
              && surd(p.factors().get(1));
      default -> false;
    };
  }

  /** In this order, or as they are where it is not known. */
  public List<Term> sorted(List<Term> solutions) {
    try {
      return solutions.stream().sorted(this).toList();
    } catch (TermArithmetic.UnknownException e) {
      return List.copyOf(solutions);
    }
  }

  // A key is an Integer, a String, a number or a list of keys.
  private int compareKeys(Object a, Object b) {
    if (a instanceof List<?> x && b instanceof List<?> y) {
      for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
        int c = compareKeys(item(x, i), item(y, i));
        if (c != 0) {
          return c;
        }
      }
      return Integer.compare(x.size(), y.size());
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Integer x && b instanceof Integer y) {
      return x.compareTo(y);
    }
    if (a instanceof FloatNumber x && b instanceof FloatNumber y) {
      return floats.compare(x, y);
    }
    throw new TermArithmetic.UnknownException("sympy's order of two solutions");
  }

  private static Object item(List<?> list, int i) {
    Object o = list.get(i);
    if (o == null) {
      throw new IllegalStateException("a key without an item");
    }
    return o;
  }

  private List<Object> key(Term t) {
    if (t instanceof Term.ExactNumber || t instanceof Term.FloatValue) {
      return List.of(numberClass(), List.of(0, List.of()), List.of(), number(t));
    }
    Term coefficient = Term.ONE;
    Term rest = t;
    if (t instanceof Term.Product p
        && (p.factors().getFirst() instanceof Term.ExactNumber
            || p.factors().getFirst() instanceof Term.FloatValue)) {
      coefficient = p.factors().getFirst();
      List<Term> others = p.factors().subList(1, p.factors().size());
      rest = others.size() == 1 ? others.getFirst() : new Term.Product(List.copyOf(others));
    }
    Term exponent = Term.ONE;
    if (rest instanceof Term.Power p) {
      if (p.base().equals(Term.E)) {
        rest = new Term.Apply("exp", List.of(p.exponent()));
      } else {
        rest = p.base();
        exponent = p.exponent();
      }
    }
    List<Object> arguments = new ArrayList<>();
    switch (rest) {
      case Term.Sum s -> ordered(s).forEach(x -> arguments.add(key(x)));
      case Term.Product p -> p.factors().stream().sorted(this).forEach(x -> arguments.add(key(x)));
      case Term.Apply a -> a.arguments().forEach(x -> arguments.add(key(x)));
      default -> arguments.add(TermPrinter.print(rest, floats));
    }
    return List.of(
        classKey(rest),
        List.of(arguments.size(), List.copyOf(arguments)),
        exponent.equals(Term.ONE) ? ONE_KEY : key(exponent),
        number(coefficient));
  }

  private static final List<Object> ONE_KEY =
      List.of(numberClass(), List.of(0, List.of()), List.of(), Rational.ONE);

  private static List<Object> numberClass() {
    return List.of(1, 0, "Number");
  }

  private static FloatNumber number(Term t) {
    return switch (t) {
      case Term.ExactNumber n -> n.value();
      case Term.FloatValue f -> f.value();
      default -> throw new IllegalArgumentException("no number: " + t);
    };
  }

  private static List<Object> classKey(Term t) {
    return switch (t) {
      case Term.ExactNumber n -> numberClass();
      case Term.FloatValue f -> numberClass();
      case Term.Symbol s -> List.of(2, 0, "Symbol");
      case Term.Constant c ->
          List.of(
              2,
              0,
              switch (c.name()) {
                case "I" -> "ImaginaryUnit";
                case "pi" -> "Pi";
                case "E" -> "Exp1";
                default -> c.name();
              });
      case Term.Product p -> List.of(3, 0, "Mul");
      case Term.Sum s -> List.of(3, 1, "Add");
      case Term.Power p -> List.of(3, 2, "Pow");
      case Term.Apply a -> List.of(4, FUNCTIONS.getOrDefault(a.name(), OTHER_FUNCTION), a.name());
      case Term.Relation r -> List.of(5, 0, r.operator());
    };
  }

  /** The terms of a sum as sympy orders them; where they hold symbols, by their own keys. */
  private List<Term> ordered(Term.Sum s) {
    var parts = new ArrayList<>(s.terms());
    if (parts.size() == 2
        && parts.get(0) instanceof Term.ExactNumber n
        && n.value().signum() > 0
        && parts.get(1) instanceof Term.Product p
        && p.factors().size() == 2
        && p.factors().getFirst() instanceof Term.ExactNumber m
        && m.value().signum() < 0) {
      return parts;
    }
    if (Term.symbols(s).isEmpty()) {
      // By (has an imaginary part, that part, real part), ascending.
      parts.sort((a, b) -> {
        Term x = imaginary(a);
        Term y = imaginary(b);
        if ((x == null) != (y == null)) {
          return x == null ? -1 : 1;
        }
        return x == null || y == null ? terms.compare(a, b) : terms.compare(x, y);
      });
      return parts;
    }
    throw new TermArithmetic.UnknownException("sympy's order of two solutions");
  }

  /** The factor of I, or null where the term has none. */
  private @org.jspecify.annotations.Nullable Term imaginary(Term t) {
    return Term.contains(t, Term.I) ? terms.multiply(List.of(t, Term.I, Term.MINUS_ONE)) : null;
  }
}
