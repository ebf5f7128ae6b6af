package dev.tusk.engine.evaluation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One question of a benchmark. Immutable.
 *
 * @param set the benchmark's name, such as {@code gsm8k}
 * @param id its name within the set: the set's own where it has one, else its number from 1
 * @param text what a model is asked, choices included, as MAmmoTH words it
 * @param choices the texts of the choices, the first being A; empty where there are none
 * @param gold the reference answer as text; empty where there is none
 */
public record BenchmarkQuestion(
    String set, String id, String text, List<String> choices, Optional<String> gold) {
  /** Checks that nothing is missing and copies the list. */
  public BenchmarkQuestion {
    Objects.requireNonNull(set, "set");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    choices = List.copyOf(choices);
    Objects.requireNonNull(gold, "gold");
  }
}
