package dev.tusk.sandbox.process;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How to start a worker.
 *
 * @param javaHome the JDK that runs the worker
 * @param mainClass the worker's main class, which serves a {@link WorkerLoop}
 * @param classPath the worker's class path
 * @param jvmFlags flags before the main class, such as {@code -Xmx512m}
 * @param arguments arguments of the main class
 * @param environment the worker's whole environment; nothing of the host's is passed on
 * @param maxFrameBytes the largest frame accepted from the worker, in bytes
 * @param startTimeout how long the worker may take until it says that it is ready
 */
public record WorkerCommand(
    Path javaHome,
    String mainClass,
    List<Path> classPath,
    List<String> jvmFlags,
    List<String> arguments,
    Map<String, String> environment,
    int maxFrameBytes,
    Duration startTimeout) {

  public WorkerCommand {
    Objects.requireNonNull(javaHome, "javaHome");
    Objects.requireNonNull(mainClass, "mainClass");
    classPath = List.copyOf(classPath);
    jvmFlags = List.copyOf(jvmFlags);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (maxFrameBytes < 1) {
      throw new IllegalArgumentException("maxFrameBytes must be at least 1: " + maxFrameBytes);
    }
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("startTimeout must be positive: " + startTimeout);
    }
  }

  /**
   * A worker on this JVM's JDK and class path: no flags, no arguments, an empty environment, frames
   * of up to 16 MiB, a minute to start.
   */
  public static WorkerCommand of(Class<?> main) {
    return new WorkerCommand(
        Path.of(System.getProperty("java.home")),
        main.getName(),
        WorkerClassPath.ofHost(main),
        List.of(),
        List.of(),
        Map.of(),
        16 << 20,
        Duration.ofMinutes(1));
  }

  /** The same command with other JVM flags. */
  public WorkerCommand withJvmFlags(List<String> flags) {
    return new WorkerCommand(
        javaHome, mainClass, classPath, flags, arguments, environment, maxFrameBytes, startTimeout);
  }

  /** The same command with another class path. */
  public WorkerCommand withClassPath(List<Path> path) {
    return new WorkerCommand(
        javaHome, mainClass, path, jvmFlags, arguments, environment, maxFrameBytes, startTimeout);
  }

  /** The same command with other arguments for the main class. */
  public WorkerCommand withArguments(List<String> list) {
    return new WorkerCommand(
        javaHome, mainClass, classPath, jvmFlags, list, environment, maxFrameBytes, startTimeout);
  }

  /** The same command with other bounds. */
  public WorkerCommand withBounds(int frameBytes, Duration timeToStart) {
    return new WorkerCommand(
        javaHome, mainClass, classPath, jvmFlags, arguments, environment, frameBytes, timeToStart);
  }

  /** The operating system's command: program and arguments. */
  public List<String> commandLine() {
    var line = new ArrayList<String>();
    line.add(javaHome.resolve("bin").resolve("java").toString());
    // A JVM about to die writes to standard output, where the frames are.
    line.add("-XX:+DisplayVMOutputToStderr");
    line.addAll(jvmFlags);
    line.add("-cp");
    line.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    line.add(mainClass);
    line.addAll(arguments);
    return line;
  }
}
