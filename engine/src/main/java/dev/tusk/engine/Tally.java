package dev.tusk.engine;

import dev.tusk.engine.Vote.Candidate;
import dev.tusk.engine.Vote.Group;
import dev.tusk.engine.Vote.Source;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Judgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts derivations by what they answer. */
final class Tally {
  private static final Comparator<Candidate> STANDING =
      Comparator.comparing(Candidate::isConfirmed)
          .thenComparing(candidate -> !candidate.isDisputed())
          .thenComparing(candidate -> candidate.source() == Source.PROGRAM)
          .thenComparingDouble(candidate -> candidate.tokenProbability().orElse(0))
          .reversed();

  private final Grader grader;

  Tally(Grader grader) {
    this.grader = grader;
  }

  Vote vote(List<Candidate> candidates, List<Step> steps) {
    int written = (int) steps.stream().filter(step -> step.completion().isPresent()).count();
    return new Vote(groups(candidates, steps), written - candidates.size());
  }

  /** Whether two groups of one size lead. */
  boolean isTied(List<Candidate> candidates, List<Step> steps) {
    if (candidates.size() < 2) {
      return false;
    }
    List<Group> groups = groups(candidates, steps);
    return groups.size() > 1 && groups.get(0).size() == groups.get(1).size();
  }

  private List<Group> groups(List<Candidate> candidates, List<Step> steps) {
    List<List<Candidate>> groups = new ArrayList<>();
    for (Candidate candidate : candidates) {
      groups.stream()
          .filter(group -> same(group.getFirst(), candidate))
          .findFirst()
          .orElseGet(() -> {
            groups.add(new ArrayList<>());
            return groups.getLast();
          })
          .add(candidate);
    }
    return groups.stream()
        .map(members -> {
          members.sort(STANDING);
          int different =
              (int) members.stream().map(member -> derivation(member, steps)).distinct().count();
          return new Group(members.getFirst().text(), members, different);
        })
        .sorted(
            Comparator.comparingInt(Group::size)
                .reversed()
                .thenComparing(group -> group.members().getFirst(), STANDING))
        .toList();
  }

  private boolean same(Candidate a, Candidate b) {
    if (a.value() instanceof AnswerValue.Choice || b.value() instanceof AnswerValue.Choice) {
      return a.value().equals(b.value());
    }
    return grader.equivalent(a.text(), b.text()) instanceof Judgement.Equivalent;
  }

  /** What tells one derivation from another. */
  private static String derivation(Candidate candidate, List<Step> steps) {
    Step step = steps.get(candidate.step());
    return step.program()
        .map(program -> "program\n" + program.source())
        .orElseGet(() -> "reasoning\n" + step.completion().map(Completion::text).orElse(""));
  }

  static Grade grade(Vote vote) {
    Group group = vote.groups().getFirst();
    Candidate first = group.members().getFirst();
    boolean agreed = group.different() > 1 && 2 * group.size() > vote.cast();
    boolean contested = !agreed && vote.groups().size() > 1;
    if (first.isDisputed()) {
      return Grade.DISPUTED;
    }
    if (first.isConfirmed()) {
      return agreed
          ? Grade.CONFIRMED_AND_AGREED
          : contested ? Grade.CONFIRMED_BUT_CONTESTED : Grade.CONFIRMED;
    }
    if (agreed) {
      return Grade.AGREED;
    }
    if (contested) {
      return Grade.CONTESTED;
    }
    if (first.verdict().filter(Verdict.OneOfRoots.class::isInstance).isPresent()) {
      return Grade.ROOT_CONFIRMED;
    }
    return first.source() == Source.PROGRAM ? Grade.UNCONFIRMED : Grade.REASONED;
  }
}
