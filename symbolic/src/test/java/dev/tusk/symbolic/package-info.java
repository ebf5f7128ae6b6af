@NullMarked
package dev.tusk.symbolic;

import org.jspecify.annotations.NullMarked;
