package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a run on disk, one JSON line each, after a line of the run's settings.
 *
 * <p>Lines are forced to the disk before {@link #append} returns, so that a killed run loses at
 * most what it had not counted. A torn last line is cut off when the file is opened again. In
 * memory is the place of every line, no answer. Not thread-safe; the file is locked against other
 * processes.
 */
final class Journal implements AutoCloseable {
  private static final String KIND = "tusk_evaluation";
  private static final int VERSION = 1;

  private final Path file;
  private final FileChannel channel;

  /** Where the line of each answer begins; -1 where there is none. */
  private final long[] places;

  private int count;
  private long end;

  private Journal(Path file, FileChannel channel, int size) {
    this.file = file;
    this.channel = channel;
    this.places = new long[size];
    Arrays.fill(places, -1);
  }

  /**
   * Opens a journal, or begins it.
   *
   * @param size how many questions the run has
   * @throws IllegalArgumentException if it was begun with other settings; the message says which
   * @throws IOException if it cannot be read or written, or another process writes it
   */
  static Journal open(Path file, SortedMap<String, String> settings, int size) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean opened = false;
    try {
      lock(file, channel);
      var journal = new Journal(file, channel, size);
      journal.read(settings);
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** Closing the channel gives the lock back. */
  private static void lock(Path file, FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another process is writing " + file);
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("another evaluation of this process is writing " + file, e);
    }
  }

  private void read(SortedMap<String, String> settings) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
    long at = 0;
    int number = 0;
    for (byte[] line = line(in); line != null; line = line(in)) {
      number++;
      if (number == 1) {
        compare(parsed(line, number), settings);
      } else {
        int index = parsed(line, number).path("index").asInt(-1);
        if (index < 0 || index >= places.length) {
          throw new IOException(
              "%s, line %d: the index is %d, of %d questions; the file is damaged"
                  .formatted(file, number, index, places.length));
        }
        note(index, at);
      }
      at += line.length + 1;
    }
    channel.truncate(at);
    channel.position(at);
    end = at;
    if (number == 0) {
      Map<String, Object> header = new TreeMap<>();
      header.put(KIND, VERSION);
      header.put("settings", settings);
      write(bytes(header));
    }
  }

  /** The next line without its end; null where none is complete any more. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream(1 << 10);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return bytes.toByteArray();
      }
      bytes.write(b);
    }
    return null;
  }

  private JsonNode parsed(byte[] line, int number) throws IOException {
    try {
      return JsonItems.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + ", line " + number + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void compare(JsonNode header, SortedMap<String, String> settings) throws IOException {
    if (header.path(KIND).asInt() != VERSION) {
      throw new IOException(file + " is no journal of this version of Tusk");
    }
    Map<String, String> begun =
        JsonItems.JSON.convertValue(header.path("settings"), new TypeReference<>() {});
    var names = new TreeMap<String, String>(begun);
    names.putAll(settings);
    for (String name : names.keySet()) {
      String before = begun.getOrDefault(name, "not set");
      String now = settings.getOrDefault(name, "not set");
      if (!before.equals(now)) {
        throw new IllegalArgumentException(
            "%s was begun with %s %s, and now it is %s; name another folder, or delete that file"
                .formatted(file, name, before, now));
      }
    }
  }

  private void note(int index, long place) {
    if (places[index] < 0) {
      count++;
    }
    places[index] = place;
  }

  /** How many questions the run has. */
  int size() {
    return places.length;
  }

  /** How many of them are answered on disk. */
  int count() {
    return count;
  }

  boolean has(int index) {
    return places[index] >= 0;
  }

  /** Puts answers on disk, and then counts them. */
  void append(List<EvaluatedAnswer> answers) throws IOException {
    var lines = new ByteArrayOutputStream();
    long[] starts = new long[answers.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = end + lines.size();
      lines.writeBytes(bytes(answers.get(i)));
    }
    write(lines.toByteArray());
    for (int i = 0; i < starts.length; i++) {
      note(answers.get(i).index(), starts[i]);
    }
  }

  private static byte[] bytes(Object value) throws JsonProcessingException {
    return (JsonItems.JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(false);
    end += bytes.length;
  }

  /** The answer of a question that {@link #has} one. */
  EvaluatedAnswer get(int index) throws IOException {
    var in = new BufferedInputStream(new ChannelReader(channel, places[index]), 1 << 12);
    byte[] line = line(in);
    if (line == null) {
      throw new IOException(file + " ends within the answer of question " + index);
    }
    return JsonItems.JSON.readValue(line, EvaluatedAnswer.class);
  }

  /** Reads from a place without moving the channel's own. */
  private static final class ChannelReader extends InputStream {
    private final FileChannel channel;
    private long place;

    ChannelReader(FileChannel channel, long place) {
      this.channel = channel;
      this.place = place;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int count = channel.read(ByteBuffer.wrap(to, from, length), place);
      place += Math.max(count, 0);
      return count;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
