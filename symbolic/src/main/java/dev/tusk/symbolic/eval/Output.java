package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Str;

/** What a run prints. */
final class Output {
  private final Budget budget;
  private final RichText text = new RichText();
  private int lastLine;

  Output(Budget budget) {
    this.budget = budget;
  }

  void print(Str s, int line) {
    text.add(s);
    budget.items(text.length());
    if (!s.text().isBlank()) {
      lastLine = line;
    }
  }

  /** The statement that printed last. */
  int lastStatement() {
    return lastLine;
  }

  /** {@code (stdout.strip().split("\n") or [""])[-1]}. */
  Str lastLine() {
    Str all = text.build();
    String t = all.text();
    int end = t.length();
    while (end > 0 && space(t.charAt(end - 1))) {
      end--;
    }
    int start = t.lastIndexOf('\n', end - 1) + 1;
    if (start == 0) {
      while (start < end && space(t.charAt(start))) {
        start++;
      }
    }
    return RichText.slice(all, Math.min(start, end), end);
  }

  private static boolean space(char c) {
    return Character.isWhitespace(c) || c == '\u00a0' || c == '\u0085';
  }
}
