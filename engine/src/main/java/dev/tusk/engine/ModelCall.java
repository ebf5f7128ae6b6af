package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a model, whatever it is, within a budget: a model that does not come back in time, or writes
 * more than was asked for, is left to itself.
 */
final class ModelCall {
  /** What a model gets beyond its deadline to come back by itself with what it has. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Characters of a text at most; what is longer is cut. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** What came of a call. */
  sealed interface Reply {
    record Texts(List<Completion> completions) implements Reply {}

    record Failed(String problem) implements Reply {}

    record Late() implements Reply {}

    record Cancelled() implements Reply {}
  }

  private final LanguageModel model;
  private final Budget budget;

  ModelCall(LanguageModel model, Budget budget) {
    this.model = model;
    this.budget = budget;
  }

  Reply complete(CompletionRequest request) {
    var task = new FutureTask<List<Completion>>(() -> model.complete(request));
    try (Cancellation.Registration _ = request.cancellation().onCancel(() -> task.cancel(true))) {
      Thread.ofVirtual().name("tusk-model").start(task);
      List<Completion> written =
          request.timeout().isPresent()
              ? task.get(request.timeout().get().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)
              : task.get();
      if (written.size() != request.samples()) {
        return new Reply.Failed(
            "the model gave %d texts where %d were asked for"
                .formatted(written.size(), request.samples()));
      }
      budget.spend(written.size(), written.stream().mapToInt(Completion::tokens).sum());
      return new Reply.Texts(
          written.stream().map(text -> bounded(text).before(request.stopStrings())).toList());
    } catch (TimeoutException e) {
      task.cancel(true);
      return new Reply.Late();
    } catch (CancellationException e) {
      return new Reply.Cancelled();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return new Reply.Cancelled();
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case ModelException problem ->
            budget.isOutOfTime()
                ? new Reply.Late()
                : new Reply.Failed(String.valueOf(problem.getMessage()));
        case CancellationException cancelled when request.cancellation().isCancelled() ->
            new Reply.Cancelled();
        case RuntimeException bug -> throw bug;
        case Error broken -> throw broken;
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }

  private static Completion bounded(Completion text) {
    return text.text().length() <= LONGEST_TEXT
        ? text
        : new Completion(
            text.text().substring(0, LONGEST_TEXT),
            text.meanTokenProbability(),
            text.promptTokens(),
            text.tokens(),
            Completion.Finish.MAX_TOKENS,
            text.wall());
  }
}
