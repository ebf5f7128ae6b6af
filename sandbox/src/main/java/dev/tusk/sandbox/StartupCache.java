package dev.tusk.sandbox;

import dev.tusk.sandbox.process.UserCache;
import dev.tusk.sandbox.process.WorkerCommand;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The JVM's ahead-of-time cache for workers (JEP 483, 514 and 515): classes loaded and linked, and
 * profiles of what a worker does, so that the next one is ready in about half the time. Made once
 * for each JDK, class path and set of flags, in the user's cache folder.
 */
final class StartupCache {
  private static final System.Logger LOG = System.getLogger("dev.tusk.sandbox");
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final WorkerCommand command;
  private final Path folder;
  private final Path file;

  private StartupCache(WorkerCommand command, Path folder, String name) {
    this.command = command;
    this.folder = folder;
    this.file = folder.resolve(name);
  }

  /**
   * The cache for workers of this command; empty where the JVM cannot have one, because it is older
   * than 25 or its class path has folders.
   */
  static Optional<StartupCache> of(WorkerCommand command, Path folder) {
    if (!command.classPath().stream().allMatch(Files::isRegularFile)) {
      return Optional.empty();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<String> release = Files.readAllLines(command.javaHome().resolve("release"));
      if (release.stream().noneMatch(StartupCache::isRecent)) {
        return Optional.empty();
      }
      var key = new ArrayList<>(release);
      key.addAll(command.jvmFlags());
      for (Path entry : command.classPath()) {
        key.add(entry + " " + Files.size(entry) + " " + Files.getLastModifiedTime(entry));
      }
      digest.update(String.join("\n", key).getBytes(StandardCharsets.UTF_8));
      String name = HexFormat.of().formatHex(digest.digest(), 0, 16);
      return Optional.of(new StartupCache(command, folder, name + ".aot"));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "workers start without a cache", e);
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }

  private static boolean isRecent(String line) {
    String head = "JAVA_VERSION=\"";
    if (!line.startsWith(head)) {
      return false;
    }
    String feature = line.substring(head.length()).split("[^0-9]", 2)[0];
    return !feature.isEmpty() && Integer.parseInt(feature) >= 25;
  }

  /** Where it is, or will be. */
  Path file() {
    return file;
  }

  /** Whether it has been made. */
  boolean exists() {
    return Files.isRegularFile(file);
  }

  /** The command of a worker that starts from this cache; it must exist. */
  WorkerCommand apply(WorkerCommand to) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Its age only says when it may be removed.
      LOG.log(Level.DEBUG, "the time of {0} could not be set: {1}", file, e.toString());
    }
    var flags = new ArrayList<String>();
    // A cache that does not fit is left aside, silently: the worker then starts as without one.
    flags.add("-Xlog:disable");
    flags.add("-Xlog:all=error:stderr");
    flags.add("-XX:AOTCache=" + file);
    flags.addAll(to.jvmFlags());
    return to.withJvmFlags(flags);
  }

  /**
   * Makes the cache; takes about a minute of CPU time, in a process of its own. Where that fails,
   * workers start as before, and the log says why.
   */
  void make() throws InterruptedException {
    try {
      UserCache.create(folder);
      Path unfinished = Files.createTempFile(folder, "new", ".aot");
      try {
        run(unfinished);
        UserCache.publish(unfinished, file);
        LOG.log(Level.DEBUG, "made {0}", file);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      removeUnused();
    } catch (IOException e) {
      LOG.log(Level.INFO, "workers start without a cache: {0}", e.toString());
    }
  }

  private void run(Path unfinished) throws IOException, InterruptedException {
    var flags = new ArrayList<>(command.jvmFlags());
    flags.add("-XX:AOTCacheOutput=" + unfinished);
    List<String> line =
        command.withJvmFlags(flags).withArguments(List.of(GuestWorker.TRAIN)).commandLine();
    Path log = Files.createTempFile("tusk-training", ".log");
    try {
      var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().clear();
      // Its standard input stays open as long as this process lives: its end ends the training.
      Process process = builder.start();
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new IOException("the training run took longer than " + PATIENCE);
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      if (process.exitValue() != 0 || Files.size(unfinished) == 0) {
        String said = Files.readString(log).strip();
        throw new IOException(
            "the training run ended with status "
                + process.exitValue()
                + ": "
                + said.substring(Math.max(0, said.length() - 500)));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private void removeUnused() throws IOException {
    Instant oldest = Instant.now().minus(UNUSED);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path other : files.filter(path -> path.toString().endsWith(".aot")).toList()) {
        if (Files.getLastModifiedTime(other).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
