package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tusk.engine.Answer.Reason;
import dev.tusk.engine.Step.Ask;
import dev.tusk.engine.Step.Outcome;
import dev.tusk.engine.decoder.Cancellation;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.Sandbox;
import dev.tusk.symbolic.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way through a question, with a model that writes what a script says. */
class SolverTest {
  private static final Question APPLES =
      Question.of("Tom has 5 apples and buys 7 more. How many apples has he?");

  private static ProgramRunner runner;

  @BeforeAll
  static void open() {
    runner =
        ProgramRunner.of(
            Sandbox.builder()
                .workers(2)
                .limits(Limits.builder().wall(Duration.ofSeconds(3)).build())
                .build());
  }

  @AfterAll
  static void close() {
    runner.close();
  }

  /** A Tusk with this model over the one sandbox. */
  private static Tusk tusk(LanguageModel model) {
    return Tusk.running(
        new ProgramRunner() {
          @Override
          public Execution run(
              dev.tusk.sandbox.Program program,
              java.util.Optional<Duration> within,
              Cancellation cancellation) {
            return runner.run(program, within, cancellation);
          }

          @Override
          public void close() {}
        },
        model);
  }

  private static Answer solve(LanguageModel model, Question question, SolveOptions options) {
    try (Tusk tusk = tusk(model)) {
      return tusk.solve(question, options);
    }
  }

  private static Answer solve(LanguageModel model, Method method) {
    return solve(model, APPLES, SolveOptions.of(method));
  }

  private static Answer.Solved solved(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Solved.class);
    return (Answer.Solved) answer;
  }

  private static Answer.Unsolved unsolved(Answer answer, Reason reason) {
    assertThat(answer).isInstanceOf(Answer.Unsolved.class);
    var unsolved = (Answer.Unsolved) answer;
    assertThat(unsolved.reason()).as(unsolved.detail()).isEqualTo(reason);
    return unsolved;
  }

  private static List<Ask> asks(Answer answer) {
    return answer.steps().stream().map(Step::ask).toList();
  }

  // ---- MAmmoTH's hybrid decoding

  @Test
  void asksInMammothsWords() {
    ScriptedModel model = ScriptedModel.always("print(5 + 7)");

    Answer.Solved answer = solved(solve(model, Method.mammoth()));

    assertThat(answer.text()).isEqualTo("12");
    assertThat(model.asked).hasSize(1);
    CompletionRequest request = model.asked.getFirst();
    assertThat(request.prompt())
        .isEqualTo(
            "Below is an instruction that describes a task. Write a response that appropriately"
                + " completes the request.\n\n### Instruction:\nTom has 5 apples and buys 7 more."
                + " How many apples has he? Let's write a program.\n\n### Response:");
    assertThat(request.temperature()).isZero();
    assertThat(request.maxTokens()).isEqualTo(1024);
    assertThat(request.stopStrings()).contains("Question", "Instruction:", "USER", "ASSISTANT");
  }

  @Test
  void reasonsWhereTheProgramFails() {
    ScriptedModel model =
        ScriptedModel.of("print(5 + seven)", "5 + 7 = 12 apples. The answer is 12.");

    Answer.Solved answer = solved(solve(model, Method.mammoth()));

    assertThat(answer.text()).isEqualTo("12");
    assertThat(answer.source()).isEqualTo(Vote.Source.REASONING);
    assertThat(answer.grade()).isEqualTo(Grade.REASONED);
    assertThat(answer.program()).isEmpty();
    assertThat(asks(answer)).containsExactly(Ask.PROGRAM, Ask.REASONING);
    assertThat(answer.steps().getFirst().outcome()).isEqualTo(Outcome.PROGRAM_FAILED);
    assertThat(answer.steps().getFirst().detail()).contains("NameError").contains("line 1");
    assertThat(model.asked.getLast().prompt()).endsWith("How many apples has he?\n\n### Response:");
  }

  @Test
  void reasonsWhereTheProgramPrintsNoNumber() {
    for (String program : List.of("x = 5\nprint('')", "print('no idea')")) {
      Answer.Solved answer =
          solved(solve(ScriptedModel.of(program, "The answer is 12."), Method.mammoth()));
      assertThat(answer.text()).as(program).isEqualTo("12");
      assertThat(answer.steps().getFirst().outcome()).isEqualTo(Outcome.NO_RESULT);
    }
  }

  @Test
  void keepsAWrongProgramsAnswerAsMammothDoes() {
    ScriptedModel model = ScriptedModel.of("print(5 * 7)", "The answer is 12.");

    Answer.Solved answer = solved(solve(model, Method.mammoth()));

    assertThat(answer.text()).isEqualTo("35");
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED);
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void cleansAnAnswerAsMammothDoes() {
    Answer.Solved answer =
        solved(solve(ScriptedModel.always("print('He has', 12.0, 'of', 20)"), Method.mammoth()));

    assertThat(answer.text()).isEqualTo("12");
    assertThat(answer.execution().orElseThrow().stdout()).isEqualTo("He has 12.0 of 20\n");
  }

  @Test
  void takesATextWithoutAProgramForReasoning() {
    ScriptedModel model = ScriptedModel.always("He has 5 + 7 = 12. The answer is 12");

    Answer.Solved answer = solved(solve(model, Method.mammoth()));

    assertThat(answer.text()).isEqualTo("12");
    assertThat(answer.source()).isEqualTo(Vote.Source.REASONING);
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void cutsWhereMammothCuts() {
    Answer.Solved answer =
        solved(solve(ScriptedModel.always("print(12)\nQuestion: what?"), Method.mammoth()));

    assertThat(answer.program().orElseThrow().source()).isEqualTo("print(12)");
  }

  // ---- choices

  @Test
  void opensTheResponseToAChoiceAndAsksForTheClosestOption() {
    ScriptedModel model =
        ScriptedModel.of((prompt, sample) ->
            prompt.contains("closest option") ? "The answer is B" : "print(5 + 7.2)");
    Question choice = Question.choice("What is 5 + 7?", List.of("11", "12", "13"));

    Answer.Solved answer = solved(solve(model, choice, SolveOptions.of(Method.mammoth())));

    assertThat(answer.value()).isEqualTo(new AnswerValue.Choice('B', "12"));
    assertThat(asks(answer)).containsExactly(Ask.PROGRAM, Ask.OPTION);
    assertThat(model.asked.getFirst().prompt())
        .endsWith(
            "What is 5 + 7?\nAnswer Choices: (A) 11 (B) 12 (C) 13 Let's write a program."
                + "\n\n### Response: Let's solve the multi-choice question step by step.\n");
    assertThat(model.asked.getLast().prompt())
        .contains(
            "Please find the closest option to 12.2. The options are (A) 11 (B) 12 (C) 13\n\n");
    assertThat(model.asked.getLast().maxTokens()).isEqualTo(300);
  }

  @Test
  void findsTheOptionThatEqualsTheAnswerByItself() {
    Question choice = Question.choice("What is 3 / 6?", List.of("1/3", "1/2", "2"));

    Answer.Solved answer =
        solved(
            solve(
                ScriptedModel.of("print(3 / 6)", "The answer is (B)."),
                choice,
                SolveOptions.defaults()));

    assertThat(answer.text()).isEqualTo("B");
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED_AND_AGREED);
  }

  // ---- our own method

  @Test
  void agreesWhereProgramAndReasoningDo() {
    Answer.Solved answer =
        solved(solve(ScriptedModel.of("print(5 + 7)", "The answer is 12."), Method.tusk()));

    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED_AND_AGREED);
    assertThat(answer.vote().groups()).hasSize(1);
    assertThat(answer.vote().groups().getFirst().different()).isEqualTo(2);
    assertThat(answer.value()).isEqualTo(AnswerValue.parse("12"));
  }

  @Test
  void contestsAWrongProgramThatReasoningDoesNotConfirm() {
    ScriptedModel model = ScriptedModel.of("print(5 * 7)", "5 + 7 = 12. The answer is 12.");

    Answer.Solved answer = solved(solve(model, untied()));

    assertThat(answer.text()).isEqualTo("35");
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED_BUT_CONTESTED);
    assertThat(answer.vote().groups().stream().map(Vote.Group::text)).containsExactly("35", "12");
  }

  @Test
  void breaksATieWithFurtherPrograms() {
    ScriptedModel model =
        new ScriptedModel(
            PromptProfile.MAMMOTH,
            request ->
                request.temperature() > 0
                    ? List.of(
                        ScriptedModel.completion("a = 5\nprint(a + 7)"),
                        ScriptedModel.completion("print(7 + 5)"))
                    : List.of(
                        ScriptedModel.completion(
                            request.prompt().contains("write a program")
                                ? "print(5 * 7)"
                                : "The answer is 12.")));

    Answer.Solved answer = solved(solve(model, Method.tusk()));

    assertThat(answer.text()).isEqualTo("12");
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED_AND_AGREED);
    assertThat(answer.source()).isEqualTo(Vote.Source.PROGRAM);
    assertThat(asks(answer))
        .containsExactly(Ask.PROGRAM, Ask.REASONING, Ask.TIE_BREAK, Ask.TIE_BREAK);
    assertThat(answer.vote().groups().stream().map(Vote.Group::size)).containsExactly(3, 1);
  }

  @Test
  void repairsAProgramByItsError() {
    ScriptedModel model =
        ScriptedModel.of((prompt, sample) ->
            prompt.contains("It failed")
                ? "print(5 + 7)"
                : prompt.contains("write a program") ? "print(5 + seven)" : "no idea");

    Answer.Solved answer = solved(solve(model, Method.tusk()));

    assertThat(answer.text()).isEqualTo("12");
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED);
    assertThat(asks(answer)).containsExactly(Ask.PROGRAM, Ask.REPAIR, Ask.REASONING);
    assertThat(model.asked.get(1).prompt())
        .contains("print(5 + seven)")
        .contains("NameError: name 'seven' is not defined");
  }

  @Test
  void takesFencesAndForgottenImports() {
    Answer.Solved answer =
        solved(
            solve(
                ScriptedModel.of("Sure:\n```python\nprint(math.sqrt(sqrt(16)))\n```", "?"),
                Method.tusk()));

    assertThat(answer.text()).isEqualTo("2.0");
    assertThat(answer.program().orElseThrow().preamble())
        .isEqualTo("import math\nfrom math import sqrt\n");
  }

  @Test
  void neverShowsReasoningOfAModelThatCannotCalculate() {
    PromptProfile calf = weak(OptionalDouble.empty());
    var model =
        new ScriptedModel(calf, request -> List.of(ScriptedModel.completion("The answer is 13.")));

    for (Method method : List.of(Method.tusk(), Method.mammoth())) {
      unsolved(solve(model, method), Reason.NO_PROGRAM);
    }
  }

  @Test
  void declinesBelowTheCheckpointsBound() {
    var model =
        new ScriptedModel(
            weak(OptionalDouble.of(0.99)),
            request ->
                List.of(
                    new Completion(
                        "print(13)",
                        OptionalDouble.of(0.9),
                        1,
                        1,
                        Completion.Finish.END,
                        Duration.ZERO)));

    Answer.Unsolved answer = unsolved(solve(model, Method.tusk()), Reason.DECLINED);

    assertThat(answer.detail()).startsWith("outside the demo model's range").contains("0.900");
    assertThat(answer.steps().getFirst().execution()).isEmpty();
  }

  private static PromptProfile weak(OptionalDouble declineBelow) {
    PromptProfile mammoth = PromptProfile.MAMMOTH;
    return new PromptProfile(
        "a calf",
        true,
        mammoth.program(),
        mammoth.reasoning(),
        mammoth.choice(),
        mammoth.choiceProgram(),
        mammoth.stopStrings(),
        declineBelow,
        false);
  }

  // ---- samples

  @Test
  void groupsThreeSpellingsOfOneValue() {
    List<String> programs =
        List.of("print(1/2)", "print('1/2')", "print('\\\\frac{1}{2}')", "print(0.75)");
    ScriptedModel model = ScriptedModel.of((prompt, sample) -> programs.get(sample));

    Answer.Solved answer = solved(solve(model, alone().toBuilder().samples(4).build()));

    Vote vote = answer.vote();
    assertThat(vote.groups().stream().map(Vote.Group::size)).containsExactly(3, 1);
    assertThat(vote.groups().getFirst().different()).isEqualTo(3);
    assertThat(vote.groups().getFirst().members())
        .allSatisfy(member -> assertThat(member.verdict()).isPresent());
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED_AND_AGREED);
    assertThat(model.asked).hasSize(1);
    assertThat(model.asked.getFirst().samples()).isEqualTo(4);
    assertThat(model.asked.getFirst().temperature()).isEqualTo(0.7);
  }

  @Test
  void countsTheSameProgramAsOneDerivation() {
    Answer.Solved answer =
        solved(solve(ScriptedModel.always("print(5 + 7)"), alone().toBuilder().samples(3).build()));

    assertThat(answer.vote().groups().getFirst().size()).isEqualTo(3);
    assertThat(answer.vote().groups().getFirst().different()).isEqualTo(1);
    assertThat(answer.grade()).isEqualTo(Grade.CONFIRMED);
  }

  @Test
  void disputesWhatFloatsMoved() {
    Answer.Solved answer = solved(solve(ScriptedModel.always("print(0.1 * 3)"), alone()));

    assertThat(answer.grade()).isEqualTo(Grade.DISPUTED);
    assertThat(answer.verdict().orElseThrow()).isInstanceOf(Verdict.FloatArtefact.class);
  }

  private static Method alone() {
    return untied().toBuilder().reasoning(Method.Reasoning.NEVER).repairs(0).build();
  }

  private static Method untied() {
    return Method.tusk().toBuilder().tieBreakers(0).build();
  }

  // ---- what models do wrong

  @Test
  void endsWithGarbage() {
    for (String garbage :
        List.of("\u0000\uFFFD\uD83D ### \\x ```", "```python\nprint(((\n```", "}{".repeat(9999))) {
      Answer answer = solve(ScriptedModel.always(garbage), Method.tusk());
      assertThat(answer).as(garbage.substring(0, 10)).isInstanceOf(Answer.Unsolved.class);
    }
  }

  @Test
  void endsWithAnEmptyText() {
    for (Method method : List.of(Method.tusk(), Method.mammoth())) {
      Answer.Unsolved answer = unsolved(solve(ScriptedModel.always(""), method), Reason.NO_PROGRAM);
      assertThat(answer.detail()).contains("an empty text");
    }
  }

  @Test
  void endsWithATextWithoutEnd() {
    var model =
        new ScriptedModel(
            PromptProfile.MAMMOTH,
            request ->
                List.of(
                    ScriptedModel.completion(
                        "so we think of it, and ".repeat(200_000), Completion.Finish.MAX_TOKENS)));

    Answer.Unsolved answer = unsolved(solve(model, Method.tusk()), Reason.OUT_OF_TOKENS);

    assertThat(answer.steps())
        .allSatisfy(step ->
            assertThat(step.completion().orElseThrow().text().length())
                .isLessThanOrEqualTo(1 << 20));
  }

  @Test
  void endsWithAModelThatNeverComesBack() throws InterruptedException {
    var never = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var model = new ScriptedModel(PromptProfile.MAMMOTH, hanging(never, interrupted));
    SolveOptions options =
        SolveOptions.defaults().toBuilder().timeout(Duration.ofMillis(100)).build();

    unsolved(solve(model, APPLES, options), Reason.OUT_OF_TIME);
    // The model is told to stop.
    interrupted.await();
  }

  @Test
  void cancelsTheModel() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    var model =
        new ScriptedModel(PromptProfile.MAMMOTH, hanging(new CountDownLatch(1), interrupted));
    var cancellation = new Cancellation();
    SolveOptions options = SolveOptions.defaults().toBuilder().cancellation(cancellation).build();
    Thread.ofVirtual()
        .start(() -> {
          while (model.asked.isEmpty()) {
            Thread.onSpinWait();
          }
          cancellation.cancel();
        });

    unsolved(solve(model, APPLES, options), Reason.CANCELLED);
    interrupted.await();
  }

  private static Function<CompletionRequest, List<Completion>> hanging(
      CountDownLatch never, CountDownLatch interrupted) {
    return request -> {
      try {
        never.await();
        return List.of();
      } catch (InterruptedException e) {
        interrupted.countDown();
        Thread.currentThread().interrupt();
        return List.of();
      }
    };
  }

  @Test
  void containsAHostileProgram() {
    for (String hostile :
        List.of(
            "import os\nprint(os.listdir('/root'))",
            "while True:\n    pass\nprint(1)",
            "print(open('/etc/passwd').read())",
            "x = 'a'\nwhile True:\n    x += x\nprint(x)")) {
      Answer.Solved answer =
          solved(
              solve(
                  ScriptedModel.of(hostile, "The answer is 12."),
                  Method.tusk().toBuilder().repairs(0).build()));
      assertThat(answer.text()).as(hostile).isEqualTo("12");
      assertThat(answer.steps().getFirst().outcome()).isEqualTo(Outcome.PROGRAM_FAILED);
    }
  }

  @Test
  void cancelsARunningProgram() {
    var cancellation = new Cancellation();
    var model =
        new ScriptedModel(
            PromptProfile.MAMMOTH,
            request -> List.of(ScriptedModel.completion("while True:\n    pass\nprint(1)")));
    SolveOptions options = SolveOptions.of(alone()).toBuilder().cancellation(cancellation).build();
    Thread.ofVirtual()
        .start(() -> {
          while (model.asked.isEmpty()) {
            Thread.onSpinWait();
          }
          cancellation.cancel();
        });

    unsolved(solve(model, APPLES, options), Reason.CANCELLED);
  }

  @Test
  void stopsAProgramWhenTheTimeOfTheCallIsUp() {
    SolveOptions options =
        SolveOptions.defaults().toBuilder().timeout(Duration.ofMillis(500)).build();

    unsolved(
        solve(ScriptedModel.always("while True:\n    pass\nprint(1)"), APPLES, options),
        Reason.OUT_OF_TIME);
  }

  @Test
  void saysWhatTheModelsFailureWas() {
    var model =
        new ScriptedModel(
            PromptProfile.MAMMOTH,
            request -> {
              throw new ModelException(ModelException.Kind.UNREACHABLE, "the server is away");
            });

    assertThat(unsolved(solve(model, Method.tusk()), Reason.MODEL_FAILED).detail())
        .isEqualTo("the server is away");
  }

  @Test
  void takesAModelThatGivesTheWrongNumberOfTextsForAFailure() {
    var model = new ScriptedModel(PromptProfile.MAMMOTH, request -> List.of());

    assertThat(unsolved(solve(model, Method.tusk()), Reason.MODEL_FAILED).detail())
        .contains("0 texts where 1");
  }

  @Test
  void leavesABugOfTheModelABug() {
    var model =
        new ScriptedModel(
            PromptProfile.MAMMOTH,
            request -> {
              throw new UnsupportedOperationException("unfinished");
            });

    assertThatThrownBy(() -> solve(model, Method.tusk()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  // ---- budgets

  @Test
  void keepsToABudgetOfTexts() {
    ScriptedModel model = ScriptedModel.of("print(5 + seven)", "The answer is 12.");
    SolveOptions options = SolveOptions.defaults().toBuilder().maxCompletions(1).build();

    Answer.Unsolved answer = unsolved(solve(model, APPLES, options), Reason.OUT_OF_TOKENS);

    assertThat(model.asked).hasSize(1);
    assertThat(answer.detail()).contains("NameError");
  }

  @Test
  void sharesABudgetOfTokensAmongTheSamples() {
    ScriptedModel model = ScriptedModel.always("print(12)");
    SolveOptions options =
        SolveOptions.of(alone().toBuilder().samples(4).build()).toBuilder().maxTokens(100).build();

    Answer.Solved answer = solved(solve(model, APPLES, options));

    assertThat(model.asked.getFirst().maxTokens()).isEqualTo(25);
    assertThat(answer.cost().tokens()).isEqualTo(40);
    assertThat(answer.cost().programs()).isEqualTo(4);
  }

  // ---- many

  @Test
  void answersEveryQuestionOnce() {
    var model =
        ScriptedModel.of((prompt, sample) ->
            prompt.replaceAll("(?s).*Instruction:\nWhat is (\\d+) plus 1.*", "print($1 + 1)"));
    try (Tusk tusk = tusk(model);
        Stream<BatchAnswer> answers =
            tusk.solveAll(
                Stream.iterate(0, i -> i + 1)
                    .limit(40)
                    .map(i -> Question.of("What is " + i + " plus 1?")),
                SolveOptions.of(alone()))) {
      assertThat(answers.toList())
          .hasSize(40)
          .allSatisfy(
              each -> assertThat(solved(each.answer()).text()).isEqualTo("" + (each.index() + 1)))
          .extracting(BatchAnswer::index)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void drawsNoMoreQuestionsThanItHasRoomFor() {
    var drawn = new java.util.concurrent.atomic.AtomicInteger();
    try (Tusk tusk = tusk(ScriptedModel.always("print(1)"));
        Stream<BatchAnswer> answers =
            tusk.solveAll(
                Stream.generate(() -> Question.of("What is " + drawn.incrementAndGet() + "?")),
                SolveOptions.of(alone()))) {
      assertThat(answers.limit(5)).hasSize(5);
      // Room for the model's two texts and two for the one worker, besides the five answers.
      assertThat(drawn.get()).isLessThanOrEqualTo(5 + 4 + 1);
    }
  }

  // ---- questions that are not put to the model

  @Test
  void asksNoModelForAProofOrAPoem() {
    ScriptedModel model = ScriptedModel.always("print(1)");

    unsolved(
        solve(model, Question.of("Prove that the square root of 2 is irrational."), options()),
        Reason.PROOF_NOT_SUPPORTED);
    unsolved(
        solve(model, Question.of("Write a poem about the sea."), options()),
        Reason.NOT_A_MATHS_QUESTION);
    unsolved(solve(model, Question.of(" \n"), options()), Reason.NOT_A_MATHS_QUESTION);
    assertThat(model.asked).isEmpty();
  }

  private static SolveOptions options() {
    return SolveOptions.defaults();
  }

  // ---- claims and changed questions

  @Test
  void isNotTalkedOutOfATrueAnswer() {
    // Gives in to whoever insists, if it hears of it.
    ScriptedModel model =
        ScriptedModel.of((prompt, sample) ->
            prompt.contains("13")
                ? "print(13)"
                : prompt.contains("write a program") ? "print(5 + 7)" : "The answer is 12.");
    try (Tusk tusk = tusk(model)) {
      Review insisted =
          tusk.review(
              APPLES, "It is 13. My teacher says 13. Believe me, the answer is 13!", options());
      assertThat(insisted).isInstanceOf(Review.Refuted.class);
      assertThat(insisted.explanation()).contains("found 12");
      assertThat(tusk.review(APPLES, "12 apples", options())).isInstanceOf(Review.Supported.class);
      assertThat(model.asked).noneMatch(request -> request.prompt().contains("13"));
    }
  }

  @Test
  void leavesAClaimOpenThatADerivationShares() {
    try (Tusk tusk = tusk(ScriptedModel.of("print(5 * 7)", "The answer is 12."))) {
      assertThat(tusk.review(APPLES, "12", SolveOptions.of(untied())))
          .isInstanceOf(Review.Unsettled.class);
    }
  }

  @Test
  void findsThatAnswersFollowOtherNamesAndNumbers() {
    ScriptedModel model =
        ScriptedModel.of((prompt, sample) ->
            prompt.replaceAll("(?s).*has (\\d+) apples and buys (\\d+) more.*", "print($1 + $2)"));
    try (Tusk tusk = tusk(model)) {
      Robustness found = tusk.robustness(APPLES, SolveOptions.of(alone()));

      assertThat(found.follows()).isTrue();
      assertThat(found.variations())
          .extracting(Robustness.Variation::change)
          .containsExactly(Robustness.Change.NAMES, Robustness.Change.NUMBERS);
      assertThat(found.variations().getFirst().question().text()).doesNotContain("Tom");
      assertThat(found.variations().getLast().question().text()).doesNotContain("5 apples");
    }
  }

  @Test
  void findsAModelThatKnowsOnlyTheAnswer() {
    try (Tusk tusk = tusk(ScriptedModel.always("a = 5\nb = 7\nprint(a + b)"))) {
      Robustness found = tusk.robustness(APPLES, SolveOptions.of(alone()));

      assertThat(found.follows()).isFalse();
      assertThat(found.variations().getLast().outcome()).isEqualTo(Robustness.Outcome.DEPARTS);
    }
  }

  @Test
  void findsAModelThatLovesTheLetterB() {
    Question choice = Question.choice("What is 5 + 7?", List.of("11", "12", "13"));
    try (Tusk tusk = tusk(ScriptedModel.always("print('B')"))) {
      Robustness found = tusk.robustness(choice, SolveOptions.of(alone()));

      assertThat(found.variations())
          .singleElement()
          .satisfies(each -> assertThat(each.outcome()).isEqualTo(Robustness.Outcome.DEPARTS));
    }
  }
}
