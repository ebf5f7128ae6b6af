package dev.tusk.symbolic.algebra;

import java.util.List;
import java.util.Optional;

/** Makes requests for {@link AlgebraHandler} and reads its replies. */
public final class AlgebraRequests {
  private AlgebraRequests() {}

  /** A request, or nothing where the operands have no form on the allow-list. */
  public static Optional<byte[]> request(String operation, List<Term> operands) {
    try {
      return Optional.of(TermCodec.encode(new TermCodec.Message(operation, operands)));
    } catch (TermCodec.CodecException e) {
      return Optional.empty();
    }
  }

  /** What a reply says, or nothing where it says that it has no answer. */
  public static Optional<List<Term>> reply(byte[] reply, TermArithmetic terms) {
    try {
      TermCodec.Message m = TermCodec.decode(reply, terms);
      return m.operation().equals(AlgebraHandler.FAILED)
          ? Optional.empty()
          : Optional.of(m.operands());
    } catch (TermCodec.CodecException
        | ArithmeticException
        | TermArithmetic.UnknownException
        | TermArithmetic.TooLargeException e) {
      return Optional.empty();
    }
  }
}
