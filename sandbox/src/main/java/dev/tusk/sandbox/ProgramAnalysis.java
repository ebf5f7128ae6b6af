package dev.tusk.sandbox;

import com.oracle.graal.python.pegparser.sst.ArgumentsTy;
import com.oracle.graal.python.pegparser.sst.ExprTy;
import com.oracle.graal.python.pegparser.sst.ModTy;
import com.oracle.graal.python.pegparser.sst.SSTNode;
import com.oracle.graal.python.pegparser.sst.StmtTy;
import com.oracle.graal.python.pegparser.tokenizer.SourceRange;
import dev.tusk.sandbox.Program.Style;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the worker learns about a program from its syntax tree before it runs it.
 *
 * @param style the style, detected where the program did not say
 * @param cells for a notebook, alternately a cell's statements and its last expression ("" for
 *     none), padded so that lines count as in the whole program; else the source alone
 * @param imports the listed modules, and those of packs, that it imports, to be loaded before its
 *     clock starts
 * @param lazyAbsence whether an absent package may stand in until it is used: not where the program
 *     itself is prepared for its absence
 * @param reusable whether it provably leaves nothing behind in its context
 * @param depth the depth of its syntax tree; 0 where it has none
 */
record ProgramAnalysis(
    Style style,
    List<String> cells,
    Set<String> imports,
    boolean lazyAbsence,
    boolean reusable,
    int depth) {

  /** The depth of a tree that is too deep to be walked. */
  static final int BOTTOMLESS = Integer.MAX_VALUE;

  private static final Pattern CELL_BREAK = Pattern.compile("\n\n# %%\n");

  /** Reads a program; needs stack for the depth of its syntax. */
  static ProgramAnalysis of(Program program) {
    try {
      return read(program);
    } catch (StackOverflowError e) {
      return new ProgramAnalysis(
          Style.PRINT, List.of(program.source()), Set.of(), true, false, BOTTOMLESS);
    }
  }

  private static ProgramAnalysis read(Program program) {
    String source = program.source();
    Style style = program.style();
    if (style == Style.DETECT && CELL_BREAK.matcher(source).find()) {
      style = Style.NOTEBOOK;
    }
    Optional<ModTy.Module> whole =
        style == Style.NOTEBOOK ? Optional.empty() : SyntaxTree.parse(source);
    if (style == Style.DETECT) {
      style = whole.map(ProgramAnalysis::detect).orElse(Style.PRINT);
    }
    var trees = new ArrayList<ModTy.Module>();
    List<String> cells = List.of(source);
    if (style == Style.NOTEBOOK) {
      cells = splitCells(source, trees);
    } else {
      whole.ifPresent(trees::add);
    }
    if (!program.preamble().isEmpty()) {
      SyntaxTree.parse(program.preamble()).ifPresent(trees::add);
    }
    var imports = new LinkedHashSet<String>();
    boolean reusable = ReuseRule.leavesNothingBehind(trees);
    boolean lazy = true;
    for (ModTy.Module tree : trees) {
      SyntaxTree.walk(tree, node -> collectImports(node, imports));
      lazy &= !guardsImports(tree);
    }
    int depth = trees.stream().mapToInt(SyntaxTree::depth).max().orElse(0);
    return new ProgramAnalysis(style, cells, imports, lazy, reusable, depth);
  }

  private static void collectImports(SSTNode node, Set<String> imports) {
    if (node instanceof StmtTy.Import statement) {
      for (var alias : statement.names) {
        if (isLoadedAhead(alias.name)) {
          imports.add(alias.name);
        }
      }
    } else if (node instanceof StmtTy.ImportFrom statement
        && statement.module != null
        && statement.level == 0
        && isLoadedAhead(statement.module)) {
      imports.add(statement.module);
    }
  }

  private static boolean isLoadedAhead(String module) {
    return ReuseRule.isListedModule(module) || Packs.bring(module);
  }

  /** Whether an import stands under a try, and so may be expected to fail. */
  private static boolean guardsImports(ModTy.Module tree) {
    boolean[] found = {false};
    SyntaxTree.walk(
        tree,
        node -> {
          if (node instanceof StmtTy.Try attempt) {
            for (StmtTy statement : attempt.body) {
              SyntaxTree.walk(
                  statement,
                  inner ->
                      found[0] |=
                          inner instanceof StmtTy.Import || inner instanceof StmtTy.ImportFrom);
            }
          }
        });
    return found[0];
  }

  private static Style detect(ModTy.Module tree) {
    boolean printsAtTop = false;
    boolean printsAnywhere = false;
    boolean hasAns = false;
    boolean hasSolution = false;
    for (StmtTy statement : tree.body) {
      if (statement instanceof StmtTy.FunctionDef function) {
        hasSolution |=
            (function.name.equals("solution") || function.name.equals("solver"))
                && callableWithoutArguments(function.args);
      } else {
        printsAtTop |= prints(statement);
      }
      printsAnywhere |= prints(statement);
      hasAns |= bindsAnswer(statement);
    }
    if (printsAtTop) {
      return Style.PRINT;
    }
    if (hasSolution) {
      return Style.SOLUTION;
    }
    if (hasAns) {
      return Style.ANS;
    }
    boolean endsInValue =
        tree.body.length > 0 && tree.body[tree.body.length - 1] instanceof StmtTy.Expr;
    return endsInValue && !printsAnywhere ? Style.NOTEBOOK : Style.PRINT;
  }

  private static boolean callableWithoutArguments(ArgumentsTy args) {
    if (args == null) {
      return true;
    }
    int positional = length(args.args) + length(args.posOnlyArgs);
    boolean keywordsHaveDefaults = true;
    if (args.kwOnlyArgs != null) {
      for (int i = 0; i < args.kwOnlyArgs.length; i++) {
        keywordsHaveDefaults &=
            args.kwDefaults != null && i < args.kwDefaults.length && args.kwDefaults[i] != null;
      }
    }
    return positional == length(args.defaults) && keywordsHaveDefaults;
  }

  private static int length(Object[] array) {
    return array == null ? 0 : array.length;
  }

  private static boolean prints(SSTNode node) {
    boolean[] found = {false};
    SyntaxTree.walk(
        node,
        inner ->
            found[0] |=
                inner instanceof ExprTy.Call call
                    && call.func instanceof ExprTy.Name name
                    && name.id.equals("print"));
    return found[0];
  }

  /** Whether a top-level statement, or one in a block below it, binds ans or answer. */
  private static boolean bindsAnswer(SSTNode node) {
    if (node instanceof StmtTy.FunctionDef || node instanceof StmtTy.ClassDef) {
      return false;
    }
    boolean[] found = {false};
    SSTNode[] targets = {};
    if (node instanceof StmtTy.Assign assign) {
      targets = assign.targets;
    } else if (node instanceof StmtTy.AnnAssign assign && assign.value != null) {
      targets = new SSTNode[] {assign.target};
    }
    for (SSTNode target : targets) {
      SyntaxTree.walk(
          target,
          inner ->
              found[0] |=
                  inner instanceof ExprTy.Name name
                      && (name.id.equals("ans") || name.id.equals("answer")));
    }
    SyntaxTree.forEachChild(
        node, child -> found[0] |= child instanceof StmtTy && bindsAnswer(child));
    return found[0];
  }

  private static List<String> splitCells(String source, List<ModTy.Module> trees) {
    var cells = new ArrayList<String>();
    Matcher breaks = CELL_BREAK.matcher(source);
    int start = 0;
    int line = 0;
    boolean more = true;
    while (more) {
      more = breaks.find(start);
      String cell = source.substring(start, more ? breaks.start() : source.length());
      addCell(cell, line, cells, trees);
      int end = more ? breaks.end() : source.length();
      line += (int) source.substring(start, end).chars().filter(c -> c == '\n').count();
      start = end;
    }
    return cells;
  }

  private static void addCell(String cell, int line, List<String> cells, List<ModTy.Module> trees) {
    String padding = "\n".repeat(line);
    Optional<ModTy.Module> tree = SyntaxTree.parse(cell);
    tree.ifPresent(trees::add);
    StmtTy[] body = tree.isEmpty() ? new StmtTy[0] : tree.get().body;
    if (body.length > 0 && body[body.length - 1] instanceof StmtTy.Expr last) {
      SourceRange range = last.value.getSourceRange();
      int from = offset(cell, range.startLine, range.startColumn);
      int to = offset(cell, range.endLine, range.endColumn);
      // Parentheses around the value, which the range leaves out, stay with neither part.
      String before = cell.substring(0, from);
      String after = cell.substring(to);
      if (balanced(before, after)) {
        cells.add(padding + before);
        cells.add(
            padding + "\n".repeat(range.startLine - 1) + "(" + cell.substring(from, to) + "\n)");
        return;
      }
      SourceRange statement = last.getSourceRange();
      from = offset(cell, statement.startLine, statement.startColumn);
      cells.add(padding + cell.substring(0, from));
      cells.add(padding + "\n".repeat(statement.startLine - 1) + cell.substring(from));
      return;
    }
    cells.add(padding + cell);
    cells.add("");
  }

  /** Whether the text left over around an expression is free of its own parentheses. */
  private static boolean balanced(String before, String after) {
    String tail = after.strip();
    return (tail.isEmpty() || tail.startsWith(";") || tail.startsWith("#"))
        && !before.stripTrailing().endsWith("(");
  }

  /** The index in the text of a line and a column, both as the parser counts them. */
  private static int offset(String text, int line, int column) {
    int index = 0;
    for (int n = 1; n < line; n++) {
      index = text.indexOf('\n', index) + 1;
    }
    return text.offsetByCodePoints(index, column);
  }
}
