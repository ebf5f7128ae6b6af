package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives by the rules for sums, products, powers, chains and the elementary functions. */
final class Differentiation {
  private static final int MAX_ORDER = 8;

  private Differentiation() {}

  /** The node with every derivative in it worked out that the rules cover. */
  static Node workedOut(Node node, Budget budget) {
    if (!Trees.contains(node, Differentiation::isDerivative)) {
      return node;
    }
    Node mapped = Trees.map(node, child -> workedOut(child, budget));
    if (!(mapped instanceof Bound bound) || !isDerivative(bound)) {
      return mapped;
    }
    int order = bound.high() instanceof Num n ? n.value().intValueOr(MAX_ORDER + 1) : 1;
    Node result = bound.body();
    for (int i = 0; i < order; i++) {
      Node next = order > MAX_ORDER ? null : of(result, bound.variable(), budget);
      if (next == null) {
        return mapped;
      }
      result = next;
    }
    return result;
  }

  private static boolean isDerivative(Node node) {
    return node instanceof Bound b && b.binder() == Node.Binder.DERIVATIVE;
  }

  /** The derivative by {@code variable}, or null where no rule covers the expression. */
  static @Nullable Node of(Node node, String variable, Budget budget) {
    budget.spend(1);
    if (!Trees.symbols(node).contains(variable)) {
      return Node.number(0);
    }
    return switch (node) {
      case Sym s -> Node.number(1);
      case Sum s -> {
        List<Node> terms = new ArrayList<>();
        for (Node term : s.terms()) {
          Node each = of(term, variable, budget);
          if (each == null) {
            yield null;
          }
          terms.add(each);
        }
        yield new Sum(List.copyOf(terms));
      }
      case Product p -> {
        List<Node> terms = new ArrayList<>();
        for (int i = 0; i < p.factors().size(); i++) {
          Node each = of(p.factors().get(i), variable, budget);
          if (each == null) {
            yield null;
          }
          if (!each.equals(Node.number(0))) {
            List<Node> factors = new ArrayList<>(p.factors());
            factors.set(i, each);
            terms.add(new Product(List.copyOf(factors)));
          }
        }
        yield terms.isEmpty() ? Node.number(0) : new Sum(List.copyOf(terms));
      }
      case Power p -> power(p.base(), p.exponent(), variable, budget);
      case Call c -> call(c, variable, budget);
      default -> null;
    };
  }

  private static @Nullable Node power(Node base, Node exponent, String variable, Budget budget) {
    if (!Trees.symbols(exponent).contains(variable)) {
      Node inner = of(base, variable, budget);
      Node lower = new Sum(List.of(exponent, Node.number(-1)));
      Node reduced = exponent instanceof Num n ? Num.of(n.value().minus(Rational.ONE)) : lower;
      return inner == null ? null : product(exponent, new Power(base, reduced), inner);
    }
    Node inner = of(exponent, variable, budget);
    if (inner == null) {
      return null;
    }
    Node whole = new Power(base, exponent);
    if (base == Constant.E) {
      return product(whole, inner);
    }
    Node logarithm = new Call("ln", List.of(base));
    Node outer = of(base, variable, budget);
    if (outer == null) {
      return null;
    }
    // (f^g)' = f^g (g' ln f + g f'/f)
    return product(
        whole,
        new Sum(List.of(product(inner, logarithm), product(exponent, outer, Node.inverse(base)))));
  }

  private static @Nullable Node call(Call call, String variable, Budget budget) {
    Node x = call.arguments().getFirst();
    if (call.function().equals("root")) {
      Node index = call.arguments().get(1);
      return Trees.symbols(index).contains(variable)
          ? null
          : index instanceof Num n && !n.value().isZero()
              ? power(x, Num.of(n.value().inverse()), variable, budget)
              : power(x, Node.inverse(index), variable, budget);
    }
    if (call.function().equals("logBase")) {
      Node quotient =
          product(
              new Call("ln", List.of(x)),
              Node.inverse(new Call("ln", List.of(call.arguments().get(1)))));
      return of(quotient, variable, budget);
    }
    if (call.arguments().size() != 1) {
      return null;
    }
    Node outer = outer(call.function(), x);
    Node inner = outer == null ? null : of(x, variable, budget);
    return outer == null || inner == null ? null : product(outer, inner);
  }

  private static @Nullable Node outer(String function, Node x) {
    Node square = new Power(x, Node.number(2));
    Node one = Node.number(1);
    return switch (function) {
      case "sin" -> f("cos", x);
      case "cos" -> Node.negate(f("sin", x));
      case "tan" -> new Power(f("cos", x), Node.number(-2));
      case "cot" -> Node.negate(new Power(f("sin", x), Node.number(-2)));
      case "sec" -> product(f("sec", x), f("tan", x));
      case "csc" -> product(Node.number(-1), f("csc", x), f("cot", x));
      case "ln" -> Node.inverse(x);
      case "sinh" -> f("cosh", x);
      case "cosh" -> f("sinh", x);
      case "tanh" -> new Power(f("cosh", x), Node.number(-2));
      case "arctan" -> Node.inverse(new Sum(List.of(one, square)));
      case "arccot" -> Node.negate(Node.inverse(new Sum(List.of(one, square))));
      case "arcsin" -> Node.inverse(f2("root", Node.difference(one, square)));
      case "arccos" -> Node.negate(Node.inverse(f2("root", Node.difference(one, square))));
      case "arcsinh" -> Node.inverse(f2("root", new Sum(List.of(one, square))));
      case "arctanh" -> Node.inverse(Node.difference(one, square));
      case "abs" -> product(x, Node.inverse(f("abs", x)));
      default -> null;
    };
  }

  private static Node f(String name, Node x) {
    return new Call(name, List.of(x));
  }

  private static Node f2(String name, Node x) {
    return new Call(name, List.of(x, Node.number(2)));
  }

  private static Node product(Node... factors) {
    return new Product(List.of(factors));
  }
}
