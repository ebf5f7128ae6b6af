package dev.tusk.sandbox;

import dev.tusk.sandbox.SandboxObserver.ProgramEnd;
import dev.tusk.sandbox.SandboxObserver.WorkerEnd;
import dev.tusk.sandbox.process.WorkerProcess;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens in a sandbox and passes it on: to its observer, to Flight Recorder, to the
 * log. Thread-safe.
 */
final class Tally {
  private static final System.Logger LOG = System.getLogger("dev.tusk.sandbox");

  private final SandboxObserver observer;
  private final Map<ProgramEnd, LongAdder> programs = new EnumMap<>(ProgramEnd.class);
  private final Map<WorkerEnd, LongAdder> workers = new EnumMap<>(WorkerEnd.class);

  Tally(SandboxObserver observer) {
    this.observer = observer;
    for (ProgramEnd end : ProgramEnd.values()) {
      programs.put(end, new LongAdder());
    }
    for (WorkerEnd end : WorkerEnd.values()) {
      workers.put(end, new LongAdder());
    }
  }

  /** A program has its outcome. */
  void ended(Job job, Execution execution) {
    var end = ProgramEnd.of(execution);
    count(programs, end);
    if (execution instanceof Execution.LimitExceeded exceeded) {
      var event = new Events.LimitReached();
      event.limit = exceeded.limit().name();
      event.used = exceeded.used();
      event.allowed = exceeded.allowed();
      event.commit();
    }
    long now = System.nanoTime();
    long taken = job.taken == 0 ? now : job.taken;
    tell(() ->
        observer.programEnded(
            end, Duration.ofNanos(taken - job.submitted), Duration.ofNanos(now - taken)));
  }

  /** A worker is ready. */
  void workerStarted(Duration took) {
    tell(() -> observer.workerStarted(took));
  }

  /**
   * A worker is gone.
   *
   * @param why for people
   */
  void workerEnded(WorkerProcess worker, WorkerEnd end, String why) {
    count(workers, end);
    if (end == WorkerEnd.CRASHED) {
      LOG.log(Level.WARNING, "worker {0,number,#} died: {1}", worker.pid(), why);
      var event = new Events.Crash();
      event.worker = worker.pid();
      event.reason = why;
      event.commit();
    } else {
      LOG.log(Level.DEBUG, "worker {0,number,#} ends, {1}: {2}", worker.pid(), end, why);
      var event = new Events.Recycle();
      event.worker = worker.pid();
      event.end = end.name();
      event.reason = why;
      event.commit();
    }
    tell(() -> observer.workerEnded(end));
  }

  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the sandbox's observer failed", e);
    }
  }

  private static <E extends Enum<E>> void count(Map<E, LongAdder> counts, E key) {
    LongAdder adder = counts.get(key);
    if (adder != null) {
      adder.increment();
    }
  }

  Map<ProgramEnd, Long> programs() {
    return sums(programs);
  }

  Map<WorkerEnd, Long> workers() {
    return sums(workers);
  }

  private static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> counts) {
    var sums = new java.util.HashMap<E, Long>();
    counts.forEach((key, adder) -> sums.put(key, adder.sum()));
    return sums;
  }
}
