package dev.tusk.sandbox;

import java.util.ArrayList;
import java.util.List;

/** The JVM flags of a worker. */
final class WorkerFlags {
  /** What the interpreter, sympy and the worker itself keep in the heap, generously. */
  static final long BASE_HEAP_BYTES = 512L << 20;

  private WorkerFlags() {}

  static List<String> of(Limits limits, List<String> more) {
    var flags = new ArrayList<String>();
    flags.add("-Xmx" + ((BASE_HEAP_BYTES + limits.heapBytes()) >> 10) + "k");
    flags.add("-D" + GuestWorker.STACK + "=" + limits.stackBytes());
    flags.add("-XX:+UseParallelGC");
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
    // Also where the host's class path has an optimising runtime of Truffle's: it would unpack a
    // library.
    flags.add("-Dtruffle.UseFallbackRuntime=true");
    flags.add("-Dpolyglotimpl.AttachLibraryFailureAction=ignore");
    flags.addAll(more);
    return flags;
  }
}
