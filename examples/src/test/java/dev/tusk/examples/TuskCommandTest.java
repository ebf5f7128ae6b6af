package dev.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TuskCommandTest {
  @TempDir private Path folder;

  private record Result(int status, String out, String err) {}

  private static Result tusk(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command =
        TuskCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = command.execute(args);
    return new Result(status, out.toString(), err.toString());
  }

  private record Lines(Map<String, JsonNode> byId) {
    JsonNode get(String id) {
      return Objects.requireNonNull(byId.get(id), () -> "no line for " + id);
    }
  }

  private static Lines lines(Path file) throws IOException {
    Map<String, JsonNode> byId = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode node = ResultLines.JSON.readTree(line);
      assertThat(byId.put(node.get("id").asText(), node)).as("second line for an id").isNull();
    }
    return new Lines(byId);
  }

  @Test
  void answersEveryLineOnceWhateverItHolds() throws IOException {
    Path in = folder.resolve("in.jsonl");
    Path out = folder.resolve("out.jsonl");
    var bytes = new java.io.ByteArrayOutputStream();
    for (String line :
        List.of(
            "{\"id\": \"printed\", \"program\": \"print(6 * 7)\"}",
            "{\"id\": \"variable\", \"style\": \"ans=\", \"program\": \"ans = 2 ** 100\"}",
            "{\"id\": \"function\", \"style\": \"solution()\","
                + " \"program\": \"def solution():\\n    return half(5)\","
                + " \"preamble\": \"def half(x):\\n    return x / 2\"}",
            "{\"id\": \"notebook\", \"style\": \"notebook\","
                + " \"program\": \"x = 4\\nx\\n\\n# %%\\nx + 1\"}",
            "{\"id\": \"raising\", \"program\": \"x = 0\\nprint(1 / x)\"}",
            "{\"id\": \"syntax\", \"program\": \"print(1\"}",
            "{\"id\": 7, \"program\": \"print('seven')\"}",
            "{\"id\": \"no program\"}",
            "{\"id\": \"odd style\", \"style\": \"poem\", \"program\": \"print(1)\"}",
            "{\"id\": \"odd program\", \"program\": [1]}")) {
      bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.write(in, bytes.toByteArray());

    Result result = tusk("run", in.toString(), "--out", out.toString(), "--workers", "2");

    assertThat(result).isEqualTo(new Result(0, "", ""));
    Lines lines = lines(out);
    assertThat(lines.byId()).hasSize(10);
    assertThat(lines.get("printed").get("answer").asText()).isEqualTo("42");
    assertThat(lines.get("printed").get("stdout").asText()).isEqualTo("42\n");
    assertThat(lines.get("printed").get("wall_ms").asDouble()).isPositive();
    assertThat(lines.get("printed").get("error").isNull()).isTrue();
    assertThat(lines.get("variable").get("answer").asText())
        .isEqualTo("1267650600228229401496703205376");
    assertThat(lines.get("function").get("answer").asText()).isEqualTo("2.5");
    assertThat(lines.get("notebook").get("answer").asText()).isEqualTo("5");
    assertThat(lines.get("raising").get("status").asText()).isEqualTo("raised");
    assertThat(lines.get("raising").get("error").get("type").asText())
        .isEqualTo("ZeroDivisionError");
    assertThat(lines.get("raising").get("error").get("line").asInt()).isEqualTo(2);
    assertThat(lines.get("syntax").get("status").asText()).isEqualTo("rejected");
    assertThat(lines.get("syntax").get("error").get("type").asText()).isEqualTo("SyntaxError");
    assertThat(lines.get("7").get("answer").asText()).isEqualTo("seven");
    for (String odd : List.of("no program", "odd style", "odd program")) {
      assertThat(lines.get(odd).get("status").asText()).as(odd).isEqualTo("rejected");
      assertThat(lines.get(odd).get("error").get("message").asText()).as(odd).contains("line ");
    }
  }

  @Test
  void answersLinesThatAreNoJson() throws IOException {
    Path in = folder.resolve("in.jsonl");
    Path out = folder.resolve("out.jsonl");
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.writeBytes(
        "{\"id\": 1, \"program\": \"print(1)\"\n\n[1]\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {'"', (byte) 0xff, '"', '\n'});
    bytes.writeBytes("{\"id\": 2, \"program\": \"print(2)\"}".getBytes(StandardCharsets.UTF_8));
    Files.write(in, bytes.toByteArray());

    assertThat(tusk("run", in.toString(), "--out", out.toString()).status()).isZero();

    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(5);
    assertThat(lines.stream().filter(line -> line.contains("\"rejected\""))).hasSize(4);
    assertThat(lines.stream().filter(line -> line.contains("\"answer\":\"2\""))).hasSize(1);
  }

  @Test
  void givesAVerdictToEveryLine() throws IOException {
    Path in = folder.resolve("in.jsonl");
    Path out = folder.resolve("out.jsonl");
    Files.write(
        in,
        List.of(
            "{\"id\": \"sum\", \"program\": \"print(sum([1, 2, 3]))\"}",
            "{\"id\": \"floats\", \"program\": \"print(0.1 * 3)\"}",
            "{\"id\": \"raising\", \"program\": \"print(1 / 0)\"}",
            "nonsense"));

    assertThat(tusk("check", in.toString(), "--out", out.toString()).status()).isZero();

    Lines lines = lines(out);
    assertThat(lines.get("sum").get("verdict").asText()).isEqualTo("CONFIRMED");
    assertThat(lines.get("sum").get("method").asText()).isEqualTo("exact");
    assertThat(lines.get("sum").get("exact").asText()).isEqualTo("6");
    assertThat(lines.get("floats").get("verdict").asText()).isEqualTo("FLOAT_ARTEFACT");
    assertThat(lines.get("floats").get("exact").asText()).isEqualTo("0.3");
    assertThat(lines.get("floats").get("reason").asText()).isNotEmpty();
    assertThat(lines.get("raising").get("verdict").asText()).isEqualTo("UNCHECKED");
    assertThat(lines.get("null").get("status").asText()).isEqualTo("rejected");
    assertThat(lines.get("null").get("verdict").asText()).isEqualTo("UNCHECKED");
  }

  @Test
  void gradesAPair() {
    Result result = tusk("grade", "\\frac12", "The answer is \\boxed{0.5}.");

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("equivalent (");
  }

  @Test
  void gradesEveryLineOnceByItsOwnSettings() throws IOException {
    Path in = folder.resolve("in.jsonl");
    Path out = folder.resolve("out.jsonl");
    Files.write(
        in,
        List.of(
            "{\"id\": 1, \"gold\": \"2\", \"pred\": \"4/2\"}",
            "{\"id\": 2, \"gold\": \"2\", \"pred\": \"3\", \"policy\": \"strict\"}",
            "{\"id\": 3, \"gold\": \"2\", \"pred\": \"2\", \"policy\": \"generous\"}",
            "{\"id\": 4, \"gold\": \"2\"}"));

    assertThat(tusk("grade", in.toString(), "--out", out.toString()).status()).isZero();

    Lines lines = lines(out);
    assertThat(lines.byId()).hasSize(4);
    assertThat(lines.get("1").get("judgement").asText()).isEqualTo("equivalent");
    assertThat(lines.get("2").get("judgement").asText()).isEqualTo("not_equivalent");
    for (String odd : List.of("3", "4")) {
      assertThat(lines.get(odd).get("judgement").asText()).isEqualTo("undecided");
      assertThat(lines.get(odd).get("reason").asText()).contains("line " + odd);
    }
  }

  @Test
  void runsASingleProgram() throws IOException {
    Path program = Files.writeString(folder.resolve("program.py"), "print('a')\nprint(3 + 4)\n");

    Result result = tusk("run", program.toString());

    assertThat(result.status()).isZero();
    assertThat(result.out().lines()).containsExactly("a", "7", "answer: 7");
  }

  @Test
  void solvesWithTheDemonstrationCheckpoint() {
    Result result =
        tusk(
            "solve",
            "A rectangle has length 12 and width 7. What is its area?",
            "--model",
            "demo-model/checkpoint");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("print(", "84", "Grade:   CONFIRMED", "not MAmmoTH", "tokens");
  }

  @Test
  void tellsEveryStepAsJson() throws IOException {
    Result result =
        tusk(
            "solve",
            "A rectangle has length 12 and width 7. What is its area?",
            "--model",
            "demo-model/checkpoint",
            "--method",
            "mammoth",
            "--samples",
            "3",
            "--json");

    assertThat(result.err()).isEmpty();
    JsonNode answer = ResultLines.JSON.readTree(result.out());
    assertThat(answer.path("answer").asText()).isEqualTo("84");
    assertThat(answer.path("steps")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(answer.path("vote").path(0).path("answer").asText()).isEqualTo("84");
    assertThat(answer.path("steps").path(0).path("execution").path("stdout").asText())
        .isEqualTo("84\n");
  }

  @Test
  void judgesAClaimWithoutShowingItToTheModel() {
    Result result =
        tusk(
            "review",
            "A rectangle has length 12 and width 7. What is its area?",
            "19, and I am quite sure of that",
            "--model",
            "demo-model/checkpoint");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("Answer:  84", "is refuted: found 84");
  }

  @Test
  void saysWrongUsageInOneLine() {
    for (String[] args :
        new String[][] {
          {},
          {"dance"},
          {"run"},
          {"run", "no-such-file.py"},
          {"run", "pom.xml", "--workers", "0"},
          {"run", "pom.xml", "--timeout", "-1"},
          {"run", "pom.xml", "--style", "poem"},
          {"run", "pom.xml", "--out", "no/such/folder/out.jsonl"},
          {"grade"},
          {"grade", "1", "1", "--policy", "generous"},
          {"grade", "no-such-file.jsonl"},
          {"solve"},
          {"solve", " "},
          {"serve"},
          {"serve", "--stdio", "--in-flight", "0"},
          {"serve", "--stdio", "--deadline", "0"},
          {"serve", "--stdio", "--policy", "generous"},
          {"solve", "What is 1 + 1?", "--model", "no-such-folder"},
          {"solve", "What is 1 + 1?", "--method", "guess"},
          {"solve", "What is 1 + 1?", "--samples", "0"},
          {"solve", "What is 1 + 1?", "--timeout", "0"},
          {"review", "What is 1 + 1?"},
        }) {
      Result result = tusk(args);

      assertThat(result.status()).as("status of tusk %s", String.join(" ", args)).isEqualTo(2);
      assertThat(result.err().lines()).as("tusk %s", String.join(" ", args)).hasSize(1);
    }
  }

  @Test
  void decidesAgainFromTheEvidenceItWrote() throws IOException {
    Path in = folder.resolve("programs.jsonl");
    Path out = folder.resolve("evidence.jsonl");
    Files.writeString(
        in,
        """
        {"id": "a", "program": "print(6 * 7)"}
        {"id": "b", "program": "print(0.1 * 3)"}
        {"id": "c", "program": "print(1 / 0)"}
        {"id": "d", "program": "print('"}
        """);
    assertThat(tusk("check", "--evidence", in.toString(), "--out", out.toString()).status())
        .isZero();

    Result again = tusk("check", "--replay", out.toString());

    assertThat(again.status()).isZero();
    assertThat(again.out().lines().map(l -> read(l).get("same").asBoolean()))
        .hasSize(4)
        .containsOnly(true);
    Files.writeString(out, Files.readString(out).replace("\"42\"", "\"43\""));
    Result changed = tusk("check", "--replay", out.toString());
    assertThat(changed.status()).isEqualTo(3);
    assertThat(changed.out()).contains("changed since it was written");
  }

  private static JsonNode read(String line) {
    try {
      return ResultLines.JSON.readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
