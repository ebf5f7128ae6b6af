package dev.tusk.engine.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What identifies a run's inputs. */
final class Inputs {
  private static final long WHOLE = 16 << 20;

  private Inputs() {}

  /** A file's name and the SHA-256 of its content. */
  static String file(Path file) throws IOException {
    return file.getFileName() + " sha256:" + digest(file, Long.MAX_VALUE);
  }

  /**
   * A folder's content: every file's name, size and, up to 16 MB, the SHA-256 of what it holds;
   * larger files by their first 16 MB, so that a checkpoint's weights take no minutes.
   */
  static String folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    MessageDigest digest = sha256();
    for (Path file : files) {
      String line = file.getFileName() + " " + Files.size(file) + " " + digest(file, WHOLE) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return folder.toAbsolutePath().normalize().getFileName()
        + " sha256:"
        + HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(Path file, long most) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long left = most;
      for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        left -= n;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
