package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.algebra.AlgebraRequests;
import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.UndecidedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks computer algebra for closed forms of integrals, limits and infinite sums, which is all that
 * the grader wants of it. Its answers are taken as claims: they can make two answers equal "by
 * algebra", never different. Thread-safe where the algebra is.
 */
final class ClosedForms {
  private final Algebra algebra;

  ClosedForms(Algebra algebra) {
    this.algebra = algebra;
  }

  /** Where the algebra runs, for reasons; empty where there is none. */
  Optional<String> site() {
    return switch (algebra.site()) {
      case WORKER -> Optional.of("in a worker");
      case IN_PROCESS -> Optional.of("in-process");
      case NONE -> Optional.empty();
    };
  }

  /** The node with every integral, limit and series in it replaced, or null where one resists. */
  @Nullable Node of(Node node, Budget budget) {
    if (node instanceof Bound bound) {
      Node body = of(bound.body(), budget);
      Node low = of(bound.low(), budget);
      Node high = of(bound.high(), budget);
      if (body == null || low == null || high == null) {
        return null;
      }
      return closed(new Bound(bound.binder(), bound.variable(), low, high, body), budget);
    }
    boolean[] resisted = new boolean[1];
    Node mapped =
        Trees.map(
            node,
            child -> {
              Node form = of(child, budget);
              resisted[0] |= form == null;
              return form == null ? child : form;
            });
    return resisted[0] ? null : mapped;
  }

  private @Nullable Node closed(Bound bound, Budget budget) {
    TermArithmetic terms = new TermArithmetic(new FloatArithmetic(true, 40), 0);
    try {
      Term body = term(bound.body(), terms);
      Term variable = new Term.Symbol(bound.variable(), Set.of());
      String operation;
      List<Term> operands;
      switch (bound.binder()) {
        case INTEGRAL -> {
          operation = "integrate";
          operands = ranged(bound, body, variable, terms);
        }
        case SUM -> {
          operation = "summation";
          operands = ranged(bound, body, variable, terms);
        }
        case LIMIT -> {
          operation = "limit";
          operands = List.of(body, variable, term(bound.low(), terms));
        }
        default -> {
          return null;
        }
      }
      Optional<byte[]> request = AlgebraRequests.request(operation, operands);
      // A part of the time stays for what follows an answer that does not come.
      long left = budget.remainingNanos() / 4 * 3;
      if (request.isEmpty() || left < 1_000_000) {
        return null;
      }
      if (!(algebra.ask(request.get(), Duration.ofNanos(left))
          instanceof Algebra.Reply.Answered answered)) {
        return null;
      }
      Optional<List<Term>> reply = AlgebraRequests.reply(answered.bytes(), terms);
      if (reply.isEmpty() || reply.get().size() != 1) {
        return null;
      }
      return node(reply.get().getFirst());
    } catch (NormalForm.Unsupported
        | ArithmeticException
        | TermArithmetic.UnknownException
        | TermArithmetic.TooLargeException
        | UndecidedException e) {
      return null;
    }
  }

  private static List<Term> ranged(Bound bound, Term body, Term variable, TermArithmetic terms) {
    if (bound.low() == Constant.UNDEFINED || bound.high() == Constant.UNDEFINED) {
      throw new NormalForm.Unsupported("no bounds");
    }
    return List.of(body, variable, term(bound.low(), terms), term(bound.high(), terms));
  }

  private static Term term(Node node, TermArithmetic terms) {
    return switch (node) {
      case Num n ->
          new Term.ExactNumber(
              dev.tusk.symbolic.number.Rational.of(n.value().numerator(), n.value().denominator()));
      case Sym s -> new Term.Symbol(s.name(), Set.of());
      case Constant c ->
          switch (c) {
            case PI -> Term.PI;
            case E -> Term.E;
            case I -> Term.I;
            case INFINITY -> Term.INFINITY;
            case UNDEFINED -> throw new NormalForm.Unsupported("undefined");
          };
      case Sum s -> terms.add(all(s.terms(), terms));
      case Product p when Scalars.infinity(p) < 0 -> Term.MINUS_INFINITY;
      case Product p -> terms.multiply(all(p.factors(), terms));
      case Power p -> terms.power(term(p.base(), terms), term(p.exponent(), terms));
      case Call c -> call(c, terms);
      default -> throw new NormalForm.Unsupported("not for algebra");
    };
  }

  private static List<Term> all(List<Node> nodes, TermArithmetic terms) {
    List<Term> result = new ArrayList<>();
    for (Node node : nodes) {
      result.add(term(node, terms));
    }
    return result;
  }

  private static Term call(Call call, TermArithmetic terms) {
    Term first = term(call.arguments().getFirst(), terms);
    return switch (call.function()) {
      case "root" ->
          terms.power(first, terms.power(term(call.arguments().get(1), terms), Term.MINUS_ONE));
      case "sin", "cos", "tan", "sinh", "cosh", "tanh" -> terms.apply(call.function(), first);
      case "arcsin" -> terms.apply("asin", first);
      case "arccos" -> terms.apply("acos", first);
      case "arctan" -> terms.apply("atan", first);
      case "ln" -> terms.apply("log", first);
      case "abs" -> terms.apply("Abs", first);
      case "logBase" ->
          terms.multiply(
              terms.apply("log", first),
              terms.power(
                  terms.apply("log", term(call.arguments().get(1), terms)), Term.MINUS_ONE));
      default -> throw new NormalForm.Unsupported(call.function());
    };
  }

  private static Node node(Term term) {
    return switch (term) {
      case Term.ExactNumber n ->
          Num.of(Rational.of(n.value().numerator(), n.value().denominator()));
      case Term.Symbol s -> new Sym(s.name());
      case Term.Constant c ->
          switch (c.name()) {
            case "pi" -> Constant.PI;
            case "E" -> Constant.E;
            case "I" -> Constant.I;
            case "oo" -> Constant.INFINITY;
            case "-oo" -> Node.negate(Constant.INFINITY);
            default -> throw new NormalForm.Unsupported(c.name());
          };
      case Term.Sum s -> new Sum(s.terms().stream().map(ClosedForms::node).toList());
      case Term.Product p -> new Product(p.factors().stream().map(ClosedForms::node).toList());
      case Term.Power p -> new Power(node(p.base()), node(p.exponent()));
      case Term.Apply a when a.arguments().size() == 1 ->
          new Call(function(a.name()), List.of(node(a.arguments().getFirst())));
      default -> throw new NormalForm.Unsupported("an answer of another kind");
    };
  }

  private static String function(String name) {
    return switch (name) {
      case "sin", "cos", "tan", "sinh", "cosh", "tanh" -> name;
      case "asin" -> "arcsin";
      case "acos" -> "arccos";
      case "atan" -> "arctan";
      case "log" -> "ln";
      case "Abs" -> "abs";
      default -> throw new NormalForm.Unsupported(name);
    };
  }
}
