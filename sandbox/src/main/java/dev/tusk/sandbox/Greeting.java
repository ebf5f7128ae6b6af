package dev.tusk.sandbox;

import dev.tusk.sandbox.lockdown.Confinement;
import java.nio.charset.StandardCharsets;

/**
 * What a worker says of itself when it is ready.
 *
 * @param python the interpreter and its version
 * @param confinement what it has given up
 */
record Greeting(String python, Confinement confinement) {
  private static final int MAX_PYTHON = 100;

  byte[] encode() {
    return (python + "\n" + confinement.text()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException naming what is malformed
   */
  static Greeting decode(byte[] bytes) {
    if (bytes.length > Confinement.MAX_TEXT + MAX_PYTHON) {
      throw new IllegalArgumentException("malformed greeting: " + bytes.length + " bytes");
    }
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
    if (parts.length < 2 || parts[0].length() > MAX_PYTHON) {
      throw new IllegalArgumentException("malformed greeting: cut short");
    }
    return new Greeting(parts[0], Confinement.parse(parts[1]));
  }
}
