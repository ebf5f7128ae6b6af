package dev.tusk.examples.service;

import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * What a client sends as the body of a request. Reading waits a bounded time for the next bytes,
 * and, where that is bounded too, for all of them. Used by one thread.
 */
final class Incoming extends InputStream {
  private final InputStream in;
  private final Stalls stalls;
  private final Runnable stop;
  private final Duration silence;
  private Duration whole = Duration.ofDays(1);
  private long start;

  /** {@code stop} ends a read that waits, and lets nothing more come. */
  Incoming(InputStream in, Stalls stalls, Runnable stop, Duration silence) {
    this.in = in;
    this.stalls = stalls;
    this.stop = stop;
    this.silence = silence;
  }

  /** Bounds the time for all of it, from now on. */
  Incoming within(Duration time) {
    whole = time;
    start = System.nanoTime();
    return this;
  }

  /**
   * {@inheritDoc}
   *
   * @throws Problem 408 if the time is over
   * @throws ClientGone if the connection broke
   */
  @Override
  public int read(byte[] to, int from, int length) {
    Duration left = whole.minusNanos(start == 0 ? 0 : System.nanoTime() - start);
    boolean last = left.compareTo(silence) < 0;
    if (!left.isPositive()) {
      throw late(true);
    }
    try (Stalls.Watch watch = stalls.watch(last ? left : silence, stop)) {
      int n;
      try {
        n = in.read(to, from, length);
      } catch (IOException
          | UncheckedIOException
          | DataReader.InsufficientDataAvailableException e) {
        if (watch.hasGivenUp()) {
          throw late(last);
        }
        throw new ClientGone(e);
      }
      if (watch.hasGivenUp()) {
        throw late(last);
      }
      return n;
    }
  }

  private Problem late(boolean all) {
    return all
        ? Problem.slow("the body did not come", whole)
        : Problem.slow("nothing came", silence);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }
}
