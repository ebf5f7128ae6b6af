package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Array;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import java.util.ArrayList;
import java.util.List;

/**
 * Eigenvalues of rational matrices and roots of rational polynomials, where they are real, simple
 * and so far apart that LAPACK's rounding cannot be seen in them.
 *
 * <p>The order is LAPACK's for two values and for upper triangular matrices; of others only the set
 * is certain.
 */
final class Spectrum {
  /** LAPACK's error must stay below this; ten times smaller than what a contradiction allows. */
  private static final double STEADY = 1e-10;

  private static final double ERROR_FACTOR = 10 * Math.ulp(1.0);

  private final ArrayArithmetic arrays;
  private final FloatArithmetic floats;
  private final RealArithmetic reals;
  private final Budget budget;

  Spectrum(ArrayArithmetic arrays, FloatArithmetic floats, Budget budget) {
    this.arrays = arrays;
    this.floats = floats;
    this.reals = floats.reals();
    this.budget = budget;
  }

  /** The eigenvalues of a square matrix in LAPACK's order, or as a set. */
  Array eigenvalues(RationalMatrix m) {
    return eigenvalues(m, false);
  }

  /**
   * The roots of a polynomial, its leading coefficient and its constant not 0, as numpy finds them:
   * the eigenvalues of the companion matrix.
   */
  Array roots(List<Rational> coefficients) {
    int n = coefficients.size() - 1;
    Rational first = coefficients.getFirst();
    var rows = new ArrayList<List<Rational>>();
    for (int i = 0; i < n; i++) {
      var row = new ArrayList<Rational>();
      for (int j = 0; j < n; j++) {
        row.add(
            i == 0
                ? quotient(coefficients.get(j + 1), first).negate()
                : i == j + 1 ? Rational.ONE : Rational.ZERO);
      }
      rows.add(row);
    }
    boolean negativeZero = n > 0 && rows.getFirst().getFirst().isZero() && first.signum() > 0;
    return eigenvalues(RationalMatrix.of(rows, budget), negativeZero);
  }

  private Rational quotient(Rational a, Rational b) {
    return floats.exact() ? a.dividedBy(b) : Rational.ofDouble(a.toDouble() / b.toDouble());
  }

  private Array eigenvalues(RationalMatrix m, boolean negativeZero) {
    int n = m.height();
    if (upperTriangular(m)) {
      List<Real> diagonal = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        diagonal.add(m.at(i, i));
      }
      return arrays.vector(diagonal.stream().map(this::value).toList());
    }
    List<Real> values = n == 2 ? two(m, negativeZero) : several(m);
    requireSteady(m, values);
    if (n == 2 && !floats.exact()) {
      double[] doubles =
          LapackOrder.eigenvalues(
              negativeZero ? -0.0 : m.at(0, 0).toDouble(),
              m.at(0, 1).toDouble(),
              m.at(1, 0).toDouble(),
              m.at(1, 1).toDouble());
      if (doubles == null) {
        throw blurred();
      }
      return arrays.vector(List.of(new Flt(new Ieee(doubles[0])), new Flt(new Ieee(doubles[1]))));
    }
    List<Value> items = values.stream().map(this::value).toList();
    return n == 2 ? arrays.vector(items) : arrays.unordered(items);
  }

  /** The eigenvalues of a symmetric matrix, rising. */
  Array symmetric(RationalMatrix m) {
    for (int i = 0; i < m.height(); i++) {
      for (int j = 0; j < i; j++) {
        if (!m.at(i, j).equals(m.at(j, i))) {
          throw Stop.unsupported("numpy.linalg.eigh of a matrix that is not symmetric");
        }
      }
    }
    List<Real> values = several(m);
    requireSteady(m, values);
    return arrays.vector(values.stream().map(this::value).toList());
  }

  private Value value(Real r) {
    return new Flt(floats.of(r));
  }

  private static boolean upperTriangular(RationalMatrix m) {
    for (int i = 0; i < m.height(); i++) {
      for (int j = 0; j < i; j++) {
        if (!m.at(i, j).isZero()) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Real> several(RationalMatrix m) {
    List<Real> values = RealRoots.of(m.characteristic(), reals.digits(), budget);
    if (values == null) {
      throw Stop.unevaluated("eigenvalues or roots", "some are complex or multiple");
    }
    return values;
  }

  /** From the mean and the discriminant, the first as LAPACK's dlanv2 chooses it. */
  private List<Real> two(RationalMatrix m, boolean negativeZero) {
    if (m.at(0, 1).isZero()) {
      return List.of(m.at(1, 1), m.at(0, 0));
    }
    Rational mean = m.at(0, 0).plus(m.at(1, 1)).times(Rational.HALF);
    Rational p = m.at(0, 0).minus(m.at(1, 1)).times(Rational.HALF);
    Rational square = p.times(p).plus(m.at(0, 1).times(m.at(1, 0)));
    if (square.signum() <= 0) {
      throw Stop.unevaluated("eigenvalues or roots", "some are complex or multiple");
    }
    Real root = reals.sqrt(square);
    Real high = reals.add(mean, root);
    Real low = reals.subtract(mean, root);
    boolean lowFirst = p.signum() < 0 || (p.isZero() && negativeZero);
    return lowFirst ? List.of(low, high) : List.of(high, low);
  }

  /**
   * To first order a change E of the matrix moves an eigenvalue x by at most |E| |adj(xI - A)| /
   * |p'(x)|, and LAPACK's values are those of a matrix so near that |E| is some units of rounding
   * times |A|.
   */
  private void requireSteady(RationalMatrix m, List<Real> values) {
    for (int i = 0; i < values.size(); i++) {
      double x = near(values.get(i));
      double slope = 1;
      for (int j = 0; j < values.size(); j++) {
        slope *= j == i ? 1 : x - near(values.get(j));
      }
      double moved =
          ERROR_FACTOR
              * values.size()
              * m.norm()
              * m.adjugateAt(Rational.ofDouble(x)).norm()
              / Math.abs(slope);
      if (!(moved <= STEADY * Math.max(1, Math.abs(x)))) {
        throw blurred();
      }
    }
  }

  private static double near(Real r) {
    return switch (r) {
      case Rational q -> q.toDouble();
      case dev.tusk.symbolic.number.Enclosure e -> e.middle().doubleValue();
    };
  }

  private static Stop blurred() {
    return Stop.unevaluated("eigenvalues or roots", "the program's floats blur them");
  }
}
