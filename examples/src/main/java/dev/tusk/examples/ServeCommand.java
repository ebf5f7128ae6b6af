package dev.tusk.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Limits;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Policy;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tusk serve}. */
@Command(
    name = "serve",
    description = {
      "Answers requests on standard input, one JSON object a line, on standard output, one line each.",
      "Fields: id, op (grade, execute or check; default: grade), timeout (seconds for this request), and",
      "what `tusk grade`, `tusk run` and `tusk check` read of a line."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final int MEGABYTE = 1 << 20;

  @Spec private CommandSpec spec;
  @Mixin private SandboxOptions options;

  @Option(
      names = "--stdio",
      description = "Serves standard input and output; must be given, as there is no other way.")
  private boolean stdio;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Requests read and not answered; more are not read (default: ${DEFAULT-VALUE}).",
      defaultValue = "64")
  private int inFlight;

  @Option(names = "--ordered", description = "Answers in the order of the requests.")
  private boolean ordered;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = {
        "Time of a request that names none, from when it was read, waiting included",
        "(default: ${DEFAULT-VALUE})."
      },
      defaultValue = "60")
  private double deadline;

  @Option(
      names = "--max-line",
      paramLabel = "MB",
      description = "The longest line; a longer one is refused (default: ${DEFAULT-VALUE}).",
      defaultValue = "16")
  private int maxLine;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "How grade decides where a request names no policy (default: ${DEFAULT-VALUE}).",
      defaultValue = "lenient")
  private String policy = "lenient";

  private @Nullable Tusk started;

  @Override
  public Integer call() throws Exception {
    if (!stdio) {
      throw wrong("say where requests come from: tusk serve --stdio");
    }
    Limits limits = options.validated(spec.commandLine());
    Policy chosen;
    try {
      chosen = Policy.parse(policy);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    check("--in-flight", inFlight, 100_000);
    check("--max-line", maxLine, 1_024);
    if (!(deadline > 0) || deadline > 3_600) {
      throw wrong(
          "--deadline is " + deadline + " seconds; more than 0 and at most 3600 is possible");
    }
    // Whatever a library prints must not get between the answers.
    PrintStream standard = System.out;
    System.setOut(System.err);
    try (Grading grading = Grading.open();
        var out =
            new BufferedOutputStream(new FileOutputStream(java.io.FileDescriptor.out), 1 << 16)) {
      Grader grader = grading.grader(chosen);
      var server =
          new StdioServer(
              new StdioServer.Settings(
                  inFlight, ordered, Duration.ofNanos((long) (deadline * 1e9)), maxLine * MEGABYTE),
              (id, request) -> answer(id, request, grading, grader, limits),
              out);
      Thread atEnd = Thread.ofPlatform().unstarted(() -> finish(server));
      Runtime.getRuntime().addShutdownHook(atEnd);
      server.serve(System.in);
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } finally {
      System.setOut(standard);
      close();
    }
    return 0;
  }

  private ObjectNode answer(
      JsonNode id, JsonNode request, Grading grading, Grader grader, Limits limits) {
    String op = LineBatch.text(request, "op").orElse("grade");
    return switch (op) {
      case "grade" -> GradeCommand.graded(id, request, grading, grader);
      case "execute" -> ResultLines.of(id, tusk(limits).execute(ProgramInput.program(request)));
      case "check" -> ResultLines.of(id, tusk(limits).check(ProgramInput.program(request)), false);
      default ->
          throw new IllegalArgumentException(
              "op is \"" + op + "\"; grade, execute or check is possible");
    };
  }

  /** Started when the first program comes: grading alone needs no Python. */
  private synchronized Tusk tusk(Limits limits) {
    if (started == null) {
      started = Tusk.builder().workers(options.workers()).limits(limits).build();
    }
    return started;
  }

  private synchronized void close() {
    if (started != null) {
      started.close();
    }
  }

  private static void finish(StdioServer server) {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw wrong(name + " is " + value + "; from 1 to " + most + " is possible");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
