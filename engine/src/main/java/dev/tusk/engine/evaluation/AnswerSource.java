package dev.tusk.engine.evaluation;

import java.io.IOException;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Where a run's answers come from: recorded programs, or a model. */
interface AnswerSource {
  /** All that the answers depend on. A journal that was begun with others is not continued. */
  SortedMap<String, String> settings();

  /** How many questions there are. */
  int size();

  /**
   * Answers the questions that are open and hands over each answer as it comes, in no fixed order;
   * {@code answers} may be called by many threads.
   */
  void answer(IntPredicate open, Consumer<EvaluatedAnswer> answers)
      throws IOException, InterruptedException;
}
