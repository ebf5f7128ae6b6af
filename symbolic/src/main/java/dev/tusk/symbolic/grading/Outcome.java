package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Method.Kind;

/** What comparing two readings gave. */
record Outcome(Verdict verdict, Method method, String reason) {
  enum Verdict {
    SAME,
    DIFFERENT,
    OPEN
  }

  static Outcome same(Kind kind, String reason) {
    return new Outcome(Verdict.SAME, Method.of(kind), reason);
  }

  static Outcome different(Kind kind, String reason) {
    return new Outcome(Verdict.DIFFERENT, Method.of(kind), reason);
  }

  static Outcome open(String reason) {
    return new Outcome(Verdict.OPEN, Method.of(Kind.NONE), reason);
  }

  boolean isSame() {
    return verdict == Verdict.SAME;
  }

  boolean isDifferent() {
    return verdict == Verdict.DIFFERENT;
  }

  /** The same verdict as part of a larger answer, which names its own method. */
  Outcome within(Kind kind) {
    return method.kind() == Kind.NUMERIC || method.kind() == Kind.ROUNDED || verdict == Verdict.OPEN
        ? this
        : new Outcome(verdict, Method.of(kind), reason);
  }
}
