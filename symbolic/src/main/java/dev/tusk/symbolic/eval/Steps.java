package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Evidence.Exchange;
import dev.tusk.symbolic.Evidence.Step;
import dev.tusk.symbolic.algebra.AlgebraRequests;
import dev.tusk.symbolic.algebra.NumericIntegral;
import dev.tusk.symbolic.algebra.Quadrature;
import dev.tusk.symbolic.algebra.Solver;
import dev.tusk.symbolic.algebra.SortKey;
import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.algebra.TermPrinter;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The steps of a run that need algebra: what is done here, what an algebra system is asked. */
final class Steps {
  /** Decimals of the enclosure that confirms a closed form. */
  private static final int CONFIRMING_DIGITS = 15;

  /** Decimals of an enclosure that stands for an integral. */
  private static final int INTEGRAL_DIGITS = 34;

  private static final int MAX_STEPS = 50;
  private static final int MAX_TEXT = 200;

  private final Session session;
  private final Budget budget;
  private final Set<Step> log = new LinkedHashSet<>();
  private final List<Choice> choices = new ArrayList<>();
  private final @Nullable Rotation rotation;
  private IntSupplier line = () -> 0;

  Steps(Session session, Budget budget, @Nullable Rotation rotation) {
    this.session = session;
    this.budget = budget;
    this.rotation = rotation;
  }

  /** Where the line of the program is read that a step belongs to. */
  void at(IntSupplier supplier) {
    line = supplier;
  }

  void did(String what, String method) {
    if (log.size() < MAX_STEPS) {
      log.add(
          new Step(
              line.getAsInt(),
              what.length() <= MAX_TEXT ? what : what.substring(0, MAX_TEXT - 1) + "…",
              method));
    }
  }

  List<Step> log() {
    return List.copyOf(log);
  }

  private @Nullable List<Term> ask(String operation, List<Term> operands, TermArithmetic terms) {
    var request = AlgebraRequests.request(operation, operands);
    if (request.isEmpty()) {
      return null;
    }
    Exchange e = session.ask(operation, request.get());
    return switch (e.reply()) {
      case ANSWERED ->
          AlgebraRequests.reply(Base64.getDecoder().decode(e.answer()), terms).orElse(null);
      case TIMED_OUT -> throw Stop.timeOut(operation, "the algebra system");
      case FAILED -> throw failed(operation, e.answer());
    };
  }

  /** A worker that dies under a request has run out of memory, as far as can be told. */
  private static Stop failed(String operation, String why) {
    return why.contains("died") ? Stop.limit(operation, why) : Stop.unevaluated(operation, why);
  }

  /**
   * Solutions in the order in which the program gets them. Where sympy's order is not known for
   * certain that is a choice of the library, and a run may be asked to take another one.
   *
   * @param values the numbers of a solution
   */
  <T> List<T> ordered(List<T> solutions, Function<T, List<Term>> values, TermArithmetic terms) {
    boolean certain =
        solutions.size() < 2
            || solutions.stream()
                .allMatch(s -> values.apply(s).stream().allMatch(SortKey::certain));
    if (certain) {
      return solutions;
    }
    var found = new LinkedHashSet<Term>();
    solutions.forEach(s -> found.addAll(values.apply(s)));
    choices.add(new Choice(solutions.size(), List.copyOf(found)));
    int turn = rotation != null && rotation.choice() == choices.size() - 1 ? rotation.by() : 0;
    var order = new ArrayList<>(solutions);
    java.util.Collections.rotate(order, -turn);
    return order;
  }

  /** A place where the library chooses an order: of so many solutions, with these values. */
  record Choice(int solutions, List<Term> values) {}

  /** Another order at a choice: so many solutions from the front go to the end. */
  record Rotation(int choice, int by) {}

  List<Choice> choices() {
    return List.copyOf(choices);
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
          || !terms.vanishes(terms.substitute(equation, Map.of(x, root)))) {
        throw Stop.unevaluated("solve", "a root that does not prove itself");
      }
    }
    did(
        "solve " + TermPrinter.print(equation, terms.floats()) + " = 0 for " + x.name(),
        "Symja; as many roots as the degree, each put back");
    return new SortKey(terms).sorted(reply);
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

  /**
   * A definite integral. A polynomial's is exact. Another one's closed form comes from an
   * antiderivative and stands only if a self-validating quadrature, which also proves that there is
   * no singularity between the bounds, encloses it; where there is no closed form, the enclosure
   * alone is the value. With other symbols in it, only functions without singularity are trusted.
   */
  private Term definite(Term f, Term.Symbol x, Term from, Term to, TermArithmetic terms) {
    if (f instanceof Term.ExactNumber n && n.value().isZero()) {
      return f;
    }
    if (Term.hasFloat(f) && !polynomial(terms.expand(f), x)) {
      // An algebra system wants exact numbers; the floats come back as coefficients.
      var solver = new Solver(terms);
      return coefficients(
          definite(
              solver.rationalize(f), x, solver.rationalize(from), solver.rationalize(to), terms),
          terms);
    }
    if (isInfinite(from) || isInfinite(to)) {
      throw Stop.unevaluated("integrate", "an improper integral");
    }
    boolean numbers =
        Term.symbols(f).equals(Set.of(x)) && terms.toReal(from) != null && terms.toReal(to) != null;
    if (polynomial(terms.expand(f), x)) {
      return difference(antiderivative(f, x, terms), x, from, to, terms);
    }
    if (!numbers) {
      Term whole = antiderivative(f, x, terms);
      if (!entire(f, x) || !entire(whole, x)) {
        throw Stop.unevaluated("integrate", "a definite integral that may have a singularity");
      }
      return difference(whole, x, from, to, terms);
    }
    Term closed = null;
    try {
      closed = difference(antiderivative(f, x, terms), x, from, to, terms);
    } catch (Stop e) {
      if (e instanceof Stop.FromOutside) {
        throw e;
      }
      // No closed form is known here; the quadrature may still settle it.
    }
    if (closed != null) {
      Real value = terms.toReal(closed);
      Optional<Enclosure> near = quadrature(f, x, from, to, CONFIRMING_DIGITS);
      if (near.isEmpty()) {
        throw Stop.unevaluated("integrate", "a definite integral that may have a singularity");
      }
      if (value != null && meets(value, near.get())) {
        did(integral(f, x, terms), "confirmed by quadrature: " + near.get());
        return closed;
      }
    }
    Optional<Enclosure> value =
        quadrature(f, x, from, to, Math.min(INTEGRAL_DIGITS, terms.floats().reals().digits() - 7));
    if (value.isEmpty()) {
      throw Stop.unevaluated("integrate", "a definite integral that may have a singularity");
    }
    did(integral(f, x, terms), "no closed form; enclosed by quadrature: " + value.get());
    return NumericIntegral.of(f, x, from, to, value.get());
  }

  /** The number in each term of a sum made a float. */
  private static Term coefficients(Term t, TermArithmetic terms) {
    return switch (t) {
      case Term.ExactNumber n -> new Term.FloatValue(terms.floats().of(n.value()));
      case Term.Sum s -> terms.add(s.terms().stream().map(p -> coefficients(p, terms)).toList());
      case Term.Product p when p.factors().getFirst() instanceof Term.ExactNumber n -> {
        var factors = new ArrayList<>(p.factors());
        factors.set(0, new Term.FloatValue(terms.floats().of(n.value())));
        yield terms.multiply(factors);
      }
      default -> terms.multiply(new Term.FloatValue(terms.floats().of(Rational.ONE)), t);
    };
  }

  private static Term difference(
      Term whole, Term.Symbol x, Term from, Term to, TermArithmetic terms) {
    return terms.expand(
        terms.subtract(
            terms.substitute(whole, Map.of(x, to)), terms.substitute(whole, Map.of(x, from))));
  }

  private Optional<Enclosure> quadrature(Term f, Term.Symbol x, Term from, Term to, int digits) {
    var reals = new RealArithmetic(digits + 8);
    var exact = new TermArithmetic(new FloatArithmetic(true, digits + 8), 0);
    Real a = exact.toReal(from);
    Real b = exact.toReal(to);
    return a == null || b == null
        ? Optional.empty()
        : new Quadrature(reals, budget::spend).integral(f, x, a, b, digits);
  }

  private static boolean meets(Real value, Enclosure near) {
    return switch (value) {
      case Rational q ->
          q.compareTo(Rational.of(near.lower())) >= 0
              && q.compareTo(Rational.of(near.upper())) <= 0;
      case Enclosure e ->
          e.upper().compareTo(near.lower()) >= 0 && e.lower().compareTo(near.upper()) <= 0;
    };
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

  private static String integral(Term f, Term.Symbol x, TermArithmetic terms) {
    return "the integral of " + TermPrinter.print(f, terms.floats()) + " by " + x.name();
  }

  private Term antiderivative(Term f, Term.Symbol x, TermArithmetic terms) {
    Term own = powerRule(terms.expand(f), x, terms);
    if (own != null) {
      did(integral(f, x, terms), "the power rule");
      return own;
    }
    List<Term> reply = ask("integrate", List.of(f, x), terms);
    if (reply == null || reply.size() != 1) {
      throw Stop.unevaluated("integrate", "no closed form found");
    }
    Term whole = reply.getFirst();
    Term d = new Derivatives(terms).of(whole, x);
    if (!terms.vanishes(terms.subtract(d, f))) {
      throw Stop.unevaluated("integrate", "the antiderivative does not differentiate back");
    }
    did(integral(f, x, terms), "Symja; differentiated back");
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

  private Term limit(Term f, Term.Symbol x, Term to, TermArithmetic terms) {
    if (!isInfinite(to) && entire(f, x)) {
      did("the limit of " + TermPrinter.print(f, terms.floats()), "continuity");
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
      did("the sum of " + TermPrinter.print(f, terms.floats()), "added up");
      return sum;
    }
    throw Stop.unevaluated("summation", "bounds that are no integers");
  }
}
