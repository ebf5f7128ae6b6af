package dev.tusk.symbolic;

import dev.tusk.symbolic.algebra.AlgebraHandler;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs each request on a daemon thread; at the deadline it interrupts and stops waiting. */
final class InProcessAlgebra implements Algebra {
  /** Symja recurses deeply; the default stack of a thread is too small for some integrals. */
  private static final long STACK_BYTES = 16L << 20;

  private final AlgebraHandler handler = new AlgebraHandler();

  @Override
  public Reply ask(byte[] request, Duration deadline) {
    var task = new FutureTask<byte[]>(() -> handler.handle(request));
    var thread = new Thread(null, task, "tusk-algebra", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return new Reply.Answered(task.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      task.cancel(true);
      return new Reply.TimedOut();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return new Reply.Failed("interrupted");
    } catch (ExecutionException e) {
      return new Reply.Failed(String.valueOf(e.getCause()));
    }
  }

  @Override
  public Site site() {
    return Site.IN_PROCESS;
  }
}
