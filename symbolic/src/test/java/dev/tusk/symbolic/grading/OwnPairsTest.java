package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The reviewed pairs of grading/pairs.jsonl, over every notation. */
class OwnPairsTest {
  private static List<String> policies(JsonNode line) {
    String policy = line.get("policy").asText();
    return policy.equals("both") ? List.of("strict", "lenient") : List.of(policy);
  }

  @TestFactory
  Stream<DynamicTest> judgesAsReviewed() {
    return Lines.resource("pairs.jsonl").stream()
        .flatMap(line -> policies(line).stream().map(policy -> pair(line, policy)));
  }

  private static DynamicTest pair(JsonNode line, String policy) {
    String gold = line.get("gold").asText();
    String pred = line.get("pred").asText();
    return DynamicTest.dynamicTest(
        policy + ", " + line.get("kind").asText() + ": " + gold + " | " + pred,
        () -> {
          Judgement judgement = Lines.patient(Policy.parse(policy)).grade(gold, pred);
          assertThat(judgement.label())
              .as(Judgement.summary(judgement))
              .isEqualTo(line.get("expected").asText());
        });
  }

  @Test
  void equivalenceIsSymmetricOnEveryPair() {
    for (JsonNode line : Lines.resource("pairs.jsonl")) {
      for (String policy : policies(line)) {
        Grader grader = Lines.patient(Policy.parse(policy));
        String a = line.get("gold").asText();
        String b = line.get("pred").asText();
        assertThat(grader.equivalent(a, b).label())
            .as("%s: %s | %s", policy, a, b)
            .isEqualTo(grader.equivalent(b, a).label());
      }
    }
  }

  @Test
  void equivalenceIsReflexiveUnderEveryPolicy() {
    for (JsonNode line : Lines.resource("pairs.jsonl")) {
      for (String policy : List.of("strict", "lenient", "math-verify", "mammoth:math")) {
        String text = line.get("pred").asText();
        assertThat(Lines.patient(Policy.parse(policy)).equivalent(text, text))
            .as("%s: %s", policy, text)
            .isInstanceOf(Judgement.Equivalent.class);
      }
    }
  }

  @Test
  void mathVerifyAcceptsNothingThatDiffersUnderStrictOnMarkedPairs() {
    int different = 0;
    for (JsonNode line : Lines.resource("pairs.jsonl")) {
      boolean proved =
          line.get("policy").asText().equals("both")
              && line.get("expected").asText().equals("not_equivalent");
      if (!proved || line.get("gold").asText().contains("$")) {
        continue;
      }
      String kind = line.get("kind").asText();
      // Math-Verify drops units and the half of the day, and rounds to 6 decimals.
      if (List.of("unit", "time", "decimal", "page", "degree", "root", "choice").contains(kind)) {
        continue;
      }
      different++;
      Judgement judgement =
          Lines.patient(Policy.mathVerify())
              .grade("$" + line.get("gold").asText() + "$", "$" + line.get("pred").asText() + "$");
      assertThat(judgement)
          .as("%s: %s", line, Judgement.summary(judgement))
          .isNotInstanceOf(Judgement.Equivalent.class);
    }
    assertThat(different).isGreaterThan(60);
  }
}
