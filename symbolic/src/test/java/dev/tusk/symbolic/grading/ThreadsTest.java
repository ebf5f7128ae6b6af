package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The verdict does not depend on the thread. */
class ThreadsTest {
  @Test
  void sixtyFourVirtualThreadsGiveTheVerdictsOfOne()
      throws InterruptedException, ExecutionException {
    List<JsonNode> all = Lines.resource("pairs.jsonl");
    // Every third pair: all kinds, and a test of seconds on two cores.
    List<JsonNode> lines =
        IntStream.range(0, all.size()).filter(i -> i % 3 == 0).mapToObj(all::get).toList();
    Grader grader =
        Grader.of(Policy.lenient().toBuilder().deadline(java.time.Duration.ofMinutes(1)).build());
    List<String> alone = verdicts(grader, lines);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> futures = new ArrayList<>();
      Callable<List<String>> task = () -> verdicts(grader, lines);
      for (int i = 0; i < 64; i++) {
        futures.add(threads.submit(task));
      }
      for (Future<List<String>> future : futures) {
        assertThat(future.get()).isEqualTo(alone);
      }
    }
  }

  private static List<String> verdicts(Grader grader, List<JsonNode> lines) {
    return lines.stream()
        .map(line -> grader.grade(line.get("gold").asText(), line.get("pred").asText()))
        .map(judgement -> judgement.label() + " " + judgement.method())
        .toList();
  }
}
