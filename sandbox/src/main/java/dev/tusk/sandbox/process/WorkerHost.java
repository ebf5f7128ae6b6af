package dev.tusk.sandbox.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one worker of a kind running: after a death or a kill, a replacement is started at once in
 * the background.
 *
 * <p>Thread-safe; requests are served one after the other, in the order in which they came. For
 * more at a time use more hosts.
 */
public final class WorkerHost implements AutoCloseable {
  private final WorkerCommand command;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Object state = new Object();
  private @Nullable CompletableFuture<WorkerProcess> current;
  private boolean closed;

  private WorkerHost(WorkerCommand command) {
    this.command = command;
  }

  /** A host that begins to start its worker now, in the background. */
  public static WorkerHost open(WorkerCommand command) {
    var host = new WorkerHost(command);
    var _ = host.worker();
    return host;
  }

  /**
   * Sends a request to the worker. The deadline counts from the moment when the worker is ready and
   * free, not while this call waits for that.
   *
   * @throws WorkerException if no worker can be started
   * @throws InterruptedException if interrupted; a worker that was busy with the request is killed
   * @throws IllegalStateException if this host is closed
   */
  public WorkerReply call(byte[] request, Duration deadline) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      WorkerProcess worker = take();
      try {
        return worker.call(request, deadline);
      } finally {
        if (!worker.isAlive()) {
          forget(worker);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  private WorkerProcess take() throws InterruptedException {
    CompletableFuture<WorkerProcess> starting = worker();
    try {
      WorkerProcess worker = starting.get();
      if (!worker.isAlive()) {
        // It died while idle: nobody's request is lost, the next worker takes this one.
        forget(worker);
        return worker().get();
      }
      return worker;
    } catch (ExecutionException e) {
      synchronized (state) {
        if (current != null && current.isCompletedExceptionally()) {
          current = null;
        }
      }
      if (e.getCause() instanceof WorkerException known) {
        throw new WorkerException(String.valueOf(known.getMessage()), known);
      }
      throw new WorkerException("could not start a worker", e.getCause());
    }
  }

  private CompletableFuture<WorkerProcess> worker() {
    synchronized (state) {
      if (closed) {
        throw new IllegalStateException("the worker host is closed");
      }
      if (current == null) {
        var next = new CompletableFuture<WorkerProcess>();
        current = next;
        Thread.ofPlatform()
            .daemon()
            .name("tusk-worker-start")
            .start(() -> {
              try {
                next.complete(WorkerProcess.start(command));
              } catch (WorkerException | InterruptedException e) {
                next.completeExceptionally(e);
              }
            });
      }
      return current;
    }
  }

  private void forget(WorkerProcess dead) {
    synchronized (state) {
      if (current != null && dead.equals(current.getNow(null))) {
        current = null;
        if (!closed) {
          var _ = worker();
        }
      }
    }
  }

  /** Ends the worker. Idempotent. */
  @Override
  public void close() {
    CompletableFuture<WorkerProcess> last;
    synchronized (state) {
      closed = true;
      last = current;
      current = null;
    }
    if (last != null) {
      var _ = last.thenAccept(WorkerProcess::close);
    }
  }
}
