package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.grading.Method.Kind;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.grading.NormalForm.Fraction;
import dev.tusk.symbolic.grading.NormalForm.Unsupported;
import dev.tusk.symbolic.grading.Outcome.Verdict;
import dev.tusk.symbolic.grading.Policy.Mode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two expressions that stand for one value each. */
final class Scalars {
  /** Digits of agreement that count as equal where nothing is proved. */
  static final int NUMERIC_DIGITS = 40;

  private static final long SEED = 0x7475736bL;
  private static final int POINTS = 8;

  private final Policy policy;
  private final Budget budget;
  private final ClosedForms algebra;

  Scalars(Policy policy, Budget budget, ClosedForms algebra) {
    this.policy = policy;
    this.budget = budget;
    this.algebra = algebra;
  }

  Outcome compare(Node first, Node second) {
    Node a = Differentiation.workedOut(first, budget);
    Node b = Differentiation.workedOut(second, budget);
    if (a.equals(b)) {
      return a == Constant.UNDEFINED
          ? Outcome.open("neither has a value")
          : Outcome.same(Kind.IDENTICAL, "the same expression");
    }
    int infinityA = infinity(a);
    int infinityB = infinity(b);
    if (infinityA != 0 || infinityB != 0) {
      return infinityA == infinityB
          ? Outcome.same(Kind.IDENTICAL, "the same infinity")
          : Outcome.different(Kind.EXACT_NUMBER, "one is infinite, or of the other sign");
    }
    if (a instanceof Num x && b instanceof Num y) {
      return numbers(x, y);
    }
    Outcome antiderivatives = antiderivatives(a, b);
    if (antiderivatives != null) {
      return antiderivatives;
    }
    boolean bare = Trees.contains(a, Scalars::isBareLog) || Trees.contains(b, Scalars::isBareLog);
    Outcome decimal = compare(a, b, false);
    if (!bare || decimal.isSame()) {
      return decimal;
    }
    Outcome natural = compare(a, b, true);
    if (natural.isSame()) {
      return policy.mode() == Mode.STRICT
          ? Outcome.open("equal only if log without a base is natural")
          : new Outcome(
              Verdict.SAME, natural.method(), "equal with log taken as the natural logarithm");
    }
    return natural.isDifferent() ? decimal : natural;
  }

  private static boolean isBareLog(Node node) {
    return node instanceof Call call && call.function().equals("log");
  }

  /** 1 or -1 for an infinity of that sign, else 0. */
  static int infinity(Node node) {
    if (node == Constant.INFINITY) {
      return 1;
    }
    if (node instanceof Product product
        && product.factors().size() == 2
        && product.factors().get(1) == Constant.INFINITY
        && product.factors().getFirst() instanceof Num n) {
      return n.value().signum();
    }
    return 0;
  }

  private Outcome numbers(Num x, Num y) {
    if (x.value().equals(y.value())) {
      return Outcome.same(Kind.EXACT_NUMBER, "equal numbers");
    }
    Outcome rounded = rounded(x, y);
    return rounded != null
        ? rounded
        : Outcome.different(
            Kind.EXACT_NUMBER, Canonical.brief(x) + " is not " + Canonical.brief(y));
  }

  private @Nullable Outcome rounded(Num x, Num y) {
    return switch (policy.mode()) {
      case MATH_VERIFY -> {
        if (!x.isDecimal() && !y.isDecimal()) {
          yield null;
        }
        yield round(x.value(), policy.precision()).equals(round(y.value(), policy.precision()))
            ? roundedTo(policy.precision())
            : null;
      }
      case LENIENT -> {
        Outcome one = roundsTo(x, y);
        yield one != null ? one : roundsTo(y, x);
      }
      default -> null;
    };
  }

  private static Outcome roundedTo(int decimals) {
    return new Outcome(
        Verdict.SAME,
        new Method(Kind.ROUNDED, decimals),
        "equal when rounded to " + decimals + " decimals");
  }

  /** Whether {@code exact} rounds to {@code decimal} as written. */
  private static @Nullable Outcome roundsTo(Num exact, Num decimal) {
    if (!decimal.isDecimal()) {
      return null;
    }
    boolean finer =
        !exact.isDecimal() ? !exact.value().isInteger() : exact.decimals() > decimal.decimals();
    boolean enough =
        decimal.significant() >= 3 || (decimal.decimals() >= 2 && decimal.significant() >= 2);
    if (finer
        && enough
        && decimal.decimals() > 0
        && round(exact.value(), decimal.decimals()).equals(decimal.value())) {
      return roundedTo(decimal.decimals());
    }
    // A float's last digits: 11.999999999999998 for 12.
    if (decimal.significant() >= 14) {
      Rational gap = exact.value().minus(decimal.value()).abs();
      Rational scale = exact.value().abs().plus(decimal.value().abs());
      if (gap.times(Rational.of(BigInteger.TEN.pow(13))).compareTo(scale) < 0) {
        return new Outcome(
            Verdict.SAME, new Method(Kind.NUMERIC, 13), "equal but for a float's last digits");
      }
    }
    return null;
  }

  /** Half away from zero. */
  static Rational round(Rational value, int decimals) {
    BigInteger scale = BigInteger.TEN.pow(decimals);
    Rational shifted = value.abs().times(Rational.of(scale)).plus(Rational.HALF);
    Rational rounded = Rational.of(shifted.floor(), scale);
    return value.signum() < 0 ? rounded.negate() : rounded;
  }

  private Outcome compare(Node a, Node b, boolean naturalLog) {
    NormalForm forms = new NormalForm(budget, naturalLog);
    String why = "";
    try {
      Fraction left = forms.of(a);
      Fraction right = forms.of(b);
      Rational x = left.number();
      Rational y = right.number();
      if (x != null && y != null) {
        return numbers(asNumber(a, x), asNumber(b, y));
      }
      if (left.equals(right) || forms.minus(left, right).isZero()) {
        return Outcome.same(Kind.EXACT_ALGEBRA, "one normal form");
      }
    } catch (Unsupported e) {
      why = String.valueOf(e.getMessage());
    } catch (Budget.Exceeded e) {
      budget.checkTime();
      why = String.valueOf(e.getMessage());
    }
    return numerically(a, b, naturalLog, forms, why);
  }

  private static Num asNumber(Node node, Rational value) {
    return node instanceof Num n ? n : Num.of(value);
  }

  private Outcome numerically(Node a, Node b, boolean naturalLog, NormalForm forms, String why) {
    Map<Node, Node> unknowns = new HashMap<>();
    Node left = abstracted(a, forms, unknowns);
    Node right = abstracted(b, forms, unknowns);
    Node difference = Node.difference(left, right);
    Set<String> names = free(difference, List.of());
    Enclosures enclosures = new Enclosures(budget, naturalLog);
    if (names.isEmpty()) {
      return constants(a, b, left, right, difference, enclosures, why, naturalLog);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    boolean integers = Trees.contains(difference, Scalars::wantsIntegers);
    int agreed = 0;
    int undefined = 0;
    for (int i = 0; i < POINTS; i++) {
      Map<String, Rational> point = new HashMap<>();
      for (String name : names) {
        point.put(name, integers ? Rational.of(random.nextInt(3, 12)) : coordinate(random, i));
      }
      for (int digits = 25; digits <= 50; digits *= 2) {
        try {
          Enclosures.Value value = enclosures.at(difference, point, digits);
          if (!value.containsZero()) {
            return Outcome.different(
                Kind.EXACT_ALGEBRA, "they differ at " + shown(point) + ", certainly");
          }
          if (digits >= 50
              && value.magnitude().compareTo(BigDecimal.ONE.movePointLeft(NUMERIC_DIGITS - 5))
                  < 0) {
            agreed++;
          }
        } catch (Range.Undefined e) {
          undefined++;
          break;
        } catch (Unsupported e) {
          return sampled(a, b, naturalLog, "no values to compare: " + e.getMessage());
        }
      }
    }
    if (agreed >= 2) {
      return supported(a, b, NUMERIC_DIGITS - 5, agreed);
    }
    return sampled(
        a,
        b,
        naturalLog,
        undefined > 0 ? "no point where both are defined" : "not decided" + dash(why));
  }

  private static String dash(String why) {
    return why.isEmpty() || why.equals("null") ? "" : " (" + why + ")";
  }

  private static String shown(Map<String, Rational> point) {
    StringBuilder out = new StringBuilder();
    point.forEach((name, value) ->
        out.append(out.isEmpty() ? "" : ", ").append(name).append(" = ").append(value));
    return out.length() > 100 ? "a sampled point" : out.toString();
  }

  /** First positive, then small, then also negative. */
  private static Rational coordinate(SplittableRandom random, int i) {
    long top = random.nextInt(17, 120);
    Rational value = Rational.of(top, i % 3 == 1 ? 127 : 37);
    return i >= 4 && random.nextBoolean() ? value.negate() : value;
  }

  private Outcome constants(
      Node a,
      Node b,
      Node left,
      Node right,
      Node difference,
      Enclosures enclosures,
      String why,
      boolean naturalLog) {
    try {
      Outcome rounded = roundedConstants(a, b, left, right, enclosures);
      if (rounded != null) {
        return rounded;
      }
      for (int digits = 25; digits <= 100; digits *= 2) {
        if (!enclosures.at(difference, Map.of(), digits).containsZero()) {
          return Outcome.different(Kind.EXACT_ALGEBRA, "their enclosures do not meet");
        }
      }
      int needed = RootBound.digits(difference);
      if (needed > 0) {
        BigDecimal bound = BigDecimal.ONE.movePointLeft(needed - 9);
        for (int digits = needed + 20; digits <= 2 * needed + 60; digits += needed + 20) {
          Enclosures.Value value = enclosures.at(difference, Map.of(), digits);
          if (!value.containsZero()) {
            return Outcome.different(Kind.EXACT_ALGEBRA, "their enclosures do not meet");
          }
          if (value.magnitude().compareTo(bound) < 0) {
            return Outcome.same(
                Kind.EXACT_ALGEBRA,
                "their difference is below its root separation bound, so it is zero");
          }
        }
      }
      Enclosures.Value value = enclosures.at(difference, Map.of(), 100);
      Enclosures.Value size = enclosures.at(left, Map.of(), 100);
      BigDecimal limit = BigDecimal.ONE.max(size.magnitude()).movePointLeft(NUMERIC_DIGITS);
      if (value.magnitude().compareTo(limit) < 0) {
        return supported(a, b, NUMERIC_DIGITS, 1);
      }
    } catch (Range.Undefined e) {
      return sampled(a, b, naturalLog, "a value is undefined: " + e.getMessage());
    } catch (Unsupported e) {
      return sampled(a, b, naturalLog, "no value: " + e.getMessage());
    }
    return sampled(a, b, naturalLog, "not decided" + dash(why));
  }

  /** A decimal against a constant that is no rational number. */
  private @Nullable Outcome roundedConstants(
      Node a, Node b, Node left, Node right, Enclosures enclosures) {
    if (policy.mode() == Mode.STRICT) {
      return null;
    }
    boolean decimalA = a instanceof Num n && n.isDecimal();
    boolean decimalB = b instanceof Num n && n.isDecimal();
    if (policy.mode() == Mode.MATH_VERIFY) {
      boolean some =
          Trees.contains(a, n -> n instanceof Num m && m.isDecimal())
              || Trees.contains(b, n -> n instanceof Num m && m.isDecimal());
      if (!some) {
        return null;
      }
      Rational x = middle(left, enclosures);
      Rational y = middle(right, enclosures);
      return x != null
              && y != null
              && round(x, policy.precision()).equals(round(y, policy.precision()))
          ? roundedTo(policy.precision())
          : null;
    }
    if (decimalA == decimalB) {
      return null;
    }
    Num decimal = decimalA ? (Num) a : (Num) b;
    Rational exact = middle(decimalA ? right : left, enclosures);
    return exact == null ? null : roundsTo(Num.of(exact), decimal);
  }

  private static @Nullable Rational middle(Node node, Enclosures enclosures) {
    Enclosures.Value value = enclosures.at(node, Map.of(), 40);
    if (value.imaginary() != null) {
      return null;
    }
    return Rational.of(
        value
            .real()
            .low()
            .add(value.real().high())
            .divide(BigDecimal.TWO)
            .round(new java.math.MathContext(40, RoundingMode.HALF_EVEN)));
  }

  /** Factorials, binomials and sums to a variable have values at integers. */
  private static boolean wantsIntegers(Node node) {
    return switch (node) {
      case Call c ->
          switch (c.function()) {
            case "factorial", "binomial", "doubleFactorial" -> true;
            default -> false;
          };
      case Node.Bound b -> isSeries(b);
      default -> false;
    };
  }

  private static boolean isSeries(Node.Bound bound) {
    return bound.binder() == Node.Binder.SUM || bound.binder() == Node.Binder.PRODUCT;
  }

  private static boolean hasBound(Node node) {
    return Trees.contains(node, n -> n instanceof Node.Bound);
  }

  // ---- limits, series, integrals

  private static final Set<String> CONSTANTS_OF_INTEGRATION =
      Set.of("C", "c", "K", "k", "C_1", "c_1", "C_0");

  private static Node.@Nullable Bound indefinite(Node node) {
    return node instanceof Node.Bound b
            && b.binder() == Node.Binder.INTEGRAL
            && b.low() == Constant.UNDEFINED
            && b.high() == Constant.UNDEFINED
        ? b
        : null;
  }

  /** An integral without bounds against an antiderivative: their derivatives are compared. */
  private @Nullable Outcome antiderivatives(Node a, Node b) {
    Node.Bound left = indefinite(a);
    Node.Bound right = indefinite(b);
    if (left == null && right == null) {
      return null;
    }
    Node other = left == null ? a : b;
    Node.Bound integral = left == null ? right : left;
    if (integral == null) {
      return null;
    }
    String variable = integral.variable();
    Node derivative =
        left != null && right != null
            ? Trees.replace(right.body(), new Sym(right.variable()), new Sym(variable))
            : hasBound(other) ? null : Differentiation.of(other, variable, budget);
    if (derivative == null) {
      return Outcome.open("an antiderivative that is not differentiated here");
    }
    Outcome same = compare(integral.body(), derivative);
    boolean constant =
        (left != null && right != null)
            || Trees.symbols(other).stream().anyMatch(CONSTANTS_OF_INTEGRATION::contains);
    return same.isSame() && policy.mode() == Mode.STRICT && !constant
        ? Outcome.open("an antiderivative without its constant")
        : same;
  }

  private Outcome supported(Node a, Node b, int digits, int points) {
    if (hasBound(a) || hasBound(b)) {
      Outcome algebra = byAlgebra(a, b, digits);
      if (algebra != null) {
        return algebra;
      }
    }
    String reason =
        "equal to " + digits + " digits at " + points + (points == 1 ? " point" : " points");
    return policy.mode() == Mode.STRICT
        ? Outcome.open(reason + ", which proves nothing")
        : new Outcome(Verdict.SAME, new Method(Kind.NUMERIC, digits), reason);
  }

  /** What neither a normal form nor an enclosure decided: values of limits and the like. */
  private Outcome sampled(Node a, Node b, boolean naturalLog, String otherwise) {
    if (!hasBound(a) && !hasBound(b)) {
      return Outcome.open(otherwise);
    }
    Approximation approximation = new Approximation(budget, naturalLog);
    Enclosures enclosures = new Enclosures(budget, naturalLog);
    Set<String> names = free(Node.difference(a, b), List.of());
    boolean integers =
        Trees.contains(a, Scalars::wantsIntegers) || Trees.contains(b, Scalars::wantsIntegers);
    SplittableRandom random = new SplittableRandom(SEED);
    int points = names.isEmpty() ? 1 : 3;
    for (int i = 0; i < points; i++) {
      Node left = a;
      Node right = b;
      for (String name : names) {
        Num value = Num.of(integers ? Rational.of(random.nextInt(3, 12)) : coordinate(random, i));
        left = withValue(left, name, value);
        right = withValue(right, name, value);
      }
      Node x = approximation.of(left);
      Node y = approximation.of(right);
      if (x == null || y == null) {
        return Outcome.open(otherwise);
      }
      try {
        BigDecimal gap = enclosures.at(Node.difference(x, y), Map.of(), 60).magnitude();
        BigDecimal size = enclosures.at(x, Map.of(), 60).magnitude().max(BigDecimal.ONE);
        if (gap.compareTo(size.movePointLeft(Approximation.DIGITS - 1)) > 0) {
          return Outcome.open("their computed values differ, which is no proof");
        }
      } catch (Range.Undefined | Unsupported e) {
        return Outcome.open(otherwise);
      }
    }
    return supported(a, b, Approximation.DIGITS - 1, points);
  }

  /** The node with a value for a free variable; a bound one of the same name is another. */
  private static Node withValue(Node node, String name, Num value) {
    if (node.equals(new Sym(name))) {
      return value;
    }
    if (node instanceof Node.Bound bound && bound.variable().equals(name)) {
      return new Node.Bound(
          bound.binder(),
          bound.variable(),
          withValue(bound.low(), name, value),
          withValue(bound.high(), name, value),
          bound.body());
    }
    return Trees.map(node, child -> withValue(child, name, value));
  }

  /**
   * Equality by computer algebra's closed forms, of answers whose values already agree to {@code
   * digits} digits: the algebra alone is not believed. Null where it does not find it.
   */
  private @Nullable Outcome byAlgebra(Node a, Node b, int digits) {
    Optional<String> site = algebra.site();
    if (site.isEmpty()) {
      return null;
    }
    Node left = algebra.of(a, budget);
    Node right = left == null ? null : algebra.of(b, budget);
    if (left == null || right == null) {
      return null;
    }
    // Without algebra this time: the closed forms hold no integrals any more.
    Outcome closed =
        new Scalars(policy, budget, new ClosedForms(Algebra.none())).compare(left, right);
    return closed.isSame()
        ? Outcome.same(
            Kind.ALGEBRA,
            "equal by computer algebra's closed form ("
                + site.get()
                + "), and to "
                + digits
                + " digits by computed values")
        : null;
  }

  /** Unknown functions' values become variables of their own, equal where their forms are. */
  private static Node abstracted(Node node, NormalForm forms, Map<Node, Node> unknowns) {
    if (node instanceof Call call && !isKnown(call.function())) {
      Node known = unknowns.get(node);
      if (known == null) {
        StringBuilder key = new StringBuilder("\u2022" + call.function());
        for (Node argument : call.arguments()) {
          try {
            key.append(';').append(forms.key(forms.of(argument)));
          } catch (Unsupported e) {
            key.append(';').append(Canonical.text(argument));
          }
        }
        known = new Sym(key.toString());
        unknowns.put(node, known);
      }
      return known;
    }
    return Trees.map(node, child -> abstracted(child, forms, unknowns));
  }

  private static boolean isKnown(String function) {
    return switch (function) {
      case "root",
          "abs",
          "norm",
          "sin",
          "cos",
          "tan",
          "cot",
          "sec",
          "csc",
          "ln",
          "log",
          "logBase",
          "arctan",
          "arccot",
          "arcsin",
          "arccos",
          "arcsec",
          "arccsc",
          "sinh",
          "cosh",
          "tanh",
          "coth",
          "sech",
          "csch",
          "arcsinh",
          "arccosh",
          "arctanh",
          "factorial",
          "doubleFactorial",
          "binomial",
          "max",
          "min",
          "floor",
          "ceil",
          "sgn",
          "round",
          "mod",
          "re",
          "im",
          "conjugate",
          "det",
          "gcd",
          "lcm",
          "arg",
          "pmod" ->
          true;
      default -> false;
    };
  }

  private static Set<String> free(Node node, List<String> bound) {
    Set<String> names = new TreeSet<>();
    if (node instanceof Sym symbol && !bound.contains(symbol.name())) {
      names.add(symbol.name());
    }
    List<String> inner = bound;
    if (node instanceof Node.Bound binder) {
      inner = new ArrayList<>(bound);
      inner.add(binder.variable());
    }
    for (Node child : Trees.children(node)) {
      names.addAll(free(child, inner));
    }
    return names;
  }
}
