package dev.tusk.engine;

import java.util.Objects;

/**
 * A language model did not answer as it should: its server failed, its reply is no reply, a run
 * broke. {@link Tusk#solve} turns it into {@link Answer.Unsolved} with its message.
 *
 * <pre>{@code
 * throw new ModelException(ModelException.Kind.MALFORMED, "the reply has no choices");
 * }</pre>
 */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The prompt does not fit the model. */
    PROMPT_TOO_LONG,
    /** The server refuses the request, and would again: a wrong key, an unknown model. */
    REFUSED,
    /** The server was too busy for as often as was tried. */
    BUSY,
    /** The server could not be reached, or dropped the connection. */
    UNREACHABLE,
    /** What came back is not what the protocol says, or too large. */
    MALFORMED,
    /** The model's own run failed. */
    FAILED
  }

  private final Kind kind;

  /** An exception for a person to read. */
  public ModelException(Kind kind, String message) {
    super(Objects.requireNonNull(message, "message"));
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** An exception for a person to read, with what led to it. */
  public ModelException(Kind kind, String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
