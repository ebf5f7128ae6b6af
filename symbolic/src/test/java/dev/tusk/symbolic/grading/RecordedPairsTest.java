package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.symbolic.Algebra;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other graders' own test cases, from the recorded data. */
class RecordedPairsTest {
  @Test
  void agreesWithMathVerifysOwnCases() {
    List<String> accepted = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    List<String> off = new ArrayList<>();
    int equivalent = 0;
    int different = 0;
    for (JsonNode line : Lines.recorded("equivalence/math_verify.jsonl")) {
      Judgement judgement =
          Lines.patient(Lines.mathVerify(line))
              .grade(line.get("gold").asText(), line.get("pred").asText());
      String id = line.get("id").asText();
      boolean expected = line.get("expected").asBoolean();
      if (expected) {
        equivalent++;
        (judgement instanceof Judgement.Equivalent ? accepted : off).add(id);
      } else {
        different++;
        (judgement instanceof Judgement.NotEquivalent ? rejected : off).add(id);
      }
    }
    System.out.printf(
        "math_verify: %d/%d equivalent accepted, %d/%d different rejected, off: %s%n",
        accepted.size(), equivalent, rejected.size(), different, off);
    assertThat(accepted).as("off: %s", off).hasSizeGreaterThanOrEqualTo(equivalent - 2);
    assertThat(rejected).as("off: %s", off).hasSize(different);
  }

  @Test
  void agreesWithHendrycksCases() {
    Grader grader = Lines.patient(Policy.mammoth(Policy.Dataset.MATH));
    for (JsonNode line : Lines.recorded("equivalence/hendrycks_math.jsonl")) {
      Judgement judgement = grader.grade(line.get("gold").asText(), line.get("pred").asText());
      assertThat(judgement instanceof Judgement.Equivalent)
          .as("%s: %s", line.get("id"), Judgement.summary(judgement))
          .isEqualTo(line.get("expected").asBoolean());
    }
  }

  @Test
  void readsLatexAsLatex2sympyExpects() {
    List<String> off = new ArrayList<>();
    int total = 0;
    for (JsonNode line : Lines.recorded("equivalence/latex2sympy_parsing.jsonl")) {
      total++;
      if (!readsAs(line.get("latex").asText(), line.get("sympy").asText())) {
        off.add(line.get("latex").asText());
      }
    }
    System.out.printf("latex2sympy: %d/%d, off: %s%n", total - off.size(), total, off);
    assertThat(total - off.size()).as("off: %s", off).isGreaterThanOrEqualTo(total * 95 / 100);
  }

  private static boolean readsAs(String latex, String sympy) {
    Node mine;
    try {
      mine = Parser.parse(Lexer.spelledOut(Page.unmarked(latex)));
    } catch (ParseFailure e) {
      return sympy.equals("None");
    }
    if (sympy.equals("None")) {
      return false;
    }
    Budget budget = new Budget(1_000_000, 5_000_000_000L);
    return new Comparison(Policy.mathVerify(), budget, new ClosedForms(Algebra.none()))
        .compare(SympyReader.read(sympy), mine)
        .isSame();
  }
}
