package dev.tusk.sandbox;

/**
 * What became of a program: every program given to a {@link Sandbox} ends in exactly one of these.
 */
public sealed interface Execution {

  /**
   * The program ran to its end.
   *
   * @param answer the answer as Python's {@code str} gives it
   * @param value the answer as a typed value; for answers read from the output, the text
   * @param stdout what it printed
   */
  record Completed(String answer, Value value, String stdout, Usage usage) implements Execution {}

  /**
   * The program raised an exception that it did not catch.
   *
   * @param type the exception's class name, such as {@code ZeroDivisionError}
   * @param message the exception as {@code str} gives it
   * @param line the innermost line of the program itself, counted from 1; 0 where there is none
   * @param stdout what it printed before
   */
  record Raised(String type, String message, int line, String stdout, Usage usage)
      implements Execution {}

  /**
   * The program reached a limit and was stopped.
   *
   * @param limit which one
   * @param used how much it had used, as far as known, in the limit's unit; at least {@code
   *     allowed} except for {@link Limit#HEAP}, where a single allocation that does not fit counts
   *     too
   * @param allowed the limit, in its unit
   * @param stdout what it had printed, as far as known
   */
  record LimitExceeded(Limit limit, long used, long allowed, String stdout, Usage usage)
      implements Execution {}

  /**
   * The program was not run: its source is no Python.
   *
   * @param type the error's class name, such as {@code SyntaxError}
   * @param line the line of the source, counted from 1; 0 where not known
   * @param column the column, counted from 1; 0 where not known
   */
  record Rejected(String type, String message, int line, int column) implements Execution {}

  /**
   * The worker died under the program for a reason that is no limit.
   *
   * @param reason what is known about it
   */
  record Crashed(String reason) implements Execution {}

  /** The caller cancelled the program, or the sandbox was closed before its turn came. */
  record Cancelled() implements Execution {}
}
