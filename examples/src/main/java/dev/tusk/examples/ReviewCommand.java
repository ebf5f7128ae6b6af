package dev.tusk.examples;

import dev.tusk.engine.Question;
import dev.tusk.engine.Review;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tusk review}. */
@Command(
    name = "review",
    description =
        "Judges a claimed answer: solves the question without the claim, then compares by evidence.",
    mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "QUESTION", description = "The question.")
  private String question = "";

  @Parameters(index = "1", paramLabel = "CLAIM", description = "The answer that is claimed.")
  private String claim = "";

  @Mixin private ModelOptions model;

  @Override
  public Integer call() {
    if (question.isBlank() || claim.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the question or the claim is empty");
    }
    SolveOptions options = model.solving(spec);
    PrintWriter to = spec.commandLine().getOut();
    try (Tusk tusk = model.open(spec)) {
      Review review = tusk.review(Question.of(question), claim, options);
      AnswerText.print(to, review.answer(), tusk.profile().orElseThrow());
      to.println("Claim:   " + claim + " is " + review.label() + ": " + review.explanation() + ".");
      to.flush();
    }
    return 0;
  }
}
