/** The public types of this module. */
@NullMarked
package dev.tusk.sandbox;

import org.jspecify.annotations.NullMarked;
