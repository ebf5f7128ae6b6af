package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tusk.engine.CrossCheckCorpus.Recorded;
import dev.tusk.symbolic.Corruption;
import dev.tusk.symbolic.CrossCheck;
import dev.tusk.symbolic.Evidence;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Coverage and soundness over the recorded programs, with algebra in its worker. Writes what
 * docs/verification.md reports to target/cross-check. {@code tusk.cross-check.every=N} takes every
 * N-th program only.
 */
@Tag("soak")
class CrossCheckCorpusTest {
  private static final Path CORPUS = Path.of(System.getProperty("tusk.corpus", ""));
  private static final Path OUT = Path.of("target/cross-check");
  private static final int EVERY = Integer.getInteger("tusk.cross-check.every", 1);
  private static final long SEED = 20_261_123;

  private static WorkerAlgebra algebra;
  private static CrossCheck check;

  @BeforeAll
  static void open() throws IOException {
    assumeTrue(
        Files.isDirectory(CORPUS.resolve("corpus")), "no recorded programs: -Dtusk.corpus=DIR");
    algebra = new WorkerAlgebra();
    check = CrossCheck.builder().algebra(algebra).build();
    Files.createDirectories(OUT);
  }

  @AfterAll
  static void close() {
    if (algebra != null) {
      algebra.close();
    }
  }

  private static List<Recorded> programs() throws IOException {
    List<Recorded> all = CrossCheckCorpus.read(CORPUS);
    return IntStream.range(0, all.size()).filter(i -> i % EVERY == 0).mapToObj(all::get).toList();
  }

  private static boolean decided(Verdict v) {
    return !(v instanceof Verdict.Disagreed || v instanceof Verdict.Unchecked);
  }

  private static boolean accepted(Verdict v) {
    return v instanceof Verdict.Confirmed
        || v instanceof Verdict.FloatArtefact
        || v instanceof Verdict.OneOfRoots;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 299) + "…";
  }

  @Test
  void decidesAsManyProgramsAsTheDocumentationSays() throws IOException {
    Map<String, Map<String, Integer>> table = new TreeMap<>();
    Map<String, Integer> reasons = new TreeMap<>();
    var lines = new ArrayList<String>();
    int[][] counts = new int[2][2];
    for (Recorded p : programs()) {
      long start = System.nanoTime();
      Verdict v = check.check(p.program(), p.answer());
      long micros = (System.nanoTime() - start) / 1_000;
      Map<String, Integer> row = table.computeIfAbsent(p.dataset(), d -> new TreeMap<>());
      row.merge(v.label(), 1, Integer::sum);
      counts[p.sympy() ? 1 : 0][decided(v) ? 1 : 0]++;
      row.merge((p.sympy() ? "sympy" : "plain") + (decided(v) ? "+" : "-"), 1, Integer::sum);
      if (v instanceof Verdict.Unchecked u) {
        reasons.merge(u.reason() + ": " + u.construct() + " " + u.detail(), 1, Integer::sum);
      }
      assertThat(v)
          .as("%s: %s", p.id(), v.explanation())
          .isNotInstanceOf(Verdict.Contradicted.class);
      lines.add(
          String.join(
              "\t",
              p.id(),
              p.dataset(),
              p.sympy() ? "sympy" : "plain",
              v.label(),
              Long.toString(micros),
              oneLine(p.answer()),
              oneLine(v.explanation())));
      Verdict again = CrossCheck.replay(Verdict.parse(v.toJson()).evidence());
      assertThat(again).as("decided again: %s", p.id()).isEqualTo(v);
    }
    Files.write(OUT.resolve("verdicts.tsv"), lines);
    var report = new ArrayList<String>();
    table.forEach((d, row) -> report.add(d + " " + row));
    report.add("plain decided " + counts[0][1] + " of " + (counts[0][0] + counts[0][1]));
    report.add("sympy decided " + counts[1][1] + " of " + (counts[1][0] + counts[1][1]));
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(e -> report.add(e.getValue() + " " + e.getKey()));
    Files.write(OUT.resolve("coverage.txt"), report);
    assertThat(counts[0][1]).isGreaterThan(92 * (counts[0][0] + counts[0][1]) / 100);
    assertThat(counts[1][1]).isGreaterThan(75 * (counts[1][0] + counts[1][1]) / 100);
  }

  @Test
  void acceptsNoCorruptedAnswer() throws IOException {
    var random = new Random(SEED);
    Map<String, Integer> tried = new TreeMap<>();
    var accepted = new ArrayList<String>();
    int programs = 0;
    Map<String, Integer> labels = new TreeMap<>();
    for (Recorded p : programs()) {
      SymbolicProgram program = p.program();
      Verdict v = check.check(program, p.answer());
      if (!accepted(v)) {
        continue;
      }
      programs++;
      // What the algebra system said to the right answer is known for the wrong ones.
      CrossCheck known = check.toBuilder().algebra(new KnownReplies(v.evidence(), algebra)).build();
      for (var wrong : Corruption.of(p.answer(), random).entrySet()) {
        tried.merge(wrong.getKey(), 1, Integer::sum);
        Verdict w = known.check(program, wrong.getValue());
        labels.merge(w.label(), 1, Integer::sum);
        if (accepted(w)) {
          accepted.add(
              p.id()
                  + "\t"
                  + wrong.getKey()
                  + "\t"
                  + oneLine(p.answer())
                  + "\t"
                  + oneLine(wrong.getValue())
                  + "\t"
                  + w.label()
                  + " "
                  + w.method());
        }
      }
    }
    var report = new ArrayList<String>();
    report.add(
        "seed " + SEED + ", programs " + programs + ", wrong answers " + sum(tried) + ": " + tried);
    report.add("verdicts " + labels);
    report.add("accepted " + accepted.size());
    report.addAll(accepted);
    Files.write(OUT.resolve("soundness.txt"), report);
    assertThat(accepted).isEmpty();
    assertThat(tried).hasSize(10);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(n -> n).sum();
  }

  /** Answers what evidence has an answer to, and asks on for the rest. */
  private record KnownReplies(Evidence evidence, WorkerAlgebra worker)
      implements dev.tusk.symbolic.Algebra {
    @Override
    public Reply ask(byte[] request, Duration deadline) {
      String key = java.util.Base64.getEncoder().encodeToString(request);
      for (Evidence.Exchange e : evidence.exchanges()) {
        if (e.request().equals(key) && e.reply() == Evidence.Exchange.Kind.ANSWERED) {
          return new Reply.Answered(java.util.Base64.getDecoder().decode(e.answer()));
        }
      }
      return worker.ask(request, deadline);
    }

    @Override
    public Site site() {
      return worker.site();
    }
  }
}
