package dev.tusk.examples.service;

import java.util.Arrays;
import java.util.Locale;

/** How long things took. Used by one thread at a time. */
final class Latency {
  private long[] nanos = new long[1 << 12];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  void addAll(Latency other) {
    for (int i = 0; i < other.count; i++) {
      add(other.nanos[i]);
    }
  }

  /** What that share of all took at most, in milliseconds. */
  private double quantile(double share) {
    Arrays.sort(nanos, 0, count);
    return nanos[(int) (share * (count - 1))] / 1e6;
  }

  @Override
  public String toString() {
    return count == 0
        ? "latency not measured"
        : String.format(Locale.ROOT, "p50 %.2f ms, p99 %.2f ms", quantile(0.5), quantile(0.99));
  }
}
