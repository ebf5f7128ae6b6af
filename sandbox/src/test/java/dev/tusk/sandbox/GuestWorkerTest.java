package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A worker inside this JVM, not locked: only programs of our own run here. */
class GuestWorkerTest {
  private final GuestWorker worker = new GuestWorker(false);
  private long number;

  private void run(long domain, String source) {
    var request = new Wire.Request(++number, domain, Program.of(source), Limits.defaults());
    byte[] reply = worker.handle(Wire.encode(request), notice -> {});
    assertThat(Wire.decodeReply(reply, Limits.defaults()).execution())
        .isInstanceOf(Execution.Completed.class);
  }

  @Test
  void sharesNoContextBetweenDomains() {
    run(0, "ans = 1");
    run(0, "ans = 2");
    assertThat(worker.contextsClosed()).as("one domain shares").isZero();
    run(1, "ans = 3");
    assertThat(worker.contextsClosed()).as("a second domain").isEqualTo(1);
    run(1, "ans = 4");
    assertThat(worker.contextsClosed()).as("the second domain again").isEqualTo(1);
    run(2, "ans = 5");
    run(0, "ans = 6");
    assertThat(worker.contextsClosed()).as("a third, and back").isEqualTo(3);
  }

  @Test
  void givesAProgramThatMayLeaveSomethingBehindAContextOfItsOwn() {
    run(0, "class A: pass\nans = 1");
    assertThat(worker.contextsClosed()).isEqualTo(1);
    run(0, "ans = 1");
    assertThat(worker.contextsClosed()).isEqualTo(1);
  }
}
