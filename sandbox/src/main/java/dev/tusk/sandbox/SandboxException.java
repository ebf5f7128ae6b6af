package dev.tusk.sandbox;

import org.jspecify.annotations.Nullable;

/** The sandbox cannot work: no worker starts, or part of the installation is missing. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SandboxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
