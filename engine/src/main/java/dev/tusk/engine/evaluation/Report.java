package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's report: a page, a summary as JSON, and all answers as CSV. Each file is written
 * beside its place and moved there when it is whole.
 */
final class Report {
  /** Rows of the page's table; all answers are in the CSV file and in the journal. */
  private static final int MAX_ROWS = 20_000;

  /** Characters of all of the table's texts. */
  private static final long MAX_CHARACTERS = 64L << 20;

  /** Characters of one text in the table. */
  private static final int MAX_TEXT = 6_000;

  private static final List<String> COLUMNS =
      List.of(
          "set",
          "id",
          "by",
          "outcome",
          "answer",
          "gold",
          "mammoth_answer",
          "mammoth",
          "grader",
          "grader_reason",
          "verdict",
          "method",
          "tokens",
          "ms",
          "detail",
          "recorded_status",
          "recorded_answer",
          "recorded_mammoth",
          "recorded_grader",
          "question",
          "program",
          "stdout");

  private Report() {}

  static Path write(Path folder, SortedMap<String, String> settings, Journal journal)
      throws IOException {
    var tally = new Tally();
    replace(
        folder.resolve("answers.csv"),
        out -> {
          CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
          COLUMNS.forEach(schema::addColumn);
          try (SequenceWriter rows =
              new CsvMapper().writerFor(List.class).with(schema.build()).writeValues(out)) {
            for (int i = 0; i < journal.size(); i++) {
              EvaluatedAnswer answer = journal.get(i);
              tally.add(answer);
              rows.write(row(answer));
            }
          }
        });
    ObjectNode summary = tally.toJson(settings);
    replace(
        folder.resolve("report.json"),
        out ->
            out.write(JsonItems.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary)));
    Path page = folder.resolve("report.html");
    replace(page, out -> page(out, summary, journal));
    return page;
  }

  /** Something that writes a file. */
  @FunctionalInterface
  interface Body {
    void write(Writer out) throws IOException;
  }

  /** Writes a file as a whole or not at all. */
  static void replace(Path file, Body body) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".part");
    // This writer, unlike the one of Files, replaces half a surrogate pair instead of failing.
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(written), StandardCharsets.UTF_8))) {
      body.write(out);
    }
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> row(EvaluatedAnswer answer) {
    EvaluatedAnswer.RecordedScores recorded = answer.recorded();
    List<String> row = new ArrayList<>();
    row.add(answer.set());
    row.add(answer.id());
    row.add(answer.by());
    row.add(answer.outcome());
    row.add(answer.answer());
    row.add(answer.gold() == null ? "" : answer.gold());
    row.add(answer.scores().mammoth().answer());
    row.add(answer.scores().mammoth().mark().label());
    row.add(answer.scores().grader().mark().label());
    row.add(answer.scores().grader().reason());
    row.add(answer.verdict());
    row.add(answer.method());
    row.add(answer.tokens() == null ? "" : String.valueOf(answer.tokens()));
    row.add(String.format(Locale.ROOT, "%.1f", answer.milliseconds()));
    row.add(answer.detail());
    row.add(recorded == null ? "" : recorded.status());
    row.add(recorded == null ? "" : recorded.answer());
    row.add(recorded == null ? "" : recorded.scores().mammoth().mark().label());
    row.add(recorded == null ? "" : recorded.scores().grader().mark().label());
    row.add(answer.question());
    row.add(answer.program());
    row.add(answer.stdout());
    row.replaceAll(Report::harmless);
    return row;
  }

  /** A text that a spreadsheet does not take for a formula; plain numbers stay as they are. */
  static String harmless(String text) {
    return text.matches("(?s)[=+\\-@\t\r\n].*") && !text.matches("-?[0-9]+(\\.[0-9]+)?")
        ? "'" + text
        : text;
  }

  private static void page(Writer out, ObjectNode summary, Journal journal) throws IOException {
    String[] parts = resource("report.html").split("/\\*(?:style|data|script)\\*/", -1);
    out.write(parts[0]);
    out.write(resource("report.css"));
    out.write(parts[1]);
    out.write("{\"summary\":");
    out.write(inScript(JsonItems.JSON.writeValueAsString(summary)));
    out.write(",\"rows\":[");
    long characters = 0;
    int shown = 0;
    while (shown < journal.size() && shown < MAX_ROWS && characters < MAX_CHARACTERS) {
      String row = inScript(JsonItems.JSON.writeValueAsString(tableRow(journal.get(shown))));
      out.write(shown == 0 ? "\n" : ",\n");
      out.write(row);
      characters += row.length();
      shown++;
    }
    out.write("\n]}");
    out.write(parts[2]);
    out.write(resource("report.js"));
    out.write(parts[3]);
  }

  /** JSON that cannot end the script element it stands in, whatever a model or a program wrote. */
  static String inScript(String json) {
    return json.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static ObjectNode tableRow(EvaluatedAnswer answer) {
    ObjectNode row = JsonItems.JSON.createObjectNode();
    row.put("set", answer.set());
    row.put("id", answer.id());
    row.put("question", clipped(answer.question()));
    row.put("gold", clipped(answer.gold()));
    row.put("by", answer.by());
    row.put("outcome", answer.outcome());
    row.put("detail", clipped(answer.detail()));
    row.put("program", clipped(answer.program()));
    row.put("stdout", clipped(answer.stdout()));
    row.put("answer", clipped(answer.answer()));
    row.put("verdict", answer.verdict());
    row.put("method", clipped(answer.method()));
    row.set("evidence", clippedEvidence(answer));
    score(row.putObject("mammoth"), answer.scores().mammoth());
    score(row.putObject("grader"), answer.scores().grader());
    EvaluatedAnswer.RecordedScores recorded = answer.recorded();
    if (recorded != null) {
      ObjectNode other = row.putObject("recorded");
      other.put("status", recorded.status());
      other.put("answer", clipped(recorded.answer()));
      score(other.putObject("mammoth"), recorded.scores().mammoth());
      score(other.putObject("grader"), recorded.scores().grader());
    }
    if (answer.fallback() != null) {
      row.put("fallback", answer.fallback().name().toLowerCase(Locale.ROOT));
    }
    if (answer.samples() != null) {
      row.set("samples", answer.samples());
    }
    if (!answer.steps().isEmpty()) {
      row.set("steps", JsonItems.JSON.valueToTree(answer.steps()));
    }
    if (answer.tokens() != null) {
      row.put("tokens", answer.tokens());
    }
    row.put("ms", Math.round(answer.milliseconds()));
    return row;
  }

  private static @Nullable JsonNode clippedEvidence(EvaluatedAnswer answer) {
    return answer.evidence() != null && answer.evidence().toString().length() > MAX_TEXT
        ? JsonItems.JSON.createObjectNode().put("evidence", clipped(answer.evidence().toString()))
        : answer.evidence();
  }

  private static void score(ObjectNode node, Score score) {
    node.put("mark", score.mark().label());
    node.put("answer", clipped(score.answer()));
    node.put("reason", clipped(score.reason()));
  }

  private static @Nullable String clipped(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT
        ? text
        : text.substring(0, MAX_TEXT)
            + " … ("
            + text.length()
            + " characters; all in answers.jsonl)";
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
