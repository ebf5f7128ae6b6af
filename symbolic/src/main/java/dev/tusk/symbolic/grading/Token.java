package dev.tusk.symbolic.grading;

/**
 * A piece of the text: its kind, its content (a number's digits, a command's or word's name, a
 * symbol, the inside of a {@code \text}), where it starts and ends, and whether white space
 * precedes it.
 */
record Token(Kind kind, String content, int start, int end, boolean spaced) {
  enum Kind {
    NUMBER,
    LETTER,
    WORD,
    COMMAND,
    SYMBOL,
    TEXT,
    RAW,
    BEGIN,
    END_ENVIRONMENT,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && content.equals(symbol);
  }

  boolean command(String name) {
    return kind == Kind.COMMAND && content.equals(name);
  }
}
