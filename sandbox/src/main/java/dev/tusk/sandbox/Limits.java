package dev.tusk.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * What a program may use. Immutable.
 *
 * @param wall the time from the moment when the program's own code begins to run to its outcome,
 *     with the reading of its answer. It does not count the wait in the queue, the start of a
 *     worker, or the import of sympy into a fresh context. It does not bound CPU time used by the
 *     JVM's own threads (compiler, garbage collector), and a kill takes up to half a second longer.
 * @param heapBytes the Java heap that a program's objects may take. A worker's whole heap is this
 *     much above what the interpreter and sympy need for themselves, so a program can use a little
 *     more where those use less. It does not bound memory outside the heap: the stack (fixed),
 *     compiled code and the JVM's own structures. It belongs to the workers: a single call cannot
 *     change it.
 * @param outputBytes the bytes, as UTF-8, of standard output, and separately those of the answer
 *     with its value tree. It does not bound how much text a program builds without printing it.
 * @param sourceBytes the bytes, as UTF-8, of the program and its preamble together. It does not
 *     bound how deep the text nests, nor what it computes.
 */
public record Limits(Duration wall, long heapBytes, long outputBytes, long sourceBytes) {
  private static final long MAX_HEAP = 1L << 40;
  private static final long MAX_TEXT = 64L << 20;

  private static final Limits DEFAULTS =
      new Limits(Duration.ofSeconds(10), 512L << 20, 1L << 20, 256L << 10);

  public Limits {
    Objects.requireNonNull(wall, "wall");
    if (wall.compareTo(Duration.ofMillis(1)) < 0 || wall.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("wall must be from 1 ms to 1 day: " + wall);
    }
    requireRange("heapBytes", heapBytes, 16L << 20, MAX_HEAP);
    requireRange("outputBytes", outputBytes, 0, MAX_TEXT);
    requireRange("sourceBytes", sourceBytes, 0, MAX_TEXT);
  }

  private static void requireRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ": " + value);
    }
  }

  /** 10 s of wall time, 512 MiB of heap, 1 MiB of output, 256 KiB of source. */
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
    private long heapBytes;
    private long outputBytes;
    private long sourceBytes;

    private Builder(Limits start) {
      wall = start.wall;
      heapBytes = start.heapBytes;
      outputBytes = start.outputBytes;
      sourceBytes = start.sourceBytes;
    }

    /** Wall time, from 1 ms to 1 day. */
    public Builder wall(Duration time) {
      wall = time;
      return this;
    }

    /** Heap in bytes, from 16 MiB to 1 TiB. */
    public Builder heapBytes(long bytes) {
      heapBytes = bytes;
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

    /**
     * The limits.
     *
     * @throws IllegalArgumentException naming the limit that is out of its range
     */
    public Limits build() {
      return new Limits(wall, heapBytes, outputBytes, sourceBytes);
    }
  }
}
