package dev.tusk.engine.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.engine.python.ProgramLowering.Lowering;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile shapes end as an error or a tree, in little stack and linear time. */
class ParserBoundsTest {
  private static final int MANY = 200_000;

  /** A stack far smaller than any thread of ours has. */
  private static final long SMALL_STACK = 512 * 1024L;

  private static Lowering lowerInSmallStack(String source) throws Exception {
    CompletableFuture<Lowering> result = new CompletableFuture<>();
    Thread.Builder.OfPlatform builder = Thread.ofPlatform().stackSize(SMALL_STACK).daemon();
    builder.start(() -> {
      try {
        result.complete(ProgramLowering.lower(source, "", AnswerStyle.PRINT));
      } catch (RuntimeException | StackOverflowError thrown) {
        result.completeExceptionally(thrown);
      }
    });
    return result.get(60, TimeUnit.SECONDS);
  }

  /** Refused as no program, or as nested deeper than our parser reads. */
  private static void assertRefused(Lowering lowering) {
    if (lowering instanceof Lowering.Lowered) {
      assertThat(lowering.toString()).contains("source code is nested deeper than 100 levels");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{", "f(", "a[", "-", "~", "not ", "lambda: ", "x ** "})
  void refusesDeepNestingOfAnyKind(String opening) throws Exception {
    assertRefused(lowerInSmallStack("x = " + opening.repeat(MANY)));
    assertRefused(lowerInSmallStack("x = " + opening.repeat(MANY) + "1"));
    assertRefused(lowerInSmallStack("x = " + opening.repeat(150) + "1"));
  }

  @Test
  void refusesDeepConditionalsFormatsAndPatterns() throws Exception {
    for (String source :
        List.of(
            "x = " + "1 if a else ".repeat(MANY) + "0\n",
            "x = " + "f'{".repeat(MANY),
            "match x:\n  case " + "(".repeat(MANY),
            "match x:\n  case " + "[".repeat(150) + "A(".repeat(MANY),
            "x = " + "(lambda: ".repeat(MANY),
            IntStream.range(0, 2000)
                .mapToObj(i -> " ".repeat(i) + "if x:\n")
                .collect(Collectors.joining()))) {
      assertRefused(lowerInSmallStack(source));
    }
  }

  @Test
  void namesTheBoundThatIsPassed() {
    assertThat(ProgramLowering.lower("x = " + "(".repeat(300), "", AnswerStyle.PRINT))
        .isEqualTo(new Lowering.Rejected(1, 205, "too many nested parentheses: more than 200"));
    assertThatThrownBy(() -> Parser.parse("x = " + "-".repeat(400) + "1", 1))
        .isInstanceOfSatisfying(
            PythonSyntaxException.class,
            e -> {
              assertThat(e.limit()).isTrue();
              assertThat(e.problem()).isEqualTo("source code is nested deeper than 100 levels");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", " * y", " - 1 * 2", ".a", "(1)", "[0]", " or y", " < 2", ", 1"})
  void readsLongRunsWithoutRecursion(String more) throws Exception {
    assertThat(lowerInSmallStack("x = y" + more.repeat(MANY) + "\n"))
        .isInstanceOf(Lowering.Lowered.class);
  }

  @Test
  void readsLongElifChainsWithoutRecursion() throws Exception {
    String source = "if x == 0:\n  y = 0\n" + "elif x == 1:\n  y = 1\n".repeat(20_000);
    assertThat(lowerInSmallStack(source)).isInstanceOf(Lowering.Lowered.class);
  }

  @Test
  void readsTheDeepestNestingItAllowsInASmallStack() throws Exception {
    String deepest =
        IntStream.range(0, 98)
                .mapToObj(i -> " ".repeat(i) + "if x:\n")
                .collect(Collectors.joining())
            + " ".repeat(98)
            + "x = "
            + "f(".repeat(Parser.MAX_DEPTH - 1)
            + "1"
            + ")".repeat(Parser.MAX_DEPTH - 1)
            + "\n";
    assertThat(lowerInSmallStack(deepest))
        .isInstanceOf(Lowering.Lowered.class)
        .asString()
        .doesNotContain("Unsupported");
  }

  @Test
  void replacesWhatIsTooDeepForTheCrossCheck() {
    Lowering lowering =
        ProgramLowering.lower("x = 1" + " + 1".repeat(1000) + "\n", "", AnswerStyle.PRINT);
    assertThat(lowering.toString())
        .contains("UnsupportedExpression[line=1, construct=expression nested deeper than 500]");
  }

  @Test
  void takesTimeLinearInTheSource() {
    String line = "x = f('\uD83D\uDE00', [1, 2.5, 0xff], a.b(c=1)[2:3]) + g(f'{x:>{w}}')\n";
    String oneLine = "x = [" + "'\uD83D\uDE00', y, ".repeat(20_000) + "]\n";
    for (String source :
        List.of(
            line.repeat(4_000),
            oneLine,
            "x = 0x" + "f".repeat(250_000) + "\n",
            "x = " + "'a' ".repeat(60_000) + "\n",
            "x = '" + "\\n".repeat(120_000) + "'\n",
            "#".repeat(250_000),
            "match (".repeat(30) + "\n",
            "with (".repeat(40) + "\n",
            "match x\n".repeat(30_000))) {
      long start = System.nanoTime();
      ProgramLowering.lower(source, "", AnswerStyle.PRINT);
      // Generous: each takes well under a second; a quadratic pass would take minutes.
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }
  }
}
