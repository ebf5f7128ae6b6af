package dev.tusk.sandbox.lockdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.sandbox.lockdown.Confinement.Applied;
import dev.tusk.sandbox.lockdown.Confinement.State;
import dev.tusk.sandbox.lockdown.Confinement.Unavailable;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfinementTest {
  private static Confinement mixed() {
    Map<Measure, State> states = new EnumMap<>(Confinement.unavailable("not here").states());
    states.put(Measure.SYSTEM_CALLS, new Applied("allow list, all threads"));
    return new Confinement(states);
  }

  @Test
  void readsBackWhatItWrote() {
    assertThat(Confinement.parse(mixed().text())).isEqualTo(mixed());
    assertThat(mixed().text().length()).isLessThan(Confinement.MAX_TEXT);
  }

  @Test
  void theLongestOneStillFits() {
    Confinement longest = Confinement.unavailable("x".repeat(10_000));

    assertThat(Confinement.parse(longest.text())).isEqualTo(longest);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(mixed().missing())
        .doesNotContain(Measure.SYSTEM_CALLS)
        .hasSize(Measure.values().length - 1);
    assertThat(mixed().holds(Measure.SYSTEM_CALLS)).isTrue();
    assertThat(mixed().state(Measure.CPU_TIME)).isEqualTo(new Unavailable("not here"));
  }

  @Test
  void leavesNoMeasureOut() {
    assertThatThrownBy(() -> new Confinement(Map.of(Measure.CPU_TIME, new Applied("1 second"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NO_NEW_PRIVILEGES");
  }

  @Test
  void keepsControlCharactersOutOfDetails() {
    assertThat(new Unavailable("a\u001b[2J\nb\u202e").detail()).isEqualTo("a?[2J?b?");
  }

  @Test
  void refusesTextThatIsNotItsOwn() {
    String good = mixed().text();
    assertThatThrownBy(() -> Confinement.parse("x".repeat(Confinement.MAX_TEXT + 1)))
        .hasMessageContaining("8193 characters, at most 8192");
    assertThatThrownBy(() -> Confinement.parse("")).hasMessageContaining("has nothing on");
    assertThatThrownBy(() -> Confinement.parse(good.replace("CPU_TIME", "CPU_TIMES")))
        .hasMessageContaining("names no measure");
    assertThatThrownBy(() -> Confinement.parse(good.replace("CPU_TIME -", "CPU_TIME ?")))
        .hasMessageContaining("malformed");
    assertThatThrownBy(() -> Confinement.parse(good + "CPU_TIME + none\n"))
        .hasMessageContaining("CPU_TIME again");
    assertThatThrownBy(() -> Confinement.parse(good + "\n")).hasMessageContaining("malformed");
  }
}
