import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.python.core.PyObject;
import org.python.util.PythonInterpreter;

/** Jython: Python 2.7, an interpreter for each program, in the host's JVM. */
final class JythonPeer {
  public static void main(String[] args) throws Exception {
    PeerLines.serve((style, program) -> {
      try (var python = new PythonInterpreter()) {
        var out = new ByteArrayOutputStream();
        python.setOut(out);
        python.exec(program);
        return switch (style) {
          case "ANS" -> {
            PyObject answer = python.get("ans");
            yield String.valueOf(answer == null ? python.get("answer") : answer);
          }
          case "SOLUTION" -> python.eval("solution()").toString();
          default -> PeerLines.lastLine(out.toString(StandardCharsets.UTF_8));
        };
      }
    });
  }
}
