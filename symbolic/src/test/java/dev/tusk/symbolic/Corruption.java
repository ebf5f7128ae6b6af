package dev.tusk.symbolic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wrong answers made from right ones, in the ten ways that a cross-check must see. */
public final class Corruption {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e[+-]\\d+)?");
  private static final Pattern FRACTION = Pattern.compile("(\\d+)/(\\d+)");
  private static final Pattern LIST = Pattern.compile("([\\[(])(.*)([\\])])");

  private Corruption() {}

  /** The corrupted texts by kind; a kind that does not apply is left out. */
  public static Map<String, String> of(String printed, RandomGenerator random) {
    Map<String, String> found = new LinkedHashMap<>();
    List<int[]> numbers = new ArrayList<>();
    Matcher m = NUMBER.matcher(printed);
    while (m.find()) {
      numbers.add(new int[] {m.start(), m.end()});
    }
    if (!numbers.isEmpty()) {
      int[] at = numbers.get(random.nextInt(numbers.size()));
      String text = printed.substring(at[0], at[1]);
      BigDecimal value = new BigDecimal(text);
      put(found, "off by one", printed, at, text, value.add(BigDecimal.ONE).toString());
      put(found, "sign", printed, at, text, value.negate().toString());
      put(found, "last digit", printed, at, text, lastDigit(text));
      BigDecimal near = value.multiply(new BigDecimal("1.000001"), new MathContext(17));
      put(found, "relative 1e-6", printed, at, text, near.toPlainString());
      put(
          found,
          "another number",
          printed,
          at,
          text,
          value.add(value).add(BigDecimal.valueOf(3)).toString());
      int point = text.indexOf('.');
      if (point >= 0 && text.indexOf('e') < 0) {
        BigDecimal unit = BigDecimal.ONE.movePointLeft(text.length() - point - 1);
        put(found, "one unit off", printed, at, text, value.subtract(unit).toPlainString());
      }
    }
    Matcher f = FRACTION.matcher(printed);
    if (f.find()) {
      BigInteger top = new BigInteger(f.group(1)).add(BigInteger.ONE);
      found.put(
          "wrong fraction",
          printed.substring(0, f.start()) + top + "/" + f.group(2) + printed.substring(f.end()));
    }
    Matcher l = LIST.matcher(printed);
    if (l.matches() && !l.group(2).contains("[") && !l.group(2).contains("(")) {
      List<String> items = new ArrayList<>(Arrays.asList(l.group(2).split(", ", -1)));
      if (items.size() > 1 && !items.get(0).equals(items.get(1))) {
        var swapped = new ArrayList<>(items);
        swapped.set(0, items.get(1));
        swapped.set(1, items.get(0));
        found.put("swapped items", l.group(1) + String.join(", ", swapped) + l.group(3));
        found.put(
            "dropped root",
            l.group(1) + String.join(", ", items.subList(1, items.size())) + l.group(3));
        var wrong = new ArrayList<>(items);
        wrong.set(0, "987654321");
        found.put("no root", l.group(1) + String.join(", ", wrong) + l.group(3));
      }
    }
    found.values().removeIf(printed::equals);
    return found;
  }

  private static void put(
      Map<String, String> found, String kind, String printed, int[] at, String old, String wrong) {
    if (new BigDecimal(old).compareTo(new BigDecimal(wrong)) != 0) {
      found.put(kind, printed.substring(0, at[0]) + wrong + printed.substring(at[1]));
    }
  }

  private static String lastDigit(String text) {
    int end = text.indexOf('e');
    int i = (end < 0 ? text.length() : end) - 1;
    int digit = Character.digit(text.charAt(i), 10);
    return text.substring(0, i) + (digit + 1) % 10 + text.substring(i + 1);
  }
}
