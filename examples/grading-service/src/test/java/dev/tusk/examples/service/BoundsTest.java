package dev.tusk.examples.service;

import static dev.tusk.examples.service.Client.chunk;
import static dev.tusk.examples.service.Client.head;
import static dev.tusk.examples.service.Client.json;
import static dev.tusk.examples.service.Client.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with narrow bounds and keys. */
class BoundsTest {
  private static final String KEY = "a-key-of-some-length";
  private static final List<String> AUTHORIZED = List.of("Authorization", "Bearer " + KEY);
  private static final String BEARER = "Authorization: Bearer " + KEY;
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final String ENDLESS =
      json("program", "n = 0\nwhile True:\n    n += 1").toString();

  private static final String FIVE = json("program", "print(5)").toString();

  @TempDir private static Path folder;
  private static GradingService service;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "# who may call\n\nada " + KEY + "\n");
    service =
        GradingService.start(
            Settings.defaults().toBuilder()
                .address("127.0.0.1", 0)
                .keys(ApiKeys.read(keys))
                .workers(1)
                .inFlight(1)
                .batches(1)
                .bodyBytes(2_048)
                .bufferedBytes(4_096)
                .lineBytes(1_024)
                .requestTime(Duration.ofSeconds(2))
                .readTime(Duration.ofMillis(500))
                .bodyTime(Duration.ofMillis(900))
                .writeTime(Duration.ofSeconds(1))
                .idleTime(Duration.ofSeconds(1))
                .build());
    client = new Client(service.port());
    while (client.get("/health/ready").statusCode() != 200) {
      Thread.sleep(50);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return client.post(path, JSON, body, AUTHORIZED);
  }

  private static String grade(int padding) {
    return json("gold", "1", "pred", "1" + " ".repeat(padding)).toString();
  }

  @Test
  void needsAKeyWhereItIsToldTo() throws Exception {
    assertThat(client.post("/v1/grade", JSON, grade(0), List.of()).statusCode()).isEqualTo(401);
    HttpResponse<String> wrong =
        client.post("/v1/grade", JSON, grade(0), List.of("Authorization", "Bearer " + KEY + "x"));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(wrong.body()).doesNotContain(KEY);
    assertThat(client.post("/v1/batch?op=grade", LINES, "", List.of()).statusCode()).isEqualTo(401);
    assertThat(client.get("/metrics").statusCode()).isEqualTo(401);
    assertThat(post("/v1/grade", grade(0)).statusCode()).isEqualTo(200);
    for (String open :
        List.of("/", "/openapi.json", "/health/live", "/health/ready", "/v1/service")) {
      assertThat(client.get(open).statusCode()).as(open).isEqualTo(200);
    }
    assertThat(read(client.get("/v1/service").body()).path("key_needed").asBoolean()).isTrue();
  }

  @Test
  void readsKeysStrictly() throws Exception {
    Path file = folder.resolve("bad");
    for (String text : List.of("ada short\n", "ada\n", "", "ada " + KEY + "\nada " + KEY + "2\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> ApiKeys.read(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bad")
          .hasMessageNotContaining(KEY);
    }
    assertThat(ApiKeys.NONE.required()).isFalse();
  }

  @Test
  void saysThatItHasNoModel() throws Exception {
    HttpResponse<String> response =
        post("/v1/solve", json("question", "What is 1 + 1?").toString());
    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body()).contains("--model");
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws Exception {
    HttpResponse<String> announced = post("/v1/grade", grade(3_000));
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(announced.body()).contains("at most 2048");
    try (Socket socket = client.connect()) {
      Client.send(
          socket,
          head("/v1/grade", JSON, "Transfer-Encoding: chunked", BEARER)
              + chunk("x".repeat(1_500))
              + chunk("x".repeat(1_500)));
      assertThat(Client.until(socket, "}")).startsWith("HTTP/1.1 413");
    }
    assertThat(post("/v1/grade", grade(1_900)).statusCode()).isEqualTo(200);
  }

  @Test
  void answersALineThatIsTooLong() throws Exception {
    String body = grade(2_000) + "\n" + grade(10) + "\n";
    HttpResponse<String> response = client.post("/v1/batch?op=grade", LINES, body, AUTHORIZED);
    assertThat(response.body()).contains("line 1 has", "at most 1024", "\"equivalent\"");
  }

  @Test
  void refusesMoreThanItCanHave() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> first = threads.submit(() -> post("/v1/execute", ENDLESS));
      while (service.underWay() == 0) {
        Thread.sleep(5);
      }
      HttpResponse<String> second = post("/v1/grade", grade(0));
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(second.body()).contains("1 requests are under way");
      assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
      HttpResponse<String> over = first.get();
      assertThat(over.statusCode()).isEqualTo(504);
      assertThat(over.body()).contains("within 2 seconds");
    }
    awaitNothingUnderWay();
    // The cancelled program took its worker with it; until there is another, time can be over
    // again.
    HttpResponse<String> next = post("/v1/execute", FIVE);
    while (next.statusCode() == 504) {
      next = post("/v1/execute", FIVE);
    }
    assertThat(read(next.body()).path("answer").asText()).isEqualTo("5");
  }

  private static void awaitNothingUnderWay() throws InterruptedException {
    while (service.underWay() > 0) {
      Thread.sleep(5);
    }
  }

  @Test
  void waitsForNoSlowBody() throws Exception {
    try (Socket silent = client.connect();
        Socket dripping = client.connect()) {
      Client.send(silent, head("/v1/grade", JSON, "Content-Length: 100", BEARER) + "{");
      Client.send(dripping, head("/v1/grade", JSON, "Content-Length: 100", BEARER));
      // Neither holds a place while it is slow.
      assertThat(post("/v1/grade", grade(0)).statusCode()).isEqualTo(200);
      for (int i = 0; i < 12; i++) {
        Thread.sleep(100);
        try {
          Client.send(dripping, " ");
        } catch (SocketException e) {
          break; // It has been answered and closed.
        }
      }
      assertThat(Client.until(silent, "}")).startsWith("HTTP/1.1 408").contains("0.5 seconds");
      assertThat(Client.until(dripping, "}")).startsWith("HTTP/1.1 408").contains("0.9 seconds");
    }
  }

  @Test
  void closesAConnectionWhoseHeadDoesNotCome() throws Exception {
    try (Socket socket = client.connect()) {
      Client.send(socket, "POST /v1/grade HTT");
      assertThat(Client.rest(socket)).doesNotContain("200");
    }
    try (Socket socket = client.connect()) {
      Client.send(socket, head("/v1/grade", JSON, "X: " + "y".repeat(20_000)));
      assertThat(Client.until(socket, "}"))
          .startsWith("HTTP/1.1 4")
          .contains("application/problem+json");
    }
  }

  @Test
  void endsABatchThatStopsComing() throws Exception {
    try (Socket socket = client.connect()) {
      Client.send(
          socket,
          head("/v1/batch?op=grade", LINES, "Transfer-Encoding: chunked", BEARER)
              + chunk(grade(0) + "\n"));
      assertThat(Client.until(socket, "lines_read"))
          .contains("\"equivalent\"", "\"status\":408", "\"lines_read\":1");
    }
    awaitNothingUnderWay();
  }

  @Test
  void givesUpOnAClientThatTakesNothing() throws Exception {
    String line = chunk(json("id", "x".repeat(900), "gold", "1", "pred", "1") + "\n");
    try (Socket socket = client.connect()) {
      Client.send(socket, head("/v1/batch?op=grade", LINES, "Transfer-Encoding: chunked", BEARER));
      assertThatThrownBy(
              () -> {
                while (true) {
                  Client.send(socket, line.repeat(100));
                }
              })
          .isInstanceOf(IOException.class);
    }
    awaitNothingUnderWay();
    assertThat(post("/v1/grade", grade(0)).statusCode()).isEqualTo(200);
  }
}
