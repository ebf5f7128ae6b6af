package dev.tusk.engine.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a {@code tokenizer.json} before the tokenizer library, which says less, sees it. */
final class TokenizerFile {
  static final String NAME = "tokenizer.json";

  private TokenizerFile() {}

  /** Requires that every id the tokenizer can give is a row of the model's embedding. */
  static void requireFit(Path file, int vocabulary) {
    if (!Files.exists(file) && Files.exists(file.resolveSibling("tokenizer.model"))) {
      throw new CheckpointException(
          file, "the file is missing; convert tokenizer.model as docs/decoder.md describes");
    }
    JsonFile json = JsonFile.read(file);
    JsonFile model = json.object("model");
    JsonNode entries = model.root().path("vocab");
    if (entries.isArray()) {
      if (entries.size() > vocabulary) {
        throw json.problem(
            "the tokenizer has %d entries, the model's vocab_size is %d"
                .formatted(entries.size(), vocabulary));
      }
    } else if (entries.isObject() && !entries.isEmpty()) {
      for (var entry : entries.properties()) {
        requireId(json, entry.getKey(), entry.getValue(), vocabulary);
      }
    } else {
      throw json.problem("model.vocab is missing or empty");
    }
    for (JsonNode added : json.root().path("added_tokens")) {
      requireId(json, added.path("content").asText(), added.path("id"), vocabulary);
    }
  }

  private static void requireId(JsonFile json, String token, JsonNode id, int vocabulary) {
    if (!id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
      throw json.problem(
          "the tokenizer does not fit the model: token %s has id %s, the model's vocab_size is %d"
              .formatted(new com.fasterxml.jackson.databind.node.TextNode(token), id, vocabulary));
    }
  }
}
