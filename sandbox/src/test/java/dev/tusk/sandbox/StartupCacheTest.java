package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.sandbox.process.WorkerClassPath;
import dev.tusk.sandbox.process.WorkerCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupCacheTest {
  @TempDir private Path folder;

  private static WorkerCommand command(List<Path> classPath) {
    return WorkerCommand.of(GuestWorker.class)
        .withClassPath(classPath)
        .withJvmFlags(WorkerFlags.of(Limits.defaults(), List.of()));
  }

  /** This module and what it needs, as jars. */
  private List<Path> jars() throws IOException {
    var jars = new ArrayList<Path>();
    for (Path entry : WorkerClassPath.ofHost(Sandbox.class)) {
      if (Files.isRegularFile(entry)) {
        jars.add(entry);
      } else if (Files.isDirectory(entry)) {
        Path jar = folder.resolve("classes" + jars.size() + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
            var entries = new JarOutputStream(out);
            Stream<Path> files = Files.walk(entry)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            entries.putNextEntry(new JarEntry(entry.relativize(file).toString()));
            Files.copy(file, entries);
            entries.closeEntry();
          }
        }
        jars.add(jar);
      }
    }
    return jars;
  }

  @Test
  void isNotForClassPathsWithFolders() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    assertThat(StartupCache.of(command(List.of(classes)), folder)).isEmpty();
  }

  @Test
  void isOneForEachClassPathAndSetOfFlags() throws Exception {
    Path one = Files.createFile(folder.resolve("one.jar"));
    Path two = Files.createFile(folder.resolve("two.jar"));
    StartupCache cache = StartupCache.of(command(List.of(one)), folder).orElseThrow();
    assertThat(cache.exists()).isFalse();
    assertThat(StartupCache.of(command(List.of(one)), folder).orElseThrow().file())
        .isEqualTo(cache.file());
    assertThat(StartupCache.of(command(List.of(one, two)), folder).orElseThrow().file())
        .isNotEqualTo(cache.file());
    WorkerCommand other = command(List.of(one)).withJvmFlags(List.of("-Xmx1g"));
    assertThat(StartupCache.of(other, folder).orElseThrow().file()).isNotEqualTo(cache.file());
  }

  @Test
  void leavesNothingBehindWhereItCannotBeMade() throws Exception {
    Path broken = Files.createFile(folder.resolve("broken.jar"));
    Path caches = Files.createDirectory(folder.resolve("caches"));
    StartupCache cache = StartupCache.of(command(List.of(broken)), caches).orElseThrow();
    cache.make();
    assertThat(cache.exists()).isFalse();
    assertThat(caches).isEmptyDirectory();
  }

  @Tag("soak")
  @Test
  void isMadeByALongLivedSandboxAndServesTheNext() throws Exception {
    List<Path> jars = jars();
    Path caches = folder.resolve("caches");
    Sandbox.Builder builder =
        Sandbox.builder()
            .workers(1)
            .spares(0)
            .preload(false)
            .classPath(jars)
            .startupCache(Optional.of(caches));
    try (Sandbox first = builder.build()) {
      for (int i = 0; i < 20; i++) {
        assertThat(first.run(Program.of("ans = 1"))).isInstanceOf(Execution.Completed.class);
      }
      for (int i = 0; i < 600 && !holdsACache(caches); i++) {
        Thread.sleep(500);
      }
    }
    assertThat(holdsACache(caches)).isTrue();
    try (Sandbox second = builder.build()) {
      assertThat(second.run(Program.of("import sympy\nans = sympy.sqrt(8)")))
          .isInstanceOfSatisfying(
              Execution.Completed.class, c -> assertThat(c.answer()).isEqualTo("2*sqrt(2)"));
      long pid = second.workerPids().getFirst();
      assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).contains("-XX:AOTCache=");
    }
  }

  private static boolean holdsACache(Path caches) throws IOException {
    if (!Files.isDirectory(caches)) {
      return false;
    }
    try (Stream<Path> files = Files.list(caches)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("new"));
    }
  }
}
