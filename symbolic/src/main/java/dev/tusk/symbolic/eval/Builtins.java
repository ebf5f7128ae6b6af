package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.ExceptionValue;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.Iter;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.SetValue;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's builtin functions and types. */
final class Builtins {
  private static final Set<String> NAMES =
      Set.of(
          "print",
          "abs",
          "all",
          "any",
          "bin",
          "bool",
          "chr",
          "complex",
          "dict",
          "divmod",
          "enumerate",
          "filter",
          "float",
          "format",
          "frozenset",
          "hex",
          "int",
          "isinstance",
          "iter",
          "len",
          "list",
          "map",
          "max",
          "min",
          "next",
          "oct",
          "ord",
          "pow",
          "range",
          "repr",
          "reversed",
          "round",
          "set",
          "sorted",
          "str",
          "sum",
          "tuple",
          "type",
          "zip",
          "callable",
          "hasattr",
          "object",
          "input",
          "id",
          "hash",
          "globals",
          "locals",
          "eval",
          "exec",
          "open");

  private final Interpreter in;
  private final FloatArithmetic floats;

  Builtins(Interpreter in, Run run) {
    this.in = in;
    this.floats = run.floats();
  }

  @Nullable Value value(String name) {
    if (NAMES.contains(name) || Exceptions.known(name)) {
      return new Value.Builtin(name);
    }
    return name.equals("__name__") ? new Str("__main__") : null;
  }

  Value call(String name, Arguments a) {
    return switch (name) {
      case "print" -> print(a);
      case "abs" -> abs(a.at(0));
      case "all", "any" -> quantifier(name.equals("all"), a.at(0));
      case "bin" -> new Str(radix(a.at(0), 2, "0b"));
      case "oct" -> new Str(radix(a.at(0), 8, "0o"));
      case "hex" -> new Str(radix(a.at(0), 16, "0x"));
      case "bool" -> Bool.of(a.size() > 0 && in.operations.truth(a.at(0)));
      case "chr" -> new Str(Character.toString(codePoint(a.at(0))));
      case "ord" -> Int.of(ord(a.at(0)));
      case "complex" -> complex(a);
      case "dict" -> dict(a);
      case "divmod" -> {
        Value q = in.operations.binary(BinaryOperator.FLOOR_DIVIDE, a.at(0), a.at(1));
        Value r = in.operations.binary(BinaryOperator.MODULO, a.at(0), a.at(1));
        yield new Tuple(List.of(q, r));
      }
      case "enumerate" -> enumerate(a);
      case "filter" -> filter(a);
      case "map" -> map(a);
      case "zip" -> zip(a);
      case "float" -> toFloat(a);
      case "format" -> in.formatting.format(a.at(0), a.size() > 1 ? in.text(a.at(1)) : "");
      case "frozenset" -> {
        SetValue s = set(a);
        s.frozen = true;
        yield s;
      }
      case "set" -> set(a);
      case "int" -> toInt(a);
      case "isinstance" -> Bool.of(isInstance(a.at(0), a.at(1)));
      case "iter" -> new Iter(in.iterate(a.at(0)));
      case "len" -> new Int(length(a.at(0)));
      case "list" -> new ListValue(a.size() == 0 ? List.of() : in.list(a.at(0)));
      case "tuple" -> new Tuple(a.size() == 0 ? List.of() : List.copyOf(in.list(a.at(0))));
      case "max", "min" -> extreme(name.equals("max") ? 1 : -1, a);
      case "next" -> next(a);
      case "pow" -> pow(a);
      case "range" -> range(a);
      case "repr" -> in.formatting.repr(a.at(0));
      case "reversed" -> {
        if (a.at(0) instanceof SetValue || a.at(0) instanceof Iter) {
          throw PythonError.type("argument to reversed() must be a sequence");
        }
        yield new Iter(in.list(a.at(0)).reversed().iterator());
      }
      case "round" -> round(a);
      case "sorted" -> {
        a.expect(name, 1, 1, "key", "reverse");
        yield new ListValue(sorted(in.list(unordered(a.at(0))), a));
      }
      case "str" -> a.size() == 0 ? new Str("") : in.formatting.str(a.at(0));
      case "sum" -> sum(a);
      case "type" -> type(a.at(0));
      case "callable" ->
          Bool.of(
              a.at(0) instanceof Value.Function
                  || a.at(0) instanceof Value.Builtin
                  || a.at(0) instanceof Value.Library);
      case "id", "hash" -> throw Stop.random(name + "()");
      default -> {
        if (Exceptions.known(name)) {
          yield new ExceptionValue(name, a.size() == 0 ? new Str("") : in.formatting.str(a.at(0)));
        }
        if (name.equals("dict.fromkeys")) {
          yield fromKeys(a);
        }
        throw Stop.unsupported(name + "()");
      }
    };
  }

  /** A set whose order does not matter to the caller. */
  private static Value unordered(Value v) {
    return switch (v) {
      case SetValue s -> new ListValue(new ArrayList<>(s.items.values()));
      case Value.Array a when a.vector() -> new ListValue(a.rows().getFirst());
      default -> v;
    };
  }

  private Value print(Arguments a) {
    a.expect("print", 0, Integer.MAX_VALUE, "sep", "end", "file", "flush");
    if (a.named().containsKey("file")) {
      throw Stop.unsupported("print(file=)");
    }
    Value sep = a.named().getOrDefault("sep", None.NONE);
    Value end = a.named().getOrDefault("end", None.NONE);
    var b = new RichText();
    for (int i = 0; i < a.size(); i++) {
      if (i > 0) {
        b.add(sep instanceof Str s ? s : new Str(" "));
      }
      b.add(in.formatting.str(a.at(i)));
    }
    b.add(end instanceof Str s ? s : new Str("\n"));
    in.output.print(b.build(), in.line());
    return None.NONE;
  }

  private Value abs(Value v) {
    return switch (v) {
      case Int i -> new Int(i.value().abs());
      case Bool b -> Int.of(b.value() ? 1 : 0);
      case Flt f -> new Flt(floats.abs(f.number()));
      case Value.Fraction f -> new Value.Fraction(f.value().abs());
      case Value.Dec d -> new Value.Dec(d.value().abs());
      case Sym s -> new Sym(in.terms().apply("Abs", s.term()));
      case Value.Array x -> in.operations.arrays.map(x, this::abs);
      case Value.Delta d -> new Value.Delta(d.value().abs());
      case Value.Complex c ->
          new Flt(
              floats.sqrt(
                  floats.add(
                      floats.multiply(c.real(), c.real()),
                      floats.multiply(c.imaginary(), c.imaginary()))));
      default ->
          throw PythonError.type("bad operand type for abs(): '" + Operations.typeName(v) + "'");
    };
  }

  private Value quantifier(boolean all, Value items) {
    Iterator<Value> it = in.iterate(unordered(items));
    while (it.hasNext()) {
      if (in.operations.truth(it.next()) != all) {
        return Bool.of(!all);
      }
    }
    return Bool.of(all);
  }

  private String radix(Value v, int radix, String prefix) {
    BigInteger n = in.operations.index(v);
    return (n.signum() < 0 ? "-" : "") + prefix + n.abs().toString(radix);
  }

  private int codePoint(Value v) {
    int c = in.operations.smallIndex(v);
    if (!Character.isValidCodePoint(c)) {
      throw PythonError.value("chr() arg not in range(0x110000)");
    }
    return c;
  }

  private int ord(Value v) {
    String s = in.text(v);
    if (s.codePointCount(0, s.length()) != 1) {
      throw PythonError.type("ord() expected a character");
    }
    return s.codePointAt(0);
  }

  private Value complex(Arguments a) {
    a.expect("complex", 0, 2);
    FloatNumber zero = floats.of(Rational.ZERO);
    if (a.size() == 0) {
      return new Value.Complex(zero, zero);
    }
    Value.Complex x = in.operations.toComplex(a.at(0));
    if (a.size() == 1) {
      return x;
    }
    Value.Complex y = in.operations.toComplex(a.at(1));
    return new Value.Complex(
        floats.subtract(x.real(), y.imaginary()), floats.add(x.imaginary(), y.real()));
  }

  private Value dict(Arguments a) {
    var d = new Dict();
    if (a.size() > 0) {
      if (a.at(0) instanceof Dict other) {
        d.entries.putAll(other.entries);
      } else {
        for (Value pair : in.list(a.at(0))) {
          List<Value> kv = in.list(pair);
          if (kv.size() != 2) {
            throw PythonError.value("dictionary update sequence element has a wrong length");
          }
          in.put(d, kv.get(0), kv.get(1));
        }
      }
    }
    a.named().forEach((k, v) -> in.put(d, new Str(k), v));
    return d;
  }

  private Value enumerate(Arguments a) {
    Iterator<Value> it = in.iterate(a.at(0));
    BigInteger start = in.operations.index(a.get(1, "start", Int.ZERO));
    return new Iter(
        new Iterator<>() {
          private BigInteger i = start;

          @Override
          public boolean hasNext() {
            return it.hasNext();
          }

          @Override
          public Value next() {
            Value v = new Tuple(List.of(new Int(i), it.next()));
            i = i.add(BigInteger.ONE);
            return v;
          }
        });
  }

  private Value filter(Arguments a) {
    Value f = a.at(0);
    Iterator<Value> it = in.iterate(a.at(1));
    return new Iter(
        new Iterator<>() {
          private @Nullable Value next;

          @Override
          public boolean hasNext() {
            while (next == null && it.hasNext()) {
              in.budget.step();
              Value v = it.next();
              boolean keep =
                  in.operations.truth(f instanceof None ? v : in.call(f, Arguments.of(v)));
              if (keep) {
                next = v;
              }
            }
            return next != null;
          }

          @Override
          public Value next() {
            if (!hasNext() || next == null) {
              throw new NoSuchElementException();
            }
            Value v = next;
            next = null;
            return v;
          }
        });
  }

  private Value map(Arguments a) {
    Value f = a.at(0);
    var its = new ArrayList<Iterator<Value>>();
    for (int i = 1; i < a.size(); i++) {
      its.add(in.iterate(a.at(i)));
    }
    return new Iter(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return its.stream().allMatch(Iterator::hasNext);
          }

          @Override
          public Value next() {
            var values = new ArrayList<Value>();
            its.forEach(i -> values.add(i.next()));
            return in.call(f, new Arguments(values, Map.of()));
          }
        });
  }

  private Value zip(Arguments a) {
    a.expect("zip", 0, Integer.MAX_VALUE);
    var its = new ArrayList<Iterator<Value>>();
    for (Value v : a.positional()) {
      its.add(in.iterate(v));
    }
    return new Iter(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return !its.isEmpty() && its.stream().allMatch(Iterator::hasNext);
          }

          @Override
          public Value next() {
            var values = new ArrayList<Value>();
            its.forEach(i -> values.add(i.next()));
            return new Tuple(List.copyOf(values));
          }
        });
  }

  private Value toFloat(Arguments a) {
    if (a.size() == 0) {
      return new Flt(floats.of(Rational.ZERO));
    }
    Value v = a.at(0);
    if (v instanceof Str s) {
      String t = Formatting.plain(s).strip().replace("_", "");
      switch (t.toLowerCase(java.util.Locale.ROOT)) {
        case "inf", "+inf", "infinity" -> {
          return new Flt(new Ieee(Double.POSITIVE_INFINITY));
        }
        case "-inf", "-infinity" -> {
          return new Flt(new Ieee(Double.NEGATIVE_INFINITY));
        }
        case "nan" -> {
          return new Flt(new Ieee(Double.NaN));
        }
        default -> {}
      }
      BigDecimal d = decimal(t);
      if (d == null) {
        throw PythonError.value("could not convert string to float: " + Formatting.quote(t));
      }
      return new Flt(floats.exact() ? Rational.of(d) : new Ieee(d.doubleValue()));
    }
    FloatNumber f = in.operations.floating(v);
    if (f == null) {
      if (v instanceof Sym s && s.term().equals(Term.INFINITY)) {
        return new Flt(new Ieee(Double.POSITIVE_INFINITY));
      }
      if (Operations.core(v) || v instanceof Sym) {
        throw PythonError.type("float() argument must be a string or a real number");
      }
      throw Stop.unsupported("float of a " + Operations.typeName(v));
    }
    return v instanceof Flt x ? x : new Flt(f);
  }

  static @Nullable BigDecimal decimal(String t) {
    if (!t.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?")) {
      return null;
    }
    return new BigDecimal(t);
  }

  private Value fromKeys(Arguments a) {
    a.expect("fromkeys", 1, 2);
    var d = new Value.Dict();
    Value value = a.size() > 1 ? a.at(1) : Value.None.NONE;
    for (Value key : in.list(a.at(0))) {
      in.put(d, key, value);
    }
    return d;
  }

  private Value toInt(Arguments a) {
    if (a.size() == 0) {
      return Int.ZERO;
    }
    Value v = a.at(0);
    if (v instanceof Str s) {
      String t = Formatting.plain(s).strip().replace("_", "");
      int base =
          a.get(1, "base") == null ? 10 : in.operations.smallIndex(a.get(1, "base", Int.ZERO));
      if (base < 2 || base > 36) {
        throw Stop.unsupported("int(text, " + base + ")");
      }
      if ((base == 2 && t.startsWith("0b")) || (base == 16 && t.startsWith("0x"))) {
        t = t.substring(2);
      }
      try {
        in.budget.items(t.length() * 8L);
        return new Int(new BigInteger(t, base));
      } catch (NumberFormatException e) {
        throw PythonError.value(
            "invalid literal for int() with base " + base + ": " + Formatting.quote(t));
      }
    }
    BigInteger n = Operations.integer(v);
    if (n != null) {
      return new Int(n);
    }
    return switch (v) {
      case Flt f -> {
        if (FloatArithmetic.special(f.number())) {
          throw new PythonError("OverflowError", "cannot convert float infinity to integer");
        }
        yield new Int(floats.truncate(f.number()));
      }
      case Value.Fraction f -> new Int(f.value().truncate());
      case Value.Dec d -> new Int(d.value().toBigInteger());
      case Sym s -> {
        var real = in.terms().toReal(s.term());
        if (real == null) {
          throw PythonError.type("Cannot convert symbols to int");
        }
        yield new Int(floats.reals().truncate(real));
      }
      default -> {
        if (Operations.core(v)) {
          throw PythonError.type("int() argument must be a string or a number");
        }
        throw Stop.unsupported("int of a " + Operations.typeName(v));
      }
    };
  }

  private SetValue set(Arguments a) {
    return a.size() == 0
        ? new SetValue()
        : in.operations.set(in.iterate(a.at(0) instanceof SetValue ? unordered(a.at(0)) : a.at(0)));
  }

  private boolean isInstance(Value v, Value type) {
    return switch (type) {
      case Tuple t -> t.items().stream().anyMatch(x -> isInstance(v, x));
      case Value.Builtin b ->
          switch (b.name()) {
            case "int" -> v instanceof Int || v instanceof Bool;
            case "float" -> v instanceof Flt;
            case "complex" -> v instanceof Value.Complex;
            case "str" -> v instanceof Str;
            case "bool" -> v instanceof Bool;
            case "list" -> v instanceof ListValue;
            case "tuple" -> v instanceof Tuple;
            case "dict" -> v instanceof Dict;
            case "set" -> v instanceof SetValue s && !s.frozen;
            case "object" -> true;
            default -> {
              if (Exceptions.known(b.name())) {
                yield v instanceof ExceptionValue e && Exceptions.isA(e.type(), b.name());
              }
              throw Stop.unsupported("isinstance of " + b.name());
            }
          };
      case Value.Library l ->
          switch (l.name()) {
            case "fractions.Fraction" -> v instanceof Value.Fraction;
            case "decimal.Decimal" -> v instanceof Value.Dec;
            case "sympy.Integer" ->
                v instanceof Sym s
                    && s.term() instanceof Term.ExactNumber n
                    && n.value().isInteger();
            case "sympy.Rational" -> v instanceof Sym s && s.term() instanceof Term.ExactNumber;
            case "sympy.Float" -> v instanceof Sym s && s.term() instanceof Term.FloatValue;
            case "sympy.Symbol" -> v instanceof Sym s && s.term() instanceof Term.Symbol;
            default -> throw Stop.unsupported("isinstance of " + l.name());
          };
      default -> throw Stop.unsupported("isinstance of a " + Operations.typeName(type));
    };
  }

  BigInteger length(Value v) {
    return switch (v) {
      case Str s -> {
        String t = Formatting.plain(s);
        yield BigInteger.valueOf(t.codePointCount(0, t.length()));
      }
      case ListValue l -> BigInteger.valueOf(l.items.size());
      case Tuple t -> BigInteger.valueOf(t.items().size());
      case Dict d -> BigInteger.valueOf(d.entries.size());
      case SetValue s -> BigInteger.valueOf(s.items.size());
      case Value.Range r -> r.length();
      case Value.Matrix m -> BigInteger.valueOf((long) m.rows.size() * m.width());
      case Value.Array x ->
          BigInteger.valueOf(x.vector() ? ArrayArithmetic.width(x) : ArrayArithmetic.height(x));
      case Sym s when s.term() instanceof Term.Apply x && x.name().equals("FiniteSet") ->
          BigInteger.valueOf(x.arguments().size());
      case Sym s when s.term().equals(Term.EMPTY_SET) -> BigInteger.ZERO;
      default -> {
        if (Operations.core(v)) {
          throw PythonError.type("object of type '" + Operations.typeName(v) + "' has no len()");
        }
        throw Stop.unsupported("len of a " + Operations.typeName(v));
      }
    };
  }

  private Value extreme(int sign, Arguments a) {
    a.expect("max", 1, Integer.MAX_VALUE, "key", "default");
    List<Value> items = a.size() == 1 ? in.list(unorderedExtreme(a)) : a.positional();
    if (items.isEmpty()) {
      Value d = a.named().get("default");
      if (d != null) {
        return d;
      }
      throw PythonError.value("max() arg is an empty sequence");
    }
    Value key = a.named().getOrDefault("key", None.NONE);
    Value best = items.getFirst();
    Value bestKey = keyed(key, best);
    for (Value v : items.subList(1, items.size())) {
      Value k = keyed(key, v);
      if (in.operations.compare(k, bestKey) * sign > 0) {
        best = v;
        bestKey = k;
      }
    }
    return best;
  }

  private static Value unorderedExtreme(Arguments a) {
    return a.named().containsKey("key") ? a.at(0) : unordered(a.at(0));
  }

  private Value keyed(Value key, Value v) {
    in.budget.step();
    return key instanceof None ? v : in.call(key, Arguments.of(v));
  }

  private Value next(Arguments a) {
    if (!(a.at(0) instanceof Iter i)) {
      throw PythonError.type("'" + Operations.typeName(a.at(0)) + "' object is not an iterator");
    }
    if (i.iterator().hasNext()) {
      return i.iterator().next();
    }
    if (a.size() > 1) {
      return a.at(1);
    }
    throw new PythonError("StopIteration", "");
  }

  private Value pow(Arguments a) {
    if (a.get(2, "mod") == null) {
      return in.operations.binary(BinaryOperator.POWER, a.at(0), a.at(1));
    }
    BigInteger m = in.operations.index(a.get(2, "mod", None.NONE));
    if (m.signum() == 0) {
      throw PythonError.value("pow() 3rd argument cannot be 0");
    }
    in.budget.spend(m.bitLength());
    try {
      BigInteger r = in.operations.index(a.at(0)).modPow(in.operations.index(a.at(1)), m.abs());
      return new Int(m.signum() < 0 && r.signum() != 0 ? r.add(m) : r);
    } catch (ArithmeticException e) {
      throw PythonError.value("base is not invertible for the given modulus");
    }
  }

  private Value range(Arguments a) {
    a.expect("range", 1, 3);
    BigInteger first = in.operations.index(a.at(0));
    if (a.size() == 1) {
      return new Value.Range(BigInteger.ZERO, first, BigInteger.ONE);
    }
    BigInteger step = a.size() == 3 ? in.operations.index(a.at(2)) : BigInteger.ONE;
    if (step.signum() == 0) {
      throw PythonError.value("range() arg 3 must not be zero");
    }
    return new Value.Range(first, in.operations.index(a.at(1)), step);
  }

  private Value round(Arguments a) {
    a.expect("round", 1, 2, "ndigits");
    Value digits = a.get(1, "ndigits", None.NONE);
    Value v = a.at(0);
    if (digits instanceof None) {
      return switch (v) {
        case Int i -> i;
        case Bool b -> Int.of(b.value() ? 1 : 0);
        case Flt f -> {
          if (FloatArithmetic.special(f.number())) {
            throw new PythonError("OverflowError", "cannot convert float infinity to integer");
          }
          yield new Int(floats.round(f.number()));
        }
        case Value.Fraction f -> new Int(f.value().roundHalfEven());
        case Value.Dec d -> new Int(Rational.of(d.value()).roundHalfEven());
        case Sym s
            when s.term() instanceof Term.ExactNumber || s.term() instanceof Term.FloatValue -> {
          Rational r =
              floats
                  .reals()
                  .round(java.util.Objects.requireNonNull(in.terms().toReal(s.term())), 0);
          yield new Sym(new Term.ExactNumber(r));
        }
        default -> {
          if (Operations.core(v)) {
            throw PythonError.type("type doesn't define __round__ method");
          }
          throw Stop.unsupported("round of a " + Operations.typeName(v));
        }
      };
    }
    int n = in.operations.smallIndex(digits);
    if (Math.abs((long) n) > 400) {
      throw Stop.unsupported("round to " + n + " digits");
    }
    return switch (v) {
      case Int i -> n >= 0 ? i : new Int(Rational.of(i.value()).roundHalfEven(n).numerator());
      case Flt f ->
          FloatArithmetic.special(f.number())
              ? f
              : new Flt(floats.round(f.number(), n), rounded(f, n));
      case Value.Fraction f -> new Value.Fraction(f.value().roundHalfEven(n));
      case Value.Dec d -> new Value.Dec(d.value().setScale(n, java.math.RoundingMode.HALF_EVEN));
      default -> throw Stop.unsupported("round of a " + Operations.typeName(v));
    };
  }

  /** Decimals to remember: none where rounding changed nothing. */
  private int rounded(Flt f, int n) {
    return f.number() instanceof Rational r && r.roundHalfEven(n).equals(r) ? f.decimals() : n;
  }

  List<Value> sorted(List<Value> items, Arguments a) {
    Value key = a.named().getOrDefault("key", None.NONE);
    boolean reverse = in.operations.truth(a.named().getOrDefault("reverse", Bool.FALSE));
    record Keyed(Value key, Value value) {}
    var keyed = new ArrayList<Keyed>();
    for (Value v : items) {
      keyed.add(new Keyed(keyed(key, v), v));
    }
    Comparator<Keyed> order = (x, y) -> in.operations.compare(x.key(), y.key());
    keyed.sort(reverse ? order.reversed() : order);
    var r = new ArrayList<Value>();
    keyed.forEach(k -> r.add(k.value()));
    return r;
  }

  private Value sum(Arguments a) {
    a.expect("sum", 1, 2, "start");
    Value total = a.get(1, "start", Int.ZERO);
    Iterator<Value> it =
        in.iterate(
            a.at(0) instanceof Value.Array || (a.at(0) instanceof SetValue && floats.exact())
                ? unordered(a.at(0))
                : a.at(0));
    while (it.hasNext()) {
      in.budget.step();
      total = in.operations.binary(BinaryOperator.ADD, total, it.next());
    }
    return total;
  }

  private static Value type(Value v) {
    return switch (v) {
      case Int i -> new Value.Builtin("int");
      case Bool b -> new Value.Builtin("bool");
      case Flt f -> new Value.Builtin("float");
      case Str s -> new Value.Builtin("str");
      case ListValue l -> new Value.Builtin("list");
      case Tuple t -> new Value.Builtin("tuple");
      case Dict d -> new Value.Builtin("dict");
      case SetValue s -> new Value.Builtin("set");
      default -> throw Stop.unsupported("type of a " + Operations.typeName(v));
    };
  }
}
