package dev.tusk.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests, one JSON object a line, with one line each, until the input ends.
 *
 * <p>At most {@code inFlight} requests are accepted and not answered yet; further lines are not
 * read until one is answered. A request that takes longer than its time is answered so at once, is
 * interrupted, and counts as in flight until it has ended. Nothing that a line holds ends the
 * server.
 */
final class StdioServer {
  private static final double MAX_SECONDS = 3_600;

  /** What is done with a request. */
  @FunctionalInterface
  interface Operation {
    /**
     * The line that answers a request; called by many threads at once, and interrupted when the
     * request's time is over.
     *
     * @throws IllegalArgumentException if the object is no request of the kind; its line is refused
     */
    ObjectNode answer(JsonNode id, JsonNode request);
  }

  /**
   * How requests are taken.
   *
   * @param inFlight how many are worked on at once
   * @param ordered whether the answers come in the order of the requests
   * @param deadline the time of a request that names none, from when it was read
   * @param maxLineBytes the longest line that is read
   */
  record Settings(int inFlight, boolean ordered, Duration deadline, int maxLineBytes) {}

  private final Settings settings;
  private final Operation operation;
  private final OutputStream out;
  private final Semaphore permits;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private volatile boolean stopped;

  StdioServer(Settings settings, Operation operation, OutputStream out) {
    this.settings = settings;
    this.operation = operation;
    this.out = out;
    permits = new Semaphore(settings.inFlight());
  }

  /**
   * Serves until the input ends or {@link #stop} is called, and then until all that was accepted is
   * answered.
   *
   * @throws IOException if the input cannot be read, or the output cannot be written
   */
  void serve(InputStream in) throws IOException, InterruptedException {
    var previous = new CountDownLatch(0);
    try (var lines = new LineReader(in, settings.maxLineBytes())) {
      for (Optional<LineReader.Line> next = lines.next();
          next.isPresent() && failure.get() == null;
          next = lines.next()) {
        permits.acquire();
        if (stopped) {
          permits.release();
          break;
        }
        var written = new CountDownLatch(1);
        start(next.get(), previous, written);
        previous = written;
      }
    } finally {
      awaitAccepted();
    }
    IOException broken = failure.get();
    if (broken != null) {
      throw new IOException("the answers cannot be written: " + broken.getMessage(), broken);
    }
  }

  /** Accepts nothing more and waits until all that was accepted is answered. */
  void stop() throws InterruptedException {
    stopped = true;
    awaitAccepted();
  }

  private void awaitAccepted() throws InterruptedException {
    permits.acquire(settings.inFlight());
    permits.release(settings.inFlight());
  }

  private void start(LineReader.Line line, CountDownLatch previous, CountDownLatch written) {
    long read = System.nanoTime();
    Thread.ofVirtual()
        .start(() -> {
          try {
            handle(line, read, previous);
          } finally {
            written.countDown();
            permits.release();
          }
        });
  }

  private void handle(LineReader.Line line, long read, CountDownLatch previous) {
    JsonNode id = JsonNodeFactory.instance.nullNode();
    FutureTask<ObjectNode> task = null;
    Thread worker = null;
    ObjectNode answer;
    try {
      JsonNode request = LineBatch.object(line);
      JsonNode own = request.has("id") ? request.get("id") : id;
      id = own;
      long nanos = time(request).toNanos() - (System.nanoTime() - read);
      task = new FutureTask<>(() -> operation.answer(own, request));
      worker = Thread.ofVirtual().start(task);
      answer = task.get(nanos, TimeUnit.NANOSECONDS);
    } catch (IllegalArgumentException e) {
      answer = refused(id, line, e);
    } catch (ExecutionException e) {
      answer =
          e.getCause() instanceof IllegalArgumentException wrong
              ? refused(id, line, wrong)
              : fault(id, "failed", "Failed", String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      answer = fault(id, "timed_out", "TimedOut", "it was not done in its time");
    } catch (InterruptedException e) {
      answer = fault(id, "failed", "Failed", "the server was interrupted");
    }
    if (task != null && worker != null && !task.isDone()) {
      worker.interrupt();
    }
    try {
      if (settings.ordered()) {
        previous.await();
      }
      write(answer);
      if (worker != null) {
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody interrupts this thread; the answer is lost.
    }
  }

  private Duration time(JsonNode request) {
    JsonNode given = request.path("timeout");
    if (given.isMissingNode() || given.isNull()) {
      return settings.deadline();
    }
    double seconds = given.doubleValue();
    if (!given.isNumber() || !(seconds > 0) || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "timeout is " + given + "; more than 0 and at most 3600 seconds is possible");
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private void write(ObjectNode answer) {
    byte[] bytes;
    try {
      bytes = (ResultLines.JSON.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    writing.lock();
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } finally {
      writing.unlock();
    }
  }

  private static ObjectNode refused(
      JsonNode id, LineReader.Line line, IllegalArgumentException problem) {
    String message = String.valueOf(problem.getMessage());
    String place = "line " + line.number();
    ObjectNode answer =
        fault(
            id,
            "rejected",
            "MalformedInput",
            message.startsWith(place) ? message : place + ": " + message);
    ((ObjectNode) answer.get("error")).put("input_line", line.number());
    return answer;
  }

  private static ObjectNode fault(JsonNode id, String status, String type, String message) {
    ObjectNode answer = ResultLines.JSON.createObjectNode();
    answer.set("id", id);
    answer.put("status", status);
    answer.putObject("error").put("type", type).put("message", message);
    return answer;
  }
}
