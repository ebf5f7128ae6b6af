package dev.tusk.engine.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The function table of ONNX Runtime's C API. The table is append-only, so a slot's number holds
 * for every later version; {@link #LOWEST_API} is the oldest that has all slots used here.
 *
 * <p>Thread-safe: the table is read once, and the functions called are thread-safe by the C API's
 * contract, but for the use of one binding by two threads, which {@link OnnxBinding} excludes.
 */
@SuppressWarnings("restricted") // This package is where the native calls are.
final class NativeApi {
  /** The version of the headers that this class was written against. */
  private static final int NEWEST_API = 29;

  private static final int LOWEST_API = 20;

  private static final int GET_ERROR_CODE = 1;
  private static final int GET_ERROR_MESSAGE = 2;

  private final Linker linker = Linker.nativeLinker();
  private final MemorySegment table;
  private final int apiVersion;
  private final String runtimeVersion;

  private final MethodHandle getErrorCode;
  private final MethodHandle getErrorMessage;
  private final MethodHandle releaseStatus;

  final MethodHandle createEnv;
  final MethodHandle disableTelemetry;
  final MethodHandle createSessionFromArray;
  final MethodHandle createSessionOptions;
  final MethodHandle setIntraOpThreads;
  final MethodHandle addSessionConfigEntry;
  final MethodHandle sessionInputCount;
  final MethodHandle sessionOutputCount;
  final MethodHandle enableProfiling;
  final MethodHandle sessionInputTypeInfo;
  final MethodHandle sessionOutputTypeInfo;
  final MethodHandle castToTensorInfo;
  final MethodHandle tensorElementType;
  final MethodHandle dimensionCount;
  final MethodHandle dimensions;
  final MethodHandle addRunConfigEntry;
  final MethodHandle sessionInputName;
  final MethodHandle sessionOutputName;
  final MethodHandle createRunOptions;
  final MethodHandle setTerminate;
  final MethodHandle createTensor;
  final MethodHandle createTensorWithData;
  final MethodHandle tensorData;
  final MethodHandle createMemoryInfo;
  final MethodHandle allocatorFree;
  final MethodHandle defaultAllocator;
  final MethodHandle createAllocator;
  final MethodHandle runWithBinding;
  final MethodHandle createBinding;
  final MethodHandle bindInput;
  final MethodHandle bindOutput;
  final MethodHandle appendCuda;
  final MethodHandle createCudaOptions;
  final MethodHandle updateCudaOptions;

  final MethodHandle releaseMemoryInfo;
  final MethodHandle releaseSession;
  final MethodHandle releaseValue;
  final MethodHandle releaseRunOptions;
  final MethodHandle releaseTypeInfo;
  final MethodHandle releaseSessionOptions;
  final MethodHandle releaseAllocator;
  final MethodHandle releaseBinding;
  final MethodHandle releaseCudaOptions;

  NativeApi(Path library) {
    switchTelemetryOff();
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new OnnxException(
          OnnxException.Code.LIBRARY_MISSING,
          "the ONNX Runtime library " + library + " could not be loaded: " + e.getMessage(),
          e);
    }
    MemorySegment entry =
        symbols
            .find("OrtGetApiBase")
            .orElseThrow(() ->
                new OnnxException(
                    OnnxException.Code.LIBRARY_MISSING,
                    library + " is no ONNX Runtime library: it has no OrtGetApiBase"));
    try {
      var base =
          (MemorySegment)
              linker.downcallHandle(entry, FunctionDescriptor.of(ADDRESS)).invokeExact();
      base = base.reinterpret(2 * ADDRESS.byteSize());
      MethodHandle getApi =
          linker.downcallHandle(base.get(ADDRESS, 0), FunctionDescriptor.of(ADDRESS, JAVA_INT));
      MethodHandle getVersion =
          linker.downcallHandle(
              base.get(ADDRESS, ADDRESS.byteSize()), FunctionDescriptor.of(ADDRESS));
      runtimeVersion = text((MemorySegment) getVersion.invokeExact());
      int version = versionToAskFor(runtimeVersion);
      MemorySegment found = MemorySegment.NULL;
      if (version >= LOWEST_API) {
        found = (MemorySegment) getApi.invokeExact(version);
      }
      if (found.equals(MemorySegment.NULL)) {
        throw new OnnxException(
            OnnxException.Code.LIBRARY_MISSING,
            "ONNX Runtime %s in %s is too old: its API version %d, at least %d is needed"
                .formatted(runtimeVersion, library, version, LOWEST_API));
      }
      apiVersion = version;
      table = found.reinterpret(400 * ADDRESS.byteSize());
    } catch (Throwable e) {
      throw rethrow(e);
    }
    getErrorCode = function(GET_ERROR_CODE, FunctionDescriptor.of(JAVA_INT, ADDRESS));
    getErrorMessage = function(GET_ERROR_MESSAGE, FunctionDescriptor.of(ADDRESS, ADDRESS));
    releaseStatus = release(93);

    createEnv = status(3, JAVA_INT, ADDRESS, ADDRESS);
    disableTelemetry = status(6, ADDRESS);
    createSessionFromArray = status(8, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    createSessionOptions = status(10, ADDRESS);
    setIntraOpThreads = status(24, ADDRESS, JAVA_INT);
    addSessionConfigEntry = status(130, ADDRESS, ADDRESS, ADDRESS);
    sessionInputCount = status(30, ADDRESS, ADDRESS);
    sessionOutputCount = status(31, ADDRESS, ADDRESS);
    enableProfiling = status(14, ADDRESS, ADDRESS);
    sessionInputTypeInfo = status(33, ADDRESS, JAVA_LONG, ADDRESS);
    sessionOutputTypeInfo = status(34, ADDRESS, JAVA_LONG, ADDRESS);
    castToTensorInfo = status(55, ADDRESS, ADDRESS);
    tensorElementType = status(60, ADDRESS, ADDRESS);
    dimensionCount = status(61, ADDRESS, ADDRESS);
    dimensions = status(62, ADDRESS, ADDRESS, JAVA_LONG);
    addRunConfigEntry = status(165, ADDRESS, ADDRESS, ADDRESS);
    sessionInputName = status(36, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    sessionOutputName = status(37, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    createRunOptions = status(39, ADDRESS);
    setTerminate = status(46, ADDRESS);
    createTensor = status(48, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    createTensorWithData =
        status(49, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    tensorData = status(51, ADDRESS, ADDRESS);
    createMemoryInfo = status(68, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    allocatorFree = status(76, ADDRESS, ADDRESS);
    defaultAllocator = status(78, ADDRESS);
    createAllocator = status(131, ADDRESS, ADDRESS, ADDRESS);
    runWithBinding = status(133, ADDRESS, ADDRESS, ADDRESS);
    createBinding = status(134, ADDRESS, ADDRESS);
    bindInput = status(136, ADDRESS, ADDRESS, ADDRESS);
    bindOutput = status(137, ADDRESS, ADDRESS, ADDRESS);
    appendCuda = status(204, ADDRESS, ADDRESS);
    createCudaOptions = status(205, ADDRESS);
    updateCudaOptions = status(206, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

    releaseMemoryInfo = release(94);
    releaseSession = release(95);
    releaseValue = release(96);
    releaseRunOptions = release(97);
    releaseTypeInfo = release(98);
    releaseSessionOptions = release(100);
    releaseAllocator = release(132);
    releaseBinding = release(135);
    releaseCudaOptions = release(208);
  }

  /** The API version in use. */
  int apiVersion() {
    return apiVersion;
  }

  /** The library's own version, such as 1.29.0. */
  String runtimeVersion() {
    return runtimeVersion;
  }

  /** Throws what the status says, if it says anything, and frees it. */
  void check(MemorySegment status) throws Throwable {
    if (status.equals(MemorySegment.NULL)) {
      return;
    }
    int code = (int) getErrorCode.invokeExact(status);
    String message = text((MemorySegment) getErrorMessage.invokeExact(status));
    releaseStatus.invokeExact(status);
    throw new OnnxException(OnnxException.Code.ofOrt(code), message);
  }

  /** What a native call threw, as an unchecked exception. */
  static RuntimeException rethrow(Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a native call failed", e);
  }

  /** A zero-terminated string of the library, read as UTF-8. */
  static String text(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /**
   * Sets {@code ORT_DISABLE_TELEMETRY} in the environment that native code of this process sees.
   *
   * <p>Microsoft's builds of ONNX Runtime for Linux carry a telemetry client, which starts with the
   * first environment: it leaves a device id and a database in the user's cache folder and a log in
   * the temporary folder, reads the machine's id and the command line, and sends what it gathers.
   * At 1.29 it also overflows the calling thread's stack when the command line is some kilobytes
   * long, as a class path easily is, which ends the JVM. {@code DisableTelemetryEvents} comes too
   * late for all of this; the variable is read in time. Java's own view of the environment, which
   * child processes inherit, is left alone. On Windows, where there is no setenv, the events are
   * switched off by that call.
   */
  private void switchTelemetryOff() {
    MemorySegment setenv = linker.defaultLookup().find("setenv").orElse(MemorySegment.NULL);
    if (setenv.equals(MemorySegment.NULL)) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          (int)
              linker
                  .downcallHandle(
                      setenv, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                  .invokeExact(
                      arena.allocateFrom("ORT_DISABLE_TELEMETRY"), arena.allocateFrom("1"), 1);
      if (failed != 0) {
        throw new OnnxException(
            OnnxException.Code.LIBRARY_MISSING,
            "the telemetry of ONNX Runtime could not be switched off, so it is not loaded");
      }
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /**
   * The API version to ask for. A library asked for a later version than its own answers null and
   * writes a line to the standard error, so the version comes from its name: 1.N has API N.
   */
  private static int versionToAskFor(String runtimeVersion) {
    String[] parts = runtimeVersion.split("\\.", -1);
    if (parts.length < 2 || !parts[0].equals("1") || !parts[1].matches("\\d{1,4}")) {
      return 0;
    }
    return Math.min(NEWEST_API, Integer.parseInt(parts[1]));
  }

  private MethodHandle status(int slot, MemoryLayout... arguments) {
    return function(slot, FunctionDescriptor.of(ADDRESS, arguments));
  }

  private MethodHandle release(int slot) {
    return function(slot, FunctionDescriptor.ofVoid(ADDRESS));
  }

  private MethodHandle function(int slot, FunctionDescriptor type) {
    MemorySegment function = table.get(ValueLayout.ADDRESS, slot * ValueLayout.ADDRESS.byteSize());
    return linker.downcallHandle(function, type);
  }
}
