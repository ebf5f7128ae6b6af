package dev.tusk.examples.flink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares a job's verdicts with those of one process without Flink: {@code LocalRun FILE
 * VERDICTS_FOLDER}. Ends with status 1 unless every item has exactly one verdict, and the same.
 */
public final class LocalRun {
  private LocalRun() {}

  /** Prints what it finds. */
  public static void main(String[] args) throws IOException {
    Map<String, String> expected = verdicts(Path.of(args[0]));
    Comparison comparison = compare(expected, Path.of(args[1]));
    System.out.println(comparison);
    System.exit(comparison.isFaultless() ? 0 : 1);
  }

  /**
   * How a job's output differs from a local run's.
   *
   * @param items the distinct items
   * @param missing items without a verdict
   * @param doubled verdicts that an item has beside its first
   * @param different verdicts that are not the local run's
   */
  record Comparison(int items, int missing, int doubled, int different) {
    boolean isFaultless() {
      return missing == 0 && doubled == 0 && different == 0;
    }
  }

  /** The verdict of each item of a file, by its id. */
  static Map<String, String> verdicts(Path file) throws IOException {
    SharedTusk tusk = SharedTusk.acquire();
    try (Stream<String> lines = Files.lines(file)) {
      Map<String, String> verdicts = new HashMap<>();
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode verdict = tusk.grade(Items.parse(line));
        verdicts.put(verdict.get("id").asText(), verdict.get("judgement").asText());
      }
      return verdicts;
    } finally {
      SharedTusk.release();
    }
  }

  static Comparison compare(Map<String, String> expected, Path folder) throws IOException {
    Map<String, String> left = new TreeMap<>(expected);
    int doubled = 0;
    int different = 0;
    for (String line : lines(folder)) {
      JsonNode verdict = Items.JSON.readTree(line);
      String id = verdict.get("id").asText();
      String judgement = left.remove(id);
      if (judgement == null) {
        doubled++;
      } else if (!judgement.equals(verdict.get("judgement").asText())) {
        different++;
      }
    }
    return new Comparison(expected.size(), left.size(), doubled, different);
  }

  /**
   * The lines of the files that a job has completed; what it was writing when it died is hidden.
   */
  static Iterable<String> lines(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var all = new java.util.ArrayList<String>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          all.addAll(Files.readAllLines(file));
        }
      }
      return all;
    }
  }
}
