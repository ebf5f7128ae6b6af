package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Verdict.How;
import dev.tusk.symbolic.algebra.Solver;
import dev.tusk.symbolic.algebra.Term;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.algebra.TermComparison;
import dev.tusk.symbolic.algebra.TermParser;
import dev.tusk.symbolic.algebra.TermPrinter;
import dev.tusk.symbolic.eval.Value.Piece;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import dev.tusk.symbolic.number.UndecidedException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares an answer with a printed text: literal parts letter by letter, parts that stand for
 * values by value.
 */
final class AnswerComparison {
  private static final Pattern MINUS_ZERO = Pattern.compile("(?<![\\d.])-0\\.0(?!\\d)");
  private static final int MAX_PIECES = 24;
  private static final int MAX_TEXT = 20_000;
  private static final int FULL_DIGITS = 17;

  private final TermArithmetic terms;
  private final Budget budget;
  private final boolean exact;

  AnswerComparison(TermArithmetic terms, Budget budget) {
    this.terms = terms;
    this.budget = budget;
    this.exact = terms.floats().exact();
  }

  /** How an answer and a text relate. */
  sealed interface Relation {
    /** They agree. */
    record Same(How how) implements Relation {}

    /** They do not. */
    record Different() implements Relation {}

    /** More digits are needed to tell. */
    record Undecided() implements Relation {}
  }

  Relation compare(Str answer, String printed) {
    if (answer.pieces().isEmpty()) {
      return withoutMinusZero(answer.text()).equals(withoutMinusZero(printed))
          ? new Relation.Same(new How.Exact())
          : new Relation.Different();
    }
    try {
      if (answer.decided() && answer.text().equals(printed)) {
        How how = new How.Exact();
        for (Piece p : answer.pieces()) {
          how = weaker(how, how(p, answer.text().substring(p.start(), p.end())));
        }
        return new Relation.Same(how);
      }
      return align(answer, printed);
    } catch (UndecidedException e) {
      return new Relation.Undecided();
    }
  }

  /** The sign of a float's zero is no part of its value. */
  private static String withoutMinusZero(String text) {
    return text.contains("-0.0") ? MINUS_ZERO.matcher(text).replaceAll("0.0") : text;
  }

  private Relation align(Str answer, String printed) {
    if (answer.pieces().size() > MAX_PIECES || printed.length() > MAX_TEXT) {
      return new Relation.Different();
    }
    var pattern = new StringBuilder();
    int at = 0;
    for (Piece p : answer.pieces()) {
      pattern.append(Pattern.quote(answer.text().substring(at, p.start()))).append("(.+?)");
      at = p.end();
    }
    pattern.append(Pattern.quote(answer.text().substring(at)));
    Matcher m =
        Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(new Metered(printed, budget));
    if (!m.matches()) {
      return new Relation.Different();
    }
    How how = new How.Exact();
    boolean undecided = false;
    for (int i = 0; i < answer.pieces().size(); i++) {
      Piece p = answer.pieces().get(i);
      Optional<How> h;
      try {
        h = piece(p, answer.text().substring(p.start(), p.end()), m.group(i + 1));
      } catch (UndecidedException e) {
        undecided = true;
        continue;
      }
      if (h.isEmpty()) {
        return new Relation.Different();
      }
      how = weaker(how, h.get());
    }
    return undecided ? new Relation.Undecided() : new Relation.Same(how);
  }

  /** A text that counts how often it is looked at: a pattern may try very many ways to match. */
  private record Metered(String text, Budget budget) implements CharSequence {
    @Override
    public char charAt(int index) {
      budget.step();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private Optional<How> piece(Piece p, String own, String printed) {
    if (p.decided() && own.equals(printed)) {
      return Optional.of(how(p, own));
    }
    return switch (p.value()) {
      case Value.Sym s -> term(s.term(), printed);
      case Value.Flt f -> floating(f, p, own, printed);
      default -> Optional.empty();
    };
  }

  private static Optional<How> floating(Value.Flt f, Piece p, String own, String printed) {
    if (printed.equals("-0.0") && own.equals("0.0") && p.decided()) {
      return Optional.of(new How.Exact());
    }
    if (p.decided() || !(f.number() instanceof Enclosure e)) {
      return Optional.empty();
    }
    BigDecimal d = Builtins.decimal(printed);
    if (d == null) {
      return Optional.empty();
    }
    if (p.decimals() < 0 && (d.compareTo(e.lower()) < 0 || d.compareTo(e.upper()) > 0)) {
      return Optional.empty();
    }
    throw new UndecidedException("the digits of " + e);
  }

  private Optional<How> term(Term own, String printed) {
    Map<String, Term.Symbol> symbols = new HashMap<>();
    for (Term.Symbol s : Term.symbols(own)) {
      if (symbols.put(s.name(), s) != null) {
        return Optional.empty();
      }
    }
    // The printed text is read exactly, whatever the run's own floats are.
    Optional<Term> read = TermParser.parse(printed, symbols, terms.reader());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    return switch (new TermComparison(terms).compare(own, read.get())) {
      case EXACT -> Optional.of(new How.Exact());
      case FLOAT -> Optional.of(new How.Numeric(TermPrinter.FLOAT_DIGITS));
      case NUMERIC -> Optional.of(new How.Numeric(30));
      case NONE -> Optional.empty();
    };
  }

  /** How far the text of a piece says its value. */
  private How how(Piece p, String text) {
    return switch (p.value()) {
      case Value.Flt f -> how(f.number(), p, text);
      case Value.Sym s when s.term() instanceof Term.FloatValue f -> how(f.value(), p, text);
      case Value.Sym s when Term.hasFloat(s.term()) -> new How.Numeric(TermPrinter.FLOAT_DIGITS);
      default -> new How.Exact();
    };
  }

  private How how(FloatNumber x, Piece p, String text) {
    if (x instanceof Ieee) {
      return exact ? new How.Exact() : new How.Numeric(FULL_DIGITS);
    }
    BigDecimal d = Builtins.decimal(text.replace(",", ""));
    if (x instanceof Rational r
        && d != null
        && Rational.of(d).equals(r)
        && !(p.value() instanceof Value.Flt f && f.decimals() >= 0)) {
      return new How.Exact();
    }
    if (p.decimals() >= 0) {
      return new How.Rounded(p.decimals());
    }
    if (text.endsWith("%")) {
      return new How.Exact();
    }
    return new How.Numeric(d == null ? 1 : Math.max(1, d.stripTrailingZeros().precision()));
  }

  private static How weaker(How a, How b) {
    return switch (a) {
      case How.Exact e -> b;
      case How.Rounded r ->
          switch (b) {
            case How.Exact e -> a;
            case How.Rounded s -> new How.Rounded(Math.min(r.decimals(), s.decimals()));
            case How.Numeric n -> b;
          };
      case How.Numeric n ->
          b instanceof How.Numeric m ? new How.Numeric(Math.min(n.digits(), m.digits())) : a;
    };
  }

  /** Whether an answer is nothing but one of these values, as an expression or its float. */
  static boolean isOneOf(Str answer, List<Term> values, TermArithmetic terms) {
    if (answer.pieces().isEmpty()) {
      return values.stream()
          .anyMatch(v -> TermPrinter.print(v, terms.floats()).equals(answer.text()));
    }
    if (answer.pieces().size() != 1
        || answer.pieces().getFirst().start() != 0
        || answer.pieces().getFirst().end() != answer.text().length()) {
      return false;
    }
    Term own =
        switch (answer.pieces().getFirst().value()) {
          case Value.Sym s -> s.term();
          case Value.Flt f -> new Term.FloatValue(f.number());
          default -> null;
        };
    if (own == null) {
      return false;
    }
    var solver = new Solver(terms);
    return values.stream().anyMatch(v -> v.equals(own) || solver.toFloats(v).equals(own));
  }

  /** The number that an answer is, if it is one. */
  static Optional<FloatNumber> number(Str answer) {
    if (answer.pieces().isEmpty()) {
      BigDecimal d = Builtins.decimal(answer.text());
      return d == null ? Optional.empty() : Optional.of(Rational.of(d));
    }
    List<Piece> pieces = answer.pieces();
    Piece p = pieces.getFirst();
    if (pieces.size() == 1
        && p.start() == 0
        && p.end() == answer.text().length()
        && p.value() instanceof Value.Flt f) {
      return Optional.of(f.number());
    }
    return Optional.empty();
  }
}
