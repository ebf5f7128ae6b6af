package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  /** Only gives names to callers: no program is run. */
  @SuppressWarnings("NullAway.Init")
  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox =
        Sandbox.builder()
            .workers(1)
            .spares(0)
            .startupCache(Optional.empty())
            .preload(false)
            .build();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static Job job(Caller caller, String source) {
    return new Job(caller, Program.of(source), Limits.defaults());
  }

  private static List<String> drain(FairQueue queue) throws InterruptedException {
    var order = new ArrayList<String>();
    while (queue.size() > 0) {
      order.add(queue.take().program.source());
    }
    return order;
  }

  @Test
  void givesCallersTurns() throws Exception {
    var queue = new FairQueue(100);
    Caller busy = sandbox.caller("busy");
    Caller rare = sandbox.caller("rare");
    Caller late = sandbox.caller("late");
    for (int i = 0; i < 5; i++) {
      assertThat(queue.put(job(busy, "b" + i))).isTrue();
    }
    assertThat(queue.put(job(rare, "r0"))).isTrue();
    assertThat(queue.put(job(rare, "r1"))).isTrue();
    assertThat(queue.put(job(late, "l0"))).isTrue();

    assertThat(drain(queue)).containsExactly("b0", "r0", "l0", "b1", "r1", "b2", "b3", "b4");
  }

  @Test
  void holdsBackOnlyTheCallerWhoseLineIsFull() throws Exception {
    var queue = new FairQueue(1);
    Caller busy = sandbox.caller("same name");
    Caller other = sandbox.caller("same name");
    assertThat(queue.put(job(busy, "b0"))).isTrue();
    var second = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            second.complete(queue.put(job(busy, "b1")));
          } catch (InterruptedException e) {
            second.completeExceptionally(e);
          }
        });

    assertThat(queue.put(job(other, "o0"))).isTrue();
    assertThat(second.isDone()).isFalse();
    assertThat(queue.take().program.source()).isEqualTo("b0");
    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(drain(queue)).containsExactly("o0", "b1");
  }

  @Test
  void forgetsWhatIsTakenOut() throws Exception {
    var queue = new FairQueue(2);
    Caller caller = sandbox.caller("c");
    Job first = job(caller, "1");
    Job second = job(caller, "2");
    assertThat(queue.put(first)).isTrue();
    assertThat(queue.put(second)).isTrue();
    queue.remove(first);
    queue.remove(first);

    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.take()).isSameAs(second);
  }

  @Test
  void letsEverybodyGoWhenItCloses() throws Exception {
    var queue = new FairQueue(1);
    Caller caller = sandbox.caller("c");
    assertThat(queue.put(job(caller, "1"))).isTrue();
    var waiting = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            waiting.complete(queue.put(job(caller, "2")));
          } catch (InterruptedException e) {
            waiting.completeExceptionally(e);
          }
        });
    queue.close();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(queue.put(job(caller, "3"))).isFalse();
    assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class);
  }
}
