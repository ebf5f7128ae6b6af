package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.Matrix;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** sympy matrices over exact entries. */
final class Matrices {
  private static final int MAX_SIDE = 12;

  private final TermArithmetic terms;

  Matrices(TermArithmetic terms) {
    this.terms = terms;
  }

  Matrix construct(Arguments a, Interpreter in, Function<Value, Term> term) {
    if (a.size() != 1) {
      throw Stop.unsupported("Matrix of a shape");
    }
    if (a.at(0) instanceof Matrix m) {
      return new Matrix(m.rows);
    }
    var rows = new ArrayList<List<Term>>();
    int width = -1;
    for (Value row : in.list(a.at(0))) {
      List<Value> items =
          row instanceof ListValue || row instanceof Tuple ? in.list(row) : List.of(row);
      if (width >= 0 && items.size() != width) {
        throw PythonError.value("mismatched dimensions");
      }
      width = items.size();
      rows.add(items.stream().map(term).toList());
    }
    return new Matrix(rows);
  }

  Matrix named(String name, Arguments a, Interpreter in) {
    int n = in.operations.smallIndex(a.at(0));
    int m = a.size() > 1 ? in.operations.smallIndex(a.at(1)) : n;
    if (name.equals("diag")) {
      throw Stop.unsupported("diag");
    }
    in.budget.items((long) n * m);
    var rows = new ArrayList<List<Term>>();
    for (int i = 0; i < n; i++) {
      var row = new ArrayList<Term>();
      for (int j = 0; j < m; j++) {
        row.add(name.equals("ones") || (name.equals("eye") && i == j) ? Term.ONE : Term.ZERO);
      }
      rows.add(row);
    }
    return new Matrix(rows);
  }

  Matrix map(Matrix m, UnaryOperator<Term> f) {
    var rows = new ArrayList<List<Term>>();
    m.rows.forEach(r -> rows.add(r.stream().map(f).toList()));
    return new Matrix(rows);
  }

  Value binary(BinaryOperator op, Value a, Value b, Operations operations) {
    if (a instanceof Matrix x && b instanceof Matrix y) {
      return switch (op) {
        case ADD, SUBTRACT -> {
          if (x.rows.size() != y.rows.size() || x.width() != y.width()) {
            throw PythonError.value("matrix size mismatch");
          }
          var rows = new ArrayList<List<Term>>();
          for (int i = 0; i < x.rows.size(); i++) {
            var row = new ArrayList<Term>();
            for (int j = 0; j < x.width(); j++) {
              Term p = x.rows.get(i).get(j);
              Term q = y.rows.get(i).get(j);
              row.add(op == BinaryOperator.ADD ? terms.add(p, q) : terms.subtract(p, q));
            }
            rows.add(row);
          }
          yield new Matrix(rows);
        }
        case MULTIPLY, MATRIX_MULTIPLY -> product(x, y);
        default -> throw Stop.unsupported("Matrix " + op.symbol());
      };
    }
    if (a instanceof Matrix x) {
      Term t = operations.toTerm(b);
      if (t != null) {
        if (op == BinaryOperator.MULTIPLY) {
          return map(x, e -> terms.multiply(e, t));
        }
        if (op == BinaryOperator.DIVIDE) {
          return map(x, e -> terms.divide(e, t));
        }
        if (op == BinaryOperator.POWER
            && t instanceof Term.ExactNumber n
            && n.value().isInteger()) {
          return power(x, n.value());
        }
      }
    } else if (op == BinaryOperator.MULTIPLY) {
      return binary(op, b, a, operations);
    }
    throw Stop.unsupported("Matrix " + op.symbol());
  }

  private Matrix power(Matrix m, Rational n) {
    if (n.abs().compareTo(Rational.of(200)) > 0) {
      throw Stop.limit("number size", "a matrix power");
    }
    Matrix base = n.signum() < 0 ? inverse(m) : m;
    Matrix r = identity(m.rows.size());
    for (int i = 0; i < n.abs().numerator().intValue(); i++) {
      r = product(r, base);
    }
    return r;
  }

  private static Matrix identity(int n) {
    var rows = new ArrayList<List<Term>>();
    for (int i = 0; i < n; i++) {
      var row = new ArrayList<Term>();
      for (int j = 0; j < n; j++) {
        row.add(i == j ? Term.ONE : Term.ZERO);
      }
      rows.add(row);
    }
    return new Matrix(rows);
  }

  private Matrix product(Matrix x, Matrix y) {
    if (x.width() != y.rows.size()) {
      throw PythonError.value("matrix size mismatch");
    }
    var rows = new ArrayList<List<Term>>();
    for (List<Term> r : x.rows) {
      var row = new ArrayList<Term>();
      for (int j = 0; j < y.width(); j++) {
        var parts = new ArrayList<Term>();
        for (int k = 0; k < r.size(); k++) {
          parts.add(terms.multiply(r.get(k), y.rows.get(k).get(j)));
        }
        row.add(terms.add(parts));
      }
      rows.add(row);
    }
    return new Matrix(rows);
  }

  /** The rank of a matrix of rational numbers, by elimination. */
  private static int rank(Matrix m) {
    if (m.rows.size() > MAX_SIDE || m.width() > MAX_SIDE) {
      throw Stop.limit("matrix size", m.rows.size() + " rows");
    }
    var rows = new ArrayList<List<Rational>>();
    for (List<Term> row : m.rows) {
      var numbers = new ArrayList<Rational>();
      for (Term t : row) {
        if (!(t instanceof Term.ExactNumber n)) {
          throw Stop.unsupported("the rank of a matrix of expressions");
        }
        numbers.add(n.value());
      }
      rows.add(numbers);
    }
    int rank = 0;
    for (int column = 0; column < m.width() && rank < rows.size(); column++) {
      int pivot = rank;
      while (pivot < rows.size() && rows.get(pivot).get(column).isZero()) {
        pivot++;
      }
      if (pivot == rows.size()) {
        continue;
      }
      java.util.Collections.swap(rows, rank, pivot);
      List<Rational> top = rows.get(rank);
      for (int i = rank + 1; i < rows.size(); i++) {
        List<Rational> row = rows.get(i);
        Rational factor = row.get(column).dividedBy(top.get(column));
        for (int j = column; j < m.width(); j++) {
          row.set(j, row.get(j).minus(factor.times(top.get(j))));
        }
      }
      rank++;
    }
    return rank;
  }

  /** The determinant by expansion along the first row, its minors expanded. */
  Term determinant(Matrix m) {
    int n = m.rows.size();
    if (n != m.width()) {
      throw PythonError.value("the matrix is not square");
    }
    if (n > MAX_SIDE) {
      throw Stop.limit("matrix size", n + " rows");
    }
    boolean numbers =
        m.rows.stream().allMatch(r -> r.stream().allMatch(t -> t instanceof Term.ExactNumber));
    if (!numbers && n > 4) {
      throw Stop.unsupported("the determinant of a large symbolic matrix");
    }
    if (numbers) {
      return new Term.ExactNumber(gauss(m));
    }
    return terms.expand(minor(m.rows, 0, new boolean[n]));
  }

  private Term minor(List<List<Term>> rows, int row, boolean[] used) {
    if (row == rows.size()) {
      return Term.ONE;
    }
    var parts = new ArrayList<Term>();
    int sign = 1;
    for (int j = 0; j < used.length; j++) {
      if (used[j]) {
        continue;
      }
      used[j] = true;
      Term t = terms.multiply(rows.get(row).get(j), minor(rows, row + 1, used));
      used[j] = false;
      parts.add(sign > 0 ? t : terms.negate(t));
      sign = -sign;
    }
    return terms.add(parts);
  }

  private static Rational gauss(Matrix m) {
    int n = m.rows.size();
    var a = new Rational[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = ((Term.ExactNumber) m.rows.get(i).get(j)).value();
      }
    }
    Rational det = Rational.ONE;
    for (int c = 0; c < n; c++) {
      int p = c;
      while (p < n && a[p][c].isZero()) {
        p++;
      }
      if (p == n) {
        return Rational.ZERO;
      }
      if (p != c) {
        var t = a[p];
        a[p] = a[c];
        a[c] = t;
        det = det.negate();
      }
      det = det.times(a[c][c]);
      for (int i = c + 1; i < n; i++) {
        Rational f = a[i][c].dividedBy(a[c][c]);
        for (int j = c; j < n; j++) {
          a[i][j] = a[i][j].minus(f.times(a[c][j]));
        }
      }
    }
    return det;
  }

  private Matrix inverse(Matrix m) {
    Term det = determinant(m);
    if (!(det instanceof Term.ExactNumber d)) {
      throw Stop.unsupported("the inverse of a symbolic matrix");
    }
    if (d.value().isZero()) {
      throw PythonError.value("Matrix det == 0; not invertible.");
    }
    int n = m.rows.size();
    if (n > 6) {
      throw Stop.limit("matrix size", n + " rows");
    }
    var rows = new ArrayList<List<Term>>();
    for (int i = 0; i < n; i++) {
      var row = new ArrayList<Term>();
      for (int j = 0; j < n; j++) {
        var sub = new ArrayList<List<Term>>();
        for (int r = 0; r < n; r++) {
          if (r != j) {
            var line = new ArrayList<>(m.rows.get(r));
            line.remove(i);
            sub.add(line);
          }
        }
        Term cofactor = n == 1 ? Term.ONE : determinant(new Matrix(sub));
        Term signed = (i + j) % 2 == 0 ? cofactor : terms.negate(cofactor);
        row.add(terms.divide(signed, det));
      }
      rows.add(row);
    }
    return new Matrix(rows);
  }

  private static Matrix transpose(Matrix m) {
    var rows = new ArrayList<List<Term>>();
    for (int j = 0; j < m.width(); j++) {
      var row = new ArrayList<Term>();
      for (List<Term> r : m.rows) {
        row.add(r.get(j));
      }
      rows.add(row);
    }
    return new Matrix(rows);
  }

  @Nullable Value attribute(Matrix m, String name) {
    return switch (name) {
      case "T" -> transpose(m);
      case "shape" -> new Tuple(List.of(Int.of(m.rows.size()), Int.of(m.width())));
      case "rows" -> Int.of(m.rows.size());
      case "cols" -> Int.of(m.width());
      default -> null;
    };
  }

  Value method(Matrix m, String name, Arguments a, Interpreter in) {
    return switch (name) {
      case "det" -> new Sym(determinant(m));
      case "inv" -> inverse(m);
      case "transpose" -> transpose(m);
      case "trace" -> {
        var d = new ArrayList<Term>();
        for (int i = 0; i < Math.min(m.rows.size(), m.width()); i++) {
          d.add(m.rows.get(i).get(i));
        }
        yield new Sym(terms.add(d));
      }
      case "dot" -> {
        if (!(a.at(0) instanceof Matrix o)) {
          throw Stop.unsupported("dot with a list");
        }
        var x = m.rows.stream().flatMap(List::stream).toList();
        var y = o.rows.stream().flatMap(List::stream).toList();
        if (x.size() != y.size()) {
          throw PythonError.value("dimensions do not match");
        }
        var parts = new ArrayList<Term>();
        for (int i = 0; i < x.size(); i++) {
          parts.add(terms.multiply(x.get(i), y.get(i)));
        }
        yield new Sym(terms.add(parts));
      }
      case "norm" -> {
        if (a.size() > 0 || (m.width() != 1 && m.rows.size() != 1)) {
          throw Stop.unsupported("norm of a matrix");
        }
        var parts = new ArrayList<Term>();
        m.rows.forEach(r -> r.forEach(t -> parts.add(terms.power(t, Term.ExactNumber.of(2)))));
        yield new Sym(terms.power(terms.add(parts), new Term.ExactNumber(Rational.HALF)));
      }
      case "cross" -> {
        if (!(a.at(0) instanceof Matrix o)) {
          throw Stop.unsupported("cross with a list");
        }
        var x = m.rows.stream().flatMap(List::stream).toList();
        var y = o.rows.stream().flatMap(List::stream).toList();
        if (x.size() != 3 || y.size() != 3) {
          throw PythonError.value("dimensions do not match");
        }
        var c = new ArrayList<Term>();
        for (int i = 0; i < 3; i++) {
          int j = (i + 1) % 3;
          int k = (i + 2) % 3;
          c.add(
              terms.subtract(
                  terms.multiply(x.get(j), y.get(k)), terms.multiply(x.get(k), y.get(j))));
        }
        yield m.width() == 1
            ? new Matrix(c.stream().map(List::of).toList())
            : new Matrix(List.of(c));
      }
      case "rank" -> Int.of(rank(m));
      case "tolist" ->
          new ListValue(
              m.rows.stream()
                  .<Value>map(r -> new ListValue(r.stream().<Value>map(Sym::new).toList()))
                  .toList());
      default -> throw Stop.unsupported("Matrix." + name);
    };
  }

  Value subscript(Matrix m, Value index, Operations operations) {
    if (index instanceof Tuple t && t.items().size() == 2) {
      if (t.items().get(0) instanceof Value.SliceValue
          || t.items().get(1) instanceof Value.SliceValue) {
        throw Stop.unsupported("a slice of a matrix");
      }
      return new Sym(
          m.rows
              .get(at(t.items().get(0), m.rows.size(), operations))
              .get(at(t.items().get(1), m.width(), operations)));
    }
    if (index instanceof Value.SliceValue) {
      throw Stop.unsupported("a slice of a matrix");
    }
    int i = at(index, m.rows.size() * m.width(), operations);
    return new Sym(m.rows.get(i / m.width()).get(i % m.width()));
  }

  void assign(Matrix m, Value index, Value v, Operations operations) {
    Term t = operations.toTerm(v);
    if (t == null || !(index instanceof Tuple p) || p.items().size() != 2) {
      throw Stop.unsupported("this assignment to a matrix");
    }
    m.rows
        .get(at(p.items().get(0), m.rows.size(), operations))
        .set(at(p.items().get(1), m.width(), operations), t);
  }

  private static int at(Value v, int size, Operations operations) {
    int i = operations.smallIndex(v);
    if (i < 0) {
      i += size;
    }
    if (i < 0 || i >= size) {
      throw new PythonError("IndexError", "Index out of range");
    }
    return i;
  }
}
