package dev.tusk.sandbox;

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
    var flags = new ArrayList<String>();
    flags.add("-Xmx" + ((BASE_HEAP_BYTES + limits.heapBytes()) >> 10) + "k");
    flags.add("-XX:+UseSerialGC");
    // What is loaded anyhow, so that loading it sets off no full collections.
    flags.add("-XX:MetaspaceSize=256m");
    // An allocation that fails ends the worker: nothing of a half-failed state is ever used again.
    flags.add("-XX:+ExitOnOutOfMemoryError");
    flags.add("-XX:-UsePerfData");
    flags.add("-XX:-CreateCoredumpOnCrash");
    flags.add("-Xshare:auto");
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("--sun-misc-unsafe-memory-access=allow");
    flags.add("-Duser.home=" + System.getProperty("user.home", ""));
    flags.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir", ""));
    flags.addAll(more);
    return flags;
  }

  /**
   * Flags for a worker that compiles.
   *
   * @param compiler the jars of {@link #compilerJars}
   */
  static List<String> compiling(Limits limits, List<Path> compiler, List<String> more) {
    var flags = new ArrayList<>(interpreting(limits, List.of()));
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
