package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.SetValue;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attributes, methods, subscripts and membership. */
final class Methods {
  private static final Pattern FIELD =
      Pattern.compile("\\{\\{|}}|\\{(\\w*)(?:!([rsa]))?(?::([^{}]*))?}");

  private final Interpreter in;
  private final FloatArithmetic floats;
  private final Sympy sympy;

  Methods(Interpreter in, Run run) {
    this.in = in;
    this.floats = run.floats();
    this.sympy = new Sympy(in, run);
  }

  // Subscripts.

  Value subscript(Value object, Value index) {
    return switch (object) {
      case ListValue l ->
          index instanceof Value.SliceValue s
              ? new ListValue(slice(l.items, s))
              : l.items.get(position(index, l.items.size(), "list"));
      case Tuple t ->
          index instanceof Value.SliceValue s
              ? new Tuple(List.copyOf(slice(t.items(), s)))
              : t.items().get(position(index, t.items().size(), "tuple"));
      case Str s -> character(s, index);
      case Dict d -> lookup(d, index);
      case Value.Range r -> {
        if (index instanceof Value.SliceValue s) {
          yield new ListValue(slice(in.list(r), s));
        }
        BigInteger i = in.operations.index(index);
        BigInteger n = r.length();
        if (i.signum() < 0) {
          i = i.add(n);
        }
        if (i.signum() < 0 || i.compareTo(n) >= 0) {
          throw new PythonError("IndexError", "range object index out of range");
        }
        yield new Int(r.at(i));
      }
      case Value.Matrix m -> sympy.matrices().subscript(m, index, in.operations);
      case Value.Array x -> in.libraries().arrays().subscript(x, index, this::indices);
      case Value.Poly1d p -> in.operations.polynomials.subscript(p, index);
      default -> {
        if (Operations.core(object)) {
          throw PythonError.type(
              "'" + Operations.typeName(object) + "' object is not subscriptable");
        }
        throw Stop.unsupported("a subscript of a " + Operations.typeName(object));
      }
    };
  }

  private Value lookup(Dict d, Value index) {
    Dict.Entry e = d.entries.get(in.operations.key(index));
    if (e != null) {
      return e.value();
    }
    if (d.counter) {
      return Int.ZERO;
    }
    if (d.defaultFactory != null) {
      Value v = in.call(d.defaultFactory, Arguments.of());
      in.put(d, index, v);
      return v;
    }
    throw new PythonError("KeyError", in.formatting.repr(index).text());
  }

  private int position(Value index, int size, String what) {
    BigInteger i = in.operations.index(index);
    if (i.signum() < 0) {
      i = i.add(BigInteger.valueOf(size));
    }
    if (i.signum() < 0 || i.compareTo(BigInteger.valueOf(size)) >= 0) {
      throw new PythonError("IndexError", what + " index out of range");
    }
    return i.intValue();
  }

  private Value character(Str s, Value index) {
    String t = Formatting.plain(s);
    int[] points = t.codePoints().toArray();
    if (index instanceof Value.SliceValue slice) {
      var b = new StringBuilder();
      for (int i : indices(slice, points.length)) {
        b.appendCodePoint(points[i]);
      }
      return new Str(b.toString());
    }
    return new Str(Character.toString(points[position(index, points.length, "string")]));
  }

  private int[] indices(Value.SliceValue s, int size) {
    BigInteger step = s.step() instanceof None ? BigInteger.ONE : in.operations.index(s.step());
    if (step.signum() == 0) {
      throw PythonError.value("slice step cannot be zero");
    }
    boolean up = step.signum() > 0;
    int low = up ? 0 : -1;
    int high = up ? size : size - 1;
    int start = s.lower() instanceof None ? up ? low : high : clamp(s.lower(), size, low, high);
    int stop = s.upper() instanceof None ? up ? high : low : clamp(s.upper(), size, low, high);
    int by = step.bitLength() > 31 ? up ? Integer.MAX_VALUE : -Integer.MAX_VALUE : step.intValue();
    var r = new ArrayList<Integer>();
    for (long i = start; up ? i < stop : i > stop; i += by) {
      r.add((int) i);
    }
    return r.stream().mapToInt(Integer::intValue).toArray();
  }

  private int clamp(Value v, int size, int low, int high) {
    BigInteger i = in.operations.index(v);
    if (i.signum() < 0) {
      i = i.add(BigInteger.valueOf(size));
    }
    return i.max(BigInteger.valueOf(low)).min(BigInteger.valueOf(high)).intValue();
  }

  private List<Value> slice(List<Value> items, Value.SliceValue s) {
    var r = new ArrayList<Value>();
    for (int i : indices(s, items.size())) {
      r.add(items.get(i));
    }
    return r;
  }

  void assignItem(Value object, Value index, Value v) {
    switch (object) {
      case ListValue l -> {
        if (index instanceof Value.SliceValue s) {
          if (!(s.step() instanceof None)) {
            throw Stop.unsupported("assignment to a slice with a step");
          }
          int[] at = indices(s, l.items.size());
          int from =
              s.lower() instanceof None ? 0 : clamp(s.lower(), l.items.size(), 0, l.items.size());
          l.items.subList(from, from + at.length).clear();
          l.items.addAll(from, in.list(v));
        } else {
          l.items.set(position(index, l.items.size(), "list assignment"), v);
        }
      }
      case Dict d -> in.put(d, index, v);
      case Value.Matrix m -> sympy.matrices().assign(m, index, v, in.operations);
      default ->
          throw Operations.core(object)
              ? PythonError.type("object does not support item assignment")
              : Stop.unsupported("item assignment to a " + Operations.typeName(object));
    }
  }

  void deleteItem(Value object, Value index) {
    switch (object) {
      case ListValue l when !(index instanceof Value.SliceValue) ->
          l.items.remove(position(index, l.items.size(), "list assignment"));
      case Dict d -> {
        if (d.entries.remove(in.operations.key(index)) == null) {
          throw new PythonError("KeyError", in.formatting.repr(index).text());
        }
      }
      default -> throw Stop.unsupported("del of an item of a " + Operations.typeName(object));
    }
  }

  boolean contains(Value container, Value v) {
    return switch (container) {
      case Dict d -> d.entries.containsKey(in.operations.key(v));
      case SetValue s -> s.items.containsKey(in.operations.key(v));
      case Str s -> {
        if (!(v instanceof Str x)) {
          throw PythonError.type("'in <string>' requires string as left operand");
        }
        yield Formatting.plain(s).contains(Formatting.plain(x));
      }
      case Value.Range r when v instanceof Int i -> {
        BigInteger d = i.value().subtract(r.start());
        yield d.mod(r.step().abs()).signum() == 0
            && d.divide(r.step()).signum() >= 0
            && d.divide(r.step()).compareTo(r.length()) < 0;
      }
      default -> {
        Iterator<Value> it = in.iterate(container);
        while (it.hasNext()) {
          in.budget.step();
          if (in.operations.equal(it.next(), v)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  // Attributes.

  Value attribute(Value v, String name) {
    switch (v) {
      case Value.Library l -> {
        return new Value.Library(l.name() + "." + name);
      }
      case Tuple t when t.fields().contains(name) -> {
        return t.items().get(t.fields().indexOf(name));
      }
      case Int i -> {
        switch (name) {
          case "real", "numerator" -> {
            return i;
          }
          case "imag" -> {
            return Int.ZERO;
          }
          case "denominator" -> {
            return Int.ONE;
          }
          default -> {}
        }
      }
      case Flt f -> {
        switch (name) {
          case "real" -> {
            return f;
          }
          case "imag" -> {
            return new Flt(floats.of(Rational.ZERO));
          }
          default -> {}
        }
      }
      case Value.Complex c -> {
        switch (name) {
          case "real" -> {
            return new Flt(c.real());
          }
          case "imag" -> {
            return new Flt(c.imaginary());
          }
          default -> {}
        }
      }
      case Value.Fraction f -> {
        switch (name) {
          case "numerator" -> {
            return new Int(f.value().numerator());
          }
          case "denominator" -> {
            return new Int(f.value().denominator());
          }
          default -> {}
        }
      }
      case Sym s -> {
        Value x = sympy.attribute(s.term(), name);
        if (x != null) {
          return x;
        }
      }
      case Value.Matrix m -> {
        Value x = sympy.matrices().attribute(m, name);
        if (x != null) {
          return x;
        }
      }
      case Value.Array a -> {
        Value x = in.libraries().arrays().attribute(a, name);
        if (x != null) {
          return x;
        }
      }
      case Value.Poly1d p -> {
        Value x = in.libraries().arrays().attribute(p, name);
        if (x != null) {
          return x;
        }
      }
      case Value.Builtin b -> {
        return new Value.Builtin(b.name() + "." + name);
      }
      default -> {
        Value x = Dates.attribute(v, name);
        if (x != null) {
          return x;
        }
      }
    }
    return new Value.Method(v, name);
  }

  // Methods.

  Value call(Value self, String name, Arguments a) {
    return switch (self) {
      case Str s -> string(s, name, a);
      case ListValue l -> list(l, name, a);
      case Tuple t -> tuple(t, name, a);
      case Dict d -> dict(d, name, a);
      case SetValue s -> set(s, name, a);
      case Int i -> integer(i, name);
      case Flt f -> floating(f, name);
      case Value.Fraction f -> fraction(f, name, a);
      case Value.Complex c when name.equals("conjugate") ->
          new Value.Complex(c.real(), floats.negate(c.imaginary()));
      case Value.Dec d when name.equals("quantize") -> {
        if (a.size() == 1 && a.named().isEmpty() && a.at(0) instanceof Value.Dec unit) {
          yield new Value.Dec(
              d.value().setScale(unit.value().scale(), java.math.RoundingMode.HALF_EVEN));
        }
        throw Stop.unsupported("quantize with a rounding");
      }
      case Sym s -> sympy.method(s.term(), name, a);
      case Value.Matrix m -> sympy.matrixMethod(m, name, a);
      case Value.Array x -> in.libraries().arrays().method(x, name, a);
      case Value.Poly1d p -> in.operations.polynomials.method(p, name, a);
      default -> {
        Value x = Dates.method(self, name, a, in);
        if (x != null) {
          yield x;
        }
        throw Stop.unsupported("." + name + "() of a " + Operations.typeName(self));
      }
    };
  }

  private Value integer(Int i, String name) {
    return switch (name) {
      case "bit_length" -> Int.of(i.value().abs().bitLength());
      case "is_integer" -> Bool.TRUE;
      case "conjugate" -> i;
      default -> throw missing(i, name);
    };
  }

  private static PythonError missing(Value v, String name) {
    return new PythonError(
        "AttributeError",
        "'" + Operations.typeName(v) + "' object has no attribute '" + name + "'");
  }

  private Value floating(Flt f, String name) {
    return switch (name) {
      case "is_integer" ->
          Bool.of(
              switch (f.number()) {
                case Rational r -> r.isInteger();
                case Ieee d -> d.value() == Math.rint(d.value()) && Double.isFinite(d.value());
                case dev.tusk.symbolic.number.Enclosure e -> {
                  if (e.form() != null) {
                    yield false;
                  }
                  floats.floor(e);
                  yield false;
                }
              });
      case "as_integer_ratio" -> {
        // Python gives the double's own ratio, which is what it is in the replay only.
        if (f.number() instanceof Ieee d) {
          Rational r = Rational.ofDouble(d.value());
          yield new Tuple(List.of(new Int(r.numerator()), new Int(r.denominator())));
        }
        Rational r = Rational.ofDouble(floats.toDouble(f.number()));
        yield new Tuple(List.of(new Int(r.numerator()), new Int(r.denominator())));
      }
      default -> throw Stop.unsupported("." + name + " of a float");
    };
  }

  private Value fraction(Value.Fraction f, String name, Arguments a) {
    if (name.equals("limit_denominator")) {
      BigInteger bound = in.operations.index(a.get(0, "max_denominator", Int.of(1_000_000)));
      return new Value.Fraction(Libraries.limitDenominator(f.value(), bound));
    }
    throw Stop.unsupported("." + name + " of a Fraction");
  }

  private Value string(Str s, String name, Arguments a) {
    if (name.equals("format")) {
      return format(s, a);
    }
    if (name.equals("join")) {
      var b = new RichText();
      boolean first = true;
      for (Value v : in.list(a.at(0))) {
        if (!(v instanceof Str x)) {
          throw PythonError.type("sequence item: expected str instance");
        }
        b.add(first ? new Str("") : s).add(x);
        in.budget.items(b.length());
        first = false;
      }
      return b.build();
    }
    String t = Formatting.plain(s);
    return switch (name) {
      case "upper" -> new Str(t.toUpperCase(Locale.ROOT));
      case "lower" -> new Str(t.toLowerCase(Locale.ROOT));
      case "strip" -> new Str(strip(t, a, true, true));
      case "lstrip" -> new Str(strip(t, a, true, false));
      case "rstrip" -> new Str(strip(t, a, false, true));
      case "capitalize" ->
          new Str(
              t.isEmpty()
                  ? t
                  : t.substring(0, 1).toUpperCase(Locale.ROOT)
                      + t.substring(1).toLowerCase(Locale.ROOT));
      case "replace" -> {
        a.expect(name, 2, 2);
        String from = in.text(a.at(0));
        String to = in.text(a.at(1));
        in.budget.items((long) t.length() * (to.length() + 1));
        yield new Str(t.replace(from, to));
      }
      case "split" -> split(t, a);
      case "splitlines" -> {
        var l = new ListValue(List.of());
        t.lines().forEach(x -> l.items.add(new Str(x)));
        yield l;
      }
      case "count" -> {
        String x = in.text(a.at(0));
        int n = 0;
        for (int i = t.indexOf(x); i >= 0 && !x.isEmpty(); i = t.indexOf(x, i + x.length())) {
          n++;
        }
        yield Int.of(n);
      }
      case "find" -> Int.of(t.indexOf(in.text(a.at(0))));
      case "index" -> {
        int i = t.indexOf(in.text(a.at(0)));
        if (i < 0) {
          throw PythonError.value("substring not found");
        }
        yield Int.of(i);
      }
      case "startswith" -> Bool.of(t.startsWith(in.text(a.at(0))));
      case "endswith" -> Bool.of(t.endsWith(in.text(a.at(0))));
      case "isdigit", "isnumeric", "isdecimal" ->
          Bool.of(!t.isEmpty() && t.chars().allMatch(c -> c >= '0' && c <= '9'));
      case "isalpha" -> Bool.of(!t.isEmpty() && t.codePoints().allMatch(Character::isLetter));
      case "isalnum" ->
          Bool.of(!t.isEmpty() && t.codePoints().allMatch(Character::isLetterOrDigit));
      case "isupper" ->
          Bool.of(t.equals(t.toUpperCase(Locale.ROOT)) && !t.equals(t.toLowerCase(Locale.ROOT)));
      case "islower" ->
          Bool.of(t.equals(t.toLowerCase(Locale.ROOT)) && !t.equals(t.toUpperCase(Locale.ROOT)));
      case "zfill" -> in.formatting.format(s, "0>" + in.operations.smallIndex(a.at(0)));
      case "rjust" -> in.formatting.format(s, ">" + in.operations.smallIndex(a.at(0)));
      case "ljust" -> in.formatting.format(s, "<" + in.operations.smallIndex(a.at(0)));
      default -> throw Stop.unsupported("str." + name);
    };
  }

  private String strip(String t, Arguments a, boolean left, boolean right) {
    String set = a.size() > 0 && a.at(0) instanceof Str s ? Formatting.plain(s) : " \t\n\r\f\u000b";
    int from = 0;
    int to = t.length();
    while (left && from < to && set.indexOf(t.charAt(from)) >= 0) {
      from++;
    }
    while (right && to > from && set.indexOf(t.charAt(to - 1)) >= 0) {
      to--;
    }
    return t.substring(from, to);
  }

  private ListValue split(String t, Arguments a) {
    a.expect("split", 0, 1);
    var l = new ListValue(List.of());
    if (a.size() == 0 || a.at(0) instanceof None) {
      for (String part : t.strip().split("\\s+", -1)) {
        if (!part.isEmpty()) {
          l.items.add(new Str(part));
        }
      }
      return l;
    }
    for (String part : t.split(Pattern.quote(in.text(a.at(0))), -1)) {
      l.items.add(new Str(part));
    }
    return l;
  }

  private Value format(Str s, Arguments a) {
    String t = Formatting.plain(s);
    Matcher m = FIELD.matcher(t);
    var b = new RichText();
    int at = 0;
    int next = 0;
    while (m.find()) {
      if (t.substring(at, m.start()).matches(".*[{}].*")) {
        throw Stop.unsupported("this format string");
      }
      b.add(t.substring(at, m.start()));
      at = m.end();
      if (m.group().equals("{{") || m.group().equals("}}")) {
        b.add(m.group().substring(1));
        continue;
      }
      String field = m.group(1);
      Value v;
      if (field.isEmpty()) {
        v = a.at(next++);
      } else if (Character.isDigit(field.charAt(0))) {
        v = a.at(field.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(field));
      } else {
        v = a.named().get(field);
        if (v == null) {
          throw new PythonError("KeyError", Formatting.quote(field));
        }
      }
      if ("r".equals(m.group(2))) {
        v = in.formatting.repr(v);
      }
      b.add(in.formatting.format(v, m.group(3) == null ? "" : m.group(3)));
    }
    if (t.substring(at).matches("(?s).*[{}].*")) {
      throw Stop.unsupported("this format string");
    }
    return b.add(t.substring(at)).build();
  }

  private Value list(ListValue l, String name, Arguments a) {
    switch (name) {
      case "append" -> l.items.add(a.at(0));
      case "extend" -> in.extend(l, a.at(0));
      case "insert" -> l.items.add(clamp(a.at(0), l.items.size(), 0, l.items.size()), a.at(1));
      case "pop" -> {
        if (l.items.isEmpty()) {
          throw new PythonError("IndexError", "pop from empty list");
        }
        int i = a.size() == 0 ? l.items.size() - 1 : position(a.at(0), l.items.size(), "pop");
        return l.items.remove(i);
      }
      case "remove" -> l.items.remove(find(l.items, a.at(0)));
      case "clear" -> l.items.clear();
      case "reverse" -> java.util.Collections.reverse(l.items);
      case "sort" -> {
        a.expect(name, 0, 0, "key", "reverse");
        List<Value> sorted = new Builtins(in, in.run()).sorted(List.copyOf(l.items), a);
        l.items.clear();
        l.items.addAll(sorted);
      }
      case "copy" -> {
        return new ListValue(l.items);
      }
      case "count" -> {
        return count(l.items, a.at(0));
      }
      case "index" -> {
        a.expect(name, 1, 1);
        return Int.of(find(l.items, a.at(0)));
      }
      default -> throw missingOrUnsupported(l, name);
    }
    in.budget.items(l.items.size());
    return None.NONE;
  }

  private static RuntimeException missingOrUnsupported(Value v, String name) {
    return switch (v) {
      case ListValue l -> missing(v, name);
      default -> Stop.unsupported("." + name + " of a " + Operations.typeName(v));
    };
  }

  private int find(List<Value> items, Value v) {
    for (int i = 0; i < items.size(); i++) {
      in.budget.step();
      if (in.operations.equal(items.get(i), v)) {
        return i;
      }
    }
    throw PythonError.value(in.formatting.repr(v).text() + " is not in list");
  }

  private Value count(List<Value> items, Value v) {
    long n = 0;
    for (Value x : items) {
      n += in.operations.equal(x, v) ? 1 : 0;
    }
    return Int.of(n);
  }

  private Value tuple(Tuple t, String name, Arguments a) {
    return switch (name) {
      case "count" -> count(t.items(), a.at(0));
      case "index" -> Int.of(find(t.items(), a.at(0)));
      default -> throw Stop.unsupported("tuple." + name);
    };
  }

  private Value dict(Dict d, String name, Arguments a) {
    return switch (name) {
      case "keys" -> new ListValue(Interpreter.keys(d));
      case "values" -> {
        var l = new ListValue(List.of());
        d.entries.values().forEach(e -> l.items.add(e.value()));
        yield l;
      }
      case "items" -> {
        var l = new ListValue(List.of());
        d.entries.values().forEach(e -> l.items.add(new Tuple(List.of(e.key(), e.value()))));
        yield l;
      }
      case "get" -> {
        Dict.Entry e = d.entries.get(in.operations.key(a.at(0)));
        yield e != null ? e.value() : a.get(1, "default", None.NONE);
      }
      case "pop" -> {
        Dict.Entry e = d.entries.remove(in.operations.key(a.at(0)));
        if (e != null) {
          yield e.value();
        }
        if (a.size() > 1) {
          yield a.at(1);
        }
        throw new PythonError("KeyError", in.formatting.repr(a.at(0)).text());
      }
      case "setdefault" -> {
        Dict.Entry e = d.entries.get(in.operations.key(a.at(0)));
        if (e != null) {
          yield e.value();
        }
        Value v = a.get(1, "default", None.NONE);
        in.put(d, a.at(0), v);
        yield v;
      }
      case "copy" -> {
        var c = new Dict();
        c.entries.putAll(d.entries);
        c.counter = d.counter;
        c.defaultFactory = d.defaultFactory;
        yield c;
      }
      case "update" -> {
        if (d.counter) {
          throw Stop.unsupported("Counter.update");
        }
        if (a.size() > 0) {
          if (!(a.at(0) instanceof Dict other)) {
            throw Stop.unsupported("dict.update of pairs");
          }
          other.entries.values().forEach(e -> in.put(d, e.key(), e.value()));
        }
        a.named().forEach((k, v) -> in.put(d, new Str(k), v));
        yield None.NONE;
      }
      case "clear" -> {
        d.entries.clear();
        yield None.NONE;
      }
      case "most_common" -> {
        var entries = new ArrayList<>(d.entries.values());
        entries.sort(
            (x, y) -> Operations.counts(y.value()).compareTo(Operations.counts(x.value())));
        int n = a.size() > 0 ? in.operations.smallIndex(a.at(0)) : entries.size();
        var l = new ListValue(List.of());
        for (Dict.Entry e : entries.subList(0, Math.min(Math.max(0, n), entries.size()))) {
          l.items.add(new Tuple(List.of(e.key(), e.value())));
        }
        yield l;
      }
      default -> throw Stop.unsupported("dict." + name);
    };
  }

  private Value set(SetValue s, String name, Arguments a) {
    return switch (name) {
      case "add" -> {
        s.items.putIfAbsent(in.operations.key(a.at(0)), a.at(0));
        in.budget.items(s.items.size());
        yield None.NONE;
      }
      case "remove", "discard" -> {
        if (s.items.remove(in.operations.key(a.at(0))) == null && name.equals("remove")) {
          throw new PythonError("KeyError", in.formatting.repr(a.at(0)).text());
        }
        yield None.NONE;
      }
      case "update" -> {
        for (Value v : a.positional()) {
          for (Value x : in.list(v)) {
            s.items.putIfAbsent(in.operations.key(x), x);
          }
        }
        yield None.NONE;
      }
      case "copy" -> {
        var c = new SetValue();
        c.items.putAll(s.items);
        yield c;
      }
      case "union", "intersection", "difference", "symmetric_difference" -> {
        SetValue r = new SetValue();
        r.items.putAll(s.items);
        for (Value v : a.positional()) {
          SetValue other = v instanceof SetValue x ? x : in.operations.set(in.list(v).iterator());
          r =
              in.operations.sets(
                  Map.of(
                          "union", BinaryOperator.OR,
                          "intersection", BinaryOperator.AND,
                          "difference", BinaryOperator.SUBTRACT)
                      .getOrDefault(name, BinaryOperator.XOR),
                  r,
                  other);
        }
        yield r;
      }
      case "issubset" -> {
        SetValue other = in.operations.set(in.list(a.at(0)).iterator());
        yield Bool.of(other.items.keySet().containsAll(s.items.keySet()));
      }
      case "issuperset" -> {
        SetValue other = in.operations.set(in.list(a.at(0)).iterator());
        yield Bool.of(s.items.keySet().containsAll(other.items.keySet()));
      }
      default -> throw Stop.unsupported("set." + name);
    };
  }
}
