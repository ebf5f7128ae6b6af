package dev.tusk.symbolic.eval;

/** An exception of the program. */
final class PythonError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final transient Value.ExceptionValue exception;

  PythonError(String type, String message) {
    this(new Value.ExceptionValue(type, new Value.Str(message)));
  }

  PythonError(Value.ExceptionValue exception) {
    super(exception.type() + ": " + exception.message().text(), null, false, false);
    this.exception = exception;
  }

  static PythonError type(String message) {
    return new PythonError("TypeError", message);
  }

  static PythonError value(String message) {
    return new PythonError("ValueError", message);
  }
}
