package dev.tusk.sandbox.process;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** The folder of the present user where Tusk keeps what it can make again. */
public final class UserCache {
  private UserCache() {}

  /**
   * The folder for one purpose, which need not exist: under {@code $XDG_CACHE_HOME/tusk} or {@code
   * ~/.cache/tusk}, on macOS {@code ~/Library/Caches/tusk}, on Windows {@code
   * %LOCALAPPDATA%\tusk\cache}.
   */
  public static Path folder(String purpose) {
    String home = System.getProperty("user.home", ".");
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      String local = System.getenv("LOCALAPPDATA");
      return Path.of(local == null ? home : local, "tusk", "cache", purpose);
    }
    if (system.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "tusk", purpose);
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && xdg.startsWith("/")
        ? Path.of(xdg, "tusk", purpose)
        : Path.of(home, ".cache", "tusk", purpose);
  }

  /** Creates the folder, readable by the user alone where the file system knows users. */
  public static void create(Path folder) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Puts a finished file in its place at once, so that nobody sees a part of it. */
  public static void publish(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
