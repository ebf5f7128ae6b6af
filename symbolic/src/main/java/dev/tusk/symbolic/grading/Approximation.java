package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.NormalForm.Unsupported;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decimal values of limits, series and definite integrals. They support an equality and prove
 * nothing: a value is given only where two orders of the method agree, series and limits to {@link
 * #DIGITS} digits, integrals to 9 digits at the coarser of two steps.
 *
 * <p>Integrals by the double exponential formula (H. Takahasi and M. Mori, Publ. RIMS 9, 1974),
 * which also serves integrable singularities at the ends and infinite ranges; series by Levin's
 * u-transformation (D. Levin, Int. J. Comput. Math. 3, 1973); limits by three approaching points.
 */
final class Approximation {
  /** Digits to which two orders of a method agree. */
  static final int DIGITS = 15;

  private static final MathContext WORK = new MathContext(90);
  private static final int POINT_DIGITS = 45;
  private static final int STEPS_PER_UNIT = 32;
  private static final int POINTS = 160;
  private static final BigDecimal TOLERANCE = BigDecimal.ONE.movePointLeft(DIGITS);
  private static final BigDecimal NEGLIGIBLE = BigDecimal.ONE.movePointLeft(40);

  private final Budget budget;
  private final Enclosures enclosures;

  Approximation(Budget budget, boolean naturalLog) {
    this.budget = budget;
    this.enclosures = new Enclosures(budget, naturalLog);
  }

  /**
   * The node with every limit, series and definite integral replaced by its decimal value, or null
   * where one resists. Variables that are not bound have no values here.
   */
  @Nullable Node of(Node node) {
    if (!(node instanceof Bound bound)) {
      boolean[] resisted = new boolean[1];
      Node mapped =
          Trees.map(
              node,
              child -> {
                Node value = of(child);
                resisted[0] |= value == null;
                return value == null ? child : value;
              });
      return resisted[0] ? null : mapped;
    }
    if (Trees.contains(bound.body(), n -> n instanceof Bound)) {
      return null;
    }
    try {
      BigDecimal value =
          switch (bound.binder()) {
            case INTEGRAL -> integral(bound);
            case SUM -> series(bound);
            case LIMIT -> limit(bound);
            case PRODUCT, DERIVATIVE -> null;
          };
      return value == null ? null : Num.of(Rational.of(value));
    } catch (Range.Undefined | Unsupported | ArithmeticException e) {
      return null;
    }
  }

  private static boolean agree(BigDecimal a, BigDecimal b) {
    BigDecimal scale = a.abs().max(b.abs()).max(BigDecimal.ONE);
    return a.subtract(b, WORK).abs().compareTo(scale.multiply(TOLERANCE, WORK)) <= 0;
  }

  /** A value inside of a range of integration; near a cancellation with more digits. */
  private BigDecimal precisely(Bound bound, BigDecimal x) {
    try {
      return at(bound, x, POINT_DIGITS);
    } catch (Range.Undefined e) {
      return at(bound, x, 4 * POINT_DIGITS);
    }
  }

  private BigDecimal at(Bound bound, BigDecimal x, int digits) {
    return middle(enclosures.at(bound.body(), Map.of(bound.variable(), Rational.of(x)), digits));
  }

  private BigDecimal constant(Node node) {
    return middle(enclosures.at(node, Map.of(), 80));
  }

  private static BigDecimal middle(Enclosures.Value value) {
    if (value.imaginary() != null) {
      throw new Unsupported("a value that is not real");
    }
    return value.real().low().add(value.real().high()).divide(BigDecimal.TWO, WORK);
  }

  // ---- integrals

  /** Abscissas of the double exponential formula for the step 1/32. */
  private static final class Table {
    /** π/2 cosh t. */
    static final List<BigDecimal> SPEED = new ArrayList<>();

    /** e^u with u = π/2 sinh t. */
    static final List<BigDecimal> GROWTH = new ArrayList<>();

    /** 1 - tanh u, without cancellation. */
    static final List<BigDecimal> GAP = new ArrayList<>();

    static {
      BigDecimal quarter = middle(Enclosures.Value.of(Range.pi(90))).divide(BigDecimal.TWO, WORK);
      for (int k = 0; k <= POINTS; k++) {
        BigDecimal up =
            exponential(BigDecimal.valueOf(k).divide(BigDecimal.valueOf(STEPS_PER_UNIT)));
        BigDecimal down = BigDecimal.ONE.divide(up, WORK);
        BigDecimal u = quarter.multiply(up.subtract(down), WORK).divide(BigDecimal.TWO, WORK);
        BigDecimal growth = exponential(u);
        SPEED.add(quarter.multiply(up.add(down), WORK).divide(BigDecimal.TWO, WORK));
        GROWTH.add(growth);
        GAP.add(
            BigDecimal.TWO.divide(BigDecimal.ONE.add(growth.multiply(growth, WORK), WORK), WORK));
      }
    }

    private static BigDecimal exponential(BigDecimal x) {
      return middle(Enclosures.Value.of(new Range(x, x).exponential(90)));
    }
  }

  private @Nullable BigDecimal integral(Bound bound) {
    if (bound.low() == Constant.UNDEFINED || bound.high() == Constant.UNDEFINED) {
      return null;
    }
    int low = Scalars.infinity(bound.low());
    int high = Scalars.infinity(bound.high());
    if (low > 0 || high < 0) {
      return null;
    }
    if (low == 0 && high == 0) {
      return finite(bound, constant(bound.low()), constant(bound.high()));
    }
    BigDecimal from = low == 0 ? constant(bound.low()) : BigDecimal.ZERO;
    BigDecimal to = high == 0 ? constant(bound.high()) : BigDecimal.ZERO;
    BigDecimal right = high == 0 ? BigDecimal.ZERO : infinite(bound, from, 1);
    BigDecimal left = low == 0 ? BigDecimal.ZERO : infinite(bound, to, -1);
    return left == null || right == null ? null : left.add(right, WORK);
  }

  private @Nullable BigDecimal finite(Bound bound, BigDecimal a, BigDecimal b) {
    BigDecimal half = b.subtract(a).divide(BigDecimal.TWO, WORK);
    BigDecimal coarse = BigDecimal.ZERO;
    BigDecimal fine = BigDecimal.ZERO;
    for (int k = 0; k <= POINTS; k++) {
      BigDecimal gap = Table.GAP.get(k);
      BigDecimal weight =
          Table.SPEED.get(k).multiply(gap, WORK).multiply(BigDecimal.TWO.subtract(gap), WORK);
      BigDecimal inward = half.multiply(gap, WORK);
      BigDecimal term = valueInside(bound, a.add(inward, WORK), a, b);
      if (k > 0) {
        term = term.add(valueInside(bound, b.subtract(inward, WORK), a, b), WORK);
      }
      term = term.multiply(weight, WORK);
      fine = fine.add(term, WORK);
      coarse = k % 2 == 0 ? coarse.add(term, WORK) : coarse;
    }
    return settled(coarse, fine, half);
  }

  private BigDecimal valueInside(Bound bound, BigDecimal x, BigDecimal a, BigDecimal b) {
    // So near an end that only the weight is left of it.
    return x.compareTo(a) == 0 || x.compareTo(b) == 0 ? BigDecimal.ZERO : precisely(bound, x);
  }

  /** From {@code start} to infinity in the direction of {@code sign}: x = start ± e^u. */
  private @Nullable BigDecimal infinite(Bound bound, BigDecimal start, int sign) {
    BigDecimal coarse = BigDecimal.ZERO;
    BigDecimal fine = BigDecimal.ZERO;
    BigDecimal last = BigDecimal.ZERO;
    int small = 0;
    for (int k = 0; k <= POINTS; k++) {
      BigDecimal up = Table.GROWTH.get(k);
      BigDecimal term = BigDecimal.ZERO;
      if (small < 3) {
        // Farther out a vanishing integrand would leave the range of numbers.
        last = shifted(bound, start, up, sign).multiply(up, WORK);
        term = last;
        boolean negligible =
            last.abs().compareTo(fine.abs().max(NEGLIGIBLE).multiply(NEGLIGIBLE, WORK)) <= 0;
        small = negligible ? small + 1 : 0;
      }
      if (k > 0) {
        BigDecimal down = BigDecimal.ONE.divide(up, WORK);
        term = term.add(shifted(bound, start, down, sign).multiply(down, WORK), WORK);
      }
      term = term.multiply(Table.SPEED.get(k), WORK);
      fine = fine.add(term, WORK);
      coarse = k % 2 == 0 ? coarse.add(term, WORK) : coarse;
    }
    boolean vanished = small == 3 || last.abs().compareTo(TOLERANCE.movePointLeft(10)) < 0;
    return vanished ? settled(coarse, fine, BigDecimal.ONE) : null;
  }

  private BigDecimal shifted(Bound bound, BigDecimal start, BigDecimal distance, int sign) {
    BigDecimal x = sign > 0 ? start.add(distance, WORK) : start.subtract(distance, WORK);
    return x.compareTo(start) == 0 ? BigDecimal.ZERO : precisely(bound, x);
  }

  private static @Nullable BigDecimal settled(BigDecimal coarse, BigDecimal fine, BigDecimal half) {
    BigDecimal step = BigDecimal.ONE.divide(BigDecimal.valueOf(STEPS_PER_UNIT));
    BigDecimal first = coarse.multiply(half, WORK).multiply(step.multiply(BigDecimal.TWO), WORK);
    BigDecimal second = fine.multiply(half, WORK).multiply(step, WORK);
    // Half the step squares the error: what agrees to 9 digits is right to twice as many.
    BigDecimal scale = second.abs().max(BigDecimal.ONE).movePointLeft(9);
    return first.subtract(second, WORK).abs().compareTo(scale) <= 0 ? second : null;
  }

  // ---- series

  private @Nullable BigDecimal series(Bound bound) {
    if (bound.low() == Constant.UNDEFINED || bound.high() == Constant.UNDEFINED) {
      return null;
    }
    BigDecimal low = constant(bound.low());
    if (Scalars.infinity(bound.high()) <= 0) {
      return null;
    }
    List<BigDecimal> terms = new ArrayList<>();
    for (int j = 0; j <= 40; j++) {
      terms.add(at(bound, low.add(BigDecimal.valueOf(j)), 120));
    }
    // Levin's transformation also "sums" what diverges.
    BigDecimal far = at(bound, low.add(BigDecimal.valueOf(1_500)), 40).abs();
    BigDecimal farther = at(bound, low.add(BigDecimal.valueOf(1_501)), 40).abs();
    BigDecimal near = terms.get(10).abs().max(terms.get(11).abs());
    if (far.max(farther).multiply(BigDecimal.TWO).compareTo(near) > 0 && near.signum() != 0) {
      return null;
    }
    if (terms.stream().anyMatch(t -> t.signum() == 0)) {
      return partial(bound, low);
    }
    BigDecimal first = levin(terms, 24);
    BigDecimal second = levin(terms, 34);
    return first != null && second != null && agree(first, second) ? second : null;
  }

  /** Partial sums, where the terms soon vanish. */
  private @Nullable BigDecimal partial(Bound bound, BigDecimal low) {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal half = BigDecimal.ZERO;
    for (int j = 0; j < 400; j++) {
      half = j == 200 ? total : half;
      total = total.add(at(bound, low.add(BigDecimal.valueOf(j)), POINT_DIGITS), WORK);
    }
    BigDecimal rest = total.subtract(half).abs();
    return rest.compareTo(BigDecimal.ONE.movePointLeft(30)) < 0 ? total : null;
  }

  private static @Nullable BigDecimal levin(List<BigDecimal> terms, int order) {
    MathContext wide = new MathContext(120);
    BigDecimal top = BigDecimal.ZERO;
    BigDecimal bottom = BigDecimal.ZERO;
    BigDecimal sum = BigDecimal.ZERO;
    BigInteger binomial = BigInteger.ONE;
    for (int j = 0; j <= order; j++) {
      BigDecimal term = terms.get(j);
      sum = sum.add(term, wide);
      BigDecimal ratio = BigDecimal.valueOf(j + 1L).divide(BigDecimal.valueOf(order + 1L), wide);
      BigDecimal weight =
          new BigDecimal(binomial)
              .multiply(ratio.pow(order - 1, wide), wide)
              .divide(term.multiply(BigDecimal.valueOf(j + 1L), wide), wide);
      weight = j % 2 == 0 ? weight : weight.negate();
      top = top.add(weight.multiply(sum, wide), wide);
      bottom = bottom.add(weight, wide);
      binomial =
          binomial.multiply(BigInteger.valueOf(order - j)).divide(BigInteger.valueOf(j + 1L));
    }
    return bottom.signum() == 0 ? null : top.divide(bottom, wide);
  }

  // ---- limits

  private @Nullable BigDecimal limit(Bound bound) {
    Node target = bound.low();
    int side = 0;
    if (target instanceof Call call && call.function().equals("side")) {
      target = call.arguments().get(0);
      side = call.arguments().get(1).equals(Node.number(1)) ? 1 : -1;
    }
    int infinite = Scalars.infinity(target);
    if (infinite != 0) {
      return approached(bound, BigDecimal.ZERO, infinite, true);
    }
    BigDecimal point = constant(target);
    BigDecimal above = side < 0 ? null : approached(bound, point, 1, false);
    BigDecimal below = side > 0 ? null : approached(bound, point, -1, false);
    if (side != 0) {
      return side > 0 ? above : below;
    }
    return above != null && below != null && agree(above, below) ? above : null;
  }

  private @Nullable BigDecimal approached(Bound bound, BigDecimal point, int sign, boolean far) {
    budget.checkTime();
    BigDecimal[] values = new BigDecimal[3];
    for (int i = 0; i < 3; i++) {
      BigDecimal three = BigDecimal.valueOf(3L * sign);
      BigDecimal x =
          far ? three.movePointRight(10 * (i + 1)) : point.add(three.movePointLeft(10 * (i + 1)));
      values[i] = at(bound, x, 200);
    }
    BigDecimal first = values[0].subtract(values[1]).abs();
    boolean closing = first.compareTo(BigDecimal.ONE.movePointLeft(4)) < 0;
    return closing && agree(values[1], values[2]) ? values[2] : null;
  }
}
