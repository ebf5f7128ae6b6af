package dev.tusk.engine.evaluation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Checked;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Execution;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * MathInstruct's filter: of the programs that were written for questions, those whose executed
 * result equals the reference answer, without repetitions, as rows to train on.
 *
 * <pre>{@code
 * try (Tusk tusk = Tusk.builder().build()) {
 *   Curation.Result result = Curation.by(Curation.Scoring.GRADER).run(tusk, in, out);
 * }
 * }</pre>
 *
 * <p>docs/evaluation.md has the formats. Rows come in the order of the input. The output is written
 * beside its place and moved there when it is whole. Memory holds 16 bytes and an entry for each
 * candidate, to find repetitions, and the candidates under way. Immutable.
 */
public final class Curation {
  /** What MAmmoTH puts behind a question to ask for a program. */
  public static final String TRIGGER = " Let's write a program.";

  /** Who must find the result right. */
  public enum Scoring {
    /** The grader. */
    GRADER,
    /** MAmmoTH's rules for the question's set. */
    MAMMOTH,
    /** Both. */
    BOTH;

    private boolean keeps(Scores scores) {
      boolean grader = scores.grader().mark() == Mark.RIGHT;
      boolean mammoth = scores.mammoth().mark() == Mark.RIGHT;
      return switch (this) {
        case GRADER -> grader;
        case MAMMOTH -> mammoth;
        case BOTH -> grader && mammoth;
      };
    }

    private boolean leavesOpen(Scores scores) {
      return (this == MAMMOTH ? scores.mammoth() : scores.grader()).mark() == Mark.UNDECIDED;
    }
  }

  /**
   * What became of the candidates; {@code kept} and the counts of {@code dropped} add up to {@code
   * candidates}.
   *
   * @param candidates how many programs there were; an object that holds none counts as one
   * @param kept how many rows were written
   * @param dropped why the others were not, and how many
   * @param verdicts the cross-check's verdicts on those that were kept
   */
  public record Result(
      long candidates,
      long kept,
      SortedMap<String, Long> dropped,
      SortedMap<String, Long> verdicts) {
    /** Copies the maps. */
    public Result {
      dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
      verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
    }
  }

  private final Scoring scoring;
  private final int inFlight;
  private final @Nullable Path droppedTo;
  private final Evaluation.Progress progress;

  private Curation(
      Scoring scoring, int inFlight, @Nullable Path droppedTo, Evaluation.Progress progress) {
    this.scoring = scoring;
    this.inFlight = inFlight;
    this.droppedTo = droppedTo;
    this.progress = progress;
  }

  /** A curation that keeps what a scoring finds right. */
  public static Curation by(Scoring scoring) {
    return new Curation(
        requireNonNull(scoring, "scoring"),
        2 * Runtime.getRuntime().availableProcessors(),
        null,
        (done, total) -> {});
  }

  /**
   * The same with another number of programs under way at once.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Curation withInFlight(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("inFlight is " + count + "; at least 1 is possible");
    }
    return new Curation(scoring, count, droppedTo, progress);
  }

  /** The same, with a line for every candidate that was dropped in a file of its own. */
  public Curation withDroppedTo(Path file) {
    return new Curation(scoring, inFlight, requireNonNull(file, "file"), progress);
  }

  /** The same, telling how many of the input's objects are done. */
  public Curation withProgress(Evaluation.Progress told) {
    return new Curation(scoring, inFlight, droppedTo, requireNonNull(told, "told"));
  }

  /**
   * Runs and filters the candidates of a file.
   *
   * @throws IllegalArgumentException if the file is not JSON throughout; nothing has run then
   */
  public Result run(Tusk tusk, Path in, Path out) throws IOException, InterruptedException {
    int total = count(in);
    progress.at(0, total);
    Map<String, String> preambles = RecordedProgram.preambles(in);
    var counts = new Counts();
    try (Grading grading = Grading.open();
        Dropped dropped = new Dropped(droppedTo)) {
      var scorer = new Scorer(grading);
      Report.replace(
          out,
          rows -> {
            try (JsonItems items = new JsonItems(in)) {
              var run = new Run(tusk, scorer, counts, rows, dropped);
              while (items.hasNext()) {
                JsonNode item = items.nextOfAnyKind();
                for (Candidate candidate : candidates(item, items.number(), preambles)) {
                  run.add(candidate);
                }
                progress.at(items.number(), total);
              }
              run.finish();
            }
          });
    }
    return counts.result();
  }

  private static int count(Path in) throws IOException {
    int count = 0;
    try (JsonItems items = new JsonItems(in)) {
      while (items.hasNext()) {
        items.nextOfAnyKind();
        count = Math.addExact(count, 1);
      }
    }
    return count;
  }

  /** A program to be judged, or why there is none. */
  private record Candidate(String id, @Nullable RecordedProgram program, String problem) {}

  /** What became of a candidate. */
  private record Judged(
      Candidate candidate, @Nullable ObjectNode row, String reason, String verdict) {}

  private static List<Candidate> candidates(
      JsonNode item, int number, Map<String, String> preambles) {
    String id = JsonItems.answer(item.path("id")).orElse(String.valueOf(number));
    List<Candidate> candidates = new ArrayList<>();
    if (!item.isObject()) {
      return List.of(new Candidate(id, null, "it is no JSON object"));
    }
    JsonNode programs = item.path("programs");
    List<JsonNode> each = new ArrayList<>();
    if (programs.isArray()) {
      programs.forEach(each::add);
    } else {
      each.add(JsonItems.JSON.createObjectNode());
    }
    for (JsonNode one : each) {
      ObjectNode merged = ((ObjectNode) item).deepCopy();
      merged.remove("programs");
      merged.remove("cpython");
      if (one.isTextual()) {
        merged.set("program", one);
      } else if (one.isObject()) {
        merged.setAll((ObjectNode) one);
      }
      try {
        candidates.add(new Candidate(id, RecordedProgram.of(merged, number, preambles), ""));
      } catch (IllegalArgumentException e) {
        candidates.add(new Candidate(id, null, String.valueOf(e.getMessage())));
      }
    }
    return candidates.isEmpty()
        ? List.of(new Candidate(id, null, "the list programs is empty"))
        : candidates;
  }

  /** A run under way: candidates go in, and come out in the same order. */
  private final class Run {
    private final Tusk tusk;
    private final Scorer scorer;
    private final Counts counts;
    private final Writer rows;
    private final Dropped dropped;
    private final Set<Fingerprint> seen = new HashSet<>();
    private final ArrayDeque<FutureTask<Judged>> underWay = new ArrayDeque<>();

    Run(Tusk tusk, Scorer scorer, Counts counts, Writer rows, Dropped dropped) {
      this.tusk = tusk;
      this.scorer = scorer;
      this.counts = counts;
      this.rows = rows;
      this.dropped = dropped;
    }

    void add(Candidate candidate) throws IOException {
      Optional<Judged> known = unrun(candidate);
      var task = new FutureTask<Judged>(() -> known.isPresent() ? known.get() : judged(candidate));
      if (known.isPresent()) {
        task.run();
      } else {
        Thread.ofVirtual().start(task);
      }
      underWay.add(task);
      if (underWay.size() > inFlight) {
        settle();
      }
    }

    void finish() throws IOException {
      while (!underWay.isEmpty()) {
        settle();
      }
    }

    /** What needs no run. */
    private Optional<Judged> unrun(Candidate candidate) {
      RecordedProgram program = candidate.program();
      if (program == null) {
        return Optional.of(drop(candidate, "malformed: " + candidate.problem()));
      }
      if (program.question().text().isBlank()) {
        return Optional.of(drop(candidate, "malformed: it has no field question"));
      }
      if (program.question().gold().isEmpty()) {
        return Optional.of(drop(candidate, "no reference answer"));
      }
      return seen.add(Fingerprint.of(program))
          ? Optional.empty()
          : Optional.of(drop(candidate, "duplicate"));
    }

    private Judged drop(Candidate candidate, String reason) {
      return new Judged(candidate, null, reason, "");
    }

    private Judged judged(Candidate candidate) {
      RecordedProgram item = requireNonNull(candidate.program());
      Checked checked = tusk.check(item.program());
      if (!(checked.execution() instanceof Execution.Completed completed)) {
        return drop(candidate, "did not run: " + Executions.outcome(checked.execution()));
      }
      if (completed.answer().isBlank()) {
        return drop(candidate, "no output");
      }
      Scores scores =
          scorer.program(
              item.question(),
              Executions.printed(completed, item.program().style()),
              completed.answer());
      if (!scoring.keeps(scores)) {
        return drop(candidate, scoring.leavesOpen(scores) ? "undecided" : "wrong answer");
      }
      return new Judged(candidate, row(item, checked, completed), "", checked.verdict().label());
    }

    private void settle() throws IOException {
      Judged judged;
      try {
        judged = underWay.remove().get();
      } catch (InterruptedException e) {
        underWay.forEach(task -> task.cancel(true));
        Thread.currentThread().interrupt();
        throw new IOException("interrupted; nothing was written", e);
      } catch (ExecutionException e) {
        underWay.forEach(task -> task.cancel(true));
        throw new IllegalStateException("a candidate could not be judged", e.getCause());
      }
      counts.add(judged);
      if (judged.row() == null) {
        dropped.write(judged);
      } else {
        rows.write(JsonItems.JSON.writeValueAsString(judged.row()) + "\n");
      }
    }
  }

  private static ObjectNode row(
      RecordedProgram item, Checked checked, Execution.Completed completed) {
    ObjectNode row = JsonItems.JSON.createObjectNode();
    row.put("instruction", item.question().text().strip() + TRIGGER);
    row.put("input", "");
    row.put("output", item.program().source());
    row.put("source", item.question().set());
    row.put("id", item.question().id());
    row.put("answer", completed.answer());
    row.put("gold", item.question().gold().orElse(""));
    row.put("style", completed.style().name().toLowerCase(Locale.ROOT));
    if (!item.program().preamble().isEmpty()) {
      row.put("preamble", item.program().preamble());
    }
    row.put("verdict", checked.verdict().label());
    row.put("method", checked.verdict().method());
    return row;
  }

  /** Half of a SHA-256 of a question and a program's normalised text. */
  private record Fingerprint(long high, long low) {
    static Fingerprint of(RecordedProgram item) {
      byte[] hash =
          Inputs.sha256()
              .digest(
                  String.join(
                          "\0",
                          item.question().text().strip().replaceAll("\\s+", " "),
                          item.question().gold().orElse(""),
                          item.program().preamble(),
                          normalised(item.program().source()))
                      .getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(hash);
      return new Fingerprint(bytes.getLong(), bytes.getLong());
    }
  }

  /** A program without empty lines, lines that are comments, and white space at the lines' ends. */
  static String normalised(String source) {
    Predicate<String> empty = line -> line.isBlank() || line.strip().startsWith("#");
    return String.join(
        "\n", source.lines().map(String::stripTrailing).filter(empty.negate()).toList());
  }

  /** What is counted. */
  private static final class Counts {
    private final SortedMap<String, Long> dropped = new TreeMap<>();
    private final SortedMap<String, Long> verdicts = new TreeMap<>();
    private long candidates;
    private long kept;

    void add(Judged judged) {
      candidates++;
      if (judged.row() == null) {
        dropped.merge(
            judged.reason().startsWith("malformed") ? "malformed" : judged.reason(), 1L, Long::sum);
      } else {
        kept++;
        verdicts.merge(judged.verdict(), 1L, Long::sum);
      }
    }

    Result result() {
      return new Result(candidates, kept, dropped, verdicts);
    }
  }

  /** The file of dropped candidates, where one is wanted. */
  private static final class Dropped implements AutoCloseable {
    private final @Nullable Writer out;

    Dropped(@Nullable Path file) throws IOException {
      out =
          file == null
              ? null
              : new BufferedWriter(
                  new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }

    void write(Judged judged) throws IOException {
      if (out != null) {
        ObjectNode line = JsonItems.JSON.createObjectNode();
        line.put("id", judged.candidate().id());
        line.put("reason", judged.reason());
        RecordedProgram program = judged.candidate().program();
        if (program != null) {
          line.put("program", program.program().source());
        }
        out.write(JsonItems.JSON.writeValueAsString(line) + "\n");
      }
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }
  }
}
