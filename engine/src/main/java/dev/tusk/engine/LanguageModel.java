package dev.tusk.engine;

import dev.tusk.engine.decoder.PromptProfile;
import java.util.List;

/**
 * Something that goes on writing after a prompt: the bundled decoder over a checkpoint, a server
 * ({@link OpenAiModel}), or what a caller brings.
 *
 * <p>Thread-safe; {@link #close()} is idempotent. A call may be interrupted: it then ends soon,
 * with what it has or with an exception, and the flag set.
 *
 * <pre>{@code
 * List<Completion> texts = model.complete(CompletionRequest.of("Two and two is"));
 * }</pre>
 */
public interface LanguageModel extends AutoCloseable {
  /** How this model wants to be asked. */
  PromptProfile profile();

  /**
   * The model's continuations of a prompt.
   *
   * @return as many texts as {@code request} asks for
   * @throws ModelException if the model does not answer as it should
   * @throws IllegalStateException if the model is closed
   */
  List<Completion> complete(CompletionRequest request);

  /** How many texts are worth asking for at once, at least 1; further ones wait for each other. */
  default int parallelism() {
    return 1;
  }

  @Override
  void close();
}
