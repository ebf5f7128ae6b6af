package dev.tusk.engine.decoder;

import static dev.tusk.engine.decoder.GraphBuilder.number;

import dev.tusk.engine.onnx.ElementType;
import java.util.List;

/**
 * The part of a graph that turns logits into candidates, so that only the candidates leave the
 * device.
 *
 * <p>Inputs: {@link #WANTED} int64 [b, n, 1], the places in each row whose next token is asked for;
 * {@link #CANDIDATES} int64 [1], how many of the best to give. Outputs: {@link #BEST} int64 [b, n,
 * k], the best next tokens in descending order; {@link #LOG_PROBABILITIES} float [b, n, k]; {@link
 * #LOGITS} float [b, n, vocabulary].
 */
final class CandidateGraph {
  static final String WANTED = "wanted";
  static final String CANDIDATES = "candidates";
  static final String BEST = "best";
  static final String LOG_PROBABILITIES = "log_probabilities";
  static final String LOGITS = "logits";

  /** The input of a graph that is no more than this part: logits [b, s, vocabulary]. */
  static final String ALL_LOGITS = "all_logits";

  private CandidateGraph() {}

  /** A graph of this part alone. */
  static byte[] build(ElementType type, int vocabulary) {
    var graph = new GraphBuilder();
    graph.input(ALL_LOGITS, type, "batch", "row", vocabulary);
    inputs(graph);
    String wanted = wanted(graph, ALL_LOGITS, "wanted.logits");
    if (type == ElementType.FLOAT32) {
      graph.node("Identity", "", List.of(wanted), LOGITS);
    } else {
      graph.cast(wanted, ElementType.FLOAT32, LOGITS);
    }
    outputs(graph, vocabulary);
    return graph.build();
  }

  static void inputs(GraphBuilder graph) {
    graph.input(WANTED, ElementType.INT64, "batch", "wanted", 1);
    graph.input(CANDIDATES, ElementType.INT64, 1);
  }

  /** The wanted places of [b, s, n]. */
  static String wanted(GraphBuilder graph, String rows, String result) {
    graph.node("GatherND", "", List.of(rows, WANTED), result).addAttribute(number("batch_dims", 1));
    return result;
  }

  /** From {@link #LOGITS} on. */
  static void outputs(GraphBuilder graph, int vocabulary) {
    graph.constant("last_axis", ElementType.INT64, GraphBuilder.room(1, Long.BYTES).putLong(-1), 1);
    graph
        .node("ReduceLogSumExp", "", List.of(LOGITS, "last_axis"), "log_sum")
        .addAttribute(number("keepdims", 1));
    graph
        .node("TopK", "", List.of(LOGITS, CANDIDATES), "best.logits", BEST)
        .addAttribute(number("axis", -1))
        .addAttribute(number("largest", 1))
        .addAttribute(number("sorted", 1));
    graph.node("Sub", "", List.of("best.logits", "log_sum"), LOG_PROBABILITIES);
    graph.output(BEST, ElementType.INT64, "batch", "wanted", "candidates");
    graph.output(LOG_PROBABILITIES, ElementType.FLOAT32, "batch", "wanted", "candidates");
    graph.output(LOGITS, ElementType.FLOAT32, "batch", "wanted", vocabulary);
  }
}
