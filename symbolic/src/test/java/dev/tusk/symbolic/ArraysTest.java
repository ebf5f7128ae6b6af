package dev.tusk.symbolic;

import static dev.tusk.symbolic.Programs.ans;
import static dev.tusk.symbolic.Programs.answering;
import static dev.tusk.symbolic.Programs.call;
import static dev.tusk.symbolic.Programs.dec;
import static dev.tusk.symbolic.Programs.lib;
import static dev.tusk.symbolic.Programs.list;
import static dev.tusk.symbolic.Programs.method;
import static dev.tusk.symbolic.Programs.name;
import static dev.tusk.symbolic.Programs.num;
import static dev.tusk.symbolic.Programs.op;
import static dev.tusk.symbolic.Programs.print;
import static dev.tusk.symbolic.Programs.printing;
import static dev.tusk.symbolic.Programs.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tusk.symbolic.ir.Expression;
import dev.tusk.symbolic.ir.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays, linear algebra and polynomials of numpy; what is printed is numpy's own text. */
class ArraysTest {
  private static final long SEED = 20_261_123;

  private final CrossCheck check = CrossCheck.builder().build();

  private static Expression numbers(long... items) {
    return list(LongStream.of(items).mapToObj(Programs::num).toArray(Expression[]::new));
  }

  private static Expression array(long[]... rows) {
    return numpy(
        "array", list(Stream.of(rows).map(ArraysTest::numbers).toArray(Expression[]::new)));
  }

  private static long[] row(long... items) {
    return items;
  }

  private static Expression numpy(String function, Expression... arguments) {
    return call(lib("numpy." + function), arguments);
  }

  private static Expression item(Expression object, long... index) {
    Expression at =
        index.length == 1
            ? num(index[0])
            : new Expression.TupleDisplay(1, LongStream.of(index).mapToObj(Programs::num).toList());
    return new Expression.Subscript(1, object, at);
  }

  private static Expression attribute(Expression object, String name) {
    return new Expression.Attribute(1, object, name);
  }

  private Verdict verdict(Expression value, String printed) {
    return check.check(answering(ans(value)), printed);
  }

  private static final Expression A = array(row(1, 2), row(3, 4));
  private static final Expression TRIDIAGONAL = array(row(2, -1, 0), row(-1, 2, -1), row(0, -1, 2));

  /** Programs whose exact value numpy's floats do not miss, with what numpy prints. */
  static List<Arguments> right() {
    var p = new LinkedHashMap<String, Expression>();
    p.put("[[ 7 10]\n [15 22]]", op(A, "@", A));
    p.put("[[ 37  54]\n [ 81 118]]", numpy("linalg.matrix_power", A, num(3)));
    p.put("[[1 3]\n [2 4]]", attribute(A, "T"));
    p.put("[[ 2.5  5. ]\n [ 7.5 10. ]]", op(A, "*", dec("2.5")));
    p.put("[[0.33333333 0.66666667]\n [1.         1.33333333]]", op(A, "/", num(3)));
    p.put("[[-2.   1. ]\n [ 1.5 -0.5]]", numpy("linalg.inv", A));
    p.put("[  2. 458.]", numpy("linalg.solve", array(row(8, 2), row(14, 3)), numbers(932, 1402)));
    p.put("2.0", item(numpy("linalg.solve", array(row(3, 1), row(1, 2)), numbers(9, 8)), 0));
    p.put("2.5", item(numpy("linalg.inv", array(row(3, 5), row(4, 6))), 0, 1));
    p.put("[3. 1.]", numpy("linalg.eigvals", array(row(2, 1), row(1, 2))));
    p.put("[-0.37228132  5.37228132]", numpy("linalg.eigvals", A));
    p.put("[5. 2.]", numpy("linalg.eigvals", array(row(4, 1), row(2, 3))));
    p.put("[3. 2.]", numpy("linalg.eigvals", array(row(2, 0), row(1, 3))));
    p.put("[0.58578644 2.         3.41421356]", numpy("linalg.eigvalsh", TRIDIAGONAL));
    p.put("[-2.  2.]", numpy("roots", numbers(1, 0, -4)));
    p.put("[ 2. -2.]", numpy("roots", numbers(-1, 0, 4)));
    p.put("[2. 1.]", numpy("roots", numbers(1, -3, 2)));
    p.put("[ 2.  -0.5  0. ]", numpy("roots", numbers(2, -3, -2, 0)));
    p.put("6.0", numpy("round", numpy("sum", numpy("roots", numbers(1, -6, 11, -6))), num(6)));
    p.put("76", numpy("polyval", numbers(3, 0, 1), num(5)));
    p.put("[ 1  0 -1]", numpy("polymul", numbers(1, 1), numbers(1, -1)));
    p.put("[1 3 4]", numpy("polyadd", numbers(1, 2, 3), numbers(1, 1)));
    p.put("[2 2]", numpy("polyder", numbers(1, 2, 3)));
    p.put("[3. 2. 0.]", numpy("polyint", numbers(6, 2)));
    p.put(
        "[7.         4.33333333]", numpy("polyfit", numbers(0, 1, 2), numbers(5, 10, 19), num(1)));
    Expression poly = numpy("poly1d", numbers(1, -3, 2));
    p.put("12", call(poly, num(5)));
    p.put("[  1  -6  13 -12   4]", attribute(op(poly, "*", poly), "coeffs"));
    p.put("[ 2 -3]", attribute(method(poly, "deriv"), "c"));
    p.put(
        "[ 0.33333333 -1.5         2.          0.        ]",
        attribute(method(poly, "integ"), "coef"));
    p.put("[1.e+10 1.e+00]", numpy("array", list(dec("1e10"), num(1))));
    p.put("[1.e-05 1.e+00]", numpy("array", list(dec("1e-5"), num(1))));
    p.put("[1.e+200 1.e+010]", numpy("array", list(dec("1e200"), dec("1e10"))));
    p.put("[-3  6 -3]", numpy("cross", numbers(1, 2, 3), numbers(4, 5, 6)));
    p.put("1.4142135623730951", numpy("std", numbers(1, 2, 3, 4, 5)));
    p.put("(2, 2)", attribute(A, "shape"));
    p.put("array([[1, 2],\n       [3, 4]])", call(name("repr"), A));
    p.put(
        "[0.         0.14285714 0.28571429 0.42857143 0.57142857 0.71428571\n"
            + " 0.85714286 1.         1.14285714]",
        op(numpy("arange", num(9)), "/", num(7)));
    return p.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue())).toList();
  }

  @ParameterizedTest
  @MethodSource("right")
  void confirmsWhatNumpyPrintsAndRefusesWhatItDoesNot(String printed, Expression value) {
    assertThat(verdict(value, printed)).isInstanceOf(Verdict.Confirmed.class);
    for (Map.Entry<String, String> wrong : Corruption.of(printed, new Random(SEED)).entrySet()) {
      assertThat(verdict(value, wrong.getValue()))
          .as("%s, seed %d", wrong, SEED)
          .isInstanceOfAny(Verdict.Contradicted.class, Verdict.Disagreed.class);
    }
    String tampered = printed.replaceFirst("[1-9](?!.*[1-9])", "0");
    assertThat(verdict(value, tampered))
        .as("%s", tampered)
        .isInstanceOfAny(Verdict.Contradicted.class, Verdict.Disagreed.class);
  }

  @Test
  void claimsNoMoreDigitsThanAnArrayPrints() {
    Verdict v = verdict(op(A, "/", num(3)), "[[0.33333333 0.66666667]\n [1.         1.33333333]]");
    assertThat(v)
        .isInstanceOfSatisfying(
            Verdict.Confirmed.class,
            c -> assertThat(c.how()).isEqualTo(new Verdict.How.Numeric(8)));
  }

  @Test
  void tellsTheFloatsOfAnInverseFromItsValue() {
    Verdict v = verdict(item(numpy("linalg.inv", A), 0, 0), "-1.9999999999999996");
    assertThat(v).isInstanceOf(Verdict.FloatArtefact.class);
    assertThat(verdict(item(numpy("linalg.inv", A), 0, 0), "-2.5"))
        .isInstanceOf(Verdict.Contradicted.class);
  }

  @Test
  void contradictsWrongRootsAndEigenvalues() {
    assertThat(verdict(item(numpy("roots", numbers(1, -3, 2)), 0), "1.0"))
        .isInstanceOf(Verdict.Contradicted.class);
    assertThat(verdict(call(name("max"), numpy("roots", numbers(1, -6, 11, -6))), "3.1"))
        .isInstanceOf(Verdict.Contradicted.class);
    assertThat(verdict(call(name("max"), numpy("linalg.eigvals", TRIDIAGONAL)), "3.4142135"))
        .isInstanceOf(Verdict.Disagreed.class);
  }

  @Test
  void unpacksASolutionAndPrintsIt() {
    var both = new Expression.TupleDisplay(1, List.of(name("x"), name("y")));
    var unpack =
        new Statement.Assignment(
            1, List.of(both), numpy("linalg.solve", array(row(1, 2), row(1, 5)), numbers(15, 3)));
    Statement sum = print(op(name("x"), "+", name("y")));
    assertThat(check.check(printing(unpack, sum), "19.0")).isInstanceOf(Verdict.Confirmed.class);
    assertThat(check.check(printing(unpack, sum), "18.0")).isInstanceOf(Verdict.Contradicted.class);
  }

  @Test
  void saysNothingOfTheOrderOfThreeEigenvalues() {
    assertUnchecked(numpy("roots", numbers(1, -6, 11, -6)), "[3. 2. 1.]", "order of eigenvalues");
    assertUnchecked(
        item(numpy("linalg.eigvals", TRIDIAGONAL), 0), "3.414213562373094", "order of eigenvalues");
  }

  @Test
  void saysNothingWhereFloatsBlurTheValue() {
    // Double and triple roots come out as far as 1e-5 apart.
    assertUnchecked(numpy("roots", numbers(1, -2, 1)), "[1. 1.]", "complex or multiple");
    assertUnchecked(numpy("roots", numbers(1, 0, 1)), "[-0.+1.j -0.-1.j]", "complex or multiple");
    assertUnchecked(
        numpy("linalg.eigvals", array(row(0, -1), row(1, 0))), "[0.+1.j 0.-1.j]", "complex");
    // Two roots 1e-12 apart.
    Expression near = numpy("roots", list(num(1), dec("-2.000000000001"), dec("1.000000000001")));
    assertUnchecked(near, "[1. 1.]", "blur");
    // Years, without an origin near them.
    assertUnchecked(
        numpy("polyfit", numbers(2001, 2002, 2003), numbers(1, 2, 5), num(2)),
        "[1. 1. 1.]",
        "blur");
    // sigma is 5e-9, numpy's tolerance 9e-8: numpy says 1.
    long big = 100_000_000;
    assertUnchecked(
        numpy("linalg.matrix_rank", array(row(big, big + 1), row(big - 1, big))), "1", "tolerance");
  }

  @Test
  void saysNothingOfWhatIsNotExactHere() {
    assertUnchecked(numpy("linalg.svd", A), "1", "numpy.linalg.svd");
    assertUnchecked(
        item(item(numpy("linalg.eig", array(row(2, 1), row(1, 2))), 1), 0), "[1 1]", "vectors");
    assertUnchecked(op(A, "**", num(40)), "1", "64 bits");
    assertUnchecked(op(A, "/", num(0)), "1", "division by zero");
    assertUnchecked(numpy("sqrt", num(-1)), "nan", "beyond its domain");
    assertUnchecked(
        numpy("linalg.inv", op(A, "*", numpy("sqrt", num(2)))), "1", "irrational numbers");
    assertUnchecked(numpy("random.rand", num(2)), "1", "");
  }

  @Test
  void letsNumpysIntegersNotGrowAsPythons() {
    Statement x = set(1, "x", item(numpy("array", numbers(7, 1)), 0));
    Statement y = ans(op(name("x"), "**", num(30)));
    assertThat(check.check(answering(x, y), "-6895139169042128943"))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void leavesAProgramUncheckedThatChangesAnArray() {
    Statement a = set(1, "a", numpy("zeros", num(2)));
    var first = new Expression.Subscript(2, name("a"), num(0));
    Statement change = new Statement.Assignment(2, List.of(first), num(5));
    assertThat(check.check(answering(a, change, ans(item(name("a"), 0))), "5.0"))
        .isInstanceOf(Verdict.Unchecked.class);
    var more =
        new Statement.AugmentedAssignment(2, name("a"), Expression.BinaryOperator.ADD, num(1));
    assertThat(check.check(answering(a, more, ans(item(name("a"), 0))), "1.0"))
        .isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void endsWithinItsBounds() {
    var quick = CrossCheck.builder().deadline(Duration.ofSeconds(2)).build();
    var rows = new long[12][12];
    var random = new Random(SEED);
    for (long[] r : rows) {
      java.util.Arrays.setAll(r, j -> random.nextLong(1L << 40));
    }
    Expression large = array(rows);
    for (Expression e :
        List.of(
            numpy("linalg.det", large),
            numpy("linalg.eigvals", large),
            numpy("linalg.matrix_power", numpy("linalg.inv", large), num(199)),
            numpy(
                "linalg.inv",
                numpy("zeros", new Expression.TupleDisplay(1, List.of(num(30), num(30))))),
            op(numpy("poly1d", numbers(1, 1)), "**", num(1_000_000)),
            numpy("arange", num(1_000_000_000)))) {
      assertThatNoException().isThrownBy(() -> quick.check(answering(ans(e)), "1"));
    }
  }

  private void assertUnchecked(Expression value, String printed, String reason) {
    assertThat(verdict(value, printed))
        .isInstanceOfSatisfying(
            Verdict.Unchecked.class,
            u -> assertThat(u.construct() + " " + u.detail()).contains(reason));
  }
}
