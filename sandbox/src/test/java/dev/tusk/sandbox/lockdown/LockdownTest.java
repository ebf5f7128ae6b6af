package dev.tusk.sandbox.lockdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a locked JVM cannot do any more, and what it still can, tried in processes of their own. */
class LockdownTest {
  @TempDir private Path scratch;

  private record Run(Map<String, String> outcomes, int exit) {
    String outcome(String name) {
      return outcomes.getOrDefault(name, "not tried");
    }

    boolean holds(Measure measure) {
      return outcome("lock " + measure.name().toLowerCase(java.util.Locale.ROOT))
          .startsWith("Applied");
    }
  }

  @BeforeAll
  static void onLinuxOnly() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux") && Architecture.current().isPresent(),
        "needs Linux on x86-64 or aarch64");
  }

  @Test
  void refusesProcessesNetworkAndChangesToFiles() throws Exception {
    Run free = run("free", "attempts");
    Run locked = run("locked", "attempts");

    assertThat(locked.holds(Measure.SYSTEM_CALLS)).isTrue();
    assertThat(locked.exit()).isZero();
    Set<String> bounded =
        Set.of(
            "read outside",
            "list outside",
            "read outside from a new thread",
            "read own memory",
            "read the parent's memory map");
    assertThat(locked.outcomes().keySet().stream().filter(name -> !name.startsWith("lock ")))
        .hasSize(21)
        .containsAll(bounded);
    locked
        .outcomes()
        .forEach((name, outcome) -> {
          if (!name.startsWith("lock ")
              && (!bounded.contains(name) || locked.holds(Measure.READABLE_PATHS))) {
            assertThat(outcome).as(name).doesNotStartWith("ok");
          }
        });
    // The same attempts in a free process: else a refusal would prove nothing.
    free.outcomes()
        .forEach((name, outcome) -> {
          if (!name.equals("read own memory")) {
            assertThat(outcome).as(name).startsWith("ok");
          }
        });
    assertThat(Files.readString(scratch.resolve("locked/file"))).isEqualTo("text");
    assertThat(names(scratch.resolve("locked")))
        .containsExactlyInAnyOrder("file", "moved", "victim");
  }

  @Test
  void refusesTheCallsThemselves() throws Exception {
    Run free = run("free", "calls");
    Run locked = run("locked", "calls");

    assertThat(locked.outcomes().keySet().stream().filter(name -> !name.startsWith("lock ")))
        .hasSizeGreaterThan(38)
        .contains("clone of a process", "kill", "ptrace", "memfd_create", "io_uring_setup");
    locked
        .outcomes()
        .forEach((name, outcome) -> {
          if (!name.startsWith("lock ")) {
            assertThat(outcome)
                .as(name)
                .isEqualTo(Set.of("clone3", "openat2").contains(name) ? "ENOSYS" : "EPERM");
          }
        });
    for (String name :
        List.of(
            "kill",
            "tgkill",
            "tkill",
            "socket",
            "memfd_create",
            "pipe2",
            "unshare",
            "execve",
            "openat",
            "unlinkat",
            "renameat2",
            "ptrace",
            "truncate",
            "clone3",
            "openat2")) {
      assertThat(free.outcome(name)).as("%s in a free process", name).isNotIn("EPERM", "ENOSYS");
    }
  }

  @Test
  void goesOnWorking() throws Exception {
    Run locked = run("locked", "work");

    assertThat(locked.holds(Measure.SYSTEM_CALLS)).isTrue();
    assertThat(locked.exit()).isZero();
    assertThat(locked.outcome("threads")).isEqualTo("ok 128");
    assertThat(locked.outcome("read allowed file")).isEqualTo("ok text");
    assertThat(locked.outcome("list allowed folder")).isEqualTo("ok true");
    assertThat(locked.outcome("compile")).isEqualTo("ok compiled");
    assertThat(locked.outcome("collect")).isEqualTo("ok true");
    assertThat(locked.outcome("load a class from a jar")).isEqualTo("ok Assertions");
    assertThat(locked.outcome("open a jar")).isEqualTo("ok true");
    assertThat(locked.outcome("random numbers")).startsWith("ok ");
    assertThat(locked.outcome("time")).isEqualTo("ok true");
    assertThat(locked.outcome("sleep")).isEqualTo("ok true");
    assertThat(locked.outcome("own limits")).isEqualTo("ok true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC"})
  void goesOnWorkingWithEachCollector(String collector) throws Exception {
    Run locked = run("locked", "work", collector);

    assertThat(locked.outcome("collect")).isEqualTo("ok true");
    assertThat(locked.outcome("threads")).isEqualTo("ok 128");
    assertThat(locked.exit()).isZero();
  }

  @Test
  void aCallWithTheX32BitEndsTheProcess() throws Exception {
    assumeTrue(Architecture.current().orElseThrow() == Architecture.X86_64, "x86-64 only");

    Run locked = run("locked", "x32");

    assertThat(locked.holds(Measure.SYSTEM_CALLS)).isTrue();
    assertThat(locked.outcome("x32")).isEqualTo("not tried");
    int killedBySigsys = 128 + 31;
    assertThat(locked.exit()).isEqualTo(killedBySigsys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"python-after", "python-before", "python-nothing-opens"})
  void pythonRuns(String when) throws Exception {
    Path cache = Path.of("target", "graalpy-cache").toAbsolutePath();
    Files.createDirectories(cache);
    String flag = "-Dpolyglot.engine.userResourceCache=" + cache;
    if (names(cache).isEmpty()) {
      // Unpacks GraalPy's own files, which a locked process cannot.
      assertThat(run("free", "python-after", List.of(flag), cache).exit()).isZero();
    }

    Run locked = run("locked", when, List.of(flag), cache);

    assertThat(locked.holds(Measure.SYSTEM_CALLS)).isTrue();
    assertThat(locked.outcome("warm context")).isEqualTo("ok 1/2");
    if (!when.equals("python-nothing-opens")) {
      assertThat(locked.outcome("new context")).isEqualTo("ok 2666646666700000");
      assertThat(locked.outcome("import in a new context")).isEqualTo("ok 2.125");
    }
    assertThat(locked.exit()).isZero();
  }

  private Run run(String lock, String what, String... flags) throws Exception {
    return run(lock, what, List.of(flags));
  }

  /** Starts a process with an empty environment and an empty working folder, and reads it out. */
  private Run run(String lock, String what, List<String> flags, Path... readable) throws Exception {
    Path folder = Files.createDirectories(scratch.resolve(lock));
    Path empty = Files.createDirectories(scratch.resolve("empty"));
    Files.writeString(folder.resolve("file"), "text");
    Files.writeString(folder.resolve("victim"), "text");
    Files.writeString(folder.resolve("moved"), "text");
    Process victim = new ProcessBuilder("sleep", "600").start();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("-Xmx512m");
      command.addAll(flags);
      command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
      command.addAll(List.of(LockedProcess.class.getName(), lock, what));
      command.addAll(List.of(folder.toString(), Integer.toString(server.getLocalPort())));
      command.add(Long.toString(victim.pid()));
      for (Path path : readable) {
        command.add(path.toString());
      }
      ProcessBuilder builder = new ProcessBuilder(command).directory(empty.toFile());
      builder.environment().clear();
      builder.redirectErrorStream(true);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Map<String, String> outcomes = new LinkedHashMap<>();
      output
          .lines()
          .map(line -> line.split("\t", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> outcomes.put(parts[0], parts[1]));
      assertThat(outcomes).as("output of %s %s:%n%s", lock, what, output).isNotEmpty();
      if (lock.equals("locked")) {
        assertThat(victim.isAlive()).as("another process lives on").isTrue();
      }
      return new Run(outcomes, process.exitValue());
    } finally {
      victim.destroyForcibly();
    }
  }

  private static String absolute(String classPath) {
    String separator = System.getProperty("path.separator");
    return Stream.of(classPath.split(separator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((left, right) -> left + separator + right)
        .orElseThrow();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
