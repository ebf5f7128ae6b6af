package dev.tusk.examples.service;

import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.lockdown.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the service listens, what it accepts and how long anything may take. Immutable.
 * docs/operations.md lists each with its default.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any that is free
 * @param model the checkpoint folder; empty for a service that does not solve
 * @param keys who may call; none for everybody
 * @param workers programs that run at once
 * @param limits of every program
 * @param required measures of the lock-down without which no program runs
 * @param inFlight single requests accepted and not answered yet
 * @param batches batches under way
 * @param connections open connections
 * @param bodyBytes of a single request
 * @param bufferedBytes of all bodies that have not been read to their end
 * @param lineBytes of a line of a batch
 * @param requestTime of one request, or one line of a batch, from when it is accepted
 * @param readTime without a byte from a client that owes some
 * @param bodyTime in which the body of a single request must have come
 * @param writeTime in which a client must take what was written
 * @param idleTime of a connection without a request
 */
record Settings(
    String host,
    int port,
    Optional<Path> model,
    ApiKeys keys,
    int workers,
    Limits limits,
    Set<Measure> required,
    int inFlight,
    int batches,
    int connections,
    int bodyBytes,
    int bufferedBytes,
    int lineBytes,
    Duration requestTime,
    Duration readTime,
    Duration bodyTime,
    Duration writeTime,
    Duration idleTime) {
  private static final int MEGABYTE = 1 << 20;

  Settings {
    required = Set.copyOf(required);
    range("port", port, 0, 65_535);
    range("workers", workers, 1, 256);
    range("in-flight", inFlight, 1, 100_000);
    range("batches", batches, 1, 10_000);
    range("connections", connections, 1, 1_000_000);
    range("body-bytes", bodyBytes, 1_024, 256 * MEGABYTE);
    range("buffered-bytes", bufferedBytes, bodyBytes, Integer.MAX_VALUE);
    range("line-bytes", lineBytes, 1_024, 256 * MEGABYTE);
    range("request-time", requestTime);
    range("read-time", readTime);
    range("body-time", bodyTime);
    range("write-time", writeTime);
    range("idle-time", idleTime);
  }

  static Settings defaults() {
    return new Settings(
        "127.0.0.1",
        8080,
        Optional.empty(),
        ApiKeys.NONE,
        Runtime.getRuntime().availableProcessors(),
        Limits.defaults(),
        Set.of(),
        256,
        16,
        2_048,
        MEGABYTE,
        64 * MEGABYTE,
        MEGABYTE,
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5));
  }

  Builder toBuilder() {
    return new Builder(this);
  }

  private static void range(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "--%s is %d; from %d to %d is possible".formatted(name, value, least, most));
    }
  }

  private static void range(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "--%s is %s seconds; from 0.001 to 86400 is possible"
              .formatted(name, value.toMillis() / 1e3));
    }
  }

  /** Collects settings; not thread-safe. */
  static final class Builder {
    private String host;
    private int port;
    private Optional<Path> model;
    private ApiKeys keys;
    private int workers;
    private Limits limits;
    private Set<Measure> required;
    private int inFlight;
    private int batches;
    private int connections;
    private int bodyBytes;
    private int bufferedBytes;
    private int lineBytes;
    private Duration requestTime;
    private Duration readTime;
    private Duration bodyTime;
    private Duration writeTime;
    private Duration idleTime;

    private Builder(Settings start) {
      host = start.host;
      port = start.port;
      model = start.model;
      keys = start.keys;
      workers = start.workers;
      limits = start.limits;
      required = start.required;
      inFlight = start.inFlight;
      batches = start.batches;
      connections = start.connections;
      bodyBytes = start.bodyBytes;
      bufferedBytes = start.bufferedBytes;
      lineBytes = start.lineBytes;
      requestTime = start.requestTime;
      readTime = start.readTime;
      bodyTime = start.bodyTime;
      writeTime = start.writeTime;
      idleTime = start.idleTime;
    }

    Builder address(String name, int number) {
      host = name;
      port = number;
      return this;
    }

    Builder model(Path folder) {
      model = Optional.of(folder);
      return this;
    }

    Builder keys(ApiKeys value) {
      keys = value;
      return this;
    }

    Builder workers(int count) {
      workers = count;
      return this;
    }

    Builder limits(Limits value) {
      limits = value;
      return this;
    }

    Builder required(Set<Measure> measures) {
      required = measures;
      return this;
    }

    Builder inFlight(int count) {
      inFlight = count;
      return this;
    }

    Builder batches(int count) {
      batches = count;
      return this;
    }

    Builder connections(int count) {
      connections = count;
      return this;
    }

    Builder bodyBytes(int count) {
      bodyBytes = count;
      return this;
    }

    Builder bufferedBytes(int count) {
      bufferedBytes = count;
      return this;
    }

    Builder lineBytes(int count) {
      lineBytes = count;
      return this;
    }

    Builder requestTime(Duration time) {
      requestTime = time;
      return this;
    }

    Builder readTime(Duration time) {
      readTime = time;
      return this;
    }

    Builder bodyTime(Duration time) {
      bodyTime = time;
      return this;
    }

    Builder writeTime(Duration time) {
      writeTime = time;
      return this;
    }

    Builder idleTime(Duration time) {
      idleTime = time;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming the flag that is out of its range
     */
    Settings build() {
      return new Settings(
          host,
          port,
          model,
          keys,
          workers,
          limits,
          required,
          inFlight,
          batches,
          connections,
          bodyBytes,
          bufferedBytes,
          lineBytes,
          requestTime,
          readTime,
          bodyTime,
          writeTime,
          idleTime);
    }
  }
}
