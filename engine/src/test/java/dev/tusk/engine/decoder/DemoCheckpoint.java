package dev.tusk.engine.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checkpoint in examples/demo-model and what Hugging Face transformers makes of it. */
final class DemoCheckpoint {
  static final Path FOLDER = root().resolve("checkpoint");

  private DemoCheckpoint() {}

  static Checkpoint open() {
    return Checkpoint.open(FOLDER);
  }

  static List<JsonNode> golden() {
    try {
      List<JsonNode> cases = new ArrayList<>();
      new ObjectMapper().readTree(root().resolve("golden.json").toFile()).forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Integer> integers(JsonNode list) {
    List<Integer> values = new ArrayList<>();
    list.forEach(value -> values.add(value.intValue()));
    return values;
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.isDirectory(here.resolve("examples/demo-model"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new IllegalStateException("examples/demo-model was not found above the working folder");
    }
    return here.resolve("examples/demo-model");
  }
}
