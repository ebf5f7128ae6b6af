package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Verdict;

/** Ends a run without an answer, for a reason that is not the program's own error. */
class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final Verdict.Reason reason;
  final String construct;
  final String detail;

  Stop(Verdict.Reason reason, String construct, String detail) {
    super(construct, null, false, false);
    this.reason = reason;
    this.construct = construct;
    this.detail = detail;
  }

  /** An end that the run did not bring about: it may come elsewhere another time. */
  static final class FromOutside extends Stop {
    private static final long serialVersionUID = 1L;

    FromOutside(Verdict.Reason reason, String construct, String detail) {
      super(reason, construct, detail);
    }
  }

  static Stop unsupported(String construct) {
    return new Stop(Verdict.Reason.UNSUPPORTED, construct, "");
  }

  static Stop unevaluated(String construct, String detail) {
    return new Stop(Verdict.Reason.UNEVALUATED, construct, detail);
  }

  static Stop limit(String what, String detail) {
    return new Stop(Verdict.Reason.RESOURCE_LIMIT, what, detail);
  }

  static Stop timeOut(String what, String detail) {
    return new Stop(Verdict.Reason.TIME_OUT, what, detail);
  }

  static Stop random(String what) {
    return new Stop(Verdict.Reason.NON_DETERMINISTIC, what, "");
  }
}
