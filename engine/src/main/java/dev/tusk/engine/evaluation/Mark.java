package dev.tusk.engine.evaluation;

import java.util.Locale;

/** What scoring says of an answer. */
enum Mark {
  RIGHT,
  WRONG,
  /** It could not be decided; counts as not right. */
  UNDECIDED,
  /** There is no reference; counts nowhere. */
  NO_REFERENCE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
