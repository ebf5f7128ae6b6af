package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answered question: a line of the journal, and the one source of every report.
 *
 * @param index the question's place in the run, from 0
 * @param set the benchmark's name
 * @param id the question's name within the set
 * @param question what was asked
 * @param gold the reference, where there is one
 * @param by what the answer came from: {@code program}, or the step of the method
 * @param outcome how the answer ended, such as {@code completed} or {@code raised}
 * @param detail the same for a person; empty where there is no more to say
 * @param program the program that was run; empty where there is none
 * @param stdout what it printed
 * @param answer the answer; empty where there is none
 * @param verdict the cross-check's verdict; empty where nothing was checked
 * @param method how the verdict came about
 * @param evidence what the verdict rests on, in short
 * @param scores MAmmoTH's scoring and the grader's
 * @param recorded what another Python once made of the program, with its scores
 * @param fallback what became of the program where the method may fall back to reasoning
 * @param samples how many samples were drawn, and how they agreed
 * @param steps what the method did, step by step
 * @param tokens tokens that the model wrote; null where no model was asked
 * @param times milliseconds: {@code total}, and of parts
 */
record EvaluatedAnswer(
    int index,
    String set,
    String id,
    String question,
    @Nullable String gold,
    String by,
    String outcome,
    String detail,
    String program,
    String stdout,
    String answer,
    String verdict,
    String method,
    @Nullable JsonNode evidence,
    Scores scores,
    @Nullable RecordedScores recorded,
    @Nullable Fallback fallback,
    @Nullable JsonNode samples,
    List<JsonNode> steps,
    @Nullable Long tokens,
    Map<String, Double> times) {
  EvaluatedAnswer {
    steps = List.copyOf(steps);
    times = Map.copyOf(times);
  }

  /**
   * What another Python made of it.
   *
   * @param status how it ended there
   * @param answer its answer
   * @param scores that answer, scored the same way
   */
  record RecordedScores(String status, String answer, Scores scores) {}

  /** What came of a method's fall-back from programs to reasoning. */
  enum Fallback {
    /** The program answered. */
    NOT_NEEDED,
    /** The program gave nothing usable, and reasoning answered. */
    ANSWERED,
    /** The program gave nothing usable, and neither did reasoning. */
    FAILED
  }

  double milliseconds() {
    return times.getOrDefault("total", 0.0);
  }
}
