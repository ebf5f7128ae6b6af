/**
 * The language in which a program is handed to the cross-check: a typed syntax tree in which every
 * library function is already resolved to its qualified name, so that the cross-check knows no
 * parser and no import system. Its meaning is Python's, over exact numbers.
 */
@NullMarked
package dev.tusk.symbolic.ir;

import org.jspecify.annotations.NullMarked;
