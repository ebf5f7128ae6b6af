package dev.tusk.symbolic.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Python's texts for doubles. The shortest digits come from {@link Double#toString}, whose
 * algorithm (R. Giulietti, "The Schubfach way to render doubles", 2021) gives the shortest decimal
 * that reads back, except that it always keeps two digits.
 */
public final class PythonFloat {
  private PythonFloat() {}

  /** {@code repr(x)}. */
  public static String repr(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    if (x == 0) {
      return 1 / x < 0 ? "-0.0" : "0.0";
    }
    BigDecimal d = new BigDecimal(Double.toString(x)).stripTrailingZeros();
    if (d.precision() == 2) {
      BigDecimal one = d.round(new MathContext(1, RoundingMode.HALF_EVEN));
      if (one.doubleValue() == x) {
        d = one.stripTrailingZeros();
      }
    }
    return general(d, 16, true);
  }

  /**
   * Digits laid out as repr does: plain while the decimal exponent is in [-4, limit), else
   * scientific.
   */
  static String general(BigDecimal d, int limit, boolean pointZero) {
    String digits = d.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - d.scale();
    String sign = d.signum() < 0 ? "-" : "";
    if (exponent < -4 || exponent >= limit) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign + digits.charAt(0) + fraction + exponentText('e', exponent);
    }
    if (exponent < 0) {
      return sign + "0." + "0".repeat(-exponent - 1) + digits;
    }
    if (digits.length() <= exponent + 1) {
      return sign + digits + "0".repeat(exponent + 1 - digits.length()) + (pointZero ? ".0" : "");
    }
    return sign + digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
  }

  static String exponentText(char e, int exponent) {
    return e + (exponent < 0 ? "-" : "+") + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
  }

  /** {@code format(x, '.{decimals}f')} of an exact value. */
  public static String fixed(BigDecimal exact, int decimals) {
    return exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** {@code format(x, '.{decimals}e')} of an exact value. */
  public static String scientific(BigDecimal exact, int decimals, char e) {
    if (exact.signum() == 0) {
      return "0" + (decimals > 0 ? "." + "0".repeat(decimals) : "") + exponentText(e, 0);
    }
    BigDecimal d = exact.round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
    String digits = d.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - d.scale();
    var padded = new StringBuilder(digits);
    while (padded.length() < decimals + 1) {
      padded.append('0');
    }
    padded.setLength(decimals + 1);
    return (d.signum() < 0 ? "-" : "")
        + padded.charAt(0)
        + (decimals > 0 ? "." + padded.substring(1) : "")
        + exponentText(e, exponent);
  }

  /** {@code format(x, '.{precision}g')} of an exact value. */
  public static String generalFormat(BigDecimal exact, int precision, char e) {
    int p = Math.max(1, precision);
    if (exact.signum() == 0) {
      return "0";
    }
    BigDecimal d = exact.round(new MathContext(p, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    String text = general(d, p, false);
    return e == 'E' ? text.toUpperCase(Locale.ROOT) : text;
  }
}
