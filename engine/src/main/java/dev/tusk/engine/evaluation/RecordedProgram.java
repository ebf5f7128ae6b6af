package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.sandbox.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A program that was written for a question before.
 *
 * @param recorded what another Python made of it, where that was recorded
 */
record RecordedProgram(BenchmarkQuestion question, Program program, Optional<Recorded> recorded) {

  /** The texts that a folder's preambles.json names; empty where it has none. */
  static Map<String, String> preambles(Path file) throws IOException {
    Path named = file.resolveSibling("preambles.json");
    if (!Files.isRegularFile(named)) {
      return Map.of();
    }
    Map<String, String> preambles = new HashMap<>();
    JsonItems.JSON
        .readTree(named.toFile())
        .properties()
        .forEach(entry -> preambles.put(entry.getKey(), entry.getValue().asText()));
    return preambles;
  }

  /**
   * The program of one object.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong
   */
  static RecordedProgram of(JsonNode item, int number, Map<String, String> preambles) {
    String text = JsonItems.text(item, "question").orElse("");
    String named = JsonItems.text(item, "dataset").orElse("programs");
    var question =
        new BenchmarkQuestion(
            Benchmark.find(named).map(Benchmark::label).orElse(named),
            JsonItems.answer(item.path("id")).orElse(String.valueOf(number)),
            text,
            Choices.of(text),
            JsonItems.answer(item.path("gold")));
    String preamble = JsonItems.text(item, "preamble").orElse("");
    Program.Style style = Program.Style.parse(JsonItems.text(item, "style").orElse("detect"));
    var program =
        new Program(
            JsonItems.requiredText(item, "program"),
            style,
            preambles.getOrDefault(preamble, preamble));
    return new RecordedProgram(question, program, recorded(item.path("cpython"), style));
  }

  private static Optional<Recorded> recorded(JsonNode cpython, Program.Style style) {
    if (!cpython.isObject()) {
      return Optional.empty();
    }
    String status = JsonItems.requiredText(cpython, "status");
    boolean ok = status.equals("ok");
    String answer = ok ? JsonItems.answer(cpython.path("answer")).orElse("") : "";
    String stdout = JsonItems.text(cpython, "stdout").orElse(answer);
    return Optional.of(
        new Recorded(status, answer, ok && style == Program.Style.PRINT ? stdout : answer));
  }
}
