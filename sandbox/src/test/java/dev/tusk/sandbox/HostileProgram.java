package dev.tusk.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that means harm, from {@code hostile/}; the README there says how they are written.
 *
 * @param expected outcomes, any of which is right
 */
record HostileProgram(String group, String name, List<String> expected, String source) {
  static final List<String> GROUPS =
      List.of(
          "cpu",
          "memory",
          "output",
          "recursion",
          "syntax",
          "resist",
          "introspection",
          "imports",
          "files",
          "network",
          "processes",
          "sympy",
          "numpy",
          "pickle",
          "unicode",
          "state",
          "published");

  private static final Pattern PLACE =
      Pattern.compile("@\\{(?:(\\d+)\\*(.+?)|u\\+([0-9a-f]{4})|([a-z]+))\\}", Pattern.DOTALL);

  static List<HostileProgram> all() {
    return GROUPS.stream().flatMap(group -> group(group).stream()).toList();
  }

  static List<HostileProgram> group(String group) {
    List<HostileProgram> programs = new ArrayList<>();
    for (String text : read(group + ".txt").split("(?m)^#% ", -1)) {
      if (text.isBlank()) {
        continue;
      }
      int end = text.indexOf('\n');
      String[] header = text.substring(0, end).split("\\|", -1);
      if (header.length != 3) {
        throw new IllegalArgumentException(group + ": malformed header: " + header[0]);
      }
      programs.add(
          new HostileProgram(
              group,
              header[0].strip(),
              Arrays.stream(header[1].split(",", -1)).map(String::strip).toList(),
              text.substring(end + 1)));
    }
    return programs;
  }

  private static String read(String name) {
    try (InputStream in = HostileProgram.class.getResourceAsStream("/hostile/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("hostile/" + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program's text, its placeholders filled in. */
  String source(Map<String, String> places) {
    Matcher matcher = PLACE.matcher(source);
    return matcher.replaceAll(found -> {
      String text;
      if (found.group(1) != null) {
        text = found.group(2).repeat(Integer.parseInt(found.group(1)));
      } else if (found.group(3) != null) {
        text = Character.toString(Integer.parseInt(found.group(3), 16));
      } else {
        String value = places.get(found.group(4));
        if (value == null) {
          throw new IllegalArgumentException(this + ": no value for " + found.group());
        }
        text = value;
      }
      return Matcher.quoteReplacement(text);
    });
  }

  boolean expects(Execution execution) {
    return expected.stream().anyMatch(outcome -> matches(outcome, execution));
  }

  private boolean matches(String outcome, Execution execution) {
    String kind = outcome.split(" ", 2)[0];
    String detail = outcome.length() > kind.length() ? outcome.substring(kind.length() + 1) : "";
    return switch (kind) {
      case "completed" ->
          execution instanceof Execution.Completed done
              && (detail.isEmpty() || done.answer().equals(detail));
      case "raised" ->
          execution instanceof Execution.Raised raised
              && (detail.isEmpty() || raised.type().equals(detail));
      case "limit" ->
          execution instanceof Execution.LimitExceeded exceeded
              && (detail.isEmpty()
                  || exceeded.limit().name().toLowerCase(Locale.ROOT).equals(detail));
      case "rejected" -> execution instanceof Execution.Rejected;
      case "crashed" -> execution instanceof Execution.Crashed;
      case "cancelled" -> execution instanceof Execution.Cancelled;
      case "blocked" ->
          execution instanceof Execution.Raised
              || (execution instanceof Execution.Completed done && done.answer().equals("blocked"));
      default -> throw new IllegalArgumentException(this + ": unknown outcome " + kind);
    };
  }

  @Override
  public String toString() {
    return group + "/" + name + expected.stream().collect(Collectors.joining(", ", " (", ")"));
  }
}
