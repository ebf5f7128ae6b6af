package dev.tusk.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as a value. Immutable, compared by content.
 *
 * <pre>{@code
 * String told =
 *     switch (AnswerValue.parse("3/4")) {
 *       case AnswerValue.Whole(var n) -> "the number " + n;
 *       case AnswerValue.Fraction(var top, var bottom) -> top + " out of " + bottom;
 *       case AnswerValue.Decimal(var d) -> "about " + d;
 *       case AnswerValue.Choice(char letter, String option) -> letter + ": " + option;
 *       case AnswerValue.Truth(boolean yes) -> yes ? "yes" : "no";
 *       case AnswerValue.Listing(var items) -> items.size() + " values";
 *       case AnswerValue.Text(String text) -> text;
 *     };
 * }</pre>
 */
public sealed interface AnswerValue {
  /** A whole number of any size. */
  record Whole(BigInteger value) implements AnswerValue {
    /** Checks that it is there. */
    public Whole {
      Objects.requireNonNull(value, "value");
    }
  }

  /** A fraction in lowest terms, its denominator above 1. */
  record Fraction(BigInteger numerator, BigInteger denominator) implements AnswerValue {
    /** Checks that it is one in lowest terms. */
    public Fraction {
      if (denominator.compareTo(BigInteger.ONE) <= 0
          || !numerator.gcd(denominator).equals(BigInteger.ONE)) {
        throw new IllegalArgumentException(
            "not a fraction in lowest terms: " + numerator + "/" + denominator);
      }
    }
  }

  /** A number written with a decimal point or an exponent: these digits, perhaps rounded. */
  record Decimal(BigDecimal value) implements AnswerValue {
    /** Checks that it is there. */
    public Decimal {
      Objects.requireNonNull(value, "value");
    }
  }

  /** One of the question's options. */
  record Choice(char letter, String option) implements AnswerValue {
    /** Checks that it is there. */
    public Choice {
      Objects.requireNonNull(option, "option");
    }
  }

  /** Python's True or False. */
  record Truth(boolean value) implements AnswerValue {}

  /** A list, a tuple or a set as Python prints it. */
  record Listing(List<AnswerValue> items) implements AnswerValue {
    /** Copies the list. */
    public Listing {
      items = List.copyOf(items);
    }
  }

  /** Anything else: an expression, a date, words. */
  record Text(String text) implements AnswerValue {
    /** Checks that it is there. */
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /** Reads an answer as Python prints it; never fails, what is no value is {@link Text}. */
  static AnswerValue parse(String text) {
    String plain = text.strip();
    Optional<AnswerValue> number = Numbers.parse(plain);
    if (number.isPresent()) {
      return number.get();
    }
    if (plain.equals("True") || plain.equals("False")) {
      return new Truth(plain.equals("True"));
    }
    return Numbers.listing(plain).orElseGet(() -> new Text(plain));
  }

  /** The notations of Python's numbers. */
  final class Numbers {
    private static final int LONGEST = 10_000;
    private static final Pattern WHOLE =
        Pattern.compile("[-+]?(?:\\d{1,9999}|\\d{1,3}(?:,\\d{3})++)");
    private static final Pattern FRACTION =
        Pattern.compile("([-+]?\\d{1,999})\\s?/\\s?(\\d{1,999})");
    private static final Pattern DECIMAL =
        Pattern.compile(
            "[-+]?(?:\\d{1,999}\\.\\d{0,999}|\\.\\d{1,999}|\\d{1,999}(?=[eE]))"
                + "(?:[eE][-+]?\\d{1,4})?");

    private Numbers() {}

    private static Optional<AnswerValue> parse(String plain) {
      if (plain.length() > LONGEST) {
        return Optional.empty();
      }
      if (WHOLE.matcher(plain).matches()) {
        return Optional.of(new Whole(whole(plain)));
      }
      Matcher fraction = FRACTION.matcher(plain);
      if (fraction.matches()) {
        BigInteger top = whole(fraction.group(1));
        BigInteger bottom = new BigInteger(fraction.group(2));
        if (bottom.signum() == 0) {
          return Optional.empty();
        }
        BigInteger common = top.gcd(bottom);
        return Optional.of(
            bottom.equals(common)
                ? new Whole(top.divide(common))
                : new Fraction(top.divide(common), bottom.divide(common)));
      }
      return DECIMAL.matcher(plain).matches()
          ? Optional.of(new Decimal(new BigDecimal(plain)))
          : Optional.empty();
    }

    private static BigInteger whole(String digits) {
      String bare = digits.replace(",", "");
      return new BigInteger(bare.startsWith("+") ? bare.substring(1) : bare);
    }

    /** A bracketed list whose items hold no further brackets. */
    private static Optional<AnswerValue> listing(String plain) {
      if (plain.length() < 2
          || plain.length() > LONGEST
          || !List.of("[]", "()", "{}")
              .contains("" + plain.charAt(0) + plain.charAt(plain.length() - 1))) {
        return Optional.empty();
      }
      String inside = plain.substring(1, plain.length() - 1).strip();
      if (inside.matches("(?s).*[\\[\\](){}:'\"].*") || inside.contains("..")) {
        return Optional.empty();
      }
      List<AnswerValue> items = new ArrayList<>();
      if (!inside.isEmpty()) {
        String last = inside.endsWith(",") ? inside.substring(0, inside.length() - 1) : inside;
        for (String item : last.split(",", -1)) {
          items.add(AnswerValue.parse(item));
        }
      }
      return Optional.of(new Listing(items));
    }
  }
}
