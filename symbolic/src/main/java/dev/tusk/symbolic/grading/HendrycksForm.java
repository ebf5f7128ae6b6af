package dev.tusk.symbolic.grading;

/**
 * The string normaliser of the MATH data set: hendrycks/math, math_equivalence.py (MIT), step by
 * step as MAmmoTH uses it, which leaves 0.5 as it is.
 */
final class HendrycksForm {
  private HendrycksForm() {}

  static String of(String answer) {
    String text = answer.replace("\n", "").replace("\\!", "").replace("\\\\", "\\");
    text = text.replace("tfrac", "frac").replace("dfrac", "frac");
    text = text.replace("\\left", "").replace("\\right", "");
    text = text.replace("^{\\circ}", "").replace("^\\circ", "").replace("\\$", "");
    text = withoutUnits(text);
    text = text.replace("\\%", "");
    text = text.replace(" .", " 0.").replace("{.", "{0.");
    if (text.isEmpty()) {
      return text;
    }
    if (text.charAt(0) == '.') {
      text = "0" + text;
    }
    int equals = text.indexOf('=');
    if (equals >= 0 && equals == text.lastIndexOf('=') && equals <= 2) {
      text = text.substring(equals + 1);
    }
    text = bracedRoots(text).replace(" ", "");
    text = bracedFractions(text);
    return slashed(text);
  }

  private static String withoutUnits(String text) {
    int unit = text.indexOf("\\text{ ");
    return unit >= 0 ? text.substring(0, unit) : text;
  }

  private static String bracedRoots(String text) {
    if (!text.contains("\\sqrt")) {
      return text;
    }
    String[] parts = text.split("\\\\sqrt", -1);
    StringBuilder out = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      if (part.isEmpty() || part.charAt(0) == '{') {
        out.append("\\sqrt").append(part);
      } else {
        out.append("\\sqrt{").append(part.charAt(0)).append('}').append(part.substring(1));
      }
    }
    return out.toString();
  }

  private static String bracedFractions(String text) {
    if (!text.contains("\\frac")) {
      return text;
    }
    String[] parts = text.split("\\\\frac", -1);
    StringBuilder out = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      out.append("\\frac");
      if (part.isEmpty() || part.charAt(0) == '{') {
        out.append(part);
      } else if (part.length() < 2) {
        return text;
      } else if (part.charAt(1) == '{') {
        out.append('{').append(part.charAt(0)).append('}').append(part.substring(1));
      } else {
        out.append('{').append(part.charAt(0)).append("}{").append(part.charAt(1)).append('}');
        out.append(part.substring(2));
      }
    }
    return out.toString();
  }

  private static String slashed(String text) {
    return text.matches("(0|-?[1-9][0-9]{0,29})/(0|-?[1-9][0-9]{0,29})")
        ? "\\frac{" + text.replace("/", "}{") + "}"
        : text;
  }
}
