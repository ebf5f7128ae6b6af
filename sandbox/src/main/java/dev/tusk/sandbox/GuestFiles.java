package dev.tusk.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.graalvm.polyglot.io.FileSystem;

/**
 * The guest's file system: Python's own library under {@link #PYTHON}, sympy and its companions and
 * what packs bring under {@link #PACKAGES}, read-only, and nothing else. The files are resources of
 * GraalPy's jar, of this module and of the packs, listed in indexes that the build writes, so
 * nothing of the machine's own file system is read or shown, and nothing is unpacked.
 */
final class GuestFiles implements FileSystem {
  /** A path that exists in no real file system. */
  static final String PACKAGES = "/tusk-packages";

  /** A path that exists in no real file system. */
  static final String PYTHON = "/tusk-python";

  /** Python's own library. */
  static final String LIBRARY = PYTHON + "/lib/python3";

  /** What GraalPy adds to it. */
  static final String CORE = PYTHON + "/lib/graalpy";

  /** Where in the guest each part of the index lies. */
  private static final Map<String, Path> PARTS =
      Map.of(
          "site", Path.of(PACKAGES),
          "library", Path.of(LIBRARY),
          "libpython", Path.of(LIBRARY),
          "libgraalpy", Path.of(CORE));

  private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

  private final Map<Path, Long> sizes = new HashMap<>();
  private final Map<Path, String> resources = new HashMap<>();
  private final Map<Path, Set<Path>> children = new HashMap<>();

  private GuestFiles() {}

  /** The files of this build and of the packs on the class path. */
  static GuestFiles load() {
    try (InputStream index = GuestFiles.class.getResourceAsStream("packages/index.txt")) {
      if (index == null) {
        throw new SandboxException("the Python packages are missing from this build", null);
      }
      String own = new String(index.readAllBytes(), StandardCharsets.UTF_8);
      return of(Stream.concat(own.lines(), Packs.files().stream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files of the given lines.
   *
   * @throws SandboxException if two lines name the same file: a pack must not replace anything
   */
  static GuestFiles of(Stream<String> lines) {
    var files = new GuestFiles();
    files.children.put(Path.of("/"), new TreeSet<>());
    lines.forEach(files::add);
    return files;
  }

  /** Adds a line of the index: size, space, part of the index, slash, name. */
  private void add(String line) {
    int space = line.indexOf(' ');
    int slash = line.indexOf('/', space);
    String part = line.substring(space + 1, slash);
    Path root = PARTS.get(part);
    if (root == null) {
      throw new SandboxException("the index of Python files has an unknown part: " + part, null);
    }
    String name = line.substring(space + 1);
    Path path = root.resolve(line.substring(slash + 1));
    if (sizes.put(path, Long.valueOf(line.substring(0, space))) != null) {
      throw new SandboxException("two jars on the class path bring " + path, null);
    }
    resources.put(
        path,
        part.startsWith("lib") && !part.equals("library")
            ? "/META-INF/resources/" + name
            : "packages/" + name);
    addToParent(path);
  }

  private void addToParent(Path path) {
    Path parent = path.getParent();
    if (parent != null && children.computeIfAbsent(parent, p -> new TreeSet<>()).add(path)) {
      addToParent(parent);
    }
  }

  @Override
  public Path parsePath(URI uri) {
    throw new UnsupportedOperationException("no paths from " + uri.getScheme());
  }

  @Override
  public Path parsePath(String path) {
    return Path.of(path);
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return path.isAbsolute() ? path : Path.of("/").resolve(path);
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    Path real = toAbsolutePath(path).normalize();
    requireThere(real);
    return real;
  }

  @Override
  public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
      throws IOException {
    requireThere(toAbsolutePath(path).normalize());
    if (modes.contains(AccessMode.WRITE)) {
      throw new SecurityException("read-only: " + path);
    }
  }

  private void requireThere(Path path) throws NoSuchFileException {
    if (!sizes.containsKey(path) && !children.containsKey(path)) {
      throw new NoSuchFileException(path.toString());
    }
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) {
    throw new SecurityException("read-only: " + dir);
  }

  @Override
  public void delete(Path path) {
    throw new SecurityException("read-only: " + path);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    for (OpenOption option : options) {
      if (option != StandardOpenOption.READ) {
        throw new SecurityException("read-only: " + path);
      }
    }
    Path real = toAbsolutePath(path).normalize();
    String resource = resources.get(real);
    if (resource == null) {
      throw new NoSuchFileException(path.toString());
    }
    try (InputStream in = GuestFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new NoSuchFileException(path.toString());
      }
      return new Bytes(in.readAllBytes());
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Set<Path> found = children.get(toAbsolutePath(dir).normalize());
    if (found == null) {
      throw new NotDirectoryException(dir.toString());
    }
    List<Path> accepted = new ArrayList<>();
    for (Path path : found) {
      if (filter.accept(path)) {
        accepted.add(path);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public java.util.Iterator<Path> iterator() {
        return accepted.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    Path real = toAbsolutePath(path).normalize();
    requireThere(real);
    boolean directory = children.containsKey(real);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("isDirectory", directory);
    all.put("isRegularFile", !directory);
    all.put("isSymbolicLink", false);
    all.put("isOther", false);
    all.put("size", directory ? 0L : sizes.getOrDefault(real, 0L));
    all.put("lastModifiedTime", TIME);
    all.put("lastAccessTime", TIME);
    all.put("creationTime", TIME);
    all.put("ctime", TIME);
    all.put("mode", directory ? 0040555 : 0100444);
    all.put("ino", (long) (real.hashCode() & 0x7fffffff));
    all.put("dev", 1L);
    all.put("nlink", 1);
    all.put("uid", 0);
    all.put("gid", 0);
    return all;
  }

  /** A file's content. */
  private static final class Bytes implements SeekableByteChannel {
    private final byte[] content;
    private int position;
    private boolean open = true;

    Bytes(byte[] content) {
      this.content = content;
    }

    @Override
    public int read(ByteBuffer target) {
      if (position >= content.length) {
        return -1;
      }
      int n = Math.min(target.remaining(), content.length - position);
      target.put(content, position, n);
      position += n;
      return n;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
      position = (int) Math.min(to, Integer.MAX_VALUE);
      return this;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new ReadOnlyFileSystemException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
