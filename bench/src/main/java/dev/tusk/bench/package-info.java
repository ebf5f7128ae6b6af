/** JMH benchmarks and side-by-side comparisons; nothing here is published. */
@NullMarked
package dev.tusk.bench;

import org.jspecify.annotations.NullMarked;
