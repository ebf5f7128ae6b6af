package dev.tusk.bench;

import dev.tusk.engine.BatchAnswer;
import dev.tusk.engine.Checked;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Step;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.Decoder;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.GenerationOptions;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.sandbox.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The throughput of {@link Tusk#solveAll} beside that of its two halves alone, in one process and
 * in turn: the decoder writes the same programs and nothing is run; the same programs are run and
 * cross-checked and nothing is decoded. Questions a second, the median of the rounds.
 *
 * <p>Each half alone has the whole machine, so on few cores the two together cannot be as fast as
 * the slower one unless the faster one takes little.
 */
public final class SolveThroughput {
  private SolveThroughput() {}

  /**
   * Usage: SolveThroughput CHECKPOINT SHARED [--questions N] [--rounds N] [--slots N] [--workers N]
   * [--threads N]; threads are the decoder's, together with the sandbox and alone.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println(
          "usage: bench/solve-throughput CHECKPOINT SHARED [--questions 200] [--rounds 5] [--slots 4]"
              + " [--workers CORES] [--threads CORES]");
      System.exit(2);
    }
    int count = Integer.parseInt(DecoderSpeed.option(args, "--questions", "200"));
    int rounds = Integer.parseInt(DecoderSpeed.option(args, "--rounds", "5"));
    int slots = Integer.parseInt(DecoderSpeed.option(args, "--slots", "4"));
    int cores = Runtime.getRuntime().availableProcessors();
    int workers = Integer.parseInt(DecoderSpeed.option(args, "--workers", "" + cores));
    int threads = Integer.parseInt(DecoderSpeed.option(args, "--threads", "" + cores));
    DecoderOptions decoding =
        DecoderOptions.builder().slots(slots).threads(threads).contextTokens(1024).build();
    run(System.out, Path.of(args[0]), Path.of(args[1]), count, rounds, decoding, workers);
  }

  private static void run(
      PrintStream out,
      Path folder,
      Path shared,
      int count,
      int rounds,
      DecoderOptions decoding,
      int workers)
      throws Exception {
    List<AskedQuestion> questions = new ArrayList<>(AskedQuestion.own());
    questions.addAll(AskedQuestion.svamp(shared));
    List<AskedQuestion> asked = questions.stream().limit(count).toList();
    int slots = decoding.slots();
    Checkpoint checkpoint = Checkpoint.open(folder);
    PromptProfile profile = checkpoint.profile();
    out.printf(
        Locale.ROOT,
        "%s; %d questions, %d slots, %d decoder threads, %d workers, %d cores, JDK %s, load average"
            + " %.1f%n",
        profile.label(),
        asked.size(),
        slots,
        decoding.threads().orElseThrow(),
        workers,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        DecoderSpeed.load());
    try (Tusk tusk = Tusk.builder().checkpoint(folder).decoder(decoding).workers(workers).build();
        Decoder decoder = Decoder.open(checkpoint, decoding)) {
      // Round 0 warms up, and tells which programs there are to run.
      double[] both = new double[rounds];
      double[] written = new double[rounds];
      double[] ran = new double[rounds];
      for (int round = 0; round <= rounds; round++) {
        long start = System.nanoTime();
        List<Program> programs = solve(tusk, asked, SolveOptions.of(AskedQuestion.ONCE));
        double together = rate(asked.size(), start);
        start = System.nanoTime();
        int tokens = decode(decoder, profile, asked, slots + 2 * workers);
        double decoderAlone = rate(asked.size(), start);
        start = System.nanoTime();
        check(tusk, programs, 2 * workers);
        // For as many questions as there are: those that were declined have no program.
        double sandboxAlone = rate(asked.size(), start);
        if (round > 0) {
          both[round - 1] = together;
          written[round - 1] = decoderAlone;
          ran[round - 1] = sandboxAlone;
        }
        out.printf(
            Locale.ROOT,
            "%s solveAll %6.2f/s  decoder alone %6.2f/s (%d tokens)  sandbox and cross-check alone"
                + " %7.2f/s (%d programs)  ratio to the slower %.2f%n",
            round == 0 ? "warm-up" : "round " + round,
            together,
            decoderAlone,
            tokens,
            sandboxAlone,
            programs.size(),
            together / Math.min(decoderAlone, sandboxAlone));
      }
      double slower = Math.min(DecoderSpeed.median(written), DecoderSpeed.median(ran));
      out.printf(
          Locale.ROOT,
          "median  solveAll %.2f/s  decoder alone %.2f/s  sandbox and cross-check alone %.2f/s: %.0f%%"
              + " of the slower; load average at the end %.1f%n",
          DecoderSpeed.median(both),
          DecoderSpeed.median(written),
          DecoderSpeed.median(ran),
          100 * DecoderSpeed.median(both) / slower,
          DecoderSpeed.load());
    }
  }

  private static double rate(int questions, long start) {
    return questions / ((System.nanoTime() - start) / 1e9);
  }

  /** Solves all, and gives the programs that were run. */
  private static List<Program> solve(Tusk tusk, List<AskedQuestion> asked, SolveOptions options) {
    List<Program> programs = new ArrayList<>();
    try (Stream<BatchAnswer> answers =
        tusk.solveAll(asked.stream().map(AskedQuestion::question), options)) {
      answers
          .flatMap(each -> each.answer().steps().stream())
          .filter(step -> step.execution().isPresent())
          .map(Step::program)
          .forEach(program -> program.ifPresent(programs::add));
    }
    return programs;
  }

  private static int decode(
      Decoder decoder, PromptProfile profile, List<AskedQuestion> asked, int threads)
      throws Exception {
    GenerationOptions options =
        GenerationOptions.builder().maxNewTokens(256).stopStrings(profile.stopStrings()).build();
    Iterator<AskedQuestion> next = asked.iterator();
    return together(
        threads,
        () -> {
          int tokens = 0;
          while (true) {
            AskedQuestion question;
            synchronized (next) {
              if (!next.hasNext()) {
                return tokens;
              }
              question = next.next();
            }
            String prompt = profile.program().around(question.question().text());
            tokens += decoder.generate(prompt, options).tokens().size();
          }
        });
  }

  private static void check(Tusk tusk, List<Program> programs, int threads) throws Exception {
    Iterator<Program> next = programs.iterator();
    int ended =
        together(
            threads,
            () -> {
              int done = 0;
              while (true) {
                Program program;
                synchronized (next) {
                  if (!next.hasNext()) {
                    return done;
                  }
                  program = next.next();
                }
                Checked checked = tusk.check(program);
                done += checked.verdict().label().isEmpty() ? 0 : 1;
              }
            });
    if (ended != programs.size()) {
      throw new IllegalStateException(ended + " of " + programs.size() + " programs ended");
    }
  }

  private interface Work {
    int run() throws IOException;
  }

  /** Runs the same work on so many threads; the sum of what they give. */
  private static int together(int threads, Work work) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running =
          Stream.generate(() -> pool.submit(work::run)).limit(threads).toList();
      int sum = 0;
      for (Future<Integer> each : running) {
        sum += each.get();
      }
      return sum;
    }
  }
}
