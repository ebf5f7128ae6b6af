package dev.tusk.examples.service;

import dev.tusk.sandbox.SandboxObserver;
import dev.tusk.sandbox.Statistics;
import dev.tusk.symbolic.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What is counted, under fixed labels. docs/operations.md lists every metric. Thread-safe. */
final class Metrics implements SandboxObserver, AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  // The registry finds a meter by its labels too, but in more time than a comparison takes.
  private final Map<Labels, Timer> requests = new ConcurrentHashMap<>();
  private final Map<String, Counter> lines = new ConcurrentHashMap<>();
  private final Map<Labels, Counter> results = new ConcurrentHashMap<>();
  private final Timer waits =
      timer("tusk.programs.wait", "From a program's submission until a worker took it")
          .register(registry);
  private final Timer runs =
      timer("tusk.programs.run", "From then until its outcome").register(registry);

  private record Labels(String first, String second) {}

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    for (ProgramEnd end : ProgramEnd.values()) {
      registry.counter("tusk.programs.ended", "end", label(end));
    }
    for (WorkerEnd end : WorkerEnd.values()) {
      registry.counter("tusk.workers.ended", "end", label(end));
    }
  }

  /** Shows the sandbox's own counts. */
  void watch(Supplier<Statistics> statistics) {
    gauge(
        "tusk.programs.waiting",
        "Programs that no worker has taken yet",
        statistics,
        Statistics::waiting);
    gauge("tusk.programs.running", "Programs that a worker has", statistics, Statistics::running);
    gauge("tusk.workers", "Worker processes, ready or busy", statistics, Statistics::workers);
    gauge(
        "tusk.workers.idle",
        "Worker processes that nobody uses",
        statistics,
        Statistics::idleWorkers);
  }

  private void gauge(
      String name,
      String meaning,
      Supplier<Statistics> statistics,
      ToDoubleFunction<Statistics> value) {
    Gauge.builder(name, () -> value.applyAsDouble(statistics.get()))
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }

  /** Shows how many requests of a kind are under way, and how many may be. */
  void watch(String kind, Admission admission) {
    Gauge.builder("tusk.requests.in.flight", admission::inside)
        .description("Requests accepted and not answered yet")
        .tag("kind", kind)
        .strongReference(true)
        .register(registry);
    Gauge.builder("tusk.requests.in.flight.limit", admission::bound)
        .description("How many of them there may be")
        .tag("kind", kind)
        .strongReference(true)
        .register(registry);
  }

  /** A request was answered. */
  void request(String operation, int status, Duration took) {
    requests
        .computeIfAbsent(
            new Labels(operation, String.valueOf(status)),
            labels ->
                timer("tusk.requests", "From the request's head to the last byte of the answer")
                    .tags("operation", labels.first(), "status", labels.second())
                    .register(registry))
        .record(took);
  }

  /** A line of a batch was answered. */
  void line(String outcome) {
    lines
        .computeIfAbsent(outcome, label -> registry.counter("tusk.batch.lines", "outcome", label))
        .increment();
  }

  /** An operation has a result. */
  void result(Operation operation, String outcome) {
    results
        .computeIfAbsent(
            new Labels(operation.label(), outcome),
            labels ->
                registry.counter(
                    "tusk.results", "operation", labels.first(), "outcome", labels.second()))
        .increment();
  }

  /** A result was cross-checked. */
  void verdict(Verdict verdict) {
    registry.counter("tusk.verdicts", "verdict", verdict.label()).increment();
  }

  private static Timer.Builder timer(String name, String meaning) {
    return Timer.builder(name).description(meaning).serviceLevelObjectives(BUCKETS);
  }

  @Override
  public void programEnded(ProgramEnd end, Duration waited, Duration took) {
    registry.counter("tusk.programs.ended", "end", label(end)).increment();
    waits.record(waited);
    runs.record(took);
  }

  @Override
  public void workerStarted(Duration took) {
    registry.timer("tusk.workers.start").record(took);
  }

  @Override
  public void workerEnded(WorkerEnd end) {
    registry.counter("tusk.workers.ended", "end", label(end)).increment();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Everything, in Prometheus' text format. */
  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
