package dev.tusk.examples.service;

import static dev.tusk.examples.service.Client.chunk;
import static dev.tusk.examples.service.Client.head;
import static dev.tusk.examples.service.Client.json;
import static dev.tusk.examples.service.Client.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is started, and told to end. */
class ShutdownTest {
  @TempDir private Path folder;

  @Test
  void finishesWhatWasAcceptedAndRefusesTheRest() throws Exception {
    try (var process = ServiceProcess.start(folder, List.of("--workers", "1", "--timeout", "3"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket batch = process.client().connect();
        Socket early = process.client().connect()) {
      Client client = process.client();
      Client.send(
          batch, head("/v1/batch?op=grade", "application/x-ndjson", "Transfer-Encoding: chunked"));
      Client.send(batch, chunk(json("id", "b", "gold", "1", "pred", "1") + "\n"));
      Client.until(batch, "equivalent");
      Future<HttpResponse<String>> accepted =
          threads.submit(
              () -> client.post("/v1/execute", json("program", "print(7)\nwhile True:\n    pass")));
      while (!client.get("/metrics").body().contains("tusk_programs_running 1.0")) {
        Thread.sleep(20);
      }

      process.terminate();
      process.awaitLog("stopping");
      Client.send(
          early,
          head("/v1/grade", "application/json", "Content-Length: 25")
              + "{\"gold\":\"1\",\"pred\":\"1\"}  ");
      assertThat(Client.until(early, "}")).startsWith("HTTP/1.1 503").contains("shutting down");
      assertThat(health(client)).isEqualTo(503);
      Client.send(batch, chunk(json("id", "late", "gold", "1", "pred", "1") + "\n"));
      assertThat(Client.until(batch, "lines_read")).contains("\"status\":503");

      HttpResponse<String> finished = accepted.get();
      assertThat(finished.statusCode()).isEqualTo(200);
      assertThat(read(finished.body()).path("status").asText()).isEqualTo("limit_exceeded");
      assertThat(finished.body()).contains("7");
      process.awaitEnd();
      List<String> log = process.log();
      assertThat(log).isNotEmpty().allSatisfy(line -> assertThat(read(line).isObject()).isTrue());
      assertThat(read(log.getLast()).path("message").asText()).isEqualTo("stopped");
    }
  }

  private static int health(Client client) throws IOException, InterruptedException {
    return client.get("/health/ready").statusCode();
  }
}
