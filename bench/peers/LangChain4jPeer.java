import dev.langchain4j.code.graalvm.GraalVmPythonExecutionEngine;

/** LangChain4j's Python engine, as it is: a GraalPy context for each program, in the host's JVM. */
final class LangChain4jPeer {
  public static void main(String[] args) throws Exception {
    var engine = new GraalVmPythonExecutionEngine();
    PeerLines.serve((style, program) -> engine.execute(PeerLines.asExpression(style, program)));
  }
}
