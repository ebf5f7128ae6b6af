package dev.tusk.sandbox.lockdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.sandbox.lockdown.FilterProgram.Instruction;
import org.junit.jupiter.api.Test;

class FilterProgramTest {
  @Test
  void writesTheInstructionsOfTheManual() {
    // The example of the kernel's seccomp documentation: allow one call, refuse the rest.
    var program =
        new FilterProgram()
            .load(0)
            .ifEqual(231, "allow")
            .result(0x00050001)
            .label("allow")
            .result(0x7fff0000)
            .assemble();

    assertThat(program)
        .containsExactly(
            new Instruction(0x20, 0, 0, 0),
            new Instruction(0x15, 1, 0, 231),
            new Instruction(0x06, 0, 0, 0x00050001),
            new Instruction(0x06, 0, 0, 0x7fff0000));
  }

  @Test
  void comparesUnsigned() {
    var program =
        new FilterProgram()
            .load(0)
            .ifGreater(0x3fffffff, "high")
            .result(1)
            .label("high")
            .result(2)
            .assemble();

    assertThat(ClassicBpf.run(program, ClassicBpf.call(0, 0x3fffffff))).isEqualTo(1);
    assertThat(ClassicBpf.run(program, ClassicBpf.call(0, 0x40000000))).isEqualTo(2);
    assertThat(ClassicBpf.run(program, ClassicBpf.call(0, -1))).isEqualTo(2);
  }

  @Test
  void refusesAJumpThatDoesNotFit() {
    var program = new FilterProgram().load(0).ifEqual(1, "far");
    for (int i = 0; i < 256; i++) {
      program.and(-1);
    }
    program.label("far").result(0);

    assertThatThrownBy(program::assemble).hasMessageContaining("jump to far over 256");
  }

  @Test
  void refusesAJumpBackAndToNowhere() {
    assertThatThrownBy(
            new FilterProgram().label("back").load(0).ifEqual(1, "back").result(0)::assemble)
        .hasMessageContaining("jump to back over -2");
    assertThatThrownBy(new FilterProgram().load(0).ifEqual(1, "nowhere").result(0)::assemble)
        .hasMessageContaining("nowhere is not set");
    assertThatThrownBy(
            new FilterProgram().load(0).ifEqual(1, "end").result(0).label("end")::assemble)
        .hasMessageContaining("jump to end");
  }

  @Test
  void refusesAProgramWithoutAnEnd() {
    assertThatThrownBy(new FilterProgram().load(0)::assemble).hasMessageContaining("ends with");
    assertThatThrownBy(() -> new FilterProgram().label("a").label("a"))
        .hasMessageContaining("set twice");
  }
}
