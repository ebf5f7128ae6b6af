package dev.tusk.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Answer;
import dev.tusk.engine.Completion;
import dev.tusk.engine.Step;
import dev.tusk.engine.Vote;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Verdict;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** An answer for people, and as JSON. */
public final class AnswerText {
  private AnswerText() {}

  /** Prints what was done, step by step, and what came of it. */
  static void print(PrintWriter to, Answer answer, PromptProfile profile) {
    program(answer)
        .ifPresent(program -> {
          to.println("Program, by " + profile.label() + ":");
          (program.preamble() + program.source())
              .lines()
              .forEach(line -> to.println("    " + line));
        });
    if (!answer.steps().isEmpty()) {
      to.println("Steps:");
    }
    for (Step step : answer.steps()) {
      to.printf(
          Locale.ROOT,
          "    %-9s %s%s, %.1f s%s%n",
          step.ask().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          step.outcome() == Step.Outcome.ANSWERED ? "gives " + step.detail() : step.detail(),
          step.tokens() > 0 ? ": " + step.tokens() + " tokens" : "",
          step.wall().toMillis() / 1e3,
          sureness(
              step.completion()
                  .map(Completion::meanTokenProbability)
                  .orElse(OptionalDouble.empty())));
    }
    switch (answer) {
      case Answer.Solved solved -> {
        to.println("Answer:  " + solved.text());
        solved.verdict().ifPresent(verdict -> to.println("Verdict: " + explain(verdict)));
        if (solved.vote().cast() > 1) {
          to.println("Vote:    " + votes(solved.vote()));
        }
        to.println("Grade:   " + solved.grade() + ": " + solved.grade().meaning() + ".");
        to.println("         Whether the program models the question is not part of the verdict.");
      }
      case Answer.Unsolved unsolved -> to.println("No answer: " + unsolved.detail());
    }
    if (profile.demonstration()) {
      to.println(
          "Note:    a demonstration checkpoint answered, not MAmmoTH; --model names another.");
    }
  }

  /** The program that gave the answer, or else the last one. */
  private static Optional<Program> program(Answer answer) {
    Optional<Program> answering =
        answer instanceof Answer.Solved solved ? solved.program() : Optional.empty();
    return answering.or(() ->
        answer.steps().reversed().stream().flatMap(step -> step.program().stream()).findFirst());
  }

  private static String votes(Vote vote) {
    return vote.groups().stream()
        .map(group -> group.text() + " " + group.size() + " of " + vote.cast())
        .collect(Collectors.joining("; "));
  }

  private static String sureness(OptionalDouble probability) {
    return probability.isPresent()
        ? String.format(Locale.ROOT, " (mean token probability %.3f)", probability.getAsDouble())
        : "";
  }

  private static String explain(Verdict verdict) {
    String text = verdict.label() + " (" + verdict.method() + ")";
    return switch (verdict) {
      case Verdict.Confirmed confirmed ->
          text + ": exact arithmetic, independent of Python, finds what the program printed.";
      default -> text + ": " + verdict.explanation();
    };
  }

  /** The whole answer but the verdicts' evidence. */
  public static ObjectNode toJson(Answer answer, PromptProfile profile) {
    ObjectNode node = ResultLines.JSON.createObjectNode();
    node.put("question", answer.question().text());
    switch (answer) {
      case Answer.Solved solved -> {
        node.put("status", "solved");
        node.put("answer", solved.text());
        node.put("grade", name(solved.grade()));
        node.put("source", name(solved.source()));
        solved.program().ifPresent(program -> node.put("program", program.source()));
        solved.verdict().ifPresent(verdict -> ResultLines.withVerdict(node, verdict));
        put(node, "mean_token_probability", solved.tokenProbability());
      }
      case Answer.Unsolved unsolved -> {
        node.put("status", "unsolved");
        node.putNull("answer");
        node.put("unsolved", name(unsolved.reason()));
        node.put("detail", unsolved.detail());
      }
    }
    node.put("model", profile.label());
    node.put("demonstration", profile.demonstration());
    node.put("tokens", answer.cost().tokens());
    node.put("wall_ms", answer.cost().wall().toMillis());
    var groups = node.putArray("vote");
    for (Vote.Group group : answer.vote().groups()) {
      groups.addObject().put("answer", group.text()).put("size", group.size());
    }
    var steps = node.putArray("steps");
    answer.steps().forEach(step -> steps.add(toJson(step)));
    return node;
  }

  private static ObjectNode toJson(Step step) {
    ObjectNode node = ResultLines.JSON.createObjectNode();
    node.put("ask", name(step.ask()));
    node.put("sample", step.sample());
    node.put("outcome", name(step.outcome()));
    node.put("detail", step.detail());
    step.completion()
        .ifPresent(completion -> {
          node.put("text", completion.text());
          node.put("finish", name(completion.finish()));
          node.put("tokens", completion.tokens());
          put(node, "mean_token_probability", completion.meanTokenProbability());
        });
    step.program().ifPresent(program -> node.put("program", program.source()));
    step.execution()
        .ifPresent(execution -> {
          ObjectNode ran = ResultLines.of(JsonNodeFactory.instance.nullNode(), execution);
          ran.remove("id");
          node.set("execution", ran);
        });
    step.verdict().ifPresent(verdict -> node.put("verdict", verdict.label()));
    node.put("wall_ms", step.wall().toMillis());
    return node;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    }
  }
}
