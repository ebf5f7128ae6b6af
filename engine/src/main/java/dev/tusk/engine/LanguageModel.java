package dev.tusk.engine;

import dev.tusk.engine.decoder.PromptProfile;

/**
 * Something that goes on writing after a prompt: the bundled decoder over a checkpoint, or a server
 * of the user's. Thread-safe; {@link #close()} is idempotent.
 */
public interface LanguageModel extends AutoCloseable {
  /** How this model wants to be asked. */
  PromptProfile profile();

  /**
   * The model's greedy continuation of a prompt.
   *
   * @param prompt the whole prompt, frame included
   * @throws IllegalArgumentException if the prompt does not fit the model, with the numbers
   * @throws IllegalStateException if the model is closed
   */
  Completion complete(String prompt);

  @Override
  void close();
}
