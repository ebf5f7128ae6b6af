package dev.tusk.engine.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Turns tokens that arrive one by one into text that never has to be taken back.
 *
 * <p>A token may be a part of a character, and how a token reads may depend on the one before it,
 * so tokens are read in a window: the last ones that made whole characters, then those that
 * followed. What is new in the window's text is emitted once it ends in a whole character. Text
 * that may be the beginning of a stop string is held back until it is known not to be.
 */
final class TextStream {
  private static final char INCOMPLETE = '\uFFFD';

  private final Function<long[], String> codec;
  private final List<String> stops;
  private final StringBuilder text = new StringBuilder();
  private long[] tokens = new long[64];
  private int size;
  private int windowStart;
  private int windowRead;
  private int emitted;
  private boolean stopped;

  /**
   * Makes an empty stream.
   *
   * @param codec reads tokens as text, with U+FFFD for incomplete characters
   * @param stops strings that end the text
   */
  TextStream(Function<long[], String> codec, List<String> stops) {
    this.codec = codec;
    this.stops = stops;
  }

  /** Takes a token; {@link #stopped} says afterwards whether it completed a stop string. */
  void add(int token) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size);
    }
    tokens[size++] = token;
    read(false);
  }

  /** Takes what is left as it is: no more tokens will come. */
  void finish() {
    if (!stopped) {
      read(true);
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** All text so far, without the stop string and what follows it. */
  String text() {
    return text.toString();
  }

  /** The text that became certain since the last call. */
  String take(boolean finished) {
    int end = stopped || finished ? text.length() : text.length() - held();
    if (end <= emitted) {
      return "";
    }
    String piece = text.substring(emitted, end);
    emitted = end;
    return piece;
  }

  private void read(boolean finished) {
    String before = codec.apply(Arrays.copyOfRange(tokens, windowStart, windowRead));
    String after = codec.apply(Arrays.copyOfRange(tokens, windowStart, size));
    if (after.length() <= before.length()
        || (!finished && after.charAt(after.length() - 1) == INCOMPLETE)) {
      return;
    }
    int from = text.length();
    text.append(after, before.length(), after.length());
    windowStart = windowRead;
    windowRead = size;
    stopAt(from);
  }

  private void stopAt(int from) {
    int first = -1;
    for (String stop : stops) {
      int at = text.indexOf(stop, Math.max(0, from - stop.length() + 1));
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    if (first >= 0) {
      text.setLength(first);
      stopped = true;
    }
  }

  /** Length of the longest end of the text that a stop string begins with. */
  private int held() {
    int longest = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
        if (text.indexOf(stop.substring(0, length), text.length() - length) >= 0) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
