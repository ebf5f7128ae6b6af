package dev.tusk.examples.service;

import static dev.tusk.examples.service.Client.head;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A steady load of programs and pairs while workers are killed, a thousand connections are open of
 * which half drip, and malformed and oversized requests come.
 */
final class Ordeal {
  private static final int OPEN = 1_000;
  private static final Duration KILL_EVERY = Duration.ofSeconds(2);
  private static final List<String> MALFORMED =
      List.of("{\"program\": ", "[]", "{\"program\": 1}", "nonsense");

  private final ServiceProcess service;
  private final Workload pairs;
  private final Workload programs;
  private final int workers;
  private final AtomicLong right = new AtomicLong();
  private final AtomicLong crashed = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicInteger killed = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong timedOut = new AtomicLong();
  private final Latency executing = new Latency();
  private final Latency grading = new Latency();
  private volatile boolean over;

  Ordeal(ServiceProcess service, Workload pairs, Workload programs, int workers) {
    this.service = service;
    this.pairs = pairs;
    this.programs = programs;
    this.workers = workers;
  }

  /**
   * What a service went through.
   *
   * @param right right results
   * @param crashed programs lost with a worker that was killed, and said to be so
   * @param wrong results that were wrong, or did not come
   * @param killed workers killed
   * @param refused malformed and oversized requests that were refused as they should be
   * @param refusals how many of those were sent
   * @param timedOut slow requests that were told so with status 408
   * @param residentMegabytes the most memory the service's process had
   * @param executing of programs
   * @param grading of pairs
   */
  record Outcome(
      long right,
      long crashed,
      long wrong,
      int killed,
      long refused,
      long refusals,
      long timedOut,
      long residentMegabytes,
      String executing,
      String grading) {}

  Outcome run(Duration time) throws Exception {
    List<Socket> open = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < OPEN; i++) {
        open.add(service.client().connect());
      }
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 2 * workers; i++) {
        int number = i;
        all.add(threads.submit(() -> ask(programs, number, 2 * workers, executing)));
        all.add(threads.submit(() -> ask(pairs, number, 2 * workers, grading)));
      }
      all.add(threads.submit(repeated(KILL_EVERY, this::kill)));
      all.add(threads.submit(repeated(Duration.ofMillis(50), this::offend)));
      all.add(threads.submit(() -> drip(open)));
      Thread.sleep(time);
      over = true;
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    return new Outcome(
        right.get(),
        crashed.get(),
        wrong.get(),
        killed.get(),
        refused.get(),
        refusals.get(),
        timedOut.get(),
        residentMegabytes(),
        executing.toString(),
        grading.toString());
  }

  private interface Step {
    void run() throws Exception;
  }

  private Callable<Void> repeated(Duration pause, Step step) {
    return () -> {
      while (!over) {
        Thread.sleep(pause);
        step.run();
      }
      return null;
    };
  }

  private Void ask(Workload workload, int first, int step, Latency all) throws IOException {
    String path = "/v1/" + workload.operation().label();
    var latency = new Latency();
    try (var connection = new KeptConnection(service.client().connect())) {
      for (long at = first; !over; at += step) {
        Workload.Item item = workload.at(at);
        long begin = System.nanoTime();
        KeptConnection.Response response = connection.post(path, item.body());
        latency.add(System.nanoTime() - begin);
        if (response.status() == 200 && response.body().startsWith(item.begins())) {
          right.incrementAndGet();
        } else if (Client.read(response.body()).path("status").asText().equals("crashed")) {
          crashed.incrementAndGet();
        } else {
          wrong.incrementAndGet();
          System.out.println("wrong: " + response + " to " + item.request());
        }
      }
    }
    synchronized (all) {
      all.addAll(latency);
    }
    return null;
  }

  private void kill() {
    List<ProcessHandle> there = service.workers();
    if (!there.isEmpty()) {
      there.getFirst().destroyForcibly();
      killed.incrementAndGet();
    }
  }

  private void offend() throws IOException {
    for (String bad : MALFORMED) {
      expect(400, bad.getBytes(StandardCharsets.UTF_8));
    }
    expect(413, new byte[4 << 20]);
    refusals.incrementAndGet();
    try (Socket socket = service.client().connect()) {
      Client.send(socket, head("/v1/execute", "application/json", "Content-Length: 900000000"));
      if (new KeptConnection(socket).response().status() == 413) {
        refused.incrementAndGet();
      }
    }
  }

  private void expect(int status, byte[] body) throws IOException {
    refusals.incrementAndGet();
    try (var connection = new KeptConnection(service.client().connect())) {
      if (connection.post("/v1/execute", body).status() == status) {
        refused.incrementAndGet();
      }
    }
  }

  /** Every second connection sends a request a few bytes at a time, and another when refused. */
  private Void drip(List<Socket> open) throws Exception {
    String request = head("/v1/grade", "application/json", "Content-Length: 1000000");
    int[] sent = new int[open.size()];
    byte[] answer = new byte[1 << 12];
    while (!over) {
      for (int i = 0; i < open.size(); i += 2) {
        Socket socket = open.get(i);
        InputStream in = socket.getInputStream();
        if (in.available() > 0) {
          String told = new String(answer, 0, in.read(answer), StandardCharsets.UTF_8);
          if (told.startsWith("HTTP/1.1 408")) {
            timedOut.incrementAndGet();
          } else {
            wrong.incrementAndGet();
            System.out.println("wrong: " + told + " to a slow request");
          }
          socket.close();
          open.set(i, service.client().connect());
          sent[i] = 0;
        } else {
          int end = Math.min(sent[i] + 30, request.length());
          Client.send(socket, sent[i] < end ? request.substring(sent[i], end) : " ");
          sent[i] = end;
        }
      }
      Thread.sleep(100);
    }
    return null;
  }

  private long residentMegabytes() throws IOException {
    Path status = Path.of("/proc", String.valueOf(service.handle().pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
