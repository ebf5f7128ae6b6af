package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tusk.engine.Answer;
import dev.tusk.engine.BatchAnswer;
import dev.tusk.engine.Completion;
import dev.tusk.engine.Question;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Step;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.Vote;
import dev.tusk.sandbox.Program;
import dev.tusk.symbolic.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a model the questions of a benchmark. */
final class ModelAnswers implements AnswerSource {
  private final Benchmark benchmark;
  private final Path file;
  private final SortedMap<String, String> settings;
  private final int size;
  private final Tusk tusk;
  private final Scorer scorer;
  private final SolveOptions options;

  /**
   * Reads the file once, so that what is wrong with it is said before the model is asked.
   *
   * @param given what else the answers depend on
   * @param most how many questions are asked at most
   */
  ModelAnswers(
      Benchmark benchmark,
      Path file,
      Map<String, String> given,
      Tusk tusk,
      Scorer scorer,
      SolveOptions options,
      int most)
      throws IOException {
    this.benchmark = benchmark;
    this.file = file;
    this.tusk = tusk;
    this.scorer = scorer;
    this.options = options;
    this.settings = new TreeMap<>(given);
    settings.put("benchmark", benchmark.label());
    settings.put("questions", Inputs.file(file));
    settings.put("method", options.method().name());
    settings.put("samples", String.valueOf(options.method().samples()));
    settings.put("seed", String.valueOf(options.seed()));
    try (Stream<BenchmarkQuestion> questions = benchmark.questions(file)) {
      this.size = Math.toIntExact(Math.min(questions.mapToLong(question -> 1).sum(), most));
    }
    settings.put("asked", String.valueOf(size));
  }

  @Override
  public SortedMap<String, String> settings() {
    return settings;
  }

  @Override
  public int size() {
    return size;
  }

  /** A question under way. */
  private record Asked(int index, BenchmarkQuestion question) {}

  @Override
  public void answer(IntPredicate open, Consumer<EvaluatedAnswer> answers) throws IOException {
    var place = new AtomicInteger();
    var number = new AtomicLong();
    Map<Long, Asked> underWay = new ConcurrentHashMap<>();
    try (Stream<BenchmarkQuestion> all = benchmark.questions(file)) {
      Stream<Question> asked =
          all.limit(size)
              .map(question -> new Asked(place.getAndIncrement(), question))
              .filter(each -> open.test(each.index()))
              .map(each -> {
                underWay.put(number.getAndIncrement(), each);
                return new Question(each.question().text(), each.question().choices());
              });
      try (Stream<BatchAnswer> batch = tusk.solveAll(asked, options)) {
        for (Iterator<BatchAnswer> each = batch.iterator(); each.hasNext(); ) {
          BatchAnswer next = each.next();
          Asked question = underWay.remove(next.index());
          if (question == null) {
            throw new IllegalStateException("an answer to no question: " + next.index());
          }
          answers.accept(answered(question, next.answer()));
        }
      }
    }
  }

  private EvaluatedAnswer answered(Asked asked, Answer answer) {
    return switch (answer) {
      case Answer.Solved solved -> solved(asked, solved);
      case Answer.Unsolved unsolved ->
          line(
              asked,
              unsolved,
              "none",
              words(unsolved.reason()),
              unsolved.detail(),
              lastProgram(unsolved),
              "",
              Optional.empty(),
              scorer.program(asked.question(), "", ""));
    };
  }

  private EvaluatedAnswer solved(Asked asked, Answer.Solved solved) {
    boolean program = solved.source() == Vote.Source.PROGRAM;
    boolean choice = !asked.question().choices().isEmpty();
    Scores scores;
    if (program) {
      String printed =
          choice || solved.execution().isEmpty()
              ? solved.text()
              : Executions.printed(solved.execution().get(), Program.Style.DETECT);
      scores = scorer.program(asked.question(), printed, solved.text());
    } else {
      String text = choice ? "The answer is " + solved.text() : text(solved);
      scores = scorer.reasoning(asked.question(), text, solved.text());
    }
    return line(
        asked,
        solved,
        program ? "program" : "reasoning",
        "answered: " + words(solved.grade()),
        solved.grade().meaning(),
        solved.program().map(Program::source).orElse(""),
        solved.text(),
        solved.verdict(),
        scores);
  }

  /** The text that gave the answer. */
  private static String text(Answer.Solved solved) {
    int step = solved.vote().groups().getFirst().members().getFirst().step();
    return solved.steps().get(step).completion().map(Completion::text).orElse(solved.text());
  }

  private static String lastProgram(Answer answer) {
    List<Step> steps = answer.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).program().isPresent()) {
        return steps.get(i).program().get().source();
      }
    }
    return "";
  }

  private static EvaluatedAnswer line(
      Asked asked,
      Answer answer,
      String by,
      String outcome,
      String detail,
      String program,
      String text,
      Optional<Verdict> verdict,
      Scores scores) {
    String stdout =
        answer instanceof Answer.Solved solved
            ? solved.execution().map(Executions::stdout).orElse("")
            : "";
    return new EvaluatedAnswer(
        asked.index(),
        asked.question().set(),
        asked.question().id(),
        asked.question().text(),
        asked.question().gold().orElse(null),
        by,
        outcome,
        detail,
        program,
        stdout,
        text,
        verdict.map(Verdict::label).orElse(""),
        verdict.map(Verdict::method).orElse(""),
        verdict.map(Executions::evidence).orElse(null),
        scores,
        null,
        fallback(answer),
        samples(answer.vote()),
        answer.steps().stream().map(ModelAnswers::step).toList(),
        (long) answer.cost().tokens(),
        Map.of("total", answer.cost().wall().toNanos() / 1e6));
  }

  /** Whether reasoning had to stand in for programs, and did. */
  private static EvaluatedAnswer.@Nullable Fallback fallback(Answer answer) {
    boolean programAnswered = false;
    boolean reasoned = false;
    boolean reasoningAnswered = false;
    for (Step step : answer.steps()) {
      boolean answered = step.outcome() == Step.Outcome.ANSWERED;
      switch (step.ask()) {
        case PROGRAM, REPAIR, TIE_BREAK -> programAnswered |= answered;
        case REASONING -> {
          reasoned = true;
          reasoningAnswered |= answered;
        }
        case OPTION -> {}
      }
    }
    if (programAnswered) {
      return EvaluatedAnswer.Fallback.NOT_NEEDED;
    }
    if (!reasoned) {
      return null;
    }
    return reasoningAnswered && answer instanceof Answer.Solved
        ? EvaluatedAnswer.Fallback.ANSWERED
        : EvaluatedAnswer.Fallback.FAILED;
  }

  private static @Nullable JsonNode samples(Vote vote) {
    if (vote.cast() < 2) {
      return null;
    }
    ObjectNode node = JsonItems.JSON.createObjectNode();
    ArrayNode groups = node.putArray("groups");
    for (Vote.Group group : vote.groups()) {
      ObjectNode one = groups.addObject();
      one.put("answer", group.text());
      one.put("votes", group.size());
      one.put("different", group.different());
      List<String> verdicts = new ArrayList<>();
      group
          .members()
          .forEach(member ->
              verdicts.add(member.verdict().map(Verdict::label).orElse(words(member.source()))));
      one.put("by", String.join(", ", verdicts));
    }
    node.put("without an answer", vote.abstained());
    return node;
  }

  private static JsonNode step(Step step) {
    ObjectNode node = JsonItems.JSON.createObjectNode();
    node.put("kind", words(step.ask()) + ", " + words(step.outcome()));
    node.put("detail", step.detail());
    node.put("tokens", step.tokens());
    step.completion()
        .ifPresent(completion -> {
          node.put("text", completion.text());
          completion.meanTokenProbability().ifPresent(p -> node.put("token_probability", p));
        });
    return node;
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
