package dev.tusk.bench;

import dev.tusk.engine.python.AnswerStyle;
import dev.tusk.engine.python.ProgramLowering;
import dev.tusk.engine.python.ProgramLowering.Lowering;
import dev.tusk.symbolic.CrossCheck;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Checks a second, and the time of one, beside a calibration loop in the same run: the loop's own
 * rate tells how fast the machine was meanwhile. A check is the cross-check of a program that is
 * parsed already, from the two runs to the verdict; {@code lowering} is the parser's share. Symja
 * runs in the benchmark's own process.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
@Threads(2)
@Fork(1)
public class CrossCheckBenchmark {
  /** A program and what CPython prints for it. */
  private record Sample(String source, String printed) {}

  private record Checked(SymbolicProgram program, String printed) {}

  private static final List<Sample> NUMBERS =
      List.of(
          new Sample(
              """
              eggs_per_day = 16
              eaten = 3
              baked = 4
              price = 2
              sold = eggs_per_day - eaten - baked
              print(sold * price)
              """,
              "18"),
          new Sample(
              """
              price = 19.99
              quantity = 3
              tax = 0.08
              total = price * quantity * (1 + tax)
              print(round(total, 2))
              """,
              "64.77"),
          new Sample(
              """
              def solution():
                  distance = 240
                  speed = 45
                  hours = distance / speed
                  return hours
              print(solution())
              """,
              "5.333333333333333"),
          new Sample(
              """
              import math
              radius = 7.5
              area = math.pi * radius ** 2
              print(f"The area is {area:.2f} square metres")
              """,
              "The area is 176.71 square metres"),
          new Sample(
              """
              total = 0
              for n in range(1, 101):
                  if n % 3 == 0 or n % 5 == 0:
                      total += n
              print(total)
              """,
              "2418"),
          new Sample(
              """
              scores = [88, 92, 79, 95, 61]
              mean = sum(scores) / len(scores)
              above = [s for s in scores if s > mean]
              print(mean, len(above))
              """,
              "83.0 3"),
          new Sample(
              """
              from fractions import Fraction
              print(Fraction(3, 4) - Fraction(2, 5) * 3)
              """,
              "-9/20"),
          new Sample(
              """
              def fib(n):
                  a, b = 0, 1
                  for _ in range(n):
                      a, b = b, a + b
                  return a
              print(fib(90))
              """,
              "2880067194370816120"));

  private static final List<Sample> ALGEBRA =
      List.of(
          new Sample(
              """
              from sympy import symbols, Eq, solve
              x = symbols('x')
              print(solve(Eq(3 * x + 7, 22), x))
              """,
              "[5]"),
          new Sample(
              """
              from sympy import symbols, solve
              x = symbols('x')
              print(solve(x**2 - 3*x - 1, x))
              """,
              "[3/2 - sqrt(13)/2, 3/2 + sqrt(13)/2]"),
          new Sample(
              """
              from sympy import symbols, Eq, solve
              x, y = symbols('x y')
              print(solve((Eq(2*x + 3*y, 12), Eq(x - y, 1)), (x, y)))
              """,
              "{x: 3, y: 2}"),
          new Sample(
              """
              from sympy import symbols, diff
              x = symbols('x')
              print(diff(x**3 + 2*x**2 - 5, x).subs(x, 2))
              """,
              "20"),
          new Sample(
              """
              from sympy import symbols, integrate
              x = symbols('x')
              print(integrate(3*x**2 + 2*x, (x, 0, 4)))
              """,
              "80"),
          new Sample(
              """
              from sympy import symbols, expand
              x, y = symbols('x y')
              print(expand((x + 2*y)**3))
              """,
              "x**3 + 6*x**2*y + 12*x*y**2 + 8*y**3"),
          new Sample(
              """
              from sympy import Matrix
              print(Matrix([[2, 1, 3], [0, 4, 5], [1, 0, 6]]).det())
              """,
              "41"),
          new Sample(
              """
              from sympy import symbols, simplify, sqrt
              x = symbols('x')
              print(simplify((x**2 - 1) / (x - 1)))
              """,
              "x + 1"));

  private static final List<Sample> SYMJA =
      List.of(
          integral("exp(3*x)", "exp(3*x)/3"),
          integral("cos(2*x)", "sin(2*x)/2"),
          integral("1/(x**2 + 1)", "atan(x)"),
          integral("x*exp(x)", "(x - 1)*exp(x)"));

  private static Sample integral(String f, String printed) {
    return new Sample(
        """
        from sympy import symbols, integrate, exp, cos
        x = symbols('x')
        print(integrate(%s, x))
        """
            .formatted(f),
        printed);
  }

  private final CrossCheck check = CrossCheck.builder().deadline(Duration.ofMinutes(1)).build();
  private final List<Checked> numbers = new ArrayList<>();
  private final List<Checked> algebra = new ArrayList<>();
  private final List<Checked> symja = new ArrayList<>();

  /** Parses the programs, and refuses to measure checks that confirm nothing. */
  @Setup(Level.Trial)
  public void open() {
    NUMBERS.forEach(s -> numbers.add(checked(s)));
    ALGEBRA.forEach(s -> algebra.add(checked(s)));
    SYMJA.forEach(s -> symja.add(checked(s)));
  }

  private Checked checked(Sample sample) {
    var checked = new Checked(lowered(sample), sample.printed());
    Verdict v = check.check(checked.program(), checked.printed());
    if (!(v instanceof Verdict.Confirmed)) {
      throw new IllegalStateException(
          v.label() + " " + v.explanation() + " for\n" + sample.source());
    }
    return checked;
  }

  private static SymbolicProgram lowered(Sample sample) {
    return switch (ProgramLowering.lower(sample.source(), "", AnswerStyle.PRINT)) {
      case Lowering.Lowered l -> l.program();
      case Lowering.Rejected r -> throw new IllegalStateException(r.problem());
    };
  }

  /** State of one thread: which program is next. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
  }

  /** Programs of numbers, texts and lists. */
  @Benchmark
  public Verdict withoutAlgebra(Turn turn) {
    Checked c = numbers.get(turn.next++ & 7);
    return check.check(c.program(), c.printed());
  }

  /** Programs of sympy. */
  @Benchmark
  public Verdict withAlgebra(Turn turn) {
    Checked c = algebra.get(turn.next++ & 7);
    return check.check(c.program(), c.printed());
  }

  /** Programs of sympy for which Symja is asked. */
  @Benchmark
  public Verdict withSymja(Turn turn) {
    Checked c = symja.get(turn.next++ & 3);
    return check.check(c.program(), c.printed());
  }

  /** Parsing and lowering. */
  @Benchmark
  public SymbolicProgram lowering(Turn turn) {
    return lowered(NUMBERS.get(turn.next++ & 7));
  }

  /** The calibration in the same run. */
  @Benchmark
  public long calibration(Turn turn) {
    return Calibration.round(turn.next++);
  }
}
