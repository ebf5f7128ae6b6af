package dev.tusk.sandbox;

/** What a batch does about programs that are equal in source, style and preamble. */
public enum Repeats {
  /** Runs each of them. */
  RUN_EACH,
  /**
   * Runs one and gives its execution to all, as far as the batch remembers: the last 10,000
   * programs that differ. {@link BatchResult#repeated} says of each result whether it was got like
   * that. A program that crashed or was cancelled is run again.
   */
  RUN_ONCE
}
