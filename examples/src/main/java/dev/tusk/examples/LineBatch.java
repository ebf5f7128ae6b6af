package dev.tusk.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Reads items, one JSON object a line, does something with each, some at a time, and writes one
 * line for every line read, in the order in which they are done. Only a bounded number of lines is
 * in memory at once.
 */
public final class LineBatch {
  private static final int MAX_LINE_BYTES = 16 << 20;

  /** What is done with an item. */
  @FunctionalInterface
  interface Task {
    /**
     * The output line for an item; called by many threads at once.
     *
     * @throws IllegalArgumentException if the object is no item of the kind; its line is refused
     */
    ObjectNode run(JsonNode id, JsonNode item);
  }

  /** Makes the output line of an input line that holds no item. */
  @FunctionalInterface
  interface Refusal {
    /** The output line. */
    ObjectNode line(JsonNode id, String message);
  }

  private final int inFlight;
  private final Task task;
  private final Refusal refusal;

  LineBatch(int workers, Task task, Refusal refusal) {
    this.inFlight = 4 * workers;
    this.task = task;
    this.refusal = refusal;
  }

  /** Runs the whole of a file; the output goes to a file, or to standard output. */
  void run(Path in, @Nullable Path out) throws IOException, InterruptedException {
    if (out == null) {
      run(in, System.out);
    } else {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out))) {
        run(in, file);
      }
    }
  }

  private void run(Path in, OutputStream sink) throws IOException, InterruptedException {
    try (var lines = new LineReader(Files.newInputStream(in), MAX_LINE_BYTES);
        ProgressBar bar = progress(Files.size(in))) {
      var permits = new Semaphore(inFlight);
      var failure = new AtomicReference<@Nullable Throwable>();
      for (Optional<LineReader.Line> next = lines.next();
          next.isPresent() && failure.get() == null;
          next = lines.next()) {
        LineReader.Line line = next.get();
        permits.acquire();
        Thread.ofVirtual()
            .start(() -> {
              try {
                byte[] result = result(line);
                synchronized (sink) {
                  sink.write(result);
                  sink.flush();
                }
                if (bar != null) {
                  bar.stepBy(line.bytes());
                }
              } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
              } finally {
                permits.release();
              }
            });
      }
      permits.acquire(inFlight);
      rethrow(failure.get());
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private byte[] result(LineReader.Line line) {
    try {
      return (ResultLines.JSON.writeValueAsString(answer(line)) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode answer(LineReader.Line line) {
    JsonNode nobody = JsonNodeFactory.instance.nullNode();
    JsonNode json;
    try {
      json = object(line);
    } catch (IllegalArgumentException e) {
      return refusal.line(nobody, String.valueOf(e.getMessage()));
    }
    JsonNode id = json.has("id") ? json.get("id") : nobody;
    try {
      return task.run(id, json);
    } catch (IllegalArgumentException e) {
      return refusal.line(id, "line " + line.number() + ": " + e.getMessage());
    }
  }

  /**
   * The JSON object that a line holds.
   *
   * @throws IllegalArgumentException if it holds none, with the line's number and the problem
   */
  public static JsonNode object(LineReader.Line line) {
    if (line.fault().isPresent()) {
      throw new IllegalArgumentException(line.fault().get());
    }
    JsonNode json;
    try {
      json = ResultLines.JSON.readTree(line.text());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "line " + line.number() + " is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("line " + line.number() + " is not a JSON object");
    }
    return json;
  }

  /** A field of text, where the item has it. */
  public static Optional<String> text(JsonNode item, String field) {
    JsonNode node = item.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new IllegalArgumentException("the field " + field + " is not a string");
    }
    return Optional.of(node.textValue());
  }

  /** A field of text that every item has. */
  public static String requiredText(JsonNode item, String field) {
    return text(item, field)
        .orElseThrow(() -> new IllegalArgumentException("it has no field " + field));
  }

  /** A bar where standard error is a terminal, as the launcher tells; none in a pipe. */
  private static @Nullable ProgressBar progress(long bytes) {
    if (!Boolean.getBoolean("tusk.terminal")) {
      return null;
    }
    return new ProgressBarBuilder()
        .setTaskName("tusk")
        .setInitialMax(bytes)
        .setUnit(" KB", 1 << 10)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }
}
