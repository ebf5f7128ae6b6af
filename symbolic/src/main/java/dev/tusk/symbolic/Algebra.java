package dev.tusk.symbolic;

import dev.tusk.symbolic.algebra.AlgebraHandler;
import java.time.Duration;

/**
 * Where the cross-check sends algebra that it does not do itself. A request and its reply are bytes
 * of {@link AlgebraHandler}'s own format: an expression tree over an allow-list, never text for a
 * parser. Implementations are thread-safe.
 */
public interface Algebra {

  /**
   * Has a request answered by {@link AlgebraHandler#handle}, wherever that runs.
   *
   * @param request as the cross-check made it
   * @param deadline how long the answer may take; an implementation in a worker kills the worker
   *     then, one in-process can only stop waiting
   */
  Reply ask(byte[] request, Duration deadline);

  /** Where the algebra runs. */
  Site site();

  /**
   * How long requests waited until now for an algebra system to start, all together. That happens
   * once for a worker, not once for a check, so a check's deadline leaves it out.
   */
  default Duration waitedForStart() {
    return Duration.ZERO;
  }

  /** Where algebra runs, as verdicts tell. */
  enum Site {
    /** In a worker process that is killed at the deadline: the deadline holds. */
    WORKER,
    /** In this process: the deadline ends the wait, not always the work. */
    IN_PROCESS,
    /** Nowhere: only what the cross-check does by itself. */
    NONE
  }

  /** What became of a request. */
  sealed interface Reply {
    /** The handler's answer; the array is the receiver's to keep. */
    final class Answered implements Reply {
      private final byte[] bytes;

      /** Takes a copy. */
      public Answered(byte[] bytes) {
        this.bytes = bytes.clone();
      }

      /** A copy of the answer. */
      public byte[] bytes() {
        return bytes.clone();
      }
    }

    /** The deadline passed. */
    record TimedOut() implements Reply {}

    /** The request got no answer. */
    record Failed(String why) implements Reply {}
  }

  /** Algebra in this process, on a daemon thread of its own per request. */
  static Algebra inProcess() {
    return new InProcessAlgebra();
  }

  /** No algebra system: what would need one ends unchecked. */
  static Algebra none() {
    return new Algebra() {
      @Override
      public Reply ask(byte[] request, Duration deadline) {
        return new Reply.Failed("no algebra system is configured");
      }

      @Override
      public Site site() {
        return Site.NONE;
      }
    };
  }
}
