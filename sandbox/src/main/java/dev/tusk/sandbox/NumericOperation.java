package dev.tusk.sandbox;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;
import org.netlib.lapack.Dgeev;
import org.netlib.lapack.Dgeqrf;
import org.netlib.lapack.Dgesdd;
import org.netlib.lapack.Dorgqr;
import org.netlib.lapack.Dsyevd;
import org.netlib.util.intW;

/**
 * What the guest's numpy and scipy have computed in Java: numbers in, numbers out, nothing else.
 *
 * <p>Matrices go through the reference LAPACK, as f2j translated it from Fortran, so that the order
 * of eigenvalues and the signs of vectors are LAPACK's, as numpy's are. They lie row by row.
 */
enum NumericOperation {
  /** Of a square matrix: real parts, imaginary parts, and LAPACK's packed right vectors. */
  EIGEN {
    @Override
    double[] apply(int rows, int columns, double[] data) throws NoResultException {
      return eigen(requireSquare(rows, columns), data, true);
    }
  },

  /** Of a square matrix: real parts, imaginary parts. */
  EIGENVALUES {
    @Override
    double[] apply(int rows, int columns, double[] data) throws NoResultException {
      return eigen(requireSquare(rows, columns), data, false);
    }
  },

  /** Of a symmetric matrix, of which the lower half is read: values rising, and vectors. */
  SYMMETRIC_EIGEN {
    @Override
    double[] apply(int rows, int columns, double[] data) throws NoResultException {
      int n = requireSquare(rows, columns);
      double[] a = transposed(n, n, data);
      var values = new double[n];
      var work = new double[1 + 6 * n + 2 * n * n];
      var integers = new int[3 + 5 * n];
      var info = new intW(0);
      Dsyevd.dsyevd(
          "V",
          "L",
          n,
          a,
          0,
          n,
          values,
          0,
          work,
          0,
          work.length,
          integers,
          0,
          integers.length,
          info);
      requireConverged(info.val);
      return joined(values, transposed(n, n, a));
    }
  },

  /** Singular values falling, then U (rows by rows) and V transposed (columns by columns). */
  SINGULAR_VALUES {
    @Override
    double[] apply(int rows, int columns, double[] data) throws NoResultException {
      double[] a = transposed(rows, columns, data);
      int least = Math.min(rows, columns);
      int most = Math.max(rows, columns);
      var values = new double[least];
      var u = new double[rows * rows];
      var vt = new double[columns * columns];
      var work = new double[3 * least * least + Math.max(most, 4 * least * least + 4 * least) + 64];
      var info = new intW(0);
      Dgesdd.dgesdd(
          "A",
          rows,
          columns,
          a,
          0,
          rows,
          values,
          0,
          u,
          0,
          rows,
          vt,
          0,
          columns,
          work,
          0,
          work.length,
          new int[8 * least],
          0,
          info);
      requireConverged(info.val);
      return joined(values, transposed(rows, rows, u), transposed(columns, columns, vt));
    }
  },

  /** Q (rows by the smaller number) and R (the smaller number by columns). */
  QR {
    @Override
    double[] apply(int rows, int columns, double[] data) throws NoResultException {
      double[] a = transposed(rows, columns, data);
      int least = Math.min(rows, columns);
      var scales = new double[least];
      var work = new double[64 * Math.max(rows, columns)];
      var info = new intW(0);
      Dgeqrf.dgeqrf(rows, columns, a, 0, rows, scales, 0, work, 0, work.length, info);
      var r = new double[least * columns];
      for (int i = 0; i < least; i++) {
        for (int j = i; j < columns; j++) {
          r[i * columns + j] = a[j * rows + i];
        }
      }
      Dorgqr.dorgqr(rows, least, least, a, 0, rows, scales, 0, work, 0, work.length, info);
      requireConverged(info.val);
      return joined(transposed(least, rows, a), r);
    }
  },

  /** The regularized lower incomplete gamma function, of pairs a, x. */
  GAMMA_P {
    @Override
    double[] apply(int rows, int columns, double[] data) {
      return ofPairs(requireWidth(rows, columns, 2), data, Gamma::regularizedGammaP);
    }
  },

  /** The regularized upper incomplete gamma function, of pairs a, x. */
  GAMMA_Q {
    @Override
    double[] apply(int rows, int columns, double[] data) {
      return ofPairs(requireWidth(rows, columns, 2), data, Gamma::regularizedGammaQ);
    }
  },

  /** The regularized incomplete beta function, of triples a, b, x. */
  BETA {
    @Override
    double[] apply(int rows, int columns, double[] data) {
      var result = new double[requireWidth(rows, columns, 3)];
      for (int i = 0; i < result.length; i++) {
        result[i] = Beta.regularizedBeta(data[3 * i + 2], data[3 * i], data[3 * i + 1]);
      }
      return result;
    }
  },

  /** The inverse of erf. */
  ERF_INVERSE {
    @Override
    double[] apply(int rows, int columns, double[] data) {
      var result = new double[requireWidth(rows, columns, 1)];
      for (int i = 0; i < result.length; i++) {
        result[i] = Erf.erfInv(data[i]);
      }
      return result;
    }
  },

  /** The inverse of erfc. */
  ERFC_INVERSE {
    @Override
    double[] apply(int rows, int columns, double[] data) {
      var result = new double[requireWidth(rows, columns, 1)];
      for (int i = 0; i < result.length; i++) {
        result[i] = Erf.erfcInv(data[i]);
      }
      return result;
    }
  },

  /** The derivative of the logarithm of gamma. */
  DIGAMMA {
    @Override
    double[] apply(int rows, int columns, double[] data) {
      var result = new double[requireWidth(rows, columns, 1)];
      for (int i = 0; i < result.length; i++) {
        result[i] = digamma(data[i]);
      }
      return result;
    }
  };

  /** From here on the asymptotic series is exact to a double's digits. */
  private static final double ASYMPTOTIC = 10;

  /**
   * By reflection, recurrence and the asymptotic series (Abramowitz and Stegun 6.3.7, 6.3.5 and
   * 6.3.18); Hipparchus's has nine digits, and recurses for numbers far below zero.
   */
  private static double digamma(double x) {
    if (!Double.isFinite(x)) {
      return x > 0 ? x : Double.NaN;
    }
    if (x <= 0) {
      return x == Math.rint(x)
          ? Double.NaN
          : digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.rint(x)));
    }
    double up = x;
    double sum = 0;
    while (up < ASYMPTOTIC) {
      sum -= 1 / up;
      up++;
    }
    double f = 1 / (up * up);
    double series =
        f
            * (1 / 12.0
                - f
                    * (1 / 120.0
                        - f
                            * (1 / 252.0
                                - f
                                    * (1 / 240.0
                                        - f * (1 / 132.0 - f * (691 / 32760.0 - f / 12))))));
    return sum + Math.log(up) - 0.5 / up - series;
  }

  /** The most numbers that an operation takes: a matrix of 256 by 256. */
  static final int MOST_NUMBERS = 1 << 16;

  /** That an operation has no result; the message is for the guest. */
  static final class NoResultException extends Exception {
    private static final long serialVersionUID = 1;

    NoResultException(String message) {
      super(message);
    }
  }

  /**
   * Computes.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param data as many numbers as rows times columns, row by row; not changed
   * @throws IllegalArgumentException if the form is not one that the operation takes
   * @throws NoResultException if the algorithm does not converge
   */
  abstract double[] apply(int rows, int columns, double[] data) throws NoResultException;

  /**
   * Computes what is asked for by name.
   *
   * @throws IllegalArgumentException if there is no such operation, or if it does not take this
   * @throws NoResultException if there is no result for these numbers
   */
  static double[] apply(String name, int rows, int columns, double[] data)
      throws NoResultException {
    NumericOperation operation = valueOf(name);
    if (rows < 1 || columns < 1 || (long) rows * columns != data.length) {
      throw new IllegalArgumentException(
          data.length + " numbers are no " + rows + " by " + columns + " matrix");
    }
    if (data.length > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "a matrix of " + data.length + " numbers; at most " + MOST_NUMBERS + " are taken");
    }
    if (MATRIX_OPERATIONS.contains(operation)) {
      if (rows > MOST_ROWS || columns > MOST_ROWS) {
        throw new IllegalArgumentException(
            "a " + rows + " by " + columns + " matrix; at most " + MOST_ROWS + " each are taken");
      }
      for (double number : data) {
        if (!Double.isFinite(number)) {
          throw new IllegalArgumentException("array must not contain infs or NaNs");
        }
      }
    }
    try {
      return operation.apply(rows, columns, data);
    } catch (MathRuntimeException e) {
      throw new NoResultException(String.valueOf(e.getMessage()));
    }
  }

  private static final int MOST_ROWS = 256;

  private static final Set<NumericOperation> MATRIX_OPERATIONS =
      EnumSet.of(EIGEN, EIGENVALUES, SYMMETRIC_EIGEN, SINGULAR_VALUES, QR);

  private static double[] eigen(int n, double[] data, boolean vectors) throws NoResultException {
    double[] a = transposed(n, n, data);
    var real = new double[n];
    var imaginary = new double[n];
    var right = new double[vectors ? n * n : 1];
    var work = new double[Math.max(1, 64 * n)];
    var info = new intW(0);
    Dgeev.dgeev(
        "N",
        vectors ? "V" : "N",
        n,
        a,
        0,
        n,
        real,
        0,
        imaginary,
        0,
        new double[1],
        0,
        1,
        right,
        0,
        vectors ? n : 1,
        work,
        0,
        work.length,
        info);
    requireConverged(info.val);
    return vectors ? joined(real, imaginary, transposed(n, n, right)) : joined(real, imaginary);
  }

  private static double[] ofPairs(int n, double[] data, DoubleBinaryOperator function) {
    var result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = function.applyAsDouble(data[2 * i], data[2 * i + 1]);
    }
    return result;
  }

  /** A matrix from row by row to column by column, or, rows and columns exchanged, back. */
  private static double[] transposed(int rows, int columns, double[] data) {
    var result = new double[data.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = data[i * columns + j];
      }
    }
    return result;
  }

  private static double[] joined(double[]... parts) {
    int length = 0;
    for (double[] part : parts) {
      length += part.length;
    }
    var result = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, result, at, part.length);
      at += part.length;
    }
    return result;
  }

  private static int requireSquare(int rows, int columns) {
    if (rows != columns) {
      throw new IllegalArgumentException(
          "a square matrix is needed, not " + rows + " by " + columns);
    }
    return rows;
  }

  private static int requireWidth(int rows, int columns, int width) {
    if (columns != width) {
      throw new IllegalArgumentException(width + " numbers each are needed, not " + columns);
    }
    return rows;
  }

  private static void requireConverged(int info) throws NoResultException {
    if (info != 0) {
      throw new NoResultException("did not converge");
    }
  }
}
