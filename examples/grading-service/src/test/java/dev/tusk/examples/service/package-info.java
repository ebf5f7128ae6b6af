@NullMarked
package dev.tusk.examples.service;

import org.jspecify.annotations.NullMarked;
