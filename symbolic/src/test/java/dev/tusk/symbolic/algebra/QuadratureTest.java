package dev.tusk.symbolic.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuadratureTest {
  private final TermArithmetic terms = new TermArithmetic(new FloatArithmetic(true, 40), 1);
  private final Term.Symbol x = new Term.Symbol("x", Set.of());

  private Term read(String text) {
    return TermParser.parse(text, Map.of("x", x), terms).orElseThrow();
  }

  private Optional<Enclosure> integral(String f, String from, String to, int digits) {
    Real a = terms.toReal(read(from));
    Real b = terms.toReal(read(to));
    assertThat(a).isNotNull();
    assertThat(b).isNotNull();
    return new Quadrature(new RealArithmetic(digits + 8), n -> {})
        .integral(read(f), x, a, b, digits);
  }

  private void encloses(String f, String from, String to, String value, int digits) {
    Enclosure e = integral(f, from, to, digits).orElseThrow();
    Real exact = terms.toReal(read(value));
    BigDecimal lower = exact instanceof Enclosure v ? v.lower() : decimal(exact);
    BigDecimal upper = exact instanceof Enclosure v ? v.upper() : decimal(exact);
    BigDecimal rounding = BigDecimal.ONE.movePointLeft(33);
    assertThat(e.lower()).as(f).isLessThanOrEqualTo(upper.add(rounding));
    assertThat(e.upper()).as(f).isGreaterThanOrEqualTo(lower.subtract(rounding));
    assertThat(e.upper().subtract(e.lower()))
        .as("width for %s", f)
        .isLessThan(BigDecimal.ONE.movePointLeft(digits - 3));
  }

  private static BigDecimal decimal(@Nullable Real exact) {
    return exact instanceof Rational q ? q.toDecimal(MathContext.DECIMAL128) : BigDecimal.ZERO;
  }

  @Test
  void enclosesIntegralsWithAKnownValue() {
    encloses("exp(x)", "0", "1", "E - 1", 15);
    encloses("sin(x)", "0", "pi", "2", 15);
    encloses("x*sin(x)", "0", "pi", "pi", 15);
    encloses("1/(1 + x**2)", "0", "1", "pi/4", 15);
    encloses("1/x", "1", "2", "log(2)", 15);
    encloses("log(x)", "1", "3", "3*log(3) - 2", 15);
    encloses("cos(x)**2", "0", "2*pi", "pi", 15);
    encloses("tan(x)", "0", "1", "-log(cos(1))", 15);
    encloses("atan(x)", "0", "1", "pi/4 - log(2)/2", 15);
    encloses("sqrt(1 + 4*x**2)", "0", "2", "sqrt(17) + log(4 + sqrt(17))/4", 15);
    encloses("exp(-x)*x**3", "0", "2", "6 - 38*exp(-2)", 15);
    encloses("2**x", "0", "3", "7/log(2)", 15);
    encloses("cosh(x)", "-1", "1", "E - exp(-1)", 15);
  }

  @Test
  void enclosesToThirtyDigits() {
    encloses("exp(x)", "0", "1", "E - 1", 34);
    encloses("1/x", "1", "2", "log(2)", 34);
  }

  @Test
  void enclosesUpToABranchPoint() {
    encloses("sqrt(x)", "0", "1", "2/3", 15);
    encloses("sqrt(4 - x**2)", "0", "2", "pi", 12);
  }

  @Test
  void takesTheBoundsEitherWay() {
    encloses("exp(x)", "1", "0", "1 - E", 15);
  }

  @Test
  void findsASingularityBetweenTheBounds() {
    assertThat(integral("1/x**2", "-1", "1", 15)).isEmpty();
    assertThat(integral("1/x", "-1", "1", 15)).isEmpty();
    assertThat(integral("1/(x - 1)", "0", "2", 15)).isEmpty();
    assertThat(integral("tan(x)", "0", "2", 15)).isEmpty();
    assertThat(integral("log(x)", "-1", "1", 15)).isEmpty();
    assertThat(integral("1/(3*x - 1)", "0", "1", 15)).isEmpty();
    assertThat(integral("1/sqrt(x)", "0", "1", 15)).isEmpty();
  }

  @Test
  void tellsOfItsWork() {
    long[] steps = {0};
    new Quadrature(new RealArithmetic(23), n -> steps[0] += n)
        .integral(read("exp(x)"), x, Rational.ZERO, Rational.ONE, 15);
    assertThat(steps[0]).isPositive();
  }
}
