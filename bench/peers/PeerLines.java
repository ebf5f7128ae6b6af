import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What {@code dev.tusk.bench.Peers} and a peer's process say to each other, a line each: a style
 * and a program in base64, and back a mark, the nanoseconds and the answer, or nothing, in base64.
 * Lines without the mark are a program's own, where a peer lets it write to the process's output.
 */
final class PeerLines {
  private static final String MARK = "= ";

  interface Runner {
    String answer(String style, String program) throws Exception;
  }

  static void serve(Runner runner) throws Exception {
    var to = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    System.setOut(System.err);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split(" ", 2);
      String program = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      long start = System.nanoTime();
      String answer;
      try {
        answer = runner.answer(parts[0], program);
      } catch (Exception | StackOverflowError | LinkageError e) {
        // A program that fails has no answer, and counts as not correct.
        System.err.println(e);
        answer = "";
      }
      long nanos = System.nanoTime() - start;
      byte[] bytes = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
      to.println("\n" + MARK + nanos + " " + Base64.getEncoder().encodeToString(bytes));
    }
  }

  /** The program with an expression at its end that gives its answer as text. */
  static String asExpression(String style, String program) {
    return switch (style) {
      case "ANS" -> program + "\nstr(ans if 'ans' in globals() else answer)\n";
      case "SOLUTION" -> program + "\nstr(solution())\n";
      default ->
          "import io, sys\nsys.stdout = _printed = io.StringIO()\n"
              + program
              + "\n_printed.getvalue().strip().split('\\n')[-1]\n";
    };
  }

  static String lastLine(String printed) {
    String text = printed.strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
