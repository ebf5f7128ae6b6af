package dev.tusk.engine.evaluation;

import static java.util.Objects.requireNonNull;

import dev.tusk.engine.Grading;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a whole benchmark, or recorded programs, and writes the report.
 *
 * <pre>{@code
 * try (Tusk tusk = Tusk.builder().build()) {
 *   Evaluation.into(folder).programs(tusk, List.of(Path.of("gsm8k.jsonl")), 4);
 * }
 * }</pre>
 *
 * <p>The folder holds {@code answers.jsonl}, a journal to which every answer is forced before it is
 * counted: a run that was killed goes on where it was when it is started again with the same
 * settings. At the end {@code report.html}, {@code report.json} and {@code answers.csv} are written
 * beside it. In memory is a number for each question and a bounded number of answers.
 *
 * <p>Immutable; a folder belongs to one run at a time, which the journal's lock enforces.
 */
public final class Evaluation {
  private static final int WAITING = 256;

  /** Told how far a run is, by the thread that runs it. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Answers are on disk.
     *
     * @param answered how many, those of earlier runs included
     * @param total how many there will be
     */
    void at(int answered, int total);
  }

  private final Path folder;
  private final Map<String, String> settings;
  private final Progress progress;

  private Evaluation(Path folder, Map<String, String> settings, Progress progress) {
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.progress = progress;
  }

  /** An evaluation into a folder, which is made if it is not there. */
  public static Evaluation into(Path folder) {
    return new Evaluation(requireNonNull(folder, "folder"), Map.of(), (answered, total) -> {});
  }

  /** The same, with settings that the answers depend on, such as limits; they go to the report. */
  public Evaluation withSettings(Map<String, String> more) {
    return new Evaluation(folder, more, progress);
  }

  /** The same, naming the checkpoint folder whose model is asked, by its name and content. */
  public Evaluation withModel(Path checkpoint) throws IOException {
    var more = new TreeMap<>(settings);
    more.put("model", Inputs.folder(checkpoint));
    return new Evaluation(folder, more, progress);
  }

  /** The same, telling how far it is. */
  public Evaluation withProgress(Progress told) {
    return new Evaluation(folder, settings, requireNonNull(told, "told"));
  }

  /**
   * Runs, checks and scores recorded programs: objects with {@code program} and optionally {@code
   * dataset}, {@code id}, {@code question}, {@code gold}, {@code style}, {@code preamble} and
   * {@code cpython}. A preamble may be the name of a text in a {@code preambles.json} beside the
   * file.
   *
   * @param inFlight how many programs are under way at once, at least 1
   * @return the report page
   * @throws IllegalArgumentException if a file is not of the format, before anything runs; or if
   *     the folder's journal was begun with other settings or files
   */
  public Path programs(Tusk tusk, List<Path> files, int inFlight)
      throws IOException, InterruptedException {
    if (inFlight < 1) {
      throw new IllegalArgumentException("inFlight is " + inFlight + "; at least 1 is possible");
    }
    try (Grading grading = Grading.open()) {
      return run(new ProgramAnswers(files, settings, tusk, new Scorer(grading), inFlight));
    }
  }

  /**
   * Asks a model the questions of a benchmark, and checks and scores the answers.
   *
   * @param tusk with a model
   * @param most how many questions are asked, from the first
   * @return the report page
   * @throws IllegalArgumentException if the file is not of the benchmark's format, before the model
   *     is asked; or if the folder's journal was begun with other settings or another file
   */
  public Path benchmark(Tusk tusk, Benchmark benchmark, Path file, SolveOptions options, int most)
      throws IOException, InterruptedException {
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + "; at least 1 is possible");
    }
    try (Grading grading = Grading.open()) {
      var scorer = new Scorer(grading);
      return run(new ModelAnswers(benchmark, file, settings, tusk, scorer, options, most));
    }
  }

  private Path run(AnswerSource source) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (Journal journal =
        Journal.open(folder.resolve("answers.jsonl"), source.settings(), source.size())) {
      progress.at(journal.count(), journal.size());
      if (journal.count() < journal.size()) {
        fill(journal, source);
      }
      return Report.write(folder, source.settings(), journal);
    }
  }

  /** Takes the answers as they come and counts those that are on disk. */
  private void fill(Journal journal, AnswerSource source) throws IOException, InterruptedException {
    BlockingQueue<EvaluatedAnswer> answered = new ArrayBlockingQueue<>(WAITING);
    var failure = new AtomicReference<@Nullable Throwable>();
    var ended = new AtomicBoolean();
    boolean[] open = new boolean[journal.size()];
    for (int i = 0; i < open.length; i++) {
      open[i] = !journal.has(i);
    }
    Thread answering =
        Thread.ofVirtual()
            .name("tusk-evaluation")
            .start(() -> {
              try {
                source.answer(index -> open[index], answer -> put(answered, answer, ended));
              } catch (IOException | InterruptedException | RuntimeException | Error e) {
                failure.set(e);
              }
            });
    try {
      List<EvaluatedAnswer> batch = new ArrayList<>();
      while (journal.count() < journal.size()) {
        EvaluatedAnswer first = answered.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (!answering.isAlive() && answered.isEmpty()) {
            break;
          }
          continue;
        }
        batch.add(first);
        answered.drainTo(batch);
        journal.append(batch);
        batch.clear();
        progress.at(journal.count(), journal.size());
      }
    } finally {
      ended.set(true);
      if (journal.count() < journal.size()) {
        answering.interrupt();
      }
      answering.join();
    }
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("the evaluation ended early", failure.get());
    }
    if (journal.count() < journal.size()) {
      throw new IllegalStateException(
          "only %d of %d questions were answered".formatted(journal.count(), journal.size()));
    }
  }

  private static void put(
      BlockingQueue<EvaluatedAnswer> answered, EvaluatedAnswer answer, AtomicBoolean ended) {
    try {
      boolean taken = false;
      while (!taken && !ended.get()) {
        taken = answered.offer(answer, 100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while answers were written", e);
    }
  }
}
