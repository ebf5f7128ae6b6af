package dev.tusk.examples.service;

import dev.tusk.examples.SandboxOptions;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.lockdown.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the service and serves until the process is told to end. */
@Command(
    name = "serve",
    description = "Solves, executes, checks and grades over HTTP.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class GradingServiceCommand implements Callable<Integer> {
  private static final Settings DEFAULTS = Settings.defaults();

  @Spec private CommandSpec spec;
  @Mixin private SandboxOptions programs;

  @Option(names = "--host", description = "The address to listen on.")
  private String host = DEFAULTS.host();

  @Option(names = "--port", description = "The port; 0 for any that is free.")
  private int port = DEFAULTS.port();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A checkpoint folder; without one the service does not solve.")
  private @Nullable Path model;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Who may call: on each line a name and a key. Without it, everybody may.")
  private @Nullable Path keys;

  @Option(
      names = "--require",
      split = ",",
      paramLabel = "MEASURE",
      description =
          "Measures of the lock-down without which no program runs: ${COMPLETION-CANDIDATES}")
  private Set<Measure> required = EnumSet.noneOf(Measure.class);

  @Option(names = "--in-flight", description = "Single requests accepted and not answered yet.")
  private int inFlight = DEFAULTS.inFlight();

  @Option(names = "--batches", description = "Batches under way.")
  private int batches = DEFAULTS.batches();

  @Option(names = "--connections", description = "Open connections.")
  private int connections = DEFAULTS.connections();

  @Option(names = "--body-bytes", description = "Bytes of a single request's body.")
  private int bodyBytes = DEFAULTS.bodyBytes();

  @Option(names = "--buffered-bytes", description = "Bytes of all bodies that are being read.")
  private int bufferedBytes = DEFAULTS.bufferedBytes();

  @Option(names = "--line-bytes", description = "Bytes of a line of a batch.")
  private int lineBytes = DEFAULTS.lineBytes();

  @Option(
      names = "--request-time",
      paramLabel = "SECONDS",
      description = "Time of one request, or one line of a batch.")
  private double requestTime = seconds(DEFAULTS.requestTime());

  @Option(
      names = "--read-time",
      paramLabel = "SECONDS",
      description = "Time without a byte from a client that owes some.")
  private double readTime = seconds(DEFAULTS.readTime());

  @Option(
      names = "--body-time",
      paramLabel = "SECONDS",
      description = "Time in which a single request's body must have come.")
  private double bodyTime = seconds(DEFAULTS.bodyTime());

  @Option(
      names = "--write-time",
      paramLabel = "SECONDS",
      description = "Time in which a client must take what it is sent.")
  private double writeTime = seconds(DEFAULTS.writeTime());

  @Option(
      names = "--idle-time",
      paramLabel = "SECONDS",
      description = "Time that a connection may stay open without a request.")
  private double idleTime = seconds(DEFAULTS.idleTime());

  /** Runs the command. */
  public static void main(String[] arguments) {
    JsonLog.install(System.err);
    System.exit(
        new CommandLine(new GradingServiceCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    GradingService service = GradingService.start(settings());
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("tusk-stop")
                .unstarted(() -> {
                  service.close();
                  stopped.countDown();
                }));
    stopped.await();
    return 0;
  }

  private Settings settings() {
    Limits limits = programs.validated(spec.commandLine());
    try {
      Settings.Builder builder =
          DEFAULTS.toBuilder()
              .address(host, port)
              .workers(programs.workers())
              .limits(limits)
              .required(required)
              .inFlight(inFlight)
              .batches(batches)
              .connections(connections)
              .bodyBytes(bodyBytes)
              .bufferedBytes(bufferedBytes)
              .lineBytes(lineBytes)
              .requestTime(duration(requestTime))
              .readTime(duration(readTime))
              .bodyTime(duration(bodyTime))
              .writeTime(duration(writeTime))
              .idleTime(duration(idleTime));
      if (model != null) {
        if (!Files.isDirectory(model)) {
          throw new IllegalArgumentException("there is no checkpoint folder " + model);
        }
        builder.model(model);
      }
      if (keys != null) {
        builder.keys(ApiKeys.read(keys));
      }
      return builder.build();
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "the keys cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (Math.max(0, Math.min(seconds, 1e6)) * 1e3));
  }
}
