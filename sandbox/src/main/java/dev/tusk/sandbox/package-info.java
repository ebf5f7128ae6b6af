/**
 * Runs untrusted Python programs under GraalPy in worker processes, with limits that hold.
 *
 * <p>{@link dev.tusk.sandbox.Sandbox} is the entry point; a {@link dev.tusk.sandbox.Program} goes
 * in, an {@link dev.tusk.sandbox.Execution} comes out, whatever the program does.
 */
@NullMarked
package dev.tusk.sandbox;

import org.jspecify.annotations.NullMarked;
