package app;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;

/** The sandbox with networkx: the pack's jar is all that it takes. */
public final class Main {
  private Main() {}

  /** Runs one program. */
  public static void main(String[] args) {
    var program =
        Program.of(
            """
            import networkx as nx
            print(nx.shortest_path(nx.petersen_graph(), 0, 7), nx.chromatic_polynomial(nx.cycle_graph(3)))
            """);
    try (Sandbox sandbox = Sandbox.builder().workers(1).build()) {
      Execution execution = sandbox.run(program);
      System.out.println(
          switch (execution) {
            case Execution.Completed completed -> completed.answer();
            default -> execution.toString();
          });
    }
  }
}
