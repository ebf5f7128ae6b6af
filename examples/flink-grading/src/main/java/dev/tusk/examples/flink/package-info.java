/** A Flink job that grades. */
@NullMarked
package dev.tusk.examples.flink;

import org.jspecify.annotations.NullMarked;
