package dev.tusk.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Tusk;
import dev.tusk.symbolic.Verdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tusk check}. */
@Command(
    name = "check",
    description = "Runs programs as `tusk run` does and re-derives their results exactly.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ProgramInput input;

  @Override
  public Integer call() throws Exception {
    input.validate(spec.commandLine());
    try (Tusk tusk =
        Tusk.builder()
            .workers(input.workers())
            .limits(input.limits())
            .shortLived(!input.isBatch())
            .build()) {
      if (input.isBatch()) {
        new LineBatch(
                input.workers(),
                (id, item) -> ResultLines.of(id, tusk.check(ProgramInput.program(item))),
                (id, message) ->
                    ResultLines.withVerdict(
                        ResultLines.malformed(id, message), Verdict.didNotRun(message)))
            .run(input.file(), input.out());
      } else {
        ObjectNode line = ResultLines.of(input.name(), tusk.check(input.program()));
        input.print(spec.commandLine().getOut(), line);
      }
    }
    return 0;
  }
}
