package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Recorded programs give the recorded answers; what differs is listed in docs/sandbox-corpus.md.
 */
@Tag("soak")
class CorpusTest {
  private static final long SEED = 20_261_123;

  static final List<String> DATASETS =
      List.of(
          "aqua",
          "bbh_date",
          "deepmind_mathematics",
          "gsm8k",
          "math",
          "math_gsm8k_train",
          "mixed_minival",
          "mmlu",
          "multiarith",
          "simuleq",
          "svamp",
          "tat_qa",
          "theoremqa");

  /** Where a program's outcome is asked for and not its speed. */
  private static final Limits PATIENT =
      Limits.builder().wall(Duration.ofMinutes(2)).cpu(Duration.ofMinutes(2)).build();

  private static Path shared() {
    String corpus = System.getProperty("tusk.corpus", "");
    assumeFalse(corpus.isEmpty(), "no recorded programs: set -Dtusk.corpus=DIR");
    return Path.of(corpus);
  }

  @Test
  void answersAsCpythonDid() throws Exception {
    Path shared = shared();
    try (Sandbox sandbox = Sandbox.builder().workers(2).build()) {
      List<CorpusRun.Line> lines =
          CorpusRun.run(
              sandbox,
              shared,
              CorpusRun.records(shared, List.of("gsm8k", "svamp", "aqua", "math"), false));
      long equal = lines.stream().filter(CorpusRun.Line::equal).count();
      assertThat(lines).isNotEmpty();
      assertThat(equal / (double) lines.size())
          .as("%d of %d equal", equal, lines.size())
          .isGreaterThanOrEqualTo(0.99);
    }
  }

  /** Whatever ran before in a shared context, a program's outcome is the same. */
  @Test
  void answersTheSameInAnyOrder() throws Exception {
    Path shared = shared();
    List<JsonNode> records = CorpusRun.records(shared, DATASETS, true);
    Map<String, List<String>> outcomes = new HashMap<>();
    try (Sandbox sandbox = Sandbox.builder().workers(2).limits(PATIENT).build()) {
      for (int order = 0; order < 3; order++) {
        var shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(SEED + order));
        for (CorpusRun.Line line : CorpusRun.run(sandbox, shared, shuffled)) {
          outcomes
              .computeIfAbsent(line.record().get("id").asText(), _ -> new ArrayList<>())
              .add(outcome(line.execution()));
        }
      }
    }
    var different = new TreeMap<String, List<String>>();
    outcomes.forEach((id, seen) -> {
      if (seen.stream().distinct().count() > 1) {
        different.put(id, seen);
      }
    });
    System.out.printf(
        "%d programs in three orders, %d with different outcomes%n",
        outcomes.size(), different.size());
    assertThat(different).isEmpty();
  }

  /** What a program says, without what it used. */
  private static String outcome(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed -> completed.value() + " " + completed.stdout();
      case Execution.Raised raised ->
          raised.type() + " " + raised.message() + " " + raised.stdout();
      case Execution.LimitExceeded exceeded -> exceeded.limit().name();
      case Execution.Rejected rejected -> rejected.toString();
      case Execution.Crashed crashed -> crashed.toString();
      case Execution.Cancelled cancelled -> cancelled.toString();
    };
  }

  /** Programs that CPython could not run fail here too, with an exception of the same type. */
  @Test
  void failsAsCpythonDid() throws Exception {
    Path shared = shared();
    List<JsonNode> records = CorpusRun.failed(shared, DATASETS);
    try (Sandbox sandbox = Sandbox.builder().workers(2).limits(PATIENT).build()) {
      List<CorpusRun.Line> lines = CorpusRun.run(sandbox, shared, records);
      var others = new TreeMap<String, Long>();
      long same = 0;
      for (CorpusRun.Line line : lines) {
        String expected = line.record().get("cpython").get("error_type").asText();
        String seen =
            switch (line.execution()) {
              case Execution.Raised raised -> raised.type();
              case Execution.Rejected rejected -> rejected.type();
              case Execution e -> e.getClass().getSimpleName();
            };
        if (seen.equals(expected)) {
          same++;
        } else {
          others.merge(expected + " -> " + seen, 1L, Long::sum);
          System.out.println(line.record().get("id").asText() + " " + expected + " " + seen);
        }
      }
      System.out.printf("%d of %d with the same type; others %s%n", same, lines.size(), others);
      assertThat(same / (double) lines.size()).isGreaterThanOrEqualTo(0.95);
    }
  }
}
