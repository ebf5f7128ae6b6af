package dev.tusk.engine.python;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The abstract syntax of Python, close to CPython's {@code ast}, except that a run of
 * left-associative operators of one precedence is one flat {@link Chain}: so no tree is deeper than
 * the nesting that the parser allows, however long the source is.
 */
sealed interface Tree {
  /** Where the node starts. */
  Position at();

  /** A line, from 1, and a column, from 0, in code points. */
  record Position(int line, int column) {}

  /** An expression. */
  sealed interface Expr extends Tree {}

  record IntegerNumber(Position at, BigInteger value) implements Expr {}

  /** A float as written, without underscores. */
  record FloatNumber(Position at, String digits) implements Expr {}

  /** An imaginary number: the digits before its {@code j}, without underscores. */
  record ImaginaryNumber(Position at, String digits) implements Expr {}

  record Text(Position at, String value) implements Expr {}

  /** A bytes literal; each char is one byte. */
  record Bytes(Position at, String value) implements Expr {}

  /** {@code True}, {@code False}, {@code None} or {@code ...}. */
  record Literal(Position at, Value value) implements Expr {
    enum Value {
      TRUE,
      FALSE,
      NONE,
      ELLIPSIS
    }
  }

  /** An f-string, or the format of one of its fields. */
  record Formatted(Position at, List<Piece> pieces) implements Expr {
    sealed interface Piece {}

    record Verbatim(String text) implements Piece {}

    /** The conversion is 's', 'r', 'a' or 0. */
    record Field(Position at, Expr value, char conversion, @Nullable Formatted format)
        implements Piece {}
  }

  record Name(Position at, String id) implements Expr {}

  /** {@code first op rest[0] op rest[1] …}, associating to the left. */
  record Chain(Position at, Expr first, List<String> operators, List<Expr> rest) implements Expr {}

  record Power(Position at, Expr base, Expr exponent) implements Expr {}

  record Unary(Position at, String operator, Expr operand) implements Expr {}

  record Comparison(Position at, Expr first, List<String> operators, List<Expr> rest)
      implements Expr {}

  record Logical(Position at, boolean conjunction, List<Expr> operands) implements Expr {}

  record Conditional(Position at, Expr test, Expr then, Expr otherwise) implements Expr {}

  record Lambda(Position at, Parameters parameters, Expr body) implements Expr {}

  /**
   * {@code atom.name(arguments)[index]…}: an atom and what follows it, flat for the same reason as
   * a {@link Chain}.
   */
  record Primary(Position at, Expr atom, List<Trailer> trailers) implements Expr {}

  /** One step of a {@link Primary}. */
  sealed interface Trailer {}

  record CallOf(List<Expr> arguments, List<Keyword> keywords) implements Trailer {}

  record AttributeOf(String name) implements Trailer {}

  record IndexOf(Expr index) implements Trailer {}

  /** {@code name=value}; without a name {@code **value}. */
  record Keyword(Position at, @Nullable String name, Expr value) {}

  record Slice(Position at, @Nullable Expr lower, @Nullable Expr upper, @Nullable Expr step)
      implements Expr {}

  record ListDisplay(Position at, List<Expr> elements) implements Expr {}

  record TupleDisplay(Position at, List<Expr> elements) implements Expr {}

  record SetDisplay(Position at, List<Expr> elements) implements Expr {}

  record DictDisplay(Position at, List<Item> items) implements Expr {}

  /** {@code key: value}; without a key {@code **value}. */
  record Item(@Nullable Expr key, Expr value) {}

  record Comprehension(
      Position at, Kind kind, Expr element, @Nullable Expr value, List<Clause> clauses)
      implements Expr {
    enum Kind {
      LIST,
      SET,
      DICT,
      GENERATOR
    }
  }

  record Clause(boolean async, Expr target, Expr iterable, List<Expr> conditions) {}

  record Starred(Position at, Expr value) implements Expr {}

  record Walrus(Position at, Name target, Expr value) implements Expr {}

  record Yield(Position at, @Nullable Expr value) implements Expr {}

  record YieldFrom(Position at, Expr value) implements Expr {}

  record Await(Position at, Expr value) implements Expr {}

  record Parameters(
      List<Parameter> positionalOnly,
      List<Parameter> positional,
      @Nullable Parameter starred,
      List<Parameter> keywordOnly,
      @Nullable Parameter doubleStarred) {}

  record Parameter(
      Position at, String name, @Nullable Expr annotation, @Nullable Expr defaultValue) {}

  /** A statement. */
  sealed interface Stmt extends Tree {}

  record Assign(Position at, List<Expr> targets, Expr value) implements Stmt {}

  /** {@code simple} when the target is a name without parentheses. */
  record Annotated(Position at, Expr target, Expr annotation, @Nullable Expr value, boolean simple)
      implements Stmt {}

  record Augmented(Position at, Expr target, String operator, Expr value) implements Stmt {}

  record Evaluate(Position at, Expr value) implements Stmt {}

  /**
   * {@code if … elif … else}: the branches in order; each {@code elif} has the place of its own
   * keyword.
   */
  record If(Position at, List<Branch> branches, List<Stmt> otherwise) implements Stmt {}

  record Branch(Position at, Expr test, List<Stmt> body) {}

  record While(Position at, Expr test, List<Stmt> body, List<Stmt> otherwise) implements Stmt {}

  record For(
      Position at, boolean async, Expr target, Expr iterable, List<Stmt> body, List<Stmt> otherwise)
      implements Stmt {}

  record FunctionDef(
      Position at,
      boolean async,
      boolean generic,
      String name,
      Parameters parameters,
      @Nullable Expr returns,
      List<Stmt> body,
      List<Expr> decorators)
      implements Stmt {}

  record ClassDef(
      Position at,
      boolean generic,
      String name,
      List<Expr> bases,
      List<Keyword> keywords,
      List<Stmt> body,
      List<Expr> decorators)
      implements Stmt {}

  record Return(Position at, @Nullable Expr value) implements Stmt {}

  record Break(Position at) implements Stmt {}

  record Continue(Position at) implements Stmt {}

  record Pass(Position at) implements Stmt {}

  record Assert(Position at, Expr test, @Nullable Expr message) implements Stmt {}

  record Raise(Position at, @Nullable Expr exception, @Nullable Expr cause) implements Stmt {}

  record Try(
      Position at,
      boolean group,
      List<Stmt> body,
      List<Handler> handlers,
      List<Stmt> otherwise,
      List<Stmt> last)
      implements Stmt {}

  record Handler(Position at, @Nullable Expr type, @Nullable String name, List<Stmt> body) {}

  record With(Position at, boolean async, List<WithItem> items, List<Stmt> body) implements Stmt {}

  record WithItem(Expr context, @Nullable Expr target) {}

  record Global(Position at, List<String> names) implements Stmt {}

  record Nonlocal(Position at, List<String> names) implements Stmt {}

  record Delete(Position at, List<Expr> targets) implements Stmt {}

  record Import(Position at, List<Alias> names) implements Stmt {}

  /** {@code from ...module import names}; {@code level} counts the leading dots. */
  record ImportFrom(Position at, @Nullable String module, int level, List<Alias> names)
      implements Stmt {}

  /** {@code name as rename}; the name {@code *} stands for all. */
  record Alias(Position at, String name, @Nullable String rename) {}

  record Match(Position at, Expr subject, List<Case> cases) implements Stmt {}

  record Case(Pattern pattern, @Nullable Expr guard, List<Stmt> body) {}

  record TypeAlias(Position at, String name, Expr value) implements Stmt {}

  /** A pattern of a {@code match} statement. */
  sealed interface Pattern extends Tree {}

  /** A number, a string or a dotted name, compared with {@code ==}. */
  record ValuePattern(Position at, Expr value) implements Pattern {}

  record SingletonPattern(Position at, Literal.Value value) implements Pattern {}

  record SequencePattern(Position at, List<Pattern> elements) implements Pattern {}

  record MappingPattern(Position at, List<Expr> keys, List<Pattern> values, @Nullable String rest)
      implements Pattern {}

  record ClassPattern(
      Position at, Expr type, List<Pattern> positional, List<String> names, List<Pattern> named)
      implements Pattern {}

  /** {@code *name}, or {@code *_} without a name. */
  record StarPattern(Position at, @Nullable String name) implements Pattern {}

  /** {@code pattern as name}, a bare name, or {@code _} when it has neither. */
  record CapturePattern(Position at, @Nullable Pattern pattern, @Nullable String name)
      implements Pattern {}

  record OrPattern(Position at, List<Pattern> alternatives) implements Pattern {}
}
