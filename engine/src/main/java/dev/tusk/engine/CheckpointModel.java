package dev.tusk.engine;

import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.Decoder;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.Generation;
import dev.tusk.engine.decoder.GenerationOptions;
import dev.tusk.engine.decoder.PromptProfile;
import java.time.Duration;
import java.util.OptionalDouble;

/** The bundled decoder over a checkpoint folder. */
final class CheckpointModel implements LanguageModel {
  private final PromptProfile profile;
  private final Decoder decoder;
  private final GenerationOptions options;

  CheckpointModel(Checkpoint checkpoint, DecoderOptions options) {
    this.profile = checkpoint.profile();
    this.decoder = Decoder.open(checkpoint, options);
    this.options = GenerationOptions.of(profile);
  }

  @Override
  public PromptProfile profile() {
    return profile;
  }

  @Override
  public Completion complete(String prompt) {
    long start = System.nanoTime();
    Generation generation = decoder.generate(prompt, options);
    return new Completion(
        generation.text(),
        OptionalDouble.of(generation.meanTokenProbability()),
        generation.promptTokens(),
        generation.tokens().size(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
