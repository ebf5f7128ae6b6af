package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The objects of a file: the elements of one array, or one object after the other. */
final class JsonItems implements Iterator<JsonNode>, AutoCloseable {
  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(64 << 20).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // 5.0 is a float and 5 an integer, which are scored differently.
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private final Path file;
  private final MappingIterator<JsonNode> items;
  private int number;

  JsonItems(Path file) throws IOException {
    this.file = file;
    this.items = JSON.readerFor(JsonNode.class).readValues(file.toFile());
  }

  @Override
  public boolean hasNext() {
    try {
      return items.hasNextValue();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public JsonNode next() {
    JsonNode item = nextOfAnyKind();
    if (!item.isObject()) {
      throw problem("it is no JSON object");
    }
    return item;
  }

  /** The next item, whether it is an object or not. */
  JsonNode nextOfAnyKind() {
    JsonNode item;
    try {
      if (!items.hasNextValue()) {
        throw new NoSuchElementException(file + " has ended");
      }
      item = items.nextValue();
    } catch (IOException e) {
      throw unreadable(e);
    }
    number++;
    return item;
  }

  /** The number of the item that {@link #next} gave last, from 1. */
  int number() {
    return number;
  }

  /** What is wrong with the item that was given last. */
  IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(file + ", item " + number + ": " + what);
  }

  private RuntimeException unreadable(IOException e) {
    if (e instanceof JsonProcessingException json) {
      String where = json.getLocation() == null ? "" : ", line " + json.getLocation().getLineNr();
      return new IllegalArgumentException(
          file + where + ": this is not JSON: " + json.getOriginalMessage(), e);
    }
    return new UncheckedIOException(e);
  }

  /** A field's text; empty where it is missing or null. */
  static Optional<String> text(JsonNode item, String field) {
    JsonNode node = item.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new IllegalArgumentException("the field " + field + " is not a string");
    }
    return Optional.of(node.textValue());
  }

  static String requiredText(JsonNode item, String field) {
    return text(item, field)
        .orElseThrow(() -> new IllegalArgumentException("it has no field " + field));
  }

  /** An answer as Python would print it: a text, a number, a truth value, a list of those. */
  static Optional<String> answer(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(answer(item).orElse("None")));
      return Optional.of("[" + String.join(", ", items) + "]");
    }
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue() ? "True" : "False");
    }
    if (node.isBigDecimal()) {
      return Optional.of(node.decimalValue().toPlainString());
    }
    return Optional.of(node.isObject() ? node.toString() : node.asText());
  }

  @Override
  public void close() {
    try {
      items.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
