package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A batch of questions under way: so many are solved at a time, each on a virtual thread of its
 * own, that the model always has its next texts while programs of the last ones run. Used by one
 * thread.
 */
final class AnswerBatch implements Iterator<BatchAnswer> {
  private sealed interface Ended {
    record Answered(BatchAnswer answer) implements Ended {}

    record Broken(Throwable cause) implements Ended {}
  }

  private final Stream<Question> questions;
  private final Iterator<Question> source;
  private final Function<Question, Answer> solve;
  private final Cancellation cancellation;
  private final int most;
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private long index;
  private int open;

  /**
   * @param cancellation what ends the questions under way, which {@code solve} looks at
   * @param most questions under way at a time, those included whose answers were not drawn yet
   */
  AnswerBatch(
      Stream<Question> questions,
      Function<Question, Answer> solve,
      Cancellation cancellation,
      int most) {
    this.questions = questions;
    this.source = questions.iterator();
    this.solve = solve;
    this.cancellation = cancellation;
    this.most = most;
  }

  Stream<BatchAnswer> answers() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(cancellation::cancel)
        .onClose(questions::close);
  }

  @Override
  public boolean hasNext() {
    return open > 0 || source.hasNext();
  }

  @Override
  public BatchAnswer next() {
    while (open < most && source.hasNext()) {
      launch(source.next());
    }
    if (open == 0) {
      throw new NoSuchElementException("the batch has ended");
    }
    try {
      Ended next = ended.take();
      open--;
      return switch (next) {
        case Ended.Answered(BatchAnswer answer) -> answer;
        case Ended.Broken(RuntimeException bug) -> throw bug;
        case Ended.Broken(Error broken) -> throw broken;
        case Ended.Broken(Throwable cause) -> throw new IllegalStateException(cause);
      };
    } catch (InterruptedException e) {
      cancellation.cancel();
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for an answer");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private void launch(Question question) {
    long number = index++;
    open++;
    Thread.ofVirtual()
        .name("tusk-solve-" + number)
        .start(() -> {
          Ended outcome;
          try {
            outcome = new Ended.Answered(new BatchAnswer(number, solve.apply(question)));
          } catch (RuntimeException | Error e) {
            // Thrown again where the answers are drawn.
            outcome = new Ended.Broken(e);
          }
          ended.add(outcome);
        });
  }
}
