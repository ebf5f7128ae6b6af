package dev.tusk.symbolic.grading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Numbers as digits. */
final class Decimals {
  static final int MAX_DIGITS = 10_000;
  private static final int MAX_EXPONENT = 10_000;

  private static final List<String> NUMBER_WORDS =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty");

  private Decimals() {}

  static boolean isNumberWord(String word) {
    return NUMBER_WORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The value of {@code zero} to {@code twenty}, or -1. */
  static int numberWord(String word) {
    return NUMBER_WORDS.indexOf(word.toLowerCase(Locale.ROOT));
  }

  /** Digits with an optional point and exponent. */
  static Node.Num number(String digits, int position) {
    if (digits.length() > MAX_DIGITS) {
      throw new ParseFailure(position, "a number of more than " + MAX_DIGITS + " digits");
    }
    int exponent = Math.max(digits.indexOf('e'), digits.indexOf('E'));
    String mantissa = exponent < 0 ? digits : digits.substring(0, exponent);
    if (exponent >= 0) {
      String power = digits.substring(exponent + 1);
      if (!power.matches("[+-]?[0-9]{1,6}") || Math.abs(Integer.parseInt(power)) > MAX_EXPONENT) {
        throw new ParseFailure(position, "an exponent beyond " + MAX_EXPONENT);
      }
    }
    int point = mantissa.indexOf('.');
    if (point < 0
        && exponent < 0
        && !digits.isEmpty()
        && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Node.Num.of(Rational.of(new BigInteger(digits)));
    }
    BigDecimal value;
    try {
      value = new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw new ParseFailure(position, "not a number: " + digits);
    }
    int decimals = point < 0 ? -1 : Math.max(0, value.scale());
    return new Node.Num(Rational.of(value), decimals, decimals < 0 ? 0 : significant(mantissa));
  }

  static Rational rational(String digits) {
    return number(digits, 0).value();
  }

  private static int significant(String mantissa) {
    int count = 0;
    boolean leading = true;
    for (int i = 0; i < mantissa.length(); i++) {
      char c = mantissa.charAt(i);
      if (c == '.' || (leading && c == '0')) {
        continue;
      }
      leading = false;
      count++;
    }
    return count;
  }

  /** {@code head} with a point, then {@code period} for ever. */
  static Rational repeating(String head, String period) {
    int decimals = head.length() - head.indexOf('.') - 1;
    Rational start =
        head.endsWith(".")
            ? Rational.of(
                new BigInteger(head.equals(".") ? "0" : head.substring(0, head.length() - 1)))
            : rational(head);
    BigInteger nines = BigInteger.TEN.pow(period.length()).subtract(BigInteger.ONE);
    Rational tail =
        Rational.of(new BigInteger(period), nines.multiply(BigInteger.TEN.pow(decimals)));
    return start.plus(tail);
  }
}
