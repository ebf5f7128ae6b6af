package dev.tusk.sandbox.lockdown;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Map;

/**
 * Linux system calls through the C library's {@code syscall}, in the kernel's own convention: a
 * result of zero or more, or the negative of the error's number.
 *
 * <p>Not thread-safe; the arena given outlives it.
 */
final class Kernel {
  private static final Map<Integer, String> ERRORS =
      Map.of(
          1,
          "EPERM",
          2,
          "ENOENT",
          9,
          "EBADF",
          13,
          "EACCES",
          14,
          "EFAULT",
          22,
          "EINVAL",
          38,
          "ENOSYS",
          95,
          "EOPNOTSUPP");

  private final Architecture architecture;
  private final MethodHandle syscall;
  private final MemorySegment state;
  private final VarHandle error;

  @SuppressWarnings("restricted") // Native calls are what this class is for.
  Kernel(Architecture architecture, Arena arena) {
    this.architecture = architecture;
    Linker linker = Linker.nativeLinker();
    StructLayout layout = Linker.Option.captureStateLayout();
    MemoryLayout[] longs = new MemoryLayout[7];
    Arrays.fill(longs, ValueLayout.JAVA_LONG);
    MemorySegment function =
        linker
            .defaultLookup()
            .find("syscall")
            .orElseThrow(() -> new UnsupportedOperationException("no syscall in the C library"));
    syscall =
        linker.downcallHandle(
            function,
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, longs),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(1));
    state = arena.allocate(layout);
    error = layout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  }

  Architecture architecture() {
    return architecture;
  }

  long call(SystemCall call, long... arguments) {
    return call(call.number(architecture), arguments);
  }

  long call(int number, long... arguments) {
    long[] all = Arrays.copyOf(arguments, 6);
    long result;
    try {
      result =
          (long)
              syscall.invokeExact(
                  state, (long) number, all[0], all[1], all[2], all[3], all[4], all[5]);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing checked", e);
    }
    return result == -1 ? -(int) error.get(state, 0L) : result;
  }

  /** The name of the error that a negative result stands for. */
  static String error(long result) {
    int number = Math.toIntExact(-result);
    return ERRORS.getOrDefault(number, "errno " + number);
  }
}
