package dev.tusk.engine.onnx;

import dev.tusk.sandbox.process.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the native library of ONNX Runtime lies, and how it gets there.
 *
 * <p>The library comes from a path that the user gives, or else from {@code
 * com.microsoft.onnxruntime:onnxruntime_gpu} or {@code :onnxruntime} on the class path. The Java
 * loader of those jars unpacks everything into the temporary folder at every start (583 MB for the
 * gpu jar); here a file is unpacked once into a folder of the user's own, and the CUDA provider
 * only when CUDA is asked for. The folder's name holds the jar's version and the CRC-32 and size
 * that the jar's directory states for the file, which cost nothing to read; a cached file whose
 * CRC-32 differs is unpacked again. Files appear by an atomic rename, so processes may race.
 *
 * <p>Immutable; opens nothing before one of its methods is called.
 */
public final class RuntimeLibrary {
  private static final String RESOURCES = "ai/onnxruntime/native/";

  /** What the provider in onnxruntime_gpu 1.29 is linked against, on Linux. */
  private static final List<String> CUDA_12_LINUX =
      List.of(
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcurand.so.10",
          "libcufft.so.11",
          "libcudnn.so.9");

  private final @Nullable Path given;
  private final Path cache;
  private final ClassLoader resources;

  private RuntimeLibrary(@Nullable Path given, Path cache, ClassLoader resources) {
    this.given = given;
    this.cache = cache;
    this.resources = resources;
  }

  /** The library in the ONNX Runtime jar on the class path, unpacked into the user's cache. */
  public static RuntimeLibrary onClassPath() {
    return new RuntimeLibrary(
        null, UserCache.folder("onnxruntime"), RuntimeLibrary.class.getClassLoader());
  }

  /** The same with another cache folder and class loader. */
  static RuntimeLibrary onClassPath(Path cache, ClassLoader resources) {
    return new RuntimeLibrary(null, cache, resources);
  }

  /**
   * A library that lies in a file already.
   *
   * @param path the library, or a folder that holds it under its usual name; its providers are
   *     looked for beside it
   */
  public static RuntimeLibrary at(Path path) {
    return new RuntimeLibrary(
        path, UserCache.folder("onnxruntime"), RuntimeLibrary.class.getClassLoader());
  }

  /**
   * The library's file, unpacked if need be.
   *
   * @throws OnnxException with {@code LIBRARY_MISSING} when there is none for this platform
   * @throws UncheckedIOException when the cache cannot be written
   */
  public Path file() {
    if (given != null) {
      return givenFile(given);
    }
    return unpack(coreName()).orElseThrow(this::noLibrary);
  }

  /**
   * Why CUDA cannot be used with this library on this host, or nothing when all that can be checked
   * beforehand is there. Unpacks nothing.
   */
  public Optional<String> cudaObstacle() {
    Platform platform = Platform.current();
    String driver = platform.os().equals("win") ? "nvcuda.dll" : "libcuda.so.1";
    if (platform.os().equals("osx")) {
      return Optional.of("ONNX Runtime has no CUDA on macOS");
    }
    if (!loads(driver)) {
      return Optional.of("the NVIDIA driver's library " + driver + " was not found");
    }
    if (given != null) {
      Path provider = givenFile(given).resolveSibling(cudaProviderName());
      return Files.isRegularFile(provider)
          ? Optional.empty()
          : Optional.of("the CUDA provider " + provider + " was not found");
    }
    if (resource(cudaProviderName()) == null) {
      return Optional.of(
          "the ONNX Runtime on the class path has no "
              + cudaProviderName()
              + "; use com.microsoft.onnxruntime:onnxruntime_gpu in place of :onnxruntime");
    }
    if (platform.os().equals("linux")) {
      List<String> missing = CUDA_12_LINUX.stream().filter(name -> !loads(name)).toList();
      if (!missing.isEmpty()) {
        return Optional.of(
            "libraries of CUDA 12 and cuDNN 9 were not found: " + String.join(", ", missing));
      }
    }
    return Optional.empty();
  }

  /**
   * Puts the CUDA provider beside the library.
   *
   * @throws OnnxException with {@code DEVICE_UNAVAILABLE} when {@link #cudaObstacle} names one
   */
  public void provideCuda() {
    cudaObstacle()
        .ifPresent(obstacle -> {
          throw new OnnxException(
              OnnxException.Code.DEVICE_UNAVAILABLE, "CUDA cannot be used: " + obstacle);
        });
    if (given == null) {
      Path core = file();
      for (String name : List.of(sharedProviderName(), cudaProviderName())) {
        unpackBeside(core, name);
      }
    }
  }

  private Path givenFile(Path path) {
    if (Files.isDirectory(path)) {
      for (String name : List.of(coreName(), coreName() + ".1")) {
        if (Files.isRegularFile(path.resolve(name))) {
          return path.resolve(name).toAbsolutePath();
        }
      }
      throw new OnnxException(
          OnnxException.Code.LIBRARY_MISSING, "the folder " + path + " holds no " + coreName());
    }
    if (!Files.isRegularFile(path)) {
      throw new OnnxException(
          OnnxException.Code.LIBRARY_MISSING, "the ONNX Runtime library " + path + " is no file");
    }
    return path.toAbsolutePath();
  }

  private OnnxException noLibrary() {
    return new OnnxException(
        OnnxException.Code.LIBRARY_MISSING,
        "decoding needs ONNX Runtime, and the class path has none for "
            + Platform.current()
            + ": add com.microsoft.onnxruntime:onnxruntime_gpu (Linux and Windows x64) or"
            + " com.microsoft.onnxruntime:onnxruntime, or give the path of the library");
  }

  @SuppressWarnings("restricted") // Loading is the question.
  private static boolean loads(String library) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(library, arena);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable URL resource(String name) {
    return resources.getResource(RESOURCES + Platform.current() + "/" + name);
  }

  private Optional<Path> unpack(String name) {
    URL url = resource(name);
    if (url == null) {
      return Optional.empty();
    }
    try {
      URLConnection connection = url.openConnection();
      if (connection instanceof JarURLConnection jar) {
        JarEntry entry = jar.getJarEntry();
        String folder =
            "%s-%s-%08x-%d"
                .formatted(version(jar), Platform.current(), entry.getCrc(), entry.getSize());
        return Optional.of(unpack(url, entry, cache.resolve(folder), name));
      }
      if (url.getProtocol().equals("file")) {
        return Optional.of(Path.of(new URI(url.toString())));
      }
      throw new OnnxException(
          OnnxException.Code.LIBRARY_MISSING, "no native library can be loaded from " + url);
    } catch (IOException e) {
      throw new UncheckedIOException("ONNX Runtime could not be unpacked into " + cache, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a resource's address is no URI: " + url, e);
    }
  }

  private void unpackBeside(Path core, String name) {
    URL url = resource(name);
    if (url == null) {
      throw new OnnxException(
          OnnxException.Code.DEVICE_UNAVAILABLE, "the class path has no " + RESOURCES + name);
    }
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        unpack(url, jar.getJarEntry(), core.resolveSibling("."), name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("ONNX Runtime could not be unpacked into " + cache, e);
    }
  }

  private static Path unpack(URL url, JarEntry entry, Path folder, String name) throws IOException {
    Path target = folder.resolve(name).normalize();
    if (Files.isRegularFile(target)
        && Files.size(target) == entry.getSize()
        && crc(target) == entry.getCrc()) {
      return target;
    }
    UserCache.create(folder);
    Path unfinished = Files.createTempFile(folder, name, ".part");
    try {
      try (InputStream in = url.openStream();
          OutputStream out = Files.newOutputStream(unfinished)) {
        in.transferTo(out);
      }
      UserCache.publish(unfinished, target);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return target;
  }

  private static long crc(Path file) throws IOException {
    var crc = new CRC32();
    try (var in = new CheckedInputStream(Files.newInputStream(file), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue();
  }

  private static String version(JarURLConnection jar) throws IOException {
    var manifest = jar.getManifest();
    String stated =
        manifest == null
            ? null
            : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    if (stated == null) {
      String file = jar.getJarFileURL().getPath();
      stated = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.jar$", "");
    }
    return stated.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String coreName() {
    return Platform.current().libraryName("onnxruntime");
  }

  private static String sharedProviderName() {
    return Platform.current().libraryName("onnxruntime_providers_shared");
  }

  private static String cudaProviderName() {
    return Platform.current().libraryName("onnxruntime_providers_cuda");
  }

  /** An operating system and processor, spelt as the resource folders of the jars are. */
  private record Platform(String os, String processor) {
    static Platform current() {
      String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      String os = name.startsWith("windows") ? "win" : name.startsWith("mac") ? "osx" : "linux";
      String arch = System.getProperty("os.arch", "");
      String processor =
          switch (arch) {
            case "amd64", "x86_64" -> "x64";
            case "arm64" -> "aarch64";
            default -> arch;
          };
      return new Platform(os, processor);
    }

    String libraryName(String name) {
      return switch (os) {
        case "win" -> name + ".dll";
        case "osx" -> "lib" + name + ".dylib";
        default -> "lib" + name + ".so";
      };
    }

    @Override
    public String toString() {
      return os + "-" + processor;
    }
  }
}
