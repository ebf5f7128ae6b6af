package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Array;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.Poly1d;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** numpy's polynomials: coefficients in a list, the highest power first. */
final class Polynomials {
  private static final int MOST_POWER = 100;

  private final ArrayArithmetic arrays;
  private final Operations operations;

  Polynomials(ArrayArithmetic arrays, Operations operations) {
    this.arrays = arrays;
    this.operations = operations;
  }

  /** A poly1d of coefficients. */
  Poly1d of(Value v) {
    return v instanceof Poly1d same
        ? same
        : new Poly1d(trimmed(coefficients(ArrayArithmetic.isNumber(v) ? scalar(v) : v)));
  }

  private static Value scalar(Value v) {
    return new Value.Tuple(List.of(v));
  }

  private List<Value> coefficients(Value v) {
    if (v instanceof Poly1d p) {
      return p.coefficients();
    }
    Array a = arrays.of(v);
    if (!a.vector()) {
      throw PythonError.value("Polynomial must be 1d only.");
    }
    ArrayArithmetic.requireOrdered(a);
    return a.rows().getFirst();
  }

  /** Without leading zeros. */
  List<Value> trimmed(List<Value> coefficients) {
    int from = 0;
    while (from < coefficients.size() - 1 && !operations.truth(coefficients.get(from))) {
      from++;
    }
    return List.copyOf(coefficients.subList(from, coefficients.size()));
  }

  private Value binary(BinaryOperator op, Value a, Value b) {
    return operations.binary(op, a, b);
  }

  /** Calls polyval, polyadd, … by name. */
  Value call(String name, Arguments a) {
    String full = "numpy." + name;
    return switch (name) {
      case "poly1d" -> {
        a.expect(full, 1, 1);
        yield of(a.at(0));
      }
      case "polyval" -> {
        a.expect(full, 2, 2);
        yield value(coefficients(a.at(0)), a.at(1));
      }
      case "polyadd", "polysub", "polymul" -> {
        a.expect(full, 2, 2);
        List<Value> x = coefficients(a.at(0));
        List<Value> y = coefficients(a.at(1));
        List<Value> r =
            switch (name) {
              case "polyadd" -> sum(BinaryOperator.ADD, x, y);
              case "polysub" -> sum(BinaryOperator.SUBTRACT, x, y);
              default -> product(trimmed(x), trimmed(y));
            };
        yield like(r, a.at(0), a.at(1));
      }
      case "polyder" -> {
        a.expect(full, 1, 2, "m");
        yield like(derivative(coefficients(a.at(0)), times(a)), a.at(0));
      }
      case "polyint" -> {
        a.expect(full, 1, 2, "m");
        yield like(integral(coefficients(a.at(0)), times(a)), a.at(0));
      }
      default -> throw Stop.unsupported(full);
    };
  }

  private int times(Arguments a) {
    int m = operations.smallIndex(a.get(1, "m", Int.ONE));
    if (m < 0 || m > MOST_POWER) {
      throw Stop.unsupported("a derivative of order " + m);
    }
    return m;
  }

  private Value like(List<Value> coefficients, Value... operands) {
    for (Value v : operands) {
      if (v instanceof Poly1d) {
        return new Poly1d(trimmed(arrays.vector(coefficients).rows().getFirst()));
      }
    }
    return arrays.vector(coefficients);
  }

  private Value value(List<Value> coefficients, Value x) {
    if (x instanceof Poly1d) {
      throw Stop.unsupported("a polynomial of a polynomial");
    }
    Value at = ArrayArithmetic.isNumber(x) ? x : arrays.of(x);
    // As numpy: y = 0, then y = y x + c.
    Value y = binary(BinaryOperator.MULTIPLY, at, Int.ZERO);
    for (Value c : coefficients) {
      y = binary(BinaryOperator.ADD, binary(BinaryOperator.MULTIPLY, y, at), c);
    }
    return y;
  }

  private List<Value> sum(BinaryOperator op, List<Value> x, List<Value> y) {
    int n = Math.max(x.size(), y.size());
    var r = new ArrayList<Value>();
    for (int i = 0; i < n; i++) {
      r.add(binary(op, padded(x, n, i), padded(y, n, i)));
    }
    return r;
  }

  private static Value padded(List<Value> c, int n, int i) {
    int at = i - (n - c.size());
    return at < 0 ? Int.ZERO : c.get(at);
  }

  private List<Value> product(List<Value> x, List<Value> y) {
    int n = x.size() + y.size() - 1;
    if (n > ArrayArithmetic.MOST_ITEMS) {
      throw Stop.limit("container size", "a polynomial of degree " + (n - 1));
    }
    var r = new ArrayList<Value>();
    for (int k = 0; k < n; k++) {
      @Nullable Value sum = null;
      for (int i = Math.max(0, k - y.size() + 1); i <= Math.min(k, x.size() - 1); i++) {
        Value p = binary(BinaryOperator.MULTIPLY, x.get(i), y.get(k - i));
        sum = sum == null ? p : binary(BinaryOperator.ADD, sum, p);
      }
      r.add(java.util.Objects.requireNonNull(sum));
    }
    return r;
  }

  private List<Value> derivative(List<Value> c, int m) {
    List<Value> r = c;
    for (int k = 0; k < m; k++) {
      int degree = r.size() - 1;
      if (degree == 0) {
        throw Stop.unsupported("the derivative of a constant");
      }
      var next = new ArrayList<Value>();
      for (int i = 0; i < degree; i++) {
        next.add(binary(BinaryOperator.MULTIPLY, r.get(i), Int.of(degree - i)));
      }
      r = next;
    }
    return r;
  }

  private List<Value> integral(List<Value> c, int m) {
    List<Value> r = c;
    for (int k = 0; k < m; k++) {
      int n = r.size();
      var next = new ArrayList<Value>();
      for (int i = 0; i < n; i++) {
        next.add(binary(BinaryOperator.DIVIDE, r.get(i), Int.of(n - i)));
      }
      next.add(Int.ZERO);
      r = next;
    }
    return r.stream().map(arrays::toFloat).toList();
  }

  /** An operator with a poly1d on one side. */
  Value operator(BinaryOperator op, Value a, Value b) {
    if (a instanceof Array || b instanceof Array) {
      throw Stop.unsupported("poly1d " + op.symbol() + " numpy array");
    }
    if (op == BinaryOperator.POWER && a instanceof Poly1d p && b instanceof Int n) {
      BigInteger times = n.value();
      if (times.signum() < 0) {
        throw PythonError.value("Power to non-negative integers only.");
      }
      if (times.compareTo(BigInteger.valueOf(MOST_POWER)) > 0) {
        throw Stop.limit("number size", "a polynomial to a power");
      }
      List<Value> r = List.of(Int.ONE);
      for (int i = 0; i < times.intValue(); i++) {
        r = product(r, p.coefficients());
      }
      return like(r, p);
    }
    if (op == BinaryOperator.DIVIDE && a instanceof Poly1d p && ArrayArithmetic.isNumber(b)) {
      return like(
          p.coefficients().stream().map(c -> binary(BinaryOperator.DIVIDE, c, b)).toList(), p);
    }
    List<Value> x = of(a).coefficients();
    List<Value> y = of(b).coefficients();
    Poly1d marker = a instanceof Poly1d p ? p : of(b);
    return switch (op) {
      case ADD, SUBTRACT -> like(sum(op, x, y), marker);
      case MULTIPLY -> like(product(x, y), marker);
      default -> throw Stop.unsupported("poly1d " + op.symbol());
    };
  }

  Value negate(Poly1d p) {
    return new Poly1d(p.coefficients().stream().map(operations::negate).toList());
  }

  /** An attribute, or null if it is a method or unknown. */
  @Nullable Value attribute(Poly1d p, String name) {
    return switch (name) {
      case "coeffs", "coef", "coefficients", "c" -> arrays.vector(p.coefficients());
      case "order", "o" -> Int.of(p.coefficients().size() - 1);
      default -> null;
    };
  }

  /** p(x). */
  Value call(Poly1d p, Arguments a) {
    a.expect("poly1d", 1, 1);
    return value(p.coefficients(), a.at(0));
  }

  Value method(Poly1d p, String name, Arguments a) {
    a.expect("poly1d." + name, 0, 1, "m");
    int m = operations.smallIndex(a.get(0, "m", Int.ONE));
    if (m < 0 || m > MOST_POWER) {
      throw Stop.unsupported("a derivative of order " + m);
    }
    return switch (name) {
      case "deriv" -> like(derivative(p.coefficients(), m), p);
      case "integ" -> like(integral(p.coefficients(), m), p);
      default -> throw Stop.unsupported("." + name + " of a poly1d");
    };
  }

  /** The coefficient of a power. */
  Value subscript(Poly1d p, Value power) {
    int n = operations.smallIndex(power);
    int order = p.coefficients().size() - 1;
    if (n < 0 || n > order) {
      return p.coefficients().getFirst() instanceof Flt ? arrays.toFloat(Int.ZERO) : Int.ZERO;
    }
    return p.coefficients().get(order - n);
  }
}
