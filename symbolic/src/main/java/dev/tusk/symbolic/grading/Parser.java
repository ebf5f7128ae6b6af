package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Node.Binder;
import dev.tusk.symbolic.grading.Node.Bound;
import dev.tusk.symbolic.grading.Node.Call;
import dev.tusk.symbolic.grading.Node.Cases;
import dev.tusk.symbolic.grading.Node.Constant;
import dev.tusk.symbolic.grading.Node.Interval;
import dev.tusk.symbolic.grading.Node.Listing;
import dev.tusk.symbolic.grading.Node.Matrix;
import dev.tusk.symbolic.grading.Node.NamedSet;
import dev.tusk.symbolic.grading.Node.Num;
import dev.tusk.symbolic.grading.Node.Percent;
import dev.tusk.symbolic.grading.Node.PlusMinus;
import dev.tusk.symbolic.grading.Node.Power;
import dev.tusk.symbolic.grading.Node.Product;
import dev.tusk.symbolic.grading.Node.Quantity;
import dev.tusk.symbolic.grading.Node.Ratio;
import dev.tusk.symbolic.grading.Node.Relation;
import dev.tusk.symbolic.grading.Node.Relator;
import dev.tusk.symbolic.grading.Node.SetOf;
import dev.tusk.symbolic.grading.Node.SetOperation;
import dev.tusk.symbolic.grading.Node.SetOperator;
import dev.tusk.symbolic.grading.Node.Sum;
import dev.tusk.symbolic.grading.Node.Sym;
import dev.tusk.symbolic.grading.Node.Text;
import dev.tusk.symbolic.grading.Node.Tuple;
import dev.tusk.symbolic.grading.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads LaTeX and plain mathematics by recursive descent. One grammar serves both: a plain word is
 * a function, a unit, a word of prose or a product of its letters, by the tables below. Nesting is
 * bounded by {@link #MAX_DEPTH}, so the stack is too.
 */
final class Parser {
  static final int MAX_DEPTH = 600;

  /** The most postfixes, set operations and remainders, which nest to the left. */
  private static final int MAX_LEFT = 300;

  /** Functions of one argument, by every spelling, and their canonical names. */
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("sin", "sin"),
          Map.entry("cos", "cos"),
          Map.entry("tan", "tan"),
          Map.entry("tg", "tan"),
          Map.entry("cot", "cot"),
          Map.entry("ctg", "cot"),
          Map.entry("sec", "sec"),
          Map.entry("csc", "csc"),
          Map.entry("cosec", "csc"),
          Map.entry("arcsin", "arcsin"),
          Map.entry("asin", "arcsin"),
          Map.entry("arccos", "arccos"),
          Map.entry("acos", "arccos"),
          Map.entry("arctan", "arctan"),
          Map.entry("atan", "arctan"),
          Map.entry("arctg", "arctan"),
          Map.entry("arccot", "arccot"),
          Map.entry("acot", "arccot"),
          Map.entry("arcsec", "arcsec"),
          Map.entry("arccsc", "arccsc"),
          Map.entry("sinh", "sinh"),
          Map.entry("cosh", "cosh"),
          Map.entry("tanh", "tanh"),
          Map.entry("coth", "coth"),
          Map.entry("sech", "sech"),
          Map.entry("csch", "csch"),
          Map.entry("arcsinh", "arcsinh"),
          Map.entry("arsinh", "arcsinh"),
          Map.entry("asinh", "arcsinh"),
          Map.entry("arccosh", "arccosh"),
          Map.entry("arcosh", "arccosh"),
          Map.entry("acosh", "arccosh"),
          Map.entry("arctanh", "arctanh"),
          Map.entry("artanh", "arctanh"),
          Map.entry("atanh", "arctanh"),
          Map.entry("ln", "ln"),
          Map.entry("log", "log"),
          Map.entry("lg", "log10"),
          Map.entry("exp", "exp"),
          Map.entry("abs", "abs"),
          Map.entry("Abs", "abs"),
          Map.entry("floor", "floor"),
          Map.entry("ceil", "ceil"),
          Map.entry("ceiling", "ceil"),
          Map.entry("round", "round"),
          Map.entry("sgn", "sgn"),
          Map.entry("sign", "sgn"),
          Map.entry("det", "det"),
          Map.entry("arg", "arg"),
          Map.entry("Re", "re"),
          Map.entry("Im", "im"),
          Map.entry("gcd", "gcd"),
          Map.entry("lcm", "lcm"),
          Map.entry("max", "max"),
          Map.entry("Max", "max"),
          Map.entry("min", "min"),
          Map.entry("Min", "min"),
          Map.entry("factorial", "factorial"),
          Map.entry("binomial", "binomial"),
          Map.entry("cbrt", "cbrt"),
          Map.entry("Rational", "rational"),
          Map.entry("Fraction", "rational"),
          Map.entry("conjugate", "conjugate"));

  private static final Map<String, String> INVERSES =
      Map.ofEntries(
          Map.entry("sin", "arcsin"),
          Map.entry("cos", "arccos"),
          Map.entry("tan", "arctan"),
          Map.entry("cot", "arccot"),
          Map.entry("sec", "arcsec"),
          Map.entry("csc", "arccsc"),
          Map.entry("sinh", "arcsinh"),
          Map.entry("cosh", "arccosh"),
          Map.entry("tanh", "arctanh"));

  private static final Map<String, Relator> RELATORS =
      Map.ofEntries(
          Map.entry("=", Relator.EQUAL),
          Map.entry("==", Relator.EQUAL),
          Map.entry("<", Relator.LESS),
          Map.entry("lt", Relator.LESS),
          Map.entry(">", Relator.GREATER),
          Map.entry("gt", Relator.GREATER),
          Map.entry("<=", Relator.LESS_OR_EQUAL),
          Map.entry("=<", Relator.LESS_OR_EQUAL),
          Map.entry("le", Relator.LESS_OR_EQUAL),
          Map.entry("leq", Relator.LESS_OR_EQUAL),
          Map.entry("leqslant", Relator.LESS_OR_EQUAL),
          Map.entry("leqq", Relator.LESS_OR_EQUAL),
          Map.entry(">=", Relator.GREATER_OR_EQUAL),
          Map.entry("ge", Relator.GREATER_OR_EQUAL),
          Map.entry("geq", Relator.GREATER_OR_EQUAL),
          Map.entry("geqslant", Relator.GREATER_OR_EQUAL),
          Map.entry("geqq", Relator.GREATER_OR_EQUAL),
          Map.entry("!=", Relator.NOT_EQUAL),
          Map.entry("<>", Relator.NOT_EQUAL),
          Map.entry("ne", Relator.NOT_EQUAL),
          Map.entry("neq", Relator.NOT_EQUAL),
          Map.entry("approx", Relator.APPROXIMATE),
          Map.entry("approxeq", Relator.APPROXIMATE),
          Map.entry("simeq", Relator.APPROXIMATE),
          Map.entry("sim", Relator.APPROXIMATE),
          Map.entry("cong", Relator.APPROXIMATE),
          Map.entry("equiv", Relator.CONGRUENT),
          Map.entry("in", Relator.IN),
          Map.entry("isin", Relator.IN),
          Map.entry("notin", Relator.NOT_IN),
          Map.entry("subset", Relator.SUBSET),
          Map.entry("subseteq", Relator.SUBSET),
          Map.entry("supset", Relator.SUPERSET),
          Map.entry("supseteq", Relator.SUPERSET),
          Map.entry("to", Relator.ARROW),
          Map.entry("rightarrow", Relator.ARROW),
          Map.entry("mapsto", Relator.ARROW),
          Map.entry("->", Relator.ARROW));

  private static final Map<String, Constant> CONSTANTS =
      Map.of(
          "pi", Constant.PI,
          "Pi", Constant.PI,
          "infty", Constant.INFINITY,
          "infinity", Constant.INFINITY,
          "Infinity", Constant.INFINITY,
          "inf", Constant.INFINITY,
          "oo", Constant.INFINITY,
          "exponentialE", Constant.E,
          "imaginaryI", Constant.I,
          "imaginaryJ", Constant.I);

  private static final Set<String> GREEK =
      Set.of(
          "alpha",
          "beta",
          "gamma",
          "delta",
          "epsilon",
          "varepsilon",
          "zeta",
          "eta",
          "theta",
          "vartheta",
          "iota",
          "kappa",
          "lambda",
          "mu",
          "nu",
          "xi",
          "rho",
          "sigma",
          "tau",
          "upsilon",
          "phi",
          "varphi",
          "chi",
          "psi",
          "omega",
          "Gamma",
          "Delta",
          "Theta",
          "Lambda",
          "Xi",
          "Sigma",
          "Phi",
          "Psi",
          "Omega",
          "ell",
          "hbar",
          "aleph");

  private static final Set<String> STRUCTURE =
      Set.of(
          "frac",
          "dfrac",
          "tfrac",
          "cfrac",
          "rac",
          "sfrac",
          "nicefrac",
          "sqrt",
          "binom",
          "dbinom",
          "tbinom",
          "choose",
          "cdot",
          "times",
          "div",
          "ast",
          "star",
          "pm",
          "mp",
          "cup",
          "cap",
          "setminus",
          "backslash",
          "sum",
          "prod",
          "int",
          "iint",
          "oint",
          "lim",
          "mod",
          "bmod",
          "pmod",
          "boxed",
          "fbox",
          "overline",
          "bar",
          "hat",
          "vec",
          "dot",
          "ddot",
          "tilde",
          "widehat",
          "widetilde",
          "overrightarrow",
          "underline",
          "mathbb",
          "circ",
          "degree",
          "degrees",
          "prime",
          "angle",
          "triangle",
          "lfloor",
          "rfloor",
          "lceil",
          "rceil",
          "lvert",
          "rvert",
          "vert",
          "mid",
          "Vert",
          "lVert",
          "rVert",
          "langle",
          "rangle",
          "emptyset",
          "varnothing",
          "ldots",
          "dots",
          "cdots",
          "dotsc",
          "dotsb",
          "dotsm",
          "partial",
          "nabla",
          "lbrace",
          "rbrace",
          "lbrack",
          "rbrack",
          "land",
          "lor",
          "wedge",
          "vee",
          "implies",
          "iff",
          "Rightarrow",
          "Leftrightarrow",
          "colon",
          "not",
          "perp",
          "parallel",
          "therefore",
          "because",
          "dx",
          "percent",
          "forall",
          "exists",
          "quad",
          "Longrightarrow",
          "square",
          "longrightarrow",
          "arcsin",
          "arccos",
          "arctan",
          "mathop",
          "cancel",
          "overbrace",
          "underbrace",
          "stackrel",
          "substack",
          "pounds",
          "euro");

  /** Words that stand for themselves in prose and never for a product of letters. */
  private static final Set<String> SHORT_WORDS =
      Set.of(
          "no", "is", "of", "so", "up", "on", "it", "as", "we", "an", "to", "by", "my", "he", "me",
          "go", "us", "do", "at");

  /** Words that stand before an amount. */
  private static final Set<String> CURRENCY_WORDS = Set.of("Rs", "USD", "EUR", "RMB");

  private static final Set<String> BOLD = Set.of("mathbf", "boldsymbol", "bm", "pmb", "symbf");

  private static final List<String> LETTER_GROUPS =
      List.of("abcde", "xyzwtuv", "pqrs", "ijklmn", "xyab", "abxy", "abck", "mnpq", "rhxyz");

  /** Letters that are applied as functions where a parenthesis follows at once. */
  private static final String APPLIED = "fghFGHW";

  private static final Pattern PLAIN_DECIMAL = Pattern.compile("[0-9]*\\.[0-9]*");

  /** Words that announce the value after them: "The answer is", "so", "thus we get". */
  private static final Pattern ANNOUNCING =
      Pattern.compile(
          "(?i)(?:^|\\b)(?:is|are|equals|so|thus|hence|therefore|get|obtain|have|answer|then"
              + "|where|value|be|of)\\s*[:,]?$");

  private static final Pattern LETTERED_DIGITS = Pattern.compile("[0-9A-Fa-f]{1,60}");
  private static final Pattern REPEATING_GROUP = Pattern.compile("[0-9]{1,200}");
  private static final String DIFFERENTIAL = "\u2146";

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int left;
  private int bars;
  private int brackets;
  private int builders;
  private int integrals;
  private boolean mixedGroups;
  private final Set<String> boundNames = new HashSet<>();

  private int limits;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static boolean isKnownCommand(String name) {
    return STRUCTURE.contains(name)
        || FUNCTIONS.containsKey(name)
        || RELATORS.containsKey(name)
        || CONSTANTS.containsKey(name)
        || GREEK.contains(name)
        || Lexer.FONT_COMMANDS.contains(name);
  }

  /** Reads a whole answer; throws {@link ParseFailure}. */
  static Node parse(String text) {
    Parser parser = new Parser(Lexer.tokens(text));
    Node node = parser.listing(true);
    parser.skipFullStops();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected();
    }
    return node;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  private Token take() {
    Token token = peek();
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  private boolean accept(String symbol) {
    if (peek().is(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  private boolean acceptCommand(String name) {
    if (peek().command(name)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String symbol) {
    if (!accept(symbol)) {
      throw new ParseFailure(peek().start(), "expected '" + symbol + "', found " + shown(peek()));
    }
  }

  private void countLeft() {
    if (++left > MAX_LEFT) {
      throw new ParseFailure(peek().start(), "more than " + MAX_LEFT + " operations in a row");
    }
  }

  private ParseFailure unexpected() {
    return new ParseFailure(peek().start(), "unexpected " + shown(peek()));
  }

  private static String shown(Token token) {
    return switch (token.kind()) {
      case END -> "the end";
      case COMMAND -> "\\" + token.content();
      default -> "'" + token.content() + "'";
    };
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new ParseFailure(peek().start(), "nested deeper than " + MAX_DEPTH);
    }
  }

  private void skipFullStops() {
    while (peek().is(".") || peek().is(",") || peek().is(";") || peek().is("\\\\")) {
      at++;
    }
  }

  // ---- lists and relations

  /** Items with separators; a semicolon separates what commas hold together. */
  private Node listing(boolean top) {
    enter();
    List<List<Node>> groups = new ArrayList<>();
    List<Node> group = new ArrayList<>();
    groups.add(group);
    boolean last = false;
    while (!last) {
      if (atListEnd() && !opensFrenchInterval()) {
        break;
      }
      group.add(statement(top));
      last = true;
      while (true) {
        Token token = peek();
        if (token.is(";") || (token.is("\\\\") && brackets == 0)) {
          at++;
          last = false;
          if (!group.isEmpty()) {
            group = new ArrayList<>();
            groups.add(group);
          }
        } else if (token.is(",") || isConjunction(token) || token.is("&")) {
          at++;
          last = false;
        } else {
          break;
        }
      }
    }
    depth--;
    if (group.isEmpty() && groups.size() > 1) {
      groups.removeLast();
    }
    mixedGroups = groups.size() > 1 && groups.stream().anyMatch(g -> g.size() > 1);
    return grouped(groups);
  }

  private boolean atListEnd() {
    Token token = peek();
    return token.kind() == Kind.END
        || token.is("}")
        || token.is("\\}")
        || token.is(")")
        || token.is("]")
        || token.command("rangle")
        || token.command("rbrace")
        || token.kind() == Kind.END_ENVIRONMENT
        || (token.is(".") && peek(1).kind() == Kind.END);
  }

  /** A ']' where a value is due: {@code ]0, 1[}. */
  private boolean opensFrenchInterval() {
    if (!peek().is("]") || brackets > 0) {
      return false;
    }
    Token before = at == 0 ? peek() : tokens.get(at - 1);
    Token after = peek(1);
    return (at == 0 || before.is(",") || before.is("=") || before.command("in"))
        && (startsOperand(after) || after.is("-") || after.kind() == Kind.COMMAND);
  }

  private static final Pattern COMMAS_AROUND = Pattern.compile("^[,;]|[,;]$");

  private static boolean isConjunction(Token token) {
    String word = token.content();
    if (token.kind() == Kind.TEXT) {
      String inside =
          COMMAS_AROUND.matcher(word.strip()).replaceAll("").strip().toLowerCase(Locale.ROOT);
      return inside.isEmpty()
          ? !word.isBlank()
          : inside.equals("and") || inside.equals("or") || inside.equals("or else");
    }
    return (token.kind() == Kind.WORD && (word.equals("and") || word.equals("or")))
        || token.command("land")
        || token.command("lor")
        || token.command("wedge")
        || token.command("vee");
  }

  private static Node grouped(List<List<Node>> groups) {
    boolean several = groups.size() > 1;
    boolean mixed = several && groups.stream().anyMatch(g -> g.size() > 1);
    List<Node> items = new ArrayList<>();
    for (List<Node> group : groups) {
      List<Node> folded = foldAssignment(group);
      if (mixed && folded.size() > 1) {
        items.add(new Tuple(List.copyOf(folded)));
      } else {
        items.addAll(folded);
      }
    }
    return items.size() == 1 ? items.getFirst() : new Listing(List.copyOf(items));
  }

  /** {@code k = 1, 2, 3} says that k is one of three. */
  private static List<Node> foldAssignment(List<Node> items) {
    if (items.size() < 2
        || !(items.getFirst() instanceof Relation first)
        || first.relators().size() != 1
        || first.relators().getFirst() != Relator.EQUAL) {
      return items;
    }
    for (Node item : items.subList(1, items.size())) {
      if (item instanceof Relation || item instanceof Text) {
        return items;
      }
    }
    List<Node> values = new ArrayList<>();
    values.add(first.operands().get(1));
    values.addAll(items.subList(1, items.size()));
    return List.of(
        new Relation(
            List.of(first.operands().getFirst(), new Listing(List.copyOf(values))),
            List.of(Relator.EQUAL)));
  }

  private Node statement(boolean top) {
    enter();
    Node first;
    if (peek().kind() == Kind.SYMBOL && RELATORS.containsKey(peek().content()) && top) {
      // "= 5" or "< 3": the left side was left out.
      if (peek().is("=") || peek().is("==")) {
        at++;
      }
      first = ratio();
    } else {
      first = ratio();
    }
    List<Node> operands = new ArrayList<>(List.of(first));
    List<Relator> relators = new ArrayList<>();
    while (true) {
      Relator relator = relator();
      if (relator == null) {
        break;
      }
      relators.add(relator);
      operands.add(ratio());
      if (relators.size() > 500) {
        throw new ParseFailure(peek().start(), "a chain of more than 500 relations");
      }
    }
    depth--;
    if (relators.isEmpty()) {
      return first;
    }
    if (peek().command("pmod")) {
      at++;
      Node modulus = argument();
      operands.add(new Call("pmod", List.of(modulus)));
      relators.add(Relator.CONGRUENT);
    }
    return new Relation(List.copyOf(operands), List.copyOf(relators));
  }

  private @Nullable Relator relator() {
    Token token = peek();
    if (token.kind() == Kind.COMMAND && token.content().equals("not")) {
      Relator next = RELATORS.get(peek(1).content());
      if (next == Relator.EQUAL) {
        at += 2;
        return Relator.NOT_EQUAL;
      }
      if (next == Relator.IN) {
        at += 2;
        return Relator.NOT_IN;
      }
    }
    if (token.kind() == Kind.SYMBOL
        || token.kind() == Kind.COMMAND
        || (token.kind() == Kind.WORD && token.content().equals("in"))) {
      Relator relator = RELATORS.get(token.content());
      if (relator != null) {
        at++;
        if (relator == Relator.LESS || relator == Relator.GREATER) {
          if (accept("=")) {
            return relator == Relator.LESS ? Relator.LESS_OR_EQUAL : Relator.GREATER_OR_EQUAL;
          }
        }
        return relator;
      }
    }
    return null;
  }

  private Node ratio() {
    Node first = setExpression();
    if ((peek().is(":") || peek().command("colon")) && builders == 0) {
      List<Node> terms = new ArrayList<>(List.of(first));
      while (peek().is(":") || peek().command("colon")) {
        at++;
        terms.add(setExpression());
        if (terms.size() > 100) {
          throw new ParseFailure(peek().start(), "a ratio of more than 100 terms");
        }
      }
      return new Ratio(List.copyOf(terms));
    }
    return first;
  }

  private Node setExpression() {
    enter();
    Node left = additive();
    while (true) {
      SetOperator operator = setOperator(left);
      if (operator == null) {
        break;
      }
      at++;
      left = new SetOperation(operator, left, additive());
      countLeft();
    }
    if (peek().command("choose")) {
      at++;
      left = new Call("binomial", List.of(left, additive()));
    } else if (peek().command("over")) {
      at++;
      left = new Product(List.of(left, Node.inverse(additive())));
    }
    depth--;
    return left;
  }

  private @Nullable SetOperator setOperator(Node left) {
    Token token = peek();
    if (token.command("cup")
        || (token.kind() == Kind.LETTER
            && (token.content().equals("U") || token.content().equals("u"))
            && (left instanceof Interval
                || left instanceof Tuple
                || left instanceof SetOf
                || left instanceof SetOperation)
            && (peek(1).is("(") || peek(1).is("[") || peek(1).is("\\{") || peek(1).is("{")))) {
      return SetOperator.UNION;
    }
    if (token.command("cap")) {
      return SetOperator.INTERSECTION;
    }
    if (token.command("setminus") || token.command("backslash")) {
      return SetOperator.DIFFERENCE;
    }
    return null;
  }

  // ---- arithmetic

  private Node additive() {
    enter();
    Node result = null;
    List<Node> terms = new ArrayList<>();
    boolean more = true;
    while (more) {
      if (acceptCommand("pm") || acceptPlusSlashMinus()) {
        countLeft();
        Node first = sum(result, terms);
        result = new PlusMinus(first, term(), false);
        terms = new ArrayList<>();
      } else if (acceptCommand("mp")) {
        countLeft();
        Node first = sum(result, terms);
        result = new PlusMinus(first, term(), true);
        terms = new ArrayList<>();
      } else if ((result != null || !terms.isEmpty()) && accept("-")) {
        terms.add(Node.negate(term()));
      } else {
        // A leading minus belongs to the first factor: -1 mod 2 is 1.
        accept("+");
        terms.add(term());
      }
      Token token = peek();
      more = token.is("+") || token.is("-") || token.command("pm") || token.command("mp");
    }
    depth--;
    return sum(result, terms);
  }

  /** {@code +/-}. */
  private boolean acceptPlusSlashMinus() {
    if (peek().is("+") && peek(1).is("/") && peek(2).is("-")) {
      at += 3;
      return true;
    }
    return false;
  }

  private static Node sum(@Nullable Node first, List<Node> terms) {
    List<Node> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
    }
    all.addAll(terms);
    if (all.isEmpty()) {
      return Node.number(0);
    }
    return all.size() == 1 ? all.getFirst() : new Sum(List.copyOf(all));
  }

  private Node term() {
    enter();
    List<Node> factors = new ArrayList<>();
    factors.add(unary());
    while (true) {
      Token token = peek();
      if (token.is("*")
          || token.command("cdot")
          || token.command("times")
          || token.command("ast")
          || token.command("star")
          || isTimesLetter(token)) {
        at++;
        factors.add(unary());
      } else if (token.is("/") || token.command("div")) {
        at++;
        factors.add(Node.inverse(unary()));
      } else if (token.command("mod")
          || token.command("bmod")
          || (token.kind() == Kind.WORD && token.content().equals("mod"))
          || (token.is("%") && startsOperand(peek(1)) && token.spaced() && peek(1).spaced())) {
        at++;
        Node left = product(factors);
        factors = new ArrayList<>();
        factors.add(new Call("mod", List.of(left, unary())));
        countLeft();
      } else {
        break;
      }
    }
    depth--;
    return unit(product(factors));
  }

  /** The x of {@code 2.5 x 10^3}: a spaced letter between two numbers. */
  private boolean isTimesLetter(Token token) {
    return token.kind() == Kind.LETTER
        && (token.content().equals("x") || token.content().equals("X"))
        && token.spaced()
        && at > 0
        && tokens.get(at - 1).kind() == Kind.NUMBER
        && peek(1).kind() == Kind.NUMBER
        && peek(1).spaced();
  }

  private static boolean startsOperand(Token token) {
    return token.kind() == Kind.NUMBER || token.kind() == Kind.LETTER || token.is("(");
  }

  private static Node product(List<Node> factors) {
    return factors.size() == 1 ? factors.getFirst() : new Product(List.copyOf(factors));
  }

  private Node unary() {
    enter();
    Node result;
    if (accept("-")) {
      result = Node.negate(unary());
    } else if (accept("+")) {
      result = unary();
    } else if (peek().command("pm")) {
      at++;
      result = new PlusMinus(Node.number(0), unary(), false);
    } else {
      result = implicit(false);
    }
    depth--;
    return result;
  }

  /** Factors that stand side by side. */
  private Node implicit(boolean argument) {
    enter();
    List<Node> factors = new ArrayList<>();
    Token first = peek();
    factors.add(postfix());
    while (startsFactor(argument)) {
      // "1/2 (x+1)" and "1/2 x": a space or a parenthesis after a plain denominator ends it.
      boolean plainDenominator =
          at > 1
              && first.kind() == Kind.NUMBER
              && tokens.indexOf(first) > 0
              && tokens.get(tokens.indexOf(first) - 1).is("/")
              && (peek().spaced() || peek().is("("));
      if (plainDenominator && factors.size() == 1) {
        // The product goes on outside: hand the rest to the term as a further factor.
        Node denominator = product(factors);
        List<Node> rest = new ArrayList<>();
        while (startsFactor(argument)) {
          rest.add(postfix());
        }
        depth--;
        return new Product(List.of(denominator, Node.inverse(product(rest))));
      }
      if (factors.getFirst() instanceof Text words) {
        if (!ANNOUNCING.matcher(words.content()).find()) {
          throw new ParseFailure(peek().start(), "words before a value");
        }
        factors.removeFirst();
      }
      factors.add(postfix());
    }
    depth--;
    return product(factors);
  }

  private boolean startsFactor(boolean argument) {
    Token token = peek();
    return switch (token.kind()) {
      case NUMBER -> {
        Token before = tokens.get(at - 1);
        yield (before.kind() != Kind.NUMBER || isMixedTail()) && !isRelationWord(before);
      }
      case LETTER -> !isUnionLetter(token) && !isUnitLetter(token) && !isTimesLetter(token);
      case RAW -> true;
      case WORD ->
          !isConjunction(token)
              && !isTextWord(token.content())
              && !isUnitHere(token)
              && !(argument && FUNCTIONS.containsKey(token.content()))
              && !token.content().equals("in")
              && !token.content().equals("mod");
      case TEXT -> false;
      case COMMAND -> startsFactorCommand(token.content(), argument) && !isRomanUnit(token);
      case SYMBOL ->
          switch (token.content()) {
            case "(", "{", "\\{" -> true;
            case "[" -> argument ? false : token.spaced() || brackets == 0;
            case "|" -> bars == 0 && builders == 0;
            default -> false;
          };
      case BEGIN -> true;
      case END_ENVIRONMENT, END -> false;
    };
  }

  private static boolean isRelationWord(Token token) {
    return token.kind() == Kind.SYMBOL && RELATORS.containsKey(token.content());
  }

  private boolean isUnionLetter(Token token) {
    return token.content().equals("U")
        && at > 0
        && (tokens.get(at - 1).is(")")
            || tokens.get(at - 1).is("]")
            || tokens.get(at - 1).is("\\}"))
        && (peek(1).is("(") || peek(1).is("[") || peek(1).is("\\{"));
  }

  /** {@code 5 m} at the end of an answer: a number, a space, a unit of one letter. */
  private boolean isUnitLetter(Token token) {
    return token.spaced()
        && (tokens.get(at - 1).kind() == Kind.NUMBER || tokens.get(at - 1).is("}"))
        && "msghLlNJWVK".contains(token.content())
        && (peek(1).kind() == Kind.END
            || (peek(1).kind() == Kind.NUMBER && peek(1).spaced())
            || (peek(1).is("^") && peek(3).kind() == Kind.END)
            || (peek(1).is("/")
                && peek(3).kind() == Kind.END
                && (peek(2).kind() == Kind.LETTER || peek(2).kind() == Kind.WORD)));
  }

  private boolean isMixedTail() {
    return peek(1).command("frac") || peek(1).command("dfrac") || peek(1).command("tfrac");
  }

  private static boolean startsFactorCommand(String name, boolean argument) {
    if (RELATORS.containsKey(name)) {
      return false;
    }
    return switch (name) {
      case "cdot",
          "times",
          "div",
          "ast",
          "star",
          "pm",
          "mp",
          "cup",
          "cap",
          "setminus",
          "backslash",
          "mod",
          "bmod",
          "pmod",
          "choose",
          "over",
          "land",
          "lor",
          "wedge",
          "vee",
          "rfloor",
          "rceil",
          "rvert",
          "rVert",
          "rangle",
          "rbrace",
          "mid",
          "Rightarrow",
          "implies",
          "iff",
          "Leftrightarrow",
          "colon",
          "not",
          "perp",
          "parallel",
          "Longrightarrow",
          "rbrack" ->
          false;
      default -> !argument || !FUNCTIONS.containsKey(name);
    };
  }

  /** {@code 10\,\mathrm{cm}}: a font command that sets a unit after a number. */
  private boolean isRomanUnit(Token token) {
    if (!Lexer.FONT_COMMANDS.contains(token.content()) || !peek(1).is("{")) {
      return false;
    }
    Token before = tokens.get(at - 1);
    boolean afterValue = before.kind() == Kind.NUMBER || before.is("}") || before.command("pi");
    return afterValue
        && peek(2).kind() == Kind.WORD
        && (Units.isUnit(peek(2).content()) || isTextWord(peek(2).content()))
        && !FUNCTIONS.containsKey(peek(2).content())
        && !CONSTANTS.containsKey(peek(2).content());
  }

  private Node postfix() {
    enter();
    Node base = factor();
    boolean indexed = false;
    for (int count = 0; ; count++) {
      if (count > 0) {
        countLeft();
      }
      Token token = peek();
      if (token.is("^") || token.is("**")) {
        at++;
        base = raised(base);
      } else if (token.is("!")) {
        at++;
        if (!peek().spaced() && accept("!")) {
          base = new Call("doubleFactorial", List.of(base));
        } else {
          base = new Call("factorial", List.of(base));
        }
      } else if (token.is("%") && !(startsOperand(peek(1)) && token.spaced() && peek(1).spaced())) {
        at++;
        base = new Percent(base);
      } else if (token.command("percent")
          || (token.kind() == Kind.WORD && isPercentWord(token.content()))
          || (token.kind() == Kind.TEXT && isPercentWord(token.content().strip()))) {
        at++;
        base = new Percent(base);
      } else if (token.command("degree") || token.command("degrees")) {
        at++;
        base = new Quantity(base, "°");
      } else if (token.is("'")) {
        at++;
        base = primed(base);
      } else if (token.is("_")) {
        if (indexed && base instanceof Num) {
          // Base upon base: the digits would grow with each.
          throw new ParseFailure(token.start(), "a second base of a number");
        }
        indexed = true;
        at++;
        base = subscripted(base);
      } else {
        break;
      }
    }
    depth--;
    return base;
  }

  static boolean isPercentWord(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "percent", "percentage", "pct", "%", "\\%" -> true;
      default -> false;
    };
  }

  private static Node primed(Node base) {
    return switch (base) {
      case Sym symbol -> new Sym(symbol.name() + "'");
      case Call call when call.arguments().size() == 1 ->
          new Call(call.function() + "'", call.arguments());
      default -> base;
    };
  }

  private Node subscripted(Node base) {
    String index = rawArgument().replaceAll("[{}\\s]", "");
    if (base instanceof Num number && number.value().isInteger()) {
      return inBase(number.value().toString(), index);
    }
    if (base instanceof Sym symbol) {
      String name = symbol.name() + "_" + index;
      if (APPLIED.contains(symbol.name()) && peek().is("(") && !peek().spaced()) {
        return applied(name);
      }
      return new Sym(name);
    }
    if (base instanceof Constant constant && constant != Constant.INFINITY) {
      return new Sym(
          (constant == Constant.E ? "e" : constant == Constant.I ? "i" : "pi") + "_" + index);
    }
    if (base instanceof Call call) {
      return new Call(call.function() + "_" + index, call.arguments());
    }
    if (base instanceof Product || base instanceof Tuple || base instanceof Sum) {
      throw new ParseFailure(peek().start(), "a subscript after an expression");
    }
    return base;
  }

  private Node inBase(String digits, String index) {
    int radix = radix(index);
    if (radix < 2 || radix > 36) {
      throw new ParseFailure(peek().start(), "not a number's base: " + index);
    }
    try {
      return Node.integer(new BigInteger(digits, radix));
    } catch (NumberFormatException e) {
      throw new ParseFailure(peek().start(), digits + " is not a number in base " + radix);
    }
  }

  private static int radix(String index) {
    String plain = index.replaceAll("\\\\text(rm)?|\\\\mathrm|[()]", "");
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "two" -> 2;
      case "three" -> 3;
      case "four" -> 4;
      case "five" -> 5;
      case "six" -> 6;
      case "seven" -> 7;
      case "eight" -> 8;
      case "nine" -> 9;
      case "ten" -> 10;
      case "twelve" -> 12;
      case "sixteen" -> 16;
      default -> plain.matches("[0-9]{1,2}") ? Integer.parseInt(plain) : -1;
    };
  }

  private Node raised(Node base) {
    Token token = peek();
    if (base instanceof NamedSet set
        && (token.is("+") || token.is("-"))
        && (peek(1).kind() == Kind.END || peek(1).is("}") || peek(1).is(")") || peek(1).is(","))) {
      at++;
      return new NamedSet(set.name() + token.content());
    }
    if (base instanceof NamedSet set
        && token.is("{")
        && (peek(1).is("+") || peek(1).is("-"))
        && peek(2).is("}")) {
      at += 3;
      return new NamedSet(set.name() + tokens.get(at - 2).content());
    }
    if (limits > 0) {
      boolean braced = token.is("{");
      Token sign = peek(braced ? 1 : 0);
      if ((sign.is("+") || sign.is("-")) && peek(braced ? 2 : 1).is("}")) {
        at += braced ? 3 : 1;
        return new Call("side", List.of(base, Node.number(sign.is("+") ? 1 : -1)));
      }
    }
    if (token.command("circ") || token.command("degree")) {
      at++;
      return degrees(base);
    }
    if (token.command("prime") || token.is("'")) {
      at++;
      return primed(base);
    }
    if (token.is("*")) {
      at++;
      return new Call("conjugate", List.of(base));
    }
    if (token.is("{")) {
      if ((peek(1).command("circ") || peek(1).command("degree")) && peek(2).is("}")) {
        at += 3;
        return degrees(base);
      }
      if (peek(1).command("prime") && peek(2).is("}")) {
        at += 3;
        return primed(base);
      }
      at++;
      Node exponent = inBraces();
      return power(base, exponent);
    }
    return power(base, exponent());
  }

  /** {@code x &= 1}: marks of alignment beside a relation are no separators. */
  private void dropAlignment() {
    int open = 1;
    for (int i = at; i < tokens.size() && open > 0; i++) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.BEGIN) {
        open++;
      } else if (token.kind() == Kind.END_ENVIRONMENT) {
        open--;
      } else if (token.is("&")
          && (isRelator(tokens.get(i + 1)) || (i > 0 && isRelator(tokens.get(i - 1))))) {
        tokens.remove(i);
        i--;
      } else if (token.is("\\\\")
          && (isRelator(tokens.get(i + 1))
              || (tokens.get(i + 1).is("&") && isRelator(tokens.get(i + 2))))) {
        // A chain goes on in the next line.
        tokens.remove(i);
        i--;
      }
    }
  }

  private static boolean isRelator(Token token) {
    return (token.kind() == Kind.SYMBOL || token.kind() == Kind.COMMAND)
        && RELATORS.containsKey(token.content());
  }

  /** Whether the braces that open before this environment are closed after it. */
  private boolean closesAfterEnvironment() {
    int open = 0;
    for (int i = at; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      open += token.kind() == Kind.BEGIN ? 1 : token.kind() == Kind.END_ENVIRONMENT ? -1 : 0;
      if (open == 0) {
        return i + 1 < tokens.size() && tokens.get(i + 1).is("\\}");
      }
    }
    return false;
  }

  /** Degrees of an angle, or of a temperature where a C or F ends the answer. */
  private Node degrees(Node base) {
    Token scale = peek();
    boolean temperature =
        (scale.is("C")
                || scale.is("F")
                || (scale.kind() == Kind.LETTER
                    && (scale.content().equals("C") || scale.content().equals("F"))))
            && (peek(1).kind() == Kind.END || peek(1).is(",") || peek(1).is(")"));
    if (temperature) {
      at++;
      return new Quantity(base, "°" + scale.content());
    }
    return new Quantity(base, "°");
  }

  private Node power(Node base, Node exponent) {
    if (base instanceof Sym symbol
        && symbol.name().length() == 1
        && APPLIED.contains(symbol.name())
        && exponent.equals(Node.number(-1))
        && peek().is("(")) {
      return applied(symbol.name() + "^{-1}");
    }
    if (base instanceof Quantity quantity && !quantity.unit().equals("°")) {
      return new Quantity(quantity.value(), quantity.unit());
    }
    return new Power(base, exponent);
  }

  private Node exponent() {
    enter();
    Node result;
    if (accept("-")) {
      result = Node.negate(exponent());
    } else if (accept("+")) {
      result = exponent();
    } else if (peek().kind() == Kind.WORD && !isNamed(peek().content())) {
      result = letter(splitLetter());
    } else {
      result = factor();
      while (peek().is("^") || peek().is("**")) {
        countLeft();
        at++;
        result = raised(result);
      }
      if (peek().is("!")) {
        at++;
        result = new Call("factorial", List.of(result));
      }
    }
    depth--;
    return result;
  }

  private static boolean isNamed(String word) {
    return FUNCTIONS.containsKey(word)
        || CONSTANTS.containsKey(word)
        || GREEK.contains(word)
        || word.equals("sqrt");
  }

  /** Replaces the word here by its rest and gives its first letter. */
  private Token splitLetter() {
    Token word = peek();
    Token head =
        new Token(
            Kind.LETTER,
            word.content().substring(0, 1),
            word.start(),
            word.start() + 1,
            word.spaced());
    String rest = word.content().substring(1);
    tokens.set(
        at,
        new Token(
            rest.length() == 1 ? Kind.LETTER : Kind.WORD,
            rest,
            word.start() + 1,
            word.end(),
            false));
    return head;
  }

  // ---- factors

  private Node factor() {
    enter();
    Token token = take();
    Node result =
        switch (token.kind()) {
          case NUMBER -> number(token);
          case LETTER -> letter(token);
          case RAW -> new Sym(rawName(token.content()));
          case WORD -> word(token);
          case COMMAND -> command(token);
          case TEXT -> text(token);
          case BEGIN -> environment(token);
          case SYMBOL -> symbol(token);
          case END_ENVIRONMENT, END -> {
            at = Math.max(0, at - (token.kind() == Kind.END ? 0 : 1));
            throw new ParseFailure(token.start(), "expected a value, found " + shown(token));
          }
        };
    depth--;
    return result;
  }

  /** {@code \variable{\alpha}} is the symbol that {@code \alpha} is. */
  private static String rawName(String inside) {
    String name = inside.strip();
    if (name.startsWith("\\") && GREEK.contains(name.substring(1))) {
      return "variable " + name.substring(1);
    }
    return name.replaceAll("[{}\\s]", "");
  }

  private Node text(Token token) {
    String inside = token.content().strip();
    if (inside.length() == 1 && Lexer.isLetter(inside.charAt(0))) {
      return letter(new Token(Kind.LETTER, inside, token.start(), token.end(), token.spaced()));
    }
    if (inside.matches("-?[0-9][0-9., ]{0,30}")) {
      return Num.of(Decimals.rational(inside.replaceAll("[, ]", "").replaceAll("\\.$", "")));
    }
    if (FUNCTIONS.containsKey(inside) && peek().is("(")) {
      return function(token, FUNCTIONS.getOrDefault(inside, inside));
    }
    if (peek().is("_") && inside.matches("[0-9A-F]{2,60}")) {
      Node lettered =
          inLetteredBase(new Token(Kind.WORD, inside, token.start(), token.end(), token.spaced()));
      if (lettered != null) {
        return lettered;
      }
    }
    return new Text(inside);
  }

  /** {@code ^5C_2} or {@code _5C_2} after its first sign. */
  private @Nullable Node prefixedCombination(Token sign) {
    int mark = at;
    List<Token> kept = new ArrayList<>(tokens.subList(at, Math.min(at + 10, tokens.size())));
    if (peek().is("{") || peek().kind() == Kind.NUMBER) {
      Node top = argument();
      boolean letter = peek().kind() == Kind.LETTER && peek().content().equals("C");
      if (letter && top instanceof Num && !sign.is("{")) {
        at++;
        if (accept("_") && (peek().is("{") || peek().kind() == Kind.NUMBER)) {
          return new Call("binomial", List.of(top, argument()));
        }
      }
    }
    at = mark;
    restore(mark, kept);
    return null;
  }

  private Node symbol(Token token) {
    return switch (token.content()) {
      case "(" -> bracketed(token, "(");
      case "[" -> bracketed(token, "[");
      case "]" -> frenchInterval(token);
      case "{" -> {
        if (peek().is("}") && (peek(1).is("^") || peek(1).is("_"))) {
          int mark = at;
          at += 2;
          Node combination = prefixedCombination(tokens.get(at - 1));
          if (combination != null) {
            yield combination;
          }
          at = mark;
        }
        yield braces();
      }
      case "_" -> {
        Node combination = prefixedCombination(token);
        if (combination == null) {
          throw new ParseFailure(token.start(), "a subscript of nothing");
        }
        yield combination;
      }
      case "\\{" -> {
        if (peek().kind() == Kind.BEGIN && !closesAfterEnvironment()) {
          // A system of equations: a brace on the left only.
          yield cases(take());
        }
        yield setOrBuilder("\\}");
      }
      case "|" -> bars(token);
      case "\\|" -> norm("\\|");
      case "^" -> {
        Node nice = niceFraction();
        if (nice != null) {
          yield nice;
        }
        Node combination = prefixedCombination(token);
        if (combination != null) {
          yield combination;
        }
        // "^\\circ" alone: degrees of nothing.
        throw new ParseFailure(token.start(), "a power of nothing");
      }
      case "@", "?" -> throw new ParseFailure(token.start(), "unexpected " + shown(token));
      default -> {
        if (Lexer.CURRENCIES.contains(token.content())) {
          yield new Quantity(postfix(), Units.normalized(token.content()));
        }
        at--;
        throw new ParseFailure(token.start(), "expected a value, found " + shown(token));
      }
    };
  }

  /** {@code ^1/_2} after its caret: raised and lowered digits around a slash. */
  private @Nullable Node niceFraction() {
    int mark = at;
    List<Token> kept = new ArrayList<>(tokens.subList(at, Math.min(at + 8, tokens.size())));
    if (peek().is("{") || peek().kind() == Kind.NUMBER) {
      Node top = argument();
      if (accept("/") && accept("_") && (peek().is("{") || peek().kind() == Kind.NUMBER)) {
        Node bottom = argument();
        if (top instanceof Num n && bottom instanceof Num d && !d.value().isZero()) {
          return Num.of(n.value().over(d.value()));
        }
      }
    }
    at = mark;
    restore(mark, kept);
    return null;
  }

  private Node bars(Token open) {
    enter();
    bars++;
    int outerBuilders = builders;
    builders = 0;
    Node inside = listing(false);
    builders = outerBuilders;
    bars--;
    if (!accept("|") && !acceptCommand("mid") && !acceptCommand("vert")) {
      throw new ParseFailure(open.start(), "a bar that is never closed");
    }
    depth--;
    return new Call("abs", List.of(inside));
  }

  private Node norm(String close) {
    Node inside = listing(false);
    expect(close);
    return new Call("norm", List.of(inside));
  }

  private Node delimited(String command, String function) {
    Node inside = listing(false);
    if (!acceptCommand(command)) {
      throw new ParseFailure(peek().start(), "expected \\" + command + ", found " + shown(peek()));
    }
    return new Call(function, List.of(inside));
  }

  private Node bracketed(Token open, String symbol) {
    enter();
    int outerBars = bars;
    int outerBuilders = builders;
    bars = 0;
    builders = 0;
    brackets++;
    Node inside = peek().is(")") || peek().is("]") ? new Listing(List.of()) : listing(false);
    brackets--;
    bars = outerBars;
    builders = outerBuilders;
    boolean round = accept(")");
    if (!round && !accept("]") && !accept("[")) {
      throw new ParseFailure(
          open.start(), "'" + symbol + "' is not closed; found " + shown(peek()));
    }
    depth--;
    List<Node> items = flattened(inside, mixedGroups);
    mixedGroups = false;
    boolean openRound = symbol.equals("(");
    if (items.size() == 1) {
      if (!openRound && (items.getFirst() instanceof Interval || isRow(items.getFirst()))) {
        return matrixOr(items, new Tuple(items));
      }
      return items.getFirst();
    }
    if (openRound && round) {
      return new Tuple(items);
    }
    if (items.size() == 2 && !(items.getFirst() instanceof Interval && !openRound)) {
      boolean closeOpen = round || tokens.get(at - 1).is("[");
      return new Interval(items.get(0), items.get(1), openRound, closeOpen);
    }
    return matrixOr(items, new Tuple(items));
  }

  private static boolean isRow(Node node) {
    return node instanceof Tuple;
  }

  private static Node matrixOr(List<Node> items, Node otherwise) {
    List<List<Node>> rows = new ArrayList<>();
    for (Node item : items) {
      switch (item) {
        case Interval i when !i.lowOpen() && !i.highOpen() -> rows.add(List.of(i.low(), i.high()));
        case Tuple t -> rows.add(t.items());
        default -> {
          return otherwise;
        }
      }
      if (rows.getLast().size() != rows.getFirst().size()) {
        return otherwise;
      }
    }
    return rows.isEmpty() ? otherwise : new Matrix(List.copyOf(rows));
  }

  /** {@code (1,1;2,2)} is one tuple: inside brackets a semicolon only separates. */
  private static List<Node> flattened(Node inside, boolean grouped) {
    if (!(inside instanceof Listing list)) {
      return List.of(inside);
    }
    if (!grouped) {
      return list.items();
    }
    List<Node> items = new ArrayList<>();
    for (Node item : list.items()) {
      if (item instanceof Tuple group) {
        items.addAll(group.items());
      } else {
        items.add(item);
      }
    }
    return List.copyOf(items);
  }

  private Node frenchInterval(Token open) {
    brackets++;
    Node inside = listing(false);
    brackets--;
    List<Node> items = flattened(inside, false);
    if (items.size() != 2) {
      throw new ParseFailure(open.start(), "unexpected ']'");
    }
    boolean highOpen = accept("[") || accept(")");
    if (!highOpen) {
      expect("]");
    }
    return new Interval(items.get(0), items.get(1), true, highOpen);
  }

  /** A LaTeX group, or a plain set where it holds several. */
  private Node braces() {
    enter();
    int outerBars = bars;
    bars = 0;
    Node inside = peek().is("}") ? new Listing(List.of()) : listing(false);
    bars = outerBars;
    expect("}");
    depth--;
    if (inside instanceof Listing list) {
      return new SetOf(setItems(list.items()));
    }
    if (inside instanceof Ratio ratio
        && ratio.terms().size() == 2
        && ratio.terms().getFirst() instanceof Sym) {
      return new SetOf(setItems(List.of(inside)));
    }
    if (inside instanceof PlusMinus) {
      return new SetOf(List.of(inside));
    }
    return inside;
  }

  private Node inBraces() {
    enter();
    int outerBars = bars;
    bars = 0;
    Node inside = listing(false);
    bars = outerBars;
    expect("}");
    depth--;
    return inside;
  }

  /** {@code {x: 12}} as Python prints it says x = 12. */
  private static List<Node> setItems(List<Node> items) {
    List<Node> result = new ArrayList<>();
    for (Node item : items) {
      if (item instanceof Ratio ratio
          && ratio.terms().size() == 2
          && ratio.terms().getFirst() instanceof Sym) {
        result.add(new Relation(ratio.terms(), List.of(Relator.EQUAL)));
      } else {
        result.add(item);
      }
    }
    return List.copyOf(result);
  }

  private Node setOrBuilder(String close) {
    enter();
    int outerBars = bars;
    bars = 0;
    builders++;
    brackets++;
    Node inside = atListEnd() ? new Listing(List.of()) : listing(false);
    builders--;
    Node result;
    if (accept("|")
        || acceptCommand("mid")
        || accept(":")
        || acceptCommand("colon")
        || acceptCommand("vert")) {
      Node conditions = listing(false);
      result =
          new Node.Builder(
              inside, conditions instanceof Listing list ? list.items() : List.of(conditions));
    } else {
      result = new SetOf(inside instanceof Listing list ? list.items() : List.of(inside));
    }
    brackets--;
    bars = outerBars;
    if (!accept(close) && !accept("}") && !acceptCommand("rbrace")) {
      throw new ParseFailure(peek().start(), "expected '}', found " + shown(peek()));
    }
    depth--;
    return result;
  }

  // ---- numbers

  private Node number(Token token) {
    String digits = token.content();
    // 1{,}000 always, 1,000 where no bracket makes the comma a separator, 1 000 with spaces.
    if (digits.length() <= 3 && digits.indexOf('.') < 0 && !digits.startsWith("0")) {
      StringBuilder all = new StringBuilder(digits);
      while (true) {
        Token next = peek();
        Token after = peek(1);
        boolean comma =
            (next.is("{,}") || (next.is(",") && brackets == 0 && builders == 0))
                && (!next.spaced() || next.is("{,}"))
                && (!after.spaced() || next.is("{,}") || escapedSpace(next, after))
                && isThousandsGroup(after);
        if (comma) {
          all.append(after.content());
          at += 2;
        } else if (next.kind() == Kind.NUMBER
            && next.spaced()
            && brackets == 0
            && isThousandsGroup(next)
            && !peek(1).command("frac")
            && !peek(1).is("/")) {
          all.append(next.content());
          at++;
        } else {
          break;
        }
        if (all.indexOf(".") >= 0) {
          break;
        }
      }
      digits = all.toString();
    } else if (peek().is("{,}") && peek(1).kind() == Kind.NUMBER) {
      // A decimal comma in braces: 3{,}14.
      digits = digits + "." + peek(1).content();
      at += 2;
    }
    if (digits.length() <= 3 && peek().is("{,}") && peek(1).kind() == Kind.NUMBER) {
      digits = digits + "." + peek(1).content();
      at += 2;
    }
    Node repeating = repeating(digits);
    if (repeating != null) {
      return repeating;
    }
    Node lettered = inLetteredBase(token);
    if (lettered != null) {
      return lettered;
    }
    if (digits.endsWith(".")) {
      digits = digits.substring(0, digits.length() - 1);
    }
    if (peek().is("_") && digits.matches("[0-9]+")) {
      at++;
      return inBase(digits, rawArgument().replaceAll("[{}\\s]", ""));
    }
    if (peek().kind() == Kind.COMMAND && isDots(peek().content()) && digits.indexOf('.') > 0) {
      at++;
      return dotted(digits, token);
    }
    if (peek().is(".") && peek(1).is(".") && peek(2).is(".") && digits.indexOf('.') > 0) {
      at += 3;
      return dotted(digits, token);
    }
    Num value = Decimals.number(digits, token.start());
    Token combination = peek();
    if (combination.kind() == Kind.LETTER
        && combination.content().equals("C")
        && !combination.spaced()
        && peek(1).kind() == Kind.NUMBER
        && !peek(1).spaced()
        && value.value().isInteger()) {
      at += 2;
      return new Call(
          "binomial", List.of(value, Decimals.number(tokens.get(at - 1).content(), token.start())));
    }
    return value.value().isInteger() && value.decimals() < 0 ? mixed(value) : value;
  }

  private static boolean isDots(String name) {
    return name.equals("ldots") || name.equals("dots") || name.equals("cdots");
  }

  private static boolean escapedSpace(Token comma, Token after) {
    // 1,\!000: the thin negative space is part of the number.
    return after.start() - comma.end() == 2;
  }

  private static boolean isThousandsGroup(Token token) {
    if (token.kind() != Kind.NUMBER) {
      return false;
    }
    String digits = token.content();
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    return whole.length() == 3 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
  }

  /** {@code 0.1\overline{6}}, {@code 0.\dot{3}}, {@code 0.(3)}. */
  private @Nullable Node repeating(String digits) {
    if (!PLAIN_DECIMAL.matcher(digits).matches()) {
      return null;
    }
    Token next = peek();
    String period = null;
    int consumed = 0;
    if (next.command("overline") || next.command("bar") || next.command("dot")) {
      if (peek(1).is("{") && peek(2).kind() == Kind.NUMBER && peek(3).is("}")) {
        period = peek(2).content();
        consumed = 4;
      } else if (peek(1).kind() == Kind.NUMBER) {
        period = peek(1).content();
        consumed = 2;
      }
    } else if (next.is("(")
        && !next.spaced()
        && peek(1).kind() == Kind.NUMBER
        && !peek(1).spaced()
        && peek(2).is(")")) {
      period = peek(1).content();
      consumed = 3;
    }
    if (period == null || !REPEATING_GROUP.matcher(period).matches()) {
      return null;
    }
    at += consumed;
    return Num.of(Decimals.repeating(digits, period));
  }

  /** {@code 1A3_{16}}, {@code FF_{16}}: digits and letters run together, then a base above 10. */
  private @Nullable Node inLetteredBase(Token token) {
    int ahead = 0;
    StringBuilder all = new StringBuilder(token.content());
    while (true) {
      Token next = peek(ahead);
      boolean piece =
          next.kind() == Kind.NUMBER || next.kind() == Kind.LETTER || next.kind() == Kind.WORD;
      if (next.spaced() || !piece || !LETTERED_DIGITS.matcher(next.content()).matches()) {
        break;
      }
      all.append(next.content());
      ahead++;
    }
    boolean digits = token.kind() == Kind.NUMBER;
    // A lone letter with an index is a term of a sequence.
    if (!peek(ahead).is("_") || (digits ? ahead == 0 : all.length() < 2)) {
      return null;
    }
    boolean braced = peek(ahead + 1).is("{") && peek(ahead + 3).is("}");
    String index = peek(ahead + (braced ? 2 : 1)).content();
    if (!index.matches("1[1-6]")) {
      return null;
    }
    for (int i = 0; i < all.length(); i++) {
      if (Character.digit(all.charAt(i), Integer.parseInt(index)) < 0) {
        return null;
      }
    }
    at += ahead + (braced ? 4 : 2);
    return inBase(all.toString(), index);
  }

  /** Digits that go on: a period where the last digits repeat, else unreadable. */
  private static Node dotted(String digits, Token token) {
    if (!PLAIN_DECIMAL.matcher(digits).matches()) {
      throw new ParseFailure(token.start(), "digits that go on after an exponent: " + digits);
    }
    String fraction = digits.substring(digits.indexOf('.') + 1);
    for (int length = 1; length <= fraction.length() / 2; length++) {
      int repeats = length == 1 ? 3 : 2;
      String period = fraction.substring(fraction.length() - length);
      if (fraction.length() >= length * repeats && fraction.endsWith(period.repeat(repeats))) {
        String head = digits.substring(0, digits.length() - length * repeats);
        return Num.of(Decimals.repeating(head, period));
      }
    }
    throw new ParseFailure(token.start(), "digits that go on without a period: " + digits + "…");
  }

  /** {@code 3\frac12} and {@code 2 1/2}. */
  private Node mixed(Num whole) {
    Token next = peek();
    if (next.command("frac") || next.command("dfrac") || next.command("tfrac")) {
      int mark = at;
      List<Token> kept = new ArrayList<>(tokens.subList(at, Math.min(at + 6, tokens.size())));
      at++;
      Node top = argument();
      Node bottom = argument();
      if (top instanceof Num n
          && bottom instanceof Num d
          && n.value().isInteger()
          && d.value().isInteger()
          && n.value().signum() > 0
          && d.value().signum() > 0
          && n.decimals() < 0
          && n.value().compareTo(d.value()) < 0) {
        return Num.of(whole.value().plus(n.value().over(d.value())));
      }
      at = mark;
      restore(mark, kept);
      return whole;
    }
    if (next.kind() == Kind.NUMBER
        && next.spaced()
        && peek(1).is("/")
        && peek(2).kind() == Kind.NUMBER
        && next.content().matches("[0-9]{1,9}")
        && peek(2).content().matches("[0-9]{1,9}")) {
      long top = Long.parseLong(next.content());
      long bottom = Long.parseLong(peek(2).content());
      if (top > 0 && top < bottom) {
        at += 3;
        return Num.of(whole.value().plus(Rational.of(top, bottom)));
      }
    }
    return whole;
  }

  /** Undoes what {@link #splitDigit} did to the tokens from {@code mark}. */
  private void restore(int mark, List<Token> kept) {
    for (int i = 0; i < kept.size(); i++) {
      tokens.set(mark + i, kept.get(i));
    }
  }

  // ---- letters and words

  private Node letter(Token token) {
    String name = token.content();
    if ("ABCDEF".contains(name) && peek().kind() == Kind.NUMBER) {
      Node lettered = inLetteredBase(token);
      if (lettered != null) {
        return lettered;
      }
    }
    if (integrals > 0 && name.equals("d") && peek().kind() == Kind.LETTER && !peek().spaced()) {
      return new Sym(DIFFERENTIAL + take().content());
    }
    if (boundNames.contains(name)) {
      return new Sym(name);
    }
    if (name.equals("C") && peek().is("(") && !peek().spaced()) {
      int mark = at;
      at++;
      List<Node> arguments = arguments(")");
      if (arguments.size() == 2) {
        return new Call("binomial", arguments);
      }
      at = mark;
    }
    if (peek().is("_")) {
      return new Sym(name);
    }
    if (name.equals("e")) {
      return Constant.E;
    }
    if (name.equals("i") || name.equals("I")) {
      return Constant.I;
    }
    if (APPLIED.contains(name) && peek().is("(") && !peek().spaced()) {
      return applied(name);
    }
    return new Sym(name);
  }

  private Node applied(String name) {
    expect("(");
    return new Call(name, arguments(")"));
  }

  private List<Node> arguments(String close) {
    brackets++;
    int outerBars = bars;
    bars = 0;
    Node inside = peek().is(close) ? new Listing(List.of()) : listing(false);
    bars = outerBars;
    brackets--;
    if (!accept(close)) {
      throw new ParseFailure(peek().start(), "expected '" + close + "', found " + shown(peek()));
    }
    return inside instanceof Listing list ? list.items() : List.of(inside);
  }

  private Node word(Token token) {
    String word = token.content();
    if (LETTERED_DIGITS.matcher(word).matches() && word.equals(word.toUpperCase(Locale.ROOT))) {
      Node lettered = inLetteredBase(token);
      if (lettered != null) {
        return lettered;
      }
    }
    if (word.equals("sqrt")) {
      return root(token);
    }
    String function = FUNCTIONS.get(word);
    if (function != null && (word.length() > 2 || peek().is("(") || peek().spaced())) {
      return function(token, function);
    }
    if (word.equals("Matrix") || word.equals("array") || word.equals("ImmutableMatrix")) {
      if (peek().is("(")) {
        at++;
        List<Node> rows = arguments(")");
        if (rows.size() == 1) {
          return rows.getFirst();
        }
        throw new ParseFailure(token.start(), word + " of " + rows.size() + " values");
      }
    }
    if (word.equals("nCr") || word.equals("nCk") || word.equals("comb")) {
      if (peek().is("(")) {
        at++;
        List<Node> arguments = arguments(")");
        if (arguments.size() != 2) {
          throw new ParseFailure(token.start(), word + " of " + arguments.size() + " values");
        }
        return new Call("binomial", arguments);
      }
    }
    if (CURRENCY_WORDS.contains(word)) {
      int dot = peek().is(".") ? 1 : 0;
      if (peek(dot).kind() == Kind.NUMBER) {
        at += dot;
        return new Quantity(postfix(), Units.normalized(word));
      }
    }
    if (word.equals("Eq") && peek().is("(")) {
      at++;
      List<Node> sides = arguments(")");
      if (sides.size() != 2) {
        throw new ParseFailure(token.start(), "Eq of " + sides.size() + " values");
      }
      return new Relation(sides, List.of(Relator.EQUAL));
    }
    Constant constant = CONSTANTS.get(word);
    if (constant != null) {
      return constant;
    }
    if (GREEK.contains(word)) {
      return new Sym(word);
    }
    if (word.equals("NaN") || word.equals("nan")) {
      return Constant.UNDEFINED;
    }
    if (integrals > 0 && word.length() >= 2 && word.charAt(word.length() - 2) == 'd') {
      Node differential = new Sym(DIFFERENTIAL + word.charAt(word.length() - 1));
      String rest = word.substring(0, word.length() - 2);
      return rest.isEmpty() ? differential : product(List.of(letters(rest, token), differential));
    }
    for (String name : List.of("sin", "cos", "tan", "ln", "log", "exp")) {
      if (word.length() == name.length() + 1 && word.startsWith(name)) {
        Node argument = letters(word.substring(name.length()), token);
        if (peek().is("^")) {
          at++;
          argument = raised(argument);
        }
        return new Call(FUNCTIONS.getOrDefault(name, name), List.of(argument));
      }
    }
    if (isTextWord(word)) {
      return prose(token);
    }
    return letters(word, token);
  }

  /** A run of words is one text. */
  private Node prose(Token first) {
    StringBuilder content = new StringBuilder(first.content());
    while (true) {
      Token next = peek();
      boolean word =
          (next.kind() == Kind.WORD && !isConjunction(next))
              || (next.kind() == Kind.LETTER && next.spaced());
      if (!word
          && !(next.is("'")
              || (next.is("-")
                  && !next.spaced()
                  && !peek(1).spaced()
                  && peek(1).kind() == Kind.WORD))) {
        break;
      }
      at++;
      content.append(next.spaced() ? " " : "").append(next.content());
    }
    return new Text(content.toString());
  }

  private Node letters(String word, Token token) {
    if (word.length() > 1
        && word.charAt(word.length() - 1) != 'd'
        && APPLIED.indexOf(word.charAt(word.length() - 1)) >= 0
        && peek().is("(")
        && !peek().spaced()) {
      Node head = letters(word.substring(0, word.length() - 1), token);
      return product(List.of(head, applied(word.substring(word.length() - 1))));
    }
    List<Node> factors = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      String name = word.substring(i, i + 1);
      boolean last = i == word.length() - 1;
      if (boundNames.contains(name) || (last && peek().is("_"))) {
        factors.add(new Sym(name));
      } else if (name.equals("e") && word.length() <= 3 && lower(word)) {
        factors.add(Constant.E);
      } else if ((name.equals("i") && lower(word)) || (name.equals("I") && word.length() == 2)) {
        factors.add(Constant.I);
      } else {
        factors.add(new Sym(name));
      }
    }
    if (factors.size() > 1
        && (peek().is("^")
            || peek().is("**")
            || peek().is("_")
            || peek().is("'")
            || peek().is("!"))) {
      // A postfix binds to the last letter alone.
      Node tail = factors.removeLast();
      if (accept("_")) {
        tail = subscripted(tail);
      }
      if (accept("^") || accept("**")) {
        tail = raised(tail);
      } else if (accept("!")) {
        tail = new Call("factorial", List.of(tail));
      } else if (accept("'")) {
        tail = primed(tail);
      }
      factors.add(tail);
    }
    return product(factors);
  }

  private static boolean lower(String word) {
    return word.equals(word.toLowerCase(Locale.ROOT));
  }

  /** Whether a word is prose (or a unit), not a product of letters. */
  static boolean isTextWord(String word) {
    if (isNamed(word)) {
      return false;
    }
    String small = word.toLowerCase(Locale.ROOT);
    if (word.length() == 2) {
      return SHORT_WORDS.contains(small);
    }
    boolean upper = word.equals(word.toUpperCase(Locale.ROOT));
    if (word.length() == 3) {
      if (upper && !Decimals.isNumberWord(small) && !small.equals("yes")) {
        return false;
      }
      for (String group : LETTER_GROUPS) {
        if (small.chars().allMatch(c -> group.indexOf(c) >= 0)
            && small.chars().distinct().count() > 1) {
          return false;
        }
      }
      for (String function : List.of("ln", "lg")) {
        if (small.startsWith(function)) {
          return false;
        }
      }
      return true;
    }
    if (word.length() == 4) {
      for (String function : List.of("sin", "cos", "tan", "log", "exp")) {
        if (word.startsWith(function)) {
          return false;
        }
      }
    }
    boolean vocabulary = small.equals("true") || small.equals("false") || small.equals("none");
    if (small.length() <= 5 && "abcdefgh".startsWith(small)) {
      return false;
    }
    return !upper || word.length() > 5 || vocabulary;
  }

  private boolean isUnitHere(Token token) {
    Token before = tokens.get(at - 1);
    boolean afterNumber =
        before.kind() == Kind.NUMBER || before.is("}") || before.is(")") || before.is("%");
    return afterNumber
        && (token.spaced() || before.kind() == Kind.NUMBER)
        && token.content().length() > 1
        && (Units.isUnit(token.content()) || Units.isPowerWord(token.content()))
        && !CONSTANTS.containsKey(token.content());
  }

  /** A unit or a word that counts what the value counts: {@code 5 cm^2}, {@code 12 apples}. */
  private Node unit(Node value) {
    Token token = peek();
    if (value instanceof Text || brackets > 40) {
      return value;
    }
    boolean unitText = token.kind() == Kind.TEXT && !isConjunction(token);
    boolean unitWord =
        token.kind() == Kind.WORD
            && !isConjunction(token)
            && (isUnitHere(token) || (isTextWord(token.content()) && isValue(value)));
    boolean unitLetter = token.kind() == Kind.LETTER && token.spaced() && isValue(value);
    boolean currency = Lexer.CURRENCIES.contains(token.content()) && token.kind() == Kind.SYMBOL;
    boolean roman = token.kind() == Kind.COMMAND && Lexer.FONT_COMMANDS.contains(token.content());
    if (!unitText && !unitWord && !currency && !roman && !unitLetter) {
      return value;
    }
    if (unitText && !isUnitText(token.content())) {
      return value instanceof Num || isValue(value) ? annotated(value) : value;
    }
    return annotated(value);
  }

  private static boolean isUnitText(String content) {
    return !content.isBlank();
  }

  private static boolean isValue(Node value) {
    return switch (value) {
      case Num n -> true;
      case Constant c -> true;
      case Quantity q -> true;
      case Percent p -> true;
      case Product p -> p.factors().stream().allMatch(Parser::isValue);
      case Sum s -> s.terms().stream().allMatch(Parser::isValue);
      case Power p -> isValue(p.base()) && isValue(p.exponent());
      case Call c -> !c.arguments().isEmpty() && c.arguments().stream().allMatch(Parser::isValue);
      default -> false;
    };
  }

  private Node annotated(Node value) {
    StringBuilder unit = new StringBuilder();
    int start = at;
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.TEXT && !isConjunction(token)) {
        unit.append(' ').append(token.content().strip());
        at++;
      } else if ((token.kind() == Kind.WORD || token.kind() == Kind.LETTER)
          && !isConjunction(token)
          && !token.content().equals("mod")) {
        unit.append(token.spaced() || unit.isEmpty() ? " " : "").append(token.content());
        at++;
      } else if (token.kind() == Kind.SYMBOL && Lexer.CURRENCIES.contains(token.content())) {
        unit.append(token.content());
        at++;
      } else if (token.kind() == Kind.COMMAND && Lexer.FONT_COMMANDS.contains(token.content())) {
        at++;
        unit.append(' ').append(rawArgument());
      } else if ((token.is("^") || token.is("**")) && at > start) {
        at++;
        unit.append('^').append(rawArgument());
      } else if (token.is("/") && at > start && isUnitPiece(peek(1))) {
        at++;
        unit.append('/');
      } else if ((token.is("-") || token.command("cdot"))
          && at > start
          && !token.spaced()
          && isUnitPiece(peek(1))) {
        at++;
        unit.append(' ');
      } else if (token.is("'") && at > start) {
        at++;
      } else {
        break;
      }
      if (at - start > 40) {
        break;
      }
    }
    String name = Units.normalized(unit.toString());
    if (name.isEmpty()) {
      return value;
    }
    if (isPercentWord(name)) {
      return new Percent(value);
    }
    if (value instanceof Quantity inner) {
      return new Quantity(
          inner.value(),
          Units.multiplier(name) == null
              ? Units.normalized(inner.unit() + " " + name)
              : name + " " + inner.unit());
    }
    return withRest(new Quantity(value, name));
  }

  /** {@code 2 hours 30 minutes}: a finer unit of the same dimension follows. */
  private Node withRest(Quantity coarse) {
    int mark = at;
    if (isConjunction(peek()) || peek().is(",")) {
      at++;
    }
    Token next = peek();
    if (next.kind() == Kind.NUMBER && next.content().matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      at++;
      Node fine = unit(Decimals.number(next.content(), next.start()));
      if (fine instanceof Quantity q && Units.isFiner(coarse.unit(), q.unit())) {
        Units.Measure above = Units.measure(coarse.unit());
        Units.Measure below = Units.measure(q.unit());
        if (above != null && below != null) {
          Node whole =
              new Product(List.of(coarse.value(), Num.of(above.size().over(below.size()))));
          return new Quantity(new Sum(List.of(whole, q.value())), q.unit());
        }
      }
    }
    at = mark;
    return coarse;
  }

  private static boolean isUnitPiece(Token token) {
    return token.kind() == Kind.TEXT
        || token.kind() == Kind.WORD
        || token.kind() == Kind.LETTER
        || (token.kind() == Kind.COMMAND && Lexer.FONT_COMMANDS.contains(token.content()));
  }

  // ---- commands

  private Node command(Token token) {
    String name = token.content();
    String function = FUNCTIONS.get(name);
    if (function != null) {
      return function(token, function);
    }
    Constant constant = CONSTANTS.get(name);
    if (constant != null) {
      return constant;
    }
    if (GREEK.contains(name)) {
      return new Sym(name);
    }
    if (Lexer.FONT_COMMANDS.contains(name)) {
      return font(token);
    }
    return switch (name) {
      case "frac", "dfrac", "tfrac", "cfrac", "rac", "sfrac", "nicefrac" -> fraction();
      case "sqrt" -> root(token);
      case "binom", "dbinom", "tbinom" -> new Call("binomial", List.of(argument(), argument()));
      case "boxed", "fbox", "underline", "mathop", "cancel", "overbrace", "underbrace" -> {
        if (!peek().is("{")) {
          throw new ParseFailure(token.start(), "\\" + name + " without braces");
        }
        at++;
        Node inside = inBraces();
        yield inside;
      }
      case "overline",
          "bar",
          "hat",
          "vec",
          "dot",
          "ddot",
          "tilde",
          "widehat",
          "widetilde",
          "overrightarrow" -> {
        int mark = at;
        String inside = rawArgument().replaceAll("[{}\\s]", "");
        boolean number =
            inside.length() > 1 && inside.matches(".*[0-9+-].*") && !inside.contains("_");
        if (number && (name.equals("overline") || name.equals("bar")) && tokens.get(mark).is("{")) {
          at = mark + 1;
          yield new Call("conjugate", List.of(inBraces()));
        }
        String bare = inside.replaceAll("\\\\(?:mathbf|boldsymbol|bm|mathrm)", "");
        bare = bare.equals("\\imath") ? "i" : bare.equals("\\jmath") ? "j" : bare;
        boolean unitVector = "ijk".contains(bare) && bare.length() == 1;
        yield new Sym(
            (name.equals("overline") ? "bar" : unitVector ? "hat" : name) + "{" + bare + "}");
      }
      case "angle", "triangle", "square" ->
          new Sym(name + " " + rawArgument().replaceAll("[{}\\s]", ""));
      case "mathbb" -> {
        String set = rawArgument().replaceAll("[{}\\s]", "");
        yield new NamedSet(set);
      }
      case "emptyset", "varnothing" -> new SetOf(List.of());
      case "lfloor" -> delimited("rfloor", "floor");
      case "lceil" -> delimited("rceil", "ceil");
      case "lvert" -> delimited("rvert", "abs");
      case "lVert" -> delimited("rVert", "norm");
      case "vert", "mid" -> bars(token);
      case "Vert" -> {
        Node inside = listing(false);
        acceptCommand("Vert");
        yield new Call("norm", List.of(inside));
      }
      case "langle" -> {
        brackets++;
        Node inside = listing(false);
        brackets--;
        if (!acceptCommand("rangle")) {
          throw new ParseFailure(token.start(), "\\langle is not closed");
        }
        yield inside instanceof Listing list ? new Tuple(list.items()) : inside;
      }
      case "lbrace" -> setOrBuilder("\\}");
      case "lbrack" -> bracketed(token, "[");
      case "sum" -> bound(Binder.SUM);
      case "prod" -> bound(Binder.PRODUCT);
      case "int", "iint", "oint" -> integral();
      case "lim" -> limit();
      case "therefore", "because", "Rightarrow", "implies" -> factor();
      case "pounds" -> new Quantity(postfix(), "£");
      case "euro" -> new Quantity(postfix(), "€");
      case "ldots", "dots", "cdots", "dotsc", "dotsb", "dotsm" -> new Sym("…");
      case "prime" -> throw new ParseFailure(token.start(), "a prime on nothing");
      case "circ" -> new Sym("∘");
      default -> {
        if (RELATORS.containsKey(name)
            || (STRUCTURE.contains(name)
                && !name.equals("nabla")
                && !name.equals("partial")
                && !name.equals("perp")
                && !name.equals("parallel"))) {
          at--;
          throw new ParseFailure(token.start(), "expected a value, found " + shown(token));
        }
        yield new Sym(name);
      }
    };
  }

  private Node font(Token token) {
    String inside = rawArgument().strip();
    boolean bold = BOLD.contains(token.content());
    if (bold && inside.length() == 1 && "ijk".contains(inside)) {
      return new Sym("hat{" + inside + "}");
    }
    if (inside.length() == 1 && Lexer.isLetter(inside.charAt(0))) {
      if (token.content().equals("mathrm")
          && inside.equals("d")
          && integrals > 0
          && peek().kind() == Kind.LETTER) {
        return new Sym(DIFFERENTIAL + take().content());
      }
      return letter(new Token(Kind.LETTER, inside, token.start(), token.end(), token.spaced()));
    }
    if (FUNCTIONS.containsKey(inside)) {
      return function(token, FUNCTIONS.getOrDefault(inside, inside));
    }
    if (inside.matches("[A-Za-z ]+") && (token.content().equals("mathrm") || isTextWord(inside))) {
      return inside.length() <= 3 && inside.equals(inside.toUpperCase(Locale.ROOT))
          ? letters(inside, token)
          : new Text(inside);
    }
    Parser inner = new Parser(Lexer.tokens(inside));
    inner.depth = depth;
    Node node = inner.listing(false);
    if (inner.peek().kind() != Kind.END) {
      throw new ParseFailure(token.start(), "unreadable inside \\" + token.content());
    }
    return node;
  }

  /** A braced argument, or the one digit, letter or command that TeX takes without braces. */
  private Node argument() {
    enter();
    Node result;
    Token token = peek();
    if (accept("{")) {
      result = inBraces();
    } else if (token.kind() == Kind.NUMBER) {
      result = splitDigit();
    } else if (token.kind() == Kind.WORD && !isNamed(token.content())) {
      result = letter(splitLetter());
    } else {
      result = factor();
    }
    depth--;
    return result;
  }

  private Node splitDigit() {
    Token token = peek();
    String digits = token.content();
    if (digits.length() == 1) {
      at++;
      return Decimals.number(digits, token.start());
    }
    tokens.set(
        at, new Token(Kind.NUMBER, digits.substring(1), token.start() + 1, token.end(), false));
    if (digits.charAt(1) == '.') {
      throw new ParseFailure(token.start(), "a decimal needs braces here");
    }
    return Decimals.number(digits.substring(0, 1), token.start());
  }

  /** The argument's text: names, subscripts and units are not mathematics. */
  private String rawArgument() {
    Token token = peek();
    if (!token.is("{")) {
      if (token.kind() == Kind.WORD && token.content().length() > 1) {
        return splitLetter().content();
      }
      if (token.kind() == Kind.END) {
        throw new ParseFailure(token.start(), "expected an argument, found the end");
      }
      at++;
      if (token.is("-") || token.is("+")) {
        return token.content() + rawArgument();
      }
      return token.content();
    }
    at++;
    StringBuilder raw = new StringBuilder();
    int open = 1;
    while (true) {
      Token piece = take();
      if (piece.kind() == Kind.END) {
        throw new ParseFailure(token.start(), "'{' is not closed");
      }
      if (piece.is("{")) {
        open++;
      } else if (piece.is("}") && --open == 0) {
        return raw.toString();
      }
      raw.append(piece.spaced() && raw.length() > 0 ? " " : "");
      raw.append(piece.kind() == Kind.COMMAND ? "\\" : "").append(piece.content());
    }
  }

  private Node fraction() {
    int mark = at;
    Node derivative = derivative();
    if (derivative != null) {
      return derivative;
    }
    at = mark;
    Node top = argument();
    Node bottom = argument();
    if (top instanceof Listing || bottom instanceof Listing) {
      throw new ParseFailure(peek().start(), "a list inside a fraction");
    }
    if (top instanceof Num n
        && bottom instanceof Num d
        && !d.value().isZero()
        && n.decimals() < 0
        && d.decimals() < 0) {
      return Num.of(n.value().over(d.value()));
    }
    return new Product(List.of(top, Node.inverse(bottom)));
  }

  /** {@code \frac{d}{dx} f} and {@code \frac{dy}{dx}}. */
  private @Nullable Node derivative() {
    if (!peek().is("{")) {
      return null;
    }
    Token first = peek(1);
    boolean roman = first.command("mathrm") && peek(2).is("{") && peek(3).content().equals("d");
    boolean d =
        first.content().equals("d")
            || roman
            || first.command("partial")
            || (first.kind() == Kind.WORD
                && first.content().startsWith("d")
                && first.content().length() == 2);
    if (!d) {
      return null;
    }
    String top = differentials(rawArgument());
    if (!peek().is("{")) {
      return null;
    }
    String bottom = differentials(rawArgument());
    Matcher below = Pattern.compile("d([a-z])(\\^\\{?([0-9])\\}?)?").matcher(bottom);
    Matcher above = Pattern.compile("d(\\^\\{?([0-9])\\}?)?([a-zA-Z]?)").matcher(top);
    if (!below.matches()
        || !above.matches()
        || (integrals > 0 && above.group(3).isEmpty() && top.equals("d" + bottom))) {
      return null;
    }
    String name = above.group(3);
    if (name != null && !name.isEmpty()) {
      return new Sym(top + "/" + bottom);
    }
    String variable = below.group(1);
    String order = above.group(2);
    boolean fresh = boundNames.add(variable);
    Node body = implicit(false);
    if (fresh) {
      boundNames.remove(variable);
    }
    return new Bound(
        Binder.DERIVATIVE,
        variable,
        Constant.UNDEFINED,
        Node.number(order == null ? 1 : Long.parseLong(order)),
        body);
  }

  private static String differentials(String raw) {
    return raw.replace("\\partial", "d")
        .replaceAll("\\\\(?:mathrm|text) ?\\{? ?d ?\\}?", "d")
        .replace(" ", "");
  }

  private Node root(Token token) {
    Node index = Node.number(2);
    if (peek().is("[")) {
      at++;
      brackets++;
      index = additive();
      brackets--;
      expect("]");
    }
    Node inside;
    if (peek().is("{")) {
      at++;
      inside = inBraces();
    } else if (peek().is("(")) {
      at++;
      List<Node> arguments = arguments(")");
      if (arguments.isEmpty() || arguments.size() > 2) {
        throw new ParseFailure(token.start(), "a root of " + arguments.size() + " values");
      }
      inside = arguments.getFirst();
      if (arguments.size() == 2) {
        index = arguments.get(1);
      }
    } else if (peek().kind() == Kind.WORD && !isNamed(peek().content())) {
      inside = letter(splitLetter());
    } else {
      inside = factor();
    }
    if (inside instanceof Listing) {
      throw new ParseFailure(token.start(), "a root of a list");
    }
    return new Call("root", List.of(inside, index));
  }

  private Node function(Token token, String canonical) {
    String function = canonical;
    Node power = null;
    Node base = null;
    boolean inverse = false;
    for (int i = 0; i < 2; i++) {
      if (peek().is("^") || peek().is("**")) {
        at++;
        Node exponent = peek().is("{") ? argument() : exponent();
        if (exponent.equals(Node.number(-1)) && INVERSES.containsKey(function)) {
          inverse = true;
        } else {
          power = exponent;
        }
      } else if (peek().is("_")) {
        at++;
        if (function.equals("log") || function.equals("ln")) {
          function = "log";
          base = peek().kind() == Kind.NUMBER ? wholeNumber() : argument();
        } else {
          rawArgument();
        }
      }
    }
    if (inverse) {
      function = INVERSES.getOrDefault(function, function);
    }
    List<Node> arguments;
    if (peek().is("(") || (peek().is("[") && !function.equals("det"))) {
      String close = peek().is("(") ? ")" : "]";
      at++;
      arguments = arguments(close);
    } else if (peek().is("{") || peek().is("\\{")) {
      Node inside = factor();
      arguments =
          inside instanceof SetOf set && isVariadic(function) ? set.items() : List.of(inside);
    } else if (peek().kind() == Kind.END || atListEnd()) {
      throw new ParseFailure(token.start(), token.content() + " of nothing");
    } else {
      arguments = List.of(looseArgument());
    }
    if (arguments.isEmpty()) {
      throw new ParseFailure(token.start(), token.content() + " of nothing");
    }
    Node call = call(token, function, arguments, base);
    return power == null ? call : new Power(call, power);
  }

  private Node wholeNumber() {
    Token token = take();
    // \log_28 is the logarithm of 8 to base 2; a base with a space or braces is whole.
    String digits = token.content();
    if (digits.length() > 1
        && !digits.equals("10")
        && !peek().is("(")
        && !peek().is("{")
        && (peek().kind() == Kind.END || !startsFactor(true))) {
      at--;
      return splitDigit();
    }
    return Decimals.number(digits, token.start());
  }

  private static boolean isVariadic(String function) {
    return switch (function) {
      case "gcd", "lcm", "max", "min" -> true;
      default -> false;
    };
  }

  private Node call(Token token, String function, List<Node> arguments, @Nullable Node base) {
    int count = arguments.size();
    if (isVariadic(function)) {
      return new Call(function, arguments);
    }
    if (function.equals("binomial") || function.equals("rational")) {
      if (count == 2) {
        return function.equals("binomial")
            ? new Call("binomial", arguments)
            : new Product(List.of(arguments.get(0), Node.inverse(arguments.get(1))));
      }
      if (count == 1 && function.equals("rational")) {
        return arguments.getFirst();
      }
    }
    if (function.equals("log") && count == 2 && base == null) {
      return new Call("logBase", arguments);
    }
    if (count != 1) {
      throw new ParseFailure(token.start(), token.content() + " of " + count + " values");
    }
    Node argument = arguments.getFirst();
    return switch (function) {
      case "log" -> {
        if (base != null) {
          yield new Call("logBase", List.of(argument, base));
        }
        yield new Call("log", arguments);
      }
      case "log10" -> new Call("logBase", List.of(argument, Node.number(10)));
      case "exp" -> new Power(Constant.E, argument);
      case "cbrt" -> new Call("root", List.of(argument, Node.number(3)));
      case "det" -> new Call("det", arguments);
      default -> new Call(function, arguments);
    };
  }

  private Node looseArgument() {
    enter();
    Node result;
    if (accept("-")) {
      result = Node.negate(looseArgument());
    } else {
      Token start = peek();
      result = implicit(true);
      // \sin \pi/6: a quotient that starts with an angle belongs to the function.
      if (peek().is("/")
          && peek(1).kind() == Kind.NUMBER
          && tokens.subList(tokens.indexOf(start), at).stream().anyMatch(t -> t.command("pi"))) {
        at++;
        result = new Product(List.of(result, Node.inverse(postfix())));
      }
    }
    depth--;
    return result;
  }

  // ---- bound variables

  private Node bound(Binder binder) {
    String variable = "";
    Node low = Constant.UNDEFINED;
    Node high = Constant.UNDEFINED;
    boolean fresh = false;
    for (int i = 0; i < 2; i++) {
      if (accept("_")) {
        if (!peek().is("{")) {
          variable = rawArgument();
          continue;
        }
        String name = peek(1).content();
        fresh = boundNames.add(name);
        at++;
        Node inside = inBraces();
        if (inside instanceof Relation relation
            && relation.operands().getFirst() instanceof Sym symbol
            && relation.relators().getFirst() == Relator.EQUAL) {
          variable = symbol.name();
          low = relation.operands().get(1);
        } else {
          boundNames.remove(name);
          throw new ParseFailure(peek().start(), "a sum or product without a lower bound");
        }
      } else if (accept("^")) {
        high = peek().is("{") ? argument() : exponent();
      }
    }
    if (variable.isEmpty()) {
      throw new ParseFailure(peek().start(), "a sum or product without a variable");
    }
    Node body = term();
    if (fresh) {
      boundNames.remove(variable);
    }
    return new Bound(binder, variable, low, high, body);
  }

  private Node integral() {
    Node low = Constant.UNDEFINED;
    Node high = Constant.UNDEFINED;
    for (int i = 0; i < 2; i++) {
      if (accept("_")) {
        low = peek().is("{") ? argument() : signedArgument();
      } else if (accept("^")) {
        high = peek().is("{") ? argument() : exponent();
      }
    }
    integrals++;
    Node body = additive();
    integrals--;
    String variable = differential(body);
    if (variable == null) {
      throw new ParseFailure(peek().start(), "an integral without its d-variable");
    }
    // What follows the differential is outside: \int 3x\,dx + 1.
    List<Node> outside = List.of();
    if (body instanceof Sum sum) {
      List<Node> terms = sum.terms();
      int last = 0;
      while (differential(terms.get(last)) == null) {
        last++;
      }
      outside = terms.subList(last + 1, terms.size());
      body = sum(null, terms.subList(0, last + 1));
    }
    Node integral =
        new Bound(
            Binder.INTEGRAL,
            variable,
            low,
            high,
            Trees.replace(body, new Sym(DIFFERENTIAL + variable), Node.number(1)));
    return sum(integral, outside);
  }

  private Node signedArgument() {
    return accept("-") ? Node.negate(argument()) : argument();
  }

  private static @Nullable String differential(Node node) {
    for (String name : Trees.symbols(node)) {
      if (name.startsWith(DIFFERENTIAL)) {
        return name.substring(DIFFERENTIAL.length());
      }
    }
    return null;
  }

  private Node limit() {
    if (!accept("_") || !accept("{")) {
      throw new ParseFailure(peek().start(), "a limit without its variable");
    }
    for (int i = at; i < Math.min(at + 6, tokens.size()); i++) {
      Token arrow = tokens.get(i);
      if (arrow.command("Rightarrow") || arrow.command("longrightarrow")) {
        tokens.set(i, new Token(Kind.COMMAND, "to", arrow.start(), arrow.end(), arrow.spaced()));
      }
    }
    limits++;
    Node inside = inBraces();
    limits--;
    if (!(inside instanceof Relation relation)
        || relation.relators().getFirst() != Relator.ARROW
        || !(relation.operands().getFirst() instanceof Sym symbol)) {
      throw new ParseFailure(peek().start(), "a limit without 'x \\to a'");
    }
    Node body = term();
    return new Bound(
        Binder.LIMIT, symbol.name(), relation.operands().get(1), Constant.UNDEFINED, body);
  }

  // ---- environments

  private Node environment(Token token) {
    String name = token.content();
    return switch (name) {
      case "pmatrix", "bmatrix", "Bmatrix", "matrix", "smallmatrix", "array" ->
          new Matrix(rows(token));
      case "vmatrix" -> new Call("det", List.of(new Matrix(rows(token))));
      case "Vmatrix" -> new Call("norm", List.of(new Matrix(rows(token))));
      case "cases", "dcases", "rcases" -> cases(token);
      default -> {
        // align, equation, gather …: their content, with the alignment marks as white space.
        dropAlignment();
        Node inside = listing(false);
        endEnvironment(token);
        yield inside;
      }
    };
  }

  private void endEnvironment(Token begin) {
    if (peek().kind() != Kind.END_ENVIRONMENT) {
      throw new ParseFailure(
          begin.start(), "\\begin{" + begin.content() + "} is not closed; found " + shown(peek()));
    }
    at++;
  }

  private List<List<Node>> rows(Token begin) {
    brackets++;
    List<List<Node>> rows = new ArrayList<>();
    List<Node> row = new ArrayList<>();
    while (peek().kind() != Kind.END_ENVIRONMENT) {
      if (peek().kind() == Kind.END) {
        throw new ParseFailure(begin.start(), "\\begin{" + begin.content() + "} is not closed");
      }
      if (accept("\\\\")) {
        if (!row.isEmpty()) {
          rows.add(List.copyOf(row));
          row = new ArrayList<>();
        }
      } else if (!accept("&") && !accept(",")) {
        row.add(ratio());
      }
    }
    if (!row.isEmpty()) {
      rows.add(List.copyOf(row));
    }
    brackets--;
    endEnvironment(begin);
    if (rows.isEmpty()) {
      throw new ParseFailure(begin.start(), "an empty matrix");
    }
    for (List<Node> line : rows) {
      if (line.size() != rows.getFirst().size()) {
        throw new ParseFailure(begin.start(), "a matrix whose rows differ in length");
      }
    }
    return List.copyOf(rows);
  }

  private Node cases(Token begin) {
    dropAlignment();
    List<Node> values = new ArrayList<>();
    List<Node> conditions = new ArrayList<>();
    while (peek().kind() != Kind.END_ENVIRONMENT) {
      if (peek().kind() == Kind.END) {
        throw new ParseFailure(begin.start(), "\\begin{cases} is not closed");
      }
      if (accept("\\\\") || accept(",") || accept(".")) {
        continue;
      }
      values.add(statement(false));
      accept(",");
      if (!accept("&") && peek().kind() != Kind.TEXT) {
        // A system of equations: no condition.
        conditions.add(new Text(""));
        continue;
      }
      StringBuilder words = new StringBuilder();
      while (peek().kind() == Kind.TEXT
          || (peek().kind() == Kind.WORD && isTextWord(peek().content()))
          || (peek().kind() == Kind.WORD
              && (peek().content().equals("if") || peek().content().equals("or")))) {
        words.append(' ').append(take().content().strip());
      }
      if (peek().is("\\\\") || peek().kind() == Kind.END_ENVIRONMENT || peek().is(".")) {
        conditions.add(new Text(words.toString().strip().isEmpty() ? "" : "otherwise"));
      } else {
        Node condition = statement(false);
        List<Node> several = new ArrayList<>(List.of(condition));
        while (accept(",") || (isConjunction(peek()) && at++ >= 0)) {
          if (peek().is("\\\\") || peek().kind() == Kind.END_ENVIRONMENT) {
            break;
          }
          several.add(statement(false));
        }
        conditions.add(several.size() == 1 ? condition : new Listing(List.copyOf(several)));
      }
    }
    endEnvironment(begin);
    if (values.isEmpty()) {
      throw new ParseFailure(begin.start(), "empty cases");
    }
    if (conditions.stream().allMatch(c -> c instanceof Text t && t.content().isEmpty())) {
      return values.size() == 1 ? values.getFirst() : new Listing(List.copyOf(values));
    }
    return new Cases(List.copyOf(values), List.copyOf(conditions));
  }
}
