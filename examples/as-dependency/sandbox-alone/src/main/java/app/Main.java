package app;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;

/** The sandbox alone: runs a program, verifies nothing. */
public final class Main {
  private Main() {}

  /** Runs one program. */
  public static void main(String[] args) {
    try (Sandbox sandbox = Sandbox.builder().workers(1).build()) {
      Execution execution = sandbox.run(Program.of("print(2 ** 100)"));
      System.out.println(
          switch (execution) {
            case Execution.Completed completed -> completed.answer();
            default -> execution.toString();
          });
    }
  }
}
