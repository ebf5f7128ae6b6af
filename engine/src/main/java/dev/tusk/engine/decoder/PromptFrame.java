package dev.tusk.engine.decoder;

import java.util.Objects;

/**
 * The text around a question that a checkpoint was trained to answer.
 *
 * @param prefix what goes before the question
 * @param suffix what goes after it
 */
public record PromptFrame(String prefix, String suffix) {
  /** Checks that both are there. */
  public PromptFrame {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(suffix, "suffix");
  }

  /** The prompt for a question. */
  public String around(String question) {
    return prefix + question + suffix;
  }
}
