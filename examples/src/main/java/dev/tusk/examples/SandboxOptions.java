package dev.tusk.examples;

import dev.tusk.sandbox.Limits;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How many programs run at a time, and the limits of each, as flags. */
public final class SandboxOptions {
  private static final int MEGABYTE = 1 << 20;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Programs at a time (default: as many as there are processors).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Wall time of one program (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private double timeout;

  @Option(
      names = "--heap",
      paramLabel = "MB",
      description = "Heap of one program (default: ${DEFAULT-VALUE}).",
      defaultValue = "512")
  private int heap;

  /** Programs at a time. */
  public int workers() {
    return workers;
  }

  /** The limits, checked together with the number of workers before anything is started. */
  public Limits validated(CommandLine command) {
    if (workers < 1 || workers > 256) {
      throw new ParameterException(
          command, "--workers is " + workers + "; from 1 to 256 is possible");
    }
    try {
      return limits();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
  }

  private Limits limits() {
    if (!(timeout > 0) || timeout > 86_400) {
      throw new IllegalArgumentException(
          "--timeout is " + timeout + " seconds; more than 0 and at most 86400 is possible");
    }
    if (heap < 16 || heap > 65_536) {
      throw new IllegalArgumentException("--heap is " + heap + " MB; from 16 to 65536 is possible");
    }
    return Limits.defaults().toBuilder()
        .wall(Duration.ofNanos((long) (timeout * 1e9)))
        .heapBytes((long) heap * MEGABYTE)
        .build();
  }
}
