package dev.tusk.examples;

import dev.tusk.engine.Method;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which model answers, and how it is asked. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A Hugging Face checkpoint folder (default: the demonstration checkpoint).")
  private @Nullable Path model;

  @Option(
      names = "--method",
      paramLabel = "M",
      description = "How the model is asked: tusk (default) or mammoth.")
  private String method = "tusk";

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Programs asked for, which vote (default: 1, greedy).")
  private int samples = 1;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Time for the whole question (default: 300).")
  private int timeout = 300;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where the random numbers of samples begin (default: 0).")
  private long seed;

  /** Opens what answers one question. */
  Tusk open(CommandSpec spec) {
    Path folder = model == null ? demonstration() : model;
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(spec.commandLine(), "there is no checkpoint folder " + folder);
    }
    return Tusk.builder().checkpoint(folder).workers(1).shortLived(true).build();
  }

  SolveOptions solving(CommandSpec spec) {
    try {
      Method asked = Method.named(method).toBuilder().samples(samples).build();
      return SolveOptions.of(asked).toBuilder()
          .timeout(Duration.ofSeconds(timeout))
          .seed(seed)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Path demonstration() {
    return Path.of(System.getProperty("tusk.home", "."), "examples", "demo-model", "checkpoint");
  }
}
