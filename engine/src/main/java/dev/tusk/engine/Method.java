package dev.tusk.engine;

import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.symbolic.grading.Policy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a question is put to the model and what is made of its texts. An immutable value;
 * docs/engine.md has the two presets side by side.
 *
 * <pre>{@code
 * Method five = Method.tusk().toBuilder().samples(5).temperature(0.7).build();
 * Answer answer = tusk.solve(Question.of("What is 7 * 8?"), SolveOptions.of(five));
 * }</pre>
 *
 * @param name for reports
 * @param prompts the frames to ask with; empty for those of the model's own profile
 * @param stopStrings each text ends before the first of these; empty for those of the profile
 * @param fences whether a program may stand between fences, among prose; if not, MAmmoTH's rule
 *     holds: a text with {@code print(} is a program, all of it
 * @param imports names, and the line that brings each, run before a program that uses the name and
 *     does not import it
 * @param cleaning the data set by whose rules MAmmoTH cleans an answer; empty for the grader's own
 *     reading
 * @param repairs how often a program that failed is sent back with its error
 * @param reasoning when the question is also asked for reasoning in prose
 * @param samples how many programs are asked for, at least 1
 * @param temperature of the samples, where there are several; a single one is greedy
 * @param topP of the samples
 * @param tieBreakers further programs asked for where program and reasoning disagree
 * @param maxTokens tokens of one text at most
 * @param closestOption whether the model is asked for the closest option where none is the answer
 * @param equivalence when two answers are the same in the vote
 */
public record Method(
    String name,
    Optional<PromptProfile> prompts,
    Optional<List<String>> stopStrings,
    boolean fences,
    Map<String, String> imports,
    Optional<Policy.Dataset> cleaning,
    int repairs,
    Reasoning reasoning,
    int samples,
    double temperature,
    double topP,
    int tieBreakers,
    int maxTokens,
    boolean closestOption,
    Policy equivalence) {
  /** The bound on {@link #samples}. */
  public static final int MOST_SAMPLES = 256;

  /** When the question is asked for reasoning in prose (chain of thought). */
  public enum Reasoning {
    /** Never. */
    NEVER,
    /** When no program gave an answer: MAmmoTH's hybrid decoding. */
    WHEN_PROGRAMS_FAIL,
    /** Always, as long as the budget lasts, so that the two can agree or differ. */
    ALWAYS
  }

  /** Checks and copies. */
  public Method {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(prompts, "prompts");
    Objects.requireNonNull(cleaning, "cleaning");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(equivalence, "equivalence");
    stopStrings = stopStrings.map(List::copyOf);
    imports = Map.copyOf(imports);
    Bounds.range("repairs", repairs, 0, 10);
    Bounds.range("samples", samples, 1, MOST_SAMPLES);
    Bounds.range("tieBreakers", tieBreakers, 0, MOST_SAMPLES);
    Bounds.range("maxTokens", maxTokens, 1, 1 << 20);
    Bounds.temperature(temperature);
    Bounds.share("topP", topP);
  }

  /**
   * MAmmoTH's hybrid decoding as its evaluation code has it: its prompts and stop strings, no
   * fences, its answer cleaning (that of GSM8K, or of AQuA where there are options), reasoning only
   * where the program failed or printed nothing usable, the model asked for the closest option.
   */
  public static Method mammoth() {
    return mammoth(Policy.Dataset.GSM8K);
  }

  /** {@link #mammoth()} with the answer cleaning of one of its data sets. */
  public static Method mammoth(Policy.Dataset dataset) {
    return new Method(
        "mammoth",
        Optional.of(PromptProfile.MAMMOTH),
        Optional.of(PromptProfile.MAMMOTH.stopStrings()),
        false,
        Map.of(),
        Optional.of(dataset),
        0,
        Reasoning.WHEN_PROGRAMS_FAIL,
        1,
        0.7,
        1,
        0,
        1024,
        true,
        Policy.lenient());
  }

  /**
   * Tusk's own: the model's own prompts, fences accepted, imports added that a program forgot, one
   * repair, reasoning always asked where the model's profile lets it answer, two more programs
   * where the two disagree.
   */
  public static Method tusk() {
    return new Method(
        "tusk",
        Optional.empty(),
        Optional.of(List.of("### Instruction", "### Response")),
        true,
        Imports.USUAL,
        Optional.empty(),
        1,
        Reasoning.ALWAYS,
        1,
        0.7,
        1,
        2,
        1024,
        true,
        Policy.lenient());
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  public static Method named(String name) {
    return switch (name) {
      case "mammoth" -> mammoth();
      case "tusk" -> tusk();
      default ->
          throw new IllegalArgumentException(
              "there is no method " + name + ", only tusk and mammoth");
    };
  }

  /** A builder that begins with this method. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The profile that it asks a model with. */
  PromptProfile prompts(LanguageModel model) {
    return prompts.orElseGet(model::profile);
  }

  List<String> stopStrings(LanguageModel model) {
    return stopStrings.orElseGet(() -> prompts(model).stopStrings());
  }

  /** Collects the parts of a method; not thread-safe. */
  public static final class Builder {
    private String name;
    private Optional<PromptProfile> prompts;
    private Optional<List<String>> stopStrings;
    private boolean fences;
    private Map<String, String> imports;
    private Optional<Policy.Dataset> cleaning;
    private int repairs;
    private Reasoning reasoning;
    private int samples;
    private double temperature;
    private double topP;
    private int tieBreakers;
    private int maxTokens;
    private boolean closestOption;
    private Policy equivalence;

    private Builder(Method start) {
      name = start.name;
      prompts = start.prompts;
      stopStrings = start.stopStrings;
      fences = start.fences;
      imports = start.imports;
      cleaning = start.cleaning;
      repairs = start.repairs;
      reasoning = start.reasoning;
      samples = start.samples;
      temperature = start.temperature;
      topP = start.topP;
      tieBreakers = start.tieBreakers;
      maxTokens = start.maxTokens;
      closestOption = start.closestOption;
      equivalence = start.equivalence;
    }

    /** For reports. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** The frames to ask with; empty for those of the model's own profile. */
    public Builder prompts(Optional<PromptProfile> value) {
      prompts = value;
      return this;
    }

    /** What ends a text; empty for the stop strings of the profile. */
    public Builder stopStrings(Optional<List<String>> value) {
      stopStrings = value;
      return this;
    }

    /** Whether a program may stand between fences. */
    public Builder fences(boolean value) {
      fences = value;
      return this;
    }

    /** Names, and the import line that brings each. */
    public Builder imports(Map<String, String> value) {
      imports = value;
      return this;
    }

    /** The data set by whose rules an answer is cleaned. */
    public Builder cleaning(Optional<Policy.Dataset> value) {
      cleaning = value;
      return this;
    }

    /** How often a program that failed is sent back, from 0 to 10. */
    public Builder repairs(int value) {
      repairs = value;
      return this;
    }

    /** When reasoning is asked for. */
    public Builder reasoning(Reasoning value) {
      reasoning = value;
      return this;
    }

    /** How many programs are asked for, from 1 to {@value #MOST_SAMPLES}. */
    public Builder samples(int value) {
      samples = value;
      return this;
    }

    /** Of several samples, from 0 to 2. */
    public Builder temperature(double value) {
      temperature = value;
      return this;
    }

    /** Of several samples. */
    public Builder topP(double value) {
      topP = value;
      return this;
    }

    /** Programs asked for where program and reasoning disagree. */
    public Builder tieBreakers(int value) {
      tieBreakers = value;
      return this;
    }

    /** Tokens of one text at most. */
    public Builder maxTokens(int value) {
      maxTokens = value;
      return this;
    }

    /** Whether the model is asked for the closest option. */
    public Builder closestOption(boolean value) {
      closestOption = value;
      return this;
    }

    /** When two answers are the same in the vote. */
    public Builder equivalence(Policy value) {
      equivalence = value;
      return this;
    }

    /**
     * The method.
     *
     * @throws IllegalArgumentException naming the part that is out of its range
     */
    public Method build() {
      return new Method(
          name,
          prompts,
          stopStrings,
          fences,
          imports,
          cleaning,
          repairs,
          reasoning,
          samples,
          temperature,
          topP,
          tieBreakers,
          maxTokens,
          closestOption,
          equivalence);
    }
  }
}
