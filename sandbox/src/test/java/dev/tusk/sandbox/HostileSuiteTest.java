package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  private static final Limits PROBE_LIMITS = LIMITS.toBuilder().wall(Duration.ofMinutes(1)).build();

  /** Longer than any outcome may take: preparation, wall time, a kill, a worker's start. */
  private static final Duration HANG = Duration.ofMinutes(4);

  private static final String SECRET = "tusk-secret-7c1f";

  /** Runs where programs that leave nothing behind run: nothing here makes it a suspect. */
  private static final String PLAIN_PROBE =
      """
      import math, decimal, statistics, itertools, functools, collections, random, re, operator
      import calendar, datetime, numbers
      from fractions import Fraction
      print(math.pi, math.e, str(decimal.Decimal(1) / decimal.Decimal(7)), Fraction(1, 3) + Fraction(1, 6),
            statistics.mean([1, 2, 6]), sum([1, 2, 3]), len([1, 2]), max(3, 9), sorted([3, 1, 2]), abs(-2), round(2.6),
            len(list(itertools.permutations([1, 2, 3]))), functools.reduce(operator.add, [1, 2, 3]),
            collections.Counter("aab").most_common(1), re.sub("a", "b", "banana"), re.findall("A", "aA", re.I),
            random.random(), calendar.firstweekday(), datetime.date(2024, 2, 29).isoweekday(), isinstance("", numbers.Number),
            10 ** 20, int("9" * 1000) % 7, "%.3f" % 2.5, (5).bit_count(), hash("tusk"))
      """;

  private static final String SYMPY_PROBE =
      """
      import mpmath
      from sympy import *
      x, y = symbols("x y")
      print(simplify(sin(x)**2 + cos(x)**2), (x + 1)**2 - (x**2 + 2*x + 1).expand(), expand((x + y)**3), solve(x**2 - 2, x),
            diff(sin(x), x), integrate(2*x, x), Rational(1, 2) + Rational(1, 3), sqrt(8), factorint(360), prime(5), nextprime(100),
            x.is_positive, x.is_commutative, S.Half, Integer(2) + 1, pi.evalf(20), mpmath.mp.dps, mpmath.sqrt(2), mpmath.iv.dps,
            sympify("2*x") + 1, Integer(3) / 6, x + x, ask(Q.positive(x)), nsimplify(0.25), latex(x**2), Matrix([[1, 2], [3, 4]]).det())
      """;

  /** May not share a context with others, so it meets what a whole worker keeps. */
  private static final String WORKER_PROBE =
      """
      import builtins, sys, os, gc, time, warnings, decimal, importlib, copyreg
      print(sorted(k for k in vars(builtins) if k != "_"), sys.path, sys.getrecursionlimit(), sys.get_int_max_str_digits(),
            [type(f).__name__ for f in sys.meta_path], len(sys.path_hooks), sorted(os.environ), os.getcwd(), gc.isenabled(),
            time.tzname, len(warnings.filters), decimal.getcontext().prec, len(copyreg.dispatch_table), callable(importlib.import_module),
            hasattr(sys.modules["__main__"], "tusk_leak"), print.__name__, sys.stdout is sys.__stdout__,
            len(object.__subclasses__()) > 50)
      """;

  private final List<String> report = new ArrayList<>();
  private final List<Long> overruns = new ArrayList<>();
  private final Sandbox sandbox;
  private final ServerSocket server;
  private final Path folder;
  private final Path secret;
  private final String plain;
  private final String sympy;
  private final String worker;

  HostileSuiteTest(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    secret = Files.writeString(this.folder.resolve("secret"), SECRET);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(1);
    sandbox = Sandbox.builder().limits(LIMITS).workers(1).build();
    plain = probe(PLAIN_PROBE);
    sympy = probe(SYMPY_PROBE);
    worker = probe(WORKER_PROBE);
  }

  @BeforeAll
  void probesAnswerRight() {
    assertThat(plain)
        .isEqualTo(
            "3.141592653589793 2.718281828459045 0.1428571428571428571428571429 1/2 3 6 2 9 [1, 2, 3] 2 3 6 6"
                + " [('a', 2)] bbnbnb ['a', 'A'] "
                + plain.split(" ", -1)[20]
                + " 0 4 False 100000000000000000000 3 2.500 2 "
                + plain.substring(plain.lastIndexOf(' ') + 1));
    assertThat(sympy)
        .startsWith(
            "1 0 x**3 + 3*x**2*y + 3*x*y**2 + y**3 [-sqrt(2), sqrt(2)] cos(x) x**2 5/6 2*sqrt(2)");
    assertThat(worker).contains("'sorted'").doesNotContain("tusk_leak", "TUSK_LEAK");
  }

  @AfterAll
  void close() throws IOException {
    sandbox.close();
    server.close();
    report.forEach(System.out::println);
    overruns.sort(null);
    if (!overruns.isEmpty()) {
      System.out.printf(
          "past the wall limit, ms: %d programs, p50 %d, p99 %d, max %d%n",
          overruns.size(), percentile(50), percentile(99), overruns.getLast());
    }
  }

  private long percentile(int percent) {
    LongBinaryOperator rank = (size, share) -> Math.max(0, (size * share + 99) / 100 - 1);
    return overruns.get((int) rank.applyAsLong(overruns.size(), percent));
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
    Program program =
        Program.of(
            hostile.source(
                Map.of(
                    "secret", secret.toString(),
                    "folder", folder.toString(),
                    "port", Integer.toString(server.getLocalPort()),
                    "pid", Long.toString(ProcessHandle.current().pid()))));
    long start = System.nanoTime();
    Execution execution;
    try {
      execution = sandbox.submit(program, LIMITS).get(HANG.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(hostile + " hangs: no outcome after " + HANG, e);
    }
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    String outcome = brief(execution);
    report.add("%-60s %6d ms  %s".formatted(hostile, elapsed, outcome));
    if (execution instanceof Execution.LimitExceeded exceeded && exceeded.limit() == Limit.WALL) {
      overruns.add(exceeded.usage().wall().toMillis() - exceeded.allowed());
    }
    assertThat(execution.toString()).as("%s", hostile).doesNotContain("ESCAPED", SECRET);
    assertThat(hostile.expects(execution)).as("%s ended with %s", hostile, outcome).isTrue();
    assertHostUnharmed(hostile);
    assertThat(probe(PLAIN_PROBE)).as("plain probe after %s", hostile).isEqualTo(plain);
    if (Set.of("state", "sympy", "introspection").contains(hostile.group())) {
      assertThat(probe(WORKER_PROBE)).as("worker probe after %s", hostile).isEqualTo(worker);
      assertThat(probe(SYMPY_PROBE)).as("sympy probe after %s", hostile).isEqualTo(sympy);
    }
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

  private String probe(String source) {
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
