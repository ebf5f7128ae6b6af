package dev.tusk.sandbox.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One worker process and the conversation with it. Its working folder is empty and its own.
 *
 * <p>One request at a time: {@link #call} waits for the one before it. {@link #kill} and {@link
 * #close} may be called from any thread at any time. A worker that misses its deadline, or whose
 * caller is interrupted, is killed: what it would still send belongs to nobody.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.tusk.sandbox.process");

  /** Pipes hold 4 KiB at least, on Linux 64 KiB. */
  private static final int SURE_TO_FIT = 4_000;

  private static final int STDERR_TAIL = 4096;

  /** A message from the reading thread: a frame, or the reason why there will be none. */
  private static final class Event {
    final int kind;
    final byte @Nullable [] payload;
    final @Nullable String end;

    Event(int kind, byte @Nullable [] payload, @Nullable String end) {
      this.kind = kind;
      this.payload = payload;
      this.end = end;
    }
  }

  /** Looks at what a worker sends before its reply. */
  @FunctionalInterface
  public interface NoticeListener {
    /**
     * Called on the calling thread for each notice.
     *
     * @return a time from now that replaces the request's deadline, or empty to leave it
     */
    Optional<Duration> received(byte[] notice);
  }

  private final WorkerCommand command;
  private final Process process;
  private final Path folder;
  private final DataOutputStream out;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(1024);
  private final BlockingQueue<Optional<byte[]>> outgoing = new LinkedBlockingQueue<>();
  private final Semaphore turn = new Semaphore(1, true);
  private final AtomicBoolean killed = new AtomicBoolean();
  private final StringBuilder stderr = new StringBuilder();
  private final Thread errorReader;
  private byte[] greeting = new byte[0];

  private WorkerProcess(WorkerCommand command, Process process, Path folder) {
    this.command = command;
    this.process = process;
    this.folder = folder;
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    String id = "tusk-worker-" + process.pid();
    errorReader = Thread.ofPlatform().daemon().name(id + "-err").start(this::drainErrors);
    Thread.ofPlatform().daemon().name(id + "-in").start(this::readFrames);
    Thread.ofPlatform().daemon().name(id + "-out").start(this::writeFrames);
  }

  /**
   * Starts a worker and waits until it says that it is ready.
   *
   * @throws WorkerException if it cannot be started, ends, or is not ready in time
   * @throws InterruptedException if the calling thread is interrupted; the worker is then killed
   */
  public static WorkerProcess start(WorkerCommand command) throws InterruptedException {
    WorkerProcess worker = launch(command);
    worker.awaitReady();
    return worker;
  }

  /** Starts a worker without waiting for it; {@link #awaitReady} must follow before any call. */
  public static WorkerProcess launch(WorkerCommand command) {
    var builder = new ProcessBuilder(command.commandLine());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    try {
      Path folder = Files.createTempDirectory("tusk-worker-");
      try {
        Process process = builder.directory(folder.toFile()).start();
        var _ = process.onExit().thenRun(() -> removeFolder(folder));
        return new WorkerProcess(command, process, folder);
      } catch (IOException e) {
        removeFolder(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new WorkerException("could not start a worker: " + e.getMessage(), e);
    }
  }

  private static void removeFolder(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a worker's folder stays behind: {0}", e.toString());
    }
  }

  /**
   * Waits until the worker says that it is ready.
   *
   * @throws WorkerException if it ends or is not ready in time; it is then dead
   */
  public void awaitReady() throws InterruptedException {
    Event first;
    try {
      first = events.poll(command.startTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
    if (first == null) {
      kill();
      throw new WorkerException(
          "the worker was not ready within " + command.startTimeout() + errorTail(), null);
    }
    if (first.kind != Frame.READY || first.payload == null) {
      var _ = end();
      throw new WorkerException("the worker did not start: " + endReason(first), null);
    }
    greeting = first.payload;
    // Where the system allows it the worker stays in a folder that has no name any more, in which
    // nothing can be made, and nothing is left behind whatever becomes of this host.
    removeFolder(folder);
  }

  /** What the worker sent when it was ready. */
  public byte[] greeting() {
    return greeting.clone();
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process still runs. */
  public boolean isAlive() {
    return process.isAlive() && !killed.get();
  }

  /** Sends a request and waits for the reply until the deadline, then kills the worker. */
  public WorkerReply call(byte[] request, Duration deadline) throws InterruptedException {
    return call(request, deadline, notice -> Optional.empty());
  }

  /**
   * Sends a request and waits for the reply until the deadline, then kills the worker. The wait for
   * another thread's call is not counted.
   *
   * @param deadline the time until the reply, which a notice may replace
   * @throws InterruptedException if the calling thread is interrupted; the worker is then killed
   */
  public WorkerReply call(byte[] request, Duration deadline, NoticeListener listener)
      throws InterruptedException {
    turn.acquire();
    try {
      sendRequest(request);
      long end = System.nanoTime() + deadline.toNanos();
      while (true) {
        Event event = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (event == null) {
          kill();
          return new WorkerReply.TimedOut();
        }
        if (event.payload == null) {
          events.add(event); // Every later call meets the same end.
          return died(event);
        }
        switch (event.kind) {
          case Frame.REPLY -> {
            return new WorkerReply.Answered(event.payload);
          }
          case Frame.NOTICE -> {
            Optional<Duration> renewed = listener.received(event.payload);
            if (renewed.isPresent()) {
              end = System.nanoTime() + renewed.get().toNanos();
            }
          }
          default -> {
            kill();
            return new WorkerReply.Died(-1, "the worker sent a frame of kind " + event.kind);
          }
        }
      }
    } catch (InterruptedException e) {
      kill();
      throw e;
    } finally {
      turn.release();
    }
  }

  /**
   * Sends a request: a small one from this thread, as it fits into the pipe, which is empty between
   * requests, so that the write cannot wait for the worker; a large one from a thread that may.
   */
  private void sendRequest(byte[] request) {
    if (request.length > SURE_TO_FIT || !outgoing.isEmpty()) {
      outgoing.add(Optional.of(request));
      return;
    }
    try {
      Frame.write(out, Frame.REQUEST, request);
    } catch (IOException workerGone) {
      process.destroyForcibly(); // The reading thread reports the end.
    }
  }

  private WorkerReply died(Event event) throws InterruptedException {
    boolean byUs = killed.get();
    int exit = end() ? process.exitValue() : -1;
    return new WorkerReply.Died(
        exit, byUs ? "the worker was killed by its host" : endReason(event));
  }

  /**
   * Waits for a process that is about to end, and for its last words: to kill it closes its pipes,
   * with what has not been read yet.
   *
   * @return whether it ended by itself
   */
  private boolean end() throws InterruptedException {
    boolean ended = process.waitFor(2, TimeUnit.SECONDS);
    if (ended) {
      errorReader.join(500);
    }
    kill();
    return ended;
  }

  private String endReason(Event event) {
    String why = event.end == null ? "an unexpected frame of kind " + event.kind : event.end;
    String exit = process.isAlive() ? "" : ", exit status " + process.exitValue();
    return why + exit + errorTail();
  }

  private String errorTail() {
    synchronized (stderr) {
      String tail = stderr.toString().strip();
      return tail.isEmpty() ? "" : "; its standard error ends with: " + tail;
    }
  }

  /** Kills the process at once. A call in progress ends with {@link WorkerReply.Died}. */
  public void kill() {
    killed.set(true);
    process.destroyForcibly();
    removeFolder(folder);
  }

  /** Lets the worker end by itself, then kills it where it has not done so within a second. */
  @Override
  public void close() {
    if (killed.get()) {
      return;
    }
    try {
      // Taking the turn keeps an orderly close from cutting off a call in progress.
      if (turn.tryAcquire(1, TimeUnit.SECONDS)) {
        turn.release();
      }
      process.getOutputStream().close();
      process.waitFor(1, TimeUnit.SECONDS);
    } catch (IOException alreadyGone) {
      // Nothing is lost: the process is killed below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }

  private void readFrames() {
    String end = "the worker ended";
    try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      for (Frame frame = Frame.read(in, command.maxFrameBytes());
          frame != null;
          frame = Frame.read(in, command.maxFrameBytes())) {
        if (!events.offer(new Event(frame.kind, frame.payload, null))) {
          // A worker that floods its host is as good as broken.
          end = "the worker sent more than " + events.size() + " frames that nobody asked for";
          break;
        }
      }
    } catch (IOException e) {
      end = "the worker broke off: " + e.getMessage();
    }
    if (!end.equals("the worker ended")) {
      process.destroyForcibly();
    }
    outgoing.add(Optional.empty());
    var last = new Event(0, null, end);
    while (!events.offer(last)) {
      events.poll();
    }
  }

  private void writeFrames() {
    try {
      // An empty entry says that there will be no more.
      for (Optional<byte[]> next = outgoing.take(); next.isPresent(); next = outgoing.take()) {
        Frame.write(out, Frame.REQUEST, next.get());
      }
    } catch (IOException workerGone) {
      process.destroyForcibly(); // The reading thread reports the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drainErrors() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (stderr) {
          stderr.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          if (stderr.length() > STDERR_TAIL) {
            stderr.delete(0, stderr.length() - STDERR_TAIL);
          }
        }
      }
    } catch (IOException closed) {
      // The process is gone, and with it what it would have said.
    }
  }
}
