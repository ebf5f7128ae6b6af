package dev.tusk.examples.service;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what computes on platform threads: connections live on virtual ones, which share as many
 * carriers as there are cores, and a comparison that takes seconds must not keep the others
 * waiting. How many run at once is the caller's to bound.
 */
final class Work implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(365);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("tusk-work-", 0).factory());

  /**
   * Does something and waits for it. When the time is over it is interrupted, which cancels a
   * program, and {@code permit} stays taken until it has ended.
   *
   * @throws Problem 504 when the time is over, or what the task threw
   */
  <T> T within(Duration time, Admission.Permit permit, Callable<T> task) {
    var future = new FutureTask<T>(task);
    Admission.Permit own = permit.share();
    threads.execute(() -> {
      try {
        future.run();
      } finally {
        // An interrupt that came too late for the task must not reach the next one.
        Thread.interrupted();
        own.close();
      }
    });
    try {
      return future.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Problem.notInTime(time);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** Does something that bounds its own time, and waits for it. */
  <T> T run(Admission.Permit permit, Callable<T> task) {
    return within(FOREVER, permit, task);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
