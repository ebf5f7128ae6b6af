package dev.tusk.engine;

import dev.tusk.sandbox.Execution;

/** Lines for a person. */
final class Texts {
  private static final int EXCERPT = 80;

  private Texts() {}

  /** The beginning of a text on one line. */
  static String excerpt(String text) {
    return shortened(text.substring(0, Math.min(text.length(), 10 * EXCERPT)), EXCERPT);
  }

  /** A text on one line, and no longer than this. */
  static String shortened(String text, int most) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }

  /** How an execution ended, in one line. */
  static String ending(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed -> "completed";
      case Execution.Raised raised ->
          "raised " + raised.type() + ": " + raised.message() + line(raised.line());
      case Execution.LimitExceeded exceeded ->
          "limit exceeded: %s, allowed %d %s"
              .formatted(exceeded.limit(), exceeded.allowed(), exceeded.limit().unit());
      case Execution.Rejected rejected -> "rejected: " + rejected.message() + line(rejected.line());
      case Execution.Crashed crashed -> "crashed: " + crashed.reason();
      case Execution.Cancelled cancelled -> "cancelled";
    };
  }

  private static String line(int line) {
    return line > 0 ? ", line " + line : "";
  }
}
