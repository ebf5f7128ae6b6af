/** Tests of the grader. */
@NullMarked
package dev.tusk.symbolic.grading;

import org.jspecify.annotations.NullMarked;
