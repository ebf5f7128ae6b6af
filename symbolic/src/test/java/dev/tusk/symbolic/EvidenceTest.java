package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.dec;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.name;
import static dev.tusk.symbolic.Programs.num;
import static dev.tusk.symbolic.Programs.op;
import static dev.tusk.symbolic.Programs.set;
import static dev.tusk.symbolic.Programs.text;
import static dev.tusk.symbolic.Programs.whileLoop;
import static dev.tusk.symbolic.Programs.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CrossCheck check =
      CrossCheck.builder()
          .steps(50_000)
          .deadline(Duration.ofSeconds(20))
          .algebra(new RememberingAlgebra())
          .build();

  /** Asks each question once for all checks: Symja takes a second for some. */
  private static final class RememberingAlgebra implements Algebra {
    private final Algebra symja = Algebra.inProcess();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();

    @Override
    public Reply ask(byte[] request, Duration deadline) {
      return replies.computeIfAbsent(
          HexFormat.of().formatHex(request), k -> symja.ask(request, deadline));
    }

    @Override
    public Site site() {
      return symja.site();
    }
  }

  private static Verdict again(Verdict v) {
    return CrossCheck.replay(Verdict.parse(v.toJson()).evidence());
  }

  @Test
  void decidesTheSameFromTheJsonAlone() {
    long seed = 20261123;
    var random = new Random(seed);
    var programs = new RandomPrograms(random);
    var seen = new TreeMap<String, Integer>();
    for (int i = 0; i < 120; i++) {
      SymbolicProgram program = programs.next();
      Verdict first = check.check(program, "?");
      var verdicts = new ArrayList<Verdict>();
      verdicts.add(first);
      programs.answers(first).forEach(a -> verdicts.add(check.check(program, a)));
      for (Verdict v : verdicts) {
        seen.merge(v.label(), 1, Integer::sum);
        assertThat(Verdict.parse(v.toJson())).as("seed %s, program %s", seed, i).isEqualTo(v);
        assertThat(again(v)).as("seed %s, program %s", seed, i).isEqualTo(v);
        assertThat(v.agreesWith(again(v))).isTrue();
      }
    }
    assertThat(seen.keySet())
        .contains("CONFIRMED", "FLOAT_ARTEFACT", "CONTRADICTED", "DISAGREED", "UNCHECKED");
    assertThat(seen.values().stream().mapToInt(n -> n).sum()).isGreaterThan(500);
  }

  @Test
  void decidesTheSameWhereTheClockEndedIt() {
    var impatient =
        CrossCheck.builder()
            .algebra(Algebra.none())
            .steps(Long.MAX_VALUE)
            .deadline(Duration.ofMillis(40))
            .build();
    Verdict v =
        impatient.check(
            answering(
                set(1, "x", num(0)), whileLoop(yes(), set(3, "x", op(name("x"), "+", num(1))))),
            "1");
    assertThat(v.label()).isEqualTo("UNCHECKED");
    assertThat(v.evidence().halts()).hasSize(1);
    assertThat(again(v)).isEqualTo(v);
  }

  @Test
  void decidesTheSameWhereTheAlgebraSystemGaveUp() {
    Algebra late =
        new Algebra() {
          @Override
          public Reply ask(byte[] request, Duration deadline) {
            return new Reply.TimedOut();
          }

          @Override
          public Site site() {
            return Site.WORKER;
          }
        };
    Verdict v = check.toBuilder().algebra(late).build().check(integral(), "1");
    assertThat(v.explanation()).startsWith("time-out");
    assertThat(again(v)).isEqualTo(v);
  }

  @Test
  void asksNoAlgebraSystemAndVerifiesItsRepliesAgain() throws Exception {
    Verdict v = check.check(integral(), "-x*cos(x) + sin(x)");
    assertThat(v.label()).isEqualTo("CONFIRMED");
    assertThat(v.evidence().exchanges()).hasSize(1);
    assertThat(v.evidence().algebra())
        .singleElement()
        .satisfies(s -> assertThat(s.method()).contains("differentiated back"));
    assertThat(again(v)).isEqualTo(v);

    ObjectNode other = body(check.check(power(), "x**3/3"));
    ObjectNode mine = body(v);
    ((ObjectNode) mine.get("evidence").get("exchanges").get(0))
        .set("answer", mine.get("evidence").get("exchanges").get(0).get("request"));
    assertThat(other.get("evidence").get("exchanges")).isEmpty();
    Verdict forged = Verdict.parse(signed(mine));
    assertThat(CrossCheck.replay(forged.evidence()).label()).isEqualTo("UNCHECKED");
  }

  @Test
  void refusesEvidenceWithoutTheAlgebraSystemsReply() throws Exception {
    ObjectNode body = body(check.check(integral(), "-x*cos(x) + sin(x)"));
    ((ObjectNode) body.get("evidence")).putArray("exchanges");
    Evidence evidence = Verdict.parse(signed(body)).evidence();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossCheck.replay(evidence))
        .withMessageContaining("no reply")
        .withMessageContaining("integrate");
  }

  @Test
  void decidesTheSameWhereNothingRan() {
    Verdict v = Verdict.didNotRun("it crashed");
    assertThat(again(v)).isEqualTo(v);
  }

  @Test
  void keepsADeeplyNestedProgram() {
    Expression deep = num(1);
    for (int i = 0; i < 480; i++) {
      deep = op(num(1), "+", deep);
    }
    Verdict v = check.check(answering(ans(deep)), "481");
    assertThat(v.label()).isEqualTo("CONFIRMED");
    assertThat(again(v)).isEqualTo(v);
  }

  @Test
  void saysWhereTheRunsPart() {
    Verdict v =
        check.check(
            answering(
                set(1, "a", dec("0.1")),
                set(2, "b", op(name("a"), "*", num(3))),
                set(3, "c", op(name("b"), "*", num(10))),
                ans(op(name("c"), "+", num(1)))),
            "4.000000000000001");
    assertThat(v.evidence().trace())
        .contains(new Evidence.Moment(2, "b", "0.3", "0.30000000000000004"))
        .noneSatisfy(m -> assertThat(m.what()).isEqualTo("c"));
  }

  @Test
  void refusesWhatIsNoEvidence() {
    for (String text : List.of("", "{", "[]", "{}", "{\"format\":\"tusk-verdict-1\"}", "42 43")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Verdict.parse(text));
    }
    String good = check.check(answering(ans(num(1))), "1").toJson();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.parse(good.replace("\"1\"", "\"2\"")))
        .withMessageContaining("changed");
  }

  @Test
  void refusesSettingsOutOfTheirRanges() throws Exception {
    ObjectNode body = body(check.check(answering(ans(num(1))), "1"));
    ((ObjectNode) body.get("evidence").get("subject").get("settings")).put("steps", -1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.parse(signed(body)))
        .withMessageContaining("steps");
  }

  /** Every leaf of a verdict's JSON, what went in aside, changed in turn and signed anew. */
  @Test
  void noticesEveryChange() throws Exception {
    var verdicts =
        List.of(
            check.check(answering(ans(op(num(12), "*", num(7)))), "84"),
            check.check(answering(ans(op(dec("0.1"), "*", num(3)))), "0.30000000000000004"),
            check.check(answering(ans(op(num(12), "*", num(7)))), "85"),
            check.check(answering(ans(call(lib("numpy.mean"), num(1)))), "1"),
            check.check(integral(), "-x*cos(x) + sin(x)"),
            check.check(integral(), "x"));
    int changes = 0;
    for (Verdict v : verdicts) {
      int leaves = leaves(body(v)).size();
      for (int i = 0; i < leaves; i++) {
        ObjectNode body = body(v);
        Leaf leaf = leaves(body).get(i);
        if (leaf.path().contains("/program/")
            || leaf.path().contains("/settings/")
            || leaf.path().contains("/versions/")
            || (leaf.path().endsWith("/subject/printed") && undecided(v))) {
          // What went in: evidence of another check, no lie about this one.
          continue;
        }
        leaf.change().run();
        changes++;
        assertThat(noticed(signed(body))).as("%s of %s", leaf.path(), v.label()).isTrue();
      }
    }
    assertThat(changes).isGreaterThan(100);
  }

  private static boolean undecided(Verdict v) {
    return v instanceof Verdict.Unchecked || v instanceof Verdict.Disagreed;
  }

  private static boolean noticed(String json) {
    Verdict claimed;
    Verdict found;
    try {
      claimed = Verdict.parse(json);
      found = CrossCheck.replay(claimed.evidence());
    } catch (IllegalArgumentException e) {
      return true;
    }
    return !claimed.agreesWith(found);
  }

  private record Leaf(String path, Runnable change) {}

  private static List<Leaf> leaves(JsonNode node) {
    var found = new ArrayList<Leaf>();
    collect(node, "", found);
    return found;
  }

  private static void collect(JsonNode node, String path, List<Leaf> found) {
    if (node instanceof ObjectNode o) {
      o.fieldNames()
          .forEachRemaining(n -> child(o.get(n), path + "/" + n, x -> o.set(n, x), found));
    } else if (node instanceof ArrayNode a) {
      for (int i = 0; i < a.size(); i++) {
        int at = i;
        child(a.get(i), path + "/" + i, x -> a.set(at, x), found);
      }
    }
  }

  private static void child(
      JsonNode child, String path, Consumer<JsonNode> replace, List<Leaf> found) {
    if (child.isContainerNode()) {
      collect(child, path, found);
    } else if (child.isNumber()) {
      found.add(
          new Leaf(
              path, () -> replace.accept(JSON.getNodeFactory().numberNode(child.asLong() + 1))));
    } else {
      found.add(
          new Leaf(
              path, () -> replace.accept(JSON.getNodeFactory().textNode(child.asText() + "1"))));
    }
  }

  private static ObjectNode body(Verdict v) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(v.toJson()).get("verdict");
  }

  private static String signed(ObjectNode body)
      throws JsonProcessingException, NoSuchAlgorithmException {
    byte[] text = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    ObjectNode document = JSON.createObjectNode();
    document.put("format", "tusk-verdict-1");
    document.set("verdict", body);
    document.put(
        "sha256", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
    return JSON.writeValueAsString(document);
  }

  private static SymbolicProgram integral() {
    return integrating(op(name("x"), "*", call(lib("sympy.sin"), name("x"))));
  }

  private static SymbolicProgram power() {
    return integrating(op(name("x"), "**", num(2)));
  }

  private static SymbolicProgram integrating(Expression f) {
    Statement symbol = set(1, "x", call(lib("sympy.Symbol"), text("x")));
    return answering(symbol, ans(call(lib("sympy.integrate"), f, name("x"))));
  }
}
