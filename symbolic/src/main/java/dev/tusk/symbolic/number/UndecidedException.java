package dev.tusk.symbolic.number;

/**
 * The enclosures at hand are too wide to decide a question. The run is repeated with more digits;
 * it leaves this package only to be caught by the cross-check.
 */
public final class UndecidedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What could not be decided. */
  public UndecidedException(String question) {
    super(question, null, false, false);
  }
}
