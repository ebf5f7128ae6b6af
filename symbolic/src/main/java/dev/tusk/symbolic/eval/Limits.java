package dev.tusk.symbolic.eval;

import java.time.Duration;

/**
 * Bounds of one check.
 *
 * @param steps evaluated expressions and statements of one run
 * @param numberBits bits of one integer, or of a numerator and denominator together
 * @param items items of one container or characters of one text
 * @param recursion nested calls of the program's functions
 * @param deadline of the whole check
 */
public record Limits(long steps, int numberBits, int items, int recursion, Duration deadline) {}
