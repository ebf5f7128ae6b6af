package dev.tusk.symbolic.number;

/** A real number known exactly, or enclosed. */
public sealed interface Real extends FloatNumber permits Rational, Enclosure {}
