package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.algebra.Solver;
import dev.tusk.symbolic.algebra.SortKey;
import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.algebra.TermPrinter;
import dev.tusk.symbolic.eval.Value.Bool;
import dev.tusk.symbolic.eval.Value.Dict;
import dev.tusk.symbolic.eval.Value.Flt;
import dev.tusk.symbolic.eval.Value.Int;
import dev.tusk.symbolic.eval.Value.ListValue;
import dev.tusk.symbolic.eval.Value.None;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.eval.Value.Sym;
import dev.tusk.symbolic.eval.Value.Tuple;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** sympy's functions, and the attributes and methods of its values. */
final class Sympy {
  /** What {@code from sympy import *} binds here. */
  static final List<String> NAMES =
      List.of(
          "symbols",
          "Symbol",
          "Eq",
          "solve",
          "simplify",
          "expand",
          "factor",
          "diff",
          "Rational",
          "Integer",
          "Float",
          "sqrt",
          "N",
          "S",
          "sympify",
          "gcd",
          "lcm",
          "factorint",
          "primefactors",
          "isprime",
          "divisors",
          "binomial",
          "factorial",
          "Abs",
          "floor",
          "ceiling",
          "sin",
          "cos",
          "tan",
          "sec",
          "csc",
          "cot",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "log",
          "ln",
          "exp",
          "Matrix",
          "nsimplify",
          "pi",
          "E",
          "I",
          "oo",
          "nan",
          "zoo",
          "integrate",
          "limit",
          "summation",
          "product",
          "solveset",
          "Max",
          "Min",
          "Pow",
          "Mul",
          "Add",
          "Mod",
          "prime",
          "nextprime",
          "prevprime",
          "primerange",
          "totient",
          "cbrt",
          "root",
          "collect",
          "cancel",
          "together",
          "apart",
          "trigsimp",
          "re",
          "im",
          "sign",
          "conjugate",
          "deg",
          "rad",
          "lambdify",
          "Function",
          "Sum",
          "Product",
          "Derivative",
          "Integral",
          "Piecewise",
          "Interval",
          "FiniteSet",
          "Poly",
          "Lt",
          "Le",
          "Gt",
          "Ge",
          "Ne",
          "Ceiling",
          "Point",
          "Line",
          "Circle",
          "Triangle",
          "degree",
          "roots",
          "real_roots",
          "linsolve",
          "nonlinsolve",
          "nsolve",
          "latex",
          "GoldenRatio",
          "Reals",
          "Integers",
          "divisor_count",
          "divisor_sigma",
          "mod_inverse",
          "discriminant",
          "div",
          "quo",
          "rem",
          "Range",
          "permutations",
          "combinations",
          "ff",
          "rf",
          "gamma",
          "fibonacci",
          "eye",
          "zeros",
          "ones",
          "diag",
          "det",
          "radsimp",
          "ratsimp",
          "powsimp",
          "logcombine",
          "Dummy",
          "Wild",
          "numer",
          "denom",
          "fraction",
          "true",
          "false",
          "And",
          "Or",
          "Not",
          "init_printing",
          "pprint",
          "series",
          "perfect_power",
          "integer_nthroot",
          "sqrt_mod");

  private static final Set<String> ONE_ARGUMENT =
      Set.of(
          "sin",
          "cos",
          "tan",
          "sec",
          "csc",
          "cot",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "exp",
          "Abs",
          "factorial",
          "floor",
          "ceiling",
          "sign",
          "gamma");

  /** The symbols of sympy.abc. */
  private static final Set<String> ABC =
      Set.of(
          """
          A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t
          u v w x y z alpha beta chi delta epsilon eta gamma iota kappa lamda mu nu omega omicron
          phi pi psi rho sigma tau theta upsilon xi zeta
          """
              .strip()
              .split("\\s+"));

  private static final Set<String> ASSUMPTIONS =
      Set.of("positive", "negative", "real", "integer", "nonnegative", "nonzero");

  private static final Pattern RANGE = Pattern.compile("(\\w*?)(\\d*):(\\d+)");

  private final Interpreter in;
  private final TermArithmetic terms;
  private final Steps steps;
  private final Matrices matrices;

  Sympy(Interpreter in, Run run) {
    this.in = in;
    this.terms = run.terms();
    this.steps = run.algebra();
    this.matrices = new Matrices(terms);
  }

  Matrices matrices() {
    return matrices;
  }

  /**
   * What a name below sympy stands for: {@code pi}, {@code S.Half}, {@code abc.x}. Another module's
   * {@code E} is another thing: only these two have names that are known here.
   */
  @Nullable Value named(String name) {
    if (name.startsWith("abc.")) {
      String symbol = name.substring("abc.".length());
      return ABC.contains(symbol) ? symbol(symbol, Set.of()) : null;
    }
    return name.startsWith("S.") ? singleton(name.substring("S.".length())) : constant(name);
  }

  /** What {@code sympy.S} has by name. */
  private static @Nullable Value singleton(String name) {
    Term t =
        switch (name) {
          case "Half" -> new Term.ExactNumber(Rational.HALF);
          case "One" -> Term.ONE;
          case "Zero" -> Term.ZERO;
          case "NegativeOne" -> Term.MINUS_ONE;
          case "Infinity" -> Term.INFINITY;
          case "NegativeInfinity" -> Term.MINUS_INFINITY;
          case "ComplexInfinity" -> Term.COMPLEX_INFINITY;
          case "NaN" -> Term.NAN;
          case "Pi" -> Term.PI;
          case "Exp1" -> Term.E;
          case "ImaginaryUnit" -> Term.I;
          case "GoldenRatio", "Reals", "Integers" -> new Term.Constant(name);
          case "EmptySet" -> Term.EMPTY_SET;
          case "true" -> Term.TRUE;
          case "false" -> Term.FALSE;
          default -> null;
        };
    return t == null ? null : sym(t);
  }

  private static @Nullable Value constant(String name) {
    Term t =
        switch (name) {
          case "pi" -> Term.PI;
          case "E" -> Term.E;
          case "I" -> Term.I;
          case "oo" -> Term.INFINITY;
          case "zoo" -> Term.COMPLEX_INFINITY;
          case "nan" -> Term.NAN;
          case "GoldenRatio" -> new Term.Constant("GoldenRatio");
          case "Reals" -> new Term.Constant("Reals");
          case "Integers" -> new Term.Constant("Integers");
          case "true" -> Term.TRUE;
          case "false" -> Term.FALSE;
          case "EmptySet" -> Term.EMPTY_SET;
          default -> null;
        };
    return t == null ? null : new Sym(t);
  }

  private Term term(Value v) {
    Term t = v instanceof Str s ? text(Formatting.plain(s)) : in.operations.toTerm(v);
    if (t == null) {
      throw Stop.unsupported("a " + Operations.typeName(v) + " in sympy");
    }
    return t;
  }

  /** Text for sympify: a number or a name; nothing else is parsed. */
  private Term text(String s) {
    String t = s.strip();
    if (t.matches("-?\\d{1,4000}")) {
      return new Term.ExactNumber(Rational.of(new BigInteger(t)));
    }
    if (t.matches("-?\\d{1,4000}/\\d{1,4000}")) {
      String[] parts = t.split("/", -1);
      if (new BigInteger(parts[1]).signum() != 0) {
        return new Term.ExactNumber(
            Rational.of(new BigInteger(parts[0]), new BigInteger(parts[1])));
      }
    }
    if (t.matches("[A-Za-z_]\\w*") && constant(t) == null) {
      return new Term.Symbol(t, Set.of());
    }
    throw Stop.unsupported("sympify of a text");
  }

  private static Value sym(Term t) {
    return new Sym(t);
  }

  private static Term number(BigInteger n) {
    return new Term.ExactNumber(Rational.of(n));
  }

  private BigInteger integer(Value v) {
    Term t = term(v);
    if (t instanceof Term.ExactNumber n && n.value().isInteger()) {
      return n.value().numerator();
    }
    throw Stop.unsupported("a " + Operations.typeName(v) + " where sympy takes an integer");
  }

  Value call(String name, Arguments a) {
    in.budget.spend(5);
    if (ONE_ARGUMENT.contains(name)) {
      a.expect(name, 1, 1);
      return sym(terms.apply(name, term(a.at(0))));
    }
    return switch (name) {
      case "symbols", "var" -> symbols(a);
      case "Symbol", "Dummy" -> symbol(in.text(a.at(0)), assumptions(a));
      case "Eq", "Equality" ->
          sym(terms.relation("==", term(a.at(0)), a.size() > 1 ? term(a.at(1)) : Term.ZERO));
      case "Lt" -> relation("<", a);
      case "Le" -> relation("<=", a);
      case "Gt" -> relation(">", a);
      case "Ge" -> relation(">=", a);
      case "Rational" -> rational(a);
      case "Integer" -> new Sym(number(integerOf(a.at(0))));
      case "Float" -> {
        a.expect(name, 1, 1);
        yield sym(new Term.FloatValue(floatOf(a.at(0))));
      }
      case "S", "sympify" -> sympify(a.at(0));
      case "sqrt" -> sym(terms.power(term(a.at(0)), new Term.ExactNumber(Rational.HALF)));
      case "cbrt" -> sym(terms.power(term(a.at(0)), new Term.ExactNumber(Rational.of(1, 3))));
      case "root" -> sym(terms.power(term(a.at(0)), terms.power(term(a.at(1)), Term.MINUS_ONE)));
      case "Pow" -> sym(terms.power(term(a.at(0)), term(a.at(1))));
      case "Add" -> sym(terms.add(a.positional().stream().map(this::term).toList()));
      case "Mul" -> sym(terms.multiply(a.positional().stream().map(this::term).toList()));
      case "log", "ln" -> logarithm(a);
      case "N" ->
          evalf(
              term(a.at(0)),
              a.before(List.of(), Map.of()).positional().subList(1, a.size()),
              a.named());
      case "simplify",
          "expand",
          "factor",
          "cancel",
          "together",
          "ratsimp",
          "collect",
          "trigsimp",
          "radsimp",
          "powsimp",
          "nsimplify",
          "apart",
          "expand_trig",
          "logcombine" ->
          rewrite(name, a);
      case "diff" -> sym(differentiate(term(a.at(0)), a.positional().subList(1, a.size())));
      case "solve" -> solve(a);
      case "solveset" -> solveset(a);
      case "linsolve" -> linsolve(a);
      case "gcd", "lcm", "igcd", "ilcm" -> gcd(name, a);
      case "binomial" -> {
        BigInteger n = integer(a.at(0));
        BigInteger k = integer(a.at(1));
        if (n.signum() < 0 || k.signum() < 0) {
          throw Stop.unsupported("binomial of negative numbers");
        }
        yield sym(number(in.libraries().comb(n, k)));
      }
      case "Max", "Min" -> extreme(name, a);
      case "Mod" ->
          in.operations.binary(
              dev.tusk.symbolic.ir.Expression.BinaryOperator.MODULO,
              sym(term(a.at(0))),
              sym(term(a.at(1))));
      case "isprime",
          "factorint",
          "primefactors",
          "divisors",
          "prime",
          "nextprime",
          "prevprime",
          "primerange",
          "totient",
          "divisor_count",
          "divisor_sigma",
          "prime_factors",
          "mod_inverse",
          "fibonacci",
          "primepi" ->
          new Primes(in).call(name, a, this::integer);
      case "Matrix", "ImmutableMatrix" -> matrices.construct(a, in, this::term);
      case "eye", "zeros", "ones", "diag" -> matrices.named(name, a, in);
      case "det" -> {
        if (a.at(0) instanceof Value.Matrix m) {
          yield sym(matrices.determinant(m));
        }
        throw Stop.unsupported("det of a " + Operations.typeName(a.at(0)));
      }
      case "integrate", "limit", "summation" -> steps.calculus(name, a, this::term, terms);
      case "product" -> product(a);
      case "rad" ->
          sym(terms.multiply(term(a.at(0)), terms.divide(Term.PI, Term.ExactNumber.of(180))));
      case "deg" ->
          sym(terms.multiply(term(a.at(0)), terms.divide(Term.ExactNumber.of(180), Term.PI)));
      case "lambdify" -> {
        List<Value> parameters =
            a.at(0) instanceof ListValue || a.at(0) instanceof Tuple
                ? in.list(a.at(0))
                : List.of(a.at(0));
        yield new Value.Lambdified(
            parameters.stream().map(p -> ((Term.Symbol) term(p)).name()).toList(), term(a.at(1)));
      }
      case "init_printing" -> None.NONE;
      case "numer" -> sym(fraction(term(a.at(0)))[0]);
      case "denom" -> sym(fraction(term(a.at(0)))[1]);
      case "fraction" -> {
        Term[] f = fraction(term(a.at(0)));
        yield new Tuple(List.of(sym(f[0]), sym(f[1])));
      }
      default -> throw Stop.unsupported("sympy." + name);
    };
  }

  private Value relation(String op, Arguments a) {
    return sym(terms.relation(op, term(a.at(0)), term(a.at(1))));
  }

  private Value sympify(Value v) {
    if (v instanceof Int
        || v instanceof Flt
        || v instanceof Str
        || v instanceof Sym
        || v instanceof Value.Fraction) {
      return sym(term(v));
    }
    throw Stop.unsupported("sympify of a " + Operations.typeName(v));
  }

  private BigInteger integerOf(Value v) {
    return switch (v) {
      case Str s -> integer(v);
      case Flt f -> in.floats.truncate(f.number());
      default -> integer(v);
    };
  }

  private FloatNumber floatOf(Value v) {
    if (v instanceof Str s) {
      var d = Builtins.decimal(Formatting.plain(s));
      if (d == null) {
        throw PythonError.value("string-float not recognized");
      }
      return in.floats.of(Rational.of(d));
    }
    FloatNumber f = in.operations.floating(v);
    if (f == null) {
      throw Stop.unsupported("Float of a " + Operations.typeName(v));
    }
    return f;
  }

  private Set<String> assumptions(Arguments a) {
    var set = new TreeSet<String>();
    a.named()
        .forEach((k, v) -> {
          if (k.equals("cls") || !(v instanceof Bool b)) {
            throw Stop.unsupported("symbols(" + k + "=)");
          }
          if (!ASSUMPTIONS.contains(k)) {
            throw Stop.unsupported("the assumption " + k);
          }
          if (b.value()) {
            set.add(k);
          }
        });
    return set;
  }

  private static Value symbol(String name, Set<String> assumptions) {
    return sym(new Term.Symbol(name, assumptions));
  }

  private Value symbols(Arguments a) {
    Set<String> assumptions = assumptions(a);
    if (!(a.at(0) instanceof Str)) {
      var items = new ArrayList<Value>();
      for (Value v : in.list(a.at(0))) {
        items.add(symbol(in.text(v), assumptions));
      }
      return a.at(0) instanceof ListValue ? new ListValue(items) : new Tuple(List.copyOf(items));
    }
    String text = in.text(a.at(0));
    var items = new ArrayList<Value>();
    boolean range = false;
    for (String name : text.strip().split("[\\s,]+", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      Matcher m = RANGE.matcher(name);
      if (m.matches()) {
        range = true;
        int from = m.group(2).isEmpty() ? 0 : Integer.parseInt(m.group(2));
        in.budget.items(m.group(3).length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(m.group(3)));
        for (int i = from; i < Integer.parseInt(m.group(3)); i++) {
          items.add(symbol(m.group(1) + i, assumptions));
        }
      } else if (name.matches("[A-Za-z_]\\w*'*")) {
        items.add(symbol(name, assumptions));
      } else {
        throw Stop.unsupported("symbols('" + name + "')");
      }
    }
    if (items.size() == 1 && !range && !text.strip().endsWith(",")) {
      return items.getFirst();
    }
    return new Tuple(List.copyOf(items));
  }

  private Value rational(Arguments a) {
    Rational x = exact(a.at(0));
    if (a.size() == 1) {
      return sym(new Term.ExactNumber(x));
    }
    Rational y = exact(a.at(1));
    return y.isZero()
        ? sym(x.isZero() ? Term.NAN : Term.COMPLEX_INFINITY)
        : sym(new Term.ExactNumber(x.dividedBy(y)));
  }

  private Rational exact(Value v) {
    if (v instanceof Flt f) {
      if (f.number() instanceof Rational r && in.floats.exact()) {
        // Rational(0.5) takes the double's own ratio.
        return Rational.ofDouble(r.toDouble()).equals(r) ? r : Rational.ofDouble(r.toDouble());
      }
      return Rational.ofDouble(in.floats.toDouble(f.number()));
    }
    if (v instanceof Str s) {
      String[] parts = Formatting.plain(s).split("/", -1);
      var top = Builtins.decimal(parts[0].strip());
      var bottom =
          parts.length == 2 ? Builtins.decimal(parts[1].strip()) : java.math.BigDecimal.ONE;
      if (top != null && bottom != null && bottom.signum() != 0 && parts.length <= 2) {
        return Rational.of(top).dividedBy(Rational.of(bottom));
      }
    }
    if (term(v) instanceof Term.ExactNumber n) {
      return n.value();
    }
    throw Stop.unsupported("Rational of a " + Operations.typeName(v));
  }

  private Value logarithm(Arguments a) {
    Term x = term(a.at(0));
    if (a.size() == 1) {
      return sym(terms.apply("log", x));
    }
    Term b = term(a.at(1));
    if (x instanceof Term.ExactNumber p
        && b instanceof Term.ExactNumber q
        && p.value().signum() > 0
        && q.value().signum() > 0) {
      if (in.floats.reals().log(p.value(), q.value()) instanceof Rational r) {
        return sym(new Term.ExactNumber(r));
      }
    }
    return sym(terms.divide(terms.apply("log", x), terms.apply("log", b)));
  }

  private Value evalf(Term t, List<Value> digits, Map<String, Value> named) {
    Term x = t;
    if (named.get("subs") instanceof Dict d) {
      x = substitute(x, d);
    } else if (!named.isEmpty()) {
      throw Stop.unsupported("evalf with options");
    }
    if (!digits.isEmpty()) {
      int n = in.operations.smallIndex(digits.getFirst());
      if (n != 15) {
        throw Stop.unsupported("evalf to " + n + " digits");
      }
    }
    return sym(new Solver(terms).toFloats(x));
  }

  // Rewriting.

  private Value rewrite(String name, Arguments a) {
    Value v = a.at(0);
    if (v instanceof Value.Matrix m) {
      return matrices.map(m, t -> simplified(t));
    }
    Term t = term(v);
    if (name.equals("expand") || (name.equals("simplify") && simple(t))) {
      return sym(name.equals("expand") ? terms.expand(t) : simplified(t));
    }
    if (name.equals("nsimplify")) {
      return sym(new Solver(terms).rationalize(t));
    }
    // What is rewritten keeps its value; its form is compared by value.
    return sym(simplified(t));
  }

  private static boolean simple(Term t) {
    return t instanceof Term.ExactNumber || t instanceof Term.Symbol;
  }

  /** A form of the same value, cheap to reach. */
  private Term simplified(Term t) {
    if (t instanceof Term.Relation r) {
      return terms.relation(r.operator(), simplified(r.left()), simplified(r.right()));
    }
    Term expanded = terms.expand(t);
    return new Quotients(terms).normal(expanded);
  }

  private Term[] fraction(Term t) {
    return new Quotients(terms).split(t);
  }

  // Calculus.

  private Term differentiate(Term t, List<Value> by) {
    Term r = t;
    if (by.isEmpty()) {
      var symbols = Term.symbols(t);
      if (symbols.size() != 1) {
        throw Stop.unsupported("diff without a symbol");
      }
      return new Derivatives(terms).of(r, symbols.iterator().next());
    }
    Term last = null;
    for (Value v : by) {
      if (v instanceof Tuple p && p.items().size() == 2) {
        for (int i = 0; i < in.operations.smallIndex(p.items().get(1)); i++) {
          r = new Derivatives(terms).of(r, symbolOf(p.items().get(0)));
        }
        continue;
      }
      Term x = term(v);
      if (x instanceof Term.ExactNumber n && last != null) {
        for (int i = 1; i < n.value().truncate().intValue() && i < 50; i++) {
          r = new Derivatives(terms).of(r, (Term.Symbol) last);
        }
      } else {
        last = symbolOf(v);
        r = new Derivatives(terms).of(r, (Term.Symbol) last);
      }
    }
    return r;
  }

  private Term.Symbol symbolOf(Value v) {
    if (term(v) instanceof Term.Symbol s) {
      return s;
    }
    throw Stop.unsupported("a " + Operations.typeName(v) + " where sympy takes a symbol");
  }

  private Value product(Arguments a) {
    List<Value> range = in.list(a.at(1));
    Term t = term(a.at(0));
    Term.Symbol k = symbolOf(range.get(0));
    BigInteger from = integer(range.get(1));
    BigInteger to = integer(range.get(2));
    in.budget.items(to.subtract(from).bitLength() > 20 ? Integer.MAX_VALUE : 0);
    Term r = Term.ONE;
    for (BigInteger i = from; i.compareTo(to) <= 0; i = i.add(BigInteger.ONE)) {
      in.budget.spend(20);
      r = terms.multiply(r, terms.substitute(t, Map.of(k, number(i))));
    }
    return sym(r);
  }

  private Value gcd(String name, Arguments a) {
    List<Value> items =
        a.size() == 1 && !(a.at(0) instanceof Sym) ? in.list(a.at(0)) : a.positional();
    BigInteger r = name.endsWith("gcd") ? BigInteger.ZERO : BigInteger.ONE;
    for (Value v : items) {
      BigInteger n = integer(v);
      r = name.endsWith("gcd") ? r.gcd(n) : Libraries.lcm(r, n);
    }
    // igcd gives a Python int, gcd of ints a sympy Integer; they print alike.
    return sym(number(r));
  }

  private Value extreme(String name, Arguments a) {
    Term best = term(a.at(0));
    for (Value v : a.positional()) {
      Term t = term(v);
      if (!Term.isNumeric(t) || !Term.isNumeric(best)) {
        throw Stop.unsupported(name + " of expressions");
      }
      int c = terms.compare(t, best);
      if (name.equals("Max") ? c > 0 : c < 0) {
        best = t;
      }
    }
    return sym(best);
  }

  // Solving.

  private List<Term.Symbol> unknowns(Value v) {
    List<Value> items =
        v instanceof ListValue || v instanceof Tuple || v instanceof Value.SetValue
            ? in.list(v)
            : List.of(v);
    var symbols = new ArrayList<Term.Symbol>();
    for (Value x : items) {
      symbols.add(symbolOf(x));
    }
    return symbols;
  }

  private Value solve(Arguments a) {
    a.expect("solve", 1, 20, "dict");
    boolean dict = in.operations.truth(a.named().getOrDefault("dict", Bool.FALSE));
    boolean list =
        a.at(0) instanceof ListValue
            || a.at(0) instanceof Tuple
            || a.at(0) instanceof Value.SetValue;
    var equations = new ArrayList<Term>();
    boolean floats = false;
    var solver = new Solver(terms);
    for (Value v : list ? in.list(a.at(0)) : List.of(a.at(0))) {
      Term t = term(v);
      if (t.equals(Term.FALSE)) {
        return new ListValue(List.of());
      }
      if (t.equals(Term.TRUE)) {
        continue;
      }
      if (t instanceof Term.Relation r && !r.operator().equals("==")) {
        throw Stop.unsupported("solve of an inequality");
      }
      Term residual = solver.residual(t);
      floats |= Term.hasFloat(residual);
      equations.add(Term.hasFloat(residual) ? solver.rationalize(residual) : residual);
    }
    var unknowns = new ArrayList<Term.Symbol>();
    boolean given = a.size() > 1;
    if (a.size() == 2) {
      unknowns.addAll(unknowns(a.at(1)));
    } else if (given) {
      for (int i = 1; i < a.size(); i++) {
        unknowns.addAll(unknowns(a.at(i)));
      }
    } else {
      var found = new LinkedHashSet<Term.Symbol>();
      equations.forEach(e -> found.addAll(Term.symbols(e)));
      unknowns.addAll(found);
    }
    if (equations.isEmpty()) {
      return new ListValue(List.of());
    }
    in.budget.spend(50L * equations.size() * Math.max(1, unknowns.size()));
    if (!list && unknowns.size() == 1) {
      List<Term> found = roots(solver, equations.getFirst(), unknowns.getFirst());
      if (floats) {
        // sympy orders what it gives: floats by their size.
        found = new SortKey(terms).sorted(found.stream().map(solver::toFloats).toList());
      }
      List<Term> roots = steps.ordered(found, List::of, terms);
      var items = new ArrayList<Value>();
      for (Term r : roots) {
        if (floats
            && unknowns.getFirst().assumptions().contains("integer")
            && !(r instanceof Term.FloatValue f && in.floats.isZero(f.value()))) {
          // sympy holds no Float but 0 for an integer.
          continue;
        }
        items.add(dict ? dict(Map.of(unknowns.getFirst(), r)) : sym(r));
      }
      return new ListValue(items);
    }
    if (!list && unknowns.size() > 1) {
      return oneForMany(solver, equations.getFirst(), unknowns, dict, given, floats);
    }
    return system(solver, equations, unknowns, dict, floats);
  }

  private List<Term> roots(Solver solver, Term equation, Term.Symbol x) {
    if (!Term.contains(equation, x)) {
      if (Term.symbols(equation).isEmpty() || !zero(terms.expand(equation))) {
        return List.of();
      }
    }
    var roots = solver.roots(equation, x);
    if (roots.isEmpty()) {
      return steps.roots(equation, x, terms);
    }
    steps.did(
        "solve " + TermPrinter.print(equation, terms.floats()) + " = 0 for " + x.name(),
        "exactly; roots put back");
    verify(equation, x, roots.get());
    return roots.get();
  }

  private static boolean zero(Term t) {
    return t instanceof Term.ExactNumber n && n.value().isZero();
  }

  /** Puts roots back; a residual that is not 0 ends the check rather than be believed. */
  private void verify(Term equation, Term.Symbol x, List<Term> roots) {
    for (Term r : roots) {
      Term rest = terms.expand(terms.substitute(equation, Map.of(x, r)));
      if (zero(rest) || !Term.symbols(rest).isEmpty()) {
        continue;
      }
      var value = terms.toReal(rest);
      if ((value instanceof Rational q && !q.isZero())
          || (value instanceof dev.tusk.symbolic.number.Enclosure e && !e.mayBeZero())) {
        throw Stop.unevaluated("solve", "a root does not satisfy its equation");
      }
    }
  }

  private Dict dict(Map<Term.Symbol, Term> values) {
    var d = new Dict();
    values.forEach((k, v) -> in.put(d, sym(k), sym(v)));
    return d;
  }

  private Value oneForMany(
      Solver solver,
      Term equation,
      List<Term.Symbol> unknowns,
      boolean dict,
      boolean given,
      boolean floats) {
    for (Term.Symbol x : unknowns) {
      var roots = solver.roots(equation, x);
      if (roots.isEmpty() || roots.get().isEmpty()) {
        continue;
      }
      var items = new ArrayList<Value>();
      for (Term r : steps.ordered(roots.get(), List::of, terms)) {
        Term value = floats ? solver.toFloats(r) : r;
        if (dict || !given) {
          items.add(dict(Map.of(x, value)));
        } else {
          var tuple = new ArrayList<Value>();
          for (Term.Symbol u : unknowns) {
            tuple.add(sym(u.equals(x) ? value : u));
          }
          items.add(new Tuple(List.copyOf(tuple)));
        }
      }
      steps.did(
          "solve " + TermPrinter.print(equation, terms.floats()) + " = 0 for " + x.name(),
          "exactly");
      return new ListValue(items);
    }
    throw Stop.unevaluated("solve", "one equation in several unknowns");
  }

  private Value system(
      Solver solver,
      List<Term> equations,
      List<Term.Symbol> unknowns,
      boolean dict,
      boolean floats) {
    return switch (solver.linear(equations, unknowns)) {
      case Solver.LinearResult.Inconsistent i -> {
        steps.did("a linear system in " + names(unknowns), "elimination; no solution");
        yield new ListValue(List.of());
      }
      case Solver.LinearResult.Solved s -> {
        steps.did("a linear system in " + names(unknowns), "elimination");
        var values = new LinkedHashMap<Term.Symbol, Term>();
        for (Term.Symbol x : unknowns) {
          Term v = s.values().get(x);
          if (v != null) {
            if (!solver.allowed(v, x)) {
              yield new ListValue(List.of());
            }
            values.put(x, floats ? solver.toFloats(v) : v);
          }
        }
        if (values.isEmpty()) {
          yield new ListValue(List.of());
        }
        Dict d = dict(values);
        yield dict ? new ListValue(List.of(d)) : d;
      }
      case Solver.LinearResult.NotLinear n -> {
        Optional<Value> cleared = clearedLinear(solver, equations, unknowns, dict, floats);
        if (cleared.isPresent()) {
          yield cleared.get();
        }
        var solutions = solver.system(equations, unknowns);
        if (solutions.isEmpty()) {
          throw Stop.unevaluated("solve", "a nonlinear system");
        }
        steps.did("a polynomial system in " + names(unknowns), "substitution");
        var sorted = new ArrayList<>(solutions.get());
        var order = new SortKey(terms);
        try {
          sorted.sort((x, y) -> {
            for (Term.Symbol u : unknowns) {
              Term p = x.values().get(u);
              Term q = y.values().get(u);
              int c = p != null && q != null ? order.compare(p, q) : 0;
              if (c != 0) {
                return c;
              }
            }
            return 0;
          });
        } catch (TermArithmetic.UnknownException e) {
          sorted = new ArrayList<>(solutions.get());
        }
        var items = new ArrayList<Value>();
        for (Solver.Solution s :
            steps.ordered(sorted, x -> List.copyOf(x.values().values()), terms)) {
          if (dict) {
            var values = new LinkedHashMap<Term.Symbol, Term>();
            s.values().forEach((k, v) -> values.put(k, floats ? solver.toFloats(v) : v));
            items.add(dict(values));
          } else {
            var tuple = new ArrayList<Value>();
            for (Term.Symbol u : unknowns) {
              Term v = s.values().getOrDefault(u, u);
              tuple.add(sym(floats ? solver.toFloats(v) : v));
            }
            items.add(new Tuple(List.copyOf(tuple)));
          }
        }
        yield new ListValue(items);
      }
    };
  }

  /**
   * A system that is linear once its denominators are cleared, with one solution in numbers: put
   * back into the equations as they were, it must solve them, so it is no pole.
   */
  private Optional<Value> clearedLinear(
      Solver solver,
      List<Term> equations,
      List<Term.Symbol> unknowns,
      boolean dict,
      boolean floats) {
    List<Term> cleared =
        equations.stream().map(e -> solver.clearDenominators(e, unknowns)).toList();
    if (cleared.equals(equations)
        || !(solver.linear(cleared, unknowns) instanceof Solver.LinearResult.Solved s)
        || !s.values().keySet().containsAll(unknowns)) {
      return Optional.empty();
    }
    Map<Term, Term> point = new LinkedHashMap<>();
    for (Term.Symbol x : unknowns) {
      Term v = s.values().get(x);
      if (!(v instanceof Term.ExactNumber) || !solver.allowed(v, x)) {
        return Optional.empty();
      }
      point.put(x, v);
    }
    if (!equations.stream().allMatch(e -> zero(terms.expand(terms.substitute(e, point))))) {
      return Optional.empty();
    }
    steps.did("a system in " + names(unknowns), "fractions cleared, elimination; put back");
    var values = new LinkedHashMap<Term.Symbol, Term>();
    s.values().forEach((k, v) -> values.put(k, floats ? solver.toFloats(v) : v));
    Dict d = dict(values);
    return Optional.of(dict ? new ListValue(List.of(d)) : d);
  }

  private static String names(List<Term.Symbol> symbols) {
    return String.join(", ", symbols.stream().map(Term.Symbol::name).toList());
  }

  private Value solveset(Arguments a) {
    a.expect("solveset", 1, 3, "domain");
    var solver = new Solver(terms);
    Term equation = solver.residual(term(a.at(0)));
    Term.Symbol x = a.size() > 1 ? symbolOf(a.at(1)) : Term.symbols(equation).iterator().next();
    List<Term> roots = roots(solver, equation, x);
    boolean reals =
        a.get(2, "domain") instanceof Sym s && s.term().equals(new Term.Constant("Reals"));
    var kept = new ArrayList<Term>();
    for (Term r : roots) {
      if (!reals || terms.toReal(r) != null) {
        kept.add(r);
      }
    }
    return sym(kept.isEmpty() ? Term.EMPTY_SET : new Term.Apply("FiniteSet", List.copyOf(kept)));
  }

  private Value linsolve(Arguments a) {
    var solver = new Solver(terms);
    var equations = new ArrayList<Term>();
    for (Value v : in.list(a.at(0))) {
      equations.add(solver.residual(term(v)));
    }
    var unknowns = new ArrayList<Term.Symbol>();
    for (int i = 1; i < a.size(); i++) {
      unknowns.addAll(unknowns(a.at(i)));
    }
    return switch (solver.linear(equations, unknowns)) {
      case Solver.LinearResult.Inconsistent i -> sym(Term.EMPTY_SET);
      case Solver.LinearResult.NotLinear n -> throw Stop.unevaluated("linsolve", "not linear");
      case Solver.LinearResult.Solved s -> {
        var tuple = new ArrayList<Term>();
        unknowns.forEach(u -> tuple.add(s.values().getOrDefault(u, u)));
        yield sym(
            new Term.Apply("FiniteSet", List.of(new Term.Apply("Tuple", List.copyOf(tuple)))));
      }
    };
  }

  // Attributes and methods.

  @Nullable Value attribute(Term t, String name) {
    switch (name) {
      case "lhs" -> {
        return t instanceof Term.Relation r ? sym(r.left()) : null;
      }
      case "rhs" -> {
        return t instanceof Term.Relation r ? sym(r.right()) : null;
      }
      case "is_integer", "is_Integer" -> {
        if (t instanceof Term.ExactNumber n) {
          return Bool.of(n.value().isInteger());
        }
        if (t instanceof Term.FloatValue) {
          return Bool.FALSE;
        }
      }
      case "is_real", "is_number", "is_positive", "is_negative" -> {
        var r = terms.toReal(t);
        if (r != null) {
          return switch (name) {
            case "is_positive" -> Bool.of(in.floats.reals().signum(r) > 0);
            case "is_negative" -> Bool.of(in.floats.reals().signum(r) < 0);
            default -> Bool.TRUE;
          };
        }
        if (name.equals("is_real") && Term.symbols(t).isEmpty() && Term.contains(t, Term.I)) {
          return Bool.FALSE;
        }
      }
      case "p", "numerator" -> {
        if (t instanceof Term.ExactNumber n) {
          return new Int(n.value().numerator());
        }
      }
      case "q", "denominator" -> {
        if (t instanceof Term.ExactNumber n) {
          return new Int(n.value().denominator());
        }
      }
      case "name" -> {
        if (t instanceof Term.Symbol s) {
          return new Str(s.name());
        }
      }
      case "free_symbols" -> {
        return in.operations.set(Term.symbols(t).stream().<Value>map(Sym::new).iterator());
      }
      default -> {}
    }
    return null;
  }

  Value method(Term t, String name, Arguments a) {
    return switch (name) {
      case "subs" -> sym(subs(t, a));
      case "evalf", "n" -> evalf(t, a.positional(), a.named());
      case "simplify",
          "expand",
          "factor",
          "cancel",
          "together",
          "ratsimp",
          "nsimplify",
          "trigsimp",
          "collect" ->
          rewrite(name, a.before(List.of(sym(t)), Map.of()));
      case "diff" -> sym(differentiate(t, a.positional()));
      case "doit" -> sym(t);
      case "integrate", "limit" ->
          steps.calculus(name, a.before(List.of(sym(t)), Map.of()), this::term, terms);
      case "as_numer_denom" -> {
        Term[] f = fraction(t);
        yield new Tuple(List.of(sym(f[0]), sym(f[1])));
      }
      case "coeff" -> {
        Term.Symbol x = symbolOf(a.at(0));
        int k = a.size() > 1 ? in.operations.smallIndex(a.at(1)) : 1;
        yield sym(coefficient(t, x, k));
      }
      case "is_integer" -> Bool.of(t instanceof Term.ExactNumber n && n.value().isInteger());
      case "conjugate" -> {
        if (terms.toReal(t) != null) {
          yield sym(t);
        }
        throw Stop.unsupported("conjugate of an expression");
      }
      case "equals" -> {
        Term d = terms.expand(terms.subtract(t, term(a.at(0))));
        if (zero(d)) {
          yield Bool.TRUE;
        }
        throw Stop.unevaluated("equals", "two expressions");
      }
      case "has" -> Bool.of(Term.contains(t, term(a.at(0))));
      default -> throw Stop.unsupported("." + name + "() of a sympy expression");
    };
  }

  private Term coefficient(Term t, Term.Symbol x, int k) {
    Term sum = Term.ZERO;
    for (Term part : t instanceof Term.Sum s ? s.terms() : List.of(t)) {
      NavigableMap<Integer, Term> c = new Quotients(terms).powers(part, x);
      if (c == null) {
        throw Stop.unsupported("coeff of this expression");
      }
      sum = terms.add(sum, c.getOrDefault(k, Term.ZERO));
    }
    return sum;
  }

  private Term subs(Term t, Arguments a) {
    a.expect("subs", 1, 2);
    if (a.size() == 2) {
      return substituteOne(t, term(a.at(0)), term(a.at(1)));
    }
    if (a.at(0) instanceof Dict d) {
      return substitute(t, d);
    }
    Term r = t;
    for (Value pair : in.list(a.at(0))) {
      List<Value> kv = in.list(pair);
      r = substituteOne(r, term(kv.get(0)), term(kv.get(1)));
    }
    return r;
  }

  private Term substitute(Term t, Dict d) {
    Map<Term, Term> values = new LinkedHashMap<>();
    var keys = new LinkedHashSet<Term>();
    d.entries.values().forEach(e -> keys.add(term(e.key())));
    boolean independent = true;
    for (Dict.Entry e : d.entries.values()) {
      Term v = term(e.value());
      values.put(term(e.key()), v);
      for (Term k : keys) {
        independent &= !Term.contains(v, k);
      }
    }
    if (independent && keys.stream().allMatch(k -> k instanceof Term.Symbol)) {
      return terms.substitute(t, values);
    }
    throw Stop.unsupported("subs with values that hold other keys");
  }

  private Term substituteOne(Term t, Term what, Term by) {
    Term r = terms.substitute(t, Map.of(what, by));
    if (!(what instanceof Term.Symbol)) {
      // sympy also replaces what only looks like it, such as x**4 for x**2: here nothing may be
      // left.
      for (Term.Symbol s : Term.symbols(what)) {
        if (Term.contains(r, s) && !Term.contains(by, s)) {
          throw Stop.unsupported("subs of an expression");
        }
      }
      if (Term.symbols(what).isEmpty() || !Term.contains(t, what)) {
        throw Stop.unsupported("subs of an expression");
      }
    }
    return r;
  }

  Value matrixMethod(Value.Matrix m, String name, Arguments a) {
    return matrices.method(m, name, a, in);
  }

  Value lambdified(Value.Lambdified l, Arguments a) {
    Map<Term, Term> values = new LinkedHashMap<>();
    for (Term.Symbol s : Term.symbols(l.body())) {
      int i = l.parameters().indexOf(s.name());
      if (i < 0) {
        throw Stop.unsupported("lambdify with a free symbol");
      }
      values.put(s, term(a.at(i)));
    }
    Term t = terms.substitute(l.body(), values);
    if (t instanceof Term.ExactNumber n && n.value().isInteger()) {
      return new Int(n.value().numerator());
    }
    FloatNumber f = terms.toFloat(t);
    if (f == null) {
      throw Stop.unsupported("this lambdify");
    }
    return new Flt(f);
  }

  Iterator<Value> iterate(Term t) {
    if (t.equals(Term.EMPTY_SET)) {
      return List.<Value>of().iterator();
    }
    if (t instanceof Term.Apply x && (x.name().equals("FiniteSet") || x.name().equals("Tuple"))) {
      return x.arguments().stream().<Value>map(Sympy::unwrap).iterator();
    }
    throw PythonError.type("object is not iterable");
  }

  private static Value unwrap(Term t) {
    return t instanceof Term.Apply x && x.name().equals("Tuple")
        ? new Tuple(x.arguments().stream().<Value>map(Sym::new).toList())
        : new Sym(t);
  }
}
