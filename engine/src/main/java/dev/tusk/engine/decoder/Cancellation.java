package dev.tusk.engine.decoder;

/** A switch that ends generations early. Thread-safe; once cancelled it stays so. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** A switch that nobody has used yet. */
  public Cancellation() {}

  /** Ends the generations that hold this switch, each after its present step. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancelled;
  }
}
