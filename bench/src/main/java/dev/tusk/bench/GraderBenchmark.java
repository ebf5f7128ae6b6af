package dev.tusk.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verdicts a second of the grader, beside a calibration loop in the same run: the loop's own rate
 * tells how fast the machine was meanwhile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
@Threads(2)
@Fork(1)
public class GraderBenchmark {
  /** A reference and a candidate. */
  private record Pair(String reference, String candidate) {}

  private static final int COUNT = 1024;

  private final Grader lenient = Grader.of(Policy.lenient());
  private final Grader mathVerify = Grader.of(Policy.mathVerify());
  private final List<Pair> numbers = numbers(new Random(20261123));
  private final List<Pair> notations =
      List.of(
          new Pair("\\frac{1}{2}", "The answer is $0.5$."),
          new Pair("\\sqrt{8}", "so we get $\\boxed{2\\sqrt{2}}$"),
          new Pair("(1,2]\\cup[3,\\infty)", "$(1, 2] \\cup [3, \\infty)$"),
          new Pair("\\{1, 2, 3\\}", "$\\{3, 2, 1\\}$"),
          new Pair("x^2+2x+1", "$(x+1)^2$"),
          new Pair(
              "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
              "$\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}$"),
          new Pair("\\frac{\\pi}{6}", "$30^\\circ$"),
          new Pair("x = 3", "$y = 4$"));

  private static List<Pair> numbers(Random random) {
    return IntStream.range(0, COUNT)
        .mapToObj(i -> {
          int n = random.nextInt(2_000_000) - 1_000_000;
          return switch (i % 4) {
            case 0 -> new Pair(Integer.toString(n), Integer.toString(n));
            case 1 -> new Pair(Integer.toString(n), n + ".0");
            case 2 -> new Pair(n + "/8", Double.toString(n / 8.0));
            default -> new Pair(Integer.toString(n), Integer.toString(n + 1));
          };
        })
        .toList();
  }

  /** State of one thread: which pair is next. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
  }

  /** Pairs of plain numbers. */
  @Benchmark
  public Judgement numbers(Turn turn) {
    Pair pair = numbers.get(turn.next++ & (COUNT - 1));
    return lenient.grade(pair.reference(), pair.candidate());
  }

  /** Eight pairs of different notations, candidates as a model writes them. */
  @Benchmark
  public Judgement notations(Turn turn) {
    Pair pair = notations.get(turn.next++ & 7);
    return mathVerify.grade(pair.reference(), pair.candidate());
  }

  /** Math-Verify's recorded cases, each under its own settings; needs the folder of the data. */
  @State(Scope.Benchmark)
  public static class Recorded {
    private final List<Grader> graders = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    /** Reads equivalence/math_verify.jsonl in the folder that the property tusk.corpus names. */
    @Setup
    public void read() throws IOException {
      String folder = System.getProperty("tusk.corpus", "");
      if (folder.isEmpty()) {
        throw new IllegalStateException(
            "the benchmark recorded needs -Dtusk.corpus=DIR with equivalence/ in DIR");
      }
      ObjectMapper json = new ObjectMapper();
      Path file = Path.of(folder, "equivalence", "math_verify.jsonl");
      for (String line : Files.readAllLines(file)) {
        JsonNode item = json.readTree(line);
        Policy.Builder policy = Policy.mathVerify().toBuilder();
        Set<Policy.Target> targets = EnumSet.noneOf(Policy.Target.class);
        item.path("extraction")
            .forEach(name ->
                targets.add(
                    name.asText().equals("latex")
                        ? Policy.Target.LATEX
                        : Policy.Target.EXPRESSION));
        if (!targets.isEmpty()) {
          policy.targets(targets);
        }
        policy.precision(item.path("precision").asInt(6));
        policy.setRelation(item.path("set_relation").asBoolean(false));
        graders.add(Grader.of(policy.build()));
        pairs.add(new Pair(item.get("gold").asText(), item.get("pred").asText()));
      }
    }
  }

  /** Math-Verify's own recorded cases in turn, pages of reasoning included. */
  @Benchmark
  public Judgement recorded(Turn turn, Recorded recorded) {
    int i = Math.floorMod(turn.next++, recorded.pairs.size());
    Pair pair = recorded.pairs.get(i);
    return recorded.graders.get(i).grade(pair.reference(), pair.candidate());
  }

  /** The calibration in the same run. */
  @Benchmark
  public long calibration(Turn turn) {
    return Calibration.round(turn.next++);
  }
}
