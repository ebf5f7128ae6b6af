package dev.tusk.sandbox;

import java.nio.ByteOrder;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * The one way from the guest to {@link NumericOperation}: called with the operation's name, rows,
 * columns and the numbers as little-endian doubles in bytes; the answer is a text of numbers
 * separated by spaces, or, after an exclamation mark, what is wrong.
 *
 * <p>Whatever the guest passes, it gets a text: no object of the host's and no exception reaches
 * it, and no code of the guest's is called. Work is bounded by {@link
 * NumericOperation#MOST_NUMBERS}: a second at most. A program past its limit in here is ended with
 * its process, as in any builtin.
 */
final class GuestNumerics implements ProxyExecutable {
  @Override
  public Object execute(Value... arguments) {
    try {
      if (arguments.length != 4
          || !arguments[0].isString()
          || !arguments[1].fitsInInt()
          || !arguments[2].fitsInInt()
          || !arguments[3].hasBufferElements()) {
        return "!an operation's name, rows, columns and bytes are needed";
      }
      long size = arguments[3].getBufferSize();
      if (size > 8L * NumericOperation.MOST_NUMBERS || size % 8 != 0) {
        return "!" + size + " bytes are not " + NumericOperation.MOST_NUMBERS + " doubles or fewer";
      }
      var data = new double[(int) (size / 8)];
      for (int i = 0; i < data.length; i++) {
        data[i] = arguments[3].readBufferDouble(ByteOrder.LITTLE_ENDIAN, 8L * i);
      }
      String name = arguments[0].asString();
      return text(NumericOperation.apply(name, arguments[1].asInt(), arguments[2].asInt(), data));
    } catch (NumericOperation.NoResultException | IllegalArgumentException e) {
      return "!" + e.getMessage();
    } catch (StackOverflowError e) {
      // A program that recurses may call from the very end of its stack.
      return "!too little is left of the stack";
    }
  }

  private static String text(double[] numbers) {
    var text = new StringBuilder(numbers.length * 20);
    for (double number : numbers) {
      if (!text.isEmpty()) {
        text.append(' ');
      }
      // Python reads Java's NaN and Infinity too.
      text.append(number);
    }
    return text.toString();
  }
}
