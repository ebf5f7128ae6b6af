package dev.tusk.bench;

import dev.tusk.engine.Grading;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the cost of grading grows with the number of items: {@code GradingScale ITEMS [THREADS]}.
 * Prints one line of a table: items, threads, wall time, CPU time from the JVM's start, items a
 * second of either, the slowest item, the process's memory at its highest.
 */
public final class GradingScale {
  private GradingScale() {}

  /** One run. */
  public static void main(String[] args) throws Exception {
    long items = Long.parseLong(args[0]);
    int threads =
        args.length > 1 ? Integer.parseInt(args[1]) : Runtime.getRuntime().availableProcessors();
    var next = new AtomicLong();
    var equivalent = new LongAdder();
    var slowest = new AtomicLong();
    long start = System.nanoTime();
    try (Grading grading = Grading.open()) {
      Grader grader = grading.grader(Policy.lenient());
      try (var pool = Executors.newFixedThreadPool(threads)) {
        for (int thread = 0; thread < threads; thread++) {
          var _ =
              pool.submit(() -> {
                for (long n = next.getAndIncrement(); n < items; n = next.getAndIncrement()) {
                  long begin = System.nanoTime();
                  if (grader.grade(gold(n), pred(n)) instanceof Judgement.Equivalent) {
                    equivalent.increment();
                  }
                  slowest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                }
              });
        }
      }
    }
    double wall = (System.nanoTime() - start) / 1e9;
    double cpu =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / 1e9;
    long expected = items - (items + 7) / 8;
    if (equivalent.sum() != expected) {
      throw new IllegalStateException(
          equivalent.sum() + " equivalent items of " + expected + " that are");
    }
    System.out.printf(
        "| %,d | %d | %.1f | %.1f | %,.0f | %,.0f | %.0f | %s |%n",
        items, threads, wall, cpu, items / wall, items / cpu, slowest.get() / 1e6, memory());
  }

  /** The reference of an item; no two are the same. */
  private static String gold(long n) {
    return switch ((int) (n % 8)) {
      case 0 -> n + 1 + "";
      case 1 -> "\\frac{" + n + "}{12}";
      case 2 -> "x^2-" + n * n;
      case 3 -> n + ".25";
      case 4 -> "\\{1, 2, " + n + "\\}";
      case 5 -> "\\sqrt{" + 8 * n + "}";
      case 6 -> "(" + n + ", -" + n + ")";
      default -> "\\frac{" + n + "\\pi}{6}";
    };
  }

  /**
   * What a model wrote for it: the same answer in another notation, and every eighth a wrong one.
   */
  private static String pred(long n) {
    String answer =
        switch ((int) (n % 8)) {
          case 0 -> n + 2 + "";
          case 1 -> 2 * n + "/24";
          case 2 -> "(x-" + n + ")(x+" + n + ")";
          case 3 -> 4 * n + 1 + "/4";
          case 4 -> "\\{" + n + ", 2, 1\\}";
          case 5 -> "2\\sqrt{" + 2 * n + "}";
          case 6 -> "\\left(" + n + ", -" + n + "\\right)";
          default -> n + "\\pi/6";
        };
    return "We simplify and find that the answer is $\\boxed{" + answer + "}$.";
  }

  private static String memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return "-";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
        .findFirst()
        .orElse("-");
  }
}
