package dev.tusk.symbolic.number;

/** A double, as Python's float. */
public record Ieee(double value) implements FloatNumber {}
