/** Solve, execute, check and grade over HTTP: a small service to copy. */
@NullMarked
package dev.tusk.examples.service;

import org.jspecify.annotations.NullMarked;
