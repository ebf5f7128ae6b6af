package dev.tusk.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {
  @TempDir private Path folder;

  private List<BenchmarkQuestion> read(Benchmark benchmark, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("questions.json"), text);
    try (Stream<BenchmarkQuestion> questions = benchmark.questions(file)) {
      return questions.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GSM8K, gsm8k.jsonl, 1319, 0",
    "MATH, math_test.jsonl, 5000, 0",
    "AQUA, AQuA.json, 254, 5",
    "NUMGLUE, numglue.json, 1042, 0",
    "DEEPMIND, deepmind.json, 1000, 0",
    "SVAMP, SVAMP.json, 1000, 0",
    "SIMULEQ, simuleq.json, 514, 0",
    "SAT, sat.json, 220, 4",
    "MMLU, mmlu_mathematics.json, 974, 4",
    "THEOREMQA, theoremqa_test.json, 800, 0",
  })
  void readsEverySetCompletely(Benchmark benchmark, String name, int size, int choices)
      throws IOException {
    String recorded = System.getProperty("tusk.corpus", "");
    Assumptions.assumeFalse(recorded.isEmpty(), "no folder of recorded data (tusk.corpus)");
    try (Stream<BenchmarkQuestion> all =
        benchmark.questions(Path.of(recorded, "benchmarks", name))) {
      List<BenchmarkQuestion> questions = all.toList();

      assertThat(questions).hasSize(size);
      assertThat(questions)
          .allSatisfy(question -> {
            assertThat(question.text()).isNotBlank();
            assertThat(question.gold().orElse("")).isNotBlank();
            assertThat(question.set()).isEqualTo(benchmark.label());
            if (choices > 0) {
              assertThat(question.choices()).as(question.text()).hasSize(choices);
              assertThat(question.choices()).as(question.text()).allMatch(each -> !each.isBlank());
            }
          });
      assertThat(questions.stream().map(BenchmarkQuestion::id).distinct()).hasSize(size);
    }
  }

  @Test
  void wordsQuestionsAsMammothDoes() throws IOException {
    assertThat(
            read(
                    Benchmark.AQUA,
                    "{\"question\": \"How far? \", \"options\": [\"A)5(√3 + 1)\", \"B)6\"],"
                        + " \"rationale\": \"\", \"correct\": \"B\"}")
                .getFirst())
        .isEqualTo(
            new BenchmarkQuestion(
                "aqua",
                "1",
                "How far?\nAnswer Choices: (A) 5 (√3 + 1)  (B) 6",
                List.of("5(√3 + 1)", "6"),
                java.util.Optional.of("B")));
    assertThat(
            read(
                    Benchmark.MMLU,
                    "[{\"question\": \"24 = 2p?\", \"choices\": [\"4\", \"8\", \"12\", \"24\"],"
                        + " \"answer\": 2}]")
                .getFirst())
        .satisfies(question -> {
          assertThat(question.text())
              .isEqualTo("24 = 2p?\nAnswer Choices: (A) 4 (B) 8 (C) 12 (D) 24");
          assertThat(question.gold()).contains("C");
        });
    assertThat(
            read(
                    Benchmark.SVAMP,
                    "[{\"ID\": \"chal-1\", \"Body\": \"A pack costs 76 dollars. \","
                        + " \"Question\": \"How much?\", \"Answer\": 51.0}]")
                .getFirst())
        .satisfies(question -> {
          assertThat(question.text()).isEqualTo("A pack costs 76 dollars. How much?");
          assertThat(question.id()).isEqualTo("chal-1");
          assertThat(question.gold()).contains("51.0");
        });
  }

  @Test
  void takesTheReferenceFromWhereEachSetHasIt() throws IOException {
    assertThat(
            read(
                    Benchmark.GSM8K,
                    "{\"question\": \"q\", \"answer\": \"1 + 1 = <<1+1=2>>2\\n#### 1,002\"}")
                .getFirst()
                .gold())
        .contains("1,002");
    assertThat(
            read(
                Benchmark.MATH,
                "{\"problem\": \"p\", \"solution\": \"so \\\\boxed{1} or"
                    + " $\\\\boxed{\\\\frac{1}{2}}$\"}\n"
                    + "{\"problem\": \"p\", \"solution\": \"$\\\\boxed 7$\"}"))
        .extracting(question -> question.gold().orElse(""))
        .containsExactly("\\frac{1}{2}", "7");
    assertThat(
            read(
                Benchmark.THEOREMQA,
                "[{\"Question\": \"q\", \"Answer\": true}, {\"Question\": \"q\", \"Answer\":"
                    + " [1, 0.5]}, {\"Question\": \"q\", \"Answer\": 1e-06}]"))
        .extracting(question -> question.gold().orElse(""))
        .containsExactly("True", "[1, 0.5]", "0.000001");
  }

  @Test
  void saysWhichItemIsWrongAndHow() {
    assertThatThrownBy(() ->
            read(
                Benchmark.GSM8K,
                "{\"question\": \"q\", \"answer\": \"#### 1\"}\n{\"question\": 1}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("questions.json, item 2: the field question is not a string");
    assertThatThrownBy(() -> read(Benchmark.GSM8K, "{\"question\": \"q\", \"answer\": \"1\"}"))
        .hasMessageContaining("item 1: its answer has no \"####\"");
    assertThatThrownBy(() ->
            read(
                Benchmark.MMLU,
                "[{\"question\": \"q\", \"choices\": [\"1\", \"2\", \"3\", \"4\"], \"answer\":"
                    + " 4}]"))
        .hasMessageContaining("0 to 3 is possible");
    assertThatThrownBy(() -> read(Benchmark.SVAMP, "[{\"ID\": "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1: this is not JSON");
    assertThatThrownBy(() -> Benchmark.of("gsm9k"))
        .hasMessageContaining("gsm9k")
        .hasMessageContaining("theoremqa");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What? \\nAnswer Choices: (A) 2 (B) 4 (C) x) | 2;4;x)",
        "What?\\nAnswer Choices: ['A)45', 'B)90', 'C)1,200'] | 45;90;1,200",
        "What?Answer Choices:(a) 45(b) 48(c) 50 | 45;48;50",
        "What?\\nAnswer Choices: A)y/400 B)4y C)50y | y/400;4y;50y",
        "What?\\nOptions: A ) 12 , B ) 36 , C ) f(a) | 12;36;f(a)",
        "No choices here (A) one (B) two | ''",
      })
  void findsTheChoicesInAQuestion(String text, String choices) {
    assertThat(String.join(";", Choices.of(text.replace("\\n", "\n")))).isEqualTo(choices);
  }
}
