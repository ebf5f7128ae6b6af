package dev.tusk.engine.decoder;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A switch that ends work early: generations, programs, a whole question. Thread-safe; once
 * cancelled it stays so.
 *
 * <pre>{@code
 * var cancellation = new Cancellation();
 * try (Cancellation.Registration told = cancellation.onCancel(() -> System.out.println("stop"))) {
 *   cancellation.cancel();
 * }
 * }</pre>
 */
public final class Cancellation {
  private final Set<Registration> registered = new LinkedHashSet<>();
  private volatile boolean cancelled;

  /** A switch that nobody has used yet. */
  public Cancellation() {}

  /**
   * Ends what holds this switch: a generation after its present step, a program at once. Runs what
   * {@link #onCancel} named, on this thread, each once.
   */
  public void cancel() {
    List<Registration> told;
    synchronized (registered) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      told = List.copyOf(registered);
      registered.clear();
    }
    told.forEach(registration -> registration.action.run());
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Has {@code action} run when {@link #cancel} is called; at once if it was.
   *
   * @param action short, and throws nothing
   * @return ends the registration when it is closed
   */
  public Registration onCancel(Runnable action) {
    var registration = new Registration(this, action);
    synchronized (registered) {
      if (!cancelled) {
        registered.add(registration);
        return registration;
      }
    }
    action.run();
    return registration;
  }

  /** Someone who wants to be told; {@link #close} ends that, and is idempotent. */
  public static final class Registration implements AutoCloseable {
    private final Cancellation owner;
    private final Runnable action;

    private Registration(Cancellation owner, Runnable action) {
      this.owner = owner;
      this.action = Objects.requireNonNull(action, "action");
    }

    @Override
    public void close() {
      synchronized (owner.registered) {
        owner.registered.remove(this);
      }
    }
  }
}
