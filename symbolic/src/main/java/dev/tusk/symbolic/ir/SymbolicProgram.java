package dev.tusk.symbolic.ir;

import java.util.List;

/**
 * A program as the cross-check reads it.
 *
 * @param cells what runs, in one namespace; an ordinary program is one cell, a notebook several. An
 *     error ends its cell; in a notebook the next cell runs all the same.
 * @param answer where the program's answer is found
 */
public record SymbolicProgram(List<List<Statement>> cells, AnswerSite answer) {
  public SymbolicProgram {
    cells = cells.stream().map(List::copyOf).toList();
  }

  /** Where a program leaves its answer. */
  public sealed interface AnswerSite {
    /** The last non-empty line of what was printed, without white space around it. */
    record LastLine() implements AnswerSite {}

    /** The value echoed last, as Python's {@code str}; the last line where nothing was echoed. */
    record LastEcho() implements AnswerSite {}

    /** The value of the first of these variables that is bound at the end. */
    record Variable(List<String> names) implements AnswerSite {
      public Variable {
        names = List.copyOf(names);
      }
    }

    /** What the first of these functions that is bound at the end returns, called with nothing. */
    record ReturnValue(List<String> functions) implements AnswerSite {
      public ReturnValue {
        functions = List.copyOf(functions);
      }
    }
  }
}
