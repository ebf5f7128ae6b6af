package dev.tusk.bench;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs one list of recorded programs through Tusk's sandbox and through CPython's fork pool in turn
 * (A B A B …) and prints programs per second, with and without sympy, latencies and the ratios; for
 * the sandbox also how its rate rises during the warm-up, the memory that its workers hold, and how
 * long {@code print(1 + 1)} takes.
 *
 * <p>Each round opens a sandbox of its own and warms it up on programs that are disjoint from the
 * measured ones, so that every measured program is new to every worker in every round. A rate is
 * the number of callers, times programs, over the sum of their latencies, on both sides.
 */
public final class Compare {
  private Compare() {}

  /** The warm-up's rate is told for spans of so many seconds. */
  private static final int SPAN_SECONDS = 30;

  private static final int SMALL_PROGRAMS = 1000;

  /** Rates of one side in one round, in programs a second; latencies in milliseconds. */
  record Rates(
      double sympy, double plain, double all, double p50, double p99, int equal, int programs) {}

  private record Timed(CorpusRecord entry, double seconds, boolean equal) {}

  /** Usage: Compare SHARED [--rounds N] [--workers N] [--warmup SECONDS] [--limit N]. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.err.println(
          "usage: bench/compare SHARED [--rounds N] [--workers N] [--warmup SECONDS] [--limit N]\n"
              + "SHARED is the folder that holds corpus/ and bench/");
      System.exit(2);
    }
    Path shared = Path.of(args[0]);
    int rounds = option(args, "--rounds", 3);
    int workers = option(args, "--workers", 2);
    int warmup = option(args, "--warmup", 300);
    int limit = option(args, "--limit", Integer.MAX_VALUE);
    var records = CorpusRecord.read(shared.resolve("corpus"));
    List<CorpusRecord> warm = CorpusRecord.select(records, shared.resolve("bench/warmup-ids.txt"));
    List<CorpusRecord> measured =
        CorpusRecord.select(records, shared.resolve("bench/measured-ids.txt")).stream()
            .limit(limit)
            .toList();
    System.out.printf(
        "%d programs (%d with sympy), %d workers, %d s of warm-up a round, JDK %s%n",
        measured.size(),
        measured.stream().filter(CorpusRecord::sympy).count(),
        workers,
        warmup,
        Runtime.version());
    var tusk = new ArrayList<Rates>();
    var pool = new ArrayList<Rates>();
    for (int round = 1; round <= rounds; round++) {
      tusk.add(tusk(warm, measured, workers, Duration.ofSeconds(warmup)));
      print(round, "tusk", tusk.getLast());
      pool.add(forkPool(shared, measured, workers));
      print(round, "fork pool", pool.getLast());
    }
    printMedians("tusk", tusk);
    printMedians("fork pool", pool);
    System.out.printf(
        Locale.ROOT,
        "median ratios tusk / fork pool over %d rounds: sympy %.2f, no sympy %.2f, all %.2f%n",
        rounds,
        ratio(tusk, pool, Rates::sympy),
        ratio(tusk, pool, Rates::plain),
        ratio(tusk, pool, Rates::all));
  }

  private static Rates tusk(
      List<CorpusRecord> warm, List<CorpusRecord> measured, int workers, Duration warmup)
      throws Exception {
    long opened = System.nanoTime();
    try (Sandbox sandbox = Sandbox.builder().workers(workers).build()) {
      long end = opened + warmup.toNanos();
      int spans = (int) (warmup.toSeconds() + SPAN_SECONDS - 1) / SPAN_SECONDS;
      var done = new AtomicIntegerArray(spans + 1);
      while (System.nanoTime() < end) {
        run(
            sandbox,
            warm,
            workers,
            end,
            () ->
                done.incrementAndGet(
                    (int)
                        Math.min(
                            spans,
                            (System.nanoTime() - opened) / (SPAN_SECONDS * 1_000_000_000L))));
      }
      var curve = new StringJoiner(" ");
      for (int span = 0; span < spans; span++) {
        curve.add(String.format(Locale.ROOT, "%.1f", (double) done.get(span) / SPAN_SECONDS));
      }
      System.out.printf("  warm-up, programs/s in each %d s: %s%n", SPAN_SECONDS, curve);
      System.out.println("  " + sandbox.posture());
      Rates rates = rates(run(sandbox, measured, workers, Long.MAX_VALUE, () -> {}), workers);
      System.out.println("  memory of the worker processes: " + memory());
      System.out.println("  " + sandbox.statistics());
      printSmall(sandbox);
      return rates;
    }
  }

  /** Tells the latency of the smallest program, one after the other from one caller. */
  private static void printSmall(Sandbox sandbox) {
    var program = new Program("print(1 + 1)", Program.Style.PRINT, "");
    double[] millis = new double[SMALL_PROGRAMS];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      Execution execution = sandbox.run(program);
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (!(execution instanceof Execution.Completed)) {
        throw new IllegalStateException("print(1 + 1) gave " + execution);
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "  print(1 + 1), %d times: least %.2f ms, p50 %.2f ms, p99 %.2f ms%n",
        millis.length,
        millis[0],
        millis[millis.length / 2],
        millis[(int) (millis.length * .99)]);
  }

  /** The resident memory of each child process, and the most that it had, where Linux tells. */
  private static String memory() {
    var all = new StringJoiner(", ");
    ProcessHandle.current()
        .children()
        .forEach(child -> {
          try {
            Map<String, Long> kilobytes = new HashMap<>();
            for (String line :
                Files.readAllLines(Path.of("/proc", Long.toString(child.pid()), "status"))) {
              if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                kilobytes.put(line.substring(0, 5), Long.valueOf(line.replaceAll("[^0-9]", "")));
              }
            }
            all.add(
                "%d MB (at most %d MB)"
                    .formatted(
                        kilobytes.getOrDefault("VmRSS", 0L) >> 10,
                        kilobytes.getOrDefault("VmHWM", 0L) >> 10));
          } catch (IOException notLinuxOrGone) {
            all.add("unknown");
          }
        });
    return all.toString();
  }

  private static List<Timed> run(
      Sandbox sandbox, List<CorpusRecord> records, int callers, long endNanos, Runnable afterEach)
      throws InterruptedException {
    var timed = new Timed[records.size()];
    var next = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < callers; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                int n;
                while ((n = next.getAndIncrement()) < timed.length
                    && System.nanoTime() < endNanos) {
                  CorpusRecord entry = records.get(n);
                  long start = System.nanoTime();
                  Execution execution = sandbox.run(entry.program());
                  double seconds = (System.nanoTime() - start) / 1e9;
                  timed[n] =
                      new Timed(
                          entry,
                          seconds,
                          execution instanceof Execution.Completed completed
                              && completed.answer().equals(entry.answer()));
                  afterEach.run();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return Arrays.stream(timed).filter(t -> t != null).toList();
  }

  private static Rates rates(List<Timed> timed, int workers) {
    double[] sorted = timed.stream().mapToDouble(Timed::seconds).sorted().toArray();
    return new Rates(
        rate(timed.stream().filter(t -> t.entry().sympy()).toList(), workers),
        rate(timed.stream().filter(t -> !t.entry().sympy()).toList(), workers),
        rate(timed, workers),
        1e3 * sorted[sorted.length / 2],
        1e3 * sorted[(int) (sorted.length * .99)],
        (int) timed.stream().filter(Timed::equal).count(),
        timed.size());
  }

  private static double rate(List<Timed> part, int workers) {
    return workers * part.size() / part.stream().mapToDouble(Timed::seconds).sum();
  }

  private static final Pattern PART = Pattern.compile("^(no )?sympy: .*, ([\\d.]+) programs/s$");
  private static final Pattern WHOLE =
      Pattern.compile(
          "^programs (\\d+) .* equal (\\d+) .* programs/s ([\\d.]+)  p50 ([\\d.]+) ms  p99 ([\\d.]+)"
              + " ms$");

  static Rates forkPool(Path shared, List<CorpusRecord> measured, int workers)
      throws IOException, InterruptedException {
    Path ids = Files.createTempFile("tusk-compare", ".txt");
    try {
      Files.write(ids, measured.stream().map(CorpusRecord::id).toList());
      var command =
          new ArrayList<>(
              List.of(
                  "python3",
                  shared.resolve("bench/cpython_fork_pool.py").toString(),
                  "--workers",
                  Integer.toString(workers),
                  "--ids",
                  ids.toString()));
      try (var files = Files.newDirectoryStream(shared.resolve("corpus"), "*.jsonl")) {
        files.forEach(file -> command.add(file.toString()));
      }
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> lines = process.inputReader().lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException("the fork pool failed: " + String.join("\n", lines));
      }
      double sympy = Double.NaN;
      double plain = Double.NaN;
      for (String line : lines) {
        Matcher part = PART.matcher(line);
        Matcher whole = WHOLE.matcher(line);
        if (part.matches()) {
          double rate = Double.parseDouble(part.group(2));
          if (part.group(1) == null) {
            sympy = rate;
          } else {
            plain = rate;
          }
        } else if (whole.matches()) {
          return new Rates(
              sympy,
              plain,
              Double.parseDouble(whole.group(3)),
              Double.parseDouble(whole.group(4)),
              Double.parseDouble(whole.group(5)),
              Integer.parseInt(whole.group(2)),
              Integer.parseInt(whole.group(1)));
        }
      }
      throw new IOException("the fork pool printed no result: " + String.join("\n", lines));
    } finally {
      Files.delete(ids);
    }
  }

  private static void print(int round, String side, Rates rates) {
    System.out.printf(
        Locale.ROOT,
        "round %d  %-9s  sympy %7.1f/s  no sympy %7.1f/s  all %7.1f/s  p50 %.2f ms  p99 %.0f ms "
            + " equal %d of %d%n",
        round,
        side,
        rates.sympy(),
        rates.plain(),
        rates.all(),
        rates.p50(),
        rates.p99(),
        rates.equal(),
        rates.programs());
  }

  private static void printMedians(String side, List<Rates> rates) {
    System.out.printf(
        Locale.ROOT,
        "medians  %-9s  sympy %7.1f/s  no sympy %7.1f/s  all %7.1f/s  p50 %.2f ms  p99 %.0f ms%n",
        side,
        median(rates, Rates::sympy),
        median(rates, Rates::plain),
        median(rates, Rates::all),
        median(rates, Rates::p50),
        median(rates, Rates::p99));
  }

  private static double median(List<Rates> rates, ToDoubleFunction<Rates> of) {
    double[] sorted = rates.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double ratio(List<Rates> a, List<Rates> b, ToDoubleFunction<Rates> of) {
    double[] ratios = new double[a.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of.applyAsDouble(a.get(i)) / of.applyAsDouble(b.get(i));
    }
    Arrays.sort(ratios);
    return ratios[ratios.length / 2];
  }

  static int option(String[] args, String name, int otherwise) {
    for (int i = 1; i < args.length - 1; i++) {
      if (args[i].equals(name)) {
        return Integer.parseInt(args[i + 1]);
      }
    }
    return otherwise;
  }
}
