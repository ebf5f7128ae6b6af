package dev.tusk.symbolic.grading;

import java.math.BigInteger;
import java.util.List;

/** What a text means, before anything is computed: the parser's tree. */
sealed interface Node {

  /**
   * A number as written: {@code decimals} counts the digits after its point, or is -1 where it was
   * not written as a decimal; {@code significant} counts its significant digits.
   */
  record Num(Rational value, int decimals, int significant) implements Node {
    static Num of(Rational value) {
      return new Num(value, -1, 0);
    }

    static Num of(long value) {
      return of(Rational.of(value));
    }

    boolean isDecimal() {
      return decimals >= 0;
    }
  }

  /** A variable, label or unknown function's name. */
  record Sym(String name) implements Node {}

  /** π, e, i, ∞ and what has no value. */
  enum Constant implements Node {
    PI,
    E,
    I,
    INFINITY,
    UNDEFINED
  }

  record Sum(List<Node> terms) implements Node {}

  record Product(List<Node> factors) implements Node {}

  record Power(Node base, Node exponent) implements Node {}

  /** A function by its canonical name: sin, ln, log (base unsaid), abs, binomial, f, … */
  record Call(String function, List<Node> arguments) implements Node {}

  /** {@code left ± right}, or {@code ∓} where {@code minusFirst}. */
  record PlusMinus(Node left, Node right, boolean minusFirst) implements Node {}

  /** Parenthesised and ordered; of two, perhaps an open interval. */
  record Tuple(List<Node> items) implements Node {}

  /** Several answers one after the other: {@code 1, 2 and 3}. */
  record Listing(List<Node> items) implements Node {}

  record SetOf(List<Node> items) implements Node {}

  /** {@code {x | conditions}}. */
  record Builder(Node element, List<Node> conditions) implements Node {}

  record Interval(Node low, Node high, boolean lowOpen, boolean highOpen) implements Node {}

  enum SetOperator {
    UNION,
    INTERSECTION,
    DIFFERENCE
  }

  record SetOperation(SetOperator operator, Node left, Node right) implements Node {}

  record NamedSet(String name) implements Node {}

  /** Rows of equal length. */
  record Matrix(List<List<Node>> rows) implements Node {}

  enum Relator {
    EQUAL("="),
    NOT_EQUAL("≠"),
    LESS("<"),
    LESS_OR_EQUAL("≤"),
    GREATER(">"),
    GREATER_OR_EQUAL("≥"),
    APPROXIMATE("≈"),
    CONGRUENT("≡"),
    IN("∈"),
    NOT_IN("∉"),
    SUBSET("⊆"),
    SUPERSET("⊇"),
    ARROW("→");

    final String sign;

    Relator(String sign) {
      this.sign = sign;
    }

    Relator mirrored() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case SUBSET -> SUPERSET;
        case SUPERSET -> SUBSET;
        default -> this;
      };
    }

    boolean isOrder() {
      return this == LESS || this == LESS_OR_EQUAL || this == GREATER || this == GREATER_OR_EQUAL;
    }
  }

  /** {@code operands[0] relators[0] operands[1] …}. */
  record Relation(List<Node> operands, List<Relator> relators) implements Node {}

  /** {@code a : b : c}. */
  record Ratio(List<Node> terms) implements Node {}

  record Text(String content) implements Node {}

  /** A value with a unit of {@link Units}, or with a word that is taken for one. */
  record Quantity(Node value, String unit) implements Node {}

  record Percent(Node value) implements Node {}

  enum Binder {
    SUM,
    PRODUCT,
    INTEGRAL,
    LIMIT,
    DERIVATIVE
  }

  /**
   * A sum, product or integral over {@code variable} between bounds, a limit towards {@code low}, a
   * derivative of order {@code high}; an absent bound is {@link Constant#UNDEFINED}.
   */
  record Bound(Binder binder, String variable, Node low, Node high, Node body) implements Node {}

  /** {@code value if condition}, case by case. */
  record Cases(List<Node> values, List<Node> conditions) implements Node {}

  static Num number(long value) {
    return Num.of(value);
  }

  static Node negate(Node node) {
    return switch (node) {
      case Num number -> new Num(number.value().negate(), number.decimals(), number.significant());
      case Quantity quantity -> new Quantity(negate(quantity.value()), quantity.unit());
      case Percent percent -> new Percent(negate(percent.value()));
      default -> new Product(List.of(number(-1), node));
    };
  }

  static Node inverse(Node node) {
    return new Power(node, number(-1));
  }

  static Node difference(Node left, Node right) {
    return new Sum(List.of(left, new Product(List.of(number(-1), right))));
  }

  static Node integer(BigInteger value) {
    return Num.of(Rational.of(value));
  }
}
