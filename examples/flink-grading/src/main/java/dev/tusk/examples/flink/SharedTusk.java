package dev.tusk.examples.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The one Tusk of a process: made for the first that asks, closed by the last that gives it back.
 * It is one for each task manager only if its class is loaded once there: put the jars into the
 * folder {@code lib} of Flink, not into the job's jar.
 */
final class SharedTusk {
  private static @Nullable SharedTusk shared;
  private static int users;

  private final Grading grading = Grading.open();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Tusk tusk;

  private SharedTusk() {}

  static synchronized SharedTusk acquire() {
    if (shared == null) {
      shared = new SharedTusk();
    }
    users++;
    return shared;
  }

  static synchronized void release() {
    if (shared != null && --users == 0) {
      shared.close();
      shared = null;
    }
  }

  /** Does something on a thread of its own; the number at once is the caller's to bound. */
  void start(Runnable work) {
    threads.execute(work);
  }

  /**
   * The verdict on an item: {@code gold} against {@code pred}, or against what {@code program}
   * answers in the sandbox.
   *
   * @throws IllegalArgumentException if the item's policy is none
   */
  ObjectNode grade(JsonNode item) {
    Grader grader = grading.grader(Policy.parse(item.path("policy").asText("lenient")));
    ObjectNode line = Items.JSON.createObjectNode();
    line.set("id", item.get("id"));
    String candidate = item.path("pred").asText();
    if (item.has("program")) {
      Execution execution = tusk().execute(Program.of(item.get("program").asText()));
      if (!(execution instanceof Execution.Completed completed)) {
        line.put("judgement", "undecided");
        line.put("method", "sandbox");
        line.put("reason", "the program did not complete: " + execution.getClass().getSimpleName());
        return line;
      }
      candidate = completed.answer();
    }
    Judgement judgement = grader.grade(item.get("gold").asText(), candidate);
    line.put("judgement", judgement.label());
    line.put("method", judgement.method().label());
    line.put("reason", judgement.reason());
    return line;
  }

  /** Started by the first program: grading alone needs no Python. */
  private synchronized Tusk tusk() {
    if (tusk == null) {
      tusk = Tusk.builder().build();
    }
    return tusk;
  }

  private synchronized void close() {
    threads.shutdownNow();
    grading.close();
    if (tusk != null) {
      tusk.close();
    }
  }
}
