package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;
import dev.tusk.symbolic.grading.Policy.Dataset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MAmmoTH's own answer cleaning and scoring, oddities included, so that its published figures can
 * be compared: TIGER-AI-Lab/MAmmoTH, math_eval/utils.py (MIT), as its forks carry it, and for MATH
 * the string normaliser of hendrycks/math (MIT). Everything is compared as strings but MATH's
 * numbers, which may be 4 % off.
 */
final class MammothScoring {
  private static final String TRIGGER = "The answer is";
  private static final Pattern TRIGGERS = Pattern.compile("####|The answer is");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+/?\\.?\\d*");
  private static final Pattern MATH_NUMBERS = Pattern.compile("-?\\d*\\.?\\d+");
  private static final Pattern LETTERS =
      Pattern.compile("\\b(A|B|C|D|E)\\b", Pattern.UNICODE_CHARACTER_CLASS);

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
    if (dataset == Dataset.MATH) {
      return mathAnswer(text);
    }
    if (dataset == Dataset.THEOREMQA) {
      return TheoremQaScoring.cleaned(text);
    }
    if (occurs(text, "####") > 1 || occurs(text, TRIGGER) > 1) {
      // Taken for a model that went on with questions of its own.
      text = text.split("\n\n", 2)[0];
    }
    String[] parts = TRIGGERS.split(text, -1);
    boolean triggered = parts.length > 1;
    text = parts[parts.length - 1];
    int equals = text.lastIndexOf('=');
    if (equals >= 0) {
      text = text.substring(equals + 1).strip();
    }
    List<String> found = List.of();
    if (dataset.isMultipleChoice() || dataset == Dataset.NUMGLUE) {
      found = all(LETTERS, text.toUpperCase(Locale.ROOT));
    }
    if (found.isEmpty()) {
      if (dataset.isMultipleChoice()) {
        return withoutEnd(text.strip().replaceAll("^\\.+|\\.+$", ""));
      }
      found =
          all(NUMBERS, text.replace(",", "")).stream().map(MammothScoring::withoutZeros).toList();
    }
    return found.isEmpty() ? "" : withoutEnd(triggered ? found.getFirst() : found.getLast());
  }

  static int occurs(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matches = pattern.matcher(text);
    while (matches.find()) {
      found.add(matches.group());
    }
    return found;
  }

  /** One full stop at the end is left out, and then one slash. */
  private static String withoutEnd(String text) {
    String end = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return end.endsWith("/") ? end.substring(0, end.length() - 1) : end;
  }

  private static String mathAnswer(String text) {
    String answer;
    int trigger = text.lastIndexOf(TRIGGER + " ");
    if (trigger < 0) {
      trigger = text.lastIndexOf("the answer is ");
    }
    if (trigger >= 0) {
      answer = text.substring(trigger + TRIGGER.length() + 1).strip();
    } else if (text.contains("boxed")) {
      answer = HendrycksForm.of(boxed(text));
    } else {
      List<String> numbers = all(MATH_NUMBERS, text);
      answer = numbers.isEmpty() ? "" : numbers.getLast();
    }
    answer = HendrycksForm.of(withoutEnd(answer));
    return answer.contains("boxed") ? HendrycksForm.of(boxed(answer)) : answer;
  }

  /** What the last box holds: to the brace that closes it, or else to the next dollar sign. */
  private static String boxed(String text) {
    String rest = text.substring(text.lastIndexOf("boxed") + "boxed".length());
    if (!rest.startsWith("{")) {
      int end = rest.indexOf('$');
      return (end < 0 ? rest : rest.substring(0, end)).strip();
    }
    int depth = 1;
    for (int at = 1; at < rest.length(); at++) {
      depth += rest.charAt(at) == '{' ? 1 : rest.charAt(at) == '}' ? -1 : 0;
      if (depth == 0) {
        return rest.substring(1, at);
      }
    }
    return rest.substring(1);
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
      String whole = stripped.substring(0, stripped.length() - 1);
      return whole.equals("-0") ? "0" : whole;
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
    String pred = cleaned(dataset, candidate);
    if (dataset == Dataset.THEOREMQA) {
      return TheoremQaScoring.score(reference, pred);
    }
    String gold = gold(dataset, reference);
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
      // A list or a tuple has no number in MATH's pairs of text and number.
      Double y = gold.matches("(?s)[(\\[{].*") ? null : number(gold);
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

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }

  private static final Pattern FRACTION = Pattern.compile("\\\\frac\\{([^{}]+)\\}\\{([^{}]+)\\}");

  /**
   * The number that MATH's scoring reads: a decimal, plain arithmetic, the first element of what
   * Python takes for a list or tuple. Fractions become divisions, without brackets; commas are
   * dropped where there is no fraction, so that (1,2) is read as 12.
   */
  static @Nullable Double number(String text) {
    String plain =
        text.contains("frac") ? FRACTION.matcher(text).replaceAll("$1/$2") : text.replace(",", "");
    plain = plain.strip();
    if (plain.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?")) {
      return Double.valueOf(plain);
    }
    if (plain.length() > 2
        && "([".indexOf(plain.charAt(0)) >= 0
        && ")]".indexOf(plain.charAt(plain.length() - 1)) >= 0) {
      String inside = plain.substring(1, plain.length() - 1);
      int end = inside.indexOf(',');
      Double first = number(end < 0 ? inside : inside.substring(0, end));
      if (first != null) {
        return first;
      }
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

  /** The value of a constant expression, roots and functions included. */
  static @Nullable Double constant(String text) {
    try {
      Range value =
          new Enclosures(new Budget(20_000, 1_000_000_000L), false)
              .at(Parser.parse(Lexer.spelledOut(text)), Map.of(), 20)
              .real();
      return value.low().add(value.high()).divide(BigDecimal.TWO).doubleValue();
    } catch (ParseFailure
        | NormalForm.Unsupported
        | Range.Undefined
        | Budget.Exceeded
        | ArithmeticException e) {
      return null;
    }
  }
}
