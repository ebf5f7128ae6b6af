package dev.tusk.engine;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;

/** Who runs programs: the sandbox, or in a test something that lies. Thread-safe. */
interface ProgramRunner extends AutoCloseable {
  Execution run(Program program);

  @Override
  void close();

  static ProgramRunner of(Sandbox sandbox) {
    return new ProgramRunner() {
      @Override
      public Execution run(Program program) {
        return sandbox.run(program);
      }

      @Override
      public void close() {
        sandbox.close();
      }
    };
  }
}
