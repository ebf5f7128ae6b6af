package dev.tusk.sandbox;

import java.util.Objects;

/**
 * A Python program and how its answer is read.
 *
 * @param source the program's text
 * @param style where the answer is
 * @param preamble source text that runs first in the same namespace, empty for none; what it prints
 *     counts as the program's output
 */
public record Program(String source, Style style, String preamble) {

  /** Where a program leaves its answer. */
  public enum Style {
    /**
     * Decided on the syntax tree: {@link #NOTEBOOK} where a line {@code # %%} separates cells;
     * {@link #SOLUTION} where {@code solution} or {@code solver} is defined at top level, can be
     * called without arguments, and nothing at top level prints; {@link #ANS} where {@code ans} or
     * {@code answer} is bound at top level and nothing at top level prints; {@link #NOTEBOOK}, as a
     * single cell, where the program prints nowhere and ends in an expression; else {@link #PRINT}.
     */
    DETECT,
    /** The last line of what the program printed, white space around the whole output left out. */
    PRINT,
    /**
     * The variable {@code ans}, or else {@code answer}; a {@code NameError} where neither is set.
     */
    ANS,
    /**
     * What {@code solution()} returns, or else {@code solver()}; a {@code NameError} where neither
     * is defined.
     */
    SOLUTION,
    /**
     * Cells separated by an empty line and a line {@code # %%}, in one namespace. Each cell's last
     * expression is echoed as {@code repr} unless it is None; a failing cell does not stop the
     * next. The answer is the value echoed last, or else the last line of the output. The program
     * has raised if its last cell has.
     */
    NOTEBOOK;

    /**
     * The style of a name: {@code print}, {@code ans=}, {@code solution()}, {@code notebook} or
     * {@code detect}.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists them
     */
    public static Style parse(String name) {
      return switch (name) {
        case "detect", "" -> DETECT;
        case "print" -> PRINT;
        case "ans=", "ans" -> ANS;
        case "solution()", "solution" -> SOLUTION;
        case "notebook" -> NOTEBOOK;
        default ->
            throw new IllegalArgumentException(
                "style is \""
                    + name
                    + "\"; print, ans=, solution(), notebook or detect is possible");
      };
    }
  }

  public Program {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(style, "style");
    Objects.requireNonNull(preamble, "preamble");
  }

  /** A program whose style is to be detected, without a preamble. */
  public static Program of(String source) {
    return new Program(source, Style.DETECT, "");
  }

  /** The same program, its answer read in another style. */
  public Program withStyle(Style other) {
    return new Program(source, other, preamble);
  }

  /** The same program after another preamble. */
  public Program withPreamble(String text) {
    return new Program(source, style, text);
  }
}
