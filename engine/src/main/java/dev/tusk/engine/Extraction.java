package dev.tusk.engine;

import java.util.Optional;

/**
 * Finds the program in what a model wrote, by MAmmoTH's rule (its evaluation code, {@code
 * utils.py}): a text that holds {@code print(} is a program, up to the next {@code ###
 * Instruction}; no fences are expected, but one around the whole program is taken off.
 */
final class Extraction {
  private static final String NEXT = "### Instruction";

  private Extraction() {}

  static Optional<String> program(String text) {
    int end = text.indexOf(NEXT);
    String own = end < 0 ? text : text.substring(0, end);
    if (!own.contains("print(")) {
      return Optional.empty();
    }
    return Optional.of(unfenced(own.strip()));
  }

  private static String unfenced(String program) {
    if (!program.startsWith("```")) {
      return program;
    }
    int start = program.indexOf('\n');
    int end = program.indexOf("\n```", start);
    return start < 0 ? program : program.substring(start + 1, end < 0 ? program.length() : end);
  }
}
