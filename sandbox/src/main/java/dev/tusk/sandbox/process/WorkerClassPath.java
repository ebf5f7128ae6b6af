package dev.tusk.sandbox.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Works out what a worker needs on its class path from where this JVM's classes are. */
public final class WorkerClassPath {
  private WorkerClassPath() {}

  /**
   * This JVM's class path and module path, and the places that the given classes come from where a
   * class loader of another kind brought them. Entries that do not exist are left out.
   */
  public static List<Path> ofHost(Class<?>... anchors) {
    Set<Path> entries = new LinkedHashSet<>();
    add(entries, System.getProperty("java.class.path", ""));
    add(entries, System.getProperty("jdk.module.path", ""));
    for (Class<?> anchor : anchors) {
      CodeSource source = anchor.getProtectionDomain().getCodeSource();
      if (source != null && "file".equals(source.getLocation().getProtocol())) {
        try {
          entries.add(Path.of(source.getLocation().toURI()).toAbsolutePath());
        } catch (URISyntaxException e) {
          throw new IllegalStateException("odd code source of " + anchor, e);
        }
      }
    }
    return List.copyOf(entries);
  }

  private static void add(Set<Path> entries, String path) {
    for (String entry : path.split(java.util.regex.Pattern.quote(File.pathSeparator), -1)) {
      if (!entry.isEmpty()) {
        Path place = Path.of(entry).toAbsolutePath();
        if (Files.exists(place)) {
          entries.add(place);
        }
      }
    }
  }
}
