package dev.tusk.sandbox.lockdown;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What took hold when a process locked itself down: a state for every {@link Measure}, none left
 * out.
 *
 * <p>Immutable and thread-safe.
 *
 * @param states the state of each measure
 */
public record Confinement(Map<Measure, State> states) {
  /** The longest text that {@link #parse} reads, in characters. */
  public static final int MAX_TEXT = 8_192;

  private static final int MAX_DETAIL = 400;

  /** Whether a measure took hold. */
  public sealed interface State {
    /** What holds exactly, or why it does not: one line of at most 400 characters. */
    String detail();
  }

  /** The measure holds. */
  public record Applied(String detail) implements State {
    public Applied {
      detail = oneLine(detail);
    }
  }

  /** The measure does not hold here, for the reason given. */
  public record Unavailable(String detail) implements State {
    public Unavailable {
      detail = oneLine(detail);
    }
  }

  public Confinement {
    EnumMap<Measure, State> copy = new EnumMap<>(Measure.class);
    copy.putAll(states);
    Set<Measure> missing = EnumSet.allOf(Measure.class);
    missing.removeAll(copy.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("states has nothing on " + missing);
    }
    states = Collections.unmodifiableMap(copy);
  }

  /** A confinement in which nothing holds, for one reason. */
  public static Confinement unavailable(String reason) {
    return new Confinement(
        Arrays.stream(Measure.values())
            .collect(Collectors.toMap(measure -> measure, _ -> new Unavailable(reason))));
  }

  public State state(Measure measure) {
    State state = states.get(measure);
    if (state == null) {
      throw new AssertionError("checked when made: " + measure);
    }
    return state;
  }

  public boolean holds(Measure measure) {
    return state(measure) instanceof Applied;
  }

  /** The measures that do not hold, in their declared order. */
  public List<Measure> missing() {
    return Arrays.stream(Measure.values()).filter(measure -> !holds(measure)).toList();
  }

  /**
   * One line a measure: its name, {@code +} or {@code -}, the detail. {@link #parse} reads it back.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    states.forEach((measure, state) ->
        text.append(measure)
            .append(state instanceof Applied ? " + " : " - ")
            .append(state.detail())
            .append('\n'));
    return text.toString();
  }

  /**
   * Reads what {@link #text} wrote. The text may come from a process that is not trusted: anything
   * that is not exactly one well-formed line for each measure is refused.
   *
   * @throws IllegalArgumentException naming what is wrong and where
   */
  public static Confinement parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "confinement of " + text.length() + " characters, at most " + MAX_TEXT);
    }
    EnumMap<Measure, State> states = new EnumMap<>(Measure.class);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String[] parts = line.split(" ", 3);
      if (parts.length != 3 || parts[2].length() > MAX_DETAIL) {
        throw new IllegalArgumentException("confinement line " + number + " is malformed");
      }
      Measure measure = measure(parts[0], number);
      State state =
          switch (parts[1]) {
            case "+" -> new Applied(parts[2]);
            case "-" -> new Unavailable(parts[2]);
            default ->
                throw new IllegalArgumentException("confinement line " + number + " is malformed");
          };
      if (states.put(measure, state) != null) {
        throw new IllegalArgumentException(
            "confinement line " + number + " speaks of " + measure + " again");
      }
    }
    return new Confinement(states);
  }

  private static Measure measure(String name, int line) {
    return Arrays.stream(Measure.values())
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("confinement line " + line + " names no measure"));
  }

  /** Printable ASCII only: the text goes to logs, and its source may be hostile. */
  private static String oneLine(String detail) {
    String line = detail.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL);
  }
}
