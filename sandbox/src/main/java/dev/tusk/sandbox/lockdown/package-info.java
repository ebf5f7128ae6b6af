/**
 * Lets a worker process give up, for good, what running a program of a stranger does not need:
 * other processes, the network, writing or removing files, reading outside a few paths.
 *
 * <p>{@link dev.tusk.sandbox.lockdown.Lockdown#apply} is called by the worker itself before any
 * guest code runs. What took hold, and what did not and why, is a value: {@link
 * dev.tusk.sandbox.lockdown.Confinement}. Everything goes through {@code java.lang.foreign}; there
 * is no native code of our own.
 */
@NullMarked
package dev.tusk.sandbox.lockdown;

import org.jspecify.annotations.NullMarked;
