package dev.tusk.engine.decoder;

import dev.tusk.engine.onnx.ElementType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads the pickle of a torch state dict, and nothing else.
 *
 * <p>A pickle is a program for a stack machine that can call any Python function. This machine
 * knows the opcodes that {@code torch.save} writes for a dictionary of tensors, and four names: the
 * tensor and parameter builders, which become records, and the ordered dictionary. Any other opcode
 * or name is refused; nothing is ever called.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">the opcodes</a>
 */
final class TensorPickle {
  /**
   * A tensor of the state dict.
   *
   * @param storage the archive entry, under {@code data/}, that holds its bytes
   * @param offset where it begins there, in elements
   * @param strides elements from one index to the next, for each dimension
   */
  record Tensor(
      String name,
      ElementType type,
      String storage,
      long offset,
      List<Integer> shape,
      List<Long> strides) {
    Tensor {
      shape = List.copyOf(shape);
      strides = List.copyOf(strides);
    }
  }

  private record Global(String name) {}

  private record Storage(ElementType type, String key) {}

  private enum Marker {
    MARK,
    NONE
  }

  private static final int MOST_ITEMS = 1_000_000;

  private final Path file;
  private final ByteBuffer program;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private TensorPickle(Path file, byte[] program) {
    this.file = file;
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
  }

  static List<Tensor> read(Path file, byte[] program) {
    try {
      return new TensorPickle(file, program).tensors();
    } catch (BufferUnderflowException
        | NoSuchElementException
        | ClassCastException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      throw new CheckpointException(file, "data.pkl is damaged or no state dict", e);
    }
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) run()).entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof Tensor tensor)) {
        throw problem("the state dict holds %s, tensors are expected".formatted(entry.getKey()));
      }
      tensors.add(
          new Tensor(
              name,
              tensor.type(),
              tensor.storage(),
              tensor.offset(),
              tensor.shape(),
              tensor.strides()));
    }
    return tensors;
  }

  private Object run() {
    while (true) {
      int opcode = program.get() & 0xFF;
      if (stack.size() > MOST_ITEMS) {
        throw problem("data.pkl piles up more than %d items".formatted(MOST_ITEMS));
      }
      switch (opcode) {
        case 0x80 -> program.get(); // PROTO
        case '.' -> {
          return stack.pop();
        }
        case '(' -> stack.push(Marker.MARK);
        case 'N' -> stack.push(Marker.NONE);
        case 0x88 -> stack.push(true);
        case 0x89 -> stack.push(false);
        case 'J' -> stack.push((long) program.getInt());
        case 'K' -> stack.push((long) (program.get() & 0xFF));
        case 'M' -> stack.push((long) Short.toUnsignedInt(program.getShort()));
        case 0x8a -> stack.push(longInteger());
        case 'X' -> stack.push(text(program.getInt()));
        case 'c' -> stack.push(new Global(line() + "." + line()));
        case '}' -> stack.push(new LinkedHashMap<Object, Object>());
        case ']' -> stack.push(new ArrayList<Object>());
        case ')' -> stack.push(List.of());
        case 't' -> stack.push(sinceMark());
        case 0x85 -> stack.push(last(1));
        case 0x86 -> stack.push(last(2));
        case 0x87 -> stack.push(last(3));
        case 'q' -> memo.put(program.get() & 0xFF, stack.element());
        case 'r' -> memo.put(program.getInt(), stack.element());
        case 'h' -> stack.push(remembered(program.get() & 0xFF));
        case 'j' -> stack.push(remembered(program.getInt()));
        case 'Q' -> stack.push(storage((List<?>) stack.pop()));
        case 'R' -> {
          List<?> arguments = (List<?>) stack.pop();
          stack.push(made((Global) stack.pop(), arguments));
        }
        case 's' -> {
          Object value = stack.pop();
          put(List.of(stack.pop(), value));
        }
        case 'u' -> put(sinceMark());
        case 'b' -> stack.pop(); // BUILD: attributes of the dictionary, such as _metadata
        default ->
            throw problem(
                "data.pkl has opcode 0x%02x at byte %d, which no state dict needs"
                    .formatted(opcode, program.position() - 1));
      }
    }
  }

  private Object made(Global global, List<?> arguments) {
    return switch (global.name()) {
      case "collections.OrderedDict" -> new LinkedHashMap<Object, Object>();
      case "torch._utils._rebuild_parameter" -> arguments.getFirst();
      case "torch._utils._rebuild_tensor_v2" -> tensor(arguments);
      default ->
          throw problem("data.pkl calls %s, which no state dict needs".formatted(global.name()));
    };
  }

  private Tensor tensor(List<?> arguments) {
    Storage storage = (Storage) arguments.getFirst();
    long offset = (Long) arguments.get(1);
    List<Integer> shape = new ArrayList<>();
    for (Object length : (List<?>) arguments.get(2)) {
      shape.add(Math.toIntExact((Long) length));
    }
    List<Long> strides = new ArrayList<>();
    for (Object stride : (List<?>) arguments.get(3)) {
      strides.add((Long) stride);
    }
    if (offset < 0 || strides.size() != shape.size() || shape.stream().anyMatch(n -> n < 0)) {
      throw problem(
          "a tensor has offset %d, shape %s and strides %s".formatted(offset, shape, strides));
    }
    return new Tensor("", storage.type(), storage.key(), offset, shape, strides);
  }

  private Storage storage(List<?> id) {
    if (id.size() != 5
        || !id.getFirst().equals("storage")
        || !(id.get(1) instanceof Global(String type))
        || !(id.get(2) instanceof String key)) {
      throw problem("data.pkl refers to %s, a storage is expected".formatted(id));
    }
    return new Storage(
        switch (type) {
          case "torch.FloatStorage" -> ElementType.FLOAT32;
          case "torch.HalfStorage" -> ElementType.FLOAT16;
          case "torch.BFloat16Storage" -> ElementType.BFLOAT16;
          default ->
              throw problem(
                  "a tensor has the storage %s (supported: Float, Half, BFloat16)".formatted(type));
        },
        key);
  }

  @SuppressWarnings("unchecked") // Every map here was made here.
  private void put(List<?> items) {
    Map<Object, Object> target = (Map<Object, Object>) stack.element();
    for (int i = 0; i < items.size(); i += 2) {
      target.put(items.get(i), items.get(i + 1));
    }
  }

  private List<Object> sinceMark() {
    List<Object> items = new ArrayList<>();
    for (Object item = stack.pop(); item != Marker.MARK; item = stack.pop()) {
      items.add(item);
    }
    return items.reversed();
  }

  private List<Object> last(int count) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(stack.pop());
    }
    return items.reversed();
  }

  private Object remembered(int index) {
    Object item = memo.get(index);
    if (item == null) {
      throw problem("data.pkl refers to item %d before it is there".formatted(index));
    }
    return item;
  }

  private long longInteger() {
    int length = program.get() & 0xFF;
    if (length > Long.BYTES) {
      throw problem("data.pkl has an integer of %d bytes".formatted(length));
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (program.get() & 0xFFL) << (8 * i);
    }
    int unused = Long.SIZE - 8 * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  private String text(int length) {
    if (length < 0 || length > program.remaining()) {
      throw problem("data.pkl has a string of %d bytes".formatted(length));
    }
    byte[] bytes = new byte[length];
    program.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (char c = (char) program.get(); c != '\n'; c = (char) program.get()) {
      line.append(c);
    }
    return line.toString();
  }

  private CheckpointException problem(String problem) {
    return new CheckpointException(file, problem);
  }
}
