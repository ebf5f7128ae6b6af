package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.engine.onnx.OnnxException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who excludes ONNX Runtime, in a JVM of its own whose class path has none. */
class WithoutRuntimeTest {
  @TempDir Path temporary;

  @Test
  void allButDecodingWorksAndDecodingSaysWhatToAdd() throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("onnxruntime"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(classPath).isNotEqualTo(System.getProperty("java.class.path"));
    Path output = temporary.resolve("output");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                Probe.class.getName(),
                DemoCheckpoint.FOLDER.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(output)
        .content(StandardCharsets.UTF_8)
        .contains("label mammoth-calf", "ends 2")
        .contains("LIBRARY_MISSING")
        .contains("add com.microsoft.onnxruntime:onnxruntime_gpu")
        .doesNotContain("Error:", "ExceptionInInitializerError", "NoClassDefFoundError");
    assertThat(process.exitValue()).isZero();
  }

  /** What runs in the other JVM. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
      System.out.println("label " + checkpoint.profile().label());
      System.out.println("ends " + checkpoint.endTokens().iterator().next());
      try (Decoder decoder = Decoder.open(checkpoint, DecoderOptions.defaults())) {
        throw new IllegalStateException("a decoder without ONNX Runtime: " + decoder.device());
      } catch (OnnxException e) {
        System.out.println(e.code() + " " + e.getMessage());
      }
    }
  }
}
