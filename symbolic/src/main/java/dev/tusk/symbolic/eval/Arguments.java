package dev.tusk.symbolic.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one call. */
record Arguments(List<Value> positional, Map<String, Value> named) {

  static Arguments of(Value... values) {
    return new Arguments(List.of(values), Map.of());
  }

  int size() {
    return positional.size();
  }

  Value at(int i) {
    if (i >= positional.size()) {
      throw PythonError.type("missing a required argument");
    }
    return positional.get(i);
  }

  /** A parameter by position or name, or null. */
  @Nullable Value get(int i, String name) {
    return i < positional.size() ? positional.get(i) : named.get(name);
  }

  Value get(int i, String name, Value otherwise) {
    Value v = get(i, name);
    return v == null ? otherwise : v;
  }

  /** Refuses arguments that the callee's implementation here would overlook. */
  void expect(String callee, int least, int most, String... names) {
    if (positional.size() > most || positional.size() + named.size() < least) {
      throw PythonError.type(callee + "() got a wrong number of arguments: " + positional.size());
    }
    for (String n : named.keySet()) {
      if (!List.of(names).contains(n)) {
        throw Stop.unsupported(callee + "(" + n + "=)");
      }
    }
  }

  Arguments before(List<Value> first, Map<String, Value> defaults) {
    var p = new java.util.ArrayList<>(first);
    p.addAll(positional);
    var n = new LinkedHashMap<>(defaults);
    n.putAll(named);
    return new Arguments(p, n);
  }
}
