package dev.tusk.sandbox.lockdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyTest {
  @Test
  void namesNoPathByItself() {
    assertThat(Policy.builder().build().readable()).isEmpty();
  }

  @Test
  void theJvmsOwnPathsAreItsHomeAndItsClassPath() {
    Policy policy = Policy.builder().readableByThisJvm().build();

    assertThat(policy.readable())
        .contains(Path.of(System.getProperty("java.home")), Path.of("/dev/urandom"))
        .hasSizeGreaterThan(4)
        .doesNotContain(Path.of(""), Path.of("/"));
  }

  @Test
  void survivesItsBuilder() {
    Policy policy =
        Policy.builder()
            .readable(Path.of("a"))
            .opening(Policy.Opening.NONE)
            .openFiles(64)
            .cpu(Duration.ofSeconds(3))
            .userThreads(100)
            .build();

    assertThat(policy.toBuilder().build()).isEqualTo(policy);
  }

  @Test
  void saysWhichBoundIsPassed() {
    assertThatThrownBy(() -> Policy.builder().openFiles(3).build())
        .hasMessage("openFiles is 3, must be 16 to 65536");
    assertThatThrownBy(() -> Policy.builder().cpu(Duration.ZERO).build())
        .hasMessage("cpu is PT0S, must be positive");
    assertThatThrownBy(() -> Policy.builder().userThreads(0).build())
        .hasMessage("userThreads is 0, must be at least 1");
  }
}
