package dev.tusk.engine.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts Python source into tokens in one pass, after the lexical analysis of the Python 3.12
 * reference manual: f-strings become tokens of their own (PEP 701), indentation follows CPython's
 * rule that tabs may not decide it.
 *
 * <p>A fault does not throw: the tokens end with a {@link Token.Kind#FAULT}, so that a syntax error
 * before it is the one reported.
 */
final class Lexer {
  /** CPython's bounds on open brackets, indentation and nested f-strings. */
  private static final int MAX_BRACKETS = 200;

  private static final int MAX_INDENTS = 100;
  private static final int MAX_FORMATS = 150;
  private static final int TAB = 8;

  static final Set<String> KEYWORDS =
      Set.of(
          "False",
          "None",
          "True",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  private static final Set<String> OPERATORS =
      new HashSet<>(
          Arrays.asList(
              "**=", "//=", ">>=", "<<=", "...", "==", "!=", "<=", ">=", "->", "+=", "-=", "*=",
              "/=", "%=", "&=", "|=", "^=", "@=", ":=", "**", "//", "<<", ">>", "<>", "+", "-", "*",
              "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":",
              ".", ";", "="));

  /** Ends the pass; carried as a token, never shown to a caller. */
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int offset;
    private final int line;
    private final int column;

    Fault(int offset, int line, int column, String message) {
      super(message, null, false, false);
      this.offset = offset;
      this.line = line;
      this.column = column;
    }
  }

  private final String source;
  private final boolean astral;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line;
  private int lineStart;
  private int knownOffset;
  private int knownColumn;

  private final char[] brackets = new char[MAX_BRACKETS];
  private final int[] bracketLines = new int[MAX_BRACKETS];
  private final int[] bracketColumns = new int[MAX_BRACKETS];
  private int bracketCount;
  private int formatDepth;

  /**
   * @param text the source; a byte order mark and line ends of every kind are allowed
   * @param firstLine the number of its first line
   */
  Lexer(String text, int firstLine) {
    source = normalised(text);
    line = firstLine;
    boolean surrogate = false;
    for (int i = 0; i < source.length() && !surrogate; i++) {
      surrogate = Character.isSurrogate(source.charAt(i));
    }
    astral = surrogate;
  }

  private static String normalised(String text) {
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (body.indexOf('\r') >= 0) {
      body = body.replace("\r\n", "\n").replace('\r', '\n');
    }
    return body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
  }

  /** The text that the tokens' offsets count in. */
  String source() {
    return source;
  }

  List<Token> tokens() {
    try {
      int nul = source.indexOf('\0');
      if (nul >= 0) {
        throw fault(nul, "source code cannot contain null bytes");
      }
      lines();
    } catch (Fault fault) {
      tokens.add(
          new Token(
              Token.Kind.FAULT,
              String.valueOf(fault.getMessage()),
              fault.offset,
              fault.offset,
              fault.line,
              fault.column));
    }
    return tokens;
  }

  private Fault fault(int offset, String message) {
    return new Fault(offset, line, column(offset), message);
  }

  private char peek(int ahead) {
    int i = at + ahead;
    return i < source.length() ? source.charAt(i) : '\0';
  }

  private boolean atEnd() {
    return at >= source.length();
  }

  private int column(int offset) {
    if (!astral) {
      return Math.max(0, offset - lineStart);
    }
    int from = lineStart;
    int columns = 0;
    if (knownOffset >= lineStart && knownOffset <= offset) {
      from = knownOffset;
      columns = knownColumn;
    }
    columns += source.codePointCount(from, Math.max(from, offset));
    knownOffset = offset;
    knownColumn = columns;
    return columns;
  }

  private void startLine() {
    line++;
    lineStart = at;
    knownOffset = at;
    knownColumn = 0;
  }

  private void add(Token.Kind kind, String text, int start) {
    tokens.add(new Token(kind, text, start, at, line, column(start)));
  }

  private void lines() {
    int[] indents = new int[MAX_INDENTS];
    int[] otherIndents = new int[MAX_INDENTS];
    int depth = 0;
    while (!atEnd()) {
      int width = 0;
      int other = 0;
      int continued = 0;
      boolean measuring = true;
      while (measuring) {
        switch (peek(0)) {
          case ' ' -> {
            width++;
            other++;
            at++;
          }
          case '\t' -> {
            width = (width / TAB + 1) * TAB;
            other++;
            at++;
          }
          case '\f' -> {
            width = 0;
            other = 0;
            at++;
          }
          case '\\' -> {
            // The width of the first line counts, as in CPython.
            continued = continued != 0 ? continued : width;
            continuation();
          }
          default -> measuring = false;
        }
      }
      if (continued != 0) {
        width = continued;
        other = continued;
      }
      if (atEnd()) {
        break;
      }
      if (peek(0) == '#') {
        skipComment();
      }
      if (peek(0) == '\n') {
        at++;
        startLine();
        continue;
      }
      int current = depth == 0 ? 0 : indents[depth - 1];
      int currentOther = depth == 0 ? 0 : otherIndents[depth - 1];
      if (width == current) {
        requireConsistentTabs(other == currentOther);
      } else if (width > current) {
        if (depth + 1 >= MAX_INDENTS) {
          throw fault(at, "too many levels of indentation: more than " + (MAX_INDENTS - 1));
        }
        requireConsistentTabs(other > currentOther);
        indents[depth] = width;
        otherIndents[depth] = other;
        depth++;
        add(Token.Kind.INDENT, "", at);
      } else {
        while (depth > 0 && width < indents[depth - 1]) {
          depth--;
          add(Token.Kind.DEDENT, "", at);
        }
        if (width != (depth == 0 ? 0 : indents[depth - 1])) {
          throw fault(at, "unindent does not match any outer indentation level");
        }
        requireConsistentTabs(other == (depth == 0 ? 0 : otherIndents[depth - 1]));
      }
      logicalLine();
    }
    if (bracketCount > 0) {
      int open = bracketCount - 1;
      throw new Fault(
          at,
          bracketLines[open],
          bracketColumns[open],
          "'" + brackets[open] + "' was never closed");
    }
    // CPython puts the end on the last line there is, not after it.
    if (at == lineStart && !tokens.isEmpty()) {
      line--;
    }
    for (; depth > 0; depth--) {
      add(Token.Kind.DEDENT, "", at);
    }
    add(Token.Kind.END, "", at);
  }

  private void requireConsistentTabs(boolean consistent) {
    if (!consistent) {
      throw fault(at, "inconsistent use of tabs and spaces in indentation");
    }
  }

  /** Reads to the end of a logical line and past its NEWLINE. */
  private void logicalLine() {
    while (!atEnd()) {
      if (skipBlank(bracketCount > 0)) {
        if (atEnd()) {
          return;
        }
        if (peek(0) == '\n') {
          int start = at;
          at++;
          add(Token.Kind.NEWLINE, "", start);
          startLine();
          return;
        }
        token();
      }
    }
  }

  /**
   * Skips white space, comments and joined lines, and line ends too inside brackets; false at the
   * end of the source inside brackets.
   */
  private boolean skipBlank(boolean bracketed) {
    while (!atEnd()) {
      char c = peek(0);
      if (c == ' ' || c == '\t' || c == '\f') {
        at++;
      } else if (c == '#') {
        skipComment();
      } else if (c == '\\') {
        continuation();
      } else if (c == '\n' && bracketed) {
        at++;
        startLine();
      } else {
        return true;
      }
    }
    return !bracketed;
  }

  private void skipComment() {
    while (!atEnd() && peek(0) != '\n') {
      at++;
    }
  }

  private void continuation() {
    if (peek(1) != '\n') {
      throw fault(at, "unexpected character after line continuation character");
    }
    at += 2;
    if (atEnd()) {
      throw fault(at, "unexpected end of the source after a line continuation character");
    }
    startLine();
  }

  private void token() {
    char c = peek(0);
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
      return;
    }
    if (c == '"' || c == '\'') {
      string(at, "");
      return;
    }
    int point = source.codePointAt(at);
    if (isNameStart(point)) {
      name();
      return;
    }
    for (int length = 3; length >= 1; length--) {
      if (at + length <= source.length()) {
        String text = source.substring(at, at + length);
        if (OPERATORS.contains(text)) {
          int start = at;
          at += length;
          bracket(text.charAt(0), start);
          add(Token.Kind.SYMBOL, text, start);
          return;
        }
      }
    }
    if (point < 0x80 && point >= 0x20) {
      throw fault(at, "invalid syntax: unexpected '" + c + "'");
    }
    throw fault(
        at,
        Character.isISOControl(point) || !Character.isDefined(point)
            ? String.format(Locale.ROOT, "invalid non-printable character U+%04X", point)
            : String.format(
                Locale.ROOT, "invalid character '%s' (U+%04X)", Character.toString(point), point));
  }

  private void bracket(char c, int start) {
    switch (c) {
      case '(', '[', '{' -> {
        if (bracketCount == MAX_BRACKETS) {
          throw fault(start, "too many nested parentheses: more than " + MAX_BRACKETS);
        }
        brackets[bracketCount] = c;
        bracketLines[bracketCount] = line;
        bracketColumns[bracketCount] = column(start);
        bracketCount++;
      }
      case ')', ']', '}' -> {
        if (bracketCount == 0) {
          throw fault(start, "unmatched '" + c + "'");
        }
        char open = brackets[bracketCount - 1];
        if ((open == '(' && c != ')') || (open == '[' && c != ']') || (open == '{' && c != '}')) {
          throw fault(
              start,
              "closing parenthesis '"
                  + c
                  + "' does not match opening parenthesis '"
                  + open
                  + "' on line "
                  + bracketLines[bracketCount - 1]);
        }
        bracketCount--;
      }
      default -> {
        // No bracket.
      }
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(int c) {
    return c == '_'
        || (c < 0x80
            ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            : Character.isUnicodeIdentifierStart(c));
  }

  private static boolean isNamePart(int c) {
    return c < 0x80
        ? isNameStart(c) || (c >= '0' && c <= '9')
        : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private void name() {
    int start = at;
    boolean ascii = true;
    while (!atEnd()) {
      int point = source.codePointAt(at);
      if (!isNamePart(point)) {
        break;
      }
      ascii &= point < 0x80;
      at += Character.charCount(point);
    }
    String text = source.substring(start, at);
    char next = peek(0);
    if ((next == '"' || next == '\'') && isStringPrefix(text)) {
      string(start, text.toLowerCase(Locale.ROOT));
      return;
    }
    if (!ascii) {
      text = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC);
    }
    add(KEYWORDS.contains(text) ? Token.Kind.SYMBOL : Token.Kind.NAME, text, start);
  }

  private static boolean isStringPrefix(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "r", "u", "b", "f", "br", "rb", "fr", "rf" -> true;
      default -> false;
    };
  }

  private void number() {
    int start = at;
    char kind = Character.toLowerCase(peek(1));
    if (peek(0) == '0' && (kind == 'x' || kind == 'o' || kind == 'b')) {
      int radix = kind == 'x' ? 16 : kind == 'o' ? 8 : 2;
      String what = radix == 16 ? "hexadecimal" : radix == 8 ? "octal" : "binary";
      at += 2;
      do {
        if (peek(0) == '_') {
          at++;
        }
        if (Character.digit(peek(0), radix) < 0 || peek(0) >= 0x80) {
          throw fault(
              at,
              isDigit(peek(0))
                  ? "invalid digit '" + peek(0) + "' in " + what + " literal"
                  : "invalid " + what + " literal");
        }
        while (peek(0) < 0x80 && Character.digit(peek(0), radix) >= 0) {
          at++;
        }
      } while (peek(0) == '_');
      if (isDigit(peek(0))) {
        throw fault(at, "invalid digit '" + peek(0) + "' in " + what + " literal");
      }
      endOfNumber(what);
      add(Token.Kind.NUMBER, source.substring(start, at), start);
      return;
    }
    boolean whole = true;
    if (peek(0) != '.') {
      digits();
    }
    int wholeEnd = at;
    if (peek(0) == '.') {
      whole = false;
      at++;
      if (isDigit(peek(0))) {
        digits();
      }
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (isDigit(peek(1 + sign))) {
        whole = false;
        at += 1 + sign;
        digits();
      } else if (sign == 1) {
        throw fault(at, "invalid decimal literal");
      }
    }
    if (peek(0) == 'j' || peek(0) == 'J') {
      at++;
      endOfNumber("imaginary");
    } else {
      endOfNumber("decimal");
      if (whole && source.charAt(start) == '0') {
        for (int i = start; i < wholeEnd; i++) {
          if (source.charAt(i) != '0' && source.charAt(i) != '_') {
            throw fault(
                start,
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for"
                    + " octal integers");
          }
        }
      }
    }
    add(Token.Kind.NUMBER, source.substring(start, at), start);
  }

  private void digits() {
    while (true) {
      while (isDigit(peek(0))) {
        at++;
      }
      if (peek(0) != '_') {
        return;
      }
      at++;
      if (!isDigit(peek(0))) {
        throw fault(at, "invalid decimal literal");
      }
    }
  }

  /** A number may only run into a keyword that can follow it, as in {@code 1if x else 2}. */
  private void endOfNumber(String what) {
    boolean keyword =
        switch (peek(0)) {
          case 'a' -> peek(1) == 'n' && peek(2) == 'd';
          case 'e' -> peek(1) == 'l' && peek(2) == 's' && peek(3) == 'e';
          case 'f' -> peek(1) == 'o' && peek(2) == 'r';
          case 'i' -> peek(1) == 'n' || peek(1) == 's' || peek(1) == 'f';
          case 'n' -> peek(1) == 'o' && peek(2) == 't';
          case 'o' -> peek(1) == 'r';
          default -> false;
        };
    if (!keyword && !atEnd() && isNamePart(source.codePointAt(at))) {
      throw fault(at, "invalid " + what + " literal");
    }
  }

  private void string(int start, String prefix) {
    int startLine = line;
    int startColumn = column(start);
    char quote = peek(0);
    boolean triple = peek(1) == quote && peek(2) == quote;
    at += triple ? 3 : 1;
    if (prefix.indexOf('f') >= 0) {
      tokens.add(
          new Token(
              Token.Kind.FORMAT_START,
              source.substring(start, at),
              start,
              at,
              startLine,
              startColumn));
      if (++formatDepth > MAX_FORMATS) {
        throw fault(start, "too many nested f-strings: more than " + MAX_FORMATS);
      }
      formatText(quote, triple, prefix.indexOf('r') >= 0, 0, startLine, startColumn);
      int end = at;
      at += triple ? 3 : 1;
      add(Token.Kind.FORMAT_END, "", end);
      formatDepth--;
      return;
    }
    while (!closes(quote, triple)) {
      plainChar(triple, startLine, startColumn, "");
    }
    at += triple ? 3 : 1;
    tokens.add(
        new Token(
            Token.Kind.STRING, source.substring(start, at), start, at, startLine, startColumn));
  }

  private boolean closes(char quote, boolean triple) {
    return peek(0) == quote && (!triple || (peek(1) == quote && peek(2) == quote));
  }

  /** Steps over one char of a string, or over a backslash and what it escapes. */
  private void plainChar(boolean triple, int startLine, int startColumn, String what) {
    if (atEnd() || (peek(0) == '\n' && !triple)) {
      throw new Fault(
          at,
          startLine,
          startColumn,
          triple
              ? "unterminated triple-quoted " + what + "string literal"
              : "unterminated " + what + "string literal");
    }
    if (peek(0) == '\\') {
      at++;
      if (atEnd()) {
        return;
      }
    }
    if (peek(0) == '\n') {
      at++;
      startLine();
    } else {
      at++;
    }
  }

  /**
   * Reads the text and the fields of an f-string up to its closing quotes, or of a field's format
   * ({@code depth} of 1 or more) up to its closing brace.
   */
  private void formatText(
      char quote, boolean triple, boolean raw, int depth, int startLine, int startColumn) {
    int start = at;
    StringBuilder text = new StringBuilder();
    while (true) {
      char c = peek(0);
      if (closes(quote, triple)) {
        if (depth > 0) {
          throw fault(at, "f-string: expecting '}'");
        }
        break;
      }
      if (c == '{' && depth == 0 && peek(1) == '{') {
        text.append('{');
        at += 2;
      } else if (c == '{') {
        flush(text, start, raw);
        field(quote, triple, raw, depth, startLine, startColumn);
        start = at;
      } else if (c == '}' && depth > 0) {
        break;
      } else if (c == '}') {
        if (peek(1) != '}') {
          throw fault(at, "f-string: single '}' is not allowed");
        }
        text.append('}');
        at += 2;
      } else if (c == '\\' && !raw && peek(1) == 'N' && peek(2) == '{') {
        int close = source.indexOf('}', at);
        if (close < 0) {
          throw fault(at, "malformed \\N character escape");
        }
        text.append(source, at, close + 1);
        at = close + 1;
      } else if (c == '\\' && (peek(1) == '{' || peek(1) == '}')) {
        // A backslash does not escape a brace: it stays, and the brace has its usual meaning.
        text.append('\\');
        at++;
      } else {
        int from = at;
        if (depth > 0 && c == '\n' && !triple) {
          throw fault(at, "f-string: expecting '}'");
        }
        plainChar(triple, startLine, startColumn, "f-");
        text.append(source, from, at);
      }
    }
    flush(text, start, raw);
  }

  private void flush(StringBuilder text, int start, boolean raw) {
    if (text.isEmpty()) {
      return;
    }
    String decoded;
    try {
      String spelled = text.toString();
      decoded = raw || spelled.indexOf('\\') < 0 ? spelled : StringEscapes.text(spelled);
    } catch (IllegalArgumentException bad) {
      throw fault(start, String.valueOf(bad.getMessage()));
    }
    add(Token.Kind.FORMAT_TEXT, decoded, start);
    text.setLength(0);
  }

  private void field(
      char quote, boolean triple, boolean raw, int depth, int startLine, int startColumn) {
    if (depth >= 2) {
      throw fault(at, "f-string: expressions nested too deeply");
    }
    int open = at;
    at++;
    bracket('{', open);
    int level = bracketCount;
    add(Token.Kind.SYMBOL, "{", open);
    while (true) {
      if (!skipBlank(true) || atEnd()) {
        throw new Fault(at, startLine, startColumn, "f-string: expecting '}'");
      }
      char c = peek(0);
      if (bracketCount == level) {
        if (c == ':') {
          int start = at;
          at++;
          add(Token.Kind.SYMBOL, ":", start);
          formatText(quote, triple, raw, depth + 1, startLine, startColumn);
          continue;
        }
        if (c == '!' && peek(1) != '=') {
          int start = at;
          at++;
          add(Token.Kind.SYMBOL, "!", start);
          continue;
        }
      }
      token();
      if (bracketCount < level) {
        return;
      }
    }
  }
}
