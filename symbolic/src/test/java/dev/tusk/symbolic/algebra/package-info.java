@NullMarked
package dev.tusk.symbolic.algebra;

import org.jspecify.annotations.NullMarked;
