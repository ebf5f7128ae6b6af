package dev.tusk.sandbox.lockdown;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An assembler for classic BPF, as far as seccomp allows and {@link SystemCallFilter} needs it:
 * load a word of the call's data, mask it, compare and jump forward, return a decision.
 *
 * <p>The instruction format is that of {@code struct sock_filter}: code, two jump distances of
 * eight bits, one operand of 32 bits. Jumps are written to labels and resolved by {@link
 * #assemble}.
 */
final class FilterProgram {
  /** {@code BPF_LD | BPF_W | BPF_ABS}: accumulator = word at offset. */
  static final int LOAD = 0x20;

  /** {@code BPF_ALU | BPF_AND | BPF_K}: accumulator and operand, bitwise. */
  static final int AND = 0x54;

  /** {@code BPF_JMP | BPF_JEQ | BPF_K}. */
  static final int JUMP_EQUAL = 0x15;

  /** {@code BPF_JMP | BPF_JGT | BPF_K}, unsigned. */
  static final int JUMP_GREATER = 0x25;

  /** {@code BPF_RET | BPF_K}. */
  static final int RETURN = 0x06;

  /** The kernel's own bound on a filter's length ({@code BPF_MAXINSNS}). */
  static final int MAX_LENGTH = 4096;

  /** One instruction, as the kernel reads it. */
  record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private record Pending(int code, String ifTrue, String ifFalse, int operand) {}

  private static final String NEXT = "";

  private final List<Pending> pending = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();

  FilterProgram load(int offset) {
    return add(LOAD, NEXT, NEXT, offset);
  }

  FilterProgram and(int mask) {
    return add(AND, NEXT, NEXT, mask);
  }

  /** Goes to the label if the accumulator equals the value, else on to the next instruction. */
  FilterProgram ifEqual(int value, String label) {
    return add(JUMP_EQUAL, label, NEXT, value);
  }

  /** Goes on to the next instruction if the accumulator equals the value, else to the label. */
  FilterProgram unlessEqual(int value, String label) {
    return add(JUMP_EQUAL, NEXT, label, value);
  }

  /** Goes to the label if the accumulator is greater than the value, both read unsigned. */
  FilterProgram ifGreater(int value, String label) {
    return add(JUMP_GREATER, label, NEXT, value);
  }

  FilterProgram result(int decision) {
    return add(RETURN, NEXT, NEXT, decision);
  }

  /** Names the next instruction. */
  FilterProgram label(String name) {
    if (labels.putIfAbsent(name, pending.size()) != null) {
      throw new IllegalStateException("label " + name + " is set twice");
    }
    return this;
  }

  List<Instruction> assemble() {
    if (pending.isEmpty() || pending.getLast().code() != RETURN) {
      throw new IllegalStateException("a filter ends with a result");
    }
    if (pending.size() > MAX_LENGTH) {
      throw new IllegalStateException(
          "filter of " + pending.size() + " instructions, at most " + MAX_LENGTH);
    }
    List<Instruction> program = new ArrayList<>();
    for (Pending instruction : pending) {
      int next = program.size() + 1;
      program.add(
          new Instruction(
              instruction.code(),
              distance(next, instruction.ifTrue()),
              distance(next, instruction.ifFalse()),
              instruction.operand()));
    }
    return List.copyOf(program);
  }

  private FilterProgram add(int code, String ifTrue, String ifFalse, int operand) {
    pending.add(new Pending(code, ifTrue, ifFalse, operand));
    return this;
  }

  private int distance(int next, String label) {
    if (label.equals(NEXT)) {
      return 0;
    }
    Integer target = labels.get(label);
    if (target == null) {
      throw new IllegalStateException("label " + label + " is not set");
    }
    int distance = target - next;
    if (distance < 0 || distance > 255 || target >= pending.size()) {
      throw new IllegalStateException(
          "jump to " + label + " over " + distance + " instructions, must be 0 to 255");
    }
    return distance;
  }
}
