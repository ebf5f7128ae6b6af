package dev.tusk.sandbox;

import java.time.Duration;

/**
 * Is told what happens in a {@link Sandbox}, for counters and timers. Every label is an enum, so a
 * metrics library has a fixed set of series to bind to:
 *
 * <pre>{@code
 * Sandbox.builder().observer(new SandboxObserver() {
 *   @Override
 *   public void programEnded(ProgramEnd end, Duration waited, Duration took) {
 *     registry.timer("tusk.program", "end", end.name()).record(took);
 *   }
 * });
 * }</pre>
 *
 * <p>Called on the sandbox's threads, from several at a time: be quick. What a method throws is
 * logged and changes nothing.
 */
public interface SandboxObserver {
  /** How programs end: the kinds of {@link Execution}, limits apart. */
  enum ProgramEnd {
    COMPLETED,
    RAISED,
    REJECTED,
    WALL_LIMIT,
    CPU_LIMIT,
    HEAP_LIMIT,
    OUTPUT_LIMIT,
    SOURCE_LIMIT,
    NESTING_LIMIT,
    CRASHED,
    CANCELLED;

    static ProgramEnd of(Execution execution) {
      return switch (execution) {
        case Execution.Completed _ -> COMPLETED;
        case Execution.Raised _ -> RAISED;
        case Execution.Rejected _ -> REJECTED;
        case Execution.Crashed _ -> CRASHED;
        case Execution.Cancelled _ -> CANCELLED;
        case Execution.LimitExceeded exceeded ->
            switch (exceeded.limit()) {
              case WALL -> WALL_LIMIT;
              case CPU -> CPU_LIMIT;
              case HEAP -> HEAP_LIMIT;
              case OUTPUT -> OUTPUT_LIMIT;
              case SOURCE -> SOURCE_LIMIT;
              case NESTING -> NESTING_LIMIT;
            };
      };
    }
  }

  /** Why workers end. */
  enum WorkerEnd {
    /** It had done its share, or held too much memory, and made room for a new one. */
    RECYCLED,
    /** Its program passed a limit and did not stop by itself, or used up the heap. */
    KILLED,
    /** Its program was cancelled. */
    CANCELLED,
    /** It died for a reason of its own, or spoke nonsense. */
    CRASHED,
    /** The sandbox was closed. */
    CLOSED
  }

  /**
   * A program has its outcome.
   *
   * @param waited from its submission until a worker took it
   * @param took from then on
   */
  default void programEnded(ProgramEnd end, Duration waited, Duration took) {}

  /**
   * A worker is ready.
   *
   * @param took from the start of its process
   */
  default void workerStarted(Duration took) {}

  /** A worker is gone. */
  default void workerEnded(WorkerEnd end) {}
}
