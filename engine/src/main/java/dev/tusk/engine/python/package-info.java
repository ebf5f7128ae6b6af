/**
 * Python source text read without a Python: a parser of our own for Python 3.12 and the lowering of
 * what it reads to the cross-check's language. Nothing here runs a program or depends on the guest.
 */
@NullMarked
package dev.tusk.engine.python;

import org.jspecify.annotations.NullMarked;
