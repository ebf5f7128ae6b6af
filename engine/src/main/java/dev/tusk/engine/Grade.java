package dev.tusk.engine;

/**
 * What is known of an answer, in one word: what was confirmed, and by what. Two kinds of evidence
 * stand behind it and are kept apart. The <em>cross-check</em> says that the program computed what
 * it says. <em>Agreement</em> of derivations that differ (programs with different sources, or
 * reasoning) says something about whether the program models the question; it is no proof: a model
 * may make the same mistake twice.
 *
 * <pre>{@code
 * String shown =
 *     switch (solved.grade()) {
 *       case CONFIRMED_AND_AGREED, CONFIRMED -> solved.text();
 *       case ROOT_CONFIRMED, AGREED, UNCONFIRMED, REASONED -> solved.text() + " (unchecked)";
 *       case CONFIRMED_BUT_CONTESTED, CONTESTED, DISPUTED -> "not sure: " + solved.text();
 *     };
 * }</pre>
 */
public enum Grade {
  /**
   * The exact cross-check confirms the program's result, and most derivations, at least two that
   * differ, give the same answer.
   */
  CONFIRMED_AND_AGREED("the program's result is confirmed exactly; other derivations agree"),
  /** The exact cross-check confirms the program's result; there is no other derivation. */
  CONFIRMED("the program's result is confirmed exactly; nothing else speaks for the program"),
  /** The exact cross-check confirms the program's result, but other derivations differ. */
  CONFIRMED_BUT_CONTESTED(
      "the program's result is confirmed exactly, but other derivations of the answer differ"),
  /** The result is a root of the equations stated; which one is the library's choice. */
  ROOT_CONFIRMED("the result is one of several roots of the program's equations"),
  /** Most derivations, at least two that differ, agree; none was cross-checked. */
  AGREED("derivations that differ agree; none could be cross-checked"),
  /** A program's result that could not be cross-checked; there is no other derivation. */
  UNCONFIRMED("the program's result could not be cross-checked, and nothing else speaks for it"),
  /** Reasoning in prose alone: nothing of it was run or checked. */
  REASONED("reasoning in prose alone; nothing of it was run or checked"),
  /** Not cross-checked, and other derivations differ. */
  CONTESTED("other derivations of the answer differ, and none could be cross-checked"),
  /**
   * The cross-check finds another value than the program printed: its floats moved the answer, it
   * is proved wrong, or the two differ.
   */
  DISPUTED("the exact cross-check finds another value than the program printed");

  private final String meaning;

  Grade(String meaning) {
    this.meaning = meaning;
  }

  /** What it says, for a person. */
  public String meaning() {
    return meaning;
  }

  /** Whether the program's own computation is confirmed by exact arithmetic. */
  public boolean isConfirmed() {
    return this == CONFIRMED_AND_AGREED || this == CONFIRMED || this == CONFIRMED_BUT_CONTESTED;
  }
}
