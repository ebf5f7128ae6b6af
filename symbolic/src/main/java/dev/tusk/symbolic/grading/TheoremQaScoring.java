package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TheoremQA as MAmmoTH2's code scores it (TIGER-AI-Lab/MAmmoTH2, math_eval, MIT): true or false, an
 * option's letter, a number within 4 %, a list in round brackets number by number. Where that code
 * reads LaTeX with latex2sympy, the grader's own parser reads it here.
 */
final class TheoremQaScoring {
  private static final Pattern TRIGGERS =
      Pattern.compile("The answer is:|The answer is|the answer is");
  private static final Pattern OPTION = Pattern.compile("\\([a-f]\\)");
  private static final Pattern LAST_NUMBER = Pattern.compile("-?\\d*\\.?\\d+");

  private TheoremQaScoring() {}

  /** The cleaned answer of a page, or of what a program printed after its trigger. */
  static String cleaned(String page) {
    String text = page.replaceAll("^\n+|\n+$", "");
    for (String trigger : List.of("The answer is:", "The answer is", "the answer is")) {
      if (MammothScoring.occurs(text, trigger) > 1) {
        text = text.split("\n\n", 2)[0];
        break;
      }
    }
    String[] parts = TRIGGERS.split(text, -1);
    String answer = parts[parts.length - 1].replaceAll("^\n+|\n+$", "");
    answer = answer.replaceAll("\\.+$", "").replaceAll("/+$", "").replaceAll("^ +| +$", "");
    return extracted(answer, parts.length > 1).replaceAll("\\.+$", "").replaceAll("/+$", "");
  }

  private static String extracted(String answer, boolean triggered) {
    String small = answer.toLowerCase(Locale.ROOT);
    if (small.contains("yes") || small.contains("true")) {
      return "True";
    }
    if (small.contains("no") || small.contains("false")) {
      return "False";
    }
    if (OPTION.matcher(small).find()) {
      return answer;
    }
    if (!triggered) {
      String last = "";
      for (Matcher numbers = LAST_NUMBER.matcher(answer); numbers.find(); ) {
        last = numbers.group();
      }
      return last;
    }
    String text = withoutUnits(answer.substring(answer.lastIndexOf('=') + 1).strip());
    Double value = value(text);
    if (value != null && !text.startsWith("[") && !text.startsWith("(")) {
      return value % 1 == 0 && Math.abs(value) < 1e15
          ? String.valueOf(value.longValue())
          : MammothScoring.pythonFloat(value);
    }
    return text.matches("-?[\\d.]+\\s\\S+") || text.matches("-?[\\d.]+\\s\\D+")
        ? text.substring(0, text.indexOf(' ') < 0 ? text.length() : text.indexOf(' '))
        : text;
  }

  /** Units and signs that are left out; π becomes 3.14. */
  private static String withoutUnits(String text) {
    return text.replace("\\pi", "π")
        .replaceAll("(?<![\\d}])\\\\?π", "3.14")
        .replaceAll("(\\d)(\\\\?π)", "$1*3.14")
        .replaceAll("\\{(\\\\?π)\\}", "3.14")
        .replaceAll("\\*(\\\\?π)", "*3.14")
        .replace("%", "/100")
        .replace("$", "")
        .replace("¥", "")
        .replace("°C", "")
        .replace(" C", "")
        .replace("°", "");
  }

  static Outcome score(String reference, String answer) {
    String gold = reference.strip();
    if (gold.equals("true") || gold.equals("false")) {
      // JSON's spelling of what Python writes True and False.
      gold = gold.equals("true") ? "True" : "False";
    }
    String small = gold.toLowerCase(Locale.ROOT);
    if (OPTION.matcher(small).matches() || small.matches("[a-f]")) {
      String letter = small.length() == 1 ? "(" + small + ")" : small;
      String given = answer.toLowerCase(Locale.ROOT);
      boolean chosen = given.contains(letter) || (small.length() == 1 && given.equals(small));
      return outcome(chosen, answer, gold);
    }
    if (answer.toLowerCase(Locale.ROOT).equals(small)) {
      return outcome(true, answer, gold);
    }
    if (gold.startsWith("[")) {
      return outcome(
          answer.startsWith("(") && answer.endsWith(")") && sameItems(gold, answer), answer, gold);
    }
    Double asked = value(gold);
    Double given = value(withoutUnits(answer));
    return outcome(asked != null && given != null && same(given, gold, asked), answer, gold);
  }

  private static boolean same(double given, String gold, double asked) {
    return gold.matches("-?[0-9]{1,18}")
        ? Math.rint(given) == asked
        : Math.abs(given - asked) <= 0.04 * Math.abs(asked);
  }

  private static boolean sameItems(String gold, String answer) {
    List<Double> asked = items(gold);
    List<Double> given = items(answer);
    if (asked == null || given == null || asked.size() != given.size()) {
      return false;
    }
    boolean whole = gold.indexOf('.') < 0;
    Collections.sort(asked);
    Collections.sort(given);
    for (int i = 0; i < asked.size(); i++) {
      double x = given.get(i);
      double y = asked.get(i);
      if (whole ? Math.rint(x) != y : Math.abs(x - y) > 0.04 * Math.abs(y)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<Double> items(String list) {
    List<Double> items = new ArrayList<>();
    for (String item : list.substring(1, list.length() - 1).split(",", -1)) {
      Double value = value(item.strip());
      if (value == null) {
        return null;
      }
      items.add(value);
    }
    return items;
  }

  /** The number that a text says, brackets and LaTeX included; a list's first. */
  private static @Nullable Double value(String text) {
    Double plain = MammothScoring.number(text);
    return plain == null || plain.isNaN() ? MammothScoring.constant(text) : plain;
  }

  private static Outcome outcome(boolean right, String answer, String gold) {
    return right
        ? Outcome.same(Kind.DATASET_RULE, "counts as " + MammothScoring.shortened(gold))
        : Outcome.different(
            Kind.DATASET_RULE,
            "cleaned to '"
                + MammothScoring.shortened(answer)
                + "', where '"
                + MammothScoring.shortened(gold)
                + "' is asked");
  }
}
