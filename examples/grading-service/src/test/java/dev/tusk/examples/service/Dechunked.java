package dev.tusk.examples.service;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a chunked response; its head is skipped first. */
final class Dechunked extends InputStream {
  private final InputStream in;
  private int left;
  private boolean ended;

  Dechunked(InputStream in) throws IOException {
    this.in = new BufferedInputStream(in, 1 << 16);
    String status = line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status);
    }
    while (!line().isEmpty()) {
      // A header.
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private boolean more() throws IOException {
    if (left == 0 && !ended) {
      left = Integer.parseInt(line(), 16);
      ended = left == 0;
    }
    return !ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (!more()) {
      return -1;
    }
    int n = in.read(to, from, Math.min(length, left));
    if (n < 0) {
      throw new IOException("the connection ended in a chunk");
    }
    left -= n;
    if (left == 0) {
      line();
    }
    return n;
  }
}
