package dev.tusk.sandbox;

import java.util.List;

/**
 * How the workers run.
 *
 * @param python the interpreter and its version
 * @param compiling whether Python code is compiled; where not, it is interpreted, with the same
 *     results
 * @param notes what differs from the best that this version can do, and why; empty for nothing
 */
public record Posture(String python, boolean compiling, List<String> notes) {
  public Posture {
    notes = List.copyOf(notes);
  }
}
