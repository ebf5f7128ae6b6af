package dev.tusk.symbolic.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.number.FloatArithmetic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.matheclipse.core.eval.EvalEngine;
import org.matheclipse.core.expression.F;
import org.matheclipse.core.interfaces.IExpr;

class AlgebraHandlerTest {
  private final TermArithmetic terms = new TermArithmetic(new FloatArithmetic(true, 40), 1);
  private final AlgebraHandler handler = new AlgebraHandler();
  private final Term.Symbol x = new Term.Symbol("x", Set.of());

  private Optional<List<Term>> ask(String operation, Term... operands) {
    byte[] request = AlgebraRequests.request(operation, List.of(operands)).orElseThrow();
    return AlgebraRequests.reply(handler.handle(request), terms);
  }

  private static IExpr evaluate(String head, String argument) {
    var engine = new EvalEngine(true);
    EvalEngine.set(engine);
    try {
      return engine.evaluate(F.unaryAST1(F.$s(head), F.stringx(argument)));
    } finally {
      EvalEngine.remove();
    }
  }

  @Test
  void fetchesNothingFromTheNetwork() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(500);
      String address = "http://127.0.0.1:" + server.getLocalPort() + "/";
      for (String head : List.of("URLFetch", "Import", "Get")) {
        evaluate(head, address);
      }
      assertThat(accepts(server)).isFalse();
    }
  }

  private static boolean accepts(ServerSocket server) throws IOException {
    try (var connection = server.accept()) {
      return connection.isConnected();
    } catch (SocketTimeoutException none) {
      return false;
    }
  }

  @Test
  void touchesNoFile(@TempDir Path folder) throws IOException {
    Path secret = folder.resolve("secret.m");
    Files.writeString(secret, "12345");
    Path made = folder.resolve("made");
    for (String head : List.of("Get", "Import", "ReadString", "OpenRead", "FilePrint", "Needs")) {
      assertThat(evaluate(head, secret.toString()).toString()).as(head).doesNotStartWith("12345");
    }
    for (String head : List.of("CreateFile", "OpenWrite", "CreateDirectory", "OpenAppend")) {
      evaluate(head, made.toString());
      assertThat(made).as(head).doesNotExist();
    }
  }

  @Test
  void parsesNoText() {
    assertThat(evaluate("ToExpression", "6*7").toString()).doesNotContain("42");
  }

  @Test
  void doesNotLetTheDefinitionsOfSymjaChange() {
    var engine = new EvalEngine(true);
    EvalEngine.set(engine);
    try {
      engine.evaluate(F.unaryAST1(F.$s("Unprotect"), F.Sin));
      engine.evaluate(F.Set(F.Sin(F.C1), F.ZZ(7)));
      assertThat(engine.evaluate(F.Sin(F.C1))).isNotEqualTo(F.ZZ(7));
    } catch (RuntimeException refused) {
      // Symja may refuse the definition with an exception of its own.
      assertThat(refused.getClass().getName()).startsWith("org.matheclipse");
    } finally {
      EvalEngine.remove();
    }
    assertThat(ask("limit", terms.apply("sin", x), x, Term.ONE).orElseThrow())
        .isNotEqualTo(List.of(Term.ExactNumber.of(7)));
  }

  @Test
  void forgetsBetweenRequests() {
    Term square = terms.power(x, Term.ExactNumber.of(2));
    var first = ask("integrate", square, x).orElseThrow();
    Term other = terms.substitute(square, Map.of(x, new Term.Symbol("v0", Set.of())));
    assertThat(ask("integrate", other, new Term.Symbol("v0", Set.of())).orElseThrow())
        .isEqualTo(
            first.stream()
                .map(t -> terms.substitute(t, Map.of(x, new Term.Symbol("v0", Set.of()))))
                .toList());
  }

  @Test
  void namesNothingThatIsNotOnTheAllowList() {
    assertThat(
            AlgebraRequests.request("integrate", List.of(new Term.Apply("URLFetch", List.of(x)))))
        .isEmpty();
    assertThat(AlgebraRequests.request("integrate", List.of(new Term.Constant("$UserName"))))
        .isEmpty();
    assertThat(ask("URLFetch", x)).isEmpty();
  }

  @Test
  void repliesToBytesOfAnyKind() {
    long seed = 7;
    var random = new Random(seed);
    byte[] good = AlgebraRequests.request("solve", List.of(x, x)).orElseThrow();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        bytes = good.clone();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(handler.handle(bytes)).as("seed %s, message %s", seed, i).isNotEmpty();
    }
  }
}
