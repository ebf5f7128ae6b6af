package dev.tusk.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tusk.engine.decoder.Cancellation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a real server that behaves as servers do. */
class OpenAiModelTest {
  private static final String KEY = "secret-key-of-the-test";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the server does with its nth request, from 0. */
  private interface Behaviour {
    void answer(HttpExchange exchange, int number) throws IOException;
  }

  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private volatile Behaviour behaviour = (exchange, number) -> reply(exchange, 200, text("12"));

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/v1/",
        exchange -> {
          int number = bodies.size();
          bodies.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
          paths.add(exchange.getRequestURI().getPath());
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          behaviour.answer(exchange, number);
        });
    server.start();
  }

  @AfterEach
  void close() {
    end.countDown();
    server.stop(0);
  }

  private OpenAiModel.Builder model() {
    return OpenAiModel.builder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"), "mammoth")
        .key(KEY)
        .pauses(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String text(String text) throws IOException {
    return """
    {"choices": [{"text": %s, "finish_reason": "stop",
      "logprobs": {"token_logprobs": [null, -0.1, -0.3]}}],
     "usage": {"prompt_tokens": 40, "completion_tokens": 3}}
    """
        .formatted(JSON.writeValueAsString(text));
  }

  private static CompletionRequest asking() {
    return CompletionRequest.of("2 + 2 =").toBuilder()
        .stopStrings(List.of("a", "b", "c", "d", "Question"))
        .seed(7)
        .build();
  }

  @Test
  void asksAsTheProtocolSays() {
    try (OpenAiModel model = model().build()) {
      Completion written = model.complete(asking()).getFirst();

      assertThat(written.text()).isEqualTo("12");
      assertThat(written.meanTokenProbability().orElseThrow())
          .isCloseTo((Math.exp(-0.1) + Math.exp(-0.3)) / 2, within(1e-12));
      assertThat(written.promptTokens()).isEqualTo(40);
      assertThat(written.finish()).isEqualTo(Completion.Finish.END);
    }
    assertThat(paths).containsExactly("/v1/completions");
    assertThat(authorizations).containsExactly("Bearer " + KEY);
    JsonNode body = bodies.getFirst();
    assertThat(body.path("model").asText()).isEqualTo("mammoth");
    assertThat(body.path("prompt").asText()).isEqualTo("2 + 2 =");
    assertThat(body.path("seed").asInt()).isEqualTo(7);
    assertThat(body.path("stop")).hasSize(4);
  }

  @Test
  void cutsAtStopStringsThatTheServerWasNotTold() {
    behaviour = (exchange, number) -> reply(exchange, 200, text("12\nQuestion: next"));
    try (OpenAiModel model = model().build()) {
      Completion written = model.complete(asking()).getFirst();
      assertThat(written.text()).isEqualTo("12\n");
      assertThat(written.finish()).isEqualTo(Completion.Finish.STOP_STRING);
    }
  }

  @Test
  void asksForSeveralTextsAtOnceAndChats() {
    behaviour =
        (exchange, number) ->
            reply(
                exchange,
                200,
                """
                {"choices": [
                  {"message": {"content": "1"}, "finish_reason": "length",
                   "logprobs": {"content": [{"logprob": -0.5}]}},
                  {"message": {"content": "2"}, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 4, "completion_tokens": 5}}
                """);
    try (OpenAiModel model = model().chat(true).build()) {
      List<Completion> written = model.complete(asking().toBuilder().samples(2).build());

      assertThat(written).extracting(Completion::text).containsExactly("1", "2");
      assertThat(written.getFirst().finish()).isEqualTo(Completion.Finish.MAX_TOKENS);
      assertThat(written.getLast().meanTokenProbability()).isEmpty();
    }
    assertThat(paths).containsExactly("/v1/chat/completions");
    assertThat(bodies.getFirst().path("messages").path(0).path("content").asText())
        .isEqualTo("2 + 2 =");
    assertThat(bodies.getFirst().path("n").asInt()).isEqualTo(2);
  }

  @Test
  void triesABusyServerAgainAfterThePauseItAsksFor() {
    behaviour =
        (exchange, number) -> {
          if (number < 2) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            reply(exchange, number == 0 ? 429 : 503, "busy");
          } else {
            reply(exchange, 200, text("12"));
          }
        };
    try (OpenAiModel model = model().pauses(Duration.ofDays(1), Duration.ofDays(1)).build()) {
      assertThat(model.complete(asking()).getFirst().text()).isEqualTo("12");
    }
    assertThat(bodies).hasSize(3);
  }

  @Test
  void doesNotWaitLongerThanTheCallMayTake() {
    behaviour =
        (exchange, number) -> {
          exchange.getResponseHeaders().add("Retry-After", "3600");
          reply(exchange, 429, "busy " + KEY);
        };
    try (OpenAiModel model = model().build()) {
      assertThatThrownBy(() -> model.complete(asking()))
          .isInstanceOfSatisfying(
              ModelException.class, e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.BUSY))
          .hasMessageContaining("429");
    }
    assertThat(bodies).hasSize(1);
  }

  @Test
  void givesUpOnAServerThatStaysBusy() {
    behaviour = (exchange, number) -> reply(exchange, 503, "busy");
    assertFails(model().retries(2), asking(), ModelException.Kind.BUSY, "503");
    assertThat(bodies).hasSize(3);
  }

  @Test
  void triesADroppedConnectionAgain() {
    behaviour =
        (exchange, number) -> {
          if (number == 0) {
            // Promises more than it sends.
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
          } else {
            reply(exchange, 200, text("12"));
          }
        };
    try (OpenAiModel model = model().build()) {
      assertThat(model.complete(asking()).getFirst().text()).isEqualTo("12");
    }
    assertThat(bodies).hasSize(2);
  }

  @Test
  void saysThatAServerIsNotThere() {
    server.stop(0);
    assertFails(model().retries(1), asking(), ModelException.Kind.UNREACHABLE, "cannot be reached");
  }

  @Test
  void leavesASlowServer() {
    behaviour = (exchange, number) -> hang();
    CompletionRequest hurried =
        asking().toBuilder().timeout(Optional.of(Duration.ofMillis(200))).build();
    assertFails(model(), hurried, ModelException.Kind.UNREACHABLE, "did not answer in time");
  }

  @Test
  void endsWhenCancelled() {
    var cancellation = new Cancellation();
    behaviour =
        (exchange, number) -> {
          cancellation.cancel();
          hang();
        };
    try (OpenAiModel model = model().build()) {
      assertThatThrownBy(
              () -> model.complete(asking().toBuilder().cancellation(cancellation).build()))
          .isInstanceOf(CancellationException.class);
    }
  }

  private void hang() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesWhatIsNoReply() {
    for (String malformed :
        List.of(
            "",
            "<html>" + KEY,
            "{}",
            "{\"choices\": []}",
            "{\"choices\": [{\"text\": 5}]}",
            "{\"choices\": [{}, {}]}",
            "[".repeat(5000))) {
      behaviour = (exchange, number) -> reply(exchange, 200, malformed);
      assertFails(model(), asking(), ModelException.Kind.MALFORMED, "127.0.0.1");
    }
  }

  @Test
  void readsNoMoreThanItsBound() {
    behaviour = (exchange, number) -> reply(exchange, 200, text("1".repeat(100_000)));
    assertFails(
        model().maxResponseBytes(10_000), asking(), ModelException.Kind.MALFORMED, "10000 bytes");
  }

  @Test
  void doesNotTryAgainWhatIsRefused() {
    behaviour = (exchange, number) -> reply(exchange, 401, "no such key: " + KEY);
    assertFails(model(), asking(), ModelException.Kind.REFUSED, "401: no such key");
    assertThat(bodies).hasSize(1);
  }

  /** It fails in this way, and nothing about it shows the key. */
  private static void assertFails(
      OpenAiModel.Builder builder,
      CompletionRequest request,
      ModelException.Kind kind,
      String message) {
    try (OpenAiModel model = builder.build()) {
      assertThat(model.toString()).doesNotContain(KEY);
      assertThatThrownBy(() -> model.complete(request))
          .isInstanceOfSatisfying(
              ModelException.class,
              e -> {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
                var trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain(KEY);
              })
          .hasMessageContaining(message);
    }
  }

  @Test
  void isAnAnswersReasonWhereItFails() {
    behaviour = (exchange, number) -> reply(exchange, 500, "out of order");
    try (Tusk tusk = Tusk.builder().model(model().retries(0).build()).workers(1).build()) {
      assertThat(tusk.solve("What is 5 + 7?"))
          .isInstanceOfSatisfying(
              Answer.Unsolved.class,
              unsolved -> {
                assertThat(unsolved.reason()).isEqualTo(Answer.Reason.MODEL_FAILED);
                assertThat(unsolved.detail()).contains("500: out of order");
              });
    }
  }

  @Test
  void refusesAnAddressThatIsNone() {
    for (String address : List.of("ftp://host/v1", "host/v1", "http://user:pass@host/v1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OpenAiModel.builder(URI.create(address), "mammoth"));
    }
  }
}
