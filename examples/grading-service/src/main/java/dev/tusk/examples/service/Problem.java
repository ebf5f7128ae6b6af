package dev.tusk.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.examples.ResultLines;
import java.time.Duration;

/**
 * A request that gets no result, as an HTTP status and what RFC 9457 calls problem details: what is
 * wrong, where, and the bound.
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;

  Problem(int status, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
  }

  static Problem malformed(String detail) {
    return new Problem(400, "Malformed request", detail);
  }

  static Problem tooLarge(long bytes, long bound) {
    return new Problem(
        413,
        "Body too large",
        "the body has %s bytes; at most %d are read"
            .formatted(bytes < 0 ? "more" : String.valueOf(bytes), bound));
  }

  static Problem slow(String what, Duration bound) {
    return new Problem(
        408, "Body too slow", "%s within %s seconds".formatted(what, seconds(bound)));
  }

  static Problem notInTime(Duration bound) {
    return new Problem(
        504, "Not done in time", "it was not done within %s seconds".formatted(seconds(bound)));
  }

  static Problem busy(String what, int bound) {
    return new Problem(429, "Busy", "%d %s, which is the bound".formatted(bound, what));
  }

  static Problem stopping() {
    return new Problem(503, "Stopping", "the service is shutting down");
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  /** The body of an {@code application/problem+json} response. */
  ObjectNode toJson() {
    ObjectNode node = ResultLines.JSON.createObjectNode();
    node.put("type", "about:blank");
    node.put("title", title);
    node.put("status", status);
    node.put("detail", detail());
    return node;
  }

  /** The line of a batch that says so. */
  ObjectNode toLine(JsonNode id) {
    ObjectNode line = ResultLines.JSON.createObjectNode();
    line.set("id", id);
    line.set("problem", toJson());
    return line;
  }

  private static String seconds(Duration time) {
    double seconds = time.toMillis() / 1e3;
    return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
  }
}
