@NullMarked
package dev.tusk.sandbox.process;

import org.jspecify.annotations.NullMarked;
