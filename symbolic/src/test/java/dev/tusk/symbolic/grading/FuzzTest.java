package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.symbolic.Algebra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mutated inputs: nothing throws, nothing outlives its deadline. */
class FuzzTest {
  private static final List<String> PIECES =
      List.of(
          "\\frac",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "\\sqrt",
          "^",
          "_",
          "\\left",
          "\\right",
          "$",
          "\\boxed{",
          "\\begin{pmatrix}",
          "\\end{pmatrix}",
          "&",
          "\\\\",
          "\\pm",
          ",",
          ";",
          "and",
          "=",
          "<",
          "\\le",
          "\\cup",
          "\\infty",
          "!",
          "%",
          "10^",
          "e",
          "i",
          "\\int",
          "dx",
          "\\sum",
          "\\lim",
          "|",
          "\\text{",
          "1e9999",
          "0.",
          "\\overline{",
          "999999999999",
          "/0",
          "-",
          "\0",
          "\ud83d",
          "π",
          "\\sin",
          "\\log_",
          "mod",
          "\\binom",
          "\\{",
          "\\}",
          ":",
          "x",
          "\n",
          "####",
          "The answer is ",
          "\\char",
          "\\variable{",
          "answer:",
          "0",
          "::",
          "^^",
          "''",
          "\\frac{d}{dx}",
          "\\lim_{x\\to0^+}",
          "\\int_0^\\infty ",
          "\\sum_{k=1}^\\infty ",
          "\\over ",
          "_{16}",
          "0x",
          "^5C_2",
          " hours ",
          " million",
          "PM",
          "\\begin{cases}",
          "\\end{cases}",
          "\\mathrm{",
          "'000",
          "\\overline{3+4i}",
          "\\pmod 7",
          "\\{x\\mid",
          "Matrix(");
  private static final long MAX_GROWTH_BYTES = 16L << 20;
  private static final Duration DEADLINE = Duration.ofMillis(400);
  private static final List<Grader> GRADERS =
      List.of(
          grader("strict"),
          grader("lenient"),
          grader("math-verify"),
          grader("mammoth:math"),
          grader("mammoth:gsm8k"),
          grader("mammoth:aqua"),
          Grader.of(Policy.lenient().toBuilder().deadline(DEADLINE).build(), new Sluggish()));

  /** An algebra that never has an answer in time. */
  private static final class Sluggish implements Algebra {
    @Override
    public Reply ask(byte[] request, Duration deadline) {
      try {
        Thread.sleep(deadline);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new Reply.TimedOut();
    }

    @Override
    public Site site() {
      return Site.WORKER;
    }
  }

  private static Grader grader(String policy) {
    return Grader.of(Policy.parse(policy).toBuilder().deadline(DEADLINE).build());
  }

  private static List<String> seeds() {
    List<String> seeds = new ArrayList<>();
    for (JsonNode line : Lines.resource("pairs.jsonl")) {
      seeds.add(line.get("gold").asText());
      seeds.add(line.get("pred").asText());
    }
    return seeds;
  }

  private static String mutated(List<String> seeds, SplittableRandom random) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    int edits = random.nextInt(1, 7);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(7)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 ->
            text.delete(
                Math.min(at, text.length()), Math.min(text.length(), at + random.nextInt(1, 5)));
        case 2 ->
            text.insert(
                at, PIECES.get(random.nextInt(PIECES.size())).repeat(random.nextInt(1, 40)));
        case 3 -> text.insert(at, seeds.get(random.nextInt(seeds.size())));
        case 4 -> text.insert(at, (char) random.nextInt(32, 1_000));
        case 5 -> {
          String nested = text.toString();
          text.setLength(0);
          text.append("\\frac{").append(nested).append("}{").append(nested).append('}');
        }
        default -> text.insert(at, Long.toString(random.nextLong(0, 1L << random.nextInt(1, 62))));
      }
      if (text.length() > 4_000) {
        text.setLength(4_000);
      }
    }
    return text.toString();
  }

  private static void run(long seed, int count) {
    System.out.println("fuzz seed " + seed + ", " + count + " inputs");
    SplittableRandom random = new SplittableRandom(seed);
    List<String> seeds = seeds();
    long slowest = 0;
    long live = 0;
    for (int i = 0; i < count; i++) {
      if (i == count / 10) {
        live = liveBytes();
      }
      String reference = mutated(seeds, random);
      String candidate = random.nextInt(4) == 0 ? reference + " " : mutated(seeds, random);
      Grader grader = GRADERS.get(random.nextInt(GRADERS.size()));
      slowest = Math.max(slowest, check(grader, reference, candidate));
    }
    long growth = liveBytes() - live;
    System.out.println(
        "slowest " + slowest / 1_000_000 + " ms, live heap grew by " + growth / 1024 + " KiB");
    assertThat(growth).as("bytes that stay alive").isLessThan(MAX_GROWTH_BYTES);
  }

  /** What is reachable, as far as a collection tells. */
  private static long liveBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long check(Grader grader, String reference, String candidate) {
    long start = System.nanoTime();
    try {
      Judgement judgement = grader.grade(reference, candidate);
      assertThat(judgement.reason()).doesNotContain("a fault of the grader");
    } catch (Error | RuntimeException e) {
      keep(grader, reference, candidate);
      throw e;
    }
    long taken = System.nanoTime() - start;
    if (taken > DEADLINE.toNanos() + 3_000_000_000L) {
      keep(grader, reference, candidate);
      throw new AssertionError(
          "took " + taken / 1_000_000 + " ms: " + reference + " | " + candidate);
    }
    return taken;
  }

  /** Failing inputs go to target/fuzz, to be moved to regressions/ and committed. */
  private static void keep(Grader grader, String reference, String candidate) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "fuzz"));
      Files.writeString(
          folder.resolve(
              "fuzz-" + Integer.toHexString((reference + candidate).hashCode()) + ".txt"),
          grader.policy().name() + "\u0000" + reference + "\u0000" + candidate);
    } catch (IOException e) {
      System.out.println("could not keep the input: " + e);
    }
  }

  @Test
  void mutatedInputsNeitherThrowNorHang() {
    run(7_531L, 4_000);
  }

  @Test
  @Tag("soak")
  void aMillionMutatedInputsNeitherThrowNorHang() throws InterruptedException, ExecutionException {
    long seed = Long.getLong("tusk.seed", 1_000_003L);
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<?> first = threads.submit(() -> run(seed, 500_000));
      Future<?> second = threads.submit(() -> run(seed + 1, 500_000));
      first.get();
      second.get();
    }
  }

  @Test
  void formerFailuresStayMended() throws IOException {
    Path folder = Path.of("src", "test", "resources", "grading", "regressions");
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        String[] parts = Files.readString(file).split("\u0000", -1);
        assertThat(parts).as(file.toString()).hasSize(3);
        check(grader(parts[0]), parts[1], parts[2]);
      }
    }
  }

  @Test
  void hugeAndDeepInputsAreBounded() {
    List<String> extremes =
        List.of(
            "(".repeat(50_000),
            "{".repeat(50_000) + "1" + "}".repeat(50_000),
            "\\frac{1}{1+".repeat(5_000),
            "x" + "!".repeat(20_000),
            "2" + "^2".repeat(20_000),
            "1" + "/2".repeat(20_000),
            "1" + "+1".repeat(20_000),
            "-".repeat(50_000) + "1",
            "9".repeat(90_000),
            "10^{10^{10}}+1",
            "(x+y+z+w)^{300}",
            "\\sum_{k=1}^{2000} k^{k}",
            "(10^{10^{10}})!",
            "\\sqrt{".repeat(200) + "2" + "}".repeat(200),
            "\\sin(10^{4000})",
            "1e9999-1e9998",
            "\\binom{100000}{50000}",
            "|".repeat(10_000),
            "$".repeat(50_001),
            "\\boxed{".repeat(10_000),
            "answer ".repeat(10_000),
            "(1 ".repeat(30_000),
            "a,".repeat(30_000),
            "[".repeat(300) + "1,2" + "]".repeat(300),
            "5! !".repeat(3000));
    for (String text : extremes) {
      for (Grader grader : GRADERS) {
        check(grader, text, text + " ");
        check(grader, "1", text);
        check(grader, text, "1");
      }
    }
  }
}
