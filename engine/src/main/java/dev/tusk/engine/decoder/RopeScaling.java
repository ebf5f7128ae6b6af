package dev.tusk.engine.decoder;

/** How the frequencies of the rotary embedding are changed for contexts longer than trained on. */
sealed interface RopeScaling {
  /** The frequency in place of {@code frequency}, both in radians a position. */
  double scaled(double frequency);

  /** As trained. */
  record None() implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      return frequency;
    }
  }

  /** Positions divided by a factor (kaiokendev, 2023). */
  record Linear(double factor) implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      return frequency / factor;
    }
  }

  /**
   * Llama 3.1's rule: long waves are slowed by the factor, short ones kept, and those between
   * interpolated, as transformers' {@code _compute_llama3_parameters} does.
   */
  record Llama3(double factor, double lowFactor, double highFactor, int trainedContext)
      implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      double wave = 2 * Math.PI / frequency;
      if (wave < trainedContext / highFactor) {
        return frequency;
      }
      if (wave > trainedContext / lowFactor) {
        return frequency / factor;
      }
      double smooth = (trainedContext / wave - lowFactor) / (highFactor - lowFactor);
      return (1 - smooth) * frequency / factor + smooth * frequency;
    }
  }
}
