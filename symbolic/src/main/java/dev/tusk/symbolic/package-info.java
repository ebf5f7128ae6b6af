/** The public types of this module. */
@NullMarked
package dev.tusk.symbolic;

import org.jspecify.annotations.NullMarked;
