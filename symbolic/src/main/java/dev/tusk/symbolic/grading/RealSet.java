package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Interval;
import dev.tusk.symbolic.grading.Node.NamedSet;
import dev.tusk.symbolic.grading.Node.SetOf;
import dev.tusk.symbolic.grading.Node.SetOperation;
import dev.tusk.symbolic.grading.Node.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of reals as disjoint pieces in ascending order, their ends constants whose order is
 * certain. A piece with equal closed ends is a point.
 */
record RealSet(List<Interval> pieces) {
  private static final int MAX_PIECES = 200;
  static final Node MINUS_INFINITY = Node.negate(Constant.INFINITY);
  static final RealSet EMPTY = new RealSet(List.of());
  static final RealSet ALL =
      new RealSet(List.of(new Interval(MINUS_INFINITY, Constant.INFINITY, true, true)));

  /** Orders constants: negative, 0, positive; throws where the order is not certain. */
  interface Order {
    int compare(Node a, Node b);
  }

  /** An order could not be made out. */
  static final class Unordered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unordered() {
      super("ends that cannot be ordered", null, false, false);
    }
  }

  /** The set, or null where the node is none that this covers. */
  static @Nullable RealSet of(Node node, Order order) {
    return switch (node) {
      case Interval i -> interval(i, order);
      case Tuple t when t.items().size() == 2 ->
          interval(new Interval(t.items().get(0), t.items().get(1), true, true), order);
      case SetOf s -> {
        RealSet union = EMPTY;
        for (Node item : s.items()) {
          if (item instanceof Tuple
              || item instanceof Node.Relation
              || item instanceof Node.Text
              || item instanceof SetOf) {
            yield null;
          }
          union = union.union(new RealSet(List.of(point(item))), order);
        }
        yield union;
      }
      case NamedSet n -> n.name().equals("R") ? ALL : null;
      case SetOperation o -> {
        RealSet left = of(asSet(o.left()), order);
        RealSet right = of(asSet(o.right()), order);
        if (left == null || right == null) {
          yield null;
        }
        yield switch (o.operator()) {
          case UNION -> left.union(right, order);
          case INTERSECTION -> left.intersection(right, order);
          case DIFFERENCE -> left.intersection(right.complement(), order);
        };
      }
      default -> null;
    };
  }

  /** {@code {0.5}} in braces that TeX swallows: a value where a set is meant. */
  private static Node asSet(Node node) {
    return switch (node) {
      case Node.Num n -> new SetOf(List.of(n));
      case Node.Product p -> new SetOf(List.of(p));
      case Node.Call c -> new SetOf(List.of(c));
      case Node.PlusMinus p -> new SetOf(List.of(p));
      default -> node;
    };
  }

  static Interval point(Node value) {
    return new Interval(value, value, false, false);
  }

  private static RealSet interval(Interval i, Order order) {
    boolean lowOpen = i.lowOpen() || Scalars.infinity(i.low()) != 0;
    boolean highOpen = i.highOpen() || Scalars.infinity(i.high()) != 0;
    int ends = order.compare(i.low(), i.high());
    if (ends > 0 || (ends == 0 && (lowOpen || highOpen))) {
      return EMPTY;
    }
    return new RealSet(List.of(new Interval(i.low(), i.high(), lowOpen, highOpen)));
  }

  RealSet union(RealSet other, Order order) {
    List<Interval> all = new ArrayList<>(pieces);
    all.addAll(other.pieces);
    if (all.size() > MAX_PIECES) {
      throw new Budget.Exceeded("a union of more than " + MAX_PIECES + " pieces");
    }
    all.sort((a, b) -> {
      int low = order.compare(a.low(), b.low());
      return low != 0 ? low : Boolean.compare(a.lowOpen(), b.lowOpen());
    });
    List<Interval> merged = new ArrayList<>();
    for (Interval next : all) {
      if (merged.isEmpty()) {
        merged.add(next);
        continue;
      }
      Interval last = merged.getLast();
      int gap = order.compare(next.low(), last.high());
      if (gap > 0 || (gap == 0 && next.lowOpen() && last.highOpen())) {
        merged.add(next);
        continue;
      }
      int ends = order.compare(next.high(), last.high());
      boolean open =
          ends == 0
              ? next.highOpen() && last.highOpen()
              : ends > 0 ? next.highOpen() : last.highOpen();
      merged.set(
          merged.size() - 1,
          new Interval(last.low(), ends > 0 ? next.high() : last.high(), last.lowOpen(), open));
    }
    return new RealSet(List.copyOf(merged));
  }

  RealSet intersection(RealSet other, Order order) {
    List<Interval> result = new ArrayList<>();
    for (Interval a : pieces) {
      for (Interval b : other.pieces) {
        int low = order.compare(a.low(), b.low());
        int high = order.compare(a.high(), b.high());
        boolean lowOpen =
            low == 0 ? a.lowOpen() || b.lowOpen() : low > 0 ? a.lowOpen() : b.lowOpen();
        boolean highOpen =
            high == 0 ? a.highOpen() || b.highOpen() : high < 0 ? a.highOpen() : b.highOpen();
        Node start = low >= 0 ? a.low() : b.low();
        Node end = high <= 0 ? a.high() : b.high();
        int ends = order.compare(start, end);
        if (ends < 0 || (ends == 0 && !lowOpen && !highOpen)) {
          result.add(new Interval(start, end, lowOpen, highOpen));
        }
      }
    }
    return new RealSet(List.copyOf(result));
  }

  RealSet complement() {
    List<Interval> result = new ArrayList<>();
    Node start = MINUS_INFINITY;
    boolean open = true;
    for (Interval piece : pieces) {
      if (Scalars.infinity(piece.low()) == 0) {
        result.add(new Interval(start, piece.low(), open, !piece.lowOpen()));
      }
      start = piece.high();
      open = !piece.highOpen();
    }
    if (Scalars.infinity(start) != 1) {
      result.add(new Interval(start, Constant.INFINITY, open, true));
    }
    return new RealSet(List.copyOf(result));
  }

  boolean equalTo(RealSet other, Order order) {
    if (pieces.size() != other.pieces.size()) {
      return false;
    }
    for (int i = 0; i < pieces.size(); i++) {
      Interval a = pieces.get(i);
      Interval b = other.pieces.get(i);
      if (a.lowOpen() != b.lowOpen()
          || a.highOpen() != b.highOpen()
          || order.compare(a.low(), b.low()) != 0
          || order.compare(a.high(), b.high()) != 0) {
        return false;
      }
    }
    return true;
  }
}
