package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Enclosures hold the true value and are narrow. */
class RangeTest {
  private static final long SEED = 4_711L;

  private static void holds(Range range, double value) {
    BigDecimal slack = new BigDecimal(Math.max(Math.abs(value), 1e-300) * 1e-13);
    BigDecimal exact = new BigDecimal(value);
    assertThat(range.low().compareTo(exact.add(slack))).as("%s %s", range, value).isNotPositive();
    assertThat(range.high().compareTo(exact.subtract(slack)))
        .as("%s %s", range, value)
        .isNotNegative();
    assertThat(range.low().compareTo(range.high())).isNotPositive();
  }

  @Test
  void holdsTheElementaryFunctions() {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 300; i++) {
      double x = random.nextDouble(0.001, 50);
      Range at = new Range(new BigDecimal(x), new BigDecimal(x));
      holds(at.exponential(30), Math.exp(x));
      holds(at.negate().exponential(30), Math.exp(-x));
      holds(at.logarithm(30), Math.log(x));
      holds(at.arctangent(30), Math.atan(x));
      holds(at.squareRoot(30), Math.sqrt(x));
      holds(at.root(3, 30), Math.cbrt(x));
      Range[] angle = at.sineAndCosine(30);
      assertThat(angle[0].low().doubleValue()).isCloseTo(Math.sin(x), within());
      assertThat(angle[1].high().doubleValue()).isCloseTo(Math.cos(x), within());
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  @Test
  void enclosuresAtMorePrecisionLieInside() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 60; i++) {
      BigDecimal x = new BigDecimal(random.nextDouble(0.01, 30)).round(new MathContext(12));
      Range at = new Range(x, x);
      inside(at.exponential(80), at.exponential(25));
      inside(at.logarithm(80), at.logarithm(25));
      inside(at.arctangent(80), at.arctangent(25));
      inside(at.sineAndCosine(80)[0], at.sineAndCosine(25)[0]);
      inside(at.sineAndCosine(80)[1], at.sineAndCosine(25)[1]);
      inside(at.root(5, 80), at.root(5, 25));
    }
    inside(Range.pi(200), Range.pi(30));
  }

  private static void inside(Range inner, Range outer) {
    assertThat(inner.low().compareTo(outer.low())).as("%s %s", inner, outer).isNotNegative();
    assertThat(inner.high().compareTo(outer.high())).as("%s %s", inner, outer).isNotPositive();
  }

  @Test
  void knowsPi() {
    assertThat(Range.pi(50).low().toPlainString())
        .startsWith("3.14159265358979323846264338327950288419716939937510");
  }

  @Test
  void productsOfMixedSignsHoldTheirCorners() {
    Range a = new Range(new BigDecimal("-2"), new BigDecimal("3"));
    Range b = new Range(new BigDecimal("-5"), new BigDecimal("1"));
    Range product = a.times(b, 20);
    assertThat(product.low()).isEqualByComparingTo("-15");
    assertThat(product.high()).isEqualByComparingTo("10");
    assertThat(a.power(2, 20).low()).isEqualByComparingTo("0");
    assertThat(a.power(2, 20).high()).isEqualByComparingTo("9");
  }
}
