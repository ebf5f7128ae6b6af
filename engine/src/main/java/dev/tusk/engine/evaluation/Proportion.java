package dev.tusk.engine.evaluation;

/**
 * A share of successes with Wilson's score interval at 95 % (E. B. Wilson, JASA 22, 1927).
 *
 * @param right successes
 * @param of trials
 */
record Proportion(long right, long of) {
  private static final double Z = 1.959963984540054;

  double share() {
    return of == 0 ? 0 : (double) right / of;
  }

  double low() {
    return of == 0 ? 0 : Math.max(0, centre() - margin());
  }

  double high() {
    return of == 0 ? 1 : Math.min(1, centre() + margin());
  }

  private double centre() {
    return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double margin() {
    return Z / (1 + Z * Z / of) * Math.sqrt(share() * (1 - share()) / of + Z * Z / (4.0 * of * of));
  }
}
