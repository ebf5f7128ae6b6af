package dev.tusk.engine.decoder;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * How long a cache fits beside a model, all in bytes.
 *
 * @param weights what the model's weights take
 * @param working what its runs take besides
 * @param cachePerPosition what one position takes in all slots together
 * @param slots number of slots
 * @param room what there is
 * @param where whose room it is, to be read before the number: "the machine has"
 */
record MemoryBudget(
    double weights, double working, double cachePerPosition, int slots, double room, String where) {
  private static final double GIB = 1 << 30;

  /** The fewest positions that a cache is made smaller to, where nobody asked for a number. */
  private static final int SHORTEST = 256;

  private static final int STEP = 64;

  /**
   * The positions of the cache: what is asked for, or else the usual number, or as many as fit.
   *
   * @param positions what the model was made for
   * @throws IllegalArgumentException when what is asked for exceeds that, or does not fit; or when
   *     nothing is asked for and fewer than {@value #SHORTEST} fit
   */
  int context(OptionalInt asked, int positions) {
    if (asked.isPresent() && asked.getAsInt() > positions) {
      throw new IllegalArgumentException(
          "contextTokens is %d, the model was made for %d".formatted(asked.getAsInt(), positions));
    }
    int wanted = asked.orElse(Math.min(positions, DecoderOptions.USUAL_CONTEXT));
    if (needed(wanted) <= room) {
      return wanted;
    }
    int fitting = (int) Math.floor((room - weights - working) / cachePerPosition / STEP) * STEP;
    if (asked.isPresent() || fitting < Math.min(SHORTEST, positions)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the model needs %.1f GiB (%.1f for its weights, %.1f for a cache of %d slots of %d"
                  + " tokens, %.1f to work in), %s %.1f; fewer slots or contextTokens need less",
              needed(wanted) / GIB,
              weights / GIB,
              wanted * cachePerPosition / GIB,
              slots,
              wanted,
              working / GIB,
              where,
              room / GIB));
    }
    return fitting;
  }

  private double needed(int positions) {
    return weights + working + positions * cachePerPosition;
  }
}
