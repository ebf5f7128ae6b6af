package dev.tusk.sandbox;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * One of the parties that share a {@link Sandbox}: a tenant, a job, a user. Callers take turns, so
 * that one with ten thousand programs does not keep another with one waiting; each has a line of
 * its own, of the sandbox's queue capacity, and only its own programs fill it.
 *
 * <p>Thread-safe. Two callers are two even if they have the same name.
 */
public final class Caller {
  private final Sandbox sandbox;
  private final String name;
  private final long domain;

  /**
   * @param domain 0 to share Python contexts with all others, else a number of the caller's own
   */
  Caller(Sandbox sandbox, String name, long domain) {
    this.sandbox = sandbox;
    this.name = Objects.requireNonNull(name, "name");
    this.domain = domain;
  }

  /** The name given to {@link Sandbox#caller}. */
  public String name() {
    return name;
  }

  /**
   * Whether this caller's programs never run in a Python context that another caller's program has
   * run in.
   */
  public boolean isKeptApart() {
    return domain != 0;
  }

  long domain() {
    return domain;
  }

  /** Runs a program within the sandbox's limits; see {@link #run(Program, Limits)}. */
  public Execution run(Program program) {
    return run(program, sandbox.limits());
  }

  /**
   * Runs a program and waits for its outcome. If the thread is interrupted, the program is
   * cancelled and the interrupt flag stays set. A virtual thread that waits here holds no platform
   * thread.
   *
   * @param within limits for this program; heap and stack must be the sandbox's own
   * @throws IllegalStateException if the sandbox is closed
   */
  public Execution run(Program program, Limits within) {
    CompletableFuture<Execution> outcome = submit(program, within);
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      outcome.cancel(true);
      Thread.currentThread().interrupt();
      return new Execution.Cancelled();
    } catch (CancellationException e) {
      return new Execution.Cancelled();
    } catch (ExecutionException e) {
      throw new SandboxException("the sandbox failed", e.getCause());
    }
  }

  /** Queues a program within the sandbox's limits; see {@link #submit(Program, Limits)}. */
  public CompletableFuture<Execution> submit(Program program) {
    return submit(program, sandbox.limits());
  }

  /**
   * Queues a program; waits while this caller's line is full. Cancelling the future stops the
   * program; a future that is not cancelled always completes with an {@link Execution}.
   *
   * @param within limits for this program; heap and stack must be the sandbox's own
   * @throws IllegalArgumentException if {@code within} has another heap or stack limit
   * @throws IllegalStateException if the sandbox is closed
   */
  public CompletableFuture<Execution> submit(Program program, Limits within) {
    return sandbox.submit(this, program, within);
  }

  /** Runs each of many programs; see {@link #runAll(Stream, Limits, Repeats)}. */
  public Stream<BatchResult> runAll(Stream<Program> programs) {
    return runAll(programs, sandbox.limits(), Repeats.RUN_EACH);
  }

  /**
   * Runs many programs and gives their results as they come, in the order in which they end. The
   * programs are drawn from the stream as there is room for them, four for each worker at a time,
   * so neither they nor their results need to fit into memory. Draw the results on one thread;
   * closing the stream cancels what has not ended.
   *
   * @param programs drawn on the thread that draws the results
   * @param within limits for each program; heap and stack must be the sandbox's own
   * @param repeats what is done about programs that are there more than once
   * @throws IllegalArgumentException when results are drawn, if {@code within} has another heap or
   *     stack limit
   * @throws IllegalStateException when results are drawn, if the sandbox is closed
   */
  public Stream<BatchResult> runAll(Stream<Program> programs, Limits within, Repeats repeats) {
    return new Batch(this, programs, within, repeats, 4 * sandbox.workers()).results();
  }

  @Override
  public String toString() {
    return name;
  }
}
