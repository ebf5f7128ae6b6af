package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Date;
import dev.tusk.symbolic.eval.Value.DateTime;
import dev.tusk.symbolic.eval.Value.Delta;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.Relative;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** datetime, dateutil.relativedelta and calendar. */
final class Dates {
  private static final long DAY_SECONDS = 86_400;

  private Dates() {}

  // Texts.

  static String isoDate(LocalDate d) {
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", d.getYear(), d.getMonthValue(), d.getDayOfMonth());
  }

  static String isoTime(LocalTime t) {
    String s =
        String.format(Locale.ROOT, "%02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond());
    int micros = t.getNano() / 1000;
    return micros == 0 ? s : s + String.format(Locale.ROOT, ".%06d", micros);
  }

  static String isoDateTime(LocalDateTime d, String separator) {
    return isoDate(d.toLocalDate()) + separator + isoTime(d.toLocalTime());
  }

  static String repr(LocalDateTime d) {
    var b = new StringBuilder("datetime.datetime(");
    b.append(d.getYear()).append(", ").append(d.getMonthValue());
    b.append(", ").append(d.getDayOfMonth());
    b.append(", ").append(d.getHour()).append(", ").append(d.getMinute());
    int micros = d.getNano() / 1000;
    if (d.getSecond() != 0 || micros != 0) {
      b.append(", ").append(d.getSecond());
    }
    if (micros != 0) {
      b.append(", ").append(micros);
    }
    return b.append(')').toString();
  }

  static String text(Duration d) {
    long days = Math.floorDiv(d.getSeconds(), DAY_SECONDS);
    long rest = Math.floorMod(d.getSeconds(), DAY_SECONDS);
    String time =
        String.format(Locale.ROOT, "%d:%02d:%02d", rest / 3600, rest / 60 % 60, rest % 60);
    int micros = d.getNano() / 1000;
    if (micros != 0) {
      time += String.format(Locale.ROOT, ".%06d", micros);
    }
    if (days == 0) {
      return time;
    }
    return days + (Math.abs(days) == 1 ? " day, " : " days, ") + time;
  }

  static String strftime(LocalDateTime d, String format) {
    var b = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        b.append(c);
        continue;
      }
      char f = format.charAt(++i);
      boolean plain = f == '-' && i + 1 < format.length();
      if (plain) {
        f = format.charAt(++i);
      }
      String s =
          switch (f) {
            case 'Y' -> Integer.toString(d.getYear());
            case 'y' -> two(d.getYear() % 100);
            case 'm' -> two(d.getMonthValue());
            case 'd' -> two(d.getDayOfMonth());
            case 'H' -> two(d.getHour());
            case 'I' -> two((d.getHour() + 11) % 12 + 1);
            case 'M' -> two(d.getMinute());
            case 'S' -> two(d.getSecond());
            case 'f' -> String.format(Locale.ROOT, "%06d", d.getNano() / 1000);
            case 'p' -> d.getHour() < 12 ? "AM" : "PM";
            case 'A' -> d.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' -> d.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> d.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> d.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'j' -> String.format(Locale.ROOT, "%03d", d.getDayOfYear());
            case 'w' -> Integer.toString(d.getDayOfWeek().getValue() % 7);
            case 'u' -> Integer.toString(d.getDayOfWeek().getValue());
            case 'F' -> isoDate(d.toLocalDate());
            case 'D' ->
                two(d.getMonthValue())
                    + "/"
                    + two(d.getDayOfMonth())
                    + "/"
                    + two(d.getYear() % 100);
            case 'T' -> isoTime(d.toLocalTime().truncatedTo(ChronoUnit.SECONDS));
            case '%' -> "%";
            default -> throw Stop.unsupported("strftime %" + f);
          };
      b.append(plain && s.length() > 1 ? s.replaceFirst("^0+(?=.)", "") : s);
    }
    return b.toString();
  }

  private static String two(int n) {
    return String.format(Locale.ROOT, "%02d", n);
  }

  // Calls.

  static Value call(String name, Arguments a, Interpreter in) {
    try {
      return construct(name, a, in);
    } catch (DateTimeException e) {
      throw PythonError.value("day is out of range for month or another field is out of range");
    }
  }

  private static Value construct(String name, Arguments a, Interpreter in) {
    return switch (name) {
      case "datetime.date" -> new Date(date(a, in));
      case "datetime.datetime" -> {
        a.expect(name, 3, 7, "year", "month", "day", "hour", "minute", "second", "microsecond");
        yield new DateTime(
            date(a, in)
                .atTime(
                    number(a, 3, "hour", 0, in),
                    number(a, 4, "minute", 0, in),
                    number(a, 5, "second", 0, in),
                    1000 * number(a, 6, "microsecond", 0, in)));
      }
      case "datetime.time" -> {
        a.expect(name, 0, 4, "hour", "minute", "second");
        yield new Value.Time(
            LocalTime.of(
                number(a, 0, "hour", 0, in),
                number(a, 1, "minute", 0, in),
                number(a, 2, "second", 0, in)));
      }
      case "datetime.timedelta" -> delta(a, in);
      case "datetime.datetime.combine" -> {
        if (a.at(0) instanceof Date d && a.at(1) instanceof Value.Time t) {
          yield new DateTime(d.value().atTime(t.value()));
        }
        throw Stop.unsupported(name);
      }
      case "datetime.datetime.strptime" ->
          new DateTime(strptime(in.text(a.at(0)), in.text(a.at(1))));
      case "datetime.date.fromisoformat" -> new Date(LocalDate.parse(in.text(a.at(0))));
      case "datetime.date.fromordinal" ->
          new Date(LocalDate.ofEpochDay(in.operations.smallIndex(a.at(0)) - 719_163L));
      case "datetime.date.today",
          "datetime.datetime.now",
          "datetime.datetime.today",
          "datetime.datetime.utcnow" ->
          throw Stop.random(name);
      case "dateutil.relativedelta.relativedelta", "dateutil.relativedelta" -> relative(a, in);
      case "calendar.monthrange" -> {
        YearMonth m =
            YearMonth.of(in.operations.smallIndex(a.at(0)), in.operations.smallIndex(a.at(1)));
        yield new Tuple(
            List.of(Int.of(m.atDay(1).getDayOfWeek().getValue() - 1L), Int.of(m.lengthOfMonth())));
      }
      case "calendar.isleap" ->
          Value.Bool.of(java.time.Year.isLeap(in.operations.smallIndex(a.at(0))));
      case "calendar.weekday" -> Int.of(date(a, in).getDayOfWeek().getValue() - 1L);
      default -> throw Stop.unsupported(name);
    };
  }

  static @Nullable Value calendarConstant(String name) {
    for (DayOfWeek d : DayOfWeek.values()) {
      if (name.equals("calendar." + d.name())) {
        return Int.of(d.getValue() - 1L);
      }
    }
    List<String> months = new java.util.ArrayList<>();
    List<String> days = new java.util.ArrayList<>();
    TextStyle style = name.contains("abbr") ? TextStyle.SHORT : TextStyle.FULL;
    months.add("");
    for (java.time.Month m : java.time.Month.values()) {
      months.add(m.getDisplayName(style, Locale.ENGLISH));
    }
    for (DayOfWeek d : DayOfWeek.values()) {
      days.add(d.getDisplayName(style, Locale.ENGLISH));
    }
    return switch (name) {
      case "calendar.month_name", "calendar.month_abbr" ->
          new Tuple(months.stream().<Value>map(Str::new).toList());
      case "calendar.day_name", "calendar.day_abbr" ->
          new Tuple(days.stream().<Value>map(Str::new).toList());
      default -> null;
    };
  }

  private static int number(Arguments a, int i, String name, int otherwise, Interpreter in) {
    Value v = a.get(i, name);
    return v == null ? otherwise : in.operations.smallIndex(v);
  }

  private static LocalDate date(Arguments a, Interpreter in) {
    for (int i = 0; i < 3; i++) {
      if (a.get(i, List.of("year", "month", "day").get(i)) == null) {
        throw PythonError.type("function missing required argument");
      }
    }
    int year = number(a, 0, "year", 0, in);
    if (year < 1 || year > 9999) {
      throw PythonError.value("year " + year + " is out of range");
    }
    return LocalDate.of(year, number(a, 1, "month", 0, in), number(a, 2, "day", 0, in));
  }

  private static Delta delta(Arguments a, Interpreter in) {
    a.expect(
        "timedelta",
        0,
        7,
        "days",
        "seconds",
        "microseconds",
        "milliseconds",
        "minutes",
        "hours",
        "weeks");
    Rational micros = Rational.ZERO;
    List<String> names =
        List.of("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks");
    List<Long> units =
        List.of(
            86_400_000_000L, 1_000_000L, 1L, 1000L, 60_000_000L, 3_600_000_000L, 604_800_000_000L);
    for (int i = 0; i < names.size(); i++) {
      Value v = a.get(i, names.get(i));
      if (v != null) {
        micros = micros.plus(rational(v, in).times(Rational.of(units.get(i))));
      }
    }
    return new Delta(duration(micros.roundHalfEven()));
  }

  private static Duration duration(BigInteger micros) {
    if (micros.bitLength() > 62) {
      throw new PythonError("OverflowError", "days=…; must have magnitude <= 999999999");
    }
    return Duration.of(micros.longValue(), ChronoUnit.MICROS);
  }

  private static Rational rational(Value v, Interpreter in) {
    FloatNumber f = in.operations.floating(v);
    if (f == null) {
      throw Stop.unsupported("a " + Operations.typeName(v) + " in a timedelta");
    }
    if (!(f instanceof dev.tusk.symbolic.number.Enclosure) && !FloatArithmetic.special(f)) {
      return f instanceof Rational r
          ? r
          : Rational.ofDouble(((dev.tusk.symbolic.number.Ieee) f).value());
    }
    throw Stop.unsupported("an irrational timedelta");
  }

  private static Relative relative(Arguments a, Interpreter in) {
    a.expect(
        "relativedelta",
        0,
        2,
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "seconds",
        "year",
        "month",
        "day",
        "weekday");
    if (a.size() == 2) {
      return between(a.at(0), a.at(1));
    }
    Value weekday = a.named().get("weekday");
    Integer day = null;
    int count = 1;
    if (weekday instanceof Relative r && r.weekday() != null) {
      day = r.weekday();
      count = r.weekdayCount();
    } else if (weekday instanceof Int i) {
      day = i.value().intValue();
    } else if (weekday != null) {
      throw Stop.unsupported("this weekday of a relativedelta");
    }
    long seconds =
        3600L * amount(a, "hours", in) + 60L * amount(a, "minutes", in) + amount(a, "seconds", in);
    long days = amount(a, "days", in) + 7L * amount(a, "weeks", in);
    days += seconds / DAY_SECONDS;
    seconds %= DAY_SECONDS;
    long months = amount(a, "months", in) + 12L * amount(a, "years", in);
    return new Relative(
        months / 12,
        months % 12,
        days,
        seconds,
        absolute(a, "year", in),
        absolute(a, "month", in),
        absolute(a, "day", in),
        day,
        count);
  }

  private static int amount(Arguments a, String name, Interpreter in) {
    Value v = a.named().get(name);
    if (v == null) {
      return 0;
    }
    if (v instanceof Flt f) {
      BigInteger n = in.floats.truncate(f.number());
      if (!(f.number() instanceof dev.tusk.symbolic.number.Enclosure)
          && in.floats.compare(f.number(), Rational.of(n)) == 0
          && (name.equals("years") || name.equals("months"))) {
        return n.intValueExact();
      }
      throw Stop.unsupported("relativedelta with a fraction of " + name);
    }
    return in.operations.smallIndex(v);
  }

  private static @Nullable Integer absolute(Arguments a, String name, Interpreter in) {
    Value v = a.named().get(name);
    return v == null || v instanceof None ? null : in.operations.smallIndex(v);
  }

  /** relativedelta(a, b): years, months and days from b to a. */
  private static Relative between(Value a, Value b) {
    LocalDateTime x = dateTime(a);
    LocalDateTime y = dateTime(b);
    if (x == null || y == null) {
      throw Stop.unsupported("relativedelta of other than two dates");
    }
    long months = ChronoUnit.MONTHS.between(y, x);
    // dateutil adds months and clips the day, as plusMonths does; then it steps back if past.
    LocalDateTime moved = y.plusMonths(months);
    Duration rest = Duration.between(moved, x);
    return new Relative(
        months / 12,
        months % 12,
        rest.toSeconds() / DAY_SECONDS,
        rest.toSeconds() % DAY_SECONDS,
        null,
        null,
        null,
        null,
        1);
  }

  private static @Nullable LocalDateTime dateTime(Value v) {
    return switch (v) {
      case Date d -> d.value().atStartOfDay();
      case DateTime d -> d.value();
      default -> null;
    };
  }

  static Relative negate(Relative r) {
    return new Relative(
        -r.years(),
        -r.months(),
        -r.days(),
        -r.seconds(),
        r.year(),
        r.month(),
        r.day(),
        r.weekday(),
        r.weekdayCount());
  }

  // Operators.

  static @Nullable Value binary(BinaryOperator op, Value a, Value b, Operations operations) {
    try {
      return arithmetic(op, a, b, operations);
    } catch (DateTimeException e) {
      throw new PythonError("OverflowError", "date value out of range");
    }
  }

  private static @Nullable Value arithmetic(
      BinaryOperator op, Value a, Value b, Operations operations) {
    boolean add = op == BinaryOperator.ADD;
    boolean subtract = op == BinaryOperator.SUBTRACT;
    if (add && (a instanceof Delta || a instanceof Relative) && dateTime(b) != null) {
      return arithmetic(op, b, a, operations);
    }
    if (add || subtract) {
      switch (a) {
        case Date d -> {
          if (b instanceof Delta x) {
            long days = Math.floorDiv(x.value().toSeconds(), DAY_SECONDS);
            return ranged(d.value().plusDays(add ? days : -days));
          }
          if (b instanceof Relative r) {
            Relative s = add ? r : negate(r);
            LocalDateTime moved = move(d.value().atStartOfDay(), s);
            // dateutil turns a date and hours into a datetime.
            return s.seconds() != 0 ? new DateTime(moved) : ranged(moved.toLocalDate());
          }
          if (subtract && b instanceof Date e) {
            return new Delta(Duration.ofDays(ChronoUnit.DAYS.between(e.value(), d.value())));
          }
        }
        case DateTime d -> {
          if (b instanceof Delta x) {
            return new DateTime(add ? d.value().plus(x.value()) : d.value().minus(x.value()));
          }
          if (b instanceof Relative r) {
            return new DateTime(move(d.value(), add ? r : negate(r)));
          }
          if (subtract && b instanceof DateTime e) {
            return new Delta(Duration.between(e.value(), d.value()));
          }
        }
        case Delta d -> {
          if (b instanceof Delta e) {
            return new Delta(add ? d.value().plus(e.value()) : d.value().minus(e.value()));
          }
        }
        default -> {}
      }
      return null;
    }
    if (op == BinaryOperator.MULTIPLY) {
      if (a instanceof Delta d && whole(b) instanceof Int(BigInteger n)) {
        return new Delta(duration(micros(d).multiply(n)));
      }
      if (b instanceof Delta && Operations.integer(a) != null) {
        return arithmetic(op, b, a, operations);
      }
    }
    if (a instanceof Delta d && b instanceof Delta e) {
      BigInteger x = micros(d);
      BigInteger y = micros(e);
      if (y.signum() == 0) {
        throw new PythonError("ZeroDivisionError", "integer division or modulo by zero");
      }
      return switch (op) {
        case DIVIDE -> operations.binary(op, new Int(x), new Int(y));
        case FLOOR_DIVIDE -> new Int(Operations.floorDivide(x, y));
        case MODULO -> new Delta(duration(Operations.floorMod(x, y)));
        default -> null;
      };
    }
    if (a instanceof Delta d && whole(b) instanceof Int(BigInteger n)) {
      if (n.signum() == 0) {
        throw new PythonError("ZeroDivisionError", "division by zero");
      }
      return switch (op) {
        case DIVIDE -> new Delta(duration(Rational.of(micros(d), n).roundHalfEven()));
        case FLOOR_DIVIDE -> new Delta(duration(Operations.floorDivide(micros(d), n)));
        default -> null;
      };
    }
    return null;
  }

  private static Value ranged(LocalDate d) {
    if (d.getYear() < 1 || d.getYear() > 9999) {
      throw new PythonError("OverflowError", "date value out of range");
    }
    return new Date(d);
  }

  private static @Nullable Int whole(Value v) {
    BigInteger n = Operations.integer(v);
    return n == null ? null : new Int(n);
  }

  private static BigInteger micros(Delta d) {
    return BigInteger.valueOf(d.value().toSeconds())
        .multiply(BigInteger.valueOf(1_000_000))
        .add(BigInteger.valueOf(d.value().toNanosPart() / 1000));
  }

  private static LocalDateTime move(LocalDateTime d, Relative r) {
    LocalDateTime x = d;
    if (r.year() != null) {
      x = x.withYear(r.year());
    }
    if (r.month() != null) {
      x = x.withDayOfMonth(1).withMonth(r.month());
      x = x.withDayOfMonth(Math.min(d.getDayOfMonth(), YearMonth.from(x).lengthOfMonth()));
    }
    int wanted = r.day() != null ? r.day() : x.getDayOfMonth();
    x = x.withDayOfMonth(1).plusMonths(r.years() * 12 + r.months());
    x = x.withDayOfMonth(Math.min(wanted, YearMonth.from(x).lengthOfMonth()));
    x = x.plusDays(r.days()).plusSeconds(r.seconds());
    if (r.weekday() != null) {
      int today = x.getDayOfWeek().getValue() - 1;
      int n = r.weekdayCount();
      int jump = (Math.abs(n) - 1) * 7;
      jump +=
          n > 0 ? Math.floorMod(7 - today + r.weekday(), 7) : Math.floorMod(today - r.weekday(), 7);
      x = x.plusDays(n > 0 ? jump : -jump);
    }
    return x;
  }

  // Attributes and methods.

  static @Nullable Value attribute(Value v, String name) {
    LocalDateTime d = dateTime(v);
    if (d != null) {
      switch (name) {
        case "year" -> {
          return Int.of(d.getYear());
        }
        case "month" -> {
          return Int.of(d.getMonthValue());
        }
        case "day" -> {
          return Int.of(d.getDayOfMonth());
        }
        default -> {}
      }
    }
    LocalTime t =
        v instanceof DateTime x
            ? x.value().toLocalTime()
            : v instanceof Value.Time y ? y.value() : null;
    if (t != null) {
      switch (name) {
        case "hour" -> {
          return Int.of(t.getHour());
        }
        case "minute" -> {
          return Int.of(t.getMinute());
        }
        case "second" -> {
          return Int.of(t.getSecond());
        }
        default -> {}
      }
    }
    if (v instanceof Delta x) {
      switch (name) {
        case "days" -> {
          return Int.of(Math.floorDiv(x.value().toSeconds(), DAY_SECONDS));
        }
        case "seconds" -> {
          return Int.of(Math.floorMod(x.value().toSeconds(), DAY_SECONDS));
        }
        case "microseconds" -> {
          return Int.of(x.value().toNanosPart() / 1000);
        }
        default -> {}
      }
    }
    if (v instanceof Relative r && r.weekday() == null) {
      switch (name) {
        case "years" -> {
          return Int.of(r.years());
        }
        case "months" -> {
          return Int.of(r.months());
        }
        case "days" -> {
          return Int.of(r.days());
        }
        case "hours" -> {
          return Int.of(r.seconds() / 3600);
        }
        default -> {}
      }
    }
    return null;
  }

  static @Nullable Value method(Value v, String name, Arguments a, Interpreter in) {
    LocalDateTime d = dateTime(v);
    if (d != null) {
      switch (name) {
        case "strftime" -> {
          return new Str(strftime(d, in.text(a.at(0))));
        }
        case "weekday" -> {
          return Int.of(d.getDayOfWeek().getValue() - 1L);
        }
        case "isoweekday" -> {
          return Int.of(d.getDayOfWeek().getValue());
        }
        case "isoformat" -> {
          return new Str(v instanceof Date ? isoDate(d.toLocalDate()) : isoDateTime(d, "T"));
        }
        case "date" -> {
          return new Date(d.toLocalDate());
        }
        case "time" -> {
          return new Value.Time(d.toLocalTime());
        }
        case "toordinal" -> {
          return Int.of(d.toLocalDate().toEpochDay() + 719_163);
        }
        case "replace" -> {
          try {
            LocalDateTime r =
                LocalDate.of(
                        number(a, 0, "year", d.getYear(), in),
                        number(a, 1, "month", d.getMonthValue(), in),
                        number(a, 2, "day", d.getDayOfMonth(), in))
                    .atTime(
                        number(a, 3, "hour", d.getHour(), in),
                        number(a, 4, "minute", d.getMinute(), in),
                        number(a, 5, "second", d.getSecond(), in));
            return v instanceof Date ? new Date(r.toLocalDate()) : new DateTime(r);
          } catch (DateTimeException e) {
            throw PythonError.value("day is out of range for month");
          }
        }
        default -> {}
      }
    }
    if (v instanceof Value.Time t && name.equals("strftime")) {
      return new Str(strftime(LocalDate.of(1900, 1, 1).atTime(t.value()), in.text(a.at(0))));
    }
    if (v instanceof Delta x && name.equals("total_seconds")) {
      return in.operations.binary(BinaryOperator.DIVIDE, new Int(micros(x)), Int.of(1_000_000));
    }
    if (v instanceof Value.Builtin b && b.name().equals("dict")) {
      throw Stop.unsupported("dict." + name);
    }
    return null;
  }

  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('Y', "uuuu"),
          Map.entry('m', "M"),
          Map.entry('d', "d"),
          Map.entry('H', "H"),
          Map.entry('I', "h"),
          Map.entry('M', "m"),
          Map.entry('S', "s"),
          Map.entry('p', "a"),
          Map.entry('B', "MMMM"),
          Map.entry('b', "MMM"),
          Map.entry('A', "EEEE"),
          Map.entry('a', "EEE"));

  private static LocalDateTime strptime(String text, String format) {
    var b = new DateTimeFormatterBuilder().parseCaseInsensitive();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        char f = format.charAt(++i);
        String p = PATTERNS.get(f);
        if (p == null) {
          throw Stop.unsupported("strptime %" + f);
        }
        b.appendPattern(p);
      } else {
        b.appendLiteral(c);
      }
    }
    DateTimeFormatter f = b.parseDefaulting(ChronoField.ERA, 1).toFormatter(Locale.ENGLISH);
    try {
      var parsed = f.parseUnresolved(text, new java.text.ParsePosition(0));
      if (parsed == null) {
        throw PythonError.value("time data does not match format");
      }
      var t = f.parse(text);
      int year = t.isSupported(ChronoField.YEAR) ? t.get(ChronoField.YEAR) : 1900;
      int month = t.isSupported(ChronoField.MONTH_OF_YEAR) ? t.get(ChronoField.MONTH_OF_YEAR) : 1;
      int day = t.isSupported(ChronoField.DAY_OF_MONTH) ? t.get(ChronoField.DAY_OF_MONTH) : 1;
      int hour = t.isSupported(ChronoField.HOUR_OF_DAY) ? t.get(ChronoField.HOUR_OF_DAY) : 0;
      int minute =
          t.isSupported(ChronoField.MINUTE_OF_HOUR) ? t.get(ChronoField.MINUTE_OF_HOUR) : 0;
      int second =
          t.isSupported(ChronoField.SECOND_OF_MINUTE) ? t.get(ChronoField.SECOND_OF_MINUTE) : 0;
      return LocalDateTime.of(year, month, day, hour, minute, second);
    } catch (DateTimeException e) {
      throw PythonError.value("time data does not match format");
    }
  }
}
