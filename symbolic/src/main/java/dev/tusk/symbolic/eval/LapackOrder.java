package dev.tusk.symbolic.eval;

import org.jspecify.annotations.Nullable;

/**
 * What numpy computes with LAPACK, in doubles and in the order of its operations (OpenBLAS's for
 * the LU factors): columns from the left, the largest pivot.
 */
final class LapackOrder {
  private static final double EPSILON = Math.ulp(1.0) / 2;

  private final double[][] factors;
  private final int[] exchanges;
  private final boolean singular;

  private LapackOrder(double[][] factors, int[] exchanges, boolean singular) {
    this.factors = factors;
    this.exchanges = exchanges;
    this.singular = singular;
  }

  /** The LU factors of a square matrix, which is not changed. */
  static LapackOrder factor(double[][] matrix) {
    int n = matrix.length;
    var a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
    }
    var exchanges = new int[n];
    boolean singular = false;
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
        for (int k = 0; k <= j; k++) {
          double swapped = a[pivot][k];
          a[pivot][k] = a[j][k];
          a[j][k] = swapped;
        }
      }
      if (a[j][j] == 0) {
        singular = true;
        continue;
      }
      double scale = 1 / a[j][j];
      for (int i = j + 1; i < n; i++) {
        a[i][j] *= scale;
      }
    }
    return new LapackOrder(a, exchanges, singular);
  }

  /** The determinant by way of logarithms, as numpy does it. */
  double determinant() {
    if (singular) {
      return 0;
    }
    double sign = 1;
    double logarithm = 0;
    for (int j = 0; j < factors.length; j++) {
      sign = exchanges[j] == j ? sign : -sign;
      sign = factors[j][j] < 0 ? -sign : sign;
      logarithm += Math.log(Math.abs(factors[j][j]));
    }
    return sign * Math.exp(logarithm);
  }

  /** What the matrix times the result is the right side, or null where a pivot is zero. */
  double @Nullable [][] solve(double[][] right) {
    if (singular) {
      return null;
    }
    int n = factors.length;
    var x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = right[i].clone();
    }
    for (int i = 0; i < n; i++) {
      double[] swapped = x[i];
      x[i] = x[exchanges[i]];
      x[exchanges[i]] = swapped;
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        subtract(x[i], factors[i][k], x[k]);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = n - 1; k > i; k--) {
        subtract(x[i], factors[i][k], x[k]);
      }
      // One right side is divided; several are multiplied by the reciprocal.
      double pivot = factors[i][i];
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] = x[i].length == 1 ? x[i][j] / pivot : x[i][j] * (1 / pivot);
      }
    }
    return x;
  }

  private static void subtract(double[] row, double factor, double[] other) {
    if (factor != 0) {
      for (int j = 0; j < row.length; j++) {
        row[j] -= factor * other[j];
      }
    }
  }

  /**
   * The two eigenvalues of a 2 by 2 matrix in LAPACK's order (dgebal, dlanv2), or null where they
   * are complex or nearly equal.
   */
  static double @Nullable [] eigenvalues(double a, double b, double c, double d) {
    if (c == 0) {
      return new double[] {a, d};
    }
    if (b == 0) {
      return new double[] {d, a};
    }
    double p = (a - d) / 2;
    double most = Math.max(Math.abs(b), Math.abs(c));
    double least = Math.min(Math.abs(b), Math.abs(c)) * Math.signum(b) * Math.signum(c);
    double scale = Math.max(Math.abs(p), most);
    double z = p / scale * p + most / scale * least;
    if (z < 8 * EPSILON) {
      return null;
    }
    z = p + Math.copySign(Math.sqrt(scale) * Math.sqrt(z), p);
    return new double[] {d + z, d - most / z * least};
  }
}
