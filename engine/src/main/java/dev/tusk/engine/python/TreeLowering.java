package dev.tusk.engine.python;

import dev.tusk.engine.python.Tree.Expr;
import dev.tusk.engine.python.Tree.Stmt;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.ir.Expression.ComparisonOperator;
import dev.tusk.symbolic.ir.Expression.UnaryOperator;
import dev.tusk.symbolic.ir.Statement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the trees of one program, in the order of its source.
 *
 * <p>An import is folded into the uses of its name only where it has certainly run before them: it
 * stands earlier in the same block or in one around it, or, for a use in a function, before the
 * function's definition; and nothing in the program binds that name to anything else.
 */
final class TreeLowering {
  private static final Map<String, BinaryOperator> BINARY =
      Stream.of(BinaryOperator.values())
          .collect(Collectors.toUnmodifiableMap(BinaryOperator::symbol, o -> o));

  private static final Map<String, ComparisonOperator> COMPARISONS =
      Stream.of(ComparisonOperator.values())
          .collect(Collectors.toUnmodifiableMap(ComparisonOperator::symbol, o -> o));

  /** A name that an import has bound by now. */
  private record Imported(@Nullable Scope scope, String name) {}

  private final ScopeRules rules;
  private final Scope module;
  private final Set<Imported> imported = new HashSet<>();
  private final List<Imported> journal = new ArrayList<>();
  private final Set<String> importedModules = new HashSet<>();

  private Scope scope;
  private int depth;
  private boolean inPreamble;

  TreeLowering(Scope module, ScopeRules rules) {
    this.module = module;
    this.rules = rules;
    scope = module;
  }

  /**
   * Lowers one unit.
   *
   * @param preamble whether its lines are not those of the program
   * @param notebook whether its last expression is echoed and an error in it ends it alone
   */
  List<Statement> cell(List<Stmt> body, boolean preamble, boolean notebook) {
    inPreamble = preamble;
    List<Statement> lowered = new ArrayList<>();
    int certain = journal.size();
    boolean cannotFail = true;
    int last = notebook && !preamble ? body.size() - 1 : -1;
    for (int i = 0; i < body.size(); i++) {
      Stmt statement = body.get(i);
      if (i == last && statement instanceof Tree.Evaluate evaluate) {
        lowered.add(new Statement.Echo(line(evaluate), expression(evaluate.value())));
      } else {
        statement(statement, lowered);
      }
      cannotFail &= importCannotFail(statement);
      if (cannotFail) {
        certain = journal.size();
      }
    }
    if (notebook) {
      forgetFrom(certain);
    }
    return lowered;
  }

  private static boolean importCannotFail(Stmt statement) {
    return switch (statement) {
      case Tree.Import s ->
          s.names().stream()
              .allMatch(a -> LibraryNames.isModule(a.name()) && LibraryNames.isInstalled(a.name()));
      case Tree.ImportFrom s ->
          s.module() != null
              && s.level() == 0
              && s.names().stream()
                  .allMatch(a -> {
                    Set<String> names = LibraryNames.publicNames(s.module());
                    return names != null && (a.name().equals("*") || names.contains(a.name()));
                  });
      case Tree.FunctionDef s -> s.decorators().isEmpty();
      default -> false;
    };
  }

  private int line(Tree node) {
    return inPreamble ? 1 : node.at().line();
  }

  // ---- imports

  private void remember(@Nullable Scope home, String name) {
    Imported fact = new Imported(home, name);
    if (imported.add(fact)) {
      journal.add(fact);
    }
  }

  private void forgetFrom(int mark) {
    while (journal.size() > mark) {
      imported.remove(journal.removeLast());
    }
  }

  /** The library thing that a read of {@code name} here certainly gives, or null. */
  private @Nullable String library(String name) {
    if (rules.hasHiddenBindings()) {
      return null;
    }
    Scope home = scope.home(name);
    Set<String> starred = new HashSet<>();
    String starModule = null;
    if (home == null || home == module) {
      for (String star : rules.starImports()) {
        Set<String> names = LibraryNames.publicNames(star);
        if (names == null) {
          return null;
        }
        if (names.contains(name)) {
          starred.add(LibraryNames.canonical(star + "." + name));
          starModule = star;
        }
      }
    }
    if (home == null) {
      return starred.size() == 1
              && imported.contains(new Imported(null, String.valueOf(starModule)))
          ? starred.iterator().next()
          : null;
    }
    Scope.Binding binding = home.binding(name);
    String only = binding == null ? null : binding.onlyLibrary();
    boolean starAgrees = starred.isEmpty() || (starred.size() == 1 && starred.contains(only));
    return only != null && starAgrees && imported.contains(new Imported(home, name)) ? only : null;
  }

  private boolean isModule(String qualifiedName) {
    return LibraryNames.isModule(qualifiedName) || importedModules.contains(qualifiedName);
  }

  private void importStatement(Tree.Import s, List<Statement> out) {
    for (Tree.Alias alias : s.names()) {
      String qualified = LibraryNames.canonical(alias.name());
      String name = alias.rename();
      if (name == null) {
        int dot = alias.name().indexOf('.');
        name = dot < 0 ? alias.name() : alias.name().substring(0, dot);
        if (dot >= 0 && !alias.name().startsWith("sympy.")) {
          for (int end = dot; end >= 0; end = alias.name().indexOf('.', end + 1)) {
            importedModules.add(alias.name().substring(0, end));
          }
        }
        qualified = name;
      }
      if (!alias.name().startsWith("sympy.")) {
        importedModules.add(alias.name());
      }
      out.add(new Statement.Import(line(s), name, qualified));
      remember(scope.home(name), name);
    }
  }

  private void fromImport(Tree.ImportFrom s, List<Statement> out) {
    String from = s.module();
    if (s.level() > 0 || from == null) {
      out.add(unsupported(s, "relative import"));
      return;
    }
    if (from.equals("__future__")) {
      return;
    }
    for (Tree.Alias alias : s.names()) {
      if (alias.name().equals("*")) {
        out.add(new Statement.ImportAll(line(s), from));
        remember(null, from);
      } else {
        String name = alias.rename() == null ? alias.name() : alias.rename();
        out.add(
            new Statement.Import(line(s), name, LibraryNames.canonical(from + "." + alias.name())));
        remember(scope.home(name), name);
      }
    }
  }

  // ---- statements

  private Statement unsupported(Tree node, String construct) {
    return new Statement.UnsupportedStatement(line(node), construct);
  }

  /** A block whose imports count no further than its end. */
  private List<Statement> block(List<Stmt> body) {
    int mark = journal.size();
    depth++;
    List<Statement> out = new ArrayList<>();
    for (Stmt statement : body) {
      statement(statement, out);
    }
    depth--;
    forgetFrom(mark);
    return out;
  }

  private void statement(Stmt statement, List<Statement> out) {
    int line = line(statement);
    switch (statement) {
      case Tree.Assign s ->
          out.add(new Statement.Assignment(line, targets(s.targets()), expression(s.value())));
      case Tree.Annotated s -> {
        if (s.value() != null) {
          out.add(
              new Statement.Assignment(line, List.of(target(s.target())), expression(s.value())));
        } else {
          out.add(new Statement.Pass(line));
        }
      }
      case Tree.Augmented s ->
          out.add(
              new Statement.AugmentedAssignment(
                  line, target(s.target()), binary(s.operator()), expression(s.value())));
      case Tree.Evaluate s -> {
        if (s.value() instanceof Tree.Text) {
          out.add(new Statement.Pass(line));
        } else {
          out.add(new Statement.ExpressionStatement(line, expression(s.value())));
        }
      }
      case Tree.If s -> out.add(ifStatement(s, 0));
      case Tree.While s ->
          out.add(
              new Statement.While(
                  line, expression(s.test()), block(s.body()), block(s.otherwise())));
      case Tree.For s -> {
        if (s.async()) {
          out.add(unsupported(s, "async for"));
          return;
        }
        Expression iterable = expression(s.iterable());
        out.add(
            new Statement.For(
                line, target(s.target()), iterable, block(s.body()), block(s.otherwise())));
      }
      case Tree.FunctionDef s -> function(s, out);
      case Tree.ClassDef s -> out.add(unsupported(s, "class " + s.name()));
      case Tree.Return s -> out.add(new Statement.Return(line, optional(s.value())));
      case Tree.Break s -> out.add(new Statement.Break(line));
      case Tree.Continue s -> out.add(new Statement.Continue(line));
      case Tree.Pass s -> out.add(new Statement.Pass(line));
      case Tree.Assert s ->
          out.add(new Statement.Assert(line, expression(s.test()), optional(s.message())));
      case Tree.Raise s -> out.add(new Statement.Raise(line, optional(s.exception())));
      case Tree.Try s -> tryStatement(s, out);
      case Tree.With s -> out.add(unsupported(s, s.async() ? "async with" : "with"));
      case Tree.Global s -> out.add(new Statement.Global(line, s.names()));
      case Tree.Nonlocal s -> out.add(new Statement.Nonlocal(line, s.names()));
      case Tree.Delete s -> out.add(new Statement.Delete(line, targets(s.targets())));
      case Tree.Import s -> importStatement(s, out);
      case Tree.ImportFrom s -> fromImport(s, out);
      case Tree.Match s -> out.add(unsupported(s, "match"));
      case Tree.TypeAlias s -> out.add(unsupported(s, "type alias"));
    }
  }

  /** {@code elif} becomes an {@code if} in the other branch, as in Python's own tree. */
  private Statement ifStatement(Tree.If s, int from) {
    int outerDepth = depth;
    List<Integer> lines = new ArrayList<>();
    List<Expression> tests = new ArrayList<>();
    List<List<Statement>> bodies = new ArrayList<>();
    List<Statement> otherwise = null;
    for (int i = from; i < s.branches().size(); i++) {
      Tree.Branch branch = s.branches().get(i);
      int line = inPreamble ? 1 : branch.at().line();
      if (depth >= ProgramLowering.MAX_DEPTH) {
        otherwise = List.of(new Statement.UnsupportedStatement(line, tooDeep()));
        break;
      }
      lines.add(line);
      tests.add(expression(branch.test()));
      bodies.add(block(branch.body()));
      depth++;
    }
    if (otherwise == null) {
      otherwise = block(s.otherwise());
    }
    depth = outerDepth;
    for (int i = tests.size() - 1; i > 0; i--) {
      otherwise = List.of(new Statement.If(lines.get(i), tests.get(i), bodies.get(i), otherwise));
    }
    if (tests.isEmpty()) {
      return unsupported(s, tooDeep());
    }
    return new Statement.If(lines.getFirst(), tests.getFirst(), bodies.getFirst(), otherwise);
  }

  private static String tooDeep() {
    return "expression nested deeper than " + ProgramLowering.MAX_DEPTH;
  }

  private void tryStatement(Tree.Try s, List<Statement> out) {
    if (s.group()) {
      out.add(unsupported(s, "except*"));
      return;
    }
    List<Statement> body = block(s.body());
    List<Statement.Try.Handler> handlers = new ArrayList<>();
    for (Tree.Handler handler : s.handlers()) {
      handlers.add(
          new Statement.Try.Handler(
              inPreamble ? 1 : handler.at().line(),
              optional(handler.type()),
              Optional.ofNullable(handler.name()),
              block(handler.body())));
    }
    out.add(new Statement.Try(line(s), body, handlers, block(s.otherwise()), block(s.last())));
  }

  private void function(Tree.FunctionDef s, List<Statement> out) {
    if (s.async()) {
      out.add(unsupported(s, "async def " + s.name()));
      return;
    }
    Expression.Parameters parameters = parameters(s.parameters());
    Scope outer = scope;
    scope = rules.of(s);
    List<Statement> body = block(s.body());
    scope = outer;
    int line = line(s);
    out.add(
        rules.isGenerator(s)
            ? unsupported(s, "generator function " + s.name())
            : new Statement.FunctionDefinition(line, s.name(), parameters, body));
    // A decorator is a call of it with the function, the lowest one first.
    for (Expr decorator : s.decorators().reversed()) {
      out.add(
          new Statement.Assignment(
              line,
              List.of(new Expression.Name(line, s.name())),
              new Expression.Call(
                  line,
                  expression(decorator),
                  List.of(new Expression.Name(line, s.name())),
                  List.of())));
    }
  }

  private Expression.Parameters parameters(Tree.Parameters parameters) {
    List<Expression.Parameters.Parameter> positional = new ArrayList<>();
    parameters.positionalOnly().forEach(p -> positional.add(parameter(p)));
    parameters.positional().forEach(p -> positional.add(parameter(p)));
    List<Expression.Parameters.Parameter> keywordOnly =
        parameters.keywordOnly().stream().map(this::parameter).toList();
    return new Expression.Parameters(
        positional,
        Optional.ofNullable(parameters.starred()).map(Tree.Parameter::name),
        keywordOnly,
        Optional.ofNullable(parameters.doubleStarred()).map(Tree.Parameter::name));
  }

  private Expression.Parameters.Parameter parameter(Tree.Parameter parameter) {
    return new Expression.Parameters.Parameter(
        parameter.name(), optional(parameter.defaultValue()));
  }

  // ---- targets

  private List<Expression> targets(List<Expr> targets) {
    return targets.stream().map(this::target).toList();
  }

  private Expression target(Expr target) {
    int line = line(target);
    return switch (target) {
      case Tree.Name e -> new Expression.Name(line, e.id());
      case Tree.TupleDisplay e -> new Expression.TupleDisplay(line, targets(e.elements()));
      case Tree.ListDisplay e -> new Expression.ListDisplay(line, targets(e.elements()));
      case Tree.Starred e -> new Expression.Starred(line, target(e.value()));
      case Tree.Primary e -> primaryTarget(e);
      default -> throw new IllegalArgumentException("no target: " + target.at());
    };
  }

  private Expression primaryTarget(Tree.Primary e) {
    Expression lowered = expression(e);
    return lowered instanceof Expression.LibraryName library
        ? new Expression.UnsupportedExpression(
            library.line(), "assignment to " + library.qualifiedName())
        : lowered;
  }

  // ---- expressions

  private Optional<Expression> optional(@Nullable Expr expression) {
    return expression == null ? Optional.empty() : Optional.of(expression(expression));
  }

  /** A loop, not a stream: a stream's own frames would multiply the depth of the stack. */
  private List<Expression> expressions(List<Expr> expressions) {
    List<Expression> lowered = new ArrayList<>(expressions.size());
    for (Expr expression : expressions) {
      lowered.add(expression(expression));
    }
    return lowered;
  }

  private static BinaryOperator binary(String symbol) {
    BinaryOperator operator = BINARY.get(symbol);
    if (operator == null) {
      throw new IllegalArgumentException("no binary operator: " + symbol);
    }
    return operator;
  }

  private static ComparisonOperator comparison(String symbol) {
    ComparisonOperator operator = COMPARISONS.get(symbol);
    if (operator == null) {
      throw new IllegalArgumentException("no comparison: " + symbol);
    }
    return operator;
  }

  private Expression expression(Expr expression) {
    // A run of operators or trailers is as deep as it is long.
    int own =
        switch (expression) {
          case Tree.Chain e -> e.operators().size();
          case Tree.Primary e -> e.trailers().size();
          default -> 1;
        };
    int outer = depth;
    depth += own;
    try {
      return depth > ProgramLowering.MAX_DEPTH
          ? new Expression.UnsupportedExpression(line(expression), tooDeep())
          : shallow(expression);
    } finally {
      depth = outer;
    }
  }

  private Expression shallow(Expr expression) {
    int line = line(expression);
    return switch (expression) {
      case Tree.IntegerNumber e -> new Expression.IntegerLiteral(line, e.value());
      case Tree.FloatNumber e -> decimal(line, e.digits(), false);
      case Tree.ImaginaryNumber e -> decimal(line, e.digits(), true);
      case Tree.Text e -> new Expression.StringLiteral(line, e.value());
      case Tree.Bytes e -> new Expression.UnsupportedExpression(line, "bytes literal");
      case Tree.Literal e ->
          switch (e.value()) {
            case TRUE -> new Expression.BooleanLiteral(line, true);
            case FALSE -> new Expression.BooleanLiteral(line, false);
            case NONE -> new Expression.NoneLiteral(line);
            case ELLIPSIS -> new Expression.EllipsisLiteral(line);
          };
      case Tree.Formatted e -> formatted(e);
      case Tree.Name e -> {
        String library = library(e.id());
        yield library == null
            ? new Expression.Name(line, e.id())
            : new Expression.LibraryName(line, library);
      }
      case Tree.Chain e -> {
        Expression left = expression(e.first());
        for (int i = 0; i < e.operators().size(); i++) {
          left =
              new Expression.Binary(
                  line, binary(e.operators().get(i)), left, expression(e.rest().get(i)));
        }
        yield left;
      }
      case Tree.Power e ->
          new Expression.Binary(
              line, BinaryOperator.POWER, expression(e.base()), expression(e.exponent()));
      case Tree.Unary e ->
          new Expression.Unary(
              line,
              switch (e.operator()) {
                case "-" -> UnaryOperator.MINUS;
                case "+" -> UnaryOperator.PLUS;
                case "~" -> UnaryOperator.INVERT;
                default -> UnaryOperator.NOT;
              },
              expression(e.operand()));
      case Tree.Comparison e ->
          new Expression.Comparison(
              line,
              expression(e.first()),
              e.operators().stream().map(TreeLowering::comparison).toList(),
              expressions(e.rest()));
      case Tree.Logical e ->
          new Expression.Logical(line, e.conjunction(), expressions(e.operands()));
      case Tree.Conditional e ->
          new Expression.Conditional(
              line, expression(e.test()), expression(e.then()), expression(e.otherwise()));
      case Tree.Lambda e -> {
        Expression.Parameters parameters = parameters(e.parameters());
        Scope outer = scope;
        scope = rules.of(e);
        Expression body = expression(e.body());
        scope = outer;
        yield new Expression.Lambda(line, parameters, body);
      }
      case Tree.Primary e -> primary(e);
      case Tree.Slice e ->
          new Expression.Slice(line, optional(e.lower()), optional(e.upper()), optional(e.step()));
      case Tree.ListDisplay e -> new Expression.ListDisplay(line, expressions(e.elements()));
      case Tree.TupleDisplay e -> new Expression.TupleDisplay(line, expressions(e.elements()));
      case Tree.SetDisplay e -> new Expression.SetDisplay(line, expressions(e.elements()));
      case Tree.DictDisplay e -> {
        List<Expression.DictDisplay.Item> items = new ArrayList<>();
        for (Tree.Item item : e.items()) {
          items.add(
              new Expression.DictDisplay.Item(optional(item.key()), expression(item.value())));
        }
        yield new Expression.DictDisplay(line, items);
      }
      case Tree.Comprehension e -> comprehension(e);
      case Tree.Starred e -> new Expression.Starred(line, expression(e.value()));
      case Tree.Walrus e ->
          new Expression.NamedExpression(line, e.target().id(), expression(e.value()));
      case Tree.Yield e -> new Expression.UnsupportedExpression(line, "yield");
      case Tree.YieldFrom e -> new Expression.UnsupportedExpression(line, "yield from");
      case Tree.Await e -> new Expression.UnsupportedExpression(line, "await");
    };
  }

  /**
   * The decimal as written, if it is one that a double can hold: {@code 1e400} is infinite and
   * {@code 1e-400} zero in Python, which no exact reading of the digits would give.
   */
  private static Expression decimal(int line, String digits, boolean imaginary) {
    double nearest = Double.parseDouble(digits);
    boolean zero =
        digits.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
    if (Double.isInfinite(nearest) || (nearest == 0 && !zero)) {
      return new Expression.UnsupportedExpression(line, "float literal out of range");
    }
    BigDecimal exact =
        zero ? BigDecimal.ZERO : new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    return imaginary
        ? new Expression.ImaginaryLiteral(line, exact)
        : new Expression.DecimalLiteral(line, exact);
  }

  private Expression primary(Tree.Primary e) {
    int line = line(e);
    Expression value = expression(e.atom());
    for (Tree.Trailer trailer : e.trailers()) {
      value =
          switch (trailer) {
            case Tree.AttributeOf attribute ->
                value instanceof Expression.LibraryName library && isModule(library.qualifiedName())
                    ? new Expression.LibraryName(
                        line,
                        LibraryNames.canonical(library.qualifiedName() + "." + attribute.name()))
                    : new Expression.Attribute(line, value, attribute.name());
            case Tree.IndexOf index ->
                new Expression.Subscript(line, value, expression(index.index()));
            case Tree.CallOf call ->
                new Expression.Call(
                    line, value, expressions(call.arguments()), keywords(call.keywords()));
          };
    }
    return value;
  }

  private List<Expression.Keyword> keywords(List<Tree.Keyword> keywords) {
    List<Expression.Keyword> lowered = new ArrayList<>(keywords.size());
    for (Tree.Keyword keyword : keywords) {
      lowered.add(
          new Expression.Keyword(Optional.ofNullable(keyword.name()), expression(keyword.value())));
    }
    return lowered;
  }

  private Expression comprehension(Tree.Comprehension e) {
    int line = line(e);
    if (e.clauses().stream().anyMatch(Tree.Clause::async)) {
      return new Expression.UnsupportedExpression(line, "async comprehension");
    }
    // The first iterable is evaluated outside the comprehension's own scope.
    Expression first = expression(e.clauses().getFirst().iterable());
    Scope outer = scope;
    scope = rules.of(e);
    List<Expression.Comprehension.Clause> clauses = new ArrayList<>();
    for (Tree.Clause clause : e.clauses()) {
      clauses.add(
          new Expression.Comprehension.Clause(
              target(clause.target()),
              clauses.isEmpty() ? first : expression(clause.iterable()),
              expressions(clause.conditions())));
    }
    Expression element = expression(e.element());
    Optional<Expression> value = optional(e.value());
    scope = outer;
    return new Expression.Comprehension(
        line,
        switch (e.kind()) {
          case LIST -> Expression.Comprehension.Kind.LIST;
          case SET -> Expression.Comprehension.Kind.SET;
          case DICT -> Expression.Comprehension.Kind.DICT;
          case GENERATOR -> Expression.Comprehension.Kind.GENERATOR;
        },
        element,
        value,
        clauses);
  }

  private Expression.FormattedString formatted(Tree.Formatted formatted) {
    List<Expression.FormattedString.Part> parts = new ArrayList<>();
    for (Tree.Formatted.Piece piece : formatted.pieces()) {
      parts.add(
          switch (piece) {
            case Tree.Formatted.Verbatim text ->
                new Expression.FormattedString.Part.Text(text.text());
            case Tree.Formatted.Field field ->
                new Expression.FormattedString.Part.Field(
                    expression(field.value()),
                    field.conversion(),
                    Optional.ofNullable(field.format()).map(this::formatted));
          });
    }
    return new Expression.FormattedString(line(formatted), parts);
  }
}
