package dev.tusk.symbolic.eval;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's exception types and their parents. */
final class Exceptions {
  private static final Map<String, String> PARENT =
      Map.ofEntries(
          Map.entry("Exception", "BaseException"),
          Map.entry("BaseException", ""),
          Map.entry("ArithmeticError", "Exception"),
          Map.entry("ZeroDivisionError", "ArithmeticError"),
          Map.entry("OverflowError", "ArithmeticError"),
          Map.entry("LookupError", "Exception"),
          Map.entry("IndexError", "LookupError"),
          Map.entry("KeyError", "LookupError"),
          Map.entry("ValueError", "Exception"),
          Map.entry("TypeError", "Exception"),
          Map.entry("NameError", "Exception"),
          Map.entry("AttributeError", "Exception"),
          Map.entry("AssertionError", "Exception"),
          Map.entry("StopIteration", "Exception"),
          Map.entry("RuntimeError", "Exception"),
          Map.entry("RecursionError", "RuntimeError"),
          Map.entry("NotImplementedError", "RuntimeError"),
          Map.entry("ImportError", "Exception"),
          Map.entry("ModuleNotFoundError", "ImportError"));

  private Exceptions() {}

  static boolean known(String name) {
    return PARENT.containsKey(name);
  }

  static boolean isA(String type, String ancestor) {
    @Nullable String t = type;
    while (t != null && !t.isEmpty()) {
      if (t.equals(ancestor)) {
        return true;
      }
      t = PARENT.get(t);
    }
    return false;
  }
}
