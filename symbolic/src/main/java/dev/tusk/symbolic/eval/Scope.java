package dev.tusk.symbolic.eval;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values: the module's, or those of one call. */
final class Scope {
  final Map<String, Value> names = new HashMap<>();
  final @Nullable Scope parent;
  final Locals locals;

  Scope(@Nullable Scope parent, Locals locals) {
    this.parent = parent;
    this.locals = locals;
  }

  Scope global() {
    Scope s = this;
    while (s.parent != null) {
      s = s.parent;
    }
    return s;
  }

  @Nullable Value find(String name) {
    if (locals.globals().contains(name)) {
      return global().names.get(name);
    }
    for (Scope s = this; s != null; s = s.parent) {
      Value v = s.names.get(name);
      if (v != null) {
        return v;
      }
      if (s.parent != null && s.locals.bound().contains(name)) {
        // Bound later in this function: Python raises UnboundLocalError, it looks no further.
        return null;
      }
    }
    return null;
  }

  void bind(String name, Value value) {
    owner(name).names.put(name, value);
  }

  boolean unbind(String name) {
    return owner(name).names.remove(name) != null;
  }

  private Scope owner(String name) {
    if (locals.globals().contains(name)) {
      return global();
    }
    if (locals.nonlocals().contains(name)) {
      for (Scope s = parent; s != null && s.parent != null; s = s.parent) {
        if (s.locals.bound().contains(name)) {
          return s;
        }
      }
    }
    return this;
  }
}
