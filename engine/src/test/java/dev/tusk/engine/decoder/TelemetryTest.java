package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime's telemetry, in a JVM of its own with a home of its own and a long command line. */
class TelemetryTest {
  @TempDir Path home;

  @Test
  void leavesNothingBehindAndDoesNotEndTheProcess() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            // A class path as long as a large application's.
            "-Dpadding=" + "/some/folder/of/some/library.jar:".repeat(600),
            "-Djava.io.tmpdir=" + Files.createDirectory(home.resolve("tmp")),
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            DemoCheckpoint.FOLDER.toString());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    builder.environment().put("TMPDIR", home.resolve("tmp").toString());
    builder.environment().put("DJL_CACHE_DIR", home.resolve("djl").toString());
    builder.environment().put("ORT_DISABLE_TELEMETRY", "0");
    Path output = home.resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(output).content().contains("print(");
    assertThat(process.exitValue()).isZero();
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .contains(System.mapLibraryName("onnxruntime"))
          .doesNotContain("Microsoft", "deviceid", "onnxruntime.db")
          .noneMatch(name -> name.startsWith("mat-debug"));
    }
    assertThat(Path.of("/tmp/mat-debug-" + process.pid() + ".log")).doesNotExist();
  }

  /** What runs in the other JVM. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
      try (Decoder decoder = Decoder.open(checkpoint, DecoderOptions.defaults())) {
        String prompt = checkpoint.profile().program().around("What is 15% of 240?");
        System.out.println(
            decoder.generate(prompt, GenerationOptions.of(checkpoint.profile())).text());
      }
    }
  }
}
