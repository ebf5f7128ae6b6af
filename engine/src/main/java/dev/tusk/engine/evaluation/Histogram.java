package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Counts of positive amounts in bins that grow by an eighth of a doubling. */
final class Histogram {
  private static final int BINS_A_DOUBLING = 8;

  private final TreeMap<Integer, Long> bins = new TreeMap<>();
  private long count;
  private double sum;

  void add(double value) {
    int bin =
        value < 1 ? -1 : (int) Math.floor(BINS_A_DOUBLING * Math.log(value) / Math.log(2) + 1e-9);
    bins.merge(bin, 1L, Long::sum);
    count++;
    sum += value;
  }

  long count() {
    return count;
  }

  /** The upper end of the bin in which a share of all lies. */
  private double quantile(double share) {
    long below = 0;
    for (Map.Entry<Integer, Long> bin : bins.entrySet()) {
      below += bin.getValue();
      if (below >= share * count) {
        return upper(bin.getKey());
      }
    }
    return 0;
  }

  private static double upper(int bin) {
    return Math.pow(2, (bin + 1.0) / BINS_A_DOUBLING);
  }

  /** Quantiles, good to 9 %, and the counts by doublings. */
  ObjectNode toJson() {
    ObjectNode node = JsonItems.JSON.createObjectNode();
    node.put("count", count);
    node.put("mean", count == 0 ? 0 : Math.round(10 * sum / count) / 10.0);
    node.put("p50", Math.round(10 * quantile(0.5)) / 10.0);
    node.put("p90", Math.round(10 * quantile(0.9)) / 10.0);
    node.put("p99", Math.round(10 * quantile(0.99)) / 10.0);
    TreeMap<Integer, Long> doublings = new TreeMap<>();
    bins.forEach((bin, n) -> doublings.merge(Math.floorDiv(bin, BINS_A_DOUBLING), n, Long::sum));
    ArrayNode list = node.putArray("bins");
    if (!doublings.isEmpty()) {
      for (int d = doublings.firstKey(); d <= doublings.lastKey(); d++) {
        ObjectNode bin = list.addObject();
        bin.put("from", d < 0 ? 0 : Math.pow(2, d));
        bin.put("to", Math.pow(2, d + 1.0));
        bin.put("count", doublings.getOrDefault(d, 0L));
      }
    }
    return node;
  }
}
