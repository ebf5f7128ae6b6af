package dev.tusk.examples.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A project beside this test, built by Maven against a local repository. */
final class Consumer {
  /** What a process printed. */
  record Printed(int status, String out, String err) {}

  private final Path folder;
  private final String resolved;

  private Consumer(Path folder, String resolved) {
    this.folder = folder;
    this.resolved = resolved;
  }

  /** Copies the project of that name, so that nothing is built in the sources, and compiles it. */
  static Consumer build(String name, Path work, LocalRepository repository) throws Exception {
    Path folder = work.resolve(name);
    copy(Path.of(name), folder);
    Path list = folder.resolve("class.path");
    Printed maven =
        run(
            folder,
            Path.of(LocalRepository.property("maven.home"), "bin", "mvn").toString(),
            "--offline",
            "--batch-mode",
            "--quiet",
            "-Dmaven.repo.local=" + repository.folder(),
            "compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=" + list);
    assertThat(maven.status()).as("Maven in %s: %s %s", name, maven.out(), maven.err()).isZero();
    return new Consumer(folder, Files.readString(list));
  }

  /** The file names of all that was resolved. */
  List<String> jars() {
    return Arrays.stream(resolved.split(File.pathSeparator, -1))
        .map(jar -> Path.of(jar).getFileName().toString())
        .toList();
  }

  Printed onClassPath(List<String> flags, String... arguments) throws Exception {
    return java(flags, List.of("-cp", path(), "app.Main"), arguments);
  }

  Printed onModulePath(List<String> flags, String... arguments) throws Exception {
    return java(flags, List.of("-p", path(), "-m", "app/app.Main"), arguments);
  }

  private String path() {
    return folder.resolve("target/classes") + File.pathSeparator + resolved;
  }

  private Printed java(List<String> flags, List<String> start, String... arguments)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(start);
    command.addAll(List.of(arguments));
    return run(folder, command.toArray(String[]::new));
  }

  private static Printed run(Path folder, String... command) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // What these would print is no part of the test.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    int status = builder.start().waitFor();
    return new Printed(status, Files.readString(out), Files.readString(err));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      paths
          .filter(path -> !path.startsWith(from.resolve("target")))
          .forEach(path -> {
            try {
              Files.copy(path, to.resolve(from.relativize(path)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
