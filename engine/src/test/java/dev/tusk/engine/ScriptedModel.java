package dev.tusk.engine;

import dev.tusk.engine.decoder.PromptProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Writes what a script says, and remembers what it was asked. */
final class ScriptedModel implements LanguageModel {
  final List<CompletionRequest> asked = new ArrayList<>();
  private final PromptProfile profile;
  private final Function<CompletionRequest, List<Completion>> script;
  volatile boolean closed;

  ScriptedModel(PromptProfile profile, Function<CompletionRequest, List<Completion>> script) {
    this.profile = profile;
    this.script = script;
  }

  /** Writes the same text after every prompt. */
  static ScriptedModel always(String text) {
    return of((prompt, sample) -> text);
  }

  /** Writes one text after a prompt that asks for a program, another after every other one. */
  static ScriptedModel of(String program, String reasoning) {
    return of((prompt, sample) -> prompt.contains("Let's write a program") ? program : reasoning);
  }

  /** What is written after a prompt, by sample. */
  interface Script {
    String text(String prompt, int sample);
  }

  static ScriptedModel of(Script script) {
    return new ScriptedModel(
        PromptProfile.MAMMOTH,
        request -> {
          List<Completion> texts = new ArrayList<>();
          for (int i = 0; i < request.samples(); i++) {
            texts.add(completion(script.text(request.prompt(), i)));
          }
          return texts;
        });
  }

  static Completion completion(String text) {
    return completion(text, Completion.Finish.END);
  }

  static Completion completion(String text, Completion.Finish finish) {
    return new Completion(text, OptionalDouble.empty(), 10, 10, finish, Duration.ZERO);
  }

  @Override
  public PromptProfile profile() {
    return profile;
  }

  @Override
  public List<Completion> complete(CompletionRequest request) {
    synchronized (asked) {
      asked.add(request);
    }
    return script.apply(request);
  }

  @Override
  public int parallelism() {
    return 2;
  }

  @Override
  public void close() {
    closed = true;
  }
}
