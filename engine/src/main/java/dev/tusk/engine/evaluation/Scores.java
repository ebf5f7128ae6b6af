package dev.tusk.engine.evaluation;

/**
 * Both scorings of one answer.
 *
 * @param mammoth by MAmmoTH's rules
 * @param grader by the grader
 */
record Scores(Score mammoth, Score grader) {
  /** Whether one counts the answer and the other does not. */
  boolean differ() {
    return (mammoth.mark() == Mark.RIGHT) != (grader.mark() == Mark.RIGHT);
  }
}
