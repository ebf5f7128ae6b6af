package dev.tusk.sandbox;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/** A Python value, as far as it has a meaning outside Python. Immutable, compared by content. */
public sealed interface Value {

  /** None. */
  record None() implements Value {}

  /** A Python or sympy boolean. */
  record Bool(boolean value) implements Value {}

  /** An integer of any size, Python's or sympy's. */
  record Int(BigInteger value) implements Value {}

  /** A {@code fractions.Fraction} or sympy {@code Rational}, in lowest terms. */
  record Rational(BigInteger numerator, BigInteger denominator) implements Value {
    public Rational {
      if (denominator.signum() <= 0) {
        throw new IllegalArgumentException("denominator must be positive: " + denominator);
      }
    }
  }

  /** A Python float, or a sympy Float of the same precision. */
  record Real(double value) implements Value {}

  /** A complex number. */
  record Complex(double real, double imaginary) implements Value {}

  /** A string, or the text that a printing program's answer is. */
  record Text(String value) implements Value {}

  /** A list. */
  record ListOf(List<Value> items) implements Value {
    public ListOf {
      items = List.copyOf(items);
    }
  }

  /** A tuple. */
  record TupleOf(List<Value> items) implements Value {
    public TupleOf {
      items = List.copyOf(items);
    }
  }

  /** A set or frozenset, or a sympy FiniteSet; in the order in which Python gave the items. */
  record SetOf(List<Value> items) implements Value {
    public SetOf {
      items = List.copyOf(items);
    }
  }

  /** A dict, in its order. */
  record DictOf(List<Entry> entries) implements Value {
    public DictOf {
      entries = List.copyOf(entries);
    }
  }

  /** One key of a dict and its value. */
  record Entry(Value key, Value value) {
    public Entry {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A symbolic expression.
   *
   * @param text as {@code str} gives it
   * @param representation as sympy's {@code srepr} gives it; empty where that fails
   * @param type the expression's class, such as {@code sympy.core.add.Add}
   */
  record Symbolic(String text, String representation, String type) implements Value {}

  /**
   * Anything else.
   *
   * @param type the value's class, with its module unless it is built in
   * @param text as {@code str} gives it
   */
  record Other(String type, String text) implements Value {}
}
