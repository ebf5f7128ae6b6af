package dev.tusk.examples.service;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.examples.LineBatch;
import dev.tusk.examples.LineReader;
import dev.tusk.examples.ResultLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch: lines in, a line out for each, in the order in which they are done, while the request
 * is still being read. At most {@code lanes} pieces of work are begun and not written; further
 * lines are not read until one is. A piece is one line, or some lines of grading, which takes
 * microseconds, as far as they have come already.
 */
final class BatchHandler {
  private static final int MOST_IN_PIECE = 64;
  private static final long PATIENCE_NANOS = 5_000_000;
  private static final SerializableString LINE_END = new SerializedString("\n");
  private static final JsonNode NOBODY = JsonNodeFactory.instance.nullNode();

  private final Operations operations;
  private final Optional<Operation> byDefault;
  private final Work work;
  private final Supplier<Stalls.Watch> watch;
  private final Metrics metrics;
  private final Admission admission;
  private final Admission.Permit permit;
  private final OutputStream out;
  private final int lanes;
  private final Semaphore free;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicLong bytesOut = new AtomicLong();
  private long lines;

  BatchHandler(
      Operations operations,
      Optional<Operation> byDefault,
      int workers,
      Work work,
      Supplier<Stalls.Watch> watch,
      Metrics metrics,
      Admission admission,
      Admission.Permit permit,
      OutputStream out) {
    this.operations = operations;
    this.byDefault = byDefault;
    this.work = work;
    this.watch = watch;
    this.metrics = metrics;
    this.admission = admission;
    this.permit = permit;
    this.out = out;
    lanes = 2 * workers + 2;
    free = new Semaphore(lanes);
  }

  /** A line, and what it asks for. */
  private record Item(long number, JsonNode id, JsonNode request, Operation operation) {}

  long lines() {
    return lines;
  }

  long bytesOut() {
    return bytesOut.get();
  }

  /**
   * Reads and answers until the request ends, nothing comes for too long, or the service stops;
   * then until all that was read is answered. Where it was not the request's end, a last line says
   * so and how many lines were read.
   *
   * @return whether it was the request's end
   * @throws ClientGone if nobody sends the lines or takes the answers any more
   */
  boolean run(LineReader reader) throws InterruptedException {
    Optional<Problem> early = Optional.empty();
    try {
      early = readAll(reader);
    } finally {
      free.acquire(lanes);
    }
    Exception broken = failure.get();
    if (broken != null) {
      throw new ClientGone(broken);
    }
    if (early.isPresent()) {
      ObjectNode last = early.get().toLine(NOBODY);
      last.put("lines_read", lines);
      write(bytes(List.of(last)));
    }
    return early.isEmpty();
  }

  private Optional<Problem> readAll(LineReader reader) throws InterruptedException {
    List<Item> piece = new ArrayList<>();
    try {
      while (failure.get() == null) {
        if (admission.isClosed()) {
          return Optional.of(Problem.stopping());
        }
        if (!piece.isEmpty() && (piece.size() == MOST_IN_PIECE || !reader.ready())) {
          begin(piece);
          piece = new ArrayList<>();
        }
        Optional<LineReader.Line> next = reader.next();
        if (next.isEmpty()) {
          return Optional.empty();
        }
        lines++;
        Item item = item(next.get());
        if (item == null) {
          continue;
        }
        if (item.operation() == Operation.GRADE) {
          piece.add(item);
        } else {
          begin(List.of(item));
        }
      }
      return Optional.empty();
    } catch (Problem problem) {
      return Optional.of(problem);
    } catch (IOException | ClientGone e) {
      failure.compareAndSet(null, e);
      return Optional.empty();
    } finally {
      if (!piece.isEmpty()) {
        begin(piece);
      }
    }
  }

  /** What a line asks for; null if it asks for nothing possible and has been answered so. */
  private @Nullable Item item(LineReader.Line line) throws InterruptedException {
    JsonNode id = NOBODY;
    try {
      JsonNode request = LineBatch.object(line);
      id = request.has("id") ? request.get("id") : NOBODY;
      Operation operation =
          LineBatch.text(request, "op")
              .map(Operation::named)
              .or(() -> byDefault)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "it has no field op, and the address names none (?op=…)"));
      return new Item(line.number(), id, request, operation);
    } catch (IllegalArgumentException e) {
      answer(List.of(refusal(line.number(), id, e)));
      return null;
    }
  }

  private void begin(List<Item> piece) throws InterruptedException {
    free.acquire();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer(
                piece.getFirst().operation() == Operation.GRADE
                    ? work.run(permit, () -> graded(piece))
                    : List.of(
                        work.within(
                            time(piece.getFirst()), permit, () -> result(piece.getFirst()))));
          } catch (Problem problem) {
            answer(piece.stream().map(item -> problem(item, problem)).toList());
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(
                null, e instanceof Exception known ? known : new IllegalStateException(e));
          } finally {
            free.release();
          }
        });
  }

  private Duration time(Item item) {
    return operations.time(item.operation());
  }

  /** The results of lines of grading; those before a slow one are written while it goes on. */
  private List<ObjectNode> graded(List<Item> piece) {
    List<ObjectNode> results = new ArrayList<>(piece.size());
    long written = System.nanoTime();
    for (Item item : piece) {
      if (System.nanoTime() - written > PATIENCE_NANOS && !results.isEmpty()) {
        answer(results);
        results.clear();
        written = System.nanoTime();
      }
      results.add(result(item));
    }
    return results;
  }

  private ObjectNode result(Item item) {
    try {
      ObjectNode result = operations.run(item.operation(), item.id(), item.request(), "op");
      metrics.line("answered");
      return result;
    } catch (IllegalArgumentException e) {
      return refusal(item.number(), item.id(), e);
    } catch (Problem problem) {
      return problem(item, problem);
    }
  }

  private ObjectNode problem(Item item, Problem problem) {
    metrics.line("problem");
    return problem.toLine(item.id());
  }

  private ObjectNode refusal(long number, JsonNode id, IllegalArgumentException e) {
    metrics.line("refused");
    String message = String.valueOf(e.getMessage());
    String place = "line " + number;
    return Problem.malformed(message.startsWith(place) ? message : place + ": " + message)
        .toLine(id);
  }

  private void answer(List<ObjectNode> results) {
    if (failure.get() == null) {
      write(bytes(results));
    }
  }

  private static byte[] bytes(List<ObjectNode> results) {
    var bytes = new ByteArrayOutputStream(256 * results.size());
    try (JsonGenerator generator = ResultLines.JSON.createGenerator(bytes)) {
      generator.setRootValueSeparator(LINE_END);
      for (ObjectNode result : results) {
        ResultLines.JSON.writeTree(generator, result);
      }
      generator.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void write(byte[] bytes) {
    writing.lock();
    try (var _ = watch.get()) {
      out.write(bytes);
      out.flush();
      bytesOut.addAndGet(bytes.length);
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      writing.unlock();
    }
  }
}
