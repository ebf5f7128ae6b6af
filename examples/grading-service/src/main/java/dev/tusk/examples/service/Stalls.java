package dev.tusk.examples.service;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives up on clients that do not take what they are sent, or do not send what they owe: the
 * server's sockets know no time-outs. One thread looks every tick at all that is being waited for,
 * so that beginning and ending a wait costs next to nothing. Thread-safe.
 */
final class Stalls implements AutoCloseable {
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread looking;

  /** Gives up at most a {@code tick} after the time is over. */
  Stalls(Duration tick) {
    looking = Thread.ofPlatform().daemon().name("tusk-stalls").start(() -> look(tick));
  }

  private void look(Duration tick) {
    try {
      while (true) {
        Thread.sleep(tick);
        long now = System.nanoTime();
        for (Watch watch : watches) {
          watch.look(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Has {@code giveUp} run if the watch is not closed within a time. It must not block, and must
   * let the wait end.
   */
  Watch watch(Duration time, Runnable giveUp) {
    var watch = new Watch(System.nanoTime() + time.toNanos(), giveUp);
    watches.add(watch);
    return watch;
  }

  @Override
  public void close() {
    looking.interrupt();
  }

  /** A wait for a client. */
  final class Watch implements AutoCloseable {
    private final long end;
    private final Runnable giveUp;
    private boolean over;
    private boolean givenUp;

    private Watch(long end, Runnable giveUp) {
      this.end = end;
      this.giveUp = giveUp;
    }

    private synchronized void look(long now) {
      if (!over && now - end >= 0) {
        over = true;
        givenUp = true;
        giveUp.run();
      }
    }

    /** Whether the time was over before the wait was. */
    synchronized boolean hasGivenUp() {
      return givenUp;
    }

    /** Ends the wait. */
    @Override
    public synchronized void close() {
      over = true;
      watches.remove(this);
    }
  }
}
