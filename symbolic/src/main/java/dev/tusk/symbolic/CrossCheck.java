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

  private CrossCheck(Limits limits, Algebra algebra) {
    this.limits = limits;
    this.algebra = algebra;
  }

  /** A builder with the default bounds and {@link Algebra#inProcess()}. */
  public static Builder builder() {
    return new Builder(
        new Limits(5_000_000, 1 << 20, 2_000_000, 300, Duration.ofSeconds(5), 20_261_101),
        Algebra.inProcess());
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
    return Judge.judge(requireNonNull(program), requireNonNull(printed), limits, algebra);
  }

  /**
   * Decides again from evidence alone, with no algebra system and no clock: what they said is part
   * of the evidence, and every reply of the algebra system is verified again as it was then. Gives
   * the same verdict with the same evidence (its versions are those of the library that decides
   * again); evidence that was changed gives another, or is refused.
   *
   * @param evidence of a verdict
   * @throws IllegalArgumentException if the evidence lacks a reply of the algebra system that
   *     deciding again asks for
   */
  public static Verdict replay(Evidence evidence) {
    return switch (evidence.subject()) {
      case Evidence.Subject.Answer a ->
          Judge.judge(a.program(), a.printed(), Limits.of(a.settings()), evidence);
      case Evidence.Subject.Nothing n ->
          Verdict.unchecked(n.reason(), n.construct(), n.line(), n.detail());
    };
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
     *
     * @throws IllegalArgumentException if not positive; so for all settings out of their ranges
     */
    public Builder steps(long steps) {
      limits = limits.withSteps(steps);
      return this;
    }

    /**
     * Bits of one number, from 64 to 2^26; a larger one is not made. Does not bound how many there
     * are.
     */
    public Builder numberBits(int bits) {
      limits = limits.withNumberBits(bits);
      return this;
    }

    /**
     * Items of one container, or characters of one text; a larger one is not made. Does not bound
     * how many there are: the steps do.
     */
    public Builder containerItems(int items) {
      limits = limits.withItems(items);
      return this;
    }

    /**
     * Nested calls of the program's functions, 1000 at most; each takes stack of the caller's
     * thread.
     */
    public Builder recursion(int calls) {
      limits = limits.withRecursion(calls);
      return this;
    }

    /** Wall time of one check, all its runs together; an hour at most. */
    public Builder deadline(Duration deadline) {
      limits = limits.withDeadline(deadline);
      return this;
    }

    /**
     * Where expressions are compared whose forms do not tell: the same seed takes the same points.
     */
    public Builder seed(long seed) {
      limits = limits.withSeed(seed);
      return this;
    }

    /** The check. */
    public CrossCheck build() {
      return new CrossCheck(limits, algebra);
    }
  }
}
