package dev.tusk.engine;

import java.time.Duration;
import java.util.List;

/**
 * What an answer took.
 *
 * <pre>{@code
 * System.out.println(answer.cost().tokens() + " tokens in " + answer.cost().wall());
 * }</pre>
 *
 * @param wall from the call to the answer
 * @param completions texts that the model wrote
 * @param tokens tokens of those texts
 * @param programs programs that were run
 */
public record Cost(Duration wall, int completions, int tokens, int programs) {
  static Cost of(List<Step> steps, Duration wall) {
    return new Cost(
        wall,
        (int) steps.stream().filter(step -> step.completion().isPresent()).count(),
        steps.stream().mapToInt(Step::tokens).sum(),
        (int) steps.stream().filter(step -> step.execution().isPresent()).count());
  }
}
