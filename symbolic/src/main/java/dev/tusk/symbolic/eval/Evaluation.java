package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Evidence.Halt;
import dev.tusk.symbolic.Evidence.Step;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.algebra.TermArithmetic;
import dev.tusk.symbolic.eval.Value.Str;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import dev.tusk.symbolic.ir.SymbolicProgram.AnswerSite;
import dev.tusk.symbolic.number.FloatArithmetic;
import dev.tusk.symbolic.number.UndecidedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a program, exact or in doubles. */
final class Evaluation {
  /** Steps of a traced run: a trace is worth so much, not more. */
  private static final long TRACED_STEPS = 400_000;

  private final SymbolicProgram program;
  private final String printed;
  private final Session session;
  private final Budget budget;
  private final TermArithmetic terms;
  private final Steps steps;
  private final Interpreter interpreter;
  private final @Nullable Trace trace;

  private Evaluation(
      SymbolicProgram program,
      String printed,
      Session session,
      boolean exact,
      int digits,
      @Nullable Trace trace,
      Steps.@Nullable Rotation rotation) {
    this.program = program;
    this.printed = printed;
    this.session = session;
    this.trace = trace;
    long most = session.limits().steps();
    this.budget = session.nextRun(trace == null ? most : Math.min(most, TRACED_STEPS));
    var floats = new FloatArithmetic(exact, digits);
    this.terms = new TermArithmetic(floats, session.limits().seed(), budget::spend);
    this.steps = new Steps(session, budget, rotation);
    this.interpreter = new Interpreter(new Run(floats, terms, budget, steps), trace);
  }

  /** A run with exact numbers, irrational ones to so many digits. */
  static Evaluation exact(SymbolicProgram program, String printed, Session session, int digits) {
    return new Evaluation(program, printed, session, true, digits, null, null);
  }

  /** A run in IEEE doubles. */
  static Evaluation doubles(SymbolicProgram program, String printed, Session session, int digits) {
    return new Evaluation(program, printed, session, false, digits, null, null);
  }

  /** The same run once more, what it binds and prints kept. */
  Evaluation traced() {
    return again(terms.floats().exact(), new Trace(), null);
  }

  /** The same run once more with solutions in another order, exact or in doubles. */
  Evaluation rotated(boolean exact, Steps.Rotation rotation) {
    return again(exact, null, rotation);
  }

  private Evaluation again(boolean exact, @Nullable Trace kept, Steps.@Nullable Rotation rotation) {
    int digits = terms.floats().reals().digits();
    return new Evaluation(program, printed, session, exact, digits, kept, rotation);
  }

  List<Steps.Choice> choices() {
    return steps.choices();
  }

  /** What a run comes to. */
  sealed interface Outcome {
    /**
     * An answer.
     *
     * @param text its text
     * @param relation how it relates to the printed text
     * @param line the statement that produced it
     * @param statement what kind of statement that is
     */
    record Answered(Str text, AnswerComparison.Relation relation, int line, String statement)
        implements Outcome {}

    /** The program ends in an error. */
    record Raised(String error, int line) implements Outcome {}

    /** The run was ended. */
    record Stopped(Verdict.Reason reason, String construct, int line, String detail)
        implements Outcome {}

    /** More digits are needed. */
    record Undecided(String question, int line) implements Outcome {}
  }

  TermArithmetic terms() {
    return terms;
  }

  List<Step> algebraSteps() {
    return steps.log();
  }

  List<Trace.Event> events() {
    return trace == null ? List.of() : trace.events();
  }

  Outcome run() {
    try {
      return answer();
    } catch (PythonError e) {
      return new Outcome.Raised(e.getMessage() + "", interpreter.line());
    } catch (Stop.FromOutside e) {
      return halted(e.reason, e.construct, e.detail);
    } catch (Stop e) {
      return new Outcome.Stopped(e.reason, e.construct, interpreter.line(), e.detail);
    } catch (UndecidedException e) {
      return new Outcome.Undecided(e.getMessage() + "", interpreter.line());
    } catch (TermArithmetic.TooLargeException e) {
      return stopped(Verdict.Reason.RESOURCE_LIMIT, "algebra", e);
    } catch (TermArithmetic.UnknownException e) {
      return stopped(Verdict.Reason.UNEVALUATED, "algebra", e);
    } catch (StackOverflowError e) {
      return halted(Verdict.Reason.RESOURCE_LIMIT, "recursion", "the stack is full");
    } catch (Session.IncompleteException e) {
      throw e;
    } catch (RuntimeException e) {
      // A value of a kind that a library function here does not foresee: nothing is said then.
      return stopped(Verdict.Reason.UNEVALUATED, "a library function", e);
    } finally {
      session.spent(budget.steps());
    }
  }

  private Outcome halted(Verdict.Reason reason, String construct, String detail) {
    Halt recorded = budget.halt();
    Halt halt =
        recorded == null
            ? new Halt(budget.run(), budget.steps(), reason, construct, interpreter.line(), detail)
            : recorded;
    session.halted(halt);
    return new Outcome.Stopped(halt.reason(), halt.construct(), halt.line(), halt.detail());
  }

  private Outcome stopped(Verdict.Reason reason, String construct, RuntimeException e) {
    return new Outcome.Stopped(
        reason,
        construct,
        interpreter.line(),
        e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private Outcome lastLine() {
    return answered(interpreter.output.lastLine(), interpreter.output.lastStatement(), "print");
  }

  private Outcome answered(Str text, int line, String statement) {
    var comparison = new AnswerComparison(terms, budget);
    return new Outcome.Answered(text, comparison.compare(text, printed), line, statement);
  }

  private Outcome answer() {
    for (List<Statement> cell : program.cells()) {
      try {
        interpreter.run(cell);
      } catch (PythonError e) {
        // In a notebook a failing cell does not stop the next.
        if (program.cells().size() == 1) {
          throw e;
        }
      }
    }
    return switch (program.answer()) {
      case AnswerSite.LastLine l -> lastLine();
      case AnswerSite.LastEcho e -> {
        Value value = interpreter.echoed;
        yield value == null
            ? lastLine()
            : answered(interpreter.formatting.str(value), interpreter.echoedAt, "echo of a cell");
      }
      case AnswerSite.Variable v -> {
        for (String name : v.names()) {
          Value value = interpreter.globals.names.get(name);
          if (value != null) {
            yield answered(
                interpreter.formatting.str(value),
                interpreter.boundAt.getOrDefault(name, 0),
                "assignment to " + name);
          }
        }
        yield new Outcome.Stopped(
            Verdict.Reason.DID_NOT_RUN, "", 0, "no variable " + String.join(" or ", v.names()));
      }
      case AnswerSite.ReturnValue r -> {
        for (String name : r.functions()) {
          Value f = interpreter.globals.names.get(name);
          if (f != null) {
            Value value = interpreter.call(f, new Arguments(List.of(), Map.of()));
            yield answered(
                interpreter.formatting.str(value), interpreter.returnLine, "return of " + name);
          }
        }
        yield new Outcome.Stopped(
            Verdict.Reason.DID_NOT_RUN, "", 0, "no function " + String.join(" or ", r.functions()));
      }
    };
  }
}
