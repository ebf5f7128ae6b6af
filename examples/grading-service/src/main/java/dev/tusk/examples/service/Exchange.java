package dev.tusk.examples.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.examples.ResultLines;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, what waits for the client meanwhile, and what the log will say of
 * it. Used by one thread.
 */
final class Exchange {
  private static final Duration LINGER = Duration.ofSeconds(2);

  /**
   * What waiting for a client needs.
   *
   * @param stalls gives up
   * @param connections what is then ended
   * @param readTime without a byte from a client that owes some
   * @param writeTime in which a client must take what was written
   * @param idleTime after which Helidon closes a connection, once its request is answered
   */
  record Patience(
      Stalls stalls,
      Connections connections,
      Duration readTime,
      Duration writeTime,
      Duration idleTime) {}

  private final ServerRequest request;
  private final ServerResponse response;
  private final Patience patience;
  private final SocketAddress client;
  private final long start = System.nanoTime();
  private final Map<String, Object> logged = new LinkedHashMap<>();
  private @Nullable Incoming body;
  private boolean restLeft;
  private int status;
  private long bytesOut;

  Exchange(ServerRequest request, ServerResponse response, Patience patience) {
    this.request = request;
    this.response = response;
    this.patience = patience;
    client = request.remotePeer().address();
  }

  ServerRequest request() {
    return request;
  }

  ServerResponse response() {
    return response;
  }

  /** The request's body; not to be closed, as that would read the rest of one that is refused. */
  Incoming body() {
    if (body == null) {
      body =
          new Incoming(
              request.content().inputStream(),
              patience.stalls(),
              this::stopReading,
              patience.readTime());
    }
    return body;
  }

  private void stopReading() {
    patience.connections().stopReading(client);
  }

  /** Gives up on the client if the watch is not closed in time; to be held while writing. */
  Stalls.Watch writing() {
    return patience
        .stalls()
        .watch(patience.writeTime(), () -> patience.connections().reset(client));
  }

  /** Has the log say this of the request: a number, a name or a fixed word, never its contents. */
  void log(String field, Object value) {
    logged.put(field, value);
  }

  Map<String, Object> logged() {
    return logged;
  }

  /** The time since the request's head. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  int status() {
    return status;
  }

  long bytesOut() {
    return bytesOut;
  }

  /** Answers with a stream, whose last bytes {@link #end} sends and which closes the connection. */
  OutputStream stream(int code, String type) {
    head(code, type);
    response.header(HeaderValues.CONNECTION_CLOSE);
    return response.outputStream();
  }

  /**
   * Ends an answer that is a stream.
   *
   * @throws ClientGone if the connection broke
   */
  void end(OutputStream out) {
    bounded(out::close);
  }

  void wrote(long bytes) {
    bytesOut += bytes;
  }

  boolean isAnswered() {
    return status != 0;
  }

  /** Answers with JSON. */
  void send(int code, String type, JsonNode json) {
    try {
      send(code, type, ResultLines.JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Answers.
   *
   * @throws ClientGone if the connection broke
   */
  void send(int code, String type, byte[] entity) {
    head(code, type);
    bytesOut = entity.length;
    bounded(() -> response.send(entity));
  }

  private void head(int code, String type) {
    status = code;
    response.status(code);
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.header(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
    if (4 * took().toMillis() > 3 * patience.idleTime().toMillis()) {
      // It is going to be closed, and a client that is not told would use it again.
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  private void bounded(Writing writing) {
    try (var _ = writing()) {
      writing.write();
    } catch (IOException
        | UncheckedIOException
        | SocketWriterException
        | CloseConnectionException e) {
      throw new ClientGone(e);
    }
  }

  /** Answers with problem details. */
  void send(Problem problem) {
    if (problem.status() == 429 || problem.status() == 503) {
      response.header(HeaderNames.RETRY_AFTER, "1");
    }
    if (problem.status() == 401) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (!request.content().consumed() && request.content().hasEntity()) {
      // The rest of the body is not read, so nothing behind it on this connection could be.
      response.header(HeaderValues.CONNECTION_CLOSE);
      leaveRest();
    }
    log("problem", problem.title());
    send(problem.status(), "application/problem+json", problem.toJson());
  }

  /** The rest of the body is not going to be read. */
  void leaveRest() {
    restLeft = true;
  }

  /**
   * Takes what a client is still sending of a body that is answered already, for a while: a
   * connection that is closed with bytes unread is reset, and the answer can be lost with it.
   */
  void linger() {
    if (!restLeft || request.headers().contains(HeaderNames.EXPECT)) {
      return;
    }
    byte[] unread = new byte[8 << 10];
    Incoming rest = body().within(LINGER);
    try {
      while (rest.read(unread, 0, unread.length) >= 0) {
        // Nobody asks for it.
      }
    } catch (Problem | ClientGone e) {
      // The client has had its time, or has gone.
    }
    stopReading();
  }
}
