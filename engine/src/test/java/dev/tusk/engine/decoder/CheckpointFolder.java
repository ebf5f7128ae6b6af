package dev.tusk.engine.decoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the demonstration checkpoint, to be damaged. */
record CheckpointFolder(Path path) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static CheckpointFolder copy(Path target) {
    try (Stream<Path> files = Files.list(DemoCheckpoint.FOLDER)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
      return new CheckpointFolder(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  void edit(String name, Consumer<ObjectNode> change) {
    try {
      ObjectNode root = (ObjectNode) MAPPER.readTree(file(name).toFile());
      change.accept(root);
      Files.write(file(name), MAPPER.writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void bytes(String name, UnaryOperator<byte[]> change) {
    try {
      Files.write(file(name), change.apply(Files.readAllBytes(file(name))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes the header of model.safetensors and leaves the tensors' bytes as they are. */
  void editHeader(Consumer<ObjectNode> change) {
    bytes(
        "model.safetensors",
        all -> {
          try {
            ByteBuffer buffer = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(buffer.getLong());
            ObjectNode header =
                (ObjectNode) MAPPER.readTree(Arrays.copyOfRange(all, 8, 8 + length));
            change.accept(header);
            byte[] text = MAPPER.writeValueAsBytes(header);
            ByteBuffer out =
                ByteBuffer.allocate(8 + text.length + all.length - 8 - length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(text.length).put(text).put(all, 8 + length, all.length - 8 - length);
            return out.array();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
