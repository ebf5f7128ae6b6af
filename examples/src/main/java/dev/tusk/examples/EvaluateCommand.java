package dev.tusk.examples;

import dev.tusk.engine.Tusk;
import dev.tusk.engine.evaluation.Evaluation;
import dev.tusk.sandbox.Limits;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tusk evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Evaluates a whole benchmark, or recorded programs, and writes a report. A run that was",
      "interrupted goes on where it was when the same command is given again."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--programs",
      paramLabel = "FILE.jsonl",
      arity = "1..*",
      description = {
        "Recorded programs instead of a model, one JSON object a line: program, and optionally",
        "dataset, id, question, gold, style, preamble and cpython (docs/evaluation.md)."
      })
  private List<Path> programs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the report goes (default: ${DEFAULT-VALUE}).",
      defaultValue = "evaluation")
  private Path out = Path.of("evaluation");

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Programs at a time (default: as many as there are processors).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Mixin private SandboxOptions options;

  @Override
  public Integer call() throws Exception {
    if (programs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "nothing to evaluate: name --programs");
    }
    Limits limits = limits();
    for (Path file : programs) {
      ProgramInput.validateFiles(spec.commandLine(), file, null);
    }
    var settings = new TreeMap<String, String>();
    settings.put("limit: wall time", limits.wall().toMillis() + " ms");
    settings.put("limit: heap", (limits.heapBytes() >> 20) + " MB");
    try (Tusk tusk = Tusk.builder().workers(workers).limits(limits).build();
        var progress = new RunProgress(spec.commandLine().getErr(), "answers")) {
      Path page =
          Evaluation.into(out)
              .withSettings(settings)
              .withProgress(progress::at)
              .programs(tusk, programs, 4 * workers);
      tell(page);
    }
    return 0;
  }

  private Limits limits() {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new ParameterException(spec.commandLine(), "--out is no folder: " + out);
    }
    return options.validated(spec.commandLine(), workers);
  }

  private void tell(Path page) {
    PrintWriter to = spec.commandLine().getOut();
    to.println("report: " + page);
    to.flush();
  }
}
