/**
 * The evaluator: Python's meaning of a program over exact numbers, or over IEEE doubles, within a
 * budget. {@link dev.tusk.symbolic.eval.Evaluation} runs one; the rest serves it.
 */
@NullMarked
package dev.tusk.symbolic.eval;

import org.jspecify.annotations.NullMarked;
