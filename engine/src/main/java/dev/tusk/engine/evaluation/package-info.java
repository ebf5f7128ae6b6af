/**
 * Whole benchmarks: reading them, scoring answers by MAmmoTH's rules and by the grader, a journal
 * that survives a kill, the report; and MathInstruct's way of filtering programs.
 */
@NullMarked
package dev.tusk.engine.evaluation;

import org.jspecify.annotations.NullMarked;
