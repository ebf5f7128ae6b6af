package dev.tusk.examples.service;

import static dev.tusk.examples.service.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.engine.Grading;
import dev.tusk.engine.Tusk;
import dev.tusk.examples.LineReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackPressureTest {
  @Test
  void readsNoFasterThanResultsAreTaken() throws Exception {
    byte[] line =
        (json("op", "grade", "gold", "1", "pred", "1.0") + "\n").getBytes(StandardCharsets.UTF_8);
    int lines = 20_000;
    var drawn = new AtomicLong();
    var in =
        new InputStream() {
          @Override
          public int read(byte[] to, int from, int length) {
            long at = drawn.get();
            int n = (int) Math.min(length, (long) lines * line.length - at);
            for (int i = 0; i < n; i++) {
              to[from + i] = line[(int) ((at + i) % line.length)];
            }
            drawn.addAndGet(n);
            return n == 0 ? -1 : n;
          }

          @Override
          public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
          }

          @Override
          public int available() {
            return 1;
          }
        };
    var taken = new CountDownLatch(1);
    var out = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            try {
              taken.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            out.write(bytes, from, length);
          }
        };
    Settings settings = Settings.defaults();
    try (Tusk tusk = Tusk.builder().workers(1).build();
        Grading grading = Grading.open();
        var metrics = new Metrics();
        var work = new Work();
        var stalls = new Stalls(Duration.ofSeconds(1))) {
      var operations = new Operations(tusk, grading, metrics, settings.requestTime());
      var admission = new Admission("batches are under way", 1);
      try (Admission.Permit permit = admission.enter();
          var reader = new LineReader(in, settings.lineBytes())) {
        var batch =
            new BatchHandler(
                operations,
                Optional.empty(),
                2,
                work,
                () -> stalls.watch(Duration.ofMinutes(5), () -> {}),
                metrics,
                admission,
                permit,
                slow);
        Thread runs =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    batch.run(reader);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        long before;
        do {
          before = drawn.get();
          Thread.sleep(300);
        } while (drawn.get() != before || before == 0);
        // Six pieces of 64 lines, one more that waits, and what the reader buffers.
        assertThat(drawn.get()).isLessThan(7L * 64 * line.length + (64 << 10) + line.length);
        taken.countDown();
        runs.join();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(lines);
      }
    }
  }
}
