package dev.tusk.engine.decoder;

import dev.tusk.engine.onnx.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the tensors in a {@code pytorch_model.bin}: a zip archive whose stored entries are the
 * tensors' bytes and whose {@code data.pkl} says which is which.
 *
 * <p>The pickle is read by {@link TensorPickle}, which runs nothing. The zip is read here because
 * {@code java.util.zip} does not say where an entry's bytes lie.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">the zip format</a>
 */
final class TorchFile {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LOCATOR = 0x07064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int ZIP_64_FIELD = 1;
  private static final long IN_ZIP_64 = 0xFFFFFFFFL;
  private static final int LONGEST_INDEX = 64 << 20;

  private record Entry(String name, int method, long length, long header) {}

  private final Path file;
  private final FileChannel channel;
  private final long size;

  private TorchFile(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  static Map<String, TensorLocation> read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new TorchFile(file, channel, channel.size()).tensors();
    } catch (NoSuchFileException e) {
      throw new CheckpointException(file, "the file is missing", e);
    } catch (IOException e) {
      throw new CheckpointException(file, "the file cannot be read: " + e, e);
    }
  }

  private Map<String, TensorLocation> tensors() throws IOException {
    Map<String, Entry> entries = entries();
    String prefix = null;
    for (String name : entries.keySet()) {
      if (name.endsWith("/data.pkl")) {
        prefix = name.substring(0, name.length() - "data.pkl".length());
      }
    }
    if (prefix == null) {
      throw problem("the archive has no data.pkl: it was not written by torch.save");
    }
    Entry order = entries.get(prefix + "byteorder");
    if (order != null && !text(order).equals("little")) {
      throw problem("the archive's byte order is " + text(order) + " (supported: little)");
    }
    Map<String, TensorLocation> tensors = new LinkedHashMap<>();
    for (TensorPickle.Tensor tensor :
        TensorPickle.read(file, bytes(required(entries, prefix + "data.pkl")))) {
      tensors.put(
          tensor.name(), locate(tensor, required(entries, prefix + "data/" + tensor.storage())));
    }
    return tensors;
  }

  private TensorLocation locate(TensorPickle.Tensor tensor, Entry storage) throws IOException {
    ElementType type = tensor.type();
    long expected = type.bytes();
    long contiguous = 1;
    try {
      for (int i = tensor.shape().size() - 1; i >= 0; i--) {
        int length = tensor.shape().get(i);
        if (length != 1 && tensor.strides().get(i) != contiguous) {
          throw problem(
              "tensor %s has strides %s, it is not stored row by row"
                  .formatted(tensor.name(), tensor.strides()));
        }
        contiguous = Math.multiplyExact(contiguous, (long) length);
      }
      expected = Math.multiplyExact(expected, contiguous);
      long from = Math.multiplyExact(tensor.offset(), (long) type.bytes());
      if (Math.addExact(from, expected) > storage.length()) {
        throw problem(
            "tensor %s takes bytes %d to %d of its storage, which has %d"
                .formatted(tensor.name(), from, from + expected, storage.length()));
      }
      return new TensorLocation(
          tensor.name(), file, type, tensor.shape(), dataOffset(storage) + from, expected);
    } catch (ArithmeticException e) {
      throw new CheckpointException(
          file, "tensor " + tensor.name() + " is larger than any file", e);
    }
  }

  private Map<String, Entry> entries() throws IOException {
    long tail = Math.min(size, END_LENGTH + LONGEST_COMMENT);
    ByteBuffer end = at(size - tail, (int) tail);
    int found = -1;
    for (int i = end.limit() - END_LENGTH; i >= 0 && found < 0; i--) {
      if (end.getInt(i) == END) {
        found = i;
      }
    }
    if (found < 0) {
      throw problem("no end of a zip archive was found: it is truncated or of torch before 1.6");
    }
    long count = Short.toUnsignedLong(end.getShort(found + 10));
    long length = Integer.toUnsignedLong(end.getInt(found + 12));
    long start = Integer.toUnsignedLong(end.getInt(found + 16));
    if (found >= 20 && end.getInt(found - 20) == END_64_LOCATOR) {
      ByteBuffer large = at(end.getLong(found - 12), 56);
      if (large.getInt(0) != END_64) {
        throw problem("the zip archive's 64-bit end is damaged");
      }
      count = large.getLong(32);
      length = large.getLong(40);
      start = large.getLong(48);
    }
    if (length < 0 || length > LONGEST_INDEX) {
      throw problem(
          "the archive's directory has %d bytes, at most %d are read"
              .formatted(length, LONGEST_INDEX));
    }
    ByteBuffer directory = at(start, (int) length);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      Entry entry = entry(directory);
      entries.put(entry.name(), entry);
    }
    return entries;
  }

  private Entry entry(ByteBuffer directory) {
    int from = directory.position();
    if (directory.remaining() < 46 || directory.getInt(from) != CENTRAL) {
      throw problem("the archive's directory is damaged");
    }
    int nameLength = Short.toUnsignedInt(directory.getShort(from + 28));
    int extraLength = Short.toUnsignedInt(directory.getShort(from + 30));
    int commentLength = Short.toUnsignedInt(directory.getShort(from + 32));
    if (directory.remaining() < 46 + nameLength + extraLength + commentLength) {
      throw problem("the archive's directory is damaged");
    }
    byte[] name = new byte[nameLength];
    directory.get(from + 46, name);
    long stored = Integer.toUnsignedLong(directory.getInt(from + 20));
    long length = Integer.toUnsignedLong(directory.getInt(from + 24));
    long header = Integer.toUnsignedLong(directory.getInt(from + 42));
    int extra = from + 46 + nameLength;
    int extraEnd = extra + extraLength;
    while (extra + 4 <= extraEnd) {
      int id = Short.toUnsignedInt(directory.getShort(extra));
      int fieldEnd = extra + 4 + Short.toUnsignedInt(directory.getShort(extra + 2));
      if (id == ZIP_64_FIELD && fieldEnd <= extraEnd) {
        // Only the fields that did not fit their 32 bits are there, in this order.
        int at = extra + 4;
        if (length == IN_ZIP_64 && at + 8 <= fieldEnd) {
          length = directory.getLong(at);
          at += 8;
        }
        if (stored == IN_ZIP_64 && at + 8 <= fieldEnd) {
          stored = directory.getLong(at);
          at += 8;
        }
        if (header == IN_ZIP_64 && at + 8 <= fieldEnd) {
          header = directory.getLong(at);
        }
      }
      extra = fieldEnd;
    }
    directory.position(from + 46 + nameLength + extraLength + commentLength);
    return new Entry(
        new String(name, StandardCharsets.UTF_8),
        Short.toUnsignedInt(directory.getShort(from + 10)),
        length,
        header);
  }

  private long dataOffset(Entry entry) throws IOException {
    ByteBuffer header = at(entry.header(), 30);
    if (header.getInt(0) != LOCAL || entry.method() != 0) {
      throw problem("entry " + entry.name() + " is compressed or damaged");
    }
    long offset =
        entry.header()
            + 30
            + Short.toUnsignedInt(header.getShort(26))
            + Short.toUnsignedInt(header.getShort(28));
    if (entry.length() < 0 || entry.length() > size - offset) {
      throw problem(
          "entry %s takes bytes %d to %d, the file has %d"
              .formatted(entry.name(), offset, offset + entry.length(), size));
    }
    return offset;
  }

  private byte[] bytes(Entry entry) throws IOException {
    if (entry.length() > LONGEST_INDEX) {
      throw problem(
          "entry %s has %d bytes, at most %d are read"
              .formatted(entry.name(), entry.length(), LONGEST_INDEX));
    }
    byte[] bytes = new byte[(int) entry.length()];
    at(dataOffset(entry), bytes.length).get(bytes);
    return bytes;
  }

  private String text(Entry entry) throws IOException {
    return new String(bytes(entry), StandardCharsets.UTF_8);
  }

  private Entry required(Map<String, Entry> entries, String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      List<String> names = new ArrayList<>(entries.keySet());
      throw problem("the archive has no entry %s among its %d".formatted(name, names.size()));
    }
    return entry;
  }

  private ByteBuffer at(long position, int length) throws IOException {
    if (position < 0 || length > size - position) {
      throw problem(
          "%d bytes at %d are referred to, the file has %d".formatted(length, position, size));
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw problem("the file ended while it was read");
      }
    }
    return buffer.flip();
  }

  private CheckpointException problem(String problem) {
    return new CheckpointException(file, problem);
  }
}
