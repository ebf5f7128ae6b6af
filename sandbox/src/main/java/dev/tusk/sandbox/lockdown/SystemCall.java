package dev.tusk.sandbox.lockdown;

/**
 * The Linux system calls that a locked worker may still make, or that locking itself needs, with
 * their numbers. What is not named here is refused by {@link SystemCallFilter}.
 *
 * <p>Numbers from the kernel's UAPI headers: {@code asm/unistd_64.h} for x86-64, {@code
 * asm-generic/unistd.h} for aarch64.
 */
enum SystemCall {
  // Files: reading and looking. OPEN, OPENAT, WRITE, WRITEV, IOCTL and FCNTL are checked further.
  READ(0, 63),
  READV(19, 65),
  PREAD64(17, 67),
  PREADV(295, 69),
  LSEEK(8, 62),
  CLOSE(3, 57),
  DUP(32, 23),
  FSTAT(5, 80),
  STAT(4, SystemCall.ABSENT),
  LSTAT(6, SystemCall.ABSENT),
  NEWFSTATAT(262, 79),
  STATX(332, 291),
  ACCESS(21, SystemCall.ABSENT),
  FACCESSAT(269, 48),
  FACCESSAT2(439, 439),
  READLINK(89, SystemCall.ABSENT),
  READLINKAT(267, 78),
  GETDENTS64(217, 61),
  GETCWD(79, 17),
  FADVISE64(221, 223),
  STATFS(137, 43),
  FSTATFS(138, 44),
  POLL(7, SystemCall.ABSENT),
  PPOLL(271, 73),
  OPEN(2, SystemCall.ABSENT),
  OPENAT(257, 56),
  WRITE(1, 64),
  WRITEV(20, 66),
  IOCTL(16, 29),
  FCNTL(72, 25),

  // Memory: heap, code cache, thread stacks.
  MMAP(9, 222),
  MUNMAP(11, 215),
  MPROTECT(10, 226),
  MREMAP(25, 216),
  MADVISE(28, 233),
  BRK(12, 214),
  MINCORE(27, 232),
  MEMBARRIER(324, 283),
  GET_MEMPOLICY(239, 236),

  // Threads and their signals. CLONE, TGKILL and PRCTL are checked further.
  FUTEX(202, 98),
  SET_ROBUST_LIST(273, 99),
  RSEQ(334, 293),
  SCHED_YIELD(24, 124),
  SCHED_GETAFFINITY(204, 123),
  GETPRIORITY(140, 141),
  GETTID(186, 178),
  EXIT(60, 93),
  EXIT_GROUP(231, 94),
  RT_SIGACTION(13, 134),
  RT_SIGPROCMASK(14, 135),
  RT_SIGRETURN(15, 139),
  RT_SIGTIMEDWAIT(128, 137),
  RT_SIGSUSPEND(130, 133),
  SIGALTSTACK(131, 132),
  RESTART_SYSCALL(219, 128),
  CLONE(56, 220),
  TGKILL(234, 131),
  PRCTL(157, 167),

  // Who and when. PRLIMIT64 may read, never set.
  GETPID(39, 172),
  GETPPID(110, 173),
  GETUID(102, 174),
  GETEUID(107, 175),
  GETGID(104, 176),
  GETEGID(108, 177),
  UNAME(63, 160),
  SYSINFO(99, 179),
  GETRANDOM(318, 278),
  GETCPU(309, 168),
  GETRLIMIT(97, 163),
  GETRUSAGE(98, 165),
  TIME(201, SystemCall.ABSENT),
  TIMES(100, 153),
  GETTIMEOFDAY(96, 169),
  CLOCK_GETTIME(228, 113),
  CLOCK_GETRES(229, 114),
  CLOCK_NANOSLEEP(230, 115),
  NANOSLEEP(35, 101),
  PRLIMIT64(302, 261),

  // Answered with ENOSYS: their arguments lie in memory, where a filter cannot look, and the C
  // library then falls back to CLONE and OPENAT, whose arguments it can.
  CLONE3(435, 435),
  OPENAT2(437, 437),

  // Needed to lock, refused afterwards.
  SECCOMP(317, 277),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446);

  /** The number of a call that an architecture does not have. */
  static final int ABSENT = -1;

  /** The highest number in use when this table was written; above it lies the future. */
  static final int HIGHEST_KNOWN = 469;

  private final int x86;
  private final int arm;

  SystemCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
    };
  }
}
