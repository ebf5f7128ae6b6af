package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.dec;
import static dev.tusk.symbolic.Programs.forLoop;
import static dev.tusk.symbolic.Programs.format;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.list;
import static dev.tusk.symbolic.Programs.name;
import static dev.tusk.symbolic.Programs.num;
import static dev.tusk.symbolic.Programs.op;
import static dev.tusk.symbolic.Programs.print;
import static dev.tusk.symbolic.Programs.printing;
import static dev.tusk.symbolic.Programs.set;
import static dev.tusk.symbolic.Programs.text;
import static dev.tusk.symbolic.Programs.whileLoop;
import static dev.tusk.symbolic.Programs.yes;

import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import dev.tusk.symbolic.ir.SymbolicProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Programs drawn at random: numbers, loops, texts, equations, integrals; some do not end. */
final class RandomPrograms {
  private final RandomGenerator random;

  RandomPrograms(RandomGenerator random) {
    this.random = random;
  }

  SymbolicProgram next() {
    return switch (random.nextInt(12)) {
      case 0 ->
          answering(
              set(1, "x", call(lib("sympy.Symbol"), text("x"))),
              ans(call(lib("sympy.solve"), polynomial(1 + random.nextInt(3)), name("x"))));
      case 1 ->
          answering(
              set(1, "x", call(lib("sympy.Symbol"), text("x"))),
              ans(call(lib("sympy.integrate"), integrand(), name("x"))));
      case 2 ->
          answering(
              set(1, "x", call(lib("sympy.Symbol"), text("x"))),
              ans(call(lib("sympy.expand"), op(polynomial(1), "*", polynomial(2)))));
      case 3 -> answering(whileLoop(yes(), new Statement.Pass(3)), ans(num(1)));
      case 4 -> answering(ans(call(lib("numpy.mean"), list(number(), number()))));
      case 5 -> printing(print(format("total ", arithmetic(2), " of ", arithmetic(1))));
      case 6 ->
          answering(
              set(1, "t", number()),
              forLoop(
                  "i",
                  call(name("range"), num(1 + random.nextInt(20))),
                  set(3, "t", op(name("t"), random.nextBoolean() ? "+" : "*", number()))),
              ans(name("t")));
      case 7 -> answering(ans(call(name("round"), arithmetic(3), num(random.nextInt(4)))));
      case 8 -> answering(ans(call(lib("math.sqrt"), num(random.nextInt(200)))));
      case 9 -> answering(ans(list(arithmetic(2), arithmetic(2), arithmetic(1))));
      default -> {
        var statements = new ArrayList<Statement>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
          statements.add(set(i + 1, "v" + i, arithmetic(2)));
        }
        Expression last = arithmetic(3);
        for (int i = 0; i < count; i++) {
          last = op(last, pick("+", "-", "*"), name("v" + i));
        }
        statements.add(ans(last));
        yield answering(statements.toArray(Statement[]::new));
      }
    };
  }

  private Expression arithmetic(int depth) {
    return depth == 0
        ? number()
        : op(
            arithmetic(depth - 1),
            pick("+", "-", "*", "/", "//", "%"),
            arithmetic(random.nextInt(depth)));
  }

  private Expression number() {
    return random.nextInt(3) > 0
        ? num(random.nextInt(-20, 100))
        : dec(random.nextInt(1, 50) + "." + random.nextInt(1, 100));
  }

  private Expression polynomial(int degree) {
    Expression sum = num(random.nextInt(-9, 10));
    for (int k = 1; k <= degree; k++) {
      sum = op(sum, "+", op(num(random.nextInt(1, 8)), "*", op(name("x"), "**", num(k))));
    }
    return sum;
  }

  private Expression integrand() {
    return switch (random.nextInt(3)) {
      case 0 -> polynomial(3);
      case 1 -> op(name("x"), "*", call(lib("sympy.sin"), name("x")));
      default -> call(lib("sympy.exp"), op(num(random.nextInt(2, 5)), "*", name("x")));
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Texts that a sandbox might hand over for a verdict's program: right ones and wrong ones. */
  List<String> answers(Verdict verdict) {
    var answers = new ArrayList<String>();
    answers.add(verdict.evidence().exact());
    answers.add(verdict.evidence().replayed());
    answers.addAll(Corruption.of(verdict.evidence().replayed(), random).values());
    answers.removeIf(String::isBlank);
    return answers;
  }
}
