package dev.tusk.symbolic.ir;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** An expression; {@link #line()} is its line in the program's source, from 1. */
public sealed interface Expression {

  /** The line of the source where this expression starts, from 1. */
  int line();

  /** An integer as written. */
  record IntegerLiteral(int line, BigInteger value) implements Expression {
    public IntegerLiteral {
      requireNonNull(value);
    }
  }

  /**
   * A number with a point or an exponent: exactly the decimal as written; a replay in floats takes
   * the nearest double.
   */
  record DecimalLiteral(int line, BigDecimal value) implements Expression {
    public DecimalLiteral {
      requireNonNull(value);
    }
  }

  /** {@code 2.5j}: the imaginary part as written. */
  record ImaginaryLiteral(int line, BigDecimal value) implements Expression {
    public ImaginaryLiteral {
      requireNonNull(value);
    }
  }

  /** A string, its escapes already resolved. */
  record StringLiteral(int line, String value) implements Expression {
    public StringLiteral {
      requireNonNull(value);
    }
  }

  /** {@code True} or {@code False}. */
  record BooleanLiteral(int line, boolean value) implements Expression {}

  /** {@code None}. */
  record NoneLiteral(int line) implements Expression {}

  /** {@code ...}. */
  record EllipsisLiteral(int line) implements Expression {}

  /** A variable of the program, or a builtin that the program has not bound ({@code print}). */
  record Name(int line, String name) implements Expression {
    public Name {
      requireNonNull(name);
    }
  }

  /**
   * Something of a library, by its qualified name where its documentation puts it: {@code
   * math.sqrt}, {@code sympy.solve}, {@code datetime.datetime}; a bare module is {@code math}.
   */
  record LibraryName(int line, String qualifiedName) implements Expression {
    public LibraryName {
      requireNonNull(qualifiedName);
    }
  }

  /** {@code left op right}. */
  record Binary(int line, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  /** {@code op operand}. */
  record Unary(int line, UnaryOperator operator, Expression operand) implements Expression {}

  /** A chain {@code first op rest[0] op rest[1] …}; each operand is evaluated at most once. */
  record Comparison(
      int line, Expression first, List<ComparisonOperator> operators, List<Expression> rest)
      implements Expression {
    public Comparison {
      operators = List.copyOf(operators);
      rest = List.copyOf(rest);
      if (operators.isEmpty() || operators.size() != rest.size()) {
        throw new IllegalArgumentException(
            "a comparison needs as many operators as operands after the first, but has "
                + operators.size()
                + " and "
                + rest.size());
      }
    }
  }

  /** {@code a and b and …} or {@code a or b or …}, short-circuiting, valued as Python values it. */
  record Logical(int line, boolean conjunction, List<Expression> operands) implements Expression {
    public Logical {
      operands = List.copyOf(operands);
    }
  }

  /** {@code then if test else otherwise}. */
  record Conditional(int line, Expression test, Expression then, Expression otherwise)
      implements Expression {}

  /** {@code callee(arguments, keywords)}; a starred argument is a {@link Starred}. */
  record Call(int line, Expression callee, List<Expression> arguments, List<Keyword> keywords)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
      keywords = List.copyOf(keywords);
    }
  }

  /** {@code name=value} in a call; without a name it is {@code **value}. */
  record Keyword(Optional<String> name, Expression value) {}

  /** {@code object.name}, where the object is a value, not a module. */
  record Attribute(int line, Expression object, String name) implements Expression {}

  /** {@code object[index]}. */
  record Subscript(int line, Expression object, Expression index) implements Expression {}

  /** {@code lower:upper:step} inside a subscript. */
  record Slice(
      int line, Optional<Expression> lower, Optional<Expression> upper, Optional<Expression> step)
      implements Expression {}

  /** {@code [a, b, *c]}. */
  record ListDisplay(int line, List<Expression> elements) implements Expression {
    public ListDisplay {
      elements = List.copyOf(elements);
    }
  }

  /** {@code (a, b)}. */
  record TupleDisplay(int line, List<Expression> elements) implements Expression {
    public TupleDisplay {
      elements = List.copyOf(elements);
    }
  }

  /** {@code {a, b}}. */
  record SetDisplay(int line, List<Expression> elements) implements Expression {
    public SetDisplay {
      elements = List.copyOf(elements);
    }
  }

  /** {@code {k: v, **other}}; an item without a key is {@code **value}. */
  record DictDisplay(int line, List<Item> items) implements Expression {
    /** One {@code key: value}. */
    public record Item(Optional<Expression> key, Expression value) {}

    public DictDisplay {
      items = List.copyOf(items);
    }
  }

  /** A comprehension or generator expression; {@code value} only where it builds a dict. */
  record Comprehension(
      int line, Kind kind, Expression element, Optional<Expression> value, List<Clause> clauses)
      implements Expression {
    /** What is built. */
    public enum Kind {
      LIST,
      SET,
      DICT,
      GENERATOR
    }

    /** {@code for target in iterable if … if …}. */
    public record Clause(Expression target, Expression iterable, List<Expression> conditions) {
      public Clause {
        conditions = List.copyOf(conditions);
      }
    }

    public Comprehension {
      clauses = List.copyOf(clauses);
    }
  }

  /** {@code lambda parameters: body}. */
  record Lambda(int line, Parameters parameters, Expression body) implements Expression {}

  /** An f-string: literal text and replacement fields in order. */
  record FormattedString(int line, List<Part> parts) implements Expression {
    /** A piece of an f-string. */
    public sealed interface Part {
      /** Literal text. */
      record Text(String text) implements Part {}

      /**
       * {@code {value!conversion:format}}: conversion is {@code 's'}, {@code 'r'}, {@code 'a'} or
       * 0; the format itself may hold fields.
       */
      record Field(Expression value, char conversion, Optional<FormattedString> format)
          implements Part {}
    }

    public FormattedString {
      parts = List.copyOf(parts);
    }
  }

  /** {@code *value} in a call, a display or a target. */
  record Starred(int line, Expression value) implements Expression {}

  /** {@code (name := value)}. */
  record NamedExpression(int line, String name, Expression value) implements Expression {}

  /** A construct the language leaves out; evaluating it ends the check as unchecked. */
  record UnsupportedExpression(int line, String construct) implements Expression {}

  /** The parameters of a function, in Python's order. */
  record Parameters(
      List<Parameter> positional,
      Optional<String> starred,
      List<Parameter> keywordOnly,
      Optional<String> doubleStarred) {
    /** One parameter; its default is evaluated where the function is defined. */
    public record Parameter(String name, Optional<Expression> defaultValue) {}

    public Parameters {
      positional = List.copyOf(positional);
      keywordOnly = List.copyOf(keywordOnly);
    }
  }

  /** Arithmetic and bitwise operators. */
  enum BinaryOperator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    FLOOR_DIVIDE("//"),
    MODULO("%"),
    POWER("**"),
    MATRIX_MULTIPLY("@"),
    AND("&"),
    OR("|"),
    XOR("^"),
    LEFT_SHIFT("<<"),
    RIGHT_SHIFT(">>");

    private final String symbol;

    BinaryOperator(String symbol) {
      this.symbol = symbol;
    }

    /** As Python writes it. */
    public String symbol() {
      return symbol;
    }
  }

  /** Operators before one operand. */
  enum UnaryOperator {
    PLUS,
    MINUS,
    INVERT,
    NOT
  }

  /** Operators of a comparison. */
  enum ComparisonOperator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    NOT_IN("not in"),
    IS("is"),
    IS_NOT("is not");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    /** As Python writes it. */
    public String symbol() {
      return symbol;
    }
  }
}
