package dev.tusk.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Tusk;
import dev.tusk.symbolic.CrossCheck;
import dev.tusk.symbolic.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tusk check}. */
@Command(
    name = "check",
    description = "Runs programs as `tusk run` does and re-derives their results exactly.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int NOT_THE_SAME = 3;

  @Spec private CommandSpec spec;
  @Mixin private ProgramInput input;

  @Option(
      names = "--evidence",
      description = {
        "Adds to each JSON line the field evidence: all that the verdict rests on, complete, so that",
        "--replay decides again from it."
      })
  private boolean evidence;

  @Option(
      names = "--replay",
      description = {
        "FILE holds lines that --evidence wrote: decides each again from its evidence alone, with no",
        "sandbox and no algebra system. Exit status 3 if a verdict is not the same again."
      })
  private boolean replay;

  @Override
  public Integer call() throws Exception {
    input.validate(spec.commandLine());
    if (replay) {
      return replayed();
    }
    try (Tusk tusk =
        Tusk.builder()
            .workers(input.workers())
            .limits(input.limits())
            .shortLived(!input.isBatch())
            .build()) {
      if (input.isBatch()) {
        new LineBatch(
                input.workers(),
                (id, item) -> ResultLines.of(id, tusk.check(ProgramInput.program(item)), evidence),
                (id, message) ->
                    ResultLines.withVerdict(
                        ResultLines.malformed(id, message), Verdict.didNotRun(message), evidence))
            .run(input.file(), input.out());
      } else {
        ObjectNode line = ResultLines.of(input.name(), tusk.check(input.program()), evidence);
        input.print(spec.commandLine().getOut(), line, evidence);
      }
    }
    return 0;
  }

  /** Decides every line's evidence again. */
  private int replayed() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean same = true;
    try (BufferedReader lines = Files.newBufferedReader(input.file())) {
      int number = 0;
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        number++;
        if (text.isBlank()) {
          continue;
        }
        ObjectNode line = again(text, number);
        same &= line.path("same").asBoolean();
        out.println(ResultLines.JSON.writeValueAsString(line));
      }
    }
    out.flush();
    return same ? 0 : NOT_THE_SAME;
  }

  private static ObjectNode again(String text, int number) {
    ObjectNode line = ResultLines.JSON.createObjectNode();
    try {
      JsonNode given = ResultLines.JSON.readTree(text);
      JsonNode document = given.has("evidence") ? given.get("evidence") : given;
      line.set("id", given.has("id") ? given.get("id") : line.numberNode(number));
      Verdict recorded = Verdict.parse(ResultLines.JSON.writeValueAsString(document));
      Verdict again = CrossCheck.replay(recorded.evidence());
      line.put("recorded", recorded.label());
      line.put("verdict", again.label());
      line.put("same", recorded.agreesWith(again));
      line.put("reason", again.explanation());
    } catch (IllegalArgumentException | JsonProcessingException e) {
      line.put("same", false);
      line.put("error", "line " + number + ": " + e.getMessage());
    }
    return line;
  }
}
