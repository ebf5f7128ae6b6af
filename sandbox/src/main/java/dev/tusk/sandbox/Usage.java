package dev.tusk.sandbox;

import java.time.Duration;

/**
 * What a program used.
 *
 * @param wall from the start of the program's own code to its outcome
 * @param cpu CPU time of the thread that ran it; zero where the worker died before it could tell
 */
public record Usage(Duration wall, Duration cpu) {
  /** Nothing was run. */
  public static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO);
}
