package dev.tusk.symbolic.grading;

/**
 * What one judgement may still spend: steps and time. A step is one elementary act of the parser,
 * of polynomial arithmetic or of an enclosure; steps are not constant time, which is why the
 * deadline stands beside them.
 */
final class Budget {
  /** Numbers of more bits than this are not computed with exactly. */
  static final int MAX_BITS = 65_536;

  private long steps;
  private final long deadline;

  Budget(long steps, long nanos) {
    this.steps = steps;
    this.deadline = System.nanoTime() + nanos;
  }

  /** Charges {@code cost} steps; throws {@link Exceeded} past the steps or the deadline. */
  void spend(long cost) {
    steps -= cost;
    if (steps < 0) {
      throw new Exceeded("the step budget is spent");
    }
    if ((steps & 0x3f) < cost && remainingNanos() <= 0) {
      throw new Exceeded("the deadline has passed");
    }
  }

  void checkTime() {
    if (remainingNanos() <= 0) {
      throw new Exceeded("the deadline has passed");
    }
  }

  void checkBits(long bits) {
    if (bits > MAX_BITS) {
      throw new Exceeded("a number would have more than " + MAX_BITS + " bits");
    }
  }

  long remainingNanos() {
    return deadline - System.nanoTime();
  }

  /** A bound was passed; caught by the grader and turned into an undecided judgement. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String message) {
      super(message, null, false, false);
    }
  }
}
