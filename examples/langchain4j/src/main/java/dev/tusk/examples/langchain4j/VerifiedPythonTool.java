package dev.tusk.examples.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.tusk.engine.Checked;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;

/**
 * A tool that runs Python and tells the model whether exact arithmetic agrees with what the program
 * printed. Thread-safe, as its {@link Tusk} is, which the caller closes.
 */
public final class VerifiedPythonTool {
  private final Tusk tusk;

  /** A tool over a Tusk, which needs no model of its own. */
  public VerifiedPythonTool(Tusk tusk) {
    this.tusk = tusk;
  }

  /** What the program printed, and the verdict on it. */
  @Tool(
      name = "run_python",
      value = {
        "Runs a Python program (standard library, sympy) without files or network and returns what it",
        "prints, followed by a verdict: CONFIRMED means that exact arithmetic independent of Python",
        "finds the same."
      })
  public String runPython(@P("the whole program; it prints its result") String program) {
    Checked checked = tusk.check(Program.of(program));
    String printed = TuskCodeExecutionEngine.describe(checked.execution()).stripTrailing();
    if (!(checked.execution() instanceof Execution.Completed)) {
      return printed;
    }
    String why = checked.verdict().explanation();
    return printed
        + "\nverdict: "
        + checked.verdict().label()
        + (why.isEmpty() ? "" : " (" + why + ")");
  }
}
