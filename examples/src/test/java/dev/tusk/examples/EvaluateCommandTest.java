package dev.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tusk evaluate} and {@code tusk curate}. */
class EvaluateCommandTest {
  @TempDir private Path folder;

  private record Result(int status, String out, String err) {}

  private static Result tusk(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        TuskCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Result(status, out.toString(), err.toString());
  }

  /** Programs of which every fifth fails, every seventh is wrong, and all take their time. */
  private Path programs(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode line = ResultLines.JSON.createObjectNode();
      line.put("id", "p" + i);
      line.put("dataset", i % 2 == 0 ? "GSM8K" : "MATH");
      line.put("question", "What is " + i + " + 1?");
      line.put("gold", String.valueOf(i % 7 == 0 ? i : i + 1));
      line.put(
          "program",
          "import time\ntime.sleep(0.1)\n"
              + (i % 5 == 0 ? "print(1 / 0)" : "print(" + i + " + 1)"));
      lines.add(line.toString());
    }
    return Files.write(folder.resolve("programs.jsonl"), lines);
  }

  /** What a report says, but for times. */
  private static JsonNode report(Path out) throws IOException {
    ObjectNode report = (ObjectNode) ResultLines.JSON.readTree(out.resolve("report.json").toFile());
    report.remove("times");
    return report;
  }

  private static Map<Integer, JsonNode> answers(Path out) throws IOException {
    Map<Integer, JsonNode> answers = new TreeMap<>();
    List<String> lines = Files.readAllLines(out.resolve("answers.jsonl"));
    for (String line : lines.subList(1, lines.size())) {
      ObjectNode answer = (ObjectNode) ResultLines.JSON.readTree(line);
      answer.remove("times");
      assertThat(answers.put(answer.path("index").asInt(), answer)).as("an answer twice").isNull();
    }
    return answers;
  }

  private Process start(Path programs, Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            TuskCommand.class.getName(),
            "evaluate",
            "--programs",
            programs.toString(),
            "--workers",
            "2",
            "--out",
            out.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("process.log").toFile())
        .start();
  }

  @Test
  void isKilledInTheMiddleAndSaysTheSameInTheEnd() throws Exception {
    Path programs = programs(60);
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    Process process = start(programs, killed);
    Path journal = killed.resolve("answers.jsonl");
    while (process.isAlive() && (!Files.exists(journal) || lines(journal) < 8)) {
      Thread.sleep(20);
    }
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    long before = lines(journal);
    assertThat(before).as("lines when it was killed").isBetween(8L, 60L);
    assertThat(killed.resolve("report.json")).doesNotExist();
    Files.writeString(
        journal, "{\"index\":59,\"set\":\"torn", java.nio.file.StandardOpenOption.APPEND);

    Result again =
        tusk("evaluate", "--programs", programs.toString(), "--workers", "2", "--out", killed + "");
    Result once =
        tusk("evaluate", "--programs", programs.toString(), "--workers", "2", "--out", whole + "");

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(once.status()).as(once.err()).isZero();
    assertThat(again.err()).contains("going on where it was: " + (before - 1) + " of 60");
    assertThat(answers(killed)).hasSize(60).isEqualTo(answers(whole));
    assertThat(report(killed)).isEqualTo(report(whole));
    assertThat(report(whole).at("/all/answers").asInt()).isEqualTo(60);
    assertThat(report(whole).at("/all/grader/right").asInt()).isEqualTo(41);
    assertThat(killed.resolve("report.html")).exists();
    assertThat(killed.resolve("answers.csv")).exists();
  }

  private static long lines(Path file) throws IOException {
    return Files.readString(file).chars().filter(c -> c == '\n').count();
  }

  @Test
  void refusesOtherSettingsAndFilesThatAreWrong() throws IOException {
    Path programs = programs(2);
    Path out = folder.resolve("out");
    assertThat(tusk("evaluate", "--programs", programs + "", "--out", out + "").status()).isZero();

    Result other =
        tusk("evaluate", "--programs", programs + "", "--out", out + "", "--timeout", "3");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("limit: wall time 10000 ms, and now it is 3000 ms");

    Files.writeString(programs, "{\"program\": \"print(1)\"}\n{\"question\": \"no program\"}\n");
    Result wrong = tusk("evaluate", "--programs", programs + "", "--out", out + "2");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("programs.jsonl, item 2: it has no field program");
  }

  @Test
  void asksTheDemonstrationCheckpointAndGoesOnWithTheSameAnswers() throws IOException {
    Path questions = folder.resolve("svamp.json");
    Files.writeString(
        questions,
        """
        [{"ID": "a", "Body": "A rectangle has length 12 and width 7.", "Question": "What is its area?", "Answer": 84.0},
         {"ID": "b", "Body": "Tom has 5 apples and buys 8 more.", "Question": "How many apples does he have?", "Answer": 13.0},
         {"ID": "c", "Body": "Write a poem about the sea", "Question": "in four lines.", "Answer": 1.0}]
        """);
    Path out = folder.resolve("model");
    String[] command = {
      "evaluate",
      "svamp",
      questions + "",
      "--model",
      "demo-model/checkpoint",
      "--method",
      "tusk",
      "--out",
      out + ""
    };

    Result result = tusk(command);

    assertThat(result.status()).as(result.err()).isZero();
    Map<Integer, JsonNode> first = answers(out);
    assertThat(first).hasSize(3);
    List<JsonNode> each = List.copyOf(first.values());
    assertThat(each.get(0).path("answer").asText()).isEqualTo("84");
    assertThat(each.get(0).path("verdict").asText()).isEqualTo("CONFIRMED");
    assertThat(each.get(0).at("/scores/mammoth/mark").asText()).isEqualTo("RIGHT");
    assertThat(each.get(0).path("tokens").asLong()).isPositive();
    assertThat(each.get(2).at("/scores/grader/mark").asText()).isEqualTo("WRONG");
    assertThat(report(out).at("/settings/model").asText()).startsWith("checkpoint sha256:");
    List<String> lines = Files.readAllLines(out.resolve("answers.jsonl"));
    Files.write(out.resolve("answers.jsonl"), lines.subList(0, 2));
    assertThat(tusk(command).status()).isZero();
    assertThat(answers(out)).isEqualTo(first);
  }

  @Test
  void keepsTheProgramsWhoseResultIsTheReference() throws IOException {
    Path in = folder.resolve("in.jsonl");
    Files.writeString(
        in,
        """
        {"id": "a", "question": "6 * 7?", "gold": "42", "programs": ["print(6 * 7)", "print(6 + 7)", "# again\\nprint(6 * 7)  \\n"]}
        {"id": "b", "question": "A half?", "gold": "\\\\frac{1}{2}", "program": "ans = 1 / 2", "style": "ans="}
        {"id": "c", "question": "1 / 0?", "gold": "0", "program": "print(1 / 0)"}
        {"id": "d", "question": "Nothing?", "gold": "0", "program": "x = 1\\nprint()"}
        {"id": "e", "question": "No reference?", "program": "print(1)"}
        {"id": "f", "gold": "1", "program": "print(1)"}
        [1]
        {"id": "g", "question": "0.1 * 3?", "gold": "0.3", "program": "print(0.1 * 3)"}
        """);
    Path out = folder.resolve("out.jsonl");
    Path dropped = folder.resolve("dropped.jsonl");

    Result result = tusk("curate", in + "", "--out", out + "", "--dropped", dropped + "");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines().map(String::strip))
        .containsExactly(
            "candidates: 10",
            "kept:       3",
            "CONFIRMED: 2",
            "FLOAT_ARTEFACT: 1",
            "dropped:    7",
            "did not run: raised: 1",
            "duplicate: 1",
            "malformed: 2",
            "no output: 1",
            "no reference answer: 1",
            "wrong answer: 1");
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      rows.add(ResultLines.JSON.readTree(line));
    }
    assertThat(rows).extracting(row -> row.path("id").asText()).containsExactly("a", "b", "g");
    assertThat(rows.getFirst().path("instruction").asText())
        .isEqualTo("6 * 7? Let's write a program.");
    assertThat(rows.getFirst().path("input").asText()).isEmpty();
    assertThat(rows.getFirst().path("output").asText()).isEqualTo("print(6 * 7)");
    assertThat(rows.getFirst().path("verdict").asText()).isEqualTo("CONFIRMED");
    assertThat(Files.readAllLines(dropped)).hasSize(7);
    assertThat(folder.resolve("out.jsonl.part")).doesNotExist();
  }

  @Test
  void saysWrongUsageInOneLine() {
    for (String[] args :
        new String[][] {
          {"evaluate"},
          {"evaluate", "svamp", "pom.xml"},
          {"evaluate", "svamp", "pom.xml", "--model", "no-such-folder"},
          {"evaluate", "gsm9k", "pom.xml", "--model", "demo-model/checkpoint"},
          {"evaluate", "svamp", "pom.xml", "--model", "demo-model/checkpoint", "--method", "x"},
          {"evaluate", "svamp", "--programs", "pom.xml"},
          {"evaluate", "--programs", "no-such-file.jsonl"},
          {"evaluate", "--programs", "pom.xml", "--workers", "0"},
          {"evaluate", "--programs", "pom.xml", "--out", "pom.xml"},
          {"curate", "pom.xml"},
          {"curate", "no-such-file.jsonl", "--out", "x.jsonl"},
          {"curate", "pom.xml", "--out", "x.jsonl", "--scoring", "generous"},
        }) {
      Result result = tusk(args);

      assertThat(result.status()).as("status of tusk %s", String.join(" ", args)).isEqualTo(2);
      assertThat(result.err().lines()).as("tusk %s", String.join(" ", args)).hasSize(1);
    }
  }
}
