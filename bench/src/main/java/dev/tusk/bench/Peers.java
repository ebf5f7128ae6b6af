package dev.tusk.bench;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs recorded programs that need the standard library alone, one after the other, through Tusk's
 * sandbox and through what else can run Python from Java, and prints correct answers a second.
 *
 * <p>Each peer is warmed up for the same time on programs that are not measured. Only Tusk has
 * limits, so the list has only programs that end under CPython 3; under Python 2 some do not.
 */
public final class Peers {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_STOPPED = 20;

  /** Begins a peer's lines; see bench/peers/PeerLines.java. */
  private static final String MARK = "= ";

  private Peers() {}

  /** One way to run a program. */
  private interface Peer extends AutoCloseable {
    Answer run(CorpusRecord entry) throws Exception;

    /** Programs that took too long and were stopped with their process. */
    default int stopped() {
      return 0;
    }

    @Override
    void close() throws IOException;
  }

  /** A peer in a JVM of its own. */
  private record Other(String name, String source, Path classPath) {}

  private record Answer(String text, double seconds) {}

  /**
   * Usage: Peers SHARED FOLDER [--programs N] [--warmup SECONDS] [--peer NAME]; FOLDER holds the
   * peers' sources and their class paths, as bench/peers/run makes them.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println(
          "usage: bench/peers/run SHARED [--programs N] [--warmup SECONDS] [--peer NAME]");
      System.exit(2);
    }
    Path shared = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    int programs = Compare.option(args, "--programs", 200);
    Duration warmup = Duration.ofSeconds(Compare.option(args, "--warmup", 60));
    var records = CorpusRecord.read(shared.resolve("corpus"));
    List<CorpusRecord> warm =
        plain(CorpusRecord.select(records, shared.resolve("bench/warmup-ids.txt")));
    List<CorpusRecord> measured =
        plain(CorpusRecord.select(records, shared.resolve("bench/measured-ids.txt"))).stream()
            .limit(programs)
            .toList();
    System.out.printf(
        "%d programs of the standard library, one caller, %d s of warm-up, JDK %s%n",
        measured.size(), warmup.toSeconds(), Runtime.version());
    // Of the peers in other JVMs only those whose name contains this; Tusk and CPython always run.
    String wanted = DecoderSpeed.option(args, "--peer", "");
    double tusk = report("Tusk", tusk(), warm, measured, warmup, Double.NaN);
    Compare.Rates pool = Compare.forkPool(shared, measured, 1);
    double rate = pool.all() * pool.equal() / pool.programs();
    print(
        "CPython, fork of a warm parent",
        pool.equal(),
        pool.programs(),
        rate,
        pool.p50(),
        pool.p99(),
        tusk);
    report("CPython, a process each", coldStart(), List.of(), measured, Duration.ZERO, tusk);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    // Raw GraalPy is the one that Tusk itself uses.
    Path own = folder.resolve("../target/libraries.classpath");
    Path others = folder.resolve("target");
    for (Other each :
        List.of(
            new Other("raw GraalPy, a context each", "GraalPyPeer", own),
            new Other(
                "LangChain4j's GraalVM engine",
                "LangChain4jPeer",
                others.resolve("langchain4j.classpath")),
            new Other("Jython 2.7", "JythonPeer", others.resolve("jython.classpath")))) {
      if (!each.name().contains(wanted)) {
        continue;
      }
      List<String> command =
          List.of(
              java.toString(),
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              Files.readString(each.classPath()).strip(),
              folder.resolve(each.source() + ".java").toString());
      report(each.name(), new PeerProcess(command), warm, measured, warmup, tusk);
    }
  }

  private static List<CorpusRecord> plain(List<CorpusRecord> records) {
    return records.stream()
        .filter(r -> !r.sympy() && r.program().preamble().isEmpty())
        .filter(r ->
            !r.program().source().contains("sympy") && !r.program().source().contains("dateutil"))
        .filter(r -> r.program().style() != Program.Style.NOTEBOOK)
        .toList();
  }

  private static double report(
      String name,
      Peer opened,
      List<CorpusRecord> warm,
      List<CorpusRecord> measured,
      Duration warmup,
      double own)
      throws Exception {
    try (Peer peer = opened) {
      long end = System.nanoTime() + warmup.toNanos();
      for (int i = 0; !warm.isEmpty() && System.nanoTime() < end; i++) {
        var _ = peer.run(warm.get(i % warm.size()));
      }
      int correct = 0;
      var seconds = new double[measured.size()];
      for (int i = 0; i < seconds.length; i++) {
        Answer answer = peer.run(measured.get(i));
        seconds[i] = answer.seconds();
        correct += answer.text().equals(measured.get(i).answer()) ? 1 : 0;
      }
      if (peer.stopped() > 0) {
        System.out.printf(
            "%s: %d programs, those of the warm-up included, stopped after %d s%n",
            name, peer.stopped(), PATIENCE.toSeconds());
      }
      double rate = correct / Arrays.stream(seconds).sum();
      Arrays.sort(seconds);
      print(
          name,
          correct,
          seconds.length,
          rate,
          1e3 * seconds[seconds.length / 2],
          1e3 * seconds[(int) (seconds.length * .99)],
          own);
      return rate;
    }
  }

  private static void print(
      String name, int correct, int programs, double rate, double p50, double p99, double own) {
    System.out.printf(
        Locale.ROOT,
        "%-32s %4d of %d correct  %8.1f correct/s  p50 %7.2f ms  p99 %6.0f ms%s%n",
        name,
        correct,
        programs,
        rate,
        p50,
        p99,
        Double.isNaN(own)
            ? ""
            : String.format(Locale.ROOT, "  Tusk is %.1f times as fast", own / rate));
  }

  private static Peer tusk() {
    Sandbox sandbox = Sandbox.builder().workers(1).build();
    return new Peer() {
      @Override
      public Answer run(CorpusRecord entry) {
        long start = System.nanoTime();
        Execution execution = sandbox.run(entry.program());
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Answer(
            execution instanceof Execution.Completed completed ? completed.answer() : "", seconds);
      }

      @Override
      public void close() {
        sandbox.close();
      }
    };
  }

  /** A fresh {@code python3} for each program. */
  private static Peer coldStart() {
    return new Peer() {
      @Override
      public Answer run(CorpusRecord entry) throws IOException, InterruptedException {
        String source =
            entry.program().source()
                + switch (entry.program().style()) {
                  case ANS -> "\nprint(ans if 'ans' in globals() else answer)";
                  case SOLUTION -> "\nprint(solution())";
                  default -> "";
                };
        Path out = Files.createTempFile("tusk-peer", ".txt");
        try {
          long start = System.nanoTime();
          Process process =
              new ProcessBuilder("python3", "-I", "-c", source)
                  .redirectOutput(out.toFile())
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start();
          boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          double seconds = (System.nanoTime() - start) / 1e9;
          process.destroyForcibly();
          String printed = Files.readString(out).strip();
          boolean right = ended && process.exitValue() == 0;
          return new Answer(right ? printed.substring(printed.lastIndexOf('\n') + 1) : "", seconds);
        } finally {
          Files.delete(out);
        }
      }

      @Override
      public void close() {}
    };
  }

  /**
   * A JVM with a peer in it, which tells the time that each program took there. None of these peers
   * can stop a program, so one that takes too long costs its JVM, and the next begins anew.
   */
  private static final class PeerProcess implements Peer {
    private final List<String> command;
    private Process process;
    private int stopped;

    PeerProcess(List<String> command) throws IOException {
      this.command = command;
      process = start();
    }

    private Process start() throws IOException {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Override
    public Answer run(CorpusRecord entry) throws IOException, InterruptedException {
      Process asked = process;
      byte[] source = entry.program().source().getBytes(StandardCharsets.UTF_8);
      String request =
          entry.program().style() + " " + Base64.getEncoder().encodeToString(source) + "\n";
      var answer = new FutureTask<>(() -> ask(asked, request));
      Thread.ofVirtual().start(answer);
      try {
        return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        asked.destroyForcibly().waitFor();
        stopped++;
        if (stopped == MOST_STOPPED) {
          throw new IOException("stopped " + stopped + " times, given up: " + command, e);
        }
        process = start();
        return new Answer("", PATIENCE.toNanos() / 1e9);
      } catch (ExecutionException e) {
        throw new IOException("the peer ended: " + command, e.getCause());
      }
    }

    private static Answer ask(Process asked, String request) throws IOException {
      BufferedWriter to = asked.outputWriter(StandardCharsets.US_ASCII);
      to.write(request);
      to.flush();
      BufferedReader from = asked.inputReader(StandardCharsets.US_ASCII);
      String line = from.readLine();
      while (line != null && !line.startsWith(MARK)) {
        line = from.readLine();
      }
      if (line == null) {
        throw new IOException("no more output");
      }
      String[] parts = line.substring(MARK.length()).split(" ", 2);
      return new Answer(
          new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8),
          Long.parseLong(parts[0]) / 1e9);
    }

    @Override
    public int stopped() {
      return stopped;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
