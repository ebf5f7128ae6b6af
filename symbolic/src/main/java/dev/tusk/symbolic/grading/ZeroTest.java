package dev.tusk.symbolic.grading;

import java.time.Duration;

/**
 * Asks computer algebra whether an expression is identically zero; the one thing that the grader
 * wants of it. An implementation keeps its deadline and never throws.
 */
interface ZeroTest {
  enum Answer {
    ZERO,
    UNKNOWN
  }

  Answer isZero(Node difference, Duration deadline);

  /** What is said of it in reasons: where it runs. */
  String site();

  ZeroTest NONE =
      new ZeroTest() {
        @Override
        public Answer isZero(Node difference, Duration deadline) {
          return Answer.UNKNOWN;
        }

        @Override
        public String site() {
          return "no algebra";
        }
      };
}
