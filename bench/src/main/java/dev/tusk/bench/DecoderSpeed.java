package dev.tusk.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.Decoder;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.DecoderOptions.Activations;
import dev.tusk.engine.decoder.DecoderOptions.WeightLayout;
import dev.tusk.engine.decoder.DecoderOptions.WeightPrecision;
import dev.tusk.engine.decoder.Generation;
import dev.tusk.engine.decoder.GenerationOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoder's speed on the processor beside the memory's, measured in the same process right
 * before and after each burst of tokens: none can be written faster than its weights are read. Each
 * figure is a median over the bursts, those of the last lines over the rounds.
 *
 * <p>Prints a table: milliseconds a token at batch 1 and its share of that limit, tokens a second
 * at batch 8 and their ratio, time to the first token, the part of a generation outside the model's
 * runs, time to load, and the growth of resident memory by loading, in a process of its own, with a
 * cache of 64 tokens.
 */
public final class DecoderSpeed {
  private static final int CONTEXT = 512;

  /** The prompt whose reading is timed. */
  private static final int PROMPT = 128;

  /** The prompt behind which writing is timed. */
  private static final int BEGIN = 16;

  private DecoderSpeed() {}

  /** One way to keep the weights; bytes read for one weight. */
  private enum Mode {
    IN_PLACE(WeightLayout.IN_PLACE, WeightPrecision.AS_STORED, Activations.FLOAT32, 4),
    PREPACKED(WeightLayout.PREPACKED, WeightPrecision.AS_STORED, Activations.FLOAT32, 4),
    INT8(WeightLayout.PREPACKED, WeightPrecision.INT8, Activations.FLOAT32, 1.125),
    INT8_INT8(WeightLayout.PREPACKED, WeightPrecision.INT8, Activations.INT8, 1.125),
    INT4(WeightLayout.PREPACKED, WeightPrecision.INT4, Activations.FLOAT32, 0.625),
    INT4_INT8(WeightLayout.PREPACKED, WeightPrecision.INT4, Activations.INT8, 0.625);

    final WeightLayout layout;
    final WeightPrecision precision;
    final Activations activations;
    final double weightBytes;

    Mode(
        WeightLayout layout,
        WeightPrecision precision,
        Activations activations,
        double weightBytes) {
      this.layout = layout;
      this.precision = precision;
      this.activations = activations;
      this.weightBytes = weightBytes;
    }
  }

  /** Medians over the bursts of one opening of the decoder. */
  private record Sample(
      double bandwidth,
      double tokenMillis,
      double share,
      double outside,
      double firstTokenMillis,
      double batchRate,
      double batchRatio,
      double loadSeconds,
      double anonymous,
      double mapped) {}

  /**
   * Usage: DecoderSpeed FOLDER [--shape NAME] [--rounds N] [--bursts N] [--tokens N] [--threads N]
   * [--modes A,B] [--profile PREFIX].
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println(
          "usage: bench/decoder FOLDER [--shape 300m] [--rounds 3] [--bursts 10] [--tokens 12] [--threads N]"
              + " [--modes IN_PLACE,PREPACKED,INT8,INT8_INT8,INT4,INT4_INT8] [--profile PREFIX]\n"
              + "FOLDER is made, or reused, for a random checkpoint; 300m takes 1.2 GB, and the"
              + " quantised weights as much again");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    var shape = RandomCheckpoint.Shape.named(option(args, "--shape", "300m"));
    int rounds = Integer.parseInt(option(args, "--rounds", "3"));
    int threads =
        Integer.parseInt(
            option(args, "--threads", String.valueOf(Runtime.getRuntime().availableProcessors())));
    int tokens = Integer.parseInt(option(args, "--tokens", "12"));
    int bursts = Integer.parseInt(option(args, "--bursts", "10"));
    List<Mode> modes =
        Arrays.stream(
                option(args, "--modes", "IN_PLACE,PREPACKED,INT8,INT8_INT8,INT4,INT4_INT8")
                    .split(",", -1))
            .map(Mode::valueOf)
            .toList();
    String profile = option(args, "--profile", "");
    String loading = option(args, "--load", "");
    if (!loading.isEmpty()) {
      load(Checkpoint.open(folder), options(folder, Mode.valueOf(loading), threads));
      return;
    }
    RandomCheckpoint.write(folder, shape, false);
    Checkpoint checkpoint = Checkpoint.open(folder);
    System.out.printf(
        Locale.ROOT,
        "%d M parameters, %.2f GB float32, %d threads, JDK %s, load average %.1f%n",
        shape.parameters() / 1_000_000,
        checkpoint.weightBytes() / 1e9,
        threads,
        Runtime.version(),
        load());
    Map<Mode, List<Sample>> all = new LinkedHashMap<>();
    try (var probe = new ReadBandwidth(threads)) {
      for (int round = 1; round <= rounds; round++) {
        for (Mode mode : modes) {
          DecoderOptions options = options(folder, mode, threads);
          if (!profile.isEmpty()) {
            options = options.toBuilder().profile(Path.of(profile + "-" + mode)).build();
          }
          Sample sample = measure(checkpoint, shape, options, mode, tokens, bursts, probe);
          all.computeIfAbsent(mode, m -> new ArrayList<>()).add(sample);
          print("round " + round, mode, List.of(sample));
        }
      }
    }
    for (var entry : all.entrySet()) {
      print("median", entry.getKey(), entry.getValue());
    }
    System.out.printf(Locale.ROOT, "load average at the end %.1f%n", load());
  }

  private static DecoderOptions options(Path folder, Mode mode, int threads) {
    return DecoderOptions.builder()
        .threads(threads)
        .contextTokens(CONTEXT)
        .slots(8)
        .weights(mode.layout)
        .precision(mode.precision)
        .activations(mode.activations)
        .weightCache(folder.resolve("quantised"))
        .build();
  }

  /** Prints seconds and growth of resident memory, in a process that does nothing else. */
  private static void load(Checkpoint checkpoint, DecoderOptions options) throws IOException {
    System.gc();
    double[] before = residentMegabytes();
    long start = System.nanoTime();
    try (Decoder decoder =
        Decoder.open(checkpoint, options.toBuilder().slots(1).contextTokens(64).build())) {
      double seconds = (System.nanoTime() - start) / 1e9;
      decoder.generate("\u0105", GenerationOptions.builder().maxNewTokens(2).build());
      double[] after = residentMegabytes();
      System.out.printf(
          Locale.ROOT, "%.3f %.1f %.1f%n", seconds, after[0] - before[0], after[1] - before[1]);
    }
  }

  private static double[] loadInItsOwnProcess(Path folder, Mode mode, int threads)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xms64m",
                "-Xmx512m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                DecoderSpeed.class.getName(),
                folder.toString(),
                "--load",
                mode.name(),
                "--threads",
                Integer.toString(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return Arrays.stream(said.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static Sample measure(
      Checkpoint checkpoint,
      RandomCheckpoint.Shape shape,
      DecoderOptions options,
      Mode mode,
      int tokens,
      int bursts,
      ReadBandwidth probe)
      throws IOException {
    // The quantised weights are made once, which is no part of loading them.
    if (mode.precision != WeightPrecision.AS_STORED) {
      Decoder.open(checkpoint, options.toBuilder().slots(1).build()).close();
    }
    double[] loaded =
        loadInItsOwnProcess(checkpoint.folder(), mode, options.threads().orElseThrow());
    try (Decoder decoder = Decoder.open(checkpoint, options)) {
      String prompt = RandomCheckpoint.prompt(shape, PROMPT, 3);
      String begin = RandomCheckpoint.prompt(shape, BEGIN, 4);
      GenerationOptions writing = GenerationOptions.builder().maxNewTokens(tokens + 1).build();
      decoder.generate(begin, GenerationOptions.builder().maxNewTokens(4).build());
      double[] firstTokens = new double[bursts];
      double[] shares = new double[bursts];
      double[] bandwidths = new double[bursts];
      double[] millis = new double[bursts];
      double[] batchRates = new double[bursts];
      double[] ratios = new double[bursts];
      double[] outside = new double[bursts];
      double bytes =
          shape.multiplied() * mode.weightBytes
              + (BEGIN + tokens / 2.0) * shape.cacheBytes(Float.BYTES);
      for (int i = 0; i < bursts; i++) {
        double bandwidth = probe.measure();
        Generation alone = decoder.generate(begin, writing);
        bandwidths[i] = (bandwidth + probe.measure()) / 2;
        List<Generation> together = decoder.generate(begin, Collections.nCopies(8, writing));
        double nanos = alone.timings().generation().toNanos();
        double batchNanos =
            together.stream()
                .mapToLong(one -> one.timings().generation().toNanos())
                .max()
                .orElseThrow();
        millis[i] = nanos / 1e6 / tokens;
        shares[i] = bytes / bandwidths[i] * 1e3 / millis[i];
        batchRates[i] = 8e9 * tokens / batchNanos;
        ratios[i] = 8 * nanos / batchNanos;
        Generation.Timings whole = alone.timings();
        outside[i] = 1 - (double) whole.model().toNanos() / (nanos + whole.prompt().toNanos());
        firstTokens[i] =
            decoder
                    .generate(prompt, GenerationOptions.builder().maxNewTokens(1).build())
                    .timings()
                    .prompt()
                    .toNanos()
                / 1e6;
      }
      return new Sample(
          median(bandwidths),
          median(millis),
          median(shares),
          median(outside),
          median(firstTokens),
          median(batchRates),
          median(ratios),
          loaded[0],
          loaded[1],
          loaded[2]);
    }
  }

  private static void print(String what, Mode mode, List<Sample> samples) {
    System.out.printf(
        Locale.ROOT,
        "%-8s %-10s read %5.1f GB/s  batch 1 %7.1f ms/token = %3.0f%% of the limit  batch 8 %6.1f"
            + " tokens/s = %4.1f times  first token of %d %6.0f ms  outside runs %4.1f%%  load %5.2f"
            + " s  anonymous %+6.0f MB  mapped %+6.0f MB%n",
        what,
        mode,
        median(samples, Sample::bandwidth) / 1e9,
        median(samples, Sample::tokenMillis),
        100 * median(samples, Sample::share),
        median(samples, Sample::batchRate),
        median(samples, Sample::batchRatio),
        PROMPT,
        median(samples, Sample::firstTokenMillis),
        100 * median(samples, Sample::outside),
        median(samples, Sample::loadSeconds),
        median(samples, Sample::anonymous),
        median(samples, Sample::mapped));
  }

  private static double median(
      List<Sample> samples, java.util.function.ToDoubleFunction<Sample> of) {
    return median(samples.stream().mapToDouble(of).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Anonymous and file-backed resident memory; nothing where there is no /proc. */
  private static double[] residentMegabytes() throws IOException {
    double[] found = {Double.NaN, Double.NaN};
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("RssAnon:")) {
          found[0] = Long.parseLong(line.replaceAll("\\D", "")) / 1e3;
        } else if (line.startsWith("RssFile:")) {
          found[1] = Long.parseLong(line.replaceAll("\\D", "")) / 1e3;
        }
      }
    }
    return found;
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  static String option(String[] args, String name, String otherwise) {
    @Nullable String found = null;
    for (int i = 0; i < args.length - 1; i++) {
      if (args[i].equals(name)) {
        found = args[i + 1];
      }
    }
    return found == null ? otherwise : found;
  }
}
