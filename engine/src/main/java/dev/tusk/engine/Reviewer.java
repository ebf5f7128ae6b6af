package dev.tusk.engine;

import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import java.util.Optional;

/** Judges a claim by an answer that was found without it. */
final class Reviewer {
  private final Grader grader;
  private final boolean choice;
  private final Options options;

  Reviewer(Question question, Grader grader) {
    this.grader = grader;
    this.choice = question.isChoice();
    this.options = new Options(question, grader, true);
  }

  Review review(String claim, Answer answer) {
    return switch (answer) {
      case Answer.Unsolved unsolved ->
          new Review.Unsettled(
              claim, answer, Optional.empty(), "no answer was found: " + unsolved.detail());
      case Answer.Solved solved -> judged(claim, solved);
    };
  }

  private Review judged(String claim, Answer.Solved solved) {
    Judgement judgement = grader.grade(solved.text(), asWritten(claim));
    String found = "found " + solved.text() + ", " + solved.grade().meaning();
    boolean weak =
        switch (solved.grade()) {
          case CONFIRMED_BUT_CONTESTED, CONTESTED, DISPUTED -> true;
          case CONFIRMED_AND_AGREED, CONFIRMED, ROOT_CONFIRMED, AGREED, UNCONFIRMED, REASONED ->
              false;
        };
    if (weak || judgement instanceof Judgement.Undecided) {
      return new Review.Unsettled(
          claim,
          solved,
          Optional.of(judgement),
          judgement instanceof Judgement.Undecided ? judgement.reason() + "; " + found : found);
    }
    if (judgement instanceof Judgement.Equivalent) {
      return new Review.Supported(claim, solved, judgement, found);
    }
    // A minority that says what the claim says is evidence for it, if little.
    boolean minority =
        solved.vote().groups().stream()
            .skip(1)
            .anyMatch(group ->
                grader.grade(group.text(), asWritten(claim)) instanceof Judgement.Equivalent);
    if (minority) {
      return new Review.Unsettled(
          claim,
          solved,
          Optional.of(judgement),
          found + ", but some derivations say what the claim says");
    }
    // One of several roots: another root is no refutation.
    return solved.grade() == Grade.ROOT_CONFIRMED
        ? new Review.Unsettled(
            claim, solved, Optional.of(judgement), found + "; the claim may be another")
        : new Review.Refuted(claim, solved, judgement, found);
  }

  /** The claim, or the letter of the option that it names or equals. */
  private String asWritten(String claim) {
    return choice && options.value(claim) instanceof AnswerValue.Choice(char letter, String _)
        ? String.valueOf(letter)
        : claim;
  }
}
