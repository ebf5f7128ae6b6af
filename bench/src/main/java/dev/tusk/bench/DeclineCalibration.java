package dev.tusk.bench;

import dev.tusk.engine.Answer;
import dev.tusk.engine.BatchAnswer;
import dev.tusk.engine.SolveOptions;
import dev.tusk.engine.Tusk;
import dev.tusk.engine.decoder.Checkpoint;
import dev.tusk.engine.decoder.DecoderOptions;
import dev.tusk.engine.decoder.PromptProfile;
import dev.tusk.symbolic.grading.Judgement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a checkpoint's answers are worth above each mean token probability: the table from which its
 * {@code decline_below} is chosen. Each question is asked once, greedily, without a threshold; the
 * program is run; the answer is graded. Coverage is the share of the questions that are answered at
 * a threshold, accuracy the share of those answers that are right.
 */
public final class DeclineCalibration {
  private static final double[] THRESHOLDS = {
    0, 0.9, 0.95, 0.97, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.9975, 0.998, 0.999, 0.9995
  };

  private DeclineCalibration() {}

  /** How sure the model was, and whether it was right; not right where there is no answer. */
  private record Outcome(double sure, boolean answered, boolean right) {}

  /** Usage: DeclineCalibration CHECKPOINT SHARED [--svamp N]. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    if (args.length < 2) {
      System.err.println("usage: bench/calibration CHECKPOINT SHARED [--svamp 1000]");
      System.exit(2);
    }
    Path checkpoint = Path.of(args[0]);
    int svamp = Integer.parseInt(DecoderSpeed.option(args, "--svamp", "1000"));
    PromptProfile bold =
        Checkpoint.open(checkpoint).profile().decliningBelow(OptionalDouble.empty());
    try (Tusk tusk =
        Tusk.builder()
            .checkpoint(checkpoint)
            .profile(bold)
            .decoder(DecoderOptions.builder().slots(4).contextTokens(1024).build())
            .build()) {
      out.println(tusk.profile().orElseThrow().label());
      print(out, tusk, "questions of our own", AskedQuestion.own());
      print(
          out, tusk, "SVAMP", AskedQuestion.svamp(Path.of(args[1])).stream().limit(svamp).toList());
    }
  }

  private static void print(
      PrintStream out, Tusk tusk, String name, List<AskedQuestion> questions) {
    // The program alone, once: what the threshold is for.
    List<Outcome> outcomes = new ArrayList<>();
    try (Stream<BatchAnswer> answers =
        tusk.solveAll(
            questions.stream().map(AskedQuestion::question), SolveOptions.of(AskedQuestion.ONCE))) {
      answers.forEach(each ->
          outcomes.add(outcome(tusk, each.answer(), questions.get(Math.toIntExact(each.index())))));
    }
    out.printf(Locale.ROOT, "%n%s, %d questions%n", name, questions.size());
    out.println("threshold  answered  coverage  right  accuracy  95% interval");
    for (double threshold : THRESHOLDS) {
      List<Outcome> kept =
          outcomes.stream().filter(o -> o.answered() && o.sure() >= threshold).toList();
      int right = (int) kept.stream().filter(Outcome::right).count();
      double[] interval = wilson(right, kept.size());
      out.printf(
          Locale.ROOT,
          "%9.4f  %8d  %7.1f%%  %5d  %7.1f%%  %.1f to %.1f%n",
          threshold,
          kept.size(),
          100.0 * kept.size() / outcomes.size(),
          right,
          kept.isEmpty() ? Double.NaN : 100.0 * right / kept.size(),
          100 * interval[0],
          100 * interval[1]);
    }
    out.println(
        "for an accuracy of 80 %% the threshold is %s, of 90 %% %s"
            .formatted(shown(lowest(outcomes, 0.8)), shown(lowest(outcomes, 0.9))));
  }

  private static Outcome outcome(Tusk tusk, Answer answer, AskedQuestion asked) {
    double sure =
        answer.steps().stream()
            .flatMap(step -> step.completion().stream())
            .findFirst()
            .map(completion -> completion.meanTokenProbability().orElse(0))
            .orElse(0.0);
    Optional<String> text =
        answer instanceof Answer.Solved solved ? Optional.of(solved.text()) : Optional.empty();
    return new Outcome(
        sure,
        text.isPresent(),
        text.filter(t -> tusk.grade(asked.answer(), t) instanceof Judgement.Equivalent)
            .isPresent());
  }

  /**
   * The lowest threshold above which at least this share of the answers is right, of 20 or more.
   */
  private static OptionalDouble lowest(List<Outcome> outcomes, double share) {
    List<Outcome> answered =
        outcomes.stream()
            .filter(Outcome::answered)
            .sorted((a, b) -> Double.compare(b.sure(), a.sure()))
            .toList();
    int[] right = new int[answered.size() + 1];
    for (int i = 0; i < answered.size(); i++) {
      right[i + 1] = right[i] + (answered.get(i).right() ? 1 : 0);
    }
    return IntStream.rangeClosed(20, answered.size())
        .filter(n -> right[n] >= share * n)
        .mapToDouble(n -> answered.get(n - 1).sure())
        .min();
  }

  private static String shown(OptionalDouble threshold) {
    return threshold.isPresent()
        ? String.format(Locale.ROOT, "%.5f", threshold.getAsDouble())
        : "beyond reach";
  }

  /** Wilson's score interval at 95 %. */
  private static double[] wilson(int right, int all) {
    if (all == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double z = 1.96;
    double p = (double) right / all;
    double middle = p + z * z / (2 * all);
    double spread = z * Math.sqrt(p * (1 - p) / all + z * z / (4.0 * all * all));
    double scale = 1 + z * z / all;
    return new double[] {(middle - spread) / scale, (middle + spread) / scale};
  }
}
