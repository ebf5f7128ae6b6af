package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Evidence.Settings;
import java.time.Duration;

/**
 * Settings of one check.
 *
 * @param steps evaluated expressions and statements of one run
 * @param numberBits bits of one integer, or of a numerator and denominator together
 * @param items items of one container or characters of one text
 * @param recursion nested calls of the program's functions
 * @param deadline of the whole check
 * @param seed of the points at which expressions are compared
 */
public record Limits(
    long steps, int numberBits, int items, int recursion, Duration deadline, long seed) {
  /** Checks the ranges. */
  public Limits {
    require(steps > 0, "steps", steps, "positive");
    require(numberBits >= 64 && numberBits <= 1 << 26, "numberBits", numberBits, "in [64, 2^26]");
    require(items > 0, "containerItems", items, "positive");
    require(recursion > 0 && recursion <= 1_000, "recursion", recursion, "in [1, 1000]");
    require(
        deadline.toMillis() > 0 && deadline.compareTo(Duration.ofHours(1)) <= 0,
        "deadline",
        deadline,
        "a millisecond at least, and an hour at most");
  }

  private static void require(boolean holds, String name, Object value, String bound) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + bound + ", but is " + value);
    }
  }

  /** The limits that settings name. */
  public static Limits of(Settings s) {
    return new Limits(
        s.steps(),
        s.numberBits(),
        s.containerItems(),
        s.recursion(),
        Duration.ofMillis(s.deadlineMillis()),
        s.seed());
  }

  /** As evidence records them. */
  public Settings settings() {
    return new Settings(steps, numberBits, items, recursion, deadline.toMillis(), seed);
  }

  /** With other steps. */
  public Limits withSteps(long n) {
    return new Limits(n, numberBits, items, recursion, deadline, seed);
  }

  /** With another size of numbers. */
  public Limits withNumberBits(int bits) {
    return new Limits(steps, bits, items, recursion, deadline, seed);
  }

  /** With another size of containers. */
  public Limits withItems(int n) {
    return new Limits(steps, numberBits, n, recursion, deadline, seed);
  }

  /** With another depth of calls. */
  public Limits withRecursion(int calls) {
    return new Limits(steps, numberBits, items, calls, deadline, seed);
  }

  /** With another deadline. */
  public Limits withDeadline(Duration time) {
    return new Limits(steps, numberBits, items, recursion, time, seed);
  }

  /** With another seed. */
  public Limits withSeed(long value) {
    return new Limits(steps, numberBits, items, recursion, deadline, value);
  }
}
