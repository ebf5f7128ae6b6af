package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Complex;
import dev.tusk.symbolic.eval.Value.Dec;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Fraction;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.SetValue;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators, truth, equality, order and keys of values. */
final class Operations {
  private static final int NUMPY_BITS = 62;

  /** The default context of decimal. */
  MathContext decimalContext = new MathContext(28, RoundingMode.HALF_EVEN);

  private final FloatArithmetic floats;
  private final TermArithmetic terms;
  private final Budget budget;
  private final Formatting formatting;
  final ArrayArithmetic arrays;
  final Polynomials polynomials;
  private boolean numpy;

  Operations(FloatArithmetic floats, TermArithmetic terms, Budget budget, Formatting formatting) {
    this.floats = floats;
    this.terms = terms;
    this.budget = budget;
    this.formatting = formatting;
    this.arrays = new ArrayArithmetic(this, floats, budget);
    this.polynomials = new Polynomials(arrays, this);
  }

  /**
   * From here on numbers may be numpy's: its integers have 64 bits, and it divides by zero with a
   * warning.
   */
  void meetNumpy() {
    numpy = true;
  }

  static String typeName(Value v) {
    return switch (v) {
      case Int i -> "int";
      case Bool b -> "bool";
      case Flt f -> "float";
      case Complex c -> "complex";
      case Fraction f -> "Fraction";
      case Dec d -> "Decimal";
      case Sym s -> s.term() instanceof Term.ExactNumber ? "sympy number" : "sympy expression";
      case Value.Matrix m -> "Matrix";
      case Value.Array x -> "numpy array";
      case Value.Poly1d p -> "poly1d";
      case None n -> "NoneType";
      case Value.Ellipsis e -> "ellipsis";
      case Str s -> "str";
      case ListValue l -> "list";
      case Tuple t -> "tuple";
      case Dict d -> "dict";
      case SetValue s -> "set";
      case Value.Range r -> "range";
      case Value.SliceValue s -> "slice";
      case Value.Iter i -> "iterator";
      case Value.Function f -> "function";
      case Value.Builtin b -> "builtin " + b.name();
      case Value.Library l -> l.name();
      case Value.Method m -> "method " + m.name();
      case Value.Partial p -> "partial";
      case Value.Lambdified l -> "function";
      case Value.TupleType t -> "type";
      case Value.ExceptionValue e -> e.type();
      case Value.Date d -> "date";
      case Value.DateTime d -> "datetime";
      case Value.Time t -> "time";
      case Value.Delta d -> "timedelta";
      case Value.Relative r -> "relativedelta";
    };
  }

  // Numbers.

  static @Nullable BigInteger integer(Value v) {
    return switch (v) {
      case Int i -> i.value();
      case Bool b -> b.value() ? BigInteger.ONE : BigInteger.ZERO;
      default -> null;
    };
  }

  /** The integer of an index or count; sympy Integers count as such. */
  BigInteger index(Value v) {
    BigInteger n = integer(v);
    if (n == null
        && v instanceof Sym s
        && s.term() instanceof Term.ExactNumber q
        && q.value().isInteger()) {
      n = q.value().numerator();
    }
    if (n == null) {
      if (v instanceof Flt || v instanceof Str || v instanceof None) {
        throw PythonError.type("'" + typeName(v) + "' object cannot be interpreted as an integer");
      }
      throw Stop.unsupported("a " + typeName(v) + " as an integer");
    }
    return n;
  }

  int smallIndex(Value v) {
    BigInteger n = index(v);
    if (n.bitLength() > 31) {
      throw Stop.limit("number size", "a count or index of " + n.bitLength() + " bits");
    }
    return n.intValue();
  }

  /** The float of a real number, or null for other values. */
  @Nullable FloatNumber floating(Value v) {
    return switch (v) {
      case Flt f -> f.number();
      case Int i -> toFloat(Rational.of(i.value()));
      case Bool b -> toFloat(b.value() ? Rational.ONE : Rational.ZERO);
      case Fraction f -> toFloat(f.value());
      case Dec d -> toFloat(Rational.of(d.value()));
      case Sym s -> {
        FloatNumber n = terms.toFloat(s.term());
        yield n;
      }
      default -> null;
    };
  }

  private FloatNumber toFloat(Rational r) {
    FloatNumber f = floats.of(r);
    if (FloatArithmetic.special(f)) {
      throw new PythonError("OverflowError", "int too large to convert to float");
    }
    if (floats.exact()
        && r.bits() > 1024
        && r.numerator().bitLength() - r.denominator().bitLength() > 1024) {
      throw new PythonError("OverflowError", "int too large to convert to float");
    }
    return f;
  }

  static Rational counts(Value v) {
    BigInteger n = integer(v);
    if (n == null) {
      throw Stop.unsupported("a Counter of " + typeName(v));
    }
    return Rational.of(n);
  }

  static boolean number(Value v) {
    return v instanceof Int
        || v instanceof Bool
        || v instanceof Flt
        || v instanceof Fraction
        || v instanceof Complex
        || v instanceof Dec;
  }

  // Binary operators.

  Value binary(BinaryOperator op, Value a, Value b) {
    if (!numpy) {
      return plainBinary(op, a, b);
    }
    Value r;
    try {
      r = plainBinary(op, a, b);
    } catch (PythonError e) {
      if (e.exception.type().equals("ZeroDivisionError")) {
        throw Stop.unsupported("a division by zero of what may be numpy's");
      }
      throw e;
    }
    if (r instanceof Int i && i.value().bitLength() > NUMPY_BITS) {
      throw Stop.unsupported("integers past 64 bits of what may be numpy's");
    }
    return r;
  }

  private Value plainBinary(BinaryOperator op, Value a, Value b) {
    if (a instanceof Int x && b instanceof Int y) {
      return integers(op, x.value(), y.value());
    }
    if (a instanceof Value.Poly1d || b instanceof Value.Poly1d) {
      return polynomials.operator(op, a, b);
    }
    if (a instanceof Value.Array || b instanceof Value.Array) {
      return arrays.binary(op, a, b);
    }
    if (a instanceof Value.Matrix || b instanceof Value.Matrix) {
      return new Matrices(terms).binary(op, a, b, this);
    }
    if (a instanceof Sym || b instanceof Sym) {
      return symbolic(op, a, b);
    }
    if (number(a) && number(b)) {
      return numbers(op, a, b);
    }
    switch (op) {
      case ADD -> {
        if (a instanceof Dict x && b instanceof Dict y && x.counter && y.counter) {
          throw Stop.unsupported("Counter +");
        }
        if (a instanceof Str x && b instanceof Str y) {
          budget.items((long) x.text().length() + y.text().length());
          return new RichText().add(x).add(y).build();
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
          budget.items((long) x.items.size() + y.items.size());
          var l = new ListValue(x.items);
          l.items.addAll(y.items);
          return l;
        }
        if (a instanceof Tuple x && b instanceof Tuple y) {
          budget.items((long) x.items().size() + y.items().size());
          var l = new ArrayList<>(x.items());
          l.addAll(y.items());
          return new Tuple(List.copyOf(l));
        }
      }
      case MULTIPLY -> {
        Value repeated = repeat(a, b);
        if (repeated == null) {
          repeated = repeat(b, a);
        }
        if (repeated != null) {
          return repeated;
        }
      }
      case MODULO -> {
        if (a instanceof Str s) {
          return formatting.percent(s, b);
        }
      }
      case AND, OR, XOR, SUBTRACT -> {
        if (a instanceof SetValue x && b instanceof SetValue y) {
          return sets(op, x, y);
        }
        if (a instanceof Dict x && b instanceof Dict y && (x.counter || y.counter)) {
          throw Stop.unsupported("Counter " + op.symbol());
        }
        if (op == BinaryOperator.OR && a instanceof Dict x && b instanceof Dict y) {
          var d = new Dict();
          d.entries.putAll(x.entries);
          d.entries.putAll(y.entries);
          return d;
        }
      }
      default -> {}
    }
    Value date = Dates.binary(op, a, b, this);
    if (date != null) {
      return date;
    }
    if (core(a) && core(b)) {
      throw PythonError.type(
          "unsupported operand type(s) for "
              + op.symbol()
              + ": '"
              + typeName(a)
              + "' and '"
              + typeName(b)
              + "'");
    }
    throw Stop.unsupported(typeName(a) + " " + op.symbol() + " " + typeName(b));
  }

  static boolean core(Value v) {
    return v instanceof Int
        || v instanceof Bool
        || v instanceof Flt
        || v instanceof Str
        || v instanceof None
        || v instanceof ListValue
        || v instanceof Tuple
        || v instanceof Dict;
  }

  private @Nullable Value repeat(Value sequence, Value times) {
    if (!(sequence instanceof Str || sequence instanceof ListValue || sequence instanceof Tuple)
        || integer(times) == null) {
      return null;
    }
    BigInteger n = index(times).max(BigInteger.ZERO);
    long size =
        switch (sequence) {
          case Str s -> s.text().length();
          case ListValue l -> l.items.size();
          case Tuple t -> t.items().size();
          default -> 0;
        };
    if (n.bitLength() > 40) {
      throw Stop.limit("container size", "repeated " + n.bitLength() + "-bit times");
    }
    budget.items(size * n.longValue());
    int count = size == 0 ? 0 : n.intValue();
    return switch (sequence) {
      case Str s -> {
        var b = new RichText();
        for (int i = 0; i < count; i++) {
          b.add(s);
        }
        yield b.build();
      }
      case ListValue l -> {
        var r = new ListValue(List.of());
        for (int i = 0; i < count; i++) {
          r.items.addAll(l.items);
        }
        yield r;
      }
      default -> {
        var r = new ArrayList<Value>();
        for (int i = 0; i < count; i++) {
          r.addAll(((Tuple) sequence).items());
        }
        yield new Tuple(List.copyOf(r));
      }
    };
  }

  SetValue sets(BinaryOperator op, SetValue x, SetValue y) {
    var r = new SetValue();
    r.frozen = x.frozen;
    switch (op) {
      case AND ->
          x.items.forEach((k, v) -> {
            if (y.items.containsKey(k)) {
              r.items.put(k, v);
            }
          });
      case OR -> {
        r.items.putAll(x.items);
        y.items.forEach(r.items::putIfAbsent);
      }
      case SUBTRACT ->
          x.items.forEach((k, v) -> {
            if (!y.items.containsKey(k)) {
              r.items.put(k, v);
            }
          });
      default -> {
        x.items.forEach((k, v) -> {
          if (!y.items.containsKey(k)) {
            r.items.put(k, v);
          }
        });
        y.items.forEach((k, v) -> {
          if (!x.items.containsKey(k)) {
            r.items.put(k, v);
          }
        });
      }
    }
    return r;
  }

  private Value symbolic(BinaryOperator op, Value a, Value b) {
    Term x = toTerm(a);
    Term y = toTerm(b);
    if (x == null || y == null) {
      if ((core(a) && core(b)) || a instanceof None || b instanceof None) {
        throw PythonError.type("unsupported operand types for " + op.symbol());
      }
      throw Stop.unsupported(typeName(a) + " " + op.symbol() + " " + typeName(b));
    }
    Term r =
        switch (op) {
          case ADD -> terms.add(x, y);
          case SUBTRACT -> terms.subtract(x, y);
          case MULTIPLY -> terms.multiply(x, y);
          case DIVIDE -> terms.divide(x, y);
          case POWER -> {
            powerBits(x, y);
            yield terms.power(x, y);
          }
          case FLOOR_DIVIDE -> terms.floor(terms.divide(x, y));
          case MODULO -> terms.mod(x, y);
          case AND -> terms.logic("And", List.of(x, y));
          case OR -> terms.logic("Or", List.of(x, y));
          default -> null;
        };
    if (r == null) {
      throw Stop.unsupported("sympy " + op.symbol());
    }
    return new Sym(r);
  }

  private void powerBits(Term x, Term y) {
    if (x instanceof Term.ExactNumber b && y instanceof Term.ExactNumber e) {
      Rational p = e.value();
      if (p.numerator().bitLength() > 31) {
        if (b.value().abs().equals(Rational.ONE) || b.value().isZero()) {
          return;
        }
        throw Stop.limit("number size", "an exponent of " + p.numerator().bitLength() + " bits");
      }
      budget.bits(p.numerator().abs().longValue() * b.value().bits());
    }
  }

  /** A value as sympy's sympify takes it, or null. */
  @Nullable Term toTerm(Value v) {
    return switch (v) {
      case Sym s -> s.term();
      case Int i -> new Term.ExactNumber(Rational.of(i.value()));
      case Bool b -> b.value() ? Term.TRUE : Term.FALSE;
      case Flt f -> {
        if (FloatArithmetic.special(f.number())) {
          double d = ((Ieee) f.number()).value();
          yield Double.isNaN(d) ? Term.NAN : d > 0 ? Term.INFINITY : Term.MINUS_INFINITY;
        }
        yield new Term.FloatValue(f.number());
      }
      case Fraction f -> new Term.ExactNumber(f.value());
      case Complex c ->
          terms.add(
              new Term.FloatValue(c.real()),
              terms.multiply(new Term.FloatValue(c.imaginary()), Term.I));
      default -> null;
    };
  }

  private Value integers(BinaryOperator op, BigInteger x, BigInteger y) {
    return switch (op) {
      case ADD -> new Int(budget.checked(x.add(y)));
      case SUBTRACT -> new Int(budget.checked(x.subtract(y)));
      case MULTIPLY -> {
        budget.bits((long) x.bitLength() + y.bitLength());
        yield new Int(x.multiply(y));
      }
      case DIVIDE -> {
        nonZero(y, "division by zero");
        Rational q = Rational.of(x, y);
        if (x.bitLength() - y.bitLength() > 1024) {
          throw new PythonError("OverflowError", "integer division result too large for a float");
        }
        yield new Flt(floats.of(q));
      }
      case FLOOR_DIVIDE -> {
        nonZero(y, "integer division or modulo by zero");
        yield new Int(floorDivide(x, y));
      }
      case MODULO -> {
        nonZero(y, "integer modulo by zero");
        yield new Int(floorMod(x, y));
      }
      case POWER -> power(x, y);
      case AND -> new Int(x.and(y));
      case OR -> new Int(x.or(y));
      case XOR -> new Int(x.xor(y));
      case LEFT_SHIFT -> {
        if (y.signum() < 0) {
          throw PythonError.value("negative shift count");
        }
        budget.bits(y.bitLength() > 40 ? Long.MAX_VALUE : x.bitLength() + y.longValue());
        yield new Int(x.shiftLeft(y.intValue()));
      }
      case RIGHT_SHIFT -> {
        if (y.signum() < 0) {
          throw PythonError.value("negative shift count");
        }
        yield new Int(
            y.bitLength() > 31
                ? x.signum() < 0 ? BigInteger.ONE.negate() : BigInteger.ZERO
                : x.shiftRight(y.intValue()));
      }
      case MATRIX_MULTIPLY -> throw PythonError.type("unsupported operand type(s) for @");
    };
  }

  static BigInteger floorDivide(BigInteger x, BigInteger y) {
    BigInteger[] q = x.divideAndRemainder(y);
    return q[1].signum() != 0 && q[1].signum() != y.signum() ? q[0].subtract(BigInteger.ONE) : q[0];
  }

  static BigInteger floorMod(BigInteger x, BigInteger y) {
    BigInteger r = x.remainder(y);
    return r.signum() != 0 && r.signum() != y.signum() ? r.add(y) : r;
  }

  private static void nonZero(BigInteger y, String message) {
    if (y.signum() == 0) {
      throw new PythonError("ZeroDivisionError", message);
    }
  }

  private Value power(BigInteger x, BigInteger y) {
    if (y.signum() < 0) {
      if (x.signum() == 0) {
        throw new PythonError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      }
      return new Flt(power(toFloat(Rational.of(x)), toFloat(Rational.of(y))));
    }
    if (x.signum() == 0 || x.equals(BigInteger.ONE) || y.signum() == 0) {
      return new Int(y.signum() == 0 ? BigInteger.ONE : x);
    }
    if (x.abs().equals(BigInteger.ONE)) {
      return new Int(y.testBit(0) ? x : x.negate());
    }
    if (y.bitLength() > 40) {
      throw Stop.limit("number size", "a power with an exponent of " + y.bitLength() + " bits");
    }
    budget.bits((x.bitLength() - 1L) * y.longValue());
    return new Int(x.pow(y.intValueExact()));
  }

  private FloatNumber power(FloatNumber x, FloatNumber y) {
    if (FloatArithmetic.special(x) || FloatArithmetic.special(y)) {
      return new Ieee(StrictMath.pow(floats.toDouble(x), floats.toDouble(y)));
    }
    if (floats.isZero(x)) {
      int sign = floats.compare(y, Rational.ZERO);
      if (sign < 0) {
        throw new PythonError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      }
      return sign == 0 ? floats.of(Rational.ONE) : floats.of(Rational.ZERO);
    }
    if (floats.isZero(y)) {
      return floats.of(Rational.ONE);
    }
    if (x instanceof Rational b && y instanceof Rational e) {
      // The double would overflow where this is far beyond its range.
      double magnitude = Math.abs(Math.log(Math.abs(b.toDouble())) * e.toDouble());
      if (magnitude > 800 && b.abs().compareTo(Rational.ONE) != 0) {
        boolean grows = b.abs().compareTo(Rational.ONE) > 0 == e.signum() > 0;
        if (grows) {
          throw new PythonError("OverflowError", "(34, 'Numerical result out of range')");
        }
        return Rational.ZERO.equals(e) ? Rational.ONE : vanishing(b, e);
      }
    }
    FloatNumber r = floats.power(x, y);
    if (r instanceof Ieee d && Double.isInfinite(d.value())) {
      throw new PythonError("OverflowError", "(34, 'Numerical result out of range')");
    }
    return r;
  }

  private FloatNumber vanishing(Rational b, Rational e) {
    if (b.signum() < 0 || e.abs().compareTo(Rational.of(100_000)) > 0) {
      throw Stop.limit("number size", "a power near 0");
    }
    return floats.power(b, e);
  }

  private Value numbers(BinaryOperator op, Value a, Value b) {
    BigInteger m = integer(a);
    BigInteger n = integer(b);
    if (m != null && n != null) {
      if (a instanceof Bool x && b instanceof Bool y) {
        switch (op) {
          case AND -> {
            return Bool.of(x.value() && y.value());
          }
          case OR -> {
            return Bool.of(x.value() || y.value());
          }
          case XOR -> {
            return Bool.of(x.value() ^ y.value());
          }
          default -> {}
        }
      }
      return integers(op, m, n);
    }
    if (a instanceof Complex || b instanceof Complex) {
      return complex(op, toComplex(a), toComplex(b));
    }
    if (a instanceof Dec || b instanceof Dec) {
      return decimals(op, a, b);
    }
    if (a instanceof Fraction || b instanceof Fraction) {
      if (!(a instanceof Flt) && !(b instanceof Flt)) {
        return fractions(op, rational(a), rational(b));
      }
    }
    return floats(op, a, b);
  }

  static Rational rational(Value v) {
    BigInteger n = integer(v);
    return n != null ? Rational.of(n) : ((Fraction) v).value();
  }

  private Value fractions(BinaryOperator op, Rational x, Rational y) {
    switch (op) {
      case DIVIDE, FLOOR_DIVIDE, MODULO -> {
        if (y.isZero()) {
          throw new PythonError("ZeroDivisionError", "Fraction(" + x.numerator() + ", 0)");
        }
      }
      default -> {}
    }
    return switch (op) {
      case ADD -> new Fraction(bounded(x.plus(y)));
      case SUBTRACT -> new Fraction(bounded(x.minus(y)));
      case MULTIPLY -> new Fraction(bounded(x.times(y)));
      case DIVIDE -> new Fraction(bounded(x.dividedBy(y)));
      case FLOOR_DIVIDE -> new Int(x.dividedBy(y).floor());
      case MODULO -> new Fraction(x.minus(y.times(Rational.of(x.dividedBy(y).floor()))));
      case POWER -> {
        if (y.isInteger()) {
          if (x.isZero() && y.signum() < 0) {
            throw new PythonError("ZeroDivisionError", "Fraction(1, 0)");
          }
          budget.bits(
              y.numerator().bitLength() > 31
                  ? Long.MAX_VALUE
                  : y.numerator().abs().longValue() * x.bits());
          yield new Fraction(x.power(y.numerator().intValueExact()));
        }
        yield floats(op, new Flt(toFloat(x)), new Flt(toFloat(y)));
      }
      default -> throw PythonError.type("unsupported operand type(s) for " + op.symbol());
    };
  }

  private Rational bounded(Rational r) {
    budget.bits(r.bits());
    return r;
  }

  private Value decimals(BinaryOperator op, Value a, Value b) {
    if (a instanceof Flt || b instanceof Flt || a instanceof Fraction || b instanceof Fraction) {
      throw PythonError.type("unsupported operand type(s) for " + op.symbol());
    }
    BigDecimal x = decimal(a);
    BigDecimal y = decimal(b);
    if ((op == BinaryOperator.DIVIDE
            || op == BinaryOperator.FLOOR_DIVIDE
            || op == BinaryOperator.MODULO)
        && y.signum() == 0) {
      throw new PythonError("ZeroDivisionError", "decimal division by zero");
    }
    return switch (op) {
      case ADD -> new Dec(x.add(y, decimalContext));
      case SUBTRACT -> new Dec(x.subtract(y, decimalContext));
      case MULTIPLY -> new Dec(x.multiply(y, decimalContext));
      case DIVIDE -> new Dec(x.divide(y, decimalContext));
      case FLOOR_DIVIDE -> new Dec(x.divideToIntegralValue(y).setScale(0, RoundingMode.DOWN));
      case MODULO -> new Dec(x.remainder(y, decimalContext));
      case POWER -> {
        if (y.signum() >= 0 && y.stripTrailingZeros().scale() <= 0 && y.precision() < 7) {
          budget.spend(100);
          yield new Dec(
              x.pow(y.intValueExact(), new MathContext(decimalContext.getPrecision() + 12))
                  .round(decimalContext));
        }
        throw Stop.unsupported("Decimal ** " + y);
      }
      default -> throw PythonError.type("unsupported operand type(s) for " + op.symbol());
    };
  }

  private static BigDecimal decimal(Value v) {
    BigInteger n = integer(v);
    return n != null ? new BigDecimal(n) : ((Dec) v).value();
  }

  Complex toComplex(Value v) {
    if (v instanceof Complex c) {
      return c;
    }
    FloatNumber x = floating(v);
    if (x == null) {
      throw Stop.unsupported("a " + typeName(v) + " as a complex number");
    }
    return new Complex(x, floats.of(Rational.ZERO));
  }

  private Value complex(BinaryOperator op, Complex a, Complex b) {
    return switch (op) {
      case ADD ->
          new Complex(floats.add(a.real(), b.real()), floats.add(a.imaginary(), b.imaginary()));
      case SUBTRACT ->
          new Complex(
              floats.subtract(a.real(), b.real()), floats.subtract(a.imaginary(), b.imaginary()));
      case MULTIPLY -> product(a, b);
      case DIVIDE -> {
        if (!floats.exact()) {
          throw Stop.unsupported("complex division in the replay");
        }
        FloatNumber norm =
            floats.add(
                floats.multiply(b.real(), b.real()), floats.multiply(b.imaginary(), b.imaginary()));
        if (floats.isZero(norm)) {
          throw new PythonError("ZeroDivisionError", "complex division by zero");
        }
        Complex p = product(a, new Complex(b.real(), floats.negate(b.imaginary())));
        yield new Complex(floats.divide(p.real(), norm), floats.divide(p.imaginary(), norm));
      }
      case POWER -> {
        if (b.real() instanceof Rational e
            && e.isInteger()
            && e.signum() >= 0
            && e.numerator().bitLength() < 8
            && floats.isZero(b.imaginary())) {
          Complex r = new Complex(Rational.ONE, Rational.ZERO);
          for (int i = 0; i < e.numerator().intValue(); i++) {
            r = product(r, a);
          }
          yield r;
        }
        throw Stop.unsupported("complex power");
      }
      default -> throw PythonError.type("unsupported operand type(s) for " + op.symbol());
    };
  }

  private Complex product(Complex a, Complex b) {
    return new Complex(
        floats.subtract(
            floats.multiply(a.real(), b.real()), floats.multiply(a.imaginary(), b.imaginary())),
        floats.add(
            floats.multiply(a.real(), b.imaginary()), floats.multiply(a.imaginary(), b.real())));
  }

  private Value floats(BinaryOperator op, Value a, Value b) {
    FloatNumber x = floating(a);
    FloatNumber y = floating(b);
    if (x == null || y == null) {
      throw Stop.unsupported(typeName(a) + " " + op.symbol() + " " + typeName(b));
    }
    switch (op) {
      case DIVIDE, FLOOR_DIVIDE, MODULO -> {
        if (floats.isZero(y)) {
          throw new PythonError(
              "ZeroDivisionError",
              op == BinaryOperator.DIVIDE ? "float division by zero" : "float modulo");
        }
      }
      default -> {}
    }
    FloatNumber r =
        switch (op) {
          case ADD -> floats.add(x, y);
          case SUBTRACT -> floats.subtract(x, y);
          case MULTIPLY -> floats.multiply(x, y);
          case DIVIDE -> floats.divide(x, y);
          case FLOOR_DIVIDE -> floats.divmod(x, y)[0];
          case MODULO -> floats.divmod(x, y)[1];
          case POWER -> {
            if (!FloatArithmetic.special(x)
                && floats.compare(x, Rational.ZERO) < 0
                && !integral(y)) {
              throw Stop.unsupported("a negative float to a fractional power");
            }
            yield power(x, y);
          }
          default -> throw PythonError.type("unsupported operand type(s) for " + op.symbol());
        };
    if (r instanceof Rational q) {
      budget.bits(q.bits());
    } else if (r instanceof Enclosure) {
      budget.spend(4);
    }
    return new Flt(r);
  }

  private boolean integral(FloatNumber y) {
    return switch (y) {
      case Rational r -> r.isInteger();
      case Ieee d -> d.value() == Math.rint(d.value());
      case Enclosure e -> {
        floats.floor(e);
        yield false;
      }
    };
  }

  // Unary operators.

  Value negate(Value v) {
    return switch (v) {
      case Int i -> new Int(i.value().negate());
      case Bool b -> Int.of(b.value() ? -1 : 0);
      case Flt f -> new Flt(floats.negate(f.number()));
      case Complex c -> new Complex(floats.negate(c.real()), floats.negate(c.imaginary()));
      case Fraction f -> new Fraction(f.value().negate());
      case Dec d -> new Dec(d.value().negate());
      case Sym s -> new Sym(terms.negate(s.term()));
      case Value.Matrix m -> binary(BinaryOperator.MULTIPLY, Int.of(-1), m);
      case Value.Array x -> arrays.map(x, this::negate);
      case Value.Poly1d p -> polynomials.negate(p);
      case Value.Delta d -> new Value.Delta(d.value().negated());
      case Value.Relative r -> Dates.negate(r);
      case Str s -> throw PythonError.type("bad operand type for unary -: 'str'");
      case None n -> throw PythonError.type("bad operand type for unary -: 'NoneType'");
      default -> throw Stop.unsupported("-" + typeName(v));
    };
  }

  // Truth, equality, order.

  boolean truth(Value v) {
    return switch (v) {
      case Bool b -> b.value();
      case Int i -> i.value().signum() != 0;
      case Flt f -> !floats.isZero(f.number());
      case Complex c -> !floats.isZero(c.real()) || !floats.isZero(c.imaginary());
      case Fraction f -> !f.value().isZero();
      case Dec d -> d.value().signum() != 0;
      case None n -> false;
      case Str s -> !s.text().isEmpty();
      case ListValue l -> !l.items.isEmpty();
      case Tuple t -> !t.items().isEmpty();
      case Dict d -> !d.entries.isEmpty();
      case SetValue s -> !s.items.isEmpty();
      case Value.Range r -> r.length().signum() != 0;
      case Sym s -> terms.truth(s.term());
      case Value.Delta d -> !d.value().isZero();
      // An attribute that is not known here has the form of a method; what it is worth is not
      // known.
      case Value.Method m -> throw Stop.unsupported("." + m.name() + " as a truth value");
      case Value.Array x -> throw Stop.unsupported("the truth of a numpy array");
      case Value.Poly1d p -> throw Stop.unsupported("the truth of a poly1d");
      default -> true;
    };
  }

  @SuppressWarnings("ReferenceEquality") // Python's == asks identity first.
  boolean equal(Value a, Value b) {
    budget.step();
    if (a instanceof Value.Array || b instanceof Value.Array) {
      throw Stop.unsupported("a comparison of numpy arrays");
    }
    if (a instanceof Value.Poly1d || b instanceof Value.Poly1d) {
      throw Stop.unsupported("a comparison of polynomials");
    }
    if (a == b) {
      return !(a instanceof Flt f && f.number() instanceof Ieee d && Double.isNaN(d.value()));
    }
    if (a instanceof Value.Method m) {
      throw Stop.unsupported("." + m.name() + " in a comparison");
    }
    if (b instanceof Value.Method m) {
      throw Stop.unsupported("." + m.name() + " in a comparison");
    }
    if (a instanceof Sym || b instanceof Sym) {
      Term x = toTerm(a);
      Term y = toTerm(b);
      return x != null && y != null && terms.sameStructure(x, y);
    }
    if (number(a) && number(b)) {
      if (a instanceof Complex || b instanceof Complex) {
        Complex x = toComplex(a);
        Complex y = toComplex(b);
        return equal(new Flt(x.real()), new Flt(y.real()))
            && equal(new Flt(x.imaginary()), new Flt(y.imaginary()));
      }
      return !nan(a) && !nan(b) && order(a, b) == 0;
    }
    return switch (a) {
      case Str x -> b instanceof Str y && Formatting.plain(x).equals(Formatting.plain(y));
      case None n -> b instanceof None;
      case ListValue x -> b instanceof ListValue y && sequences(x.items, y.items);
      case Tuple x -> b instanceof Tuple y && sequences(x.items(), y.items());
      case Dict x -> {
        if (!(b instanceof Dict y) || !x.entries.keySet().equals(y.entries.keySet())) {
          yield false;
        }
        for (var e : x.entries.entrySet()) {
          Dict.Entry other = y.entries.get(e.getKey());
          if (other == null || !equal(e.getValue().value(), other.value())) {
            yield false;
          }
        }
        yield true;
      }
      case SetValue x -> b instanceof SetValue y && x.items.keySet().equals(y.items.keySet());
      case Value.Range x ->
          b instanceof Value.Range y
              && x.length().equals(y.length())
              && (x.length().signum() == 0
                  || (x.start().equals(y.start())
                      && (x.length().equals(BigInteger.ONE) || x.step().equals(y.step()))));
      case Value.Matrix x -> b instanceof Value.Matrix y && x.rows.equals(y.rows);
      case Value.Iter i -> false;
      case Value.Function f -> false;
      default -> a.equals(b);
    };
  }

  private static boolean nan(Value v) {
    return v instanceof Flt f && f.number() instanceof Ieee d && Double.isNaN(d.value());
  }

  private boolean sequences(List<Value> x, List<Value> y) {
    if (x.size() != y.size()) {
      return false;
    }
    for (int i = 0; i < x.size(); i++) {
      if (!equal(x.get(i), y.get(i))) {
        return false;
      }
    }
    return true;
  }

  private int order(Value a, Value b) {
    if (a instanceof Int x && b instanceof Int y) {
      return x.value().compareTo(y.value());
    }
    if (a instanceof Flt || b instanceof Flt) {
      FloatNumber x = exactly(a);
      FloatNumber y = exactly(b);
      return floats.compare(x, y);
    }
    return comparable(a).compareTo(comparable(b));
  }

  private FloatNumber exactly(Value v) {
    return v instanceof Flt f ? f.number() : comparable(v);
  }

  private static Rational comparable(Value v) {
    return switch (v) {
      case Fraction f -> f.value();
      case Dec d -> Rational.of(d.value());
      default -> {
        BigInteger n = integer(v);
        if (n == null) {
          throw PythonError.type("'<' not supported for '" + typeName(v) + "'");
        }
        yield Rational.of(n);
      }
    };
  }

  /** The order for less-than, sorted, min and max; sympy numbers by value. */
  int compare(Value a, Value b) {
    budget.step();
    if (number(a) && number(b)) {
      if (nan(a) || nan(b)) {
        throw Stop.unsupported("the order of nan");
      }
      return order(a, b);
    }
    if (a instanceof Sym || b instanceof Sym) {
      Term x = toTerm(a);
      Term y = toTerm(b);
      if (x == null || y == null) {
        throw PythonError.type("'<' not supported between these types");
      }
      return terms.compare(x, y);
    }
    if (a instanceof Str x && b instanceof Str y) {
      return codePointOrder(Formatting.plain(x), Formatting.plain(y));
    }
    if (a instanceof ListValue x && b instanceof ListValue y) {
      return lexicographic(x.items, y.items);
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return lexicographic(x.items(), y.items());
    }
    if (a instanceof Value.Date x && b instanceof Value.Date y) {
      return x.value().compareTo(y.value());
    }
    if (a instanceof Value.DateTime x && b instanceof Value.DateTime y) {
      return x.value().compareTo(y.value());
    }
    if (a instanceof Value.Time x && b instanceof Value.Time y) {
      return x.value().compareTo(y.value());
    }
    if (a instanceof Value.Delta x && b instanceof Value.Delta y) {
      return x.value().compareTo(y.value());
    }
    if ((core(a) && core(b)) || a instanceof Complex || b instanceof Complex) {
      throw PythonError.type(
          "'<' not supported between instances of '" + typeName(a) + "' and '" + typeName(b) + "'");
    }
    throw Stop.unsupported(typeName(a) + " < " + typeName(b));
  }

  private static int codePointOrder(String x, String y) {
    return java.util.Arrays.compare(x.codePoints().toArray(), y.codePoints().toArray());
  }

  private int lexicographic(List<Value> x, List<Value> y) {
    for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
      if (!equal(x.get(i), y.get(i))) {
        return compare(x.get(i), y.get(i));
      }
    }
    return Integer.compare(x.size(), y.size());
  }

  /** What a dict or set finds a value by: equal values have equal keys. */
  Object key(Value v) {
    return switch (v) {
      case Int i -> i.value();
      case Bool b -> b.value() ? BigInteger.ONE : BigInteger.ZERO;
      case Flt f ->
          switch (f.number()) {
            case Rational r -> r.isInteger() ? r.numerator() : r;
            case Ieee d -> {
              if (!Double.isFinite(d.value())) {
                yield d;
              }
              Rational r = Rational.ofDouble(d.value());
              yield r.isInteger() ? r.numerator() : r;
            }
            case Enclosure e -> throw Stop.unevaluated("an irrational number as a key", "");
          };
      case Fraction f -> f.value().isInteger() ? f.value().numerator() : f.value();
      case Dec d -> {
        Rational r = Rational.of(d.value());
        yield r.isInteger() ? r.numerator() : r;
      }
      case Str s -> Formatting.plain(s);
      case Tuple t -> {
        var keys = new ArrayList<Object>();
        for (Value item : t.items()) {
          keys.add(key(item));
        }
        yield keys;
      }
      case Sym s ->
          s.term() instanceof Term.ExactNumber n
              ? n.value().isInteger() ? n.value().numerator() : n.value()
              : s.term();
      case SetValue s when s.frozen -> s.items.keySet();
      case ListValue l -> throw PythonError.type("unhashable type: 'list'");
      case Dict d -> throw PythonError.type("unhashable type: 'dict'");
      case SetValue s -> throw PythonError.type("unhashable type: 'set'");
      default -> v;
    };
  }

  SetValue set(Iterator<Value> items) {
    var s = new SetValue();
    while (items.hasNext()) {
      Value v = items.next();
      s.items.putIfAbsent(key(v), v);
      budget.items(s.items.size());
    }
    return s;
  }
}
