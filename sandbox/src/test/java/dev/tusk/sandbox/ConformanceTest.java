package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.sandbox.Program.Style;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Our own programs give what CPython gives; conformance/expect.py wrote the expectations. */
class ConformanceTest {
  private static final Map<String, Style> STYLES =
      Map.of(
          "print", Style.PRINT,
          "ans=", Style.ANS,
          "solution()", Style.SOLUTION,
          "notebook", Style.NOTEBOOK);

  @Test
  void givesWhatCpythonGives() throws Exception {
    var outcomes = new LinkedHashMap<JsonNode, CompletableFuture<Execution>>();
    var wrong = new ArrayList<String>();
    try (Sandbox sandbox =
            Sandbox.builder()
                .workers(1)
                .spares(0)
                .limits(Limits.builder().wall(Duration.ofMinutes(1)).build())
                .build();
        InputStream in =
            Objects.requireNonNull(
                ConformanceTest.class.getResourceAsStream("/conformance/conformance.jsonl"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.isEmpty()) {
          continue;
        }
        JsonNode expected = new ObjectMapper().readTree(line);
        Style style = Objects.requireNonNull(STYLES.get(expected.get("style").asText()));
        outcomes.put(
            expected, sandbox.submit(new Program(expected.get("program").asText(), style, "")));
      }
      for (var entry : outcomes.entrySet()) {
        Execution execution = entry.getValue().get();
        if (!matches(entry.getKey(), execution)) {
          wrong.add(entry.getKey() + "\n  gave " + execution);
        }
      }
    }
    assertThat(outcomes).hasSizeGreaterThan(200);
    assertThat(wrong).isEmpty();
  }

  private static boolean matches(JsonNode expected, Execution execution) {
    String type = expected.path("type").asText();
    return switch (expected.get("status").asText()) {
      case "completed" ->
          execution instanceof Execution.Completed completed
              && completed.answer().equals(expected.get("answer").asText());
      case "raised" -> execution instanceof Execution.Raised raised && raised.type().equals(type);
      case "rejected" ->
          execution instanceof Execution.Rejected rejected
              && rejected.type().equals(type)
              && rejected.line() == expected.path("line").asInt();
      default -> false;
    };
  }
}
