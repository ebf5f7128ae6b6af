package dev.tusk.sandbox.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.sandbox.lockdown.Policy.Opening;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The decisions of the filter, for both architectures, whatever this machine is. */
class SystemCallFilterTest {
  private static final int PROCESS = 4711;
  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x00050000 | 1;
  private static final int ENOSYS = 0x00050000 | 38;
  private static final int KILL_PROCESS = 0x80000000;

  /** All that a locked worker may call, checked or not: to be changed only with a reason. */
  private static final Set<String> ALLOWED =
      Set.of(
          ("read readv pread64 preadv lseek close dup fstat stat lstat newfstatat statx access"
                  + " faccessat faccessat2 readlink readlinkat getdents64 getcwd fadvise64 statfs"
                  + " fstatfs poll ppoll mmap munmap mprotect mremap madvise brk mincore membarrier"
                  + " get_mempolicy futex set_robust_list rseq sched_yield sched_getaffinity"
                  + " getpriority gettid exit exit_group rt_sigaction rt_sigprocmask rt_sigreturn"
                  + " rt_sigtimedwait rt_sigsuspend sigaltstack restart_syscall getpid getppid"
                  + " getuid geteuid getgid getegid uname sysinfo getrandom getcpu getrlimit"
                  + " getrusage time times gettimeofday clock_gettime clock_getres clock_nanosleep"
                  + " nanosleep")
              .split(" "));

  /** Allowed with some arguments only. */
  private static final Set<String> CHECKED =
      Set.of(
          "open",
          "openat",
          "write",
          "writev",
          "ioctl",
          "fcntl",
          "prctl",
          "clone",
          "tgkill",
          "prlimit64");

  @ParameterizedTest
  @EnumSource
  void numbersAreTheKernels(Architecture architecture) {
    Map<String, Integer> table = SystemCallTable.numbers(architecture);

    for (SystemCall call : SystemCall.values()) {
      assertThat(call.number(architecture))
          .as("%s on %s", call, architecture)
          .isEqualTo(table.getOrDefault(call.name().toLowerCase(java.util.Locale.ROOT), -1));
    }
    assertThat(table.values()).allMatch(number -> number <= SystemCall.HIGHEST_KNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void everyCallOfTheKernelIsDecidedAsListed(Architecture architecture) {
    Set<String> allowed = new TreeSet<>();
    Map<String, Integer> table = SystemCallTable.numbers(architecture);

    table.forEach((name, number) -> {
      // All bits set is no argument that a check lets through.
      int decision = decide(architecture, number, -1L, -1L, -1L, -1L, -1L, -1L);
      if (decision == ALLOW) {
        allowed.add(name);
      } else {
        assertThat(decision)
            .as("%s on %s", name, architecture)
            .isEqualTo(Set.of("clone3", "openat2").contains(name) ? ENOSYS : EPERM);
      }
    });

    Set<String> expected = new TreeSet<>(ALLOWED);
    expected.retainAll(table.keySet());
    assertThat(allowed).isEqualTo(expected).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNewerThanTheTableIsUnknown(Architecture architecture) {
    for (int number : new int[] {470, 471, 500, 1000, 0x3fffffff}) {
      assertThat(decide(architecture, number)).isEqualTo(ENOSYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void foreignArchitecturesEndTheProcess(Architecture architecture) {
    var program = SystemCallFilter.program(architecture, PROCESS, Opening.READ_ONLY);
    int i386 = 0x40000003;
    int arm = 0x40000028;
    int other =
        architecture == Architecture.X86_64
            ? Architecture.AARCH64.auditNumber()
            : Architecture.X86_64.auditNumber();

    for (int foreign : new int[] {i386, arm, other, 0, -1}) {
      for (int number = 0; number < 512; number++) {
        assertThat(ClassicBpf.run(program, ClassicBpf.call(foreign, number)))
            .isEqualTo(KILL_PROCESS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsWithTheX32BitEndTheProcess(Architecture architecture) {
    for (int number = 0; number < 600; number++) {
      assertThat(decide(architecture, 0x40000000 | number)).isEqualTo(KILL_PROCESS);
      assertThat(decide(architecture, 0x80000000 | number)).isEqualTo(KILL_PROCESS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cloneMakesThreadsAndNothingElse(Architecture architecture) {
    long threadOfGlibc = 0x3d0f00;
    long threadOfMusl = 0x7d0f00;
    assertThat(decide(architecture, "clone", threadOfGlibc)).isEqualTo(ALLOW);
    assertThat(decide(architecture, "clone", threadOfMusl)).isEqualTo(ALLOW);

    long fork = 17;
    long forkOfGlibc = 0x01200011;
    long vfork = 0x4111;
    assertThat(decide(architecture, "clone", fork)).isEqualTo(EPERM);
    assertThat(decide(architecture, "clone", forkOfGlibc)).isEqualTo(EPERM);
    assertThat(decide(architecture, "clone", vfork)).isEqualTo(EPERM);
    for (int bit = 0; bit < 64; bit++) {
      long flags = threadOfGlibc ^ (1L << bit);
      if (flags != threadOfMusl) {
        assertThat(decide(architecture, "clone", flags)).as("bit %d", bit).isEqualTo(EPERM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesOpenForReadingOnly(Architecture architecture) {
    boolean x86 = architecture == Architecture.X86_64;
    long directory = x86 ? 0x10000 : 0x4000;
    long noFollow = x86 ? 0x20000 : 0x8000;
    long largeFile = x86 ? 0x8000 : 0x20000;
    for (long reading : new long[] {0, 0x80000, 0x80000 | directory | 0x800, noFollow, largeFile}) {
      assertThat(openDecisions(architecture, reading)).containsOnly(ALLOW);
    }
    long writeOnly = 1;
    long readWrite = 2;
    long create = 0x40;
    long truncate = 0x200;
    long append = 0x400;
    long temporary = 0x400000;
    long path = 0x200000;
    long direct = x86 ? 0x4000 : 0x10000;
    for (long writing :
        new long[] {
          writeOnly, readWrite, 3, create, truncate, append, temporary | directory, path, direct
        }) {
      assertThat(openDecisions(architecture, writing | 0x80000))
          .as("flags 0x%x", writing)
          .containsOnly(EPERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingOpensWhenThePolicySaysSo(Architecture architecture) {
    var program = SystemCallFilter.program(architecture, PROCESS, Opening.NONE);
    for (String name : List.of("open", "openat")) {
      Integer number = SystemCallTable.numbers(architecture).get(name);
      if (number != null) {
        assertThat(
                ClassicBpf.run(
                    program, ClassicBpf.call(architecture.auditNumber(), number, 0, 0, 0)))
            .isEqualTo(EPERM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesGoToStandardOutputAndErrorOnly(Architecture architecture) {
    for (String call : List.of("write", "writev")) {
      assertThat(decide(architecture, call, 1)).isEqualTo(ALLOW);
      assertThat(decide(architecture, call, 2)).isEqualTo(ALLOW);
      for (long descriptor : new long[] {0, 3, 4, 255, 0xffffffffL}) {
        assertThat(decide(architecture, call, descriptor)).isEqualTo(EPERM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void signalsStayInTheProcess(Architecture architecture) {
    assertThat(decide(architecture, "tgkill", PROCESS, 4712, 6)).isEqualTo(ALLOW);
    assertThat(decide(architecture, "tgkill", 1, 1, 9)).isEqualTo(EPERM);
    assertThat(decide(architecture, "tgkill", 0xffffffffL, PROCESS, 9)).isEqualTo(EPERM);
    for (String call :
        List.of("kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")) {
      assertThat(decide(architecture, call, PROCESS, 0)).as(call).isEqualTo(EPERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void limitsAreReadNeverSet(Architecture architecture) {
    assertThat(decide(architecture, "prlimit64", 0, 7, 0, 0x7fff0000L)).isEqualTo(ALLOW);
    assertThat(decide(architecture, "prlimit64", 0, 7, 0x7fff0000L, 0)).isEqualTo(EPERM);
    assertThat(decide(architecture, "prlimit64", 0, 7, 0x7fff_0000_0000L, 0)).isEqualTo(EPERM);
    assertThat(decide(architecture, "prlimit64", 1, 7, 0, 0)).isEqualTo(EPERM);
    assertThat(decide(architecture, "setrlimit", 7, 0)).isEqualTo(EPERM);
  }

  @ParameterizedTest
  @EnumSource
  void controlsAreTheHarmlessOnes(Architecture architecture) {
    long setName = 15;
    long setDumpable = 4;
    long setSeccomp = 22;
    long setPtracer = 0x59616d61;
    assertThat(decide(architecture, "prctl", setName)).isEqualTo(ALLOW);
    for (long option : new long[] {setDumpable, setSeccomp, setPtracer, 1, 24, 35, 38}) {
      assertThat(decide(architecture, "prctl", option)).isEqualTo(EPERM);
    }
    long setOwner = 8;
    long setSignal = 10;
    long duplicate = 0;
    assertThat(decide(architecture, "fcntl", 5, 3)).isEqualTo(ALLOW);
    for (long command : new long[] {setOwner, setSignal, duplicate, 4, 1024, 1033}) {
      assertThat(decide(architecture, "fcntl", 5, command)).isEqualTo(EPERM);
    }
    long pushInput = 0x5412;
    assertThat(decide(architecture, "ioctl", 0, 0x541B)).isEqualTo(ALLOW);
    for (long request : new long[] {pushInput, 0x541C, 0x4B4D, 0x5450}) {
      assertThat(decide(architecture, "ioctl", 0, request)).isEqualTo(EPERM);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everythingCheckedCanBeAllowedToo(Architecture architecture) {
    // Otherwise a check that refuses all would pass as a check.
    Map<String, long[]> harmless =
        Map.of(
            "open", new long[] {0, 0},
            "openat", new long[] {0, 0, 0},
            "write", new long[] {1},
            "writev", new long[] {2},
            "ioctl", new long[] {0, 0x5401},
            "fcntl", new long[] {0, 1},
            "prctl", new long[] {16},
            "clone", new long[] {0x3d0f00},
            "tgkill", new long[] {PROCESS, PROCESS, 0},
            "prlimit64", new long[] {0, 0, 0, 1});
    assertThat(harmless.keySet()).isEqualTo(CHECKED);
    harmless.forEach((name, arguments) -> {
      if (SystemCallTable.numbers(architecture).containsKey(name)) {
        assertThat(decide(architecture, name, arguments)).as(name).isEqualTo(ALLOW);
      }
    });
  }

  private static int[] openDecisions(Architecture architecture, long flags) {
    int openat = decide(architecture, "openat", 0xffffff9cL, 0x7fff0000L, flags);
    return architecture == Architecture.X86_64
        ? new int[] {openat, decide(architecture, "open", 0x7fff0000L, flags)}
        : new int[] {openat};
  }

  private static int decide(Architecture architecture, String call, long... arguments) {
    Integer number = SystemCallTable.numbers(architecture).get(call);
    if (number == null) {
      throw new IllegalArgumentException(
          call + " is not on " + architecture + ": " + Arrays.toString(arguments));
    }
    return decide(architecture, number, arguments);
  }

  private static int decide(Architecture architecture, int number, long... arguments) {
    return ClassicBpf.run(
        SystemCallFilter.program(architecture, PROCESS, Opening.READ_ONLY),
        ClassicBpf.call(architecture.auditNumber(), number, arguments));
  }
}
