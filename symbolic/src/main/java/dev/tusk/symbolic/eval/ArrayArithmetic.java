package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Array;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Ieee;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** numpy arrays as operands: made of lists, combined item by item, multiplied, added up. */
final class ArrayArithmetic {
  /** More items than this numpy prints with an ellipsis. */
  static final int MOST_ITEMS = 1_000;

  /** Sums of this many numbers are added in one go by numpy. */
  private static final int BLOCK = 128;

  private static final int LANES = 8;
  private static final int INTEGER_BITS = 62;

  private final Operations operations;
  private final FloatArithmetic floats;
  private final Budget budget;

  ArrayArithmetic(Operations operations, FloatArithmetic floats, Budget budget) {
    this.operations = operations;
    this.floats = floats;
    this.budget = budget;
  }

  /** What numpy.array makes of a value. */
  Array of(Value v) {
    return switch (v) {
      case Array same -> same;
      case Value.Poly1d p -> vector(p.coefficients());
      default -> {
        List<Value> outer = items(v);
        boolean vector = outer.stream().allMatch(ArrayArithmetic::isNumber);
        if (vector) {
          yield vector(outer);
        }
        var rows = new ArrayList<List<Value>>();
        for (Value row : outer) {
          if (row instanceof Array a) {
            requireOrdered(a);
            if (!a.vector()) {
              throw Stop.unsupported("numpy.array of matrices");
            }
          }
          rows.add(row instanceof Array a ? a.rows().getFirst() : items(row));
        }
        yield matrix(rows);
      }
    };
  }

  static boolean isNumber(Value v) {
    return v instanceof Int || v instanceof Flt;
  }

  private static List<Value> items(Value v) {
    return switch (v) {
      case ListValue l -> List.copyOf(l.items);
      case Tuple t -> t.items();
      case Value.Range r -> {
        if (r.length().compareTo(BigInteger.valueOf(MOST_ITEMS)) > 0) {
          throw Stop.unsupported("numpy.array of this form");
        }
        var all = new ArrayList<Value>();
        for (int i = 0; i < r.length().intValue(); i++) {
          all.add(new Int(r.at(BigInteger.valueOf(i))));
        }
        yield all;
      }
      default -> throw Stop.unsupported("numpy.array of a " + Operations.typeName(v));
    };
  }

  Array vector(List<? extends Value> items) {
    return made(List.of(List.copyOf(items)), true, true);
  }

  Array matrix(List<? extends List<? extends Value>> rows) {
    var copied = new ArrayList<List<Value>>();
    rows.forEach(r -> copied.add(List.copyOf(r)));
    return made(copied, false, true);
  }

  /** Values of which only the set is certain. */
  Array unordered(List<? extends Value> items) {
    return made(List.of(List.copyOf(items)), true, items.size() < 2);
  }

  private Array made(List<List<Value>> rows, boolean vector, boolean ordered) {
    if (rows.isEmpty() || rows.getFirst().isEmpty()) {
      throw Stop.unsupported("an empty numpy array");
    }
    int width = rows.getFirst().size();
    if ((long) rows.size() * width > MOST_ITEMS) {
      throw Stop.limit("container size", rows.size() + " by " + width + " items of a numpy array");
    }
    budget.items((long) rows.size() * width);
    boolean anyFloat = false;
    for (List<Value> row : rows) {
      if (row.size() != width) {
        throw Stop.unsupported("numpy.array of this form");
      }
      for (Value v : row) {
        switch (v) {
          case Flt f when !FloatArithmetic.special(f.number()) -> anyFloat = true;
          case Int i when i.value().bitLength() <= INTEGER_BITS -> {}
          case Int i -> throw Stop.unsupported("numpy.array of large integers");
          default -> throw Stop.unsupported("numpy.array of a " + Operations.typeName(v));
        }
      }
    }
    operations.meetNumpy();
    var converted = new ArrayList<List<Value>>();
    for (List<Value> row : rows) {
      converted.add(anyFloat ? row.stream().map(this::toFloat).toList() : List.copyOf(row));
    }
    return new Array(List.copyOf(converted), vector, ordered);
  }

  /** The float of a number. */
  Value toFloat(Value v) {
    return v instanceof Int i
        ? new Flt(floats.of(dev.tusk.symbolic.number.Rational.of(i.value())))
        : v;
  }

  static void requireOrdered(Array a) {
    if (!a.ordered()) {
      throw Stop.unevaluated("the order of eigenvalues", "numpy's is not known here");
    }
  }

  static boolean integers(Array a) {
    return a.rows().getFirst().getFirst() instanceof Int;
  }

  static int height(Array a) {
    return a.rows().size();
  }

  static int width(Array a) {
    return a.rows().getFirst().size();
  }

  static List<Value> all(Array a) {
    return a.rows().stream().flatMap(List::stream).toList();
  }

  /** The items of a matrix's columns. */
  static List<List<Value>> columns(Array a) {
    var columns = new ArrayList<List<Value>>();
    for (int j = 0; j < width(a); j++) {
      int at = j;
      columns.add(a.rows().stream().map(r -> r.get(at)).toList());
    }
    return columns;
  }

  /** Changes every item; order that is not certain stays so. */
  Array map(Array a, UnaryOperator<Value> f) {
    return made(
        a.rows().stream().map(r -> r.stream().map(f).toList()).toList(), a.vector(), a.ordered());
  }

  /** An operator between arrays, or an array and what becomes one. */
  Value binary(BinaryOperator op, Value a, Value b) {
    if (op == BinaryOperator.MATRIX_MULTIPLY) {
      return product("@", a, b);
    }
    switch (op) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER -> {}
      default -> throw Stop.unsupported("numpy array " + op.symbol());
    }
    if (a instanceof Array x && isNumber(b)) {
      return map(x, v -> item(op, v, b));
    }
    if (b instanceof Array y && isNumber(a)) {
      return map(y, v -> item(op, a, v));
    }
    Array x = of(a);
    Array y = of(b);
    requireOrdered(x);
    requireOrdered(y);
    int height = Math.max(height(x), height(y));
    int width = Math.max(width(x), width(y));
    for (Array z : List.of(x, y)) {
      if ((height(z) != 1 && height(z) != height) || (width(z) != 1 && width(z) != width)) {
        throw PythonError.value("operands could not be broadcast together");
      }
    }
    if ((long) height * width > MOST_ITEMS) {
      throw Stop.limit("container size", height + " by " + width + " items of a numpy array");
    }
    var rows = new ArrayList<List<Value>>();
    for (int i = 0; i < height; i++) {
      var row = new ArrayList<Value>();
      for (int j = 0; j < width; j++) {
        row.add(item(op, spread(x, i, j), spread(y, i, j)));
      }
      rows.add(row);
    }
    return made(rows, x.vector() && y.vector(), true);
  }

  private static Value spread(Array a, int i, int j) {
    List<Value> row = a.rows().get(height(a) == 1 ? 0 : i);
    return row.get(row.size() == 1 ? 0 : j);
  }

  private Value item(BinaryOperator op, Value a, Value b) {
    if (a instanceof Bool || b instanceof Bool) {
      throw Stop.unsupported("numpy array " + op.symbol() + " bool");
    }
    if (op == BinaryOperator.POWER && a instanceof Int && b instanceof Int n) {
      if (n.value().signum() < 0) {
        throw PythonError.value("Integers to negative integer powers are not allowed.");
      }
    }
    return operations.binary(op, a, b);
  }

  /** numpy.dot of two arrays, which for these forms is {@code @}. */
  Value product(String name, Value a, Value b) {
    Array x = of(a);
    Array y = of(b);
    requireOrdered(x);
    requireOrdered(y);
    int inner = y.vector() ? width(y) : height(y);
    if (width(x) != inner) {
      throw PythonError.value(name + ": shapes not aligned");
    }
    List<List<Value>> columns = y.vector() ? y.rows() : columns(y);
    if ((long) height(x) * columns.size() > MOST_ITEMS) {
      throw Stop.limit("container size", "a product of " + height(x) + " rows");
    }
    var rows = new ArrayList<List<Value>>();
    for (List<Value> row : x.rows()) {
      rows.add(columns.stream().map(c -> product(row, c)).toList());
    }
    if (x.vector() && y.vector()) {
      return rows.getFirst().getFirst();
    }
    if (x.vector()) {
      return made(rows, true, true);
    }
    return y.vector()
        ? vector(rows.stream().map(List::getFirst).toList())
        : made(rows, false, true);
  }

  private Value product(List<Value> a, List<Value> b) {
    Value sum = operations.binary(BinaryOperator.MULTIPLY, a.getFirst(), b.getFirst());
    for (int i = 1; i < a.size(); i++) {
      budget.step();
      sum =
          operations.binary(
              BinaryOperator.ADD,
              sum,
              operations.binary(BinaryOperator.MULTIPLY, a.get(i), b.get(i)));
    }
    return sum;
  }

  /** The sum of numbers; of doubles in numpy's order. */
  Value sum(List<Value> items) {
    if (!floats.exact() && items.getFirst() instanceof Flt) {
      double[] doubles =
          items.stream().mapToDouble(v -> floats.toDouble(((Flt) v).number())).toArray();
      return new Flt(new Ieee(sum(doubles, 0, doubles.length)));
    }
    Value sum = items.getFirst();
    for (Value v : items.subList(1, items.size())) {
      budget.step();
      sum = operations.binary(BinaryOperator.ADD, sum, v);
    }
    return sum;
  }

  /** Pairwise, blocks with eight running sums. */
  private static double sum(double[] a, int from, int to) {
    int n = to - from;
    if (n < LANES) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += a[i];
      }
      return sum;
    }
    if (n > BLOCK) {
      int half = n / 2;
      half -= half % LANES;
      return sum(a, from, from + half) + sum(a, from + half, to);
    }
    double[] r = java.util.Arrays.copyOfRange(a, from, from + LANES);
    int i = LANES;
    for (; i < n - n % LANES; i += LANES) {
      for (int k = 0; k < LANES; k++) {
        r[k] += a[from + i + k];
      }
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; i++) {
      sum += a[from + i];
    }
    return sum;
  }
}
