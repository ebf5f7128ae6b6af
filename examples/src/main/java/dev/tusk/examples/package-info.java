/** The {@code tusk} command. */
@NullMarked
package dev.tusk.examples;

import org.jspecify.annotations.NullMarked;
