package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Array;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.PythonFloat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The text of an array as numpy 1.24 lays it out (arrayprint.py) with its default settings. */
final class ArrayText {
  private static final int PRECISION = 8;
  private static final int LINE = 75;

  private final FloatArithmetic floats;

  ArrayText(FloatArithmetic floats) {
    this.floats = floats;
  }

  Str str(Array a) {
    return layout(a, " ", "", "");
  }

  Str repr(Array a) {
    return new RichText().add("array(").add(layout(a, ", ", "array(", ")")).add(")").build();
  }

  /** An item with the spaces that follow it in its column. */
  private record Word(Str text, int after) {
    int length() {
      return text.text().length() + after;
    }
  }

  private Str layout(Array a, String separator, String prefix, String suffix) {
    ArrayArithmetic.requireOrdered(a);
    List<Word> words = ArrayArithmetic.integers(a) ? integers(a) : decimals(a);
    int width = ArrayArithmetic.width(a);
    String indent = " ".repeat(prefix.length() + 1);
    if (a.vector()) {
      return new RichText()
          .add("[")
          .add(line(words, separator, indent, LINE - suffix.length()))
          .add("]")
          .build();
    }
    var b = new RichText().add("[");
    for (int i = 0; i < ArrayArithmetic.height(a); i++) {
      b.add(i == 0 ? "[" : separator.strip() + "\n" + indent + "[")
          .add(
              line(
                  words.subList(i * width, (i + 1) * width),
                  separator,
                  indent + " ",
                  LINE - suffix.length() - 1))
          .add("]");
    }
    return b.add("]").build();
  }

  /** Items of a row, broken where they would pass the line's width; no line ends in spaces. */
  private static Str line(List<Word> words, String separator, String indent, int width) {
    String mark = separator.strip();
    int room = width - Math.max(1, mark.length());
    var done = new RichText();
    int length = indent.length();
    int spaces = 0;
    for (Word word : words) {
      if (length + word.length() > room && length > indent.length()) {
        done.add(mark.isEmpty() ? "" : " ".repeat(spaces) + mark).add("\n" + indent);
        length = indent.length();
      } else if (length > indent.length()) {
        done.add(" ".repeat(spaces) + separator);
      }
      done.add(word.text());
      spaces = word.after();
      length += word.length() + separator.length();
    }
    return done.add(" ".repeat(spaces)).build();
  }

  private static List<Word> integers(Array a) {
    List<String> texts =
        ArrayArithmetic.all(a).stream().map(v -> ((Int) v).value().toString()).toList();
    int width = texts.stream().mapToInt(String::length).max().orElse(0);
    return texts.stream()
        .map(t -> new Word(new Str(" ".repeat(width - t.length()) + t), 0))
        .toList();
  }

  private List<Word> decimals(Array a) {
    List<Flt> items = ArrayArithmetic.all(a).stream().map(v -> (Flt) v).toList();
    double[] values = items.stream().mapToDouble(f -> floats.toDouble(f.number())).toArray();
    double most = 0;
    double least = Double.MAX_VALUE;
    for (double v : values) {
      if (v != 0) {
        most = Math.max(most, Math.abs(v));
        least = Math.min(least, Math.abs(v));
      }
    }
    boolean exponents = most > 0 && (most >= 1e8 || least < 0.0001 || most / least > 1000);
    var texts = new ArrayList<String>();
    if (exponents) {
      int digits = 0;
      for (double v : values) {
        digits = Math.max(digits, fraction(scientific(v, PRECISION)));
      }
      for (double v : values) {
        texts.add(scientific(v, digits));
      }
      int widest = texts.stream().mapToInt(ArrayText::exponent).max().orElse(0);
      texts.replaceAll(t -> widened(t, widest));
    } else {
      for (double v : values) {
        texts.add(positional(v));
      }
    }
    return aligned(items, texts);
  }

  private static int fraction(String text) {
    String mantissa = text.substring(text.indexOf('.') + 1, text.indexOf('e'));
    return mantissa.replaceAll("0+$", "").length();
  }

  /** Digits of the exponent. */
  private static int exponent(String text) {
    return text.length() - text.indexOf('e') - 2;
  }

  private static String widened(String text, int digits) {
    int at = text.indexOf('e') + 2;
    return text.substring(0, at) + "0".repeat(digits - exponent(text)) + text.substring(at);
  }

  private static String scientific(double v, int digits) {
    String text = PythonFloat.scientific(new BigDecimal(Math.abs(v)), digits, 'e');
    if (text.indexOf('.') < 0) {
      text = text.substring(0, 1) + "." + text.substring(1);
    }
    return negative(v) ? "-" + text : text;
  }

  private static boolean negative(double v) {
    return v < 0 || 1 / v < 0;
  }

  /** No more digits after the point than eight, and than the double needs. */
  private static String positional(double v) {
    String text = PythonFloat.repr(Math.abs(v));
    if (text.indexOf('e') >= 0 || text.length() - text.indexOf('.') - 1 > PRECISION) {
      text =
          new BigDecimal(Math.abs(v)).setScale(PRECISION, RoundingMode.HALF_EVEN).toPlainString();
    }
    text = text.replaceAll("0+$", "");
    return negative(v) ? "-" + text : text;
  }

  private static List<Word> aligned(List<Flt> items, List<String> texts) {
    int left = 0;
    int right = 0;
    for (String t : texts) {
      left = Math.max(left, t.indexOf('.'));
      right = Math.max(right, t.length() - t.indexOf('.') - 1);
    }
    var words = new ArrayList<Word>();
    for (int i = 0; i < texts.size(); i++) {
      String t = texts.get(i);
      Flt f = items.get(i);
      Str number =
          f.number() instanceof Ieee ? new Str(t) : RichText.piece(t, f, f.decimals(), true);
      words.add(
          new Word(
              new RichText().add(" ".repeat(left - t.indexOf('.'))).add(number).build(),
              right - (t.length() - t.indexOf('.') - 1)));
    }
    return words;
  }
}
