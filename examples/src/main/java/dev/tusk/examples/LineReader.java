package dev.tusk.examples;

import java.io.BufferedInputStream;
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
final class LineReader implements AutoCloseable {

  /**
   * One line.
   *
   * @param number its number, from 1
   * @param bytes its length with its end
   * @param text its text, without the line's end; empty where there is a fault
   * @param fault what is wrong with it, or nothing
   */
  record Line(long number, long bytes, String text, Optional<String> fault) {}

  private final InputStream in;
  private final int maxBytes;
  private long number;

  LineReader(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxBytes = maxBytes;
  }

  /** The next line, or nothing at the end of the input. */
  Optional<Line> next() throws IOException {
    var bytes = new ByteArrayOutputStream(256);
    long length = 0;
    int b;
    while ((b = in.read()) >= 0 && b != '\n') {
      if (length++ < maxBytes) {
        bytes.write(b);
      }
    }
    if (b < 0 && length == 0) {
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

  private Line faulty(long length, String fault) {
    return new Line(number, length + 1, "", Optional.of(fault));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
