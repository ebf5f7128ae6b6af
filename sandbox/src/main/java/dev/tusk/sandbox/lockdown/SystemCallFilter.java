package dev.tusk.sandbox.lockdown;

import java.util.List;
import java.util.function.Consumer;

/**
 * The seccomp filter of a locked worker: an allow list.
 *
 * <p>A call from a foreign architecture (32-bit compatibility, x32) ends the process. A call on the
 * list is allowed, some of them only with arguments that do no harm. Every other known call fails
 * with {@code EPERM}; one newer than the table fails with {@code ENOSYS}, so that the C library
 * takes its older way.
 *
 * <p>What the list leaves out is everything that starts a process or replaces this one, opens a
 * socket, a pipe or an event descriptor, traces or signals another process, opens a file for
 * anything but reading, changes a file system, or makes kernel objects (bpf, io_uring, keys,
 * performance events, memory files, user faults, name spaces). Executable memory stays: the JIT
 * lives on it.
 *
 * <p>Layout of {@code struct seccomp_data}: number at 0, architecture at 4, instruction pointer at
 * 8, six arguments of 64 bits from 16 on; both architectures here are little-endian.
 */
final class SystemCallFilter {
  static final int ALLOW = 0x7fff0000;
  static final int KILL_PROCESS = 0x80000000;
  static final int ERRNO = 0x00050000;
  static final int EPERM = 1;
  static final int ENOSYS = 38;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;

  /** Set in the number of an x32 call, which bears the x86-64 architecture. */
  private static final int X32_BIT = 0x40000000;

  /**
   * What the C libraries ask of {@code clone} for a thread: VM, FS, FILES, SIGHAND, THREAD,
   * SYSVSEM, SETTLS, PARENT_SETTID and CHILD_CLEARTID. Anything else is a process or a name space.
   */
  private static final int THREAD_FLAGS = 0x003d0f00;

  /** {@code CLONE_DETACHED}: without effect since Linux 2.6, but musl still sets it. */
  private static final int DETACHED = 0x00400000;

  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int FIONREAD = 0x541B;
  private static final int TCGETS = 0x5401;
  private static final int PR_SET_NAME = 15;
  private static final int PR_GET_NAME = 16;

  /** {@code PR_SET_VMA}: the C library and HotSpot name their mappings with it. */
  private static final int PR_SET_VMA = 0x53564d41;

  private SystemCallFilter() {}

  /**
   * The filter for a process.
   *
   * @param processId the only process that threads may be signalled in
   * @param opening whether files may still be opened for reading
   */
  static List<FilterProgram.Instruction> program(
      Architecture architecture, long processId, Policy.Opening opening) {
    FilterProgram program = new FilterProgram();
    program
        .load(ARCHITECTURE)
        .unlessEqual(architecture.auditNumber(), "foreign")
        .load(NUMBER)
        .ifGreater(X32_BIT - 1, "foreign");
    for (SystemCall call : SystemCall.values()) {
      int number = call.number(architecture);
      if (number != SystemCall.ABSENT) {
        program.ifEqual(number, target(call, opening));
      }
    }
    program
        .ifGreater(SystemCall.HIGHEST_KNOWN, "unknown")
        .label("refuse")
        .result(ERRNO | EPERM)
        .label("unknown")
        .result(ERRNO | ENOSYS)
        .label("allow")
        .result(ALLOW)
        .label("foreign")
        .result(KILL_PROCESS);
    if (architecture == Architecture.X86_64 && opening == Policy.Opening.READ_ONLY) {
      check(program, SystemCall.OPEN, p -> onlyBits(p, 1, architecture.readOnlyOpenFlags()));
    }
    if (opening == Policy.Opening.READ_ONLY) {
      check(program, SystemCall.OPENAT, p -> onlyBits(p, 2, architecture.readOnlyOpenFlags()));
    }
    check(program, SystemCall.WRITE, p -> oneOf(p, 0, 1, 2));
    check(program, SystemCall.WRITEV, p -> oneOf(p, 0, 1, 2));
    check(program, SystemCall.IOCTL, p -> oneOf(p, 1, FIONREAD, TCGETS));
    check(program, SystemCall.FCNTL, p -> oneOf(p, 1, F_GETFD, F_SETFD, F_GETFL));
    check(program, SystemCall.PRCTL, p -> oneOf(p, 0, PR_SET_NAME, PR_GET_NAME, PR_SET_VMA));
    check(program, SystemCall.CLONE, SystemCallFilter::isThread);
    check(program, SystemCall.TGKILL, p -> oneOf(p, 0, Math.toIntExact(processId)));
    check(program, SystemCall.PRLIMIT64, SystemCallFilter::readsLimits);
    return program.assemble();
  }

  private static String target(SystemCall call, Policy.Opening opening) {
    return switch (call) {
      case OPEN, OPENAT -> opening == Policy.Opening.READ_ONLY ? call.name() : "refuse";
      case WRITE, WRITEV, IOCTL, FCNTL, PRCTL, CLONE, TGKILL, PRLIMIT64 -> call.name();
      case CLONE3, OPENAT2 -> "unknown";
      case SECCOMP, LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF -> "refuse";
      default -> "allow";
    };
  }

  /**
   * Writes the block that looks at one call's arguments. It allows if the test falls through, and
   * refuses if the test jumps to {@code no}.
   */
  private static void check(FilterProgram program, SystemCall call, Consumer<Arguments> test) {
    program.label(call.name());
    test.accept(new Arguments(program, call.name() + " no", call.name() + " yes"));
    program
        .label(call.name() + " yes")
        .result(ALLOW)
        .label(call.name() + " no")
        .result(ERRNO | EPERM);
  }

  /** A check under way: where to write it, and where to go when it fails or is decided. */
  private record Arguments(FilterProgram program, String no, String yes) {
    Arguments low(int index) {
      program.load(16 + 8 * index);
      return this;
    }

    Arguments high(int index) {
      program.load(20 + 8 * index);
      return this;
    }
  }

  /**
   * The kernel reads these arguments as 32-bit ints, so their upper half means nothing and is not
   * looked at.
   */
  private static void oneOf(Arguments check, int index, int... values) {
    check.low(index);
    for (int i = 0; i < values.length - 1; i++) {
      check.program().ifEqual(values[i], check.yes());
    }
    check.program().unlessEqual(values[values.length - 1], check.no());
  }

  private static void onlyBits(Arguments check, int index, int allowed) {
    check.low(index).program().and(~allowed).unlessEqual(0, check.no());
  }

  private static void isThread(Arguments check) {
    check.high(0).program().unlessEqual(0, check.no());
    check.low(0).program().and(~DETACHED).unlessEqual(THREAD_FLAGS, check.no());
  }

  /** This process only, and no new limits: both halves of the pointer to them are null. */
  private static void readsLimits(Arguments check) {
    check.low(0).program().unlessEqual(0, check.no());
    check.low(2).program().unlessEqual(0, check.no());
    check.high(2).program().unlessEqual(0, check.no());
  }
}
