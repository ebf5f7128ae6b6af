package dev.tusk.bench;

import dev.tusk.engine.Answer;
import dev.tusk.engine.Tusk;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** One question from text to verified answer: decode, run, cross-check. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 10)
@Measurement(iterations = 5, time = 10)
@Fork(1)
public class EngineBenchmark {
  @Param({"A rectangle has length 12 and width 7. What is its area?", "Solve 3x + 7 = 22"})
  public String question = "";

  /**
   * The checkpoint folder; the demonstration checkpoint by default, from the root of a checkout.
   */
  @Param("examples/demo-model/checkpoint")
  public String checkpoint = "";

  private @Nullable Tusk tusk;

  /** Loads the model and opens the sandbox. */
  @Setup(Level.Trial)
  public void open() {
    tusk = Tusk.builder().checkpoint(Path.of(checkpoint)).workers(1).build();
    if (!(question() instanceof Answer.Solved)) {
      throw new IllegalStateException("no answer to: " + question);
    }
  }

  /** Closes both. */
  @TearDown(Level.Trial)
  public void close() {
    if (tusk != null) {
      tusk.close();
    }
  }

  /** One question. */
  @Benchmark
  public Answer question() {
    if (tusk == null) {
      throw new IllegalStateException("not open");
    }
    return tusk.solve(question);
  }
}
