package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts LaTeX or plain mathematics into tokens. White space and spacing commands only mark the next
 * token as spaced; {@code \left}, {@code \right} and sizes vanish; Unicode signs become the
 * commands they stand for.
 */
final class Lexer {
  static final int MAX_TOKENS = 8_000;

  private static final Set<String> SPACING =
      Set.of(
          "quad",
          "qquad",
          "enspace",
          "thinspace",
          "medspace",
          "thickspace",
          "displaystyle",
          "textstyle",
          "scriptstyle",
          "limits",
          "nolimits",
          "left",
          "right",
          "middle",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "biggl",
          "biggr",
          "Biggl",
          "Biggr",
          "bigm",
          "Bigm",
          "hfill",
          "hline",
          "allowbreak",
          "nonumber",
          "notag",
          "newline",
          "noindent",
          "rm",
          "bf",
          "it",
          "phantom",
          "smash",
          "strut",
          "hspace",
          "vspace",
          "kern",
          "mathstrut");

  /** Spacing commands whose braced argument vanishes with them. */
  private static final Set<String> SPACING_WITH_ARGUMENT =
      Set.of("hspace", "vspace", "phantom", "kern");

  private static final Set<String> TEXT_COMMANDS =
      Set.of(
          "text",
          "textbf",
          "textit",
          "textrm",
          "textsf",
          "texttt",
          "textnormal",
          "mbox",
          "hbox",
          "textup",
          "emph",
          "textsc");

  /** Font commands: their letters stand for themselves. */
  static final Set<String> FONT_COMMANDS =
      Set.of(
          "mathrm",
          "mathbf",
          "mathit",
          "mathsf",
          "mathtt",
          "boldsymbol",
          "bm",
          "mathnormal",
          "pmb",
          "symbf",
          "symrm",
          "mathcal",
          "mathscr",
          "mathfrak");

  private static final Map<Character, String> UNICODE =
      Map.ofEntries(
          Map.entry('×', "\\times "),
          Map.entry('·', "\\cdot "),
          Map.entry('⋅', "\\cdot "),
          Map.entry('∙', "\\cdot "),
          Map.entry('÷', "\\div "),
          Map.entry('\u2044', "/"),
          Map.entry('\u2215', "/"),
          Map.entry('−', "-"),
          Map.entry('–', "-"),
          Map.entry('—', "-"),
          Map.entry('≤', "\\le "),
          Map.entry('⩽', "\\le "),
          Map.entry('≥', "\\ge "),
          Map.entry('⩾', "\\ge "),
          Map.entry('≠', "\\ne "),
          Map.entry('≈', "\\approx "),
          Map.entry('≡', "\\equiv "),
          Map.entry('±', "\\pm "),
          Map.entry('∓', "\\mp "),
          Map.entry('π', "\\pi "),
          Map.entry('∞', "\\infty "),
          Map.entry('√', "\\sqrt "),
          Map.entry('∛', "\\sqrt[3] "),
          Map.entry('°', "^\\circ "),
          Map.entry('∪', "\\cup "),
          Map.entry('∩', "\\cap "),
          Map.entry('∖', "\\setminus "),
          Map.entry('∅', "\\emptyset "),
          Map.entry('∈', "\\in "),
          Map.entry('∉', "\\notin "),
          Map.entry('⊆', "\\subseteq "),
          Map.entry('⊂', "\\subset "),
          Map.entry('⊇', "\\supseteq "),
          Map.entry('→', "\\to "),
          Map.entry('⇒', "\\Rightarrow "),
          Map.entry('ℝ', "\\mathbb{R}"),
          Map.entry('ℕ', "\\mathbb{N}"),
          Map.entry('ℤ', "\\mathbb{Z}"),
          Map.entry('ℚ', "\\mathbb{Q}"),
          Map.entry('ℂ', "\\mathbb{C}"),
          Map.entry('∠', "\\angle "),
          Map.entry('∫', "\\int "),
          Map.entry('∑', "\\sum "),
          Map.entry('∏', "\\prod "),
          Map.entry('∂', "\\partial "),
          Map.entry('½', "\\frac{1}{2}"),
          Map.entry('⅓', "\\frac{1}{3}"),
          Map.entry('⅔', "\\frac{2}{3}"),
          Map.entry('¼', "\\frac{1}{4}"),
          Map.entry('¾', "\\frac{3}{4}"),
          Map.entry('⅕', "\\frac{1}{5}"),
          Map.entry('⅙', "\\frac{1}{6}"),
          Map.entry('⅛', "\\frac{1}{8}"),
          Map.entry('⌊', "\\lfloor "),
          Map.entry('⌋', "\\rfloor "),
          Map.entry('⌈', "\\lceil "),
          Map.entry('⌉', "\\rceil "),
          Map.entry('′', "'"),
          Map.entry('’', "'"),
          Map.entry('，', ","),
          Map.entry('；', ";"),
          Map.entry('：', ":"),
          Map.entry('（', "("),
          Map.entry('）', ")"),
          Map.entry('＝', "="),
          Map.entry('…', "\\ldots "),
          Map.entry('α', "\\alpha "),
          Map.entry('β', "\\beta "),
          Map.entry('γ', "\\gamma "),
          Map.entry('δ', "\\delta "),
          Map.entry('ε', "\\epsilon "),
          Map.entry('θ', "\\theta "),
          Map.entry('λ', "\\lambda "),
          Map.entry('μ', "\\mu "),
          Map.entry('σ', "\\sigma "),
          Map.entry('φ', "\\phi "),
          Map.entry('ω', "\\omega "),
          Map.entry('Δ', "\\Delta "),
          Map.entry('\u00a0', " "),
          Map.entry('\u2009', " "),
          Map.entry('\u202f', " "));

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
  static final String CURRENCIES = "$€£¥₹₽₩₪₫฿₺¢";

  private final String text;
  private int at;
  private int environments;
  private boolean spaced;
  private final List<Token> tokens = new ArrayList<>();

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    return new Lexer(text).run();
  }

  /** Spells Unicode mathematics as LaTeX; offsets in error messages count in the result. */
  static String spelledOut(String text) {
    boolean plain = true;
    for (int i = 0; i < text.length() && plain; i++) {
      plain = text.charAt(i) < 0x80;
    }
    if (plain) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = SUPERSCRIPTS.indexOf(c);
      int low = SUBSCRIPTS.indexOf(c);
      if (high >= 0 || c == '⁻' || c == 'ⁿ') {
        out.append("^{");
        for (; i < text.length(); i++) {
          char d = text.charAt(i);
          int digit = SUPERSCRIPTS.indexOf(d);
          if (digit >= 0) {
            out.append(digit);
          } else if (d == '⁻') {
            out.append('-');
          } else if (d == 'ⁿ') {
            out.append('n');
          } else {
            break;
          }
        }
        i--;
        out.append('}');
      } else if (low >= 0) {
        out.append("_{");
        for (; i < text.length() && SUBSCRIPTS.indexOf(text.charAt(i)) >= 0; i++) {
          out.append(SUBSCRIPTS.indexOf(text.charAt(i)));
        }
        i--;
        out.append('}');
      } else {
        String spelled = UNICODE.get(c);
        if (spelled == null) {
          out.append(c);
        } else {
          out.append(spelled);
        }
      }
    }
    return out.toString();
  }

  private List<Token> run() {
    while (at < text.length()) {
      if (tokens.size() > MAX_TOKENS) {
        throw new ParseFailure(at, "more than " + MAX_TOKENS + " tokens");
      }
      next();
    }
    tokens.add(new Token(Kind.END, "", text.length(), text.length(), spaced));
    return tokens;
  }

  private void add(Kind kind, String content, int start) {
    tokens.add(new Token(kind, content, start, at, spaced));
    spaced = false;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void next() {
    int start = at;
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || c == '~') {
      at++;
      spaced = true;
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number(start);
    } else if (c == '\\') {
      command(start);
    } else if (isLetter(c)) {
      letters(start);
    } else if (c == '{' && bracedComma() > 0) {
      at = bracedComma();
      add(Kind.SYMBOL, "{,}", start);
    } else if (text.startsWith("{:}", at)) {
      at += 3;
      add(Kind.SYMBOL, ":", start);
    } else {
      symbol(start, c);
    }
  }

  /** The end of {@code {,}} here, or -1. */
  private int bracedComma() {
    int i = at + 1;
    boolean comma = false;
    while (i < text.length() && (text.charAt(i) == ' ' || (text.charAt(i) == ',' && !comma))) {
      comma |= text.charAt(i) == ',';
      i++;
    }
    return comma && i < text.length() && text.charAt(i) == '}' ? i + 1 : -1;
  }

  private void symbol(int start, char c) {
    for (String two : List.of("**", "<=", ">=", "!=", "==", "=<", "=>", "->", "<>", "//")) {
      if (text.startsWith(two, at)) {
        if (two.equals("!=") && peek(2) == '=') {
          break;
        }
        at += 2;
        add(Kind.SYMBOL, two, start);
        return;
      }
    }
    int point = text.codePointAt(at);
    at += Character.charCount(point);
    if (c == '$' && !isDigit(peek(0)) && peek(0) != '.' && peek(0) != ' ') {
      // A stray delimiter of mathematics, not a currency.
      spaced = true;
      return;
    }
    add(Kind.SYMBOL, Character.toString(point), start);
  }

  private void number(int start) {
    while (isDigit(peek(0))) {
      at++;
    }
    int grouped = -1;
    for (char separator : new char[] {'.', '\'', '_'}) {
      grouped = Math.max(grouped, groups(start, separator, separator == '.' ? 2 : 1));
    }
    if (grouped > 0) {
      String digits = text.substring(start, grouped).replaceAll("[.'_]", "");
      at = grouped;
      add(Kind.NUMBER, digits, start);
      return;
    }
    int prefixed = at - start == 1 && text.charAt(start) == '0' ? prefixedEnd() : -1;
    if (prefixed > 0) {
      int radix = Character.toLowerCase(text.charAt(at)) == 'x' ? 16 : 2;
      String digits = text.substring(at + 1, prefixed);
      at = prefixed;
      add(Kind.NUMBER, new java.math.BigInteger(digits, radix).toString(), start);
      return;
    }
    if (peek(0) == '.' && isDigit(peek(1))) {
      at++;
      while (isDigit(peek(0))) {
        at++;
      }
    } else if (peek(0) == '.' && !isLetter(peek(1)) && at > start && peek(1) != '.') {
      // "5." at the end of a sentence or "3.\overline{3}": the point is dropped or kept below.
      if (text.startsWith(".\\overline", at)
          || text.startsWith(".\\dot", at)
          || text.startsWith(".(", at)
          || text.startsWith(".\\bar", at)) {
        at++;
      }
    }
    char e = peek(0);
    if (e == 'e' || e == 'E') {
      int digits = peek(1) == '-' || peek(1) == '+' ? 2 : 1;
      if (isDigit(peek(digits))) {
        at += digits;
        while (isDigit(peek(0))) {
          at++;
        }
      }
    }
    add(Kind.NUMBER, text.substring(start, at), start);
  }

  /** The end of {@code 1.234.567}, {@code 1'000} or {@code 1_000}; -1 if these are no groups. */
  private int groups(int start, char separator, int least) {
    if (at == start || at - start > 3 || text.charAt(start) == '0') {
      return -1;
    }
    int end = at;
    int groups = 0;
    while (end + 3 < text.length()
        && text.charAt(end) == separator
        && isDigit(text.charAt(end + 1))
        && isDigit(text.charAt(end + 2))
        && isDigit(text.charAt(end + 3))) {
      end += 4;
      groups++;
    }
    boolean goesOn =
        end < text.length()
            && (isDigit(text.charAt(end))
                || (text.charAt(end) == separator
                    && end + 1 < text.length()
                    && isDigit(text.charAt(end + 1))));
    return groups >= least && !goesOn ? end : -1;
  }

  /** The end of {@code 0x1F} or {@code 0b101} after its 0, or -1. */
  private int prefixedEnd() {
    char sign = peek(0);
    if (sign != 'x' && sign != 'b') {
      return -1;
    }
    int end = at + 1;
    while (end < text.length()
        && (sign == 'x' ? isHexDigit(text.charAt(end)) : "01".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    boolean ends =
        end >= text.length() || !(isDigit(text.charAt(end)) || isLetter(text.charAt(end)));
    return end > at + 1 && end - at <= 1_000 && ends ? end : -1;
  }

  private void letters(int start) {
    while (isLetter(peek(0))) {
      at++;
    }
    if (at - start >= 2 && peek(0) == '_' && isLetter(peek(1)) && isLetter(peek(2))) {
      // A program's name: original_price.
      while (isLetter(peek(0)) || peek(0) == '_' || isDigit(peek(0))) {
        at++;
      }
      add(Kind.RAW, text.substring(start, at), start);
      return;
    }
    String run = text.substring(start, at);
    // "1orW(x)": a conjunction run together with what follows.
    for (String conjunction : List.of("or", "and")) {
      int length = conjunction.length();
      if (run.startsWith(conjunction)
          && run.length() > length
          && Character.isUpperCase(run.charAt(length))) {
        at = start + length;
        run = conjunction;
      }
    }
    if (run.length() == 1) {
      add(Kind.LETTER, run, start);
    } else {
      add(Kind.WORD, run, start);
    }
  }

  private void command(int start) {
    at++;
    if (at >= text.length()) {
      return;
    }
    char c = text.charAt(at);
    if (!isLetter(c)) {
      at++;
      switch (c) {
        case ' ', ',', ';', ':', '!', '>', '\n', '/', '@', '-' -> spaced = c != '!' || spaced;
        case '\\' -> doubled(start);
        case '(', ')', '[', ']' -> spaced = true;
        case '{' -> add(Kind.SYMBOL, "\\{", start);
        case '}' -> add(Kind.SYMBOL, "\\}", start);
        case '|' -> add(Kind.SYMBOL, "\\|", start);
        default -> add(Kind.SYMBOL, String.valueOf(c), start);
      }
      return;
    }
    while (isLetter(peek(0))) {
      at++;
    }
    named(text.substring(start + 1, at), start);
  }

  /** {@code \\}: a row's end, or a backslash doubled by some escaping. */
  private void doubled(int start) {
    if (environments == 0 && isLetter(peek(0))) {
      int end = at;
      while (end < text.length() && isLetter(text.charAt(end))) {
        end++;
      }
      String name = text.substring(at, end);
      if (Parser.isKnownCommand(name)
          || TEXT_COMMANDS.contains(name)
          || SPACING.contains(name)
          || name.equals("begin")) {
        at--;
        command(start + 1);
        return;
      }
    }
    if (environments == 0 && (peek(0) == '{' || peek(0) == '}' || peek(0) == '%')) {
      char c = text.charAt(at);
      at++;
      add(Kind.SYMBOL, c == '%' ? "%" : "\\" + c, start);
      return;
    }
    if (peek(0) == '[') {
      int close = text.indexOf(']', at);
      String inside = close < 0 ? "" : text.substring(at + 1, close);
      if (inside.matches("-?[0-9.]{1,6} ?(pt|em|ex|cm|mm|in)")) {
        at = close + 1;
      }
    }
    add(Kind.SYMBOL, "\\\\", start);
  }

  private void named(String name, int start) {
    if (SPACING.contains(name)) {
      if ((name.equals("left") || name.equals("right")) && peek(0) == '.') {
        at++;
      }
      if (SPACING_WITH_ARGUMENT.contains(name) && peek(0) == '{') {
        group();
      }
      spaced = true;
    } else if (TEXT_COMMANDS.contains(name)) {
      skipBlanks();
      add(Kind.TEXT, peek(0) == '{' ? group() : one(), start);
    } else if (name.equals("begin") || name.equals("end")) {
      skipBlanks();
      String environment = peek(0) == '{' ? group().strip() : "";
      environments = Math.max(0, environments + (name.equals("begin") ? 1 : -1));
      if (name.equals("begin") && environment.startsWith("array")) {
        skipBlanks();
        if (peek(0) == '{') {
          group();
        }
      }
      add(name.equals("begin") ? Kind.BEGIN : Kind.END_ENVIRONMENT, environment, start);
    } else if (name.equals("variable")) {
      skipBlanks();
      if (peek(0) != '{') {
        throw new ParseFailure(start, "\\variable without a braced name");
      }
      String inside = group();
      if (!wellSubscripted(inside)) {
        throw new ParseFailure(start, "a subscript of more than one character needs braces");
      }
      add(Kind.RAW, inside, start);
    } else if (name.equals("operatorname")) {
      if (peek(0) == '*') {
        at++;
      }
      skipBlanks();
      String inside = peek(0) == '{' ? group() : one();
      add(Kind.COMMAND, inside.replace("\\,", "").replaceAll("[^A-Za-z]", ""), start);
    } else if (name.equals("char")) {
      while (peek(0) == '"' || isHexDigit(peek(0))) {
        at++;
      }
      String code = text.substring(start + 5, at).replace("\"", "");
      add(Kind.COMMAND, code.endsWith("190") ? "epsilon" : "char" + code, start);
    } else if (name.equals("textcolor")
        || name.equals("color")
        || name.equals("tag")
        || name.equals("label")) {
      if (peek(0) == '{') {
        group();
      }
      spaced = true;
    } else if (name.equals("cr") || name.equals("tabularnewline")) {
      add(Kind.SYMBOL, "\\\\", start);
    } else {
      String split = splitPrefix(name);
      if (split != null) {
        at = start + 1 + split.length();
        named(split, start);
      } else {
        add(Kind.COMMAND, name, start);
      }
    }
  }

  /** {@code \quadx}: a known command run together with what follows. */
  private static @org.jspecify.annotations.Nullable String splitPrefix(String name) {
    if (Parser.isKnownCommand(name)) {
      return null;
    }
    for (String prefix :
        List.of("qquad", "quad", "cdot", "times", "infty", "pi", "pm", "sqrt", "leq", "geq")) {
      if (name.length() > prefix.length() && name.startsWith(prefix)) {
        return prefix;
      }
    }
    return null;
  }

  /** Every underscore is followed by one letter or digit, or by a braced group. */
  private static boolean wellSubscripted(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '_' && i + 1 < name.length() && name.charAt(i + 1) != '{') {
        if (i + 2 < name.length()) {
          return false;
        }
      }
    }
    return true;
  }

  private void skipBlanks() {
    while (peek(0) == ' ') {
      at++;
    }
  }

  private String one() {
    if (at >= text.length()) {
      return "";
    }
    return String.valueOf(text.charAt(at++));
  }

  /** The inside of the braces that open here, raw; an unclosed group ends with the text. */
  private String group() {
    int depth = 0;
    int start = at + 1;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        at++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return text.substring(start, at - 1);
      }
    }
    return text.substring(Math.min(start, text.length()));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c > 0x7f && Character.isLetter(c));
  }
}
