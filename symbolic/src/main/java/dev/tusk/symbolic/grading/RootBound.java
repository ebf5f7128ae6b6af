package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Percent;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Quantity;
import dev.tusk.symbolic.grading.Node.Sum;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How small a non-zero value of an expression over integers, roots, i and sines and cosines of
 * rational multiples of π can be. If the value E is not zero then |E| ≥ 1 / (u^(D-1) · l), where u
 * and l bound the conjugates of E's numerator and denominator and D is the product of the degrees
 * of the distinct roots in it: C. Burnikel, R. Fleischer, K. Mehlhorn, S. Schirra, "A strong and
 * easily computable separation bound for arithmetic expressions involving radicals", Algorithmica
 * 27 (2000), 87-99. cos(2πm/n) = (ζ + 1/ζ)/2 and i are roots of unity, of degree at most n and 2.
 * So an enclosure of E that holds zero and is narrower than the bound proves E = 0.
 */
final class RootBound {
  private record Size(double u, double l) {}

  private static final double MAX_DEGREE = 4_096;

  private final Set<Object> roots = new HashSet<>();
  private double degree = 1;

  private RootBound() {}

  /** The number of decimal digits that decide whether the value is zero, or -1 where unknown. */
  static int digits(Node node) {
    RootBound bound = new RootBound();
    Size size = bound.size(node);
    if (size == null || bound.degree > MAX_DEGREE) {
      return -1;
    }
    double bits = (bound.degree - 1) * Math.max(0, size.u()) + Math.max(0, size.l());
    double digits = bits * 0.30103 + 10;
    return digits > 20_000 ? -1 : (int) digits;
  }

  private static double log2(BigInteger value) {
    return value.signum() == 0 ? 0 : value.abs().bitLength();
  }

  /** Binary logarithms of bounds on u and l. */
  private @Nullable Size size(Node node) {
    return switch (node) {
      case Num number ->
          new Size(log2(number.value().numerator()), log2(number.value().denominator()));
      case Constant constant -> {
        if (constant != Constant.I) {
          yield null;
        }
        distinct("i", 2);
        yield new Size(0, 0);
      }
      case Percent percent -> {
        Size inner = size(percent.value());
        yield inner == null ? null : new Size(inner.u(), inner.l() + 7);
      }
      case Sum sum -> {
        Size total = null;
        for (Node term : sum.terms()) {
          Size next = size(term);
          if (next == null) {
            yield null;
          }
          total =
              total == null
                  ? next
                  : new Size(
                      Math.max(total.u() + next.l(), next.u() + total.l()) + 1,
                      total.l() + next.l());
        }
        yield total;
      }
      case Product product -> {
        Size total = new Size(0, 0);
        for (Node factor : product.factors()) {
          Size next = size(factor);
          if (next == null) {
            yield null;
          }
          total = new Size(total.u() + next.u(), total.l() + next.l());
        }
        yield total;
      }
      case Power power -> power(power.base(), exact(power.exponent()));
      case Call call -> call(call);
      default -> null;
    };
  }

  private @Nullable Size power(Node base, @Nullable Rational exponent) {
    if (exponent == null || exponent.bits() > 12) {
      return null;
    }
    Size inner = size(base);
    if (inner == null) {
      return null;
    }
    int top = exponent.numerator().abs().intValue();
    int bottom = exponent.denominator().intValue();
    Size raised = new Size(inner.u() * top, inner.l() * top);
    if (bottom > 1) {
      distinct(List.of(base, exponent.abs()), bottom);
      double u = Math.max(0, raised.u());
      double l = Math.max(0, raised.l());
      raised =
          u >= l
              ? new Size((u + l * (bottom - 1)) / bottom, l)
              : new Size(u, (u * (bottom - 1) + l) / bottom);
    }
    return exponent.signum() < 0 ? new Size(raised.l(), raised.u()) : raised;
  }

  private @Nullable Size call(Call call) {
    return switch (call.function()) {
      case "root" -> {
        Rational index = exact(call.arguments().get(1));
        yield index == null || index.isZero()
            ? null
            : power(call.arguments().getFirst(), index.inverse());
      }
      case "sin", "cos", "tan", "cot", "sec", "csc" -> {
        Rational turns = turns(call.arguments().getFirst());
        if (turns == null || turns.denominator().bitLength() > 9) {
          yield null;
        }
        // e^(iπr) with r = a/b is a root of unity of order at most 2b.
        distinct(List.of("unity", turns.denominator()), 2 * turns.denominator().intValue());
        distinct("i", 2);
        yield switch (call.function()) {
          case "sin", "cos" -> new Size(1, 1);
          case "sec", "csc" -> new Size(1, 1);
          default -> new Size(2, 2);
        };
      }
      default -> null;
    };
  }

  private void distinct(Object key, int of) {
    if (roots.add(key)) {
      degree *= of;
    }
  }

  /** r where the angle is rπ. */
  private static @Nullable Rational turns(Node angle) {
    return switch (angle) {
      case Constant c -> c == Constant.PI ? Rational.ONE : null;
      case Num n -> n.value().isZero() ? Rational.ZERO : null;
      case Quantity q when q.unit().equals("°") -> {
        Rational value = exact(q.value());
        yield value == null ? null : value.over(Rational.of(180));
      }
      case Product p -> {
        Rational total = Rational.ONE;
        boolean pi = false;
        for (Node factor : p.factors()) {
          Rational plain = exact(factor);
          if (plain != null) {
            total = total.times(plain);
            continue;
          }
          Rational turn = turns(factor);
          if (turn == null || pi) {
            yield null;
          }
          pi = true;
          total = total.times(turn);
        }
        yield pi ? total : null;
      }
      default -> null;
    };
  }

  private static @Nullable Rational exact(Node node) {
    return switch (node) {
      case Num n -> n.value();
      case Product p -> {
        Rational total = Rational.ONE;
        for (Node factor : p.factors()) {
          Rational value = exact(factor);
          if (value == null || total.bits() > 1_000) {
            yield null;
          }
          total = total.times(value);
        }
        yield total;
      }
      case Power p when p.exponent().equals(Node.number(-1)) -> {
        Rational value = exact(p.base());
        yield value == null || value.isZero() ? null : value.inverse();
      }
      default -> null;
    };
  }
}
