package dev.tusk.engine;

import java.time.Duration;

/** Checks of settings; each names the setting, its value and the bound. */
final class Bounds {
  private Bounds() {}

  static int range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, from %d to %d are possible".formatted(name, value, least, most));
    }
    return value;
  }

  static double temperature(double value) {
    if (!(value >= 0 && value <= 2)) {
      throw new IllegalArgumentException(
          "temperature is " + value + ", a number from 0 to 2 is needed");
    }
    return value;
  }

  static double share(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", a number above 0 and at most 1 is needed");
    }
    return value;
  }

  static Duration positive(String name, Duration value) {
    if (!value.isPositive() || value.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ", more than nothing and at most 365 days are possible");
    }
    return value;
  }
}
