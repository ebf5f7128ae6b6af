package dev.tusk.examples.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.examples.LineReader;
import dev.tusk.examples.ResultLines;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Posture;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import dev.tusk.sandbox.lockdown.Measure;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tusk behind HTTP. {@link #start} listens at once and is ready when a worker has run a program;
 * {@link #close} lets nothing more in, finishes what was accepted, and ends everything.
 */
final class GradingService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.tusk.service");
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final Set<String> PROBES = Set.of("health", "metrics");
  private static final ObjectReader READER =
      ResultLines.JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What answers an address. */
  interface Action {
    void answer(Exchange exchange) throws InterruptedException;
  }

  /**
   * An address.
   *
   * @param label for metrics and the log
   * @param open whether it needs no key
   */
  record Route(Method method, String path, String label, boolean open, Action action) {}

  private final Settings settings;
  private final Metrics metrics = new Metrics();
  private final Page page = new Page();
  private final Sandbox sandbox;
  private final Tusk tusk;
  private final Grading grading = Grading.open();
  private final Operations operations;
  private final Admission requests;
  private final Admission batches;
  private final Bodies bodies;
  private final Work work = new Work();
  private final Connections connections = new Connections();
  private final Stalls stalls;
  private final Exchange.Patience patience;
  private final WebServer server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean warm;

  private GradingService(Settings settings) {
    this.settings = settings;
    sandbox = sandbox(settings, metrics);
    metrics.watch(sandbox::statistics);
    Tusk.Builder builder = Tusk.builder().sandbox(sandbox);
    settings.model().ifPresent(builder::checkpoint);
    tusk = builder.build();
    operations = new Operations(tusk, grading, metrics, settings.requestTime());
    requests = new Admission("requests are under way", settings.inFlight());
    batches = new Admission("batches are under way", settings.batches());
    metrics.watch("single", requests);
    metrics.watch("batch", batches);
    bodies = new Bodies(settings);
    stalls = new Stalls(tick(settings));
    patience =
        new Exchange.Patience(
            stalls, connections, settings.readTime(), settings.writeTime(), settings.idleTime());
    server = server();
  }

  private static Duration tick(Settings settings) {
    long least =
        Stream.of(settings.readTime(), settings.bodyTime(), settings.writeTime())
            .mapToLong(Duration::toMillis)
            .min()
            .orElseThrow();
    return Duration.ofMillis(Math.clamp(least / 10, 10, 1_000));
  }

  private static Sandbox sandbox(Settings settings, Metrics metrics) {
    Sandbox.Builder builder =
        Sandbox.builder().workers(settings.workers()).limits(settings.limits()).observer(metrics);
    Measure[] required = settings.required().toArray(new Measure[0]);
    if (required.length > 0) {
      builder.require(required[0], required);
    }
    return builder.build();
  }

  /**
   * Starts to listen.
   *
   * @throws IllegalStateException if the address cannot be listened on
   */
  static GradingService start(Settings settings) {
    var service = new GradingService(settings);
    service.server.start();
    Thread.ofVirtual().name("tusk-warm-up").start(service::warmUp);
    LOG.log(
        Level.INFO,
        "listening on {0}:{1,number,#}, {2,number,#} workers, {3}",
        settings.host(),
        service.port(),
        settings.workers(),
        service.tusk.profile().map(profile -> "model " + profile.label()).orElse("no model"));
    return service;
  }

  int port() {
    return server.port();
  }

  /** Runs a program, so that a first request does not wait for a worker's start. */
  private void warmUp() {
    try {
      log(sandbox.posture());
      Execution first = sandbox.run(Program.of("print(1 + 1)"));
      warm = first instanceof Execution.Completed;
      if (warm) {
        LOG.log(Level.INFO, "ready");
      } else {
        LOG.log(Level.ERROR, "no worker runs a program: {0}", first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(closed.get() ? Level.DEBUG : Level.ERROR, "no worker starts", e);
    }
  }

  private static void log(Posture posture) {
    JsonLog.event(
        "posture",
        Map.of(
            "python", posture.python(),
            "confinement", posture.confinement().text()));
  }

  private WebServer server() {
    HttpRouting.Builder routing = HttpRouting.builder();
    for (Route route : routes()) {
      routing.route(route.method(), route.path(), (req, res) -> handle(route, req, res));
    }
    routing.any((req, res) -> handle(elsewhere(req), req, res));
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .routing(routing)
        .shutdownHook(false)
        .maxTcpConnections(settings.connections())
        .idleConnectionTimeout(settings.idleTime())
        .idleConnectionPeriod(
            settings.idleTime().compareTo(Duration.ofSeconds(20)) < 0
                ? settings.idleTime()
                : settings.idleTime().dividedBy(4))
        .connectionOptions(connections.noted(SocketOptions.builder().tcpNoDelay(true).build()))
        .addProtocol(
            Http1Config.builder().maxHeadersSize(16 << 10).maxPrologueLength(4 << 10).build())
        .directHandlers(DirectProblems.handlers())
        .build();
  }

  /** Every address there is; openapi.json describes the same. */
  List<Route> routes() {
    return List.of(
        new Route(Method.GET, "/", "page", true, this::page),
        new Route(Method.GET, "/katex.js", "page", true, this::katex),
        new Route(Method.GET, "/openapi.json", "openapi", true, this::openApi),
        new Route(Method.GET, "/health/live", "health", true, this::live),
        new Route(Method.GET, "/health/ready", "health", true, this::ready),
        new Route(Method.GET, "/metrics", "metrics", false, this::scrape),
        new Route(Method.GET, "/v1/service", "service", true, this::describe),
        single("/v1/solve", Operation.SOLVE),
        single("/v1/execute", Operation.EXECUTE),
        single("/v1/check", Operation.CHECK),
        single("/v1/grade", Operation.GRADE),
        new Route(Method.POST, "/v1/batch", "batch", false, this::batch));
  }

  private Route single(String path, Operation operation) {
    return new Route(
        Method.POST, path, operation.label(), false, exchange -> single(operation, exchange));
  }

  /** What answers an address that is not there, or not for this method. */
  private Route elsewhere(ServerRequest request) {
    String path = request.path().path();
    String allowed =
        routes().stream()
            .filter(route -> route.path().equals(path))
            .map(route -> route.method().text())
            .collect(Collectors.joining(", "));
    return new Route(
        request.prologue().method(),
        path,
        "other",
        true,
        exchange -> {
          if (allowed.isEmpty()) {
            throw new Problem(
                404, "Not found", "there is nothing here; /openapi.json lists what is");
          }
          exchange.response().header(HeaderNames.ALLOW, allowed);
          throw new Problem(405, "Method not allowed", "only " + allowed + " is possible here");
        });
  }

  private void handle(Route route, ServerRequest request, ServerResponse response) {
    var exchange = new Exchange(request, response, patience);
    try {
      answer(route, exchange);
    } catch (ClientGone e) {
      exchange.log("client_gone", true);
      throw new CloseConnectionException("the client is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the service stops", e);
    } finally {
      Duration took = exchange.took();
      metrics.request(route.label(), exchange.status(), took);
      log(route, exchange, took);
    }
    exchange.linger();
  }

  private void answer(Route route, Exchange exchange) throws InterruptedException {
    try {
      if (!route.open()) {
        requireKey(exchange);
      }
      route.action().answer(exchange);
    } catch (Problem problem) {
      exchange.send(problem);
    } catch (ClientGone e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a request failed: " + route.path(), e);
      if (exchange.isAnswered()) {
        throw e;
      }
      exchange.send(new Problem(500, "Internal error", "the service failed; its log says how"));
    }
  }

  private static void log(Route route, Exchange exchange, Duration took) {
    if (PROBES.contains(route.label()) && exchange.status() < 500) {
      return;
    }
    exchange.log("method", route.method().text());
    exchange.log("operation", route.label());
    exchange.log("status", exchange.status());
    exchange.log("ms", took.toNanos() / 1e6);
    exchange.log("bytes_out", exchange.bytesOut());
    JsonLog.request(exchange.logged());
  }

  private void requireKey(Exchange exchange) {
    if (!settings.keys().required()) {
      return;
    }
    String scheme = "bearer ";
    Optional<String> owner =
        exchange
            .request()
            .headers()
            .first(HeaderNames.AUTHORIZATION)
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(scheme))
            .map(value -> value.substring(scheme.length()).strip())
            .flatMap(settings.keys()::owner);
    exchange.log(
        "caller",
        owner.orElseThrow(() ->
            new Problem(
                401, "No valid key", "send a valid key in the header Authorization: Bearer KEY")));
  }

  private void single(Operation operation, Exchange exchange) {
    if (requests.isClosed()) {
      throw Problem.stopping();
    }
    requireType(exchange, List.of(JSON), JSON);
    byte[] body = bodies.read(exchange);
    exchange.log("bytes_in", body.length);
    try (Admission.Permit permit = requests.enter()) {
      ObjectNode result;
      try {
        JsonNode request = parse(body);
        JsonNode id = request.has("id") ? request.get("id") : JsonNodeFactory.instance.nullNode();
        result =
            work.within(
                operations.time(operation),
                permit,
                () -> operations.run(operation, id, request, ""));
      } catch (IllegalArgumentException e) {
        throw Problem.malformed(String.valueOf(e.getMessage()));
      }
      exchange.send(200, JSON, result);
    }
  }

  private static JsonNode parse(byte[] body) {
    JsonNode request;
    try {
      request = READER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the body is not JSON, line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is not JSON in UTF-8", e);
    }
    if (!request.isObject()) {
      throw new IllegalArgumentException("the body is not a JSON object");
    }
    return request;
  }

  private static void requireType(Exchange exchange, List<String> types, String shown) {
    String given = exchange.request().headers().first(HeaderNames.CONTENT_TYPE).orElse("none");
    String plain = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!types.contains(plain)) {
      throw new Problem(415, "Wrong content type", "the content type is needed to be " + shown);
    }
  }

  private void batch(Exchange exchange) throws InterruptedException {
    requireType(
        exchange, List.of(LINES, "application/ndjson", "application/jsonl", JSON + "l"), LINES);
    Optional<Operation> byDefault;
    try {
      byDefault = exchange.request().query().first("op").asOptional().map(Operation::named);
    } catch (IllegalArgumentException e) {
      throw Problem.malformed(String.valueOf(e.getMessage()));
    }
    try (Admission.Permit permit = batches.enter()) {
      OutputStream out = exchange.stream(200, LINES);
      var handler =
          new BatchHandler(
              operations,
              byDefault,
              settings.workers(),
              work,
              exchange::writing,
              metrics,
              batches,
              permit,
              out);
      try {
        if (!handler.run(new LineReader(exchange.body(), settings.lineBytes()))) {
          exchange.leaveRest();
        }
      } finally {
        exchange.log("lines", handler.lines());
        exchange.wrote(handler.bytesOut());
      }
      exchange.end(out);
    }
  }

  private void page(Exchange exchange) {
    exchange
        .response()
        .header(HeaderNames.create("Content-Security-Policy"), page.contentSecurityPolicy());
    exchange.response().header(HeaderNames.create("Referrer-Policy"), "no-referrer");
    exchange.response().header(HeaderNames.CACHE_CONTROL, "no-cache");
    exchange.send(200, "text/html; charset=utf-8", page.html());
  }

  private void katex(Exchange exchange) {
    exchange.response().header(HeaderNames.CACHE_CONTROL, "max-age=3600");
    exchange.send(200, "text/javascript; charset=utf-8", page.katex());
  }

  private void openApi(Exchange exchange) {
    exchange.send(200, JSON, page.openApi());
  }

  private void live(Exchange exchange) {
    exchange.send(200, JSON, ResultLines.JSON.createObjectNode().put("status", "live"));
  }

  private void ready(Exchange exchange) {
    String state = requests.isClosed() ? "stopping" : warm ? "ready" : "starting";
    exchange.send(
        state.equals("ready") ? 200 : 503,
        JSON,
        ResultLines.JSON.createObjectNode().put("status", state));
  }

  private void scrape(Exchange exchange) {
    exchange.send(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        metrics.scrape().getBytes(StandardCharsets.UTF_8));
  }

  /** What a client may want to know beforehand. */
  private void describe(Exchange exchange) {
    ObjectNode about = ResultLines.JSON.createObjectNode();
    about.put("model", tusk.profile().map(profile -> profile.label()).orElse(null));
    about.put(
        "demonstration", tusk.profile().map(profile -> profile.demonstration()).orElse(false));
    about.put("key_needed", settings.keys().required());
    about.put("ready", warm && !requests.isClosed());
    ObjectNode limits = about.putObject("limits");
    limits.put("body_bytes", settings.bodyBytes());
    limits.put("line_bytes", settings.lineBytes());
    limits.put("in_flight", settings.inFlight());
    limits.put("batches", settings.batches());
    limits.put("request_seconds", settings.requestTime().toMillis() / 1e3);
    limits.put("wall_seconds", settings.limits().wall().toMillis() / 1e3);
    limits.put("heap_bytes", settings.limits().heapBytes());
    limits.put("output_bytes", settings.limits().outputBytes());
    limits.put("source_bytes", settings.limits().sourceBytes());
    exchange.send(200, JSON, about);
  }

  /** Everything is over: new requests are refused, accepted ones finished, then all is ended. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    LOG.log(
        Level.INFO,
        "stopping: {0,number,#} requests and {1,number,#} batches to finish",
        requests.inside(),
        batches.inside());
    requests.close();
    batches.close();
    boolean finished = false;
    try {
      Duration patience = operations.time(Operation.SOLVE).plus(settings.writeTime());
      finished = requests.awaitEmpty(patience) && batches.awaitEmpty(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop();
    work.close();
    stalls.close();
    tusk.close();
    grading.close();
    metrics.close();
    LOG.log(
        finished ? Level.INFO : Level.WARNING,
        finished ? "stopped" : "stopped, with requests left unfinished");
  }

  /** Requests and batches accepted and not answered yet. */
  int underWay() {
    return requests.inside() + batches.inside();
  }
}
