package dev.tusk.engine.decoder;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A checkpoint that cannot be used: which file, what in it, and the bound it breaks. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckpointException(Path file, String problem) {
    this(file, problem, null);
  }

  CheckpointException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
