package dev.tusk.examples.service;

import static dev.tusk.examples.service.Client.head;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.examples.LineReader;
import dev.tusk.examples.ProgramInput;
import dev.tusk.sandbox.Execution;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Policy;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Loads the service from another process and compares with the library in this one. {@code
 * load-test} runs it.
 */
final class Load {
  private static final int GRADING_CALLERS = 32;

  private Load() {}

  /**
   * A measurement.
   *
   * @param rate right results a second
   * @param latency of each result; empty where it is not measured
   * @param wrong results that were not the right ones, or did not come
   */
  record Measured(double rate, Latency latency, long wrong) {}

  public static void main(String[] arguments) throws Exception {
    Path shared = Path.of(arguments[0]);
    var warm = Duration.ofSeconds(Integer.parseInt(arguments[1]));
    var time = Duration.ofSeconds(Integer.parseInt(arguments[2]));
    boolean grading = arguments.length < 4 || arguments[3].equals("grade");
    boolean executing = arguments.length < 4 || arguments[3].equals("execute");
    int workers = Runtime.getRuntime().availableProcessors();
    List<Task> tasks = new ArrayList<>();
    try (Tusk tusk = Tusk.builder().workers(workers).build();
        Grading open = Grading.open()) {
      if (grading) {
        Grader grader = open.grader(Policy.lenient());
        tasks.add(
            Task.of(
                Operation.GRADE,
                Workload.pairs(shared.resolve("equivalence")),
                workers,
                GRADING_CALLERS,
                request ->
                    grader
                        .grade(request.path("gold").asText(), request.path("pred").asText())
                        .label(),
                warm,
                time));
      }
      if (executing) {
        tasks.add(
            Task.of(
                Operation.EXECUTE,
                Workload.programs(shared.resolve("corpus")),
                2 * workers,
                2 * workers,
                request ->
                    tusk.execute(ProgramInput.program(request))
                            instanceof Execution.Completed completed
                        ? completed.answer()
                        : "",
                warm,
                time));
      }
    }
    Path folder = Files.createTempDirectory("tusk-load");
    try (ServiceProcess service =
        ServiceProcess.start(folder, List.of("--workers", String.valueOf(workers)))) {
      for (Task task : tasks) {
        measure(service, task.workload(), task.callers(), task.library(), warm, time);
      }
      if (grading && executing) {
        System.out.println(
            new Ordeal(service, tasks.get(0).workload(), tasks.get(1).workload(), workers)
                .run(time));
      }
      service.terminate();
      service.awaitEnd();
      System.out.println(service.log().getLast());
    }
  }

  /** What is asked of the service, on how many connections, and what the library reached. */
  private record Task(Workload workload, int callers, Measured library) {
    static Task of(
        Operation operation,
        List<ObjectNode> requests,
        int threads,
        int callers,
        Function<ObjectNode, String> library,
        Duration warm,
        Duration time)
        throws Exception {
      Workload workload = known(operation, requests, library);
      return new Task(workload, callers, inProcess(workload, threads, library, warm, time));
    }
  }

  /** The workload of the requests that the library has a result for. */
  private static Workload known(
      Operation operation, List<ObjectNode> requests, Function<ObjectNode, String> library) {
    List<ObjectNode> decided = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (ObjectNode request : requests) {
      String result = library.apply(request);
      if (!result.isEmpty() && !result.equals("undecided")) {
        decided.add(request);
        right.add(result);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d requests of %d that have a result%n",
        operation.label(),
        decided.size(),
        requests.size());
    return Workload.of(operation, decided, request -> right.get(request.path("id").asInt()));
  }

  private static Measured inProcess(
      Workload workload,
      int callers,
      Function<ObjectNode, String> task,
      Duration warm,
      Duration time)
      throws Exception {
    IntFunction<Caller> caller = _ -> item -> task.apply(item.request()).equals(item.right());
    drive(workload, callers, warm, caller);
    Measured measured = drive(workload, callers, time, caller);
    System.out.printf(
        Locale.ROOT,
        "library %s: %.0f/s, %s, %d wrong%n",
        workload.operation().label(),
        measured.rate(),
        measured.latency(),
        measured.wrong());
    return measured;
  }

  private static void measure(
      ServiceProcess service,
      Workload workload,
      int callers,
      Measured library,
      Duration warm,
      Duration time)
      throws Exception {
    batch(service, workload, warm);
    report("batch", workload, batch(service, workload, time), library);
    single(service, workload, callers, warm.dividedBy(4));
    report("single", workload, single(service, workload, callers, time), library);
  }

  private static void report(String way, Workload workload, Measured measured, Measured library) {
    System.out.printf(
        Locale.ROOT,
        "service %s, %s: %.0f/s, %.2f of the library's rate, %s, %d wrong or lost%n",
        workload.operation().label(),
        way,
        measured.rate(),
        measured.rate() / library.rate(),
        measured.latency(),
        measured.wrong());
  }

  /** Sends a request and says whether its right result came. */
  private interface Caller {
    boolean isRight(Workload.Item item) throws Exception;
  }

  /** Callers that each take one request after the other. */
  private static Measured drive(
      Workload workload, int callers, Duration time, IntFunction<Caller> caller) throws Exception {
    long start = System.nanoTime();
    long right = 0;
    long wrong = 0;
    var latency = new Latency();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<Called>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        all.add(
            threads.submit(() -> {
              var called = new Called();
              Caller calls = caller.apply(number);
              for (long at = number; System.nanoTime() - start < time.toNanos(); at += callers) {
                called.call(calls, workload.at(at));
              }
              return called;
            }));
      }
      for (Future<Called> each : all) {
        Called called = each.get();
        right += called.right;
        wrong += called.wrong;
        latency.addAll(called.latency);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Measured(right / seconds, latency, wrong);
  }

  /** What one caller saw. */
  private static final class Called {
    private final Latency latency = new Latency();
    private long right;
    private long wrong;

    void call(Caller calls, Workload.Item item) throws Exception {
      long begin = System.nanoTime();
      boolean good = calls.isRight(item);
      latency.add(System.nanoTime() - begin);
      if (good) {
        right++;
      } else {
        wrong++;
      }
    }
  }

  /** One request after the other, on some connections. */
  static Measured single(ServiceProcess service, Workload workload, int callers, Duration time)
      throws Exception {
    String path = "/v1/" + workload.operation().label();
    List<KeptConnection> open = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      open.add(new KeptConnection(service.client().connect()));
    }
    try {
      return drive(
          workload,
          callers,
          time,
          i ->
              item -> {
                KeptConnection.Response response = open.get(i).post(path, item.body());
                return response.status() == 200 && response.body().startsWith(item.begins());
              });
    } finally {
      for (KeptConnection connection : open) {
        connection.close();
      }
    }
  }

  /** One batch: written until the time is over, and read meanwhile. */
  static Measured batch(ServiceProcess service, Workload workload, Duration time) throws Exception {
    try (Socket socket = service.client().connect()) {
      long start = System.nanoTime();
      // Sent and not answered, so that the batch ends soon after the last is sent.
      int most = atOnce(workload);
      var free = new Semaphore(workload.operation() == Operation.GRADE ? 1_000 : 32);
      var sent = new FutureTask<>(() -> write(socket, workload, start + time.toNanos(), free));
      Thread.ofPlatform().start(sent);
      long right = 0;
      try (var lines = new LineReader(new Dechunked(socket.getInputStream()), 4 << 20)) {
        int answered = 0;
        for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
          answered++;
          if (answered == most) {
            // One by one would wake the writer for each.
            free.release(most);
            answered = 0;
          }
          if (workload.isRight(line.get().text())) {
            right++;
          } else {
            System.out.println("wrong: " + line.get().text());
          }
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Measured(right / seconds, new Latency(), sent.get() - right);
    }
  }

  /** Lines that are sent together. */
  private static int atOnce(Workload workload) {
    return workload.operation() == Operation.GRADE ? 50 : 1;
  }

  private static long write(Socket socket, Workload workload, long end, Semaphore free)
      throws IOException, InterruptedException {
    OutputStream to = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    to.write(
        head(
                "/v1/batch?op=" + workload.operation().label(),
                "application/x-ndjson",
                "Transfer-Encoding: chunked")
            .getBytes(StandardCharsets.US_ASCII));
    long sent = 0;
    int most = atOnce(workload);
    var piece = new ByteArrayOutputStream();
    while (System.nanoTime() < end) {
      if (!free.tryAcquire(most)) {
        to.flush();
        free.acquire(most);
      }
      piece.reset();
      for (int i = 0; i < most; i++) {
        piece.writeBytes(workload.at(sent++).body());
        piece.write('\n');
      }
      to.write((Integer.toHexString(piece.size()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      piece.writeTo(to);
      to.write(new byte[] {'\r', '\n'});
    }
    to.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    to.flush();
    return sent;
  }
}
