package dev.tusk.engine;

import dev.tusk.symbolic.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the derivations of an answer voted. They are grouped by the grader's equivalence, not by
 * their text: {@code 1/2} and {@code 0.5} are one group. Immutable.
 *
 * <pre>{@code
 * for (Vote.Group group : answer.vote().groups()) {
 *   System.out.println(group.text() + ": " + group.size());
 * }
 * }</pre>
 *
 * @param groups the winner first, then by size; empty where nothing gave an answer
 * @param abstained texts of the model that gave no answer
 */
public record Vote(List<Group> groups, int abstained) {
  /** Copies the list. */
  public Vote {
    groups = List.copyOf(groups);
  }

  /** How many derivations gave an answer. */
  public int cast() {
    return groups.stream().mapToInt(Group::size).sum();
  }

  /**
   * Derivations that gave equivalent answers.
   *
   * @param text the answer, as the member that stands for the group has it
   * @param members at least one, the one that stands for the group first: cross-checked before not,
   *     program before reasoning
   * @param different how many of the members differ in their program, or text: samples that wrote
   *     the same program are one derivation
   */
  public record Group(String text, List<Candidate> members, int different) {
    /** Checks and copies. */
    public Group {
      Objects.requireNonNull(text, "text");
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("a group has at least one member");
      }
    }

    /** How many members it has. */
    public int size() {
      return members.size();
    }
  }

  /** By what an answer was derived. */
  public enum Source {
    /** A program's result. */
    PROGRAM,
    /** Reasoning in prose. */
    REASONING
  }

  /**
   * One derivation's answer.
   *
   * @param source by what it was derived
   * @param step the index of its step in {@link Answer#steps()}
   * @param text the answer
   * @param value the answer as a value
   * @param verdict the cross-check's verdict, for a program
   * @param tokenProbability how sure the model was of the text, where it tells
   */
  public record Candidate(
      Source source,
      int step,
      String text,
      AnswerValue value,
      Optional<Verdict> verdict,
      OptionalDouble tokenProbability) {
    /** Checks that nothing is missing. */
    public Candidate {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(tokenProbability, "tokenProbability");
    }

    boolean isConfirmed() {
      return verdict.filter(Verdict.Confirmed.class::isInstance).isPresent();
    }

    boolean isDisputed() {
      return verdict
          .filter(v ->
              v instanceof Verdict.FloatArtefact
                  || v instanceof Verdict.Contradicted
                  || v instanceof Verdict.Disagreed)
          .isPresent();
    }
  }
}
