package dev.tusk.sandbox.process;

/** What a worker does with one request. Called by one thread at a time. */
@FunctionalInterface
public interface WorkerHandler {
  /**
   * The reply to a request.
   *
   * @param request what the host sent
   * @param notices sends interim notices to the host before the reply
   * @throws Exception if the worker cannot go on: the worker then ends, the host sees a death
   */
  byte[] handle(byte[] request, Notices notices) throws Exception;

  /**
   * A small piece of work that makes later requests faster. Called by the thread that handles
   * requests, when none has come for a while, and a request that comes meanwhile waits for its end.
   *
   * @return whether there is more to do
   * @throws Exception if the worker cannot go on
   */
  default boolean idle() throws Exception {
    return false;
  }

  /** The way to tell the host something before the reply. Safe for use by several threads. */
  @FunctionalInterface
  interface Notices {
    /** Sends one notice; after the reply of its request it is ignored by the host. */
    void send(byte[] notice);
  }
}
