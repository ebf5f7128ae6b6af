package dev.tusk.engine;

import static java.util.Objects.requireNonNull;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.algebra.AlgebraRequests;
import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Graders whose computer algebra runs in a worker process that is killed at a deadline.
 *
 * <p>The worker is started when a judgement first needs it; that judgement also waits for the
 * start, at most a minute, which its policy's deadline does not count. Afterwards the deadline
 * counts everything, waiting for other judgements' requests included. While a killed worker is
 * replaced, judgements go on without algebra.
 *
 * <pre>{@code
 * try (Grading grading = Grading.open()) {
 *   Judgement judgement = grading.grader(Policy.lenient()).grade("1/2", "The answer is 0.5");
 * }
 * }</pre>
 *
 * <p>Thread-safe, and so are its graders. {@link #close} ends the worker and is idempotent; graders
 * go on without algebra then.
 */
public final class Grading implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofMinutes(1);

  private final WorkerAlgebra worker = new WorkerAlgebra();
  private final Algebra algebra = new Punctual(worker);

  private Grading() {}

  /** Graders with a worker of their own; nothing is started yet. */
  public static Grading open() {
    return new Grading();
  }

  /** A grader under {@code policy} that asks this worker. */
  public Grader grader(Policy policy) {
    return Grader.of(requireNonNull(policy, "policy"), algebra);
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Counts the wait for a turn, and for a replaced worker, as a part of the deadline. */
  private static final class Punctual implements Algebra {
    private final WorkerAlgebra worker;
    private boolean warm;

    Punctual(WorkerAlgebra worker) {
      this.worker = worker;
    }

    @Override
    public Reply ask(byte[] request, Duration deadline) {
      try {
        warmUp();
        var task = new FutureTask<Reply>(() -> worker.ask(request, deadline));
        Thread thread = Thread.ofVirtual().name("tusk-grading").start(task);
        try {
          return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          // Kills the worker if it is busy with this very request, and only then.
          thread.interrupt();
          return new Reply.TimedOut();
        } catch (InterruptedException e) {
          thread.interrupt();
          Thread.currentThread().interrupt();
          return new Reply.Failed("interrupted while waiting for algebra");
        } catch (ExecutionException e) {
          return new Reply.Failed(String.valueOf(e.getCause()));
        }
      } catch (IllegalStateException e) {
        return new Reply.Failed("closed");
      }
    }

    /** A first request, so that the classes of computer algebra are loaded before time counts. */
    private synchronized void warmUp() {
      if (warm) {
        return;
      }
      warm = true;
      Term x = new Term.Symbol("x", Set.of());
      AlgebraRequests.request("integrate", List.of(x, x, Term.ZERO, Term.ONE))
          .ifPresent(request -> worker.ask(request, WARM_UP));
    }

    @Override
    public Site site() {
      return Site.WORKER;
    }
  }
}
