package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.number.FloatArithmetic;

/** What one run works with. */
record Run(FloatArithmetic floats, TermArithmetic terms, Budget budget, Steps algebra) {}
