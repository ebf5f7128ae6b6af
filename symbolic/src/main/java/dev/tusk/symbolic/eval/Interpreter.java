package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.ExceptionValue;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.Iter;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.SetValue;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.ir.Expression.ComparisonOperator;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements, expressions and calls. One run each; not thread-safe. */
final class Interpreter {
  /** Nested expressions and statements; keeps the Java stack far from its end. */
  private static final int MAX_DEPTH = 4_000;

  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE,
    RETURN
  }

  final Budget budget;
  final FloatArithmetic floats;
  final Operations operations;
  final Formatting formatting;
  final Scope globals = new Scope(null, Locals.NONE);
  final Map<String, Integer> boundAt = new HashMap<>();
  final Output output;
  private final Builtins builtins;
  private final Methods methods;
  private final Libraries libraries;
  private final Run run;
  private final IdentityHashMap<Statement.FunctionDefinition, Locals> locals =
      new IdentityHashMap<>();
  private final Set<String> starred = new HashSet<>();

  private int line;
  private int depth;
  private Value returned = None.NONE;
  int returnLine;

  /** What a notebook cell echoed last, and where. */
  @Nullable Value echoed;

  int echoedAt;

  private final @Nullable Trace trace;

  Interpreter(Run run, @Nullable Trace trace) {
    this.run = run;
    this.trace = trace;
    run.algebra().at(() -> line);
    this.budget = run.budget();
    this.floats = run.floats();
    this.formatting = new Formatting(floats, budget);
    this.operations = new Operations(floats, run.terms(), budget, formatting);
    this.output = new Output(budget);
    this.builtins = new Builtins(this, run);
    this.methods = new Methods(this, run);
    this.libraries = new Libraries(this, run);
  }

  int line() {
    return line;
  }

  Run run() {
    return run;
  }

  TermArithmetic terms() {
    return run.terms();
  }

  Libraries libraries() {
    return libraries;
  }

  // Statements.

  /** Runs a cell. */
  void run(List<Statement> cell) {
    block(cell, globals);
  }

  private Flow block(List<Statement> body, Scope scope) {
    for (Statement s : body) {
      Flow flow = statement(s, scope);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow statement(Statement s, Scope scope) {
    budget.step();
    line = s.line();
    if (++depth > MAX_DEPTH) {
      throw Stop.limit("nesting", "nested deeper than " + MAX_DEPTH);
    }
    try {
      return execute(s, scope);
    } finally {
      depth--;
    }
  }

  private Flow execute(Statement s, Scope scope) {
    switch (s) {
      case Statement.Assignment a -> {
        Value v = eval(a.value(), scope);
        line = a.line();
        for (Expression t : a.targets()) {
          assign(t, v, scope);
        }
      }
      case Statement.AugmentedAssignment a -> augment(a, scope);
      case Statement.ExpressionStatement e -> eval(e.expression(), scope);
      case Statement.Echo e -> {
        Value v = eval(e.expression(), scope);
        if (!(v instanceof None)) {
          echoed = v;
          echoedAt = e.line();
          output.print(new RichText().add(formatting.repr(v)).add("\n").build(), e.line());
        }
      }
      case Statement.If i -> {
        return block(operations.truth(eval(i.test(), scope)) ? i.then() : i.otherwise(), scope);
      }
      case Statement.While w -> {
        return loop(w, scope);
      }
      case Statement.For f -> {
        return loop(f, scope);
      }
      case Statement.FunctionDefinition f -> define(f, scope);
      case Statement.Return r -> {
        returned = r.value().isPresent() ? eval(r.value().get(), scope) : None.NONE;
        returnLine = r.line();
        if (trace != null) {
          trace.add(r.line(), "return", returned, formatting);
        }
        return Flow.RETURN;
      }
      case Statement.Break b -> {
        return Flow.BREAK;
      }
      case Statement.Continue c -> {
        return Flow.CONTINUE;
      }
      case Statement.Pass p -> {}
      case Statement.Assert a -> {
        if (!operations.truth(eval(a.test(), scope))) {
          String m = a.message().isPresent() ? text(eval(a.message().get(), scope)) : "";
          throw new PythonError("AssertionError", m);
        }
      }
      case Statement.Raise r -> throw raise(r, scope);
      case Statement.Try t -> {
        return attempt(t, scope);
      }
      case Statement.Global g -> {}
      case Statement.Nonlocal n -> {}
      case Statement.Delete d -> d.targets().forEach(t -> delete(t, scope));
      case Statement.Import i -> bind(scope, i.name(), libraries.value(i.qualifiedName()));
      case Statement.ImportAll i -> {
        starred.add(i.module());
        libraries.names(i.module()).forEach((n, v) -> bind(scope, n, v));
      }
      case Statement.UnsupportedStatement u -> throw Stop.unsupported(u.construct());
    }
    return Flow.NEXT;
  }

  private void bind(Scope scope, String name, Value v) {
    scope.bind(name, v);
    if (trace != null) {
      trace.add(line, name, v, formatting);
    }
    if (scope == globals || scope.locals.globals().contains(name)) {
      boundAt.put(name, line);
    }
  }

  private Flow loop(Statement.While w, Scope scope) {
    while (operations.truth(eval(w.test(), scope))) {
      budget.step();
      Flow flow = block(w.body(), scope);
      if (flow == Flow.BREAK) {
        return Flow.NEXT;
      }
      if (flow == Flow.RETURN) {
        return flow;
      }
      line = w.line();
    }
    return block(w.otherwise(), scope);
  }

  private Flow loop(Statement.For f, Scope scope) {
    Iterator<Value> items = iterate(eval(f.iterable(), scope));
    while (items.hasNext()) {
      budget.step();
      assign(f.target(), items.next(), scope);
      Flow flow = block(f.body(), scope);
      if (flow == Flow.BREAK) {
        return Flow.NEXT;
      }
      if (flow == Flow.RETURN) {
        return flow;
      }
      line = f.line();
    }
    return block(f.otherwise(), scope);
  }

  private void define(Statement.FunctionDefinition f, Scope scope) {
    Locals names = locals.computeIfAbsent(f, d -> Locals.of(d.parameters(), d.body()));
    bind(
        scope,
        f.name(),
        new Value.Function(
            f.name(),
            f.parameters(),
            null,
            f.body(),
            scope,
            defaults(f.parameters(), scope),
            names));
  }

  private Map<String, Value> defaults(Expression.Parameters parameters, Scope scope) {
    var values = new HashMap<String, Value>();
    for (var p : parameters.positional()) {
      p.defaultValue().ifPresent(d -> values.put(p.name(), eval(d, scope)));
    }
    for (var p : parameters.keywordOnly()) {
      p.defaultValue().ifPresent(d -> values.put(p.name(), eval(d, scope)));
    }
    return values;
  }

  private PythonError raise(Statement.Raise r, Scope scope) {
    if (r.exception().isEmpty()) {
      throw Stop.unsupported("raise without an exception");
    }
    return switch (eval(r.exception().get(), scope)) {
      case ExceptionValue e -> new PythonError(e);
      case Value.Builtin b when Exceptions.known(b.name()) -> new PythonError(b.name(), "");
      default -> throw Stop.unsupported("raise of another value");
    };
  }

  private Flow attempt(Statement.Try t, Scope scope) {
    Flow flow;
    try {
      flow = attemptBody(t, scope);
    } catch (PythonError e) {
      Flow last = block(t.last(), scope);
      if (last != Flow.NEXT) {
        return last;
      }
      throw e;
    }
    Value kept = returned;
    Flow last = block(t.last(), scope);
    if (last != Flow.NEXT) {
      return last;
    }
    returned = kept;
    return flow;
  }

  private Flow attemptBody(Statement.Try t, Scope scope) {
    Flow flow;
    try {
      flow = block(t.body(), scope);
    } catch (PythonError e) {
      for (Statement.Try.Handler h : t.handlers()) {
        if (h.type().isEmpty() || matches(e, eval(h.type().get(), scope))) {
          h.name().ifPresent(n -> bind(scope, n, e.exception));
          return block(h.body(), scope);
        }
      }
      throw e;
    }
    return flow == Flow.NEXT ? block(t.otherwise(), scope) : flow;
  }

  private static boolean matches(PythonError e, Value type) {
    return switch (type) {
      case Value.Builtin b when Exceptions.known(b.name()) ->
          Exceptions.isA(e.exception.type(), b.name());
      case Tuple t -> t.items().stream().anyMatch(i -> matches(e, i));
      default -> throw Stop.unsupported("except " + Operations.typeName(type));
    };
  }

  private void augment(Statement.AugmentedAssignment a, Scope scope) {
    switch (a.target()) {
      case Expression.Name n -> {
        Value old = name(n.name(), scope);
        bind(scope, n.name(), inPlace(a.operator(), old, eval(a.value(), scope)));
      }
      case Expression.Subscript s -> {
        Value object = eval(s.object(), scope);
        Value index = eval(s.index(), scope);
        Value old = methods.subscript(object, index);
        methods.assignItem(object, index, inPlace(a.operator(), old, eval(a.value(), scope)));
      }
      default -> throw Stop.unsupported("augmented assignment to an attribute");
    }
  }

  private Value inPlace(BinaryOperator op, Value old, Value operand) {
    if (old instanceof ListValue l && op == BinaryOperator.ADD) {
      extend(l, operand);
      return l;
    }
    if (old instanceof SetValue s && operand instanceof SetValue t && !s.frozen) {
      SetValue r = operations.sets(op, s, t);
      s.items.clear();
      s.items.putAll(r.items);
      return s;
    }
    if (old instanceof Value.Array) {
      throw Stop.unsupported("a numpy array changed in place");
    }
    return operations.binary(op, old, operand);
  }

  void extend(ListValue l, Value items) {
    Iterator<Value> it = items == l ? List.copyOf(l.items).iterator() : iterate(items);
    while (it.hasNext()) {
      l.items.add(it.next());
      budget.items(l.items.size());
    }
  }

  private void assign(Expression target, Value v, Scope scope) {
    switch (target) {
      case Expression.Name n -> bind(scope, n.name(), v);
      case Expression.TupleDisplay t -> unpack(t.elements(), v, scope);
      case Expression.ListDisplay t -> unpack(t.elements(), v, scope);
      case Expression.Subscript s ->
          methods.assignItem(eval(s.object(), scope), eval(s.index(), scope), v);
      case Expression.Attribute a ->
          libraries.assignAttribute(eval(a.object(), scope), a.name(), v);
      default -> throw Stop.unsupported("an assignment target");
    }
  }

  private void unpack(List<Expression> targets, Value v, Scope scope) {
    var items = list(v);
    int star = -1;
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i) instanceof Expression.Starred) {
        star = i;
      }
    }
    if (star < 0) {
      if (items.size() != targets.size()) {
        throw PythonError.value(
            items.size() > targets.size()
                ? "too many values to unpack (expected " + targets.size() + ")"
                : "not enough values to unpack (expected "
                    + targets.size()
                    + ", got "
                    + items.size()
                    + ")");
      }
      for (int i = 0; i < items.size(); i++) {
        assign(targets.get(i), items.get(i), scope);
      }
      return;
    }
    int after = targets.size() - star - 1;
    if (items.size() < star + after) {
      throw PythonError.value("not enough values to unpack");
    }
    for (int i = 0; i < star; i++) {
      assign(targets.get(i), items.get(i), scope);
    }
    var middle = new ListValue(items.subList(star, items.size() - after));
    assign(((Expression.Starred) targets.get(star)).value(), middle, scope);
    for (int i = 0; i < after; i++) {
      assign(targets.get(star + 1 + i), items.get(items.size() - after + i), scope);
    }
  }

  private void delete(Expression target, Scope scope) {
    switch (target) {
      case Expression.Name n -> {
        if (!scope.unbind(n.name())) {
          throw new PythonError("NameError", "name '" + n.name() + "' is not defined");
        }
      }
      case Expression.Subscript s ->
          methods.deleteItem(eval(s.object(), scope), eval(s.index(), scope));
      case Expression.TupleDisplay t -> t.elements().forEach(e -> delete(e, scope));
      default -> throw Stop.unsupported("del of this target");
    }
  }

  // Expressions.

  Value eval(Expression e, Scope scope) {
    budget.step();
    if (++depth > MAX_DEPTH) {
      throw Stop.limit("nesting", "nested deeper than " + MAX_DEPTH);
    }
    try {
      return evaluate(e, scope);
    } finally {
      depth--;
    }
  }

  private Value evaluate(Expression e, Scope scope) {
    return switch (e) {
      case Expression.IntegerLiteral i -> new Int(i.value());
      case Expression.DecimalLiteral d -> decimal(d.value());
      case Expression.ImaginaryLiteral i ->
          new Value.Complex(floats.of(Rational.ZERO), ((Flt) decimal(i.value())).number());
      case Expression.StringLiteral s -> new Str(s.value());
      case Expression.BooleanLiteral b -> Bool.of(b.value());
      case Expression.NoneLiteral n -> None.NONE;
      case Expression.EllipsisLiteral x -> new Value.Ellipsis();
      case Expression.Name n -> name(n.name(), scope);
      case Expression.LibraryName n -> libraries.value(n.qualifiedName());
      case Expression.Binary b -> {
        Value left = eval(b.left(), scope);
        Value right = eval(b.right(), scope);
        line = b.line();
        yield operations.binary(b.operator(), left, right);
      }
      case Expression.Unary u -> unary(u, eval(u.operand(), scope));
      case Expression.Comparison c -> comparison(c, scope);
      case Expression.Logical l -> {
        Value v = None.NONE;
        for (Expression operand : l.operands()) {
          v = eval(operand, scope);
          if (operations.truth(v) != l.conjunction()) {
            break;
          }
        }
        yield v;
      }
      case Expression.Conditional c ->
          eval(operations.truth(eval(c.test(), scope)) ? c.then() : c.otherwise(), scope);
      case Expression.Call c -> call(c, scope);
      case Expression.Attribute a -> methods.attribute(eval(a.object(), scope), a.name());
      case Expression.Subscript s ->
          methods.subscript(eval(s.object(), scope), eval(s.index(), scope));
      case Expression.Slice s ->
          new Value.SliceValue(
              optional(s.lower().orElse(null), scope),
              optional(s.upper().orElse(null), scope),
              optional(s.step().orElse(null), scope));
      case Expression.ListDisplay l -> new ListValue(elements(l.elements(), scope));
      case Expression.TupleDisplay t -> new Tuple(List.copyOf(elements(t.elements(), scope)));
      case Expression.SetDisplay s -> operations.set(elements(s.elements(), scope).iterator());
      case Expression.DictDisplay d -> dict(d, scope);
      case Expression.Comprehension c -> comprehension(c, scope);
      case Expression.Lambda l ->
          new Value.Function(
              "<lambda>",
              l.parameters(),
              l.body(),
              List.of(),
              scope,
              defaults(l.parameters(), scope),
              Locals.of(l.parameters(), List.of()));
      case Expression.FormattedString f -> formatted(f, scope);
      case Expression.Starred s -> throw Stop.unsupported("a starred expression here");
      case Expression.NamedExpression n -> {
        Value v = eval(n.value(), scope);
        bind(scope, n.name(), v);
        yield v;
      }
      case Expression.UnsupportedExpression u -> throw Stop.unsupported(u.construct());
    };
  }

  private Value decimal(java.math.BigDecimal d) {
    if (Math.abs((long) d.scale()) + d.precision() > 5_000) {
      throw Stop.limit("number size", "a literal of " + d.precision() + " digits");
    }
    if (d.precision() - d.scale() > 308 && Double.isInfinite(d.doubleValue())) {
      return new Flt(new dev.tusk.symbolic.number.Ieee(Double.POSITIVE_INFINITY));
    }
    return new Flt(
        floats.exact() ? Rational.of(d) : new dev.tusk.symbolic.number.Ieee(d.doubleValue()));
  }

  private Value optional(@Nullable Expression e, Scope scope) {
    return e == null ? None.NONE : eval(e, scope);
  }

  private List<Value> elements(List<Expression> elements, Scope scope) {
    var values = new ArrayList<Value>(elements.size());
    for (Expression e : elements) {
      if (e instanceof Expression.Starred s) {
        values.addAll(list(eval(s.value(), scope)));
      } else {
        values.add(eval(e, scope));
      }
    }
    return values;
  }

  private Value name(String name, Scope scope) {
    Value v = scope.find(name);
    if (v != null) {
      return v;
    }
    Value builtin = builtins.value(name);
    if (builtin != null) {
      return builtin;
    }
    if (!starred.isEmpty()) {
      throw Stop.unsupported(name + ", perhaps of " + String.join(", ", starred));
    }
    throw new PythonError("NameError", "name '" + name + "' is not defined");
  }

  private Value unary(Expression.Unary u, Value v) {
    return switch (u.operator()) {
      case NOT -> Bool.of(!operations.truth(v));
      case MINUS -> operations.negate(v);
      case PLUS -> {
        if (v instanceof Bool b) {
          yield Int.of(b.value() ? 1 : 0);
        }
        if (Operations.number(v) || v instanceof Sym || v instanceof Dict) {
          yield v;
        }
        throw PythonError.type("bad operand type for unary +: '" + Operations.typeName(v) + "'");
      }
      case INVERT -> {
        BigInteger n = Operations.integer(v);
        if (n == null) {
          throw Stop.unsupported("~" + Operations.typeName(v));
        }
        yield new Int(n.not());
      }
    };
  }

  private Value comparison(Expression.Comparison c, Scope scope) {
    Value left = eval(c.first(), scope);
    for (int i = 0; i < c.operators().size(); i++) {
      Value right = eval(c.rest().get(i), scope);
      line = c.line();
      Value r = compare(c.operators().get(i), left, right);
      if (i == c.operators().size() - 1 || !operations.truth(r)) {
        return r;
      }
      left = right;
    }
    throw new IllegalStateException("a comparison without operands");
  }

  private Value compare(ComparisonOperator op, Value a, Value b) {
    return switch (op) {
      case EQUAL -> Bool.of(operations.equal(a, b));
      case NOT_EQUAL -> Bool.of(!operations.equal(a, b));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> order(op, a, b);
      case IN -> Bool.of(methods.contains(b, a));
      case NOT_IN -> Bool.of(!methods.contains(b, a));
      case IS -> Bool.of(same(a, b));
      case IS_NOT -> Bool.of(!same(a, b));
    };
  }

  private Value order(ComparisonOperator op, Value a, Value b) {
    if (a instanceof SetValue x && b instanceof SetValue y) {
      boolean le = y.items.keySet().containsAll(x.items.keySet());
      boolean ge = x.items.keySet().containsAll(y.items.keySet());
      return Bool.of(
          switch (op) {
            case LESS -> le && !ge;
            case LESS_OR_EQUAL -> le;
            case GREATER -> ge && !le;
            default -> ge;
          });
    }
    if (a instanceof Sym || b instanceof Sym) {
      Term x = operations.toTerm(a);
      Term y = operations.toTerm(b);
      if (x != null && y != null && !(Term.isNumeric(x) && Term.isNumeric(y))) {
        return new Sym(new Term.Relation(op.symbol(), x, y));
      }
    }
    int c = operations.compare(a, b);
    return Bool.of(
        switch (op) {
          case LESS -> c < 0;
          case LESS_OR_EQUAL -> c <= 0;
          case GREATER -> c > 0;
          default -> c >= 0;
        });
  }

  @SuppressWarnings("ReferenceEquality") // Python's "is".
  private boolean same(Value a, Value b) {
    if (a instanceof None || b instanceof None || a instanceof Bool || b instanceof Bool) {
      return a.equals(b);
    }
    if (a instanceof Int x && b instanceof Int y && x.value().bitLength() < 8) {
      return x.equals(y);
    }
    if (a == b) {
      return true;
    }
    if (a instanceof ListValue || a instanceof Dict || a instanceof SetValue) {
      return false;
    }
    if (a instanceof Value.Builtin && b instanceof Value.Builtin) {
      return a.equals(b);
    }
    throw Stop.unsupported("is between values");
  }

  private Value dict(Expression.DictDisplay display, Scope scope) {
    var d = new Dict();
    for (var item : display.items()) {
      if (item.key().isPresent()) {
        Value k = eval(item.key().get(), scope);
        put(d, k, eval(item.value(), scope));
      } else if (eval(item.value(), scope) instanceof Dict other) {
        d.entries.putAll(other.entries);
      } else {
        throw PythonError.type("** of something that is no mapping");
      }
    }
    return d;
  }

  /** Binds a key; an equal key that is there stays as it is. */
  void put(Dict d, Value key, Value value) {
    Object k = operations.key(key);
    Dict.Entry old = d.entries.get(k);
    d.entries.put(k, new Dict.Entry(old == null ? key : old.key(), value));
    budget.items(d.entries.size());
  }

  private Value comprehension(Expression.Comprehension c, Scope outer) {
    var scope = new Scope(outer, Locals.NONE);
    Iterator<Value> first = iterate(eval(c.clauses().getFirst().iterable(), outer));
    var items = new ComprehensionItems(c, scope, first);
    return switch (c.kind()) {
      case GENERATOR -> new Iter(items);
      case LIST -> {
        var l = new ListValue(List.of());
        while (items.hasNext()) {
          l.items.add(items.next());
          budget.items(l.items.size());
        }
        yield l;
      }
      case SET -> operations.set(items);
      case DICT -> {
        var d = new Dict();
        while (items.hasNext()) {
          var pair = (Tuple) items.next();
          put(d, pair.items().get(0), pair.items().get(1));
        }
        yield d;
      }
    };
  }

  /** The items of a comprehension, made one at a time. */
  private final class ComprehensionItems implements Iterator<Value> {
    private final Expression.Comprehension c;
    private final Scope scope;
    private final List<Iterator<Value>> open = new ArrayList<>();
    private @Nullable Value next;

    ComprehensionItems(Expression.Comprehension c, Scope scope, Iterator<Value> first) {
      this.c = c;
      this.scope = scope;
      open.add(first);
    }

    @Override
    public boolean hasNext() {
      while (next == null && !open.isEmpty()) {
        budget.step();
        int level = open.size() - 1;
        Iterator<Value> items = open.get(level);
        if (!items.hasNext()) {
          open.remove(level);
          continue;
        }
        var clause = c.clauses().get(level);
        assign(clause.target(), items.next(), scope);
        boolean holds = true;
        for (Expression condition : clause.conditions()) {
          if (!operations.truth(eval(condition, scope))) {
            holds = false;
            break;
          }
        }
        if (!holds) {
          continue;
        }
        if (level + 1 < c.clauses().size()) {
          open.add(iterate(eval(c.clauses().get(level + 1).iterable(), scope)));
        } else {
          Value element = eval(c.element(), scope);
          next =
              c.value().isPresent()
                  ? new Tuple(List.of(element, eval(c.value().get(), scope)))
                  : element;
        }
      }
      return next != null;
    }

    @Override
    public Value next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Value v = next;
      next = null;
      return v;
    }
  }

  private Str formatted(Expression.FormattedString f, Scope scope) {
    var b = new RichText();
    for (var part : f.parts()) {
      switch (part) {
        case Expression.FormattedString.Part.Text t -> b.add(t.text());
        case Expression.FormattedString.Part.Field field -> {
          Value v = eval(field.value(), scope);
          switch (field.conversion()) {
            case 's' -> v = formatting.str(v);
            case 'r' -> v = formatting.repr(v);
            case 0 -> {}
            default -> throw Stop.unsupported("conversion !" + field.conversion());
          }
          String spec =
              field.format().isPresent() ? text(formatted(field.format().get(), scope)) : "";
          b.add(formatting.format(v, spec));
        }
      }
      budget.items(b.length());
    }
    return b.build();
  }

  String text(Value v) {
    return Formatting.plain(formatting.str(v));
  }

  // Calls.

  private Value call(Expression.Call c, Scope scope) {
    Value callee = eval(c.callee(), scope);
    var positional = elements(c.arguments(), scope);
    Map<String, Value> named = Map.of();
    if (!c.keywords().isEmpty()) {
      named = new LinkedHashMap<>();
      for (var k : c.keywords()) {
        Value v = eval(k.value(), scope);
        if (k.name().isPresent()) {
          named.put(k.name().get(), v);
        } else if (v instanceof Dict d) {
          for (var e : d.entries.values()) {
            named.put(text(e.key()), e.value());
          }
        } else {
          throw PythonError.type("argument after ** must be a mapping");
        }
      }
    }
    line = c.line();
    Value result = call(callee, new Arguments(positional, named));
    line = c.line();
    return result;
  }

  Value call(Value callee, Arguments a) {
    budget.step();
    return switch (callee) {
      case Value.Function f -> invoke(f, a);
      case Value.Builtin b -> builtins.call(b.name(), a);
      case Value.Library l -> libraries.call(l.name(), a);
      case Value.Method m -> methods.call(m.self(), m.name(), a);
      case Value.Partial p -> call(p.function(), a.before(p.arguments(), p.named()));
      case Value.TupleType t -> libraries.namedTuple(t, a);
      case Value.Lambdified l -> libraries.lambdified(l, a);
      case Value.Poly1d p -> operations.polynomials.call(p, a);
      case Sym s -> throw PythonError.type("a sympy expression is not callable");
      default ->
          throw Operations.core(callee)
              ? PythonError.type("'" + Operations.typeName(callee) + "' object is not callable")
              : Stop.unsupported("a call of a " + Operations.typeName(callee));
    };
  }

  private Value invoke(Value.Function f, Arguments a) {
    budget.enterCall();
    var scope = new Scope(f.closure(), f.locals());
    bindParameters(f, a, scope);
    int depthBefore = depth;
    try {
      if (f.expression() != null) {
        return eval(f.expression(), scope);
      }
      Flow flow = block(f.body(), scope);
      Value result = flow == Flow.RETURN ? returned : None.NONE;
      returned = None.NONE;
      return result;
    } finally {
      depth = depthBefore;
      budget.leaveCall();
    }
  }

  private void bindParameters(Value.Function f, Arguments a, Scope scope) {
    var p = f.parameters();
    int given = a.positional().size();
    int taken = Math.min(given, p.positional().size());
    for (int i = 0; i < taken; i++) {
      scope.names.put(p.positional().get(i).name(), a.positional().get(i));
    }
    if (given > taken) {
      if (p.starred().isEmpty()) {
        throw PythonError.type(
            f.name() + "() takes " + taken + " positional arguments but " + given + " were given");
      }
    }
    p.starred()
        .ifPresent(
            s -> scope.names.put(s, new Tuple(List.copyOf(a.positional().subList(taken, given)))));
    var rest = new LinkedHashMap<>(a.named());
    for (int i = 0; i < p.positional().size(); i++) {
      String n = p.positional().get(i).name();
      if (rest.containsKey(n)) {
        if (i < taken) {
          throw PythonError.type(f.name() + "() got multiple values for argument '" + n + "'");
        }
        scope.names.put(n, java.util.Objects.requireNonNull(rest.remove(n)));
      }
    }
    for (var k : p.keywordOnly()) {
      Value v = rest.remove(k.name());
      if (v != null) {
        scope.names.put(k.name(), v);
      }
    }
    f.defaults().forEach(scope.names::putIfAbsent);
    if (p.doubleStarred().isPresent()) {
      var d = new Dict();
      rest.forEach((k, v) -> put(d, new Str(k), v));
      scope.names.put(p.doubleStarred().get(), d);
    } else if (!rest.isEmpty()) {
      throw PythonError.type(f.name() + "() got an unexpected keyword argument");
    }
    for (var x : p.positional()) {
      if (!scope.names.containsKey(x.name())) {
        throw PythonError.type(
            f.name() + "() missing 1 required positional argument: '" + x.name() + "'");
      }
    }
    for (var x : p.keywordOnly()) {
      if (!scope.names.containsKey(x.name())) {
        throw PythonError.type(f.name() + "() missing a keyword argument: '" + x.name() + "'");
      }
    }
  }

  // Iteration.

  /** All items, bounded. */
  List<Value> list(Value v) {
    return switch (v) {
      case ListValue l -> List.copyOf(l.items);
      case Tuple t -> t.items();
      default -> {
        var r = new ArrayList<Value>();
        Iterator<Value> it = iterate(v);
        while (it.hasNext()) {
          r.add(it.next());
          budget.items(r.size());
          budget.step();
        }
        yield r;
      }
    };
  }

  Iterator<Value> iterate(Value v) {
    return switch (v) {
      case ListValue l ->
          new Iterator<>() {
            private int i;

            @Override
            public boolean hasNext() {
              return i < l.items.size();
            }

            @Override
            public Value next() {
              if (i >= l.items.size()) {
                throw new NoSuchElementException();
              }
              return l.items.get(i++);
            }
          };
      case Tuple t -> t.items().iterator();
      case Iter i -> i.iterator();
      case Value.Range r ->
          new Iterator<>() {
            private BigInteger i = BigInteger.ZERO;
            private final BigInteger length = r.length();

            @Override
            public boolean hasNext() {
              return i.compareTo(length) < 0;
            }

            @Override
            public Value next() {
              if (!hasNext()) {
                throw new NoSuchElementException();
              }
              Value next = new Int(r.at(i));
              i = i.add(BigInteger.ONE);
              return next;
            }
          };
      case Str s ->
          Formatting.plain(s)
              .codePoints()
              .<Value>mapToObj(c -> new Str(Character.toString(c)))
              .iterator();
      case Dict d -> keys(d).iterator();
      case SetValue s -> HashOrder.of(s).iterator();
      case Value.Matrix m -> m.rows.stream().flatMap(List::stream).<Value>map(Sym::new).iterator();
      case Value.Array x -> Arrays.rows(x).iterator();
      case Sym s -> libraries.iterate(s.term());
      default ->
          throw Operations.core(v)
              ? PythonError.type("'" + Operations.typeName(v) + "' object is not iterable")
              : Stop.unsupported("iteration over a " + Operations.typeName(v));
    };
  }

  static List<Value> keys(Dict d) {
    var keys = new ArrayList<Value>();
    d.entries.values().forEach(e -> keys.add(e.key()));
    return keys;
  }
}
