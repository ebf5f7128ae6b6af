package dev.tusk.engine;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Imports that a program forgot. A line too many does no harm: what the program binds comes later.
 */
final class Imports {
  /** Names that models use without importing them. */
  static final Map<String, String> USUAL =
      Stream.of(
              of("import %s", "math", "sympy", "itertools", "fractions", "datetime", "statistics"),
              of(
                  "from math import %s",
                  "sqrt",
                  "ceil",
                  "floor",
                  "gcd",
                  "lcm",
                  "factorial",
                  "comb",
                  "perm",
                  "pi",
                  "radians",
                  "degrees"),
              of("from fractions import %s", "Fraction"),
              of("from decimal import %s", "Decimal"),
              of("from collections import %s", "Counter", "defaultdict"),
              of("from itertools import %s", "combinations", "permutations", "product"),
              of(
                  "from sympy import %s",
                  "symbols",
                  "Symbol",
                  "Eq",
                  "solve",
                  "simplify",
                  "expand",
                  "factor",
                  "Rational",
                  "diff",
                  "integrate",
                  "limit",
                  "isprime"))
          .flatMap(lines -> lines.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Pattern WORD = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*");

  /** What an import, a definition or an assignment binds, as far as a line's look tells. */
  private static final Pattern BINDING =
      Pattern.compile(
          "(?m)^\\s*(?:from\\s+\\S+\\s+)?import\\s+(?<imported>.+)$"
              + "|^\\s*(?:def|class|for)\\s+(?<defined>\\w+)"
              + "|^\\s*(?<assigned>\\w+(?:\\s*,\\s*\\w+)*)\\s*=(?!=)");

  private Imports() {}

  private static Map<String, String> of(String line, String... names) {
    return Stream.of(names).collect(Collectors.toMap(name -> name, line::formatted));
  }

  /** The lines that bring the names that a program uses and does not bind; empty for none. */
  static String missing(String source, Map<String, String> imports) {
    if (imports.isEmpty()) {
      return "";
    }
    Collection<String> names = new TreeSet<>();
    Matcher words = WORD.matcher(source);
    while (words.find()) {
      if (imports.containsKey(words.group())) {
        names.add(words.group());
      }
    }
    Matcher bindings = BINDING.matcher(source);
    while (!names.isEmpty() && bindings.find()) {
      for (String group : new String[] {"imported", "defined", "assigned"}) {
        String bound = bindings.group(group);
        if (bound != null) {
          names.removeIf(name -> Pattern.compile("\\b" + name + "\\b").matcher(bound).find());
        }
      }
    }
    return names.stream().map(name -> imports.get(name) + "\n").collect(Collectors.joining());
  }
}
