package dev.tusk.examples.service;

import static dev.tusk.examples.service.Client.chunk;
import static dev.tusk.examples.service.Client.head;
import static dev.tusk.examples.service.Client.json;
import static dev.tusk.examples.service.Client.lines;
import static dev.tusk.examples.service.Client.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.sandbox.Limits;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradingServiceTest {
  private static final Path MODEL = Path.of("..", "demo-model", "checkpoint");
  private static final String LINES = "application/x-ndjson";
  private static final String ENDLESS = "while True:\n    pass";
  private static final String AREA = "A rectangle has length 12 and width 7. What is its area?";
  private static final String SECRET = "shibboleth_4711";

  private static final List<String> LOG = new CopyOnWriteArrayList<>();
  private static GradingService service;
  private static Client client;

  private static final Handler RECORDER =
      new Handler() {
        private final JsonLog.Json format = new JsonLog.Json();

        @Override
        public void publish(LogRecord entry) {
          LOG.add(format.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeAll
  static void start() throws Exception {
    Logger.getLogger("").addHandler(RECORDER);
    service =
        GradingService.start(
            Settings.defaults().toBuilder()
                .address("127.0.0.1", 0)
                .model(MODEL)
                .workers(2)
                .limits(Limits.defaults().toBuilder().cpu(Duration.ofSeconds(3)).build())
                .build());
    client = new Client(service.port());
    while (client.get("/health/ready").statusCode() != 200) {
      Thread.sleep(50);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    Logger.getLogger("").removeHandler(RECORDER);
  }

  private static JsonNode answer(String path, Object... fields) throws Exception {
    HttpResponse<String> response = client.post(path, json(fields));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return read(response.body());
  }

  @Test
  void answersAQuestion() throws Exception {
    JsonNode answer = answer("/v1/solve", "id", "q1", "question", AREA, "evidence", true);
    assertThat(answer.path("id").asText()).isEqualTo("q1");
    assertThat(answer.path("answer").asText()).isEqualTo("84");
    assertThat(answer.path("verdict").asText()).isEqualTo("CONFIRMED");
    assertThat(answer.path("evidence").path("format").asText()).isEqualTo("tusk-verdict-1");
    assertThat(answer.path("program").asText()).contains("print");
    assertThat(answer.path("demonstration").asBoolean()).isTrue();
  }

  @Test
  void runsAProgram() throws Exception {
    JsonNode ran = answer("/v1/execute", "id", 5, "program", "print(2 ** 100)");
    assertThat(ran.path("id").asInt()).isEqualTo(5);
    assertThat(ran.path("answer").asText()).isEqualTo("1267650600228229401496703205376");
    JsonNode raised = answer("/v1/execute", "program", "1 / 0");
    assertThat(raised.path("status").asText()).isEqualTo("raised");
    assertThat(raised.path("error").path("type").asText()).isEqualTo("ZeroDivisionError");
  }

  @Test
  void checksAProgram() throws Exception {
    JsonNode checked = answer("/v1/check", "program", "print(0.1 * 3)", "evidence", true);
    assertThat(checked.path("verdict").asText()).isEqualTo("FLOAT_ARTEFACT");
    assertThat(checked.path("exact").asText()).isEqualTo("0.3");
    assertThat(checked.path("evidence").has("sha256")).isTrue();
    assertThat(answer("/v1/check", "program", "print(1)").has("evidence")).isFalse();
  }

  @Test
  void comparesAnswers() throws Exception {
    JsonNode same = answer("/v1/grade", "gold", "\\frac{1}{2}", "pred", "The answer is $0.5$.");
    assertThat(same.path("judgement").asText()).isEqualTo("equivalent");
    JsonNode other = answer("/v1/grade", "gold", "0.5", "pred", "1/2", "policy", "strict");
    assertThat(other.path("judgement").asText()).isNotEqualTo("undecided");
    assertThat(answer("/v1/grade", "gold", "1", "pred", "2").path("judgement").asText())
        .isEqualTo("not_equivalent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/grade   | {\"gold\": \"1\"}                              | no field pred",
        "/v1/grade   | {\"gold\": 1, \"pred\": \"1\"}                 | field gold is not a string",
        "/v1/grade   | {\"gold\": \"1\", \"pred\": \"1\", \"x\": 1}   | no field \"x\"",
        "/v1/grade   | {\"gold\": \"1\", \"pred\": \"1\", \"policy\": \"kind\"} | kind",
        "/v1/grade   | {\"gold\": \"1\", \"pred\"                     | not JSON, line 1",
        "/v1/grade   | [1, 2]                                         | not a JSON object",
        "/v1/grade   | {} {}                                          | not JSON",
        "/v1/execute | {\"program\": \"\", \"style\": \"loud\"}       | style is \"loud\"",
        "/v1/check   | {\"program\": \"1\", \"evidence\": \"yes\"}    | evidence is not true or false",
        "/v1/solve   | {\"question\": \" \"}                          | question is empty",
        "/v1/solve   | {\"question\": \"a\", \"samples\": 17}         | from 1 to 16",
        "/v1/solve   | {\"question\": \"a\", \"timeout\": 1e9}        | from 0.001 to 60",
        "/v1/solve   | {\"question\": \"a\", \"options\": [\"b\"]}    | options has 1 entries",
      })
  void saysWhatIsWrongWithARequest(String path, String body, String says) throws Exception {
    HttpResponse<String> response = client.post(path, "application/json", body, List.of());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(read(response.body()).path("detail").asText()).contains(says);
  }

  @Test
  void knowsItsAddressesAndMethods() throws Exception {
    assertThat(client.get("/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> wrong = client.get("/v1/grade");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    assertThat(client.post("/v1/grade", "text/plain", "{}", List.of()).statusCode()).isEqualTo(415);
  }

  @Test
  void itsDescriptionNamesEveryRouteAndField() throws Exception {
    JsonNode document = read(client.get("/openapi.json").body());
    Set<String> described =
        StreamSupport.stream(
                ((Iterable<String>) () -> document.path("paths").fieldNames()).spliterator(), false)
            .flatMap(path ->
                StreamSupport.stream(
                        ((Iterable<String>) () -> document.path("paths").path(path).fieldNames())
                            .spliterator(),
                        false)
                    .map(method -> method.toUpperCase(java.util.Locale.ROOT) + " " + path))
            .collect(Collectors.toSet());
    Set<String> there =
        service.routes().stream()
            .map(route -> route.method().text() + " " + route.path())
            .collect(Collectors.toSet());
    assertThat(described).isEqualTo(there);
    for (Operation operation : Operation.values()) {
      String schema =
          operation.label().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
              + operation.label().substring(1)
              + "Request";
      List<String> fields = new ArrayList<>();
      document
          .path("components")
          .path("schemas")
          .path(schema)
          .path("properties")
          .fieldNames()
          .forEachRemaining(fields::add);
      assertThat(fields)
          .as(schema)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(-1, operation.fields().size())
                  .mapToObj(i -> i < 0 ? "id" : operation.fields().get(i))
                  .toList());
    }
  }

  @Test
  void theDescriptionsResultsHaveTheFieldsThatCome() throws Exception {
    JsonNode schemas = read(client.get("/openapi.json").body()).path("components").path("schemas");
    JsonNode solved = answer("/v1/solve", "question", AREA, "evidence", true);
    JsonNode checked = answer("/v1/check", "program", "print(1)", "evidence", true);
    JsonNode graded = answer("/v1/grade", "gold", "1", "pred", "1");
    assertThat(names(schemas.path("Solved").path("properties"))).containsAll(names(solved));
    assertThat(names(schemas.path("Checked").path("properties"))).containsAll(names(checked));
    assertThat(names(schemas.path("Graded").path("properties"))).containsAll(names(graded));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void answersEveryLineOfABatch() throws Exception {
    var body = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      body.append(
              switch (i % 5) {
                case 0 -> json("id", i, "op", "execute", "program", "print(%d * 3)".formatted(i));
                case 1 -> json("id", i, "op", "check", "program", "print(%d / 2)".formatted(i));
                case 2 -> json("id", i, "op", "grade", "gold", String.valueOf(i), "pred", i + ".0");
                case 3 -> json("id", i, "gold", "x+" + i, "pred", i + "+x");
                default -> json("id", i, "op", "dance");
              })
          .append('\n');
    }
    body.append("no JSON\n").append("[1]\n");
    HttpResponse<String> response =
        client.post("/v1/batch?op=grade", LINES, body.toString(), List.of());
    assertThat(response.statusCode()).isEqualTo(200);
    List<JsonNode> answers = lines(response.body());
    assertThat(answers).hasSize(302);
    List<JsonNode> named = answers.stream().filter(line -> line.path("id").isInt()).toList();
    assertThat(named.stream().map(line -> line.path("id").asInt()).sorted().toList())
        .isEqualTo(IntStream.range(0, 300).boxed().toList());
    for (JsonNode line : named) {
      int i = line.path("id").asInt();
      switch (i % 5) {
        case 0 -> assertThat(line.path("answer").asText()).isEqualTo(String.valueOf(3 * i));
        case 1 ->
            assertThat(line.path("verdict").asText()).as(line.toString()).isEqualTo("CONFIRMED");
        case 2, 3 -> assertThat(line.path("judgement").asText()).isEqualTo("equivalent");
        default ->
            assertThat(line.path("problem").path("detail").asText()).contains("op is \"dance\"");
      }
    }
    assertThat(response.body()).contains("line 301 is not JSON", "line 302 is not a JSON object");
  }

  @Test
  void givesResultsWhileTheBatchIsStillBeingSent() throws Exception {
    try (Socket socket = client.connect()) {
      Client.send(socket, head("/v1/batch?op=grade", LINES, "Transfer-Encoding: chunked"));
      for (int i = 0; i < 3; i++) {
        Client.send(socket, chunk(json("id", "n" + i, "gold", "2", "pred", "2.0") + "\n"));
        assertThat(Client.until(socket, "\"n" + i + "\"")).contains("equivalent");
      }
      Client.send(socket, chunk(json("id", "p", "op", "execute", "program", "print(6)") + "\n"));
      assertThat(Client.until(socket, "\"p\"")).contains("\"answer\":\"6\"");
      Client.send(socket, "0\r\n\r\n");
      Client.until(socket, "0\r\n\r\n");
    }
  }

  @Test
  void aBatchNeedsToKnowWhatIsAskedFor() throws Exception {
    assertThat(client.post("/v1/batch?op=dance", LINES, "", List.of()).statusCode()).isEqualTo(400);
    assertThat(client.post("/v1/batch", "text/plain", "", List.of()).statusCode()).isEqualTo(415);
    HttpResponse<String> none = client.post("/v1/batch", LINES, "{\"id\": 1}\n", List.of());
    assertThat(none.body()).contains("it has no field op");
    assertThat(client.post("/v1/batch?op=grade", LINES, "", List.of()).body()).isEmpty();
  }

  @Test
  void losesNothingWhenWorkersAreKilled() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> results =
          IntStream.range(0, 120)
              .mapToObj(i ->
                  threads.submit(() ->
                      answer(
                          "/v1/execute",
                          "id",
                          i,
                          "program",
                          "print(sum(range(%d)))".formatted(i * 1000))))
              .toList();
      Thread.sleep(30);
      ProcessHandle.current()
          .descendants()
          .filter(process -> process.info().commandLine().orElse("").contains("GuestWorker"))
          .limit(1)
          .forEach(ProcessHandle::destroyForcibly);
      int crashed = 0;
      for (int i = 0; i < results.size(); i++) {
        JsonNode result = results.get(i).get();
        assertThat(result.path("id").asInt()).isEqualTo(i);
        if (result.path("status").asText().equals("crashed")) {
          crashed++;
        } else {
          long n = i * 1000L;
          assertThat(result.path("answer").asText()).isEqualTo(String.valueOf(n * (n - 1) / 2));
        }
      }
      // The one program that the killed worker had begun to run.
      assertThat(crashed).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void answersAThousandConnections() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        open.add(client.connect());
      }
      String body = json("gold", "1/4", "pred", "0.25").toString();
      for (Socket socket : open) {
        Client.send(
            socket,
            head("/v1/grade", "application/json", "Content-Length: " + body.length()) + body);
      }
      int answered = 0;
      int busy = 0;
      for (Socket socket : open) {
        String response = Client.until(socket, "}");
        if (response.startsWith("HTTP/1.1 200")) {
          assertThat(response).contains("\"judgement\":\"equivalent\"");
          answered++;
        } else {
          assertThat(response).startsWith("HTTP/1.1 429").contains("Retry-After");
          busy++;
        }
      }
      assertThat(answered + busy).isEqualTo(1_000);
      assertThat(answered).isGreaterThan(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void countsWhatItDoes() throws Exception {
    answer("/v1/check", "program", "print(2)");
    answer("/v1/grade", "gold", "1", "pred", "1");
    String metrics = client.get("/metrics").body();
    assertThat(metrics)
        .contains("tusk_results_total{operation=\"grade\",outcome=\"equivalent\"}")
        .contains("tusk_verdicts_total{verdict=\"CONFIRMED\"}")
        .contains("tusk_programs_ended_total{end=\"completed\"}")
        .contains("tusk_programs_wait_seconds_bucket")
        .contains("tusk_requests_seconds_bucket{operation=\"check\",status=\"200\"")
        .contains("tusk_requests_in_flight_limit{kind=\"single\"} 256.0")
        .contains("tusk_programs_waiting")
        .contains("tusk_workers_idle")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void logsRequestsWithoutTheirContents() throws Exception {
    answer("/v1/execute", "id", SECRET, "program", "print('%s')".formatted(SECRET));
    answer("/v1/execute", "program", "raise ValueError('%s')".formatted(SECRET));
    answer("/v1/grade", "gold", SECRET, "pred", SECRET);
    answer("/v1/solve", "question", "What is 2 + 3, dear " + SECRET + "?");
    client.post("/v1/grade", "application/json", SECRET, List.of());
    client.post(
        "/v1/batch?op=grade", LINES, "{\"" + SECRET + "\": 1}\n" + SECRET + "\n", List.of());
    client.get("/" + SECRET);
    try (Socket socket = client.connect()) {
      Client.send(socket, "GET /\u0001" + SECRET + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Client.rest(socket)).startsWith("HTTP/1.1 400");
    }
    assertThat(LOG.stream().map(Client::read))
        .anyMatch(fields ->
            fields.path("operation").asText().equals("solve")
                && fields.path("status").asInt() == 200
                && fields.path("ms").isNumber());
    assertThat(LOG).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void thePageRunsNothingButItself() throws Exception {
    HttpResponse<String> page = client.get("/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self' 'sha256-", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body())
        .doesNotContain(
            "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://");
    assertThat(client.get("/katex.js").body()).contains("katex");
  }

  @Test
  void anEndlessProgramDoesNotKeepOthersWaiting() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<JsonNode> endless =
          threads.submit(() -> answer("/v1/execute", "program", "x = 0\n" + ENDLESS));
      assertThat(answer("/v1/execute", "program", "print(1)").path("answer").asText())
          .isEqualTo("1");
      assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(endless.get().path("status").asText()).isEqualTo("limit_exceeded");
    }
    while (service.underWay() > 0) {
      Thread.sleep(5);
    }
  }
}
