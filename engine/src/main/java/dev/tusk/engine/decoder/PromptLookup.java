package dev.tusk.engine.decoder;

import java.util.Arrays;

/**
 * Guesses how a text goes on from what it repeats: the last tokens are looked for earlier in prompt
 * and text, the longest match and then the latest one first, and what followed there is the guess.
 *
 * @see <a href="https://github.com/apoorvumang/prompt-lookup-decoding">A. Saxena: Prompt Lookup
 *     Decoding</a>
 */
final class PromptLookup {
  private static final int LONGEST_MATCH = 3;
  private static final int SHORTEST_MATCH = 2;

  private final boolean used;
  private int[] tokens;
  private int size;

  /**
   * Begins with a prompt.
   *
   * @param used whether {@link #guess} will be called
   */
  PromptLookup(int[] prompt, boolean used) {
    this.used = used;
    this.tokens = used ? Arrays.copyOf(prompt, prompt.length + 64) : prompt;
    this.size = prompt.length;
  }

  void add(int token) {
    if (!used) {
      return;
    }
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size);
    }
    tokens[size++] = token;
  }

  /** At most so many tokens, none where nothing matches. */
  int[] guess(int most) {
    if (!used || most < 1) {
      return new int[0];
    }
    for (int match = Math.min(LONGEST_MATCH, size - 1); match >= SHORTEST_MATCH; match--) {
      for (int from = size - match - 1; from >= 0; from--) {
        if (Arrays.equals(tokens, from, from + match, tokens, size - match, size)) {
          return Arrays.copyOfRange(tokens, from + match, Math.min(size, from + match + most));
        }
      }
    }
    return new int[0];
  }
}
