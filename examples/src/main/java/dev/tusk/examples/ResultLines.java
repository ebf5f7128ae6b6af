package dev.tusk.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tusk.engine.Checked;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Usage;
import dev.tusk.symbolic.Verdict;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The output lines of {@code tusk run} and {@code tusk check}. */
public final class ResultLines {
  /** Evidence holds programs, which nest deeply. */
  public static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(7_000)
                      .maxStringLength(64 << 20)
                      .build())
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(7_000).build())
              .build());

  private ResultLines() {}

  /** One execution as a line. */
  public static ObjectNode of(JsonNode id, Execution execution) {
    ObjectNode line = JSON.createObjectNode();
    line.set("id", id);
    switch (execution) {
      case Execution.Completed completed -> {
        fill(line, "completed", completed.answer(), completed.stdout(), null, completed.usage());
      }
      case Execution.Raised raised -> {
        ObjectNode error = error(raised.type(), raised.message(), raised.line());
        fill(line, "raised", null, raised.stdout(), error, raised.usage());
      }
      case Execution.LimitExceeded exceeded -> {
        String unit = exceeded.limit().unit();
        ObjectNode error =
            error(
                exceeded.limit().name().toLowerCase(Locale.ROOT),
                "used " + exceeded.used() + " " + unit + ", allowed " + exceeded.allowed(),
                0);
        fill(line, "limit_exceeded", null, exceeded.stdout(), error, exceeded.usage());
      }
      case Execution.Rejected rejected -> {
        ObjectNode error = error(rejected.type(), rejected.message(), rejected.line());
        if (rejected.column() > 0) {
          error.put("column", rejected.column());
        }
        fill(line, "rejected", null, "", error, Usage.NONE);
      }
      case Execution.Crashed crashed ->
          fill(line, "crashed", null, "", error("Crashed", crashed.reason(), 0), Usage.NONE);
      case Execution.Cancelled cancelled ->
          fill(line, "cancelled", null, "", error("Cancelled", "it was cancelled", 0), Usage.NONE);
    }
    return line;
  }

  /** One checked program as a line. */
  public static ObjectNode of(JsonNode id, Checked checked, boolean evidence) {
    return withVerdict(of(id, checked.execution()), checked.verdict(), evidence);
  }

  static ObjectNode withVerdict(ObjectNode line, Verdict verdict) {
    return withVerdict(line, verdict, false);
  }

  /** A line with a verdict and, if asked for, all that it rests on. */
  static ObjectNode withVerdict(ObjectNode line, Verdict verdict, boolean evidence) {
    line.put("verdict", verdict.label());
    line.put("method", verdict.method());
    line.put("reason", verdict.explanation());
    String exact = verdict.evidence().exact();
    line.set(
        "exact",
        exact.isEmpty()
            ? JsonNodeFactory.instance.nullNode()
            : JsonNodeFactory.instance.textNode(exact));
    if (evidence) {
      line.putRawValue("evidence", new RawValue(verdict.toJson()));
    }
    return line;
  }

  /** An input line that is no program. */
  static ObjectNode malformed(JsonNode id, String message) {
    ObjectNode line = JSON.createObjectNode();
    line.set("id", id);
    fill(line, "rejected", null, "", error("MalformedInput", message, 0), Usage.NONE);
    return line;
  }

  private static void fill(
      ObjectNode line,
      String status,
      @Nullable String answer,
      String stdout,
      @Nullable ObjectNode error,
      Usage usage) {
    line.put("status", status);
    line.put("answer", answer);
    line.put("stdout", stdout);
    line.set("error", error == null ? JsonNodeFactory.instance.nullNode() : error);
    line.put("wall_ms", milliseconds(usage.wall()));
    line.put("cpu_ms", milliseconds(usage.cpu()));
  }

  private static ObjectNode error(String type, String message, int guestLine) {
    ObjectNode error = JSON.createObjectNode();
    error.put("type", type);
    error.put("message", message);
    error.set(
        "line",
        guestLine > 0
            ? JsonNodeFactory.instance.numberNode(guestLine)
            : JsonNodeFactory.instance.nullNode());
    return error;
  }

  private static double milliseconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
