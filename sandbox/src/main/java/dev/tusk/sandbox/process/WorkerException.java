package dev.tusk.sandbox.process;

import org.jspecify.annotations.Nullable;

/** A worker could not be started: a broken installation or a host without resources. */
public final class WorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WorkerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
