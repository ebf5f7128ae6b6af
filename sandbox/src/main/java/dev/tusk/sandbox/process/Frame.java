package dev.tusk.sandbox.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One message between host and worker: four bytes of length, one byte of kind, the payload.
 *
 * <p>A reader believes nothing: the length is checked before any memory is taken, the kind must be
 * one that its side expects.
 */
final class Frame {
  /** Worker to host, once: the worker is ready. */
  static final int READY = 1;

  /** Worker to host, any number of times before the reply. */
  static final int NOTICE = 2;

  /** Worker to host: the answer to the request. */
  static final int REPLY = 3;

  /** Host to worker. */
  static final int REQUEST = 4;

  final int kind;
  final byte[] payload;

  private Frame(int kind, byte[] payload) {
    this.kind = kind;
    this.payload = payload;
  }

  /** The next frame, or null where the stream ends between two frames. */
  static @Nullable Frame read(DataInputStream in, int maxBytes) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length =
        first << 24
            | in.readUnsignedByte() << 16
            | in.readUnsignedByte() << 8
            | in.readUnsignedByte();
    if (length < 0 || length > maxBytes) {
      throw new IOException("malformed frame: length " + length + " outside 0.." + maxBytes);
    }
    int kind = in.readUnsignedByte();
    if (kind < READY || kind > REQUEST) {
      throw new IOException("malformed frame: unknown kind " + kind);
    }
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("frame cut short: " + payload.length + " of " + length + " bytes");
    }
    return new Frame(kind, payload);
  }

  static void write(DataOutputStream out, int kind, byte[] payload) throws IOException {
    out.writeInt(payload.length);
    out.writeByte(kind);
    out.write(payload);
    out.flush();
  }
}
