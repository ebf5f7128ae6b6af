package dev.tusk.engine.decoder;

import java.util.List;

/**
 * A loaded model with a key-value cache of some slots, each of which holds one text.
 *
 * <p>Not thread-safe, but for {@link #terminate}. A run that fails leaves the cache as it was up to
 * the positions that it was to write, so it may be tried again.
 */
interface LanguageModel extends AutoCloseable {
  /** The best next tokens after one position, best first. */
  final class Candidates {
    private final long[] tokens;
    private final float[] logProbabilities;

    Candidates(long[] tokens, float[] logProbabilities) {
      this.tokens = tokens;
      this.logProbabilities = logProbabilities;
    }

    int size() {
      return tokens.length;
    }

    /** The id of the token of this rank, from 0. */
    int token(int rank) {
      return Math.toIntExact(tokens[rank]);
    }

    /** The natural logarithm of its probability. */
    float logProbability(int rank) {
      return logProbabilities[rank];
    }
  }

  /** Positions of one slot. */
  int capacity();

  int slots();

  /** Whether {@link #read} can give candidates after more than the last token. */
  boolean readsMany();

  /**
   * Reads tokens into a slot behind the {@code past} tokens that it holds, in one run.
   *
   * @param wanted how many of the last tokens to give candidates after
   * @param candidates how many candidates
   * @return the candidates after each of them, in order
   */
  List<Candidates> read(int slot, int[] tokens, int past, int wanted, int candidates);

  /**
   * One step of neighbouring slots: each reads one token.
   *
   * @param first the first slot
   * @param tokens the token of each slot; negative for a slot in between that writes no text, of
   *     which only the position behind its past may change
   * @param pasts how many tokens each slot holds before
   * @return the candidates of each slot, which mean nothing for one that writes no text
   */
  List<Candidates> step(int first, int[] tokens, int[] pasts, int candidates);

  /** Makes the first tokens of one slot the first of another. */
  void copy(int from, int to, int tokens);

  /** The logits after every token of a text, read into slot 0 in one run. */
  float[][] logits(int[] tokens);

  /** Ends the run in progress and refuses every later one. From any thread. */
  void terminate();

  @Override
  void close();
}
