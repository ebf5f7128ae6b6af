package dev.tusk.examples;

import dev.tusk.engine.Tusk;
import dev.tusk.engine.evaluation.Curation;
import dev.tusk.sandbox.Limits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tusk curate}. */
@Command(
    name = "curate",
    description = {
      "Keeps the programs whose executed result equals the reference answer, without repetitions,",
      "as rows to train on (Alpaca form)."
    },
    mixinStandardHelpOptions = true)
final class CurateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN.jsonl",
      description = {
        "One JSON object a line: question, gold, and program or programs (a list of texts or of",
        "objects with program, style and preamble); optionally id and dataset."
      })
  private Path in = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT.jsonl",
      description = "Where the rows go.")
  private Path out = Path.of("");

  @Option(
      names = "--dropped",
      paramLabel = "FILE",
      description = "Where a line for every dropped candidate goes, with the reason.")
  private @Nullable Path dropped;

  @Option(
      names = "--scoring",
      paramLabel = "SCORING",
      description = "Who must find the result right: grader, mammoth or both (default: grader).",
      defaultValue = "grader")
  private String scoring = "grader";

  @Mixin private SandboxOptions options;

  @Override
  public Integer call() throws Exception {
    ProgramInput.validateFiles(spec.commandLine(), in, out);
    if (dropped != null) {
      ProgramInput.validateFiles(spec.commandLine(), in, dropped);
    }
    Limits limits = options.validated(spec.commandLine());
    Curation curation = Curation.by(scoring()).withInFlight(4 * options.workers());
    if (dropped != null) {
      curation = curation.withDroppedTo(dropped);
    }
    Curation.Result result;
    try (Tusk tusk = Tusk.builder().workers(options.workers()).limits(limits).build();
        var progress = new RunProgress(spec.commandLine().getErr(), "lines")) {
      result = curation.withProgress(progress::at).run(tusk, in, out);
    }
    print(result);
    return 0;
  }

  private Curation.Scoring scoring() {
    return switch (scoring.toLowerCase(Locale.ROOT)) {
      case "grader" -> Curation.Scoring.GRADER;
      case "mammoth" -> Curation.Scoring.MAMMOTH;
      case "both" -> Curation.Scoring.BOTH;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--scoring is " + scoring + "; grader, mammoth or both is possible");
    };
  }

  private void print(Curation.Result result) {
    PrintWriter to = spec.commandLine().getOut();
    to.println("candidates: " + result.candidates());
    to.println("kept:       " + result.kept());
    result.verdicts().forEach((verdict, count) -> to.println("    " + verdict + ": " + count));
    to.println("dropped:    " + (result.candidates() - result.kept()));
    result.dropped().forEach((reason, count) -> to.println("    " + reason + ": " + count));
    to.flush();
  }
}
