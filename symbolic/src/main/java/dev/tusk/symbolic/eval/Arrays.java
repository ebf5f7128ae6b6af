package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Array;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The part of numpy that is exact: determinant, rank and trace of matrices of rational numbers, and
 * products of vectors. An array is good for nothing else here, so whatever else a program does with
 * one leaves it unchecked.
 */
final class Arrays {
  private static final int MOST_ROWS = 12;

  /** Sums this large could be past what numpy's integers hold. */
  private static final int MOST_BITS = 50;

  private final Interpreter in;
  private final FloatArithmetic floats;

  Arrays(Interpreter in, FloatArithmetic floats) {
    this.in = in;
    this.floats = floats;
  }

  /** Calls a function of numpy by its name after {@code numpy.}. */
  Value call(String name, Arguments a) {
    String full = "numpy." + name;
    return switch (name) {
      case "array" -> {
        a.expect(full, 1, 1);
        yield array(a.at(0));
      }
      case "linalg.det" -> {
        a.expect(full, 1, 1);
        yield new Flt(determinant(square(full, a.at(0))));
      }
      case "linalg.matrix_rank" -> {
        a.expect(full, 1, 1);
        // Whether a small number is zero is a matter of numpy's tolerance, of integers it is not.
        yield Int.of(rank(integers(full, a.at(0))));
      }
      case "trace" -> {
        a.expect(full, 1, 1);
        List<List<Rational>> rows = integers(full, a.at(0));
        Rational sum = Rational.ZERO;
        for (int i = 0; i < Math.min(rows.size(), rows.getFirst().size()); i++) {
          sum = sum.plus(rows.get(i).get(i));
        }
        yield small(full, sum);
      }
      case "dot", "inner", "vdot" -> {
        a.expect(full, 2, 2);
        yield small(full, product(full, a.at(0), a.at(1)));
      }
      default -> throw Stop.unsupported(full);
    };
  }

  private Array array(Value v) {
    if (v instanceof Array same) {
      return same;
    }
    List<Value> outer = items(v);
    boolean vector = outer.stream().noneMatch(x -> x instanceof ListValue || x instanceof Tuple);
    var rows = new ArrayList<List<Value>>();
    for (List<Value> row : vector ? List.of(outer) : outer.stream().map(this::items).toList()) {
      if (row.isEmpty() || (!rows.isEmpty() && row.size() != rows.getFirst().size())) {
        throw Stop.unsupported("numpy.array of this form");
      }
      for (Value x : row) {
        if (!(x instanceof Int || x instanceof Flt) || x instanceof Bool) {
          throw Stop.unsupported("numpy.array of a " + Operations.typeName(x));
        }
      }
      rows.add(List.copyOf(row));
    }
    if (rows.isEmpty() || rows.size() > MOST_ROWS || rows.getFirst().size() > 100) {
      throw Stop.unsupported("numpy.array of this form");
    }
    return new Array(List.copyOf(rows), vector);
  }

  private List<Value> items(Value v) {
    if (!(v instanceof ListValue || v instanceof Tuple)) {
      throw Stop.unsupported("numpy.array of a " + Operations.typeName(v));
    }
    return in.list(v);
  }

  private List<List<Rational>> square(String name, Value v) {
    List<List<Rational>> rows = numbers(name, array(v), false);
    if (array(v).vector() || rows.size() != rows.getFirst().size()) {
      throw Stop.unsupported(name + " of this form");
    }
    return rows;
  }

  private List<List<Rational>> integers(String name, Value v) {
    Array array = array(v);
    if (array.vector()) {
      throw Stop.unsupported(name + " of a vector");
    }
    return numbers(name, array, true);
  }

  private Rational product(String name, Value a, Value b) {
    Array x = array(a);
    Array y = array(b);
    if (!x.vector() || !y.vector()) {
      throw Stop.unsupported(name + " of matrices");
    }
    List<Rational> left = numbers(name, x, true).getFirst();
    List<Rational> right = numbers(name, y, true).getFirst();
    if (left.size() != right.size()) {
      throw PythonError.value("shapes not aligned");
    }
    Rational sum = Rational.ZERO;
    for (int i = 0; i < left.size(); i++) {
      sum = sum.plus(left.get(i).times(right.get(i)));
    }
    return sum;
  }

  private static Int small(String name, Rational value) {
    if (value.bits() > MOST_BITS) {
      throw Stop.unsupported(name + " of large integers");
    }
    return new Int(value.numerator());
  }

  private List<List<Rational>> numbers(String name, Array array, boolean integers) {
    var rows = new ArrayList<List<Rational>>();
    for (List<Value> row : array.rows()) {
      var numbers = new ArrayList<Rational>();
      for (Value v : row) {
        BigInteger whole = Operations.integer(v);
        if (whole != null && whole.bitLength() <= MOST_BITS) {
          numbers.add(Rational.of(whole));
        } else if (!integers
            && v instanceof Flt f
            && !FloatArithmetic.special(f.number())
            && floats.toReal(f.number()) instanceof Rational r) {
          numbers.add(r);
        } else {
          throw Stop.unsupported(name + " of a " + Operations.typeName(v));
        }
      }
      rows.add(numbers);
    }
    return rows;
  }

  /** Eliminates below the diagonal; gives the rank. */
  private int rank(List<List<Rational>> rows) {
    int rank = 0;
    for (int c = 0; c < rows.getFirst().size() && rank < rows.size(); c++) {
      int pivot = rank;
      while (pivot < rows.size() && rows.get(pivot).get(c).isZero()) {
        pivot++;
      }
      if (pivot < rows.size()) {
        Collections.swap(rows, rank, pivot);
        for (int i = rank + 1; i < rows.size(); i++) {
          subtract(rows.get(i), rows.get(rank), c);
        }
        rank++;
      }
    }
    return rank;
  }

  private void subtract(List<Rational> row, List<Rational> top, int from) {
    Rational factor = row.get(from).dividedBy(top.get(from));
    for (int j = from; j < row.size(); j++) {
      row.set(j, row.get(j).minus(factor.times(top.get(j))));
      in.budget.bits(row.get(j).bits());
    }
  }

  private FloatNumber determinant(List<List<Rational>> rows) {
    return floats.exact() ? floats.of(exactly(rows)) : floats.of(asDoubles(rows));
  }

  private Rational exactly(List<List<Rational>> rows) {
    Rational det = Rational.ONE;
    for (int c = 0; c < rows.size(); c++) {
      int pivot = c;
      while (pivot < rows.size() && rows.get(pivot).get(c).isZero()) {
        pivot++;
      }
      if (pivot == rows.size()) {
        return Rational.ZERO;
      }
      if (pivot != c) {
        Collections.swap(rows, c, pivot);
        det = det.negate();
      }
      det = det.times(rows.get(c).get(c));
      for (int i = c + 1; i < rows.size(); i++) {
        subtract(rows.get(i), rows.get(c), c);
      }
    }
    return det;
  }

  /**
   * The determinant in doubles with LAPACK's (OpenBLAS's) order of operations: columns from the
   * left, the largest pivot, and the product by way of logarithms, as numpy does it.
   */
  private static Rational asDoubles(List<List<Rational>> rows) {
    int n = rows.size();
    var a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = rows.get(i).get(j).toDouble();
      }
    }
    var exchanges = new int[n];
    double sign = 1;
    double logarithm = 0;
    for (int j = 0; j < n; j++) {
      var column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = a[i][j];
      }
      for (int i = 0; i < j; i++) {
        double swapped = column[i];
        column[i] = column[exchanges[i]];
        column[exchanges[i]] = swapped;
      }
      int pivot = j;
      for (int i = 0; i < n; i++) {
        double total = 0;
        for (int k = 0; k < Math.min(i, j); k++) {
          total += a[i][k] * column[k];
        }
        column[i] -= total;
        a[i][j] = column[i];
        if (i > j && Math.abs(column[i]) > Math.abs(column[pivot])) {
          pivot = i;
        }
      }
      exchanges[j] = pivot;
      if (pivot != j) {
        sign = -sign;
        for (int k = 0; k <= j; k++) {
          double swapped = a[pivot][k];
          a[pivot][k] = a[j][k];
          a[j][k] = swapped;
        }
      }
      if (a[j][j] == 0) {
        return Rational.ZERO;
      }
      double scale = 1 / a[j][j];
      for (int i = j + 1; i < n; i++) {
        a[i][j] *= scale;
      }
      sign = a[j][j] < 0 ? -sign : sign;
      logarithm += Math.log(Math.abs(a[j][j]));
    }
    return Rational.ofDouble(sign * Math.exp(logarithm));
  }
}
