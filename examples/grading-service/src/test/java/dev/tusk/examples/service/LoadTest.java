package dev.tusk.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short load on the service in another process; {@code load-test} is the long one. */
class LoadTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;

  @Test
  void nothingIsWrongOrLostUnderLoad() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(folder, List.of("--workers", "2", "--body-time", "1.5"))) {
      assertThat(Load.batch(service, Workload.pairs(), SECOND).wrong()).isZero();
      assertThat(Load.single(service, Workload.pairs(), 8, SECOND).wrong()).isZero();
      assertThat(Load.batch(service, Workload.programs(), SECOND).wrong()).isZero();
      Ordeal.Outcome ordeal =
          new Ordeal(service, Workload.pairs(), Workload.programs(), 2).run(Duration.ofSeconds(5));
      assertThat(ordeal.wrong()).as(ordeal.toString()).isZero();
      assertThat(ordeal.right()).as(ordeal.toString()).isPositive();
      assertThat(ordeal.killed()).as(ordeal.toString()).isPositive();
      assertThat(ordeal.crashed()).as(ordeal.toString()).isLessThanOrEqualTo(ordeal.killed());
      assertThat(ordeal.refused()).as(ordeal.toString()).isEqualTo(ordeal.refusals()).isPositive();
      assertThat(ordeal.timedOut()).as(ordeal.toString()).isPositive();
      // A heap of 512 MB, and what a JVM needs beside it.
      assertThat(ordeal.residentMegabytes()).as(ordeal.toString()).isLessThan(1_200);
      service.terminate();
      service.awaitEnd();
      assertThat(service.log().getLast()).contains("\"stopped\"");
    }
  }
}
