package dev.tusk.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.examples.ResultLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Requests of one operation whose right results are known; the id of each is its place.
 *
 * @param operation what is asked for
 */
record Workload(Operation operation, List<Item> items) {
  private static final int MOST_PROGRAMS = 400;

  /** One request, what its result must say, and how the line of a right result begins. */
  static final class Item {
    private final ObjectNode request;
    private final byte[] body;
    private final String right;
    private final String begins;

    Item(ObjectNode request, String right, String begins) {
      this.request = request;
      this.body = request.toString().getBytes(StandardCharsets.UTF_8);
      this.right = right;
      this.begins = begins;
    }

    ObjectNode request() {
      return request;
    }

    /** The request as JSON; not to be written to. */
    byte[] body() {
      return body;
    }

    String right() {
      return right;
    }

    String begins() {
      return begins;
    }
  }

  Workload {
    items = List.copyOf(items);
  }

  /** Requests with what is right for each. */
  static Workload of(
      Operation operation, List<ObjectNode> requests, Function<ObjectNode, String> right) {
    return new Workload(
        operation,
        IntStream.range(0, requests.size())
            .mapToObj(id -> {
              ObjectNode request = requests.get(id).put("id", id);
              String result = right.apply(request);
              ObjectNode line = Client.json("id", id);
              if (operation == Operation.EXECUTE) {
                line.put("status", "completed").put("answer", result);
              } else {
                line.put("judgement", result);
              }
              String all = line.toString();
              return new Item(request, result, all.substring(0, all.length() - 1) + ",");
            })
            .toList());
  }

  /** Short programs of our own. */
  static Workload programs() {
    List<ObjectNode> requests = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long n = i;
      requests.add(
          Client.json(
              "program",
              switch (i % 3) {
                case 0 -> "print(sum(k * k for k in range(%d)))".formatted(i);
                case 1 -> "a = %d\nb = a * 7\nprint(b - a)".formatted(i);
                default -> "def solution():\n    return %d ** 3".formatted(i);
              }));
      right.add(
          String.valueOf(
              switch (i % 3) {
                case 0 -> (n - 1) * n * (2 * n - 1) / 6;
                case 1 -> 6 * n;
                default -> n * n * n;
              }));
    }
    return of(Operation.EXECUTE, requests, request -> right.get(request.path("id").asInt()));
  }

  /** Pairs of our own. */
  static Workload pairs() {
    List<ObjectNode> requests = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String[] pair =
          switch (i % 4) {
            case 0 -> new String[] {String.valueOf(i), i + ".0", "equivalent"};
            case 1 -> new String[] {"\\frac{" + i + "}{7}", i + "/7", "equivalent"};
            case 2 -> new String[] {"x^2+" + i, i + "+x^2", "equivalent"};
            default ->
                new String[] {
                  "(" + i + ", 3)", "(3, " + i + ")", i == 3 ? "equivalent" : "not_equivalent"
                };
          };
      requests.add(Client.json("gold", pair[0], "pred", pair[1]));
      right.add(pair[2]);
    }
    return of(Operation.GRADE, requests, request -> right.get(request.path("id").asInt()));
  }

  /** Recorded programs that took CPython no second, a share of each file of a corpus. */
  static List<ObjectNode> programs(Path corpus) throws IOException {
    List<ObjectNode> requests = new ArrayList<>();
    List<Path> files = records(corpus);
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      int step = Math.max(1, lines.size() * files.size() / MOST_PROGRAMS);
      for (int i = 0; i < lines.size(); i += step) {
        JsonNode record = ResultLines.JSON.readTree(lines.get(i));
        // Of a longer one the wall limit, not the service, may decide.
        if (record.path("cpython").path("seconds").asDouble() > 1) {
          continue;
        }
        requests.add(
            Client.json(
                "program",
                record.path("program").asText(),
                "preamble",
                record.path("preamble").asText("")));
      }
    }
    return requests;
  }

  /** Recorded pairs. */
  static List<ObjectNode> pairs(Path folder) throws IOException {
    List<ObjectNode> requests = new ArrayList<>();
    for (Path file : records(folder)) {
      for (String line : Files.readAllLines(file)) {
        JsonNode record = ResultLines.JSON.readTree(line);
        if (record.path("gold").isTextual() && record.path("pred").isTextual()) {
          requests.add(
              Client.json(
                  "gold", record.path("gold").asText(), "pred", record.path("pred").asText()));
        }
      }
    }
    return requests;
  }

  private static List<Path> records(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  /** The request whose place is this, one after the last being the first again. */
  Item at(long place) {
    return items.get((int) Math.floorMod(place, (long) items.size()));
  }

  /** Whether a line is the right result of one of these requests. */
  boolean isRight(String line) {
    int from = "{\"id\":".length();
    int end = from;
    while (end < line.length() && Character.isDigit(line.charAt(end))) {
      end++;
    }
    if (end == from || end - from > 9) {
      return false;
    }
    int id = Integer.parseInt(line, from, end, 10);
    return id < items.size() && line.startsWith(items.get(id).begins());
  }
}
