package dev.tusk.examples;

import dev.tusk.engine.Answer;
import dev.tusk.engine.Question;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.decoder.PromptProfile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private ModelOptions model;

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (question.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the question is empty");
    }
    SolveOptions options = model.solving(spec);
    PrintWriter to = spec.commandLine().getOut();
    try (Tusk tusk = model.open(spec)) {
      PromptProfile profile = tusk.profile().orElseThrow();
      Answer answer = tusk.solve(Question.of(question), options);
      if (json) {
        to.println(ResultLines.JSON.writeValueAsString(AnswerText.toJson(answer, profile)));
      } else {
        AnswerText.print(to, answer, profile);
      }
      to.flush();
    }
    return 0;
  }
}
