package dev.tusk.symbolic.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** JSON lines from the test resources and from the recorded data. */
final class Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  static List<JsonNode> resource(String name) {
    try (InputStream in = Lines.class.getResourceAsStream("/grading/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no test resource " + name);
      }
      return parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the folder that tusk.corpus names; skips the test without it. */
  static List<JsonNode> recorded(String name) {
    Path file = folder().resolve(name);
    try {
      return parsed(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder() {
    String folder = System.getProperty("tusk.corpus", "");
    Assumptions.assumeFalse(
        folder.isEmpty(), "needs the recorded data: -Dtusk.corpus=DIR with equivalence/ in DIR");
    return Path.of(folder);
  }

  private static List<JsonNode> parsed(List<String> lines) {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        try {
          nodes.add(JSON.readTree(line));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return nodes;
  }

  /** The policy with a deadline that a busy machine does not pass. */
  static Grader patient(Policy policy) {
    return Grader.of(policy.toBuilder().deadline(java.time.Duration.ofMinutes(1)).build());
  }

  /** Math-Verify's policy with the settings that a recorded line carries. */
  static Policy mathVerify(JsonNode line) {
    Policy.Builder builder = Policy.mathVerify().toBuilder();
    EnumSet<Policy.Target> targets = EnumSet.noneOf(Policy.Target.class);
    for (JsonNode target : line.path("extraction")) {
      targets.add(target.asText().equals("latex") ? Policy.Target.LATEX : Policy.Target.EXPRESSION);
    }
    if (!targets.isEmpty()) {
      builder.targets(targets);
    }
    if (line.has("precision")) {
      builder.precision(line.get("precision").asInt());
    }
    if (line.has("set_relation")) {
      builder.setRelation(line.get("set_relation").asBoolean());
    }
    return builder.build();
  }
}
