package dev.tusk.symbolic.eval;

import java.util.ArrayList;
import java.util.List;

/** What a run bound, printed and returned, in order, as text; the first of them only. */
final class Trace {
  private static final int MAX_EVENTS = 4_000;
  private static final int MAX_TEXT = 160;
  private static final int MAX_ITEMS = 40;

  /** One event. */
  record Event(int line, String what, String value) {}

  private final List<Event> events = new ArrayList<>();

  void add(int line, String what, Value value, Formatting formatting) {
    if (events.size() < MAX_EVENTS && shown(value)) {
      events.add(new Event(line, what, shortened(formatting.repr(value).text())));
    }
  }

  List<Event> events() {
    return events;
  }

  /** Values that both runs have, and whose text says them. */
  private static boolean shown(Value v) {
    return switch (v) {
      case Value.Int i -> i.value().bitLength() < 4_096;
      case Value.Flt f -> true;
      case Value.Bool b -> true;
      case Value.Str s -> s.text().length() < 10_000;
      case Value.Fraction f -> true;
      case Value.Dec d -> true;
      case Value.Sym s -> true;
      case Value.Complex c -> true;
      case Value.None n -> true;
      case Value.ListValue l -> few(l.items);
      case Value.Tuple t -> few(t.items());
      default -> false;
    };
  }

  private static boolean few(List<Value> items) {
    return items.size() <= MAX_ITEMS && items.stream().allMatch(v -> plain(v) && shown(v));
  }

  private static boolean plain(Value v) {
    return !(v instanceof Value.ListValue || v instanceof Value.Tuple);
  }

  static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}
