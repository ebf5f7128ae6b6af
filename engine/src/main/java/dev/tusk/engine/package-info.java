/** The public types of this module. */
@NullMarked
package dev.tusk.engine;

import org.jspecify.annotations.NullMarked;
