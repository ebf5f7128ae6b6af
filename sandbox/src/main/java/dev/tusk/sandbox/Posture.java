package dev.tusk.sandbox;

import dev.tusk.sandbox.lockdown.Confinement;

/**
 * How the workers run.
 *
 * @param python the interpreter and its version
 * @param confinement what a worker has given up before it runs any program, measure by measure, and
 *     why the rest does not hold here; {@link Sandbox.Builder#require} makes a missing one an error
 */
public record Posture(String python, Confinement confinement) {}
