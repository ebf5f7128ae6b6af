package dev.tusk.engine.python;

/**
 * A token: {@code text} is its spelling, or the decoded text of an {@link Kind#FORMAT_TEXT}.
 *
 * @param start offset of its first char in the source
 * @param end offset after its last char
 * @param line its line, from 1
 * @param column its column, from 0, in code points
 */
record Token(Kind kind, String text, int start, int end, int line, int column) {
  enum Kind {
    NAME,
    NUMBER,
    /** A string without replacement fields, with its prefix and quotes. */
    STRING,
    /** The prefix and opening quotes of an f-string. */
    FORMAT_START,
    FORMAT_TEXT,
    FORMAT_END,
    /** An operator, a delimiter or a reserved word. */
    SYMBOL,
    NEWLINE,
    INDENT,
    DEDENT,
    END,
    /** Where the tokens stop because the lexer found a fault; the text says which. */
    FAULT
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isSoftKeyword(String word) {
    return kind == Kind.NAME && text.equals(word);
  }
}
