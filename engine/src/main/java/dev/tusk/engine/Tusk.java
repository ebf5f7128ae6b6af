package dev.tusk.engine;

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
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * <p>Thread-safe: share one. {@link #execute} and {@link #check} need no model, and no ONNX
 * Runtime. {@link #close} ends the workers and the model; it is idempotent, and calls in progress
 * end as cancelled or with an {@link IllegalStateException}.
 */
public final class Tusk implements AutoCloseable {
  private final ProgramRunner runner;
  private final WorkerAlgebra algebra;
  private final CrossCheck crossCheck;
  private final @Nullable LanguageModel model;

  private Tusk(
      ProgramRunner runner,
      WorkerAlgebra algebra,
      CrossCheck crossCheck,
      @Nullable LanguageModel model) {
    this.runner = runner;
    this.algebra = algebra;
    this.crossCheck = crossCheck;
    this.model = model;
  }

  /** A builder with the defaults of each part, and no model. */
  public static Builder builder() {
    return new Builder();
  }

  /** A Tusk without model whose programs something else runs. */
  static Tusk running(ProgramRunner runner) {
    var algebra = new WorkerAlgebra();
    return new Tusk(runner, algebra, CrossCheck.builder().algebra(algebra).build(), null);
  }

  /** How the model is asked, where there is one. */
  public Optional<PromptProfile> profile() {
    return Optional.ofNullable(model).map(LanguageModel::profile);
  }

  /**
   * Answers a question: the model writes a program for it, the sandbox runs the program, and the
   * cross-check re-derives the result.
   *
   * @throws IllegalArgumentException if the question is blank, or too long for the model
   * @throws IllegalStateException if this Tusk has no model, or is closed
   */
  public Answer solve(String question) {
    if (question.isBlank()) {
      throw new IllegalArgumentException("the question is blank");
    }
    LanguageModel writer = model;
    if (writer == null) {
      throw new IllegalStateException(
          "this Tusk has no model; name one with Tusk.builder().checkpoint(folder)");
    }
    PromptProfile profile = writer.profile();
    Completion completion = writer.complete(profile.program().around(question));
    Optional<Program> program =
        Extraction.program(completion.text())
            .map(source -> Program.of(source).withStyle(Program.Style.PRINT));
    OptionalDouble sure = completion.meanTokenProbability();
    OptionalDouble bound = profile.declineBelow();
    if (sure.isPresent() && bound.isPresent() && sure.getAsDouble() < bound.getAsDouble()) {
      return unsolved(
          question,
          Answer.Reason.DECLINED,
          "outside the range of %s: its mean token probability is %.3f, at least %.3f is asked for"
              .formatted(profile.label(), sure.getAsDouble(), bound.getAsDouble()),
          program,
          completion);
    }
    if (program.isEmpty()) {
      return unsolved(
          question,
          Answer.Reason.NO_PROGRAM,
          "the model wrote no program: " + excerpt(completion.text()),
          program,
          completion);
    }
    Checked checked = check(program.get());
    if (!(checked.execution() instanceof Execution.Completed completed)) {
      return new Answer.Unsolved(
          question,
          Answer.Reason.PROGRAM_FAILED,
          "the program did not run to its end: " + ending(checked.execution()),
          program,
          Optional.of(checked.execution()),
          completion);
    }
    if (completed.answer().isBlank()) {
      return new Answer.Unsolved(
          question,
          Answer.Reason.NO_RESULT,
          "the program printed nothing",
          program,
          Optional.of(completed),
          completion);
    }
    return new Answer.Solved(
        question, completed.answer(), program.get(), completed, checked.verdict(), completion);
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
    Execution execution = runner.run(program);
    Verdict verdict =
        execution instanceof Execution.Completed completed
            ? verdict(program.withStyle(completed.style()), completed.answer())
            : Verdict.didNotRun(ending(execution));
    return new Checked(execution, verdict);
  }

  private Verdict verdict(Program program, String answer) {
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
        algebra) {
      if (model != null) {
        model.close();
      }
    }
  }

  private static Answer unsolved(
      String question,
      Answer.Reason reason,
      String detail,
      Optional<Program> program,
      Completion completion) {
    return new Answer.Unsolved(question, reason, detail, program, Optional.empty(), completion);
  }

  private static String excerpt(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }

  /** How an execution that is not completed ended, in one line. */
  private static String ending(Execution execution) {
    return switch (execution) {
      case Execution.Completed completed -> "completed";
      case Execution.Raised raised -> "raised " + raised.type() + ": " + raised.message();
      case Execution.LimitExceeded exceeded ->
          "limit exceeded: %s, allowed %d".formatted(exceeded.limit(), exceeded.allowed());
      case Execution.Rejected rejected ->
          "rejected: %s, line %d".formatted(rejected.message(), rejected.line());
      case Execution.Crashed crashed -> "crashed: " + crashed.reason();
      case Execution.Cancelled cancelled -> "cancelled";
    };
  }

  /** Builds a {@link Tusk}; not thread-safe. */
  public static final class Builder {
    private @Nullable Path checkpoint;
    private @Nullable LanguageModel model;
    private DecoderOptions decoder = DecoderOptions.defaults();
    private Limits limits = Limits.defaults();
    private int workers = Runtime.getRuntime().availableProcessors();
    private boolean shortLived;

    private Builder() {}

    /** A Hugging Face checkpoint folder for the bundled decoder. */
    public Builder checkpoint(Path folder) {
      checkpoint = Objects.requireNonNull(folder, "folder");
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
      Sandbox sandbox =
          Sandbox.builder().workers(workers).limits(limits).shortLived(shortLived).build();
      var algebra = new WorkerAlgebra();
      boolean built = false;
      try {
        LanguageModel writer =
            checkpoint == null ? model : new CheckpointModel(Checkpoint.open(checkpoint), decoder);
        var tusk =
            new Tusk(
                ProgramRunner.of(sandbox),
                algebra,
                CrossCheck.builder().algebra(algebra).build(),
                writer);
        built = true;
        return tusk;
      } finally {
        if (!built) {
          algebra.close();
          sandbox.close();
        }
      }
    }
  }
}
