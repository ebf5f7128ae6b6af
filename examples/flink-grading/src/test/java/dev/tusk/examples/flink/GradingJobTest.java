package dev.tusk.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on Flink's MiniCluster. */
class GradingJobTest {
  @TempDir private Path folder;

  private static String item(int n) {
    return switch (n % 4) {
      case 0 ->
          "{\"id\": %d, \"gold\": \"%d/4\", \"pred\": \"\\\\frac{%d}{8}\"}".formatted(n, n, 2 * n);
      case 1 -> "{\"id\": %d, \"gold\": \"%d\", \"pred\": \"%d\"}".formatted(n, n, n + 1);
      case 2 ->
          "{\"id\": %d, \"gold\": \"x+%d\", \"pred\": \"%d+x\", \"policy\": \"strict\"}"
              .formatted(n, n, n);
      default ->
          "{\"id\": %d, \"gold\": \"\\\\sqrt{%d}\", \"pred\": \"%d^{1/2}\"}".formatted(n, n, n);
    };
  }

  private static List<String> items(int count) {
    var items = new ArrayList<String>();
    for (int n = 0; n < count; n++) {
      items.add(item(n));
    }
    return items;
  }

  @Test
  void givesEveryItemItsOneVerdictAndTheRestToTheDeadLetters() throws Exception {
    List<String> items = items(400);
    items.add("{\"id\": \"program\", \"gold\": \"5050\", \"program\": \"print(sum(range(101)))\"}");
    items.add("{\"id\": \"raising\", \"gold\": \"1\", \"program\": \"print(1 / 0)\"}");
    Path clean = Files.write(folder.resolve("clean.jsonl"), items);
    List<String> lines = new ArrayList<>(items);
    lines.addAll(items.subList(100, 200));
    lines.add("{ \"pred\": \"2\", \"gold\": \"1\",   \"id\": 1 }");
    lines.addAll(
        List.of(
            "nonsense", "[1]", "{\"id\": 1}", "{\"id\": \"odd\", \"gold\": 1, \"pred\": \"1\"}"));
    lines.add(
        "{\"id\": \"odd policy\", \"gold\": \"1\", \"pred\": \"1\", \"policy\": \"generous\"}");
    Collections.shuffle(lines, new Random(7));
    Path in = Files.write(folder.resolve("in.jsonl"), lines);

    GradingJob.main(
        new String[] {
          "--in", in.toString(),
          "--out", folder.resolve("out").toString(),
          "--dead-letters", folder.resolve("dead").toString(),
          "--parallelism", "2",
          "--checkpoint", "1"
        });

    Map<String, String> local = LocalRun.verdicts(clean);
    assertThat(local).containsEntry("program", "equivalent").containsEntry("raising", "undecided");
    assertThat(local.values()).contains("not_equivalent");
    assertThat(LocalRun.compare(local, folder.resolve("out")))
        .isEqualTo(new LocalRun.Comparison(402, 0, 0, 0));
    assertThat(LocalRun.lines(folder.resolve("dead")))
        .hasSize(5)
        .anyMatch(line -> line.contains("generous"))
        .anyMatch(line -> line.contains("not JSON"));
  }

  /** Fails once, after a checkpoint, while later items are on their way. */
  private static final class FailingOnce extends RichMapFunction<String, String>
      implements CheckpointListener {
    private static final long serialVersionUID = 1;
    private static final AtomicBoolean CHECKPOINTED = new AtomicBoolean();
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private int seen;

    @Override
    public String map(String line) throws InterruptedException {
      // Slow enough that a checkpoint completes before the last line.
      if (!FAILED.get() && ++seen > 50) {
        Thread.sleep(10);
        if (CHECKPOINTED.get()) {
          FAILED.set(true);
          throw new IllegalStateException("the failure that the test is about");
        }
      }
      return line;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      CHECKPOINTED.set(true);
    }
  }

  @Test
  void givesEveryItemItsOneVerdictThoughATaskFails() throws Exception {
    Path in = Files.write(folder.resolve("in.jsonl"), items(2_000));
    var configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    try {
      flink.enableCheckpointing(100);
      GradingJob.graded(
              flink
                  .fromSource(
                      FileSource.forRecordStreamFormat(
                              new TextLineInputFormat(),
                              org.apache.flink.core.fs.Path.fromLocalFile(in.toFile()))
                          .build(),
                      WatermarkStrategy.noWatermarks(),
                      "items")
                  .map(new FailingOnce()),
              Duration.ofSeconds(60),
              16)
          .verdicts()
          .sinkTo(GradingJob.sink(folder.resolve("out").toString()));
      flink.execute();
    } finally {
      flink.close();
    }

    assertThat(FailingOnce.FAILED).isTrue();
    assertThat(LocalRun.compare(LocalRun.verdicts(in), folder.resolve("out")))
        .isEqualTo(new LocalRun.Comparison(2_000, 0, 0, 0));
  }
}
