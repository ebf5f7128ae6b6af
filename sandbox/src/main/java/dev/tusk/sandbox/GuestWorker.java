package dev.tusk.sandbox;

import dev.tusk.sandbox.process.WorkerHandler;
import dev.tusk.sandbox.process.WorkerLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
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

  private static final long GUEST_STACK_BYTES = 64L << 20;
  private static final Duration OUTPUT_NOTICE_PERIOD = Duration.ofMillis(400);

  private static final Pattern DENIAL =
      Pattern.compile(
          "java\\.lang\\.SecurityException: |java\\.lang\\.IllegalStateException: Creating threads"
              + "|com\\.oracle\\.graal\\.python\\.\\S*UnsupportedPosixFeatureException: ");

  private static final Set<String> HEAVY = Set.of("sympy", "mpmath");

  private final Engine engine;
  private final FileSystem files;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tusk-watch").factory());
  private CompletableFuture<GuestContext> plain;
  private CompletableFuture<GuestContext> heavy;
  private @Nullable CompletableFuture<GuestContext> spare;
  private int contextsClosed;

  private GuestWorker(boolean preload) {
    engine =
        Engine.newBuilder("python")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .build();
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
    WorkerLoop loop = WorkerLoop.open(MAX_FRAME_BYTES);
    var failure = new CompletableFuture<Void>();
    // Guest code recurses deeply: its thread needs a larger stack than the main thread has.
    Thread.ofPlatform()
        .name("tusk-guest")
        .stackSize(GUEST_STACK_BYTES)
        .start(() -> {
          try {
            var worker = new GuestWorker(args.length > 0 && args[0].equals("preload"));
            loop.serve(worker.greeting(), worker);
          } catch (Throwable e) {
            failure.completeExceptionally(e);
          }
        });
    failure.get();
  }

  private byte[] greeting() {
    boolean compiling = !engine.getImplementationName().startsWith("Interpreted");
    Language python = Objects.requireNonNull(engine.getLanguages().get("python"), "python");
    return ((compiling ? "compiling" : "interpreting")
            + "\n"
            + python.getImplementationName()
            + " "
            + python.getVersion())
        .getBytes(StandardCharsets.UTF_8);
  }

  private CompletableFuture<GuestContext> inBackground(String modules) {
    var future = new CompletableFuture<GuestContext>();
    Thread.ofPlatform()
        .daemon()
        .name("tusk-prepare")
        .stackSize(GUEST_STACK_BYTES)
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
    boolean needsHeavy =
        analysis.imports().stream()
            .anyMatch(name -> HEAVY.contains(name.substring(0, (name + ".").indexOf('.'))));
    GuestContext context = take(analysis, needsHeavy);
    context.prepare(analysis.imports());
    return new Run(request, analysis, context, notices).toReply();
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
      return heavy.join();
    }
    return plain.join();
  }

  private void discard(GuestContext context) {
    contextsClosed++;
    if (holds(plain, context)) {
      plain = inBackground("");
    } else if (holds(heavy, context)) {
      heavy = inBackground("sympy");
    } else if (spare == null) {
      spare = inBackground("");
    }
    Thread.ofPlatform().daemon().name("tusk-discard").start(context::close);
  }

  /**
   * The guest's account of an act that the context's permissions deny where GraalPy lets the denial
   * through as an error of its own; empty for other failures.
   */
  private static String deniedAccount(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher denial = DENIAL.matcher(message);
    if (!(failure instanceof PolyglotException guest) || !denial.lookingAt()) {
      return "";
    }
    int line = 0;
    for (PolyglotException.StackFrame frame : guest.getPolyglotStackTrace()) {
      SourceSection place = frame.isGuestFrame() ? frame.getSourceLocation() : null;
      if (line == 0 && place != null && place.getSource().getName().equals("<program>")) {
        line = place.getStartLine();
      }
    }
    return Netstrings.of(
        "raised",
        "PermissionError",
        message.substring(message.indexOf(": ") + 2),
        Integer.toString(line));
  }

  private static boolean holds(CompletableFuture<GuestContext> future, GuestContext context) {
    return future.state() == Future.State.SUCCESS && future.resultNow() == context;
  }

  private enum State {
    RUNNING,
    ENDED,
    WALL,
    OUTPUT
  }

  /** One program's run. */
  private final class Run {
    private final Wire.Request request;
    private final ProgramAnalysis analysis;
    private final GuestContext context;
    private final Notices notices;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private long noticed;

    Run(Wire.Request request, ProgramAnalysis analysis, GuestContext context, Notices notices) {
      this.request = request;
      this.analysis = analysis;
      this.context = context;
      this.notices = notices;
    }

    byte[] toReply() {
      Limits limits = request.limits();
      context.out.restart(limits.outputBytes(), () -> stop(State.OUTPUT));
      notices.send(Wire.started(request.sequence()));
      ScheduledFuture<?> deadline =
          watch.schedule(() -> stop(State.WALL), limits.wall().toNanos(), TimeUnit.NANOSECONDS);
      long period = OUTPUT_NOTICE_PERIOD.toNanos();
      ScheduledFuture<?> progress =
          watch.scheduleAtFixedRate(this::tellOutput, period, period, TimeUnit.NANOSECONDS);
      long start = System.nanoTime();
      long startCpu = threads.getCurrentThreadCpuTime();
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
        String denied = deniedAccount(e);
        outcome = denied.isEmpty() ? Wire.Outcome.CRASHED : Wire.Outcome.ENDED;
        account = denied.isEmpty() ? "the interpreter failed: " + e.getMessage() : denied;
      }
      state.compareAndSet(State.RUNNING, State.ENDED);
      long wall = System.nanoTime() - start;
      long cpu = threads.getCurrentThreadCpuTime() - startCpu;
      deadline.cancel(false);
      progress.cancel(false);
      long used = 0;
      switch (state.get()) {
        case WALL -> outcome = Wire.Outcome.WALL;
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
      boolean retire = contextsClosed >= CONTEXTS_BEFORE_RETIREMENT || outcome == Wire.Outcome.HEAP;
      return Wire.reply(
          request.sequence(), retire, outcome, wall, cpu, used, stdout, analysis.style(), account);
    }

    /** Stops the program; where that does not work, the host's kill will. */
    private void stop(State why) {
      if (state.compareAndSet(State.RUNNING, why)) {
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
