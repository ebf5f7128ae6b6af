package dev.tusk.engine.python;

import static java.util.Objects.requireNonNull;

import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import dev.tusk.symbolic.ir.SymbolicProgram.AnswerSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a program's source into the language of the cross-check. Its result depends on the source
 * alone: nothing is run.
 *
 * <p>A name that, wherever it can be read, stands for one library and nothing else becomes a {@link
 * Expression.LibraryName}; where that depends on how the program runs, the import stays a statement
 * and the name a name. What the language has no form for becomes an unsupported node with its line,
 * and so does an expression nested deeper than {@value #MAX_DEPTH}, and a program whose brackets
 * and the like nest deeper than the parser reads (100 levels).
 *
 * <p>Instances are immutable and safe for use by several threads. A call takes time linear in the
 * length of the source and bounded stack.
 */
public final class ProgramLowering {
  /** The deepest nesting of statements and expressions in a lowered program. */
  public static final int MAX_DEPTH = 500;

  /** What stands between two cells of a notebook: an empty line and a line {@code # %%}. */
  public static final String CELL_SEPARATOR = "\n\n# %%\n";

  private ProgramLowering() {}

  /** What came of a lowering. */
  public sealed interface Lowering {
    /** The program in the cross-check's language. */
    record Lowered(SymbolicProgram program) implements Lowering {
      public Lowered {
        requireNonNull(program);
      }
    }

    /**
     * The source, or its preamble, is not a Python program.
     *
     * @param line the line of the problem, from 1
     * @param column the column of the problem, from 1, in code points
     * @param problem what is wrong
     */
    record Rejected(int line, int column, String problem) implements Lowering {
      public Rejected {
        requireNonNull(problem);
      }
    }
  }

  /**
   * Lowers a program.
   *
   * @param source the program's source text
   * @param preamble source text that runs before it in the same namespace; empty for none. Its
   *     nodes all have line 1.
   * @param style how the program gives its answer
   */
  public static Lowering lower(String source, String preamble, AnswerStyle style) {
    requireNonNull(source, "source");
    requireNonNull(preamble, "preamble");
    requireNonNull(style, "style");
    Scope module = new Scope(Scope.Kind.MODULE, null, false);
    ScopeRules rules = new ScopeRules(module);
    List<Unit> units = new ArrayList<>();
    try {
      if (!preamble.isBlank()) {
        units.add(Unit.read(preamble, 1, rules, true));
      }
      if (style == AnswerStyle.NOTEBOOK) {
        int line = 1;
        for (String cell : source.split(CELL_SEPARATOR, -1)) {
          units.add(readCell(cell, line, rules));
          line += (int) (cell + CELL_SEPARATOR).chars().filter(c -> c == '\n').count();
        }
      } else {
        units.add(Unit.read(source, 1, rules, false));
      }
    } catch (PythonSyntaxException bad) {
      // CPython may well run what only our own parser refuses: that is unchecked, not wrong.
      return bad.limit()
          ? new Lowering.Lowered(
              new SymbolicProgram(List.of(List.of(unsupported(bad))), answerSite(style)))
          : new Lowering.Rejected(bad.line(), bad.column(), bad.problem());
    }
    TreeLowering lowering = new TreeLowering(module, rules);
    List<List<Statement>> cells = new ArrayList<>();
    for (Unit unit : units) {
      cells.add(
          switch (unit) {
            case Unit.Read read ->
                lowering.cell(read.body(), read.preamble(), style == AnswerStyle.NOTEBOOK);
            case Unit.Faulty faulty -> List.of(faulty.statement());
          });
    }
    if (style != AnswerStyle.NOTEBOOK && cells.size() > 1) {
      // An ordinary program is one cell: an error of its preamble is its own.
      List<Statement> all = new ArrayList<>();
      cells.forEach(all::addAll);
      cells = List.of(all);
    }
    return new Lowering.Lowered(new SymbolicProgram(cells, answerSite(style)));
  }

  private static AnswerSite answerSite(AnswerStyle style) {
    return switch (style) {
      case PRINT -> new AnswerSite.LastLine();
      case NOTEBOOK -> new AnswerSite.LastEcho();
      case VARIABLE -> new AnswerSite.Variable(List.of("ans", "answer"));
      case FUNCTION -> new AnswerSite.ReturnValue(List.of("solution", "solver"));
    };
  }

  /** A piece of source that is compiled for itself. */
  private sealed interface Unit {
    record Read(List<Tree.Stmt> body, boolean preamble) implements Unit {}

    /** A cell that does not compile; what reaching it means. */
    record Faulty(Statement statement) implements Unit {}

    static Read read(String source, int line, ScopeRules rules, boolean preamble)
        throws PythonSyntaxException {
      List<Tree.Stmt> body = Parser.parse(source, line);
      rules.analyse(body);
      return new Read(body, preamble);
    }
  }

  private static Statement unsupported(PythonSyntaxException bound) {
    return new Statement.UnsupportedStatement(bound.line(), bound.problem());
  }

  /** A cell with a syntax error raises it, which ends that cell only. */
  private static Unit readCell(String cell, int line, ScopeRules rules) {
    try {
      return Unit.read(cell, line, rules, false);
    } catch (PythonSyntaxException bad) {
      int at = bad.line();
      return new Unit.Faulty(
          bad.limit()
              ? unsupported(bad)
              : new Statement.Raise(
                  at,
                  Optional.of(
                      new Expression.Call(
                          at,
                          new Expression.Name(at, "SyntaxError"),
                          List.of(new Expression.StringLiteral(at, bad.problem())),
                          List.of()))));
    }
  }
}
