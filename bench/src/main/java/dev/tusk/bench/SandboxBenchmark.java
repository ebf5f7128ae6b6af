package dev.tusk.bench;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One program end to end through a warm sandbox: there, run, and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 6, time = 10)
@Measurement(iterations = 5, time = 10)
@Fork(1)
public class SandboxBenchmark {
  /** What the program does. */
  public enum Kind {
    PLAIN("print(1 + 1)", "2"),
    LOOP("t = 0\nfor i in range(1000):\n    t += i * i\nprint(t)", "332833500"),
    SYMPY(
        "from sympy import symbols, solve\nx = symbols('x')\nprint(solve(3*x + 7 - 22, x)[0])",
        "5");

    private final String source;
    private final String answer;

    Kind(String source, String answer) {
      this.source = source;
      this.answer = answer;
    }
  }

  @Param public Kind kind = Kind.PLAIN;

  private final Sandbox sandbox = Sandbox.builder().workers(1).build();

  /** Opens the sandbox and sees that the program answers. */
  @Setup(Level.Trial)
  public void open() {
    if (!(program() instanceof Execution.Completed completed)
        || !completed.answer().equals(kind.answer)) {
      throw new IllegalStateException("the program does not answer " + kind.answer);
    }
  }

  /** Closes it. */
  @TearDown(Level.Trial)
  public void close() {
    sandbox.close();
  }

  /** One program. */
  @Benchmark
  public Execution program() {
    return sandbox.run(new Program(kind.source, Program.Style.PRINT, ""));
  }
}
