package dev.tusk.engine;

import dev.tusk.sandbox.process.WorkerLoop;
import dev.tusk.symbolic.algebra.AlgebraHandler;

/** The main class of a worker process that answers algebra requests and never runs guest code. */
final class AlgebraWorker {
  static final int MAX_FRAME_BYTES = 8 << 20;

  private AlgebraWorker() {}

  public static void main(String[] args) throws Exception {
    WorkerLoop loop = WorkerLoop.open(MAX_FRAME_BYTES);
    var handler = new AlgebraHandler();
    handler.warmUp();
    loop.serve(new byte[0], (request, notices) -> handler.handle(request));
  }
}
