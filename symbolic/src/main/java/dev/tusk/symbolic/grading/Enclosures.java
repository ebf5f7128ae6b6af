package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Binder;
import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Percent;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Quantity;
import dev.tusk.symbolic.grading.Node.Ratio;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.grading.NormalForm.Unsupported;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enclosures of an expression's value, real or complex, at a point. */
final class Enclosures {
  static final int UNKNOWN = 2;
  private static final int MAX_SUM = 2_000;

  /** A complex value; the imaginary part is null where the value is certainly real. */
  record Value(Range real, @Nullable Range imaginary) {
    static Value of(Range real) {
      return new Value(real, null);
    }

    Range imaginaryPart() {
      return imaginary == null ? Range.of(0) : imaginary;
    }

    boolean containsZero() {
      return real.containsZero() && imaginaryPart().containsZero();
    }

    /** An upper bound of the modulus. */
    BigDecimal magnitude() {
      BigDecimal x = real.absolute().high();
      return imaginary == null ? x : x.add(imaginary.absolute().high());
    }
  }

  private final Budget budget;
  private final boolean naturalLog;

  Enclosures(Budget budget, boolean naturalLog) {
    this.budget = budget;
    this.naturalLog = naturalLog;
  }

  /** The sign of a constant: -1, 0 or 1, or {@link #UNKNOWN}. */
  int sign(Node node) {
    for (int digits = 20; digits <= 160; digits *= 2) {
      try {
        Value value = at(node, Map.of(), digits);
        if (value.imaginary() != null) {
          return UNKNOWN;
        }
        if (value.real().sign() != UNKNOWN) {
          return value.real().sign();
        }
      } catch (Unsupported | Range.Undefined e) {
        return UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  /** The floor of a real constant where its enclosure holds no integer, else null. */
  @Nullable BigInteger floor(Node node) {
    for (int digits = 30; digits <= 480; digits *= 2) {
      try {
        Value value = at(node, Map.of(), digits);
        if (value.imaginary() != null) {
          return null;
        }
        BigInteger low = value.real().low().setScale(0, RoundingMode.FLOOR).toBigInteger();
        BigInteger high = value.real().high().setScale(0, RoundingMode.FLOOR).toBigInteger();
        if (low.equals(high)) {
          return low;
        }
      } catch (Unsupported | Range.Undefined e) {
        return null;
      }
    }
    return null;
  }

  /**
   * The value where the variables stand for the rationals of {@code point}. Throws {@link
   * Unsupported} for what has no value, {@link Range.Undefined} outside of a domain.
   */
  Value at(Node node, Map<String, Rational> point, int digits) {
    budget.spend(1 + digits / 16);
    return switch (node) {
      case Num number -> Value.of(Range.of(number.value(), digits));
      case Sym symbol -> {
        Rational value = point.get(symbol.name());
        if (value == null) {
          throw new Unsupported("the variable " + symbol.name() + " has no value");
        }
        yield Value.of(Range.of(value, digits));
      }
      case Constant constant ->
          switch (constant) {
            case PI -> Value.of(Range.pi(digits));
            case E -> Value.of(Range.of(1).exponential(digits));
            case I -> new Value(Range.of(0), Range.of(1));
            case INFINITY, UNDEFINED -> throw new Unsupported("no finite value");
          };
      case Sum sum -> {
        Value total = Value.of(Range.of(0));
        for (Node term : sum.terms()) {
          total = plus(total, at(term, point, digits), digits);
        }
        yield total;
      }
      case Product product -> {
        Value total = Value.of(Range.of(1));
        for (Node factor : product.factors()) {
          total = times(total, at(factor, point, digits), digits);
        }
        yield total;
      }
      case Power power -> power(power, point, digits);
      case Percent percent ->
          times(
              at(percent.value(), point, digits),
              Value.of(Range.of(Rational.of(1, 100), digits)),
              digits);
      case Quantity quantity when quantity.unit().equals("°") ->
          times(
              at(quantity.value(), point, digits),
              Value.of(Range.pi(digits).times(Range.of(Rational.of(1, 180), digits), digits)),
              digits);
      case Ratio ratio when ratio.terms().size() == 2 ->
          times(
              at(ratio.terms().get(0), point, digits),
              inverse(at(ratio.terms().get(1), point, digits), digits),
              digits);
      case Call call -> call(call, point, digits);
      case Bound bound -> bound(bound, point, digits);
      default -> throw new Unsupported("no number");
    };
  }

  private static Value plus(Value a, Value b, int digits) {
    Range real = a.real().plus(b.real(), digits);
    if (a.imaginary() == null && b.imaginary() == null) {
      return Value.of(real);
    }
    return new Value(real, a.imaginaryPart().plus(b.imaginaryPart(), digits));
  }

  private static Value times(Value a, Value b, int digits) {
    if (a.imaginary() == null && b.imaginary() == null) {
      return Value.of(a.real().times(b.real(), digits));
    }
    Range real =
        a.real()
            .times(b.real(), digits)
            .minus(a.imaginaryPart().times(b.imaginaryPart(), digits), digits);
    Range imaginary =
        a.real()
            .times(b.imaginaryPart(), digits)
            .plus(a.imaginaryPart().times(b.real(), digits), digits);
    return new Value(real, imaginary);
  }

  private static Value inverse(Value a, int digits) {
    if (a.imaginary() == null) {
      return Value.of(a.real().inverse(digits));
    }
    Range square = a.real().power(2, digits).plus(a.imaginaryPart().power(2, digits), digits);
    Range scale = square.inverse(digits);
    return new Value(
        a.real().times(scale, digits), a.imaginaryPart().negate().times(scale, digits));
  }

  private Value power(Power power, Map<String, Rational> point, int digits) {
    if (power.base() == Constant.E) {
      return exponential(at(power.exponent(), point, digits), digits);
    }
    Value base = at(power.base(), point, digits);
    Rational exact = rational(power.exponent(), point);
    if (exact != null) {
      return power(base, exact, digits);
    }
    Value exponent = at(power.exponent(), point, digits);
    if (base.imaginary() != null) {
      throw new Unsupported("a complex base");
    }
    if (base.real().low().signum() <= 0) {
      throw new Range.Undefined("a power of what may not be positive");
    }
    return exponential(times(Value.of(base.real().logarithm(digits)), exponent, digits), digits);
  }

  /** An exponent's exact value where it is rational at the point. */
  private static @Nullable Rational rational(Node node, Map<String, Rational> point) {
    return switch (node) {
      case Num n -> n.value();
      case Sym s -> point.get(s.name());
      case Sum s -> {
        Rational total = Rational.ZERO;
        for (Node term : s.terms()) {
          Rational value = rational(term, point);
          if (value == null || total.bits() > 10_000) {
            yield null;
          }
          total = total.plus(value);
        }
        yield total;
      }
      case Product p -> {
        Rational total = Rational.ONE;
        for (Node factor : p.factors()) {
          Rational value = rational(factor, point);
          if (value == null || total.bits() > 10_000) {
            yield null;
          }
          total = total.times(value);
        }
        yield total;
      }
      case Power p when p.exponent().equals(Node.number(-1)) -> {
        Rational value = rational(p.base(), point);
        yield value == null || value.isZero() ? null : value.inverse();
      }
      default -> null;
    };
  }

  private Value power(Value base, Rational exponent, int digits) {
    if (exponent.isInteger()) {
      int power = exponent.intValueOr(Integer.MIN_VALUE);
      if (power == Integer.MIN_VALUE) {
        return bigPower(base, exponent, digits);
      }
      if (base.imaginary() == null) {
        return Value.of(base.real().power(power, digits));
      }
      if (Math.abs(power) > 100_000) {
        throw new Unsupported("a large power of a complex number");
      }
      Value result = Value.of(Range.of(1));
      Value square = base;
      for (int left = Math.abs(power); left > 0; left >>= 1) {
        if ((left & 1) == 1) {
          result = times(result, square, digits);
        }
        square = times(square, square, digits);
      }
      return power < 0 ? inverse(result, digits) : result;
    }
    if (base.imaginary() != null) {
      if (exponent.equals(Rational.HALF)) {
        return complexRoot(base, digits);
      }
      throw new Unsupported("a fractional power of a complex number");
    }
    Range real = base.real();
    boolean odd = exponent.denominator().testBit(0);
    if (real.high().signum() < 0) {
      Range positive = positivePower(real.negate(), exponent, digits);
      boolean minus = exponent.numerator().testBit(0);
      if (odd) {
        return Value.of(minus ? positive.negate() : positive);
      }
      if (exponent.denominator().equals(BigInteger.TWO)) {
        // (-x)^(k/2) = x^(k/2) i^k.
        int turn = exponent.numerator().mod(BigInteger.valueOf(4)).intValue();
        return new Value(Range.of(0), turn == 1 ? positive : positive.negate());
      }
      throw new Range.Undefined("an even root of a negative number");
    }
    if (real.low().signum() == 0 && real.high().signum() == 0) {
      if (exponent.signum() < 0) {
        throw new Range.Undefined("a division by zero");
      }
      return Value.of(Range.of(0));
    }
    if (real.low().signum() <= 0) {
      if (exponent.signum() > 0 && real.high().signum() > 0 && odd) {
        // The root is monotone: enclose by the ends' powers.
        Range top = positivePower(new Range(real.high(), real.high()), exponent, digits);
        BigDecimal bottom =
            real.low().signum() == 0
                ? BigDecimal.ZERO
                : positivePower(
                        new Range(real.low().negate(), real.low().negate()), exponent, digits)
                    .high()
                    .negate();
        return Value.of(new Range(bottom.min(top.high().negate()), top.high()));
      }
      if (exponent.signum() > 0 && real.low().signum() == 0) {
        Range top = positivePower(new Range(real.high(), real.high()), exponent, digits);
        return Value.of(new Range(BigDecimal.ZERO, top.high()));
      }
      throw new Range.Undefined("a root of what may be negative");
    }
    return Value.of(positivePower(real, exponent, digits));
  }

  private static Range positivePower(Range base, Rational exponent, int digits) {
    if (exponent.denominator().equals(BigInteger.TWO) && exponent.numerator().bitLength() < 20) {
      return base.squareRoot(digits + 3).power(exponent.numerator().intValue(), digits);
    }
    if (exponent.denominator().bitLength() < 5 && exponent.numerator().bitLength() < 8) {
      return base.root(exponent.denominator().intValue(), digits + 3)
          .power(exponent.numerator().intValue(), digits);
    }
    return base.logarithm(digits + 6)
        .times(Range.of(exponent, digits + 6), digits + 6)
        .exponential(digits);
  }

  private static Value bigPower(Value base, Rational exponent, int digits) {
    if (base.imaginary() != null || base.real().low().signum() <= 0) {
      throw new Unsupported("a huge power");
    }
    return Value.of(positivePower(base.real(), exponent, digits));
  }

  private static Value complexRoot(Value base, int digits) {
    Range modulus = modulus(base, digits + 3);
    Range half = Range.of(Rational.HALF, digits);
    Range real = modulus.plus(base.real(), digits).times(half, digits);
    Range imaginary = modulus.minus(base.real(), digits).times(half, digits);
    Range x = clipped(real).squareRoot(digits);
    Range y = clipped(imaginary).squareRoot(digits);
    int sign = base.imaginaryPart().sign();
    if (sign == UNKNOWN) {
      throw new Range.Undefined("a root near its cut");
    }
    return new Value(x, sign < 0 ? y.negate() : y);
  }

  private static Range clipped(Range range) {
    return range.low().signum() < 0
        ? new Range(BigDecimal.ZERO, range.high().max(BigDecimal.ZERO))
        : range;
  }

  private static Range modulus(Value value, int digits) {
    if (value.imaginary() == null) {
      return value.real().absolute();
    }
    return value
        .real()
        .power(2, digits)
        .plus(value.imaginaryPart().power(2, digits), digits)
        .squareRoot(digits);
  }

  private static Value exponential(Value exponent, int digits) {
    Range size = exponent.real().exponential(digits);
    if (exponent.imaginary() == null) {
      return Value.of(size);
    }
    Range[] angle = exponent.imaginaryPart().sineAndCosine(digits);
    return new Value(size.times(angle[1], digits), size.times(angle[0], digits));
  }

  private Value call(Call call, Map<String, Rational> point, int digits) {
    if (call.arguments().isEmpty()) {
      throw new Unsupported(call.function());
    }
    Value first = at(call.arguments().getFirst(), point, digits);
    return switch (call.function()) {
      case "root" -> {
        Rational index = rational(call.arguments().get(1), point);
        if (index == null || index.isZero()) {
          throw new Unsupported("a root of unknown index");
        }
        yield power(first, index.inverse(), digits);
      }
      case "abs", "norm" -> Value.of(modulus(first, digits));
      case "re" -> Value.of(first.real());
      case "im" -> Value.of(first.imaginaryPart());
      case "conjugate" ->
          first.imaginary() == null
              ? first
              : new Value(first.real(), first.imaginaryPart().negate());
      case "sin", "cos", "tan", "cot", "sec", "csc" -> {
        if (first.imaginary() != null) {
          throw new Unsupported("a complex angle");
        }
        Range[] angle = first.real().sineAndCosine(digits);
        yield Value.of(
            switch (call.function()) {
              case "sin" -> angle[0];
              case "cos" -> angle[1];
              case "tan" -> angle[0].times(angle[1].inverse(digits), digits);
              case "cot" -> angle[1].times(angle[0].inverse(digits), digits);
              case "sec" -> angle[1].inverse(digits);
              default -> angle[0].inverse(digits);
            });
      }
      default -> Value.of(real(call, first, point, digits));
    };
  }

  private Range real(Call call, Value value, Map<String, Rational> point, int digits) {
    if (value.imaginary() != null) {
      throw new Unsupported(call.function() + " of a complex number");
    }
    Range x = value.real();
    return switch (call.function()) {
      case "ln" -> x.logarithm(digits);
      case "log" -> naturalLog ? x.logarithm(digits) : toBase(x, Range.of(10), digits);
      case "logBase" -> toBase(x, at(call.arguments().get(1), point, digits).real(), digits);
      case "arctan" -> x.arctangent(digits);
      case "arccot" -> half(Range.pi(digits), digits).minus(x.arctangent(digits), digits);
      case "arcsin" -> arcsine(x, digits);
      case "arccos" -> half(Range.pi(digits), digits).minus(arcsine(x, digits), digits);
      case "sinh", "cosh", "tanh", "coth", "sech", "csch" -> hyperbolic(call.function(), x, digits);
      case "arcsinh" ->
          x.plus(x.power(2, digits).plus(Range.of(1), digits).squareRoot(digits), digits)
              .logarithm(digits);
      case "arccosh" ->
          x.plus(x.power(2, digits).minus(Range.of(1), digits).squareRoot(digits), digits)
              .logarithm(digits);
      case "arctanh" ->
          half(
              Range.of(1)
                  .plus(x, digits)
                  .times(Range.of(1).minus(x, digits).inverse(digits), digits)
                  .logarithm(digits),
              digits);
      case "factorial", "doubleFactorial" -> {
        Rational n = rational(call.arguments().getFirst(), point);
        if (n == null || !n.isInteger() || n.signum() < 0 || n.intValueOr(9999) > 3_000) {
          throw new Unsupported("a factorial");
        }
        int step = call.function().equals("factorial") ? 1 : 2;
        Range product = Range.of(1);
        for (int i = n.intValueOr(0); i > 0; i -= step) {
          budget.spend(1);
          product = product.times(Range.of(i), digits);
        }
        yield product;
      }
      case "binomial" -> binomial(call, point, digits);
      case "max", "min" -> extreme(call, point, digits);
      case "floor", "ceil", "sgn", "round" -> stepFunction(call.function(), x);
      case "mod" -> {
        Range y = at(call.arguments().get(1), point, digits).real();
        Range quotient = x.times(y.inverse(digits), digits);
        yield x.minus(y.times(stepFunction("floor", quotient), digits), digits);
      }
      default -> throw new Unsupported("the function " + call.function());
    };
  }

  private static Range toBase(Range x, Range base, int digits) {
    return x.logarithm(digits).times(base.logarithm(digits).inverse(digits), digits);
  }

  private static Range half(Range x, int digits) {
    return x.times(Range.of(Rational.HALF, digits), digits);
  }

  /** arcsin x = arctan(x / √(1-x²)), in the open interval (-1, 1). */
  private static Range arcsine(Range x, int digits) {
    Range rest = Range.of(1).minus(x.power(2, digits), digits);
    if (rest.low().signum() <= 0) {
      if (x.low().compareTo(x.high()) == 0 && x.low().abs().compareTo(BigDecimal.ONE) == 0) {
        Range quarter = half(Range.pi(digits), digits);
        return x.low().signum() > 0 ? quarter : quarter.negate();
      }
      throw new Range.Undefined("arcsin near the ends of its domain");
    }
    return x.times(rest.squareRoot(digits).inverse(digits), digits).arctangent(digits);
  }

  private static Range hyperbolic(String function, Range x, int digits) {
    Range up = x.exponential(digits);
    Range down = x.negate().exponential(digits);
    Range sine = half(up.minus(down, digits), digits);
    Range cosine = half(up.plus(down, digits), digits);
    return switch (function) {
      case "sinh" -> sine;
      case "cosh" -> cosine;
      case "tanh" -> sine.times(cosine.inverse(digits), digits);
      case "coth" -> cosine.times(sine.inverse(digits), digits);
      case "sech" -> cosine.inverse(digits);
      default -> sine.inverse(digits);
    };
  }

  private Range binomial(Call call, Map<String, Rational> point, int digits) {
    Rational k = rational(call.arguments().get(1), point);
    if (k == null || !k.isInteger() || k.signum() < 0 || k.intValueOr(9999) > 3_000) {
      throw new Unsupported("a binomial");
    }
    Range n = at(call.arguments().getFirst(), point, digits).real();
    Range result = Range.of(1);
    for (int i = 0; i < k.intValueOr(0); i++) {
      budget.spend(1);
      result =
          result
              .times(n.minus(Range.of(i), digits), digits)
              .times(Range.of(Rational.of(1, i + 1L), digits), digits);
    }
    return result;
  }

  private Range extreme(Call call, Map<String, Rational> point, int digits) {
    Range best = at(call.arguments().getFirst(), point, digits).real();
    for (Node argument : call.arguments()) {
      Range next = at(argument, point, digits).real();
      best =
          call.function().equals("max")
              ? new Range(best.low().max(next.low()), best.high().max(next.high()))
              : new Range(best.low().min(next.low()), best.high().min(next.high()));
    }
    return best;
  }

  private static Range stepFunction(String function, Range x) {
    BigDecimal low = step(function, x.low());
    BigDecimal high = step(function, x.high());
    if (low.compareTo(high) != 0) {
      throw new Range.Undefined(function + " at a jump");
    }
    return new Range(low, high);
  }

  private static BigDecimal step(String function, BigDecimal x) {
    return switch (function) {
      case "floor" -> x.setScale(0, RoundingMode.FLOOR);
      case "ceil" -> x.setScale(0, RoundingMode.CEILING);
      case "round" -> x.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR);
      default -> BigDecimal.valueOf(x.signum());
    };
  }

  private Value bound(Bound bound, Map<String, Rational> point, int digits) {
    boolean sum = bound.binder() == Binder.SUM;
    if (!sum && bound.binder() != Binder.PRODUCT) {
      throw new Unsupported("no enclosure of " + bound.binder());
    }
    Rational low = rational(bound.low(), point);
    Rational high = rational(bound.high(), point);
    if (low == null
        || high == null
        || !low.isInteger()
        || !high.isInteger()
        || high.minus(low).intValueOr(MAX_SUM + 1) > MAX_SUM) {
      throw new Unsupported("a sum or product of many terms");
    }
    Value total = Value.of(Range.of(sum ? 0 : 1));
    for (int i = 0; i <= high.minus(low).intValueOr(0); i++) {
      Node index = Num.of(low.plus(Rational.of(i)));
      Value value =
          at(Trees.replace(bound.body(), new Sym(bound.variable()), index), point, digits);
      total = sum ? plus(total, value, digits) : times(total, value, digits);
    }
    return total;
  }
}
