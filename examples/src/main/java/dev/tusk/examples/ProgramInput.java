package dev.tusk.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What {@code tusk run} and {@code tusk check} read, and where they write. */
public final class ProgramInput {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = {
        "A Python program, or with --out or a name in .jsonl or .ndjson many programs, one JSON",
        "object a line: id, program, and optionally style (print, ans=, solution(), notebook) and",
        "preamble (source text that runs first)."
      })
  private Path file = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the result lines go (default: standard output).")
  private @Nullable Path out;

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description = "Where a single program leaves its answer (default: detected).",
      defaultValue = "detect")
  private String style = "detect";

  @Option(names = "--json", description = "A single program's result as a JSON line.")
  private boolean json;

  @Mixin private SandboxOptions options;

  private Limits limits = Limits.defaults();

  /** Checks every flag before anything is started. */
  void validate(CommandLine command) {
    limits = options.validated(command);
    try {
      Program.Style.parse(style);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
    validateFiles(command, file, out);
  }

  /** Checks that a file can be read, and that the folder of another is there. */
  static void validateFiles(CommandLine command, Path in, @Nullable Path to) {
    if (!Files.isRegularFile(in)) {
      throw new ParameterException(command, "there is no file " + in);
    }
    if (to != null && Files.isDirectory(to)) {
      throw new ParameterException(command, "--out is a folder: " + to);
    }
    Path folder = to == null ? null : to.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new ParameterException(command, "--out is in a folder that is not there: " + folder);
    }
  }

  Path file() {
    return file;
  }

  @Nullable Path out() {
    return out;
  }

  Limits limits() {
    return limits;
  }

  /** Workers to start: one for a single program. */
  int workers() {
    return isBatch() ? options.workers() : 1;
  }

  boolean isBatch() {
    String name = file.getFileName().toString();
    return out != null || name.endsWith(".jsonl") || name.endsWith(".ndjson");
  }

  JsonNode name() {
    return JsonNodeFactory.instance.textNode(file.toString());
  }

  Program program() throws IOException {
    try {
      return new Program(Files.readString(file), Program.Style.parse(style), "");
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8", e);
    }
  }

  /** The program of an input line. */
  public static Program program(JsonNode item) {
    return new Program(
        LineBatch.requiredText(item, "program"),
        Program.Style.parse(LineBatch.text(item, "style").orElse("detect")),
        LineBatch.text(item, "preamble").orElse(""));
  }

  /** One result, for a person or as JSON. */
  void print(PrintWriter to, ObjectNode line) throws JsonProcessingException {
    print(to, line, false);
  }

  /** One result; as JSON also where it holds what only JSON can show. */
  void print(PrintWriter to, ObjectNode line, boolean asJson) throws JsonProcessingException {
    if (json || asJson) {
      to.println(ResultLines.JSON.writeValueAsString(line));
    } else {
      String stdout = line.path("stdout").asText();
      to.print(stdout);
      if (!stdout.isEmpty() && !stdout.endsWith("\n")) {
        to.println();
      }
      JsonNode error = line.path("error");
      if (error.isObject()) {
        String where = error.path("line").isNull() ? "" : " (line " + error.path("line") + ")";
        to.println(
            line.path("status").asText()
                + ": "
                + error.path("type").asText()
                + ": "
                + error.path("message").asText()
                + where);
      } else {
        to.println("answer: " + line.path("answer").asText());
      }
      if (line.has("verdict")) {
        String reason = line.path("reason").asText();
        to.println(
            "verdict: "
                + line.path("verdict").asText()
                + " ("
                + line.path("method").asText()
                + ")"
                + (reason.isEmpty() ? "" : ": " + reason));
      }
    }
    to.flush();
  }
}
