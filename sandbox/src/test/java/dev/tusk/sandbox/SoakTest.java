package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.sandbox.SandboxObserver.WorkerEnd;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many programs through one sandbox, a hundredth of them hostile, and a worker killed from outside
 * every 500 programs: each has exactly one outcome, those that nothing disturbed have the recorded
 * answer, and nothing grows or is left over.
 */
@Tag("soak")
class SoakTest {
  private static final long SEED = 20_261_123;
  private static final int PROGRAMS = Integer.getInteger("tusk.soak.programs", 50_000);
  private static final int BETWEEN_KILLS = 500;
  private static final int JDK_THREADS = 4;

  private static final List<String> HOSTILE =
      List.of(
          "while True: pass",
          "sum(range(10**12))",
          "x = []\nwhile True: x.append(bytearray(10_000_000))",
          "while True: print('flood' * 1000)",
          "def f(n): return f(n + 1)\nf(0)",
          "import os\nos._exit(3)",
          "import os\nos.system('touch /tmp/tusk-soak')",
          "print(open('/etc/passwd').read())",
          "import builtins, math\nbuiltins.len = None\nmath.pi = 3\nans = 0",
          "import sympy\nsympy.Symbol.is_dirty = True\nans = 0",
          "import sys\nsys.modules.clear()",
          "import socket\nsocket.socket()",
          "exec('9' * 5000)",
          "class A:\n  def __del__(self):\n    while True: pass\na = A()\ndel a",
          "try:\n  while True: pass\nexcept BaseException:\n  while True: pass",
          "raise MemoryError");

  private static final Limits LIMITS =
      Limits.builder().wall(Duration.ofSeconds(4)).heapBytes(256L << 20).build();

  private record Item(Program program, String expected) {}

  @Test
  void givesEachProgramItsOneOutcomeAndKeepsNothing() throws Exception {
    String corpus = System.getProperty("tusk.corpus", "");
    assumeFalse(corpus.isEmpty(), "no recorded programs: set -Dtusk.corpus=DIR");
    List<Item> recorded = recorded(Path.of(corpus));
    var random = new Random(SEED);
    var kills = new AtomicLong();
    var outcomes = new TreeMap<String, Long>();
    var seen = new BitSet();
    long wrong = 0;
    long undisturbed = 0;
    long largestWorker = 0;
    long most = 0;
    Usage before = Usage.now();
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    Usage during;
    long start = System.nanoTime();
    // A worker lives for some hundred programs here.
    Sandbox sandbox = Sandbox.builder().workers(2).shortLived(true).limits(LIMITS).build();
    try (sandbox) {
      Stream<Program> programs =
          LongStream.range(0, PROGRAMS)
              .mapToObj(n -> {
                if (n % BETWEEN_KILLS == BETWEEN_KILLS - 1) {
                  kills.addAndGet(kill(sandbox, random) ? 1 : 0);
                }
                return hostile(n)
                    ? Program.of(HOSTILE.get((int) (n / 100 % HOSTILE.size())))
                    : recorded.get((int) (n % recorded.size())).program();
              });
      try (Stream<BatchResult> results = sandbox.runAll(programs)) {
        for (BatchResult result : (Iterable<BatchResult>) results::iterator) {
          assertThat(seen.get((int) result.index())).as("second outcome").isFalse();
          seen.set((int) result.index());
          Execution execution = result.execution();
          outcomes.merge(
              (hostile(result.index()) ? "hostile " : "recorded ")
                  + SandboxObserver.ProgramEnd.of(execution),
              1L,
              Long::sum);
          if (!hostile(result.index()) && execution instanceof Execution.Completed completed) {
            undisturbed++;
            String expected = recorded.get((int) (result.index() % recorded.size())).expected();
            wrong += completed.answer().equals(expected) ? 0 : 1;
          }
          if (result.index() % 100 == 0) {
            largestWorker = Math.max(largestWorker, largestWorker(sandbox));
          }
          most = Math.max(most, result.index());
          if (seen.cardinality() % 1_000 == 0) {
            System.out.printf(
                "%d programs after %.0f s: %s, %d of %d differ, largest worker %d MB%n",
                seen.cardinality(),
                (System.nanoTime() - start) / 1e9,
                outcomes,
                wrong,
                undisturbed,
                largestWorker >> 20);
          }
        }
      }
      during = Usage.now();
      Statistics statistics = sandbox.statistics();
      System.out.printf(
          "%d programs in %.0f s: %s%n%d killed from outside, workers ended: %s%n"
              + "%d of %d completed answers differ from the record%n"
              + "host heap %d -> %d MB, threads %d -> %d, descriptors %d -> %d, largest worker %d MB%n",
          PROGRAMS,
          (System.nanoTime() - start) / 1e9,
          outcomes,
          kills.get(),
          statistics.workersEnded(),
          wrong,
          undisturbed,
          before.heap >> 20,
          during.heap >> 20,
          before.threads,
          during.threads,
          before.descriptors,
          during.descriptors,
          largestWorker >> 20);
      assertThat(statistics.workersEnded(WorkerEnd.CLOSED)).isZero();
    }
    assertThat(seen.cardinality()).isEqualTo(PROGRAMS);
    assertThat(most).isEqualTo(PROGRAMS - 1L);
    // What differs without any disturbance is listed in docs/sandbox-corpus.md.
    assertThat(wrong).isLessThan(undisturbed / 50);
    assertThat(during.heap - before.heap).isLessThan(64L << 20);
    assertThat(largestWorker).isLessThan(3L << 30);
    // The JDK keeps what waited for a process, and what carried a virtual thread, for some time.
    List<String> more = threadsBeside(threads);
    for (int i = 0; i < 120 && more.size() > JDK_THREADS; i++) {
      Thread.sleep(1_000);
      more = threadsBeside(threads);
    }
    System.out.printf("threads after closing beside those before: %s%n", more);
    assertThat(more).hasSizeLessThanOrEqualTo(JDK_THREADS);
    Usage after = Usage.now();
    assertThat(after.descriptors).isLessThanOrEqualTo(before.descriptors + 8);
    assertThat(Path.of("/tmp/tusk-soak")).doesNotExist();
  }

  private static List<String> threadsBeside(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  private static boolean hostile(long n) {
    return n % 100 == 50;
  }

  private static boolean kill(Sandbox sandbox, Random random) {
    List<Long> pids = sandbox.workerPids();
    return !pids.isEmpty()
        && ProcessHandle.of(pids.get(random.nextInt(pids.size())))
            .map(ProcessHandle::destroyForcibly)
            .orElse(false);
  }

  /** Resident memory of the largest worker, in bytes; 0 where there is no /proc. */
  private static long largestWorker(Sandbox sandbox) {
    long largest = 0;
    for (long pid : sandbox.workerPids()) {
      Path statm = Path.of("/proc", Long.toString(pid), "statm");
      try {
        if (Files.exists(statm)) {
          largest = Math.max(largest, Long.parseLong(Files.readString(statm).split(" ", 3)[1]));
        }
      } catch (IOException gone) {
        // It ended in between: its size counts no more.
      }
    }
    return largest * 4096;
  }

  /** What this JVM holds, after a collection. */
  private record Usage(long heap, int threads, long descriptors) {
    static Usage now() throws IOException {
      System.gc();
      long descriptors = 0;
      Path open = Path.of("/proc/self/fd");
      if (Files.isDirectory(open)) {
        try (Stream<Path> entries = Files.list(open)) {
          descriptors = entries.count();
        }
      }
      return new Usage(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          descriptors);
    }
  }

  private static List<Item> recorded(Path shared) throws IOException {
    JsonNode preambles =
        new ObjectMapper().readTree(shared.resolve("corpus/preambles.json").toFile());
    Map<String, Program.Style> styles = CorpusRun.STYLES;
    return CorpusRun.records(
            shared, List.of("gsm8k", "svamp", "aqua", "math", "simuleq", "mmlu"), true)
        .stream()
        .map(record ->
            new Item(
                new Program(
                    record.get("program").asText(),
                    styles.getOrDefault(record.get("style").asText(), Program.Style.DETECT),
                    preambles.path(record.path("preamble").asText("")).asText("")),
                record.get("cpython").get("answer").asText()))
        .toList();
  }
}
