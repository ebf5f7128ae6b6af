package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.sandbox.Program.Style;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {
  private static byte[] reply(String account) {
    return Wire.reply(1, false, Wire.Outcome.ENDED, 5, 4, 0, new byte[] {'o'}, Style.ANS, account);
  }

  @Test
  void carriesARequestThere() {
    var request =
        new Wire.Request(
            7,
            3,
            OptionalLong.of(5),
            new Program("x = 'é'", Style.ANS, "import math"),
            Limits.defaults());
    assertThat(Wire.decodeRequest(Wire.encode(request))).isEqualTo(request);
  }

  @Test
  void carriesAValueBack() {
    String account = Netstrings.of("completed", "[1]", "list", "1", "int", "-ff");
    var execution =
        (Execution.Completed) Wire.decodeReply(reply(account), Limits.defaults()).execution();
    assertThat(execution.value())
        .isEqualTo(new Value.ListOf(List.of(new Value.Int(BigInteger.valueOf(-255)))));
    assertThat(execution.stdout()).isEqualTo("o");
    assertThat(execution.style()).isEqualTo(Style.ANS);
  }

  @Test
  void refusesRepliesThatAreCutShortOrChanged() {
    byte[] good = reply(Netstrings.of("completed", "1", "rational", "1", "2"));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> Wire.decodeReply(cut, Limits.defaults()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    long seed = 20261123;
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      try {
        var _ = Wire.decodeReply(changed, Limits.defaults());
      } catch (IllegalArgumentException expected) {
        assertThat(expected).as("seed " + seed).hasMessageNotContaining("Exception");
      }
    }
  }

  @Test
  void refusesMalformedValues() {
    for (String account :
        List.of(
            "",
            "x",
            "9999999999:a",
            Netstrings.of("nothing"),
            Netstrings.of("completed", "1", "rational", "1", "0"),
            Netstrings.of("completed", "1", "int", "zz"),
            Netstrings.of("completed", "1", "float", "abc"),
            Netstrings.of("completed", "1", "list", "-1"),
            Netstrings.of("completed", "1", "none", "left over"),
            "9:completed1:1" + "4:list1:1".repeat(200))) {
      assertThatThrownBy(() -> Wire.decodeReply(reply(account), Limits.defaults()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void readsTheLastLineAsPythonDoes() {
    assertThat(Wire.lastLine("  a\n b \n\n \u00a0")).isEqualTo(" b");
    assertThat(Wire.lastLine("")).isEmpty();
    assertThat(Wire.lastLine("x\r\ny\u001f")).isEqualTo("y");
  }
}
