package dev.tusk.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.engine.Method;
import dev.tusk.engine.Question;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A question with its answer. */
record AskedQuestion(Question question, String answer) {
  /** One program, no second try: what is measured is a model's first word. */
  static final Method ONCE =
      Method.tusk().toBuilder().repairs(0).reasoning(Method.Reasoning.NEVER).maxTokens(256).build();

  /** The questions of our own. */
  static List<AskedQuestion> own() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(AskedQuestion.class.getResourceAsStream("own-questions.tsv"))) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\t", -1))
          .map(parts -> new AskedQuestion(Question.open(parts[0]), parts[1]))
          .toList();
    }
  }

  /** SVAMP, from the folder that holds {@code benchmarks/}. */
  static List<AskedQuestion> svamp(Path shared) throws IOException {
    List<AskedQuestion> found = new ArrayList<>();
    Path file = shared.resolve("benchmarks").resolve("SVAMP.json");
    for (JsonNode each : new ObjectMapper().readTree(file.toFile())) {
      found.add(
          new AskedQuestion(
              Question.open(each.path("Body").asText() + " " + each.path("Question").asText()),
              each.path("Answer").asText()));
    }
    return found;
  }
}
