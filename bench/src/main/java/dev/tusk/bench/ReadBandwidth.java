package dev.tusk.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast this process reads memory: as many threads as the decoder has go through arrays far
 * larger than the caches, in two ways (a sum, as STREAM's, and a comparison of two arrays, which
 * the JDK does with the widest instructions); the faster one counts.
 *
 * @see <a href="https://www.cs.virginia.edu/stream/">J. McCalpin: STREAM</a>
 */
final class ReadBandwidth implements AutoCloseable {
  private static final int BYTES_A_THREAD = 512 << 20;

  private final int threads;
  private final ExecutorService executor;
  private final List<int[][]> arrays = new ArrayList<>();

  ReadBandwidth(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      arrays.add(new int[][] {ones(), ones()});
    }
    for (int i = 0; i < 5; i++) {
      measure();
    }
  }

  private static int[] ones() {
    int[] ones = new int[BYTES_A_THREAD / 2 / Integer.BYTES];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Bytes a second, the better of the two ways. */
  double measure() {
    return Math.max(timed(true), timed(false));
  }

  private double timed(boolean summing) {
    long before = System.nanoTime();
    List<Future<Long>> parts = new ArrayList<>();
    for (int[][] pair : arrays) {
      parts.add(
          executor.submit(() -> summing ? sum(pair[0]) + sum(pair[1]) : compare(pair[0], pair[1])));
    }
    try {
      for (Future<Long> part : parts) {
        // The answer is asked for, so that the reading cannot be left out.
        if (part.get() != (summing ? BYTES_A_THREAD / Integer.BYTES : -1)) {
          throw new IllegalStateException("memory reads wrong: " + part.get());
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the probe did not end", e);
    }
    return (double) BYTES_A_THREAD * threads * 1e9 / (System.nanoTime() - before);
  }

  private static long sum(int[] numbers) {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  private static long compare(int[] one, int[] other) {
    return Arrays.mismatch(one, other);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    arrays.clear();
  }
}
