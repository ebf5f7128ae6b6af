package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoding in a JVM of its own whose heap is fixed and touched, so that what grows is native. */
class SoakTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir Path temporary;

  @Test
  void nativeMemoryDoesNotGrowOverThousandsOfTokens() throws Exception {
    assertThat(grownKilobytes(2_000, 4_000)).isLessThan(8_192);
  }

  @Tag("soak")
  @Test
  void nativeMemoryDoesNotGrowOverAHundredThousandTokens() throws Exception {
    assertThat(grownKilobytes(4_000, 100_000)).isLessThan(8_192);
  }

  private long grownKilobytes(int before, int tokens) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.exists(STATUS), "resident memory is read from /proc/self/status");
    CheckpointFolder folder = CheckpointFolder.copy(temporary);
    folder.edit("generation_config.json", config -> config.put("eos_token_id", 0));
    Path output = temporary.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                folder.path().toString(),
                Integer.toString(before),
                Integer.toString(tokens))
            .redirectError(temporary.resolve("errors").toFile())
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output, StandardCharsets.UTF_8).strip();
    System.out.println("resident kB before and after " + tokens + " tokens: " + said);
    String[] numbers = said.split(" ", -1);
    assertThat(numbers).as(Files.readString(temporary.resolve("errors"))).hasSize(2);
    return Long.parseLong(numbers[1]) - Long.parseLong(numbers[0]);
  }

  /** What runs in the other JVM. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws IOException {
      Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
      try (Decoder decoder = Decoder.open(checkpoint, DecoderOptions.defaults())) {
        write(decoder, Integer.parseInt(arguments[1]));
        long before = residentKilobytes();
        write(decoder, Integer.parseInt(arguments[2]));
        System.out.println(before + " " + residentKilobytes());
      }
    }

    private static void write(Decoder decoder, int tokens) {
      int written = 0;
      int round = 0;
      while (written < tokens) {
        // Prompts of many lengths, so that runs of many shapes come up.
        String prompt = "Tom has 17 apples. ".repeat(1 + (7 * round++) % 40);
        GenerationOptions options =
            GenerationOptions.builder().maxNewTokens(Math.min(200, tokens - written)).build();
        written += decoder.generate(prompt, options).tokens().size();
      }
    }

    private static long residentKilobytes() throws IOException {
      List<String> lines = Files.readAllLines(STATUS);
      return lines.stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
