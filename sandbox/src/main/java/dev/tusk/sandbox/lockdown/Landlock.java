package dev.tusk.sandbox.lockdown;

import dev.tusk.sandbox.lockdown.Confinement.Applied;
import dev.tusk.sandbox.lockdown.Confinement.State;
import dev.tusk.sandbox.lockdown.Confinement.Unavailable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The kernel's own bound on paths: a thread in a Landlock domain, and all that it starts, can reach
 * only what the domain's rules name.
 *
 * <p>All rights that the running kernel's version knows are taken; reading files and listing
 * folders is given back beneath the paths named. From version 4 on TCP is refused too, from version
 * 6 on signals and abstract sockets to processes outside, from version 8 on the domain binds all
 * threads at once.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/landlock.html">Landlock: unprivileged access
 *     control</a>
 */
final class Landlock {
  private static final int CREATE_RULESET_VERSION = 1;
  private static final int RULE_PATH_BENEATH = 1;
  private static final int RESTRICT_SELF_TSYNC = 1 << 3;

  private static final long READ_FILE = 1 << 2;
  private static final long READ_DIR = 1 << 3;

  /** Version 1: execute, write, read file, read folder, two removals, seven kinds of making. */
  private static final long VERSION_1 = (1 << 13) - 1;

  private static final long REFER = 1 << 13;
  private static final long TRUNCATE = 1 << 14;
  private static final long IOCTL_DEVICE = 1 << 15;
  private static final long BIND_AND_CONNECT_TCP = 3;
  private static final long SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3;

  private static final int AT_FDCWD = -100;
  private static final int O_PATH = 0x200000;
  private static final int O_CLOEXEC = 0x80000;

  private final Kernel kernel;
  private final Arena arena;

  Landlock(Kernel kernel, Arena arena) {
    this.kernel = kernel;
    this.arena = arena;
  }

  /** Restricts the calling thread, and all others where the kernel can. */
  Map<Measure, State> restrict(List<Path> readable) {
    long version = kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION);
    if (version < 0) {
      return neither("this kernel has no Landlock: " + Kernel.error(version));
    }
    // struct landlock_ruleset_attr { u64 handled_access_fs, handled_access_net, scoped; }
    MemorySegment attributes = arena.allocate(24, 8);
    attributes.set(ValueLayout.JAVA_LONG, 0, files(version));
    attributes.set(ValueLayout.JAVA_LONG, 8, version >= 4 ? BIND_AND_CONNECT_TCP : 0);
    attributes.set(
        ValueLayout.JAVA_LONG, 16, version >= 6 ? SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS : 0);
    long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    long rules = kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, attributes.address(), size, 0);
    if (rules < 0) {
      return neither("landlock_create_ruleset failed with " + Kernel.error(rules));
    }
    try {
      return restrict(version, rules, readable);
    } finally {
      kernel.call(SystemCall.CLOSE, rules);
    }
  }

  private Map<Measure, State> restrict(long version, long rules, List<Path> readable) {
    List<String> absent = new ArrayList<>();
    int given = 0;
    for (Path path : readable) {
      Path real;
      try {
        real = path.toRealPath();
      } catch (IOException e) {
        absent.add(path.toString());
        continue;
      }
      long result = allow(rules, real);
      if (result < 0) {
        return neither("no rule for " + real + ": " + Kernel.error(result));
      }
      given++;
    }
    String detail =
        "version "
            + version
            + ", "
            + given
            + " paths"
            + (absent.isEmpty() ? "" : ", not there: " + String.join(", ", absent));
    boolean everywhere = version >= 8;
    long result =
        kernel.call(SystemCall.LANDLOCK_RESTRICT_SELF, rules, everywhere ? RESTRICT_SELF_TSYNC : 0);
    if (result < 0) {
      return neither("landlock_restrict_self failed with " + Kernel.error(result));
    }
    return Map.of(
        Measure.READABLE_PATHS,
        new Applied(detail),
        Measure.READABLE_PATHS_IN_ALL_THREADS,
        everywhere
            ? new Applied(detail)
            : new Unavailable(
                "Landlock version " + version + " binds this thread and those it starts"));
  }

  private long allow(long rules, Path path) {
    MemorySegment name = arena.allocateFrom(path.toString());
    long descriptor = kernel.call(SystemCall.OPENAT, AT_FDCWD, name.address(), O_PATH | O_CLOEXEC);
    if (descriptor < 0) {
      return descriptor;
    }
    // struct landlock_path_beneath_attr { u64 allowed_access; s32 parent_fd; }, packed
    MemorySegment rule = arena.allocate(16, 8);
    rule.set(ValueLayout.JAVA_LONG, 0, Files.isDirectory(path) ? READ_FILE | READ_DIR : READ_FILE);
    rule.set(ValueLayout.JAVA_INT, 8, Math.toIntExact(descriptor));
    long result =
        kernel.call(SystemCall.LANDLOCK_ADD_RULE, rules, RULE_PATH_BENEATH, rule.address(), 0);
    kernel.call(SystemCall.CLOSE, descriptor);
    return result;
  }

  private static long files(long version) {
    return VERSION_1
        | (version >= 2 ? REFER : 0)
        | (version >= 3 ? TRUNCATE : 0)
        | (version >= 5 ? IOCTL_DEVICE : 0);
  }

  private static Map<Measure, State> neither(String reason) {
    State state = new Unavailable(reason);
    return Map.of(Measure.READABLE_PATHS, state, Measure.READABLE_PATHS_IN_ALL_THREADS, state);
  }
}
