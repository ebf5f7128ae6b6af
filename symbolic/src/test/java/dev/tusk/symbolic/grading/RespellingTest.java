package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Seeded properties: one value in many notations, and near misses of it. */
class RespellingTest {
  private static final long SEED = 20_261_123L;
  private static final int ROUNDS = 250;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** A rational in at least ten notations. */
  private List<String> spellings(long top, long bottom) {
    List<String> all = new ArrayList<>();
    String sign = top < 0 ? "-" : "";
    long n = Math.abs(top);
    long k = random.nextLong(2, 9);
    all.add(sign + n + "/" + bottom);
    all.add(sign + "\\frac{" + n + "}{" + bottom + "}");
    all.add("\\dfrac{" + top + "}{" + bottom + "}");
    all.add("\\frac{" + top * k + "}{" + bottom * k + "}");
    all.add("$" + sign + "\\tfrac{" + n + "}{" + bottom + "}$");
    all.add("\\left(" + sign + "\\frac{" + n + "}{" + bottom + "}\\right)");
    all.add("x = " + sign + n + "/" + bottom);
    all.add(top + " \\cdot \\frac{1}{" + bottom + "}");
    all.add("\\frac{" + (top + k * bottom) + "}{" + bottom + "} - " + k);
    all.add("\\sqrt{" + (n * n) + "}\\div " + (top < 0 ? "(-" + bottom + ")" : bottom));
    all.add("\\boxed{" + top + "/" + bottom + "}");
    all.add(top + " × " + bottom + "^{-1}");
    if (n > bottom && n % bottom != 0) {
      all.add(sign + n / bottom + "\\frac{" + n % bottom + "}{" + bottom + "}");
    }
    if (terminates(bottom)) {
      String decimal = BigDecimal.valueOf(top).divide(BigDecimal.valueOf(bottom)).toPlainString();
      all.add(decimal);
      all.add(
          BigDecimal.valueOf(top * 100).divide(BigDecimal.valueOf(bottom)).toPlainString() + "\\%");
    }
    if (bottom == 1 && n >= 1000) {
      all.add(sign + String.format(java.util.Locale.ROOT, "%,d", n));
    }
    return all;
  }

  private static boolean terminates(long bottom) {
    long rest = bottom;
    while (rest % 2 == 0) {
      rest /= 2;
    }
    while (rest % 5 == 0) {
      rest /= 5;
    }
    return rest == 1;
  }

  @Test
  void oneValueInManyNotationsIsOneValue() {
    System.out.println("seed " + SEED);
    Grader strict = Lines.patient(Policy.strict());
    for (int i = 0; i < ROUNDS; i++) {
      long top = random.nextLong(-4000, 4000);
      long bottom = random.nextLong(1, 60);
      List<String> all = spellings(top, bottom);
      assertThat(all).hasSizeGreaterThanOrEqualTo(10);
      for (String spelling : all) {
        Judgement judgement = strict.grade(all.getFirst(), spelling);
        assertThat(judgement)
            .as("%s | %s: %s", all.getFirst(), spelling, Judgement.summary(judgement))
            .isInstanceOf(Judgement.Equivalent.class);
      }
    }
  }

  @Test
  void nearMissesOfANumberAreNeverEquivalent() {
    System.out.println("seed " + SEED);
    List<Grader> graders = List.of(Lines.patient(Policy.strict()), Lines.patient(Policy.lenient()));
    for (int i = 0; i < ROUNDS; i++) {
      long top = random.nextLong(-4000, 4000);
      long bottom = random.nextLong(1, 60);
      long other = random.nextBoolean() ? -top : changedDigit(top);
      if (other == top) {
        continue;
      }
      List<String> all = spellings(top, bottom);
      String miss = spellings(other, bottom).get(random.nextInt(10));
      for (Grader grader : graders) {
        for (String spelling : all) {
          Judgement judgement = grader.grade(spelling, miss);
          assertThat(judgement)
              .as("%s | %s: %s", spelling, miss, Judgement.summary(judgement))
              .isInstanceOf(Judgement.NotEquivalent.class);
        }
      }
    }
  }

  private long changedDigit(long value) {
    StringBuilder digits = new StringBuilder(Long.toString(Math.abs(value)));
    int at = random.nextInt(digits.length());
    char digit = digits.charAt(at);
    char changed = (char) ('0' + (digit - '0' + random.nextInt(1, 9)) % 10);
    digits.setCharAt(at, changed);
    long result = Long.parseLong(digits.toString());
    return value < 0 ? -result : result;
  }

  @Test
  void decimalsThatDifferInOneDigitAreNeverEquivalent() {
    Grader strict = Lines.patient(Policy.strict());
    Grader lenient = Lines.patient(Policy.lenient());
    for (int i = 0; i < 1_000; i++) {
      int decimals = random.nextInt(1, 8);
      BigDecimal value = BigDecimal.valueOf(random.nextLong(1_000, 100_000_000L), decimals);
      BigDecimal miss = value.add(BigDecimal.valueOf(random.nextInt(1, 9), decimals));
      for (Grader grader : List.of(strict, lenient)) {
        assertThat(grader.grade(value.toPlainString(), miss.toPlainString()))
            .as("%s | %s", value, miss)
            .isInstanceOf(Judgement.NotEquivalent.class);
      }
    }
  }

  @Test
  void opennessOrderSignAndMissingElementsAreSeen() {
    List<Grader> graders =
        List.of(
            Lines.patient(Policy.strict()),
            Lines.patient(Policy.lenient()),
            Lines.patient(Policy.mathVerify()));
    for (int i = 0; i < ROUNDS; i++) {
      int a = random.nextInt(-50, 50);
      int b = a + random.nextInt(1, 50);
      int c = b + random.nextInt(1, 50);
      if (c == 0) {
        continue;
      }
      String[][] misses = {
        {"$[" + a + "," + b + ")$", "$[" + a + "," + b + "]$"},
        {"$(" + a + "," + b + "]$", "$[" + a + "," + b + "]$"},
        {"$(" + a + "," + b + "," + c + ")$", "$(" + b + "," + a + "," + c + ")$"},
        {"$\\{" + a + "," + b + "," + c + "\\}$", "$\\{" + a + "," + c + "\\}$"},
        {"$x=" + a + ",x=" + b + "$", "$x=" + b + "$"},
        {"$" + b + "\\pm\\sqrt{3}$", "$" + b + "+\\sqrt{3}$"},
        {"$x>" + a + "$", "$x\\ge " + a + "$"},
        {"$x<" + a + "$", "$x>" + a + "$"},
        {"$" + a + "x+" + c + "$", "$" + a + "x-" + c + "$"},
        {"$\\frac{x+" + c + "}{x^2+1}$", "$\\frac{x+" + (c + 1) + "}{x^2+1}$"},
        {"$\\sqrt{" + (c * c + 1 + 100) + "}$", "$\\sqrt{" + (c * c + 2 + 100) + "}$"},
        {
          "$\\begin{pmatrix}" + a + "&" + b + "\\\\" + c + "&1\\end{pmatrix}$",
          "$\\begin{pmatrix}" + a + "&" + c + "\\\\" + b + "&1\\end{pmatrix}$"
        },
      };
      for (Grader grader : graders) {
        for (String[] pair : misses) {
          Judgement judgement = grader.grade(pair[0], pair[1]);
          assertThat(judgement)
              .as(
                  "%s: %s | %s: %s",
                  grader.policy(), pair[0], pair[1], Judgement.summary(judgement))
              .isNotInstanceOf(Judgement.Equivalent.class);
          Judgement same = grader.grade(pair[0], pair[0]);
          assertThat(same).as(pair[0]).isInstanceOf(Judgement.Equivalent.class);
        }
      }
    }
  }

  @Test
  void polynomialsAreEqualHoweverTheyAreWritten() {
    Grader strict = Lines.patient(Policy.strict());
    for (int i = 0; i < ROUNDS; i++) {
      int a = random.nextInt(1, 20);
      int b = random.nextInt(1, 20);
      int c = random.nextInt(1, 20);
      String product = "(" + a + "x+" + b + ")(x-" + c + ")";
      String expanded = a + "x^2+" + (b - a * c) + "x-" + b * c;
      expanded = expanded.replace("+-", "-");
      assertThat(strict.grade(product, expanded))
          .as("%s | %s", product, expanded)
          .isInstanceOf(Judgement.Equivalent.class);
      String miss = a + "x^2+" + (b - a * c + 1) + "x-" + b * c;
      assertThat(strict.grade(product, miss.replace("+-", "-")))
          .as("%s | %s", product, miss)
          .isInstanceOf(Judgement.NotEquivalent.class);
    }
  }

  @Test
  void roundingIsToTheDigitsWritten() {
    Grader lenient = Lines.patient(Policy.lenient());
    for (int i = 0; i < ROUNDS; i++) {
      long top = random.nextLong(1, 5_000);
      long bottom = 7 * random.nextLong(1, 40);
      if (top % 7 == 0) {
        continue;
      }
      BigDecimal rounded =
          BigDecimal.valueOf(top).divide(BigDecimal.valueOf(bottom), 5, RoundingMode.HALF_UP);
      if (rounded.precision() < 3) {
        continue;
      }
      assertThat(lenient.grade(top + "/" + bottom, rounded.toPlainString()).method().kind())
          .isEqualTo(Method.Kind.ROUNDED);
      BigDecimal miss = rounded.add(new BigDecimal("0.00002"));
      assertThat(lenient.grade(top + "/" + bottom, miss.toPlainString()))
          .isInstanceOf(Judgement.NotEquivalent.class);
    }
  }
}
