import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;

/** Raw GraalPy: a context for each program, all on one engine. */
final class GraalPyPeer {
  public static void main(String[] args) throws Exception {
    try (Engine engine =
        Engine.newBuilder("python").option("engine.WarnInterpreterOnly", "false").build()) {
      PeerLines.serve((style, program) -> {
        try (Context context = Context.newBuilder("python").engine(engine).build()) {
          String source = PeerLines.asExpression(style, program);
          return context.eval(Source.create("python", source)).asString();
        }
      });
    }
  }
}
