package app;

import dev.tusk.symbolic.Algebra;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Policy;

/** The grader alone: no processes, no Python. */
public final class Main {
  private Main() {}

  /** Compares two answers, the second time with computer algebra in this process. */
  public static void main(String[] args) {
    System.out.println(Grader.of(Policy.strict()).grade("\\sqrt{8}", "2\\sqrt{2}").label());
    Grader withAlgebra = Grader.of(Policy.strict(), Algebra.inProcess());
    System.out.println(withAlgebra.grade("\\int_0^1 x^2 dx", "1/3").label());
  }
}
