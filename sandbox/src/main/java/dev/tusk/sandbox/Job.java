package dev.tusk.sandbox;

import dev.tusk.sandbox.process.WorkerProcess;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A program on its way through the sandbox. */
final class Job {
  final Caller caller;
  final Program program;
  final Limits limits;
  final CompletableFuture<Execution> outcome = new CompletableFuture<>();

  /** When it was submitted and when a worker took it, as {@link System#nanoTime} counts. */
  final long submitted = System.nanoTime();

  volatile long taken;
  private @Nullable WorkerProcess worker;
  private boolean cancelled;

  Job(Caller caller, Program program, Limits limits) {
    this.caller = caller;
    this.program = program;
    this.limits = limits;
  }

  /** Ends the job as cancelled, and the worker that runs it. */
  void cancel() {
    WorkerProcess running;
    synchronized (this) {
      cancelled = true;
      running = worker;
    }
    if (running != null) {
      running.kill();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Notes the worker that is about to run this job; false where the job is cancelled. */
  synchronized boolean assign(WorkerProcess to) {
    if (cancelled) {
      return false;
    }
    worker = to;
    return true;
  }

  synchronized void release() {
    worker = null;
  }
}
