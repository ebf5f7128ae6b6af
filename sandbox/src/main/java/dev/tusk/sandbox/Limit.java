package dev.tusk.sandbox;

/** The limits that a program can run into. See {@link Limits} for what each one counts. */
public enum Limit {
  /** Wall time, in milliseconds. */
  WALL("ms"),
  /** CPU time, in milliseconds. */
  CPU("ms"),
  /** Heap, in bytes. */
  HEAP("bytes"),
  /** Output, in bytes. */
  OUTPUT("bytes"),
  /** Source text, in bytes. */
  SOURCE("bytes"),
  /** Depth of the syntax tree, in levels. */
  NESTING("levels");

  private final String unit;

  Limit(String unit) {
    this.unit = unit;
  }

  /** The unit in which it is counted: {@code ms}, {@code bytes} or {@code levels}. */
  public String unit() {
    return unit;
  }
}
