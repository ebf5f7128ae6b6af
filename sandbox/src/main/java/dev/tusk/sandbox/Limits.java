package dev.tusk.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * What a program may use. Immutable.
 *
 * <p>Besides these, every program has none of the following, whatever its limits: processes,
 * threads, network, environment variables, standard input, and files other than those of Python and
 * its packages, which it may only read. See {@code docs/sandbox.md} for what each platform adds to
 * that.
 *
 * @param wall the time from the moment when the program's own code begins to run to its outcome,
 *     with the reading of its answer. It does not count the wait in the queue, the start of a
 *     worker, or the import of sympy into a fresh context; reading the program's text beforehand
 *     may take as long again. A kill takes up to half a second longer.
 * @param cpu the CPU time of the thread that runs the program, over the same stretch. It does not
 *     count the JVM's own threads (compiler, garbage collector), and is looked at every few
 *     milliseconds, so a program can use that much more.
 * @param heapBytes the Java heap that a program's objects may take. A worker's whole heap is this
 *     much above what the interpreter and sympy need for themselves, so a program can use a little
 *     more where those use less. It does not bound memory outside the heap: the stack, compiled
 *     code and the JVM's own structures. It belongs to the workers: a single call cannot change it.
 * @param stackBytes the stack of the thread that runs the program. It bounds recursion: a Python
 *     call takes about 1 KiB of it, and where it ends the program gets a {@code RecursionError}. It
 *     does not bound the depth of data, which lies in the heap. It belongs to the workers: a single
 *     call cannot change it.
 * @param outputBytes the bytes, as UTF-8, of standard output, and separately those of the answer
 *     with its value tree. It does not bound how much text a program builds without printing it.
 * @param sourceBytes the bytes, as UTF-8, of the program and its preamble together. It does not
 *     bound what the text computes.
 * @param nesting the depth of the syntax tree of the program or its preamble: brackets, blocks and
 *     operators within operators, so that {@code 1+1+1} counts one more than {@code 1+1}. Python's
 *     own bounds hold besides: 200 open brackets, 100 levels of indentation. It does not bound text
 *     that the program itself compiles while it runs, which counts as its own work.
 */
public record Limits(
    Duration wall,
    Duration cpu,
    long heapBytes,
    long stackBytes,
    long outputBytes,
    long sourceBytes,
    int nesting) {
  private static final long MAX_HEAP = 1L << 40;
  private static final long MAX_STACK = 1L << 30;
  private static final long MAX_TEXT = 64L << 20;
  private static final int MAX_NESTING = 20_000;

  private static final Limits DEFAULTS =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          512L << 20,
          64L << 20,
          1L << 20,
          256L << 10,
          3_000);

  public Limits {
    requireTime("wall", wall);
    requireTime("cpu", cpu);
    requireRange("heapBytes", heapBytes, 16L << 20, MAX_HEAP);
    requireRange("stackBytes", stackBytes, 1L << 20, MAX_STACK);
    requireRange("outputBytes", outputBytes, 0, MAX_TEXT);
    requireRange("sourceBytes", sourceBytes, 0, MAX_TEXT);
    requireRange("nesting", nesting, 1, MAX_NESTING);
  }

  private static void requireTime(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(name + " must be from 1 ms to 1 day: " + value);
    }
  }

  private static void requireRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ": " + value);
    }
  }

  /**
   * 10 s of wall time and of CPU time, 512 MiB of heap, 64 MiB of stack, 1 MiB of output, 256 KiB
   * of source, 3,000 levels of nesting.
   */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** A builder that starts from {@link #defaults()}. */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  /** A builder that starts from these limits. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Builds {@link Limits}; not thread-safe. */
  public static final class Builder {
    private Duration wall;
    private Duration cpu;
    private long heapBytes;
    private long stackBytes;
    private long outputBytes;
    private long sourceBytes;
    private int nesting;

    private Builder(Limits start) {
      wall = start.wall;
      cpu = start.cpu;
      heapBytes = start.heapBytes;
      stackBytes = start.stackBytes;
      outputBytes = start.outputBytes;
      sourceBytes = start.sourceBytes;
      nesting = start.nesting;
    }

    /** Wall time, from 1 ms to 1 day. The CPU time goes with it as long as the two are the same. */
    public Builder wall(Duration time) {
      if (cpu.equals(wall)) {
        cpu = time;
      }
      wall = time;
      return this;
    }

    /** CPU time, from 1 ms to 1 day. */
    public Builder cpu(Duration time) {
      cpu = time;
      return this;
    }

    /** Heap in bytes, from 16 MiB to 1 TiB. */
    public Builder heapBytes(long bytes) {
      heapBytes = bytes;
      return this;
    }

    /** Stack in bytes, from 1 MiB to 1 GiB. */
    public Builder stackBytes(long bytes) {
      stackBytes = bytes;
      return this;
    }

    /** Output in bytes, up to 64 MiB. */
    public Builder outputBytes(long bytes) {
      outputBytes = bytes;
      return this;
    }

    /** Source text in bytes, up to 64 MiB. */
    public Builder sourceBytes(long bytes) {
      sourceBytes = bytes;
      return this;
    }

    /** Depth of the syntax tree, up to 20,000. */
    public Builder nesting(int levels) {
      nesting = levels;
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException naming the limit that is out of its range
     */
    public Limits build() {
      return new Limits(wall, cpu, heapBytes, stackBytes, outputBytes, sourceBytes, nesting);
    }
  }
}
