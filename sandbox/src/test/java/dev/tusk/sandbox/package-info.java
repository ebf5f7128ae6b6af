@NullMarked
package dev.tusk.sandbox;

import org.jspecify.annotations.NullMarked;
