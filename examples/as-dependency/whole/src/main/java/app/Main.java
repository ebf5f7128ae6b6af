package app;

import dev.tusk.engine.Answer;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.grading.Policy;
import java.nio.file.Path;

/** Everything: {@code Main CHECKPOINT_FOLDER}. */
public final class Main {
  private Main() {}

  /** Solves a question, checks a program, compares two answers. */
  public static void main(String[] args) {
    try (Tusk tusk = Tusk.builder().checkpoint(Path.of(args[0])).workers(1).build();
        Grading grading = Grading.open()) {
      if (tusk.solve("A rectangle has length 12 and width 7. What is its area?")
          instanceof Answer.Solved solved) {
        System.out.println(solved.text() + " " + solved.grade());
      }
      System.out.println(tusk.check(Program.of("print(sum(range(101)))")).verdict().label());
      System.out.println(grading.grader(Policy.lenient()).grade("\\frac12", "0.5").label());
    }
  }
}
