package dev.tusk.sandbox.lockdown;

import dev.tusk.sandbox.lockdown.Confinement.Applied;
import dev.tusk.sandbox.lockdown.Confinement.State;
import dev.tusk.sandbox.lockdown.Confinement.Unavailable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locks the process it is called in, for good.
 *
 * <p>On Linux, on x86-64 and aarch64. Elsewhere nothing holds, and the confinement says so. The
 * process must have native access enabled ({@code --enable-native-access}).
 *
 * <p>Thread-safe; a second call adds nothing and finds most measures refused by the first.
 */
public final class Lockdown {
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_NO_NEW_PRIVS = 38;

  private static final int RLIMIT_CPU = 0;
  private static final int RLIMIT_FSIZE = 1;
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_NPROC = 6;
  private static final int RLIMIT_NOFILE = 7;

  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;

  private final Kernel kernel;
  private final Arena arena;
  private final Policy policy;
  private final Map<Measure, State> states = new EnumMap<>(Measure.class);

  private Lockdown(Kernel kernel, Arena arena, Policy policy) {
    this.kernel = kernel;
    this.arena = arena;
    this.policy = policy;
  }

  /**
   * Gives up all that the policy does not keep, as far as the platform can. Call it from the thread
   * that will start all others, before guest code runs: Landlock binds only the calling thread and
   * those it starts later, unless the kernel can do more.
   *
   * @return what took hold, and why the rest did not; a measure that the platform lacks is not an
   *     error here
   */
  public static synchronized Confinement apply(Policy policy) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Confinement.unavailable("needs Linux, this is " + System.getProperty("os.name"));
    }
    Optional<Architecture> architecture = Architecture.current();
    if (architecture.isEmpty()) {
      return Confinement.unavailable(
          "needs x86-64 or aarch64, this is " + System.getProperty("os.arch"));
    }
    if (!Lockdown.class.getModule().isNativeAccessEnabled()) {
      return Confinement.unavailable("native access is not enabled for this JVM");
    }
    try (Arena arena = Arena.ofConfined()) {
      return new Lockdown(new Kernel(architecture.get(), arena), arena, policy).apply();
    }
  }

  private Confinement apply() {
    states.put(Measure.EMPTY_ENVIRONMENT, environment());
    states.put(Measure.EMPTY_FOLDER, folder());
    states.put(Measure.DESCRIPTORS, descriptors());
    states.put(
        Measure.NO_NEW_PRIVILEGES,
        state(kernel.call(SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1), "prctl", "set"));
    states.put(
        Measure.NOT_DUMPABLE,
        state(kernel.call(SystemCall.PRCTL, PR_SET_DUMPABLE, 0), "prctl", "set"));
    states.put(Measure.CORE_FILE, limit(RLIMIT_CORE, 0, "bytes"));
    states.put(Measure.FILE_SIZE, limit(RLIMIT_FSIZE, 0, "bytes"));
    states.put(Measure.OPEN_FILES, limit(RLIMIT_NOFILE, policy.openFiles(), "descriptors"));
    states.put(
        Measure.USER_THREADS,
        policy.userThreads().isPresent()
            ? limit(RLIMIT_NPROC, policy.userThreads().getAsInt(), "threads of the user")
            : new Unavailable("the policy sets none"));
    states.put(
        Measure.CPU_TIME,
        policy.cpu().isPresent()
            ? limit(RLIMIT_CPU, policy.cpu().get().plusNanos(999_999_999).toSeconds(), "seconds")
            : new Unavailable("the policy sets none"));
    states.putAll(new Landlock(kernel, arena).restrict(policy.readable()));
    // Last: it refuses the calls that the others are made with.
    states.put(Measure.SYSTEM_CALLS, systemCalls());
    return new Confinement(states);
  }

  private static State state(long result, String call, String applied) {
    return result >= 0
        ? new Applied(applied)
        : new Unavailable(call + " failed with " + Kernel.error(result));
  }

  /** Sets both the soft and the hard limit, and never raises either. */
  private State limit(int resource, long value, String unit) {
    MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
    long result = kernel.call(SystemCall.PRLIMIT64, 0, resource, 0, limits.address());
    if (result < 0) {
      return new Unavailable("prlimit64 failed with " + Kernel.error(result));
    }
    long bound = limits.getAtIndex(ValueLayout.JAVA_LONG, 1);
    if (Long.compareUnsigned(value, bound) < 0) {
      bound = value;
    }
    limits.setAtIndex(ValueLayout.JAVA_LONG, 0, bound);
    limits.setAtIndex(ValueLayout.JAVA_LONG, 1, bound);
    return state(
        kernel.call(SystemCall.PRLIMIT64, 0, resource, limits.address(), 0),
        "prlimit64",
        bound + " " + unit);
  }

  private State systemCalls() {
    long processId = kernel.call(SystemCall.GETPID);
    List<FilterProgram.Instruction> filter =
        SystemCallFilter.program(kernel.architecture(), processId, policy.opening());
    // struct sock_filter { u16 code; u8 jt; u8 jf; u32 k; }
    MemorySegment code = arena.allocate(8L * filter.size(), 8);
    for (int i = 0; i < filter.size(); i++) {
      FilterProgram.Instruction instruction = filter.get(i);
      long at = 8L * i;
      code.set(ValueLayout.JAVA_SHORT, at, (short) instruction.code());
      code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) instruction.ifTrue());
      code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) instruction.ifFalse());
      code.set(ValueLayout.JAVA_INT, at + 4, instruction.operand());
    }
    // struct sock_fprog { u16 len; struct sock_filter *filter; }
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) filter.size());
    program.set(ValueLayout.JAVA_LONG, 8, code.address());
    long result =
        kernel.call(
            SystemCall.SECCOMP,
            SECCOMP_SET_MODE_FILTER,
            SECCOMP_FILTER_FLAG_TSYNC,
            program.address());
    if (result > 0) {
      return new Unavailable("seccomp could not reach thread " + result);
    }
    return state(
        result,
        "seccomp",
        "allow list of "
            + filter.size()
            + " instructions, all threads, opening "
            + policy.opening());
  }

  private static State environment() {
    int size = System.getenv().size();
    return size == 0
        ? new Applied("empty")
        : new Unavailable("the process was started with " + size + " variables");
  }

  private static State folder() {
    Path folder = Path.of("").toAbsolutePath();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext()
          ? new Unavailable("the working folder is not empty")
          : new Applied("empty");
    } catch (IOException e) {
      return new Unavailable("the working folder cannot be listed: " + e);
    }
  }

  /**
   * The JVM itself holds regular files open for reading, its modules and jars, and perhaps the
   * kernel's random numbers. Anything else beyond the standard three came from outside, or is a way
   * out.
   */
  private static State descriptors() {
    List<String> foreign = new ArrayList<>();
    int own = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        int number = Integer.parseInt(entry.getFileName().toString());
        if (number <= 2) {
          continue;
        }
        Optional<String> flags = flags(number);
        if (flags.isEmpty()) {
          continue; // Gone since: it was this listing's own.
        }
        boolean readOnly = (Long.parseLong(flags.get(), 8) & 3) == 0;
        if (readOnly && isOwn(entry)) {
          own++;
        } else {
          foreign.add(number + " is " + Files.readSymbolicLink(entry));
        }
      }
    } catch (IOException e) {
      return new Unavailable("descriptors cannot be listed: " + e);
    }
    return foreign.isEmpty()
        ? new Applied("only " + own + " files open for reading, the JVM's own")
        : new Unavailable("beyond the JVM's own: " + String.join(", ", foreign));
  }

  private static boolean isOwn(Path entry) throws IOException {
    String target = Files.readSymbolicLink(entry).toString();
    return Files.isRegularFile(entry)
        || target.equals("/dev/random")
        || target.equals("/dev/urandom")
        || target.equals("/proc/" + ProcessHandle.current().pid() + "/fd"); // This listing.
  }

  private static Optional<String> flags(int descriptor) throws IOException {
    Path info = Path.of("/proc/self/fdinfo/" + descriptor);
    if (!Files.exists(info)) {
      return Optional.empty();
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> line.substring("flags:".length()).strip())
        .findFirst();
  }
}
