package dev.tusk.sandbox;

import com.sun.management.OperatingSystemMXBean;
import dev.tusk.sandbox.lockdown.Confinement;
import dev.tusk.sandbox.lockdown.Lockdown;
import dev.tusk.sandbox.lockdown.Policy;
import dev.tusk.sandbox.process.WorkerHandler;
import dev.tusk.sandbox.process.WorkerLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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

  /** A closed context leaves up to 0.1 MB behind; after this many the worker asks to retire. */
  private static final int CONTEXTS_BEFORE_RETIREMENT = 1_000;

  /** Argument: import sympy at once. */
  static final String PRELOAD = "preload";

  /** Argument: nothing is to be loaded ahead of need. */
  static final String SHORT_LIVED = "short-lived";

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

  /** How often a running program is looked at. */
  private static final Duration TICK = Duration.ofMillis(10);

  /** A program that has ended by then is not announced: its reply says it all. */
  private static final long ANNOUNCED_AFTER_NANOS = 20_000_000;

  private static final long MEMORY_LOOK_NANOS = 1_000_000_000;

  /** A worker whose caches fill up sooner than this is not helped by emptying them again. */
  private static final long RELIEF_NANOS = 60_000_000_000L;

  private static final long OUTPUT_NOTICE_NANOS = 400_000_000;

  private static final Pattern DENIAL =
      Pattern.compile(
          "java\\.lang\\.SecurityException: |java\\.lang\\.IllegalStateException: Creating threads"
              + "|com\\.oracle\\.graal\\.python\\.\\S*UnsupportedPosixFeatureException: ");

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans();

  private static final Set<String> HEAVY = Set.of("sympy", "mpmath");

  private static final Set<String> NUMERIC = Set.of("numpy", "scipy");

  private final Engine engine;
  private final FileSystem files;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** As the watching thread last saw it: asking costs too much to do it for each program. */
  private volatile boolean holdsMuchMemory;

  /** What the watching thread looks at; null between programs. */
  private volatile @Nullable Watched watched;

  private CompletableFuture<GuestContext> plain;
  private CompletableFuture<GuestContext> heavy;
  private @Nullable CompletableFuture<GuestContext> spare;
  private boolean plainUsed;
  private boolean heavyUsed;
  private long domain;
  private int contextsClosed;
  private boolean relieved;
  private long reliefTime;
  private final boolean shortLived;
  private final long keptHeapBytes;

  /** Whether a program has used numpy or scipy. */
  private boolean numeric;

  /**
   * @param preload whether to import sympy at once, in the background
   * @param shortLived whether to load nothing ahead of need
   */
  GuestWorker(boolean preload, boolean shortLived) {
    this(preload, shortLived, WorkerFlags.BASE_HEAP_BYTES);
  }

  /**
   * @param keptHeapBytes how much of the heap may stay in use between programs
   */
  GuestWorker(boolean preload, boolean shortLived, long keptHeapBytes) {
    this.shortLived = shortLived;
    this.keptHeapBytes = keptHeapBytes;
    engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .build();
    Thread.ofPlatform().daemon().name("tusk-watch").start(this::watch);
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
    // Before anything else: what is started from here on inherits it.
    Confinement confinement = Lockdown.apply(Policy.builder().readableByThisJvm().build());
    WorkerLoop loop = WorkerLoop.open(MAX_FRAME_BYTES);
    var failure = new CompletableFuture<Void>();
    // Guest code recurses deeply: its thread needs a larger stack than the main thread has.
    Thread.ofPlatform()
        .name("tusk-guest")
        .stackSize(STACK_BYTES)
        .start(() -> {
          try {
            var worker =
                new GuestWorker(
                    Arrays.asList(args).contains(PRELOAD),
                    Arrays.asList(args).contains(SHORT_LIVED));
            loop.serve(worker.greeting(confinement), worker);
          } catch (Throwable e) {
            failure.completeExceptionally(e);
          }
        });
    failure.get();
  }

  private static void train() {
    WorkerLoop.endWithHost();
    var done = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .stackSize(STACK_BYTES)
        .start(() -> {
          try {
            var worker = new GuestWorker(false, true);
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

  private byte[] greeting(Confinement confinement) {
    Language python = Objects.requireNonNull(engine.getLanguages().get("python"), "python");
    String name = python.getImplementationName() + " " + python.getVersion();
    return new Greeting(name, confinement).encode();
  }

  /**
   * Makes a context that is needed later.
   *
   * @param modules modules to import, separated by spaces
   */
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
    relieve();
    numeric = numeric || imports(analysis, NUMERIC);
    boolean needsHeavy = imports(analysis, HEAVY);
    watched = new Preparation(request.sequence(), notices);
    try {
      GuestContext context = take(analysis, needsHeavy);
      context.prepare(analysis.imports(), request.clock());
      var run = new Run(request, analysis, context, notices);
      watched = run;
      return run.toReply();
    } finally {
      watched = null;
    }
  }

  /**
   * Loads numpy and scipy, a module at a time, into the contexts that the next programs will run
   * in: the plain one, and once a program has used them the others too.
   */
  @Override
  public boolean idle() {
    if (shortLived) {
      return false;
    }
    return loadsNumericModule(plain)
        || (numeric && (loadsNumericModule(spare) || loadsNumericModule(heavy)));
  }

  private static boolean loadsNumericModule(@Nullable CompletableFuture<GuestContext> context) {
    return context != null
        && context.state() == Future.State.SUCCESS
        && context.resultNow().loadNumericModule();
  }

  private static boolean imports(ProgramAnalysis analysis, Set<String> packages) {
    return analysis.imports().stream()
        .anyMatch(name -> packages.contains(name.substring(0, (name + ".").indexOf('.'))));
  }

  /** What goes on for a while. */
  private interface Watched {
    /** Called every {@link #TICK} by the watching thread. */
    void tick();
  }

  /** Polls, because waking this thread for each program would cost more than most programs do. */
  private void watch() {
    long lastLook = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(TICK);
        if (System.nanoTime() - lastLook >= MEMORY_LOOK_NANOS) {
          lastLook = System.nanoTime();
          holdsMuchMemory = holdsMuchMemory();
        }
        Watched now = watched;
        if (now != null) {
          now.tick();
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it. Without a watch nothing may run on.
      Runtime.getRuntime().halt(71);
    }
  }

  /**
   * Tells the host, as long as this process computes, that the program's modules are being loaded:
   * on a machine with too much to do that can take minutes, and starting again would not end it.
   */
  private static final class Preparation implements Watched {
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final long LEAST_CPU_NANOS = 10_000_000;

    private final long sequence;
    private final Notices notices;
    private long last = System.nanoTime();
    private long cpu;

    Preparation(long sequence, Notices notices) {
      this.sequence = sequence;
      this.notices = notices;
    }

    @Override
    public void tick() {
      if (System.nanoTime() - last < PERIOD_NANOS) {
        return;
      }
      last = System.nanoTime();
      long now = PROCESS.getProcessCpuTime();
      if (now - cpu >= LEAST_CPU_NANOS) {
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

  /**
   * Where too much stays in the heap, empties sympy's caches, which grow for minutes under load: a
   * worker that retires takes its compiled code with it.
   */
  private void relieve() {
    if (!holdsMuchMemory || !canBeRelieved()) {
      return;
    }
    relieved = true;
    reliefTime = System.nanoTime();
    heavy.resultNow().forget();
    System.gc();
    holdsMuchMemory = holdsMuchMemory();
  }

  private boolean canBeRelieved() {
    return heavy.state() == Future.State.SUCCESS
        && (!relieved || System.nanoTime() - reliefTime >= RELIEF_NANOS);
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
    if (message.startsWith("java.lang.NegativeArraySizeException: ")) {
      return raised("OverflowError", "a text or list of more than 2^31 items", guest);
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
  private boolean holdsMuchMemory() {
    for (MemoryPoolMXBean pool : POOLS) {
      MemoryUsage collected = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP
          && pool.isCollectionUsageThresholdSupported()
          && collected != null
          && collected.getUsed() > keptHeapBytes) {
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
  private final class Run implements Watched {
    private final Wire.Request request;
    private final ProgramAnalysis analysis;
    private final GuestContext context;
    private final Notices notices;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final long guest = Thread.currentThread().threadId();
    private final long start = System.nanoTime();
    private final long startCpu = threads.getCurrentThreadCpuTime();
    private boolean announced;
    private long noticed;
    private long noticeTime = start;

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
              || (holdsMuchMemory && !canBeRelieved());
      return Wire.reply(
          request.sequence(), retire, outcome, wall, cpu, used, stdout, analysis.style(), account);
    }

    @Override
    public void tick() {
      if (state.get() != State.RUNNING) {
        return;
      }
      Limits limits = request.limits();
      long now = System.nanoTime();
      long wall = now - start;
      long cpu = threads.getThreadCpuTime(guest) - startCpu;
      if (wall >= ANNOUNCED_AFTER_NANOS) {
        announce();
      }
      if (wall >= limits.wall().toNanos()) {
        stop(State.WALL, Limit.WALL, TimeUnit.NANOSECONDS.toMillis(wall));
      } else if (cpu >= limits.cpu().toNanos()) {
        stop(State.CPU, Limit.CPU, TimeUnit.NANOSECONDS.toMillis(cpu));
      } else if (now - noticeTime >= OUTPUT_NOTICE_NANOS) {
        noticeTime = now;
        tellOutput();
      }
    }

    /** Tells the host once that the program runs, and since when. */
    private synchronized void announce() {
      if (!announced) {
        announced = true;
        notices.send(Wire.started(request.sequence(), System.nanoTime() - start));
      }
    }

    /**
     * Stops the program. Where that does not work, because a loop inside a builtin does not listen,
     * the host kills this process: it is told first.
     */
    private void stop(State why, Limit limit, long used) {
      if (state.compareAndSet(State.RUNNING, why)) {
        announce();
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
