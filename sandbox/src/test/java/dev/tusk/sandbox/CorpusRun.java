package dev.tusk.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.sandbox.Program.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Runs recorded programs through a sandbox and compares their answers: {@code CorpusRun SHARED
 * OUT.jsonl DATASET...}. The output has one line for each program: id, status, answer, recorded,
 * equal.
 */
final class CorpusRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Map<String, Style> STYLES =
      Map.of(
          "print", Style.PRINT,
          "ans=", Style.ANS,
          "solution()", Style.SOLUTION,
          "notebook", Style.NOTEBOOK);

  record Line(JsonNode record, Execution execution, long waitedNanos) {
    boolean equal() {
      return execution instanceof Execution.Completed completed
          && completed.answer().equals(record.get("cpython").get("answer").asText());
    }
  }

  private CorpusRun() {}

  public static void main(String[] args) throws Exception {
    Path shared = Path.of(args[0]);
    var datasets = List.of(args).subList(2, args.length);
    int every = Integer.getInteger("every", 1);
    boolean notebooks = Boolean.getBoolean("notebooks");
    List<JsonNode> records = new ArrayList<>();
    int n = 0;
    for (JsonNode record : records(shared, datasets, notebooks)) {
      if (n++ % every == 0) {
        records.add(record);
      }
    }
    long start = System.nanoTime();
    List<Line> lines;
    try (Sandbox sandbox =
        Sandbox.builder()
            .workers(Integer.getInteger("workers", 2))
            .limits(
                Limits.builder().wall(Duration.ofSeconds(Integer.getInteger("wall", 10))).build())
            .build()) {
      System.out.println(sandbox.posture() + " ready " + millis(start) + " ms");
      start = System.nanoTime();
      lines = run(sandbox, shared, records);
    }
    System.out.println(lines.size() + " programs in " + millis(start) + " ms");
    long equal = lines.stream().filter(Line::equal).count();
    System.out.println("equal " + equal + " of " + lines.size());
    try (var out = Files.newBufferedWriter(Path.of(args[1]))) {
      for (Line line : lines) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", line.record.get("id").asText());
        node.put("dataset", line.record.get("dataset").asText());
        node.put("equal", line.equal());
        node.put("recorded", line.record.get("cpython").get("answer").asText());
        node.put("status", line.execution.getClass().getSimpleName());
        node.put(
            "answer",
            line.execution instanceof Execution.Completed completed
                ? completed.answer()
                : line.execution.toString());
        node.put("waited_ms", line.waitedNanos / 1e6);
        out.write(node.toString());
        out.newLine();
      }
    }
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** The comparable records of some files: those that CPython ran and whose answers are stable. */
  static List<JsonNode> records(Path shared, List<String> datasets, boolean notebooks)
      throws IOException {
    var records = new ArrayList<JsonNode>();
    for (String dataset : datasets) {
      try (var lines = Files.lines(shared.resolve("corpus").resolve(dataset + ".jsonl"))) {
        for (String line : lines.toList()) {
          JsonNode record = JSON.readTree(line);
          if (record.get("cpython").get("status").asText().equals("ok")
              && !record.path("clock_or_random").asBoolean()
              && !record.path("unstable").asBoolean()
              && (notebooks || !record.get("style").asText().equals("notebook"))) {
            records.add(record);
          }
        }
      }
    }
    return records;
  }

  /**
   * The records of programs that ended in an exception under CPython, but for those that use what
   * only the recording's Python had.
   */
  static List<JsonNode> failed(Path shared, List<String> datasets) throws IOException {
    var records = new ArrayList<JsonNode>();
    for (String dataset : datasets) {
      try (var lines = Files.lines(shared.resolve("corpus").resolve(dataset + ".jsonl"))) {
        for (String line : lines.toList()) {
          JsonNode record = JSON.readTree(line);
          boolean absent = false;
          for (JsonNode module : record.path("imports_used")) {
            absent |= List.of("numpy", "scipy").contains(module.asText().split("\\.", 2)[0]);
          }
          if (record.get("cpython").get("status").asText().equals("error") && !absent) {
            records.add(record);
          }
        }
      }
    }
    return records;
  }

  /** Runs the records, a few ahead at a time, in their order. */
  static List<Line> run(Sandbox sandbox, Path shared, List<JsonNode> records) throws Exception {
    JsonNode preambles = JSON.readTree(shared.resolve("corpus/preambles.json").toFile());
    var outcomes = new ArrayList<CompletableFuture<Line>>();
    for (JsonNode record : records) {
      var program =
          new Program(
              record.get("program").asText(),
              STYLES.getOrDefault(record.get("style").asText(), Style.DETECT),
              preambles.path(record.path("preamble").asText("")).asText(""));
      long start = System.nanoTime();
      outcomes.add(
          sandbox
              .submit(program)
              .thenApply(execution -> new Line(record, execution, System.nanoTime() - start)));
    }
    var lines = new ArrayList<Line>();
    for (CompletableFuture<Line> outcome : outcomes) {
      lines.add(outcome.get());
    }
    return lines;
  }
}
