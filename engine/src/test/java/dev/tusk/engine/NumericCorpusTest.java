package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tusk.engine.CrossCheckCorpus.Recorded;
import dev.tusk.symbolic.Corruption;
import dev.tusk.symbolic.CrossCheck;
import dev.tusk.symbolic.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The cross-check of recorded programs that use numpy or scipy; docs/verification.md has the
 * figures.
 */
class NumericCorpusTest {
  private static final Path CORPUS = Path.of(System.getProperty("tusk.corpus", ""));
  private static final Path OUT = Path.of("target/cross-check");
  private static final long SEED = 20_261_123;

  @Test
  void decidesWhatIsExactAndContradictsNoRightAnswer() throws IOException {
    assumeTrue(
        Files.isDirectory(CORPUS.resolve("corpus")), "no recorded programs: -Dtusk.corpus=DIR");
    CrossCheck check = CrossCheck.builder().build();
    var random = new Random(SEED);
    var labels = new TreeMap<String, Integer>();
    var lines = new ArrayList<String>();
    List<Recorded> programs = CrossCheckCorpus.readNumeric(CORPUS);
    int accepted = 0;
    int corrupted = 0;
    for (Recorded p : programs) {
      Verdict v = check.check(p.program(), p.answer());
      labels.merge(v.label(), 1, Integer::sum);
      lines.add(String.join("\t", p.id(), v.label(), p.answer(), v.explanation()));
      assertThat(v)
          .as("%s: %s", p.id(), v.explanation())
          .isNotInstanceOf(Verdict.Contradicted.class);
      assertThat(CrossCheck.replay(Verdict.parse(v.toJson()).evidence()))
          .as("decided again: %s", p.id())
          .isEqualTo(v);
      if (accepts(v)) {
        accepted++;
        for (var wrong : Corruption.of(p.answer(), random).entrySet()) {
          corrupted++;
          assertThat(accepts(check.check(p.program(), wrong.getValue())))
              .as("%s, %s, seed %d", p.id(), wrong, SEED)
              .isFalse();
        }
      }
    }
    lines.add(programs.size() + " programs " + labels + ", wrong answers " + corrupted);
    Files.createDirectories(OUT);
    Files.write(OUT.resolve("numeric.tsv"), lines);
    System.out.println(lines.getLast());
    assertThat(programs).hasSizeGreaterThan(50);
    assertThat(accepted).isGreaterThanOrEqualTo(programs.size() / 2);
  }

  private static boolean accepts(Verdict v) {
    return v instanceof Verdict.Confirmed
        || v instanceof Verdict.FloatArtefact
        || v instanceof Verdict.OneOfRoots;
  }
}
