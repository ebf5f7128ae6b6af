package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.algebra.TermCodec.Message;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.Rational;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.matheclipse.core.basic.Config;
import org.matheclipse.core.eval.EvalEngine;
import org.matheclipse.core.expression.Context;
import org.matheclipse.core.expression.F;
import org.matheclipse.core.interfaces.IAST;
import org.matheclipse.core.interfaces.IASTAppendable;
import org.matheclipse.core.interfaces.IBuiltInSymbol;
import org.matheclipse.core.interfaces.IEvaluator;
import org.matheclipse.core.interfaces.IExpr;
import org.matheclipse.core.interfaces.IFraction;
import org.matheclipse.core.interfaces.IInteger;
import org.matheclipse.core.interfaces.ISymbol;

/**
 * Answers algebra requests with Symja 3.0.0. Expressions are built from a decoded tree over an
 * allow-list, symbols are renamed; Symja's parser never runs. Each request has an evaluation engine
 * of its own. Thread-safe, but a request can run without end or exhaust memory: it belongs in a
 * process that can be killed.
 */
public final class AlgebraHandler {
  static final String FAILED = "failed";

  /**
   * What reaches files, the network, Java, the process or the parser. No request can name any of
   * it; that Symja's own rules cannot either is worth a second wall.
   */
  static final List<String> REACHING_OUT =
      List.of(
          "AddToClassPath",
          "BinaryRead",
          "BinaryWrite",
          "Close",
          "CreateDirectory",
          "CreateFile",
          "Exit",
          "Export",
          "ExportString",
          "FilePrint",
          "Get",
          "Import",
          "ImportString",
          "Input",
          "InputString",
          "InstanceOf",
          "JavaClass",
          "JavaNew",
          "JavaObject",
          "LoadJavaClass",
          "Needs",
          "OpenAppend",
          "OpenRead",
          "OpenWrite",
          "ParallelMap",
          "Put",
          "Quit",
          "Read",
          "ReadLine",
          "ReadList",
          "ReadString",
          "Share",
          "SystemDialogInput",
          "ToExpression",
          "URLFetch",
          "Unprotect",
          "Write",
          "WriteString",
          "$HomeDirectory",
          "$UserName");

  /** Evaluates to nothing: the symbol stands for itself. */
  private static final IEvaluator INERT =
      new IEvaluator() {
        @Override
        public void await() {}

        @Override
        public void setUp(ISymbol symbol) {}
      };

  private final TermArithmetic terms = new TermArithmetic(new FloatArithmetic(true, 40), 0);

  /** Hardens Symja's configuration, which is one for the whole JVM. */
  public AlgebraHandler() {
    harden();
  }

  private static synchronized void harden() {
    Config.UNPROTECT_ALLOWED = false;
    Config.FILESYSTEM_ENABLED = false;
    Config.MAX_AST_SIZE = 20_000;
    Config.MAX_BIT_LENGTH = 200_000;
    Config.MAX_POLYNOMIAL_DEGREE = 200;
    Config.MAX_LOOP_COUNT = 10_000;
    for (String name : REACHING_OUT) {
      if (Context.SYSTEM.get(name.toLowerCase(Locale.ROOT)) instanceof IBuiltInSymbol function) {
        function.setEvaluator(INERT);
      }
    }
  }

  /** A request that asks for nothing and is answered at once. */
  public static byte[] ping() {
    return TermCodec.encode(new Message("ping", List.of()));
  }

  /** Loads what integrals and equations need, which takes seconds the first time. */
  public void warmUp() {
    var x = new Term.Symbol("x", java.util.Set.of());
    Term f = terms.multiply(x, terms.apply("sin", x));
    var _ = handle(TermCodec.encode(new Message("integrate", List.of(f, x))));
    Term square = terms.power(x, Term.ExactNumber.of(2));
    Term g = terms.subtract(square, terms.add(x, Term.ONE));
    var _ = handle(TermCodec.encode(new Message("solve", List.of(g, x))));
  }

  /**
   * The reply to a request; a request that is malformed or that Symja cannot do has a reply that
   * says so, whatever Symja throws on the way.
   */
  public byte[] handle(byte[] request) {
    Message reply;
    try {
      reply = answer(TermCodec.decode(request, terms));
    } catch (RuntimeException | StackOverflowError e) {
      reply = new Message(FAILED, List.of());
    }
    try {
      return TermCodec.encode(reply);
    } catch (TermCodec.CodecException tooLarge) {
      return TermCodec.encode(new Message(FAILED, List.of()));
    }
  }

  private Message answer(Message request) {
    var bridge = new Bridge();
    List<IExpr> x = new ArrayList<>();
    for (Term t : request.operands()) {
      x.add(bridge.toSymja(t));
    }
    IExpr question =
        switch (request.operation()) {
          case "integrate" ->
              x.size() == 4
                  ? F.Integrate(x.get(0), F.List(x.get(1), x.get(2), x.get(3)))
                  : F.Integrate(x.get(0), x.get(1));
          case "limit" -> F.Limit(x.get(0), F.Rule(x.get(1), x.get(2)));
          case "solve" -> F.Solve(F.Equal(x.get(0), F.C0), x.get(1));
          case "summation" -> F.Sum(x.get(0), F.List(x.get(1), x.get(2), x.get(3)));
          default -> throw new TermCodec.CodecException("no operation " + request.operation());
        };
    var engine = new EvalEngine(true);
    engine.setQuietMode(true);
    EvalEngine.set(engine);
    try {
      IExpr result = engine.evaluate(question);
      if (request.operation().equals("solve")) {
        return solutions(result, bridge);
      }
      return new Message(request.operation(), List.of(bridge.toTerm(result)));
    } finally {
      EvalEngine.remove();
    }
  }

  private static Message solutions(IExpr result, Bridge bridge) {
    if (!(result instanceof IAST list) || !list.isList()) {
      throw new TermCodec.CodecException("no solutions");
    }
    var roots = new ArrayList<Term>();
    for (int i = 1; i < list.size(); i++) {
      if (!(list.get(i) instanceof IAST rules) || rules.size() != 2) {
        throw new TermCodec.CodecException("a solution of another form");
      }
      roots.add(bridge.toTerm(((IAST) rules.get(1)).get(2)));
    }
    return new Message("solve", roots);
  }

  /** Expressions to Symja and back, with symbols renamed. */
  private final class Bridge {
    private final Map<Term.Symbol, ISymbol> there = new HashMap<>();
    private final Map<String, Term.Symbol> back = new HashMap<>();

    IExpr toSymja(Term t) {
      return switch (t) {
        case Term.ExactNumber n ->
            n.value().isInteger()
                ? F.ZZ(n.value().numerator())
                : F.QQ(F.ZZ(n.value().numerator()), F.ZZ(n.value().denominator()));
        case Term.Symbol s ->
            there.computeIfAbsent(
                s,
                k -> {
                  String name = "v" + there.size();
                  back.put(name, k);
                  return F.Dummy(name);
                });
        case Term.Constant c ->
            switch (c.name()) {
              case "pi" -> F.Pi;
              case "E" -> F.E;
              case "I" -> F.CI;
              case "oo" -> F.CInfinity;
              default -> F.CNInfinity;
            };
        case Term.Sum s -> all(F.PlusAlloc(s.terms().size()), s.terms());
        case Term.Product p -> all(F.TimesAlloc(p.factors().size()), p.factors());
        case Term.Power p -> F.Power(toSymja(p.base()), toSymja(p.exponent()));
        case Term.Apply a -> {
          IExpr x = toSymja(a.arguments().getFirst());
          yield switch (a.name()) {
            case "sin" -> F.Sin(x);
            case "cos" -> F.Cos(x);
            case "tan" -> F.Tan(x);
            case "asin" -> F.ArcSin(x);
            case "acos" -> F.ArcCos(x);
            case "atan" -> F.ArcTan(x);
            case "sinh" -> F.Sinh(x);
            case "cosh" -> F.Cosh(x);
            case "tanh" -> F.Tanh(x);
            case "log" -> F.Log(x);
            case "Abs" -> F.Abs(x);
            default -> throw new TermCodec.CodecException("no function " + a.name());
          };
        }
        default -> throw new TermCodec.CodecException("no such expression");
      };
    }

    private IExpr all(IASTAppendable into, List<Term> parts) {
      parts.forEach(p -> into.append(toSymja(p)));
      return into;
    }

    Term toTerm(IExpr e) {
      if (e instanceof IInteger i) {
        return new Term.ExactNumber(Rational.of(i.toBigNumerator()));
      }
      if (e instanceof IFraction f) {
        return new Term.ExactNumber(Rational.of(f.toBigNumerator(), f.toBigDenominator()));
      }
      if (e.equals(F.Pi)) {
        return Term.PI;
      }
      if (e.equals(F.E)) {
        return Term.E;
      }
      if (e.equals(F.CI)) {
        return Term.I;
      }
      if (e.equals(F.CInfinity)) {
        return Term.INFINITY;
      }
      if (e.equals(F.CNInfinity)) {
        return Term.MINUS_INFINITY;
      }
      if (e instanceof ISymbol s) {
        Term.Symbol symbol = back.get(s.getSymbolName());
        if (symbol != null) {
          return symbol;
        }
      }
      if (e instanceof IAST a) {
        var parts = new ArrayList<Term>();
        for (int i = 1; i < a.size(); i++) {
          parts.add(toTerm(a.get(i)));
        }
        if (a.isPlus()) {
          return terms.add(parts);
        }
        if (a.isTimes()) {
          return terms.multiply(parts);
        }
        if (a.isPower()) {
          return terms.power(parts.get(0), parts.get(1));
        }
        if (parts.size() == 1 && a.head() instanceof ISymbol h) {
          String name =
              switch (h.getSymbolName().toLowerCase(java.util.Locale.ROOT)) {
                case "sin" -> "sin";
                case "cos" -> "cos";
                case "tan" -> "tan";
                case "arcsin" -> "asin";
                case "arccos" -> "acos";
                case "arctan" -> "atan";
                case "sinh" -> "sinh";
                case "cosh" -> "cosh";
                case "tanh" -> "tanh";
                case "log" -> "log";
                case "abs" -> "Abs";
                default -> "";
              };
          if (!name.isEmpty()) {
            return terms.apply(name, parts.getFirst());
          }
        }
      }
      throw new TermCodec.CodecException("a result of another form");
    }
  }
}
