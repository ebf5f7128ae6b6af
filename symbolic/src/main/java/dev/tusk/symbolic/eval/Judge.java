package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.Evidence;
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

  private final Limits limits;
  private final Algebra algebra;

  /** Judges within limits. */
  public Judge(Limits limits, Algebra algebra) {
    this.limits = limits;
    this.algebra = algebra;
  }

  /** One exact run and what its answer says of the printed text. */
  private record Attempt(
      Evaluation evaluation, Outcome outcome, Relation relation, int digits, long steps) {}

  /** The verdict on a printed answer. */
  public Verdict judge(SymbolicProgram program, String printed) {
    long deadline = System.nanoTime() + limits.deadline().toNanos();
    Attempt exact = exactly(program, printed, deadline);
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
          return confirmed(program, printed, exact, a, same.how(), deadline);
        }
      }
      case Outcome.Raised r -> {}
    }
    return afterReplay(program, printed, exact, deadline);
  }

  /**
   * The printed text is the exact answer. The program's floats must give it too: a right answer
   * that the program cannot have printed was not printed by it.
   */
  private Verdict confirmed(
      SymbolicProgram program,
      String printed,
      Attempt exact,
      Outcome.Answered answer,
      Verdict.How how,
      long deadline) {
    var replay = new Evaluation(program, limits, deadline, false, DIGITS[0], algebra);
    Outcome outcome = replay.run();
    if (outcome instanceof Outcome.Answered b
        && new AnswerComparison(replay.terms()).compare(b.text(), printed)
            instanceof Relation.Different) {
      return new Verdict.Disagreed(
          answer.text().text(),
          evidence(
              exact,
              answer.text().text(),
              b.text().text(),
              "the exact run gives the printed digits, a replay in IEEE doubles does not"));
    }
    String replayed = outcome instanceof Outcome.Answered b ? b.text().text() : "";
    return new Verdict.Confirmed(
        how, evidence(exact, answer.text().text(), replayed, "the exact run and a replay"));
  }

  private Attempt exactly(SymbolicProgram program, String printed, long deadline) {
    Attempt attempt = null;
    long steps = 0;
    for (int digits : DIGITS) {
      var evaluation = new Evaluation(program, limits, deadline, true, digits, algebra);
      Outcome outcome = evaluation.run();
      steps += evaluation.stepsUsed();
      Relation relation =
          outcome instanceof Outcome.Answered a
              ? new AnswerComparison(evaluation.terms()).compare(a.text(), printed)
              : new Relation.Different();
      attempt = new Attempt(evaluation, outcome, relation, digits, steps);
      if (!(outcome instanceof Outcome.Undecided) && !(relation instanceof Relation.Undecided)) {
        break;
      }
    }
    if (attempt == null) {
      throw new IllegalStateException("no precision to try");
    }
    return attempt;
  }

  private Verdict afterReplay(
      SymbolicProgram program, String printed, Attempt exact, long deadline) {
    var replay = new Evaluation(program, limits, deadline, false, DIGITS[0], algebra);
    Outcome outcome = replay.run();
    String exactText =
        switch (exact.outcome()) {
          case Outcome.Answered a -> a.text().text();
          case Outcome.Raised r -> "raises " + r.error();
          default -> "";
        };
    String replayed = outcome instanceof Outcome.Answered a ? a.text().text() : "";
    Evidence evidence =
        evidence(exact, exactText, replayed, "the exact run and a replay in IEEE doubles");
    if (exact.relation() instanceof Relation.Undecided) {
      return new Verdict.Unchecked(
          Verdict.Reason.UNEVALUATED,
          "the answer",
          0,
          "its digits stay open at " + exact.digits() + " digits",
          evidence);
    }
    if (outcome instanceof Outcome.Answered a
        && new AnswerComparison(replay.terms()).compare(a.text(), printed)
            instanceof Relation.Same) {
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
        || !exact.evaluation().algebraLog().isEmpty()
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
    List<String> steps = new ArrayList<>(exact.evaluation().algebraLog());
    return new Evidence(
        text,
        method,
        exact.digits(),
        replay,
        steps,
        exact.evaluation().askedAlgebra() ? algebra.site() : Algebra.Site.NONE,
        exact.steps());
  }
}
