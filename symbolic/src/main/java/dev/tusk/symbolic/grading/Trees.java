package dev.tusk.symbolic.grading;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Walks over {@link Node}. */
final class Trees {
  private Trees() {}

  /** The names of all symbols, bound ones included, in order of appearance. */
  static Set<String> symbols(Node node) {
    Set<String> names = new LinkedHashSet<>();
    collect(node, names);
    return names;
  }

  private static void collect(Node node, Set<String> names) {
    if (node instanceof Node.Sym symbol) {
      names.add(symbol.name());
    }
    for (Node child : children(node)) {
      collect(child, names);
    }
  }

  static boolean contains(Node node, java.util.function.Predicate<Node> test) {
    if (test.test(node)) {
      return true;
    }
    for (Node child : children(node)) {
      if (contains(child, test)) {
        return true;
      }
    }
    return false;
  }

  static Node replace(Node node, Node what, Node with) {
    if (node.equals(what)) {
      return with;
    }
    return map(node, child -> replace(child, what, with));
  }

  static List<Node> children(Node node) {
    return switch (node) {
      case Node.Num n -> List.of();
      case Node.Sym s -> List.of();
      case Node.Constant c -> List.of();
      case Node.Text t -> List.of();
      case Node.NamedSet s -> List.of();
      case Node.Sum s -> s.terms();
      case Node.Product p -> p.factors();
      case Node.Power p -> List.of(p.base(), p.exponent());
      case Node.Call c -> c.arguments();
      case Node.PlusMinus p -> List.of(p.left(), p.right());
      case Node.Tuple t -> t.items();
      case Node.Listing l -> l.items();
      case Node.SetOf s -> s.items();
      case Node.Builder b -> joined(List.of(b.element()), b.conditions());
      case Node.Interval i -> List.of(i.low(), i.high());
      case Node.SetOperation s -> List.of(s.left(), s.right());
      case Node.Matrix m -> m.rows().stream().flatMap(List::stream).toList();
      case Node.Relation r -> r.operands();
      case Node.Ratio r -> r.terms();
      case Node.Quantity q -> List.of(q.value());
      case Node.Percent p -> List.of(p.value());
      case Node.Bound b -> List.of(b.low(), b.high(), b.body());
      case Node.Cases c -> joined(c.values(), c.conditions());
    };
  }

  private static List<Node> joined(List<Node> first, List<Node> second) {
    List<Node> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** The same node over mapped children. */
  static Node map(Node node, UnaryOperator<Node> f) {
    return switch (node) {
      case Node.Num n -> n;
      case Node.Sym s -> s;
      case Node.Constant c -> c;
      case Node.Text t -> t;
      case Node.NamedSet s -> s;
      case Node.Sum s -> new Node.Sum(all(s.terms(), f));
      case Node.Product p -> new Node.Product(all(p.factors(), f));
      case Node.Power p -> new Node.Power(f.apply(p.base()), f.apply(p.exponent()));
      case Node.Call c -> new Node.Call(c.function(), all(c.arguments(), f));
      case Node.PlusMinus p ->
          new Node.PlusMinus(f.apply(p.left()), f.apply(p.right()), p.minusFirst());
      case Node.Tuple t -> new Node.Tuple(all(t.items(), f));
      case Node.Listing l -> new Node.Listing(all(l.items(), f));
      case Node.SetOf s -> new Node.SetOf(all(s.items(), f));
      case Node.Builder b -> new Node.Builder(f.apply(b.element()), all(b.conditions(), f));
      case Node.Interval i ->
          new Node.Interval(f.apply(i.low()), f.apply(i.high()), i.lowOpen(), i.highOpen());
      case Node.SetOperation s ->
          new Node.SetOperation(s.operator(), f.apply(s.left()), f.apply(s.right()));
      case Node.Matrix m -> new Node.Matrix(m.rows().stream().map(row -> all(row, f)).toList());
      case Node.Relation r -> new Node.Relation(all(r.operands(), f), r.relators());
      case Node.Ratio r -> new Node.Ratio(all(r.terms(), f));
      case Node.Quantity q -> new Node.Quantity(f.apply(q.value()), q.unit());
      case Node.Percent p -> new Node.Percent(f.apply(p.value()));
      case Node.Bound b ->
          new Node.Bound(
              b.binder(), b.variable(), f.apply(b.low()), f.apply(b.high()), f.apply(b.body()));
      case Node.Cases c -> new Node.Cases(all(c.values(), f), all(c.conditions(), f));
    };
  }

  private static List<Node> all(List<Node> nodes, UnaryOperator<Node> f) {
    return nodes.stream().map(f).toList();
  }
}
