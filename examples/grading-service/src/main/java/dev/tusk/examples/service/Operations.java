package dev.tusk.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tusk.engine.Answer;
import dev.tusk.engine.Checked;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Method;
import dev.tusk.engine.Question;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.examples.AnswerText;
import dev.tusk.examples.GradeCommand;
import dev.tusk.examples.LineBatch;
import dev.tusk.examples.ProgramInput;
import dev.tusk.examples.ResultLines;
import dev.tusk.sandbox.Execution;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What each operation does with a request: JSON in, JSON out, counted. Thread-safe. */
final class Operations {
  private static final int MOST_SAMPLES = 16;
  private static final Duration CHECK_IN_PROGRESS = Duration.ofSeconds(5);

  private final Tusk tusk;
  private final Grading grading;
  private final Grader lenient;
  private final Metrics metrics;
  private final Duration requestTime;

  Operations(Tusk tusk, Grading grading, Metrics metrics, Duration requestTime) {
    this.tusk = tusk;
    this.grading = grading;
    this.metrics = metrics;
    this.requestTime = requestTime;
    lenient = grading.grader(Policy.lenient());
  }

  /** What a request may take; solving keeps its own time, but for a check that has begun. */
  Duration time(Operation operation) {
    return operation == Operation.SOLVE ? requestTime.plus(CHECK_IN_PROGRESS) : requestTime;
  }

  /**
   * The result of a request.
   *
   * @param extra a field that it may have besides those of the operation; empty for none
   * @throws IllegalArgumentException if the request is none of the kind; the message names the
   *     field
   * @throws Problem 501 if there is no model to solve with, 503 if the service stops
   */
  ObjectNode run(Operation operation, JsonNode id, JsonNode request, String extra) {
    requireKnownFields(operation, request, extra);
    return switch (operation) {
      case SOLVE -> solve(id, request);
      case EXECUTE -> {
        Execution execution = tusk.execute(ProgramInput.program(request));
        yield counted(operation, "status", ResultLines.of(id, ran(execution)));
      }
      case CHECK -> {
        boolean evidence = flag(request, "evidence");
        Checked checked = tusk.check(ProgramInput.program(request));
        ran(checked.execution());
        metrics.verdict(checked.verdict());
        yield counted(operation, "status", ResultLines.of(id, checked, evidence));
      }
      case GRADE ->
          counted(operation, "judgement", GradeCommand.graded(id, request, grading, lenient));
    };
  }

  /** An execution, unless it was cancelled because the request's time is over. */
  private static Execution ran(Execution execution) {
    if (execution instanceof Execution.Cancelled) {
      throw Problem.stopping();
    }
    return execution;
  }

  private ObjectNode solve(JsonNode id, JsonNode request) {
    PromptProfile profile =
        tusk.profile()
            .orElseThrow(() ->
                new Problem(
                    501,
                    "No model",
                    "this service was started without a model, so it cannot solve; start it with"
                        + " --model DIR"));
    Answer answer = tusk.solve(question(request), options(request));
    ObjectNode result = ResultLines.JSON.createObjectNode();
    result.set("id", id);
    result.setAll(AnswerText.toJson(answer, profile));
    switch (answer) {
      case Answer.Solved solved -> {
        result.put("meaning", solved.grade().meaning());
        solved
            .verdict()
            .ifPresent(verdict -> {
              metrics.verdict(verdict);
              if (flag(request, "evidence")) {
                result.putRawValue("evidence", new RawValue(verdict.toJson()));
              }
            });
        metrics.result(Operation.SOLVE, solved.grade().name().toLowerCase(Locale.ROOT));
      }
      case Answer.Unsolved unsolved ->
          metrics.result(Operation.SOLVE, unsolved.reason().name().toLowerCase(Locale.ROOT));
    }
    return result;
  }

  private static Question question(JsonNode request) {
    String text = LineBatch.requiredText(request, "question");
    if (text.isBlank()) {
      throw new IllegalArgumentException("the field question is empty");
    }
    JsonNode options = request.path("options");
    if (options.isMissingNode() || options.isNull()) {
      return Question.of(text);
    }
    if (!options.isArray()) {
      throw new IllegalArgumentException("the field options is not an array");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode option : options) {
      if (!option.isTextual()) {
        throw new IllegalArgumentException("the field options holds something that is no string");
      }
      texts.add(option.textValue());
    }
    return Question.choice(text, texts);
  }

  private SolveOptions options(JsonNode request) {
    Method method = Method.named(LineBatch.text(request, "method").orElse("tusk"));
    int samples = (int) whole(request, "samples", 1, 1, MOST_SAMPLES);
    return SolveOptions.of(method.toBuilder().samples(samples).build()).toBuilder()
        .seed(whole(request, "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
        .timeout(timeout(request))
        .build();
  }

  private static long whole(JsonNode request, String field, long otherwise, long least, long most) {
    JsonNode given = request.path(field);
    if (given.isMissingNode() || given.isNull()) {
      return otherwise;
    }
    if (!given.isIntegralNumber()
        || !given.canConvertToLong()
        || given.longValue() < least
        || given.longValue() > most) {
      throw new IllegalArgumentException(
          "%s is %s; a whole number from %d to %d is possible"
              .formatted(field, given, least, most));
    }
    return given.longValue();
  }

  private Duration timeout(JsonNode request) {
    JsonNode given = request.path("timeout");
    if (given.isMissingNode() || given.isNull()) {
      return requestTime;
    }
    double most = requestTime.toMillis() / 1e3;
    if (!given.isNumber() || given.doubleValue() < 0.001 || given.doubleValue() > most) {
      throw new IllegalArgumentException(
          "timeout is %s; from 0.001 to %s seconds is possible".formatted(given, most));
    }
    return Duration.ofMillis((long) (1e3 * given.doubleValue()));
  }

  private static boolean flag(JsonNode request, String field) {
    JsonNode given = request.path(field);
    if (given.isMissingNode() || given.isNull()) {
      return false;
    }
    if (!given.isBoolean()) {
      throw new IllegalArgumentException("the field " + field + " is not true or false");
    }
    return given.booleanValue();
  }

  private static void requireKnownFields(Operation operation, JsonNode request, String extra) {
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("id") && !name.equals(extra) && !operation.fields().contains(name)) {
        throw new IllegalArgumentException(
            "%s knows no field \"%s\"; id, %s are possible"
                .formatted(
                    operation.label(),
                    name.length() > 40 ? name.substring(0, 40) + "…" : name,
                    String.join(", ", operation.fields())));
      }
    }
  }

  private ObjectNode counted(Operation operation, String field, ObjectNode result) {
    metrics.result(
        operation, Optional.ofNullable(result.get(field)).map(JsonNode::asText).orElse(""));
    return result;
  }
}
