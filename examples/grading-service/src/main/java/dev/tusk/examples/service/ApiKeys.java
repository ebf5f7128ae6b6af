package dev.tusk.examples.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call: names and the SHA-256 of their keys. Looking one up takes the same time whichever
 * key is presented. Immutable.
 */
final class ApiKeys {
  /** Everybody may call. */
  static final ApiKeys NONE = new ApiKeys(Map.of());

  private static final int SHORTEST = 16;

  private final Map<String, byte[]> digests;

  private ApiKeys(Map<String, byte[]> digests) {
    this.digests = digests;
  }

  /**
   * Reads keys from a file: on each line a name, a space and a key of at least 16 characters; empty
   * lines and lines that begin with {@code #} are skipped.
   *
   * @throws IllegalArgumentException if a line is something else, with its number but not its text
   */
  static ApiKeys read(Path file) throws IOException {
    var digests = new LinkedHashMap<String, byte[]>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String plain = line.strip();
      if (plain.isEmpty() || plain.startsWith("#")) {
        continue;
      }
      String[] parts = plain.split("\\s+", -1);
      if (parts.length != 2 || parts[1].length() < SHORTEST) {
        throw new IllegalArgumentException(
            "%s, line %d: a name, a space and a key of at least %d characters is needed"
                .formatted(file, number, SHORTEST));
      }
      if (digests.put(parts[0], sha256(parts[1])) != null) {
        throw new IllegalArgumentException(
            "%s, line %d: the name %s is there twice".formatted(file, number, parts[0]));
      }
    }
    if (digests.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no keys");
    }
    return new ApiKeys(digests);
  }

  /** Whether a key is needed. */
  boolean required() {
    return !digests.isEmpty();
  }

  /** Whose key this is. */
  Optional<String> owner(String key) {
    byte[] presented = sha256(key);
    Optional<String> found = Optional.empty();
    for (Map.Entry<String, byte[]> known : digests.entrySet()) {
      if (MessageDigest.isEqual(known.getValue(), presented)) {
        found = Optional.of(known.getKey());
      }
    }
    return found;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
