package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;
import dev.tusk.symbolic.grading.Policy.Dataset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MAmmoTH's own answer cleaning and scoring, oddities included, so that its published figures can
 * be compared: TIGER-AI-Lab/MAmmoTH, math_eval (MIT), and for MATH the string normaliser of
 * hendrycks/math (MIT). Everything is compared as strings but MATH's numbers, which may be 4 % off.
 */
final class MammothScoring {
  private static final String TRIGGER = "The answer is";
  private static final Pattern TRIGGERS = Pattern.compile("####|The answer is");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+/?\\.?\\d*");
  private static final Pattern LETTERS = Pattern.compile("\\b(A|B|C|D|E)\\b");

  private MammothScoring() {}

  /**
   * The cleaned answer of a page, or of what a program printed: a text without a trigger in which
   * no line ends counts as printed, and gets the trigger that MAmmoTH puts before it.
   */
  static String cleaned(Dataset dataset, String page) {
    String text = page.replaceAll("^\n+|\n+$", "");
    if (!TRIGGERS.matcher(text).find() && text.indexOf('\n') < 0 && !text.contains("\\boxed")) {
      text = TRIGGER + " " + text;
    }
    int after = -1;
    Matcher triggers = TRIGGERS.matcher(text);
    while (triggers.find()) {
      after = triggers.end();
    }
    boolean triggered = after >= 0;
    if (triggered) {
      text = text.substring(after);
      if (text.startsWith(":")) {
        text = text.substring(1);
      }
    }
    text = trimmed(text);
    if (dataset == Dataset.MATH) {
      return mathAnswer(text, triggered);
    }
    int equals = text.lastIndexOf('=');
    if (triggered && equals >= 0) {
      text = text.substring(equals + 1).strip();
    }
    if (dataset.isMultipleChoice()) {
      Matcher letter = LETTERS.matcher(text.toUpperCase(Locale.ROOT));
      return letter.find() ? letter.group() : trimmed(text);
    }
    if (dataset == Dataset.NUMGLUE) {
      Matcher letter = LETTERS.matcher(text);
      if (letter.find()) {
        return letter.group();
      }
    }
    List<String> numbers = numbers(text);
    if (numbers.isEmpty()) {
      return "";
    }
    return trimmed(withoutZeros(triggered ? numbers.getFirst() : numbers.getLast()));
  }

  private static List<String> numbers(String text) {
    List<String> found = new ArrayList<>();
    Matcher numbers = NUMBERS.matcher(text.replace(",", ""));
    while (numbers.find()) {
      found.add(numbers.group());
    }
    return found;
  }

  private static String trimmed(String text) {
    String result = text.replaceAll("^\n+|\n+$", "").strip();
    while (result.endsWith(".")) {
      result = result.substring(0, result.length() - 1);
    }
    while (result.endsWith("/")) {
      result = result.substring(0, result.length() - 1);
    }
    return result.strip();
  }

  private static String mathAnswer(String text, boolean triggered) {
    if (triggered) {
      return HendrycksForm.of(trimmed(text));
    }
    int box = text.lastIndexOf("\\boxed");
    if (box >= 0) {
      Extraction boxed = new Page(text.substring(box)).reference();
      if (boxed.source() == Extraction.Source.BOXED) {
        return HendrycksForm.of(boxed.text());
      }
    }
    List<String> numbers = numbers(text);
    return numbers.isEmpty() ? "" : HendrycksForm.of(trimmed(withoutZeros(numbers.getLast())));
  }

  /** Python's float of the digits, written without trailing zeros; other text is kept. */
  static String withoutZeros(String digits) {
    double value;
    try {
      value = Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      return digits;
    }
    String text = pythonFloat(value);
    String stripped = text.replaceAll("0+$", "");
    if (stripped.endsWith(".")) {
      return stripped.substring(0, stripped.length() - 1);
    }
    try {
      // "1e+20" loses its zero and becomes "1e+2", as it does there.
      return pythonFloat(Double.parseDouble(stripped));
    } catch (NumberFormatException e) {
      return stripped;
    }
  }

  /** A double as Python prints it. */
  static String pythonFloat(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return Math.copySign(1, value) < 0 ? "-0.0" : "0.0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    String sign = value < 0 ? "-" : "";
    if (exponent >= -4 && exponent < 16) {
      String plain = decimal.toPlainString();
      return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }
    String digits = decimal.unscaledValue().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String power = String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  static Outcome score(Dataset dataset, String reference, String candidate) {
    String gold = gold(dataset, reference);
    String pred = cleaned(dataset, candidate);
    if (dataset.isMultipleChoice() && !pred.matches("[A-E]")) {
      return Outcome.open(
          "MAmmoTH asks the model for the option closest to '"
              + shortened(pred)
              + "'; without the model nothing decides");
    }
    if (pred.equals(gold)) {
      return Outcome.same(Kind.DATASET_RULE, "both clean to '" + shortened(gold) + "'");
    }
    if (dataset == Dataset.MATH) {
      Double x = number(pred);
      Double y = number(gold);
      if (x != null && y != null && !x.isNaN() && !y.isNaN()) {
        boolean integer = gold.replace(",", "").matches("-?[0-9]{1,18}");
        boolean right = integer ? Math.rint(x) == y : Math.abs(x - y) <= 0.04 * Math.abs(y);
        return right
            ? Outcome.same(
                Kind.DATASET_RULE,
                integer ? "rounds to the integer " + gold : "within 4 % of " + shortened(gold))
            : Outcome.different(
                Kind.DATASET_RULE,
                shortened(pred) + " is not within MATH's bounds of " + shortened(gold));
      }
    }
    return Outcome.different(
        Kind.DATASET_RULE,
        "cleaned to '" + shortened(pred) + "', where '" + shortened(gold) + "' is asked");
  }

  private static String gold(Dataset dataset, String reference) {
    String text = reference.strip();
    int hashes = text.lastIndexOf("####");
    if (hashes >= 0) {
      text = text.substring(hashes + 4).strip();
    }
    if (dataset == Dataset.MATH) {
      int box = text.lastIndexOf("\\boxed");
      String inner = box < 0 ? text : new Page(text.substring(box)).reference().text();
      return HendrycksForm.of(inner);
    }
    if (dataset.isMultipleChoice()) {
      return text.toUpperCase(Locale.ROOT).replaceAll("[().]", "").strip();
    }
    if (dataset == Dataset.NUMGLUE && LETTERS.matcher(text).matches()) {
      return text;
    }
    String digits = text.replace(",", "");
    return digits.matches("-?[0-9.]+") ? withoutZeros(digits) : digits;
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }

  /** The number that MATH's scoring reads: a fraction, a decimal, a list's first element. */
  private static @Nullable Double number(String text) {
    String plain = text.strip();
    Matcher fraction =
        Pattern.compile("(-?)\\\\frac\\{([^{}]{1,60})\\}\\{([^{}]{1,60})\\}").matcher(plain);
    if (fraction.matches()) {
      Double top = number(fraction.group(2));
      Double bottom = number(fraction.group(3));
      if (top == null || bottom == null || bottom == 0) {
        return null;
      }
      return fraction.group(1).isEmpty() ? top / bottom : -top / bottom;
    }
    String digits = plain.replace(",", "");
    if (digits.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?")) {
      return Double.valueOf(digits);
    }
    if (digits.matches("-?[0-9]{1,15}/[0-9]{1,15}")) {
      String[] parts = digits.split("/", -1);
      double bottom = Double.parseDouble(parts[1]);
      return bottom == 0 ? null : Double.parseDouble(parts[0]) / bottom;
    }
    if (plain.length() > 2
        && "([".indexOf(plain.charAt(0)) >= 0
        && ")]".indexOf(plain.charAt(plain.length() - 1)) >= 0) {
      // A list or tuple counts by its first element.
      String inside = plain.substring(1, plain.length() - 1);
      int end = inside.indexOf(',');
      return number(end < 0 ? inside : inside.substring(0, end));
    }
    int comma = plain.indexOf(',');
    return comma > 0 ? number(plain.substring(0, comma)) : evaluated(plain);
  }

  /** Plain arithmetic, where MAmmoTH calls eval: {@code 3*2**4}. */
  private static @Nullable Double evaluated(String text) {
    if (text.length() > 60 || !text.matches("[0-9+*/(). -]*[+*/-][0-9+*/(). -]*")) {
      return null;
    }
    try {
      Rational value =
          new NormalForm(new Budget(10_000, 1_000_000_000L), false).of(Parser.parse(text)).number();
      return value == null ? null : value.doubleValue();
    } catch (ParseFailure | NormalForm.Unsupported | Budget.Exceeded | ArithmeticException e) {
      return null;
    }
  }
}
