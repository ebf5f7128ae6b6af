package dev.tusk.examples;

import dev.tusk.sandbox.Limits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The limits of every program, as flags. */
final class SandboxOptions {
  private static final int MEGABYTE = 1 << 20;

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

  Limits limits() {
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
