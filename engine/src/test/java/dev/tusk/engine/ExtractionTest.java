package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtractionTest {
  @Test
  void takesATextThatPrintsForAProgram() {
    assertThat(Extraction.program("\nx = 1\nprint(x)\n")).contains("x = 1\nprint(x)");
  }

  @Test
  void cutsAtTheNextInstruction() {
    assertThat(Extraction.program("print(1)\n\n### Instruction:\nprint(2)")).contains("print(1)");
  }

  @Test
  void findsNoProgramInProse() {
    assertThat(Extraction.program("The answer is 4.")).isEmpty();
    assertThat(Extraction.program("The answer is 4.\n### Instruction:\nprint(2)")).isEmpty();
  }

  @Test
  void takesAFenceOff() {
    assertThat(Extraction.program("```python\nprint(1)\n```\nThis prints one."))
        .contains("print(1)");
    assertThat(Extraction.program("```python\nprint(1)")).contains("print(1)");
  }
}
