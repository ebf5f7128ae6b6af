package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A sympy expression. Immutable; built in normal form by {@link TermArithmetic}. */
public sealed interface Term {

  /** 0. */
  Term ZERO = new ExactNumber(Rational.ZERO);

  /** 1. */
  Term ONE = new ExactNumber(Rational.ONE);

  /** -1. */
  Term MINUS_ONE = new ExactNumber(Rational.MINUS_ONE);

  /** pi. */
  Term PI = new Constant("pi");

  /** Euler's number. */
  Term E = new Constant("E");

  /** The imaginary unit. */
  Term I = new Constant("I");

  /** Infinity. */
  Term INFINITY = new Constant("oo");

  /** Minus infinity. */
  Term MINUS_INFINITY = new Constant("-oo");

  /** Complex infinity. */
  Term COMPLEX_INFINITY = new Constant("zoo");

  /** Not a number. */
  Term NAN = new Constant("nan");

  /** True. */
  Term TRUE = new Constant("True");

  /** False. */
  Term FALSE = new Constant("False");

  /** The empty set. */
  Term EMPTY_SET = new Constant("EmptySet");

  /** An Integer or Rational. */
  record ExactNumber(Rational value) implements Term {
    /** An Integer. */
    public static ExactNumber of(long value) {
      return new ExactNumber(Rational.of(value));
    }
  }

  /** A Float. */
  record FloatValue(FloatNumber value) implements Term {}

  /** A symbol; symbols of the same name with other assumptions are others. */
  record Symbol(String name, Set<String> assumptions) implements Term {
    /** Keeps the assumptions in order. */
    public Symbol {
      assumptions = Set.copyOf(assumptions);
    }

    /** Whether sympy was told that it is positive. */
    public boolean positive() {
      return assumptions.contains("positive");
    }
  }

  /** A constant by its sympy name. */
  record Constant(String name) implements Term {}

  /** A sum of two or more terms in canonical order. */
  record Sum(List<Term> terms) implements Term {}

  /** A product of two or more factors, a number first. */
  record Product(List<Term> factors) implements Term {}

  /** A power. */
  record Power(Term base, Term exponent) implements Term {}

  /** A function, or a set, tuple or container of sympy, by its sympy name. */
  record Apply(String name, List<Term> arguments) implements Term {}

  /** An equation or inequality; {@code ==} is Eq. */
  record Relation(String operator, Term left, Term right) implements Term {}

  /** Whether it is a real number by its kind alone. */
  static boolean isNumeric(Term t) {
    return symbols(t).isEmpty() && !contains(t, I) && !(t instanceof Relation);
  }

  /** Whether a part equals another term. */
  static boolean contains(Term t, Term part) {
    if (t.equals(part)) {
      return true;
    }
    return switch (t) {
      case Sum s -> s.terms().stream().anyMatch(x -> contains(x, part));
      case Product p -> p.factors().stream().anyMatch(x -> contains(x, part));
      case Power p -> contains(p.base(), part) || contains(p.exponent(), part);
      case Apply a -> a.arguments().stream().anyMatch(x -> contains(x, part));
      case Relation r -> contains(r.left(), part) || contains(r.right(), part);
      default -> false;
    };
  }

  /** Whether a Float is anywhere in it. */
  static boolean hasFloat(Term t) {
    return switch (t) {
      case FloatValue f -> true;
      case Sum s -> s.terms().stream().anyMatch(Term::hasFloat);
      case Product p -> p.factors().stream().anyMatch(Term::hasFloat);
      case Power p -> hasFloat(p.base()) || hasFloat(p.exponent());
      case Apply a -> a.arguments().stream().anyMatch(Term::hasFloat);
      case Relation r -> hasFloat(r.left()) || hasFloat(r.right());
      default -> false;
    };
  }

  /** Its free symbols, by name. */
  static Set<Symbol> symbols(Term t) {
    var found =
        new TreeSet<Symbol>(
            java.util.Comparator.comparing(Symbol::name)
                .thenComparing(s -> new TreeSet<>(s.assumptions()).toString()));
    collect(t, found);
    return found;
  }

  private static void collect(Term t, Set<Symbol> found) {
    switch (t) {
      case Symbol s -> found.add(s);
      case Sum s -> s.terms().forEach(x -> collect(x, found));
      case Product p -> p.factors().forEach(x -> collect(x, found));
      case Power p -> {
        collect(p.base(), found);
        collect(p.exponent(), found);
      }
      case Apply a -> a.arguments().forEach(x -> collect(x, found));
      case Relation r -> {
        collect(r.left(), found);
        collect(r.right(), found);
      }
      default -> {}
    }
  }
}
