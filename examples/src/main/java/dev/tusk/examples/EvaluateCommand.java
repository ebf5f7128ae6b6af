package dev.tusk.examples;

import dev.tusk.engine.Method;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.evaluation.Benchmark;
import dev.tusk.engine.evaluation.Evaluation;
import dev.tusk.sandbox.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tusk evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Asks a model a whole benchmark, or takes recorded programs, and writes a report. A run that",
      "was interrupted goes on where it was when the same command is given again."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DATASET",
      description = {
        "gsm8k, math, aqua, numglue, deepmind, svamp, simuleq, sat, mmlu or theoremqa."
      })
  private @Nullable String dataset;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Its questions, in the format of docs/evaluation.md.")
  private @Nullable Path file;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A Hugging Face checkpoint folder; needed with DATASET.")
  private @Nullable Path model;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "tusk or mammoth (default: ${DEFAULT-VALUE}).",
      defaultValue = "mammoth")
  private String method = "mammoth";

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Programs for each question, which vote (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int samples = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where random numbers begin (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  private long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N questions (default: all).")
  private int limit = Integer.MAX_VALUE;

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

  @Mixin private SandboxOptions options;

  @Override
  public Integer call() throws Exception {
    Limits limits = options.validated(spec.commandLine());
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw wrong("--out is no folder: " + out);
    }
    Path page;
    try (var progress = new RunProgress(spec.commandLine().getErr(), "answers")) {
      Evaluation evaluation =
          Evaluation.into(out).withSettings(settings(limits)).withProgress(progress::at);
      page = programs.isEmpty() ? asked(evaluation, limits) : recorded(evaluation, limits);
    }
    PrintWriter to = spec.commandLine().getOut();
    to.println("report: " + page);
    to.flush();
    return 0;
  }

  private static Map<String, String> settings(Limits limits) {
    var settings = new TreeMap<String, String>();
    settings.put("limit: wall time", limits.wall().toMillis() + " ms");
    settings.put("limit: heap", (limits.heapBytes() >> 20) + " MB");
    return settings;
  }

  private Path recorded(Evaluation evaluation, Limits limits)
      throws IOException, InterruptedException {
    if (dataset != null || model != null) {
      throw wrong("--programs takes no DATASET and no --model");
    }
    for (Path each : programs) {
      ProgramInput.validateFiles(spec.commandLine(), each, null);
    }
    try (Tusk tusk = Tusk.builder().workers(options.workers()).limits(limits).build()) {
      return evaluation.programs(tusk, programs, 4 * options.workers());
    }
  }

  private Path asked(Evaluation evaluation, Limits limits)
      throws IOException, InterruptedException {
    if (dataset == null || file == null || model == null) {
      throw wrong("DATASET, FILE and --model are needed, or else --programs");
    }
    ProgramInput.validateFiles(spec.commandLine(), file, null);
    if (!Files.isDirectory(model)) {
      throw wrong("there is no checkpoint folder " + model);
    }
    if (limit < 1) {
      throw wrong("--limit is " + limit + "; at least 1 is possible");
    }
    Benchmark benchmark;
    SolveOptions solving;
    try {
      benchmark = Benchmark.of(dataset);
      Method named =
          method.equals("mammoth") ? Method.mammoth(benchmark.dataset()) : Method.named(method);
      solving =
          SolveOptions.of(named.toBuilder().samples(samples).build()).toBuilder()
              .seed(seed)
              .noTimeout()
              .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    try (Tusk tusk =
        Tusk.builder().checkpoint(model).workers(options.workers()).limits(limits).build()) {
      return evaluation.withModel(model).benchmark(tusk, benchmark, file, solving, limit);
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
