package dev.tusk.symbolic.eval;

import dev.tusk.symbolic.Algebra;
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

/** One run of a program, exact or in doubles. */
final class Evaluation {
  private final SymbolicProgram program;
  private final Budget budget;
  private final FloatArithmetic floats;
  private final TermArithmetic terms;
  private final Steps steps;
  private final Interpreter interpreter;

  Evaluation(
      SymbolicProgram program,
      Limits limits,
      long deadlineNanos,
      boolean exact,
      int digits,
      Algebra algebra) {
    this.program = program;
    this.budget = new Budget(limits, deadlineNanos);
    this.floats = new FloatArithmetic(exact, digits);
    this.terms = new TermArithmetic(floats);
    this.steps = new Steps(algebra, budget);
    this.interpreter = new Interpreter(new Run(floats, terms, budget, steps));
  }

  /** What a run comes to. */
  sealed interface Outcome {
    /**
     * An answer.
     *
     * @param text its text
     * @param line the statement that produced it
     * @param statement what kind of statement that is
     */
    record Answered(Str text, int line, String statement) implements Outcome {}

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

  long stepsUsed() {
    return budget.steps();
  }

  List<String> algebraLog() {
    return steps.log();
  }

  boolean askedAlgebra() {
    return steps.asked();
  }

  Outcome run() {
    try {
      return answer();
    } catch (PythonError e) {
      return new Outcome.Raised(e.getMessage() + "", interpreter.line());
    } catch (Stop e) {
      return new Outcome.Stopped(e.reason, e.construct, interpreter.line(), e.detail);
    } catch (UndecidedException e) {
      return new Outcome.Undecided(e.getMessage() + "", interpreter.line());
    } catch (TermArithmetic.TooLargeException e) {
      return stopped(Verdict.Reason.RESOURCE_LIMIT, "algebra", e);
    } catch (TermArithmetic.UnknownException e) {
      return stopped(Verdict.Reason.UNEVALUATED, "algebra", e);
    } catch (StackOverflowError e) {
      return new Outcome.Stopped(
          Verdict.Reason.RESOURCE_LIMIT, "recursion", interpreter.line(), "the stack is full");
    } catch (ArithmeticException | ClassCastException | IndexOutOfBoundsException e) {
      // A value of a kind that a library function here does not foresee.
      return stopped(Verdict.Reason.UNEVALUATED, "a library function", e);
    }
  }

  private Outcome stopped(Verdict.Reason reason, String construct, RuntimeException e) {
    return new Outcome.Stopped(
        reason,
        construct,
        interpreter.line(),
        e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private Outcome lastLine() {
    return new Outcome.Answered(
        interpreter.output.lastLine(), interpreter.output.lastStatement(), "print");
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
            : new Outcome.Answered(
                interpreter.formatting.str(value), interpreter.echoedAt, "echo of a cell");
      }
      case AnswerSite.Variable v -> {
        for (String name : v.names()) {
          Value value = interpreter.globals.names.get(name);
          if (value != null) {
            yield new Outcome.Answered(
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
            yield new Outcome.Answered(
                interpreter.formatting.str(value), interpreter.returnLine, "return of " + name);
          }
        }
        yield new Outcome.Stopped(
            Verdict.Reason.DID_NOT_RUN, "", 0, "no function " + String.join(" or ", r.functions()));
      }
    };
  }
}
