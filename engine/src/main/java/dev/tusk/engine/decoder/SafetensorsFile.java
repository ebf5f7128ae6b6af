package dev.tusk.engine.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.engine.onnx.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the header of a {@code .safetensors} file: eight bytes of little-endian length, that many
 * bytes of JSON, then the tensors.
 *
 * <p>All is checked against the file's size before anything is believed: each tensor lies inside
 * the file, is as long as its type and shape say, and overlaps no other.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
final class SafetensorsFile {
  /** The bound of the reference implementation. */
  private static final long LONGEST_HEADER = 100_000_000;

  private SafetensorsFile() {}

  static Map<String, TensorLocation> read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < Long.BYTES) {
        throw new CheckpointException(
            file, "the file has %d bytes, at least 8 are needed".formatted(size));
      }
      long headerLength = readFully(channel, file, 0, Long.BYTES).getLong();
      if (headerLength < 2 || headerLength > LONGEST_HEADER || headerLength > size - Long.BYTES) {
        throw new CheckpointException(
            file,
            "the header's length is %s, the file has %d bytes"
                .formatted(Long.toUnsignedString(headerLength), size));
      }
      byte[] header = new byte[(int) headerLength];
      readFully(channel, file, Long.BYTES, header.length).get(header);
      return tensors(JsonFile.parse(file, header), Long.BYTES + headerLength, size);
    } catch (NoSuchFileException e) {
      throw new CheckpointException(file, "the file is missing", e);
    } catch (IOException e) {
      throw new CheckpointException(file, "the file cannot be read: " + e, e);
    }
  }

  private static Map<String, TensorLocation> tensors(JsonFile header, long start, long size) {
    Map<String, TensorLocation> tensors = new LinkedHashMap<>();
    for (var entry : header.root().properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.put(entry.getKey(), tensor(header, entry.getKey(), entry.getValue(), start, size));
      }
    }
    List<TensorLocation> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong(TensorLocation::offset));
    for (int i = 1; i < inOrder.size(); i++) {
      TensorLocation before = inOrder.get(i - 1);
      TensorLocation after = inOrder.get(i);
      if (before.offset() + before.length() > after.offset()) {
        throw header.problem(
            "tensors %s and %s overlap: the first ends at byte %d, the second begins at byte %d"
                .formatted(
                    before.name(),
                    after.name(),
                    before.offset() + before.length(),
                    after.offset()));
      }
    }
    return tensors;
  }

  private static TensorLocation tensor(
      JsonFile header, String name, JsonNode entry, long start, long size) {
    String dtype = entry.path("dtype").asText("");
    ElementType type =
        switch (dtype) {
          case "F32" -> ElementType.FLOAT32;
          case "F16" -> ElementType.FLOAT16;
          case "BF16" -> ElementType.BFLOAT16;
          default ->
              throw header.problem(
                  "tensor %s has dtype %s (supported: F32, F16, BF16)"
                      .formatted(name, entry.path("dtype")));
        };
    List<Integer> shape = new ArrayList<>();
    long expected = type.bytes();
    for (JsonNode dimension : entry.path("shape")) {
      if (!dimension.canConvertToInt()
          || !dimension.isIntegralNumber()
          || dimension.intValue() < 0) {
        throw header.problem("tensor %s has shape %s".formatted(name, entry.path("shape")));
      }
      shape.add(dimension.intValue());
      try {
        expected = Math.multiplyExact(expected, dimension.longValue());
      } catch (ArithmeticException e) {
        throw header.problem(
            "tensor %s has shape %s, too large for any file".formatted(name, entry.path("shape")));
      }
    }
    JsonNode offsets = entry.path("data_offsets");
    if (offsets.size() != 2
        || !offsets.get(0).canConvertToLong()
        || !offsets.get(1).canConvertToLong()) {
      throw header.problem("tensor %s has data_offsets %s".formatted(name, offsets));
    }
    long from = offsets.get(0).longValue();
    long to = offsets.get(1).longValue();
    if (from < 0 || to < from || to > size - start) {
      throw header.problem(
          "tensor %s lies at data bytes %d to %d, the file has %d: it is truncated or its offsets are wrong"
              .formatted(name, from, to, size - start));
    }
    if (to - from != expected) {
      throw header.problem(
          "tensor %s takes %d bytes, its type %s and shape %s need %d"
              .formatted(name, to - from, dtype, shape, expected));
    }
    return new TensorLocation(name, header.file(), type, shape, start + from, to - from);
  }

  private static ByteBuffer readFully(FileChannel channel, Path file, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new CheckpointException(file, "the file ended while its header was read");
      }
    }
    return buffer.flip();
  }
}
