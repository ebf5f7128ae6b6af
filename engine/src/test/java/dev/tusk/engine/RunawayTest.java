package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.engine.python.AnswerStyle;
import dev.tusk.engine.python.ProgramLowering;
import dev.tusk.engine.python.ProgramLowering.Lowering;
import dev.tusk.symbolic.CrossCheck;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.Verdict.Reason;
import dev.tusk.symbolic.Verdict.Unchecked;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Programs whose cross-check would never end, with algebra in its worker. */
class RunawayTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** What a check may take past its deadline: killing a worker, a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(4);

  private static final String SYMPY =
      """
      from sympy import *
      x, y, z, a, b, c, d = symbols('x y z a b c d')
      """;

  private static final WorkerAlgebra ALGEBRA = new WorkerAlgebra();
  private static final CrossCheck CHECK =
      CrossCheck.builder().algebra(ALGEBRA).deadline(DEADLINE).build();

  @AfterAll
  static void close() {
    ALGEBRA.close();
  }

  private static Map<String, String> runaways() {
    var r = new LinkedHashMap<String, String>();
    r.put("a tower of tens", "print(10**10**10)");
    r.put("a power of a power", "print(2**2**40)");
    r.put("a taller tower", "print(9**9**9**9)");
    r.put("a long shift", "print(1 << 10**12)");
    r.put("a large factorial", "import math\nprint(math.factorial(10**8))");
    r.put("a large binomial", "import math\nprint(math.comb(10**9, 5 * 10**8))");
    r.put("a loop", "while True:\n    pass\nprint(1)");
    r.put("a loop that counts", "n = 0\nwhile True:\n    n += 1\nprint(n)");
    r.put("a loop that squares", "n = 3\nwhile True:\n    n *= n\nprint(n)");
    r.put("a loop that divides", "n = 3\nwhile True:\n    n /= 7\nprint(n)");
    r.put("a text that doubles", "s = 'ab'\nwhile True:\n    s += s\nprint(s)");
    r.put("a list that doubles", "s = [1]\nwhile True:\n    s = s + s\nprint(s)");
    r.put("a list inside a list", "s = [1]\nwhile True:\n    s = [s, s]\nprint(s)");
    r.put("a long list", "print([0] * 10**9)");
    r.put("a long text", "print('a' * 10**12)");
    r.put("a long sum", "print(sum(range(10**12)))");
    r.put("an endless iterator", "import itertools\nprint(sum(itertools.count()))");
    r.put(
        "many permutations",
        "import itertools\nprint(len(list(itertools.permutations(range(20)))))");
    r.put("recursion", "def f():\n    return f() + 1\nprint(f())");
    r.put(
        "a recursion that branches",
        "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nprint(f(80))");
    r.put(
        "Ackermann's function",
        """
        def f(m, n):
            return n + 1 if m == 0 else f(m - 1, 1) if n == 0 else f(m - 1, f(m, n - 1))
        print(f(4, 4))
        """);
    r.put("output without end", "while True:\n    print('flood')");
    r.put("a wide format", "print('{:>999999999}'.format(1))");
    r.put("a hard factorization", "from sympy import factorint\nprint(factorint(2**257 - 1))");
    r.put("a far prime", "from sympy import prime\nprint(prime(10**13))");
    r.put("a large expansion", SYMPY + "print(expand((a + b + c + d + x + y + z)**12))");
    r.put(
        "a product that grows",
        SYMPY + "p = 1\nfor i in range(10**6):\n    p = expand(p * (x + i))\nprint(p)");
    r.put("a large power of a matrix", SYMPY + "print((Matrix([[3, 1], [7, 5]])**(10**9)))");
    r.put("a nested function", SYMPY + "f = x\nwhile True:\n    f = sin(f) + f**2\nprint(f)");
    r.put(
        "a derivative that grows",
        SYMPY + "f = exp(sin(x)*log(x))\nfor i in range(60):\n" + "    f = diff(f, x)\nprint(f)");
    r.put(
        "a hard integral",
        SYMPY + "print(integrate(sqrt(sin(x)**3 + cos(x)*x) / log(x + 1)**2, x))");
    r.put(
        "a harder integral",
        SYMPY + "print(integrate(exp(sin(x)*cos(x**2)) * tan(x)**7 / (x**9 + x + 1), x))");
    r.put(
        "an integral with many poles",
        SYMPY + "print(integrate(1 / (x**31 + 7*x**13 + 5*x**2 + 3), x))");
    r.put(
        "a nested root",
        SYMPY + "print(integrate((1 + (1 + (1 + x**(1/3))**(1/5))**(1/7))**(1/11), x))");
    r.put("nested exponentials", SYMPY + "print(N(exp(exp(exp(exp(10))))))");
    return r;
  }

  private static Verdict check(String source) {
    return switch (ProgramLowering.lower(source, "", AnswerStyle.PRINT)) {
      case Lowering.Lowered l -> CHECK.check(l.program(), "1");
      case Lowering.Rejected rejected -> throw new AssertionError(rejected.problem());
    };
  }

  @Test
  void endsEveryOneUncheckedAndLeavesNothingBurning() throws InterruptedException {
    Map<String, Reason> ends = new LinkedHashMap<>();
    Map<String, String> problems = new LinkedHashMap<>();
    for (var r : runaways().entrySet()) {
      Duration waited = ALGEBRA.waitedForStart();
      long start = System.nanoTime();
      Verdict v = check(r.getValue());
      Duration taken =
          Duration.ofNanos(System.nanoTime() - start).minus(ALGEBRA.waitedForStart().minus(waited));
      if (v instanceof Unchecked u) {
        ends.put(r.getKey(), u.reason());
      } else {
        problems.put(r.getKey(), v.label());
      }
      if (taken.compareTo(DEADLINE.plus(SLACK)) > 0) {
        problems.put(r.getKey(), "took " + taken);
      }
    }
    assertThat(problems).isEmpty();
    assertThat(ends.values().stream().filter(RunawayTest::bounded).count())
        .as("ended by a bound: %s", ends)
        .isGreaterThanOrEqualTo(24);
    assertThat(nothingBurns()).isTrue();
  }

  private static boolean bounded(Reason reason) {
    return reason == Reason.TIME_OUT || reason == Reason.RESOURCE_LIMIT;
  }

  /**
   * Whether all threads and workers come to rest; a worker may be starting, which takes a while.
   */
  private static boolean nothingBurns() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      Duration before = workersCpu();
      long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long all = threadsCpu();
      Thread.sleep(500);
      long others =
          threadsCpu()
              - all
              - (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - own);
      if (workersCpu().minus(before).toMillis() < 100 && others < 100_000_000) {
        return true;
      }
    }
    return false;
  }

  private static Duration workersCpu() {
    return ProcessHandle.current()
        .descendants()
        .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static long threadsCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }
}
