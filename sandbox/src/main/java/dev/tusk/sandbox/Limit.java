package dev.tusk.sandbox;

/** The limits that a program can run into. See {@link Limits} for what each one counts. */
public enum Limit {
  /** Wall time, in milliseconds. */
  WALL,
  /** Heap, in bytes. */
  HEAP,
  /** Output, in bytes. */
  OUTPUT,
  /** Source text, in bytes. */
  SOURCE
}
