package dev.tusk.sandbox;

import com.oracle.graal.python.pegparser.sst.AliasTy;
import com.oracle.graal.python.pegparser.sst.ArgTy;
import com.oracle.graal.python.pegparser.sst.ExceptHandlerTy;
import com.oracle.graal.python.pegparser.sst.ExprContextTy;
import com.oracle.graal.python.pegparser.sst.ExprTy;
import com.oracle.graal.python.pegparser.sst.KeywordTy;
import com.oracle.graal.python.pegparser.sst.ModTy;
import com.oracle.graal.python.pegparser.sst.PatternTy;
import com.oracle.graal.python.pegparser.sst.SSTNode;
import com.oracle.graal.python.pegparser.sst.StmtTy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether a program may run in a context that later programs will use.
 *
 * <p>The rule is an allow list over the whole syntax tree, and anything not on it means no. A
 * program reaches objects that it did not make itself only through imports, attributes and
 * builtins. Of these the list lets through what is immutable, and functions and classes that change
 * nothing but their arguments; so whatever a program changes is its own. It says no to stores to
 * attributes, stores through attributes, class definitions, {@code with}, unlisted modules,
 * unlisted names of listed modules, unlisted methods and attributes, names with two underscores,
 * and the builtins that turn text into code or names. docs/sandbox.md states what this rests on.
 *
 * <p>Text that sympy itself evaluates is not seen here; guest.py looks at it as it is evaluated.
 */
final class ReuseRule {
  /** Builtins and others that reach what the tree does not show, wherever they come from. */
  private static final Set<String> DENIED_NAMES =
      Set.of(
          "exec",
          "eval",
          "compile",
          "open",
          "input",
          "globals",
          "locals",
          "vars",
          "setattr",
          "delattr",
          "getattr",
          "breakpoint",
          "memoryview",
          "help",
          "super",
          "property",
          "classmethod",
          "staticmethod",
          "setcontext",
          "localcontext",
          "DefaultContext",
          "BasicContext",
          "ExtendedContext",
          "setstate",
          "seterr",
          // The type of a type makes classes, whose methods library caches would keep.
          "type",
          "abc");

  /** Modules whose names may all be imported with a star: none of them is denied elsewhere. */
  private static final Set<String> STAR_MODULES =
      Set.of(
          "math",
          "cmath",
          "fractions",
          "statistics",
          "itertools",
          "datetime",
          "decimal",
          "collections",
          "sympy",
          "sympy.abc");

  /** The function whose result, the program's own decimal context, may be given settings. */
  private static final String GET_CONTEXT = "getcontext";

  /** Settings of a decimal context, each a number or a text. */
  private static final Set<String> CONTEXT_SETTINGS =
      Set.of("prec", "rounding", "Emin", "Emax", "capitals", "clamp");

  private static final Map<String, Set<String>> MODULES = new HashMap<>();
  private static final Set<String> METHODS = new HashSet<>();
  private static final Set<String> ATTRIBUTES = new HashSet<>();
  private static final Set<String> DENIED_IN_SYMPY = new HashSet<>();

  static {
    try (InputStream in = ReuseRule.class.getResourceAsStream("reuse-names.txt")) {
      if (in == null) {
        throw new SandboxException("reuse-names.txt is missing from this build", null);
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        List<String> words = List.of(line.split(" ", -1));
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
          case "module" ->
              MODULES.put(rest.getFirst(), new HashSet<>(rest.subList(1, rest.size())));
          case "methods" -> METHODS.addAll(rest);
          case "attributes" -> ATTRIBUTES.addAll(rest);
          case "denied" -> DENIED_IN_SYMPY.addAll(rest);
          default -> {}
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final Map<String, Set<String>> modulesOfName = new HashMap<>();
  private final Set<String> importedNames = new HashSet<>();
  private final Set<String> absentNames = new HashSet<>();
  private final Set<ExprTy> called = new HashSet<>();
  private final Set<ExprTy> decimalContexts = new HashSet<>();
  private boolean starSympy;
  private boolean yields;
  private boolean tries;
  private boolean clean = true;

  private ReuseRule() {}

  /** Whether the worker may import the module on a program's behalf. */
  static boolean isListedModule(String name) {
    return MODULES.containsKey(name);
  }

  /** Whether the program of these trees, which share a namespace, may share its context. */
  static boolean leavesNothingBehind(List<ModTy.Module> trees) {
    var rule = new ReuseRule();
    for (ModTy.Module tree : trees) {
      SyntaxTree.walk(tree, rule::noteBinding);
    }
    for (ModTy.Module tree : trees) {
      SyntaxTree.walk(tree, rule::judge);
    }
    // A generator left open would run the end of its try in a later program's time.
    return rule.clean && !(rule.yields && rule.tries);
  }

  private void no() {
    clean = false;
  }

  private void noteBinding(SSTNode node) {
    switch (node) {
      case StmtTy.Import statement -> {
        for (AliasTy alias : statement.names) {
          noteImport(alias);
        }
      }
      case StmtTy.ImportFrom statement -> noteImportFrom(statement);
      case ExprTy.Call call -> called.add(call.func);
      case ExprTy.Attribute attribute -> noteDecimalContext(attribute);
      default -> {}
    }
  }

  /** Notes the name in {@code getcontext().prec}: what a context's setting is read or set by. */
  private void noteDecimalContext(ExprTy.Attribute attribute) {
    if (CONTEXT_SETTINGS.contains(attribute.attr)
        && attribute.value instanceof ExprTy.Call call
        && call.func instanceof ExprTy.Name name
        && name.id.equals(GET_CONTEXT)
        && call.args.length == 0
        && call.keywords.length == 0) {
      decimalContexts.add(attribute);
      decimalContexts.add(name);
    }
  }

  private void noteImport(AliasTy alias) {
    String root =
        alias.name.contains(".") ? alias.name.substring(0, alias.name.indexOf('.')) : alias.name;
    String bound = alias.asName == null ? root : alias.asName;
    importedNames.add(bound);
    judgeDecimalName(bound, false);
    if (GuestContext.isAbsent(root)) {
      absentNames.add(bound);
    } else if (!isListedModule(alias.name)) {
      no();
    } else {
      modulesOfName
          .computeIfAbsent(bound, name -> new LinkedHashSet<>())
          .add(alias.asName == null ? root : alias.name);
    }
  }

  private void noteImportFrom(StmtTy.ImportFrom statement) {
    String module = statement.module;
    if (statement.level != 0 || module == null) {
      no();
      return;
    }
    boolean absent = GuestContext.isAbsent(module);
    Set<String> names = MODULES.get(module);
    for (AliasTy alias : statement.names) {
      String bound = alias.asName == null ? alias.name : alias.asName;
      importedNames.add(bound);
      judgeDecimalName(bound, module.equals("decimal") && alias.name.equals(GET_CONTEXT));
      if (absent) {
        absentNames.add(bound);
      } else if (alias.name.equals("*")) {
        starSympy |= module.equals("sympy");
        if (!STAR_MODULES.contains(module)) {
          no();
        }
      } else if (isListedModule(module + "." + alias.name)) {
        modulesOfName
            .computeIfAbsent(bound, name -> new LinkedHashSet<>())
            .add(module + "." + alias.name);
      } else if (names == null || !names.contains(alias.name)) {
        no();
      }
    }
  }

  private void judge(SSTNode node) {
    switch (node) {
      case StmtTy.ClassDef _,
          StmtTy.AsyncFunctionDef _,
          StmtTy.AsyncFor _,
          StmtTy.AsyncWith _,
          StmtTy.With _,
          StmtTy.TypeAlias _,
          ExprTy.Await _,
          PatternTy.MatchClass _ ->
          no();
      case ExprTy.Yield _, ExprTy.YieldFrom _ -> yields = true;
      case StmtTy.Try _, StmtTy.TryStar _ -> tries = true;
      case StmtTy.FunctionDef function -> judgeBound(function.name);
      case ArgTy argument -> judgeDecimalName(argument.arg, false);
      case ExceptHandlerTy.ExceptHandler handler when handler.name != null ->
          judgeDecimalName(handler.name, false);
      case PatternTy.MatchAs pattern when pattern.name != null ->
          judgeDecimalName(pattern.name, false);
      case PatternTy.MatchStar pattern when pattern.name != null ->
          judgeDecimalName(pattern.name, false);
      case PatternTy.MatchMapping pattern when pattern.rest != null ->
          judgeDecimalName(pattern.rest, false);
      case ExprTy.Name name -> judgeName(name);
      case ExprTy.Attribute attribute -> judgeAttribute(attribute);
      case ExprTy.Subscript subscript -> {
        if (subscript.context != ExprContextTy.Load) {
          judgeStoreThrough(subscript);
        }
      }
      case ExprTy.Call call -> {
        // Names and base classes by keyword, or unseen behind two stars, can make a class.
        for (KeywordTy keyword : call.keywords) {
          if (keyword.arg == null || keyword.arg.startsWith("__") || keyword.arg.equals("bases")) {
            no();
          }
        }
      }
      default -> {}
    }
  }

  private void judgeBound(String name) {
    judgeDecimalName(name, false);
    if (name.startsWith("__")) {
      no();
    }
  }

  /** Says no where the name by which decimal's contexts are known may mean something else. */
  private void judgeDecimalName(String bound, boolean byDecimal) {
    if (bound.equals(GET_CONTEXT) != byDecimal) {
      no();
    }
  }

  private void judgeName(ExprTy.Name name) {
    if (name.id.equals(GET_CONTEXT)
        && !(name.context == ExprContextTy.Load && decimalContexts.contains(name))) {
      no();
    }
    if (name.id.startsWith("__")
        && !(name.id.equals("__name__") && name.context == ExprContextTy.Load)) {
      no();
    }
    if (name.context == ExprContextTy.Load
        && (DENIED_NAMES.contains(name.id) || (starSympy && DENIED_IN_SYMPY.contains(name.id)))) {
      no();
    }
  }

  private void judgeAttribute(ExprTy.Attribute attribute) {
    if (decimalContexts.contains(attribute)) {
      return;
    }
    if (attribute.attr.equals(GET_CONTEXT)) {
      no();
    }
    if (attribute.context != ExprContextTy.Load || attribute.attr.startsWith("_")) {
      no();
      return;
    }
    if (attribute.value instanceof ExprTy.Name name && absentNames.contains(name.id)) {
      return; // Whatever it is, using it raises.
    }
    if (rootIsAbsent(attribute)) {
      return;
    }
    boolean allowed =
        called.contains(attribute)
            ? METHODS.contains(attribute.attr) || ATTRIBUTES.contains(attribute.attr)
            : ATTRIBUTES.contains(attribute.attr) || attribute.attr.startsWith("is_");
    Set<String> modules = modulesOf(attribute.value);
    boolean inModule =
        !modules.isEmpty()
            && modules.stream()
                .allMatch(module ->
                    MODULES.getOrDefault(module, Set.of()).contains(attribute.attr)
                        || isListedModule(module + "." + attribute.attr));
    if (!modules.isEmpty() ? !inModule : !allowed) {
      no();
    }
  }

  private boolean rootIsAbsent(ExprTy.Attribute attribute) {
    ExprTy root = attribute;
    while (root instanceof ExprTy.Attribute inner) {
      root = inner.value;
    }
    return root instanceof ExprTy.Name name
        && absentNames.contains(name.id)
        && !modulesOfName.containsKey(name.id);
  }

  /** The modules that an expression can stand for; empty where it is no module. */
  private Set<String> modulesOf(ExprTy expression) {
    if (expression instanceof ExprTy.Name name) {
      return modulesOfName.getOrDefault(name.id, Set.of());
    }
    if (expression instanceof ExprTy.Attribute attribute) {
      var inner = new LinkedHashSet<String>();
      for (String module : modulesOf(attribute.value)) {
        String below = module + "." + attribute.attr;
        if (isListedModule(below)) {
          inner.add(below);
        }
      }
      return inner;
    }
    return Set.of();
  }

  /** A store through a subscript: the container must be one that the program made. */
  private void judgeStoreThrough(ExprTy.Subscript subscript) {
    ExprTy base = subscript.value;
    while (base instanceof ExprTy.Subscript inner) {
      base = inner.value;
    }
    if (base instanceof ExprTy.Name name) {
      if (importedNames.contains(name.id)) {
        no();
      }
    } else if (!(base instanceof ExprTy.Call
        || base instanceof ExprTy.List
        || base instanceof ExprTy.Dict)) {
      no();
    }
  }
}
