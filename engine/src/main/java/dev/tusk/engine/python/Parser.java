package dev.tusk.engine.python;

import dev.tusk.engine.python.Token.Kind;
import dev.tusk.engine.python.Tree.Alias;
import dev.tusk.engine.python.Tree.Clause;
import dev.tusk.engine.python.Tree.Expr;
import dev.tusk.engine.python.Tree.Formatted;
import dev.tusk.engine.python.Tree.Keyword;
import dev.tusk.engine.python.Tree.Literal;
import dev.tusk.engine.python.Tree.Parameter;
import dev.tusk.engine.python.Tree.Parameters;
import dev.tusk.engine.python.Tree.Pattern;
import dev.tusk.engine.python.Tree.Position;
import dev.tusk.engine.python.Tree.Stmt;
import dev.tusk.engine.python.Tree.Trailer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recursive-descent parser for the grammar of Python 3.12 (Python reference, chapter 10). It
 * accepts what {@code ast.parse} accepts; what CPython refuses only when it compiles the tree is
 * {@link ScopeRules}' concern.
 *
 * <p>The time is linear in the length of the source. The recursion is bounded: brackets, unary
 * operators, lambdas and the like may nest {@value #MAX_DEPTH} deep, blocks as deep as the lexer
 * lets them; runs of binary operators, trailers and {@code elif} do not recurse.
 */
final class Parser {
  static final int MAX_DEPTH = 100;

  /** CPython's bound on the decimal digits of an integer (sys.int_info). */
  private static final int MAX_DECIMAL_DIGITS = 4300;

  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int BIT_OR = 5;

  private static final Map<String, Integer> PRECEDENCE =
      Map.ofEntries(
          Map.entry("or", OR),
          Map.entry("and", AND),
          Map.entry("==", COMPARISON),
          Map.entry("!=", COMPARISON),
          Map.entry("<", COMPARISON),
          Map.entry("<=", COMPARISON),
          Map.entry(">", COMPARISON),
          Map.entry(">=", COMPARISON),
          Map.entry("in", COMPARISON),
          Map.entry("not", COMPARISON),
          Map.entry("is", COMPARISON),
          Map.entry("|", BIT_OR),
          Map.entry("^", 6),
          Map.entry("&", 7),
          Map.entry("<<", 8),
          Map.entry(">>", 8),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("*", 10),
          Map.entry("/", 10),
          Map.entry("//", 10),
          Map.entry("%", 10),
          Map.entry("@", 10));

  private static final Set<String> AUGMENTED =
      Set.of("+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", "<<=", ">>=", "**=");

  private static final Set<String> EXPRESSION_STARTS =
      Set.of(
          "(", "[", "{", "-", "+", "~", "*", "...", "not", "lambda", "await", "None", "True",
          "False");

  private final String source;
  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(String text, int firstLine) {
    Lexer lexer = new Lexer(text, firstLine);
    source = lexer.source();
    tokens = lexer.tokens();
  }

  /**
   * Parses a module.
   *
   * @param text the source
   * @param firstLine the number of its first line, in every position and error
   */
  static List<Stmt> parse(String text, int firstLine) throws PythonSyntaxException {
    return new Parser(text, firstLine).module();
  }

  // ---- tokens

  private Token peek() {
    return tokens.get(next);
  }

  private Token peekNext() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  private Token take() {
    return tokens.get(next++);
  }

  private boolean at(String symbol) {
    return peek().is(symbol);
  }

  private boolean accept(String symbol) {
    if (peek().is(symbol)) {
      next++;
      return true;
    }
    return false;
  }

  private Position here() {
    return position(peek());
  }

  private static Position position(Token token) {
    return new Position(token.line(), token.column());
  }

  private void expect(String symbol) throws PythonSyntaxException {
    if (!accept(symbol)) {
      throw unexpected("expected '" + symbol + "'");
    }
  }

  private void expect(Kind kind, String what) throws PythonSyntaxException {
    if (peek().kind() != kind) {
      throw unexpected("expected " + what);
    }
    next++;
  }

  private String name() throws PythonSyntaxException {
    if (peek().kind() != Kind.NAME) {
      throw unexpected("expected a name");
    }
    return take().text();
  }

  private PythonSyntaxException errorAt(Position at, String message) {
    Token last = tokens.getLast();
    // As in CPython, a malformed token further on is reported before a misplaced one.
    if (last.kind() == Kind.FAULT
        && (next == tokens.size() - 1
            || (last.text().endsWith("was never closed")
                ? at.line() > last.line()
                : !last.text().startsWith("invalid syntax")))) {
      return new PythonSyntaxException(last.line(), last.column() + 1, last.text(), false);
    }
    return new PythonSyntaxException(at.line(), at.column() + 1, message, false);
  }

  private PythonSyntaxException unexpected(String message) {
    Token token = peek();
    if (token.kind() == Kind.INDENT) {
      return new PythonSyntaxException(
          token.line(), token.column() + 1, "unexpected indent", false);
    }
    String found =
        switch (token.kind()) {
          case NEWLINE -> "the end of the line";
          case DEDENT, END -> "the end of the block";
          default -> "'" + token.text() + "'";
        };
    return errorAt(position(token), "invalid syntax: " + message + ", found " + found);
  }

  private void enter() throws PythonSyntaxException {
    if (++depth > MAX_DEPTH) {
      Position at = here();
      PythonSyntaxException problem =
          errorAt(at, "source code is nested deeper than " + MAX_DEPTH + " levels");
      boolean faulty = tokens.getLast().kind() == Kind.FAULT;
      throw new PythonSyntaxException(problem.line(), problem.column(), problem.problem(), !faulty);
    }
  }

  // ---- statements

  private List<Stmt> module() throws PythonSyntaxException {
    List<Stmt> body = new ArrayList<>();
    while (peek().kind() != Kind.END) {
      statement(body);
    }
    return body;
  }

  private void statement(List<Stmt> out) throws PythonSyntaxException {
    Token token = peek();
    if (token.kind() == Kind.SYMBOL) {
      Stmt compound =
          switch (token.text()) {
            case "if" -> ifStatement();
            case "while" -> whileStatement();
            case "for" -> forStatement(here(), false);
            case "try" -> tryStatement();
            case "with" -> withStatement(here(), false);
            case "def" -> function(here(), false, List.of());
            case "class" -> classDefinition(List.of());
            case "@" -> decorated();
            case "async" -> async(List.of());
            default -> null;
          };
      if (compound != null) {
        out.add(compound);
        return;
      }
    } else if (token.isSoftKeyword("match") && startsExpression(peekNext())) {
      Stmt match = matchStatement();
      if (match != null) {
        out.add(match);
        return;
      }
    }
    simpleStatements(out);
  }

  private void simpleStatements(List<Stmt> out) throws PythonSyntaxException {
    do {
      out.add(simpleStatement());
    } while (accept(";") && peek().kind() != Kind.NEWLINE);
    expect(Kind.NEWLINE, "the end of the statement");
  }

  private List<Stmt> block() throws PythonSyntaxException {
    expect(":");
    List<Stmt> body = new ArrayList<>();
    if (peek().kind() != Kind.NEWLINE) {
      simpleStatements(body);
      return body;
    }
    next++;
    expect(Kind.INDENT, "an indented block");
    while (peek().kind() != Kind.DEDENT) {
      if (peek().kind() == Kind.END) {
        throw unexpected("expected a statement");
      }
      statement(body);
    }
    next++;
    return body;
  }

  private Stmt simpleStatement() throws PythonSyntaxException {
    Position at = here();
    Token token = peek();
    if (token.kind() == Kind.SYMBOL) {
      return switch (token.text()) {
        case "pass" -> {
          next++;
          yield new Tree.Pass(at);
        }
        case "break" -> {
          next++;
          yield new Tree.Break(at);
        }
        case "continue" -> {
          next++;
          yield new Tree.Continue(at);
        }
        case "return" -> {
          next++;
          yield new Tree.Return(at, endsStatement() ? null : starExpressions());
        }
        case "raise" -> {
          next++;
          if (endsStatement()) {
            yield new Tree.Raise(at, null, null);
          }
          Expr exception = expression();
          yield new Tree.Raise(at, exception, accept("from") ? expression() : null);
        }
        case "assert" -> {
          next++;
          Expr test = expression();
          yield new Tree.Assert(at, test, accept(",") ? expression() : null);
        }
        case "del" -> {
          next++;
          yield new Tree.Delete(at, deleteTargets());
        }
        case "global" -> {
          next++;
          yield new Tree.Global(at, names());
        }
        case "nonlocal" -> {
          next++;
          yield new Tree.Nonlocal(at, names());
        }
        case "import" -> importStatement();
        case "from" -> fromImport();
        default -> expressionStatement();
      };
    }
    if (token.isSoftKeyword("type") && peekNext().kind() == Kind.NAME) {
      next++;
      String name = name();
      typeParameters();
      expect("=");
      return new Tree.TypeAlias(at, name, expression());
    }
    return expressionStatement();
  }

  private boolean endsStatement() {
    return peek().kind() == Kind.NEWLINE || at(";");
  }

  private List<String> names() throws PythonSyntaxException {
    List<String> names = new ArrayList<>();
    do {
      names.add(name());
    } while (accept(","));
    return names;
  }

  private List<Expr> deleteTargets() throws PythonSyntaxException {
    List<Expr> targets = new ArrayList<>();
    do {
      Expr target = operation(BIT_OR);
      requireTarget(target, false);
      targets.add(target);
    } while (accept(",") && !endsStatement());
    return targets;
  }

  private Stmt expressionStatement() throws PythonSyntaxException {
    Position at = here();
    boolean parenthesised = at("(");
    Expr value = at("yield") ? yieldExpression() : starExpressions();
    if (at(":")) {
      if (!isSingleTarget(value)) {
        throw errorAt(at, "only a single target can be annotated");
      }
      next++;
      Expr annotation = expression();
      Expr initial = accept("=") ? yieldOrStarExpressions() : null;
      return new Tree.Annotated(
          at, value, annotation, initial, value instanceof Tree.Name && !parenthesised);
    }
    if (at("=")) {
      List<Expr> targets = new ArrayList<>();
      while (accept("=")) {
        requireTarget(value, true);
        targets.add(value);
        value = yieldOrStarExpressions();
      }
      return new Tree.Assign(at, targets, value);
    }
    Token token = peek();
    if (token.kind() == Kind.SYMBOL && AUGMENTED.contains(token.text())) {
      if (!isSingleTarget(value)) {
        throw errorAt(at, "this is an illegal expression for augmented assignment");
      }
      next++;
      String operator = token.text().substring(0, token.text().length() - 1);
      return new Tree.Augmented(at, value, operator, yieldOrStarExpressions());
    }
    return new Tree.Evaluate(at, value);
  }

  private Expr yieldOrStarExpressions() throws PythonSyntaxException {
    return at("yield") ? yieldExpression() : starExpressions();
  }

  private static boolean isSingleTarget(Expr target) {
    return target instanceof Tree.Name
        || (target instanceof Tree.Primary primary
            && !(primary.trailers().getLast() instanceof Tree.CallOf));
  }

  private void requireTarget(Expr target, boolean starAllowed) throws PythonSyntaxException {
    switch (target) {
      case Tree.TupleDisplay tuple -> requireTargets(tuple.elements(), starAllowed);
      case Tree.ListDisplay list -> requireTargets(list.elements(), starAllowed);
      case Tree.Starred starred when starAllowed && !(starred.value() instanceof Tree.Starred) ->
          requireTarget(starred.value(), true);
      default -> {
        if (!isSingleTarget(target)) {
          throw errorAt(
              target.at(), starAllowed ? "cannot assign to this expression" : "cannot delete this");
        }
      }
    }
  }

  private void requireTargets(List<Expr> targets, boolean starAllowed)
      throws PythonSyntaxException {
    for (Expr target : targets) {
      requireTarget(target, starAllowed);
    }
  }

  private Stmt importStatement() throws PythonSyntaxException {
    Position at = position(take());
    List<Alias> names = new ArrayList<>();
    do {
      Position start = here();
      String module = dottedName();
      names.add(new Alias(start, module, accept("as") ? name() : null));
    } while (accept(","));
    return new Tree.Import(at, names);
  }

  private String dottedName() throws PythonSyntaxException {
    StringBuilder dotted = new StringBuilder(name());
    while (accept(".")) {
      dotted.append('.').append(name());
    }
    return dotted.toString();
  }

  private Stmt fromImport() throws PythonSyntaxException {
    Position at = position(take());
    int level = 0;
    while (at(".") || at("...")) {
      level += take().text().length();
    }
    String module = level > 0 && at("import") ? null : dottedName();
    expect("import");
    List<Alias> names = new ArrayList<>();
    if (at("*")) {
      names.add(new Alias(position(take()), "*", null));
      return new Tree.ImportFrom(at, module, level, names);
    }
    boolean bracketed = accept("(");
    do {
      if (bracketed && !names.isEmpty() && at(")")) {
        break;
      }
      Position start = here();
      String name = name();
      names.add(new Alias(start, name, accept("as") ? name() : null));
    } while (accept(","));
    if (bracketed) {
      expect(")");
    }
    return new Tree.ImportFrom(at, module, level, names);
  }

  private Stmt ifStatement() throws PythonSyntaxException {
    Position at = here();
    List<Tree.Branch> branches = new ArrayList<>();
    do {
      Position branch = position(take());
      Expr test = namedExpression();
      branches.add(new Tree.Branch(branch, test, block()));
    } while (at("elif"));
    return new Tree.If(at, branches, otherwise());
  }

  private List<Stmt> otherwise() throws PythonSyntaxException {
    return accept("else") ? block() : List.of();
  }

  private Stmt whileStatement() throws PythonSyntaxException {
    Position at = position(take());
    Expr test = namedExpression();
    List<Stmt> body = block();
    return new Tree.While(at, test, body, otherwise());
  }

  private Stmt forStatement(Position at, boolean async) throws PythonSyntaxException {
    next++;
    Expr target = loopTargets();
    expect("in");
    Expr iterable = starExpressions();
    List<Stmt> body = block();
    return new Tree.For(at, async, target, iterable, body, otherwise());
  }

  /** The targets between {@code for} and {@code in}. */
  private Expr loopTargets() throws PythonSyntaxException {
    Position at = here();
    Expr first = loopTarget();
    Expr targets = first;
    if (at(",")) {
      List<Expr> elements = new ArrayList<>();
      elements.add(first);
      while (accept(",") && startsExpression(peek())) {
        elements.add(loopTarget());
      }
      targets = new Tree.TupleDisplay(at, elements);
    }
    requireTarget(targets, true);
    return targets;
  }

  private Expr loopTarget() throws PythonSyntaxException {
    Position at = here();
    return accept("*") ? new Tree.Starred(at, operation(BIT_OR)) : operation(BIT_OR);
  }

  private Stmt tryStatement() throws PythonSyntaxException {
    Position at = position(take());
    List<Stmt> body = block();
    List<Tree.Handler> handlers = new ArrayList<>();
    boolean group = false;
    while (at("except")) {
      Position start = position(take());
      boolean star = accept("*");
      if (!handlers.isEmpty() && star != group) {
        throw errorAt(start, "cannot have both 'except' and 'except*' on the same 'try'");
      }
      group = star;
      Expr type = null;
      String name = null;
      if (star || !at(":")) {
        type = expression();
        name = accept("as") ? name() : null;
      }
      handlers.add(new Tree.Handler(start, type, name, block()));
    }
    List<Stmt> otherwise = handlers.isEmpty() ? List.of() : otherwise();
    boolean last = accept("finally");
    if (handlers.isEmpty() && !last) {
      throw unexpected("expected 'except' or 'finally' block");
    }
    return new Tree.Try(at, group, body, handlers, otherwise, last ? block() : List.of());
  }

  private Stmt withStatement(Position at, boolean async) throws PythonSyntaxException {
    next++;
    List<Tree.WithItem> items = at("(") ? bracketedItems() : null;
    if (items == null) {
      items = new ArrayList<>();
      do {
        items.add(withItem());
      } while (accept(","));
    }
    return new Tree.With(at, async, items, block());
  }

  /**
   * {@code (a as b, c)} before the colon, or null, and nothing taken, where it is something else.
   */
  private @Nullable List<Tree.WithItem> bracketedItems() {
    int start = next;
    int startDepth = depth;
    try {
      next++;
      List<Tree.WithItem> items = new ArrayList<>();
      do {
        if (!items.isEmpty() && at(")")) {
          break;
        }
        items.add(withItem());
      } while (accept(","));
      expect(")");
      if (at(":")) {
        return items;
      }
    } catch (PythonSyntaxException otherForm) {
      // Read again as an expression, which reports what is wrong if that fails too.
      depth = startDepth;
    }
    next = start;
    return null;
  }

  private Tree.WithItem withItem() throws PythonSyntaxException {
    Expr context = expression();
    Expr target = null;
    if (accept("as")) {
      target = loopTarget();
      requireTarget(target, true);
    }
    return new Tree.WithItem(context, target);
  }

  private Stmt decorated() throws PythonSyntaxException {
    List<Expr> decorators = new ArrayList<>();
    while (accept("@")) {
      decorators.add(namedExpression());
      expect(Kind.NEWLINE, "the end of the line");
    }
    return switch (peek().text()) {
      case "def" -> function(here(), false, decorators);
      case "class" -> classDefinition(decorators);
      case "async" -> async(decorators);
      default -> throw unexpected("expected a definition after the decorator");
    };
  }

  private Stmt async(List<Expr> decorators) throws PythonSyntaxException {
    Position at = position(take());
    if (at("def")) {
      return function(at, true, decorators);
    }
    if (decorators.isEmpty() && at("for")) {
      return forStatement(at, true);
    }
    if (decorators.isEmpty() && at("with")) {
      return withStatement(at, true);
    }
    throw unexpected("expected 'def', 'for' or 'with' after 'async'");
  }

  private Stmt function(Position at, boolean async, List<Expr> decorators)
      throws PythonSyntaxException {
    next++;
    String name = name();
    boolean generic = typeParameters();
    expect("(");
    Parameters parameters = parameters(")", true);
    expect(")");
    Expr returns = accept("->") ? expression() : null;
    return new Tree.FunctionDef(at, async, generic, name, parameters, returns, block(), decorators);
  }

  private Stmt classDefinition(List<Expr> decorators) throws PythonSyntaxException {
    Position at = position(take());
    String name = name();
    boolean generic = typeParameters();
    Tree.CallOf bases = new Tree.CallOf(List.of(), List.of());
    if (at("(")) {
      bases = arguments();
    }
    return new Tree.ClassDef(
        at, generic, name, bases.arguments(), bases.keywords(), block(), decorators);
  }

  /** Reads {@code [T: bound, *Ts, **P]}; whether there was one. */
  private boolean typeParameters() throws PythonSyntaxException {
    if (!accept("[")) {
      return false;
    }
    do {
      if (!accept("*") && !accept("**")) {
        name();
        if (accept(":")) {
          expression();
        }
      } else {
        name();
      }
    } while (accept(",") && !at("]"));
    expect("]");
    return true;
  }

  private Parameters parameters(String closing, boolean annotated) throws PythonSyntaxException {
    List<Parameter> positionalOnly = new ArrayList<>();
    List<Parameter> positional = new ArrayList<>();
    List<Parameter> keywordOnly = new ArrayList<>();
    Parameter starred = null;
    Parameter doubleStarred = null;
    boolean star = false;
    boolean slash = false;
    boolean defaults = false;
    while (!at(closing)) {
      Position at = here();
      if (accept("/")) {
        if (slash || star || positional.isEmpty()) {
          throw errorAt(at, "'/' must follow a parameter and precede '*'");
        }
        slash = true;
        positionalOnly.addAll(positional);
        positional.clear();
      } else if (accept("**")) {
        doubleStarred = parameter(annotated, false, false);
        accept(",");
        break;
      } else if (accept("*")) {
        if (star) {
          throw errorAt(at, "'*' may appear only once");
        }
        star = true;
        if (at(",")) {
          if (peekNext().kind() != Kind.NAME) {
            throw errorAt(at, "named parameters must follow a bare '*'");
          }
        } else {
          starred = parameter(annotated, true, false);
        }
      } else {
        Parameter parameter = parameter(annotated, false, true);
        if (star) {
          keywordOnly.add(parameter);
        } else {
          if (defaults && parameter.defaultValue() == null) {
            throw errorAt(at, "a parameter without a default follows one with a default");
          }
          defaults = parameter.defaultValue() != null;
          positional.add(parameter);
        }
      }
      if (!accept(",")) {
        break;
      }
    }
    return new Parameters(positionalOnly, positional, starred, keywordOnly, doubleStarred);
  }

  private Parameter parameter(boolean annotated, boolean starAnnotation, boolean defaultAllowed)
      throws PythonSyntaxException {
    Position at = here();
    String name = name();
    Expr annotation = null;
    if (annotated && accept(":")) {
      annotation = starAnnotation ? starExpression() : expression();
    }
    Expr defaultValue = defaultAllowed && accept("=") ? expression() : null;
    return new Parameter(at, name, annotation, defaultValue);
  }

  // ---- match

  /** A {@code match} statement, or null, and nothing taken, where the word is an ordinary name. */
  private @Nullable Stmt matchStatement() throws PythonSyntaxException {
    int start = next;
    int startDepth = depth;
    Position at = position(take());
    Expr subject = null;
    try {
      subject = starNamedExpressions();
    } catch (PythonSyntaxException otherForm) {
      // Read again as an expression statement, which reports what is wrong if that fails too.
      depth = startDepth;
    }
    if (subject == null
        || subject instanceof Tree.Starred
        || !at(":")
        || peekNext().kind() != Kind.NEWLINE) {
      next = start;
      return null;
    }
    next += 2;
    expect(Kind.INDENT, "an indented block");
    if (!peek().isSoftKeyword("case")) {
      throw unexpected("expected 'case'");
    }
    List<Tree.Case> cases = new ArrayList<>();
    while (peek().isSoftKeyword("case")) {
      next++;
      Pattern pattern = openPattern();
      Expr guard = accept("if") ? namedExpression() : null;
      cases.add(new Tree.Case(pattern, guard, block()));
    }
    expect(Kind.DEDENT, "'case'");
    return new Tree.Match(at, subject, cases);
  }

  private Pattern openPattern() throws PythonSyntaxException {
    Position at = here();
    Pattern first = maybeStarPattern();
    if (!at(",")) {
      if (first instanceof Tree.StarPattern) {
        throw unexpected("expected ','");
      }
      return first;
    }
    List<Pattern> elements = new ArrayList<>();
    elements.add(first);
    while (accept(",") && !at(":") && !at("if")) {
      elements.add(maybeStarPattern());
    }
    return new Tree.SequencePattern(at, elements);
  }

  private Pattern maybeStarPattern() throws PythonSyntaxException {
    Position at = here();
    if (accept("*")) {
      String name = name();
      return new Tree.StarPattern(at, name.equals("_") ? null : name);
    }
    return asPattern();
  }

  private Pattern asPattern() throws PythonSyntaxException {
    enter();
    Position at = here();
    Pattern first = closedPattern();
    if (at("|")) {
      List<Pattern> alternatives = new ArrayList<>();
      alternatives.add(first);
      while (accept("|")) {
        alternatives.add(closedPattern());
      }
      first = new Tree.OrPattern(at, alternatives);
    }
    if (accept("as")) {
      Position nameAt = here();
      String name = name();
      if (name.equals("_")) {
        throw errorAt(nameAt, "cannot use '_' as a target");
      }
      first = new Tree.CapturePattern(at, first, name);
    }
    depth--;
    return first;
  }

  private Pattern closedPattern() throws PythonSyntaxException {
    Token token = peek();
    Position at = here();
    switch (token.kind()) {
      case NUMBER -> {
        return new Tree.ValuePattern(at, patternNumber());
      }
      case STRING, FORMAT_START -> {
        return new Tree.ValuePattern(at, strings());
      }
      case NAME -> {
        return namePattern();
      }
      default -> {
        // A bracket, a sign or a constant.
      }
    }
    if (at("-")) {
      return new Tree.ValuePattern(at, patternNumber());
    }
    if (accept("None")) {
      return new Tree.SingletonPattern(at, Literal.Value.NONE);
    }
    if (accept("True")) {
      return new Tree.SingletonPattern(at, Literal.Value.TRUE);
    }
    if (accept("False")) {
      return new Tree.SingletonPattern(at, Literal.Value.FALSE);
    }
    if (at("(") || at("[")) {
      return groupPattern();
    }
    if (at("{")) {
      return mappingPattern();
    }
    throw unexpected("expected a pattern");
  }

  private Pattern namePattern() throws PythonSyntaxException {
    Position at = here();
    String name = name();
    if (!at(".") && !at("(")) {
      return new Tree.CapturePattern(at, null, name.equals("_") ? null : name);
    }
    Expr value = new Tree.Name(at, name);
    List<Trailer> trailers = new ArrayList<>();
    while (accept(".")) {
      trailers.add(new Tree.AttributeOf(name()));
    }
    if (!trailers.isEmpty()) {
      value = new Tree.Primary(at, value, trailers);
    }
    if (!accept("(")) {
      return new Tree.ValuePattern(at, value);
    }
    List<Pattern> positional = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Pattern> named = new ArrayList<>();
    while (!at(")")) {
      if (peek().kind() == Kind.NAME && peekNext().is("=")) {
        names.add(name());
        next++;
        named.add(asPattern());
      } else if (names.isEmpty()) {
        positional.add(asPattern());
      } else {
        throw unexpected("positional patterns follow keyword patterns");
      }
      if (!accept(",")) {
        break;
      }
    }
    expect(")");
    return new Tree.ClassPattern(at, value, positional, names, named);
  }

  private Pattern groupPattern() throws PythonSyntaxException {
    Position at = here();
    boolean list = take().text().equals("[");
    String closing = list ? "]" : ")";
    List<Pattern> elements = new ArrayList<>();
    boolean comma = false;
    while (!at(closing)) {
      elements.add(maybeStarPattern());
      comma = accept(",");
      if (!comma) {
        break;
      }
    }
    expect(closing);
    if (!list && elements.size() == 1 && !comma) {
      Pattern only = elements.get(0);
      if (only instanceof Tree.StarPattern) {
        throw unexpected("expected ','");
      }
      return only;
    }
    return new Tree.SequencePattern(at, elements);
  }

  private Pattern mappingPattern() throws PythonSyntaxException {
    Position at = here();
    expect("{");
    List<Expr> keys = new ArrayList<>();
    List<Pattern> values = new ArrayList<>();
    String rest = null;
    while (!at("}")) {
      if (rest != null) {
        throw unexpected("expected '}'");
      }
      if (accept("**")) {
        rest = name();
      } else {
        keys.add(patternKey());
        expect(":");
        values.add(asPattern());
      }
      if (!accept(",")) {
        break;
      }
    }
    expect("}");
    return new Tree.MappingPattern(at, keys, values, rest);
  }

  private Expr patternKey() throws PythonSyntaxException {
    Pattern key = closedPattern();
    return switch (key) {
      case Tree.ValuePattern value -> value.value();
      case Tree.SingletonPattern constant -> new Literal(constant.at(), constant.value());
      default ->
          throw errorAt(key.at(), "a mapping pattern's key must be a literal or an attribute");
    };
  }

  /** {@code -1}, {@code 2.5} or {@code 1 + 2j}. */
  private Expr patternNumber() throws PythonSyntaxException {
    Position at = here();
    boolean negative = accept("-");
    if (peek().kind() != Kind.NUMBER) {
      throw unexpected("expected a number");
    }
    Expr value = number();
    if (negative) {
      value = new Tree.Unary(at, "-", value);
    }
    if (at("+") || at("-")) {
      String sign = take().text();
      Expr imaginary = peek().kind() == Kind.NUMBER ? number() : null;
      if (!(imaginary instanceof Tree.ImaginaryNumber)) {
        throw unexpected("an imaginary number is required in a complex literal");
      }
      value = new Tree.Chain(at, value, List.of(sign), List.of(imaginary));
    }
    return value;
  }

  // ---- expressions

  private static boolean startsExpression(Token token) {
    return switch (token.kind()) {
      case NAME, NUMBER, STRING, FORMAT_START -> true;
      case SYMBOL -> EXPRESSION_STARTS.contains(token.text());
      default -> false;
    };
  }

  private Expr starExpressions() throws PythonSyntaxException {
    Position at = here();
    Expr first = starExpression();
    if (!at(",")) {
      return first;
    }
    List<Expr> elements = new ArrayList<>();
    elements.add(first);
    while (accept(",") && startsExpression(peek())) {
      elements.add(starExpression());
    }
    return new Tree.TupleDisplay(at, elements);
  }

  private Expr starNamedExpressions() throws PythonSyntaxException {
    Position at = here();
    Expr first = starNamedExpression();
    if (!at(",")) {
      return first;
    }
    List<Expr> elements = new ArrayList<>();
    elements.add(first);
    while (accept(",") && startsExpression(peek())) {
      elements.add(starNamedExpression());
    }
    return new Tree.TupleDisplay(at, elements);
  }

  private Expr starExpression() throws PythonSyntaxException {
    Position at = here();
    return accept("*") ? new Tree.Starred(at, operation(BIT_OR)) : expression();
  }

  private Expr starNamedExpression() throws PythonSyntaxException {
    Position at = here();
    return accept("*") ? new Tree.Starred(at, operation(BIT_OR)) : namedExpression();
  }

  private boolean atWalrus() {
    return peek().kind() == Kind.NAME && peekNext().is(":=");
  }

  private Expr namedExpression() throws PythonSyntaxException {
    if (atWalrus()) {
      Position at = here();
      Tree.Name target = new Tree.Name(at, name());
      next++;
      return new Tree.Walrus(at, target, expression());
    }
    return expression();
  }

  private Expr yieldExpression() throws PythonSyntaxException {
    Position at = here();
    expect("yield");
    if (accept("from")) {
      return new Tree.YieldFrom(at, expression());
    }
    return new Tree.Yield(at, startsExpression(peek()) ? starExpressions() : null);
  }

  private Expr expression() throws PythonSyntaxException {
    enter();
    Position at = here();
    Expr value;
    if (accept("lambda")) {
      Parameters parameters = parameters(":", false);
      expect(":");
      value = new Tree.Lambda(at, parameters, expression());
    } else {
      value = disjunction();
      if (accept("if")) {
        Expr test = disjunction();
        expect("else");
        value = new Tree.Conditional(at, test, value, expression());
      }
    }
    depth--;
    return value;
  }

  private Expr disjunction() throws PythonSyntaxException {
    return operation(OR);
  }

  /**
   * Operators of {@code lowest} precedence and above, by climbing: one loop gathers each run of one
   * precedence, and one frame serves all levels.
   */
  private Expr operation(int lowest) throws PythonSyntaxException {
    Position at = here();
    Expr left;
    if (lowest <= NOT && accept("not")) {
      enter();
      left = new Tree.Unary(at, "not", operation(NOT));
      depth--;
    } else {
      left = unary();
    }
    int precedence = precedence();
    while (precedence >= lowest) {
      List<String> operators = new ArrayList<>();
      List<Expr> rest = new ArrayList<>();
      do {
        operators.add(operator());
        rest.add(operation(precedence + 1));
      } while (precedence() == precedence);
      left =
          switch (precedence) {
            case OR, AND -> {
              rest.addFirst(left);
              yield new Tree.Logical(at, precedence == AND, rest);
            }
            case COMPARISON -> new Tree.Comparison(at, left, operators, rest);
            default -> new Tree.Chain(at, left, operators, rest);
          };
      precedence = precedence();
    }
    return left;
  }

  /** The precedence of the operator that comes next, or 0. */
  private int precedence() {
    Token token = peek();
    if (token.kind() != Kind.SYMBOL || (token.is("not") && !peekNext().is("in"))) {
      return 0;
    }
    return PRECEDENCE.getOrDefault(token.text(), 0);
  }

  private String operator() {
    String operator = take().text();
    if (operator.equals("not")) {
      next++;
      return "not in";
    }
    return operator.equals("is") && accept("not") ? "is not" : operator;
  }

  private Expr unary() throws PythonSyntaxException {
    Position at = here();
    if (at("-") || at("+") || at("~")) {
      String operator = take().text();
      enter();
      Expr operand = unary();
      depth--;
      return new Tree.Unary(at, operator, operand);
    }
    Expr base = accept("await") ? new Tree.Await(at, primary()) : primary();
    if (accept("**")) {
      enter();
      Expr exponent = unary();
      depth--;
      return new Tree.Power(at, base, exponent);
    }
    return base;
  }

  private Expr primary() throws PythonSyntaxException {
    Position at = here();
    Expr atom = atom();
    if (!at(".") && !at("(") && !at("[")) {
      return atom;
    }
    List<Trailer> trailers = new ArrayList<>();
    while (true) {
      if (accept(".")) {
        trailers.add(new Tree.AttributeOf(name()));
      } else if (at("(")) {
        trailers.add(arguments());
      } else if (accept("[")) {
        trailers.add(new Tree.IndexOf(slices()));
        expect("]");
      } else {
        return new Tree.Primary(at, atom, trailers);
      }
    }
  }

  private Tree.CallOf arguments() throws PythonSyntaxException {
    Position open = here();
    expect("(");
    List<Expr> arguments = new ArrayList<>();
    List<Keyword> keywords = new ArrayList<>();
    boolean unpacked = false;
    while (!at(")")) {
      Position at = here();
      if (accept("*")) {
        if (unpacked) {
          throw errorAt(at, "iterable argument unpacking follows keyword argument unpacking");
        }
        arguments.add(new Tree.Starred(at, expression()));
      } else if (accept("**")) {
        unpacked = true;
        keywords.add(new Keyword(at, null, expression()));
      } else if (peek().kind() == Kind.NAME && peekNext().is("=")) {
        String name = name();
        next++;
        keywords.add(new Keyword(at, name, expression()));
      } else {
        Expr value = namedExpression();
        if (!keywords.isEmpty()) {
          throw unexpected("positional argument follows keyword argument");
        }
        if (at("for") || at("async")) {
          if (!arguments.isEmpty()) {
            throw errorAt(at, "Generator expression must be parenthesized");
          }
          arguments.add(
              new Tree.Comprehension(
                  open, Tree.Comprehension.Kind.GENERATOR, value, null, clauses()));
          if (!at(")")) {
            throw unexpected("expected ')' after a generator expression");
          }
          break;
        }
        arguments.add(value);
      }
      if (!accept(",")) {
        break;
      }
    }
    expect(")");
    return new Tree.CallOf(arguments, keywords);
  }

  private Expr slices() throws PythonSyntaxException {
    Position at = here();
    Expr first = slice();
    if (!at(",") && !(first instanceof Tree.Starred)) {
      return first;
    }
    List<Expr> elements = new ArrayList<>();
    elements.add(first);
    while (accept(",") && !at("]")) {
      elements.add(slice());
    }
    return new Tree.TupleDisplay(at, elements);
  }

  private Expr slice() throws PythonSyntaxException {
    Position at = here();
    if (accept("*")) {
      return new Tree.Starred(at, operation(BIT_OR));
    }
    Expr lower = null;
    if (!at(":")) {
      boolean walrus = atWalrus();
      lower = namedExpression();
      if (!at(":") || walrus) {
        return lower;
      }
    }
    expect(":");
    Expr upper = at(":") || at(",") || at("]") ? null : expression();
    Expr step = accept(":") && !at(",") && !at("]") ? expression() : null;
    return new Tree.Slice(at, lower, upper, step);
  }

  private Expr atom() throws PythonSyntaxException {
    Token token = peek();
    Position at = here();
    switch (token.kind()) {
      case NAME -> {
        next++;
        return new Tree.Name(at, token.text());
      }
      case NUMBER -> {
        return number();
      }
      case STRING, FORMAT_START -> {
        return strings();
      }
      case SYMBOL -> {
        switch (token.text()) {
          case "(" -> {
            return group();
          }
          case "[" -> {
            return list();
          }
          case "{" -> {
            return braces();
          }
          case "True" -> {
            next++;
            return new Literal(at, Literal.Value.TRUE);
          }
          case "False" -> {
            next++;
            return new Literal(at, Literal.Value.FALSE);
          }
          case "None" -> {
            next++;
            return new Literal(at, Literal.Value.NONE);
          }
          case "..." -> {
            next++;
            return new Literal(at, Literal.Value.ELLIPSIS);
          }
          default -> throw unexpected("expected an expression");
        }
      }
      default -> throw unexpected("expected an expression");
    }
  }

  private Expr group() throws PythonSyntaxException {
    Position at = position(take());
    if (accept(")")) {
      return new Tree.TupleDisplay(at, List.of());
    }
    if (at("yield")) {
      Expr value = yieldExpression();
      expect(")");
      return value;
    }
    Expr first = starNamedExpression();
    if (at("for") || at("async")) {
      List<Clause> clauses = comprehensionClauses(first);
      expect(")");
      return new Tree.Comprehension(at, Tree.Comprehension.Kind.GENERATOR, first, null, clauses);
    }
    if (!at(",")) {
      if (first instanceof Tree.Starred) {
        throw errorAt(first.at(), "cannot use starred expression here");
      }
      expect(")");
      return first;
    }
    List<Expr> elements = new ArrayList<>();
    elements.add(first);
    while (accept(",") && !at(")")) {
      elements.add(starNamedExpression());
    }
    expect(")");
    return new Tree.TupleDisplay(at, elements);
  }

  private Expr list() throws PythonSyntaxException {
    Position at = position(take());
    List<Expr> elements = new ArrayList<>();
    while (!at("]")) {
      Expr element = starNamedExpression();
      if (elements.isEmpty() && (at("for") || at("async"))) {
        List<Clause> clauses = comprehensionClauses(element);
        expect("]");
        return new Tree.Comprehension(at, Tree.Comprehension.Kind.LIST, element, null, clauses);
      }
      elements.add(element);
      if (!accept(",")) {
        break;
      }
    }
    expect("]");
    return new Tree.ListDisplay(at, elements);
  }

  private Expr braces() throws PythonSyntaxException {
    Position at = position(take());
    if (accept("}")) {
      return new Tree.DictDisplay(at, List.of());
    }
    if (at("**")) {
      return dict(at, new ArrayList<>());
    }
    boolean walrus = atWalrus();
    Expr first = starNamedExpression();
    if (at(":") && !(first instanceof Tree.Starred) && !walrus) {
      next++;
      Expr value = expression();
      if (at("for") || at("async")) {
        List<Clause> clauses = clauses();
        expect("}");
        return new Tree.Comprehension(at, Tree.Comprehension.Kind.DICT, first, value, clauses);
      }
      List<Tree.Item> items = new ArrayList<>();
      items.add(new Tree.Item(first, value));
      if (!accept(",")) {
        expect("}");
        return new Tree.DictDisplay(at, items);
      }
      return dict(at, items);
    }
    if (at("for") || at("async")) {
      List<Clause> clauses = comprehensionClauses(first);
      expect("}");
      return new Tree.Comprehension(at, Tree.Comprehension.Kind.SET, first, null, clauses);
    }
    List<Expr> elements = new ArrayList<>();
    elements.add(first);
    while (accept(",") && !at("}")) {
      elements.add(starNamedExpression());
    }
    expect("}");
    return new Tree.SetDisplay(at, elements);
  }

  private Expr dict(Position at, List<Tree.Item> items) throws PythonSyntaxException {
    while (!at("}")) {
      if (accept("**")) {
        items.add(new Tree.Item(null, operation(BIT_OR)));
      } else {
        Expr key = expression();
        expect(":");
        items.add(new Tree.Item(key, expression()));
      }
      if (!accept(",")) {
        break;
      }
    }
    expect("}");
    return new Tree.DictDisplay(at, items);
  }

  private List<Clause> comprehensionClauses(Expr element) throws PythonSyntaxException {
    if (element instanceof Tree.Starred) {
      throw errorAt(element.at(), "iterable unpacking cannot be used in comprehension");
    }
    return clauses();
  }

  private List<Clause> clauses() throws PythonSyntaxException {
    List<Clause> clauses = new ArrayList<>();
    while (at("for") || at("async")) {
      boolean async = accept("async");
      expect("for");
      Expr target = loopTargets();
      expect("in");
      Expr iterable = disjunction();
      List<Expr> conditions = new ArrayList<>();
      while (accept("if")) {
        conditions.add(disjunction());
      }
      clauses.add(new Clause(async, target, iterable, conditions));
    }
    return clauses;
  }

  // ---- literals

  private Expr number() throws PythonSyntaxException {
    Position at = here();
    String text = take().text().replace("_", "");
    char kind = text.length() > 1 ? Character.toLowerCase(text.charAt(1)) : '0';
    if (text.charAt(0) == '0' && (kind == 'x' || kind == 'o' || kind == 'b')) {
      return new Tree.IntegerNumber(
          at, bits(text.substring(2), kind == 'x' ? 4 : kind == 'o' ? 3 : 1));
    }
    char last = text.charAt(text.length() - 1);
    if (last == 'j' || last == 'J') {
      return new Tree.ImaginaryNumber(at, text.substring(0, text.length() - 1));
    }
    if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      return new Tree.FloatNumber(at, text);
    }
    if (text.length() > MAX_DECIMAL_DIGITS) {
      throw errorAt(
          at,
          "Exceeds the limit ("
              + MAX_DECIMAL_DIGITS
              + " digits) for integer string conversion: value has "
              + text.length()
              + " digits");
    }
    return new Tree.IntegerNumber(at, new BigInteger(text));
  }

  /** Digits of a power-of-two radix in linear time, which BigInteger's own parser is not. */
  private static BigInteger bits(String digits, int bitsPerDigit) {
    byte[] magnitude = new byte[digits.length() * bitsPerDigit / 8 + 1];
    int bit = 0;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = Character.digit(digits.charAt(i), 16);
      for (int b = 0; b < bitsPerDigit; b++, bit++) {
        if ((digit >> b & 1) != 0) {
          magnitude[magnitude.length - 1 - bit / 8] |= (byte) (1 << bit % 8);
        }
      }
    }
    return new BigInteger(1, magnitude);
  }

  /** Adjacent string literals of any kind, joined. */
  private Expr strings() throws PythonSyntaxException {
    Position at = here();
    boolean bytes = false;
    boolean text = false;
    boolean formatted = false;
    StringBuilder run = new StringBuilder();
    List<Formatted.Piece> pieces = new ArrayList<>();
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.STRING) {
        next++;
        if (plainString(token, run)) {
          bytes = true;
        } else {
          text = true;
        }
      } else if (token.kind() == Kind.FORMAT_START) {
        next++;
        formatted = true;
        formatPieces(run, pieces);
        expect(Kind.FORMAT_END, "the end of the f-string");
      } else {
        break;
      }
      if (bytes && (text || formatted)) {
        throw errorAt(position(token), "cannot mix bytes and nonbytes literals");
      }
    }
    if (formatted) {
      flush(run, pieces);
      return new Formatted(at, pieces);
    }
    return bytes ? new Tree.Bytes(at, run.toString()) : new Tree.Text(at, run.toString());
  }

  /** Appends what a string literal stands for; whether it is of bytes. */
  private boolean plainString(Token token, StringBuilder out) throws PythonSyntaxException {
    String spelling = token.text();
    int quoteAt = 0;
    while (spelling.charAt(quoteAt) != '"' && spelling.charAt(quoteAt) != '\'') {
      quoteAt++;
    }
    String prefix = spelling.substring(0, quoteAt);
    boolean raw = prefix.indexOf('r') >= 0 || prefix.indexOf('R') >= 0;
    boolean bytes = prefix.indexOf('b') >= 0 || prefix.indexOf('B') >= 0;
    char quote = spelling.charAt(quoteAt);
    boolean triple =
        spelling.length() >= quoteAt + 6
            && spelling.charAt(quoteAt + 1) == quote
            && spelling.charAt(quoteAt + 2) == quote;
    int quotes = triple ? 3 : 1;
    String inside = spelling.substring(quoteAt + quotes, spelling.length() - quotes);
    if (bytes && !inside.chars().allMatch(c -> c < 0x80)) {
      throw errorAt(position(token), "bytes can only contain ASCII literal characters");
    }
    try {
      out.append(
          raw || inside.indexOf('\\') < 0
              ? inside
              : bytes ? StringEscapes.bytes(inside) : StringEscapes.text(inside));
    } catch (IllegalArgumentException bad) {
      throw errorAt(position(token), String.valueOf(bad.getMessage()));
    }
    return bytes;
  }

  private static void flush(StringBuilder run, List<Formatted.Piece> pieces) {
    if (!run.isEmpty()) {
      pieces.add(new Formatted.Verbatim(run.toString()));
      run.setLength(0);
    }
  }

  /** Text and fields up to the end of an f-string or of a field's format. */
  private void formatPieces(StringBuilder run, List<Formatted.Piece> pieces)
      throws PythonSyntaxException {
    while (true) {
      if (peek().kind() == Kind.FORMAT_TEXT) {
        run.append(take().text());
      } else if (at("{")) {
        field(run, pieces);
      } else {
        return;
      }
    }
  }

  private void field(StringBuilder run, List<Formatted.Piece> pieces) throws PythonSyntaxException {
    enter();
    Token open = take();
    Expr value = at("yield") ? yieldExpression() : starExpressions();
    char conversion = 0;
    boolean shown = accept("=");
    if (shown) {
      // Python 3.8's "=": the field's own text, white space and all, stands before the value.
      run.append(source, open.end(), peek().start());
    }
    flush(run, pieces);
    boolean converted = at("!");
    if (converted) {
      next++;
      Token name = peek();
      if (name.kind() != Kind.NAME
          || (!name.text().equals("s") && !name.text().equals("r") && !name.text().equals("a"))) {
        throw unexpected("f-string: expected 's', 'r' or 'a' after '!'");
      }
      conversion = take().text().charAt(0);
    }
    Formatted format = null;
    if (at(":")) {
      Position at = here();
      next++;
      StringBuilder formatRun = new StringBuilder();
      List<Formatted.Piece> formatPieces = new ArrayList<>();
      formatPieces(formatRun, formatPieces);
      flush(formatRun, formatPieces);
      format = new Formatted(at, formatPieces);
    }
    if (!at("}")) {
      throw unexpected("f-string: expecting '}'");
    }
    next++;
    if (shown && !converted && format == null) {
      conversion = 'r';
    }
    pieces.add(new Formatted.Field(position(open), value, conversion, format));
    depth--;
  }
}
