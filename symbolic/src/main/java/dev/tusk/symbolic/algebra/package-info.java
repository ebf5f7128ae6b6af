/**
 * Algebra of the cross-check: expression trees in sympy's normal form, exact solving of what needs
 * no computer algebra system, and the bridge to Symja for the rest.
 */
@NullMarked
package dev.tusk.symbolic.algebra;

import org.jspecify.annotations.NullMarked;
