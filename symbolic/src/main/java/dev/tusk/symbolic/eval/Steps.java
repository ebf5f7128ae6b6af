package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.algebra.AlgebraRequests;
import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The steps of a run that need algebra: what is done here, what an algebra system is asked. */
final class Steps {
  private final Algebra algebra;
  private final Budget budget;
  private final Set<String> log = new LinkedHashSet<>();
  private boolean asked;

  Steps(Algebra algebra, Budget budget) {
    this.algebra = algebra;
    this.budget = budget;
  }

  void did(String step) {
    if (log.size() < 50) {
      log.add(step);
    }
  }

  List<String> log() {
    return List.copyOf(log);
  }

  boolean asked() {
    return asked;
  }

  private @Nullable List<Term> ask(String operation, List<Term> operands, TermArithmetic terms) {
    var request = AlgebraRequests.request(operation, operands);
    if (request.isEmpty()) {
      return null;
    }
    asked = true;
    long left = budget.nanosLeft();
    if (left <= 0) {
      throw Stop.timeOut("deadline", "no time left for algebra");
    }
    return switch (algebra.ask(request.get(), Duration.ofNanos(left))) {
      case Algebra.Reply.Answered a -> AlgebraRequests.reply(a.bytes(), terms).orElse(null);
      case Algebra.Reply.TimedOut t -> throw Stop.timeOut(operation, "the algebra system");
      case Algebra.Reply.Failed f -> null;
    };
  }

  /**
   * Roots of a polynomial from the algebra system: believed only if there are as many as its degree
   * and each, put back, gives 0.
   */
  List<Term> roots(Term equation, Term.Symbol x, TermArithmetic terms) {
    var powers = new Quotients(terms).powers(terms.expand(equation), x);
    if (powers == null || powers.isEmpty()) {
      throw Stop.unevaluated("solve", "an equation of this kind");
    }
    List<Term> reply = ask("solve", List.of(equation, x), terms);
    if (reply == null || Set.copyOf(reply).size() != powers.lastKey()) {
      throw Stop.unevaluated("solve", "a polynomial of degree " + powers.lastKey());
    }
    for (Term root : reply) {
      if (terms.toReal(root) == null
          || !vanishes(terms.substitute(equation, Map.of(x, root)), terms)) {
        throw Stop.unevaluated("solve", "a root that does not prove itself");
      }
    }
    did("solve for " + x.name() + " by Symja, as many roots as the degree, each put back");
    return reply.stream().sorted(terms::compare).toList();
  }

  Value calculus(String name, Arguments a, Function<Value, Term> term, TermArithmetic terms) {
    Term f = term.apply(a.at(0));
    return switch (name) {
      case "integrate" -> new Sym(integrate(f, a.positional().subList(1, a.size()), term, terms));
      case "limit" -> {
        if (a.size() != 3) {
          throw Stop.unsupported("a limit from one side");
        }
        yield new Sym(limit(f, symbol(term.apply(a.at(1))), term.apply(a.at(2)), terms));
      }
      default -> new Sym(summation(f, a, term, terms));
    };
  }

  private static Term.Symbol symbol(Term t) {
    if (t instanceof Term.Symbol s) {
      return s;
    }
    throw Stop.unsupported("an expression where sympy takes a symbol");
  }

  private Term integrate(Term f, List<Value> by, Function<Value, Term> term, TermArithmetic terms) {
    Term r = f;
    if (by.isEmpty()) {
      var symbols = Term.symbols(f);
      if (symbols.size() != 1) {
        throw Stop.unsupported("integrate without a symbol");
      }
      return antiderivative(f, symbols.iterator().next(), terms);
    }
    for (Value v : by) {
      if (v instanceof Tuple t && t.items().size() == 3) {
        Term.Symbol x = symbol(term.apply(t.items().get(0)));
        Term from = term.apply(t.items().get(1));
        Term to = term.apply(t.items().get(2));
        r = definite(r, x, from, to, terms);
      } else {
        r = antiderivative(r, symbol(term.apply(v)), terms);
      }
    }
    return r;
  }

  private Term definite(Term f, Term.Symbol x, Term from, Term to, TermArithmetic terms) {
    if (f instanceof Term.ExactNumber n && n.value().isZero()) {
      return f;
    }
    Term whole = antiderivative(f, x, terms);
    if (!polynomial(terms.expand(f), x)) {
      // Newton-Leibniz needs the antiderivative continuous: only entire functions are trusted here.
      if (!entire(f, x) || !entire(whole, x)) {
        throw Stop.unevaluated("integrate", "a definite integral that may have a singularity");
      }
    }
    if (isInfinite(from) || isInfinite(to)) {
      throw Stop.unevaluated("integrate", "an improper integral");
    }
    return terms.expand(
        terms.subtract(
            terms.substitute(whole, Map.of(x, to)), terms.substitute(whole, Map.of(x, from))));
  }

  private static boolean isInfinite(Term t) {
    return t.equals(Term.INFINITY) || t.equals(Term.MINUS_INFINITY);
  }

  private static boolean polynomial(Term t, Term.Symbol x) {
    return switch (t) {
      case Term.Sum s -> s.terms().stream().allMatch(p -> polynomial(p, x));
      case Term.Product p -> p.factors().stream().allMatch(q -> polynomial(q, x));
      case Term.Power p ->
          !Term.contains(p, x)
              || (p.base().equals(x)
                  && p.exponent() instanceof Term.ExactNumber n
                  && n.value().isInteger()
                  && n.value().signum() > 0);
      default -> t.equals(x) || !Term.contains(t, x);
    };
  }

  /** Whether it has no singularity anywhere on the real line, by its form. */
  private static boolean entire(Term t, Term.Symbol x) {
    if (!Term.contains(t, x)) {
      return true;
    }
    return switch (t) {
      case Term.Symbol s -> true;
      case Term.Sum s -> s.terms().stream().allMatch(p -> entire(p, x));
      case Term.Product p -> p.factors().stream().allMatch(q -> entire(q, x));
      case Term.Power p ->
          (entire(p.base(), x)
                  && p.exponent() instanceof Term.ExactNumber n
                  && n.value().isInteger()
                  && n.value().signum() > 0)
              || (!Term.contains(p.base(), x) && entire(p.exponent(), x));
      case Term.Apply a ->
          (a.name().equals("sin")
                  || a.name().equals("cos")
                  || a.name().equals("sinh")
                  || a.name().equals("cosh")
                  || a.name().equals("atan"))
              && entire(a.arguments().getFirst(), x);
      default -> false;
    };
  }

  private Term antiderivative(Term f, Term.Symbol x, TermArithmetic terms) {
    Term own = powerRule(terms.expand(f), x, terms);
    if (own != null) {
      did("an integral by the power rule");
      return own;
    }
    List<Term> reply = ask("integrate", List.of(f, x), terms);
    if (reply == null || reply.size() != 1) {
      throw Stop.unevaluated("integrate", "no closed form found");
    }
    Term whole = reply.getFirst();
    Term d = new Derivatives(terms).of(whole, x);
    if (!vanishes(terms.subtract(d, f), terms)) {
      throw Stop.unevaluated("integrate", "the antiderivative does not differentiate back");
    }
    did("an integral by Symja, differentiated back");
    return whole;
  }

  private @Nullable Term powerRule(Term f, Term.Symbol x, TermArithmetic terms) {
    var parts = new ArrayList<Term>();
    for (Term p : f instanceof Term.Sum s ? s.terms() : List.of(f)) {
      Term constant = Term.ONE;
      Rational exponent = Rational.ZERO;
      for (Term q : p instanceof Term.Product r ? r.factors() : List.of(p)) {
        if (!Term.contains(q, x)) {
          constant = terms.multiply(constant, q);
        } else if (q.equals(x)) {
          exponent = exponent.plus(Rational.ONE);
        } else if (q instanceof Term.Power w
            && w.base().equals(x)
            && w.exponent() instanceof Term.ExactNumber n) {
          exponent = exponent.plus(n.value());
        } else {
          return null;
        }
      }
      if (exponent.equals(Rational.MINUS_ONE)) {
        parts.add(terms.multiply(constant, terms.apply("log", x)));
      } else {
        Rational next = exponent.plus(Rational.ONE);
        parts.add(
            terms.multiply(
                List.of(
                    constant,
                    terms.power(x, new Term.ExactNumber(next)),
                    new Term.ExactNumber(next.reciprocal()))));
      }
    }
    return terms.add(parts);
  }

  /** Whether it is 0 by expansion, or to 25 digits at several points. */
  private static boolean vanishes(Term t, TermArithmetic terms) {
    Term e = terms.expand(t);
    if (e instanceof Term.ExactNumber n) {
      return n.value().isZero();
    }
    var symbols = Term.symbols(e);
    int seen = 0;
    for (int k = 1; k <= 6; k++) {
      var point = new java.util.LinkedHashMap<Term, Term>();
      long i = 3;
      for (Term.Symbol s : symbols) {
        point.put(s, new Term.ExactNumber(Rational.of(31 * i + 17L * k, 40 + 7L * i)));
        i += 2;
      }
      Real v = terms.toReal(terms.substitute(e, point));
      if (v == null) {
        continue;
      }
      seen++;
      boolean zero =
          switch (v) {
            case Rational r -> r.isZero();
            case Enclosure x ->
                x.lower().abs().max(x.upper().abs()).compareTo(new BigDecimal("1e-25")) < 0;
          };
      if (!zero) {
        return false;
      }
    }
    return seen >= 3;
  }

  private Term limit(Term f, Term.Symbol x, Term to, TermArithmetic terms) {
    if (!isInfinite(to) && entire(f, x)) {
      did("a limit by continuity");
      return terms.substitute(f, Map.of(x, to));
    }
    throw Stop.unevaluated("limit", "a limit that needs more than continuity");
  }

  private Term summation(Term f, Arguments a, Function<Value, Term> term, TermArithmetic terms) {
    if (a.size() != 2 || !(a.at(1) instanceof Tuple t) || t.items().size() != 3) {
      throw Stop.unsupported("a summation of this form");
    }
    Term.Symbol k = symbol(term.apply(t.items().get(0)));
    Term from = term.apply(t.items().get(1));
    Term to = term.apply(t.items().get(2));
    if (from instanceof Term.ExactNumber p
        && to instanceof Term.ExactNumber q
        && p.value().isInteger()
        && q.value().isInteger()) {
      BigInteger count = q.value().numerator().subtract(p.value().numerator());
      if (count.bitLength() > 17) {
        throw Stop.limit("summation", "a sum of " + count.bitLength() + "-bit length");
      }
      Term sum = Term.ZERO;
      for (BigInteger i = p.value().numerator();
          i.compareTo(q.value().numerator()) <= 0;
          i = i.add(BigInteger.ONE)) {
        budget.spend(20);
        sum = terms.add(sum, terms.substitute(f, Map.of(k, new Term.ExactNumber(Rational.of(i)))));
      }
      did("a finite sum, added up");
      return sum;
    }
    throw Stop.unevaluated("summation", "bounds that are no integers");
  }
}
