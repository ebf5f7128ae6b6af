package dev.tusk.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorPickleTest {
  private static final Path FILE = Path.of("pytorch_model.bin");

  @TempDir Path temporary;

  private static byte[] program(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Path variant() {
    return VariantsTest.FOLDER.resolve("bin").resolve("pytorch_model.bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(X\u0002\0\0\0idtR.",
        "c__builtin__\neval\n(X\u0002\0\0\0()tR.",
        "cbuiltins\ngetattr\n(tR.",
        "ctorch._utils\n_rebuild_device_tensor_from_numpy\n(tR.",
      })
  void refusesToCallAnything(String text) {
    assertThatThrownBy(() -> TensorPickle.read(FILE, program("\u0080\u0002" + text)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("which no state dict needs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0093", "\u0081", "i", "o", "P", "\u0097"})
  void refusesOpcodesThatNoStateDictNeeds(String opcode) {
    assertThatThrownBy(() -> TensorPickle.read(FILE, program("}" + opcode)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("opcode 0x%02x".formatted((int) opcode.charAt(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "}",
        "(",
        ".",
        "K\u0001.",
        "h\u0005.",
        "X\u00ff\u00ff\u00ff\u007f",
        "}K\u0001K\u0002s."
      })
  void refusesDamage(String text) {
    assertThatThrownBy(() -> TensorPickle.read(FILE, program(text)))
        .isInstanceOf(CheckpointException.class);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = Files.readAllBytes(variant());
    assertThat(TorchFile.read(variant())).isNotEmpty();
    for (int length = 0; length < whole.length; length += 997) {
      Path file = Files.write(temporary.resolve("bin"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(CheckpointException.class);
    }
  }

  @Test
  void readsOrRefusesWhateverIsChanged() throws IOException {
    byte[] whole = Files.readAllBytes(variant());
    long seed = 20261123;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] changed = whole.clone();
      for (int j = 0; j < 4; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(temporary.resolve("bin"), changed);
      try {
        for (TensorLocation tensor : TorchFile.read(file).values()) {
          assertThat(tensor.offset() + tensor.length())
              .as("change %d of seed %d", i, seed)
              .isLessThanOrEqualTo(whole.length);
        }
      } catch (CheckpointException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
    }
  }
}
