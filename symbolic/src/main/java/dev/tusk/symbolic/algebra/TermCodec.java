package dev.tusk.symbolic.algebra;

import dev.tusk.symbolic.number.Rational;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Expressions as bytes: a pre-order walk of tagged nodes. Only numbers, symbols and the functions
 * of an allow-list have a form here, so nothing else reaches an algebra system.
 */
final class TermCodec {
  static final Set<String> FUNCTIONS =
      Set.of("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "log", "Abs");

  private static final Set<String> CONSTANTS = Set.of("pi", "E", "I", "oo", "-oo");
  private static final int MAX_NODES = 5_000;
  private static final int MAX_NUMBER_BYTES = 4_096;

  private TermCodec() {}

  /** A request or reply that is not of this format, or outside its bounds. */
  static final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CodecException(String what) {
      super(what);
    }
  }

  /** One operation with its operands. */
  record Message(String operation, List<Term> operands) {
    Message {
      operands = List.copyOf(operands);
    }
  }

  static byte[] encode(Message m) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeUTF(m.operation());
      out.writeInt(m.operands().size());
      var nodes = new int[1];
      for (Term t : m.operands()) {
        write(t, out, nodes);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Term t, DataOutputStream out, int[] nodes) throws IOException {
    if (++nodes[0] > MAX_NODES) {
      throw new CodecException("an expression of more than " + MAX_NODES + " parts");
    }
    switch (t) {
      case Term.ExactNumber n -> {
        out.writeByte('n');
        number(n.value().numerator(), out);
        number(n.value().denominator(), out);
      }
      case Term.Symbol s -> {
        out.writeByte('s');
        out.writeUTF(s.name());
        out.writeUTF(String.join(",", s.assumptions()));
      }
      case Term.Constant c when CONSTANTS.contains(c.name()) -> {
        out.writeByte('c');
        out.writeUTF(c.name());
      }
      case Term.Sum s -> list('+', s.terms(), out, nodes);
      case Term.Product p -> list('*', p.factors(), out, nodes);
      case Term.Power p -> list('^', List.of(p.base(), p.exponent()), out, nodes);
      case Term.Apply a when FUNCTIONS.contains(a.name()) && a.arguments().size() == 1 -> {
        out.writeByte('f');
        out.writeUTF(a.name());
        write(a.arguments().getFirst(), out, nodes);
      }
      default -> throw new CodecException("not on the list: " + t.getClass().getSimpleName());
    }
  }

  private static void list(int tag, List<Term> parts, DataOutputStream out, int[] nodes)
      throws IOException {
    out.writeByte(tag);
    out.writeInt(parts.size());
    for (Term p : parts) {
      write(p, out, nodes);
    }
  }

  private static void number(BigInteger n, DataOutputStream out) throws IOException {
    byte[] b = n.toByteArray();
    if (b.length > MAX_NUMBER_BYTES) {
      throw new CodecException("a number of " + b.length + " bytes");
    }
    out.writeInt(b.length);
    out.write(b);
  }

  static Message decode(byte[] bytes, TermArithmetic terms) {
    try {
      var in = new DataInputStream(new ByteArrayInputStream(bytes));
      String operation = in.readUTF();
      int count = in.readInt();
      if (count < 0 || count > 64) {
        throw new CodecException("a message of " + count + " operands");
      }
      var operands = new ArrayList<Term>();
      for (int i = 0; i < count; i++) {
        operands.add(read(in, terms, 0));
      }
      return new Message(operation, operands);
    } catch (IOException e) {
      throw new CodecException("a message cut short");
    }
  }

  private static Term read(DataInputStream in, TermArithmetic terms, int depth) throws IOException {
    if (depth > 200) {
      throw new CodecException("an expression too deep");
    }
    int tag = in.readByte();
    return switch (tag) {
      case 'n' -> new Term.ExactNumber(Rational.of(number(in), number(in)));
      case 's' -> {
        String name = in.readUTF();
        String assumptions = in.readUTF();
        yield new Term.Symbol(
            name, assumptions.isEmpty() ? Set.of() : Set.of(assumptions.split(",")));
      }
      case 'c' -> {
        String name = in.readUTF();
        if (!CONSTANTS.contains(name)) {
          throw new CodecException("a constant that is not on the list");
        }
        yield new Term.Constant(name);
      }
      case 'f' -> {
        String name = in.readUTF();
        if (!FUNCTIONS.contains(name)) {
          throw new CodecException("a function that is not on the list");
        }
        yield terms.apply(name, read(in, terms, depth + 1));
      }
      case '+', '*', '^' -> {
        int count = in.readInt();
        if (count < 0 || count > MAX_NODES) {
          throw new CodecException("an expression of " + count + " parts");
        }
        var parts = new ArrayList<Term>();
        for (int i = 0; i < count; i++) {
          parts.add(read(in, terms, depth + 1));
        }
        yield switch (tag) {
          case '+' -> terms.add(parts);
          case '*' -> terms.multiply(parts);
          default -> terms.power(parts.get(0), parts.get(1));
        };
      }
      default -> throw new CodecException("a part with tag " + tag);
    };
  }

  private static BigInteger number(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length <= 0 || length > MAX_NUMBER_BYTES) {
      throw new CodecException("a number of " + length + " bytes");
    }
    return new BigInteger(in.readNBytes(length));
  }
}
