package dev.tusk.examples.langchain4j;

import dev.langchain4j.code.CodeExecutionEngine;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;

/**
 * Runs a model's Python on this machine, each program in a locked worker process within limits of
 * time, memory and output. Thread-safe; close it to end the workers.
 */
public final class TuskCodeExecutionEngine implements CodeExecutionEngine, AutoCloseable {
  private final Sandbox sandbox;

  private TuskCodeExecutionEngine(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** An engine whose programs each have these limits. */
  public static TuskCodeExecutionEngine of(Limits limits) {
    return new TuskCodeExecutionEngine(Sandbox.builder().limits(limits).build());
  }

  /**
   * What the program printed; what went wrong, in words that a model can act on, where it did not
   * end well. Never throws for what a program does.
   */
  @Override
  public String execute(String code) {
    return describe(sandbox.run(Program.of(code)));
  }

  static String describe(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed ->
          completed.stdout().isBlank() ? completed.answer() : completed.stdout();
      case Execution.Raised raised ->
          "%s%s: %s (line %d)"
              .formatted(raised.stdout(), raised.type(), raised.message(), raised.line());
      case Execution.LimitExceeded exceeded ->
          "%sstopped: more than %d %s of %s"
              .formatted(
                  exceeded.stdout(),
                  exceeded.allowed(),
                  exceeded.limit().unit(),
                  exceeded.limit().name().toLowerCase(java.util.Locale.ROOT));
      case Execution.Rejected rejected ->
          "%s: %s (line %d)".formatted(rejected.type(), rejected.message(), rejected.line());
      case Execution.Crashed crashed -> "the program ended its process: " + crashed.reason();
      case Execution.Cancelled _ -> "cancelled";
    };
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
