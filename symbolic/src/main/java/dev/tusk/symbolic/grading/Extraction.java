package dev.tusk.symbolic.grading;

import static java.util.Objects.requireNonNull;

/** The part of a text that was taken as its answer, and the rule that chose it. */
public record Extraction(String text, Source source) {
  /** The rules by which an answer is found on a page. */
  public enum Source {
    /** The whole text. */
    WHOLE("the whole text"),
    /** The content of the last {@code \boxed}, or of the last ones that stand together. */
    BOXED("the last \\boxed"),
    /** What follows "final answer is". */
    FINAL_ANSWER("'final answer is'"),
    /** What follows "the answer is" or "answer:". */
    ANSWER_PHRASE("'the answer is'"),
    /** What follows {@code ####}. */
    HASHES("'####'"),
    /** The last piece of marked mathematics. */
    LAST_MATHEMATICS("the last mathematics"),
    /** The last line that is not empty. */
    FINAL_LINE("the final line"),
    /** The last number or numeric expression in the text. */
    LAST_NUMBER("the last number"),
    /** Nothing was found. */
    NOTHING("nothing found");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** The rule in words. */
    public String label() {
      return label;
    }
  }

  /** Checks its parts. */
  public Extraction {
    requireNonNull(text, "text");
    requireNonNull(source, "source");
  }
}
