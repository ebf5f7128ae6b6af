package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.dec;
import static dev.tusk.symbolic.Programs.define;
import static dev.tusk.symbolic.Programs.forLoop;
import static dev.tusk.symbolic.Programs.give;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.list;
import static dev.tusk.symbolic.Programs.method;
import static dev.tusk.symbolic.Programs.name;
import static dev.tusk.symbolic.Programs.num;
import static dev.tusk.symbolic.Programs.op;
import static dev.tusk.symbolic.Programs.print;
import static dev.tusk.symbolic.Programs.printing;
import static dev.tusk.symbolic.Programs.set;
import static dev.tusk.symbolic.Programs.text;
import static dev.tusk.symbolic.Programs.whileLoop;
import static dev.tusk.symbolic.Programs.yes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.symbolic.Verdict.Reason;
import dev.tusk.symbolic.Verdict.Unchecked;
import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BoundsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final CrossCheck check =
      CrossCheck.builder().algebra(Algebra.none()).deadline(DEADLINE).build();

  private static Expression pow(Expression a, Expression b) {
    return op(a, "**", b);
  }

  private static Statement grow(Expression value) {
    return whileLoop(yes(), set(3, "x", value));
  }

  private static Map<String, SymbolicProgram> runaways() {
    Expression x = name("x");
    var r = new LinkedHashMap<String, SymbolicProgram>();
    r.put("10**10**10", answering(ans(pow(num(10), pow(num(10), num(10))))));
    r.put("2**2**40", answering(ans(pow(num(2), pow(num(2), num(40))))));
    r.put("9**9**9**9", answering(ans(pow(num(9), pow(num(9), pow(num(9), num(9)))))));
    r.put("1 << 10**12", answering(ans(op(num(1), "<<", num(1_000_000_000_000L)))));
    r.put("while True: pass", answering(whileLoop(yes(), new Statement.Pass(3))));
    r.put("while True: x += 1", answering(set(1, "x", num(0)), grow(op(x, "+", num(1)))));
    r.put("while True: x *= x", answering(set(1, "x", num(3)), grow(op(x, "*", x))));
    r.put("while True: x /= 3", answering(set(1, "x", num(3)), grow(op(x, "/", num(3)))));
    r.put("while True: x *= 1.1", answering(set(1, "x", num(3)), grow(op(x, "*", dec("1.1")))));
    r.put("while True: x = x + x (text)", answering(set(1, "x", text("ab")), grow(op(x, "+", x))));
    r.put(
        "while True: x = x + x (list)", answering(set(1, "x", list(num(1))), grow(op(x, "+", x))));
    r.put(
        "while True: x = [x]",
        answering(set(1, "x", list(num(1))), whileLoop(yes(), set(3, "x", list(x)))));
    r.put("[0] * 10**9", answering(ans(op(list(num(0)), "*", num(1_000_000_000)))));
    r.put("'a' * 10**12", answering(ans(op(text("a"), "*", num(1_000_000_000_000L)))));
    r.put(
        "sum(range(10**12))",
        answering(ans(call(name("sum"), call(name("range"), num(1_000_000_000_000L))))));
    r.put(
        "list(range(10**9))",
        answering(ans(call(name("list"), call(name("range"), num(1_000_000_000))))));
    r.put(
        "f() = f() + 1",
        answering(
            define("f", List.of(), give(op(call(name("f")), "+", num(1)))), ans(call(name("f")))));
    r.put("factorial(10**8)", answering(ans(call(lib("math.factorial"), num(100_000_000)))));
    r.put(
        "comb(10**9, 5 10**8)",
        answering(ans(call(lib("math.comb"), num(1_000_000_000), num(500_000_000)))));
    r.put(
        "permutations of 20",
        answering(
            ans(
                call(
                    name("len"),
                    call(
                        name("list"),
                        call(lib("itertools.permutations"), call(name("range"), num(20))))))));
    r.put("print flood", printing(whileLoop(yes(), print(text("flood")))));
    r.put(
        "factorint(2**257 - 1)",
        answering(ans(call(lib("sympy.factorint"), op(pow(num(2), num(257)), "-", num(1))))));
    r.put(
        "expand((x + 1)**(10**6)) by powers",
        answering(
            set(1, "x", call(lib("sympy.Symbol"), text("x"))),
            forLoop(
                "i",
                call(name("range"), num(100_000)),
                set(
                    3,
                    "x",
                    call(lib("sympy.expand"), op(op(x, "+", num(1)), "*", op(x, "+", num(2)))))),
            ans(x)));
    r.put("count() for ever", answering(ans(call(name("sum"), call(lib("itertools.count"))))));
    r.put(
        "exp(exp(exp(10)))",
        answering(
            ans(
                call(
                    lib("sympy.N"),
                    call(
                        lib("sympy.exp"),
                        call(lib("sympy.exp"), call(lib("sympy.exp"), num(10))))))));
    r.put("format width", answering(ans(method(text("{:>999999999}"), "format", num(1)))));
    return r;
  }

  @TestFactory
  Stream<DynamicTest> endsEveryRunawayUnchecked() {
    return runaways().entrySet().stream()
        .map(r ->
            DynamicTest.dynamicTest(
                r.getKey(),
                () -> {
                  long start = System.nanoTime();
                  Verdict v = check.check(r.getValue(), "1");
                  Duration taken = Duration.ofNanos(System.nanoTime() - start);
                  assertThat(v).as(v.explanation()).isInstanceOf(Unchecked.class);
                  assertThat(((Unchecked) v).reason())
                      .as(v.explanation())
                      .isIn(
                          Reason.TIME_OUT,
                          Reason.RESOURCE_LIMIT,
                          Reason.UNEVALUATED,
                          Reason.UNSUPPORTED);
                  assertThat(taken).isLessThan(DEADLINE.multipliedBy(4));
                }));
  }

  @Test
  void namesAtLeastTwentyFour() {
    assertThat(runaways()).hasSizeGreaterThanOrEqualTo(24);
  }

  @Test
  void endsAtInterruptAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    Verdict v = check.check(answering(whileLoop(yes(), new Statement.Pass(3))), "1");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(((Unchecked) v).reason()).isEqualTo(Reason.TIME_OUT);
  }

  @Test
  void recursesAsDeepAsItsBoundOnASmallStack() throws InterruptedException {
    var program =
        answering(
            define(
                "f",
                List.of("n"),
                new Statement.If(
                    2,
                    Programs.compare(name("n"), "==", num(0)),
                    List.of(give(num(0))),
                    List.of(give(op(num(1), "+", call(name("f"), op(name("n"), "-", num(1)))))))),
            ans(call(name("f"), num(290))));
    var label = new String[1];
    var thread =
        new Thread(null, () -> label[0] = check.check(program, "290").label(), "small", 1 << 20);
    thread.start();
    thread.join();
    assertThat(label[0]).isEqualTo("CONFIRMED");
  }
}
