package dev.tusk.engine;

import dev.tusk.engine.decoder.Cancellation;
import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.CheckpointException;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.engine.onnx.OnnxException;
import dev.tusk.engine.python.AnswerStyle;
import dev.tusk.engine.python.ProgramLowering;
import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import dev.tusk.symbolic.CrossCheck;
import dev.tusk.symbolic.Verdict;
import dev.tusk.symbolic.grading.Judgement;
import dev.tusk.symbolic.grading.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a maths question to a verified answer.
 *
 * <pre>{@code
 * try (Tusk tusk = Tusk.builder().checkpoint(folder).build()) {
 *   Answer answer = tusk.solve("A rectangle has length 12 and width 7. What is its area?");
 * }
 * }</pre>
 *
 * <p>Thread-safe: share one. {@link #execute}, {@link #check} and {@link #grade} need no model, and
 * no ONNX Runtime. {@link #close} ends the workers and the model; it is idempotent, and calls in
 * progress end as cancelled or with an {@link IllegalStateException}.
 */
public final class Tusk implements AutoCloseable {
  /** What a cross-check takes at most by itself. */
  private static final Duration CROSS_CHECK = Duration.ofSeconds(5);

  private final ProgramRunner runner;
  private final int workers;
  private final WorkerAlgebra algebra;
  private final CrossCheck crossCheck;
  private final Grading grading;
  private final @Nullable LanguageModel model;

  private Tusk(
      ProgramRunner runner,
      int workers,
      WorkerAlgebra algebra,
      CrossCheck crossCheck,
      Grading grading,
      @Nullable LanguageModel model) {
    this.runner = runner;
    this.workers = workers;
    this.algebra = algebra;
    this.crossCheck = crossCheck;
    this.grading = grading;
    this.model = model;
  }

  /** A builder with the defaults of each part, and no model. */
  public static Builder builder() {
    return new Builder();
  }

  /** A Tusk without model whose programs something else runs. */
  static Tusk running(ProgramRunner runner) {
    return of(runner, 1, null);
  }

  /** A Tusk whose programs something else runs. */
  static Tusk running(ProgramRunner runner, LanguageModel model) {
    return of(runner, 1, model);
  }

  private static Tusk of(ProgramRunner runner, int workers, @Nullable LanguageModel model) {
    var algebra = new WorkerAlgebra();
    CrossCheck crossCheck = CrossCheck.builder().algebra(algebra).build();
    return new Tusk(runner, workers, algebra, crossCheck, Grading.open(), model);
  }

  /** How the model is asked, where there is one. */
  public Optional<PromptProfile> profile() {
    return Optional.ofNullable(model).map(LanguageModel::profile);
  }

  /**
   * Answers a question with {@link SolveOptions#defaults}; options are found where they stand
   * behind it as {@link Question#of} has it.
   *
   * @throws IllegalStateException if this Tusk has no model, or is closed
   */
  public Answer solve(String question) {
    return solve(Question.of(question), SolveOptions.defaults());
  }

  /**
   * Answers a question: the model writes programs, and reasoning where the method asks for it; the
   * sandbox runs the programs, the cross-check re-derives their results, and the derivations vote.
   * What goes wrong on the way, in the model or its server too, is part of the answer.
   *
   * <p>Interrupting the thread cancels the question and leaves the flag set.
   *
   * @throws IllegalStateException if this Tusk has no model, or is closed
   */
  public Answer solve(Question question, SolveOptions options) {
    LanguageModel writer = model;
    if (writer == null) {
      throw new IllegalStateException(
          "this Tusk has no model; name one with Tusk.builder().checkpoint(folder)");
    }
    return new Solver(
            writer, this::check, grading.grader(options.method().equivalence()), question, options)
        .solve();
  }

  /**
   * Answers many questions and gives the answers as they come, in the order in which they end. The
   * questions are drawn from the stream as there is room for them: as many are under way as keep
   * the model and the sandbox busy at once, so neither they nor their answers need to fit into
   * memory, and where nobody draws answers, no further question is begun. Draw the answers on one
   * thread; closing the stream cancels what is under way.
   *
   * @param questions drawn on the thread that draws the answers
   * @param options of each question; its time counts from when it is begun
   * @throws IllegalStateException if this Tusk has no model; when answers are drawn, if it is
   *     closed
   */
  public Stream<BatchAnswer> solveAll(Stream<Question> questions, SolveOptions options) {
    if (model == null) {
      throw new IllegalStateException(
          "this Tusk has no model; name one with Tusk.builder().checkpoint(folder)");
    }
    var own = new Cancellation();
    Cancellation.Registration linked = options.cancellation().onCancel(own::cancel);
    SolveOptions each = options.toBuilder().cancellation(own).build();
    // The model's texts, and beside them for each worker a program that runs and one that waits.
    int most = model.parallelism() + 2 * workers;
    return new AnswerBatch(questions, question -> solve(question, each), own, most)
        .answers()
        .onClose(linked::close);
  }

  /** {@link #review(Question, String, SolveOptions)} with {@link SolveOptions#defaults}. */
  public Review review(String question, String claim) {
    return review(Question.of(question), claim, SolveOptions.defaults());
  }

  /**
   * Judges a claimed answer by evidence: solves the question without the claim in any prompt, then
   * compares the two.
   *
   * @throws IllegalStateException if this Tusk has no model, or is closed
   */
  public Review review(Question question, String claim, SolveOptions options) {
    Objects.requireNonNull(claim, "claim");
    Answer answer = solve(question, options);
    return new Reviewer(question, grading.grader(options.method().equivalence()))
        .review(claim, answer);
  }

  /** {@link #robustness(Question, SolveOptions)} with {@link SolveOptions#defaults}. */
  public Robustness robustness(String question) {
    return robustness(Question.of(question), SolveOptions.defaults());
  }

  /**
   * Asks the same question in other words: options in another order, other names, other numbers;
   * and says whether the answers follow.
   *
   * @param options of each asking; its time counts for each. The seed also chooses names and
   *     numbers.
   * @throws IllegalStateException if this Tusk has no model, or is closed
   */
  public Robustness robustness(Question question, SolveOptions options) {
    return new Variations(this, grading.grader(options.method().equivalence()), question, options)
        .robustness();
  }

  /**
   * Runs a program in the sandbox.
   *
   * @throws IllegalStateException if this Tusk is closed
   */
  public Execution execute(Program program) {
    return runner.run(program);
  }

  /**
   * Runs a program in the sandbox and re-derives its answer exactly, independently of the sandbox.
   *
   * @throws IllegalStateException if this Tusk is closed
   */
  public Checked check(Program program) {
    return checked(program, runner.run(program), crossCheck);
  }

  private Checked check(Program program, Budget budget) {
    Optional<Duration> left = budget.left();
    Execution execution = runner.run(program, left, budget.cancellation());
    CrossCheck within =
        budget
            .left()
            .filter(time -> time.compareTo(CROSS_CHECK) < 0)
            .map(time -> time.isZero() ? Duration.ofMillis(1) : time)
            .map(time -> crossCheck.toBuilder().deadline(time).build())
            .orElse(crossCheck);
    return checked(program, execution, within);
  }

  /**
   * Judges whether a candidate, which may be a page of reasoning, answers the same as a reference,
   * by {@link Policy#lenient}.
   */
  public Judgement grade(String reference, String candidate) {
    return grade(reference, candidate, Policy.lenient());
  }

  /** Judges whether a candidate answers the same as a reference under a policy. */
  public Judgement grade(String reference, String candidate, Policy policy) {
    return grading.grader(policy).grade(reference, candidate);
  }

  private static Checked checked(Program program, Execution execution, CrossCheck crossCheck) {
    Verdict verdict =
        execution instanceof Execution.Completed completed
            ? verdict(program.withStyle(completed.style()), completed.answer(), crossCheck)
            : Verdict.didNotRun(Texts.ending(execution));
    return new Checked(execution, verdict);
  }

  private static Verdict verdict(Program program, String answer, CrossCheck crossCheck) {
    return switch (ProgramLowering.lower(
        program.source(), program.preamble(), answerStyle(program.style()))) {
      case ProgramLowering.Lowering.Lowered lowered -> crossCheck.check(lowered.program(), answer);
      case ProgramLowering.Lowering.Rejected rejected ->
          Verdict.unchecked(
              Verdict.Reason.UNSUPPORTED, "source", rejected.line(), rejected.problem());
    };
  }

  private static AnswerStyle answerStyle(Program.Style style) {
    return switch (style) {
      case DETECT -> throw new IllegalArgumentException("the style was not detected");
      case PRINT -> AnswerStyle.PRINT;
      case ANS -> AnswerStyle.VARIABLE;
      case SOLUTION -> AnswerStyle.FUNCTION;
      case NOTEBOOK -> AnswerStyle.NOTEBOOK;
    };
  }

  @Override
  public void close() {
    try (runner;
        algebra;
        grading) {
      if (model != null) {
        model.close();
      }
    }
  }

  /** Builds a {@link Tusk}; not thread-safe. */
  public static final class Builder {
    private @Nullable Path checkpoint;
    private @Nullable LanguageModel model;
    private @Nullable PromptProfile profile;
    private DecoderOptions decoder = DecoderOptions.defaults();
    private Limits limits = Limits.defaults();
    private int workers = Runtime.getRuntime().availableProcessors();
    private boolean shortLived;
    private @Nullable Sandbox sandbox;

    private Builder() {}

    /** A Hugging Face checkpoint folder for the bundled decoder. */
    public Builder checkpoint(Path folder) {
      checkpoint = Objects.requireNonNull(folder, "folder");
      return this;
    }

    /**
     * How the checkpoint is asked and when it declines, in place of what its folder declares. Not
     * together with a model of the caller's, which has a profile of its own.
     */
    public Builder profile(PromptProfile own) {
      profile = Objects.requireNonNull(own, "own");
      return this;
    }

    /** A model of the caller's; the built Tusk closes it. */
    public Builder model(LanguageModel own) {
      model = Objects.requireNonNull(own, "own");
      return this;
    }

    /** How the bundled decoder runs: device, threads, length of the context. */
    public Builder decoder(DecoderOptions options) {
      decoder = Objects.requireNonNull(options, "options");
      return this;
    }

    /** The limits of every program. */
    public Builder limits(Limits perProgram) {
      limits = Objects.requireNonNull(perProgram, "perProgram");
      return this;
    }

    /** How many programs may run at once; as many as there are processors by default. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /**
     * Whether this Tusk lives for seconds, as a command for one question does: its sandbox then
     * starts sooner and runs slower once warm. Default: no.
     */
    public Builder shortLived(boolean value) {
      shortLived = value;
      return this;
    }

    /**
     * A sandbox of the caller's, in place of one with this builder's limits and workers: with an
     * observer, with measures that it requires, for its statistics. The built Tusk closes it.
     */
    public Builder sandbox(Sandbox own) {
      sandbox = Objects.requireNonNull(own, "own");
      return this;
    }

    /**
     * Loads the model, if one is named, and begins to start the workers.
     *
     * @throws IllegalArgumentException if a setting is out of its range, or a folder and a model
     *     are both given
     * @throws CheckpointException if the folder holds no checkpoint that the decoder supports
     * @throws OnnxException if ONNX Runtime, or the device asked for, is not there
     */
    public Tusk build() {
      if (checkpoint != null && model != null) {
        throw new IllegalArgumentException("a checkpoint folder and a model are both given");
      }
      if (profile != null && checkpoint == null) {
        throw new IllegalArgumentException("a profile is given, and no checkpoint folder");
      }
      Sandbox runs =
          sandbox == null
              ? Sandbox.builder().workers(workers).limits(limits).shortLived(shortLived).build()
              : sandbox;
      boolean built = false;
      try {
        LanguageModel writer = checkpoint == null ? model : opened(Checkpoint.open(checkpoint));
        Tusk tusk = of(ProgramRunner.of(runs), runs.workers(), writer);
        built = true;
        return tusk;
      } finally {
        if (!built && runs != sandbox) {
          runs.close();
        }
      }
    }

    private LanguageModel opened(Checkpoint folder) {
      return new CheckpointModel(folder, profile == null ? folder.profile() : profile, decoder);
    }
  }
}
