package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.number.Rational;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exact linear algebra over rational numbers; the budget pays for every operation. */
final class RationalMatrix {
  private final Rational[][] rows;
  private final Budget budget;

  private RationalMatrix(Rational[][] rows, Budget budget) {
    this.rows = rows;
    this.budget = budget;
  }

  /** A matrix of rows of equal length; at least one. */
  static RationalMatrix of(List<List<Rational>> rows, Budget budget) {
    return new RationalMatrix(
        rows.stream().map(r -> r.toArray(Rational[]::new)).toArray(Rational[][]::new), budget);
  }

  private static RationalMatrix zeros(int height, int width, Budget budget) {
    var rows = new Rational[height][width];
    for (Rational[] row : rows) {
      java.util.Arrays.fill(row, Rational.ZERO);
    }
    return new RationalMatrix(rows, budget);
  }

  static RationalMatrix identity(int n, Budget budget) {
    RationalMatrix m = zeros(n, n, budget);
    for (int i = 0; i < n; i++) {
      m.rows[i][i] = Rational.ONE;
    }
    return m;
  }

  int height() {
    return rows.length;
  }

  int width() {
    return rows[0].length;
  }

  Rational at(int i, int j) {
    return rows[i][j];
  }

  List<List<Rational>> toRows() {
    var all = new ArrayList<List<Rational>>();
    for (Rational[] row : rows) {
      all.add(List.of(row));
    }
    return all;
  }

  private Rational checked(Rational r) {
    budget.step();
    budget.bits(r.bits());
    return r;
  }

  RationalMatrix transpose() {
    RationalMatrix t = zeros(width(), height(), budget);
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        t.rows[j][i] = rows[i][j];
      }
    }
    return t;
  }

  RationalMatrix times(RationalMatrix other) {
    RationalMatrix product = zeros(height(), other.width(), budget);
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < other.width(); j++) {
        Rational sum = Rational.ZERO;
        for (int k = 0; k < width(); k++) {
          sum = checked(sum.plus(rows[i][k].times(other.rows[k][j])));
        }
        product.rows[i][j] = sum;
      }
    }
    return product;
  }

  /** This with a number added to every place of the diagonal. */
  RationalMatrix plusDiagonal(Rational number) {
    RationalMatrix sum = copy();
    for (int i = 0; i < height(); i++) {
      sum.rows[i][i] = checked(sum.rows[i][i].plus(number));
    }
    return sum;
  }

  RationalMatrix scaled(Rational factor) {
    RationalMatrix product = copy();
    for (Rational[] row : product.rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = checked(row[j].times(factor));
      }
    }
    return product;
  }

  RationalMatrix plus(RationalMatrix other) {
    RationalMatrix sum = copy();
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        sum.rows[i][j] = checked(rows[i][j].plus(other.rows[i][j]));
      }
    }
    return sum;
  }

  private RationalMatrix copy() {
    var copied = new Rational[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copied[i] = rows[i].clone();
    }
    return new RationalMatrix(copied, budget);
  }

  Rational trace() {
    Rational sum = Rational.ZERO;
    for (int i = 0; i < Math.min(height(), width()); i++) {
      sum = sum.plus(rows[i][i]);
    }
    return sum;
  }

  int rank() {
    RationalMatrix m = copy();
    int rank = 0;
    for (int c = 0; c < width() && rank < height(); c++) {
      if (m.pivot(rank, c) != 0) {
        m.clearBelow(rank, c);
        rank++;
      }
    }
    return rank;
  }

  Rational determinant() {
    RationalMatrix m = copy();
    Rational det = Rational.ONE;
    for (int c = 0; c < height(); c++) {
      int sign = m.pivot(c, c);
      if (sign == 0) {
        return Rational.ZERO;
      }
      det = checked(det.times(m.rows[c][c]));
      det = sign < 0 ? det.negate() : det;
      m.clearBelow(c, c);
    }
    return det;
  }

  /** What this times the result is the right side, or null where there is no one such matrix. */
  @Nullable RationalMatrix solve(RationalMatrix right) {
    int n = height();
    RationalMatrix m = zeros(n, n + right.width(), budget);
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows[i], 0, m.rows[i], 0, n);
      System.arraycopy(right.rows[i], 0, m.rows[i], n, right.width());
    }
    for (int c = 0; c < n; c++) {
      if (m.pivot(c, c) == 0) {
        return null;
      }
      m.clearBelow(c, c);
    }
    RationalMatrix solution = zeros(n, right.width(), budget);
    for (int j = 0; j < right.width(); j++) {
      for (int i = n - 1; i >= 0; i--) {
        Rational rest = m.rows[i][n + j];
        for (int k = i + 1; k < n; k++) {
          rest = checked(rest.minus(m.rows[i][k].times(solution.rows[k][j])));
        }
        solution.rows[i][j] = checked(rest.dividedBy(m.rows[i][i]));
      }
    }
    return solution;
  }

  /** Brings a row with something in this column up; 0 if there is none, -1 if it was another. */
  private int pivot(int row, int column) {
    for (int i = row; i < height(); i++) {
      if (!rows[i][column].isZero()) {
        Rational[] found = rows[i];
        rows[i] = rows[row];
        rows[row] = found;
        return i == row ? 1 : -1;
      }
    }
    return 0;
  }

  private void clearBelow(int row, int column) {
    Rational[] top = rows[row];
    for (int i = row + 1; i < height(); i++) {
      if (!rows[i][column].isZero()) {
        Rational factor = rows[i][column].dividedBy(top[column]);
        for (int j = column; j < width(); j++) {
          rows[i][j] = checked(rows[i][j].minus(factor.times(top[j])));
        }
      }
    }
  }

  /**
   * The characteristic polynomial's coefficients, the highest power first, by the method of Faddeev
   * and LeVerrier.
   */
  List<Rational> characteristic() {
    int n = height();
    var coefficients = new ArrayList<Rational>(List.of(Rational.ONE));
    RationalMatrix m = identity(n, budget);
    for (int k = 1; k <= n; k++) {
      RationalMatrix product = times(m);
      Rational c = product.trace().dividedBy(Rational.of(-k));
      coefficients.add(c);
      m = product.plusDiagonal(c);
    }
    return coefficients;
  }

  /** The adjugate of number · identity - this, by the same recurrence and Horner's scheme. */
  RationalMatrix adjugateAt(Rational number) {
    RationalMatrix m = identity(height(), budget);
    RationalMatrix sum = m;
    for (int k = 1; k < height(); k++) {
      RationalMatrix product = times(m);
      m = product.plusDiagonal(product.trace().dividedBy(Rational.of(-k)));
      sum = sum.scaled(number).plus(m);
    }
    return sum;
  }

  /** The root of the sum of squares, roughly. */
  double norm() {
    double sum = 0;
    for (Rational[] row : rows) {
      for (Rational r : row) {
        sum += r.toDouble() * r.toDouble();
      }
    }
    return Math.sqrt(sum);
  }
}
