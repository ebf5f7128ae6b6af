package dev.tusk.engine.decoder;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Text to token ids and back, by Hugging Face's tokenizers library.
 *
 * <p>Thread-safe, but for {@link #close}, which must not run beside any other use.
 */
final class TokenCodec implements AutoCloseable {
  private static final String OFFLINE = "ai.djl.offline";

  private final HuggingFaceTokenizer tokenizer;

  private TokenCodec(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static TokenCodec open(Path file) {
    try (InputStream json = Files.newInputStream(file)) {
      return new TokenCodec(openOffline(json));
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(file, "the tokenizer was refused: " + e.getMessage(), e);
    }
  }

  /**
   * DJL contacts a cloud's metadata address when a tokenizer is made, and may download another
   * build of its native library on a machine with CUDA, unless this property says that it is
   * offline. It reads the property only in these calls, so the host application finds it as it left
   * it.
   */
  private static synchronized HuggingFaceTokenizer openOffline(InputStream json)
      throws IOException {
    String before = System.getProperty(OFFLINE);
    System.setProperty(OFFLINE, "true");
    try {
      return HuggingFaceTokenizer.newInstance(
          json, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true"));
    } finally {
      if (before == null) {
        System.clearProperty(OFFLINE);
      } else {
        System.setProperty(OFFLINE, before);
      }
    }
  }

  int[] encode(String text) {
    long[] ids = tokenizer.encode(text, true, false).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = Math.toIntExact(ids[i]);
    }
    return tokens;
  }

  /** The text of some tokens, without special ones; incomplete UTF-8 reads as U+FFFD. */
  String decode(long[] tokens) {
    return tokenizer.decode(tokens, true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
