package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.io.FileSystem;
import org.junit.jupiter.api.Test;

/** A worker inside this JVM, not locked: only programs of our own run here. */
class GuestWorkerTest {
  private final GuestWorker worker = new GuestWorker(false, false);
  private long number;

  private void run(long domain, String source) {
    var _ = run(domain, OptionalLong.empty(), source);
  }

  private String run(long domain, OptionalLong clock, String source) {
    var request = new Wire.Request(++number, domain, clock, Program.of(source), Limits.defaults());
    byte[] reply = worker.handle(Wire.encode(request), notice -> {});
    Execution execution = Wire.decodeReply(reply, Limits.defaults()).execution();
    assertThat(execution).isInstanceOf(Execution.Completed.class);
    return ((Execution.Completed) execution).answer();
  }

  @Test
  void sharesNoContextBetweenDomains() {
    run(0, "ans = 1");
    run(0, "ans = 2");
    assertThat(worker.contextsClosed()).as("one domain shares").isZero();
    run(1, "ans = 3");
    assertThat(worker.contextsClosed()).as("a second domain").isEqualTo(1);
    run(1, "ans = 4");
    assertThat(worker.contextsClosed()).as("the second domain again").isEqualTo(1);
    run(2, "ans = 5");
    run(0, "ans = 6");
    assertThat(worker.contextsClosed()).as("a third, and back").isEqualTo(3);
  }

  @Test
  void showsTheClockThatIsSet() {
    Instant then = Instant.parse("2021-03-04T05:06:07Z");
    OptionalLong clock = OptionalLong.of(then.getEpochSecond() * 1_000_000_000L);
    for (int i = 0; i < 2; i++) {
      assertThat(
              run(
                  0,
                  clock,
                  "import datetime, time\n"
                      + "ans = [str(datetime.date.today()), datetime.datetime.now().hour, datetime.datetime.utcnow().minute, "
                      + "time.strftime('%Y-%m-%d'), time.gmtime().tm_year, time.localtime(0).tm_year, int(time.time()) // 100, "
                      + "time.ctime()[-4:]]"))
          .isEqualTo(
              "['2021-03-04', 5, 6, '2021-03-04', 2021, 1970, "
                  + then.getEpochSecond() / 100
                  + ", '2021']");
    }
  }

  @Test
  void emptiesSympysCachesBeforeItRetires() throws InterruptedException {
    var full = new GuestWorker(false, false, 1);
    String source = "from sympy import symbols\nx = symbols('x')\nans = x + x";
    var request =
        new Wire.Request(1, 0, OptionalLong.empty(), Program.of(source), Limits.defaults());
    System.gc();
    Wire.Reply reply = reply(full, request);
    assertThat(reply.execution()).isInstanceOf(Execution.Completed.class);
    // The watching thread looks once a second.
    Thread.sleep(2_500);
    assertThat(reply(full, request).retire()).as("just relieved, and still full").isTrue();
  }

  private static Wire.Reply reply(GuestWorker worker, Wire.Request request) {
    return Wire.decodeReply(worker.handle(Wire.encode(request), notice -> {}), Limits.defaults());
  }

  @Test
  void forgetsWhatSympyRemembered() {
    String count = "ans = 'many' if Add.__new__.cache_info().currsize > 30 else 'few'";
    try (Engine engine =
            Engine.newBuilder("python")
                .allowExperimentalOptions(true)
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        GuestContext context =
            GuestContext.open(
                engine, FileSystem.newReadOnlyFileSystem(GuestFiles.load()), "sympy")) {
      String sums =
          "from sympy import *\nx = symbols('x')\nt = [x**k + k for k in range(50)]\n" + count;
      assertThat(context.run(ProgramAnalysis.of(Program.of(sums)), "").account()).contains("many");
      context.forget();
      String look = "from sympy import Add\n" + count;
      assertThat(context.run(ProgramAnalysis.of(Program.of(look)), "").account()).contains("few");
    }
  }

  private int idleSteps(GuestWorker idler) {
    int steps = 0;
    while (idler.idle()) {
      steps++;
    }
    return steps;
  }

  @Test
  void loadsNumpyWhileThereIsNothingElseToDo() {
    int modules = GuestContext.NUMERIC_MODULES.size();
    assertThat(idleSteps(worker)).isEqualTo(modules);
    assertThat(idleSteps(worker)).as("once for a context").isZero();
    assertThat(run(0, OptionalLong.empty(), "import numpy as np\nans = np.arange(4).sum()"))
        .isEqualTo("6");
    run(0, "from scipy.stats import binom\nans = binom.cdf(1, 2, 0.5)");
    run(1, "ans = 1");
    assertThat(idleSteps(worker)).as("the plain context is another one").isEqualTo(modules);
    assertThat(idleSteps(new GuestWorker(false, true))).as("short-lived").isZero();
  }

  @Test
  void givesAProgramThatMayLeaveSomethingBehindAContextOfItsOwn() {
    run(0, "class A: pass\nans = 1");
    assertThat(worker.contextsClosed()).isEqualTo(1);
    run(0, "ans = 1");
    assertThat(worker.contextsClosed()).isEqualTo(1);
  }
}
