package dev.tusk.engine.python;

import dev.tusk.engine.python.Tree.Expr;
import dev.tusk.engine.python.Tree.Pattern;
import dev.tusk.engine.python.Tree.Position;
import dev.tusk.engine.python.Tree.Stmt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The canonical dump of a tree, the same text that dump_ast.py writes of CPython's. */
final class TreeDump {
  private static final Map<String, String> BINARY =
      Map.ofEntries(
          Map.entry("+", "Add"),
          Map.entry("-", "Sub"),
          Map.entry("*", "Mult"),
          Map.entry("/", "Div"),
          Map.entry("//", "FloorDiv"),
          Map.entry("%", "Mod"),
          Map.entry("@", "MatMult"),
          Map.entry("**", "Pow"),
          Map.entry("<<", "LShift"),
          Map.entry(">>", "RShift"),
          Map.entry("|", "BitOr"),
          Map.entry("^", "BitXor"),
          Map.entry("&", "BitAnd"));

  private static final Map<String, String> COMPARISONS =
      Map.of(
          "==", "Eq", "!=", "NotEq", "<", "Lt", "<=", "LtE", ">", "Gt", ">=", "GtE", "in", "In",
          "not in", "NotIn", "is", "Is", "is not", "IsNot");

  private static final Map<String, String> UNARY =
      Map.of("-", "USub", "+", "UAdd", "~", "Invert", "not", "Not");

  private final StringBuilder out = new StringBuilder();
  private int silent;

  static String of(List<Stmt> module) {
    TreeDump dump = new TreeDump();
    dump.out.append("(Module ");
    dump.statements(module);
    dump.out.append(')');
    return dump.out.toString();
  }

  private void open(String kind, Position at) {
    out.append('(').append(kind);
    if (silent == 0) {
      out.append('@').append(at.line()).append(':').append(at.column());
    }
  }

  private static String op(Map<String, String> names, String symbol) {
    String name = names.get(symbol);
    if (name == null) {
      throw new IllegalArgumentException("no name for operator " + symbol);
    }
    return name;
  }

  private void statements(List<Stmt> body) {
    out.append('[');
    for (int i = 0; i < body.size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      statement(body.get(i));
    }
    out.append(']');
  }

  private void expressions(List<? extends @Nullable Expr> list) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      optional(list.get(i));
    }
    out.append(']');
  }

  private void names(List<String> names) {
    out.append(names.stream().map(TreeDump::quoted).toList().toString().replace(", ", " "));
  }

  private void optional(@Nullable Expr value) {
    if (value == null) {
      out.append('-');
    } else {
      expression(value);
    }
  }

  private void optionalName(@Nullable String name) {
    out.append(name == null ? "-" : quoted(name));
  }

  private TreeDump then() {
    out.append(' ');
    return this;
  }

  private void close() {
    out.append(')');
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 32 && c < 127 && c != '"' && c != '\\') {
        quoted.append(c);
      } else {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }

  private static String number(BigInteger value) {
    return value.bitLength() <= 64 ? value.toString() : "0x" + value.toString(16);
  }

  private static String bits(String digits) {
    return String.format(
        Locale.ROOT, "%016x", Double.doubleToRawLongBits(Double.parseDouble(digits)));
  }

  private void constant(Position at, String text) {
    open("Constant", at);
    out.append(' ').append(text).append(')');
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Tree.Assign s -> {
        open("Assign", s.at());
        then().expressions(s.targets());
        then().expression(s.value());
      }
      case Tree.Annotated s -> {
        open("AnnAssign", s.at());
        then().expression(s.target());
        then().expression(s.annotation());
        then().optional(s.value());
        out.append(s.simple() ? " 1" : " 0");
      }
      case Tree.Augmented s -> {
        open("AugAssign", s.at());
        then().expression(s.target());
        out.append(' ').append(op(BINARY, s.operator()));
        then().expression(s.value());
      }
      case Tree.Evaluate s -> {
        open("Expr", s.at());
        then().expression(s.value());
      }
      case Tree.If s -> {
        for (int i = 0; i < s.branches().size(); i++) {
          Tree.Branch branch = s.branches().get(i);
          out.append(i > 0 ? "[" : "");
          open("If", branch.at());
          then().expression(branch.test());
          then().statements(branch.body());
          out.append(' ');
        }
        statements(s.otherwise());
        out.append(")]".repeat(s.branches().size() - 1));
      }
      case Tree.While s -> {
        open("While", s.at());
        then().expression(s.test());
        then().statements(s.body());
        then().statements(s.otherwise());
      }
      case Tree.For s -> {
        open(s.async() ? "AsyncFor" : "For", s.at());
        then().expression(s.target());
        then().expression(s.iterable());
        then().statements(s.body());
        then().statements(s.otherwise());
      }
      case Tree.FunctionDef s -> {
        open(s.async() ? "AsyncFunctionDef" : "FunctionDef", s.at());
        then().optionalName(s.name());
        then().parameters(s.parameters());
        then().statements(s.body());
        then().expressions(s.decorators());
        then().optional(s.returns());
      }
      case Tree.ClassDef s -> {
        open("ClassDef", s.at());
        then().optionalName(s.name());
        then().expressions(s.bases());
        then().keywords(s.keywords());
        then().statements(s.body());
        then().expressions(s.decorators());
      }
      case Tree.Return s -> {
        open("Return", s.at());
        then().optional(s.value());
      }
      case Tree.Break s -> open("Break", s.at());
      case Tree.Continue s -> open("Continue", s.at());
      case Tree.Pass s -> open("Pass", s.at());
      case Tree.Assert s -> {
        open("Assert", s.at());
        then().expression(s.test());
        then().optional(s.message());
      }
      case Tree.Raise s -> {
        open("Raise", s.at());
        then().optional(s.exception());
        then().optional(s.cause());
      }
      case Tree.Try s -> {
        open(s.group() ? "TryStar" : "Try", s.at());
        then().statements(s.body());
        out.append(" [");
        for (int i = 0; i < s.handlers().size(); i++) {
          Tree.Handler handler = s.handlers().get(i);
          out.append(i > 0 ? " " : "");
          open("ExceptHandler", handler.at());
          then().optional(handler.type());
          then().optionalName(handler.name());
          then().statements(handler.body());
          close();
        }
        out.append(']');
        then().statements(s.otherwise());
        then().statements(s.last());
      }
      case Tree.With s -> {
        open(s.async() ? "AsyncWith" : "With", s.at());
        out.append(" [");
        for (int i = 0; i < s.items().size(); i++) {
          out.append(i > 0 ? " (withitem " : "(withitem ");
          expression(s.items().get(i).context());
          then().optional(s.items().get(i).target());
          close();
        }
        out.append(']');
        then().statements(s.body());
      }
      case Tree.Global s -> {
        open("Global", s.at());
        then().names(s.names());
      }
      case Tree.Nonlocal s -> {
        open("Nonlocal", s.at());
        then().names(s.names());
      }
      case Tree.Delete s -> {
        open("Delete", s.at());
        then().expressions(s.targets());
      }
      case Tree.Import s -> {
        open("Import", s.at());
        then().aliases(s.names());
      }
      case Tree.ImportFrom s -> {
        open("ImportFrom", s.at());
        then().optionalName(s.module());
        then().aliases(s.names());
        out.append(' ').append(s.level());
      }
      case Tree.Match s -> {
        open("Match", s.at());
        then().expression(s.subject());
        out.append(" [");
        for (int i = 0; i < s.cases().size(); i++) {
          out.append(i > 0 ? " (match_case " : "(match_case ");
          pattern(s.cases().get(i).pattern());
          then().optional(s.cases().get(i).guard());
          then().statements(s.cases().get(i).body());
          close();
        }
        out.append(']');
      }
      case Tree.TypeAlias s -> {
        open("TypeAlias", s.at());
        then().optionalName(s.name());
        then().expression(s.value());
      }
    }
    close();
  }

  private void aliases(List<Tree.Alias> aliases) {
    out.append('[');
    for (int i = 0; i < aliases.size(); i++) {
      out.append(i > 0 ? " " : "");
      open("alias", aliases.get(i).at());
      then().optionalName(aliases.get(i).name());
      then().optionalName(aliases.get(i).rename());
      close();
    }
    out.append(']');
  }

  private void keywords(List<Tree.Keyword> keywords) {
    out.append('[');
    for (int i = 0; i < keywords.size(); i++) {
      out.append(i > 0 ? " " : "");
      open("keyword", keywords.get(i).at());
      then().optionalName(keywords.get(i).name());
      then().expression(keywords.get(i).value());
      close();
    }
    out.append(']');
  }

  private void parameters(Tree.Parameters parameters) {
    out.append("(arguments ");
    parameterList(parameters.positionalOnly());
    then().parameterList(parameters.positional());
    then().parameter(parameters.starred());
    then().parameterList(parameters.keywordOnly());
    then()
        .expressions(
            parameters.keywordOnly().stream()
                .map(Tree.Parameter::defaultValue)
                .collect(() -> new ArrayList<@Nullable Expr>(), ArrayList::add, ArrayList::addAll));
    then().parameter(parameters.doubleStarred());
    List<Expr> defaults = new ArrayList<>();
    Stream.concat(parameters.positionalOnly().stream(), parameters.positional().stream())
        .forEach(p -> {
          if (p.defaultValue() != null) {
            defaults.add(p.defaultValue());
          }
        });
    then().expressions(defaults);
    close();
  }

  private void parameterList(List<Tree.Parameter> list) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      out.append(i > 0 ? " " : "");
      parameter(list.get(i));
    }
    out.append(']');
  }

  private void parameter(Tree.@Nullable Parameter parameter) {
    if (parameter == null) {
      out.append('-');
      return;
    }
    open("arg", parameter.at());
    then().optionalName(parameter.name());
    then().optional(parameter.annotation());
    close();
  }

  private void expression(Expr expression) {
    switch (expression) {
      case Tree.IntegerNumber e -> constant(e.at(), number(e.value()));
      case Tree.FloatNumber e -> constant(e.at(), "f" + bits(e.digits()));
      case Tree.ImaginaryNumber e -> constant(e.at(), "j" + bits(e.digits()));
      case Tree.Text e -> constant(e.at(), quoted(e.value()));
      case Tree.Bytes e -> constant(e.at(), "b" + quoted(e.value()));
      case Tree.Literal e -> constant(e.at(), literal(e.value()));
      case Tree.Formatted e -> {
        open("JoinedStr", e.at());
        silent++;
        then().pieces(e);
        silent--;
        close();
      }
      case Tree.Name e -> {
        open("Name", e.at());
        then().optionalName(e.id());
        close();
      }
      case Tree.Chain e -> {
        for (int i = 0; i < e.operators().size(); i++) {
          open("BinOp", e.at());
          out.append(' ');
        }
        expression(e.first());
        for (int i = 0; i < e.operators().size(); i++) {
          out.append(' ').append(op(BINARY, e.operators().get(i)));
          then().expression(e.rest().get(i));
          close();
        }
      }
      case Tree.Power e -> {
        open("BinOp", e.at());
        then().expression(e.base());
        out.append(" Pow");
        then().expression(e.exponent());
        close();
      }
      case Tree.Unary e -> {
        open("UnaryOp", e.at());
        out.append(' ').append(op(UNARY, e.operator()));
        then().expression(e.operand());
        close();
      }
      case Tree.Comparison e -> {
        open("Compare", e.at());
        then().expression(e.first());
        out.append(" [");
        out.append(String.join(" ", e.operators().stream().map(o -> op(COMPARISONS, o)).toList()));
        out.append(']');
        then().expressions(e.rest());
        close();
      }
      case Tree.Logical e -> {
        open("BoolOp", e.at());
        out.append(e.conjunction() ? " And" : " Or");
        then().expressions(e.operands());
        close();
      }
      case Tree.Conditional e -> {
        open("IfExp", e.at());
        then().expression(e.test());
        then().expression(e.then());
        then().expression(e.otherwise());
        close();
      }
      case Tree.Lambda e -> {
        open("Lambda", e.at());
        then().parameters(e.parameters());
        then().expression(e.body());
        close();
      }
      case Tree.Primary e -> primary(e);
      case Tree.Slice e -> {
        open("Slice", e.at());
        then().optional(e.lower());
        then().optional(e.upper());
        then().optional(e.step());
        close();
      }
      case Tree.ListDisplay e -> display("List", e.at(), e.elements());
      case Tree.TupleDisplay e -> display("Tuple", e.at(), e.elements());
      case Tree.SetDisplay e -> display("Set", e.at(), e.elements());
      case Tree.DictDisplay e -> {
        open("Dict", e.at());
        List<@Nullable Expr> keys = new ArrayList<>();
        e.items().forEach(item -> keys.add(item.key()));
        then().expressions(keys);
        then().expressions(e.items().stream().map(Tree.Item::value).toList());
        close();
      }
      case Tree.Comprehension e -> comprehension(e);
      case Tree.Starred e -> {
        open("Starred", e.at());
        then().expression(e.value());
        close();
      }
      case Tree.Walrus e -> {
        open("NamedExpr", e.at());
        then().expression(e.target());
        then().expression(e.value());
        close();
      }
      case Tree.Yield e -> {
        open("Yield", e.at());
        then().optional(e.value());
        close();
      }
      case Tree.YieldFrom e -> {
        open("YieldFrom", e.at());
        then().expression(e.value());
        close();
      }
      case Tree.Await e -> {
        open("Await", e.at());
        then().expression(e.value());
        close();
      }
    }
  }

  private static String literal(Tree.Literal.Value value) {
    return switch (value) {
      case TRUE -> "True";
      case FALSE -> "False";
      case NONE -> "None";
      case ELLIPSIS -> "Ellipsis";
    };
  }

  private void display(String kind, Position at, List<Expr> elements) {
    open(kind, at);
    then().expressions(elements);
    close();
  }

  private void primary(Tree.Primary primary) {
    for (int i = primary.trailers().size() - 1; i >= 0; i--) {
      open(
          switch (primary.trailers().get(i)) {
            case Tree.CallOf c -> "Call";
            case Tree.AttributeOf a -> "Attribute";
            case Tree.IndexOf x -> "Subscript";
          },
          primary.at());
      out.append(' ');
    }
    expression(primary.atom());
    for (Tree.Trailer trailer : primary.trailers()) {
      switch (trailer) {
        case Tree.CallOf call -> {
          then().expressions(call.arguments());
          then().keywords(call.keywords());
        }
        case Tree.AttributeOf attribute -> then().optionalName(attribute.name());
        case Tree.IndexOf index -> then().expression(index.index());
      }
      close();
    }
  }

  private void comprehension(Tree.Comprehension e) {
    open(
        switch (e.kind()) {
          case LIST -> "ListComp";
          case SET -> "SetComp";
          case DICT -> "DictComp";
          case GENERATOR -> "GeneratorExp";
        },
        e.at());
    then().expression(e.element());
    if (e.value() != null) {
      then().expression(e.value());
    }
    out.append(" [");
    for (int i = 0; i < e.clauses().size(); i++) {
      Tree.Clause clause = e.clauses().get(i);
      out.append(i > 0 ? " (comprehension " : "(comprehension ");
      expression(clause.target());
      then().expression(clause.iterable());
      then().expressions(clause.conditions());
      out.append(clause.async() ? " 1)" : " 0)");
    }
    out.append("])");
  }

  private void pieces(Tree.Formatted formatted) {
    out.append('[');
    boolean first = true;
    for (Tree.Formatted.Piece piece : formatted.pieces()) {
      out.append(first ? "" : " ");
      first = false;
      switch (piece) {
        case Tree.Formatted.Verbatim text -> out.append(quoted(text.text()));
        case Tree.Formatted.Field field -> {
          out.append("(FormattedValue ");
          expression(field.value());
          out.append(' ').append(field.conversion() == 0 ? -1 : (int) field.conversion());
          out.append(' ');
          if (field.format() == null) {
            out.append('-');
          } else {
            pieces(field.format());
          }
          close();
        }
      }
    }
    out.append(']');
  }

  private void patterns(List<Pattern> patterns) {
    out.append('[');
    for (int i = 0; i < patterns.size(); i++) {
      out.append(i > 0 ? " " : "");
      pattern(patterns.get(i));
    }
    out.append(']');
  }

  private void pattern(Pattern pattern) {
    switch (pattern) {
      case Tree.ValuePattern p -> {
        open("MatchValue", p.at());
        then().expression(p.value());
      }
      case Tree.SingletonPattern p -> {
        open("MatchSingleton", p.at());
        out.append(' ').append(literal(p.value()));
      }
      case Tree.SequencePattern p -> {
        open("MatchSequence", p.at());
        then().patterns(p.elements());
      }
      case Tree.MappingPattern p -> {
        open("MatchMapping", p.at());
        then().expressions(p.keys());
        then().patterns(p.values());
        then().optionalName(p.rest());
      }
      case Tree.ClassPattern p -> {
        open("MatchClass", p.at());
        then().expression(p.type());
        then().patterns(p.positional());
        then().names(p.names());
        then().patterns(p.named());
      }
      case Tree.StarPattern p -> {
        open("MatchStar", p.at());
        then().optionalName(p.name());
      }
      case Tree.CapturePattern p -> {
        open("MatchAs", p.at());
        out.append(' ');
        if (p.pattern() == null) {
          out.append('-');
        } else {
          pattern(p.pattern());
        }
        then().optionalName(p.name());
      }
      case Tree.OrPattern p -> {
        open("MatchOr", p.at());
        then().patterns(p.alternatives());
      }
    }
    close();
  }
}
