package dev.tusk.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** The guest's standard output: kept up to a limit, and watched when it passes that. */
final class BoundedOutput extends OutputStream {
  private byte[] bytes = new byte[256];
  private int size;
  private long limit;
  private long written;
  private Runnable onExceeded = () -> {};

  /** Empties the output for the next program. */
  synchronized void restart(long bytesAllowed, Runnable exceeded) {
    bytes = bytes.length > 4096 ? new byte[256] : bytes;
    size = 0;
    written = 0;
    limit = bytesAllowed;
    onExceeded = exceeded;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Runnable exceeded;
    synchronized (this) {
      boolean wasWithin = written <= limit;
      written += length;
      int kept = (int) Math.min(length, limit - size);
      if (kept > 0) {
        if (size + kept > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.max(size + kept, bytes.length * 2));
        }
        System.arraycopy(from, offset, bytes, size, kept);
        size += kept;
      }
      if (written <= limit) {
        return;
      }
      exceeded = wasWithin ? onExceeded : () -> {};
    }
    exceeded.run();
    throw new IOException("output limit of " + limit + " bytes exceeded");
  }

  /** All bytes that the program tried to write. */
  synchronized long written() {
    return written;
  }

  /** What was kept: a whole number of characters. */
  synchronized byte[] toByteArray() {
    int end = size;
    if (written > limit) {
      // The cut may have gone through a character.
      while (end > 0 && (bytes[end - 1] & 0xc0) == 0x80) {
        end--;
      }
      if (end > 0 && (bytes[end - 1] & 0x80) != 0) {
        end--;
      }
    }
    return Arrays.copyOf(bytes, end);
  }
}
