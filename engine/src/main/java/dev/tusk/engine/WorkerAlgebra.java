package dev.tusk.engine;

import dev.tusk.sandbox.process.WorkerCommand;
import dev.tusk.sandbox.process.WorkerException;
import dev.tusk.sandbox.process.WorkerHost;
import dev.tusk.sandbox.process.WorkerReply;
import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.algebra.AlgebraHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Algebra in a worker process of its own, started at the first request and killed at a deadline.
 * Thread-safe; requests are answered one after the other.
 */
final class WorkerAlgebra implements Algebra, AutoCloseable {
  private static final int HEAP_MEGABYTES = 512;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WorkerHost host;
  private boolean closed;

  /** Whether the worker has answered since it was started last. */
  private volatile boolean started;

  private final AtomicLong waitedNanos = new AtomicLong();

  @Override
  public Reply ask(byte[] request, Duration deadline) {
    try {
      WorkerHost worker = host();
      awaitStart(worker);
      return switch (worker.call(request, deadline)) {
        case WorkerReply.Answered answered -> new Reply.Answered(answered.payload());
        case WorkerReply.TimedOut timedOut -> {
          started = false;
          yield new Reply.TimedOut();
        }
        case WorkerReply.Died died -> {
          started = false;
          yield new Reply.Failed("the algebra worker died: " + died.reason());
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Failed("interrupted while waiting for algebra");
    } catch (WorkerException e) {
      return new Reply.Failed("no algebra worker could be started: " + e.getMessage());
    }
  }

  /** Waits for a worker that starts, and counts how long. */
  private void awaitStart(WorkerHost worker) throws InterruptedException {
    if (!started) {
      long start = System.nanoTime();
      started = worker.call(AlgebraHandler.ping(), START_TIMEOUT) instanceof WorkerReply.Answered;
      waitedNanos.addAndGet(System.nanoTime() - start);
    }
  }

  @Override
  public Duration waitedForStart() {
    return Duration.ofNanos(waitedNanos.get());
  }

  @Override
  public Site site() {
    return Site.WORKER;
  }

  private WorkerHost host() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("this Tusk is closed");
      }
      if (host == null) {
        host =
            WorkerHost.open(
                WorkerCommand.of(AlgebraWorker.class)
                    .withJvmFlags(
                        List.of(
                            "-Xmx" + HEAP_MEGABYTES + "m",
                            "-XX:+UseSerialGC",
                            "-Xss16m",
                            "-XX:-UsePerfData",
                            "-Duser.timezone=UTC",
                            "--enable-native-access=ALL-UNNAMED"))
                    .withBounds(AlgebraWorker.MAX_FRAME_BYTES, START_TIMEOUT));
      }
      return host;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    WorkerHost last;
    lock.lock();
    try {
      closed = true;
      last = host;
      host = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close();
    }
  }
}
