package dev.tusk.sandbox;

import dev.tusk.sandbox.lockdown.Confinement;
import java.nio.charset.StandardCharsets;

/**
 * What a worker says of itself when it is ready.
 *
 * @param compiling whether it compiles Python code
 * @param python the interpreter and its version
 * @param confinement what it has given up
 */
record Greeting(boolean compiling, String python, Confinement confinement) {
  private static final int MAX_PYTHON = 100;

  byte[] encode() {
    return ((compiling ? "compiling" : "interpreting") + "\n" + python + "\n" + confinement.text())
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException naming what is malformed
   */
  static Greeting decode(byte[] bytes) {
    if (bytes.length > Confinement.MAX_TEXT + 2 * MAX_PYTHON) {
      throw new IllegalArgumentException("malformed greeting: " + bytes.length + " bytes");
    }
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 3);
    if (parts.length < 3 || parts[1].length() > MAX_PYTHON) {
      throw new IllegalArgumentException("malformed greeting: cut short");
    }
    boolean compiling =
        switch (parts[0]) {
          case "compiling" -> true;
          case "interpreting" -> false;
          default -> throw new IllegalArgumentException("malformed greeting: unknown kind");
        };
    return new Greeting(compiling, parts[1], Confinement.parse(parts[2]));
  }
}
