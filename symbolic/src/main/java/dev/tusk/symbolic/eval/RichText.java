package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.eval.Value.Piece;
import dev.tusk.symbolic.eval.Value.Str;
import java.util.ArrayList;
import java.util.List;

/** Builds a text that remembers which parts stand for values. */
final class RichText {
  private final StringBuilder text = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();

  RichText add(String literal) {
    text.append(literal);
    return this;
  }

  RichText add(Str s) {
    for (Piece p : s.pieces()) {
      pieces.add(p.shifted(text.length()));
    }
    text.append(s.text());
    return this;
  }

  int length() {
    return text.length();
  }

  Str build() {
    return new Str(text.toString(), List.copyOf(pieces));
  }

  static Str piece(String text, Value value, int decimals, boolean decided) {
    return new Str(text, List.of(new Piece(0, text.length(), value, decimals, decided)));
  }

  /** The part of a text; pieces that it cuts are kept only if their text is certain. */
  static Str slice(Str s, int from, int to) {
    if (s.pieces().isEmpty()) {
      return new Str(s.text().substring(from, to));
    }
    var kept = new ArrayList<Piece>();
    for (Piece p : s.pieces()) {
      if (p.start() >= from && p.end() <= to) {
        kept.add(p.shifted(-from));
      } else if (p.end() > from && p.start() < to) {
        Formatting.certain(p);
      }
    }
    return new Str(s.text().substring(from, to), List.copyOf(kept));
  }
}
