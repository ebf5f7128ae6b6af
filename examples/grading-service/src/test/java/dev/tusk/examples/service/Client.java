package dev.tusk.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.examples.ResultLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Speaks to a service, by the JDK's client or by bytes on a socket. */
final class Client {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Client(int port) {
    this.port = port;
  }

  /** A JSON object of these names and values. */
  static ObjectNode json(Object... fields) {
    ObjectNode node = ResultLines.JSON.createObjectNode();
    for (int i = 0; i < fields.length; i += 2) {
      node.set((String) fields[i], ResultLines.JSON.valueToTree(fields[i + 1]));
    }
    return node;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, JsonNode body) throws IOException, InterruptedException {
    return post(path, "application/json", body.toString(), List.of());
  }

  HttpResponse<String> post(String path, String type, String body, List<String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(new String[0]));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(90));
  }

  /** The JSON of a response. */
  static JsonNode read(String text) {
    try {
      return ResultLines.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  static List<JsonNode> lines(String text) {
    return text.lines().map(Client::read).toList();
  }

  /** A connection on which anything can be sent. */
  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    return socket;
  }

  static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** What comes until the other side closes the connection. */
  static String rest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What comes until a text is there. */
  static String until(Socket socket, String text) throws IOException {
    var all = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[4096];
    while (!all.toString().contains(text)) {
      int n = in.read(bytes);
      if (n < 0) {
        throw new IOException("the connection ended after: " + all);
      }
      all.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  /** The head of a request with a body. */
  static String head(String path, String type, String... more) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n"
        .formatted(path, type, more.length == 0 ? "" : String.join("\r\n", more) + "\r\n");
  }

  /** A piece of a body in chunks. */
  static String chunk(String text) {
    return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length)
        + "\r\n"
        + text
        + "\r\n";
  }
}
