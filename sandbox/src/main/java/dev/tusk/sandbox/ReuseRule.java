package dev.tusk.sandbox;

import com.oracle.graal.python.pegparser.sst.ModTy;
import java.util.List;
import java.util.Set;

/** Decides whether a program may run in a context that later programs will use. */
final class ReuseRule {
  private static final Set<String> MODULES =
      Set.of(
          "math",
          "cmath",
          "fractions",
          "decimal",
          "statistics",
          "itertools",
          "functools",
          "collections",
          "datetime",
          "operator",
          "random",
          "time",
          "re",
          "string",
          "numbers",
          "heapq",
          "bisect",
          "copy",
          "calendar",
          "typing",
          "dateutil",
          "dateutil.relativedelta",
          "dateutil.parser",
          "dateutil.rrule",
          "sympy",
          "mpmath");

  private ReuseRule() {}

  static boolean isListedModule(String name) {
    return MODULES.contains(name) || name.startsWith("sympy.");
  }

  static boolean leavesNothingBehind(List<ModTy.Module> trees) {
    return false;
  }
}
