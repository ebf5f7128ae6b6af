package dev.tusk.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Grading;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tusk grade}. */
@Command(
    name = "grade",
    description = "Decides whether a candidate answer equals a reference answer.",
    mixinStandardHelpOptions = true)
public final class GradeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "REFERENCE CANDIDATE | FILE",
      description = {
        "A reference and a candidate, or a file of pairs, one JSON object a line: id, gold, pred,",
        "and optionally policy, extraction (latex, expr), precision and set_relation."
      })
  private List<String> arguments = List.of();

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "strict, lenient, math-verify or mammoth:SET (default: ${DEFAULT-VALUE}).",
      defaultValue = "lenient")
  private String policy = "lenient";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the result lines go (default: standard output).")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    Policy chosen;
    try {
      chosen = Policy.parse(policy);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    // The algebra worker starts when the first answer with an integral, limit or series needs it.
    try (Grading grading = Grading.open()) {
      grade(grading, grading.grader(chosen));
    }
    return 0;
  }

  private void grade(Grading grading, Grader grader) throws Exception {
    if (arguments.size() == 2) {
      Judgement judgement = grader.grade(arguments.get(0), arguments.get(1));
      PrintWriter to = spec.commandLine().getOut();
      to.println(
          judgement.label() + " (" + judgement.method().label() + "): " + judgement.reason());
      to.flush();
    } else {
      Path in = Path.of(arguments.getFirst());
      ProgramInput.validateFiles(spec.commandLine(), in, out);
      new LineBatch(
              Runtime.getRuntime().availableProcessors(),
              (id, item) -> graded(id, item, grading, grader),
              GradeCommand::malformed)
          .run(in, out);
    }
  }

  /**
   * The output line for an item.
   *
   * @throws IllegalArgumentException if the object is no item; the message names the field
   */
  public static ObjectNode graded(JsonNode id, JsonNode item, Grading grading, Grader byDefault) {
    String gold = LineBatch.requiredText(item, "gold");
    String pred = LineBatch.requiredText(item, "pred");
    Grader grader = grader(item, grading, byDefault);
    long start = System.nanoTime();
    Judgement judgement = grader.grade(gold, pred);
    double milliseconds = Math.round((System.nanoTime() - start) / 1e3) / 1e3;
    return line(
        id, judgement.label(), judgement.method().label(), judgement.reason(), milliseconds);
  }

  private static Grader grader(JsonNode item, Grading grading, Grader byDefault) {
    if (!item.has("policy")
        && !item.has("extraction")
        && !item.has("precision")
        && !item.has("set_relation")) {
      return byDefault;
    }
    Policy.Builder builder =
        LineBatch.text(item, "policy").map(Policy::parse).orElse(byDefault.policy()).toBuilder();
    if (item.has("extraction")) {
      builder.targets(targets(item.get("extraction")));
    }
    if (item.has("precision")) {
      if (!item.get("precision").canConvertToInt()) {
        throw new IllegalArgumentException("the field precision is not an integer");
      }
      builder.precision(item.get("precision").intValue());
    }
    if (item.has("set_relation")) {
      if (!item.get("set_relation").isBoolean()) {
        throw new IllegalArgumentException("the field set_relation is not true or false");
      }
      builder.setRelation(item.get("set_relation").booleanValue());
    }
    return grading.grader(builder.build());
  }

  private static Set<Policy.Target> targets(JsonNode names) {
    Set<Policy.Target> targets = EnumSet.noneOf(Policy.Target.class);
    for (JsonNode name : names.isTextual() ? List.of(names) : names) {
      switch (name.asText()) {
        case "latex" -> targets.add(Policy.Target.LATEX);
        case "expr" -> targets.add(Policy.Target.EXPRESSION);
        default ->
            throw new IllegalArgumentException(
                "extraction is " + names + "; latex and expr are possible");
      }
    }
    return targets;
  }

  private static ObjectNode malformed(JsonNode id, String message) {
    return line(id, "undecided", "malformed input", message, 0);
  }

  private static ObjectNode line(
      JsonNode id, String judgement, String method, String reason, double milliseconds) {
    ObjectNode line = ResultLines.JSON.createObjectNode();
    line.set("id", id);
    line.put("judgement", judgement);
    line.put("method", method);
    line.put("reason", reason);
    line.put("ms", milliseconds);
    return line;
  }
}
