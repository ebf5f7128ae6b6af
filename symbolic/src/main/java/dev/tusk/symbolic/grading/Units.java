package dev.tusk.symbolic.grading;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Units of measure: their spellings, their dimension and their exact size in the dimension's base
 * unit. Words that are no unit ("apples") are kept as words.
 */
final class Units {
  /** A unit's dimension and exact size. */
  record Measure(String dimension, Rational size) {}

  private record Rewriting(Pattern from, String to) {
    static Rewriting of(String from, String to) {
      return new Rewriting(Pattern.compile(from), to);
    }
  }

  private static final List<Rewriting> REWRITINGS =
      List.of(
          Rewriting.of("[{}~.,]", " "),
          Rewriting.of("\\bper\\b", "/"),
          Rewriting.of("\\s*/\\s*", "/"),
          Rewriting.of("\\s+", " "),
          Rewriting.of("^(square|sq) (\\S+)$", "$2^2"),
          Rewriting.of("^(?:cubic|cu) (\\S+)$", "$1^3"),
          Rewriting.of("^(\\S+) squared$", "$1^2"),
          Rewriting.of("^(\\S+) cubed$", "$1^3"));
  private static final Pattern PARTS = Pattern.compile("(?=[/^ ])|(?<=[/^ ])");
  private static final Pattern DEGREES = Pattern.compile("^(?:°|degrees?) (°[CF])$");

  private static final Map<String, Measure> MEASURES = new HashMap<>();
  private static final Map<String, String> SPELLINGS = new HashMap<>();

  static {
    define("length", "m", 1, 1, "meter", "metre", "meters", "metres");
    define("length", "mm", 1, 1000, "millimeter", "millimeters", "millimetres");
    define("length", "cm", 1, 100, "centimeter", "centimeters", "centimetre", "centimetres");
    define("length", "dm", 1, 10, "decimeter", "decimeters");
    define("length", "km", 1000, 1, "kilometer", "kilometers", "kilometre", "kilometres");
    define("length", "inch", 254, 10000, "inches", "in");
    define("length", "ft", 3048, 10000, "foot", "feet");
    define("length", "yd", 9144, 10000, "yard", "yards");
    define("length", "mi", 1609344, 1000, "mile", "miles");
    define("mass", "g", 1, 1000, "gram", "grams");
    define("mass", "mg", 1, 1_000_000, "milligram", "milligrams");
    define("mass", "kg", 1, 1, "kilogram", "kilograms");
    define("mass", "lb", 45359237, 100_000_000, "lbs", "pound", "pounds");
    define("mass", "oz", 45359237, 1_600_000_000, "ounce", "ounces");
    define("mass", "ton", 1000, 1, "tons", "tonne", "tonnes");
    define("time", "s", 1, 1, "sec", "secs", "second", "seconds");
    define("time", "ms", 1, 1000, "millisecond", "milliseconds");
    define("time", "min", 60, 1, "mins", "minute", "minutes");
    define("time", "h", 3600, 1, "hr", "hrs", "hour", "hours");
    define("time", "day", 86400, 1, "days");
    define("time", "week", 604800, 1, "weeks");
    define("months", "month", 1, 1, "months");
    define("months", "year", 12, 1, "years", "yr", "yrs");
    define("volume", "l", 1, 1, "L", "liter", "liters", "litre", "litres");
    define("volume", "ml", 1, 1000, "mL", "milliliter", "milliliters");
    define("money $", "$", 1, 1, "dollar", "dollars", "usd", "USD");
    define("money $", "cent", 1, 100, "cents", "¢");
    define("money €", "€", 1, 1, "euro", "euros", "EUR");
    define("money £", "£", 1, 1);
    define("money ¥", "¥", 1, 1, "yen", "yuan", "RMB");
    define("money ₹", "₹", 1, 1, "rupee", "rupees", "Rs");
    define("angle", "°", 1, 1, "degree", "degrees", "deg");
    define("temperature", "K", 1, 1, "kelvin");
    define("celsius", "°C", 1, 1, "celsius");
    define("fahrenheit", "°F", 1, 1, "fahrenheit");
    define("frequency", "Hz", 1, 1, "hertz");
    define("frequency", "kHz", 1000, 1);
    define("frequency", "MHz", 1_000_000, 1);
    define("force", "N", 1, 1, "newton", "newtons");
    define("force", "kN", 1000, 1, "kilonewton", "kilonewtons");
    define("energy", "J", 1, 1, "joule", "joules");
    define("energy", "kJ", 1000, 1, "kilojoule", "kilojoules");
    define("energy", "MJ", 1_000_000, 1);
    define("energy", "kWh", 3_600_000, 1);
    define("power", "W", 1, 1, "watt", "watts");
    define("power", "kW", 1000, 1, "kilowatt", "kilowatts");
    define("power", "MW", 1_000_000, 1, "megawatt", "megawatts");
    define("pressure", "Pa", 1, 1, "pascal", "pascals");
    define("pressure", "kPa", 1000, 1);
    define("voltage", "V", 1, 1, "volt", "volts");
    define("voltage", "kV", 1000, 1);
    define("voltage", "mV", 1, 1000);
    define("current", "A", 1, 1, "amp", "amps", "ampere", "amperes");
    define("current", "mA", 1, 1000);
    define("length/time", "mph", 1_609_344, 3_600_000);
    define("length/time", "kmh", 1000, 3600, "kph", "kmph");
    define("count", "unit", 1, 1, "units");
    define("count", "hundred", 100, 1);
    define("count", "thousand", 1000, 1);
    define("count", "million", 1_000_000, 1);
    define("count", "billion", 1_000_000_000, 1);
    define("count", "trillion", 1_000_000_000_000L, 1);
    define("count", "dozen", 12, 1, "dozens");
    define("count", "mol", 1, 1, "mole", "moles");
    define("percent", "percentage point", 1, 1, "percentage points");
  }

  private Units() {}

  private static void define(String dimension, String name, long top, long bottom, String... more) {
    MEASURES.put(name, new Measure(dimension, Rational.of(top, bottom)));
    SPELLINGS.put(name, name);
    for (String spelling : more) {
      SPELLINGS.put(spelling, name);
    }
  }

  static boolean isUnit(String word) {
    return SPELLINGS.containsKey(word) || SPELLINGS.containsKey(word.toLowerCase(Locale.ROOT));
  }

  /** Words before a unit that raise it: square, cubic. */
  static boolean isPowerWord(String word) {
    return switch (word) {
      case "sq", "square", "cu", "cubic" -> true;
      default -> false;
    };
  }

  /** One spelling for each unit; "per", powers and squares written one way. */
  static String normalized(String raw) {
    String text = raw.replace("\\circ", "°").replace("\\", "");
    for (Rewriting rewriting : REWRITINGS) {
      text = rewriting.from().matcher(text).replaceAll(rewriting.to()).strip();
    }
    StringBuilder out = new StringBuilder();
    for (String part : PARTS.split(text, -1)) {
      String known = SPELLINGS.get(part);
      if (known == null) {
        known = SPELLINGS.get(part.toLowerCase(Locale.ROOT));
      }
      out.append(known == null ? part.toLowerCase(Locale.ROOT) : known);
    }
    return DEGREES.matcher(out.toString().strip()).replaceAll("$1");
  }

  /** The size of the counting word such as "million" with which a unit starts, or null. */
  static @Nullable Rational multiplier(String unit) {
    int space = unit.indexOf(' ');
    String word = space < 0 ? unit : unit.substring(0, space);
    Measure measure = MEASURES.get(word);
    return measure == null || !measure.dimension().equals("count") || word.equals("mol")
        ? null
        : measure.size();
  }

  /** Whether the second unit divides the first: hours, then minutes. */
  static boolean isFiner(String unit, String other) {
    Measure coarse = measure(unit);
    Measure fine = measure(other);
    return coarse != null
        && fine != null
        && coarse.dimension().equals(fine.dimension())
        && fine.size().compareTo(coarse.size()) < 0;
  }

  /** The measure of {@code unit}, {@code unit^n} or {@code unit/unit}, where it is known. */
  static @Nullable Measure measure(String unit) {
    int space = unit.indexOf(' ');
    Rational count = space < 0 ? null : multiplier(unit.substring(0, space));
    if (count != null) {
      Measure counted = measure(unit.substring(space + 1));
      return counted == null ? null : new Measure(counted.dimension(), counted.size().times(count));
    }
    int slash = unit.indexOf('/');
    if (slash > 0) {
      Measure above = measure(unit.substring(0, slash));
      Measure below = measure(unit.substring(slash + 1));
      return above == null || below == null
          ? null
          : new Measure(
              above.dimension() + "/" + below.dimension(), above.size().over(below.size()));
    }
    int caret = unit.indexOf('^');
    if (caret > 0) {
      Measure base = measure(unit.substring(0, caret));
      String power = unit.substring(caret + 1).strip();
      if (base == null || !power.matches("[1-9]")) {
        return null;
      }
      int n = Integer.parseInt(power);
      return new Measure(base.dimension() + "^" + n, base.size().pow(n));
    }
    return MEASURES.get(unit);
  }
}
