package dev.tusk.sandbox.lockdown;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kernel's whole table of system calls, an independent witness of the numbers in use. */
final class SystemCallTable {
  private SystemCallTable() {}

  /** Names and numbers, without the calls that the architecture does not have. */
  static Map<String, Integer> numbers(Architecture architecture) {
    int column =
        switch (architecture) {
          case X86_64 -> 1;
          case AARCH64 -> 2;
        };
    Map<String, Integer> numbers = new LinkedHashMap<>();
    try (InputStream table = SystemCallTable.class.getResourceAsStream("system-calls.tsv")) {
      if (table == null) {
        throw new IllegalStateException("system-calls.tsv is missing");
      }
      new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .filter(row -> !row[column].equals("-"))
          .forEach(row -> numbers.put(row[0], Integer.valueOf(row[column])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }
}
