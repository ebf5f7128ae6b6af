package dev.tusk.symbolic;

import static java.util.Objects.requireNonNull;

import dev.tusk.symbolic.eval.Judge;
import dev.tusk.symbolic.eval.Limits;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.time.Duration;

/**
 * Re-derives what a program computes, with exact numbers, and says what that is worth for the
 * answer that was printed.
 *
 * <p>A check runs on the caller's thread and ends within its bounds; what the program does wrong is
 * part of the verdict, never an exception. Interrupting the thread ends the check as unchecked and
 * leaves the flag set. Immutable and thread-safe.
 */
public final class CrossCheck {
  private final Limits limits;
  private final Algebra algebra;
  private final Judge judge;

  private CrossCheck(Limits limits, Algebra algebra) {
    this.limits = limits;
    this.algebra = algebra;
    this.judge = new Judge(limits, algebra);
  }

  /** A builder with the default bounds and {@link Algebra#inProcess()}. */
  public static Builder builder() {
    return new Builder(
        new Limits(5_000_000, 1 << 20, 2_000_000, 300, Duration.ofSeconds(5)), Algebra.inProcess());
  }

  /** A builder with this check's settings. */
  public Builder toBuilder() {
    return new Builder(limits, algebra);
  }

  /**
   * The verdict on an answer.
   *
   * @param program what ran
   * @param printed the answer's text, found as the program's {@link SymbolicProgram#answer()} says
   */
  public Verdict check(SymbolicProgram program, String printed) {
    return judge.judge(requireNonNull(program), requireNonNull(printed));
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private Limits limits;
    private Algebra algebra;

    private Builder(Limits limits, Algebra algebra) {
      this.limits = limits;
      this.algebra = algebra;
    }

    /** Where algebra runs; in-process by default. */
    public Builder algebra(Algebra algebra) {
      this.algebra = requireNonNull(algebra);
      return this;
    }

    /**
     * Evaluation steps of one run (an exact run may be repeated with more digits, a replay is
     * another run). A step is an expression or statement, or a share of a larger operation; it is
     * not a constant time.
     */
    public Builder steps(long steps) {
      require(steps > 0, "steps", steps, "positive");
      limits =
          new Limits(
              steps, limits.numberBits(), limits.items(), limits.recursion(), limits.deadline());
      return this;
    }

    /** Bits of one number; a larger one is not made. Does not bound how many there are. */
    public Builder numberBits(int bits) {
      require(bits >= 64 && bits <= 1 << 26, "numberBits", bits, "in [64, 2^26]");
      limits =
          new Limits(limits.steps(), bits, limits.items(), limits.recursion(), limits.deadline());
      return this;
    }

    /**
     * Items of one container, or characters of one text; a larger one is not made. Does not bound
     * how many there are: the steps do.
     */
    public Builder containerItems(int items) {
      require(items > 0, "containerItems", items, "positive");
      limits =
          new Limits(
              limits.steps(), limits.numberBits(), items, limits.recursion(), limits.deadline());
      return this;
    }

    /** Nested calls of the program's functions; each takes stack of the caller's thread. */
    public Builder recursion(int calls) {
      require(calls > 0 && calls <= 1_000, "recursion", calls, "in [1, 1000]");
      limits =
          new Limits(limits.steps(), limits.numberBits(), limits.items(), calls, limits.deadline());
      return this;
    }

    /** Wall time of one check, all its runs together. */
    public Builder deadline(Duration deadline) {
      require(
          deadline.isPositive() && deadline.compareTo(Duration.ofHours(1)) <= 0,
          "deadline",
          deadline,
          "positive, and an hour at most");
      limits =
          new Limits(
              limits.steps(), limits.numberBits(), limits.items(), limits.recursion(), deadline);
      return this;
    }

    private static void require(boolean holds, String name, Object value, String bound) {
      if (!holds) {
        throw new IllegalArgumentException(name + " must be " + bound + ", but is " + value);
      }
    }

    /** The check. */
    public CrossCheck build() {
      return new CrossCheck(limits, algebra);
    }
  }
}
