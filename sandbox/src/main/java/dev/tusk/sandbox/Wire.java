package dev.tusk.sandbox;

import dev.tusk.sandbox.Program.Style;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The bytes between the sandbox and its workers. The host reads a worker's bytes as hostile: every
 * length is checked against what is there, and nothing but text and numbers comes out.
 */
final class Wire {
  /** Notice: the program's own code runs. Programs that end at once are not announced. */
  static final byte STARTED = 1;

  /** Notice: output so far. */
  static final byte OUTPUT = 2;

  /** Notice: the program's modules are still being loaded. */
  static final byte PREPARING = 3;

  /** Notice: the program has reached a limit and is being stopped. */
  static final byte STOPPING = 4;

  private static final int NOTICE_HEAD = 9;

  private Wire() {}

  /**
   * A program for a worker.
   *
   * @param domain programs of different domains never share a context
   * @param clock what the program's clock shows at first, in nanoseconds since 1970; empty for the
   *     machine's own
   */
  record Request(long sequence, long domain, OptionalLong clock, Program program, Limits limits) {}

  /**
   * A worker's reply.
   *
   * @param retire whether the worker asks to be replaced
   */
  record Reply(long sequence, boolean retire, Execution execution) {}

  /** How a worker says what it found. */
  enum Outcome {
    /** The guest's own account of how it ended. */
    ENDED,
    WALL,
    CPU,
    OUTPUT,
    HEAP,
    NESTING,
    CRASHED
  }

  static byte[] encode(Request request) {
    return bytes(out -> {
      out.writeLong(request.sequence);
      out.writeLong(request.domain);
      out.writeBoolean(request.clock.isPresent());
      out.writeLong(request.clock.orElse(0));
      writeText(out, request.program.style().name());
      writeText(out, request.program.preamble());
      writeText(out, request.program.source());
      out.writeLong(request.limits.wall().toNanos());
      out.writeLong(request.limits.cpu().toNanos());
      out.writeLong(request.limits.heapBytes());
      out.writeLong(request.limits.stackBytes());
      out.writeLong(request.limits.outputBytes());
      out.writeLong(request.limits.sourceBytes());
      out.writeInt(request.limits.nesting());
    });
  }

  static Request decodeRequest(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    long sequence = in.getLong();
    long domain = in.getLong();
    boolean clockIsSet = in.get() != 0;
    long clock = in.getLong();
    Style style = Style.valueOf(readText(in));
    String preamble = readText(in);
    String source = readText(in);
    var limits =
        new Limits(
            Duration.ofNanos(in.getLong()),
            Duration.ofNanos(in.getLong()),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getInt());
    return new Request(
        sequence,
        domain,
        clockIsSet ? OptionalLong.of(clock) : OptionalLong.empty(),
        new Program(source, style, preamble),
        limits);
  }

  /**
   * @param nanos how long ago it began
   */
  static byte[] started(long sequence, long nanos) {
    return ByteBuffer.allocate(NOTICE_HEAD + 8)
        .put(STARTED)
        .putLong(sequence)
        .putLong(nanos)
        .array();
  }

  /** What a notice of the kind {@link #STARTED} says; empty where it is malformed. */
  static OptionalLong noticeStart(byte[] notice) {
    return notice.length == NOTICE_HEAD + 8
        ? OptionalLong.of(Math.max(0, ByteBuffer.wrap(notice).getLong(NOTICE_HEAD)))
        : OptionalLong.empty();
  }

  static byte[] preparing(long sequence) {
    return ByteBuffer.allocate(NOTICE_HEAD).put(PREPARING).putLong(sequence).array();
  }

  static byte[] outputSoFar(long sequence, byte[] stdout) {
    return ByteBuffer.allocate(NOTICE_HEAD + stdout.length)
        .put(OUTPUT)
        .putLong(sequence)
        .put(stdout)
        .array();
  }

  /**
   * @param limit WALL, CPU or OUTPUT
   * @param used in the limit's unit
   */
  static byte[] stopping(long sequence, Limit limit, long used) {
    return ByteBuffer.allocate(NOTICE_HEAD + 9)
        .put(STOPPING)
        .putLong(sequence)
        .put((byte) limit.name().charAt(0))
        .putLong(used)
        .array();
  }

  /** A limit that a worker says was reached. */
  record Stop(Limit limit, long used) {}

  /** What a notice of the kind {@link #STOPPING} says; empty where it is malformed. */
  static Optional<Stop> noticeStop(byte[] notice) {
    if (notice.length != NOTICE_HEAD + 9) {
      return Optional.empty();
    }
    long used = Math.max(0, ByteBuffer.wrap(notice).getLong(NOTICE_HEAD + 1));
    return Stream.of(Limit.WALL, Limit.CPU, Limit.OUTPUT)
        .filter(limit -> limit.name().charAt(0) == notice[NOTICE_HEAD])
        .map(limit -> new Stop(limit, used))
        .findFirst();
  }

  /** Whether a notice is well-formed and about the request of this number. */
  static boolean concerns(byte[] notice, long sequence) {
    return notice.length >= NOTICE_HEAD && ByteBuffer.wrap(notice).getLong(1) == sequence;
  }

  static byte[] reply(
      long sequence,
      boolean retire,
      Outcome outcome,
      long wallNanos,
      long cpuNanos,
      long used,
      byte[] stdout,
      Style style,
      String account) {
    return bytes(out -> {
      out.writeLong(sequence);
      out.writeByte(retire ? 1 : 0);
      writeText(out, outcome.name());
      out.writeLong(wallNanos);
      out.writeLong(cpuNanos);
      out.writeLong(used);
      out.writeInt(stdout.length);
      out.write(stdout);
      writeText(out, style.name());
      writeText(out, account);
    });
  }

  /**
   * What a reply says.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static Reply decodeReply(byte[] payload, Limits limits) {
    try {
      ByteBuffer in = ByteBuffer.wrap(payload);
      long sequence = in.getLong();
      boolean retire = in.get() != 0;
      Outcome outcome = Outcome.valueOf(readText(in));
      var usage = new Usage(nanos(in.getLong()), nanos(in.getLong()));
      long used = in.getLong();
      String stdout = readText(in);
      Style style = Style.valueOf(readText(in));
      String account = readText(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("malformed reply: bytes left over");
      }
      return new Reply(
          sequence,
          retire,
          switch (outcome) {
            case ENDED -> ended(account, style, stdout, usage);
            case WALL ->
                new Execution.LimitExceeded(
                    Limit.WALL,
                    Math.max(usage.wall().toMillis(), limits.wall().toMillis()),
                    limits.wall().toMillis(),
                    stdout,
                    usage);
            case CPU ->
                new Execution.LimitExceeded(
                    Limit.CPU,
                    Math.max(usage.cpu().toMillis(), limits.cpu().toMillis()),
                    limits.cpu().toMillis(),
                    stdout,
                    usage);
            case NESTING ->
                new Execution.LimitExceeded(Limit.NESTING, used, limits.nesting(), stdout, usage);
            case OUTPUT ->
                new Execution.LimitExceeded(
                    Limit.OUTPUT, used, limits.outputBytes(), stdout, usage);
            case HEAP ->
                new Execution.LimitExceeded(Limit.HEAP, used, limits.heapBytes(), stdout, usage);
            case CRASHED -> new Execution.Crashed(account);
          });
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("malformed reply: cut short", e);
    }
  }

  private static Execution ended(String account, Style style, String stdout, Usage usage) {
    var in = new Netstrings(account);
    String kind = in.next();
    Execution execution =
        switch (kind) {
          case "completed" ->
              new Execution.Completed(in.next(), in.nextValue(), style, stdout, usage);
          case "printed" -> {
            String answer = lastLine(stdout);
            yield new Execution.Completed(answer, new Value.Text(answer), style, stdout, usage);
          }
          case "raised" ->
              new Execution.Raised(in.next(), in.next(), in.nextCount(), stdout, usage);
          case "rejected" ->
              new Execution.Rejected(in.next(), in.next(), in.nextCount(), in.nextCount());
          default -> throw new IllegalArgumentException("malformed outcome: unknown kind");
        };
    in.requireEnd();
    return execution;
  }

  /** The last line of the output, after Python's {@code strip()}. */
  static String lastLine(String stdout) {
    int end = stdout.length();
    while (end > 0 && isPythonSpace(stdout.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isPythonSpace(stdout.charAt(start))) {
      start++;
    }
    String stripped = stdout.substring(start, end);
    return stripped.substring(stripped.lastIndexOf('\n') + 1);
  }

  private static boolean isPythonSpace(char c) {
    return Character.isWhitespace(c)
        || c == '\u00a0'
        || c == '\u2007'
        || c == '\u202f'
        || c == '\u0085';
  }

  private static Duration nanos(long value) {
    return Duration.ofNanos(Math.max(0, value));
  }

  /** Text of a notice's payload behind its head. */
  static String noticeText(byte[] notice) {
    return new String(notice, NOTICE_HEAD, notice.length - NOTICE_HEAD, StandardCharsets.UTF_8);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("malformed message: text of " + length + " bytes");
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
