package dev.tusk.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.examples.ResultLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Browser(Process process, URI page) {
    this.process = process;
    socket = http.newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** The browser's program, where there is one. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser open(Path program, Path folder, int width, int height)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "--window-size=" + width + "," + height,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path chosen = folder.resolve("DevToolsActivePort");
    while (!Files.exists(chosen) || Files.readAllLines(chosen).isEmpty()) {
      if (!process.isAlive()) {
        throw new IOException(program + " ended with status " + process.exitValue());
      }
      Thread.sleep(50);
    }
    String port = Files.readAllLines(chosen).getFirst();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (true) {
        JsonNode targets =
            ResultLines.JSON.readTree(
                client
                    .send(
                        HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/json/list"))
                            .build(),
                        BodyHandlers.ofString())
                    .body());
        for (JsonNode target : targets) {
          if (target.path("type").asText().equals("page")) {
            var browser =
                new Browser(process, URI.create(target.path("webSocketDebuggerUrl").asText()));
            browser.call("Runtime.enable");
            browser.call("Log.enable");
            browser.call("Page.enable");
            return browser;
          }
        }
        Thread.sleep(50);
      }
    }
  }

  /** Goes to an address and waits until a condition holds there. */
  void open(String address, String condition) {
    call("Page.navigate", "url", address);
    await(condition);
  }

  /** Waits until an expression is true. */
  void await(String condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!evaluate("!!(" + condition + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it did not come to: " + condition + "; " + complaints);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** The value of an expression of the page's. */
  JsonNode evaluate(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** What the page logged as an error: exceptions, and what its policy forbade. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  void screenshot(Path file) throws IOException {
    JsonNode image = call("Page.captureScreenshot", "format", "png");
    Files.write(file, Base64.getDecoder().decode(image.path("data").asText()));
  }

  private JsonNode call(String method, Object... parameters) {
    int number = numbers.incrementAndGet();
    ObjectNode message = ResultLines.JSON.createObjectNode();
    message.put("id", number);
    message.put("method", method);
    message.set("params", Client.json(parameters));
    var reply = new CompletableFuture<JsonNode>();
    replies.put(number, reply);
    socket.sendText(message.toString(), true).join();
    JsonNode answer = reply.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  private void received(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> reply = replies.remove(message.path("id").asInt());
      if (reply != null) {
        reply.complete(message);
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" ->
          complaints.add(parameters.path("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (parameters.path("entry").path("level").asText().equals("error")) {
          complaints.add(parameters.path("entry").path("text").asText());
        }
      }
      default -> {
        // Of no interest.
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    try (Stream<ProcessHandle> all = process.descendants()) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
    process.onExit().join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received(Client.read(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
