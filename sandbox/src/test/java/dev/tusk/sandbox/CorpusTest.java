package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Recorded programs give the recorded answers; what differs is listed in docs/sandbox-corpus.md.
 */
@Tag("soak")
class CorpusTest {
  @Test
  void answersAsCpythonDid() throws Exception {
    String corpus = System.getProperty("tusk.corpus", "");
    assumeFalse(corpus.isEmpty(), "no recorded programs: set -Dtusk.corpus=DIR");
    Path shared = Path.of(corpus);
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
}
