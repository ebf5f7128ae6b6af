package dev.tusk.sandbox.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The worker's side of the conversation. A worker's {@code main} opens the loop first, prepares
 * what it needs, then serves:
 *
 * <pre>{@code
 * public static void main(String[] args) throws Exception {
 *   WorkerLoop loop = WorkerLoop.open(1 << 20);
 *   loop.serve(new byte[0], (request, notices) -> answer(request));
 * }
 * }</pre>
 *
 * <p>The process's real standard streams belong to the frames: {@code System.out} is sent to
 * standard error and {@code System.in} is empty from {@link #open} on. When the host's end of
 * standard input closes, whatever the reason, the worker halts at once, in the middle of a request
 * too, so no worker outlives its host.
 */
public final class WorkerLoop {
  /** A worker that has had nothing to do for so long is idle. */
  private static final long QUIET_MILLIS = 250;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final int maxFrameBytes;
  private final BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();

  private WorkerLoop(InputStream in, FileOutputStream out, int maxFrameBytes) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes the standard streams for frames and begins to watch for the end of the host.
   *
   * @param maxFrameBytes the largest frame accepted or sent
   */
  public static WorkerLoop open(int maxFrameBytes) {
    var loop =
        new WorkerLoop(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            maxFrameBytes);
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    Thread.ofPlatform().daemon().name("tusk-worker-requests").start(loop::readRequests);
    return loop;
  }

  /**
   * For a process that serves no requests: halts it when the host's end of standard input closes,
   * and takes whatever comes from there for nothing.
   */
  public static void endWithHost() {
    InputStream in = new FileInputStream(FileDescriptor.in);
    Thread.ofPlatform()
        .daemon()
        .name("tusk-worker-host")
        .start(() -> {
          try {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException broken) {
            System.err.println("tusk worker: " + broken.getMessage());
          }
          Runtime.getRuntime().halt(1);
        });
  }

  /**
   * Tells the host that the worker is ready and answers requests until the host goes away. Returns
   * only by exception.
   *
   * @param greeting what the host gets with the news that the worker is ready
   */
  public void serve(byte[] greeting, WorkerHandler handler) throws Exception {
    send(Frame.READY, greeting);
    while (true) {
      byte[] request = next(handler);
      send(Frame.REPLY, handler.handle(request, notice -> sendNotice(notice)));
    }
  }

  /** The next request; until it comes the handler may do what it has put off. */
  private byte[] next(WorkerHandler handler) throws Exception {
    byte[] request = requests.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    while (request == null && handler.idle()) {
      request = requests.poll();
    }
    return request == null ? requests.take() : request;
  }

  private void sendNotice(byte[] notice) {
    try {
      send(Frame.NOTICE, notice);
    } catch (IOException hostGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void send(int kind, byte[] payload) throws IOException {
    if (payload.length > maxFrameBytes) {
      throw new IOException("frame of " + payload.length + " bytes, limit " + maxFrameBytes);
    }
    synchronized (out) {
      Frame.write(out, kind, payload);
    }
  }

  private void readRequests() {
    try {
      for (Frame frame = Frame.read(in, maxFrameBytes);
          frame != null;
          frame = Frame.read(in, maxFrameBytes)) {
        if (frame.kind != Frame.REQUEST) {
          throw new IOException("the host sent a frame of kind " + frame.kind);
        }
        requests.add(frame.payload);
      }
    } catch (IOException broken) {
      System.err.println("tusk worker: " + broken.getMessage());
      Runtime.getRuntime().halt(70);
    }
    Runtime.getRuntime().halt(0);
  }
}
