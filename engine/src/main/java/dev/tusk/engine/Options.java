package dev.tusk.engine;

import dev.tusk.symbolic.grading.Extraction;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a question's option in an answer. */
final class Options {
  private static final Pattern LETTER =
      Pattern.compile("(?s)(?:[Oo]ption |[Cc]hoice )?(?:\\(([A-J])\\)|([A-J])(?:[.):]|$)).*");

  private final List<String> options;
  private final Grader grader;
  private final boolean byValue;

  /**
   * @param byValue whether an answer that is no letter is compared with the options
   */
  Options(Question question, Grader grader, boolean byValue) {
    this.options = question.options();
    this.grader = grader;
    this.byValue = byValue;
  }

  /** The answer in a page of reasoning; empty where there is none. */
  Optional<String> answer(Grader reader, String page) {
    Extraction found = reader.answer(page);
    String text = found.text();
    if (text.isBlank()) {
      return Optional.empty();
    }
    boolean named =
        switch (found.source()) {
          case BOXED, FINAL_ANSWER, ANSWER_PHRASE, HASHES, LAST_MATHEMATICS, LAST_NUMBER -> true;
          case WHOLE -> byValue ? !(AnswerValue.parse(text) instanceof AnswerValue.Text) : true;
          case FINAL_LINE, NOTHING -> false;
        };
    return named || letter(text).isPresent() ? Optional.of(text) : Optional.empty();
  }

  /** The answer as a value: the option that it names or equals, or what it says itself. */
  AnswerValue value(String answer) {
    if (options.isEmpty()) {
      return AnswerValue.parse(answer);
    }
    return letter(answer)
        .or(() -> equal(answer))
        .<AnswerValue>map(choice -> choice)
        .orElseGet(() -> AnswerValue.parse(answer));
  }

  /** The option that a letter at the beginning names. */
  Optional<AnswerValue.Choice> letter(String answer) {
    Matcher letter = LETTER.matcher(answer.strip());
    if (!letter.matches()) {
      return Optional.empty();
    }
    String named = letter.group(1) == null ? letter.group(2) : letter.group(1);
    int index = named.charAt(0) - 'A';
    return index < options.size() ? Optional.of(choice(index)) : Optional.empty();
  }

  /** The only option whose value is the answer's. */
  private Optional<AnswerValue.Choice> equal(String answer) {
    if (!byValue) {
      return Optional.empty();
    }
    Optional<AnswerValue.Choice> found = Optional.empty();
    for (int i = 0; i < options.size(); i++) {
      if (grader.equivalent(options.get(i), answer) instanceof Judgement.Equivalent) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        found = Optional.of(choice(i));
      }
    }
    return found;
  }

  private AnswerValue.Choice choice(int index) {
    return new AnswerValue.Choice(Question.letter(index), options.get(index));
  }
}
