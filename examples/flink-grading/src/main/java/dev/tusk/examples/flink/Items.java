package dev.tusk.examples.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Items as lines of JSON: {@code id}, {@code gold}, either {@code pred} or {@code program}, and
 * optionally {@code policy}.
 */
final class Items {
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Items() {}

  /**
   * The item that a line holds.
   *
   * @throws IllegalArgumentException if it holds none; the message says what is wrong
   */
  static JsonNode parse(String line) {
    JsonNode item;
    try {
      item = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    if (!item.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    if (!item.hasNonNull("id")) {
      throw new IllegalArgumentException("it has no field id");
    }
    text(item, "gold");
    text(item, item.has("program") ? "program" : "pred");
    if (item.has("policy")) {
      text(item, "policy");
    }
    return item;
  }

  private static void text(JsonNode item, String field) {
    if (!item.path(field).isTextual()) {
      throw new IllegalArgumentException("it has no text in the field " + field);
    }
  }

  /** The SHA-256 of what an item says, whatever the order and spacing of its fields. */
  static String key(JsonNode item) {
    try {
      Object plain = JSON.treeToValue(item, Object.class);
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(JSON.writeValueAsString(plain).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The line for what could not be judged. */
  static String deadLetter(String line, String problem) {
    return JSON.createObjectNode().put("problem", problem).put("line", line).toString();
  }
}
