package dev.tusk.sandbox;

import com.sun.management.OperatingSystemMXBean;
import dev.tusk.sandbox.lockdown.Confinement;
import dev.tusk.sandbox.lockdown.Lockdown;
import dev.tusk.sandbox.lockdown.Policy;
import dev.tusk.sandbox.process.WorkerHandler;
import dev.tusk.sandbox.process.WorkerLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Language;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The worker process's main class: runs one program at a time.
 *
 * <p>A worker keeps two contexts for programs that leave nothing behind: a plain one, ready from
 * the start, and one with sympy, made in the background; and one unused context for the next
 * program that may leave something behind.
 */
final class GuestWorker implements WorkerHandler {
  /** Requests and replies are a few times the largest source and output. */
  static final int MAX_FRAME_BYTES = 256 << 20;

  /** A closed context leaves some megabytes behind; after this many the worker asks to retire. */
  private static final int CONTEXTS_BEFORE_RETIREMENT = 40;

  /** Argument: import sympy at once. */
  static final String PRELOAD = "preload";

  /** Argument: Python code is to be compiled. */
  static final String COMPILE = "compile";

  /**
   * Argument: run {@link #TRAINING} and exit, so that the JVM can write down what a worker loads.
   * Such a worker is not locked, because it has a file to write, and runs nobody else's code.
   */
  static final String TRAIN = "train";

  /** What workers mostly do. */
  private static final List<String> TRAINING =
      List.of(
          "print(1 + 1)",
          "def solution():\n  total = sum(i * i for i in range(100))\n  return f'{total / 7:.2f}'\n",
          "import math, datetime\nfrom fractions import Fraction\nans = [math.sqrt(2), Fraction(1, 3)]",
          "raise ValueError('x')",
          "from sympy import *\nx, y = symbols('x y')\nprint(solve(x**2 - 5*x + 6, x), expand((x + 1)**3))\n"
              + "print(simplify(sin(x)**2 + cos(x)**2), integrate(x**2, (x, 0, 1)), solve([x + y - 3, x - y - 1]))");

  /** Names the stack of threads that run Python, in bytes. */
  static final String STACK = "tusk.sandbox.stack";

  private static final long STACK_BYTES = Long.getLong(STACK, Limits.defaults().stackBytes());
  private static final Duration OUTPUT_NOTICE_PERIOD = Duration.ofMillis(400);

  private static final Pattern DENIAL =
      Pattern.compile(
          "java\\.lang\\.SecurityException: |java\\.lang\\.IllegalStateException: Creating threads"
              + "|com\\.oracle\\.graal\\.python\\.\\S*UnsupportedPosixFeatureException: ");

  private static final long LEAST_WATCH_NANOS = 5_000_000;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans();

  private static final Set<String> HEAVY = Set.of("sympy", "mpmath");

  private final Engine engine;
  private final FileSystem files;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("tusk-watch").factory());
  private CompletableFuture<GuestContext> plain;
  private CompletableFuture<GuestContext> heavy;
  private @Nullable CompletableFuture<GuestContext> spare;
  private boolean plainUsed;
  private boolean heavyUsed;
  private long domain;
  private int contextsClosed;

  /**
   * @param preload whether to import sympy at once, in the background
   */
  GuestWorker(boolean preload) {
    engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .build();
    watch.setRemoveOnCancelPolicy(true);
    files = FileSystem.newReadOnlyFileSystem(GuestFiles.load());
    plain = CompletableFuture.completedFuture(GuestContext.open(engine, files, ""));
    heavy = new CompletableFuture<>();
    if (preload) {
      heavy = inBackground("sympy");
    } else {
      heavy.cancel(false);
    }
  }

  public static void main(String[] args) throws Exception {
    if (Arrays.asList(args).contains(TRAIN)) {
      train();
      return;
    }
    if (Arrays.asList(args).contains(COMPILE)) {
      // Truffle puts its attach library into the user's cache, which a locked process cannot.
      Engine.newBuilder().build().close();
    }
    // Before anything else: what is started from here on inherits it.
    Confinement confinement = Lockdown.apply(policy());
    WorkerLoop loop = WorkerLoop.open(MAX_FRAME_BYTES);
    var failure = new CompletableFuture<Void>();
    // Guest code recurses deeply: its thread needs a larger stack than the main thread has.
    Thread.ofPlatform()
        .name("tusk-guest")
        .stackSize(STACK_BYTES)
        .start(() -> {
          try {
            var worker = new GuestWorker(Arrays.asList(args).contains(PRELOAD));
            loop.serve(worker.greeting(confinement), worker);
          } catch (Throwable e) {
            failure.completeExceptionally(e);
          }
        });
    failure.get();
  }

  private static void train() {
    Thread.ofPlatform().daemon().name("tusk-host").start(GuestWorker::endWithHost);
    var done = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .stackSize(STACK_BYTES)
        .start(() -> {
          try {
            var worker = new GuestWorker(false);
            long number = 0;
            for (String source : TRAINING) {
              var request =
                  new Wire.Request(
                      number++, 0, OptionalLong.empty(), Program.of(source), Limits.defaults());
              byte[] reply = worker.handle(Wire.encode(request), notice -> {});
              var _ = Wire.decodeReply(reply, Limits.defaults());
            }
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    done.join();
  }

  private static void endWithHost() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said to a worker that trains.
      }
    } catch (IOException e) {
      System.err.println("tusk worker: " + e.getMessage());
    }
    Runtime.getRuntime().halt(1);
  }

  /** What a worker needs: what its JVM reads anyway, and for compiling Truffle's library. */
  private static Policy policy() {
    Policy.Builder policy = Policy.builder().readableByThisJvm();
    String cache = System.getProperty(WorkerFlags.RESOURCE_CACHE, "");
    if (!cache.isEmpty()) {
      policy.readable(Path.of(cache));
    }
    return policy.build();
  }

  private byte[] greeting(Confinement confinement) {
    boolean compiling = !engine.getImplementationName().startsWith("Interpreted");
    Language python = Objects.requireNonNull(engine.getLanguages().get("python"), "python");
    String name = python.getImplementationName() + " " + python.getVersion();
    return new Greeting(compiling, name, confinement).encode();
  }

  private CompletableFuture<GuestContext> inBackground(String modules) {
    var future = new CompletableFuture<GuestContext>();
    Thread.ofPlatform()
        .daemon()
        .name("tusk-prepare")
        .stackSize(STACK_BYTES)
        .start(() -> {
          try {
            future.complete(GuestContext.open(engine, files, modules));
          } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  @Override
  public byte[] handle(byte[] payload, Notices notices) {
    Wire.Request request = Wire.decodeRequest(payload);
    ProgramAnalysis analysis = ProgramAnalysis.of(request.program());
    if (analysis.depth() > request.limits().nesting()) {
      return Wire.reply(
          request.sequence(),
          false,
          Wire.Outcome.NESTING,
          0,
          0,
          analysis.depth(),
          new byte[0],
          analysis.style(),
          "");
    }
    enter(request.domain());
    boolean needsHeavy =
        analysis.imports().stream()
            .anyMatch(name -> HEAVY.contains(name.substring(0, (name + ".").indexOf('.'))));
    notices.send(Wire.preparing(request.sequence()));
    var preparation = new Preparation(request.sequence(), notices);
    ScheduledFuture<?> progress = watch.scheduleAtFixedRate(preparation, 1, 1, TimeUnit.SECONDS);
    GuestContext context;
    try {
      context = take(analysis, needsHeavy);
      context.prepare(analysis.imports(), request.clock());
    } finally {
      progress.cancel(false);
    }
    return new Run(request, analysis, context, notices).toReply();
  }

  /**
   * Tells the host, as long as this process computes, that the program's modules are being loaded:
   * on a machine with too much to do that can take minutes, and starting again would not end it.
   */
  private static final class Preparation implements Runnable {
    private static final long LEAST_NANOS = 10_000_000;

    private final long sequence;
    private final Notices notices;
    private long cpu = PROCESS.getProcessCpuTime();

    Preparation(long sequence, Notices notices) {
      this.sequence = sequence;
      this.notices = notices;
    }

    @Override
    public void run() {
      long now = PROCESS.getProcessCpuTime();
      if (now - cpu >= LEAST_NANOS) {
        cpu = now;
        notices.send(Wire.preparing(sequence));
      }
    }
  }

  /** How many contexts it has put away. */
  int contextsClosed() {
    return contextsClosed;
  }

  /** Puts contexts that have served another domain out of the way. */
  private void enter(long next) {
    if (next == domain) {
      return;
    }
    domain = next;
    if (plainUsed) {
      plainUsed = false;
      discard(plain.join());
    }
    if (heavyUsed && heavy.state() == Future.State.SUCCESS) {
      heavyUsed = false;
      discard(heavy.join());
    }
  }

  private GuestContext take(ProgramAnalysis analysis, boolean needsHeavy) {
    if (!analysis.reusable()) {
      CompletableFuture<GuestContext> made = spare;
      spare = null;
      return made == null ? GuestContext.open(engine, files, "") : made.join();
    }
    if (needsHeavy) {
      if (heavy.isCompletedExceptionally()) {
        heavy = CompletableFuture.completedFuture(GuestContext.open(engine, files, "sympy"));
      }
      heavyUsed = true;
      return heavy.join();
    }
    plainUsed = true;
    return plain.join();
  }

  private void discard(GuestContext context) {
    contextsClosed++;
    if (holds(plain, context)) {
      plain = inBackground("");
      plainUsed = false;
    } else if (holds(heavy, context)) {
      heavy = inBackground("sympy");
      heavyUsed = false;
    } else if (spare == null) {
      spare = inBackground("");
    }
    Thread.ofPlatform().daemon().name("tusk-discard").start(context::close);
  }

  /**
   * The guest's account of a failure that GraalPy lets through as an error of its own, where it is
   * known what Python would have said; empty for other failures.
   */
  private static String accountOf(RuntimeException failure) {
    if (!(failure instanceof PolyglotException guest)) {
      return "";
    }
    String message = String.valueOf(failure.getMessage());
    String detail = message.substring(message.indexOf(": ") + 2);
    if (DENIAL.matcher(message).lookingAt()) {
      return raised("PermissionError", detail, guest);
    }
    if (message.startsWith("java.lang.ArithmeticException: BigInteger would overflow")) {
      return raised("OverflowError", "an integer of more than 2^31 bits", guest);
    }
    if (message.startsWith("java.lang.NoClassDefFoundError: ")) {
      return raised("ImportError", "not in this Python: " + detail, guest);
    }
    return "";
  }

  private static String raised(String type, String message, PolyglotException failure) {
    int line = 0;
    for (PolyglotException.StackFrame frame : failure.getPolyglotStackTrace()) {
      SourceSection place = frame.isGuestFrame() ? frame.getSourceLocation() : null;
      if (line == 0 && place != null && place.getSource().getName().equals("<program>")) {
        line = place.getStartLine();
      }
    }
    return Netstrings.of("raised", type, message, Integer.toString(line));
  }

  /**
   * Whether what stays in the heap between programs, as the last collection of its old part found
   * it, is more than a worker's own share, so that programs would have less than their limit; or
   * whether class data has grown in a way that no healthy worker's does.
   */
  private static boolean holdsMuchMemory() {
    for (MemoryPoolMXBean pool : POOLS) {
      MemoryUsage collected = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP
          && pool.isCollectionUsageThresholdSupported()
          && collected != null
          && collected.getUsed() > WorkerFlags.BASE_HEAP_BYTES) {
        return true;
      }
      if (pool.getType() == MemoryType.NON_HEAP
          && pool.getUsage().getUsed() > WorkerFlags.BASE_HEAP_BYTES) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(CompletableFuture<GuestContext> future, GuestContext context) {
    return future.state() == Future.State.SUCCESS && future.resultNow() == context;
  }

  private enum State {
    RUNNING,
    ENDED,
    WALL,
    CPU,
    OUTPUT
  }

  /** One program's run. */
  private final class Run {
    private final Wire.Request request;
    private final ProgramAnalysis analysis;
    private final GuestContext context;
    private final Notices notices;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final long guest = Thread.currentThread().threadId();
    private volatile long start;
    private volatile long startCpu;
    private volatile @Nullable ScheduledFuture<?> watching;
    private long noticed;

    Run(Wire.Request request, ProgramAnalysis analysis, GuestContext context, Notices notices) {
      this.request = request;
      this.analysis = analysis;
      this.context = context;
      this.notices = notices;
    }

    byte[] toReply() {
      Limits limits = request.limits();
      context.out.restart(
          limits.outputBytes(), () -> stop(State.OUTPUT, Limit.OUTPUT, limits.outputBytes() + 1));
      notices.send(Wire.started(request.sequence()));
      start = System.nanoTime();
      startCpu = threads.getCurrentThreadCpuTime();
      watchTime();
      long period = OUTPUT_NOTICE_PERIOD.toNanos();
      ScheduledFuture<?> progress =
          watch.scheduleAtFixedRate(this::tellOutput, period, period, TimeUnit.NANOSECONDS);
      String account = "";
      Wire.Outcome outcome = Wire.Outcome.ENDED;
      boolean broken = false;
      boolean clean = false;
      try {
        GuestContext.Report report = context.run(analysis, request.program().preamble());
        account = report.account();
        clean = report.clean();
      } catch (PolyglotException | IllegalStateException e) {
        broken = true;
        String known = accountOf(e);
        outcome = known.isEmpty() ? Wire.Outcome.CRASHED : Wire.Outcome.ENDED;
        account = known.isEmpty() ? "the interpreter failed: " + e.getMessage() : known;
      }
      state.compareAndSet(State.RUNNING, State.ENDED);
      long wall = System.nanoTime() - start;
      long cpu = threads.getCurrentThreadCpuTime() - startCpu;
      progress.cancel(false);
      ScheduledFuture<?> last = watching;
      if (last != null) {
        last.cancel(false);
      }
      long used = 0;
      switch (state.get()) {
        case WALL -> outcome = Wire.Outcome.WALL;
        case CPU -> outcome = Wire.Outcome.CPU;
        case OUTPUT -> {
          outcome = Wire.Outcome.OUTPUT;
          used = context.out.written();
        }
        default -> {
          long length = account.length();
          if (outcome == Wire.Outcome.ENDED && length > limits.outputBytes() + 1024) {
            outcome = Wire.Outcome.OUTPUT;
            used = length;
          } else if (outcome == Wire.Outcome.ENDED
              && account.startsWith("6:raised11:MemoryError")) {
            outcome = Wire.Outcome.HEAP;
            broken = true;
            used = limits.heapBytes();
          }
        }
      }
      if (outcome != Wire.Outcome.ENDED) {
        account = outcome == Wire.Outcome.CRASHED ? account : "";
      }
      byte[] stdout = context.out.toByteArray();
      context.out.restart(0, () -> {});
      boolean keep = analysis.reusable() && clean && !broken && state.get() == State.ENDED;
      if (!keep) {
        discard(context);
      }
      boolean retire =
          contextsClosed >= CONTEXTS_BEFORE_RETIREMENT
              || outcome == Wire.Outcome.HEAP
              || holdsMuchMemory();
      return Wire.reply(
          request.sequence(), retire, outcome, wall, cpu, used, stdout, analysis.style(), account);
    }

    /** Looks at the clocks now, and again when the nearer limit can next be reached. */
    private void watchTime() {
      if (state.get() != State.RUNNING) {
        return;
      }
      Limits limits = request.limits();
      long wall = System.nanoTime() - start;
      long cpu = threads.getThreadCpuTime(guest) - startCpu;
      long wallLeft = limits.wall().toNanos() - wall;
      long cpuLeft = limits.cpu().toNanos() - cpu;
      if (wallLeft <= 0) {
        stop(State.WALL, Limit.WALL, TimeUnit.NANOSECONDS.toMillis(wall));
      } else if (cpuLeft <= 0) {
        stop(State.CPU, Limit.CPU, TimeUnit.NANOSECONDS.toMillis(cpu));
      } else {
        long next = Math.min(wallLeft, Math.max(cpuLeft, LEAST_WATCH_NANOS));
        watching = watch.schedule(this::watchTime, next, TimeUnit.NANOSECONDS);
      }
    }

    /**
     * Stops the program. Where that does not work, because a loop inside a builtin does not listen,
     * the host kills this process: it is told first.
     */
    private void stop(State why, Limit limit, long used) {
      if (state.compareAndSet(State.RUNNING, why)) {
        notices.send(Wire.stopping(request.sequence(), limit, used));
        Thread.ofPlatform().daemon().name("tusk-stop").start(context::cancel);
      }
    }

    private void tellOutput() {
      long written = context.out.written();
      if (state.get() == State.RUNNING && written > noticed) {
        noticed = written;
        notices.send(Wire.outputSoFar(request.sequence(), context.out.toByteArray()));
      }
    }
  }
}
