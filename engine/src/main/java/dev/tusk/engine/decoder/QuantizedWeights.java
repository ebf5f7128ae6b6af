package dev.tusk.engine.decoder;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.tusk.engine.onnx.ElementType;
import dev.tusk.sandbox.process.UserCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The matrices of a checkpoint in 4 or 8 bits, in a file of the user's cache that is made once.
 *
 * <p>Each row is cut into blocks of {@value #BLOCK} weights. A block has one float scale, the
 * weight of the greatest magnitude divided by -2<sup>bits-1</sup>, and its weights are stored as
 * the nearest multiples of it, offset by 2<sup>bits-1</sup>: what {@code com.microsoft.MatMulNBits}
 * reads with its default zero point. The embedding and the norms are copied as they are.
 *
 * <p>The file's name holds the SHA-256 of the checkpoint's weight files, so a checkpoint that was
 * moved or copied is not quantised again and one that was changed is. A file's hash is kept beside,
 * under its path, size and time, so that opening a second time reads no weights.
 */
final class QuantizedWeights implements WeightSource {
  private static final int BLOCK = 32;

  /** Raised when the file's layout changes. */
  private static final int LAYOUT = 1;

  private final Path file;
  private final Map<String, TensorLocation> plain = new LinkedHashMap<>();
  private final Map<String, Quantized> quantized = new LinkedHashMap<>();
  private long size;

  private QuantizedWeights(Path file, Checkpoint checkpoint, int bits) {
    this.file = file;
    ModelConfig config = checkpoint.config();
    copy(checkpoint.weight(WeightNames.EMBEDDING));
    copy(checkpoint.weight(WeightNames.NORM));
    for (int layer = 0; layer < config.layers(); layer++) {
      copy(checkpoint.weight(WeightNames.inputNorm(layer)));
      copy(checkpoint.weight(WeightNames.feedForwardNorm(layer)));
      quantize(WeightNames.query(layer), config.queryWidth(), config.hidden(), bits);
      quantize(WeightNames.key(layer), config.keyValueWidth(), config.hidden(), bits);
      quantize(WeightNames.value(layer), config.keyValueWidth(), config.hidden(), bits);
      quantize(WeightNames.output(layer), config.hidden(), config.queryWidth(), bits);
      quantize(WeightNames.gate(layer), config.feedForward(), config.hidden(), bits);
      quantize(WeightNames.up(layer), config.feedForward(), config.hidden(), bits);
      quantize(WeightNames.down(layer), config.hidden(), config.feedForward(), bits);
    }
    quantize(head(config), config.vocabulary(), config.hidden(), bits);
  }

  /**
   * The quantised weights of a checkpoint, made if the cache lacks them.
   *
   * @param bits 4 or 8
   * @throws UncheckedIOException when the cache cannot be written
   * @throws CheckpointException when a weight is no finite number
   */
  static QuantizedWeights open(Checkpoint checkpoint, int bits, Path cache) {
    try {
      UserCache.create(cache);
      MessageDigest key = sha256();
      for (Path source : new TreeSet<>(checkpoint.weightFiles())) {
        key.update(contentHash(source, cache));
      }
      String name =
          "%s-int%d-%d.weights".formatted(HexFormat.of().formatHex(key.digest()), bits, LAYOUT);
      var weights = new QuantizedWeights(cache.resolve(name), checkpoint, bits);
      if (!Files.exists(weights.file) || Files.size(weights.file) != weights.size) {
        weights.write(checkpoint, cache);
      }
      return weights;
    } catch (IOException e) {
      throw new UncheckedIOException("quantised weights could not be kept in " + cache, e);
    }
  }

  @Override
  public Path folder() {
    return file.toAbsolutePath().resolveSibling("").normalize();
  }

  @Override
  public TensorLocation plain(String name) {
    TensorLocation location = plain.get(name);
    if (location == null) {
      throw new IllegalStateException("no plain weight " + name);
    }
    return location;
  }

  @Override
  public Optional<Quantized> quantized(String name) {
    return Optional.ofNullable(quantized.get(name));
  }

  private static String head(ModelConfig config) {
    return config.tiedEmbeddings() ? WeightNames.EMBEDDING : WeightNames.HEAD;
  }

  private void copy(TensorLocation source) {
    plain.put(
        source.name(),
        new TensorLocation(
            source.name(), file, source.type(), source.shape(), size, source.length()));
    size = aligned(size + source.length());
  }

  private void quantize(String name, int rows, int columns, int bits) {
    int blocks = Math.ceilDiv(columns, BLOCK);
    int bytes = BLOCK * bits / 8;
    long length = (long) rows * blocks * bytes;
    var numbers =
        new TensorLocation(
            name + ".blocks", file, ElementType.UINT8, List.of(rows, blocks, bytes), size, length);
    size = aligned(size + length);
    long scaleLength = (long) rows * blocks * Float.BYTES;
    var scales =
        new TensorLocation(
            name + ".scales",
            file,
            ElementType.FLOAT32,
            List.of(Math.multiplyExact(rows, blocks)),
            size,
            scaleLength);
    size = aligned(size + scaleLength);
    quantized.put(name, new Quantized(numbers, scales, rows, columns, bits, BLOCK));
  }

  private static long aligned(long offset) {
    return (offset + 63) & ~63L;
  }

  private void write(Checkpoint checkpoint, Path cache) throws IOException {
    Path unfinished = Files.createTempFile(cache, "quantising", ".part");
    try {
      try (FileChannel out =
              FileChannel.open(unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE);
          Arena arena = Arena.ofShared()) {
        MemorySegment target = out.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
        for (TensorLocation location : plain.values()) {
          try (Arena reading = Arena.ofConfined()) {
            target
                .asSlice(location.offset(), location.length())
                .copyFrom(map(checkpoint.weight(location.name()), reading));
          }
        }
        for (var entry : quantized.entrySet()) {
          try (Arena reading = Arena.ofShared()) {
            TensorLocation source = checkpoint.weight(entry.getKey());
            quantize(source, map(source, reading), entry.getValue(), target);
          }
        }
        target.force();
      }
      UserCache.publish(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static MemorySegment map(TensorLocation location, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(location.file())) {
      return channel.map(
          FileChannel.MapMode.READ_ONLY, location.offset(), location.length(), arena);
    }
  }

  private static void quantize(
      TensorLocation location, MemorySegment source, Quantized matrix, MemorySegment target) {
    ElementType type = location.type();
    int blocks = matrix.blocks().shape().get(1);
    int bytes = matrix.blocks().shape().get(2);
    IntStream.range(0, matrix.rows())
        .parallel()
        .forEach(row -> {
          float[] weights = new float[BLOCK];
          byte[] packed = new byte[bytes];
          for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < BLOCK; i++) {
              int column = block * BLOCK + i;
              weights[i] =
                  column < matrix.columns()
                      ? element(source, type, (long) row * matrix.columns() + column)
                      : 0;
              if (!Float.isFinite(weights[i])) {
                throw new CheckpointException(
                    location.file(),
                    "tensor %s holds %s in row %d, column %d: its weights are damaged"
                        .formatted(location.name(), weights[i], row, column));
              }
            }
            float scale = quantize(weights, matrix.bits(), packed);
            long place = (long) row * blocks + block;
            MemorySegment.copy(
                packed, 0, target, JAVA_BYTE, matrix.blocks().offset() + place * bytes, bytes);
            target.set(
                JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                matrix.scales().offset() + place * Float.BYTES,
                scale);
          }
        });
  }

  /** Packs a block, the first of two 4-bit numbers in the low half of their byte. */
  private static float quantize(float[] weights, int bits, byte[] packed) {
    float extreme = 0;
    for (float weight : weights) {
      if (Math.abs(weight) > Math.abs(extreme)) {
        extreme = weight;
      }
    }
    int zero = 1 << (bits - 1);
    float scale = extreme / -zero;
    for (int i = 0; i < packed.length; i++) {
      packed[i] = 0;
    }
    for (int i = 0; i < weights.length; i++) {
      int number = zero;
      if (scale != 0) {
        number = Math.clamp(Math.round(weights[i] / scale) + (long) zero, 0, 2 * zero - 1);
      }
      if (bits == 4) {
        packed[i / 2] |= (byte) (number << (4 * (i % 2)));
      } else {
        packed[i] = (byte) number;
      }
    }
    return scale;
  }

  private static float element(MemorySegment source, ElementType type, long index) {
    return switch (type) {
      case FLOAT32 ->
          source.get(JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), index * Float.BYTES);
      case FLOAT16 -> Float.float16ToFloat(half(source, index));
      case BFLOAT16 -> Float.intBitsToFloat(half(source, index) << 16);
      default -> throw new IllegalStateException("weights of type " + type);
    };
  }

  private static short half(MemorySegment source, long index) {
    return source.get(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), index * Short.BYTES);
  }

  private static byte[] contentHash(Path source, Path cache) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
    String identity =
        "%s|%d|%s|%s"
            .formatted(
                source, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    Path known =
        cache.resolve(
            HexFormat.of().formatHex(sha256().digest(identity.getBytes(StandardCharsets.UTF_8)))
                + ".sha256");
    if (Files.exists(known) && Files.size(known) == 32) {
      return Files.readAllBytes(known);
    }
    MessageDigest digest = sha256();
    try (FileChannel channel = FileChannel.open(source)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    byte[] hash = digest.digest();
    Path unfinished = Files.createTempFile(cache, "hashing", ".part");
    Files.write(unfinished, hash);
    UserCache.publish(unfinished, known);
    return hash;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
