package dev.tusk.sandbox;

import dev.tusk.sandbox.SandboxObserver.ProgramEnd;
import dev.tusk.sandbox.SandboxObserver.WorkerEnd;
import dev.tusk.sandbox.lockdown.Measure;
import dev.tusk.sandbox.process.UserCache;
import dev.tusk.sandbox.process.WorkerClassPath;
import dev.tusk.sandbox.process.WorkerCommand;
import dev.tusk.sandbox.process.WorkerProcess;
import dev.tusk.sandbox.process.WorkerReply;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs Python programs of strangers, each within its {@link Limits}, in worker processes.
 *
 * <p>Thread-safe. {@link #open} returns at once; workers start in the background and a program
 * waits for the first one. Close the sandbox to end its workers; they end by themselves when this
 * JVM does.
 */
public final class Sandbox implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.tusk.sandbox");

  /** How much later than the worker's own stop the host kills. */
  private static final Duration GRACE = Duration.ofMillis(300);

  /** The time to read a program's text in, beyond its wall time: its worker may be new. */
  private static final Duration READING = Duration.ofSeconds(5);

  /** How long a worker may load modules without a sign that it computes. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** The longest time in which a worker may load modules. */
  private static final Duration PREPARATION = Duration.ofMinutes(30);

  /**
   * Spares are started with this program: a sandbox that runs a few only should not pay for more
   * workers than it uses.
   */
  private static final int PROGRAMS_UNTIL_SPARES = 16;

  /** The exit status of a JVM started with -XX:+ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  private final Limits limits;
  private final int workers;
  private final int spares;
  private final WorkerStock stock;
  private final FairQueue queue;
  private final Caller own = new Caller(this, "default", 0);
  private final AtomicLong domains = new AtomicLong();
  private final Optional<InstantSource> clock;
  private final Tally tally;
  private final Optional<StartupCache> missingCache;
  private volatile @Nullable Thread training;
  private final Set<Job> unfinished = ConcurrentHashMap.newKeySet();
  private final List<Thread> dispatchers = new ArrayList<>();
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong submitted = new AtomicLong();
  private volatile boolean closed;

  private Sandbox(Builder builder) {
    limits = builder.limits;
    workers = builder.workers;
    spares = builder.spares;
    clock = builder.clock;
    queue = new FairQueue(builder.queueCapacity);
    tally = new Tally(builder.observer);
    List<Path> classPath = builder.classPath;
    WorkerCommand base =
        WorkerCommand.of(GuestWorker.class)
            .withClassPath(classPath)
            .withArguments(arguments(builder))
            .withBounds(GuestWorker.MAX_FRAME_BYTES, Duration.ofMinutes(5));
    base =
        new WorkerCommand(
            builder.javaHome,
            base.mainClass(),
            base.classPath(),
            base.jvmFlags(),
            base.arguments(),
            Map.of(),
            base.maxFrameBytes(),
            base.startTimeout());
    var flags = new ArrayList<String>();
    if (builder.shortLived) {
      // The JVM's quick compiler only: the optimising one costs more than it gains in seconds.
      flags.add("-XX:TieredStopAtLevel=1");
    }
    flags.addAll(builder.jvmFlags);
    WorkerCommand command = base.withJvmFlags(WorkerFlags.of(limits, flags));
    Optional<StartupCache> cache =
        builder.startupCache.flatMap(folder -> StartupCache.of(command, folder));
    missingCache = cache.filter(known -> !known.exists());
    stock =
        new WorkerStock(
            cache.filter(StartupCache::exists).map(made -> made.apply(command)).orElse(command),
            workers + builder.spares,
            builder.required,
            tally);
    for (int i = 0; i < workers; i++) {
      dispatchers.add(Thread.ofPlatform().daemon().name("tusk-sandbox-" + i).start(this::dispatch));
    }
  }

  private static List<String> arguments(Builder builder) {
    var arguments = new ArrayList<String>();
    if (builder.preload) {
      arguments.add(GuestWorker.PRELOAD);
    }
    if (builder.shortLived) {
      arguments.add(GuestWorker.SHORT_LIVED);
    }
    return arguments;
  }

  /** A sandbox with default settings. */
  public static Sandbox open() {
    return builder().build();
  }

  /** A builder with default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The limits of programs that bring none of their own. */
  public Limits limits() {
    return limits;
  }

  /**
   * How the workers run; waits for the first one.
   *
   * @throws SandboxException if none starts
   * @throws InterruptedException if interrupted while it waits
   */
  public Posture posture() throws InterruptedException {
    return stock.posture();
  }

  /**
   * A party that shares this sandbox and takes turns with the others; see {@link Caller}. The
   * methods of the sandbox itself stand for one such party.
   *
   * @param name for logs and recordings
   */
  public Caller caller(String name) {
    return new Caller(this, name, 0);
  }

  /**
   * A party that shares this sandbox's workers, but no Python context with any other party: even
   * what the reuse of contexts is allowed to leave behind, such as filled caches, does not pass
   * between them. A worker that changes parties makes new contexts, which costs seconds of CPU time
   * with sympy, so workers are given to the party they had last where that is possible.
   *
   * @param name for logs and recordings
   */
  public Caller callerKeptApart(String name) {
    return new Caller(this, name, domains.incrementAndGet());
  }

  /** Runs a program within the sandbox's limits; see {@link Caller#run(Program, Limits)}. */
  public Execution run(Program program) {
    return own.run(program);
  }

  /** Runs a program and waits for its outcome; see {@link Caller#run(Program, Limits)}. */
  public Execution run(Program program, Limits within) {
    return own.run(program, within);
  }

  /** Queues a program within the sandbox's limits; see {@link Caller#submit(Program, Limits)}. */
  public CompletableFuture<Execution> submit(Program program) {
    return own.submit(program);
  }

  /** Queues a program; see {@link Caller#submit(Program, Limits)}. */
  public CompletableFuture<Execution> submit(Program program, Limits within) {
    return own.submit(program, within);
  }

  /** Runs each of many programs; see {@link Caller#runAll(Stream, Limits, Repeats)}. */
  public Stream<BatchResult> runAll(Stream<Program> programs) {
    return own.runAll(programs);
  }

  /** Runs many programs; see {@link Caller#runAll(Stream, Limits, Repeats)}. */
  public Stream<BatchResult> runAll(Stream<Program> programs, Limits within, Repeats repeats) {
    return own.runAll(programs, within, repeats);
  }

  /** What this sandbox does at the moment, and has done so far. */
  public Statistics statistics() {
    int waiting = queue.size();
    return new Statistics(
        waiting,
        Math.max(0, unfinished.size() - waiting),
        stock.size(),
        stock.idle(),
        tally.programs(),
        tally.workers());
  }

  /** How many programs run at a time. */
  public int workers() {
    return workers;
  }

  CompletableFuture<Execution> submit(Caller caller, Program program, Limits within) {
    Objects.requireNonNull(program, "program");
    requireWorkersOwn("heapBytes", within.heapBytes(), limits.heapBytes());
    requireWorkersOwn("stackBytes", within.stackBytes(), limits.stackBytes());
    requireOpen();
    var job = new Job(caller, program, within);
    var _ = job.outcome.whenComplete((execution, error) -> ended(job, execution, error));
    long bytes = utf8Length(program.source()) + utf8Length(program.preamble());
    if (bytes > within.sourceBytes()) {
      job.outcome.complete(
          new Execution.LimitExceeded(Limit.SOURCE, bytes, within.sourceBytes(), "", Usage.NONE));
      return job.outcome;
    }
    unfinished.add(job);
    try {
      if (!queue.put(job)) {
        job.outcome.complete(new Execution.Cancelled());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      job.outcome.complete(new Execution.Cancelled());
      return job.outcome;
    }
    stock.want(Math.min(workers, unfinished.size()));
    if (submitted.incrementAndGet() == PROGRAMS_UNTIL_SPARES) {
      stock.wantSpares(spares);
      missingCache.ifPresent(this::makeInBackground);
    }
    return job.outcome;
  }

  private void makeInBackground(StartupCache cache) {
    training =
        Thread.ofPlatform()
            .daemon()
            .name("tusk-startup-cache")
            .start(() -> {
              try {
                cache.make();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // The sandbox is closed.
              }
            });
  }

  /** Called once for each program, when its outcome is known. */
  private void ended(Job job, @Nullable Execution execution, @Nullable Throwable error) {
    unfinished.remove(job);
    if (error instanceof CancellationException) {
      queue.remove(job);
      job.cancel();
    }
    tally.ended(job, execution == null ? new Execution.Cancelled() : execution);
  }

  private static long utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void requireWorkersOwn(String name, long given, long own) {
    if (given != own) {
      throw new IllegalArgumentException(
          name + " belongs to the workers, which have " + own + ": " + given);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the sandbox is closed");
    }
  }

  private void dispatch() {
    while (!closed) {
      Job job;
      try {
        job = queue.take();
      } catch (InterruptedException e) {
        continue; // Only close() interrupts.
      }
      Execution outcome;
      try {
        outcome = runJob(job);
      } catch (RuntimeException e) {
        // A fault of ours must cost neither the program its outcome nor the sandbox this thread.
        LOG.log(Level.ERROR, "a program could not be run", e);
        outcome = new Execution.Crashed("the sandbox failed: " + e);
      }
      job.outcome.complete(outcome);
    }
  }

  private Execution runJob(Job job) {
    // A worker that dies before the program's own code has begun has not harmed the program.
    Optional<Execution> outcome = Optional.empty();
    for (int attempt = 0; attempt < 3 && outcome.isEmpty(); attempt++) {
      if (job.isCancelled() || closed) {
        return new Execution.Cancelled();
      }
      try {
        outcome = attempt(job, attempt == 2);
      } catch (SandboxException e) {
        return new Execution.Crashed(e.getMessage() + ": " + e.getCause());
      } catch (InterruptedException e) {
        return new Execution.Cancelled(); // The sandbox is closing.
      }
    }
    return outcome.orElseThrow();
  }

  private Optional<Execution> attempt(Job job, boolean last) throws InterruptedException {
    var wait = new Events.Wait();
    wait.begin();
    WorkerProcess worker = stock.take(job.caller.domain());
    wait.caller = job.caller.name();
    wait.commit();
    job.taken = System.nanoTime();
    if (!job.assign(worker)) {
      stock.giveBack(worker);
      return Optional.of(new Execution.Cancelled());
    }
    var run = new Events.Run();
    run.begin();
    Optional<Execution> outcome = call(job, worker, last);
    run.caller = job.caller.name();
    run.worker = worker.pid();
    run.end = outcome.map(ProgramEnd::of).map(ProgramEnd::name).orElse("TRIED_AGAIN");
    run.commit();
    return outcome;
  }

  private Optional<Execution> call(Job job, WorkerProcess worker, boolean last)
      throws InterruptedException {
    long number = sequence.incrementAndGet();
    var progress = new Progress(number, job.limits);
    WorkerReply reply;
    try {
      byte[] request =
          Wire.encode(
              new Wire.Request(number, job.caller.domain(), clock(), job.program, job.limits));
      reply = worker.call(request, job.limits.wall().plus(READING), progress);
    } catch (InterruptedException e) {
      stock.replace(worker, WorkerEnd.CLOSED, "the sandbox is closing");
      throw e;
    } finally {
      job.release();
    }
    if (job.isCancelled()) {
      if (worker.isAlive()) {
        stock.giveBack(worker);
      } else {
        stock.replace(worker, WorkerEnd.CANCELLED, "its program was cancelled");
      }
      return Optional.of(new Execution.Cancelled());
    }
    return switch (reply) {
      case WorkerReply.Answered answered -> Optional.of(answered(worker, answered, number, job));
      case WorkerReply.TimedOut _ -> {
        Execution execution = progress.timedOut();
        boolean limited = execution instanceof Execution.LimitExceeded;
        stock.replace(
            worker,
            limited ? WorkerEnd.KILLED : WorkerEnd.CRASHED,
            limited ? "its program did not stop at its limit" : execution.toString());
        yield Optional.of(execution);
      }
      case WorkerReply.Died died -> {
        boolean outOfMemory = died.exitCode() == OUT_OF_MEMORY;
        stock.replace(worker, outOfMemory ? WorkerEnd.KILLED : WorkerEnd.CRASHED, died.reason());
        if (outOfMemory) {
          yield Optional.of(
              new Execution.LimitExceeded(
                  Limit.HEAP,
                  job.limits.heapBytes(),
                  job.limits.heapBytes(),
                  progress.stdout(),
                  new Usage(progress.wall(), Duration.ZERO)));
        }
        yield progress.started() || last
            ? Optional.of(new Execution.Crashed(died.reason()))
            : Optional.empty();
      }
    };
  }

  private OptionalLong clock() {
    if (clock.isEmpty()) {
      return OptionalLong.empty();
    }
    Instant now = clock.get().instant();
    return OptionalLong.of(
        Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano()));
  }

  private Execution answered(
      WorkerProcess worker, WorkerReply.Answered answered, long number, Job job) {
    Wire.Reply reply;
    try {
      reply = Wire.decodeReply(answered.payload(), job.limits);
      if (reply.sequence() != number) {
        throw new IllegalArgumentException("malformed reply: to request " + reply.sequence());
      }
    } catch (IllegalArgumentException e) {
      worker.kill();
      stock.replace(worker, WorkerEnd.CRASHED, "it sent a malformed reply");
      return new Execution.Crashed(String.valueOf(e.getMessage()));
    }
    if (reply.retire()) {
      stock.replace(worker, WorkerEnd.RECYCLED, "it has closed many contexts or holds much memory");
    } else {
      stock.giveBack(worker);
    }
    return reply.execution();
  }

  /** Ends all workers. Programs that have not ended are cancelled. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Thread trainer = training;
    if (trainer != null) {
      trainer.interrupt();
    }
    stock.close();
    queue.close();
    dispatchers.forEach(Thread::interrupt);
    for (Job job : unfinished) {
      job.cancel();
      job.outcome.complete(new Execution.Cancelled());
    }
  }

  List<Long> workerPids() {
    return stock.pids();
  }

  /** What is known of a running program before its reply. Used by one thread. */
  private static final class Progress implements WorkerProcess.NoticeListener {
    private final long number;
    private final Limits limits;
    private final long sent = System.nanoTime();
    private boolean preparing;
    private boolean started;
    private long start;
    private Optional<Wire.Stop> stop = Optional.empty();
    private String stdout = "";

    Progress(long number, Limits limits) {
      this.number = number;
      this.limits = limits;
    }

    @Override
    public Optional<Duration> received(byte[] notice) {
      if (!Wire.concerns(notice, number)) {
        return Optional.empty(); // Of a program before this one.
      }
      switch (notice[0]) {
        case Wire.PREPARING -> {
          preparing = true;
          if (!started && System.nanoTime() - sent < PREPARATION.toNanos()) {
            return Optional.of(SILENCE);
          }
        }
        case Wire.STARTED -> {
          OptionalLong ago = Wire.noticeStart(notice);
          if (!started && ago.isPresent()) {
            started = true;
            long now = System.nanoTime();
            start = Math.max(sent, now - Math.min(ago.getAsLong(), now - sent));
            Duration left = limits.wall().plus(GRACE).minus(wall());
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
          }
        }
        case Wire.STOPPING -> {
          // Nobody can stay longer by saying that it goes.
          if (started && stop.isEmpty() && wall().compareTo(limits.wall()) <= 0) {
            stop = Wire.noticeStop(notice);
            return stop.map(_ -> GRACE);
          }
        }
        case Wire.OUTPUT -> {
          if (notice.length <= limits.outputBytes() + 64) {
            stdout = Wire.noticeText(notice);
          }
        }
        default -> {
          // A worker of this version sends no others; one that does gains nothing.
        }
      }
      return Optional.empty();
    }

    /** The outcome of a program whose worker had to be killed. */
    Execution timedOut() {
      if (started) {
        long allowed = limits.wall().toMillis();
        Limit limit = stop.map(Wire.Stop::limit).orElse(Limit.WALL);
        long used =
            limit == Limit.WALL ? wall().toMillis() : stop.map(Wire.Stop::used).orElse(allowed);
        return new Execution.LimitExceeded(
            limit,
            used,
            switch (limit) {
              case CPU -> limits.cpu().toMillis();
              case OUTPUT -> limits.outputBytes();
              default -> allowed;
            },
            stdout,
            new Usage(wall(), Duration.ZERO));
      }
      if (preparing) {
        return new Execution.Crashed("the worker stopped loading the program's modules");
      }
      // Its text alone takes too long to read.
      return new Execution.LimitExceeded(
          Limit.WALL,
          Duration.ofNanos(System.nanoTime() - sent).toMillis(),
          limits.wall().toMillis(),
          "",
          Usage.NONE);
    }

    boolean started() {
      return started;
    }

    String stdout() {
      return stdout;
    }

    Duration wall() {
      return started ? Duration.ofNanos(System.nanoTime() - start) : Duration.ZERO;
    }
  }

  /** Builds a {@link Sandbox}; not thread-safe. */
  public static final class Builder {
    private Limits limits = Limits.defaults();
    private int workers = Runtime.getRuntime().availableProcessors();
    private int spares = 1;
    private int queueCapacity = 1024;
    private boolean shortLived;
    private boolean preload = true;
    private Path javaHome = Path.of(System.getProperty("java.home"));
    private List<Path> classPath = List.of();
    private List<String> jvmFlags = List.of();
    private Optional<Path> startupCache = Optional.of(UserCache.folder("startup"));
    private Optional<InstantSource> clock = Optional.empty();
    private Set<Measure> required = Set.of();
    private SandboxObserver observer = new SandboxObserver() {};

    private Builder() {}

    /** Limits of programs that bring none of their own. Default: {@link Limits#defaults()}. */
    public Builder limits(Limits value) {
      limits = Objects.requireNonNull(value, "limits");
      return this;
    }

    /** How many programs run at a time. Default: the number of processors. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /**
     * How many workers are kept ready beyond those that programs have needed at a time, so that a
     * killed one is replaced without a wait. They are started with the sixteenth program or after
     * the first kill. Default: 1.
     */
    public Builder spares(int count) {
      spares = count;
      return this;
    }

    /** How many programs of each {@link Caller} may wait. Default: 1024. */
    public Builder queueCapacity(int programs) {
      queueCapacity = programs;
      return this;
    }

    /**
     * Whether each worker imports sympy in the background as soon as it is ready; if not, the first
     * program that needs it waits for that. Default: true.
     */
    public Builder preload(boolean value) {
      preload = value;
      return this;
    }

    /** The JDK that runs the workers. Default: this JVM's. */
    public Builder javaHome(Path folder) {
      javaHome = Objects.requireNonNull(folder, "javaHome");
      return this;
    }

    /** The workers' class path. Default: worked out from this JVM's. */
    public Builder classPath(List<Path> entries) {
      classPath = List.copyOf(entries);
      return this;
    }

    /**
     * Whether this sandbox lives for seconds rather than minutes: its workers then start and load
     * sympy in about half the time, and run slower once warm. Default: no.
     */
    public Builder shortLived(boolean value) {
      shortLived = value;
      return this;
    }

    /**
     * Measures without which no program is to run: where a worker cannot take one of them, {@link
     * Sandbox#posture} fails with its reason and every program ends as {@link Execution.Crashed}.
     * Default: none, each worker takes what the platform has, and {@link Sandbox#posture} tells.
     */
    public Builder require(Measure first, Measure... more) {
      required = Set.copyOf(EnumSet.of(first, more));
      return this;
    }

    /**
     * Where to keep a cache from which workers start in about half the time (an AOT cache of the
     * JVM, 130 MB): used where it is there, and made in the background, with a minute of CPU time
     * in a process of its own, when a sandbox has run its sixteenth program. It needs a class path
     * of jars alone. Default: {@code tusk/startup} in the user's cache folder; empty for none.
     */
    public Builder startupCache(Optional<Path> folder) {
      startupCache = Objects.requireNonNull(folder, "startupCache");
      return this;
    }

    /**
     * What programs see as the time: asked when a program begins; from then on its clock runs. With
     * {@code Clock.fixed(…)} a program that looks at the date gives the same answer on every day.
     * Python's clock shows UTC in either case. Default: the machine's clock.
     */
    public Builder clock(InstantSource source) {
      clock = Optional.of(source);
      return this;
    }

    /** Who is told what happens. Default: nobody. */
    public Builder observer(SandboxObserver value) {
      observer = Objects.requireNonNull(value, "observer");
      return this;
    }

    /** More JVM flags for the workers, after the sandbox's own. Default: none. */
    public Builder jvmFlags(List<String> flags) {
      jvmFlags = List.copyOf(flags);
      return this;
    }

    /**
     * Opens the sandbox.
     *
     * @throws IllegalArgumentException naming the setting that is out of its range
     */
    public Sandbox build() {
      require("workers", workers, 1, 1024);
      require("spares", spares, 0, 1024);
      require("queueCapacity", queueCapacity, 1, 1 << 24);
      if (classPath.isEmpty()) {
        classPath = WorkerClassPath.ofHost(Sandbox.class);
      }
      return new Sandbox(this);
    }

    private static void require(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " must be from " + least + " to " + most + ": " + value);
      }
    }
  }
}
