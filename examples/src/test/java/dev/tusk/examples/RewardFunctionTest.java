package dev.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tusk serve --stdio} as a process, and CPython's client of it. */
class RewardFunctionTest {
  @TempDir private Path folder;

  private static List<String> server(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TuskCommand.class.getName(),
                "serve",
                "--stdio"));
    command.addAll(List.of(arguments));
    return command;
  }

  @Test
  void answersEveryKindOfRequestAndPrintsNothingElse() throws Exception {
    Path in =
        Files.writeString(
            folder.resolve("in"),
            """
            {"id": "grade", "gold": "1/2", "pred": "0.5"}
            {"id": "algebra", "gold": "\\\\pi/4", "pred": "\\\\int_0^1 \\\\frac{1}{1+x^2}\\\\,dx"}
            {"id": "execute", "op": "execute", "program": "print(6 * 7)"}
            {"id": "check", "op": "check", "program": "print(sum(range(101)))"}
            {"id": "odd", "op": "dance"}
            """);
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(server("--ordered", "--workers", "1"))
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(folder.resolve("err")).isEmptyFile();
    List<JsonNode> answers = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      answers.add(ResultLines.JSON.readTree(line));
    }
    assertThat(answers)
        .extracting(answer -> answer.get("id").asText())
        .containsExactly("grade", "algebra", "execute", "check", "odd");
    assertThat(answers.get(0).get("judgement").asText()).isEqualTo("equivalent");
    assertThat(answers.get(1).get("reason").asText()).contains("in a worker");
    assertThat(answers.get(2).get("answer").asText()).isEqualTo("42");
    assertThat(answers.get(3).get("verdict").asText()).isEqualTo("CONFIRMED");
    assertThat(answers.get(4).get("error").get("message").asText()).contains("line 5", "dance");
  }

  @Test
  void finishesWhatItReadWhenItIsTerminated() throws Exception {
    Process process =
        new ProcessBuilder(server("--workers", "1"))
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (var to = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
      to.write(
          """
          {"id": "slow", "op": "execute", "program": "x = 0\\nfor i in range(1000000):\\n    x += i\\nprint(x)"}
          {"id": "quick", "gold": "2", "pred": "2"}
          """);
      to.flush();
      assertThat(Objects.requireNonNull(from.readLine())).contains("quick");
      process.toHandle().destroy(); // Process.destroy would close our end of the pipes too.

      assertThat(Objects.requireNonNull(from.readLine())).contains("slow", "499999500000");
      assertThat(from.readLine()).isNull();
    }
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void rewardsTenThousandPairsThoughTheProcessIsKilled() throws Exception {
    assumeTrue(pythonIsThere(), "there is no python3 of 3.10 or later on the PATH");
    Path script =
        Files.writeString(
            folder.resolve("rewards.py"),
            """
            import sys, time
            from tusk_rewards import Verifier

            class Killed(Verifier):
                \"""Kills its process while the answers arrive.\"""
                killed = []
                def send(self, process, lines):
                    half = lines[:len(lines) // 2]
                    Verifier.send(process, half if len(half) > 2000 else lines)
                    if len(half) > 2000:
                        # More than the pipe and the server hold, so answers have come for the most of them.
                        process.kill()
                        self.killed.append(process.pid)

            count = 10_000
            golds = [f"{n}/7" for n in range(count)]
            preds = [f"\\\\boxed{{\\\\frac{{{2 * n}}}{{14}}}}" if n % 3 else f"{n}/7 + 1" for n in range(count)]
            expected = [1.0 if n % 3 else 0.0 for n in range(count)]

            verifier = Verifier(sys.argv[1:])
            assert verifier.rewards(["1/2", "x^2-1"], ["The answer is \\\\boxed{0.5}.", "(x+1)^2"]) == [1.0, 0.0]
            begin = time.time()
            assert verifier.rewards(golds, preds) == expected, "wrong rewards"
            print(f"{count / (time.time() - begin):.0f} pairs a second")
            first = verifier.process.pid
            verifier.process.kill()
            assert verifier.rewards(["2"], ["4/2"]) == [1.0] and verifier.process.pid != first
            late = Verifier(sys.argv[1:], timeout=1e-9).grade(["2"], ["2"])
            assert late[0]["status"] == "timed_out", late
            assert verifier.rewards(["2", "x" * 20_000_000, "3"], ["2", "y", "3"]) == [1.0, 0.0, 1.0]

            killed = Killed(sys.argv[1:])
            assert killed.rewards(golds, preds) == expected, "wrong rewards after a kill"
            assert len(killed.killed) >= 1, "nothing was killed"
            try:
                Verifier(["false"]).rewards(["1"], ["1"])
                assert False, "no error"
            except RuntimeError as e:
                assert "three times" in str(e), e
            """);
    var command = new ArrayList<>(List.of("python3", script.toString()));
    command.addAll(server("--ordered"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", Path.of("reward-function").toAbsolutePath().toString());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).contains("pairs a second");
    System.out.println("The reward function: " + printed.strip());
  }

  private static boolean pythonIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))")
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
