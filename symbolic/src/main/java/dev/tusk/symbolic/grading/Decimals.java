package dev.tusk.symbolic.grading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> PARTS =
      List.of("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth");

  /**
   * The value of a number in English words, such as "two hundred and five", "twenty-five" or "two
   * thirds", or null.
   */
  static @Nullable Rational inWords(String text) {
    if (text.length() > 120) {
      return null;
    }
    List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("[\\s-]+", -1));
    String last = words.getLast().equals("halves") ? "half" : words.getLast();
    last = last.equals("fourth") || last.equals("fourths") ? "quarter" : last;
    int part = PARTS.indexOf(last.endsWith("s") ? last.substring(0, last.length() - 1) : last);
    if (part >= 0 && words.size() > 1) {
      Rational count = whole(words.subList(0, words.size() - 1));
      return count == null ? null : count.over(Rational.of(part + 2L));
    }
    return part == 0 ? Rational.HALF : whole(words);
  }

  private static @Nullable Rational whole(List<String> words) {
    long total = 0;
    long group = -1;
    for (String word : words) {
      int small = NUMBER_WORDS.indexOf(word);
      int ten = TENS.indexOf(word);
      if (small >= 0 && small < 20) {
        boolean after =
            group > 0 && group % 10 == 0 && (group % 100 >= 20 ? small < 10 : group % 100 == 0);
        if (group >= 0 && !after) {
          return null;
        }
        group = Math.max(group, 0) + small;
      } else if (ten >= 0) {
        if (group >= 0 && group % 100 != 0) {
          return null;
        }
        group = Math.max(group, 0) + 10L * (ten + 2);
      } else if (word.equals("hundred") && group > 0 && group < 100) {
        group *= 100;
      } else if (group > 0
          && (word.equals("thousand") || word.equals("million") || word.equals("billion"))) {
        long size =
            word.equals("thousand") ? 1_000L : word.equals("million") ? 1_000_000L : 1_000_000_000L;
        if (total != 0 && total % (size * 1_000) != 0) {
          return null;
        }
        total += group * size;
        group = -1;
      } else if (word.equals("a") && group < 0 && words.size() > 1) {
        group = 1;
      } else if (!word.equals("and") || (group < 0 && total == 0)) {
        return null;
      }
    }
    return group < 0 && total == 0 ? null : Rational.of(total + Math.max(group, 0));
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
