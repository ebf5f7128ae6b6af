package dev.tusk.symbolic.grading;

/** The text cannot be read; never leaves the package. */
final class ParseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;

  ParseFailure(int position, String message) {
    super(message, null, false, false);
    this.position = position;
  }

  /** The offset in the text, from 0. */
  int position() {
    return position;
  }

  String text() {
    String message = getMessage();
    return message == null ? "unreadable" : message;
  }
}
