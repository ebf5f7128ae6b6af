package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tusk.sandbox.Program.Style;
import dev.tusk.sandbox.SandboxObserver.ProgramEnd;
import dev.tusk.sandbox.SandboxObserver.WorkerEnd;
import dev.tusk.sandbox.lockdown.Confinement;
import dev.tusk.sandbox.lockdown.Measure;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
  private static final Limits PATIENT =
      Limits.defaults().toBuilder().wall(Duration.ofSeconds(20)).build();
  private static final Limits SHORT = PATIENT.toBuilder().wall(Duration.ofSeconds(2)).build();

  @SuppressWarnings("NullAway.Init")
  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox = Sandbox.builder().workers(2).spares(1).preload(false).limits(PATIENT).build();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static Execution run(String source) {
    return sandbox.run(Program.of(source));
  }

  private static Execution.LimitExceeded exceeds(Limit limit, String source) {
    Execution execution = sandbox.run(Program.of(source), limit == Limit.WALL ? SHORT : PATIENT);
    assertThat(execution).isInstanceOf(Execution.LimitExceeded.class);
    var exceeded = (Execution.LimitExceeded) execution;
    assertThat(exceeded.limit()).isEqualTo(limit);
    assertNextProgramAnswers();
    return exceeded;
  }

  private static void assertNextProgramAnswers() {
    assertThat(run("ans = 6 * 7"))
        .isInstanceOfSatisfying(
            Execution.Completed.class, c -> assertThat(c.answer()).isEqualTo("42"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing to run", "# one\n\n# %%\n# two"})
  void runsProgramsWithoutStatements(String source) {
    for (Style style : Style.values()) {
      Execution execution = sandbox.run(new Program(source, style, ""));
      if (style == Style.ANS || style == Style.SOLUTION) {
        assertThat(execution)
            .isInstanceOfSatisfying(
                Execution.Raised.class, r -> assertThat(r.type()).isEqualTo("NameError"));
      } else {
        assertThat(execution)
            .isInstanceOfSatisfying(
                Execution.Completed.class, c -> assertThat(c.answer()).isEmpty());
      }
    }
  }

  private static Value valueOf(String source) {
    Execution execution = run(source);
    assertThat(execution).isInstanceOf(Execution.Completed.class);
    return ((Execution.Completed) execution).value();
  }

  private static Value integer(long n) {
    return new Value.Int(BigInteger.valueOf(n));
  }

  @Test
  void hasAProductThatTakesItsRepeatHoweverItIsHeld() {
    Execution execution =
        run(
            """
            import copy, pickle
            from itertools import product
            for name, n in (("a", 2), ("b", 3), ("c", -1), ("d", -2**40), ("e", 2**70), ("f", 2**40)):
                try:
                    print(name, len(list(product("ab", repeat=n))))
                except Exception as e:
                    print(name, type(e).__name__, e)
            p = product([1, 2], "xy")
            print(type(p) is product, product, product.__module__, product.__qualname__, repr(p)[:28], next(p))
            print(list(pickle.loads(pickle.dumps(p))), list(copy.copy(p)), list(p))
            print(list(product(repeat=2)), list(product()), list(product("ab", repeat=True)))
            for wrong in (lambda: product(1), lambda: product("ab", repeat="x"), lambda: product("ab", repeat=None)):
                try:
                    wrong()
                except TypeError as e:
                    print(e)
            """);
    assertThat(execution)
        .isInstanceOfSatisfying(
            Execution.Completed.class,
            c ->
                assertThat(c.stdout())
                    .isEqualTo(
                        """
                        a 4
                        b 8
                        c ValueError repeat argument cannot be negative
                        d ValueError repeat argument cannot be negative
                        e OverflowError Python int too large to convert to C ssize_t
                        f MemoryError\s
                        True <class 'itertools.product'> itertools product <itertools.product object at (1, 'x')
                        [(1, 'y'), (2, 'x'), (2, 'y')] [(1, 'y'), (2, 'x'), (2, 'y')] [(1, 'y'), (2, 'x'), (2, 'y')]
                        [()] [()] [('a',), ('b',)]
                        'int' object is not iterable
                        'str' object cannot be interpreted as an integer
                        'NoneType' object cannot be interpreted as an integer
                        """));
  }

  @Test
  void givesTypedValues() {
    assertThat(valueOf("ans = [1, -2.5, (None, True), {'a': {3}}, 1+2j]"))
        .isEqualTo(
            new Value.ListOf(
                List.of(
                    integer(1),
                    new Value.Real(-2.5),
                    new Value.TupleOf(List.of(new Value.None(), new Value.Bool(true))),
                    new Value.DictOf(
                        List.of(
                            new Value.Entry(
                                new Value.Text("a"), new Value.SetOf(List.of(integer(3)))))),
                    new Value.Complex(1, 2))));
    assertThat(valueOf("ans = -3 ** 500"))
        .isEqualTo(new Value.Int(BigInteger.valueOf(3).pow(500).negate()));
    assertThat(valueOf("from fractions import Fraction\nans = Fraction(-6, 4)"))
        .isEqualTo(new Value.Rational(BigInteger.valueOf(-3), BigInteger.TWO));
    assertThat(valueOf("import datetime\nans = datetime.date(2020, 1, 2)"))
        .isEqualTo(new Value.Other("datetime.date", "2020-01-02"));
    assertThat(valueOf("ans = float('-inf')")).isEqualTo(new Value.Real(Double.NEGATIVE_INFINITY));
  }

  @Test
  void givesSymbolicValues() {
    assertThat(
            valueOf(
                "from sympy import *\nx = symbols('x')\nans = [x + 1, Rational(1, 2), Integer(3), true]"))
        .isEqualTo(
            new Value.ListOf(
                List.of(
                    new Value.Symbolic(
                        "x + 1", "Add(Symbol('x'), Integer(1))", "sympy.core.add.Add"),
                    new Value.Rational(BigInteger.ONE, BigInteger.TWO),
                    integer(3),
                    new Value.Bool(true))));
  }

  @Test
  void keepsOutputBesideTheAnswer() {
    var completed =
        (Execution.Completed)
            sandbox.run(new Program("print('seen')\nans = 5", Style.ANS, "x = 1\nprint(x)"));
    assertThat(completed.answer()).isEqualTo("5");
    assertThat(completed.stdout()).isEqualTo("1\nseen\n");
    assertThat(completed.usage().wall()).isPositive();
  }

  @Test
  void saysWhereTheProgramRaised() {
    assertThat(run("x = 1\ndef f():\n    return x / 0\nprint('a')\nf()\n"))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised -> {
              assertThat(raised.type()).isEqualTo("ZeroDivisionError");
              assertThat(raised.message()).isEqualTo("division by zero");
              assertThat(raised.line()).isEqualTo(3);
              assertThat(raised.stdout()).isEqualTo("a\n");
            });
  }

  @Test
  void countsLinesOfANotebookInTheWholeProgram() {
    assertThat(run("a = 1\na\n\n# %%\n\n1 / 0"))
        .isInstanceOfSatisfying(
            Execution.Raised.class, raised -> assertThat(raised.line()).isEqualTo(6));
  }

  @Test
  void rejectsWhatIsNoPythonWithItsPosition() {
    assertThat(run("x = 1\ny = (2 +\n"))
        .isEqualTo(new Execution.Rejected("SyntaxError", "'(' was never closed", 2, 5));
    assertNextProgramAnswers();
  }

  @Test
  void detectsTheStyle() {
    assertThat(valueOf("ans = 1\ndef f(): print(2)")).isEqualTo(integer(1));
    assertThat(valueOf("ans = 1\nprint('two')")).isEqualTo(new Value.Text("two"));
    assertThat(valueOf("def solution():\n    print('x')\n    return 4")).isEqualTo(integer(4));
    assertThat(valueOf("def solution():\n    return 4\nprint(solution() + 1)"))
        .isEqualTo(new Value.Text("5"));
    assertThat(valueOf("def solver(a=1):\n    return a")).isEqualTo(integer(1));
    assertThat(valueOf("def solution(a):\n    return a\nanswer = solution(9)"))
        .isEqualTo(integer(9));
    assertThat(valueOf("x = 1\nx\n\n# %%\nx + 1")).isEqualTo(integer(2));
    assertThat(valueOf("3 * 4")).isEqualTo(integer(12));
  }

  @Test
  void stopsALoopAtTheWallLimit() {
    Execution.LimitExceeded exceeded =
        exceeds(Limit.WALL, "print('on', flush=True)\nwhile True: pass");
    assertThat(exceeded.allowed()).isEqualTo(2000);
    assertThat(exceeded.used()).isBetween(2000L, 6000L);
    assertThat(exceeded.stdout()).isEqualTo("on\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum(range(10**12))", "9**9**9**9"})
  void stopsWhatDoesNotListenAtTheWallLimit(String source) {
    exceeds(Limit.WALL, source);
  }

  @Test
  void stopsWhatCatchesItsEnd() {
    exceeds(Limit.WALL, "while True:\n  try:\n    while True: pass\n  except BaseException: pass");
  }

  @ParameterizedTest
  @ValueSource(strings = {"while True: pass", "sum(range(10**12))"})
  void stopsAtTheCpuLimit(String source) {
    Limits frugal = PATIENT.toBuilder().cpu(Duration.ofMillis(400)).build();
    assertThat(sandbox.run(Program.of(source), frugal))
        .isInstanceOfSatisfying(
            Execution.LimitExceeded.class,
            exceeded -> {
              assertThat(exceeded.limit()).isEqualTo(Limit.CPU);
              assertThat(exceeded.used()).isGreaterThanOrEqualTo(400);
              assertThat(exceeded.allowed()).isEqualTo(400);
            });
    assertThat(sandbox.run(Program.of("import time\ntime.sleep(0.8)\nans = 1"), frugal))
        .as("sleeping takes no CPU time")
        .isInstanceOf(Execution.Completed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 + ", "-", "not ", "1 if 1 else "})
  void refusesSyntaxThatNestsTooDeeply(String operator) {
    Execution.LimitExceeded exceeded =
        exceeds(Limit.NESTING, "ans = " + operator.repeat(4000) + "1");
    assertThat(exceeded.used()).isBetween(4000L, 4100L);
    assertThat(exceeded.allowed()).isEqualTo(3000);
    assertThat(run("ans = " + operator.repeat(2000) + "1")).isInstanceOf(Execution.Completed.class);
  }

  @Test
  void readsTextOfAnyDepthWithinItsTime() {
    assertThat(sandbox.run(Program.of("ans = " + "-".repeat(200_000) + "1"), SHORT))
        .isInstanceOfSatisfying(
            Execution.LimitExceeded.class,
            exceeded -> assertThat(exceeded.limit()).isIn(Limit.NESTING, Limit.WALL));
    assertNextProgramAnswers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "_ctypes", "multiprocessing.connection", "asyncio", "signal"})
  void neverFailsByItselfForAModule(String module) {
    assertThat(run("import " + module + "\nans = 1"))
        .isInstanceOfAny(Execution.Completed.class, Execution.Raised.class);
  }

  @Test
  void raisesForIntegersThatAreTooLargeForTheInterpreter() {
    assertThat(run("x = 1 << (2**31 - 1)\nx * x"))
        .isInstanceOfAny(Execution.Raised.class, Execution.LimitExceeded.class);
    assertNextProgramAnswers();
  }

  @Test
  void locksItsWorkersAndTellsHow() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "workers are locked on Linux only, so far");
    Confinement confinement = sandbox.posture().confinement();
    assertThat(confinement.missing())
        .isSubsetOf(
            // Those that depend on the kernel's version, and those that no worker asks for.
            Measure.READABLE_PATHS,
            Measure.READABLE_PATHS_IN_ALL_THREADS,
            Measure.USER_THREADS,
            Measure.CPU_TIME);
  }

  @Test
  void runsNothingWithoutAMeasureThatIsRequired() {
    try (Sandbox strict = Sandbox.builder().preload(false).require(Measure.USER_THREADS).build()) {
      assertThat(strict.run(Program.of("1")))
          .isInstanceOfSatisfying(
              Execution.Crashed.class,
              crashed ->
                  assertThat(crashed.reason())
                      .contains("USER_THREADS is required", "the policy sets none"));
      assertThatThrownBy(strict::posture)
          .isInstanceOf(SandboxException.class)
          .hasRootCauseMessage("USER_THREADS is required and does not hold: the policy sets none");
    }
  }

  @Test
  void boundsRecursionByTheStack() {
    String depth =
        "def f(n):\n  try:\n    return f(n + 1)\n  except RecursionError:\n    return n\nans = f(0)";
    Limits shallow = PATIENT.toBuilder().stackBytes(4 << 20).build();
    long deep = Long.parseLong(((Execution.Completed) run(depth)).answer());
    try (Sandbox other =
        Sandbox.builder()
            .workers(1)
            .spares(0)
            .preload(false)
            .shortLived(true)
            .limits(shallow)
            .build()) {
      Execution execution = other.run(Program.of(depth));
      assertThat(execution).isInstanceOf(Execution.Completed.class);
      long reached = Long.parseLong(((Execution.Completed) execution).answer());
      assertThat(reached).isBetween(100L, deep / 2);
      assertThatThrownBy(() -> other.run(Program.of("1"), PATIENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stackBytes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = [0] * 10**9",
        "x = []\nwhile True: x.append(bytearray(40_000_000))",
        "raise MemoryError"
      })
  void stopsAtTheHeapLimit(String source) {
    assertThat(exceeds(Limit.HEAP, source).allowed()).isEqualTo(SHORT.heapBytes());
  }

  @Test
  void stopsAFloodOfOutput() {
    Execution.LimitExceeded exceeded = exceeds(Limit.OUTPUT, "while True: print('flood ' * 100)");
    assertThat(exceeded.used()).isGreaterThan(exceeded.allowed());
    assertThat(exceeded.stdout()).hasSizeLessThanOrEqualTo(1 << 20).startsWith("flood flood");
  }

  @Test
  void boundsTheAnswerLikeTheOutput() {
    exceeds(Limit.OUTPUT, "ans = 'x' * (2 << 20)");
  }

  @Test
  void refusesSourceThatIsTooLong() {
    Execution.LimitExceeded exceeded = exceeds(Limit.SOURCE, "#" + "é".repeat(128 << 10));
    assertThat(exceeded.used()).isEqualTo((256 << 10) + 1);
  }

  @Test
  void keepsRecursionAnErrorOfPython() {
    assertThat(run("def f(n): return f(n + 1)\nf(0)"))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised -> assertThat(raised.type()).isEqualTo("RecursionError"));
    assertNextProgramAnswers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print(open('/etc/passwd').read())",
        "import os\nos.system('id')",
        "import os\nprint(os.listdir('/etc'))",
        "import os\nopen(os.__file__, 'a').write('x')",
        "open('/tmp/tusk-written', 'w').write('x')",
        "import subprocess\nsubprocess.run(['id'])",
        "import socket\nsocket.create_connection(('127.0.0.1', 80))",
        "import threading\nthreading.Thread(target=print).start()",
        "import ctypes\nctypes.CDLL(None)",
        "import java",
        "import polyglot\npolyglot.eval(language='js', string='1')",
        "from java.lang import System\nSystem.exit(1)"
      })
  void deniesWhatIsNotTheProgramsOwn(String source) {
    assertThat(run(source)).isInstanceOf(Execution.Raised.class);
    assertNextProgramAnswers();
  }

  @Test
  void letsAbsentPackagesBeImportedButNotUsed() {
    assertThat(valueOf("import pandas as pd\nfrom matplotlib.pyplot import plot\nans = 1"))
        .isEqualTo(integer(1));
    assertThat(run("import pandas as pd\nans = pd.Series([1])"))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised -> {
              assertThat(raised.type()).isEqualTo("ModuleNotFoundError");
              assertThat(raised.message()).isEqualTo("No module named 'pandas'");
              assertThat(raised.line()).isEqualTo(2);
            });
    assertThat(valueOf("try:\n    import pandas\n    ans = 1\nexcept ImportError:\n    ans = 2"))
        .isEqualTo(integer(2));
  }

  @Test
  void saysWhichArtifactWouldBringAPackage() {
    String why = "No module named 'networkx': the artifact dev.tusk:tusk-networkx brings it";

    assertThat(valueOf("import networkx as nx\nans = 1")).isEqualTo(integer(1));
    assertThat(run("import networkx as nx\nans = nx.path_graph(3)"))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised -> {
              assertThat(raised.type()).isEqualTo("ModuleNotFoundError");
              assertThat(raised.message()).isEqualTo(why);
            });
    assertThat(run("try:\n    import networkx\nexcept ImportError as e:\n    print(e)"))
        .isInstanceOfSatisfying(
            Execution.Completed.class, completed -> assertThat(completed.answer()).isEqualTo(why));
  }

  @Test
  void leavesNoStateForTheNextProgram() {
    String dirt =
        """
        import builtins, math, sys, decimal, random, collections
        builtins.len = lambda x: 99
        builtins.surprise = 1
        math.pi = 3
        sys.path.append('/nowhere')
        sys.modules['fractions'] = math
        decimal.getcontext().prec = 3
        random.seed(5)
        collections.Counter.most_common = None
        import sympy
        sympy.Symbol.is_dirty = True
        import mpmath
        mpmath.mp.dps = 50
        ans = 0
        """;
    String look =
        """
        import math, decimal, fractions, collections
        import sympy, mpmath
        half = sympy.S.Half
        ans = [len([1]), math.pi, str(decimal.Decimal(1) / 3), fractions.Fraction(1, 2),
               collections.Counter('aab').most_common(1), half, str(mpmath.pi)]
        """;
    String before = ((Execution.Completed) run(look)).answer();
    assertThat(run(dirt)).isInstanceOf(Execution.Completed.class);
    assertThat(((Execution.Completed) run(look)).answer()).isEqualTo(before);
    assertThat(run("surprise"))
        .isInstanceOfSatisfying(
            Execution.Raised.class, raised -> assertThat(raised.type()).isEqualTo("NameError"));
  }

  @Test
  void givesEachProgramADecimalContextOfItsOwn() {
    String third = "from decimal import *\nans = str(Decimal(1) / 3)";
    String changed = "from decimal import *\ngetcontext().prec = 5\nans = str(Decimal(1) / 3)";
    assertThat(ProgramAnalysis.of(Program.of(changed)).reusable()).isTrue();
    for (int i = 0; i < 4; i++) {
      assertThat(valueOf(changed)).isEqualTo(new Value.Text("0.33333"));
      assertThat(valueOf(third)).isEqualTo(new Value.Text("0.3333333333333333333333333333"));
    }
  }

  @Test
  void givesTheSameRandomNumbersEachTime() {
    String source = "import random\nans = [random.random() for _ in range(3)]";
    assertThat(valueOf(source)).isEqualTo(valueOf(source));
  }

  @Test
  void servesManyCallers() {
    var outcomes = new ArrayList<CompletableFuture<Execution>>();
    for (int i = 0; i < 64; i++) {
      outcomes.add(sandbox.submit(Program.of("ans = " + i + " ** 2")));
    }
    for (int i = 0; i < 64; i++) {
      int expected = i * i;
      assertThat(outcomes.get(i).join())
          .isInstanceOfSatisfying(
              Execution.Completed.class, c -> assertThat(c.value()).isEqualTo(integer(expected)));
    }
  }

  @Test
  void streamsTheResultsOfABatch() {
    Stream<Program> programs =
        IntStream.range(0, 40).mapToObj(n -> Program.of(n == 7 ? "1 / 0" : "ans = " + n + " % 10"));
    try (Stream<BatchResult> results = sandbox.runAll(programs)) {
      var seen = new TreeMap<Long, Execution>();
      results.forEach(result -> {
        assertThat(result.repeated()).isFalse();
        assertThat(seen.put(result.index(), result.execution())).isNull();
      });
      assertThat(seen).hasSize(40);
      assertThat(seen.remove(7L)).isInstanceOf(Execution.Raised.class);
      seen.forEach((index, execution) ->
          assertThat(execution)
              .isInstanceOfSatisfying(
                  Execution.Completed.class,
                  completed -> assertThat(completed.value()).isEqualTo(integer(index % 10))));
    }
  }

  @Test
  void runsRepeatedProgramsOfABatchOnceWhereAsked() {
    long before = sandbox.statistics().ended(ProgramEnd.COMPLETED);
    Stream<Program> programs = IntStream.range(0, 30).mapToObj(n -> Program.of("ans = " + n % 3));
    List<BatchResult> results =
        sandbox
            .runAll(programs, PATIENT, Repeats.RUN_ONCE)
            .sorted(Comparator.comparingLong(BatchResult::index))
            .toList();

    assertThat(results).hasSize(30);
    assertThat(results)
        .allSatisfy(result ->
            assertThat(((Execution.Completed) result.execution()).value())
                .isEqualTo(integer(result.index() % 3)));
    assertThat(results.stream().filter(result -> !result.repeated())).hasSize(3);
    assertThat(sandbox.statistics().ended(ProgramEnd.COMPLETED)).isEqualTo(before + 3);
  }

  @Test
  void drawsABatchAsItGoesAndCancelsTheRestWhenClosed() {
    var drawn = new AtomicInteger();
    Stream<Program> endless = Stream.generate(() -> Program.of("ans = " + drawn.incrementAndGet()));
    try (Stream<BatchResult> results = sandbox.runAll(endless)) {
      assertThat(results.limit(5)).hasSize(5);
    }
    assertThat(drawn).hasValueLessThanOrEqualTo(5 + 4 * 2);
    assertNextProgramAnswers();
  }

  @Test
  void takesTurnsBetweenCallers() throws Exception {
    Caller busy = sandbox.caller("busy");
    Caller rare = sandbox.caller("rare");
    var finished = new ConcurrentLinkedQueue<String>();
    var all = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < 60; i++) {
      all.add(
          busy.submit(Program.of("sum(range(100000))"))
              .whenComplete((execution, error) -> finished.add("busy")));
    }
    all.add(rare.submit(Program.of("1")).whenComplete((execution, error) -> finished.add("rare")));
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

    assertThat(List.copyOf(finished).indexOf("rare")).isLessThan(40);
  }

  @Test
  void servesCallersKeptApart() {
    Caller first = sandbox.callerKeptApart("first");
    Caller second = sandbox.callerKeptApart("second");
    assertThat(first.isKeptApart()).isTrue();
    assertThat(sandbox.caller("shared").isKeptApart()).isFalse();
    for (Caller caller : List.of(first, second, first)) {
      assertThat(caller.run(Program.of("ans = 2")))
          .isInstanceOfSatisfying(
              Execution.Completed.class, c -> assertThat(c.answer()).isEqualTo("2"));
    }
  }

  @Test
  void tellsWhatHappens() throws Exception {
    var programs = new ConcurrentLinkedQueue<ProgramEnd>();
    var workers = new ConcurrentLinkedQueue<WorkerEnd>();
    var observer =
        new SandboxObserver() {
          @Override
          public void programEnded(ProgramEnd end, Duration waited, Duration took) {
            assertThat(waited).isGreaterThanOrEqualTo(Duration.ZERO);
            programs.add(end);
            throw new IllegalStateException("an observer that fails harms nobody");
          }

          @Override
          public void workerEnded(WorkerEnd end) {
            workers.add(end);
          }
        };
    Path file = Files.createTempFile("tusk", ".jfr");
    try (var recording = new Recording();
        Sandbox other =
            Sandbox.builder()
                .workers(1)
                .spares(0)
                .preload(false)
                .shortLived(true)
                .limits(PATIENT)
                .observer(observer)
                .build()) {
      recording.enable("dev.tusk.sandbox.*");
      for (String name : List.of("Run", "Wait", "Limit", "Recycle", "Crash", "WorkerStart")) {
        recording.enable("dev.tusk.sandbox." + name).withoutThreshold();
      }
      recording.start();
      assertThat(other.run(Program.of("1"))).isInstanceOf(Execution.Completed.class);
      assertThat(other.run(Program.of("1 / 0"))).isInstanceOf(Execution.Raised.class);
      Limits frugal = PATIENT.toBuilder().cpu(Duration.ofMillis(100)).build();
      assertThat(other.run(Program.of("sum(range(10**12))"), frugal))
          .isInstanceOf(Execution.LimitExceeded.class);
      assertThat(other.run(Program.of("1"))).isInstanceOf(Execution.Completed.class);
      ProcessHandle.of(other.workerPids().getFirst()).ifPresent(ProcessHandle::destroyForcibly);
      assertThat(other.run(Program.of("1"))).isInstanceOf(Execution.Completed.class);

      Statistics now = other.statistics();
      assertThat(now.ended())
          .containsEntry(ProgramEnd.COMPLETED, 3L)
          .containsEntry(ProgramEnd.RAISED, 1L)
          .containsEntry(ProgramEnd.CPU_LIMIT, 1L)
          .containsEntry(ProgramEnd.CRASHED, 0L);
      assertThat(now.waiting()).isZero();
      assertThat(now.running()).isZero();
      assertThat(now.workersEnded()).containsEntry(WorkerEnd.KILLED, 1L);
      recording.stop();
      recording.dump(file);
      assertThat(RecordingFile.readAllEvents(file).stream().map(e -> e.getEventType().getName()))
          .contains(
              "dev.tusk.sandbox.Run",
              "dev.tusk.sandbox.Wait",
              "dev.tusk.sandbox.Limit",
              "dev.tusk.sandbox.Recycle",
              "dev.tusk.sandbox.WorkerStart");
    } finally {
      Files.delete(file);
    }
    assertThat(programs)
        .containsExactlyInAnyOrder(
            ProgramEnd.COMPLETED,
            ProgramEnd.RAISED,
            ProgramEnd.CPU_LIMIT,
            ProgramEnd.COMPLETED,
            ProgramEnd.COMPLETED);
    assertThat(workers).contains(WorkerEnd.KILLED, WorkerEnd.CRASHED, WorkerEnd.CLOSED);
  }

  @Test
  void losesNothingWhenAWorkerIsKilledFromOutside() throws Exception {
    CompletableFuture<Execution> long1 = sandbox.submit(Program.of("while True: pass"), SHORT);
    Thread.sleep(300);
    for (long pid : sandbox.workerPids()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    assertThat(long1.get(60, TimeUnit.SECONDS))
        .isInstanceOfAny(Execution.Crashed.class, Execution.LimitExceeded.class);
    assertNextProgramAnswers();
  }

  @Test
  void cancelsAProgramThatRuns() throws Exception {
    Limits endlessly = SHORT.toBuilder().wall(Duration.ofMinutes(10)).build();
    CompletableFuture<Execution> endless =
        sandbox.submit(Program.of("sum(range(10**12))"), endlessly);
    Thread.sleep(500);
    endless.cancel(true);
    assertThatThrownBy(endless::join).isInstanceOf(CancellationException.class);
    assertNextProgramAnswers();
    assertNextProgramAnswers();
  }

  @Test
  void cancelsWhenTheCallerIsInterrupted() throws Exception {
    Limits endlessly = SHORT.toBuilder().wall(Duration.ofMinutes(10)).build();
    var outcome = new CompletableFuture<Execution>();
    var flag = new CompletableFuture<Boolean>();
    var begun = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              begun.countDown();
              outcome.complete(sandbox.run(Program.of("while True: pass"), endlessly));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    begun.await();
    Thread.sleep(300);
    caller.interrupt();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new Execution.Cancelled());
    assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
    assertNextProgramAnswers();
  }

  @Test
  void takesLimitsForASingleProgram() {
    Limits tight = SHORT.toBuilder().outputBytes(10).build();
    assertThat(sandbox.run(Program.of("print('12345678901')"), tight))
        .isInstanceOfSatisfying(
            Execution.LimitExceeded.class,
            exceeded -> {
              assertThat(exceeded.limit()).isEqualTo(Limit.OUTPUT);
              assertThat(exceeded.stdout()).isEqualTo("1234567890");
            });
    Limits otherHeap = SHORT.toBuilder().heapBytes(1L << 30).build();
    assertThatThrownBy(() -> sandbox.run(Program.of("1"), otherHeap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heapBytes");
  }

  @Test
  void cancelsWhatWaitsWhenItCloses() {
    Sandbox other = Sandbox.builder().workers(1).spares(0).preload(false).build();
    CompletableFuture<Execution> first = other.submit(Program.of("while True: pass"));
    CompletableFuture<Execution> second = other.submit(Program.of("1"));
    other.close();
    other.close();
    assertThat(first.join()).isEqualTo(new Execution.Cancelled());
    assertThat(second.join()).isEqualTo(new Execution.Cancelled());
    assertThatThrownBy(() -> other.run(Program.of("1"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void saysWhatIsWrongWithASetting() {
    assertThatThrownBy(() -> Sandbox.builder().workers(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers must be from 1 to 1024: 0");
    assertThatThrownBy(() -> Limits.builder().outputBytes(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outputBytes");
  }

  @Test
  void crashesVisiblyWhereNoWorkerStarts() {
    try (Sandbox broken = Sandbox.builder().jvmFlags(List.of("-XX:+NoSuchFlag")).build()) {
      assertThat(broken.run(Program.of("1")))
          .isInstanceOfSatisfying(
              Execution.Crashed.class,
              crashed -> assertThat(crashed.reason()).contains("NoSuchFlag"));
    }
  }
}
