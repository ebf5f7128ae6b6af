/** Tests of Tusk's jars as others use them. */
@NullMarked
package dev.tusk.examples.dependency;

import org.jspecify.annotations.NullMarked;
