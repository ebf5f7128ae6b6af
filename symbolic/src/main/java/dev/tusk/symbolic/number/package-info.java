/**
 * Numbers of the cross-check: exact rationals, enclosures of irrational reals, and doubles with
 * Python's text for them.
 */
@NullMarked
package dev.tusk.symbolic.number;

import org.jspecify.annotations.NullMarked;
