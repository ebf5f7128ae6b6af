package dev.tusk.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.engine.python.ProgramLowering.Lowering;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Expression.BinaryOperator;
import dev.tusk.symbolic.ir.Expression.LibraryName;
import dev.tusk.symbolic.ir.Expression.Name;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import dev.tusk.symbolic.ir.SymbolicProgram.AnswerSite;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramLoweringTest {
  private static final Pattern LIBRARY_NAME =
      Pattern.compile("LibraryName\\[line=\\d+, qualifiedName=([\\w.]+)]");

  private static SymbolicProgram lowered(String source, String preamble, AnswerStyle style) {
    Lowering lowering = ProgramLowering.lower(source, preamble, style);
    assertThat(lowering).isInstanceOf(Lowering.Lowered.class);
    return ((Lowering.Lowered) lowering).program();
  }

  private static List<Statement> statements(String source) {
    List<List<Statement>> cells = lowered(source, "", AnswerStyle.PRINT).cells();
    assertThat(cells).hasSize(1);
    return cells.getFirst();
  }

  /** The value that the last statement, {@code x = …}, assigns. */
  private static Expression lastValue(String source) {
    return ((Statement.Assignment) statements(source).getLast()).value();
  }

  /** Every library name that is folded into an expression. */
  private static Set<String> folded(Object lowered) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = LIBRARY_NAME.matcher(lowered.toString());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  // ---- imports

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import math | math.sqrt(4) | math.sqrt",
        "import sympy as sp | sp.solve(1) | sympy.solve",
        "from math import sqrt as s | s(4) | math.sqrt",
        "from sympy.abc import x | x | sympy.abc.x",
        "from datetime import datetime, timedelta | timedelta(1) | datetime.timedelta",
        "import datetime as dt | dt.datetime.now() | datetime.datetime",
        "from datetime import datetime | datetime.now() | datetime.datetime",
        "import sympy.ntheory as nt | nt.factorint(4) | sympy.factorint",
        "import sympy.ntheory | sympy.ntheory.factorint(4) | sympy.factorint",
        "from sympy.core.symbol import Symbol | Symbol('x') | sympy.Symbol",
        "from sympy.solvers import solve | solve(1) | sympy.solve",
        "from sympy.functions.elementary.exponential import log | log(2) | sympy.log",
        "import sympy.simplify | sympy.simplify(1) | sympy.simplify",
        "from sympy.stats import E | E(1) | sympy.stats.E",
        "from dateutil.relativedelta import relativedelta as rd | rd(1) | dateutil.relativedelta.relativedelta",
        "from dateutil import relativedelta | relativedelta.relativedelta(1) | dateutil.relativedelta.relativedelta",
        "from sympy import * | solve(1) | sympy.solve",
        "from math import * | floor(1) | math.floor",
        "import numpy.linalg | numpy.linalg.det(1) | numpy.linalg.det",
        "import os.path | os.path.join() | os.path.join",
      })
  void resolvesImportedNames(String importLine, String use, String qualified) {
    assertThat(folded(lastValue(importLine + "\nresult = " + use + "\n"))).contains(qualified);
  }

  @Test
  void keepsAttributesOfLibraryValuesAsAttributes() {
    assertThat(lastValue("import datetime\nx = datetime.datetime.strptime\n"))
        .isEqualTo(
            new Expression.Attribute(2, new LibraryName(2, "datetime.datetime"), "strptime"));
  }

  @Test
  void emitsEveryImportAsAStatementToo() {
    assertThat(
            statements(
                "import math, sympy as sp\nfrom sympy import Eq as E, pi\nfrom math import *\nimport a.b\n"))
        .containsExactly(
            new Statement.Import(1, "math", "math"),
            new Statement.Import(1, "sp", "sympy"),
            new Statement.Import(2, "E", "sympy.Eq"),
            new Statement.Import(2, "pi", "sympy.pi"),
            new Statement.ImportAll(3, "math"),
            new Statement.Import(4, "a", "a"));
  }

  // ---- scoping

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from math import sqrt\nsqrt = abs\nx = sqrt(4)\n",
        "import math\nx = 1\nmath = 5\nx = math\n",
        "x = 1\nif x:\n  import math\nx = math.pi\n",
        "try:\n  import math\nexcept ImportError:\n  pass\nx = math.pi\n",
        "import math\nfor math in y: pass\nx = math.pi\n",
        "import math\ndel math\nx = math.pi\n",
        "import math\ndef f():\n  global math\n  math = 1\nf()\nx = math.pi\n",
        "import math\nx = [math.pi for math in y]\n",
        "import math\nx = lambda math: math.pi\n",
        "import math\nx = (math := 5)\nx = math.pi\n",
        "import math\ntry: pass\nexcept E as math: pass\nx = math.pi\n",
        "x = math.pi\nimport math\nx = math\nimport cmath as math\nx = math.pi\n",
        "from math import *\nfrom sympy import *\nx = sqrt(4)\n",
        "from unknown import *\nfrom math import pi\nx = pi\n",
        "from math import sqrt\nfrom sympy import *\nx = sqrt(4)\n",
        "from math import *\ndef floor(a): return a\nx = floor(1)\n",
        "while y:\n  import math\nx = math.pi\n",
        "from sympy import *\nvar('E')\nx = E\n",
        "import sympy\nfrom math import *\nsympy.var('pi')\nx = pi\n",
        "from math import pi\nexec('pi = 3')\nx = pi\n",
        "from sympy import var as v\nfrom math import pi\nv('pi')\nx = pi\n",
      })
  void leavesNamesThatMayBeAnythingElse(String source) {
    assertThat(folded(lastValue(source))).isEmpty();
  }

  @Test
  void foldsAParameterOrLocalNameNever() {
    Statement f =
        statements(
                "import math\nfrom math import pi\ndef f(math, y=math.e):\n  pi = 3\n  return math.pi * pi\n")
            .getLast();
    assertThat(folded(f)).containsExactly("math.e");
  }

  @Test
  void foldsALocalImportInsideItsFunctionOnly() {
    List<Statement> program =
        statements("def f():\n  import math\n  return math.pi\nx = math.pi\n");
    assertThat(folded(program.get(0))).containsExactly("math.pi");
    assertThat(folded(program.get(1))).isEmpty();
  }

  @Test
  void foldsNoUseBeforeTheImport() {
    List<Statement> program =
        statements("def f():\n  return math.pi\nimport math\ndef g():\n  return math.pi\n");
    assertThat(folded(program.get(0))).isEmpty();
    assertThat(folded(program.get(2))).containsExactly("math.pi");
  }

  @Test
  void foldsWithinTheBlockOfAConditionalImport() {
    List<Statement> program = statements("if y:\n  import math\n  x = math.pi\nx = math.pi\n");
    assertThat(folded(program.get(0))).containsExactly("math.pi");
    assertThat(folded(program.get(1))).isEmpty();
  }

  @Test
  void looksTheFirstIterableUpOutsideTheComprehension() {
    assertThat(folded(lastValue("from math import pi\nx = [pi for pi in [pi]]\n")))
        .containsExactly("math.pi");
  }

  @Test
  void letsAWalrusInAComprehensionBindAround() {
    assertThat(folded(lastValue("from math import pi\ny = [(pi := 1) for a in b]\nx = pi\n")))
        .isEmpty();
  }

  @Test
  void marksAnAssignmentToALibrary() {
    assertThat(statements("import math\nmath.pi = 3\n").getLast().toString())
        .contains("assignment to math.pi");
  }

  // ---- styles

  @Test
  void placesTheAnswerByStyle() {
    assertThat(lowered("x = 1\n", "", AnswerStyle.PRINT).answer())
        .isEqualTo(new AnswerSite.LastLine());
    assertThat(lowered("ans = 1\n", "", AnswerStyle.VARIABLE).answer())
        .isEqualTo(new AnswerSite.Variable(List.of("ans", "answer")));
    assertThat(lowered("def solution(): return 1\n", "", AnswerStyle.FUNCTION).answer())
        .isEqualTo(new AnswerSite.ReturnValue(List.of("solution", "solver")));
    assertThat(lowered("1\n", "", AnswerStyle.NOTEBOOK).answer())
        .isEqualTo(new AnswerSite.LastEcho());
  }

  @Test
  void splitsANotebookAndEchoesTheLastExpressionOfEachCell() {
    SymbolicProgram program =
        lowered("x = 1\nx\n\n# %%\n'text'\n\n# %%\nx\ny = 2", "", AnswerStyle.NOTEBOOK);
    assertThat(program.cells())
        .containsExactly(
            List.of(assign(1, "x", 1), new Statement.Echo(2, new Name(2, "x"))),
            List.of(new Statement.Echo(5, new Expression.StringLiteral(5, "text"))),
            List.of(new Statement.ExpressionStatement(8, new Name(8, "x")), assign(9, "y", 2)));
  }

  @Test
  void failsAFaultyCellAlone() {
    SymbolicProgram program =
        lowered("x = 1\n\n# %%\nx = = 2\n\n# %%\nx\n", "", AnswerStyle.NOTEBOOK);
    assertThat(program.cells()).hasSize(3);
    assertThat(program.cells().get(1)).hasSize(1);
    assertThat(program.cells().get(1).getFirst()).isInstanceOf(Statement.Raise.class);
    assertThat(program.cells().get(1).getFirst().line()).isEqualTo(4);
    assertThat(program.cells().get(2)).containsExactly(new Statement.Echo(7, new Name(7, "x")));
  }

  @Test
  void foldsAcrossCellsOnlyWhatNoErrorCanSkip() {
    SymbolicProgram program =
        lowered(
            "import math\ny = 1\nimport cmath\n\n# %%\nmath.pi\ncmath.pi\n",
            "", AnswerStyle.NOTEBOOK);
    assertThat(folded(program.cells().get(1))).containsExactly("math.pi");
  }

  @Test
  void runsThePreambleInTheSameNamespace() {
    SymbolicProgram program =
        lowered(
            "x = m.pi\nx = lcm(2, 3)\n",
            "import math as m\nfrom math import *\ndef lcm(a, b): return 1\n",
            AnswerStyle.PRINT);
    assertThat(program.cells()).hasSize(1);
    assertThat(folded(program)).containsExactly("math.pi");
    assertThat(lowered("1\n", "import math\n", AnswerStyle.NOTEBOOK).cells()).hasSize(2);
  }

  @Test
  void rejectsWhatIsNoProgramWithItsPosition() {
    assertThat(ProgramLowering.lower("x = 1\ny = (2\n", "", AnswerStyle.PRINT))
        .isInstanceOfSatisfying(
            Lowering.Rejected.class,
            r -> {
              assertThat(r.line()).isEqualTo(2);
              assertThat(r.column()).isEqualTo(5);
              assertThat(r.problem()).isEqualTo("'(' was never closed");
            });
    assertThat(ProgramLowering.lower("return 1\n", "", AnswerStyle.PRINT))
        .isEqualTo(new Lowering.Rejected(1, 1, "'return' outside function"));
  }

  // ---- forms

  private static Statement assign(int line, String name, int value) {
    return new Statement.Assignment(
        line,
        List.of(new Name(line, name)),
        new Expression.IntegerLiteral(line, BigInteger.valueOf(value)));
  }

  @Test
  void associatesRunsOfOperatorsToTheLeft() {
    assertThat(lastValue("x = a - b + c\n"))
        .isEqualTo(
            new Expression.Binary(
                1,
                BinaryOperator.ADD,
                new Expression.Binary(
                    1, BinaryOperator.SUBTRACT, new Name(1, "a"), new Name(1, "b")),
                new Name(1, "c")));
  }

  @ParameterizedTest
  @CsvSource({"0.10,0.10", "1e-3,0.001", "5.,5", ".5,0.5", "0e5,0", "1_0.5,10.5", "2e2,2E+2"})
  void keepsDecimalsAsWritten(String literal, BigDecimal value) {
    assertThat(lastValue("x = " + literal + "\n"))
        .isInstanceOfSatisfying(
            Expression.DecimalLiteral.class,
            d -> assertThat(d.value()).isEqualByComparingTo(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e-400", "1e99999999999", "1e400j"})
  void leavesFloatsOutOfRangeOut(String literal) {
    assertThat(lastValue("x = " + literal + "\n"))
        .isEqualTo(new Expression.UnsupportedExpression(1, "float literal out of range"));
  }

  @Test
  void turnsElifIntoNestedIfs() {
    Statement.If first = (Statement.If) statements("if a: x\nelif b: y\nelse: z\n").getFirst();
    Statement.If second = (Statement.If) first.otherwise().getFirst();
    assertThat(first.line()).isEqualTo(1);
    assertThat(second.line()).isEqualTo(2);
    assertThat(second.otherwise())
        .containsExactly(new Statement.ExpressionStatement(3, new Name(3, "z")));
  }

  @Test
  void readsFormattedStringsInPieces() {
    assertThat(lastValue("x = f'a{b!r:>{w}}' 'c' f'{d=}'\n"))
        .isEqualTo(
            new Expression.FormattedString(
                1,
                List.of(
                    new Expression.FormattedString.Part.Text("a"),
                    new Expression.FormattedString.Part.Field(
                        new Name(1, "b"),
                        'r',
                        Optional.of(
                            new Expression.FormattedString(
                                1,
                                List.of(
                                    new Expression.FormattedString.Part.Text(">"),
                                    new Expression.FormattedString.Part.Field(
                                        new Name(1, "w"), '\0', Optional.empty()))))),
                    new Expression.FormattedString.Part.Text("cd="),
                    new Expression.FormattedString.Part.Field(
                        new Name(1, "d"), 'r', Optional.empty()))));
  }

  @Test
  void readsFormattedStringsOfPython312() {
    assertThat(lastValue("x = f\"{d[\"k\"]}{'\\n'.join(a)}\"\n").toString())
        .contains("StringLiteral[line=1, value=k]");
    assertThat(lastValue("x = f'{\n  a  # note\n}'\n").toString()).contains("name=a");
  }

  @Test
  void appliesDecoratorsAsCalls() {
    List<Statement> program =
        statements(
            "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef f(n): return n\n");
    assertThat(program).hasSize(3);
    assertThat(program.get(2).toString()).contains("functools.lru_cache").contains("name=f");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class A: pass | class A",
        "with a as b: pass | with",
        "async def f(): pass | async def f",
        "type X = int | type alias",
        "x = b'a' | bytes literal",
        "from . import a | relative import",
        "def f[T](x): return b'a' | bytes literal",
      })
  void namesWhatTheLanguageLeavesOut(String source, String construct) {
    assertThat(statements(source + "\n").toString()).contains("construct=" + construct + "]");
  }

  @Test
  void dropsAnnotationsAndDocstrings() {
    assertThat(statements("'doc'\nx: int = 1\ny: str\ndef f(a: int) -> int:\n  '''doc'''\n"))
        .containsExactly(
            new Statement.Pass(1),
            assign(2, "x", 1),
            new Statement.Pass(3),
            new Statement.FunctionDefinition(
                4,
                "f",
                new Expression.Parameters(
                    List.of(new Expression.Parameters.Parameter("a", Optional.empty())),
                    Optional.empty(),
                    List.of(),
                    Optional.empty()),
                List.of(new Statement.Pass(5))));
  }

  // ---- corpus

  @Test
  void lowersEveryProgramOfTheCorpus() throws Exception {
    String corpus = System.getProperty("tusk.corpus", "");
    Assumptions.assumeTrue(!corpus.isEmpty(), "needs -Dtusk.corpus=DIR");
    Path folder = Path.of(corpus);
    int lowered = 0;
    int rejected = 0;
    long nanos = 0;
    for (JsonNode row : Corpus.rows(folder)) {
      String preamble = Corpus.preamble(folder, row);
      long start = System.nanoTime();
      Lowering lowering =
          ProgramLowering.lower(row.get("program").asText(), preamble, Corpus.style(row));
      nanos += System.nanoTime() - start;
      if (lowering instanceof Lowering.Lowered) {
        lowered++;
      } else {
        rejected++;
        assertThat(row.get("cpython").get("status").asText())
            .as("CPython on %s, rejected by us: %s", row.get("id"), lowering)
            .isEqualTo("error");
      }
    }
    System.out.printf(
        "Python lowering, corpus: %d lowered, %d rejected, %.0f ms%n",
        lowered, rejected, nanos / 1e6);
    assertThat(lowered).isGreaterThan(8000);
  }
}
