package dev.tusk.engine.python;

/** How a program gives its answer. */
public enum AnswerStyle {
  /** The last line that it prints. */
  PRINT,
  /** The variable {@code ans}, else {@code answer}. */
  VARIABLE,
  /** What {@code solution()}, else {@code solver()}, returns. */
  FUNCTION,
  /**
   * Cells, split by {@link ProgramLowering#CELL_SEPARATOR}, the last expression of each printed;
   * the answer is the value echoed last, else the last line.
   */
  NOTEBOOK
}
