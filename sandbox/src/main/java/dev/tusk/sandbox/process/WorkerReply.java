package dev.tusk.sandbox.process;

/** What became of one request to a worker. */
public sealed interface WorkerReply {
  /** The worker answered in time. The array is the caller's to keep. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answered(byte[] payload) implements WorkerReply {}

  /** The deadline passed first, and the worker was killed. */
  record TimedOut() implements WorkerReply {}

  /**
   * The worker ended, was killed, or spoke nonsense and was killed for it.
   *
   * @param exitCode the process's exit status, -1 where it is not known
   * @param reason what is known, with the last lines of the worker's standard error
   */
  record Died(int exitCode, String reason) implements WorkerReply {}
}
