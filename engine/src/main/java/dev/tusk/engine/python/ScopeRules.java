package dev.tusk.engine.python;

import dev.tusk.engine.python.Tree.Expr;
import dev.tusk.engine.python.Tree.Pattern;
import dev.tusk.engine.python.Tree.Position;
import dev.tusk.engine.python.Tree.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scopes of a tree and what each binds, and refuses what CPython's compiler refuses after
 * its parser has passed it: {@code return} outside a function, a parameter twice, {@code nonlocal}
 * without a binding, and so on.
 */
final class ScopeRules {
  /** CPython's bound on loops, with and try blocks inside one another. */
  private static final int MAX_BLOCKS = 20;

  private static final Set<String> FUTURES =
      Set.of(
          "nested_scopes",
          "generators",
          "division",
          "absolute_import",
          "with_statement",
          "print_function",
          "unicode_literals",
          "barry_as_FLUFL",
          "generator_stop",
          "annotations");

  /** What can bind names, or change modules, without a statement that shows it. */
  private static final Set<String> HIDDEN_BINDERS =
      Set.of(
          "exec",
          "eval",
          "compile",
          "globals",
          "locals",
          "vars",
          "setattr",
          "delattr",
          "var",
          "init_session",
          "__import__",
          "__builtins__",
          "__dict__",
          "import_module",
          "reload");

  private final IdentityHashMap<Tree, Scope> scopes = new IdentityHashMap<>();
  private final IdentityHashMap<Tree.FunctionDef, Boolean> generators = new IdentityHashMap<>();
  private final List<String> starImports = new ArrayList<>();
  private final List<Pending> pendingNonlocals = new ArrayList<>();

  /** A nonlocal name without a binding so far. */
  private record Pending(Scope scope, String name, Position at) {}

  private Scope scope;
  private boolean hiddenBindings;
  private int loops;
  private int blocks;

  /** How many comprehension iterables are being walked. */
  private int iterables;

  private boolean yields;
  private @Nullable Position valueReturn;

  /** Walks units that share one module scope. */
  ScopeRules(Scope module) {
    scope = module;
  }

  /** The scope of a function, lambda or comprehension. */
  Scope of(Tree node) {
    Scope found = scopes.get(node);
    if (found == null) {
      throw new IllegalArgumentException("not analysed: the scope of a node at " + node.at());
    }
    return found;
  }

  /** The modules of {@code from module import *}, in order. */
  List<String> starImports() {
    return starImports;
  }

  /**
   * Whether the program names something that can bind names unseen, as {@code exec} or SymPy's
   * {@code var} do; then no name is certain.
   */
  boolean hasHiddenBindings() {
    return hiddenBindings;
  }

  /**
   * Walks one unit; on an error what it has recorded so far stays, which only makes names dynamic.
   */
  void analyse(List<Stmt> unit) throws PythonSyntaxException {
    Scope module = scope;
    try {
      requireFuturesFirst(unit);
      statements(unit);
    } finally {
      scope = module;
      loops = 0;
      blocks = 0;
      iterables = 0;
      yields = false;
      valueReturn = null;
      pendingNonlocals.clear();
    }
  }

  private static PythonSyntaxException error(Position at, String message) {
    return new PythonSyntaxException(at.line(), at.column() + 1, message, false);
  }

  private static void requireFuturesFirst(List<Stmt> unit) throws PythonSyntaxException {
    boolean first = true;
    boolean docstring = true;
    for (Stmt statement : unit) {
      if (statement instanceof Tree.ImportFrom from
          && from.level() == 0
          && "__future__".equals(from.module())) {
        if (!first) {
          throw error(from.at(), "from __future__ imports must occur at the beginning of the file");
        }
        for (Tree.Alias alias : from.names()) {
          if (!FUTURES.contains(alias.name())) {
            throw error(from.at(), "future feature " + alias.name() + " is not defined");
          }
        }
      } else if (!(docstring
          && statement instanceof Tree.Evaluate evaluate
          && evaluate.value() instanceof Tree.Text)) {
        first = false;
      }
      docstring = false;
    }
  }

  private void statements(List<Stmt> body) throws PythonSyntaxException {
    for (Stmt statement : body) {
      statement(statement);
    }
  }

  private void block(Position at, List<Stmt> body) throws PythonSyntaxException {
    if (++blocks > MAX_BLOCKS) {
      throw error(at, "too many statically nested blocks");
    }
    statements(body);
    blocks--;
  }

  private void loop(Position at, List<Stmt> body, List<Stmt> otherwise)
      throws PythonSyntaxException {
    loops++;
    block(at, body);
    loops--;
    statements(otherwise);
  }

  private void statement(Stmt statement) throws PythonSyntaxException {
    switch (statement) {
      case Tree.Assign s -> {
        expression(s.value());
        for (Expr target : s.targets()) {
          topTarget(target);
        }
      }
      case Tree.Annotated s -> {
        expression(s.annotation());
        optional(s.value());
        topTarget(s.target());
      }
      case Tree.Augmented s -> {
        if (s.target() instanceof Tree.Name name) {
          scope.use(name.id());
        }
        expression(s.value());
        topTarget(s.target());
      }
      case Tree.Evaluate s -> expression(s.value());
      case Tree.If s -> {
        for (Tree.Branch branch : s.branches()) {
          expression(branch.test());
          statements(branch.body());
        }
        statements(s.otherwise());
      }
      case Tree.While s -> {
        expression(s.test());
        loop(s.at(), s.body(), s.otherwise());
      }
      case Tree.For s -> {
        requireAsync(s.async(), s.at(), "'async for' outside async function");
        expression(s.iterable());
        topTarget(s.target());
        loop(s.at(), s.body(), s.otherwise());
      }
      case Tree.FunctionDef s -> function(s);
      case Tree.ClassDef s -> {
        expressions(s.decorators());
        argumentList(s.bases(), s.keywords());
        scope.bind(s.name(), null);
        Scope outer = scope;
        int outerLoops = loops;
        int outerBlocks = blocks;
        scope = new Scope(Scope.Kind.CLASS, outer, false);
        loops = 0;
        blocks = 0;
        statements(s.body());
        scope = outer;
        loops = outerLoops;
        blocks = outerBlocks;
      }
      case Tree.Return s -> {
        if (scope.kind != Scope.Kind.FUNCTION) {
          throw error(s.at(), "'return' outside function");
        }
        if (s.value() != null) {
          valueReturn = s.at();
          expression(s.value());
        }
      }
      case Tree.Break s -> {
        if (loops == 0) {
          throw error(s.at(), "'break' outside loop");
        }
      }
      case Tree.Continue s -> {
        if (loops == 0) {
          throw error(s.at(), "'continue' not properly in loop");
        }
      }
      case Tree.Pass s -> {
        // Binds nothing.
      }
      case Tree.Assert s -> {
        expression(s.test());
        optional(s.message());
      }
      case Tree.Raise s -> {
        optional(s.exception());
        optional(s.cause());
      }
      case Tree.Try s -> tryStatement(s);
      case Tree.With s -> {
        requireAsync(s.async(), s.at(), "'async with' outside async function");
        for (Tree.WithItem item : s.items()) {
          expression(item.context());
          if (item.target() != null) {
            topTarget(item.target());
          }
        }
        block(s.at(), s.body());
      }
      case Tree.Global s -> {
        for (String name : s.names()) {
          declare(s.at(), name, "global");
          requireOneDeclaration(name, scope.declareGlobal(name, s.at()));
        }
      }
      case Tree.Nonlocal s -> nonlocal(s);
      case Tree.Delete s -> {
        for (Expr target : s.targets()) {
          target(target);
        }
      }
      case Tree.Import s -> {
        for (Tree.Alias alias : s.names()) {
          int dot = alias.name().indexOf('.');
          if (alias.rename() != null) {
            bind(alias.at(), alias.rename(), LibraryNames.canonical(alias.name()));
          } else {
            String root = dot < 0 ? alias.name() : alias.name().substring(0, dot);
            bind(alias.at(), root, root);
          }
        }
      }
      case Tree.ImportFrom s -> fromImport(s);
      case Tree.Match s -> match(s);
      case Tree.TypeAlias s -> {
        scope.bind(s.name(), null);
        expression(s.value());
      }
    }
  }

  private void requireAsync(boolean needed, Position at, String message)
      throws PythonSyntaxException {
    if (needed && !scope.ofStatements().async) {
      throw error(at, message);
    }
  }

  private void bind(Position at, String name, @Nullable String library)
      throws PythonSyntaxException {
    if (name.equals("__debug__")) {
      throw error(at, "cannot assign to __debug__");
    }
    scope.bind(name, library);
  }

  private void declare(Position at, String name, String what) throws PythonSyntaxException {
    if (scope.isParameter(name)) {
      throw error(at, "name '" + name + "' is parameter and " + what);
    }
    if (scope.binds(name)) {
      throw error(at, "name '" + name + "' is assigned to before " + what + " declaration");
    }
    if (scope.isUsed(name)) {
      throw error(at, "name '" + name + "' is used prior to " + what + " declaration");
    }
  }

  private static void requireOneDeclaration(String name, @Nullable Position other)
      throws PythonSyntaxException {
    if (other != null) {
      throw error(other, "name '" + name + "' is nonlocal and global");
    }
  }

  private void nonlocal(Tree.Nonlocal s) throws PythonSyntaxException {
    if (scope.kind == Scope.Kind.MODULE) {
      throw error(s.at(), "nonlocal declaration not allowed at module level");
    }
    for (String name : s.names()) {
      declare(s.at(), name, "nonlocal");
      requireOneDeclaration(name, scope.declareNonlocal(name, s.at()));
    }
  }

  private void fromImport(Tree.ImportFrom s) throws PythonSyntaxException {
    String module = s.module();
    for (Tree.Alias alias : s.names()) {
      if (alias.name().equals("*")) {
        if (scope.kind != Scope.Kind.MODULE) {
          throw error(s.at(), "import * only allowed at module level");
        }
        starImports.add(s.level() > 0 || module == null ? "." : module);
        continue;
      }
      hiddenBindings |= HIDDEN_BINDERS.contains(alias.name());
      String name = alias.rename() == null ? alias.name() : alias.rename();
      boolean library = s.level() == 0 && module != null && !module.equals("__future__");
      bind(alias.at(), name, library ? LibraryNames.canonical(module + "." + alias.name()) : null);
    }
  }

  private void tryStatement(Tree.Try s) throws PythonSyntaxException {
    block(s.at(), s.body());
    for (int i = 0; i < s.handlers().size(); i++) {
      Tree.Handler handler = s.handlers().get(i);
      if (handler.type() == null && i < s.handlers().size() - 1) {
        throw error(handler.at(), "default 'except:' must be last");
      }
      optional(handler.type());
      if (handler.name() != null) {
        bind(handler.at(), handler.name(), null);
      }
      block(handler.at(), handler.body());
    }
    statements(s.otherwise());
    block(s.at(), s.last());
  }

  private void function(Tree.FunctionDef s) throws PythonSyntaxException {
    expressions(s.decorators());
    defaults(s.parameters());
    annotations(s.parameters());
    optional(s.returns());
    bind(s.at(), s.name(), null);
    Scope outer = scope;
    int outerLoops = loops;
    int outerBlocks = blocks;
    boolean outerYields = yields;
    Position outerReturn = valueReturn;
    scope = new Scope(Scope.Kind.FUNCTION, outer, s.async());
    scopes.put(s, scope);
    loops = 0;
    blocks = 0;
    yields = false;
    valueReturn = null;
    parameters(s.parameters());
    statements(s.body());
    if (s.async() && yields && valueReturn != null) {
      throw error(valueReturn, "'return' with value in async generator");
    }
    requireNonlocals();
    generators.put(s, yields);
    scope = outer;
    loops = outerLoops;
    blocks = outerBlocks;
    yields = outerYields;
    valueReturn = outerReturn;
  }

  /**
   * A nonlocal name needs a binding in a function around; one bound later in that function counts.
   */
  private void requireNonlocals() throws PythonSyntaxException {
    for (Map.Entry<String, Position> entry : scope.nonlocals().entrySet()) {
      String name = entry.getKey();
      Position at = entry.getValue();
      boolean found = false;
      boolean outermost = true;
      for (Scope s = scope.parent; s != null; s = s.parent) {
        if (s.kind == Scope.Kind.FUNCTION) {
          outermost = false;
          found |= s.binds(name) || s.nonlocals().containsKey(name);
        }
      }
      if (outermost) {
        throw error(at, "no binding for nonlocal '" + name + "' found");
      }
      if (!found) {
        pendingNonlocals.add(new Pending(scope, name, at));
      }
    }
    pendingNonlocals.removeIf(p -> p.scope.parent == scope && scope.binds(p.name));
    if (!isInsideFunction(scope) && !pendingNonlocals.isEmpty()) {
      Pending first = pendingNonlocals.getFirst();
      throw error(first.at, "no binding for nonlocal '" + first.name + "' found");
    }
  }

  private static boolean isInsideFunction(Scope scope) {
    for (Scope s = scope.parent; s != null; s = s.parent) {
      if (s.kind == Scope.Kind.FUNCTION) {
        return true;
      }
    }
    return false;
  }

  boolean isGenerator(Tree.FunctionDef function) {
    return generators.getOrDefault(function, false);
  }

  private void defaults(Tree.Parameters parameters) throws PythonSyntaxException {
    for (Tree.Parameter parameter : all(parameters)) {
      optional(parameter.defaultValue());
    }
  }

  private void annotations(Tree.Parameters parameters) throws PythonSyntaxException {
    for (Tree.Parameter parameter : all(parameters)) {
      if (parameter.annotation() instanceof Tree.Starred starred) {
        expression(starred.value());
      } else {
        optional(parameter.annotation());
      }
    }
  }

  private static List<Tree.Parameter> all(Tree.Parameters parameters) {
    List<Tree.Parameter> all = new ArrayList<>(parameters.positionalOnly());
    all.addAll(parameters.positional());
    all.addAll(parameters.keywordOnly());
    if (parameters.starred() != null) {
      all.add(parameters.starred());
    }
    if (parameters.doubleStarred() != null) {
      all.add(parameters.doubleStarred());
    }
    return all;
  }

  private void parameters(Tree.Parameters parameters) throws PythonSyntaxException {
    for (Tree.Parameter parameter : all(parameters)) {
      if (parameter.name().equals("__debug__")) {
        throw error(parameter.at(), "cannot assign to __debug__");
      }
      if (!scope.addParameter(parameter.name())) {
        throw error(
            parameter.at(), "duplicate argument '" + parameter.name() + "' in function definition");
      }
    }
  }

  // ---- match

  private void match(Tree.Match s) throws PythonSyntaxException {
    expression(s.subject());
    for (int i = 0; i < s.cases().size(); i++) {
      Tree.Case c = s.cases().get(i);
      if (i < s.cases().size() - 1 && c.guard() == null && isIrrefutable(c.pattern())) {
        throw error(
            c.pattern().at(), "a pattern that always matches makes remaining patterns unreachable");
      }
      pattern(c.pattern(), new HashSet<>());
      optional(c.guard());
      statements(c.body());
    }
  }

  private static boolean isIrrefutable(Pattern pattern) {
    return switch (pattern) {
      case Tree.CapturePattern p -> p.pattern() == null || isIrrefutable(p.pattern());
      case Tree.OrPattern p -> p.alternatives().stream().anyMatch(ScopeRules::isIrrefutable);
      default -> false;
    };
  }

  private void capture(Position at, @Nullable String name, Set<String> captured)
      throws PythonSyntaxException {
    if (name != null) {
      if (!captured.add(name)) {
        throw error(at, "multiple assignments to name '" + name + "' in pattern");
      }
      bind(at, name, null);
    }
  }

  private void pattern(Pattern pattern, Set<String> captured) throws PythonSyntaxException {
    switch (pattern) {
      case Tree.ValuePattern p -> {
        if (p.value() instanceof Tree.Formatted) {
          throw error(p.at(), "patterns may only match literals and attribute lookups");
        }
        expression(p.value());
      }
      case Tree.SingletonPattern p -> {
        // Binds nothing.
      }
      case Tree.SequencePattern p -> {
        patterns(p.elements(), captured);
        if (p.elements().stream().filter(Tree.StarPattern.class::isInstance).count() > 1) {
          throw error(p.at(), "multiple starred expressions in sequence pattern");
        }
      }
      case Tree.MappingPattern p -> {
        patterns(p.values(), captured);
        capture(p.at(), p.rest(), captured);
      }
      case Tree.ClassPattern p -> {
        expression(p.type());
        patterns(p.positional(), captured);
        patterns(p.named(), captured);
        if (new HashSet<>(p.names()).size() < p.names().size()) {
          throw error(p.at(), "attribute name repeated in class pattern");
        }
      }
      case Tree.StarPattern p -> capture(p.at(), p.name(), captured);
      case Tree.CapturePattern p -> {
        if (p.pattern() != null) {
          pattern(p.pattern(), captured);
        }
        capture(p.at(), p.name(), captured);
      }
      case Tree.OrPattern p -> {
        Set<String> first = null;
        for (int i = 0; i < p.alternatives().size(); i++) {
          Pattern alternative = p.alternatives().get(i);
          if (i < p.alternatives().size() - 1 && isIrrefutable(alternative)) {
            throw error(
                alternative.at(),
                "a pattern that always matches makes remaining patterns unreachable");
          }
          Set<String> names = new HashSet<>();
          pattern(alternative, names);
          if (first != null && !first.equals(names)) {
            throw error(p.at(), "alternative patterns bind different names");
          }
          first = names;
        }
        if (first != null) {
          captured.addAll(first);
        }
      }
    }
  }

  private void patterns(List<Pattern> patterns, Set<String> captured) throws PythonSyntaxException {
    for (Pattern pattern : patterns) {
      pattern(pattern, captured);
    }
  }

  // ---- expressions

  private void topTarget(Expr target) throws PythonSyntaxException {
    if (target instanceof Tree.Starred) {
      throw error(target.at(), "starred assignment target must be in a list or tuple");
    }
    target(target);
  }

  private void target(Expr target) throws PythonSyntaxException {
    switch (target) {
      case Tree.Name name -> bind(name.at(), name.id(), null);
      case Tree.TupleDisplay tuple -> targets(target.at(), tuple.elements());
      case Tree.ListDisplay list -> targets(target.at(), list.elements());
      case Tree.Starred starred -> target(starred.value());
      case Tree.Primary primary -> {
        if (primary.trailers().getLast() instanceof Tree.AttributeOf attribute
            && attribute.name().equals("__debug__")) {
          throw error(primary.at(), "cannot assign to __debug__");
        }
        expression(target);
      }
      default -> expression(target);
    }
  }

  private void targets(Position at, List<Expr> targets) throws PythonSyntaxException {
    if (targets.stream().filter(Tree.Starred.class::isInstance).count() > 1) {
      throw error(at, "multiple starred expressions in assignment");
    }
    for (Expr target : targets) {
      target(target);
    }
  }

  private void optional(@Nullable Expr expression) throws PythonSyntaxException {
    if (expression != null) {
      expression(expression);
    }
  }

  private void expressions(List<Expr> expressions) throws PythonSyntaxException {
    for (Expr expression : expressions) {
      expression(expression);
    }
  }

  /** The items of a display or call, where {@code *value} may stand. */
  private void items(List<Expr> expressions) throws PythonSyntaxException {
    for (Expr expression : expressions) {
      expression(expression instanceof Tree.Starred starred ? starred.value() : expression);
    }
  }

  private void argumentList(List<Expr> arguments, List<Tree.Keyword> keywords)
      throws PythonSyntaxException {
    items(arguments);
    Set<String> names = new HashSet<>();
    for (Tree.Keyword keyword : keywords) {
      if (keyword.name() != null) {
        if (!names.add(keyword.name())) {
          throw error(keyword.at(), "keyword argument repeated: " + keyword.name());
        }
        if (keyword.name().equals("__debug__")) {
          throw error(keyword.at(), "cannot assign to __debug__");
        }
      }
      expression(keyword.value());
    }
  }

  private void expression(Expr expression) throws PythonSyntaxException {
    switch (expression) {
      case Tree.IntegerNumber e -> {}
      case Tree.FloatNumber e -> {}
      case Tree.ImaginaryNumber e -> {}
      case Tree.Text e -> {}
      case Tree.Bytes e -> {}
      case Tree.Literal e -> {}
      case Tree.Formatted e -> formatted(e);
      case Tree.Name e -> {
        scope.use(e.id());
        hiddenBindings |= HIDDEN_BINDERS.contains(e.id());
      }
      case Tree.Chain e -> {
        expression(e.first());
        expressions(e.rest());
      }
      case Tree.Power e -> {
        expression(e.base());
        expression(e.exponent());
      }
      case Tree.Unary e -> expression(e.operand());
      case Tree.Comparison e -> {
        expression(e.first());
        expressions(e.rest());
      }
      case Tree.Logical e -> expressions(e.operands());
      case Tree.Conditional e -> {
        expression(e.test());
        expression(e.then());
        expression(e.otherwise());
      }
      case Tree.Lambda e -> {
        defaults(e.parameters());
        Scope outer = scope;
        boolean outerYields = yields;
        scope = new Scope(Scope.Kind.FUNCTION, outer, false);
        scopes.put(e, scope);
        parameters(e.parameters());
        expression(e.body());
        scope = outer;
        yields = outerYields;
      }
      case Tree.Primary e -> {
        expression(e.atom());
        for (Tree.Trailer trailer : e.trailers()) {
          switch (trailer) {
            case Tree.CallOf call -> argumentList(call.arguments(), call.keywords());
            case Tree.AttributeOf attribute ->
                hiddenBindings |= HIDDEN_BINDERS.contains(attribute.name());
            case Tree.IndexOf index -> expression(index.index());
          }
        }
      }
      case Tree.Slice e -> {
        optional(e.lower());
        optional(e.upper());
        optional(e.step());
      }
      case Tree.ListDisplay e -> items(e.elements());
      case Tree.TupleDisplay e -> items(e.elements());
      case Tree.SetDisplay e -> items(e.elements());
      case Tree.DictDisplay e -> {
        for (Tree.Item item : e.items()) {
          optional(item.key());
          expression(item.value());
        }
      }
      case Tree.Comprehension e -> comprehension(e);
      case Tree.Starred e -> throw error(e.at(), "can't use starred expression here");
      case Tree.Walrus e -> walrus(e);
      case Tree.Yield e -> {
        yields(e.at(), "'yield' outside function");
        optional(e.value());
      }
      case Tree.YieldFrom e -> {
        yields(e.at(), "'yield' outside function");
        if (scope.async) {
          throw error(e.at(), "'yield from' inside async function");
        }
        expression(e.value());
      }
      case Tree.Await e -> {
        if (scope.ofStatements().kind != Scope.Kind.FUNCTION) {
          throw error(e.at(), "'await' outside function");
        }
        requireAsync(true, e.at(), "'await' outside async function");
        expression(e.value());
      }
    }
  }

  private void yields(Position at, String message) throws PythonSyntaxException {
    if (scope.kind == Scope.Kind.COMPREHENSION) {
      throw error(at, "'yield' inside a comprehension");
    }
    if (scope.kind != Scope.Kind.FUNCTION) {
      throw error(at, message);
    }
    yields = true;
  }

  private void formatted(Tree.Formatted formatted) throws PythonSyntaxException {
    for (Tree.Formatted.Piece piece : formatted.pieces()) {
      if (piece instanceof Tree.Formatted.Field field) {
        expression(field.value());
        if (field.format() != null) {
          formatted(field.format());
        }
      }
    }
  }

  private void walrus(Tree.Walrus e) throws PythonSyntaxException {
    String name = e.target().id();
    for (Scope s = scope; s != null && s.kind == Scope.Kind.COMPREHENSION; s = s.parent) {
      if (s.binds(name)) {
        throw error(
            e.at(),
            "assignment expression cannot rebind comprehension iteration variable '" + name + "'");
      }
    }
    if (iterables > 0) {
      throw error(
          e.at(), "assignment expression cannot be used in a comprehension iterable expression");
    }
    Scope home = scope.ofStatements();
    if (home != scope && home.kind == Scope.Kind.CLASS) {
      throw error(
          e.at(), "assignment expression within a comprehension cannot be used in a class body");
    }
    expression(e.value());
    if (name.equals("__debug__")) {
      throw error(e.at(), "cannot assign to __debug__");
    }
    home.bind(name, null);
  }

  private void iterable(Expr iterable) throws PythonSyntaxException {
    iterables++;
    expression(iterable);
    iterables--;
  }

  private void comprehension(Tree.Comprehension e) throws PythonSyntaxException {
    iterable(e.clauses().getFirst().iterable());
    Scope outer = scope;
    scope = new Scope(Scope.Kind.COMPREHENSION, outer, outer.async);
    scopes.put(e, scope);
    boolean first = true;
    for (Tree.Clause clause : e.clauses()) {
      if (!first) {
        iterable(clause.iterable());
      }
      requireAsync(
          clause.async() && e.kind() != Tree.Comprehension.Kind.GENERATOR,
          e.at(),
          "asynchronous comprehension outside of an asynchronous function");
      first = false;
      topTarget(clause.target());
      expressions(clause.conditions());
    }
    expression(e.element());
    optional(e.value());
    scope = outer;
  }
}
