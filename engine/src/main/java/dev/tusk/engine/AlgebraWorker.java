package dev.tusk.engine;

import dev.tusk.sandbox.lockdown.Lockdown;
import dev.tusk.sandbox.lockdown.Policy;
import dev.tusk.sandbox.process.WorkerLoop;
import dev.tusk.symbolic.algebra.AlgebraHandler;

/**
 * The main class of a worker process that answers algebra requests and never runs guest code. It
 * locks itself down first: an algebra system needs no files, no network and no processes.
 */
final class AlgebraWorker {
  static final int MAX_FRAME_BYTES = 8 << 20;

  private AlgebraWorker() {}

  public static void main(String[] args) throws Exception {
    // As far as the platform can; what holds changes nothing in what is asked of it.
    var _ = Lockdown.apply(Policy.builder().readableByThisJvm().build());
    WorkerLoop loop = WorkerLoop.open(MAX_FRAME_BYTES);
    var handler = new AlgebraHandler();
    handler.warmUp();
    loop.serve(new byte[0], (request, notices) -> handler.handle(request));
  }
}
