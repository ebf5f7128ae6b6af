package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.Iter;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.RealArithmetic;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The libraries that programs import, by qualified name. */
final class Libraries {
  private static final List<String> MATH =
      List.of(
          "sqrt",
          "ceil",
          "floor",
          "trunc",
          "factorial",
          "gcd",
          "lcm",
          "comb",
          "perm",
          "pow",
          "exp",
          "expm1",
          "log",
          "log2",
          "log10",
          "log1p",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "atan2",
          "sinh",
          "cosh",
          "tanh",
          "degrees",
          "radians",
          "fabs",
          "hypot",
          "isclose",
          "isqrt",
          "prod",
          "fsum",
          "copysign",
          "fmod",
          "modf",
          "isnan",
          "isinf",
          "isfinite",
          "dist",
          "cbrt",
          "pi",
          "e",
          "tau",
          "inf",
          "nan");

  private final Interpreter in;
  private final FloatArithmetic floats;
  private final RealArithmetic reals;
  private final Sympy sympy;
  private final Probabilities probabilities;
  private final Arrays arrays;

  Libraries(Interpreter in, Run run) {
    this.in = in;
    this.floats = run.floats();
    this.reals = floats.reals();
    this.sympy = new Sympy(in, run);
    this.probabilities = new Probabilities(in, floats);
    this.arrays = new Arrays(in, floats);
  }

  /** What a qualified name stands for. */
  Value value(String name) {
    switch (name) {
      case "math.pi", "numpy.pi" -> {
        return new Flt(floats.of(reals.pi()));
      }
      case "math.e", "numpy.e" -> {
        return new Flt(floats.of(reals.exp(Rational.ONE)));
      }
      case "math.tau" -> {
        return new Flt(floats.of(reals.multiply(Rational.of(2), reals.pi())));
      }
      case "math.inf" -> {
        return new Flt(new Ieee(Double.POSITIVE_INFINITY));
      }
      case "math.nan" -> {
        return new Flt(new Ieee(Double.NaN));
      }
      case "datetime.date.today", "datetime.datetime.now" -> {
        return new Value.Library(name);
      }
      default -> {}
    }
    if (name.startsWith("sympy.")) {
      Value v = sympy.named(name.substring("sympy.".length()));
      if (v != null) {
        return v;
      }
    }
    if (name.startsWith("calendar.")) {
      Value v = Dates.calendarConstant(name);
      if (v != null) {
        return v;
      }
    }
    if (name.startsWith("dateutil.relativedelta.") && name.length() == 25) {
      int day = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU").indexOf(name.substring(23));
      if (day >= 0) {
        return new Value.Relative(0, 0, 0, 0, null, null, null, day, 1);
      }
    }
    return new Value.Library(name);
  }

  /** What {@code from module import *} binds. */
  Map<String, Value> names(String module) {
    var names = new LinkedHashMap<String, Value>();
    List<String> known =
        switch (module) {
          case "math" -> MATH;
          case "sympy" -> Sympy.NAMES;
          case "fractions" -> List.of("Fraction");
          case "decimal" -> List.of("Decimal", "getcontext");
          case "datetime" -> List.of("date", "datetime", "timedelta", "time");
          case "itertools" -> List.of("permutations", "combinations", "product");
          default -> List.of();
        };
    known.forEach(n -> names.put(n, value(module + "." + n)));
    return names;
  }

  Value call(String name, Arguments a) {
    int dot = name.indexOf('.');
    String module = dot < 0 ? name : name.substring(0, dot);
    String function = name.substring(dot + 1);
    return switch (module) {
      case "math" -> math(function, a);
      case "sympy" -> sympy.call(function, a);
      case "datetime", "dateutil", "calendar" -> Dates.call(name, a, in);
      case "itertools" -> itertools(function, a);
      case "collections" -> collections(function, a);
      case "functools" -> functools(function, a);
      case "fractions" -> fraction(function, a);
      case "decimal" -> decimal(function, a);
      case "statistics" -> statistics(function, a);
      case "scipy" -> {
        in.operations.meetNumpy();
        yield probabilities.call(function, a);
      }
      case "numpy" -> arrays.call(function, a);
      case "operator" -> operator(function, a);
      case "random", "time", "secrets", "uuid" -> throw Stop.random(name);
      default -> throw Stop.unsupported(name);
    };
  }

  // math

  private FloatNumber number(Value v) {
    FloatNumber f = in.operations.floating(v);
    if (f == null) {
      if (Operations.core(v)) {
        throw PythonError.type("must be real number, not " + Operations.typeName(v));
      }
      if (v instanceof Value.Sym) {
        throw PythonError.type("Cannot convert expression to float");
      }
      throw Stop.unsupported("a float of a " + Operations.typeName(v));
    }
    return f;
  }

  private static Value flt(FloatNumber f) {
    return new Flt(f);
  }

  private Value apply(FloatArithmetic.RealFunction f, Value v) {
    FloatNumber x = number(v);
    if (FloatArithmetic.special(x)) {
      throw Stop.unsupported("a function of infinity");
    }
    in.budget.spend(20);
    return flt(floats.apply(f, x));
  }

  private void requireDomain(boolean holds) {
    if (!holds) {
      throw PythonError.value("math domain error");
    }
  }

  private int sign(FloatNumber x) {
    return floats.compare(x, Rational.ZERO);
  }

  private Value math(String name, Arguments a) {
    return switch (name) {
      case "sqrt" -> {
        FloatNumber x = number(a.at(0));
        if (x.equals(new Ieee(Double.POSITIVE_INFINITY))) {
          yield flt(x);
        }
        requireDomain(floats.isZero(x) || sign(x) >= 0);
        yield flt(floats.sqrt(x));
      }
      case "ceil", "floor", "trunc" -> {
        BigInteger n = Operations.integer(a.at(0));
        if (n != null) {
          yield new Int(n);
        }
        if (a.at(0) instanceof Value.Fraction f) {
          yield new Int(
              switch (name) {
                case "ceil" -> f.value().ceiling();
                case "floor" -> f.value().floor();
                default -> f.value().truncate();
              });
        }
        if (a.at(0) instanceof Value.Sym s) {
          var r = in.terms().toReal(s.term());
          if (r == null) {
            throw PythonError.type("Cannot convert symbols to int");
          }
          // sympy's __floor__ and __ceil__ give sympy Integers.
          BigInteger i = name.equals("ceil") ? reals.ceiling(r) : reals.floor(r);
          yield new Value.Sym(new Term.ExactNumber(Rational.of(i)));
        }
        FloatNumber x = number(a.at(0));
        if (FloatArithmetic.special(x)) {
          throw new PythonError("OverflowError", "cannot convert float infinity to integer");
        }
        yield new Int(
            switch (name) {
              case "ceil" -> floats.ceiling(x);
              case "floor" -> floats.floor(x);
              default -> floats.truncate(x);
            });
      }
      case "factorial" -> {
        if (a.at(0) instanceof Flt) {
          throw PythonError.type("'float' object cannot be interpreted as an integer");
        }
        BigInteger n = in.operations.index(a.at(0));
        if (n.signum() < 0) {
          throw PythonError.value("factorial() not defined for negative values");
        }
        yield new Int(factorial(n));
      }
      case "gcd", "lcm" -> {
        BigInteger r = name.equals("gcd") ? BigInteger.ZERO : BigInteger.ONE;
        for (Value v : a.positional()) {
          BigInteger n = in.operations.index(v);
          r = name.equals("gcd") ? r.gcd(n) : lcm(r, n);
          in.budget.bits(r.bitLength());
        }
        yield new Int(r);
      }
      case "comb" -> new Int(comb(in.operations.index(a.at(0)), in.operations.index(a.at(1))));
      case "perm" -> {
        BigInteger n = in.operations.index(a.at(0));
        BigInteger k = a.size() > 1 ? in.operations.index(a.at(1)) : n;
        requireNonNegative(n, k);
        if (k.compareTo(n) > 0) {
          yield Int.ZERO;
        }
        yield new Int(falling(n, k));
      }
      case "pow" ->
          in.operations.binary(BinaryOperator.POWER, flt(number(a.at(0))), flt(number(a.at(1))));
      case "exp" -> {
        FloatNumber x = number(a.at(0));
        if (!FloatArithmetic.special(x) && floats.compare(x, Rational.of(710)) > 0) {
          throw new PythonError("OverflowError", "math range error");
        }
        if (!FloatArithmetic.special(x) && floats.compare(x, Rational.of(-100_000)) < 0) {
          throw Stop.limit("number size", "exp of a very small number");
        }
        yield apply(reals::exp, a.at(0));
      }
      case "expm1" -> apply(x -> reals.subtract(reals.exp(x), Rational.ONE), a.at(0));
      case "log1p" -> apply(x -> reals.log(reals.add(x, Rational.ONE)), a.at(0));
      case "log" -> log(a);
      case "log2" -> {
        positive(a.at(0));
        yield applyToIntegers(x -> reals.log(x, Rational.of(2)), a.at(0));
      }
      case "log10" -> {
        positive(a.at(0));
        yield applyToIntegers(x -> reals.log(x, Rational.of(10)), a.at(0));
      }
      case "sin" -> apply(reals::sin, a.at(0));
      case "cos" -> apply(reals::cos, a.at(0));
      case "tan" -> apply(reals::tan, a.at(0));
      case "asin", "acos" -> {
        FloatNumber x = number(a.at(0));
        requireDomain(
            floats.compare(x, Rational.ONE) <= 0 && floats.compare(x, Rational.MINUS_ONE) >= 0);
        yield apply(name.equals("asin") ? reals::asin : reals::acos, a.at(0));
      }
      case "atan" -> apply(reals::atan, a.at(0));
      case "atan2" -> flt(atan2(number(a.at(0)), number(a.at(1))));
      case "sinh" -> apply(reals::sinh, a.at(0));
      case "cosh" -> apply(reals::cosh, a.at(0));
      case "tanh" -> apply(reals::tanh, a.at(0));
      case "cbrt" -> {
        FloatNumber x = number(a.at(0));
        if (sign(x) < 0) {
          throw Stop.unsupported("cbrt of a negative number");
        }
        yield apply(r -> reals.power(r, Rational.of(1, 3)), a.at(0));
      }
      case "degrees" -> {
        FloatNumber x = number(a.at(0));
        yield flt(
            floats.exact()
                ? floats.divide(floats.multiply(x, Rational.of(180)), reals.pi())
                : new Ieee(floats.toDouble(x) * (180.0 / Math.PI)));
      }
      case "radians" -> {
        FloatNumber x = number(a.at(0));
        yield flt(
            floats.exact()
                ? floats.divide(floats.multiply(reals.pi(), x), Rational.of(180))
                : new Ieee(floats.toDouble(x) * (Math.PI / 180.0)));
      }
      case "fabs" -> flt(floats.abs(number(a.at(0))));
      case "hypot" -> {
        FloatNumber sum = floats.of(Rational.ZERO);
        if (!floats.exact()) {
          dev.tusk.symbolic.number.Real s = Rational.ZERO;
          for (Value v : a.positional()) {
            var r = floats.toReal(number(v));
            s = reals.add(s, reals.multiply(r, r));
          }
          yield flt(new Ieee(reals.toDouble(reals.sqrt(s))));
        }
        for (Value v : a.positional()) {
          sum = floats.add(sum, floats.multiply(number(v), number(v)));
        }
        yield flt(floats.sqrt(sum));
      }
      case "dist" -> {
        List<Value> p = in.list(a.at(0));
        List<Value> q = in.list(a.at(1));
        dev.tusk.symbolic.number.Real s = Rational.ZERO;
        for (int i = 0; i < Math.min(p.size(), q.size()); i++) {
          var d = reals.subtract(floats.toReal(number(p.get(i))), floats.toReal(number(q.get(i))));
          s = reals.add(s, reals.multiply(d, d));
        }
        yield flt(floats.of(reals.sqrt(s)));
      }
      case "isclose" -> isClose(a);
      case "isqrt" -> {
        BigInteger n = in.operations.index(a.at(0));
        requireNonNegative(n, n);
        in.budget.bits(n.bitLength());
        yield new Int(n.sqrt());
      }
      case "prod" -> {
        Value product = a.get(1, "start", Int.ONE);
        for (Value v : in.list(a.at(0))) {
          product = in.operations.binary(BinaryOperator.MULTIPLY, product, v);
        }
        yield product;
      }
      case "fsum" -> {
        dev.tusk.symbolic.number.Real s = Rational.ZERO;
        for (Value v : in.list(a.at(0))) {
          s = reals.add(s, floats.toReal(number(v)));
        }
        yield flt(floats.of(s));
      }
      case "fmod" -> {
        FloatNumber x = number(a.at(0));
        FloatNumber y = number(a.at(1));
        requireDomain(!floats.isZero(y));
        if (!floats.exact()) {
          yield flt(new Ieee(floats.toDouble(x) % floats.toDouble(y)));
        }
        FloatNumber q = Rational.of(floats.truncate(floats.divide(x, y)));
        yield flt(floats.subtract(x, floats.multiply(q, y)));
      }
      case "modf" -> {
        FloatNumber x = number(a.at(0));
        FloatNumber whole = floats.of(Rational.of(floats.truncate(x)));
        yield new Tuple(List.of(flt(floats.subtract(x, whole)), flt(whole)));
      }
      case "isnan" -> Bool.of(number(a.at(0)) instanceof Ieee d && Double.isNaN(d.value()));
      case "isinf" -> Bool.of(number(a.at(0)) instanceof Ieee d && Double.isInfinite(d.value()));
      case "isfinite" -> Bool.of(!FloatArithmetic.special(number(a.at(0))));
      default -> throw Stop.unsupported("math." + name);
    };
  }

  private void positive(Value v) {
    BigInteger n = Operations.integer(v);
    requireDomain(n != null ? n.signum() > 0 : sign(number(v)) > 0);
  }

  /** Python takes logarithms of ints of any size. */
  private Value applyToIntegers(FloatArithmetic.RealFunction f, Value v) {
    BigInteger n = Operations.integer(v);
    if (n != null) {
      in.budget.spend(20);
      return flt(floats.of(f.apply(Rational.of(n))));
    }
    return apply(f, v);
  }

  private Value log(Arguments a) {
    positive(a.at(0));
    if (a.size() == 1) {
      return applyToIntegers(reals::log, a.at(0));
    }
    positive(a.at(1));
    if (floats.exact()) {
      FloatNumber x = number(a.at(0));
      FloatNumber b = number(a.at(1));
      if (b.equals(Rational.ONE)) {
        throw new PythonError("ZeroDivisionError", "float division by zero");
      }
      in.budget.spend(40);
      return flt(reals.log((dev.tusk.symbolic.number.Real) x, (dev.tusk.symbolic.number.Real) b));
    }
    // CPython divides two rounded logarithms.
    Value top = applyToIntegers(reals::log, a.at(0));
    Value bottom = applyToIntegers(reals::log, a.at(1));
    return in.operations.binary(BinaryOperator.DIVIDE, top, bottom);
  }

  private FloatNumber atan2(FloatNumber y, FloatNumber x) {
    if (FloatArithmetic.special(x) || FloatArithmetic.special(y)) {
      throw Stop.unsupported("atan2 of infinity");
    }
    var ry = floats.toReal(y);
    var rx = floats.toReal(x);
    boolean zero = floats.isZero(x);
    if (zero && floats.isZero(y)) {
      return floats.of(Rational.ZERO);
    }
    dev.tusk.symbolic.number.Real angle;
    if (zero) {
      angle = reals.multiply(Rational.of(reals.signum(ry), 2), reals.pi());
    } else {
      angle = reals.atan(reals.divide(ry, rx));
      if (reals.signum(rx) < 0) {
        boolean up = floats.isZero(y) || reals.signum(ry) > 0;
        angle = up ? reals.add(angle, reals.pi()) : reals.subtract(angle, reals.pi());
      }
    }
    return floats.of(angle);
  }

  private Value isClose(Arguments a) {
    a.expect("isclose", 2, 2, "rel_tol", "abs_tol");
    FloatNumber x = number(a.at(0));
    FloatNumber y = number(a.at(1));
    FloatNumber rel =
        a.named().containsKey("rel_tol")
            ? number(a.get(9, "rel_tol", None.NONE))
            : floats.of(Rational.of(1, 1_000_000_000));
    FloatNumber abs =
        a.named().containsKey("abs_tol")
            ? number(a.get(9, "abs_tol", None.NONE))
            : floats.of(Rational.ZERO);
    if (x.equals(y)) {
      return Bool.TRUE;
    }
    FloatNumber d = floats.abs(floats.subtract(x, y));
    FloatNumber ax = floats.abs(x);
    FloatNumber ay = floats.abs(y);
    FloatNumber m = floats.compare(ax, ay) > 0 ? ax : ay;
    return Bool.of(floats.compare(d, floats.multiply(rel, m)) <= 0 || floats.compare(d, abs) <= 0);
  }

  private static void requireNonNegative(BigInteger n, BigInteger k) {
    if (n.signum() < 0 || k.signum() < 0) {
      throw PythonError.value("must be a non-negative integer");
    }
  }

  static BigInteger lcm(BigInteger a, BigInteger b) {
    return a.signum() == 0 || b.signum() == 0
        ? BigInteger.ZERO
        : a.divide(a.gcd(b)).multiply(b).abs();
  }

  BigInteger factorial(BigInteger n) {
    if (n.bitLength() > 20) {
      throw Stop.limit("number size", "a factorial of " + n.bitLength() + " bits");
    }
    in.budget.bits((long) n.intValue() * n.bitLength());
    return falling(n, n);
  }

  private BigInteger falling(BigInteger n, BigInteger k) {
    if (k.bitLength() > 20) {
      throw Stop.limit("number size", "a product of " + k.bitLength() + "-bit length");
    }
    in.budget.bits(k.longValue() * n.bitLength());
    BigInteger r = BigInteger.ONE;
    for (int i = 0; i < k.intValue(); i++) {
      r = r.multiply(n.subtract(BigInteger.valueOf(i)));
      in.budget.step();
    }
    return r;
  }

  BigInteger comb(BigInteger n, BigInteger k) {
    requireNonNegative(n, k);
    if (k.compareTo(n) > 0) {
      return BigInteger.ZERO;
    }
    BigInteger small = k.min(n.subtract(k));
    if (small.bitLength() > 17) {
      throw Stop.limit("number size", "a binomial of " + n.bitLength() + " bits");
    }
    in.budget.bits(small.longValue() * n.bitLength());
    BigInteger r = BigInteger.ONE;
    for (int i = 0; i < small.intValue(); i++) {
      r = r.multiply(n.subtract(BigInteger.valueOf(i))).divide(BigInteger.valueOf(i + 1L));
      in.budget.step();
    }
    return r;
  }

  // itertools, collections, functools

  private Value itertools(String name, Arguments a) {
    return switch (name) {
      case "permutations", "combinations", "combinations_with_replacement" -> {
        List<Value> pool = in.list(a.at(0));
        int r =
            a.get(1, "r", None.NONE) instanceof None
                ? pool.size()
                : in.operations.smallIndex(a.get(1, "r", None.NONE));
        yield new Iter(new Arrangements(pool, r, name, in.budget));
      }
      case "product" -> {
        a.expect(name, 0, Integer.MAX_VALUE, "repeat");
        int repeat =
            a.named().containsKey("repeat")
                ? in.operations.smallIndex(a.get(99, "repeat", None.NONE))
                : 1;
        in.budget.items((long) repeat * a.size());
        var pools = new ArrayList<List<Value>>();
        for (int i = 0; i < repeat; i++) {
          for (Value v : a.positional()) {
            pools.add(in.list(v));
          }
        }
        yield new Iter(new Arrangements(pools, in.budget));
      }
      case "count" -> {
        Value start = a.get(0, "start", Int.ZERO);
        Value step = a.get(1, "step", Int.ONE);
        yield new Iter(
            new Iterator<>() {
              private Value next = start;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Value next() {
                Value v = next;
                next = in.operations.binary(BinaryOperator.ADD, next, step);
                return v;
              }
            });
      }
      case "chain", "chain.from_iterable" -> {
        var all = new ArrayList<Value>();
        for (Value v : name.equals("chain") ? a.positional() : in.list(a.at(0))) {
          all.addAll(in.list(v));
          in.budget.items(all.size());
        }
        yield new Iter(all.iterator());
      }
      case "accumulate" -> {
        a.expect(name, 1, 2);
        var all = new ArrayList<Value>();
        Value total = null;
        for (Value v : in.list(a.at(0))) {
          total =
              total == null
                  ? v
                  : a.size() > 1
                      ? in.call(a.at(1), Arguments.of(total, v))
                      : in.operations.binary(BinaryOperator.ADD, total, v);
          all.add(total);
        }
        yield new Iter(all.iterator());
      }
      case "islice" -> {
        if (a.size() != 2) {
          throw Stop.unsupported("islice with a start");
        }
        int n = in.operations.smallIndex(a.at(1));
        Iterator<Value> it = in.iterate(a.at(0));
        var all = new ArrayList<Value>();
        while (all.size() < n && it.hasNext()) {
          all.add(it.next());
          in.budget.items(all.size());
        }
        yield new Iter(all.iterator());
      }
      default -> throw Stop.unsupported("itertools." + name);
    };
  }

  private Value collections(String name, Arguments a) {
    return switch (name) {
      case "Counter" -> {
        var d = new Dict();
        d.counter = true;
        if (a.size() > 0) {
          if (a.at(0) instanceof Dict other) {
            d.entries.putAll(other.entries);
            yield d;
          }
          for (Value v : in.list(a.at(0))) {
            Dict.Entry e = d.entries.get(in.operations.key(v));
            Value n = e == null ? Int.ZERO : e.value();
            in.put(d, v, in.operations.binary(BinaryOperator.ADD, n, Int.ONE));
          }
        }
        yield d;
      }
      case "defaultdict" -> {
        var d = new Dict();
        if (a.size() > 0 && !(a.at(0) instanceof None)) {
          d.defaultFactory = a.at(0);
        }
        yield d;
      }
      case "OrderedDict" -> throw Stop.unsupported("OrderedDict");
      case "namedtuple" -> {
        List<Value> fields =
            a.at(1) instanceof Str s
                ? java.util.Arrays.stream(
                        Formatting.plain(s).replace(',', ' ').strip().split("\\s+"))
                    .<Value>map(Str::new)
                    .toList()
                : in.list(a.at(1));
        yield new Value.TupleType(in.text(a.at(0)), fields.stream().map(in::text).toList());
      }
      default -> throw Stop.unsupported("collections." + name);
    };
  }

  Value namedTuple(Value.TupleType t, Arguments a) {
    var items = new ArrayList<Value>();
    for (int i = 0; i < t.fields().size(); i++) {
      Value v = a.get(i, t.fields().get(i));
      if (v == null) {
        throw PythonError.type("missing a field");
      }
      items.add(v);
    }
    return new Tuple(List.copyOf(items), t.name(), t.fields());
  }

  private Value functools(String name, Arguments a) {
    return switch (name) {
      case "reduce" -> {
        Value total = a.size() > 2 ? a.at(2) : null;
        for (Value v : in.list(a.at(1))) {
          total = total == null ? v : in.call(a.at(0), Arguments.of(total, v));
        }
        if (total == null) {
          throw PythonError.type("reduce() of empty iterable with no initial value");
        }
        yield total;
      }
      case "partial" -> new Value.Partial(a.at(0), a.positional().subList(1, a.size()), a.named());
      case "lru_cache", "cache" -> {
        if (a.size() == 1 && a.at(0) instanceof Value.Function f) {
          yield f;
        }
        throw Stop.unsupported("functools." + name + "(…)");
      }
      default -> throw Stop.unsupported("functools." + name);
    };
  }

  private Value operator(String name, Arguments a) {
    BinaryOperator op =
        switch (name) {
          case "add" -> BinaryOperator.ADD;
          case "sub" -> BinaryOperator.SUBTRACT;
          case "mul" -> BinaryOperator.MULTIPLY;
          case "truediv" -> BinaryOperator.DIVIDE;
          case "floordiv" -> BinaryOperator.FLOOR_DIVIDE;
          case "mod" -> BinaryOperator.MODULO;
          case "pow" -> BinaryOperator.POWER;
          default -> throw Stop.unsupported("operator." + name);
        };
    return in.operations.binary(op, a.at(0), a.at(1));
  }

  // fractions, decimal, statistics

  private Value fraction(String name, Arguments a) {
    if (name.equals("Fraction.from_float")) {
      return new Value.Fraction(ofDouble(a.at(0)));
    }
    if (name.equals("gcd")) {
      return math("gcd", a);
    }
    if (!name.equals("Fraction")) {
      throw Stop.unsupported("fractions." + name);
    }
    if (a.size() == 2) {
      Rational x = exactRational(a.at(0));
      Rational y = exactRational(a.at(1));
      if (y.isZero()) {
        throw new PythonError("ZeroDivisionError", "Fraction(" + x + ", 0)");
      }
      return new Value.Fraction(x.dividedBy(y));
    }
    if (a.size() == 0) {
      return new Value.Fraction(Rational.ZERO);
    }
    return new Value.Fraction(exactRational(a.at(0)));
  }

  private Rational exactRational(Value v) {
    return switch (v) {
      case Value.Fraction f -> f.value();
      case Value.Dec d -> Rational.of(d.value());
      case Flt f -> ofDouble(f);
      case Value.Sym s when s.term() instanceof Term.ExactNumber n -> n.value();
      case Str s -> {
        String[] parts = Formatting.plain(s).strip().split("/", -1);
        BigDecimal top = Builtins.decimal(parts[0].strip());
        BigDecimal bottom = parts.length == 2 ? Builtins.decimal(parts[1].strip()) : BigDecimal.ONE;
        if (top == null || bottom == null || parts.length > 2 || bottom.signum() == 0) {
          throw PythonError.value("Invalid literal for Fraction");
        }
        yield Rational.of(top).dividedBy(Rational.of(bottom));
      }
      default -> {
        BigInteger n = Operations.integer(v);
        if (n == null) {
          throw Stop.unsupported("a Fraction of a " + Operations.typeName(v));
        }
        yield Rational.of(n);
      }
    };
  }

  /** A Fraction of a float is the double's own ratio, an artefact of its format: kept so. */
  private Rational ofDouble(Value v) {
    if (!(v instanceof Flt f) || FloatArithmetic.special(f.number())) {
      throw PythonError.value("Cannot convert to a ratio");
    }
    return f.number() instanceof Rational r ? r : Rational.ofDouble(floats.toDouble(f.number()));
  }

  /** Fraction.limit_denominator, as CPython's fractions.py. */
  static Rational limitDenominator(Rational x, BigInteger bound) {
    if (bound.signum() <= 0) {
      throw PythonError.value("max_denominator should be at least 1");
    }
    if (x.denominator().compareTo(bound) <= 0) {
      return x;
    }
    BigInteger p0 = BigInteger.ZERO;
    BigInteger q0 = BigInteger.ONE;
    BigInteger p1 = BigInteger.ONE;
    BigInteger q1 = BigInteger.ZERO;
    BigInteger n = x.numerator();
    BigInteger d = x.denominator();
    while (true) {
      BigInteger a = Operations.floorDivide(n, d);
      BigInteger q2 = q0.add(a.multiply(q1));
      if (q2.compareTo(bound) > 0) {
        break;
      }
      BigInteger p2 = p0.add(a.multiply(p1));
      p0 = p1;
      q0 = q1;
      p1 = p2;
      q1 = q2;
      BigInteger r = n.subtract(a.multiply(d));
      n = d;
      d = r;
    }
    BigInteger k = bound.subtract(q0).divide(q1);
    Rational bound1 = Rational.of(p0.add(k.multiply(p1)), q0.add(k.multiply(q1)));
    Rational bound2 = Rational.of(p1, q1);
    return bound2.minus(x).abs().compareTo(bound1.minus(x).abs()) <= 0 ? bound2 : bound1;
  }

  private Value decimal(String name, Arguments a) {
    if (name.equals("getcontext")) {
      return new Value.Library("decimal.context");
    }
    if (!name.equals("Decimal")) {
      throw Stop.unsupported("decimal." + name);
    }
    if (a.size() == 0) {
      return new Value.Dec(BigDecimal.ZERO);
    }
    return switch (a.at(0)) {
      case Value.Dec d -> d;
      case Str s -> {
        BigDecimal d = Builtins.decimal(Formatting.plain(s).strip());
        if (d == null) {
          throw new PythonError("ValueError", "Invalid literal for Decimal");
        }
        yield new Value.Dec(d);
      }
      case Flt f when f.number() instanceof Ieee d && Double.isFinite(d.value()) ->
          new Value.Dec(new BigDecimal(d.value()));
      case Flt f when f.number() instanceof Rational r -> new Value.Dec(terminating(r));
      default -> {
        BigInteger n = Operations.integer(a.at(0));
        if (n == null) {
          throw Stop.unsupported("a Decimal of a " + Operations.typeName(a.at(0)));
        }
        yield new Value.Dec(new BigDecimal(n));
      }
    };
  }

  private static BigDecimal terminating(Rational r) {
    try {
      return new BigDecimal(r.numerator())
          .divide(new BigDecimal(r.denominator()), MathContext.UNLIMITED);
    } catch (ArithmeticException e) {
      throw Stop.unevaluated("a Decimal of " + r, "no finite decimal");
    }
  }

  void assignAttribute(Value object, String name, Value v) {
    if (object instanceof Value.Library l
        && l.name().equals("decimal.context")
        && name.equals("prec")) {
      int digits = in.operations.smallIndex(v);
      if (digits < 1 || digits > 2_000) {
        throw Stop.limit("decimal precision", digits + " digits");
      }
      in.operations.decimalContext = new MathContext(digits, RoundingMode.HALF_EVEN);
      return;
    }
    throw Stop.unsupported("an assignment to ." + name);
  }

  private Value statistics(String name, Arguments a) {
    List<Value> data = in.list(a.at(0));
    a.expect(name, 1, 1);
    if (data.isEmpty()) {
      throw PythonError.value("no data");
    }
    var numbers = new ArrayList<Rational>();
    boolean anyFloat = false;
    for (Value v : data) {
      switch (v) {
        case Flt f -> {
          anyFloat = true;
          numbers.add(
              (Rational) (f.number() instanceof Rational r ? r : floats.toReal(f.number())));
        }
        case Value.Fraction f -> throw Stop.unsupported("statistics of Fractions");
        default -> {
          BigInteger n = Operations.integer(v);
          if (n == null) {
            throw Stop.unsupported("statistics of a " + Operations.typeName(v));
          }
          numbers.add(Rational.of(n));
        }
      }
    }
    var count = Rational.of(numbers.size());
    Rational mean = numbers.stream().reduce(Rational.ZERO, Rational::plus).dividedBy(count);
    return switch (name) {
      case "mean", "fmean" ->
          name.equals("mean") && !anyFloat && mean.isInteger()
              ? new Int(mean.numerator())
              : flt(floats.of(mean));
      case "median" -> {
        var sorted = new ArrayList<>(data);
        sorted.sort(in.operations::compare);
        int n = sorted.size();
        yield n % 2 == 1
            ? sorted.get(n / 2)
            : in.operations.binary(
                BinaryOperator.DIVIDE,
                in.operations.binary(BinaryOperator.ADD, sorted.get(n / 2 - 1), sorted.get(n / 2)),
                Int.of(2));
      }
      case "mode" -> {
        Value best = data.getFirst();
        long most = 0;
        for (Value v : data) {
          long n = data.stream().filter(x -> in.operations.equal(x, v)).count();
          if (n > most) {
            most = n;
            best = v;
          }
        }
        yield best;
      }
      case "pstdev", "stdev", "variance", "pvariance" -> {
        boolean sample = name.equals("stdev") || name.equals("variance");
        if (sample && numbers.size() < 2) {
          throw PythonError.value("needs at least two data points");
        }
        Rational sum = Rational.ZERO;
        for (Rational x : numbers) {
          Rational d = x.minus(mean);
          sum = sum.plus(d.times(d));
        }
        Rational variance = sum.dividedBy(sample ? count.minus(Rational.ONE) : count);
        if (name.endsWith("variance")) {
          yield !anyFloat && variance.isInteger()
              ? new Int(variance.numerator())
              : flt(floats.of(variance));
        }
        yield flt(floats.of(reals.sqrt(variance)));
      }
      default -> throw Stop.unsupported("statistics." + name);
    };
  }

  Arrays arrays() {
    return arrays;
  }

  // sympy values as callables and iterables

  Value lambdified(Value.Lambdified l, Arguments a) {
    return sympy.lambdified(l, a);
  }

  Iterator<Value> iterate(Term t) {
    return sympy.iterate(t);
  }
}
