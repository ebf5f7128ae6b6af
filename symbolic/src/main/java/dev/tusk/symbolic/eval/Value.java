package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python value. Lists, dicts, sets and iterators are mutable and compared by identity here. */
public sealed interface Value {

  /** An int. */
  record Int(BigInteger value) implements Value {
    static final Int ZERO = new Int(BigInteger.ZERO);
    static final Int ONE = new Int(BigInteger.ONE);

    static Int of(long value) {
      return new Int(BigInteger.valueOf(value));
    }
  }

  /** A bool. */
  record Bool(boolean value) implements Value {
    static final Bool TRUE = new Bool(true);
    static final Bool FALSE = new Bool(false);

    static Bool of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  /**
   * A float.
   *
   * @param decimals what {@code round} rounded it to, or -1
   */
  record Flt(FloatNumber number, int decimals) implements Value {
    Flt(FloatNumber number) {
      this(number, -1);
    }
  }

  /** A complex. */
  record Complex(FloatNumber real, FloatNumber imaginary) implements Value {}

  /** A fractions.Fraction. */
  record Fraction(Rational value) implements Value {}

  /** A decimal.Decimal; finite. */
  record Dec(BigDecimal value) implements Value {}

  /** A sympy expression. */
  record Sym(Term term) implements Value {}

  /** A sympy Matrix: rows of equal length. */
  final class Matrix implements Value {
    final List<List<Term>> rows;

    Matrix(List<List<Term>> rows) {
      this.rows = new ArrayList<>();
      for (List<Term> row : rows) {
        this.rows.add(new ArrayList<>(row));
      }
    }

    int width() {
      return rows.isEmpty() ? 0 : rows.getFirst().size();
    }
  }

  /**
   * A numpy array of one or two dimensions.
   *
   * @param rows of equal length, at least one, none empty; all ints or all floats
   * @param vector whether it has one dimension, and so one row
   * @param ordered whether the order of its items is certain
   */
  record Array(List<List<Value>> rows, boolean vector, boolean ordered) implements Value {}

  /**
   * A numpy.poly1d.
   *
   * @param coefficients the highest power first
   */
  record Poly1d(List<Value> coefficients) implements Value {}

  /** None. */
  record None() implements Value {
    static final None NONE = new None();
  }

  /** Ellipsis. */
  record Ellipsis() implements Value {}

  /**
   * A str.
   *
   * @param pieces the parts of the text that stand for values, in order
   */
  record Str(String text, List<Piece> pieces) implements Value {
    Str(String text) {
      this(text, List.of());
    }

    /** Whether every part of the text is certain. */
    boolean decided() {
      for (Piece p : pieces) {
        if (!p.decided()) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A part of a text that stands for a value.
   *
   * @param start where it starts
   * @param end where it ends
   * @param value the value
   * @param decimals decimals of a fixed format, or -1
   * @param decided whether the text is certain; else it is only near
   */
  record Piece(int start, int end, Value value, int decimals, boolean decided) {
    Piece shifted(int by) {
      return new Piece(start + by, end + by, value, decimals, decided);
    }
  }

  /** A list. */
  final class ListValue implements Value {
    final ArrayList<Value> items;

    ListValue(List<Value> items) {
      this.items = new ArrayList<>(items);
    }
  }

  /**
   * A tuple.
   *
   * @param fields names of a namedtuple's fields, empty for a plain tuple
   */
  record Tuple(List<Value> items, String name, List<String> fields) implements Value {
    Tuple(List<Value> items) {
      this(items, "", List.of());
    }
  }

  /** A dict, defaultdict or Counter, by the key of {@link Operations#key}. */
  final class Dict implements Value {
    final LinkedHashMap<Object, Entry> entries = new LinkedHashMap<>();
    @Nullable Value defaultFactory;
    boolean counter;

    record Entry(Value key, Value value) {}
  }

  /** A set or frozenset. */
  final class SetValue implements Value {
    final LinkedHashMap<Object, Value> items = new LinkedHashMap<>();
    boolean frozen;
  }

  /** A range. */
  record Range(BigInteger start, BigInteger stop, BigInteger step) implements Value {
    BigInteger length() {
      BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
      if (span.signum() <= 0) {
        return BigInteger.ZERO;
      }
      BigInteger s = step.abs();
      return span.add(s).subtract(BigInteger.ONE).divide(s);
    }

    BigInteger at(BigInteger index) {
      return start.add(step.multiply(index));
    }
  }

  /** A slice. */
  record SliceValue(Value lower, Value upper, Value step) implements Value {}

  /** An iterator: generators, map, zip … */
  record Iter(Iterator<Value> iterator) implements Value {}

  /** A function of the program. */
  record Function(
      String name,
      Expression.Parameters parameters,
      @Nullable Expression expression,
      List<Statement> body,
      Scope closure,
      Map<String, Value> defaults,
      Locals locals)
      implements Value {}

  /** A builtin function or type. */
  record Builtin(String name) implements Value {}

  /** Something of a library, by its qualified name. */
  record Library(String name) implements Value {}

  /** A method of a value. */
  record Method(Value self, String name) implements Value {}

  /** A function with some arguments bound. */
  record Partial(Value function, List<Value> arguments, Map<String, Value> named)
      implements Value {}

  /** What sympy.lambdify gives. */
  record Lambdified(List<String> parameters, Term body) implements Value {}

  /** What collections.namedtuple gives. */
  record TupleType(String name, List<String> fields) implements Value {}

  /** An exception. */
  record ExceptionValue(String type, Str message) implements Value {}

  /** A date. */
  record Date(LocalDate value) implements Value {}

  /** A datetime without zone. */
  record DateTime(LocalDateTime value) implements Value {}

  /** A time of day. */
  record Time(LocalTime value) implements Value {}

  /** A timedelta. */
  record Delta(Duration value) implements Value {}

  /** A relativedelta, absolute fields null where not given. */
  record Relative(
      long years,
      long months,
      long days,
      long seconds,
      @Nullable Integer year,
      @Nullable Integer month,
      @Nullable Integer day,
      @Nullable Integer weekday,
      int weekdayCount)
      implements Value {}
}
