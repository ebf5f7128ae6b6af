package dev.tusk.symbolic;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as JSON: an object of format, verdict and checksum. Records are objects of their
 * components; where a component is of a sealed type, {@code node} names the record. Numbers without
 * a bound are texts.
 */
final class VerdictJson {
  private static final String FORMAT = "tusk-verdict-1";
  private static final int MAX_NESTING = 6_000;
  private static final int MAX_TEXT = 64 << 20;

  /** A deeply nested program takes more stack than a caller's thread may have. */
  private static final long STACK_BYTES = 64L << 20;

  private static final List<Class<?>> SEALED =
      List.of(
          Expression.class,
          Expression.FormattedString.Part.class,
          Statement.class,
          SymbolicProgram.AnswerSite.class,
          Evidence.Subject.class,
          Verdict.class,
          Verdict.How.class);

  private static final ObjectMapper JSON = mapper();

  private VerdictJson() {}

  /** Names the record where a component is of a sealed type. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
  private interface Kinds {}

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    ObjectMapper mapper =
        JsonMapper.builder(factory)
            .addModule(new Jdk8Module())
            .enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withConfigOverride(
                BigInteger.class,
                o -> o.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
            .withConfigOverride(
                BigDecimal.class,
                o -> o.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
            .build();
    for (Class<?> type : SEALED) {
      mapper.addMixIn(type, Kinds.class);
      for (Class<?> record : type.getPermittedSubclasses()) {
        mapper.registerSubtypes(new NamedType(record, record.getSimpleName()));
      }
    }
    return mapper;
  }

  static String write(Verdict verdict) {
    return onLargeStack(() -> {
      ObjectNode document = JSON.createObjectNode();
      document.put("format", FORMAT);
      JsonNode body = JSON.valueToTree(new Holder(verdict)).get("verdict");
      document.set("verdict", body);
      document.put("sha256", checksum(body));
      return JSON.writeValueAsString(document);
    });
  }

  /** So that the verdict is written as what its component says it is. */
  private record Holder(Verdict verdict) {}

  static Verdict read(String json) {
    return onLargeStack(() -> {
      JsonNode document = JSON.readTree(json);
      if (!document.isObject() || !document.path("format").asText().equals(FORMAT)) {
        throw new IllegalArgumentException("this is no evidence of the format " + FORMAT);
      }
      JsonNode body = document.path("verdict");
      String given = document.path("sha256").asText();
      if (!body.isObject() || document.size() != 3) {
        throw new IllegalArgumentException(
            "evidence has the fields format, verdict and sha256, and no others");
      }
      if (!given.equals(checksum(body))) {
        throw new IllegalArgumentException(
            "the evidence was changed since it was written: its sha256 is "
                + checksum(body)
                + ", it says "
                + given);
      }
      return JSON.treeToValue(body, Verdict.class);
    });
  }

  private static String checksum(JsonNode body) throws JsonProcessingException {
    try {
      byte[] text = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private interface Task<T> {
    T run() throws JsonProcessingException;
  }

  private static <T> T onLargeStack(Task<T> task) {
    var result = new FutureTask<>(task::run);
    var thread = new Thread(null, result, "tusk-evidence", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          // The work is bounded by the text's length; the flag is restored.
          interrupted = true;
        } catch (ExecutionException e) {
          throw problem(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException problem(@Nullable Throwable cause) {
    return switch (cause) {
      case IllegalArgumentException e -> e;
      case JsonMappingException e ->
          new IllegalArgumentException(
              "the evidence is not complete or holds what it may not, at "
                  + e.getPathReference()
                  + ": "
                  + e.getOriginalMessage(),
              e);
      case JsonProcessingException e ->
          new IllegalArgumentException("the evidence is no JSON: " + e.getOriginalMessage(), e);
      case null, default -> new IllegalStateException("evidence could not be read", cause);
    };
  }
}
