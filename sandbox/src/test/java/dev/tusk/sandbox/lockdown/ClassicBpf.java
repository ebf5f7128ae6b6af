package dev.tusk.sandbox.lockdown;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Classic BPF as seccomp runs it, after the kernel's {@code bpf_check_classic} and {@code
 * seccomp_check_filter}: it decides made-up calls of any architecture on any machine. Written from
 * the instruction set, not from the assembler it tests.
 */
final class ClassicBpf {
  private static final int DATA_SIZE = 64;

  private ClassicBpf() {}

  /** The {@code struct seccomp_data} of a call. */
  static ByteBuffer call(int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(DATA_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(0, number).putInt(4, architecture).putLong(8, 0x7f00_dead_beefL);
    for (int i = 0; i < arguments.length; i++) {
      data.putLong(16 + 8 * i, arguments[i]);
    }
    return data;
  }

  /** The value that the program returns for the data. */
  static int run(List<FilterProgram.Instruction> program, ByteBuffer data) {
    int accumulator = 0;
    int at = 0;
    while (at < program.size()) {
      FilterProgram.Instruction instruction = program.get(at);
      int operand = instruction.operand();
      at++;
      switch (instruction.code()) {
        case 0x20 -> { // ld [k]
          if (operand < 0 || operand > DATA_SIZE - 4 || operand % 4 != 0) {
            throw new IllegalStateException("the kernel refuses a load at " + operand);
          }
          accumulator = data.getInt(operand);
        }
        case 0x54 -> accumulator &= operand;
        case 0x15 -> at += accumulator == operand ? taken(instruction) : notTaken(instruction);
        case 0x25 ->
            at +=
                Integer.compareUnsigned(accumulator, operand) > 0
                    ? taken(instruction)
                    : notTaken(instruction);
        case 0x06 -> {
          return operand;
        }
        default ->
            throw new IllegalStateException(
                "code 0x" + Integer.toHexString(instruction.code()) + " is not understood");
      }
    }
    throw new IllegalStateException("ran past the end");
  }

  private static int taken(FilterProgram.Instruction instruction) {
    return unsignedByte(instruction.ifTrue());
  }

  private static int notTaken(FilterProgram.Instruction instruction) {
    return unsignedByte(instruction.ifFalse());
  }

  private static int unsignedByte(int value) {
    if (value != (value & 0xff)) {
      throw new IllegalStateException("a jump of " + value + " does not fit eight bits");
    }
    return value;
  }
}
