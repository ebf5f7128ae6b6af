package dev.tusk.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Answer;
import dev.tusk.engine.Completion;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.symbolic.Verdict;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tusk solve}. */
@Command(
    name = "solve",
    description = "Answers a maths question: the model writes a program, which is run and checked.",
    mixinStandardHelpOptions = true)
final class SolveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "QUESTION", description = "The question.")
  private String question = "";

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A Hugging Face checkpoint folder (default: the demonstration checkpoint).")
  private @Nullable Path model;

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (question.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the question is empty");
    }
    Path folder = model == null ? demonstration() : model;
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(spec.commandLine(), "there is no checkpoint folder " + folder);
    }
    PrintWriter to = spec.commandLine().getOut();
    try (Tusk tusk = Tusk.builder().checkpoint(folder).workers(1).shortLived(true).build()) {
      PromptProfile profile = tusk.profile().orElseThrow();
      Answer answer = tusk.solve(question);
      if (json) {
        to.println(ResultLines.JSON.writeValueAsString(toJson(answer, profile)));
      } else {
        print(to, answer, profile);
      }
      to.flush();
    }
    return 0;
  }

  private static Path demonstration() {
    return Path.of(System.getProperty("tusk.home", "."), "examples", "demo-model", "checkpoint");
  }

  private static void print(PrintWriter to, Answer answer, PromptProfile profile) {
    switch (answer) {
      case Answer.Solved solved -> {
        to.println("Program, by " + profile.label() + sureness(solved.completion()) + ":");
        solved.program().source().lines().forEach(line -> to.println("    " + line));
        to.println("Answer:  " + solved.value());
        to.println("Verdict: " + explain(solved.verdict()));
        to.println("         Whether the program models the question is not part of the verdict.");
      }
      case Answer.Unsolved unsolved -> {
        unsolved
            .program()
            .ifPresent(program -> {
              to.println("Program, by " + profile.label() + sureness(unsolved.completion()) + ":");
              program.source().lines().forEach(line -> to.println("    " + line));
            });
        to.println("No answer: " + unsolved.detail());
      }
    }
    if (profile.demonstration()) {
      to.println(
          "Note:    a demonstration checkpoint answered, not MAmmoTH; --model names another.");
    }
  }

  private static String sureness(Completion completion) {
    return completion.meanTokenProbability().isPresent()
        ? String.format(
            Locale.ROOT,
            " (mean token probability %.3f)",
            completion.meanTokenProbability().getAsDouble())
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

  private ObjectNode toJson(Answer answer, PromptProfile profile) {
    ObjectNode node =
        switch (answer) {
          case Answer.Solved solved -> {
            ObjectNode line =
                ResultLines.withVerdict(
                    ResultLines.of(JsonNodeFactory.instance.textNode(question), solved.execution()),
                    solved.verdict());
            line.put("program", solved.program().source());
            yield line;
          }
          case Answer.Unsolved unsolved -> {
            ObjectNode line = ResultLines.JSON.createObjectNode();
            line.put("status", "unsolved");
            line.putNull("answer");
            line.put("unsolved", unsolved.reason().name().toLowerCase(Locale.ROOT));
            line.put("detail", unsolved.detail());
            unsolved.program().ifPresent(program -> line.put("program", program.source()));
            unsolved
                .execution()
                .ifPresent(execution ->
                    line.set(
                        "execution",
                        ResultLines.of(JsonNodeFactory.instance.textNode(question), execution)));
            yield line;
          }
        };
    node.remove("id");
    node.put("question", question);
    node.put("model", profile.label());
    node.put("demonstration", profile.demonstration());
    Optional.of(answer.completion().meanTokenProbability())
        .filter(java.util.OptionalDouble::isPresent)
        .ifPresent(p -> node.put("mean_token_probability", p.getAsDouble()));
    node.put("tokens", answer.completion().tokens());
    return node;
  }
}
