package dev.tusk.examples.dependency;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A local Maven repository that holds Tusk as this build made it, and everything else as the user's
 * own repository does, by symbolic links: nothing is copied, and the user's repository gets no
 * artifact of Tusk's.
 */
final class LocalRepository implements AutoCloseable {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final String VERSION = property("tusk.version");

  private final Path folder;

  private LocalRepository(Path folder) {
    this.folder = folder;
  }

  static LocalRepository make(Path folder) throws IOException {
    Path users = Path.of(property("tusk.localRepository"));
    Files.createDirectories(folder.resolve("dev"));
    link(users, folder, "dev");
    if (Files.isDirectory(users.resolve("dev"))) {
      link(users.resolve("dev"), folder.resolve("dev"), "tusk");
    }
    var repository = new LocalRepository(folder);
    repository.put("tusk-parent", ROOT.resolve("pom.xml"));
    repository.put("tusk-bom", ROOT.resolve("engine/bom/pom.xml"));
    for (String module : new String[] {"sandbox", "sandbox/networkx", "symbolic", "engine"}) {
      String artifact = "tusk-" + Path.of(module).getFileName();
      repository.put(artifact, ROOT.resolve(module).resolve("pom.xml"));
      String jar = artifact + "-" + VERSION + ".jar";
      Files.copy(
          ROOT.resolve(module).resolve("target").resolve(jar),
          repository.of(artifact).resolve(jar));
    }
    return repository;
  }

  Path folder() {
    return folder;
  }

  /** Takes the links away, never what they lead to. */
  @Override
  public void close() throws IOException {
    for (Path place : new Path[] {folder, folder.resolve("dev")}) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
        for (Path entry : entries) {
          if (Files.isSymbolicLink(entry)) {
            Files.delete(entry);
          }
        }
      }
    }
  }

  private void put(String artifact, Path pom) throws IOException {
    Path place = of(artifact);
    Files.createDirectories(place);
    Files.copy(pom, place.resolve(artifact + "-" + VERSION + ".pom"));
  }

  private Path of(String artifact) {
    return folder.resolve("dev/tusk").resolve(artifact).resolve(VERSION);
  }

  private static void link(Path from, Path to, String leftOut) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals(leftOut)) {
          Files.createSymbolicLink(to.resolve(name), entry.toAbsolutePath());
        }
      }
    }
  }

  static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), () -> "Maven sets the property " + name + " for this test");
  }
}
