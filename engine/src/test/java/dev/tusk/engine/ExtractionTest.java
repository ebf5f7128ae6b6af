package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtractionTest {
  @Test
  void takesATextThatPrintsForAProgram() {
    assertThat(Extraction.program("\nx = 1\nprint(x)\n", false)).contains("x = 1\nprint(x)");
  }

  @Test
  void cutsAtTheNextInstruction() {
    assertThat(Extraction.program("print(1)\n\n### Instruction:\nprint(2)", true))
        .contains("print(1)");
  }

  @Test
  void findsNoProgramInProse() {
    assertThat(Extraction.program("The answer is 4.", true)).isEmpty();
    assertThat(Extraction.program("The answer is 4.\n### Instruction:\nprint(2)", true)).isEmpty();
  }

  @Test
  void takesAFenceOff() {
    assertThat(Extraction.program("```python\nprint(1)\n```\nThis prints one.", true))
        .contains("print(1)");
    assertThat(Extraction.program("```python\nprint(1)", true)).contains("print(1)");
  }

  @Test
  void takesTheLastFencedProgramAmongProse() {
    String text =
        "First try:\n```python\nprint(1)\n```\nBetter:\n```py\nans = 2\n```\nOutput:\n```\n2\n```\n";
    assertThat(Extraction.program(text, true)).contains("ans = 2");
  }

  @Test
  void takesTheWholeTextWhereMammothDoes() {
    String text = "```python\nprint(1)\n```";
    assertThat(Extraction.program(text, false)).contains(text);
    assertThat(Extraction.program("ans = 2", false)).isEmpty();
    assertThat(Extraction.program("ans = 2", true)).contains("ans = 2");
  }
}
