package dev.tusk.sandbox;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a guest context says about an outcome: texts one after the other, each as its length
 * in code points, a colon, and the text. Nothing of it is trusted.
 */
final class Netstrings {
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int position;

  Netstrings(String text) {
    this.text = text;
  }

  /** The texts in the form that this class reads. */
  static String of(String... texts) {
    var all = new StringBuilder();
    for (String text : texts) {
      all.append(text.codePointCount(0, text.length())).append(':').append(text);
    }
    return all.toString();
  }

  /** The next text. */
  String next() {
    int colon = text.indexOf(':', position);
    if (colon < 0 || colon == position || colon - position > 9) {
      throw malformed("no length");
    }
    int length = 0;
    for (int i = position; i < colon; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw malformed("bad length");
      }
      length = length * 10 + (c - '0');
    }
    int end;
    try {
      end = text.offsetByCodePoints(colon + 1, length);
    } catch (IndexOutOfBoundsException e) {
      throw malformed("text cut short");
    }
    position = end;
    return text.substring(colon + 1, end);
  }

  /** The next text as a number from 0. */
  int nextCount() {
    String digits = next();
    if (digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed("bad number");
    }
    return Integer.parseInt(digits);
  }

  void requireEnd() {
    if (position != text.length()) {
      throw malformed("text left over");
    }
  }

  /** The next value. */
  Value nextValue() {
    return nextValue(0);
  }

  private Value nextValue(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("values nested too deeply");
    }
    String kind = next();
    return switch (kind) {
      case "none" -> new Value.None();
      case "bool" -> new Value.Bool(next().equals("1"));
      case "int" -> new Value.Int(nextInteger());
      case "rational" -> {
        BigInteger numerator = nextInteger();
        BigInteger denominator = nextInteger();
        if (denominator.signum() <= 0) {
          throw malformed("denominator not positive");
        }
        yield new Value.Rational(numerator, denominator);
      }
      case "float" -> new Value.Real(nextDouble());
      case "complex" -> new Value.Complex(nextDouble(), nextDouble());
      case "text" -> new Value.Text(next());
      case "list" -> new Value.ListOf(nextItems(depth));
      case "tuple" -> new Value.TupleOf(nextItems(depth));
      case "set" -> new Value.SetOf(nextItems(depth));
      case "dict" -> {
        int count = nextCount();
        var entries = new ArrayList<Value.Entry>();
        for (int i = 0; i < count; i++) {
          Value key = nextValue(depth + 1);
          entries.add(new Value.Entry(key, nextValue(depth + 1)));
        }
        yield new Value.DictOf(entries);
      }
      case "symbolic" -> new Value.Symbolic(next(), next(), next());
      case "other" -> new Value.Other(next(), next());
      default -> throw malformed("unknown kind of value");
    };
  }

  private List<Value> nextItems(int depth) {
    int count = nextCount();
    var items = new ArrayList<Value>();
    for (int i = 0; i < count; i++) {
      items.add(nextValue(depth + 1));
    }
    return items;
  }

  private BigInteger nextInteger() {
    String hex = next();
    try {
      return new BigInteger(hex, 16);
    } catch (NumberFormatException e) {
      throw malformed("bad integer");
    }
  }

  private double nextDouble() {
    String digits = next();
    return switch (digits) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      default -> {
        try {
          yield Double.parseDouble(digits);
        } catch (NumberFormatException e) {
          throw malformed("bad float");
        }
      }
    };
  }

  private IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException("malformed outcome at " + position + ": " + what);
  }
}
