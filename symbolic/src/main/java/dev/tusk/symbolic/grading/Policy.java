package dev.tusk.symbolic.grading;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How answers are extracted and what counts as equal. An immutable value; see docs/grading.md for
 * the four presets.
 */
public final class Policy {
  /** The four ways of judging. */
  public enum Mode {
    /** Only what is proved is equivalent; what only sampling supports is undecided. */
    STRICT,
    /** Also rounding, units left out, percent signs and sampled equality. */
    LENIENT,
    /** The extraction and the leniency of huggingface/Math-Verify. */
    MATH_VERIFY,
    /** MAmmoTH's own scoring of one of its data sets. */
    MAMMOTH
  }

  /** What Math-Verify's extraction looks for. */
  public enum Target {
    /** Marked mathematics: {@code $…$}, {@code \[…\]}, {@code \boxed{…}}. */
    LATEX,
    /** Plain numbers and numeric expressions. */
    EXPRESSION
  }

  /** MAmmoTH's nine evaluation sets, and TheoremQA as MAmmoTH2's code scores it. */
  public enum Dataset {
    GSM8K,
    MATH,
    AQUA,
    NUMGLUE,
    SVAMP,
    DEEPMIND,
    SIMULEQ,
    SAT,
    MMLU,
    THEOREMQA;

    /** The name in lower case, as in {@code mammoth:gsm8k}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a question's answer is the letter of one of its choices. */
    public boolean isMultipleChoice() {
      return this == AQUA || this == SAT || this == MMLU;
    }
  }

  private final Mode mode;
  private final Optional<Dataset> dataset;
  private final Set<Target> targets;
  private final int precision;
  private final boolean setRelation;
  private final int maxLength;
  private final long steps;
  private final Duration deadline;

  private Policy(Builder builder) {
    this.mode = builder.mode;
    this.dataset = builder.dataset;
    this.targets = Set.copyOf(builder.targets);
    this.precision = builder.precision;
    this.setRelation = builder.setRelation;
    this.maxLength = builder.maxLength;
    this.steps = builder.steps;
    this.deadline = builder.deadline;
  }

  /** Only what is proved. */
  public static Policy strict() {
    return new Builder(Mode.STRICT).build();
  }

  /** What a fair reader would accept. */
  public static Policy lenient() {
    return new Builder(Mode.LENIENT).build();
  }

  /** As Math-Verify extracts and compares: both targets, 6 decimals, no set for a relation. */
  public static Policy mathVerify() {
    return new Builder(Mode.MATH_VERIFY).build();
  }

  /** As MAmmoTH scores {@code dataset}. */
  public static Policy mammoth(Dataset dataset) {
    Builder builder = new Builder(Mode.MAMMOTH);
    builder.dataset = Optional.of(dataset);
    return builder.build();
  }

  /**
   * The policy of that name: {@code strict}, {@code lenient}, {@code math-verify} or {@code
   * mammoth:SET}.
   *
   * @throws IllegalArgumentException if there is no such policy; the message lists them
   */
  public static Policy parse(String name) {
    requireNonNull(name, "name");
    String small = name.strip().toLowerCase(Locale.ROOT);
    return switch (small) {
      case "strict" -> strict();
      case "lenient" -> lenient();
      case "math-verify" -> mathVerify();
      default -> mammoth(dataset(name, small));
    };
  }

  private static Dataset dataset(String name, String small) {
    for (Dataset dataset : Dataset.values()) {
      if (small.equals("mammoth:" + dataset.label())) {
        return dataset;
      }
    }
    throw new IllegalArgumentException(
        "policy must be strict, lenient, math-verify or mammoth:SET with SET one of gsm8k,"
            + " math, aqua, numglue, svamp, deepmind, simuleq, sat, mmlu, theoremqa: "
            + name);
  }

  /** How it judges. */
  public Mode mode() {
    return mode;
  }

  /** The data set under {@link Mode#MAMMOTH}. */
  public Optional<Dataset> dataset() {
    return dataset;
  }

  /** What {@link Mode#MATH_VERIFY} extracts. */
  public Set<Target> targets() {
    return targets;
  }

  /** The decimals to which {@link Mode#MATH_VERIFY} rounds. */
  public int precision() {
    return precision;
  }

  /** Whether under {@link Mode#MATH_VERIFY} an inequality may answer where a set is asked. */
  public boolean setRelation() {
    return setRelation;
  }

  /** The most characters of either text; a longer reference or candidate is undecided. */
  public int maxLength() {
    return maxLength;
  }

  /**
   * The most steps of one judgement. A step is one act of the parser or of exact arithmetic; steps
   * are not constant time, so this does not bound time: {@link #deadline} does.
   */
  public long steps() {
    return steps;
  }

  /**
   * The most time of one judgement. Single operations on numbers of the greatest size may overrun
   * it by some tens of milliseconds; in-process algebra may overrun it further.
   */
  public Duration deadline() {
    return deadline;
  }

  /** The policy's name, as {@link #parse} reads it. */
  public String name() {
    return switch (mode) {
      case STRICT -> "strict";
      case LENIENT -> "lenient";
      case MATH_VERIFY -> "math-verify";
      case MAMMOTH -> "mammoth:" + dataset.map(Dataset::label).orElse("");
    };
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    Builder builder = new Builder(mode);
    builder.dataset = dataset;
    builder.targets = targets.isEmpty() ? EnumSet.noneOf(Target.class) : EnumSet.copyOf(targets);
    builder.precision = precision;
    builder.setRelation = setRelation;
    builder.maxLength = maxLength;
    builder.steps = steps;
    builder.deadline = deadline;
    return builder;
  }

  @Override
  public String toString() {
    return name();
  }

  /** Settings; not thread-safe. */
  public static final class Builder {
    private final Mode mode;
    private Optional<Dataset> dataset = Optional.empty();
    private Set<Target> targets = EnumSet.allOf(Target.class);
    private int precision = 6;
    private boolean setRelation;
    private int maxLength = 100_000;
    private long steps = 2_000_000;
    private Duration deadline = Duration.ofSeconds(2);

    private Builder(Mode mode) {
      this.mode = mode;
    }

    /** What Math-Verify's extraction looks for. */
    public Builder targets(Set<Target> targets) {
      this.targets = Set.copyOf(targets);
      return this;
    }

    /** The decimals to which Math-Verify rounds. */
    public Builder precision(int precision) {
      this.precision = precision;
      return this;
    }

    /** Whether an inequality may answer where a set is asked. */
    public Builder setRelation(boolean setRelation) {
      this.setRelation = setRelation;
      return this;
    }

    /** The most characters of either text. */
    public Builder maxLength(int maxLength) {
      this.maxLength = maxLength;
      return this;
    }

    /** The most steps of one judgement. */
    public Builder steps(long steps) {
      this.steps = steps;
      return this;
    }

    /** The most time of one judgement. */
    public Builder deadline(Duration deadline) {
      this.deadline = requireNonNull(deadline, "deadline");
      return this;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public Policy build() {
      if (precision < 0 || precision > 100) {
        throw new IllegalArgumentException("precision must be from 0 to 100: " + precision);
      }
      if (maxLength < 1) {
        throw new IllegalArgumentException("maxLength must be at least 1: " + maxLength);
      }
      if (steps < 1) {
        throw new IllegalArgumentException("steps must be at least 1: " + steps);
      }
      if (deadline.isNegative() || deadline.isZero()) {
        throw new IllegalArgumentException("deadline must be positive: " + deadline);
      }
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("targets must not be empty");
      }
      return new Policy(this);
    }
  }
}
