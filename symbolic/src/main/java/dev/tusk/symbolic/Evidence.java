package dev.tusk.symbolic;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a verdict rests on.
 *
 * @param exact the answer of the exact run as text, its numbers as Python would print them exactly
 *     rounded; empty where there is none
 * @param method how the values were compared, for a person
 * @param digits decimal digits that the enclosures of irrational numbers were computed to
 * @param replay the answer of the replay in IEEE doubles; empty where none was needed
 * @param algebra the steps that needed algebra, in order, each with who did it
 * @param site where an algebra system ran; {@link Algebra.Site#NONE} if none was asked
 * @param steps evaluation steps of all runs
 */
public record Evidence(
    String exact,
    String method,
    int digits,
    String replay,
    List<String> algebra,
    Algebra.Site site,
    long steps) {
  public Evidence {
    requireNonNull(exact);
    requireNonNull(method);
    requireNonNull(replay);
    requireNonNull(site);
    algebra = List.copyOf(algebra);
  }

  /** No evidence: nothing ran. */
  public static Evidence none(String method) {
    return new Evidence("", method, 0, "", List.of(), Algebra.Site.NONE, 0);
  }
}
