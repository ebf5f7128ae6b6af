package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import java.util.ArrayList;
import java.util.List;

/** Differentiation by the rules. */
final class Derivatives {
  private final TermArithmetic terms;

  Derivatives(TermArithmetic terms) {
    this.terms = terms;
  }

  Term of(Term t, Term.Symbol x) {
    if (!Term.contains(t, x)) {
      return Term.ZERO;
    }
    return switch (t) {
      case Term.Symbol s -> Term.ONE;
      case Term.Sum s -> terms.add(s.terms().stream().map(p -> of(p, x)).toList());
      case Term.Product p -> {
        var parts = new ArrayList<Term>();
        for (int i = 0; i < p.factors().size(); i++) {
          var factors = new ArrayList<>(p.factors());
          factors.set(i, of(p.factors().get(i), x));
          parts.add(terms.multiply(factors));
        }
        yield terms.add(parts);
      }
      case Term.Power p -> {
        if (!Term.contains(p.exponent(), x)) {
          yield terms.multiply(
              List.of(
                  p.exponent(),
                  terms.power(p.base(), terms.subtract(p.exponent(), Term.ONE)),
                  of(p.base(), x)));
        }
        Term log = terms.apply("log", p.base());
        yield terms.multiply(t, of(terms.multiply(p.exponent(), log), x));
      }
      case Term.Apply a when a.arguments().size() == 1 -> {
        Term u = a.arguments().getFirst();
        yield terms.multiply(outer(a.name(), u), of(u, x));
      }
      default -> throw Stop.unsupported("diff of this expression");
    };
  }

  private Term outer(String name, Term u) {
    Term square = terms.power(u, Term.ExactNumber.of(2));
    return switch (name) {
      case "sin" -> terms.apply("cos", u);
      case "cos" -> terms.negate(terms.apply("sin", u));
      case "tan" -> terms.add(Term.ONE, terms.power(terms.apply("tan", u), Term.ExactNumber.of(2)));
      case "log" -> terms.power(u, Term.MINUS_ONE);
      case "asin" -> terms.power(terms.subtract(Term.ONE, square), half(-1));
      case "acos" -> terms.negate(terms.power(terms.subtract(Term.ONE, square), half(-1)));
      case "atan" -> terms.power(terms.add(Term.ONE, square), Term.MINUS_ONE);
      case "sinh" -> terms.apply("cosh", u);
      case "cosh" -> terms.apply("sinh", u);
      default -> throw Stop.unsupported("diff of " + name);
    };
  }

  private static Term half(int sign) {
    return new Term.ExactNumber(dev.tusk.symbolic.number.Rational.of(sign, 2));
  }
}
