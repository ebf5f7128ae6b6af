package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that a function binds, and those it declares global or nonlocal. */
record Locals(Set<String> bound, Set<String> globals, Set<String> nonlocals) {

  static final Locals NONE = new Locals(Set.of(), Set.of(), Set.of());

  static Locals of(Expression.Parameters parameters, List<Statement> body) {
    var bound = new HashSet<String>();
    var globals = new HashSet<String>();
    var nonlocals = new HashSet<String>();
    parameters.positional().forEach(p -> bound.add(p.name()));
    parameters.keywordOnly().forEach(p -> bound.add(p.name()));
    parameters.starred().ifPresent(bound::add);
    parameters.doubleStarred().ifPresent(bound::add);
    block(body, bound, globals, nonlocals);
    bound.removeAll(globals);
    bound.removeAll(nonlocals);
    return new Locals(bound, globals, nonlocals);
  }

  private static void block(
      List<Statement> body, Set<String> bound, Set<String> globals, Set<String> nonlocals) {
    for (Statement s : body) {
      switch (s) {
        case Statement.Assignment a -> a.targets().forEach(t -> target(t, bound));
        case Statement.AugmentedAssignment a -> target(a.target(), bound);
        case Statement.For f -> {
          target(f.target(), bound);
          block(f.body(), bound, globals, nonlocals);
          block(f.otherwise(), bound, globals, nonlocals);
        }
        case Statement.While w -> {
          block(w.body(), bound, globals, nonlocals);
          block(w.otherwise(), bound, globals, nonlocals);
        }
        case Statement.If i -> {
          block(i.then(), bound, globals, nonlocals);
          block(i.otherwise(), bound, globals, nonlocals);
        }
        case Statement.Try t -> {
          block(t.body(), bound, globals, nonlocals);
          for (Statement.Try.Handler h : t.handlers()) {
            h.name().ifPresent(bound::add);
            block(h.body(), bound, globals, nonlocals);
          }
          block(t.otherwise(), bound, globals, nonlocals);
          block(t.last(), bound, globals, nonlocals);
        }
        case Statement.FunctionDefinition f -> bound.add(f.name());
        case Statement.Import i -> bound.add(i.name());
        case Statement.Global g -> globals.addAll(g.names());
        case Statement.Nonlocal n -> nonlocals.addAll(n.names());
        default -> {}
      }
    }
  }

  private static void target(Expression t, Set<String> bound) {
    switch (t) {
      case Expression.Name n -> bound.add(n.name());
      case Expression.TupleDisplay d -> d.elements().forEach(e -> target(e, bound));
      case Expression.ListDisplay d -> d.elements().forEach(e -> target(e, bound));
      case Expression.Starred s -> target(s.value(), bound);
      default -> {}
    }
  }
}
