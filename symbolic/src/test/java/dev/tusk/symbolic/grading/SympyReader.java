package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Interval;
import dev.tusk.symbolic.grading.Node.Listing;
import dev.tusk.symbolic.grading.Node.NamedSet;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Relation;
import dev.tusk.symbolic.grading.Node.Relator;
import dev.tusk.symbolic.grading.Node.SetOf;
import dev.tusk.symbolic.grading.Node.SetOperation;
import dev.tusk.symbolic.grading.Node.SetOperator;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.grading.Node.Text;
import dev.tusk.symbolic.grading.Node.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the SymPy expressions of the recorded parsing cases: Python syntax, SymPy's names. */
final class SympyReader {
  private final String text;
  private int at;

  private SympyReader(String text) {
    this.text = text;
  }

  static Node read(String text) {
    SympyReader reader = new SympyReader(text);
    Node node = reader.sum();
    reader.blanks();
    if (reader.at < text.length()) {
      throw new IllegalArgumentException("unread at " + reader.at + " in " + text);
    }
    return node;
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private boolean accept(String sign) {
    blanks();
    if (text.startsWith(sign, at)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  private Node sum() {
    Node left = product();
    while (true) {
      if (accept("+")) {
        left = new Sum(List.of(left, product()));
      } else if (accept("-")) {
        left = Node.difference(left, product());
      } else {
        return left;
      }
    }
  }

  private Node product() {
    Node left = unary();
    while (true) {
      blanks();
      if (!text.startsWith("**", at) && accept("*")) {
        left = new Product(List.of(left, unary()));
      } else if (accept("/")) {
        left = new Product(List.of(left, Node.inverse(unary())));
      } else {
        return left;
      }
    }
  }

  private Node unary() {
    if (accept("-")) {
      return Node.negate(unary());
    }
    Node base = primary();
    return accept("**") ? new Power(base, unary()) : base;
  }

  private Node primary() {
    blanks();
    char c = text.charAt(at);
    if (c == '(') {
      at++;
      List<Node> items = new ArrayList<>();
      boolean several = false;
      while (!accept(")")) {
        items.add(sum());
        several |= accept(",");
      }
      return several ? new Tuple(items) : items.getFirst();
    }
    if (c == '\'') {
      return new Text(string());
    }
    if (Character.isDigit(c)) {
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at))
              || text.charAt(at) == '.'
              || (text.charAt(at) == '+' && text.charAt(at - 1) == 'e'))) {
        at++;
      }
      return Decimals.number(text.substring(start, at), start);
    }
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    String name = text.substring(start, at).replaceFirst("^sympy\\.", "");
    Node value = accept("(") ? call(name) : constant(name);
    if (accept(".is_subset(")) {
      Node other = sum();
      accept(")");
      return new Relation(List.of(value, other), List.of(Relator.SUBSET));
    }
    return value;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    for (at++; text.charAt(at) != '\''; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      out.append(text.charAt(at));
    }
    at++;
    return out.toString();
  }

  private static Node constant(String name) {
    return switch (name) {
      case "pi" -> Constant.PI;
      case "E" -> Constant.E;
      case "I" -> Constant.I;
      case "oo" -> Constant.INFINITY;
      case "GoldenRatio" ->
          new Product(
              List.of(
                  Num.of(Rational.HALF),
                  new Sum(
                      List.of(
                          Node.number(1),
                          new Call("root", List.of(Node.number(5), Node.number(2)))))));
      case "S.EmptySet" -> new SetOf(List.of());
      case "S.Naturals" -> new NamedSet("N");
      case "S.Integers" -> new NamedSet("Z");
      case "S.Rationals" -> new NamedSet("Q");
      case "S.Reals" -> new NamedSet("R");
      case "epsilon_lower" -> new Sym("epsilon");
      default -> new Sym(name);
    };
  }

  private Node call(String name) {
    List<Node> arguments = new ArrayList<>();
    Map<String, String> keywords = new HashMap<>();
    while (!accept(")")) {
      blanks();
      int equals = at;
      while (equals < text.length()
          && (Character.isLetter(text.charAt(equals)) || text.charAt(equals) == '_')) {
        equals++;
      }
      if (equals > at && equals < text.length() && text.charAt(equals) == '=') {
        String keyword = text.substring(at, equals);
        at = equals + 1;
        int start = at;
        while (Character.isLetter(text.charAt(at))) {
          at++;
        }
        keywords.put(keyword, text.substring(start, at));
      } else {
        arguments.add(sum());
      }
      accept(",");
    }
    return built(name, arguments, keywords);
  }

  private static Node built(String name, List<Node> arguments, Map<String, String> keywords) {
    Node first = arguments.isEmpty() ? Node.number(0) : arguments.getFirst();
    return switch (name) {
      case "Rational", "Float", "Number", "Integer" ->
          arguments.size() == 2
              ? new Product(List.of(first, Node.inverse(arguments.get(1))))
              : first instanceof Text t ? numeral(t.content()) : first;
      case "Symbol" -> new Sym(symbol(((Text) first).content()));
      case "UnevaluatedExpr", "nsimplify" -> first;
      case "FiniteSet" -> new SetOf(arguments);
      case "Tuple" -> new Tuple(arguments);
      case "Interval" ->
          new Interval(
              first,
              arguments.get(1),
              "True".equals(keywords.get("left_open")),
              "True".equals(keywords.get("right_open")));
      case "Union" -> new SetOperation(SetOperator.UNION, first, arguments.get(1));
      case "Intersection" -> new SetOperation(SetOperator.INTERSECTION, first, arguments.get(1));
      case "Complement" -> new SetOperation(SetOperator.DIFFERENCE, first, arguments.get(1));
      case "Eq" -> new Relation(List.of(first, arguments.get(1)), List.of(Relator.EQUAL));
      case "Add", "_Add" -> new Sum(arguments);
      case "Mul", "_Mul" -> new Product(arguments);
      case "Pow", "_Pow" -> new Power(first, arguments.get(1));
      case "exp" -> new Power(Constant.E, first);
      case "sqrt" -> new Call("root", List.of(first, Node.number(2)));
      case "igcd" -> new Call("gcd", arguments);
      case "ilcm" -> new Call("lcm", arguments);
      case "Max" -> new Call("max", arguments);
      case "Min" -> new Call("min", arguments);
      case "Mod" -> new Call("mod", arguments);
      case "ceiling" -> new Call("ceil", arguments);
      case "acos" -> new Call("arccos", arguments);
      case "asinh" -> new Call("arcsinh", arguments);
      case "Sum" -> {
        List<Node> range = ((Tuple) arguments.get(1)).items();
        // The reader takes i for a name here, as SymPy's Sum does.
        String variable = range.getFirst() instanceof Sym s ? s.name() : "i";
        yield new Bound(Node.Binder.SUM, variable, range.get(1), range.get(2), first);
      }
      default -> new Call(name, arguments);
    };
  }

  private static Node numeral(String content) {
    int slash = content.indexOf('/');
    if (slash > 0) {
      return new Product(
          List.of(
              numeral(content.substring(0, slash)),
              Node.inverse(numeral(content.substring(slash + 1)))));
    }
    return Num.of(Rational.of(new BigDecimal(content)));
  }

  private static String symbol(String name) {
    String bare = name.strip();
    if (bare.startsWith("bar{")) {
      return bare;
    }
    return bare.startsWith("\\") ? "variable " + bare.substring(1) : bare.replaceAll("[{}\\s]", "");
  }

  static Node listing(List<Node> items) {
    return new Listing(items);
  }
}
