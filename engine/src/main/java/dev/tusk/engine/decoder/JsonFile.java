package dev.tusk.engine.decoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** An object read from a JSON file of a checkpoint; a wrong type is reported with its name. */
record JsonFile(Path file, JsonNode root) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static JsonFile read(Path file) {
    return readIfPresent(file)
        .orElseThrow(() -> new CheckpointException(file, "the file is missing"));
  }

  static Optional<JsonFile> readIfPresent(Path file) {
    try {
      return Optional.of(parse(file, Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CheckpointException(file, "the file cannot be read: " + e, e);
    }
  }

  static JsonFile parse(Path file, byte[] text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      if (root == null || !root.isObject()) {
        throw new CheckpointException(file, "a JSON object is expected");
      }
      return new JsonFile(file, root);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file, "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(file, "the file cannot be read: " + e, e);
    }
  }

  CheckpointException problem(String problem) {
    return new CheckpointException(file, problem);
  }

  boolean has(String name) {
    return root.hasNonNull(name);
  }

  JsonFile object(String name) {
    JsonNode node = root.path(name);
    if (!node.isObject()) {
      throw problem(name + " is " + node + ", an object is expected");
    }
    return new JsonFile(file, node);
  }

  String text(String name) {
    JsonNode node = root.path(name);
    if (!node.isTextual()) {
      throw problem(name + " is " + shown(node) + ", a string is expected");
    }
    return node.textValue();
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    JsonNode node = root.path(name);
    if (!node.isBoolean()) {
      throw problem(name + " is " + shown(node) + ", true or false is expected");
    }
    return node.booleanValue();
  }

  int size(String name, int most) {
    JsonNode node = root.path(name);
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < 1
        || node.intValue() > most) {
      throw problem(
          "%s is %s, a whole number from 1 to %d is expected".formatted(name, shown(node), most));
    }
    return node.intValue();
  }

  double positive(String name) {
    JsonNode node = root.path(name);
    if (!node.isNumber() || !(node.doubleValue() > 0) || Double.isInfinite(node.doubleValue())) {
      throw problem(name + " is " + shown(node) + ", a number above 0 is expected");
    }
    return node.doubleValue();
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }
}
