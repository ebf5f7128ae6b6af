package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile programs, one after the other through one sandbox with one worker, so that each program's
 * successor meets whatever it left behind. After each one: its outcome is one of those expected,
 * nothing of the host has changed or leaked, and probes find the interpreter as it was.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileSuiteTest {
  private static final Limits LIMITS =
      Limits.builder()
          .wall(Duration.ofMillis(1_500))
          .heapBytes(128L << 20)
          .outputBytes(256L << 10)
          .build();

  /** For programs that are to fail, not to be stopped: a slow import is no hang. */
  private static final Limits PATIENT = LIMITS.toBuilder().wall(Duration.ofSeconds(30)).build();

  private static final Limits PROBE_LIMITS = LIMITS.toBuilder().wall(Duration.ofMinutes(3)).build();

  /** Longer than any outcome may take: preparation, wall time, a kill, a worker's start. */
  private static final Duration HANG = Duration.ofMinutes(4);

  private static final String SECRET = "tusk-secret-7c1f";

  /** Runs where programs that leave nothing behind run: nothing here makes it a suspect. */
  private static final String PLAIN_PROBE =
      """
      import math, decimal, statistics, itertools, functools, collections, random, re, operator, datetime
      from fractions import Fraction
      print(math.pi, math.e, str(decimal.Decimal(1) / decimal.Decimal(7)), Fraction(1, 3) + Fraction(1, 6),
            statistics.mean([1, 2, 6]), sum([1, 2, 3]), len([1, 2]), max(3, 9), sorted([3, 1, 2]), abs(-2), round(2.6),
            len(list(itertools.permutations([1, 2, 3]))), functools.reduce(operator.add, [1, 2, 3]),
            collections.Counter("aab").most_common(1), re.sub("a", "b", "banana"), re.findall("A", "aA", re.I),
            random.random(), datetime.date(2024, 2, 29).isoweekday(),
            10 ** 20, int("9" * 1000) % 7, "%.3f" % 2.5, (5).bit_count(), hash("tusk"))
      """;

  private static final String SYMPY_PROBE =
      """
      import mpmath
      from sympy import *
      x, y = symbols("x y")
      print(simplify(sin(x)**2 + cos(x)**2), expand((x + y)**3), diff(sin(x), x),
            Rational(1, 2) + Rational(1, 3), sqrt(8), factorint(360), prime(5), x.is_positive, x.is_commutative, S.Half,
            Integer(2) + 1, pi.evalf(20), mpmath.sqrt(2), sympify("2*x") + 1, Integer(3) / 6, x + x,
            Matrix([[1, 2], [3, 4]]).det(), sin(0), (x + y).doit(), Integer(0) / 0, sin(x))
      """;

  private static final String PLAIN_ANSWER =
      "3.141592653589793 2.718281828459045 0.1428571428571428571428571429 1/2 3 6 2 9 [1, 2, 3] 2 3 6 6"
          + " [('a', 2)] bbnbnb ['a', 'A'] 0.8444218515250481 4 100000000000000000000 3 2.500 2 ";

  private static final String SYMPY_ANSWER =
      "1 x**3 + 3*x**2*y + 3*x*y**2 + y**3 cos(x) 5/6 2*sqrt(2) {2: 3, 3: 2, 5: 1} 11 None True 1/2 3"
          + " 3.1415926535897932385 1.4142135623731 2*x + 1 1/2 2*x -2 0 x + y nan sin(x)";

  /**
   * Asks each time for an expression that was never asked for before, so that sympy's cache cannot
   * shield the answer from what another program put there.
   */
  private static final String FRESH_PROBE =
      """
      from sympy import *
      x = Symbol("x")
      print((NUMBER*x + 1).subs(x, 3), sin(NUMBER*x + 2).subs(x, 0), solve(NUMBER*x + 3, x))
      """;

  /** Shares the plain context, so it meets what another program left in our numpy and scipy. */
  private static final String NUMPY_PROBE =
      """
      import numpy as np
      from scipy.stats import binom, norm
      from scipy.special import comb
      a = np.array([[4.0, 1.0], [2.0, 3.0]])
      print(np.array([1.0, 1e-5, 3.3333333333]), (a @ a).tolist(), np.linalg.eigvals(a).round(9).tolist(), round(np.linalg.det(a), 9), np.float64(1) / 0,
            np.random.rand(), np.sum(a), np.pi, np.sqrt(2.0), norm.cdf(0.0), binom.cdf(3, 7, 0.5), round(norm.ppf(0.975), 9),
            comb(5, 2), np.arange(3) + 1, np.True_, np.zeros(2), repr(np.ones(2)), np.zeros(1).dtype, a.max(), np.mean([1, 2]))
      """;

  private static final String NUMPY_ANSWER =
      "[1.00000000e+00 1.00000000e-05 3.33333333e+00] [[18.0, 7.0], [14.0, 11.0]] [5.0, 2.0] 10.0 inf 0.5488135039273248"
          + " 10.0 3.141592653589793 1.4142135623730951 0.5 0.5 1.959963985 10.0 [1 2 3] True [0. 0.] array([1., 1.]) float64 4.0 1.5";

  /** May not share a context with others, so it meets what a whole worker keeps. */
  private static final String WORKER_PROBE =
      """
      import builtins, sys, os, gc, time, warnings, decimal, importlib, copyreg, calendar, numbers
      print(sorted(k for k in vars(builtins) if k != "_"), sys.path, sys.getrecursionlimit(), sys.get_int_max_str_digits(),
            [type(f).__name__ for f in sys.meta_path], len(sys.path_hooks), sorted(os.environ), os.getcwd(), gc.isenabled(),
            time.tzname, len(warnings.filters), decimal.getcontext().prec, len(copyreg.dispatch_table), callable(importlib.import_module),
            hasattr(sys.modules["__main__"], "tusk_leak"), print.__name__, sys.stdout is sys.__stdout__,
            calendar.firstweekday(), isinstance("", numbers.Number), len(object.__subclasses__()) > 50)
      """;

  /** A sandbox and what the probes answered in it when it was new. */
  private record Bench(Sandbox sandbox, String plain, String worker, Optional<String> sympy) {}

  private final List<Long> overruns = new ArrayList<>();
  private final Path folder;
  private final Path secret;
  private final ServerSocket server;

  private final AtomicInteger fresh = new AtomicInteger();

  /** By whether sympy is preloaded: workers without it start sooner after each kill. */
  private final Map<Boolean, Bench> benches = new HashMap<>();

  HostileSuiteTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    secret = Files.writeString(this.folder.resolve("secret"), SECRET);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(1);
  }

  private Bench bench(boolean sympy) {
    Sandbox sandbox =
        Sandbox.builder()
            .limits(LIMITS)
            .workers(1)
            .preload(sympy)
            .startupCache(Optional.empty())
            .build();
    String plain = probe(sandbox, PLAIN_PROBE);
    assertThat(plain).startsWith(PLAIN_ANSWER);
    String worker = probe(sandbox, WORKER_PROBE);
    assertThat(probe(sandbox, NUMPY_PROBE)).isEqualTo(NUMPY_ANSWER);
    assertThat(worker).contains("'sorted'").doesNotContain("tusk_leak", "TUSK_LEAK");
    if (!sympy) {
      return new Bench(sandbox, plain, worker, Optional.empty());
    }
    String answer = probe(sandbox, SYMPY_PROBE);
    assertThat(answer).isEqualTo(SYMPY_ANSWER);
    return new Bench(sandbox, plain, worker, Optional.of(answer));
  }

  private static boolean needsSympy(HostileProgram program) {
    return program.group().equals("sympy")
        || program.source().contains("sympy")
        || program.source().contains("mpmath");
  }

  @AfterAll
  void close() throws IOException {
    benches.values().forEach(bench -> bench.sandbox().close());
    server.close();
    overruns.sort(null);
    if (!overruns.isEmpty()) {
      System.out.printf(
          "past the wall limit, ms: %d programs, p50 %d, p99 %d, max %d%n",
          overruns.size(), percentile(50), percentile(99), overruns.getLast());
    }
  }

  private long percentile(int percent) {
    return overruns.get(Math.max(0, (overruns.size() * percent + 99) / 100 - 1));
  }

  @Test
  void isLargeAndNamed() {
    List<HostileProgram> all = HostileProgram.all();

    assertThat(all).hasSizeGreaterThanOrEqualTo(200);
    assertThat(all.stream().map(program -> program.group() + "/" + program.name()))
        .doesNotHaveDuplicates();
    assertThat(HostileProgram.GROUPS)
        .allSatisfy(
            group -> assertThat(HostileProgram.group(group)).hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void probesShareTheContextThatOthersLeave() {
    assertThat(ProgramAnalysis.of(Program.of(PLAIN_PROBE)).reusable()).isTrue();
    assertThat(ProgramAnalysis.of(Program.of(SYMPY_PROBE)).reusable()).isTrue();
    assertThat(ProgramAnalysis.of(Program.of(NUMPY_PROBE)).reusable()).isTrue();
    assertThat(ProgramAnalysis.of(Program.of(FRESH_PROBE.replace("NUMBER", "2"))).reusable())
        .isTrue();
  }

  static Stream<HostileProgram> someOfEachGroup() {
    return HostileProgram.GROUPS.stream()
        .flatMap(group -> {
          List<HostileProgram> programs = HostileProgram.group(group);
          return Stream.of(programs.getFirst(), programs.get(2));
        });
  }

  @ParameterizedTest
  @MethodSource("someOfEachGroup")
  void harmsNothing(HostileProgram program) throws Exception {
    check(program);
  }

  static Stream<HostileProgram> everyProgram() {
    String only = System.getProperty("tusk.hostile", "");
    return HostileProgram.all().stream()
        .filter(program -> (program.group() + "/" + program.name()).startsWith(only));
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("everyProgram")
  void noneOfAllHarmsAnything(HostileProgram program) throws Exception {
    check(program);
  }

  private void check(HostileProgram hostile) throws Exception {
    boolean sympy = needsSympy(hostile);
    try {
      check(hostile, benches.computeIfAbsent(sympy, this::bench));
    } catch (AssertionError e) {
      // What this one left behind is not to be held against the next.
      Bench spoilt = benches.remove(sympy);
      if (spoilt != null) {
        spoilt.sandbox().close();
      }
      throw e;
    }
  }

  private void check(HostileProgram hostile, Bench bench) throws Exception {
    Program program =
        Program.of(
            hostile.source(
                Map.of(
                    "secret", secret.toString(),
                    "folder", folder.toString(),
                    "port", Integer.toString(server.getLocalPort()),
                    "pid", Long.toString(ProcessHandle.current().pid()))));
    boolean mayBeStopped =
        hostile.expected().stream().anyMatch(outcome -> outcome.startsWith("limit"));
    Limits limits = mayBeStopped ? LIMITS : PATIENT;
    long start = System.nanoTime();
    Execution execution;
    try {
      execution =
          bench.sandbox().submit(program, limits).get(HANG.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(hostile + " hangs: no outcome after " + HANG, e);
    }
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    String outcome = brief(execution);
    System.out.printf("%-60s %6d ms  %s%n", hostile, elapsed, outcome);
    if (execution instanceof Execution.LimitExceeded exceeded && exceeded.limit() == Limit.WALL) {
      overruns.add(exceeded.usage().wall().toMillis() - exceeded.allowed());
    }
    assertThat(execution.toString()).as("%s", hostile).doesNotContain("ESCAPED", SECRET);
    assertThat(hostile.expects(execution)).as("%s ended with %s", hostile, outcome).isTrue();
    assertHostUnharmed(hostile);
    assertThat(probe(bench.sandbox(), PLAIN_PROBE))
        .as("plain probe after %s", hostile)
        .isEqualTo(bench.plain());
    if (hostile.group().equals("numpy")) {
      assertThat(probe(bench.sandbox(), NUMPY_PROBE))
          .as("numpy probe after %s", hostile)
          .isEqualTo(NUMPY_ANSWER);
    }
    if (Set.of("state", "sympy", "numpy", "introspection").contains(hostile.group())) {
      assertThat(probe(bench.sandbox(), WORKER_PROBE))
          .as("worker probe after %s", hostile)
          .isEqualTo(bench.worker());
      bench
          .sympy()
          .ifPresent(answer ->
              assertThat(probe(bench.sandbox(), SYMPY_PROBE))
                  .as("sympy probe after %s", hostile)
                  .isEqualTo(answer));
      if (bench.sympy().isPresent()) {
        int number = 101 + fresh.incrementAndGet() * 3;
        assertThat(probe(bench.sandbox(), FRESH_PROBE.replace("NUMBER", "" + number)))
            .as("fresh sympy probe after %s", hostile)
            .isEqualTo((3 * number + 1) + " sin(2) [" + reduced(-3, number) + "]");
      }
    }
  }

  private static String reduced(int numerator, int denominator) {
    int common = BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).intValueExact();
    return numerator / common + "/" + denominator / common;
  }

  private void assertHostUnharmed(HostileProgram hostile) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    assertThat(names).as("files after %s", hostile).containsExactly("secret");
    assertThat(Files.readString(secret)).as("the file after %s", hostile).isEqualTo(SECRET);
    try (Socket visitor = server.accept()) {
      throw new AssertionError(hostile + " connected from " + visitor);
    } catch (SocketTimeoutException expected) {
      // Nobody came.
    }
  }

  private static String probe(Sandbox sandbox, String source) {
    Execution execution = sandbox.run(Program.of(source), PROBE_LIMITS);
    return execution instanceof Execution.Completed completed
        ? completed.answer()
        : "the probe ended with " + brief(execution);
  }

  private static String brief(Execution execution) {
    String text =
        switch (execution) {
          case Execution.Completed done -> "completed " + done.answer();
          case Execution.Raised raised -> "raised " + raised.type() + ": " + raised.message();
          case Execution.LimitExceeded exceeded ->
              "limit " + exceeded.limit() + " " + exceeded.used() + " of " + exceeded.allowed();
          case Execution.Rejected rejected -> "rejected " + rejected.message();
          case Execution.Crashed crashed -> "crashed " + crashed.reason();
          case Execution.Cancelled _ -> "cancelled";
        };
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= 160 ? line : line.substring(0, 160) + "...";
  }
}
