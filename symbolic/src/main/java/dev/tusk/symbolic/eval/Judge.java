package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.Evidence;
import dev.tusk.symbolic.Evidence.Moment;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.algebra.TermPrinter;
import dev.tusk.symbolic.eval.AnswerComparison.Relation;
import dev.tusk.symbolic.eval.Evaluation.Outcome;
import dev.tusk.symbolic.ir.SymbolicProgram;
import dev.tusk.symbolic.number.Enclosure;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.FloatNumber;
import dev.tusk.symbolic.number.Ieee;
import dev.tusk.symbolic.number.Rational;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Comes to a verdict: the exact run with more and more digits until it decides, then, only where it
 * disagrees with what was printed, the replay in doubles.
 */
public final class Judge {
  private static final int[] DIGITS = {40, 160, 640};

  /** A contradiction needs values this far apart, relative to their size. */
  private static final Rational APART = Rational.of(1, 1_000_000);

  /** … and floats that did not move the answer by more than this. */
  private static final Rational STEADY = Rational.of(1, 1_000_000_000);

  private static final int MOMENTS_BEFORE = 3;

  /** Other orders of solutions that are tried. */
  private static final int MAX_ORDERS = 12;

  private final SymbolicProgram program;
  private final String printed;
  private final Session session;

  private Judge(SymbolicProgram program, String printed, Session session) {
    this.program = program;
    this.printed = printed;
    this.session = session;
  }

  /** The verdict on a printed answer. */
  public static Verdict judge(
      SymbolicProgram program, String printed, Limits limits, Algebra algebra) {
    return new Judge(program, printed, Session.live(limits, algebra)).judge();
  }

  /**
   * The verdict once more, with what evidence recorded in place of an algebra system and the clock.
   *
   * @throws IllegalArgumentException if the evidence lacks a reply of the algebra system
   */
  public static Verdict judge(
      SymbolicProgram program, String printed, Limits limits, Evidence evidence) {
    try {
      return new Judge(program, printed, Session.recorded(limits, evidence)).judge();
    } catch (Session.IncompleteException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** One exact run and what its answer says of the printed text. */
  private record Attempt(Evaluation evaluation, Outcome outcome, Relation relation, int digits) {}

  private Verdict judge() {
    Attempt exact = exactly();
    switch (exact.outcome()) {
      case Outcome.Stopped s -> {
        return new Verdict.Unchecked(
            s.reason(), s.construct(), s.line(), s.detail(), evidence(exact, "", "", "no answer"));
      }
      case Outcome.Undecided u -> {
        return new Verdict.Unchecked(
            Verdict.Reason.UNEVALUATED,
            "a decision",
            u.line(),
            u.question() + " stays open at " + exact.digits() + " digits",
            evidence(exact, "", "", "no answer"));
      }
      case Outcome.Answered a -> {
        if (exact.relation() instanceof Relation.Same same) {
          return confirmed(exact, a, same.how());
        }
      }
      case Outcome.Raised r -> {}
    }
    return oneOfRoots(exact).orElseGet(() -> afterReplay(exact));
  }

  /**
   * The printed text is the exact answer. The program's floats must give it too: a right answer
   * that the program cannot have printed was not printed by it.
   */
  private Verdict confirmed(Attempt exact, Outcome.Answered answer, Verdict.How how) {
    var replay = Evaluation.doubles(program, printed, session, DIGITS[0]);
    Outcome outcome = replay.run();
    String text = answer.text().text();
    return switch (outcome) {
      case Outcome.Answered b when b.relation() instanceof Relation.Different ->
          new Verdict.Disagreed(
              text,
              evidence(
                  exact,
                  text,
                  b.text().text(),
                  "the exact run gives the printed digits, a replay in IEEE doubles does not",
                  trace(exact, replay, outcome)));
      case Outcome.Answered b ->
          new Verdict.Confirmed(
              how, evidence(exact, text, b.text().text(), "the exact run and a replay"));
      case Outcome.Raised r ->
          new Verdict.Disagreed(
              text,
              evidence(
                  exact,
                  text,
                  "raises " + r.error(),
                  "the exact run gives the printed digits, a replay in IEEE doubles fails",
                  trace(exact, replay, outcome)));
      default ->
          new Verdict.Confirmed(
              how, evidence(exact, text, "", "the exact run; its replay came to no end"));
    };
  }

  /**
   * Where the library chose an order of solutions that is not known: the printed text is one of
   * them, both runs give it in another order, and it is itself a value that the equations allow.
   */
  private Optional<Verdict> oneOfRoots(Attempt exact) {
    List<Steps.Choice> choices = exact.evaluation().choices();
    int tried = 0;
    for (int i = 0; i < choices.size(); i++) {
      for (int by = 1; by < choices.get(i).solutions() && tried < MAX_ORDERS; by++) {
        tried++;
        var rotation = new Steps.Rotation(i, by);
        Evaluation other = exact.evaluation().rotated(true, rotation);
        if (!(other.run() instanceof Outcome.Answered a)
            || !(a.relation() instanceof Relation.Same)
            || !AnswerComparison.isOneOf(a.text(), choices.get(i).values(), other.terms())) {
          continue;
        }
        Outcome replay = other.rotated(false, rotation).run();
        if (replay instanceof Outcome.Answered b && b.relation() instanceof Relation.Different) {
          continue;
        }
        List<String> roots =
            choices.get(i).values().stream()
                .map(t -> TermPrinter.print(t, other.terms().floats()))
                .toList();
        return Optional.of(
            new Verdict.OneOfRoots(
                roots,
                evidence(
                    exact,
                    text(exact.outcome()),
                    replay instanceof Outcome.Answered b ? b.text().text() : "",
                    "the exact run with solutions in another order, and its replay")));
      }
    }
    return Optional.empty();
  }

  private Attempt exactly() {
    Attempt attempt = null;
    for (int digits : DIGITS) {
      var evaluation = Evaluation.exact(program, printed, session, digits);
      Outcome outcome = evaluation.run();
      Relation relation =
          outcome instanceof Outcome.Answered a ? a.relation() : new Relation.Different();
      attempt = new Attempt(evaluation, outcome, relation, digits);
      if (!(outcome instanceof Outcome.Undecided) && !(relation instanceof Relation.Undecided)) {
        break;
      }
    }
    if (attempt == null) {
      throw new IllegalStateException("no precision to try");
    }
    return attempt;
  }

  private Verdict afterReplay(Attempt exact) {
    var replay = Evaluation.doubles(program, printed, session, DIGITS[0]);
    Outcome outcome = replay.run();
    String exactText =
        switch (exact.outcome()) {
          case Outcome.Answered a -> a.text().text();
          case Outcome.Raised r -> "raises " + r.error();
          default -> "";
        };
    String replayed = outcome instanceof Outcome.Answered a ? a.text().text() : "";
    Evidence evidence =
        evidence(
            exact,
            exactText,
            replayed,
            "the exact run and a replay in IEEE doubles",
            trace(exact, replay, outcome));
    if (exact.relation() instanceof Relation.Undecided) {
      return new Verdict.Unchecked(
          Verdict.Reason.UNEVALUATED,
          "the answer",
          0,
          "its digits stay open at " + exact.digits() + " digits",
          evidence);
    }
    if (outcome instanceof Outcome.Answered a && a.relation() instanceof Relation.Same) {
      return new Verdict.FloatArtefact(
          exactText, printed, error(exact.outcome(), printed), evidence);
    }
    if (exact.outcome() instanceof Outcome.Raised r) {
      return new Verdict.Unchecked(
          Verdict.Reason.DID_NOT_RUN, "", r.line(), "the exact run " + exactText, evidence);
    }
    Optional<Verdict.Certificate> certificate = certificate(exact, outcome, printed);
    if (certificate.isPresent()) {
      return new Verdict.Contradicted(certificate.get(), evidence);
    }
    return new Verdict.Disagreed(exactText, evidence);
  }

  /** Where the two runs part, and the answer as they and the printed text have it. */
  private List<Moment> trace(Attempt exact, Evaluation replay, Outcome replayed) {
    var moments = new ArrayList<Moment>();
    List<Trace.Event> a = events(exact.evaluation());
    List<Trace.Event> b = events(replay);
    int i = 0;
    while (i < a.size() && i < b.size() && a.get(i).equals(b.get(i))) {
      i++;
    }
    boolean apart = i < a.size() && i < b.size();
    for (int k = Math.max(0, i - MOMENTS_BEFORE); k < i + (apart ? 1 : 0); k++) {
      Trace.Event x = a.get(k);
      Trace.Event y = b.get(k);
      String other = x.line() == y.line() && x.what().equals(y.what()) ? y.value() : at(y);
      moments.add(new Moment(x.line(), x.what(), x.value(), other));
    }
    moments.add(
        new Moment(
            exact.outcome() instanceof Outcome.Answered o ? o.line() : 0,
            "the answer",
            text(exact.outcome()),
            text(replayed)));
    return moments;
  }

  private static List<Trace.Event> events(Evaluation run) {
    Evaluation again = run.traced();
    var _ = again.run();
    return again.events();
  }

  private static String at(Trace.Event e) {
    return "line " + e.line() + ": " + e.what() + " " + e.value();
  }

  private static String text(Outcome outcome) {
    return Trace.shortened(
        switch (outcome) {
          case Outcome.Answered a -> a.text().text();
          case Outcome.Raised r -> "raises " + r.error();
          case Outcome.Stopped s -> "no end";
          case Outcome.Undecided u -> "not decided";
        });
  }

  private static String error(Outcome exact, String printed) {
    BigDecimal p = Builtins.decimal(printed);
    if (p == null || !(exact instanceof Outcome.Answered a)) {
      return "a difference that is no number";
    }
    Optional<FloatNumber> number = AnswerComparison.number(a.text());
    if (number.isEmpty()) {
      return "a difference that is no number";
    }
    return switch (number.get()) {
      case Rational r -> TermPrinter.decimal(Rational.of(p).minus(r), 3);
      case Enclosure e ->
          p.subtract(e.middle()).round(new MathContext(3, RoundingMode.HALF_EVEN)).toString();
      case Ieee d -> "infinity";
    };
  }

  /**
   * A proof that the printed number is not the program's: both the exact value and its replay are
   * far from it and near each other, and no algebra had a part in them.
   */
  private static Optional<Verdict.Certificate> certificate(
      Attempt exact, Outcome replay, String printed) {
    BigDecimal p = Builtins.decimal(printed);
    if (p == null
        || !exact.evaluation().algebraSteps().isEmpty()
        || !(exact.outcome() instanceof Outcome.Answered a)
        || !(replay instanceof Outcome.Answered b)) {
      return Optional.empty();
    }
    Optional<FloatNumber> x = AnswerComparison.number(a.text());
    BigDecimal y = Builtins.decimal(b.text().text());
    if (x.isEmpty() || y == null || FloatArithmetic.special(x.get())) {
      return Optional.empty();
    }
    Rational lower;
    Rational upper;
    switch (x.get()) {
      case Rational r -> {
        lower = r;
        upper = r;
      }
      case Enclosure e -> {
        lower = Rational.of(e.lower());
        upper = Rational.of(e.upper());
      }
      case Ieee d -> {
        return Optional.empty();
      }
    }
    Rational claimed = Rational.of(p);
    Rational doubles = Rational.of(y);
    Rational size = lower.abs().compareTo(Rational.ONE) > 0 ? lower.abs() : Rational.ONE;
    Rational gap = claimed.compareTo(lower) < 0 ? lower.minus(claimed) : claimed.minus(upper);
    boolean apart = gap.compareTo(size.times(APART)) > 0;
    boolean steady = doubles.minus(lower).abs().compareTo(size.times(STEADY)) <= 0;
    if (!apart || !steady) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Certificate(
            a.line(),
            a.statement(),
            printed,
            lower.equals(upper) ? lower.toString() : TermPrinter.decimal(lower, 30),
            lower.equals(upper) ? upper.toString() : TermPrinter.decimal(upper, 30),
            b.text().text()));
  }

  private Evidence evidence(Attempt exact, String text, String replay, String method) {
    return evidence(exact, text, replay, method, List.of());
  }

  private Evidence evidence(
      Attempt exact, String text, String replay, String method, List<Moment> trace) {
    return new Evidence(
        new Evidence.Subject.Answer(program, printed, session.limits().settings()),
        text,
        method,
        exact.digits(),
        replay,
        exact.evaluation().algebraSteps(),
        session.site(),
        session.exchanges(),
        trace,
        session.halts(),
        session.steps(),
        Evidence.Versions.current());
  }
}
