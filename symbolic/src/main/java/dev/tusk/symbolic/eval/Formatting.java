package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermPrinter;
import dev.tusk.symbolic.eval.Value.Piece;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.PythonFloat;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.Real;
import dev.tusk.symbolic.number.UndecidedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** str, repr, format and the % operator. */
final class Formatting {
  private static final int MAX_DEPTH = 60;

  /** int's str has a bound in CPython since 3.11. */
  private static final int MAX_INT_DIGITS = 4300;

  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([bcdeEfFgGnosxX%])?",
          Pattern.DOTALL);

  private final FloatArithmetic floats;
  private final Budget budget;

  Formatting(FloatArithmetic floats, Budget budget) {
    this.floats = floats;
    this.budget = budget;
  }

  /** The text, all of it certain. */
  static String plain(Str s) {
    for (Piece p : s.pieces()) {
      certain(p);
    }
    return s.text();
  }

  static void certain(Piece p) {
    if (!p.decided()) {
      throw new UndecidedException("the text of a number near " + p.value());
    }
  }

  Str str(Value v) {
    return switch (v) {
      case Str s -> s;
      case Value.ExceptionValue e -> e.message();
      case Value.Dec d -> new Str(d.value().toString());
      case Value.Fraction f -> new Str(f.value().toString());
      case Value.Date d -> new Str(Dates.isoDate(d.value()));
      case Value.DateTime d -> new Str(Dates.isoDateTime(d.value(), " "));
      case Value.Time t -> new Str(Dates.isoTime(t.value()));
      case Value.Delta d -> new Str(Dates.text(d.value()));
      case Value.Array a -> new ArrayText(floats).str(a);
      default -> repr(v, 0);
    };
  }

  Str repr(Value v) {
    return repr(v, 0);
  }

  private Str repr(Value v, int depth) {
    if (depth > MAX_DEPTH) {
      throw Stop.limit("nesting", "a container nested deeper than " + MAX_DEPTH);
    }
    budget.step();
    return switch (v) {
      case Value.Int i -> new Str(integer(i.value()));
      case Value.Bool b -> new Str(b.value() ? "True" : "False");
      case Value.None n -> new Str("None");
      case Value.Ellipsis e -> new Str("Ellipsis");
      case Value.Flt f -> floating(f);
      case Value.Complex c -> complex(c);
      case Str s -> new RichText().add(quote(plain(s))).build();
      case Value.Fraction f ->
          new Str("Fraction(" + f.value().numerator() + ", " + f.value().denominator() + ")");
      case Value.Dec d -> new Str("Decimal('" + d.value() + "')");
      case Value.ListValue l -> sequence("[", l.items, "]", depth);
      case Value.Tuple t -> tuple(t, depth);
      case Value.SetValue s -> set(s, depth);
      case Value.Dict d -> dict(d, depth);
      case Value.Range r ->
          new Str(
              "range("
                  + r.start()
                  + ", "
                  + r.stop()
                  + (r.step().equals(BigInteger.ONE) ? "" : ", " + r.step())
                  + ")");
      case Value.Sym s -> term(s);
      case Value.Matrix m -> matrix(m);
      case Value.Array a -> new ArrayText(floats).repr(a);
      case Value.Date d ->
          new Str(
              "datetime.date("
                  + d.value().getYear()
                  + ", "
                  + d.value().getMonthValue()
                  + ", "
                  + d.value().getDayOfMonth()
                  + ")");
      case Value.DateTime d -> new Str(Dates.repr(d.value()));
      case Value.ExceptionValue e ->
          new RichText()
              .add(e.type() + "(")
              .add(e.message().text().isEmpty() ? new Str("") : repr(e.message(), depth + 1))
              .add(")")
              .build();
      default -> throw Stop.unsupported("the text of a " + Operations.typeName(v));
    };
  }

  private String integer(BigInteger n) {
    if (n.bitLength() > 14_000 && n.abs().compareTo(BigInteger.TEN.pow(MAX_INT_DIGITS)) >= 0) {
      throw PythonError.value(
          "Exceeds the limit (4300 digits) for integer string conversion;"
              + " use sys.set_int_max_str_digits() to increase the limit");
    }
    return n.toString();
  }

  private Str term(Value.Sym s) {
    if (s.term() instanceof Term.ExactNumber n && n.value().bits() < 14_000) {
      return new Str(n.value().toString());
    }
    try {
      return RichText.piece(TermPrinter.print(s.term(), floats), s, -1, true);
    } catch (UndecidedException e) {
      return RichText.piece("?", s, -1, false);
    }
  }

  private Str matrix(Value.Matrix m) {
    var b = new RichText().add("Matrix([");
    for (int i = 0; i < m.rows.size(); i++) {
      b.add(i == 0 ? "\n[" : ",\n[");
      for (int j = 0; j < m.rows.get(i).size(); j++) {
        b.add(j == 0 ? "" : ", ").add(term(new Value.Sym(m.rows.get(i).get(j))));
      }
      b.add("]");
    }
    return b.add("])").build();
  }

  private Str floating(Value.Flt f) {
    return switch (f.number()) {
      case Ieee d -> new Str(PythonFloat.repr(d.value()));
      case Real r -> {
        try {
          yield RichText.piece(PythonFloat.repr(floats.reals().toDouble(r)), f, f.decimals(), true);
        } catch (UndecidedException e) {
          double near = r instanceof Enclosure x ? x.middle().doubleValue() : 0;
          yield RichText.piece(PythonFloat.repr(near), f, f.decimals(), false);
        }
      }
    };
  }

  private Str complex(Value.Complex c) {
    Str im = part(c.imaginary());
    boolean plain = floats.isZero(c.real());
    if (plain) {
      return new RichText().add(im).add("j").build();
    }
    String sign = im.text().startsWith("-") ? "" : "+";
    return new RichText().add("(").add(part(c.real())).add(sign).add(im).add("j)").build();
  }

  private Str part(FloatNumber x) {
    Str s = floating(new Value.Flt(x));
    return s.text().endsWith(".0")
        ? RichText.slice(s, 0, s.text().length() - 2).pieces().isEmpty()
            ? new Str(s.text().substring(0, s.text().length() - 2))
            : s
        : s;
  }

  private Str sequence(String open, List<Value> items, String close, int depth) {
    var b = new RichText().add(open);
    for (int i = 0; i < items.size(); i++) {
      b.add(i == 0 ? "" : ", ").add(repr(items.get(i), depth + 1));
      budget.items(b.length());
    }
    return b.add(close).build();
  }

  private Str tuple(Value.Tuple t, int depth) {
    if (!t.fields().isEmpty()) {
      var b = new RichText().add(t.name()).add("(");
      for (int i = 0; i < t.items().size(); i++) {
        b.add(i == 0 ? "" : ", ")
            .add(t.fields().get(i))
            .add("=")
            .add(repr(t.items().get(i), depth + 1));
      }
      return b.add(")").build();
    }
    return sequence("(", t.items(), t.items().size() == 1 ? ",)" : ")", depth);
  }

  private Str set(Value.SetValue s, int depth) {
    if (s.items.isEmpty()) {
      return new Str(s.frozen ? "frozenset()" : "set()");
    }
    Str body = sequence("{", HashOrder.of(s), "}", depth);
    return s.frozen ? new RichText().add("frozenset(").add(body).add(")").build() : body;
  }

  private Str dict(Value.Dict d, int depth) {
    if (d.counter && d.entries.isEmpty()) {
      return new Str("Counter()");
    }
    var entries = new ArrayList<>(d.entries.values());
    if (d.counter) {
      entries.sort((a, b) -> Operations.counts(b.value()).compareTo(Operations.counts(a.value())));
    }
    var b = new RichText().add(d.counter ? "Counter({" : "{");
    if (d.defaultFactory != null) {
      throw Stop.unsupported("the text of a defaultdict");
    }
    boolean first = true;
    for (Value.Dict.Entry e : entries) {
      b.add(first ? "" : ", ")
          .add(repr(e.key(), depth + 1))
          .add(": ")
          .add(repr(e.value(), depth + 1));
      budget.items(b.length());
      first = false;
    }
    return b.add(d.counter ? "})" : "}").build();
  }

  static String quote(String s) {
    char q = s.indexOf('\'') >= 0 && s.indexOf('"') < 0 ? '"' : '\'';
    var b = new StringBuilder().append(q);
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '\\' -> b.append("\\\\");
        case '\n' -> b.append("\\n");
        case '\r' -> b.append("\\r");
        case '\t' -> b.append("\\t");
        default -> {
          if (c == q) {
            b.append('\\').append(c);
          } else if (c < ' ' || c == 127) {
            b.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            b.append(c);
          }
        }
      }
    }
    return b.append(q).toString();
  }

  // The format mini-language.

  Str format(Value v, String spec) {
    if (spec.isEmpty()) {
      return str(v);
    }
    if (v instanceof Value.Date d) {
      return new Str(Dates.strftime(d.value().atStartOfDay(), spec));
    }
    if (v instanceof Value.DateTime d) {
      return new Str(Dates.strftime(d.value(), spec));
    }
    Matcher m = SPEC.matcher(spec);
    if (!m.matches()) {
      throw PythonError.value("Invalid format specifier");
    }
    String fill = m.group(1) == null ? " " : m.group(1);
    String align = m.group(2) == null ? "" : m.group(2);
    String sign = m.group(3) == null ? "-" : m.group(3);
    boolean zero = m.group(5) != null;
    int width = m.group(6) == null ? 0 : smallInt(m.group(6));
    String group = m.group(7) == null ? "" : m.group(7);
    int precision = m.group(8) == null ? -1 : smallInt(m.group(8));
    String type = m.group(9) == null ? "" : m.group(9);
    budget.items(width);
    budget.items(Math.max(0, precision));
    if (zero && align.isEmpty()) {
      fill = m.group(1) == null ? "0" : fill;
      align = "=";
    }
    Str body;
    boolean number = true;
    switch (v) {
      case Str s when type.isEmpty() || type.equals("s") -> {
        number = false;
        body =
            precision >= 0 && precision < s.text().length() ? RichText.slice(s, 0, precision) : s;
      }
      case Value.Int i -> body = integer(i.value(), type, group, precision, sign);
      case Value.Bool b when !type.isEmpty() ->
          body =
              integer(b.value() ? BigInteger.ONE : BigInteger.ZERO, type, group, precision, sign);
      case Value.Flt f -> body = floating(v, f.number(), type, group, precision, sign);
      case Value.Dec d -> {
        if (type.isEmpty() && precision < 0) {
          body = new Str(d.value().toString());
        } else {
          body = floating(v, Rational.of(d.value()), type, group, precision, sign);
        }
      }
      case Value.Sym s when s.term() instanceof Term.ExactNumber n ->
          body = floating(v, n.value(), type, group, precision, sign);
      case Value.Sym s when s.term() instanceof Term.FloatValue f ->
          body = floating(v, f.value(), type, group, precision, sign);
      default -> throw Stop.unsupported("format '" + spec + "' of a " + Operations.typeName(v));
    }
    if (type.equals("n")) {
      throw Stop.unsupported("format type n");
    }
    int length = body.text().codePointCount(0, body.text().length());
    if (length >= width) {
      return body;
    }
    int pad = width - length;
    if (align.isEmpty()) {
      align = number ? ">" : "<";
    }
    var b = new RichText();
    switch (align) {
      case "<" -> b.add(body).add(fill.repeat(pad));
      case ">" -> b.add(fill.repeat(pad)).add(body);
      case "^" -> b.add(fill.repeat(pad / 2)).add(body).add(fill.repeat(pad - pad / 2));
      default -> {
        if (!group.isEmpty() && fill.equals("0")) {
          throw Stop.unsupported("zero-padded grouping");
        }
        String t = plain(body);
        boolean signed = !t.isEmpty() && "+-".indexOf(t.charAt(0)) >= 0;
        b.add(signed ? t.substring(0, 1) : "")
            .add(fill.repeat(pad))
            .add(signed ? t.substring(1) : t);
      }
    }
    return b.build();
  }

  private static int smallInt(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private Str integer(BigInteger n, String type, String group, int precision, String sign) {
    String digits =
        switch (type) {
          case "", "d" -> integer(n.abs());
          case "b" -> n.abs().toString(2);
          case "o" -> n.abs().toString(8);
          case "x" -> n.abs().toString(16);
          case "X" -> n.abs().toString(16).toUpperCase(Locale.ROOT);
          case "e", "E", "f", "F", "g", "G", "%" -> null;
          default -> throw Stop.unsupported("format type " + type + " of an int");
        };
    if (digits == null) {
      FloatNumber x = floats.of(Rational.of(n));
      return floating(new Value.Flt(x), x, type, group, precision, sign);
    }
    if (!group.isEmpty()) {
      digits = grouped(digits, group.charAt(0));
    }
    return new Str((n.signum() < 0 ? "-" : sign.equals("-") ? "" : sign) + digits);
  }

  private static String grouped(String number, char separator) {
    int end = number.indexOf('.');
    if (end < 0) {
      end = number.indexOf('e');
    }
    if (end < 0) {
      end = number.length();
    }
    var b = new StringBuilder(number);
    for (int i = end - 3; i > 0; i -= 3) {
      b.insert(i, separator);
    }
    return b.toString();
  }

  private Str floating(
      Value v, FloatNumber x, String type, String group, int precision, String sign) {
    if (FloatArithmetic.special(x)) {
      return new Str(PythonFloat.repr(((Ieee) x).value()));
    }
    if (x instanceof Enclosure e) {
      String low = absolute(Rational.of(e.lower()), type, precision);
      String high = absolute(Rational.of(e.upper()), type, precision);
      boolean decided = low.equals(high) && e.lower().signum() == e.upper().signum();
      return piece(low, e.upper().signum() < 0, v, type, precision, sign, group, decided);
    }
    boolean negative =
        x instanceof Ieee d ? d.value() < 0 || 1 / d.value() < 0 : ((Rational) x).signum() < 0;
    Rational r = x instanceof Ieee d ? Rational.ofDouble(d.value()) : (Rational) x;
    if (type.isEmpty() && precision < 0) {
      String t = PythonFloat.repr(Math.abs(floats.toDouble(x)));
      return piece(t, negative, v, type, precision, sign, group, true);
    }
    String t = absolute(r, type, precision);
    return piece(t, negative, v, type, precision, sign, group, true);
  }

  private static Str piece(
      String t,
      boolean negative,
      Value v,
      String type,
      int precision,
      String sign,
      String group,
      boolean decided) {
    String text =
        (negative ? "-" : sign.equals("-") ? "" : sign)
            + (group.isEmpty() ? t : grouped(t, group.charAt(0)));
    int p = precision < 0 ? 6 : precision;
    int decimals =
        switch (type) {
          case "f", "F" -> p;
          case "%" -> p + 2;
          default -> -1;
        };
    boolean real = v instanceof Value.Flt f && f.number() instanceof Ieee;
    return real ? new Str(text) : RichText.piece(text, v, decimals, decided);
  }

  private static String absolute(Rational r, String type, int precision) {
    Rational a = r.abs();
    int p = precision < 0 ? 6 : precision;
    return switch (type) {
      case "f", "F" -> PythonFloat.fixed(decimals(a, p), p);
      case "%" -> PythonFloat.fixed(decimals(a.times(Rational.of(100)), p), p) + "%";
      case "e", "E" -> PythonFloat.scientific(significant(a, p + 1), p, type.charAt(0));
      case "g", "G" -> PythonFloat.generalFormat(significant(a, Math.max(1, p)), p, type.charAt(0));
      case "" -> {
        if (precision < 0) {
          yield PythonFloat.repr(a.toDouble());
        }
        // Like g, but with at least one digit after the point.
        String g = PythonFloat.generalFormat(significant(a, Math.max(1, p)), p, 'e');
        if (g.indexOf('e') >= 0 || g.indexOf('.') >= 0) {
          yield g;
        }
        yield g.length() >= Math.max(1, p) && a.signum() != 0
            ? PythonFloat.scientific(significant(a, Math.max(1, p)), Math.max(1, p) - 1, 'e')
                .replaceAll("\\.?0+e", "e")
            : g + ".0";
      }
      default -> throw PythonError.value("Unknown format code '" + type + "'");
    };
  }

  private static BigDecimal decimals(Rational r, int p) {
    return r.roundHalfEven(p).toDecimal(MathContext.UNLIMITED);
  }

  private static BigDecimal significant(Rational r, int p) {
    return r.toDecimal(new MathContext(p, RoundingMode.HALF_EVEN));
  }

  // The % operator.

  private static final Pattern PERCENT =
      Pattern.compile("%(?:\\((\\w+)\\))?([-+ #0]*)(\\d+)?(?:\\.(\\d+))?([a-zA-Z%])");

  Str percent(Str template, Value arguments) {
    String t = plain(template);
    Matcher m = PERCENT.matcher(t);
    var b = new RichText();
    int at = 0;
    int next = 0;
    List<Value> items = arguments instanceof Value.Tuple tuple ? tuple.items() : List.of(arguments);
    while (m.find()) {
      b.add(t.substring(at, m.start()));
      at = m.end();
      String type = m.group(5);
      if (type.equals("%")) {
        b.add("%");
        continue;
      }
      if (m.group(1) != null) {
        throw Stop.unsupported("% formatting with names");
      }
      if (next >= items.size()) {
        throw PythonError.type("not enough arguments for format string");
      }
      Value v = items.get(next++);
      String flags = m.group(2);
      String spec =
          (flags.contains("-") ? "<" : type.equals("s") || type.equals("r") ? ">" : "")
              + (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "")
              + (flags.contains("0") && !flags.contains("-") ? "0" : "")
              + (m.group(3) == null ? "" : m.group(3))
              + (m.group(4) == null ? "" : "." + m.group(4));
      switch (type) {
        case "s" -> b.add(format(str(v), spec + "s"));
        case "r" -> b.add(format(repr(v), spec + "s"));
        case "d", "i" -> {
          Value n =
              switch (v) {
                case Value.Flt f -> new Value.Int(floats.truncate(f.number()));
                case Value.Sym s when s.term() instanceof Term.ExactNumber q ->
                    new Value.Int(q.value().truncate());
                default -> v;
              };
          b.add(format(n, spec + "d"));
        }
        default -> b.add(format(v, spec + type));
      }
    }
    if (next < items.size()) {
      throw PythonError.type("not all arguments converted during string formatting");
    }
    return b.add(t.substring(at)).build();
  }
}
