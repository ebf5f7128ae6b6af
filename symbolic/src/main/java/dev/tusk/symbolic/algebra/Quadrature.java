package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.RealArithmetic;
import dev.tusk.symbolic.number.UndecidedException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.LongConsumer;

/*
 * Self-validating quadrature: on a cell of middle m and half width h, with n even,
 *
 *   integral = 2 sum_{k even, k < n} c_k(m) h^(k+1)/(k+1) + C_n 2 h^(n+1)/(n+1)
 *
 * where C_n encloses the n-th Taylor coefficient over the whole cell. A cell whose remainder is too
 * wide, or whose coefficients cannot be enclosed, is halved. See G. F. Corliss and L. B. Rall,
 * Adaptive, self-validating numerical quadrature, SIAM J. Sci. Stat. Comput. 8 (1987).
 */
/**
 * Encloses definite integrals. An enclosure proves that the integrand is continuous between the
 * bounds: on every cell its Taylor coefficients are enclosed (it is analytic there), or, on at most
 * a few cells no wider than 2^-40 of the whole, its values are.
 */
public final class Quadrature {
  private static final int MAX_CELLS = 1_000;
  private static final int MAX_HALVINGS = 40;

  private final RealArithmetic r;
  private final int order;
  private final LongConsumer spent;

  /**
   * A quadrature.
   *
   * @param r the arithmetic of the enclosures
   * @param spent is told of the work, in steps; it may end it with an exception
   */
  public Quadrature(RealArithmetic r, LongConsumer spent) {
    this.r = r;
    this.order = r.digits() <= 25 ? 14 : 24;
    this.spent = spent;
  }

  private record Cell(Rational from, Rational to, int halvings) {}

  /**
   * An enclosure of the integral of f, or nothing where it may have a singularity or needs too many
   * cells. Bounds that are no rationals are taken by substitution onto [0, 1].
   *
   * @param variable what is integrated over; f holds no other symbol
   * @param digits how many decimals the enclosure should have at least
   */
  public Optional<Enclosure> integral(Term f, Term variable, Real from, Real to, int digits) {
    try {
      if (r.signum(r.subtract(to, from)) < 0) {
        return integral(f, variable, to, from, digits).map(e -> (Enclosure) r.negate(e));
      }
      return enclose(f, variable, from, to, digits);
    } catch (UndecidedException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Optional<Enclosure> enclose(Term f, Term variable, Real from, Real to, int digits) {
    Real width = r.subtract(to, from);
    BigDecimal tolerance = BigDecimal.ONE.movePointLeft(digits);
    var open = new ArrayDeque<Cell>();
    for (int i = 7; i >= 0; i--) {
      open.push(new Cell(Rational.of(i, 8), Rational.of(i + 1, 8), 3));
    }
    Real sum = Rational.ZERO;
    int cells = 0;
    while (!open.isEmpty()) {
      Cell cell = open.pop();
      if (++cells > MAX_CELLS) {
        return Optional.empty();
      }
      spent.accept(100L * order);
      Optional<Real> part = part(f, variable, from, width, cell, tolerance);
      if (part.isPresent()) {
        sum = r.add(sum, part.get());
      } else if (cell.halvings() >= MAX_HALVINGS) {
        return Optional.empty();
      } else {
        Rational middle = cell.from().plus(cell.to()).times(Rational.HALF);
        open.push(new Cell(middle, cell.to(), cell.halvings() + 1));
        open.push(new Cell(cell.from(), middle, cell.halvings() + 1));
      }
    }
    Enclosure e = enclosure(sum);
    return wide(e, tolerance.multiply(BigDecimal.valueOf(MAX_CELLS)))
        ? Optional.empty()
        : Optional.of(e);
  }

  private static boolean wide(Enclosure e, BigDecimal tolerance) {
    return e.upper().subtract(e.lower()).compareTo(tolerance) > 0;
  }

  private Enclosure enclosure(Real x) {
    return switch (x) {
      case Enclosure e -> Enclosure.of(e.lower(), e.upper());
      case Rational q -> hull(q, q);
    };
  }

  /** From the lower end of one number to the upper end of another. */
  private Enclosure hull(Real a, Real b) {
    // A product with an enclosure of 1 rounds a rational outward.
    var one = Enclosure.of(BigDecimal.ONE, BigDecimal.ONE);
    Real x = r.multiply(Enclosure.of(one.lower(), one.upper()), a);
    Real y = r.multiply(Enclosure.of(one.lower(), one.upper()), b);
    BigDecimal lower = x instanceof Enclosure e ? e.lower() : BigDecimal.ZERO;
    BigDecimal upper = y instanceof Enclosure e ? e.upper() : BigDecimal.ZERO;
    return Enclosure.of(lower, upper);
  }

  private Optional<Real> part(
      Term f, Term variable, Real from, Real width, Cell cell, BigDecimal tolerance) {
    Real a = r.add(from, r.multiply(width, cell.from()));
    Real b = r.add(from, r.multiply(width, cell.to()));
    Real middle = r.add(from, r.multiply(width, cell.from().plus(cell.to()).times(Rational.HALF)));
    Real h = r.multiply(width, cell.to().minus(cell.from()).times(Rational.HALF));
    Enclosure all = hull(a, b);
    try {
      Jet remainder = Jet.of(f, variable, all, order, r);
      if (remainder == null) {
        throw new UndecidedException("an expression without Taylor coefficients");
      }
      Real rest =
          r.multiply(
              remainder.coefficient(order),
              r.multiply(Rational.of(2, order + 1), r.power(h, order + 1)));
      if (wide(enclosure(rest), tolerance)) {
        return Optional.empty();
      }
      Jet point = Jet.of(f, variable, middle, order, r);
      if (point == null) {
        return Optional.empty();
      }
      Real sum = rest;
      for (int k = 0; k < order; k += 2) {
        sum =
            r.add(
                sum,
                r.multiply(
                    point.coefficient(k), r.multiply(Rational.of(2, k + 1), r.power(h, k + 1))));
      }
      return Optional.of(sum);
    } catch (UndecidedException | ArithmeticException e) {
      return range(f, variable, all, h, tolerance);
    }
  }

  /** The range of f over a cell times its width: for the end of an interval with a branch point. */
  private Optional<Real> range(Term f, Term variable, Enclosure all, Real h, BigDecimal tolerance) {
    try {
      Jet values = Jet.of(f, variable, all, 0, r);
      if (values == null) {
        return Optional.empty();
      }
      Real part = r.multiply(values.coefficient(0), r.multiply(Rational.of(2), h));
      return wide(enclosure(part), tolerance) ? Optional.empty() : Optional.of(part);
    } catch (UndecidedException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
