package dev.tusk.engine;

import dev.tusk.engine.Answer.Reason;
import dev.tusk.engine.Step.Ask;
import dev.tusk.engine.Step.Outcome;
import dev.tusk.engine.Vote.Candidate;
import dev.tusk.engine.Vote.Source;
import dev.tusk.engine.decoder.PromptFrame;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.grading.Grader;
import dev.tusk.symbolic.grading.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Solves one question by one method, within one budget. Used by one thread, once. */
final class Solver {
  /** Of what is put to the model as an error. */
  private static final int LONGEST_ERROR = 500;

  private static final int OPTION_TOKENS = 300;

  /** Runs and cross-checks a program within what is left of a budget. */
  interface Checker {
    Checked check(Program program, Budget budget);
  }

  /** What a text gave: its step, and the candidate where it is an answer. */
  private record Taken(Step step, Optional<Candidate> candidate) {}

  private final ModelCall model;
  private final Checker checker;
  private final Tally tally;
  private final Options matching;
  private final Grader reader;
  private final Question question;
  private final SolveOptions options;
  private final Method method;
  private final PromptProfile profile;
  private final PromptProfile prompts;
  private final Budget budget;
  private final List<Step> steps = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();

  Solver(
      LanguageModel model,
      Checker checker,
      Grader equivalence,
      Question question,
      SolveOptions options) {
    this.checker = checker;
    this.question = question;
    this.options = options;
    this.method = options.method();
    this.profile = model.profile();
    this.prompts = method.prompts(model);
    this.budget = new Budget(options);
    this.model = new ModelCall(model, budget);
    this.tally = new Tally(equivalence);
    this.matching = new Options(question, equivalence, method.cleaning().isEmpty());
    this.reader =
        method
            .cleaning()
            .map(set -> question.isChoice() && !isChoiceSet(set) ? Policy.Dataset.AQUA : set)
            .map(set -> Grader.of(Policy.mammoth(set)))
            .orElse(equivalence);
  }

  private static boolean isChoiceSet(Policy.Dataset set) {
    return set == Policy.Dataset.AQUA || set == Policy.Dataset.SAT || set == Policy.Dataset.MMLU;
  }

  Answer solve() {
    Optional<Screening.Outside> outside = Screening.of(question);
    if (outside.isPresent()) {
      return unsolved(outside.get().reason(), outside.get().detail());
    }
    PromptFrame frame = question.isChoice() ? prompts.choiceProgram() : prompts.program();
    String programs = frame.around(question.text());
    takePrograms(Ask.PROGRAM, programs, method.samples(), method.samples() > 1);
    repair(frame);
    if (method.reasoning() == Method.Reasoning.ALWAYS
        || (method.reasoning() == Method.Reasoning.WHEN_PROGRAMS_FAIL && candidates.isEmpty())) {
      reason();
    }
    if (method.tieBreakers() > 0 && tally.isTied(candidates, steps)) {
      takePrograms(Ask.TIE_BREAK, programs, method.tieBreakers(), true);
    }
    return conclude();
  }

  // ---- asking

  private List<Completion> ask(Ask ask, String prompt, int texts, int tokens, boolean sampled) {
    if (budget.isOver()) {
      return List.of();
    }
    int granted = budget.grantTexts(texts);
    if (granted == 0) {
      return List.of();
    }
    long start = System.nanoTime();
    var request =
        new CompletionRequest(
            prompt,
            granted,
            sampled ? method.temperature() : 0,
            sampled ? method.topP() : 1,
            // Tie breakers and reasoning are drawn from streams of their own.
            31 * options.seed() + ask.name().hashCode(),
            budget.grantTokens(granted, tokens),
            method.stopStrings().orElse(prompts.stopStrings()),
            budget.left(),
            budget.cancellation());
    return switch (model.complete(request)) {
      case ModelCall.Reply.Texts(var completions) -> completions;
      case ModelCall.Reply.Failed(String problem) ->
          failed(ask, Outcome.MODEL_FAILED, problem, start);
      case ModelCall.Reply.Late _ ->
          failed(ask, Outcome.OUT_OF_TIME, "the model did not answer in time", start);
      case ModelCall.Reply.Cancelled _ ->
          failed(ask, Outcome.CANCELLED, "cancelled while the model wrote", start);
    };
  }

  private List<Completion> failed(Ask ask, Outcome outcome, String detail, long start) {
    steps.add(
        new Step(
            ask,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            outcome,
            detail,
            since(start)));
    return List.of();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void takePrograms(Ask ask, String prompt, int texts, boolean sampled) {
    long start = System.nanoTime();
    List<Completion> written = ask(ask, prompt, texts, method.maxTokens(), sampled);
    List<Callable<Taken>> work =
        IntStream.range(0, written.size())
            .<Callable<Taken>>mapToObj(i -> () -> program(ask, i, written.get(i), start))
            .toList();
    together(work).forEach(this::add);
  }

  /** Several programs run at once, as far as the sandbox has workers. */
  private static List<Taken> together(List<Callable<Taken>> work) {
    try {
      if (work.size() <= 1) {
        return work.isEmpty() ? List.of() : List.of(work.getFirst().call());
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Taken>> running = work.stream().map(threads::submit).toList();
        List<Taken> taken = new ArrayList<>();
        for (Future<Taken> each : running) {
          taken.add(each.get());
        }
        return taken;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(Taken taken) {
    taken
        .candidate()
        .ifPresent(candidate ->
            candidates.add(
                new Candidate(
                    candidate.source(),
                    steps.size(),
                    candidate.text(),
                    candidate.value(),
                    candidate.verdict(),
                    candidate.tokenProbability())));
    steps.add(taken.step());
  }

  private void repair(PromptFrame frame) {
    for (int round = 0; round < method.repairs(); round++) {
      Ask last = round == 0 ? Ask.PROGRAM : Ask.REPAIR;
      int from = round == 0 ? 0 : firstOf(Ask.REPAIR);
      List<Step> broken =
          steps.subList(from, steps.size()).stream()
              .filter(step -> step.ask() == last)
              .filter(step ->
                  step.outcome() == Outcome.PROGRAM_FAILED || step.outcome() == Outcome.NO_RESULT)
              .toList();
      for (Step step : broken) {
        takePrograms(
            Ask.REPAIR,
            frame.around(
                """
                %s

                This program was written for it:

                %s

                It failed: %s
                Write it again without that mistake.\
                """
                    .formatted(
                        question.text(),
                        step.program().orElseThrow().source(),
                        Texts.shortened(step.detail(), LONGEST_ERROR))),
            1,
            false);
      }
    }
  }

  private int firstOf(Ask ask) {
    return IntStream.range(0, steps.size())
        .filter(i -> steps.get(i).ask() == ask)
        .findFirst()
        .orElse(steps.size());
  }

  private void reason() {
    if (!profile.reasoningAnswers()) {
      return;
    }
    long start = System.nanoTime();
    PromptFrame frame = question.isChoice() ? prompts.choice() : prompts.reasoning();
    boolean sampled = method.samples() > 1 && candidates.isEmpty();
    List<Completion> written =
        ask(
            Ask.REASONING,
            frame.around(question.text()),
            sampled ? method.samples() : 1,
            method.maxTokens(),
            sampled);
    for (int i = 0; i < written.size(); i++) {
      add(reasoning(Ask.REASONING, i, written.get(i), start));
    }
  }

  // ---- taking

  private Taken program(Ask ask, int sample, Completion completion, long start) {
    Optional<Taken> ended = unusable(ask, sample, completion, start);
    if (ended.isPresent()) {
      return ended.get();
    }
    Optional<Program> found =
        Extraction.program(completion.text(), method.fences())
            .map(source ->
                Program.of(source)
                    .withStyle(method.fences() ? Program.Style.DETECT : Program.Style.PRINT)
                    .withPreamble(Imports.missing(source, method.imports())));
    if (found.isEmpty()) {
      // MAmmoTH takes a text without a program for reasoning.
      return method.cleaning().isPresent() && profile.reasoningAnswers()
          ? reasoning(ask, sample, completion, start)
          : nothing(ask, sample, completion, start, "the model wrote no program: ");
    }
    Checked checked = checker.check(found.get(), budget);
    Execution execution = checked.execution();
    Optional<String> text = Optional.empty();
    Outcome outcome;
    String detail;
    if (execution instanceof Execution.Completed completed) {
      text = result(completed);
      outcome = text.isPresent() ? Outcome.ANSWERED : Outcome.NO_RESULT;
      detail =
          text.orElse(
              completed.answer().isBlank()
                  ? "the program printed nothing"
                  : "the program printed nothing usable: " + Texts.excerpt(completed.answer()));
    } else if (execution instanceof Execution.Cancelled) {
      outcome = budget.isCancelled() ? Outcome.CANCELLED : Outcome.OUT_OF_TIME;
      detail =
          budget.isCancelled()
              ? "cancelled while the program ran"
              : "the time was up while the program ran";
    } else {
      boolean late =
          budget.isOutOfTime()
              && execution instanceof Execution.LimitExceeded(var _, var _, var _, var _, var _);
      outcome = late ? Outcome.OUT_OF_TIME : Outcome.PROGRAM_FAILED;
      detail =
          "the program did not run to its end: "
              + Texts.shortened(Texts.ending(execution), LONGEST_ERROR);
    }
    Step step =
        new Step(
            ask,
            sample,
            Optional.of(completion),
            found,
            Optional.of(execution),
            Optional.of(checked.verdict()),
            outcome,
            detail,
            since(start));
    return new Taken(
        step,
        text.map(
            answer -> candidate(Source.PROGRAM, answer, verdictOn(answer, checked), completion)));
  }

  /** The verdict speaks of the last line printed, MAmmoTH's cleaning takes the first number. */
  private Optional<Verdict> verdictOn(String answer, Checked checked) {
    return checked.execution() instanceof Execution.Completed completed
            && (answer.equals(completed.answer()) || !completed.stdout().strip().contains("\n"))
        ? Optional.of(checked.verdict())
        : Optional.empty();
  }

  /** The answer in what a program printed; empty where there is none. */
  private Optional<String> result(Execution.Completed completed) {
    String text =
        method.cleaning().isPresent() && !completed.stdout().isBlank()
            ? reader.answer("The answer is " + completed.stdout().strip()).text()
            : completed.answer();
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  private Taken reasoning(Ask ask, int sample, Completion completion, long start) {
    Optional<Taken> ended = unusable(ask, sample, completion, start);
    if (ended.isPresent()) {
      return ended.get();
    }
    Optional<String> answer = matching.answer(reader, completion.text());
    if (answer.isEmpty()) {
      return nothing(ask, sample, completion, start, "the model's reasoning holds no answer: ");
    }
    Step step = step(ask, sample, completion, Outcome.ANSWERED, answer.get(), start);
    return new Taken(
        step, Optional.of(candidate(Source.REASONING, answer.get(), Optional.empty(), completion)));
  }

  private Candidate candidate(
      Source source, String answer, Optional<Verdict> verdict, Completion completion) {
    AnswerValue value = matching.value(answer);
    String text =
        value instanceof AnswerValue.Choice(char letter, String _)
            ? String.valueOf(letter)
            : answer;
    return new Candidate(source, 0, text, value, verdict, completion.meanTokenProbability());
  }

  /** What became of a text that is not looked into. */
  private Optional<Taken> unusable(Ask ask, int sample, Completion completion, long start) {
    if (completion.finish() == Completion.Finish.CANCELLED) {
      return Optional.of(
          without(
              ask,
              sample,
              completion,
              Outcome.CANCELLED,
              "cancelled while the model wrote",
              start));
    }
    if (completion.finish() == Completion.Finish.DEADLINE || budget.isOutOfTime()) {
      return Optional.of(
          without(
              ask,
              sample,
              completion,
              Outcome.OUT_OF_TIME,
              "the time was up while the model wrote",
              start));
    }
    double bound = profile.declineBelow().orElse(0);
    double sure = completion.meanTokenProbability().orElse(1);
    if (sure < bound) {
      String range =
          profile.demonstration() ? "the demo model's range" : "the range of " + profile.label();
      return Optional.of(
          without(
              ask,
              sample,
              completion,
              Outcome.DECLINED,
              "outside %s: its mean token probability is %.3f, at least %.3f is asked for"
                  .formatted(range, sure, bound),
              start));
    }
    return Optional.empty();
  }

  private Taken nothing(Ask ask, int sample, Completion completion, long start, String problem) {
    boolean cut = completion.finish() == Completion.Finish.MAX_TOKENS;
    return without(
        ask,
        sample,
        completion,
        cut ? Outcome.CUT_OFF : Outcome.NOTHING_FOUND,
        (cut ? "cut off after " + completion.tokens() + " tokens, " : "")
            + problem
            + (completion.text().isBlank() ? "an empty text" : Texts.excerpt(completion.text())),
        start);
  }

  /** A step that gave no answer. */
  private static Taken without(
      Ask ask, int sample, Completion completion, Outcome outcome, String detail, long start) {
    return new Taken(step(ask, sample, completion, outcome, detail, start), Optional.empty());
  }

  private static Step step(
      Ask ask, int sample, Completion completion, Outcome outcome, String detail, long start) {
    return new Step(
        ask,
        sample,
        Optional.of(completion),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        outcome,
        detail,
        since(start));
  }

  // ---- concluding

  private Answer conclude() {
    Vote vote = tally.vote(candidates, steps);
    if (vote.groups().isEmpty()) {
      return nothingAnswered();
    }
    Candidate winner = vote.groups().getFirst().members().getFirst();
    AnswerValue value = winner.value();
    String text = winner.text();
    if (question.isChoice() && !(value instanceof AnswerValue.Choice) && method.closestOption()) {
      Optional<AnswerValue.Choice> closest = closestOption(text);
      if (closest.isPresent()) {
        value = closest.get();
        text = String.valueOf(closest.get().letter());
      }
    }
    Step step = steps.get(winner.step());
    return new Answer.Solved(
        question,
        value,
        text,
        Tally.grade(vote),
        winner.source(),
        step.program(),
        step.execution().map(Execution.Completed.class::cast),
        step.verdict(),
        winner.tokenProbability(),
        vote,
        steps,
        Cost.of(steps, budget.elapsed()));
  }

  /** MAmmoTH's way to an option: the same model is asked which one is closest. */
  private Optional<AnswerValue.Choice> closestOption(String answer) {
    long start = System.nanoTime();
    String asked =
        "Please find the closest option to %s. The options are %s"
            .formatted(answer, question.listing());
    List<Completion> written =
        ask(Ask.OPTION, prompts.choice().around(asked), 1, OPTION_TOKENS, false);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Completion completion = written.getFirst();
    Optional<AnswerValue.Choice> choice =
        matching.letter(
            Grader.of(Policy.mammoth(Policy.Dataset.AQUA)).answer(completion.text()).text());
    steps.add(
        step(
            Ask.OPTION,
            0,
            completion,
            choice.isPresent() ? Outcome.ANSWERED : Outcome.NOTHING_FOUND,
            choice
                .map(c -> c.letter() + " is closest to " + Texts.excerpt(answer))
                .orElse("the model named no option: " + Texts.excerpt(completion.text())),
            start));
    return choice;
  }

  private Answer nothingAnswered() {
    if (budget.isCancelled()) {
      return unsolved(Reason.CANCELLED, "it was cancelled");
    }
    for (Outcome outcome : List.of(Outcome.CANCELLED, Outcome.OUT_OF_TIME, Outcome.MODEL_FAILED)) {
      Optional<Step> step = last(outcome);
      if (step.isPresent()) {
        return unsolved(reason(outcome), step.get().detail());
      }
    }
    if (budget.isOutOfTime()) {
      return unsolved(
          Reason.OUT_OF_TIME,
          "the time was up after %.1f s".formatted(budget.elapsed().toMillis() / 1e3));
    }
    if (budget.isExhausted()) {
      return unsolved(
          Reason.OUT_OF_TOKENS,
          "the budget was used up"
              + (steps.isEmpty() ? "" : "; before that: " + steps.getLast().detail()));
    }
    return Stream.of(
            Outcome.NO_RESULT,
            Outcome.PROGRAM_FAILED,
            Outcome.CUT_OFF,
            Outcome.DECLINED,
            Outcome.NOTHING_FOUND)
        .flatMap(outcome -> last(outcome).stream())
        .findFirst()
        .map(step -> unsolved(reason(step.outcome()), step.detail()))
        .orElseThrow(() -> new IllegalStateException("nothing was asked, and no bound says why"));
  }

  private Optional<Step> last(Outcome outcome) {
    return steps.reversed().stream().filter(step -> step.outcome() == outcome).findFirst();
  }

  private static Reason reason(Outcome outcome) {
    return switch (outcome) {
      case NO_RESULT -> Reason.NO_RESULT;
      case PROGRAM_FAILED -> Reason.PROGRAM_FAILED;
      case CUT_OFF -> Reason.OUT_OF_TOKENS;
      case DECLINED -> Reason.DECLINED;
      case NOTHING_FOUND -> Reason.NO_PROGRAM;
      case MODEL_FAILED -> Reason.MODEL_FAILED;
      case OUT_OF_TIME -> Reason.OUT_OF_TIME;
      case CANCELLED -> Reason.CANCELLED;
      case ANSWERED -> throw new IllegalArgumentException("an answer is no reason for none");
    };
  }

  private Answer unsolved(Reason reason, String detail) {
    return new Answer.Unsolved(
        question,
        reason,
        detail,
        new Vote(List.of(), (int) steps.stream().filter(s -> s.completion().isPresent()).count()),
        steps,
        Cost.of(steps, budget.elapsed()));
  }
}
