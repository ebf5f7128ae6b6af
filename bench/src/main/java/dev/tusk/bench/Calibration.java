package dev.tusk.bench;

/** A fixed piece of work, beside which speeds of one run can be read. */
final class Calibration {
  private Calibration() {}

  /** 100,000 steps of a xorshift generator, each waiting for the one before. */
  static long round(long seed) {
    long x = seed | 1L << 40;
    for (int i = 0; i < 100_000; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }
}
