package dev.tusk.sandbox.lockdown;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

/**
 * The process that {@link LockdownTest} starts: it locks itself, or not, then tries things and
 * prints one line for each: its name, a tab, {@code ok} with a value or the error.
 *
 * <p>Arguments: {@code free} or {@code locked}; what to try; a scratch folder, which is readable;
 * the port of a server; further readable paths.
 */
final class LockedProcess {
  private final Path scratch;
  private final int port;
  private final long victim;
  private final long parent = ProcessHandle.current().parent().orElseThrow().pid();

  private LockedProcess(Path scratch, int port, long victim) {
    this.scratch = scratch;
    this.port = port;
    this.victim = victim;
  }

  public static void main(String[] arguments) throws Exception {
    boolean locked = arguments[0].equals("locked");
    LockedProcess process =
        new LockedProcess(
            Path.of(arguments[2]), Integer.parseInt(arguments[3]), Long.parseLong(arguments[4]));
    Policy.Builder policy = Policy.builder().readableByThisJvm().readable(process.scratch);
    for (String path : List.of(arguments).subList(5, arguments.length)) {
      policy.readable(Path.of(path));
    }
    Runnable lock =
        () -> {
          if (locked) {
            Lockdown.apply(policy.build())
                .states()
                .forEach((measure, state) -> print("lock " + measure, state.toString()));
          }
        };
    switch (arguments[1]) {
      case "attempts" -> {
        lock.run();
        process.tryForbiddenThings();
      }
      case "calls" -> {
        lock.run();
        process.trySystemCalls();
      }
      case "work" -> {
        lock.run();
        process.work();
      }
      case "python-after" -> {
        lock.run();
        process.python(() -> {});
      }
      case "python-before" -> process.python(lock);
      case "python-nothing-opens" -> {
        policy.opening(Policy.Opening.NONE);
        process.python(lock);
      }
      case "x32" -> {
        lock.run();
        process.callWithTheX32Bit();
      }
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    System.out.flush();
  }

  private void tryForbiddenThings() throws Exception {
    Path file = scratch.resolve("file");
    attempt(
        "connect",
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          }
        });
    attempt(
        "connect by channel",
        () -> {
          try (SocketChannel channel = SocketChannel.open()) {
            return channel.isOpen();
          }
        });
    attempt(
        "listen",
        () -> {
          try (ServerSocket server = new ServerSocket(0)) {
            return server.isBound();
          }
        });
    attempt("create file", () -> Files.writeString(scratch.resolve("new"), "x"));
    attempt("append", () -> Files.writeString(file, "x", StandardOpenOption.APPEND));
    attempt("overwrite", () -> Files.writeString(file, "x"));
    attempt(
        "truncate", () -> Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(0).size());
    attempt("temporary file", () -> Files.createTempFile("tusk", ""));
    attempt("create folder", () -> Files.createDirectory(scratch.resolve("folder")));
    attempt("rename", () -> Files.move(scratch.resolve("moved"), scratch.resolve("other")));
    attempt("link", () -> Files.createLink(scratch.resolve("link"), file));
    attempt("symbolic link", () -> Files.createSymbolicLink(scratch.resolve("symbolic"), file));
    attempt(
        "permissions",
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx")));
    attempt("delete", () -> scratch.resolve("victim").toFile().delete() ? "gone" : refuse());
    attempt("read outside", () -> Files.readString(Path.of("/etc/passwd")).length());
    attempt("list outside", () -> new File("/etc").list() == null ? refuse() : "listed");
    attempt(
        "read outside from a new thread",
        () -> {
          List<String> outcome = new ArrayList<>();
          Thread thread = new Thread(() -> outcome.add(read(Path.of("/etc/passwd"))), "reader");
          thread.start();
          thread.join();
          return outcome.getFirst().equals("read") ? "read" : refuse();
        });
    attempt(
        "read own memory",
        () -> Files.newByteChannel(Path.of("/proc/self/mem"), StandardOpenOption.READ).isOpen());
    attempt(
        "read the parent's memory map",
        () -> Files.readString(Path.of("/proc/" + parent + "/maps")).length());
    attempt(
        "end another process",
        () -> ProcessHandle.of(victim).orElseThrow().destroyForcibly() || refused());
    // Last: the JDK's clean-up after the refused pipes closes standard input.
    attempt("exec", () -> new ProcessBuilder("/bin/true").start().waitFor());
  }

  private static String read(Path path) {
    try {
      return Files.readString(path).isEmpty() ? "empty" : "read";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String refuse() throws IOException {
    throw new IOException("refused");
  }

  private static boolean refused() throws IOException {
    throw new IOException("refused");
  }

  /**
   * Raw calls with arguments that the kernel would answer, unlocked, with another result than the
   * filter's refusal, and without harm.
   */
  private void trySystemCalls() {
    try (Arena arena = Arena.ofConfined()) {
      Architecture architecture = Architecture.current().orElseThrow();
      Kernel kernel = new Kernel(architecture, arena);
      MemorySegment nowhere = arena.allocateFrom(scratch.resolve("absent/absent").toString());
      MemorySegment name = arena.allocateFrom("tusk");
      MemorySegment zeros = arena.allocate(256);
      long noProcess = Integer.MAX_VALUE;
      long self = ProcessHandle.current().pid();
      SystemCallTable.numbers(architecture)
          .forEach((call, number) -> {
            long[] arguments =
                switch (call) {
                  case "kill" -> new long[] {parent, 0};
                  case "tgkill" -> new long[] {parent, parent, 0};
                  case "tkill" -> new long[] {parent, 0};
                  case "ptrace" -> new long[] {2, noProcess, 0, 0};
                  case "process_vm_readv", "process_vm_writev" ->
                      new long[] {noProcess, 0, 0, 0, 0, 0};
                  case "memfd_create" -> new long[] {name.address(), 0};
                  case "io_uring_setup" -> new long[] {1, zeros.address()};
                  case "userfaultfd" -> new long[] {1};
                  case "socket" -> new long[] {1, 1, 0};
                  case "socketpair" -> new long[] {1, 1, 0, zeros.address()};
                  case "pipe2", "pipe" -> new long[] {zeros.address(), 0};
                  case "eventfd2", "epoll_create1" -> new long[] {0, 0};
                  case "execve" -> new long[] {nowhere.address(), 0, 0};
                  case "execveat" -> new long[] {-100, nowhere.address(), 0, 0, 0};
                  case "openat" -> new long[] {-100, nowhere.address(), 0x41, 0x1ff};
                  case "openat2" -> new long[] {-100, nowhere.address(), zeros.address(), 24};
                  case "unlinkat" -> new long[] {-100, nowhere.address(), 0};
                  case "mkdirat", "mknodat" -> new long[] {-100, nowhere.address(), 0x1ff, 0};
                  case "renameat2" ->
                      new long[] {-100, nowhere.address(), -100, nowhere.address(), 0};
                  case "truncate" -> new long[] {nowhere.address(), 0};
                  case "fchmodat" -> new long[] {-100, nowhere.address(), 0x1ff};
                  case "fchownat" -> new long[] {-100, nowhere.address(), -1, -1, 0};
                  case "chdir", "chroot" -> new long[] {nowhere.address()};
                  case "clone3" -> new long[] {zeros.address(), 0};
                  case "pidfd_open" -> new long[] {self, 0};
                  case "setpriority" -> new long[] {0, noProcess, 0};
                  case "unshare" -> new long[] {0};
                  case "setns" -> new long[] {0, 0};
                  case "bpf" -> new long[] {-1, 0, 0};
                  case "perf_event_open" -> new long[] {zeros.address(), -2, 0, -1, 0};
                  case "keyctl" -> new long[] {0, -3, 0};
                  case "seccomp" -> new long[] {2, 0, zeros.address()};
                  case "prlimit64" -> new long[] {0, 7, zeros.address(), 0};
                  case "personality" -> new long[] {0xffffffffL};
                  case "inotify_init1", "fanotify_init", "timerfd_create" -> new long[] {0, 0};
                  default -> new long[0];
                };
            if (arguments.length > 0) {
              long result = kernel.call(number, arguments);
              print(call, result < 0 ? Kernel.error(result) : "ok " + result);
            }
          });
      // A fork that would succeed is tried only where the filter is known to hold.
      if (kernel.call(Math.toIntExact(seccomp(architecture)), 2, 0, zeros.address()) == -1) {
        for (String fork : List.of("fork", "vfork")) {
          Integer number = SystemCallTable.numbers(architecture).get(fork);
          if (number != null) {
            print(fork, Kernel.error(kernel.call(number)));
          }
        }
        print("clone of a process", Kernel.error(kernel.call(SystemCall.CLONE, 17, 0, 0, 0, 0)));
      }
    }
  }

  private static int seccomp(Architecture architecture) {
    return SystemCall.SECCOMP.number(architecture);
  }

  private void callWithTheX32Bit() {
    try (Arena arena = Arena.ofConfined()) {
      Kernel kernel = new Kernel(Architecture.current().orElseThrow(), arena);
      print("x32", Long.toString(kernel.call(0x40000000 | 39)));
    }
  }

  private void work() throws Exception {
    attempt("read allowed file", () -> Files.readString(scratch.resolve("file")));
    attempt("list allowed folder", () -> scratch.toFile().list() != null);
    attempt(
        "threads",
        () -> {
          AtomicInteger ran = new AtomicInteger();
          List<Thread> threads = new ArrayList<>();
          for (int i = 0; i < 64; i++) {
            threads.add(Thread.ofPlatform().start(ran::incrementAndGet));
            threads.add(Thread.ofVirtual().start(ran::incrementAndGet));
          }
          for (Thread thread : threads) {
            thread.join();
          }
          return ran.get();
        });
    attempt(
        "compile",
        () -> {
          long before = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
          long sum = 0;
          long end = System.nanoTime() + 20_000_000_000L;
          while (ManagementFactory.getCompilationMXBean().getTotalCompilationTime() < before + 20
              && System.nanoTime() < end) {
            for (int i = 0; i < 1_000_000; i++) {
              sum = sum * 31 + i;
            }
          }
          return ManagementFactory.getCompilationMXBean().getTotalCompilationTime() > before
              ? "compiled"
              : "only interpreted " + sum;
        });
    attempt(
        "collect",
        () -> {
          long before = collections();
          List<byte[]> kept = new ArrayList<>();
          for (int i = 0; i < 2_000; i++) {
            kept.add(new byte[100_000]);
            if (kept.size() > 100) {
              kept.clear();
            }
          }
          System.gc();
          return collections() > before;
        });
    attempt(
        "load a class from a jar",
        () -> Class.forName("org.assertj.core.api.Assertions").getSimpleName());
    attempt(
        "open a jar",
        () -> {
          for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
              try (JarFile jar = new JarFile(entry)) {
                return jar.size() > 0;
              }
            }
          }
          throw new IOException("no jar on the class path");
        });
    attempt("random numbers", () -> new java.security.SecureRandom().nextInt() | 1);
    attempt("time", () -> java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC).getYear() > 2000);
    attempt("sleep", LockedProcess::sleep);
    attempt(
        "own limits",
        () -> ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors() > 0);
  }

  private static boolean sleep() throws InterruptedException {
    Thread.sleep(10);
    return true;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** An engine and a warm context, the lock, then a new context that does real work. */
  private void python(Runnable lock) throws Exception {
    try (Engine engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .build()) {
      try (Context warm = Context.newBuilder("python").engine(engine).build()) {
        warm.eval("python", "import decimal, fractions, statistics, json");
        lock.run();
        attempt(
            "warm context",
            () ->
                warm.eval("python", "str(fractions.Fraction(1, 3) + fractions.Fraction(1, 6))")
                    .asString());
      }
      attempt(
          "new context",
          () -> {
            try (Context context = Context.newBuilder("python").engine(engine).build()) {
              return context.eval("python", "sum(i * i for i in range(200000))").asLong();
            }
          });
      attempt(
          "import in a new context",
          () -> {
            try (Context context = Context.newBuilder("python").engine(engine).build()) {
              context.eval("python", "import decimal, statistics, heapq");
              return context
                  .eval("python", "str(decimal.Decimal(1) / 8 + statistics.mean([1, 3]))")
                  .asString();
            }
          });
    }
  }

  private static void attempt(String name, Callable<?> action) {
    String outcome;
    try {
      outcome = "ok " + action.call();
    } catch (Exception | LinkageError e) {
      outcome = e.toString();
    }
    print(name, outcome);
  }

  private static void print(String name, String outcome) {
    System.out.println(
        name.toLowerCase(Locale.ROOT) + "\t" + outcome.replace('\n', ' ').replace('\r', ' '));
  }
}
