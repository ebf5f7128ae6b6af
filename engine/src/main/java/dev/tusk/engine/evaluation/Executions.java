package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Usage;
import dev.tusk.symbolic.Evidence;
import dev.tusk.symbolic.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An execution and a verdict in the words of a report. */
final class Executions {
  private Executions() {}

  static String outcome(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed ->
          completed.answer().isBlank() ? "no output" : "completed";
      case Execution.Raised raised -> "raised";
      case Execution.LimitExceeded exceeded -> "limit exceeded";
      case Execution.Rejected rejected -> "rejected";
      case Execution.Crashed crashed -> "crashed";
      case Execution.Cancelled cancelled -> "cancelled";
    };
  }

  /** Why there is no answer; what was used is left out, for it varies from run to run. */
  static String detail(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed -> "";
      case Execution.Raised raised ->
          raised.type()
              + ": "
              + raised.message()
              + (raised.line() > 0 ? ", line " + raised.line() : "");
      case Execution.LimitExceeded exceeded ->
          "%s, allowed %d %s"
              .formatted(
                  exceeded.limit().name().toLowerCase(Locale.ROOT),
                  exceeded.allowed(),
                  exceeded.limit().unit());
      case Execution.Rejected rejected ->
          rejected.type() + ": " + rejected.message() + ", line " + rejected.line();
      case Execution.Crashed crashed -> crashed.reason();
      case Execution.Cancelled cancelled -> "";
    };
  }

  static String answer(Execution execution) {
    return execution instanceof Execution.Completed completed ? completed.answer() : "";
  }

  static String stdout(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed -> completed.stdout();
      case Execution.Raised raised -> raised.stdout();
      // How much was caught before the end depends on the moment.
      default -> "";
    };
  }

  /**
   * What MAmmoTH reads: all output of a program that prints, else its answer; nothing on failure.
   */
  static String printed(Execution execution, Program.Style style) {
    if (!(execution instanceof Execution.Completed completed)) {
      return "";
    }
    Program.Style read = style == Program.Style.DETECT ? completed.style() : style;
    return read == Program.Style.PRINT ? completed.stdout() : completed.answer();
  }

  static Usage usage(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed -> completed.usage();
      case Execution.Raised raised -> raised.usage();
      case Execution.LimitExceeded exceeded -> exceeded.usage();
      default -> Usage.NONE;
    };
  }

  /** The part of a verdict's evidence that a person reads. */
  static @Nullable JsonNode evidence(Verdict verdict) {
    Evidence evidence = verdict.evidence();
    ObjectNode node = JsonItems.JSON.createObjectNode();
    put(node, "says", verdict.explanation());
    put(node, "exact", evidence.exact());
    put(node, "in doubles", evidence.replayed());
    if (!evidence.algebra().isEmpty()) {
      node.set("algebra", JsonItems.JSON.valueToTree(evidence.algebra()));
    }
    if (!evidence.trace().isEmpty()) {
      node.set("trace", JsonItems.JSON.valueToTree(evidence.trace()));
    }
    return node.isEmpty() ? null : node;
  }

  private static void put(ObjectNode node, String name, String text) {
    if (!text.isEmpty()) {
      node.put(name, text);
    }
  }
}
