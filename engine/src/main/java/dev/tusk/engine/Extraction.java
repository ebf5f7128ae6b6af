package dev.tusk.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the program in what a model wrote. MAmmoTH's rule (its evaluation code, {@code utils.py}):
 * a text that holds {@code print(} is a program, all of it, up to the next {@code ### Instruction}.
 * With fences, the last fenced block that looks like Python goes before that, and a text that sets
 * {@code ans} or defines {@code solution} is a program too.
 */
final class Extraction {
  private static final String NEXT = "### Instruction";
  private static final Pattern FENCED =
      Pattern.compile("(?s)```[ \\t]*(?:python3?|py)?[ \\t]*\\n(.*?)(?:\\n[ \\t]*```|\\z)");
  private static final Pattern ANSWERING =
      Pattern.compile("(?m)^(?:ans|answer)\\s*=(?!=)|^def (?:solution|solver)\\(");

  private Extraction() {}

  static Optional<String> program(String text, boolean fences) {
    int end = text.indexOf(NEXT);
    String own = end < 0 ? text : text.substring(0, end);
    if (fences) {
      Matcher blocks = FENCED.matcher(own);
      Optional<String> last = Optional.empty();
      while (blocks.find()) {
        if (answers(blocks.group(1))) {
          last = Optional.of(blocks.group(1).strip());
        }
      }
      if (last.isPresent()) {
        return last;
      }
    }
    return own.contains("print(") || (fences && answers(own))
        ? Optional.of(own.strip())
        : Optional.empty();
  }

  private static boolean answers(String program) {
    return program.contains("print(") || ANSWERING.matcher(program).find();
  }
}
