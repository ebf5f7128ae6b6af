package dev.tusk.symbolic.grading;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sum of monomials with rational coefficients over atoms, which are named by keys (see {@link
 * NormalForm}). Exponents are rational, so that roots and reciprocals of atoms are monomials too.
 */
final class Polynomial {
  /** Factors in the order of their keys; exponents are never zero. */
  record Monomial(List<Factor> factors) implements Comparable<Monomial> {
    static final Monomial ONE = new Monomial(List.of());

    static Monomial of(Map<String, Rational> exponents) {
      List<Factor> factors = new ArrayList<>(exponents.size());
      for (Map.Entry<String, Rational> entry : new TreeMap<>(exponents).entrySet()) {
        if (!entry.getValue().isZero()) {
          factors.add(new Factor(entry.getKey(), entry.getValue()));
        }
      }
      return new Monomial(List.copyOf(factors));
    }

    Map<String, Rational> exponents() {
      Map<String, Rational> map = new TreeMap<>();
      for (Factor factor : factors) {
        map.put(factor.atom(), factor.exponent());
      }
      return map;
    }

    boolean isOne() {
      return factors.isEmpty();
    }

    @Override
    public int compareTo(Monomial other) {
      int shared = Math.min(factors.size(), other.factors.size());
      for (int i = 0; i < shared; i++) {
        Factor mine = factors.get(i);
        Factor theirs = other.factors.get(i);
        int order = mine.atom().compareTo(theirs.atom());
        if (order != 0) {
          return order;
        }
        order = theirs.exponent().compareTo(mine.exponent());
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(other.factors.size(), factors.size());
    }

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder();
      for (Factor factor : factors) {
        out.append(out.isEmpty() ? "" : "*").append(factor.atom());
        if (!factor.exponent().isOne()) {
          out.append("^(").append(factor.exponent()).append(')');
        }
      }
      return out.toString();
    }
  }

  record Factor(String atom, Rational exponent) {}

  static final Polynomial ZERO = new Polynomial(Collections.emptyNavigableMap());
  static final Polynomial ONE = constant(Rational.ONE);

  private final java.util.NavigableMap<Monomial, Rational> terms;

  Polynomial(java.util.NavigableMap<Monomial, Rational> terms) {
    this.terms = terms;
  }

  static Polynomial constant(Rational value) {
    return term(Monomial.ONE, value);
  }

  static Polynomial atom(String key, Rational exponent) {
    return term(Monomial.of(Map.of(key, exponent)), Rational.ONE);
  }

  static Polynomial term(Monomial monomial, Rational coefficient) {
    if (coefficient.isZero()) {
      return ZERO;
    }
    java.util.NavigableMap<Monomial, Rational> map = new TreeMap<>();
    map.put(monomial, coefficient);
    return new Polynomial(map);
  }

  java.util.NavigableMap<Monomial, Rational> terms() {
    return terms;
  }

  boolean isZero() {
    return terms.isEmpty();
  }

  boolean isOne() {
    return terms.size() == 1 && ONE.terms.equals(terms);
  }

  boolean isConstant() {
    return terms.isEmpty() || (terms.size() == 1 && terms.firstKey().isOne());
  }

  Rational constantTerm() {
    return terms.getOrDefault(Monomial.ONE, Rational.ZERO);
  }

  boolean isSingle() {
    return terms.size() == 1;
  }

  Polynomial plus(Polynomial other, Budget budget) {
    budget.spend(1 + other.terms.size());
    java.util.NavigableMap<Monomial, Rational> sum = new TreeMap<>(terms);
    for (Map.Entry<Monomial, Rational> entry : other.terms.entrySet()) {
      add(sum, entry.getKey(), entry.getValue());
    }
    return new Polynomial(sum);
  }

  static void add(Map<Monomial, Rational> sum, Monomial monomial, Rational coefficient) {
    Rational before = sum.get(monomial);
    Rational after = before == null ? coefficient : before.plus(coefficient);
    if (after.isZero()) {
      sum.remove(monomial);
    } else {
      sum.put(monomial, after);
    }
  }

  Polynomial scaled(Rational factor) {
    if (factor.isZero()) {
      return ZERO;
    }
    if (factor.isOne()) {
      return this;
    }
    java.util.NavigableMap<Monomial, Rational> scaled = new TreeMap<>();
    terms.forEach((monomial, coefficient) -> scaled.put(monomial, coefficient.times(factor)));
    return new Polynomial(scaled);
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Polynomial polynomial && terms.equals(polynomial.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return "0";
    }
    StringBuilder out = new StringBuilder();
    terms.forEach((monomial, coefficient) ->
        out.append(out.isEmpty() ? "" : "+")
            .append(coefficient)
            .append(monomial.isOne() ? "" : "*" + monomial));
    return out.toString();
  }
}
