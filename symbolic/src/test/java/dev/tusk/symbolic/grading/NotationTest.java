package dev.tusk.symbolic.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seeded properties of every notation: each spelling of an answer is equivalent to each other,
 * whichever comes first, and no near miss is.
 */
class NotationTest {
  private static final long SEED = 20_261_124L;
  private static final int ROUNDS = 25;

  /** An answer in several spellings, and answers that differ from it a little. */
  record Family(List<String> spellings, List<String> misses) {}

  /** Notations whose spellings are equal under strict already, or only under lenient. */
  enum Notation {
    INTERVAL(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(-30, 30);
        int b = a + random.nextInt(1, 30);
        boolean open = random.nextBoolean();
        String left = open ? "(" : "[";
        String less = open ? "<" : "\\le";
        String other = open ? "[" : "(";
        return new Family(
            List.of(
                left + a + "," + b + "]",
                "\\left" + left + a + ", " + b + "\\right]",
                "x \\in " + left + a + "," + b + "]",
                left + "\\frac{" + 2 * a + "}{2}," + b + "]",
                left + "\\,{" + a + "},\\;" + b + "\\,]",
                "$" + left + a + "," + b + "]$",
                a + " " + less + " x \\leq " + b,
                b + " \\geq x " + (open ? ">" : "\\ge") + " " + a,
                "\\{x \\mid " + a + less + " x\\le " + b + "\\}",
                left + a + ".0," + b + ".0]"),
            List.of(
                other + a + "," + b + "]",
                left + a + "," + b + ")",
                left + a + "," + (b + 1) + "]",
                left + (a - 1) + "," + b + "]",
                left + a + ",\\infty)"));
      }
    },
    UNION(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(-30, 30);
        int b = a + random.nextInt(1, 30);
        String first = "(-\\infty," + a + ")";
        String second = "[" + b + ",\\infty)";
        return new Family(
            List.of(
                first + "\\cup" + second,
                second + " \\cup " + first,
                first + " ∪ " + second,
                "(-∞, " + a + ") ∪ [" + b + ", ∞)",
                "x<" + a + "\\text{ or }x\\ge " + b,
                "x \\geq " + b + " or x < " + a,
                "\\mathbb{R}\\setminus[" + a + "," + b + ")",
                "x\\in " + first + "\\cup" + second),
            List.of(
                first + "\\cup (" + b + ",\\infty)",
                "(-\\infty," + a + "]\\cup" + second,
                first,
                "(-\\infty," + b + ")\\cup[" + a + ",\\infty)",
                "[" + a + "," + b + "]"));
      }
    },
    SET(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(-30, 30);
        int b = a + random.nextInt(1, 30);
        int c = b + random.nextInt(1, 30);
        return new Family(
            List.of(
                "\\{" + a + "," + b + "," + c + "\\}",
                "\\left\\{" + c + ", " + a + ",\\, " + b + "\\right\\}",
                "\\lbrace " + b + "," + c + "," + a + "\\rbrace",
                "$\\{" + a + "," + b + "," + c + "\\}$",
                "\\{" + a + ",\\frac{" + 3 * b + "}{3}," + c + ".0\\}",
                "\\{" + a + "\\}\\cup\\{" + b + "," + c + "\\}"),
            List.of(
                "\\{" + a + "," + b + "\\}",
                "\\{" + a + "," + b + "," + (c + 1) + "\\}",
                "\\{" + a + "," + b + "," + c + "," + (c + 1) + "\\}",
                "\\emptyset",
                "\\{" + a + "\\}"));
      }
    },
    TUPLE(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(-30, 30);
        int b = a + random.nextInt(1, 30);
        int c = random.nextInt(-30, 30);
        return new Family(
            List.of(
                "(" + a + "," + b + "," + c + ")",
                "\\left(" + a + ", " + b + ",\\ " + c + "\\right)",
                "( " + a + " , " + b + " , " + c + " )",
                "(" + a + ".0,\\frac{" + 2 * b + "}{2}," + c + ")",
                "\\bigl(" + a + ",\\;" + b + ",\\;" + c + "\\bigr)",
                "\\langle " + a + "," + b + "," + c + "\\rangle"),
            List.of(
                "(" + b + "," + a + "," + c + ")",
                "(" + a + "," + b + ")",
                "(" + a + "," + b + "," + (c + 1) + ")",
                "(" + a + "," + b + "," + c + ",0)"));
      }
    },
    LIST(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(1, 30);
        int b = a + random.nextInt(1, 30);
        int c = b + random.nextInt(1, 30);
        return new Family(
            List.of(
                a + ", " + b + ", " + c,
                a + ", " + b + " and " + c,
                a + ", " + b + ", and " + c,
                c + ", " + a + "\\text{ and }" + b,
                a + "; " + b + "; " + c,
                "x=" + a + ", x=" + b + ", x=" + c,
                "x = " + a + " or x = " + c + " or x = " + b),
            List.of(
                a + ", " + b,
                a + ", " + b + ", " + (c + 1),
                a + " and " + c,
                -a + ", " + b + ", " + c));
      }
    },
    MATRIX(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(-9, 10);
        int b = a + random.nextInt(1, 9);
        int c = b + random.nextInt(1, 9);
        int d = c + random.nextInt(1, 9);
        String cells = a + "&" + b + "\\\\" + c + "&" + d;
        List<String> all = new ArrayList<>();
        for (String kind : List.of("pmatrix", "bmatrix", "Bmatrix", "matrix", "smallmatrix")) {
          all.add("\\begin{" + kind + "}" + cells + "\\end{" + kind + "}");
        }
        all.add("\\left(\\begin{array}{cc}" + cells + "\\end{array}\\right)");
        all.add("\\left[\\begin{array}{rr} " + cells + "\\\\ \\end{array}\\right]");
        all.add("[[" + a + "," + b + "],[" + c + "," + d + "]]");
        all.add(
            "\\begin{pmatrix}"
                + a
                + ".0&\\frac{"
                + 2 * b
                + "}{2}\\\\"
                + c
                + "&"
                + d
                + "\\end{pmatrix}");
        return new Family(
            all,
            List.of(
                "\\begin{pmatrix}" + a + "&" + c + "\\\\" + b + "&" + d + "\\end{pmatrix}",
                "\\begin{pmatrix}" + cells + "\\\\0&0\\end{pmatrix}",
                "\\begin{pmatrix}" + a + "&" + b + "\\\\" + c + "&" + (d + 1) + "\\end{pmatrix}",
                "\\begin{vmatrix}" + cells + "\\end{vmatrix}"));
      }
    },
    CASES(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(1, 30);
        int b = random.nextInt(1, 30);
        return new Family(
            List.of(
                "\\begin{cases}" + a + "x&x>" + b + "\\\\-x&x\\le " + b + "\\end{cases}",
                "\\begin{cases}"
                    + a
                    + "x&\\text{if }x>"
                    + b
                    + "\\\\-x&\\text{if }x\\le "
                    + b
                    + "\\end{cases}",
                "\\begin{cases}-x,&x\\leq " + b + "\\\\" + a + "x,&x>" + b + "\\end{cases}",
                "\\begin{cases} x\\cdot "
                    + a
                    + " & "
                    + b
                    + "<x\\\\ -x & "
                    + b
                    + "\\ge x \\end{cases}"),
            List.of(
                "\\begin{cases}" + a + "x&x\\ge " + b + "\\\\-x&x< " + b + "\\end{cases}",
                "\\begin{cases}" + (a + 1) + "x&x>" + b + "\\\\-x&x\\le " + b + "\\end{cases}",
                "\\begin{cases}"
                    + a
                    + "x&x>"
                    + (b + 1)
                    + "\\\\-x&x\\le "
                    + (b + 1)
                    + "\\end{cases}"));
      }
    },
    BINOMIAL(true) {
      @Override
      Family next(SplittableRandom random) {
        int n = random.nextInt(4, 20);
        int k = random.nextInt(1, n);
        BigInteger value = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
          value = value.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return new Family(
            List.of(
                "\\binom{" + n + "}{" + k + "}",
                "\\dbinom{" + n + "}{" + k + "}",
                "{" + n + " \\choose " + k + "}",
                "C(" + n + "," + k + ")",
                "{}^{" + n + "}C_{" + k + "}",
                "\\frac{" + n + "!}{" + k + "!\\," + (n - k) + "!}",
                "\\binom{" + n + "}{" + (n - k) + "}",
                value.toString()),
            List.of(
                "\\binom{" + (n + 1) + "}{" + k + "}",
                "\\frac{" + n + "!}{" + k + "!}+1",
                value.add(BigInteger.ONE).toString(),
                value.negate().toString()));
      }
    },
    REPEATING(true) {
      @Override
      Family next(SplittableRandom random) {
        int head = random.nextInt(0, 10);
        int period = random.nextInt(1, 99);
        if (period % 11 == 0) {
          period++;
        }
        String digits = String.format(Locale.ROOT, "%02d", period);
        int top = head * 99 + period;
        return new Family(
            List.of(
                "\\frac{" + top + "}{990}",
                top + "/990",
                "0." + head + "\\overline{" + digits + "}",
                "0." + head + "\\bar{" + digits + "}",
                "0." + head + digits + "\\overline{" + digits + "}",
                "0." + head + "(" + digits + ")",
                "0." + head + digits + digits + digits + "\\ldots"),
            List.of(
                "0." + head + digits.charAt(0) + (digits.charAt(1) - '0' + 5) % 10,
                "0." + head + "\\overline{" + digits.charAt(1) + digits.charAt(0) + "}",
                "0.\\overline{" + head + digits + "}",
                "\\frac{" + (top + 1) + "}{990}"));
      }
    },
    BASE(true) {
      @Override
      Family next(SplittableRandom random) {
        int value = random.nextInt(40, 5_000);
        String hex = Integer.toHexString(value).toUpperCase(Locale.ROOT);
        return new Family(
            List.of(
                value + "",
                Integer.toBinaryString(value) + "_2",
                Integer.toBinaryString(value) + "_{2}",
                Integer.toString(value, 7) + "_7",
                "(" + Integer.toString(value, 5) + ")_5",
                Integer.toString(value, 3) + "_{\\text{three}}",
                "\\text{" + hex + "}_{16}",
                "0x" + hex,
                "0b" + Integer.toBinaryString(value)),
            List.of(
                Integer.toBinaryString(value) + "_3",
                Integer.toBinaryString(value ^ 1) + "_2",
                Integer.toString(value, 7) + "_8",
                Integer.toString(value, 5)));
      }
    },
    TIME(true) {
      @Override
      Family next(SplittableRandom random) {
        int hour = random.nextInt(1, 12);
        int minute = random.nextInt(10, 60);
        return new Family(
            List.of(
                (hour + 12) + ":" + minute,
                hour + ":" + minute + " PM",
                hour + ":" + minute + " p.m.",
                hour + ":" + minute + "pm",
                hour + "{:}" + minute + "\\text{ p.m.}"),
            List.of(
                (hour + 12) + ":" + (minute - 1),
                hour + ":" + minute + " AM",
                (hour + 11) + ":" + minute));
      }
    },
    DATE(true) {
      @Override
      Family next(SplittableRandom random) {
        int day = random.nextInt(13, 29);
        int year = random.nextInt(1_900, 2_100);
        return new Family(
            List.of(
                "March " + day + ", " + year,
                "Mar. " + day + ", " + year,
                day + " March " + year,
                "03/" + day + "/" + year,
                year + "-03-" + day,
                "the " + day + "th of March, " + year,
                "\\text{March " + day + ", " + year + "}"),
            List.of(
                "April " + day + ", " + year,
                "March " + (day - 1) + ", " + year,
                "March " + day + ", " + (year + 1),
                "04/" + day + "/" + year));
      }
    },
    UNIT(true) {
      @Override
      Family next(SplittableRandom random) {
        int n = random.nextInt(2, 900);
        return new Family(
            List.of(
                n + " cm",
                n + "\\text{ cm}",
                n + "\\,\\mathrm{cm}",
                n + "\\ \\mathrm{cm}",
                n + "\\mbox{ centimeters}",
                n + "cm",
                "\\frac{" + n + "}{100} m",
                10 * n + " mm"),
            List.of(n + " m", (n + 1) + " cm", n + " cm^2", n + " kg", n + " mm"));
      }
    },
    LONG_TIME(true) {
      @Override
      Family next(SplittableRandom random) {
        int hours = random.nextInt(1, 20);
        int minutes = random.nextInt(1, 60);
        int all = 60 * hours + minutes;
        return new Family(
            List.of(
                all + " minutes",
                hours + " hours " + minutes + " minutes",
                hours + " hr " + minutes + " min",
                hours + " hours and " + minutes + " minutes",
                "\\frac{" + all + "}{60}\\text{ hours}",
                60 * all + " seconds"),
            List.of(
                (all + 1) + " minutes",
                hours + " minutes " + minutes + " hours",
                all + " hours",
                hours + " hours"));
      }
    },
    CURRENCY(true) {
      @Override
      Family next(SplittableRandom random) {
        int dollars = random.nextInt(1_000, 9_999);
        int cents = random.nextInt(10, 100);
        String grouped = String.format(Locale.ROOT, "%,d", dollars);
        return new Family(
            List.of(
                "\\$" + dollars + "." + cents,
                "$" + grouped + "." + cents,
                "\\$" + grouped + "." + cents,
                dollars + "." + cents + " dollars",
                dollars + "." + cents + "\\text{ dollars}",
                dollars + "." + cents + " USD",
                dollars * 100 + cents + " cents",
                (dollars * 100 + cents) + "¢"),
            List.of(
                "\\$" + (dollars + 1) + "." + cents,
                "€" + dollars + "." + cents,
                "\\$" + dollars + "." + (cents - 1),
                dollars + "." + cents + " cents"));
      }
    },
    PERCENT(true) {
      @Override
      Family next(SplittableRandom random) {
        int n = random.nextInt(101, 999);
        return new Family(
            List.of(
                n + "\\%",
                n + "%",
                n + " percent",
                "$" + n + "\\%$",
                n + ".0\\%",
                n + "\\text{ percent}",
                "\\frac{" + n + "}{100}",
                n / 100 + "." + String.format(Locale.ROOT, "%02d", n % 100)),
            List.of((n + 1) + "\\%", "0." + n + "\\%", n * 10 + "%", "-" + n + "\\%"));
      }
    },
    MIXED(true) {
      @Override
      Family next(SplittableRandom random) {
        int whole = random.nextInt(1, 60);
        int bottom = random.nextInt(3, 30);
        int top = random.nextInt(1, bottom - 1);
        int all = whole * bottom + top;
        String sign = random.nextBoolean() ? "-" : "";
        return new Family(
            List.of(
                sign + "\\frac{" + all + "}{" + bottom + "}",
                sign + whole + "\\frac{" + top + "}{" + bottom + "}",
                sign + whole + " \\tfrac{" + top + "}{" + bottom + "}",
                sign + whole + "\\dfrac{" + top + "}{" + bottom + "}",
                sign + whole + " " + top + "/" + bottom,
                sign + "{" + all + " \\over " + bottom + "}",
                sign + "(" + whole + "+\\frac{" + top + "}{" + bottom + "})"),
            List.of(
                sign + whole + "\\frac{" + (top + 1) + "}{" + bottom + "}",
                sign + "\\frac{" + whole * top + "}{" + bottom + "}",
                (sign.isEmpty() ? "-" : "") + whole + "\\frac{" + top + "}{" + bottom + "}",
                sign + (whole + 1) + "\\frac{" + top + "}{" + bottom + "}"));
      }
    },
    SUM(true) {
      @Override
      Family next(SplittableRandom random) {
        int n = random.nextInt(3, 40);
        int k = random.nextInt(2, 9);
        return new Family(
            List.of(
                "\\sum_{i=1}^{" + n + "} " + k + "i",
                k + "\\sum_{j=1}^{" + n + "} j",
                "\\sum\\limits_{m=1}^{" + n + "}(" + k + "m)",
                "\\frac{" + k + "\\cdot " + n + "\\cdot " + (n + 1) + "}{2}",
                "\\sum_{i=0}^{" + (n - 1) + "} " + k + "(i+1)",
                Integer.toString(k * n * (n + 1) / 2)),
            List.of(
                "\\sum_{i=1}^{" + (n + 1) + "} " + k + "i",
                "\\sum_{i=2}^{" + n + "} " + k + "i",
                "\\prod_{i=1}^{" + n + "} " + k + "i",
                "\\sum_{i=1}^{" + n + "} " + k + "i^2"));
      }
    },
    INTEGRAL(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(1, 9);
        int k = random.nextInt(1, 9);
        return new Family(
            List.of(
                "\\int_0^{" + a + "} " + k + "x^2\\,dx",
                "\\int_{0}^{" + a + "} " + k + " t^{2} \\, \\mathrm{d}t",
                k + "\\int_0^{" + a + "} x^2 dx",
                "\\int\\limits_0^{" + a + "} x\\cdot " + k + "x \\; dx",
                "\\frac{" + k * a * a * a + "}{3}"),
            List.of(
                "\\int_0^{" + (a + 1) + "} " + k + "x^2\\,dx",
                "\\int_0^{" + a + "} " + k + "x\\,dx+1",
                "\\int_{" + a + "}^0 " + k + "x^2\\,dx",
                "\\frac{" + (k * a * a * a + 1) + "}{3}"));
      }
    },
    LIMIT(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(1, 40);
        return new Family(
            List.of(
                "\\lim_{x\\to " + a + "}\\frac{x^2-" + a * a + "}{x-" + a + "}",
                "\\lim\\limits_{t \\rightarrow " + a + "} \\frac{t^2-" + a * a + "}{t-" + a + "}",
                "\\lim_{x\\to " + a + "}(x+" + a + ")",
                Integer.toString(2 * a)),
            List.of(
                "\\lim_{x\\to " + (a + 1) + "}(x+" + a + ")",
                Integer.toString(2 * a + 1),
                "\\lim_{x\\to " + a + "}(x-" + a + ")"));
      }
    },
    DERIVATIVE(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(2, 9);
        return new Family(
            List.of(
                "\\frac{d}{dx}\\left(x^{" + a + "}\\sin x\\right)",
                "\\frac{\\mathrm{d}}{\\mathrm{d}x}(x^{" + a + "}\\sin x)",
                a + "x^{" + (a - 1) + "}\\sin x+x^{" + a + "}\\cos x",
                "x^{" + (a - 1) + "}(" + a + "\\sin x+x\\cos x)"),
            List.of(
                "\\frac{d}{dx}\\left(x^{" + a + "}\\cos x\\right)",
                a + "x^{" + (a - 1) + "}\\cos x",
                a + "x^{" + (a - 1) + "}\\sin x-x^{" + a + "}\\cos x"));
      }
    },
    PLUS_MINUS(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(1, 30);
        int b = random.nextInt(2, 30);
        return new Family(
            List.of(
                a + "\\pm\\sqrt{" + b + "}",
                a + " ± √" + b,
                "\\{" + a + "+\\sqrt{" + b + "}," + a + "-\\sqrt{" + b + "}\\}",
                "x=" + a + "\\pm\\sqrt{" + b + "}",
                a + "\\mp\\sqrt{" + b + "}",
                "\\frac{" + 2 * a + "\\pm\\sqrt{" + 4 * b + "}}{2}"),
            List.of(
                a + "+\\sqrt{" + b + "}",
                a + "-\\sqrt{" + b + "}",
                a + "\\pm\\sqrt{" + (b + 1) + "}",
                "-" + a + "\\pm\\sqrt{" + b + "}"));
      }
    },
    CHAIN(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(2, 40);
        int b = random.nextInt(2, 40);
        int sum = a + b;
        return new Family(
            List.of(
                "x = " + sum,
                "x = " + a + "+" + b + " = " + sum,
                "x=" + a + "+" + b,
                "x = \\frac{" + 2 * sum + "}{2} = " + sum,
                Integer.toString(sum)),
            List.of(
                "x = " + (sum + 1),
                "x = " + a + "+" + b + " = " + (sum + 1),
                Integer.toString(-sum),
                "x = -" + sum));
      }
    },
    INEQUALITY(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(-30, 30);
        int k = random.nextInt(2, 9);
        return new Family(
            List.of(
                "x \\ge " + a,
                "x>=" + a,
                "x ≥ " + a,
                a + " \\le x",
                "x \\geqslant " + a,
                k + "x \\ge " + k * a,
                "-x \\le " + -a,
                "[" + a + ",\\infty)",
                "\\{x : x\\ge " + a + "\\}"),
            List.of(
                "x > " + a,
                "x \\le " + a,
                "x \\ge " + (a + 1),
                "(" + a + ",\\infty)",
                "-x \\ge " + -a));
      }
    },
    CHOICE(false) {
      @Override
      Family next(SplittableRandom random) {
        char letter = (char) ('A' + random.nextInt(5));
        char other = (char) ('A' + (letter - 'A' + random.nextInt(1, 5)) % 5);
        int value = random.nextInt(10, 99);
        return new Family(
            List.of(
                letter + "",
                "(" + letter + ")",
                "\\text{" + letter + "}",
                "\\textbf{(" + letter + ")}",
                "(" + letter + ") " + value,
                "\\boxed{\\text{(" + letter + ")}}"),
            List.of(
                other + "",
                "(" + other + ")",
                "\\textbf{(" + other + ")}",
                "(" + other + ") " + value));
      }
    },
    COMPLEX(true) {
      @Override
      Family next(SplittableRandom random) {
        int a = random.nextInt(1, 30);
        int b = random.nextInt(2, 30);
        return new Family(
            List.of(
                a + "+" + b + "i",
                b + "i+" + a,
                a + " + " + b + "\\cdot i",
                "\\overline{" + a + "-" + b + "i}",
                "-i(" + -b + "+" + a + "i)",
                "\\frac{" + 2 * a + "+" + 2 * b + "i}{2}"),
            List.of(a + "-" + b + "i", a + "+" + (b + 1) + "i", b + "+" + a + "i+1", a + "+" + b));
      }
    },
    LARGE_NUMBER(true) {
      @Override
      Family next(SplittableRandom random) {
        long n = random.nextLong(1_000_000L, 999_999_999L);
        String grouped = String.format(Locale.ROOT, "%,d", n);
        return new Family(
            List.of(
                Long.toString(n),
                grouped,
                grouped.replace(",", "{,}"),
                grouped.replace(",", ",\\!"),
                grouped.replace(",", "\\,"),
                grouped.replace(",", " "),
                grouped.replace(',', '\''),
                grouped.replace(',', '_'),
                n / 10 + "." + n % 10 + " \\times 10^1",
                n + ".0"),
            List.of(Long.toString(n + 1), Long.toString(-n), n + "0", Long.toString(n / 10)));
      }
    };

    private final boolean strict;

    Notation(boolean strict) {
      this.strict = strict;
    }

    abstract Family next(SplittableRandom random);
  }

  @ParameterizedTest
  @EnumSource(Notation.class)
  void everySpellingIsEquivalentToEveryOther(Notation notation) {
    SplittableRandom random = random(notation);
    Grader grader = Lines.patient(notation.strict ? Policy.strict() : Policy.lenient());
    for (int i = 0; i < ROUNDS; i++) {
      List<String> all = notation.next(random).spellings();
      for (int j = 0; j < all.size(); j++) {
        String a = all.get(j);
        String b = all.get((j + 1 + random.nextInt(all.size() - 1)) % all.size());
        for (String other : List.of(all.getFirst(), b)) {
          Judgement judgement = grader.equivalent(a, other);
          assertThat(judgement)
              .as("%s | %s: %s", a, other, Judgement.summary(judgement))
              .isInstanceOf(Judgement.Equivalent.class);
          assertThat(grader.equivalent(other, a)).isInstanceOf(Judgement.Equivalent.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Notation.class)
  void noNearMissIsEquivalent(Notation notation) {
    SplittableRandom random = random(notation);
    List<Grader> graders =
        List.of(
            Lines.patient(Policy.strict()),
            Lines.patient(Policy.lenient()),
            Lines.patient(Policy.mathVerify()));
    for (int i = 0; i < ROUNDS; i++) {
      Family family = notation.next(random);
      for (String miss : family.misses()) {
        for (Grader grader : graders) {
          boolean marked = grader.policy().mode() == Policy.Mode.MATH_VERIFY;
          if (marked && !mathVerifySees(notation)) {
            continue;
          }
          String spelling = family.spellings().get(random.nextInt(family.spellings().size()));
          Judgement judgement =
              grader.grade(marked ? marked(spelling) : spelling, marked ? marked(miss) : miss);
          assertThat(judgement)
              .as("%s: %s | %s: %s", grader.policy(), spelling, miss, Judgement.summary(judgement))
              .isNotInstanceOf(Judgement.Equivalent.class);
        }
      }
    }
  }

  /** Math-Verify drops units, reads 28% as 28 and does not know choices, times and dates. */
  private static boolean mathVerifySees(Notation notation) {
    return switch (notation) {
      case UNIT, LONG_TIME, CURRENCY, PERCENT, CHOICE, TIME, DATE, BASE -> false;
      default -> true;
    };
  }

  private static String marked(String text) {
    return text.startsWith("$") || text.contains("boxed") ? text : "$" + text + "$";
  }

  private static SplittableRandom random(Notation notation) {
    long seed = SEED + notation.name().hashCode();
    System.out.println(notation + ", seed " + seed);
    return new SplittableRandom(seed);
  }
}
