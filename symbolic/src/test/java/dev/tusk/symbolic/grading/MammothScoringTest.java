package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.symbolic.grading.Policy.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MAmmoTH's rules, oddities included. */
class MammothScoringTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GSM8K | 18.0 | 18",
        "GSM8K | The answer is 1,234.50 | 1234.5",
        "GSM8K | 12 apples and 7 pears | 12",
        "GSM8K | x = 5 = 7 | 7",
        "GSM8K | .5 | 5",
        "GSM8K | 1e-05 | 1",
        "GSM8K | 1/2 | 1/2",
        "GSM8K | none | ''",
        "GSM8K | 100000000000000000000.0 | 100.0",
        "NUMGLUE | Option C | C",
        "NUMGLUE | 7.0 | 7",
        "AQUA | The answer is (b) | B",
        "SAT | 3.5 | 3.5",
        "MATH | The answer is \\frac12 | \\frac{1}{2}",
        "MATH | 3/4 | \\frac{3}{4}",
        "MATH | 0.5 | 0.5",
        "GSM8K | The answer is 7. | 7",
        "GSM8K | The answer is 7/ | 7",
        "GSM8K | -3.50 | -3.5",
        "GSM8K | The answer is 3 #### 4 | 4",
        "GSM8K | [12, 7] | 12",
        "GSM8K | 5e3 | 5",
        "SVAMP | 1,000 and 2 | 1000",
        "SVAMP | x = 1; y = 2 | 2",
        "DEEPMIND | -17/4 | -17/4",
        "DEEPMIND | {x: -2} | -2",
        "SIMULEQ | {x: 12, y: 21} | 12",
        "SIMULEQ | [(3.0, 4)] | 3",
        "NUMGLUE | the answer B, 7 | B",
        "NUMGLUE | 12 b | B",
        "AQUA | a) 12 | A",
        "AQUA | 12 | 12",
        "MMLU | The answer is D. | D",
        "SAT | F | F",
        "SAT | The answer is x = C | C",
        "MATH | \\boxed{\\dfrac{3}{4}} | \\frac{3}{4}",
        "MATH | The answer is x=5 | 5",
        "MATH | The answer is 90^\\circ | 90",
        "MATH | The answer is \\$5 | 5",
        "MATH | The answer is 5\\text{ cm} | 5",
        "MATH | The answer is 25\\% | 25",
        "MATH | The answer is .5 | 0.5",
        "MATH | The answer is \\sqrt3 | \\sqrt{3}",
        "MATH | The answer is \\left( 1, 2 \\right) | (1,2)",
        "MATH | The answer is 1\\!000 | 1000",
      })
  void cleansAsMammothDoes(Dataset dataset, String page, String cleaned) {
    assertThat(MammothScoring.cleaned(dataset, page)).isEqualTo(cleaned);
  }

  @Test
  void takesTheLastNumberOfReasoningWithoutATrigger() {
    assertThat(MammothScoring.cleaned(Dataset.SVAMP, "we have 3\nso 3 + 4 = 7")).isEqualTo("7");
  }

  @Test
  void takesWhatFollowsTheLastTrigger() {
    assertThat(MammothScoring.cleaned(Dataset.GSM8K, "The answer is 3\n#### 4 and 5"))
        .isEqualTo("4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GSM8K | 18 | 18.0 | equivalent",
        "GSM8K | 18 | 18.01 | not_equivalent",
        "MATH | 18 | 18.4 | equivalent",
        "MATH | 18 | 18.6 | not_equivalent",
        "MATH | 5.0 | 5.19 | equivalent",
        "MATH | 5.0 | 5.21 | not_equivalent",
        "MATH | \\frac{1}{2} | 0.49 | equivalent",
        "MATH | x^2 | x^2 | equivalent",
        "MATH | 5.0 | nan | not_equivalent",
        "MATH | 5.0 | 4.81 | equivalent",
        "MATH | 5.0 | 4.79 | not_equivalent",
        "MATH | -5.0 | -5.1 | equivalent",
        "MATH | -5.0 | 5.1 | not_equivalent",
        "MATH | 18 | 17.5 | equivalent",
        "MATH | 19 | 18.5 | not_equivalent",
        "MATH | 1,000 | 1000.2 | equivalent",
        "MATH | 12 | 3*2**2 | equivalent",
        "MATH | 3 | (3.2, 9) | equivalent",
        "MATH | 3 | [3, 9] | not_equivalent",
        "MATH | \\frac{1}{3} | 0.3333333 | equivalent",
        "MATH | \\frac{1}{3} | \\frac{2}{6} | equivalent",
        "MATH | \\frac13 | \\dfrac{1}{3} | equivalent",
        "MATH | \\sqrt{2} | 1.4142135 | not_equivalent",
        "MATH | x+1 | 1+x | not_equivalent",
        "SVAMP | 145.0 | 145 | equivalent",
        "SVAMP | 145 | -145 | not_equivalent",
        "DEEPMIND | -17/4 | -4.25 | not_equivalent",
        "SIMULEQ | 12 | {x: 12, y: 21} | equivalent",
        "SIMULEQ | 21 | {x: 12, y: 21} | not_equivalent",
        "NUMGLUE | B | Option B | equivalent",
        "NUMGLUE | 12 | 12.0 | equivalent",
        "SAT | C | The answer is (C) | equivalent",
        "SAT | C | 17 | undecided",
        "AQUA | A | 45.0 | undecided",
        "AQUA | A | B | not_equivalent",
        "MMLU | c | C | equivalent",
        "THEOREMQA | 2.5 | 2.55 | equivalent",
        "THEOREMQA | 2.5 | 2.61 | not_equivalent",
        "THEOREMQA | 12600 | 12600.3 | equivalent",
        "THEOREMQA | true | yes, it is | equivalent",
        "THEOREMQA | True | False | not_equivalent",
        "THEOREMQA | (b) | The answer is (b) | equivalent",
        "THEOREMQA | (b) | The answer is (c) | not_equivalent",
        "THEOREMQA | [1, 2] | (2, 1) | equivalent",
        "THEOREMQA | [1, 2] | [1, 2] | equivalent",
        "THEOREMQA | [1, 2] | [2, 1] | not_equivalent",
        "THEOREMQA | [0.5, 2.0] | (2, 0.51) | equivalent",
        "THEOREMQA | 1.4142 | sqrt(2) | equivalent",
        "THEOREMQA | 3.14 | \\pi | equivalent",
        "THEOREMQA | 0.12 | 12% | equivalent",
        "THEOREMQA | 12.5 | 12.5 meters | equivalent",
        "THEOREMQA | 4 | None | not_equivalent",
      })
  void scoresAsMammothDoes(Dataset dataset, String gold, String pred, String label) {
    assertThat(Grader.of(Policy.mammoth(dataset)).grade(gold, pred).label()).isEqualTo(label);
  }

  @Test
  void printsFloatsAsPython() {
    assertThat(MammothScoring.pythonFloat(1e16)).isEqualTo("1e+16");
    assertThat(MammothScoring.pythonFloat(123456789012345.0)).isEqualTo("123456789012345.0");
    assertThat(MammothScoring.pythonFloat(0.0001)).isEqualTo("0.0001");
    assertThat(MammothScoring.pythonFloat(0.00001)).isEqualTo("1e-05");
    assertThat(MammothScoring.pythonFloat(-2.5e-7)).isEqualTo("-2.5e-07");
  }

  /**
   * What MAmmoTH's own code gives, recorded from its answer_clean and
   * compare_both_string_and_number_format: every rule, on every set it applies to.
   */
  @Test
  void givesWhatMammothsCodeGives() {
    var differences = new ArrayList<String>();
    List<JsonNode> cases = Lines.resource("mammoth.jsonl");
    for (JsonNode each : cases) {
      Dataset dataset = Dataset.valueOf(each.get("set").asText().toUpperCase(Locale.ROOT));
      String page = each.get("page").asText();
      String cleaned = MammothScoring.cleaned(dataset, page);
      if (!cleaned.equals(each.get("cleaned").asText())) {
        differences.add(each + " but cleaned to '" + cleaned + "'");
      } else if (each.has("right")) {
        String label =
            Grader.of(Policy.mammoth(dataset)).grade(each.get("gold").asText(), page).label();
        if (!label.equals(each.get("right").asBoolean() ? "equivalent" : "not_equivalent")) {
          differences.add(each + " but " + label);
        }
      }
    }
    assertThat(cases).hasSizeGreaterThan(600);
    assertThat(differences).isEmpty();
  }
}
