package dev.tusk.sandbox;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A batch under way. Used by one thread, but for what ends the programs. */
final class Batch implements Iterator<BatchResult> {
  private static final int REMEMBERED = 10_000;

  private final Caller caller;
  private final Stream<Program> programs;
  private final Iterator<Program> source;
  private final Limits limits;
  private final Repeats repeats;
  private final int most;
  private final Map<Long, CompletableFuture<Execution>> running = new HashMap<>();
  private final BlockingQueue<BatchResult> ended = new LinkedBlockingQueue<>();

  private final Map<Program, CompletableFuture<Execution>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Program, CompletableFuture<Execution>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private long index;
  private int open;

  Batch(Caller caller, Stream<Program> programs, Limits limits, Repeats repeats, int most) {
    this.caller = caller;
    this.programs = programs;
    this.source = programs.iterator();
    this.limits = limits;
    this.repeats = repeats;
    this.most = most;
  }

  Stream<BatchResult> results() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(this::cancel)
        .onClose(programs::close);
  }

  @Override
  public boolean hasNext() {
    return open > 0 || source.hasNext();
  }

  @Override
  public BatchResult next() {
    while (open < most && source.hasNext()) {
      launch(source.next());
    }
    if (open == 0) {
      throw new NoSuchElementException("the batch has ended");
    }
    try {
      BatchResult next = ended.take();
      open--;
      running.remove(next.index());
      return next;
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for a result");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private void launch(Program program) {
    long number = index++;
    CompletableFuture<Execution> equal = repeats == Repeats.RUN_ONCE ? known.get(program) : null;
    boolean repeated = equal != null && isWorthRepeating(equal);
    CompletableFuture<Execution> future =
        repeated && equal != null ? equal : caller.submit(program, limits);
    if (!repeated) {
      running.put(number, future);
      if (repeats == Repeats.RUN_ONCE) {
        known.put(program, future);
      }
    }
    open++;
    var _ =
        future.handle((execution, error) -> {
          Execution outcome = error == null ? execution : new Execution.Cancelled();
          return ended.add(new BatchResult(number, program, outcome, repeated));
        });
  }

  /** An outcome that is the program's own, or none yet. */
  private static boolean isWorthRepeating(CompletableFuture<Execution> equal) {
    return !equal.isDone()
        || (!equal.isCompletedExceptionally()
            && !(equal.join() instanceof Execution.Crashed)
            && !(equal.join() instanceof Execution.Cancelled));
  }

  private void cancel() {
    running.values().forEach(future -> future.cancel(true));
  }
}
