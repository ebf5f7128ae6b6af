package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of day and dates, which read as ratios and quotients otherwise. */
final class Clock {
  private static final Pattern TIME =
      Pattern.compile(
          "(?i)([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?\\s*"
              + "(?:\\\\text\\{)?\\s*([ap])?\\.?(?:m\\.?)?\\s*\\}?");
  private static final Pattern SLASHED =
      Pattern.compile("([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})");
  private static final Pattern ISO = Pattern.compile("([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("([A-Za-z]{3,9})\\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})");
  private static final Pattern DAY_FIRST =
      Pattern.compile("([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})\\.?,? ([0-9]{4})");

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
    return null;
  }

  /** Seconds from midnight, and whether the half of the day was said. */
  private record Time(int seconds, boolean half) {}

  private static @Nullable Time time(String text) {
    if (text.indexOf(':') < 0 || text.length() > 30) {
      return null;
    }
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    int hour = Integer.parseInt(matcher.group(1));
    String half = matcher.group(4);
    if (half != null) {
      hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("p") ? 12 : 0);
    }
    int second = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    return new Time(
        hour * 3600 + Integer.parseInt(matcher.group(2)) * 60 + second, half != null || hour > 12);
  }

  private static @Nullable LocalDate date(String text) {
    String plain = text.strip();
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
    String prefix = month.toUpperCase(Locale.ROOT);
    for (Month each : Month.values()) {
      if (each.name().startsWith(prefix)) {
        return LocalDate.of(Integer.parseInt(year), each, Integer.parseInt(day));
      }
    }
    return null;
  }
}
