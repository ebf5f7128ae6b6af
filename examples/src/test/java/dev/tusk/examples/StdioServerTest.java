package dev.tusk.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StdioServerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static StdioServer.Settings settings(int inFlight, boolean ordered) {
    return new StdioServer.Settings(inFlight, ordered, LONG, 1_000);
  }

  private static ObjectNode line(JsonNode id) {
    ObjectNode line = ResultLines.JSON.createObjectNode();
    line.set("id", id);
    return line;
  }

  private static List<JsonNode> serve(
      StdioServer.Settings settings, StdioServer.Operation operation, String input)
      throws Exception {
    var out = new ByteArrayOutputStream();
    new StdioServer(settings, operation, out)
        .serve(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    var answers = new ArrayList<JsonNode>();
    for (String text : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      answers.add(ResultLines.JSON.readTree(text));
    }
    return answers;
  }

  private static String requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\": " + i + "}\n")
        .collect(Collectors.joining());
  }

  @Test
  void answersInTheOrderOfTheRequestsWhereThatIsAskedFor() throws Exception {
    var last = new CountDownLatch(1);
    StdioServer.Operation lastFirst =
        (id, request) -> {
          if (id.intValue() % 4 == 3) {
            last.countDown();
          } else {
            await(last);
          }
          return line(id);
        };

    assertThat(serve(settings(4, true), lastFirst, requests(1_000)))
        .extracting(answer -> answer.get("id").intValue())
        .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void answersAsTheResultsComeOtherwise() throws Exception {
    var second = new CountDownLatch(1);
    StdioServer.Operation firstWaits =
        (id, request) -> {
          if (id.intValue() == 0) {
            await(second);
          }
          return line(id);
        };
    var toServer = new PipedOutputStream();
    var in = new PipedInputStream(toServer);
    // Not a PipedInputStream, which fails where the thread that wrote last is gone.
    Pipe pipe = Pipe.open();
    var server =
        new StdioServer(settings(4, false), firstWaits, Channels.newOutputStream(pipe.sink()));
    var served = run(() -> server.serve(in));
    toServer.write(requests(2).getBytes(StandardCharsets.UTF_8));
    toServer.flush();

    try (var answers = new LineReader(Channels.newInputStream(pipe.source()), 1_000)) {
      assertThat(answers.next().orElseThrow().text()).isEqualTo("{\"id\":1}");
      second.countDown();
      assertThat(answers.next().orElseThrow().text()).isEqualTo("{\"id\":0}");
    }
    toServer.close();
    served.get();
  }

  @Test
  void readsNoMoreThanItMayHaveInFlight() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    StdioServer.Operation counted =
        (id, request) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          running.decrementAndGet();
          return line(id);
        };

    for (boolean ordered : new boolean[] {false, true}) {
      assertThat(serve(settings(3, ordered), counted, requests(2_000))).hasSize(2_000);
      assertThat(most.get()).isBetween(1, 3);
    }
  }

  @Test
  void endsARequestWhoseTimeIsOver() throws Exception {
    var interrupted = new CountDownLatch(1);
    StdioServer.Operation hanging =
        (id, request) -> {
          if (id.intValue() == 1) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          }
          return line(id);
        };

    List<JsonNode> answers =
        serve(
            settings(2, true),
            hanging,
            "{\"id\": 0}\n{\"id\": 1, \"timeout\": 0.05}\n{\"id\": 2}\n");

    assertThat(interrupted.getCount()).isZero();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(1).get("status").asText()).isEqualTo("timed_out");
    assertThat(answers.get(1).get("error").get("type").asText()).isEqualTo("TimedOut");
    assertThat(answers.get(2).toString()).isEqualTo("{\"id\":2}");
  }

  @Test
  void answersLinesThatAreNoRequests() throws Exception {
    StdioServer.Operation picky =
        (id, request) -> {
          if (id.asText().equals("refused")) {
            throw new IllegalArgumentException("it has no field gold");
          }
          if (id.asText().equals("broken")) {
            throw new IllegalStateException("a fault of ours");
          }
          return line(id);
        };

    List<JsonNode> answers =
        serve(
            settings(2, true),
            picky,
            "nonsense\n\n[1]\n{\"id\": \"refused\"}\n{\"id\": \"broken\"}\n{\"id\": 6, \"timeout\": -1}\n{\"id\": \""
                + "x".repeat(2_000)
                + "\"}\n{\"id\": \"last\"}");

    assertThat(answers).hasSize(8);
    for (int line : new int[] {1, 2, 3, 4, 6, 7}) {
      JsonNode error = answers.get(line - 1).get("error");
      assertThat(error.get("type").asText()).as("line %d", line).isEqualTo("MalformedInput");
      assertThat(error.get("message").asText()).startsWith("line " + line);
      assertThat(error.get("input_line").asInt()).isEqualTo(line);
    }
    assertThat(answers.get(3).get("id").asText()).isEqualTo("refused");
    assertThat(answers.get(4).get("error").get("type").asText()).isEqualTo("Failed");
    assertThat(answers.get(4).get("error").get("message").asText()).contains("a fault of ours");
    assertThat(answers.get(6).get("error").get("message").asText()).contains("at most 1000");
    assertThat(answers.get(7).get("id").asText()).isEqualTo("last");
  }

  @Test
  void finishesWhatItAcceptedWhenItIsStopped() throws Exception {
    var begun = new CountDownLatch(2);
    var go = new CountDownLatch(1);
    StdioServer.Operation waiting =
        (id, request) -> {
          begun.countDown();
          await(go);
          return line(id);
        };
    var toServer = new PipedOutputStream();
    var in = new PipedInputStream(toServer);
    var out = new ByteArrayOutputStream();
    var server = new StdioServer(settings(8, true), waiting, out);
    var served = run(() -> server.serve(in));
    toServer.write(requests(2).getBytes(StandardCharsets.UTF_8));
    toServer.flush();
    await(begun);
    var stopped = run(server::stop);
    go.countDown();
    stopped.get();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"id\":0}\n{\"id\":1}\n");
    toServer.write(requests(1).getBytes(StandardCharsets.UTF_8));
    toServer.close();
    served.get();
    assertThat(out.toString(StandardCharsets.UTF_8)).as("accepted after the stop").hasSize(18);
  }

  @Test
  void saysThatItsAnswersCannotBeWritten() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var server = new StdioServer(settings(2, false), (id, request) -> line(id), closed);

    assertThatThrownBy(() ->
            server.serve(new ByteArrayInputStream(requests(50).getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Broken pipe");
  }

  private interface Action {
    void run() throws Exception;
  }

  private static FutureTask<Boolean> run(Action action) {
    var task =
        new FutureTask<Boolean>(() -> {
          action.run();
          return true;
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
