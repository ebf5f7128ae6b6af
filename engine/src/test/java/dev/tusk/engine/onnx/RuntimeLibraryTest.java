package dev.tusk.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeLibraryTest {
  private static final ClassLoader OURS = RuntimeLibraryTest.class.getClassLoader();

  @TempDir Path cache;

  @Test
  void unpacksTheLibraryOnceAndNothingElse() throws IOException {
    Path first = RuntimeLibrary.onClassPath(cache, OURS).file();
    Files.setLastModifiedTime(first, FileTime.fromMillis(1_000_000));

    Path second = RuntimeLibrary.onClassPath(cache, OURS).file();

    assertThat(second).isEqualTo(first).startsWith(cache);
    assertThat(Files.getLastModifiedTime(second).toMillis()).isEqualTo(1_000_000);
    try (Stream<Path> files = Files.walk(cache).filter(Files::isRegularFile)) {
      assertThat(files).containsExactly(first);
    }
  }

  @Test
  void unpacksADamagedLibraryAgain() throws IOException {
    Path file = RuntimeLibrary.onClassPath(cache, OURS).file();
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);

    RuntimeLibrary.onClassPath(cache, OURS).file();

    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void manyMayUnpackAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Path> unpack = () -> RuntimeLibrary.onClassPath(cache, OURS).file();
      List<Future<Path>> files = threads.invokeAll(List.of(unpack, unpack, unpack));
      for (Future<Path> file : files) {
        assertThat(file.get()).isEqualTo(files.getFirst().get()).isRegularFile();
      }
    }
  }

  @Test
  void namesWhatToAddWhenTheClassPathHasNone() throws IOException {
    try (var empty = new URLClassLoader(new URL[0], null)) {
      RuntimeLibrary library = RuntimeLibrary.onClassPath(cache, empty);

      assertThatThrownBy(library::file)
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("com.microsoft.onnxruntime:onnxruntime_gpu")
          .extracting(e -> ((OnnxException) e).code())
          .isEqualTo(OnnxException.Code.LIBRARY_MISSING);
    }
  }

  @Test
  void takesAnUnpackedClassPathAsItLies() throws Exception {
    Path jar = RuntimeLibrary.onClassPath(cache, OURS).file();
    URL resource = jar.toUri().toURL();
    // A class path of folders: every resource of the wanted name lies at the file itself.
    ClassLoader folders =
        new ClassLoader(null) {
          @Override
          protected @Nullable URL findResource(String name) {
            return name.endsWith("/" + jar.getFileName()) ? resource : null;
          }
        };

    assertThat(RuntimeLibrary.onClassPath(cache.resolve("unused"), folders).file())
        .isEqualTo(Path.of(URI.create(resource.toString())));
  }

  @Test
  void takesAFileOrItsFolder() {
    Path file = RuntimeLibrary.onClassPath(cache, OURS).file();

    assertThat(RuntimeLibrary.at(file).file()).isEqualTo(file);
    assertThat(RuntimeLibrary.at(file.resolveSibling("")).file()).isEqualTo(file);
  }

  @Test
  void namesAPathThatHoldsNoLibrary() {
    assertThatThrownBy(() -> RuntimeLibrary.at(cache).file())
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(cache.toString());
    assertThatThrownBy(() -> RuntimeLibrary.at(cache.resolve("absent.so")).file())
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("absent.so");
  }

  @Test
  void namesAFileThatIsNoLibrary() throws IOException {
    Path file = Files.writeString(cache.resolve("libonnxruntime.so"), "no library");

    assertThatThrownBy(() -> OnnxRuntime.open(RuntimeLibrary.at(file)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(file.toString())
        .extracting(e -> ((OnnxException) e).code())
        .isEqualTo(OnnxException.Code.LIBRARY_MISSING);
  }
}
