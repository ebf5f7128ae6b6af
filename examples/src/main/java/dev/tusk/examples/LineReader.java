package dev.tusk.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads lines of UTF-8 of a bounded length. A line that is too long or not UTF-8 is still one line,
 * without text and with its fault, so that a caller can answer for every line it was given.
 */
public final class LineReader implements AutoCloseable {

  /**
   * One line.
   *
   * @param number its number, from 1
   * @param bytes its length with its end
   * @param text its text, without the line's end; empty where there is a fault
   * @param fault what is wrong with it, or nothing
   */
  public record Line(long number, long bytes, String text, Optional<String> fault) {}

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long number;

  /** Reads from a stream. */
  public LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Whether a part of the next line has come already. */
  public boolean ready() throws IOException {
    return from < to || in.available() > 0;
  }

  /** The next line, or nothing at the end of the input. */
  public Optional<Line> next() throws IOException {
    Optional<Line> plain = plain();
    return plain.isPresent() ? plain : any();
  }

  /** The next line, if all of it has come and it is short enough and ASCII; what most are. */
  private Optional<Line> plain() {
    int most = (int) Math.min(to, from + (long) maxBytes + 1);
    int end = from;
    while (end < most && buffer[end] >= 0 && buffer[end] != '\n') {
      end++;
    }
    if (end == most || buffer[end] < 0) {
      return Optional.empty();
    }
    int length = end - from;
    int kept = length > 0 && buffer[end - 1] == '\r' ? length - 1 : length;
    var text = new String(buffer, from, kept, StandardCharsets.ISO_8859_1);
    from = end + 1;
    number++;
    return Optional.of(new Line(number, length + 1, text, Optional.empty()));
  }

  private Optional<Line> any() throws IOException {
    var bytes = new ByteArrayOutputStream(256);
    long length = 0;
    boolean ended = false;
    while (!ended && fill()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      ended = end < to;
      bytes.write(buffer, from, (int) Math.min(end - from, Math.max(0, maxBytes - length)));
      length += end - from;
      from = ended ? end + 1 : end;
    }
    if (!ended && length == 0) {
      return Optional.empty();
    }
    number++;
    if (length > maxBytes) {
      return Optional.of(
          faulty(
              length,
              "line " + number + " has " + length + " bytes; at most " + maxBytes + " are read"));
    }
    byte[] all = bytes.toByteArray();
    int end = all.length > 0 && all[all.length - 1] == '\r' ? all.length - 1 : all.length;
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all, 0, end)).toString();
      return Optional.of(new Line(number, length + 1, text, Optional.empty()));
    } catch (CharacterCodingException e) {
      return Optional.of(faulty(length, "line " + number + " is not UTF-8"));
    }
  }

  /** Whether there are bytes to take; reads some where there are none. */
  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return from < to;
  }

  private Line faulty(long length, String fault) {
    return new Line(number, length + 1, "", Optional.of(fault));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
