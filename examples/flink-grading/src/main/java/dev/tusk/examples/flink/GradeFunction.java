package dev.tusk.examples.flink;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Grades items, as many at once as the operator's capacity. Its output is a line, and whether that
 * is a verdict or a dead letter.
 */
final class GradeFunction extends RichAsyncFunction<String, Tuple2<Boolean, String>> {
  private static final long serialVersionUID = 1;

  private transient @Nullable SharedTusk tusk;
  private transient @Nullable Map<ResultFuture<Tuple2<Boolean, String>>, Future<?>> running;

  @Override
  public void open(OpenContext context) {
    tusk = SharedTusk.acquire();
    running = new ConcurrentHashMap<>();
  }

  @Override
  public void asyncInvoke(String item, ResultFuture<Tuple2<Boolean, String>> result) {
    SharedTusk shared = opened(tusk);
    Map<ResultFuture<Tuple2<Boolean, String>>, Future<?>> known = opened(running);
    // Put before the work begins, so that a quick one finds itself to take out.
    var work =
        new FutureTask<>(
            () -> {
              result.complete(List.of(grade(shared, item)));
              known.remove(result);
            },
            true);
    known.put(result, work);
    shared.start(work);
  }

  private static Tuple2<Boolean, String> grade(SharedTusk shared, String item) {
    try {
      return Tuple2.of(true, shared.grade(Items.parse(item)).toString());
    } catch (RuntimeException e) {
      return Tuple2.of(false, Items.deadLetter(item, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void timeout(String item, ResultFuture<Tuple2<Boolean, String>> result) {
    Future<?> work = opened(running).remove(result);
    if (work != null) {
      work.cancel(true);
    }
    result.complete(
        List.of(Tuple2.of(false, Items.deadLetter(item, "it was not graded in its time"))));
  }

  @Override
  public void close() {
    if (tusk != null) {
      tusk = null;
      SharedTusk.release();
    }
  }

  private static <T> T opened(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the function is not open");
    }
    return value;
  }
}
