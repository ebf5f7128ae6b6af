package dev.tusk.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question, and the options to choose from where it has some. Immutable.
 *
 * <pre>{@code
 * Question open = Question.of("What is 7 times 8?");
 * Question choice = Question.choice("What is 7 times 8?", List.of("54", "56", "58"));
 * }</pre>
 *
 * @param text the whole text that the model sees, options included
 * @param options the options in their order, the first of which is A; empty for an open question
 */
public record Question(String text, List<String> options) {
  /** Options that a question may have at most: A to J. */
  public static final int MOST_OPTIONS = 10;

  private static final String HEADING = "\nAnswer Choices:";
  private static final Pattern LISTED =
      Pattern.compile("(?i)\\n[ \\t]*(?:answer choices|options|choices)[ \\t]*:\\s*(?=\\(?A[).:])");
  private static final Pattern MARK = Pattern.compile("(?:^|\\s)\\(?([A-J])[).:]\\s*");

  /** Checks and copies. */
  public Question {
    Objects.requireNonNull(text, "text");
    options = List.copyOf(options);
    if (options.size() == 1 || options.size() > MOST_OPTIONS) {
      throw new IllegalArgumentException(
          "options has %d entries, none or from 2 to %d are possible"
              .formatted(options.size(), MOST_OPTIONS));
    }
  }

  /**
   * A question as it was written: one with options where it ends in {@code Answer Choices: (A) …
   * (B) …} (or {@code Options:}) on a line of their own, else an open one.
   */
  public static Question of(String text) {
    Matcher listed = LISTED.matcher(text);
    int start = -1;
    int from = -1;
    while (listed.find()) {
      start = listed.start();
      from = listed.end();
    }
    if (start < 0) {
      return open(text);
    }
    List<String> options = new ArrayList<>();
    Matcher marks = MARK.matcher(text).region(from, text.length());
    int begin = -1;
    while (marks.find()) {
      if (marks.group(1).charAt(0) == 'A' + options.size() + (begin < 0 ? 0 : 1)) {
        if (begin >= 0) {
          options.add(text.substring(begin, marks.start()).strip());
        }
        begin = marks.end();
      }
    }
    options.add(text.substring(begin).strip());
    return options.size() < 2 || options.size() > MOST_OPTIONS
        ? open(text)
        : new Question(text, options);
  }

  /** A question that is taken for an open one, whatever it says. */
  public static Question open(String text) {
    return new Question(text, List.of());
  }

  /** A question with these options, which are written behind it as MAmmoTH's data has them. */
  public static Question choice(String stem, List<String> options) {
    var text = new StringBuilder(stem).append(HEADING);
    for (int i = 0; i < options.size(); i++) {
      text.append(" (").append(letter(i)).append(") ").append(options.get(i));
    }
    return new Question(text.toString(), options);
  }

  /** Whether there are options to choose from. */
  public boolean isChoice() {
    return !options.isEmpty();
  }

  /** The letter of the option at this index: 0 is A. */
  static char letter(int index) {
    return (char) ('A' + index);
  }

  /** The options as MAmmoTH writes them: {@code (A) 54 (B) 56}. */
  String listing() {
    var text = new StringBuilder();
    for (int i = 0; i < options.size(); i++) {
      text.append(i == 0 ? "(" : " (").append(letter(i)).append(") ").append(options.get(i));
    }
    return text.toString();
  }

  /** The text before the options. */
  String stem() {
    if (!isChoice()) {
      return text;
    }
    Matcher listed = LISTED.matcher(text);
    int end = text.length();
    while (listed.find()) {
      end = listed.start();
    }
    return text.substring(0, end);
  }
}
