package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is held back from the model; docs/engine.md has the figures. */
class ScreeningTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/questions", name)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static Optional<Answer.Reason> reason(String question) {
    return Screening.of(Question.of(question)).map(Screening.Outside::reason);
  }

  @Test
  void holdsBackWhatIsNoMathematics() throws IOException {
    List<String> through =
        lines("not-maths.txt").stream()
            .filter(question ->
                !reason(question).equals(Optional.of(Answer.Reason.NOT_A_MATHS_QUESTION)))
            .toList();

    // "mean" is a word of mathematics.
    assertThat(through).containsExactly("What does the word serendipity mean?");
  }

  @Test
  void holdsBackRequestsForProofs() throws IOException {
    assertThat(lines("proofs.txt"))
        .hasSizeGreaterThan(10)
        .allSatisfy(request ->
            assertThat(reason(request)).as(request).contains(Answer.Reason.PROOF_NOT_SUPPORTED));
  }

  @Test
  void letsQuestionsThroughThatMentionBoth() {
    for (String question :
        List.of(
            "Show that x = 2 is a root of x^2 - 4, and find the other root.",
            "Prove that the sum is even. What is the sum for n = 10?",
            "A poem has 14 lines of 10 syllables. How many syllables is that?",
            "Write the number 3000 as a product of primes.",
            "Write 0.75 as a fraction.",
            "Who has more apples, Tom with 5 or Ann with 7?",
            "Write an equation for the line through (0, 1) and (2, 5).",
            "What is the value of x if 2x = 8?")) {
      assertThat(reason(question)).as(question).isEmpty();
    }
  }

  @Test
  void endsSoonOnLongTexts() {
    String words = "would you please tell me whether ".repeat(100_000);
    assertThat(Screening.of(Question.open(words))).isPresent();
    assertThat(Screening.of(Question.open("can you ".repeat(100_000)))).isPresent();
    assertThat(Screening.of(Question.open("\n".repeat(100_000) + "1"))).isEmpty();
  }

  @Test
  void letsEveryBenchmarkQuestionThrough() throws IOException {
    String shared = System.getProperty("tusk.corpus", "");
    assumeFalse(shared.isEmpty(), "needs -Dtusk.corpus=DIR");
    Path folder = Path.of(shared, "benchmarks");
    List<Question> questions = new ArrayList<>();
    for (String file : List.of("gsm8k.jsonl", "math_test.jsonl", "AQuA.json")) {
      for (String line : Files.readAllLines(folder.resolve(file))) {
        questions.add(question(JSON.readTree(line)));
      }
    }
    for (String file :
        List.of(
            "numglue.json",
            "deepmind.json",
            "SVAMP.json",
            "simuleq.json",
            "sat.json",
            "mmlu_mathematics.json")) {
      for (JsonNode each : JSON.readTree(folder.resolve(file).toFile())) {
        questions.add(question(each));
      }
    }
    assertThat(questions).hasSize(11_323);
    assertThat(questions)
        .filteredOn(question -> Screening.of(question).isPresent())
        .as("questions of the nine sets that are held back")
        .isEmpty();
  }

  /** As the sets' formats have it. */
  private static Question question(JsonNode node) {
    String text =
        node.has("Body")
            ? node.path("Body").asText() + " " + node.path("Question").asText()
            : node.path("question").asText(node.path("problem").asText());
    List<String> options = new ArrayList<>();
    node.path("options").forEach(option -> options.add(option.asText().substring(2)));
    node.path("choices").forEach(option -> options.add(option.asText()));
    return options.isEmpty() ? Question.of(text) : Question.choice(text, options);
  }
}
