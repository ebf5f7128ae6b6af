package dev.tusk.sandbox;

import dev.tusk.sandbox.SandboxObserver.ProgramEnd;
import dev.tusk.sandbox.SandboxObserver.WorkerEnd;
import java.util.Map;

/**
 * A sandbox at one moment. The counts run from its opening.
 *
 * @param waiting programs that no worker has taken yet
 * @param running programs that a worker has
 * @param workers worker processes that are ready or busy
 * @param idleWorkers those of them that nobody uses
 * @param ended programs by how they ended; every key is there
 * @param workersEnded workers by why they ended; every key is there
 */
public record Statistics(
    int waiting,
    int running,
    int workers,
    int idleWorkers,
    Map<ProgramEnd, Long> ended,
    Map<WorkerEnd, Long> workersEnded) {
  public Statistics {
    ended = Map.copyOf(ended);
    workersEnded = Map.copyOf(workersEnded);
  }

  /** How many programs ended in this way. */
  public long ended(ProgramEnd end) {
    return ended.getOrDefault(end, 0L);
  }

  /** How many workers ended for this reason. */
  public long workersEnded(WorkerEnd end) {
    return workersEnded.getOrDefault(end, 0L);
  }
}
