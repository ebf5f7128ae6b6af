package dev.tusk.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.Decoder;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.Device;
import dev.tusk.engine.decoder.Generation;
import dev.tusk.engine.decoder.GenerationOptions;
import dev.tusk.engine.onnx.CudaDevice;
import dev.tusk.engine.onnx.OnnxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The decoder on a GPU: is it right, and how near does it come to what its memory allows?
 *
 * <p>First the demonstration checkpoint's recorded texts are written and compared. Then a
 * checkpoint of random weights in the shape of a 7B model is made, and tokens a second are measured
 * at several batch sizes and contexts, with and without CUDA graphs, each beside the limit that the
 * measured memory bandwidth sets: a step reads all weights once, and the keys and values of every
 * text.
 */
public final class DeviceSpeed {
  private static final double GB = 1e9;

  private record Measured(double rate, double share, double firstTokenMillis, double model) {}

  private record Setting(
      Device device,
      Optional<Path> library,
      RandomCheckpoint.Shape shape,
      boolean half,
      int tokens,
      double bandwidth) {}

  private DeviceSpeed() {}

  /**
   * Usage: DeviceSpeed FOLDER [--device cuda|cpu] [--shape 7b] [--golden DEMO-MODEL] [--library
   * DIR] [--batches 1,8,32,64] [--contexts 512,2048] [--tokens 64].
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0 || args[0].startsWith("--")) {
      System.err.println(
          "usage: bench/gpu FOLDER [--device cuda|cpu] [--shape tiny|300m|1b|7b|13b]"
              + " [--golden DEMO-MODEL] [--library DIR] [--batches 1,8,32,64]"
              + " [--contexts 512,2048] [--tokens 64]\n"
              + "FOLDER is made, or reused, for the random checkpoint: 7b takes 13.5 GB of disk");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    var shape = RandomCheckpoint.Shape.named(DecoderSpeed.option(args, "--shape", "7b"));
    boolean cuda =
        switch (DecoderSpeed.option(args, "--device", "cuda")) {
          case "cuda" -> true;
          case "cpu" -> false;
          default -> throw new IllegalArgumentException("--device is cuda or cpu");
        };
    String given = DecoderSpeed.option(args, "--library", "");
    Optional<Path> library = given.isEmpty() ? Optional.empty() : Optional.of(Path.of(given));
    int[] batches = numbers(DecoderSpeed.option(args, "--batches", "1,8,32,64"));
    int[] contexts = numbers(DecoderSpeed.option(args, "--contexts", "512,2048"));
    int tokens = Integer.parseInt(DecoderSpeed.option(args, "--tokens", "64"));
    Device device = cuda ? Device.cuda(0) : Device.cpu();

    boolean right = true;
    String golden = DecoderSpeed.option(args, "--golden", "");
    if (!golden.isEmpty()) {
      right = golden(Path.of(golden), device, library, false);
      if (cuda) {
        right &= golden(Path.of(golden), device, library, true);
      }
    }

    double bandwidth = bandwidth(cuda);
    System.out.printf(
        Locale.ROOT, "%s: memory bandwidth measured %.0f GB/s%n", device, bandwidth / GB);
    long before = System.nanoTime();
    RandomCheckpoint.write(folder, shape, cuda);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f G parameters, written or found in %.0f s%n",
        folder,
        shape.parameters() / 1e9,
        (System.nanoTime() - before) / 1e9);
    var setting = new Setting(device, library, shape, cuda, tokens, bandwidth);
    Checkpoint checkpoint = Checkpoint.open(folder);
    for (int context : contexts) {
      for (int batch : batches) {
        Optional<Measured> plain = measure(checkpoint, setting, context, batch, false);
        plain.ifPresent(measured -> print(context, batch, "", measured));
        if (cuda && plain.isPresent()) {
          measure(checkpoint, setting, context, batch, true)
              .ifPresent(measured ->
                  print(
                      context,
                      batch,
                      String.format(
                          Locale.ROOT,
                          "  CUDA graphs: %+.1f%%",
                          100 * (measured.rate() / plain.get().rate() - 1)),
                      measured));
        }
      }
    }
    if (!right) {
      System.err.println("the golden check failed");
      System.exit(1);
    }
  }

  /** Whether the demonstration checkpoint writes its recorded texts, but for close calls. */
  private static boolean golden(Path demo, Device device, Optional<Path> library, boolean graphs)
      throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    new ObjectMapper().readTree(demo.resolve("golden.json").toFile()).forEach(cases::add);
    var options = DecoderOptions.builder().device(device).slots(4).cudaGraphs(graphs);
    library.ifPresent(options::runtimeLibrary);
    int equal = 0;
    int confused = 0;
    try (Decoder decoder =
        Decoder.open(Checkpoint.open(demo.resolve("checkpoint")), options.build())) {
      for (JsonNode one : cases) {
        List<Integer> expected = new ArrayList<>();
        one.get("greedy_ids").forEach(id -> expected.add(id.intValue()));
        String prompt = one.get("prompt").textValue();
        // Together and with guesses, so that every kind of run is taken.
        List<Generation> texts =
            decoder.generate(prompt, Collections.nCopies(4, GenerationOptions.defaults()));
        Generation guessing =
            decoder.generate(prompt, GenerationOptions.builder().guessedTokens(4).build());
        if (texts.getFirst().tokens().equals(expected)) {
          equal++;
        }
        if (texts.stream().anyMatch(text -> !text.tokens().equals(texts.getFirst().tokens()))
            || !guessing.tokens().equals(texts.getFirst().tokens())) {
          confused++;
        }
      }
      System.out.printf(
          "golden check on %s%s: %d of %d texts as recorded in float32; %d where samples or guesses"
              + " differ from the text written alone%n",
          decoder.device().device(),
          graphs ? " with CUDA graphs" : "",
          equal,
          cases.size(),
          confused);
    }
    // In 16 bits a close call may fall the other way; more than one in six is no close call.
    return 6 * equal >= 5 * cases.size() && 6 * confused <= cases.size();
  }

  private static double bandwidth(boolean cuda) {
    if (cuda) {
      return CudaDevice.open(0).copyBandwidth(4L << 30);
    }
    try (var probe = new ReadBandwidth(Runtime.getRuntime().availableProcessors())) {
      return probe.measure();
    }
  }

  /** Nothing where it does not fit the device. */
  private static Optional<Measured> measure(
      Checkpoint checkpoint, Setting setting, int context, int batch, boolean graphs) {
    var options =
        DecoderOptions.builder()
            .device(setting.device())
            .contextTokens(context)
            .slots(batch)
            .cudaGraphs(graphs);
    setting.library().ifPresent(options::runtimeLibrary);
    // The texts end at the context, so that it is as full as it gets.
    String prompt = RandomCheckpoint.prompt(setting.shape(), context - setting.tokens() - 1, 5);
    GenerationOptions writing =
        GenerationOptions.builder().maxNewTokens(setting.tokens() + 1).build();
    try (Decoder decoder = Decoder.open(checkpoint, options.build())) {
      decoder.generate(prompt, Collections.nCopies(batch, writing));
      List<Generation> texts = decoder.generate(prompt, Collections.nCopies(batch, writing));
      // Each text's first token comes in a run of its own; from the last one's on, all run
      // together.
      double nanos =
          texts.stream().mapToDouble(text -> text.timings().generation().toNanos()).min().orElse(1);
      double rate = batch * setting.tokens() * 1e9 / nanos;
      int bytes = setting.half() ? Short.BYTES : Float.BYTES;
      double step =
          (double) setting.shape().multiplied() * bytes
              + (double) batch
                  * (context - setting.tokens() / 2.0)
                  * setting.shape().cacheBytes(bytes);
      Generation.Timings timings = texts.getFirst().timings();
      return Optional.of(
          new Measured(
              rate,
              rate / batch * step / setting.bandwidth(),
              timings.prompt().toNanos() / 1e6,
              (double) timings.model().toNanos()
                  / (timings.prompt().toNanos() + timings.generation().toNanos())));
    } catch (IllegalArgumentException e) {
      System.out.printf("context %5d  batch %3d  %s%n", context, batch, e.getMessage());
      return Optional.empty();
    } catch (OnnxException e) {
      System.out.printf("context %5d  batch %3d  failed: %s%n", context, batch, e.getMessage());
      return Optional.empty();
    }
  }

  private static void print(int context, int batch, String what, Measured measured) {
    System.out.printf(
        Locale.ROOT,
        "context %5d  batch %3d  %9.1f tokens/s  %5.1f%% of the bandwidth limit  first token %7.1f"
            + " ms  in runs %5.1f%%%s%n",
        context,
        batch,
        measured.rate(),
        100 * measured.share(),
        measured.firstTokenMillis(),
        100 * measured.model(),
        what);
  }

  private static int[] numbers(String list) {
    return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
