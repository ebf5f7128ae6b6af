package dev.tusk.engine.python;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Python scope: which names it binds, and whether imports alone bind them. */
final class Scope {
  enum Kind {
    MODULE,
    CLASS,
    FUNCTION,
    COMPREHENSION
  }

  /** How a scope binds a name. */
  static final class Binding {
    private final Set<String> libraries = new HashSet<>();
    private boolean other;

    /** The one library thing that the name can stand for, or null. */
    @Nullable String onlyLibrary() {
      return !other && libraries.size() == 1 ? libraries.iterator().next() : null;
    }
  }

  final Kind kind;
  final @Nullable Scope parent;

  /** Whether {@code await} and the like may stand here. */
  final boolean async;

  private final Map<String, Binding> bindings = new HashMap<>();
  private final Map<String, Tree.Position> globals = new HashMap<>();
  private final Map<String, Tree.Position> nonlocals = new HashMap<>();
  private final Set<String> parameters = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  Scope(Kind kind, @Nullable Scope parent, boolean async) {
    this.kind = kind;
    this.parent = parent;
    this.async = async;
  }

  Scope module() {
    Scope scope = this;
    while (scope.parent != null) {
      scope = scope.parent;
    }
    return scope;
  }

  /** The nearest scope that is not a comprehension's. */
  Scope ofStatements() {
    Scope scope = this;
    while (scope.kind == Kind.COMPREHENSION && scope.parent != null) {
      scope = scope.parent;
    }
    return scope;
  }

  /** Records that {@code name} is bound here, or where it is declared to live. */
  void bind(String name, @Nullable String library) {
    Scope home = this;
    if (globals.containsKey(name)) {
      home = module();
    } else if (nonlocals.containsKey(name)) {
      home = enclosingFunction(name);
    }
    Binding binding = home.bindings.computeIfAbsent(name, n -> new Binding());
    if (library == null) {
      binding.other = true;
    } else {
      binding.libraries.add(library);
    }
    used.add(name);
  }

  private Scope enclosingFunction(String name) {
    for (Scope s = parent; s != null; s = s.parent) {
      if (s.kind == Kind.FUNCTION && s.bindings.containsKey(name)) {
        return s;
      }
    }
    return this;
  }

  void use(String name) {
    used.add(name);
  }

  boolean isUsed(String name) {
    return used.contains(name);
  }

  boolean addParameter(String name) {
    bind(name, null);
    return parameters.add(name);
  }

  boolean isParameter(String name) {
    return parameters.contains(name);
  }

  /** Declares a name global; where it is nonlocal too, the place of that declaration. */
  Tree.@Nullable Position declareGlobal(String name, Tree.Position at) {
    globals.putIfAbsent(name, at);
    return nonlocals.get(name);
  }

  /** Declares a name nonlocal; where it is global too, the place of that declaration. */
  Tree.@Nullable Position declareNonlocal(String name, Tree.Position at) {
    nonlocals.putIfAbsent(name, at);
    return globals.get(name);
  }

  /** The names declared nonlocal, each with its place. */
  Map<String, Tree.Position> nonlocals() {
    return nonlocals;
  }

  boolean binds(String name) {
    return bindings.containsKey(name);
  }

  @Nullable Binding binding(String name) {
    return bindings.get(name);
  }

  /** The scope whose binding a use of {@code name} here reads, or null for a builtin. */
  @Nullable Scope home(String name) {
    for (Scope s = this; s != null; s = s.parent) {
      if (s.globals.containsKey(name)) {
        Scope module = module();
        return module.binds(name) ? module : null;
      }
      if (s.binds(name) && (s == this || s.kind != Kind.CLASS)) {
        return s;
      }
    }
    return null;
  }
}
