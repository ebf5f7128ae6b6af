package dev.tusk.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.sandbox.Sandbox;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tusk run}. */
@Command(
    name = "run",
    description = "Runs a Python program, or many of a JSONL file, in the sandbox.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ProgramInput input;

  @Override
  public Integer call() throws Exception {
    input.validate(spec.commandLine());
    try (Sandbox sandbox =
        Sandbox.builder()
            .workers(input.workers())
            .limits(input.limits())
            .shortLived(!input.isBatch())
            .build()) {
      if (input.isBatch()) {
        new LineBatch(
                input.workers(),
                (id, item) -> ResultLines.of(id, sandbox.run(ProgramInput.program(item))),
                ResultLines::malformed)
            .run(input.file(), input.out());
      } else {
        ObjectNode line = ResultLines.of(input.name(), sandbox.run(input.program()));
        input.print(spec.commandLine().getOut(), line);
      }
    }
    return 0;
  }
}
