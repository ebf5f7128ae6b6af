package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One loaded library of ONNX Runtime and its environment.
 *
 * <p>There is one instance for each library file in a process and it is never unloaded: the library
 * keeps threads and statics of its own and does not support unloading. Thread-safe.
 */
public final class OnnxRuntime {
  /** Fatal only: what goes wrong comes back as a status, so the library need not print it. */
  private static final int LOG_FATAL = 4;

  private static final Map<Path, OnnxRuntime> OPENED = new ConcurrentHashMap<>();

  private final RuntimeLibrary library;
  private final Path file;
  private final NativeApi api;
  private final MemorySegment environment;

  private OnnxRuntime(RuntimeLibrary library, Path file) {
    this.library = library;
    this.file = file;
    this.api = new NativeApi(file);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(
          (MemorySegment) api.createEnv.invokeExact(LOG_FATAL, arena.allocateFrom("tusk"), out));
      environment = out.get(ADDRESS, 0);
      api.check((MemorySegment) api.disableTelemetry.invokeExact(environment));
    } catch (Throwable e) {
      throw NativeApi.rethrow(e);
    }
  }

  /**
   * Loads the library, or answers with the instance of an earlier call.
   *
   * @throws OnnxException with {@code LIBRARY_MISSING} when there is no library for this platform
   *     or it does not load
   */
  public static OnnxRuntime open(RuntimeLibrary library) {
    return OPENED.computeIfAbsent(library.file(), file -> new OnnxRuntime(library, file));
  }

  /** The library's own version, such as {@code 1.29.0}. */
  public String version() {
    return api.runtimeVersion();
  }

  /** The version of the C API in use, at most the library's. */
  public int apiVersion() {
    return api.apiVersion();
  }

  /** The library's file. */
  public Path file() {
    return file;
  }

  /**
   * Opens a session on a serialised model.
   *
   * @throws OnnxException when the model is refused or the device cannot be had
   */
  public OnnxSession openSession(byte[] model, SessionOptions options) {
    try (Arena arena = Arena.ofConfined()) {
      return open(arena.allocateFrom(JAVA_BYTE, model), options);
    }
  }

  /**
   * Opens a session on a model's file, at most 2 GiB of it without the tensors that lie elsewhere.
   *
   * @throws OnnxException when the model is refused or the device cannot be had
   * @throws UncheckedIOException when the file cannot be read
   */
  public OnnxSession openSession(Path model, SessionOptions options) {
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(model)) {
      return open(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), options);
    } catch (IOException e) {
      throw new UncheckedIOException("the model " + model + " cannot be read", e);
    }
  }

  private OnnxSession open(MemorySegment model, SessionOptions options) {
    if (options.cudaDevice().isPresent()) {
      library.provideCuda();
    }
    return new OnnxSession(api, environment, model, options);
  }
}
