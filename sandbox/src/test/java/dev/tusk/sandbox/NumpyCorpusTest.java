package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Recorded programs that really use numpy or scipy; what differs is listed in docs/numpy.md. */
class NumpyCorpusTest {
  private static final double TOLERANCE = 1e-9;
  private static final Set<String> PACKAGES = Set.of("numpy", "scipy");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?");

  @Test
  void answersAsCpythonDid() throws Exception {
    String corpus = System.getProperty("tusk.corpus", "");
    assumeFalse(corpus.isEmpty(), "no recorded programs: set -Dtusk.corpus=DIR");
    Path shared = Path.of(corpus);
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode record : CorpusRun.records(shared, CorpusTest.DATASETS, true)) {
      if (uses(record)) {
        records.add(record);
      }
    }
    List<CorpusRun.Line> lines;
    try (Sandbox sandbox = Sandbox.builder().workers(1).build()) {
      lines = CorpusRun.run(sandbox, shared, records);
    }
    int equal = 0;
    for (CorpusRun.Line line : lines) {
      String recorded = recorded(line.record());
      if (line.execution() instanceof Execution.Completed completed
          && same(recorded, said(line.record(), completed))) {
        equal++;
      } else {
        System.out.printf(
            "%s%n  recorded %s%n  %s%n",
            line.record().get("id").asText(), recorded, line.execution());
      }
    }
    System.out.printf("%d of %d as CPython%n", equal, lines.size());
    assertThat(lines).hasSizeGreaterThan(50);
    assertThat(equal / (double) lines.size())
        .as("%d of %d equal", equal, lines.size())
        .isGreaterThanOrEqualTo(0.85);
  }

  private static boolean uses(JsonNode record) {
    for (JsonNode module : record.path("imports_used")) {
      if (PACKAGES.contains(module.asText().split("\\.", 2)[0])) {
        return true;
      }
    }
    return false;
  }

  /** All that CPython printed, where it was recorded; else its answer. */
  private static String recorded(JsonNode record) {
    JsonNode cpython = record.get("cpython");
    return cpython.hasNonNull("stdout")
        ? cpython.get("stdout").asText()
        : cpython.get("answer").asText();
  }

  private static String said(JsonNode record, Execution.Completed completed) {
    return record.get("cpython").hasNonNull("stdout") ? completed.stdout() : completed.answer();
  }

  /** Whether two texts differ in nothing but padding and the last digits of numbers. */
  static boolean same(String recorded, String seen) {
    if (!shape(recorded).equals(shape(seen))) {
      return false;
    }
    Matcher left = NUMBER.matcher(recorded);
    Matcher right = NUMBER.matcher(seen);
    while (left.find() && right.find()) {
      double a = Double.parseDouble(left.group());
      double b = Double.parseDouble(right.group());
      if (Math.abs(a - b) > TOLERANCE * Math.max(Math.abs(a), Math.abs(b))) {
        return false;
      }
    }
    return true;
  }

  private static String shape(String text) {
    return NUMBER
        .matcher(text)
        .replaceAll("#")
        .replaceAll("\\s+", " ")
        .replaceAll(" ?([\\[\\](),]) ?", "$1")
        .strip();
  }

  @Test
  void comparesNumbersByTheirSizeAndTheRestAsText() {
    assertThat(same("[ 1.0000000001  2]", "[1. 2]")).isTrue();
    assertThat(same("[1.00000001 2]", "[1. 2]")).isFalse();
    assertThat(same("-1e-16", "1e-16")).isFalse();
    assertThat(same("[1 2]", "[1, 2]")).isFalse();
    assertThat(same("True", "False")).isFalse();
  }
}
