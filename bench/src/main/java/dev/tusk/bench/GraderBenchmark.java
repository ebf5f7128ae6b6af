package dev.tusk.bench;

import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
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

  /** Pairs of every notation, candidates as a model writes them. */
  @Benchmark
  public Judgement notations(Turn turn) {
    Pair pair = notations.get(turn.next++ & 7);
    return mathVerify.grade(pair.reference(), pair.candidate());
  }

  /** The calibration: 100,000 steps of a xorshift generator, each waiting for the one before. */
  @Benchmark
  public long calibration(Turn turn) {
    long x = turn.next++ | 1L << 40;
    for (int i = 0; i < 100_000; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }
}
