package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of day and dates, which read as ratios and quotients otherwise. */
final class Clock {
  private static final Pattern TIME =
      Pattern.compile(
          "(?i)([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?\\s*"
              + "(?:\\\\text\\{)?\\s*([ap])?\\.?(?:m\\.?)?\\s*(?:noon|midnight)?\\s*\\}?");
  private static final Pattern HOUR =
      Pattern.compile(
          "(?i)(1[0-2]|[1-9])\\s*(?:\\\\text\\{)?\\s*(?:([ap])\\.?\\s?m\\.?|o'clock)\\s*\\}?");
  private static final Pattern SLASHED =
      Pattern.compile("([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})");
  private static final Pattern ISO = Pattern.compile("([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("([A-Za-z]{3,9})\\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})");
  private static final Pattern DAY_FIRST =
      Pattern.compile("([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})\\.?,? ([0-9]{4})");

  private static final Pattern SPACING = Pattern.compile("\\\\[,; ]|~|^\\$|\\$$");
  private static final Pattern TEXT =
      Pattern.compile("\\\\(?:text|mbox|textbf|mathrm)\\{([^{}]*)\\}");

  private Clock() {}

  /** A judgement where both are times or both are dates, else null. */
  static @Nullable Outcome compare(String a, String b) {
    Time left = time(a);
    Time right = time(b);
    if (left != null && right != null) {
      if (left.equals(right)) {
        return Outcome.same(Kind.TIME, "the same time");
      }
      if (left.seconds() % 43_200 == right.seconds() % 43_200 && left.half() != right.half()) {
        return Outcome.open("the same time if the half of the day is the same");
      }
      return Outcome.different(Kind.TIME, "different times");
    }
    LocalDate first = date(a);
    LocalDate second = date(b);
    if (first != null && second != null) {
      return first.equals(second)
          ? Outcome.same(Kind.DATE, "the same date")
          : Outcome.different(Kind.DATE, "different dates");
    }
    MonthDay dayA = day(a);
    MonthDay dayB = day(b);
    if (dayA != null && dayB != null) {
      return dayA.equals(dayB)
          ? Outcome.same(Kind.DATE, "the same day")
          : Outcome.different(Kind.DATE, "different days");
    }
    return null;
  }

  /** Whether a text is a time, a date or a day. */
  static boolean reads(String text) {
    return time(text) != null || date(text) != null || day(text) != null;
  }

  /** Seconds from midnight, and whether the half of the day was said. */
  private record Time(int seconds, boolean half) {}

  private static @Nullable Time time(String text) {
    if (text.length() > 30) {
      return null;
    }
    String plain = SPACING.matcher(text.replace("{:}", ":")).replaceAll(" ").strip();
    switch (plain.toLowerCase(Locale.ROOT)) {
      case "noon", "12 noon" -> {
        return new Time(12 * 3600, true);
      }
      case "midnight", "12 midnight" -> {
        return new Time(0, true);
      }
      default -> {
        // Digits follow.
      }
    }
    Matcher oclock = HOUR.matcher(plain);
    if (oclock.matches()) {
      return of(Integer.parseInt(oclock.group(1)), 0, 0, oclock.group(2));
    }
    Matcher matcher = plain.indexOf(':') < 0 ? null : TIME.matcher(plain);
    if (matcher == null || !matcher.matches()) {
      return null;
    }
    String seconds = matcher.group(3);
    Time time =
        of(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            seconds == null ? 0 : Integer.parseInt(seconds),
            matcher.group(4));
    boolean said = plain.endsWith("noon") || plain.endsWith("midnight");
    return said ? new Time(plain.endsWith("noon") ? 12 * 3600 : 0, true) : time;
  }

  private static Time of(int hour, int minute, int second, @Nullable String half) {
    int full = hour;
    if (half != null) {
      full = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("p") ? 12 : 0);
    }
    return new Time(full * 3600 + minute * 60 + second, half != null || hour > 12);
  }

  private static final Pattern DAY_OF_MONTH =
      Pattern.compile(
          "(?:([A-Za-z]{3,9})\\.? ([0-9]{1,2})(?:st|nd|rd|th)?"
              + "|([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})\\.?)");

  /** A day without its year, or null. */
  private static @Nullable MonthDay day(String text) {
    if (text.length() > 40) {
      return null;
    }
    Matcher matcher = DAY_OF_MONTH.matcher(worded(text));
    if (!matcher.matches()) {
      return null;
    }
    String month = matcher.group(1) == null ? matcher.group(4) : matcher.group(1);
    String day = matcher.group(1) == null ? matcher.group(3) : matcher.group(2);
    Month named = month(month);
    try {
      return named == null ? null : MonthDay.of(named, Integer.parseInt(day));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String worded(String text) {
    String plain = TEXT.matcher(text).replaceAll("$1").strip();
    return plain.startsWith("The ") || plain.startsWith("the ") ? plain.substring(4) : plain;
  }

  private static @Nullable LocalDate date(String text) {
    String plain = text.length() > 60 ? text : worded(text);
    if (plain.length() < 8 || plain.length() > 30) {
      return null;
    }
    try {
      Matcher slashed = SLASHED.matcher(plain);
      if (slashed.matches()) {
        return date(slashed.group(3), slashed.group(1), slashed.group(2));
      }
      Matcher iso = ISO.matcher(plain);
      if (iso.matches()) {
        return date(iso.group(1), iso.group(2), iso.group(3));
      }
      Matcher monthFirst = MONTH_FIRST.matcher(plain);
      if (monthFirst.matches()) {
        return named(monthFirst.group(3), monthFirst.group(1), monthFirst.group(2));
      }
      Matcher dayFirst = DAY_FIRST.matcher(plain);
      if (dayFirst.matches()) {
        return named(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1));
      }
    } catch (DateTimeException e) {
      return null;
    }
    return null;
  }

  private static LocalDate date(String year, String month, String day) {
    return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
  }

  private static @Nullable LocalDate named(String year, String month, String day) {
    Month named = month(month);
    return named == null
        ? null
        : LocalDate.of(Integer.parseInt(year), named, Integer.parseInt(day));
  }

  private static @Nullable Month month(String name) {
    String prefix = name.toUpperCase(Locale.ROOT);
    if (prefix.equals("SEPT")) {
      return Month.SEPTEMBER;
    }
    for (Month each : Month.values()) {
      if (prefix.length() >= 3 && each.name().startsWith(prefix)) {
        return each;
      }
    }
    return null;
  }
}
