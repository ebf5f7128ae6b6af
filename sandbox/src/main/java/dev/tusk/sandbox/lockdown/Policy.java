package dev.tusk.sandbox.lockdown;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a process keeps when it locks itself down. Everything not named here is given up.
 *
 * <p>Immutable and thread-safe.
 *
 * @param readable files and folders (with all below them) that may still be opened for reading,
 *     where the kernel has Landlock; links are followed when the policy is applied
 * @param opening whether files may be opened at all
 * @param openFiles most descriptors open at a time ({@code RLIMIT_NOFILE}), 16 to 65,536; it does
 *     not bound threads or memory
 * @param cpu CPU time of the whole process, over its life, at which the kernel kills it ({@code
 *     RLIMIT_CPU}), whole seconds rounded up; a backstop, empty for none
 * @param userThreads most threads and processes of this process's user, system-wide ({@code
 *     RLIMIT_NPROC}); empty for none, which is right unless the user is the worker's own. The
 *     kernel does not apply it to the superuser. New processes are refused by the system-call
 *     filter in any case
 */
public record Policy(
    List<Path> readable,
    Opening opening,
    int openFiles,
    Optional<Duration> cpu,
    OptionalInt userThreads) {

  /** Whether files may be opened once the process is locked. */
  public enum Opening {
    /** For reading; which ones is bounded by {@link Policy#readable} where there is Landlock. */
    READ_ONLY,
    /** Not at all: only what is open already can be read. */
    NONE
  }

  public Policy {
    readable = List.copyOf(readable);
    if (openFiles < 16 || openFiles > 65_536) {
      throw new IllegalArgumentException("openFiles is " + openFiles + ", must be 16 to 65536");
    }
    if (cpu.isPresent() && (cpu.get().isNegative() || cpu.get().isZero())) {
      throw new IllegalArgumentException("cpu is " + cpu.get() + ", must be positive");
    }
    if (userThreads.isPresent() && userThreads.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "userThreads is " + userThreads.getAsInt() + ", must be at least 1");
    }
  }

  /** A policy that keeps the right to read and nothing else, until paths are named. */
  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.readable.addAll(readable);
    builder.opening = opening;
    builder.openFiles = openFiles;
    builder.cpu = cpu;
    builder.userThreads = userThreads;
    return builder;
  }

  /** Collects a policy; not thread-safe. */
  public static final class Builder {
    private final List<Path> readable = new ArrayList<>();
    private Opening opening = Opening.READ_ONLY;
    private int openFiles = 256;
    private Optional<Duration> cpu = Optional.empty();
    private OptionalInt userThreads = OptionalInt.empty();

    private Builder() {}

    /** Adds a file, or a folder with all below it. */
    public Builder readable(Path path) {
      readable.add(path);
      return this;
    }

    /**
     * Adds what a JVM reads after its start: its own home, every entry of its class and module
     * path, the kernel's random numbers.
     */
    public Builder readableByThisJvm() {
      readable.add(Path.of(System.getProperty("java.home")));
      String separator = System.getProperty("path.separator");
      for (String name : List.of("java.class.path", "jdk.module.path", "jdk.module.upgrade.path")) {
        for (String entry : System.getProperty(name, "").split(separator, -1)) {
          if (!entry.isEmpty()) {
            readable.add(Path.of(entry));
          }
        }
      }
      readable.add(Path.of("/dev/random"));
      readable.add(Path.of("/dev/urandom"));
      return this;
    }

    public Builder opening(Opening opening) {
      this.opening = opening;
      return this;
    }

    public Builder openFiles(int openFiles) {
      this.openFiles = openFiles;
      return this;
    }

    public Builder cpu(Duration cpu) {
      this.cpu = Optional.of(cpu);
      return this;
    }

    public Builder userThreads(int userThreads) {
      this.userThreads = OptionalInt.of(userThreads);
      return this;
    }

    public Policy build() {
      return new Policy(readable, opening, openFiles, cpu, userThreads);
    }
  }
}
