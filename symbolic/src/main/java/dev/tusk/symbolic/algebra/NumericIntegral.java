package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** A definite integral without closed form, as a constant that carries its enclosure. */
public final class NumericIntegral {
  static final String NAME = "Integral";

  private static final Term BOUND_VARIABLE = new Term.Constant("_");

  private NumericIntegral() {}

  /** The constant. Its variable is no symbol of it. */
  public static Term of(Term f, Term.Symbol x, Term from, Term to, Enclosure value) {
    Term integrand = bind(f, Map.of(x, BOUND_VARIABLE));
    return new Term.Apply(
        NAME,
        List.of(
            integrand,
            from,
            to,
            new Term.ExactNumber(Rational.of(value.lower())),
            new Term.ExactNumber(Rational.of(value.upper()))));
  }

  /** Replaces without simplifying: the variable is no number. */
  private static Term bind(Term t, Map<Term, Term> values) {
    Term hit = values.get(t);
    if (hit != null) {
      return hit;
    }
    return switch (t) {
      case Term.Sum s -> new Term.Sum(s.terms().stream().map(x -> bind(x, values)).toList());
      case Term.Product p ->
          new Term.Product(p.factors().stream().map(x -> bind(x, values)).toList());
      case Term.Power p -> new Term.Power(bind(p.base(), values), bind(p.exponent(), values));
      case Term.Apply a ->
          new Term.Apply(a.name(), a.arguments().stream().map(x -> bind(x, values)).toList());
      default -> t;
    };
  }

  static Real value(Term.Apply integral) {
    Rational lower = ((Term.ExactNumber) integral.arguments().get(3)).value();
    Rational upper = ((Term.ExactNumber) integral.arguments().get(4)).value();
    return Enclosure.of(decimal(lower), decimal(upper));
  }

  /** The ends were decimals, so this is exact. */
  private static BigDecimal decimal(Rational r) {
    return new BigDecimal(r.numerator())
        .divide(new BigDecimal(r.denominator()), MathContext.UNLIMITED);
  }
}
