package dev.tusk.examples.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tusk.examples.ResultLines;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.DirectHandlers;
import java.io.UncheckedIOException;

/** What is no HTTP, or too long a head, gets problem details too. */
final class DirectProblems {
  private DirectProblems() {}

  static DirectHandlers handlers() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
      handlers.addHandler(
          event,
          (request, type, status, headers, message) -> {
            // The message may quote what was sent.
            var problem =
                new Problem(
                    status.code(),
                    status.reasonPhrase(),
                    status.code() < 500
                        ? "the request line or a header is malformed or too long"
                        : "the service failed; its log says how");
            headers.set(HeaderValues.CONNECTION_CLOSE);
            headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
            try {
              return DirectHandler.TransportResponse.builder()
                  .status(status)
                  .headers(headers)
                  .keepAlive(false)
                  .entity(ResultLines.JSON.writeValueAsString(problem.toJson()))
                  .build();
            } catch (JsonProcessingException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return handlers.build();
  }
}
