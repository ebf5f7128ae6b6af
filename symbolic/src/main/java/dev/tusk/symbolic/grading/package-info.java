/**
 * Answer equivalence: whether a candidate's answer means the same as a reference, under a stated
 * policy, with the reason. {@link dev.tusk.symbolic.grading.Grader} is the way in.
 *
 * <p>Everything here works on text that nobody vouches for. It is bounded in input length, nesting,
 * number size, steps and time; running past a bound is the result "undecided", never an exception.
 */
@NullMarked
package dev.tusk.symbolic.grading;

import org.jspecify.annotations.NullMarked;
