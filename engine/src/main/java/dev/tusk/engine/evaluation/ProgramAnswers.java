package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.engine.Checked;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Runs recorded programs, checks and scores them. */
final class ProgramAnswers implements AnswerSource {
  private final List<Path> files;
  private final SortedMap<String, String> settings;
  private final int size;
  private final Tusk tusk;
  private final Scorer scorer;
  private final int inFlight;

  /**
   * Reads the files once, so that what is wrong with them is said before anything runs.
   *
   * @param given what else the answers depend on
   */
  ProgramAnswers(
      List<Path> files, Map<String, String> given, Tusk tusk, Scorer scorer, int inFlight)
      throws IOException {
    this.files = List.copyOf(files);
    this.tusk = tusk;
    this.scorer = scorer;
    this.inFlight = inFlight;
    this.settings = new TreeMap<>(given);
    int count = 0;
    for (int i = 0; i < files.size(); i++) {
      settings.put("programs " + (i + 1), Inputs.file(files.get(i)));
      try (var items = new Items(files.get(i))) {
        while (items.hasNext()) {
          items.next();
          count = Math.addExact(count, 1);
        }
      }
    }
    this.size = count;
  }

  @Override
  public SortedMap<String, String> settings() {
    return settings;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void answer(IntPredicate open, Consumer<EvaluatedAnswer> answers)
      throws IOException, InterruptedException {
    var permits = new Semaphore(inFlight);
    var failure = new AtomicReference<@Nullable Throwable>();
    int index = 0;
    for (Path file : files) {
      try (var items = new Items(file)) {
        while (items.hasNext() && failure.get() == null) {
          RecordedProgram item = items.next();
          int place = index++;
          if (!open.test(place)) {
            continue;
          }
          permits.acquire();
          Thread.ofVirtual()
              .start(() -> {
                try {
                  answers.accept(answered(place, item));
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                } finally {
                  permits.release();
                }
              });
        }
      }
    }
    permits.acquire(inFlight);
    switch (failure.get()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  private EvaluatedAnswer answered(int index, RecordedProgram item) {
    long start = System.nanoTime();
    Checked checked = tusk.check(item.program());
    Execution execution = checked.execution();
    String answer = Executions.answer(execution);
    Scores scores =
        scorer.program(
            item.question(), Executions.printed(execution, item.program().style()), answer);
    Usage usage = Executions.usage(execution);
    EvaluatedAnswer.RecordedScores recorded =
        item.recorded()
            .map(r ->
                new EvaluatedAnswer.RecordedScores(
                    r.status(),
                    r.answer(),
                    scorer.program(item.question(), r.printed(), r.answer())))
            .orElse(null);
    return new EvaluatedAnswer(
        index,
        item.question().set(),
        item.question().id(),
        item.question().text(),
        item.question().gold().orElse(null),
        "program",
        Executions.outcome(execution),
        Executions.detail(execution),
        source(item.program()),
        Executions.stdout(execution),
        answer,
        checked.verdict().label(),
        checked.verdict().method(),
        Executions.evidence(checked.verdict()),
        scores,
        recorded,
        null,
        null,
        List.<JsonNode>of(),
        null,
        Map.of(
            "total", (System.nanoTime() - start) / 1e6,
            "run", usage.wall().toNanos() / 1e6,
            "cpu", usage.cpu().toNanos() / 1e6));
  }

  private static String source(Program program) {
    return program.preamble().isEmpty()
        ? program.source()
        : program.preamble().stripTrailing() + "\n\n" + program.source();
  }

  /** The programs of a file, one after the other. */
  private static final class Items implements AutoCloseable {
    private final JsonItems items;
    private final Map<String, String> preambles;

    Items(Path file) throws IOException {
      this.preambles = RecordedProgram.preambles(file);
      this.items = new JsonItems(file);
    }

    boolean hasNext() {
      return items.hasNext();
    }

    RecordedProgram next() {
      JsonNode item = items.next();
      try {
        return RecordedProgram.of(item, items.number(), preambles);
      } catch (IllegalArgumentException e) {
        throw items.problem(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void close() {
      items.close();
    }
  }
}
