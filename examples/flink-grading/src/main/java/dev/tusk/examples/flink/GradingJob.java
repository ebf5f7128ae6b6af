package dev.tusk.examples.flink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Grades a file of items: {@code GradingJob --in FILE_OR_FOLDER --out FOLDER --dead-letters FOLDER
 * [--parallelism N] [--capacity N] [--timeout SECONDS] [--checkpoint SECONDS] [--job-manager
 * HOST:PORT]}. Every distinct item gets exactly one line, in the one folder or the other, also if
 * task managers die.
 */
public final class GradingJob {
  private static final OutputTag<String> DEAD_LETTERS =
      new OutputTag<>("dead-letters", Types.STRING);
  private static final Set<String> OPTIONS =
      Set.of(
          "in",
          "out",
          "dead-letters",
          "parallelism",
          "capacity",
          "timeout",
          "checkpoint",
          "job-manager");

  private GradingJob() {}

  /** Runs the job to its end. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = options(args);
    StreamExecutionEnvironment flink = environment(options.get("job-manager"));
    int parallelism = number(options, "parallelism", Runtime.getRuntime().availableProcessors());
    flink.setParallelism(parallelism);
    flink.enableCheckpointing(1_000L * number(options, "checkpoint", 10));
    DataStream<String> lines =
        flink.fromSource(
            FileSource.forRecordStreamFormat(
                    new TextLineInputFormat(), new Path(required(options, "in")))
                .build(),
            WatermarkStrategy.noWatermarks(),
            "items");
    Output output =
        graded(
            lines,
            Duration.ofSeconds(number(options, "timeout", 60)),
            number(options, "capacity", 64));
    output.verdicts().sinkTo(sink(required(options, "out"))).name("verdicts");
    output.deadLetters().sinkTo(sink(required(options, "dead-letters"))).name("dead letters");
    flink.execute("grading");
  }

  /**
   * What becomes of lines: each distinct item is in one of the two once.
   *
   * @param verdicts lines of {@code id}, {@code judgement}, {@code method}, {@code reason}
   * @param deadLetters lines of {@code problem} and the {@code line} that has it
   */
  record Output(DataStream<String> verdicts, DataStream<String> deadLetters) {}

  /**
   * Grades lines.
   *
   * @param timeout how long an item may take from when it enters the operator
   * @param capacity how many items each task works on at once
   */
  static Output graded(DataStream<String> lines, Duration timeout, int capacity) {
    SingleOutputStreamOperator<String> items = lines.process(new Parsing()).name("parse");
    SingleOutputStreamOperator<String> distinct =
        items.keyBy(line -> Items.key(Items.parse(line))).process(new FirstOnly()).name("first");
    SingleOutputStreamOperator<String> verdicts =
        AsyncDataStream.unorderedWait(
                distinct, new GradeFunction(), timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
            .name("grade")
            .process(new Sorting())
            .name("sort");
    return new Output(
        verdicts, items.getSideOutput(DEAD_LETTERS).union(verdicts.getSideOutput(DEAD_LETTERS)));
  }

  /** Lets items through; lines that hold none are dead letters. */
  private static final class Parsing extends ProcessFunction<String, String> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(String line, Context context, Collector<String> out) {
      try {
        var _ = Items.parse(line);
        out.collect(line);
      } catch (IllegalArgumentException e) {
        context.output(DEAD_LETTERS, Items.deadLetter(line, String.valueOf(e.getMessage())));
      }
    }
  }

  /** Parts verdicts and dead letters. */
  private static final class Sorting extends ProcessFunction<Tuple2<Boolean, String>, String> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(
        Tuple2<Boolean, String> judged, Context context, Collector<String> out) {
      if (judged.f0) {
        out.collect(judged.f1);
      } else {
        context.output(DEAD_LETTERS, judged.f1);
      }
    }
  }

  /** Files that appear when the checkpoint that covers their lines is complete. */
  static FileSink<String> sink(String folder) {
    return FileSink.forRowFormat(new Path(folder), new SimpleStringEncoder<String>("UTF-8"))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .build();
  }

  private static StreamExecutionEnvironment environment(@Nullable String jobManager) {
    if (jobManager == null) {
      return StreamExecutionEnvironment.getExecutionEnvironment();
    }
    int colon = jobManager.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("--job-manager is " + jobManager + "; HOST:PORT is asked");
    }
    // No jars: the task managers have them on their class path.
    return StreamExecutionEnvironment.createRemoteEnvironment(
        jobManager.substring(0, colon), Integer.parseInt(jobManager.substring(colon + 1)));
  }

  private static Map<String, String> options(String[] args) {
    var options = new HashMap<String, String>();
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      if (!OPTIONS.contains(name) || i + 1 == args.length) {
        throw new IllegalArgumentException("not an option with a value: " + args[i]);
      }
      options.put(name, args[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  private static int number(Map<String, String> options, String name, int otherwise) {
    String value = options.get(name);
    int number = value == null ? otherwise : Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException("--" + name + " is " + number + "; at least 1 is asked");
    }
    return number;
  }
}
