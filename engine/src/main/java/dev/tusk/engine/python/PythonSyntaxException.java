package dev.tusk.engine.python;

import static java.util.Objects.requireNonNull;

/** Source text that is not a Python program, or one nested deeper than this parser reads. */
final class PythonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String problem;
  private final boolean limit;

  PythonSyntaxException(int line, int column, String problem, boolean limit) {
    super("line " + line + ", column " + column + ": " + requireNonNull(problem));
    this.line = line;
    this.column = column;
    this.problem = problem;
    this.limit = limit;
  }

  /** The line where the problem was seen, from 1. */
  int line() {
    return line;
  }

  /** The column where the problem was seen, from 1, counted in code points. */
  int column() {
    return column;
  }

  /** What is wrong, without the position. */
  String problem() {
    return problem;
  }

  /**
   * Whether the source may be right for Python and only passes a bound of this parser, which the
   * problem names.
   */
  boolean limit() {
    return limit;
  }
}
