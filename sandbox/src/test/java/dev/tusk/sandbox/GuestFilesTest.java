package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the indexes of the build and of packs say is there. */
class GuestFilesTest {
  @Test
  void joinsWhatSeveralIndexesBring() throws Exception {
    GuestFiles files = GuestFiles.of(Stream.of("12 site/one/__init__.py", "7 site/two.py"));

    assertThat(files.readAttributes(Path.of("/tusk-packages/one/__init__.py"), "*"))
        .containsEntry("size", 12L);
    try (var found = files.newDirectoryStream(Path.of("/tusk-packages"), path -> true)) {
      assertThat(found)
          .map(Path::toString)
          .containsExactly("/tusk-packages/one", "/tusk-packages/two.py");
    }
    assertThatThrownBy(() -> files.newByteChannel(Path.of("/tusk-packages/two.py"), Set.of()))
        .as("named by an index, and in no jar")
        .isInstanceOf(NoSuchFileException.class);
    assertThat(Files.exists(Path.of("/tusk-packages"))).isFalse();
  }

  @Test
  void refusesAPackThatBringsAFileOnceMore() {
    assertThatThrownBy(() -> GuestFiles.of(Stream.of("12 site/one.py", "12 site/one.py")))
        .isInstanceOf(SandboxException.class)
        .hasMessage("two jars on the class path bring /tusk-packages/one.py");
  }
}
