package dev.tusk.symbolic.number;

/**
 * What stands for a Python float: a {@link Real} in the exact run, an {@link Ieee} double in the
 * replay. Infinities and NaN are {@link Ieee} in both.
 */
public sealed interface FloatNumber permits Real, Ieee {}
