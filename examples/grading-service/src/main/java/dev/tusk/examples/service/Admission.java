package dev.tusk.examples.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a bounded number of requests in, and none once the service stops. What was let in counts
 * until the last of its permits is closed. Thread-safe.
 */
final class Admission {
  private final String what;
  private final int bound;
  private final Semaphore free;
  private volatile boolean closed;

  /** For messages, {@code what} is what there are at most {@code bound} of. */
  Admission(String what, int bound) {
    this.what = what;
    this.bound = bound;
    free = new Semaphore(bound);
  }

  /**
   * Lets one in.
   *
   * @throws Problem 429 if there are as many as possible, 503 if the service stops
   */
  Permit enter() {
    if (closed) {
      throw Problem.stopping();
    }
    if (!free.tryAcquire()) {
      throw closed ? Problem.stopping() : Problem.busy(what, bound);
    }
    return new Permit();
  }

  int inside() {
    return bound - free.availablePermits();
  }

  int bound() {
    return bound;
  }

  boolean isClosed() {
    return closed;
  }

  /** Lets nobody in from now on. */
  void close() {
    closed = true;
  }

  /** Waits until all that was let in is done; false if it is not in time. */
  boolean awaitEmpty(Duration time) throws InterruptedException {
    if (!free.tryAcquire(bound, time.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    free.release(bound);
    return true;
  }

  /** One request's place, shared by all that works for it. */
  final class Permit implements AutoCloseable {
    private final AtomicInteger holders = new AtomicInteger(1);

    /** One more holder, which closes it too. */
    Permit share() {
      holders.incrementAndGet();
      return this;
    }

    @Override
    public void close() {
      if (holders.decrementAndGet() == 0) {
        free.release();
      }
    }
  }
}
