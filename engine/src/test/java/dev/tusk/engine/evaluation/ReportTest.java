package dev.tusk.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> ]]> &lt; \u2028 \u0000";

  @TempDir private Path folder;

  private static EvaluatedAnswer answer(
      int index, String set, String text, Mark mammoth, Mark own) {
    EvaluatedAnswer plain = JournalTest.answer(index, text);
    return new EvaluatedAnswer(
        index,
        set,
        plain.id(),
        text,
        text,
        text,
        index % 2 == 0 ? "completed" : "raised",
        text,
        text,
        text,
        text,
        "CONFIRMED",
        text,
        JsonItems.JSON.createObjectNode().put("exact", text),
        new Scores(new Score(text, mammoth, text), new Score(text, own, text)),
        null,
        index == 0
            ? EvaluatedAnswer.Fallback.ANSWERED
            : index == 1 ? EvaluatedAnswer.Fallback.FAILED : EvaluatedAnswer.Fallback.NOT_NEEDED,
        null,
        List.of(),
        10L * index,
        Map.of("total", 100.0 * index));
  }

  private Path report(List<EvaluatedAnswer> answers) throws IOException {
    var settings = new TreeMap<>(Map.of("seed", HOSTILE));
    try (Journal journal =
        Journal.open(folder.resolve("answers.jsonl"), settings, answers.size())) {
      journal.append(answers);
      return Report.write(folder, settings, journal);
    }
  }

  @Test
  void addsUpBySetOutcomeAndFallback() throws IOException {
    report(
        List.of(
            answer(2, "svamp", "7", Mark.WRONG, Mark.RIGHT),
            answer(0, "gsm8k", "7", Mark.RIGHT, Mark.RIGHT),
            answer(1, "gsm8k", "7", Mark.RIGHT, Mark.UNDECIDED),
            answer(3, "svamp", "7", Mark.NO_REFERENCE, Mark.NO_REFERENCE)));

    JsonNode summary = JsonItems.JSON.readTree(folder.resolve("report.json").toFile());
    assertThat(summary.path("answers").asInt()).isEqualTo(4);
    assertThat(summary.at("/sets/0/set").asText()).isEqualTo("gsm8k");
    assertThat(summary.at("/sets/0/mammoth/accuracy").asDouble()).isEqualTo(1);
    assertThat(summary.at("/sets/0/grader/accuracy").asDouble()).isEqualTo(0.5);
    assertThat(summary.at("/sets/0/grader/undecided").asInt()).isEqualTo(1);
    assertThat(summary.at("/sets/1/mammoth/scored").asInt()).isEqualTo(1);
    assertThat(summary.at("/all/only_mammoth").asInt()).isEqualTo(1);
    assertThat(summary.at("/all/only_grader").asInt()).isEqualTo(1);
    assertThat(summary.at("/fallback/answered/right").asInt()).isEqualTo(1);
    assertThat(summary.at("/fallback/not_needed/count").asInt()).isEqualTo(2);
    assertThat(summary.at("/times/total/count").asInt()).isEqualTo(4);
    assertThat(summary.at("/tokens/bins").size()).isEqualTo(6);
  }

  @Test
  void isOnePageThatNothingInItCanBreak() throws IOException {
    Path page =
        report(
            List.of(
                answer(0, HOSTILE, HOSTILE, Mark.RIGHT, Mark.WRONG),
                answer(1, "gsm8k", "\ud800 half", Mark.RIGHT, Mark.WRONG)));

    String html = Files.readString(page);
    assertThat(Pattern.compile("(?i)</script").matcher(html).results()).hasSize(2);
    assertThat(Pattern.compile("(?i)<script").matcher(html).results()).hasSize(2);
    int from = html.indexOf("id=\"data\">") + "id=\"data\">".length();
    String data = html.substring(from, html.indexOf("</script>", from));
    assertThat(data).doesNotContain("<", "&", "\u2028");
    assertThat(html.replace(data, ""))
        .as("what loads something from elsewhere")
        .doesNotContain("<img", "<link", "https://", " src=", "@import", "url(", "fetch(");
    JsonNode rows = JsonItems.JSON.readTree(data).path("rows");
    assertThat(rows.at("/0/program").asText()).isEqualTo(HOSTILE);
    assertThat(rows).hasSize(2);
  }

  @Test
  void writesTextThatNoSpreadsheetTakesForAFormula() throws IOException {
    String formula = "=HYPERLINK(\"http://evil\",\"a\n,b\")";
    report(List.of(answer(0, "gsm8k", formula, Mark.RIGHT, Mark.RIGHT)));

    String csv = Files.readString(folder.resolve("answers.csv"));
    assertThat(csv).contains("\"'=HYPERLINK(\"\"http://evil\"\",\"\"a\n,b\"\")\"");
    assertThat(csv).doesNotContain(",=", ",\"=");
    List<String> plain = new ArrayList<>();
    for (String text : List.of("-5", "-0.25", "-5+1", "@a", "+1", "7", "\tx")) {
      plain.add(Report.harmless(text));
    }
    assertThat(plain).containsExactly("-5", "-0.25", "'-5+1", "'@a", "'+1", "7", "'\tx");
  }
}
