package dev.tusk.engine.decoder;

import java.util.SplittableRandom;

/** How the next token is chosen from the model's probabilities. */
public sealed interface Sampling {
  /** Always the most probable token. */
  record Greedy() implements Sampling {}

  /**
   * A random token. The temperature is applied first, then {@code topK}, then {@code topP}, as
   * Hugging Face's generation does.
   *
   * @param temperature divides the logits; above 0, where values near 0 come near to greedy
   * @param topK only this many of the most probable tokens are considered; 0 for all
   * @param topP only the most probable tokens are considered that together have at least this
   *     probability; above 0, and 1 for all
   * @param seed where the random numbers begin: the same seed gives the same tokens, whatever else
   *     the decoder does meanwhile
   */
  record Random(double temperature, int topK, double topP, long seed) implements Sampling {
    /** Checks the numbers. */
    public Random {
      if (!(temperature > 0) || Double.isInfinite(temperature)) {
        throw new IllegalArgumentException(
            "temperature is " + temperature + ", a number above 0 is needed");
      }
      if (topK < 0) {
        throw new IllegalArgumentException("topK is " + topK + ", at least 0 is needed");
      }
      if (!(topP > 0 && topP <= 1)) {
        throw new IllegalArgumentException(
            "topP is " + topP + ", a number above 0 and at most 1 is needed");
      }
    }
  }

  /** Always the most probable token. */
  static Sampling greedy() {
    return new Greedy();
  }

  /** A random token of all, at this temperature. */
  static Sampling random(double temperature, long seed) {
    return new Random(temperature, 0, 1, seed);
  }

  /** The same with another seed, where there is one. */
  default Sampling withSeed(long seed) {
    return switch (this) {
      case Greedy greedy -> greedy;
      case Random drawn -> new Random(drawn.temperature(), drawn.topK(), drawn.topP(), seed);
    };
  }

  /** The state of one request's choices; not thread-safe. */
  final class Chooser {
    private final Sampling sampling;
    private final SplittableRandom random;

    Chooser(Sampling sampling) {
      this.sampling = sampling;
      this.random = new SplittableRandom(sampling instanceof Random drawn ? drawn.seed() : 0);
    }

    /** How many candidates the choice needs to see. */
    int needed(int vocabulary) {
      return switch (sampling) {
        case Greedy _ -> 1;
        case Random drawn -> drawn.topK() == 0 ? vocabulary : Math.min(drawn.topK(), vocabulary);
      };
    }

    /** The rank of the chosen candidate, of at least {@link #needed}. */
    int choose(LanguageModel.Candidates candidates) {
      return switch (sampling) {
        case Greedy _ -> 0;
        case Random drawn -> draw(drawn, candidates);
      };
    }

    private int draw(Random drawn, LanguageModel.Candidates candidates) {
      int count = drawn.topK() == 0 ? candidates.size() : Math.min(drawn.topK(), candidates.size());
      double[] weights = new double[count];
      double total = 0;
      for (int i = 0; i < count; i++) {
        // Against the best one, so that nothing overflows.
        weights[i] =
            Math.exp(
                (candidates.logProbability(i) - candidates.logProbability(0))
                    / drawn.temperature());
        total += weights[i];
      }
      double kept = 0;
      int last = 0;
      while (last < count - 1 && kept + weights[last] < drawn.topP() * total) {
        kept += weights[last++];
      }
      kept += weights[last];
      double point = random.nextDouble() * kept;
      for (int i = 0; i < last; i++) {
        point -= weights[i];
        if (point < 0) {
          return i;
        }
      }
      return last;
    }
  }
}
