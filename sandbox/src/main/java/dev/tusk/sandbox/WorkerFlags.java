package dev.tusk.sandbox;

import dev.tusk.sandbox.process.UserCache;
import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The JVM flags of a worker. */
final class WorkerFlags {
  /** What the interpreter, sympy and the worker itself keep in the heap, generously. */
  static final long BASE_HEAP_BYTES = 512L << 20;

  /** Names the folder where Truffle unpacks what it needs for compiling. */
  static final String RESOURCE_CACHE = "polyglot.engine.userResourceCache";

  /** Modules that must take the place of the JDK's own for Python code to be compiled. */
  private static final Set<String> COMPILER_MODULES =
      Set.of(
          "jdk.graal.compiler",
          "org.graalvm.truffle.compiler",
          "org.graalvm.word",
          "org.graalvm.collections",
          "org.graalvm.nativeimage",
          "org.graalvm.jniutils");

  private static final Set<String> COMPILER_FILE_WORDS =
      Set.of("compiler", "word", "collections", "nativeimage", "jniutils");

  private WorkerFlags() {}

  /** Flags for a worker that interprets. */
  static List<String> interpreting(Limits limits, List<String> more) {
    var flags = common(limits);
    // Needs no library of Truffle's, so nothing is unpacked.
    flags.add("-Dtruffle.UseFallbackRuntime=true");
    flags.add("-Dpolyglotimpl.AttachLibraryFailureAction=ignore");
    flags.addAll(more);
    return flags;
  }

  private static List<String> common(Limits limits) {
    var flags = new ArrayList<String>();
    flags.add("-Xmx" + ((BASE_HEAP_BYTES + limits.heapBytes()) >> 10) + "k");
    flags.add("-D" + GuestWorker.STACK + "=" + limits.stackBytes());
    flags.add("-XX:+UseSerialGC");
    // What is loaded anyhow, so that loading it sets off no full collections.
    flags.add("-XX:MetaspaceSize=256m");
    // An allocation that fails ends the worker: nothing of a half-failed state is ever used again.
    flags.add("-XX:+ExitOnOutOfMemoryError");
    flags.add("-XX:-UsePerfData");
    flags.add("-XX:-CreateCoredumpOnCrash");
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("--sun-misc-unsafe-memory-access=allow");
    // What a locked process cannot open, or would leave to threads older than the lock.
    flags.add("-Duser.timezone=UTC");
    flags.add("-Duser.language=en");
    flags.add("-Duser.country=US");
    flags.add("-XX:+DisableAttachMechanism");
    flags.add("-Xrs");
    flags.add("--finalization=disabled");
    return flags;
  }

  /**
   * Flags for a worker that compiles.
   *
   * @param compiler the jars of {@link #compilerJars}
   */
  static List<String> compiling(Limits limits, List<Path> compiler, List<String> more) {
    var flags = common(limits);
    flags.add("-D" + RESOURCE_CACHE + "=" + UserCache.folder("truffle"));
    flags.add("-XX:+UnlockExperimentalVMOptions");
    flags.add("-XX:+EnableJVMCI");
    flags.add(
        "--upgrade-module-path="
            + String.join(File.pathSeparator, compiler.stream().map(Path::toString).toList()));
    flags.addAll(more);
    return flags;
  }

  /** The compiler's jars on a class path; empty unless all of them are there. */
  static List<Path> compilerJars(List<Path> classPath) {
    var jars = new ArrayList<Path>();
    var found = new HashSet<String>();
    for (Path entry : classPath) {
      String name = String.valueOf(entry.getFileName());
      if (COMPILER_FILE_WORDS.stream().anyMatch(name::contains) && Files.isRegularFile(entry)) {
        try {
          for (ModuleReference module : ModuleFinder.of(entry).findAll()) {
            if (COMPILER_MODULES.contains(module.descriptor().name())
                && found.add(module.descriptor().name())) {
              jars.add(entry);
            }
          }
        } catch (FindException notOfInterest) {
          // A jar whose name only looks like one of the compiler's.
        }
      }
    }
    return found.equals(COMPILER_MODULES) ? List.copyOf(jars) : List.of();
  }
}
