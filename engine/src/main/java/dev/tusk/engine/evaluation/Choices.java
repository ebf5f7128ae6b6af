package dev.tusk.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The choices of a question, as they stand in its text. */
final class Choices {
  private static final Pattern HEAD = Pattern.compile("(?i)\\b(?:answer choices|options)\\s?:");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:\\d[\\d,]*\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");

  private Choices() {}

  /**
   * The texts of the choices behind the last "Answer Choices:" or "Options:", the first being A:
   * {@code (A) 2 (B) 4}, {@code ['A)45', 'B)90']}, {@code A ) 12 , B ) 36}. Empty where there are
   * not at least two.
   */
  static List<String> of(String question) {
    int start = -1;
    for (Matcher head = HEAD.matcher(question); head.find(); ) {
      start = head.end();
    }
    if (start < 0) {
      return List.of();
    }
    List<String> choices = new ArrayList<>();
    int from = -1;
    int at = start;
    for (char letter = 'A'; letter <= 'J'; letter++) {
      Matcher mark =
          Pattern.compile("(?i)[\\[('\"]*(?<![a-z0-9])" + letter + "\\s?\\)").matcher(question);
      if (!mark.find(at)) {
        break;
      }
      if (from >= 0) {
        choices.add(bare(question.substring(from, mark.start())));
      }
      from = mark.end();
      at = mark.end();
    }
    if (from < 0 || choices.isEmpty()) {
      return List.of();
    }
    choices.add(bare(question.substring(from)));
    return List.copyOf(choices);
  }

  /** Without the list's own quotes, commas and brackets. */
  private static String bare(String text) {
    String choice = text.strip();
    choice = choice.replaceAll("[\\s,]+$", "");
    choice = choice.replaceAll("['\"]\\]?$", "").replaceAll("^['\"]", "");
    return choice.strip();
  }

  /** The letter of the choice whose first number is nearest to a value's; the first of equals. */
  static Optional<String> nearest(List<String> choices, String value) {
    OptionalDouble wanted = number(value);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < choices.size(); i++) {
      OptionalDouble number = number(choices.get(i));
      if (number.isPresent() && Math.abs(number.getAsDouble() - wanted.getAsDouble()) < least) {
        least = Math.abs(number.getAsDouble() - wanted.getAsDouble());
        best = i;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(letter(best));
  }

  static String letter(int index) {
    return String.valueOf((char) ('A' + index));
  }

  /** The index of a letter's choice; empty where the text is no letter of one of {@code count}. */
  static Optional<Integer> index(String text, int count) {
    String letter = text.strip().toUpperCase(Locale.ROOT).replaceAll("[().:]", "");
    return letter.length() == 1 && letter.charAt(0) >= 'A' && letter.charAt(0) < 'A' + count
        ? Optional.of(letter.charAt(0) - 'A')
        : Optional.empty();
  }

  private static OptionalDouble number(String text) {
    Matcher first = NUMBER.matcher(text);
    if (!first.find()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(first.group().replace(",", ""));
    Matcher divisor = Pattern.compile("\\s?/\\s?(\\d{1,15})").matcher(text);
    divisor.region(first.end(), text.length());
    if (divisor.lookingAt() && Double.parseDouble(divisor.group(1)) != 0) {
      value /= Double.parseDouble(divisor.group(1));
    }
    return OptionalDouble.of(value);
  }
}
