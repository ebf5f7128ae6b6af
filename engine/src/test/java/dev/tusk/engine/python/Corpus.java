package dev.tusk.engine.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The recorded programs, read in place. */
final class Corpus {
  private Corpus() {}

  /** Every row of every file, files in the order of their names. */
  static List<JsonNode> rows(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Path> files;
    try (var list = Files.list(folder.resolve("corpus"))) {
      files = list.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
    }
    List<JsonNode> rows = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        rows.add(json.readTree(line));
      }
    }
    return rows;
  }

  /** The source that runs before a row's program. */
  static String preamble(Path folder, JsonNode row) throws IOException {
    JsonNode preambles =
        new ObjectMapper().readTree(folder.resolve("corpus/preambles.json").toFile());
    return preambles.path(row.path("preamble").asText()).asText("");
  }

  static AnswerStyle style(JsonNode row) {
    return switch (row.get("style").asText()) {
      case "print" -> AnswerStyle.PRINT;
      case "ans=" -> AnswerStyle.VARIABLE;
      case "solution()" -> AnswerStyle.FUNCTION;
      case "notebook" -> AnswerStyle.NOTEBOOK;
      default -> throw new IllegalArgumentException("unknown style: " + row.get("style"));
    };
  }
}
