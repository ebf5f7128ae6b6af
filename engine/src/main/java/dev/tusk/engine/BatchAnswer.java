package dev.tusk.engine;

import java.util.Objects;

/**
 * The answer to one question of {@link Tusk#solveAll}.
 *
 * <pre>{@code
 * try (Stream<BatchAnswer> answers = tusk.solveAll(questions, SolveOptions.defaults())) {
 *   answers.forEach(each -> System.out.println(each.index() + ": " + each.answer()));
 * }
 * }</pre>
 *
 * @param index the place of the question among those of the batch, from 0
 * @param answer what became of it
 */
public record BatchAnswer(long index, Answer answer) {
  /** Checks that it is there. */
  public BatchAnswer {
    Objects.requireNonNull(answer, "answer");
  }
}
