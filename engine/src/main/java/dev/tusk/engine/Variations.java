package dev.tusk.engine;

import dev.tusk.engine.Robustness.Change;
import dev.tusk.engine.Robustness.Outcome;
import dev.tusk.engine.Robustness.Variation;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a question in other words. Used by one thread, once. */
final class Variations {
  /** Given names that are no other words, with names to put in their place; she, then he. */
  private static final List<List<String>> NAMES =
      List.of(
          List.of(
              "Alice", "Amy", "Anna", "Betty", "Carol", "Clara", "Diana", "Ella", "Emily", "Emma",
              "Helen", "Jane", "Janet", "Julia", "Kate", "Laura", "Linda", "Lisa", "Lucy", "Maria",
              "Martha", "Mary", "Megan", "Mia", "Nancy", "Nina", "Olivia", "Rachel", "Sara",
              "Sarah", "Sophia", "Susan", "Tina", "Wendy", "Zoe"),
          List.of(
              "Adam", "Alan", "Albert", "Andrew", "Ben", "Bob", "Brian", "Carl", "Charles",
              "Daniel", "Dan", "David", "Edward", "Eric", "Fred", "George", "Harry", "Henry",
              "Jack", "James", "Jerry", "Jim", "Joe", "John", "Kevin", "Leo", "Luke", "Mike",
              "Nick", "Oscar", "Paul", "Pedro", "Peter", "Ryan", "Sam", "Simon", "Steve", "Thomas",
              "Tim", "Tom"));

  /** Whole numbers of a question that stand alone: no decimals, fractions, powers or ordinals. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.,/^*\\\\{-])[1-9]\\d{0,6}(?![\\w/^*}]|[.,]\\d|-)");

  private final Tusk tusk;
  private final Grader grader;
  private final Question question;
  private final SolveOptions options;
  private final SplittableRandom random;
  private final List<Variation> variations = new ArrayList<>();

  Variations(Tusk tusk, Grader grader, Question question, SolveOptions options) {
    this.tusk = tusk;
    this.grader = grader;
    this.question = question;
    this.options = options;
    this.random = new SplittableRandom(options.seed());
  }

  Robustness robustness() {
    Answer original = tusk.solve(question, options);
    if (original instanceof Answer.Solved solved) {
      reorder(solved);
      rename(solved);
      renumber(solved);
    }
    return new Robustness(original, variations);
  }

  private void reorder(Answer.Solved original) {
    if (!question.isChoice()) {
      return;
    }
    // A rotation leaves no option where it was.
    List<String> rotated = new ArrayList<>(question.options());
    Collections.rotate(rotated, 1 + random.nextInt(rotated.size() - 1));
    String expected =
        original.value() instanceof AnswerValue.Choice(char letter, String _)
            ? String.valueOf(Question.letter(rotated.indexOf(question.options().get(letter - 'A'))))
            : original.text();
    ask(Change.OPTIONS, Question.choice(question.stem(), rotated), expected, "");
  }

  private void rename(Answer.Solved original) {
    Map<String, String> names = new LinkedHashMap<>();
    for (List<String> alike : NAMES) {
      List<String> free = new ArrayList<>(alike);
      free.removeIf(name -> word(name).matcher(question.text()).find());
      Collections.shuffle(free, new java.util.Random(random.nextLong()));
      for (String name : alike) {
        if (word(name).matcher(question.text()).find() && !free.isEmpty()) {
          names.put(name, free.removeFirst());
        }
      }
    }
    if (!names.isEmpty()) {
      ask(
          Change.NAMES,
          replaced(Pattern.compile("\\b(?:" + String.join("|", names.keySet()) + ")\\b"), names),
          original.text(),
          "");
    }
  }

  private static Pattern word(String name) {
    return Pattern.compile("\\b" + name + "\\b");
  }

  private Question replaced(Pattern what, Map<String, String> by) {
    return new Question(
        replaced(what, by, question.text()),
        question.options().stream().map(option -> replaced(what, by, option)).toList());
  }

  private static String replaced(Pattern what, Map<String, String> by, String text) {
    return what.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(by.getOrDefault(found.group(), found.group())));
  }

  private void renumber(Answer.Solved original) {
    if (question.isChoice() || original.program().isEmpty()) {
      return;
    }
    Map<String, String> numbers = otherNumbers();
    if (numbers.isEmpty()) {
      return;
    }
    Question changed = replaced(NUMBER, numbers);
    Program program = original.program().get();
    Optional<String> lost =
        numbers.keySet().stream()
            .filter(number -> !literal(number).matcher(program.source()).find())
            .findFirst();
    if (lost.isPresent()) {
      ask(Change.NUMBERS, changed, "", "the original's program does not hold " + lost.get());
      return;
    }
    String source =
        replaced(
            Pattern.compile("(?<![\\w.])(?:" + String.join("|", numbers.keySet()) + ")(?![\\w.])"),
            numbers,
            program.source());
    Execution execution =
        tusk.execute(
            Program.of(source).withStyle(program.style()).withPreamble(program.preamble()));
    if (execution instanceof Execution.Completed completed && !completed.answer().isBlank()) {
      ask(Change.NUMBERS, changed, completed.answer(), "");
    } else {
      ask(
          Change.NUMBERS,
          changed,
          "",
          "the original's program with these numbers " + Texts.ending(execution));
    }
  }

  private static Pattern literal(String number) {
    return Pattern.compile("(?<![\\w.])" + number + "(?![\\w.])");
  }

  /** A number for each, in the same order of size, so that what was less stays less. */
  private Map<String, String> otherNumbers() {
    var found = new TreeSet<Long>();
    Matcher numbers = NUMBER.matcher(question.text());
    while (numbers.find()) {
      found.add(Long.parseLong(numbers.group()));
    }
    // One, two and a hundred are often no data but a way to speak.
    found.removeAll(List.of(1L, 2L, 100L));
    Map<String, String> others = new LinkedHashMap<>();
    long shift = 0;
    for (long number : found) {
      shift += 1 + random.nextLong(1 + number / 4);
      others.put(Long.toString(number), Long.toString(number + shift));
    }
    return others;
  }

  /**
   * @param expected empty where nothing is, for the reason that {@code unknown} gives
   */
  private void ask(Change change, Question changed, String expected, String unknown) {
    Answer answer = tusk.solve(changed, options);
    Outcome outcome = Outcome.NOT_COMPARED;
    String detail = unknown;
    if (answer instanceof Answer.Unsolved unsolved) {
      detail = "no answer: " + unsolved.detail();
    } else if (answer instanceof Answer.Solved solved && unknown.isEmpty()) {
      Judgement judgement = grader.equivalent(expected, solved.text());
      outcome =
          switch (judgement) {
            case Judgement.Equivalent e -> Outcome.FOLLOWS;
            case Judgement.NotEquivalent n -> Outcome.DEPARTS;
            case Judgement.Undecided u -> Outcome.NOT_COMPARED;
          };
      detail =
          "expected %s, answered %s%s"
              .formatted(
                  expected,
                  solved.text(),
                  outcome == Outcome.NOT_COMPARED ? ": " + judgement.reason() : "");
    }
    variations.add(new Variation(change, changed, expected, answer, outcome, detail));
  }
}
