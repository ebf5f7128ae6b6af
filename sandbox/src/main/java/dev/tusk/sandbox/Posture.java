package dev.tusk.sandbox;

import dev.tusk.sandbox.lockdown.Confinement;
import java.util.List;

/**
 * How the workers run.
 *
 * @param python the interpreter and its version
 * @param compiling whether Python code is compiled; where not, it is interpreted, with the same
 *     results
 * @param confinement what a worker has given up before it runs any program, measure by measure, and
 *     why the rest does not hold here; {@link Sandbox.Builder#require} makes a missing one an error
 * @param notes what differs from the best that this version can do, and why; empty for nothing
 */
public record Posture(
    String python, boolean compiling, Confinement confinement, List<String> notes) {
  public Posture {
    notes = List.copyOf(notes);
  }
}
