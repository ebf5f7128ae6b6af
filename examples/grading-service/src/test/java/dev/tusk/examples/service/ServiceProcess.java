package dev.tusk.examples.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The service in a process of its own, on a port of its own. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final Client client;
  private final int port;

  private ServiceProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    client = new Client(port);
  }

  /** Starts it and waits until it is ready. */
  static ServiceProcess start(Path folder, List<String> flags)
      throws IOException, InterruptedException {
    Path log = folder.resolve("service.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            GradingServiceCommand.class.getName(),
            "--port",
            "0"));
    command.addAll(flags);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    String marker = "listening on 127.0.0.1:";
    while (true) {
      for (String line : Files.readAllLines(log)) {
        int at = line.indexOf(marker);
        if (at >= 0) {
          String rest = line.substring(at + marker.length());
          int port = Integer.parseInt(rest.substring(0, rest.indexOf(',')));
          var service = new ServiceProcess(process, log, port);
          service.awaitLog("\"ready\"");
          return service;
        }
      }
      if (!process.isAlive()) {
        throw new IOException("the service ended: " + Files.readString(log));
      }
      Thread.sleep(50);
    }
  }

  Client client() {
    return client;
  }

  int port() {
    return port;
  }

  /**
   * Its sandbox workers: the processes below it that have none below them. Their command lines
   * would not tell: Java reads none that is longer than a page, as a long class path makes it.
   */
  List<ProcessHandle> workers() {
    try (Stream<ProcessHandle> all = process.descendants()) {
      return all.filter(
              one -> {
                try (Stream<ProcessHandle> below = one.children()) {
                  return below.findAny().isEmpty();
                }
              })
          .toList();
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** What a service manager sends: SIGTERM. */
  void terminate() {
    process.destroy();
  }

  void awaitEnd() throws InterruptedException, IOException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("the service does not end: " + Files.readString(log));
    }
  }

  void awaitLog(String text) throws IOException, InterruptedException {
    while (!Files.readString(log).contains(text)) {
      if (!process.isAlive()) {
        throw new IOException("the service ended: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
  }

  List<String> log() throws IOException {
    return Files.readAllLines(log);
  }

  @Override
  public void close() {
    try (Stream<ProcessHandle> all = process.descendants()) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }
}
