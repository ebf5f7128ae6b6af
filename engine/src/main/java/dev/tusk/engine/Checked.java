package dev.tusk.engine;

import dev.tusk.sandbox.Execution;
import dev.tusk.symbolic.Verdict;
import java.util.Objects;

/**
 * A program that was run and cross-checked.
 *
 * <pre>{@code
 * Checked checked = tusk.check(Program.of("print(0.1 * 3)"));
 * System.out.println(checked.verdict().label());
 * }</pre>
 *
 * @param execution how it ran
 * @param verdict what the exact cross-check says of its answer; {@code Unchecked} with {@code
 *     DID_NOT_RUN} where the execution is not completed
 */
public record Checked(Execution execution, Verdict verdict) {
  /** Checks that both are there. */
  public Checked {
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(verdict, "verdict");
  }
}
