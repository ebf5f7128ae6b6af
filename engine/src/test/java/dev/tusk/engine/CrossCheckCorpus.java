package dev.tusk.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.engine.python.AnswerStyle;
import dev.tusk.engine.python.ProgramLowering;
import dev.tusk.engine.python.ProgramLowering.Lowering;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The recorded programs that the cross-check is measured on: those that CPython ran to an answer
 * that is the same every time, without pandas, chance and the clock; those that use numpy or scipy
 * apart.
 */
final class CrossCheckCorpus {
  private static final Set<String> LEFT_OUT = Set.of("pandas", "random", "time");
  private static final Set<String> NUMERIC = Set.of("numpy", "scipy");

  private CrossCheckCorpus() {}

  /**
   * One recorded program.
   *
   * @param sympy whether it uses sympy
   * @param answer what CPython made of it, as text
   */
  record Recorded(
      String id,
      String dataset,
      boolean sympy,
      String source,
      String preamble,
      AnswerStyle style,
      String answer) {

    Lowering lowered() {
      return ProgramLowering.lower(source, preamble, style);
    }

    /** The program in the cross-check's language; only where it is one. */
    SymbolicProgram program() {
      return switch (lowered()) {
        case Lowering.Lowered l -> l.program();
        case Lowering.Rejected r ->
            throw new IllegalStateException(id + ": line " + r.line() + ": " + r.problem());
      };
    }
  }

  /** All without numpy and scipy, data sets in the order of their names. */
  static List<Recorded> read(Path folder) throws IOException {
    return read(folder, false);
  }

  /** All that use numpy or scipy. */
  static List<Recorded> readNumeric(Path folder) throws IOException {
    return read(folder, true);
  }

  private static List<Recorded> read(Path folder, boolean numeric) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode preambles = json.readTree(folder.resolve("corpus/preambles.json").toFile());
    List<Path> files;
    try (var list = Files.list(folder.resolve("corpus"))) {
      files = list.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
    }
    var recorded = new ArrayList<Recorded>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        JsonNode row = json.readTree(line);
        if (measured(row) && NUMERIC.stream().anyMatch(m -> uses(row, m)) == numeric) {
          recorded.add(
              new Recorded(
                  row.get("id").asText(),
                  row.get("dataset").asText(),
                  uses(row, "sympy"),
                  row.get("program").asText(),
                  preambles.path(row.path("preamble").asText()).asText(""),
                  style(row.get("style").asText()),
                  row.get("cpython").get("answer").asText()));
        }
      }
    }
    return List.copyOf(recorded);
  }

  private static boolean measured(JsonNode row) {
    JsonNode cpython = row.get("cpython");
    return cpython.get("status").asText().equals("ok")
        && !cpython.path("answer").isNull()
        && !row.path("unstable").asBoolean()
        && !row.path("clock_or_random").asBoolean()
        && LEFT_OUT.stream().noneMatch(m -> uses(row, m));
  }

  private static boolean uses(JsonNode row, String module) {
    for (JsonNode m : row.path("imports_used")) {
      if (m.asText().equals(module) || m.asText().startsWith(module + ".")) {
        return true;
      }
    }
    return false;
  }

  private static AnswerStyle style(String name) {
    return switch (name) {
      case "print" -> AnswerStyle.PRINT;
      case "ans=" -> AnswerStyle.VARIABLE;
      case "solution()" -> AnswerStyle.FUNCTION;
      case "notebook" -> AnswerStyle.NOTEBOOK;
      default -> throw new IllegalArgumentException("unknown style: " + name);
    };
  }
}
