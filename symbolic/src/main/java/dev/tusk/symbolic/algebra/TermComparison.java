package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.algebra.Term.ExactNumber;
import dev.tusk.symbolic.algebra.Term.FloatValue;
import dev.tusk.symbolic.algebra.Term.Product;
import dev.tusk.symbolic.algebra.Term.Relation;
import dev.tusk.symbolic.algebra.Term.Sum;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.UndecidedException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares an expression with one that was printed. */
public final class TermComparison {
  /** Constants that agree to so many digits are confirmed numerically. */
  private static final int NUMERIC_DIGITS = 30;

  private static final int POINTS = 4;
  private static final int LARGE_BITS = 90;

  private final TermArithmetic terms;

  /** What was printed is read exactly, whatever the run's own floats are. */
  private final TermArithmetic reader;

  /** Compares with an arithmetic. */
  public TermComparison(TermArithmetic terms) {
    this.terms = terms;
    this.reader = terms.reader();
  }

  /** How far two expressions agree. */
  public enum Agreement {
    /** The same expression, or proved equal. */
    EXACT,
    /** Equal up to the printed digits of floats. */
    FLOAT,
    /** Equal to 30 digits, at several points where there are symbols. */
    NUMERIC,
    /** Different, or not known to agree. */
    NONE
  }

  /** Compares. */
  public Agreement compare(Term exact, Term printed) {
    if (exact instanceof Relation a) {
      if (!(printed instanceof Relation b) || !a.operator().equals(b.operator())) {
        return Agreement.NONE;
      }
      Agreement l = compare(a.left(), b.left());
      Agreement r = compare(a.right(), b.right());
      return l.compareTo(r) > 0 ? l : r;
    }
    if (printed instanceof Relation) {
      return Agreement.NONE;
    }
    if (exact.equals(printed)) {
      return Agreement.EXACT;
    }
    boolean floats = Term.hasFloat(exact) || Term.hasFloat(printed);
    Map<Term, Term> a = coefficients(terms.expand(exact));
    Map<Term, Term> b = coefficients(reader.expand(printed));
    if (a.keySet().equals(b.keySet())) {
      boolean same = true;
      for (var e : a.entrySet()) {
        Term other = b.get(e.getKey());
        same &= other != null && sameNumber(e.getValue(), other);
      }
      if (same) {
        return floats ? Agreement.FLOAT : Agreement.EXACT;
      }
    }
    if (floats || large(exact) || large(printed)) {
      return Agreement.NONE;
    }
    return numeric(exact, printed);
  }

  private static Map<Term, Term> coefficients(Term t) {
    var c = new HashMap<Term, Term>();
    List<Term> parts = t instanceof Sum s ? s.terms() : List.of(t);
    for (Term p : parts) {
      if (p instanceof ExactNumber || p instanceof FloatValue) {
        c.put(Term.ONE, p);
      } else if (p instanceof Product q
          && (q.factors().getFirst() instanceof ExactNumber
              || q.factors().getFirst() instanceof FloatValue)) {
        List<Term> rest = q.factors().subList(1, q.factors().size());
        c.put(
            rest.size() == 1 ? rest.getFirst() : new Product(List.copyOf(rest)),
            q.factors().getFirst());
      } else {
        c.put(p, Term.ONE);
      }
    }
    return c;
  }

  /** A float agrees if it prints the same 15 digits. */
  private boolean sameNumber(Term exact, Term printed) {
    if (exact instanceof ExactNumber a && printed instanceof ExactNumber b) {
      return a.value().equals(b.value());
    }
    if (exact instanceof FloatValue a && printed instanceof FloatValue b) {
      if (terms.floats().isZero(a.value()) || terms.floats().isZero(b.value())) {
        return terms.floats().isZero(a.value()) && terms.floats().isZero(b.value());
      }
      BigDecimal x = terms.floats().decimal(a.value(), TermPrinter.FLOAT_DIGITS);
      BigDecimal y = terms.floats().decimal(b.value(), TermPrinter.FLOAT_DIGITS + 2);
      return x.compareTo(y) == 0;
    }
    return false;
  }

  /** Numbers too long for their last digit to show in what is compared. */
  private static boolean large(Term t) {
    return switch (t) {
      case ExactNumber n -> n.value().bits() > LARGE_BITS;
      case Sum s -> s.terms().stream().anyMatch(TermComparison::large);
      case Product p -> p.factors().stream().anyMatch(TermComparison::large);
      case Term.Power p -> large(p.base()) || large(p.exponent());
      // An integral carries its enclosure in long decimals, and 30 of its digits are compared.
      case Term.Apply a ->
          !a.name().equals(NumericIntegral.NAME)
              && a.arguments().stream().anyMatch(TermComparison::large);
      default -> false;
    };
  }

  private Agreement numeric(Term exact, Term printed) {
    var symbols = Term.symbols(exact);
    symbols.addAll(Term.symbols(printed));
    int needed = symbols.isEmpty() ? 1 : POINTS;
    int agreeing = 0;
    for (int k = 0; k < 6 * needed && agreeing < needed; k++) {
      Map<Term, Term> point = terms.points().at(k, symbols);
      try {
        Real x = terms.toReal(terms.substitute(exact, point));
        Real y = terms.toReal(terms.substitute(printed, point));
        if (x == null && y == null) {
          continue;
        }
        if (x == null || y == null || !agree(x, y)) {
          return Agreement.NONE;
        }
        agreeing++;
      } catch (UndecidedException
          | ArithmeticException
          | TermArithmetic.UnknownException
          | TermArithmetic.TooLargeException e) {
        return Agreement.NONE;
      }
    }
    return agreeing == needed ? Agreement.NUMERIC : Agreement.NONE;
  }

  private boolean agree(Real x, Real y) {
    Real d = terms.floats().reals().subtract(x, y);
    if (d instanceof Rational r) {
      return r.isZero();
    }
    var e = (Enclosure) d;
    if (e.form() != null || !e.mayBeZero()) {
      return false;
    }
    BigDecimal size =
        switch (x) {
          case Rational r -> r.abs().toDecimal(java.math.MathContext.DECIMAL32);
          case Enclosure v -> v.middle().abs();
        };
    BigDecimal bound = size.scaleByPowerOfTen(-NUMERIC_DIGITS);
    return e.lower().abs().compareTo(bound) < 0 && e.upper().abs().compareTo(bound) < 0;
  }
}
