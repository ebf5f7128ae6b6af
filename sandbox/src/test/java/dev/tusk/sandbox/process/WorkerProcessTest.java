package dev.tusk.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A worker that does as it is told. */
  static final class Obedient {
    private Obedient() {}

    public static void main(String[] args) throws Exception {
      if (args.length > 0 && args[0].equals("silent")) {
        Thread.sleep(60_000);
      }
      if (args.length > 0 && args[0].equals("die")) {
        System.err.println("last words");
        System.exit(9);
      }
      WorkerLoop loop = WorkerLoop.open(1 << 20);
      loop.serve(
          text("hello"),
          (request, notices) -> {
            String order = new String(request, StandardCharsets.UTF_8);
            switch (order) {
              case "noise" -> System.out.println("x".repeat(100_000));
              case "notice" -> notices.send(text("soon"));
              case "hang" -> Thread.sleep(60_000);
              case "die" -> {
                System.err.println("last words");
                Runtime.getRuntime().halt(7);
              }
              case "babble" -> {
                try (var raw = new FileOutputStream(FileDescriptor.out)) {
                  raw.write(new byte[] {127, 0, 0, 0, 3});
                }
                Thread.sleep(60_000);
              }
              case "env" -> {
                return text(System.getenv().toString());
              }
              default -> {}
            }
            return text("did " + order);
          });
    }
  }

  /** A worker that has three pieces of work for when it is idle, and tells how many it has done. */
  static final class Idler implements WorkerHandler {
    private int done;

    public static void main(String[] args) throws Exception {
      WorkerLoop.open(1 << 20).serve(text("hello"), new Idler());
    }

    @Override
    public byte[] handle(byte[] request, Notices notices) {
      return text(String.valueOf(done));
    }

    @Override
    public boolean idle() {
      return done < 3 && ++done > 0;
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static WorkerCommand command() {
    return WorkerCommand.of(Obedient.class)
        .withJvmFlags(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
  }

  private static String answer(WorkerReply reply) {
    assertThat(reply).isInstanceOf(WorkerReply.Answered.class);
    return new String(((WorkerReply.Answered) reply).payload(), StandardCharsets.UTF_8);
  }

  @Test
  void answersRequestsOneAfterTheOther() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(command())) {
      assertThat(worker.greeting()).isEqualTo(text("hello"));
      assertThat(answer(worker.call(text("a"), LONG))).isEqualTo("did a");
      assertThat(answer(worker.call(text("noise"), LONG))).isEqualTo("did noise");
      assertThat(answer(worker.call(text("env"), LONG))).isEqualTo("{}");
    }
  }

  @Test
  void doesWhatIsPutOffWhileNoRequestComes() throws Exception {
    try (WorkerProcess worker =
        WorkerProcess.start(WorkerCommand.of(Idler.class).withJvmFlags(List.of("-Xmx64m")))) {
      String done = answer(worker.call(text("?"), LONG));
      for (int i = 0; i < 60 && !done.equals("3"); i++) {
        Thread.sleep(500);
        done = answer(worker.call(text("?"), LONG));
      }
      assertThat(done).isEqualTo("3");
      Thread.sleep(500);
      assertThat(answer(worker.call(text("?"), LONG))).isEqualTo("3");
    }
  }

  @Test
  void passesNoticesOnAndLetsThemRenewTheDeadline() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(command())) {
      var seen = new StringBuilder();
      WorkerReply reply =
          worker.call(
              text("notice"),
              LONG,
              notice -> {
                seen.append(new String(notice, StandardCharsets.UTF_8));
                return Optional.of(LONG);
              });
      assertThat(answer(reply)).isEqualTo("did notice");
      assertThat(seen.toString()).isEqualTo("soon");
    }
  }

  @Test
  void killsAtTheDeadline() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(command())) {
      long start = System.nanoTime();
      assertThat(worker.call(text("hang"), Duration.ofMillis(300)))
          .isInstanceOf(WorkerReply.TimedOut.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(worker.isAlive()).isFalse();
      assertThat(worker.call(text("a"), LONG)).isInstanceOf(WorkerReply.Died.class);
    }
  }

  @Test
  void reportsADeathWithItsLastWords() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(command())) {
      assertThat(worker.call(text("die"), LONG))
          .isInstanceOfSatisfying(
              WorkerReply.Died.class,
              died -> {
                assertThat(died.exitCode()).isEqualTo(7);
                assertThat(died.reason()).contains("exit status 7").contains("last words");
              });
    }
  }

  @Test
  void killsAWorkerThatSpeaksNonsense() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(command())) {
      assertThat(worker.call(text("babble"), LONG))
          .isInstanceOfSatisfying(
              WorkerReply.Died.class,
              died -> assertThat(died.reason()).contains("malformed frame: length"));
    }
  }

  @Test
  void saysWhyAWorkerDidNotStart() {
    assertThatThrownBy(() -> WorkerProcess.start(command().withArguments(List.of("die"))))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("last words");
    assertThatThrownBy(() ->
            WorkerProcess.start(
                command()
                    .withArguments(List.of("silent"))
                    .withBounds(1 << 20, Duration.ofMillis(500))))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("not ready within");
  }

  @Test
  void endsWhenItsHostLetsGo() throws Exception {
    WorkerProcess worker = WorkerProcess.start(command());
    ProcessHandle handle = ProcessHandle.of(worker.pid()).orElseThrow();
    worker.close();
    handle.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(handle.isAlive()).isFalse();
  }

  @Test
  void replacesAWorkerThatDied() throws Exception {
    try (WorkerHost host = WorkerHost.open(command())) {
      assertThat(answer(host.call(text("a"), LONG))).isEqualTo("did a");
      assertThat(host.call(text("hang"), Duration.ofMillis(200)))
          .isInstanceOf(WorkerReply.TimedOut.class);
      assertThat(answer(host.call(text("b"), LONG))).isEqualTo("did b");
    }
  }

  @Test
  void refusesMalformedFrames() {
    assertThatThrownBy(() -> read(0xff, 0xff, 0xff, 0xff, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("length -1");
    assertThatThrownBy(() -> read(0, 0, 1, 0, 3)).hasMessageContaining("outside 0..16");
    assertThatThrownBy(() -> read(0, 0, 0, 1, 9, 0)).hasMessageContaining("unknown kind 9");
    assertThatThrownBy(() -> read(0, 0, 0, 4, 3, 1)).hasMessageContaining("cut short");
    assertThatThrownBy(() -> read(0, 0)).isInstanceOf(IOException.class);
  }

  private static void read(int... bytes) throws IOException {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    var _ = Frame.read(new DataInputStream(new ByteArrayInputStream(raw)), 16);
  }
}
