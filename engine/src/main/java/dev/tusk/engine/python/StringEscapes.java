package dev.tusk.engine.python;

/**
 * Resolves the backslash escapes of string and bytes literals (Python reference, section 2.4.1.1).
 * An unknown escape stays as written.
 */
final class StringEscapes {
  private StringEscapes() {}

  /**
   * The text that an ordinary string literal's inside stands for.
   *
   * @throws IllegalArgumentException for a truncated escape or an unknown character name
   */
  static String text(String inside) {
    return decode(inside, false);
  }

  /** The same for a bytes literal, one char for each byte. */
  static String bytes(String inside) {
    return decode(inside, true);
  }

  private static String decode(String inside, boolean bytes) {
    StringBuilder out = new StringBuilder(inside.length());
    int i = 0;
    while (i < inside.length()) {
      char c = inside.charAt(i++);
      if (c != '\\' || i == inside.length()) {
        out.append(c);
        continue;
      }
      char escape = inside.charAt(i++);
      switch (escape) {
        case '\n' -> {
          // The line end is joined away.
        }
        case '\\', '\'', '"' -> out.append(escape);
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append('\u000b');
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int value = escape - '0';
          for (int n = 1; n < 3 && i < inside.length(); n++) {
            int digit = inside.charAt(i) - '0';
            if (digit < 0 || digit > 7) {
              break;
            }
            value = value * 8 + digit;
            i++;
          }
          out.append((char) (bytes ? value & 0xff : value));
        }
        case 'x' -> i = hex(inside, i, 2, out, bytes);
        case 'u' -> {
          if (bytes) {
            out.append("\\u");
          } else {
            i = hex(inside, i, 4, out, false);
          }
        }
        case 'U' -> {
          if (bytes) {
            out.append("\\U");
          } else {
            i = hex(inside, i, 8, out, false);
          }
        }
        case 'N' -> {
          if (bytes) {
            out.append("\\N");
          } else {
            i = named(inside, i, out);
          }
        }
        default -> out.append('\\').append(escape);
      }
    }
    return out.toString();
  }

  private static int hex(String inside, int from, int digits, StringBuilder out, boolean bytes) {
    int value = 0;
    for (int n = 0; n < digits; n++) {
      char c = from + n < inside.length() ? inside.charAt(from + n) : '\0';
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException(
            bytes
                ? "(value error) invalid \\x escape"
                : "(unicode error) truncated \\"
                    + (digits == 2 ? "xXX" : digits == 4 ? "uXXXX" : "UXXXXXXXX")
                    + " escape");
      }
      value = value << 4 | digit;
    }
    if (value < 0 || value > Character.MAX_CODE_POINT) {
      throw new IllegalArgumentException("(unicode error) illegal Unicode character");
    }
    out.appendCodePoint(value);
    return from + digits;
  }

  private static int named(String inside, int from, StringBuilder out) {
    int close =
        from < inside.length() && inside.charAt(from) == '{' ? inside.indexOf('}', from) : -1;
    if (close < 0) {
      throw new IllegalArgumentException("(unicode error) malformed \\N character escape");
    }
    String name = inside.substring(from + 1, close);
    try {
      out.appendCodePoint(Character.codePointOf(name));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException("(unicode error) unknown Unicode character name", unknown);
    }
    return close + 1;
  }
}
