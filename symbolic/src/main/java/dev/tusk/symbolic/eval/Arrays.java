package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Array;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The part of numpy that can be worked out exactly: arrays of one and two dimensions, linear
 * algebra over rational numbers, polynomials, and elementary functions of single numbers. Arrays
 * cannot be changed here; a program that changes one stays unchecked.
 */
final class Arrays {
  /** Rows of a matrix of which more than products is asked. */
  private static final int MOST_ROWS = 12;

  private static final int MOST_COEFFICIENTS = 9;
  private static final int MOST_POWER = 200;

  /** The error of a fit in doubles must stay below this. */
  private static final double STEADY = 1e-10;

  /** What numpy names otherwise than math. */
  private static final Map<String, String> ELEMENTARY =
      Map.ofEntries(
          Map.entry("sqrt", "sqrt"),
          Map.entry("exp", "exp"),
          Map.entry("log", "log"),
          Map.entry("log2", "log2"),
          Map.entry("log10", "log10"),
          Map.entry("log1p", "log1p"),
          Map.entry("sin", "sin"),
          Map.entry("cos", "cos"),
          Map.entry("tan", "tan"),
          Map.entry("arcsin", "asin"),
          Map.entry("arccos", "acos"),
          Map.entry("arctan", "atan"),
          Map.entry("sinh", "sinh"),
          Map.entry("cosh", "cosh"),
          Map.entry("tanh", "tanh"),
          Map.entry("degrees", "degrees"),
          Map.entry("rad2deg", "degrees"),
          Map.entry("radians", "radians"),
          Map.entry("deg2rad", "radians"),
          Map.entry("floor", "floor"),
          Map.entry("ceil", "ceil"),
          Map.entry("trunc", "trunc"));

  private static final Map<String, BinaryOperator> OPERATORS =
      Map.ofEntries(
          Map.entry("add", BinaryOperator.ADD),
          Map.entry("subtract", BinaryOperator.SUBTRACT),
          Map.entry("multiply", BinaryOperator.MULTIPLY),
          Map.entry("divide", BinaryOperator.DIVIDE),
          Map.entry("true_divide", BinaryOperator.DIVIDE),
          Map.entry("floor_divide", BinaryOperator.FLOOR_DIVIDE),
          Map.entry("mod", BinaryOperator.MODULO),
          Map.entry("remainder", BinaryOperator.MODULO),
          Map.entry("power", BinaryOperator.POWER),
          Map.entry("matmul", BinaryOperator.MATRIX_MULTIPLY));

  private final Interpreter in;
  private final FloatArithmetic floats;
  private final ArrayArithmetic arrays;
  private final Polynomials polynomials;
  private final Spectrum spectrum;

  Arrays(Interpreter in, FloatArithmetic floats) {
    this.in = in;
    this.floats = floats;
    this.arrays = in.operations.arrays;
    this.polynomials = in.operations.polynomials;
    this.spectrum = new Spectrum(arrays, floats, in.budget);
  }

  /** Calls a function of numpy by its name after {@code numpy.}. */
  Value call(String name, Arguments a) {
    in.operations.meetNumpy();
    String full = "numpy." + name;
    if (name.startsWith("linalg.")) {
      return linear(full, name.substring("linalg.".length()), a);
    }
    if (name.startsWith("poly") && !name.equals("polyfit")) {
      return polynomials.call(name, a);
    }
    String elementary = ELEMENTARY.get(name);
    if (elementary != null) {
      a.expect(full, 1, 1);
      return each(a.at(0), v -> elementary(full, elementary, v));
    }
    BinaryOperator operator = OPERATORS.get(name);
    if (operator != null) {
      a.expect(full, 2, 2);
      return in.operations.binary(operator, numeric(a.at(0)), numeric(a.at(1)));
    }
    return switch (name) {
      case "array", "asarray" -> made(full, a);
      case "zeros", "ones", "eye", "identity" -> filled(full, name, a);
      case "arange", "linspace" -> range(full, name, a);
      case "diag" -> {
        a.expect(full, 1, 1);
        yield diagonal(array(a.at(0)));
      }
      case "transpose" -> {
        a.expect(full, 1, 1);
        yield transpose(array(a.at(0)));
      }
      case "dot" -> {
        a.expect(full, 2, 2);
        yield dot(full, a.at(0), a.at(1));
      }
      case "inner", "vdot" -> {
        a.expect(full, 2, 2);
        yield arrays.product(full, vector(full, a.at(0)), vector(full, a.at(1)));
      }
      case "outer" -> {
        a.expect(full, 2, 2);
        Array left = vector(full, a.at(0));
        yield arrays.binary(
            BinaryOperator.MULTIPLY, transpose(matrixOf(left)), matrixOf(vector(full, a.at(1))));
      }
      case "cross" -> {
        a.expect(full, 2, 2);
        yield cross(full, items(full, a.at(0)), items(full, a.at(1)));
      }
      case "sum", "prod", "mean", "max", "amax", "min", "amin", "argmax", "argmin", "trace" ->
          reduced(full, name, array(a.at(0)), rest(a));
      case "std", "var" -> reduced(full, name, array(a.at(0)), rest(a));
      case "sort" -> {
        a.expect(full, 1, 1);
        yield sorted(vectorInAnyOrder(full, a.at(0)));
      }
      case "median" -> {
        a.expect(full, 1, 1);
        yield median(sorted(vectorInAnyOrder(full, a.at(0))).rows().getFirst());
      }
      case "abs", "absolute", "fabs" -> {
        a.expect(full, 1, 1);
        yield each(
            a.at(0),
            v -> {
              Value size = builtin("abs", v);
              return name.equals("fabs") ? arrays.toFloat(size) : size;
            });
      }
      case "round", "around" -> {
        a.expect(full, 1, 2, "decimals");
        int decimals = in.operations.smallIndex(a.get(1, "decimals", Int.ZERO));
        yield each(a.at(0), v -> rounded(full, v, decimals));
      }
      case "roots" -> {
        a.expect(full, 1, 1);
        yield roots(full, polynomials.of(a.at(0)).coefficients());
      }
      case "polyfit" -> {
        a.expect(full, 3, 3);
        yield fit(full, a);
      }
      default -> throw Stop.unsupported(full);
    };
  }

  private static Arguments rest(Arguments a) {
    return new Arguments(a.positional().subList(1, a.size()), a.named());
  }

  private Array array(Value v) {
    return arrays.of(v);
  }

  /** A number as it is, and anything else as an array. */
  private Value numeric(Value v) {
    return ArrayArithmetic.isNumber(v) ? v : array(v);
  }

  private Value each(Value v, UnaryOperator<Value> f) {
    return ArrayArithmetic.isNumber(v) ? f.apply(v) : arrays.map(array(v), f);
  }

  private Value builtin(String name, Value... arguments) {
    return in.call(new Value.Builtin(name), Arguments.of(arguments));
  }

  private Value elementary(String full, String name, Value v) {
    try {
      return arrays.toFloat(in.libraries().call("math." + name, Arguments.of(v)));
    } catch (PythonError e) {
      // numpy warns and gives nan or inf.
      throw Stop.unsupported(full + " beyond its domain or range");
    }
  }

  private Value rounded(String full, Value v, int decimals) {
    if (!(v instanceof Flt f) || decimals < 0 || decimals > 15) {
      if (v instanceof Int && decimals >= 0) {
        return v;
      }
      throw Stop.unsupported(full + " to " + decimals + " decimals");
    }
    if (f.number() instanceof Ieee d) {
      double power = Math.pow(10, decimals);
      return new Flt(new Ieee(Math.rint(d.value() * power) / power), decimals);
    }
    return new Flt(floats.round(f.number(), decimals), decimals);
  }

  // Arrays made.

  private Array made(String full, Arguments a) {
    a.expect(full, 1, 2, "dtype");
    Array made = array(a.at(0));
    Value type = a.get(1, "dtype", None.NONE);
    String wanted =
        switch (type) {
          case None n -> "";
          case Value.Builtin b -> b.name();
          case Value.Library l -> l.name();
          default -> "?";
        };
    return switch (wanted) {
      case "" -> made;
      case "float", "numpy.float64" -> arrays.map(made, arrays::toFloat);
      case "int", "numpy.int64" -> {
        if (!ArrayArithmetic.integers(made)) {
          throw Stop.unsupported(full + " of floats as integers");
        }
        yield made;
      }
      default -> throw Stop.unsupported(full + "(dtype=)");
    };
  }

  private Array filled(String full, String name, Arguments a) {
    a.expect(full, 1, 1);
    int height;
    int width;
    boolean vector = false;
    if (a.at(0) instanceof Tuple t && t.items().size() == 2 && !name.equals("eye")) {
      height = in.operations.smallIndex(t.items().get(0));
      width = in.operations.smallIndex(t.items().get(1));
    } else {
      width = in.operations.smallIndex(a.at(0));
      vector = name.equals("zeros") || name.equals("ones");
      height = vector ? 1 : width;
    }
    if (height < 1 || width < 1 || (long) height * width > ArrayArithmetic.MOST_ITEMS) {
      throw Stop.unsupported(full + " of this shape");
    }
    Value zero = arrays.toFloat(Int.ZERO);
    Value one = arrays.toFloat(Int.ONE);
    var rows = new ArrayList<List<Value>>();
    for (int i = 0; i < height; i++) {
      var row = new ArrayList<Value>(Collections.nCopies(width, name.equals("ones") ? one : zero));
      if (name.equals("eye") || name.equals("identity")) {
        row.set(i, one);
      }
      rows.add(row);
    }
    return vector ? arrays.vector(rows.getFirst()) : arrays.matrix(rows);
  }

  private Array range(String full, String name, Arguments a) {
    if (name.equals("arange")) {
      a.expect(full, 1, 3);
      for (Value v : a.positional()) {
        if (!(v instanceof Int)) {
          throw Stop.unsupported(full + " of a " + Operations.typeName(v));
        }
      }
      return array(in.call(new Value.Builtin("range"), a));
    }
    a.expect(full, 2, 3, "num");
    Value start = arrays.toFloat(a.at(0));
    Value stop = arrays.toFloat(a.at(1));
    int n = in.operations.smallIndex(a.get(2, "num", Int.of(50)));
    if (n < 2 || n > ArrayArithmetic.MOST_ITEMS) {
      throw Stop.unsupported(full + " of " + n + " items");
    }
    Value span = in.operations.binary(BinaryOperator.SUBTRACT, stop, start);
    Value step = in.operations.binary(BinaryOperator.DIVIDE, span, Int.of(n - 1L));
    var items = new ArrayList<Value>();
    for (int i = 0; i < n - 1; i++) {
      Value far = in.operations.binary(BinaryOperator.MULTIPLY, Int.of(i), step);
      items.add(in.operations.binary(BinaryOperator.ADD, far, start));
    }
    items.add(stop);
    return arrays.vector(items);
  }

  // Shapes.

  private Array transpose(Array a) {
    ArrayArithmetic.requireOrdered(a);
    return a.vector() ? a : arrays.matrix(ArrayArithmetic.columns(a));
  }

  private Array matrixOf(Array vector) {
    return arrays.matrix(vector.rows());
  }

  private Array diagonal(Array a) {
    ArrayArithmetic.requireOrdered(a);
    int n = ArrayArithmetic.width(a);
    if (!a.vector()) {
      int least = Math.min(n, ArrayArithmetic.height(a));
      var items = new ArrayList<Value>();
      for (int i = 0; i < least; i++) {
        items.add(a.rows().get(i).get(i));
      }
      return arrays.vector(items);
    }
    Value zero = ArrayArithmetic.integers(a) ? Int.ZERO : arrays.toFloat(Int.ZERO);
    var rows = new ArrayList<List<Value>>();
    for (int i = 0; i < n; i++) {
      var row = new ArrayList<Value>(Collections.nCopies(n, zero));
      row.set(i, a.rows().getFirst().get(i));
      rows.add(row);
    }
    return arrays.matrix(rows);
  }

  private Array vectorInAnyOrder(String full, Value v) {
    Array a = array(v);
    if (!a.vector()) {
      throw Stop.unsupported(full + " of a matrix");
    }
    return a;
  }

  private Array vector(String full, Value v) {
    Array a = vectorInAnyOrder(full, v);
    ArrayArithmetic.requireOrdered(a);
    return a;
  }

  private List<Value> items(String full, Value v) {
    return vector(full, v).rows().getFirst();
  }

  private Value dot(String full, Value a, Value b) {
    return ArrayArithmetic.isNumber(a) || ArrayArithmetic.isNumber(b)
        ? in.operations.binary(BinaryOperator.MULTIPLY, numeric(a), numeric(b))
        : arrays.product(full, a, b);
  }

  private Value cross(String full, List<Value> x, List<Value> y) {
    if (x.size() != y.size() || x.size() < 2 || x.size() > 3) {
      throw Stop.unsupported(full + " of these shapes");
    }
    if (x.size() == 2) {
      return minor(x, y, 0, 1);
    }
    return arrays.vector(List.of(minor(x, y, 1, 2), minor(x, y, 2, 0), minor(x, y, 0, 1)));
  }

  private Value minor(List<Value> x, List<Value> y, int i, int j) {
    return in.operations.binary(
        BinaryOperator.SUBTRACT,
        in.operations.binary(BinaryOperator.MULTIPLY, x.get(i), y.get(j)),
        in.operations.binary(BinaryOperator.MULTIPLY, x.get(j), y.get(i)));
  }

  private Value reduced(String full, String name, Array a, Arguments rest) {
    List<Value> all = ArrayArithmetic.all(a);
    if (name.equals("std") || name.equals("var")) {
      rest.expect(full, 0, 0, "ddof");
      Value variance = variance(full, all, rest.named().getOrDefault("ddof", Int.ZERO));
      return name.equals("var") ? variance : elementary(full, "sqrt", variance);
    }
    rest.expect(full, 0, 0);
    return switch (name) {
      case "sum" -> arrays.sum(all);
      case "prod" -> {
        Value product = all.getFirst();
        for (Value v : all.subList(1, all.size())) {
          product = in.operations.binary(BinaryOperator.MULTIPLY, product, v);
        }
        yield product;
      }
      case "mean" -> mean(all);
      case "max", "amax" -> all.get(extreme(all, 1));
      case "min", "amin" -> all.get(extreme(all, -1));
      case "argmax", "argmin" -> {
        ArrayArithmetic.requireOrdered(a);
        yield Int.of(extreme(all, name.equals("argmax") ? 1 : -1));
      }
      default -> {
        if (a.vector()) {
          throw Stop.unsupported(full + " of a vector");
        }
        yield arrays.sum(ArrayArithmetic.all(diagonal(a)));
      }
    };
  }

  private int extreme(List<Value> all, int sign) {
    int best = 0;
    for (int i = 1; i < all.size(); i++) {
      if (in.operations.compare(all.get(i), all.get(best)) * sign > 0) {
        best = i;
      }
    }
    return best;
  }

  private Value mean(List<Value> all) {
    Value sum = arrays.sum(all.stream().map(arrays::toFloat).toList());
    return in.operations.binary(BinaryOperator.DIVIDE, sum, Int.of(all.size()));
  }

  private Value variance(String full, List<Value> all, Value ddof) {
    int n = all.size() - in.operations.smallIndex(ddof);
    if (n < 1) {
      throw Stop.unsupported(full + " of so few numbers");
    }
    Value mean = mean(all);
    var squares = new ArrayList<Value>();
    for (Value v : all) {
      Value d = in.operations.binary(BinaryOperator.SUBTRACT, v, mean);
      squares.add(in.operations.binary(BinaryOperator.MULTIPLY, d, d));
    }
    return in.operations.binary(BinaryOperator.DIVIDE, arrays.sum(squares), Int.of(n));
  }

  private Array sorted(Array a) {
    var items = new ArrayList<>(a.rows().getFirst());
    items.sort(in.operations::compare);
    return arrays.vector(items);
  }

  private Value median(List<Value> sorted) {
    int n = sorted.size();
    return n % 2 == 1
        ? arrays.toFloat(sorted.get(n / 2))
        : mean(List.of(sorted.get(n / 2 - 1), sorted.get(n / 2)));
  }

  // Linear algebra.

  private Value linear(String full, String name, Arguments a) {
    return switch (name) {
      case "det" -> {
        a.expect(full, 1, 1);
        yield determinant(square(full, a.at(0)));
      }
      case "inv" -> {
        a.expect(full, 1, 1);
        yield inverse(square(full, a.at(0)));
      }
      case "solve" -> {
        a.expect(full, 2, 2);
        RationalMatrix matrix = square(full, a.at(0));
        Array right = array(a.at(1));
        Array sides = right.vector() ? transpose(matrixOf(right)) : right;
        RationalMatrix solution = solved(matrix, rational(full, sides));
        Array result = array(solution);
        yield right.vector() ? arrays.vector(ArrayArithmetic.all(result)) : result;
      }
      case "matrix_rank" -> {
        a.expect(full, 1, 1);
        yield Int.of(rank(full, a.at(0)));
      }
      case "matrix_power" -> {
        a.expect(full, 2, 2);
        yield power(full, a.at(0), in.operations.smallIndex(a.at(1)));
      }
      case "norm" -> {
        a.expect(full, 1, 1);
        Value sum = null;
        for (Value v : ArrayArithmetic.all(array(a.at(0)))) {
          Value f = arrays.toFloat(v);
          Value square = in.operations.binary(BinaryOperator.MULTIPLY, f, f);
          sum = sum == null ? square : in.operations.binary(BinaryOperator.ADD, sum, square);
        }
        yield elementary(full, "sqrt", java.util.Objects.requireNonNull(sum));
      }
      case "eigvals" -> {
        a.expect(full, 1, 1);
        yield spectrum.eigenvalues(square(full, a.at(0)));
      }
      case "eig" -> {
        a.expect(full, 1, 1);
        yield new Tuple(
            List.of(
                spectrum.eigenvalues(square(full, a.at(0))),
                new Value.Library(full + "'s vectors")));
      }
      case "eigvalsh" -> {
        a.expect(full, 1, 1);
        yield spectrum.symmetric(square(full, a.at(0)));
      }
      case "eigh" -> {
        a.expect(full, 1, 1);
        yield new Tuple(
            List.of(
                spectrum.symmetric(square(full, a.at(0))), new Value.Library(full + "'s vectors")));
      }
      default -> throw Stop.unsupported(full);
    };
  }

  /** An array as a matrix of rational numbers; in a replay, of the doubles' own values. */
  private RationalMatrix rational(String full, Array a) {
    ArrayArithmetic.requireOrdered(a);
    if (ArrayArithmetic.height(a) > MOST_ROWS || ArrayArithmetic.width(a) > MOST_ROWS) {
      throw Stop.limit("matrix size", full + " of more than " + MOST_ROWS + " rows or columns");
    }
    var rows = new ArrayList<List<Rational>>();
    for (List<Value> row : a.rows()) {
      rows.add(row.stream().map(v -> rational(full, v)).toList());
    }
    return RationalMatrix.of(rows, in.budget);
  }

  private Rational rational(String full, Value v) {
    return switch (v) {
      case Int i -> Rational.of(i.value());
      case Flt f when floats.toReal(f.number()) instanceof Rational r -> r;
      default -> throw Stop.unsupported(full + " of irrational numbers");
    };
  }

  private RationalMatrix matrix(String full, Value v) {
    Array a = array(v);
    if (a.vector()) {
      throw Stop.unsupported(full + " of a vector");
    }
    return rational(full, a);
  }

  private RationalMatrix square(String full, Value v) {
    RationalMatrix m = matrix(full, v);
    if (m.height() != m.width()) {
      throw new PythonError("LinAlgError", "Last 2 dimensions of the array must be square");
    }
    return m;
  }

  private Array array(RationalMatrix m) {
    return arrays.matrix(
        m.toRows().stream()
            .map(row -> row.stream().map(r -> (Value) new Flt(floats.of(r))).toList())
            .toList());
  }

  private static double[][] doubles(RationalMatrix m) {
    return m.toRows().stream()
        .map(row -> row.stream().mapToDouble(Rational::toDouble).toArray())
        .toArray(double[][]::new);
  }

  private Value determinant(RationalMatrix m) {
    FloatNumber det =
        floats.exact()
            ? floats.of(m.determinant())
            : new Ieee(LapackOrder.factor(doubles(m)).determinant());
    return new Flt(det);
  }

  private RationalMatrix solved(RationalMatrix m, RationalMatrix right) {
    if (right.height() != m.height()) {
      throw PythonError.value("solve: Input operand 1 has a mismatch in its core dimension 0");
    }
    RationalMatrix solution = null;
    if (floats.exact()) {
      solution = m.solve(right);
    } else {
      double[][] x = LapackOrder.factor(doubles(m)).solve(doubles(right));
      if (x != null) {
        solution = RationalMatrix.of(finite(x), in.budget);
      }
    }
    if (solution == null) {
      throw new PythonError("LinAlgError", "Singular matrix");
    }
    return solution;
  }

  private static List<List<Rational>> finite(double[][] x) {
    var rows = new ArrayList<List<Rational>>();
    for (double[] row : x) {
      var numbers = new ArrayList<Rational>();
      for (double v : row) {
        if (!Double.isFinite(v)) {
          throw Stop.unsupported("a solution past the range of floats");
        }
        numbers.add(Rational.ofDouble(v));
      }
      rows.add(numbers);
    }
    return rows;
  }

  private Array inverse(RationalMatrix m) {
    return array(solved(m, RationalMatrix.identity(m.height(), in.budget)));
  }

  /**
   * The rank, where the smallest singular value that is not 0 is far above the tolerance with which
   * numpy tells it from 0.
   */
  private int rank(String full, Value v) {
    RationalMatrix m = matrix(full, v);
    int rank = m.rank();
    if (rank > 0) {
      RationalMatrix gram =
          m.height() <= m.width() ? m.times(m.transpose()) : m.transpose().times(m);
      // The product of the squares of the singular values that are not 0.
      double product = gram.characteristic().get(rank).abs().toDouble();
      double norm = m.norm();
      double least = Math.sqrt(product) / Math.pow(norm, rank - 1);
      double tolerance = norm * Math.max(m.height(), m.width()) * Math.ulp(1.0);
      if (!(least > 1_000 * tolerance)) {
        throw Stop.unevaluated(full, "numpy's tolerance decides it");
      }
    }
    return rank;
  }

  private Value power(String full, Value v, int n) {
    if (Math.abs(n) > MOST_POWER) {
      throw Stop.limit("number size", "a matrix power");
    }
    Array base = n < 0 ? inverse(square(full, v)) : array(v);
    int size = ArrayArithmetic.height(base);
    if (base.vector() || size != ArrayArithmetic.width(base)) {
      throw new PythonError("LinAlgError", "Last 2 dimensions of the array must be square");
    }
    if (n == 0) {
      Array identity = array(RationalMatrix.identity(size, in.budget));
      return ArrayArithmetic.integers(base)
          ? arrays.map(identity, x -> in.operations.truth(x) ? Int.ONE : Int.ZERO)
          : identity;
    }
    // Squares from the lowest bit, as numpy multiplies them.
    Value square = base;
    Value result = null;
    for (int bits = Math.abs(n); bits > 0; bits >>= 1) {
      if ((bits & 1) == 1) {
        result = result == null ? square : arrays.product(full, result, square);
      }
      if (bits > 1) {
        square = arrays.product(full, square, square);
      }
    }
    return java.util.Objects.requireNonNull(result);
  }

  // Polynomials.

  private Array roots(String full, List<Value> coefficients) {
    var c = new ArrayList<Rational>();
    for (Value v : coefficients) {
      c.add(rational(full, v));
    }
    int zeros = 0;
    while (c.size() > 1 && c.getLast().isZero()) {
      c.removeLast();
      zeros++;
    }
    if (c.size() - 1 > MOST_ROWS || zeros > MOST_ROWS) {
      throw Stop.limit("matrix size", full + " of degree " + (coefficients.size() - 1));
    }
    if (c.size() == 1 && zeros == 0) {
      throw Stop.unsupported(full + " of a constant");
    }
    var all = new ArrayList<Value>();
    boolean ordered = true;
    if (c.size() > 1) {
      Array found = spectrum.roots(c);
      ordered = found.ordered();
      all.addAll(found.rows().getFirst());
    }
    all.addAll(Collections.nCopies(zeros, arrays.toFloat(Int.ZERO)));
    return ordered ? arrays.vector(all) : arrays.unordered(all);
  }

  /**
   * The fit of least squares, by its normal equations: exact, where numpy has a singular value
   * decomposition. Where the points are such that doubles would lose digits, nothing is said.
   */
  private Array fit(String full, Arguments a) {
    List<Value> xs = items(full, a.at(0));
    List<Value> ys = items(full, a.at(1));
    int n = in.operations.smallIndex(a.at(2)) + 1;
    if (n < 1 || n > MOST_COEFFICIENTS) {
      throw Stop.unsupported(full + " of degree " + (n - 1));
    }
    if (xs.size() != ys.size()) {
      throw PythonError.type("expected x and y to have same length");
    }
    if (xs.size() < n) {
      throw Stop.unsupported(full + " through fewer points than coefficients");
    }
    var powers = new ArrayList<List<Rational>>();
    var values = new ArrayList<List<Rational>>();
    for (int i = 0; i < xs.size(); i++) {
      Rational x = rational(full, xs.get(i));
      var row = new ArrayList<Rational>();
      for (int k = n - 1; k >= 0; k--) {
        row.add(x.power(k));
        in.budget.bits(row.getLast().bits());
      }
      powers.add(row);
      values.add(List.of(rational(full, ys.get(i))));
    }
    RationalMatrix points = RationalMatrix.of(powers, in.budget);
    RationalMatrix gram = points.transpose().times(points);
    RationalMatrix inverse = gram.solve(RationalMatrix.identity(n, in.budget));
    if (inverse == null || condition(gram, inverse) * Math.ulp(1.0) > STEADY) {
      throw Stop.unevaluated(full, "the program's floats blur the fit");
    }
    RationalMatrix right = points.transpose().times(RationalMatrix.of(values, in.budget));
    return arrays.vector(ArrayArithmetic.all(array(inverse.times(right))));
  }

  /** Of the normal equations after numpy's scaling of the columns, an upper bound. */
  private static double condition(RationalMatrix gram, RationalMatrix inverse) {
    double size = 0;
    double inverseSize = 0;
    for (int i = 0; i < gram.height(); i++) {
      for (int j = 0; j < gram.height(); j++) {
        double scale = Math.sqrt(gram.at(i, i).toDouble() * gram.at(j, j).toDouble());
        size += Math.pow(gram.at(i, j).toDouble() / scale, 2);
        inverseSize += Math.pow(inverse.at(i, j).toDouble() * scale, 2);
      }
    }
    return Math.sqrt(size) * Math.sqrt(inverseSize);
  }

  // What arrays and polynomials have.

  /** An attribute, or null if it is a method or unknown. */
  @Nullable Value attribute(Array a, String name) {
    return switch (name) {
      case "T" -> transpose(a);
      case "shape" ->
          new Tuple(
              a.vector()
                  ? List.of(Int.of(ArrayArithmetic.width(a)))
                  : List.of(Int.of(ArrayArithmetic.height(a)), Int.of(ArrayArithmetic.width(a))));
      case "size" -> Int.of((long) ArrayArithmetic.height(a) * ArrayArithmetic.width(a));
      case "ndim" -> Int.of(a.vector() ? 1 : 2);
      case "real" -> a;
      default -> null;
    };
  }

  /** An attribute, or null if it is a method or unknown. */
  @Nullable Value attribute(Value.Poly1d p, String name) {
    return name.equals("roots") || name.equals("r")
        ? roots("numpy.roots", p.coefficients())
        : polynomials.attribute(p, name);
  }

  Value method(Array a, String name, Arguments arguments) {
    String full = "numpy.ndarray." + name;
    return switch (name) {
      case "sum", "prod", "mean", "std", "var", "max", "min", "argmax", "argmin", "trace" ->
          reduced(full, name, a, arguments);
      case "dot" -> {
        arguments.expect(full, 1, 1);
        yield dot(full, a, arguments.at(0));
      }
      case "transpose", "flatten", "ravel", "tolist", "copy" -> {
        arguments.expect(full, 0, 0);
        yield switch (name) {
          case "transpose" -> transpose(a);
          case "copy" -> a;
          case "tolist" -> {
            ArrayArithmetic.requireOrdered(a);
            List<Value> rows = a.rows().stream().<Value>map(r -> new Value.ListValue(r)).toList();
            yield a.vector() ? rows.getFirst() : new Value.ListValue(rows);
          }
          default -> {
            ArrayArithmetic.requireOrdered(a);
            yield arrays.vector(ArrayArithmetic.all(a));
          }
        };
      }
      case "round" -> {
        arguments.expect(full, 0, 1, "decimals");
        int decimals = in.operations.smallIndex(arguments.get(0, "decimals", Int.ZERO));
        yield arrays.map(a, v -> rounded(full, v, decimals));
      }
      default -> throw Stop.unsupported("." + name + "() of a numpy array");
    };
  }

  /** The items of a vector, or the rows of a matrix. */
  static List<Value> rows(Array a) {
    ArrayArithmetic.requireOrdered(a);
    return a.vector()
        ? a.rows().getFirst()
        : a.rows().stream().<Value>map(r -> new Array(List.of(r), true, true)).toList();
  }

  /**
   * Items, rows and parts of an array.
   *
   * @param places finds the places that a slice takes
   */
  Value subscript(Array a, Value index, Places places) {
    ArrayArithmetic.requireOrdered(a);
    if (index instanceof Tuple t && t.items().size() == 2 && !a.vector()) {
      Value i = t.items().get(0);
      Value j = t.items().get(1);
      List<List<Value>> rows = picked(a.rows(), i, places);
      List<List<Value>> parts = rows.stream().map(r -> picked(r, j, places)).toList();
      boolean oneRow = !(i instanceof Value.SliceValue);
      boolean oneColumn = !(j instanceof Value.SliceValue);
      if (oneRow && oneColumn) {
        return parts.getFirst().getFirst();
      }
      if (oneRow) {
        return arrays.vector(parts.getFirst());
      }
      return oneColumn
          ? arrays.vector(parts.stream().map(List::getFirst).toList())
          : arrays.matrix(parts);
    }
    if (index instanceof Value.SliceValue) {
      return a.vector()
          ? arrays.vector(picked(a.rows().getFirst(), index, places))
          : arrays.matrix(picked(a.rows(), index, places));
    }
    if (!(index instanceof Int)) {
      throw Stop.unsupported("a numpy array subscripted with a " + Operations.typeName(index));
    }
    return a.vector()
        ? picked(a.rows().getFirst(), index, places).getFirst()
        : arrays.vector(picked(a.rows(), index, places).getFirst());
  }

  /** Finds what a subscript takes of so many items. */
  interface Places {
    /** The places, in order. */
    int[] of(Value.SliceValue slice, int size);
  }

  private <T> List<T> picked(List<T> items, Value index, Places places) {
    if (index instanceof Value.SliceValue s) {
      var part = new ArrayList<T>();
      for (int i : places.of(s, items.size())) {
        part.add(items.get(i));
      }
      return part;
    }
    BigInteger i = Operations.integer(index);
    if (i == null) {
      throw Stop.unsupported("a numpy array subscripted with a " + Operations.typeName(index));
    }
    BigInteger n = BigInteger.valueOf(items.size());
    if (i.signum() < 0) {
      i = i.add(n);
    }
    if (i.signum() < 0 || i.compareTo(n) >= 0) {
      throw new PythonError("IndexError", "index " + i + " is out of bounds");
    }
    return List.of(items.get(i.intValue()));
  }
}
