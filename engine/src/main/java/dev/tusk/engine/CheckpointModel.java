package dev.tusk.engine;

import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.Decoder;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.Generation;
import dev.tusk.engine.decoder.GenerationOptions;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.engine.decoder.Sampling;
import dev.tusk.engine.onnx.OnnxException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The bundled decoder over a checkpoint folder. */
final class CheckpointModel implements LanguageModel {
  private final PromptProfile profile;
  private final Decoder decoder;
  private final int slots;

  CheckpointModel(Checkpoint checkpoint, PromptProfile profile, DecoderOptions options) {
    this.profile = profile;
    this.decoder = Decoder.open(checkpoint, options);
    this.slots = options.slots();
  }

  @Override
  public PromptProfile profile() {
    return profile;
  }

  @Override
  public int parallelism() {
    return slots;
  }

  @Override
  public List<Completion> complete(CompletionRequest request) {
    long start = System.nanoTime();
    GenerationOptions.Builder options =
        GenerationOptions.builder()
            .maxNewTokens(request.maxTokens())
            .stopStrings(request.stopStrings())
            .cancellation(request.cancellation());
    request.timeout().ifPresent(options::timeout);
    var seeds = new SplittableRandom(request.seed());
    List<GenerationOptions> samples =
        Stream.generate(() -> options.sampling(sampling(request, seeds.nextLong())).build())
            .limit(request.samples())
            .toList();
    try {
      return decoder.generate(request.prompt(), samples).stream()
          .map(generation -> completion(generation, start))
          .toList();
    } catch (IllegalArgumentException e) {
      // All else was checked when the request was made.
      throw new ModelException(
          ModelException.Kind.PROMPT_TOO_LONG, String.valueOf(e.getMessage()), e);
    } catch (OnnxException | ArithmeticException e) {
      throw new ModelException(ModelException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Sampling sampling(CompletionRequest request, long seed) {
    return request.temperature() == 0
        ? Sampling.greedy()
        : new Sampling.Random(request.temperature(), 0, request.topP(), seed);
  }

  private static Completion completion(Generation generation, long start) {
    return new Completion(
        generation.text(),
        generation.tokens().isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(generation.meanTokenProbability()),
        generation.promptTokens(),
        generation.tokens().size(),
        switch (generation.stopReason()) {
          case END_TOKEN, STOP_TOKEN -> Completion.Finish.END;
          case STOP_STRING -> Completion.Finish.STOP_STRING;
          case MAX_TOKENS, CONTEXT_FULL -> Completion.Finish.MAX_TOKENS;
          case DEADLINE -> Completion.Finish.DEADLINE;
          case CANCELLED -> Completion.Finish.CANCELLED;
        },
        Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
