package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Who runs programs: the sandbox, or in a test something that lies. Thread-safe. */
interface ProgramRunner extends AutoCloseable {
  /**
   * Runs a program and waits for its outcome, {@link Execution.Cancelled} where it did not end in
   * time or was cancelled.
   *
   * @param within wall time from the call on, waiting for a worker included; empty for none
   */
  Execution run(Program program, Optional<Duration> within, Cancellation cancellation);

  /** Runs a program within the sandbox's limits alone. */
  default Execution run(Program program) {
    return run(program, Optional.empty(), new Cancellation());
  }

  @Override
  void close();

  static ProgramRunner of(Sandbox sandbox) {
    return new ProgramRunner() {
      @Override
      public Execution run(Program program, Optional<Duration> within, Cancellation cancellation) {
        CompletableFuture<Execution> outcome = sandbox.submit(program, limits(within));
        try (var _ = cancellation.onCancel(() -> outcome.cancel(true))) {
          return within.isPresent()
              ? outcome.get(within.get().toNanos(), TimeUnit.NANOSECONDS)
              : outcome.get();
        } catch (TimeoutException e) {
          outcome.cancel(true);
          return new Execution.Cancelled();
        } catch (CancellationException e) {
          return new Execution.Cancelled();
        } catch (InterruptedException e) {
          outcome.cancel(true);
          Thread.currentThread().interrupt();
          return new Execution.Cancelled();
        } catch (ExecutionException e) {
          throw new IllegalStateException("the sandbox failed", e.getCause());
        }
      }

      private Limits limits(Optional<Duration> within) {
        Limits usual = sandbox.limits();
        return within
            .map(left -> left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left)
            .filter(left -> left.compareTo(usual.wall()) < 0)
            .map(left -> usual.toBuilder().wall(left).build())
            .orElse(usual);
      }

      @Override
      public void close() {
        sandbox.close();
      }
    };
  }
}
