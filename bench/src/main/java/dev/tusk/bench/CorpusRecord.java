package dev.tusk.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.sandbox.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One recorded program of the corpus.
 *
 * @param sympy whether it really uses sympy
 * @param answer what CPython answered
 */
record CorpusRecord(String id, Program program, boolean sympy, String answer) {

  /** The records of a corpus folder that have an answer of CPython's, by id. */
  static Map<String, CorpusRecord> read(Path corpus) {
    var json = new ObjectMapper();
    var records = new LinkedHashMap<String, CorpusRecord>();
    try (var files = Files.newDirectoryStream(corpus, "*.jsonl")) {
      JsonNode preambles = json.readTree(corpus.resolve("preambles.json").toFile());
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          JsonNode node = json.readTree(line);
          JsonNode cpython = node.path("cpython");
          if (!cpython.path("status").asText().equals("ok")) {
            continue;
          }
          boolean sympy = false;
          for (JsonNode module : node.path("imports_used")) {
            sympy |= module.asText().equals("sympy");
          }
          var program =
              new Program(
                  node.path("program").asText(),
                  Program.Style.parse(node.path("style").asText()),
                  preambles.path(node.path("preamble").asText()).asText(""));
          String id = node.path("id").asText();
          records.put(id, new CorpusRecord(id, program, sympy, cpython.path("answer").asText()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the corpus in " + corpus, e);
    }
    return records;
  }

  /** The records that a file of ids names, in its order. */
  static List<CorpusRecord> select(Map<String, CorpusRecord> records, Path ids) throws IOException {
    return Files.readAllLines(ids).stream()
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .map(id -> {
          CorpusRecord found = records.get(id);
          if (found == null) {
            throw new IllegalArgumentException(ids + " names " + id + ", not in the corpus");
          }
          return found;
        })
        .toList();
  }
}
