package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a run's answers add up to. Its size does not depend on how many there are. */
final class Tally {
  /** Marks under one scoring. */
  private static final class Marks {
    private final Map<Mark, Long> counts = new EnumMap<>(Mark.class);

    void add(Mark mark) {
      counts.merge(mark, 1L, Long::sum);
    }

    long of(Mark mark) {
      return counts.getOrDefault(mark, 0L);
    }

    ObjectNode toJson() {
      long scored = of(Mark.RIGHT) + of(Mark.WRONG) + of(Mark.UNDECIDED);
      var share = new Proportion(of(Mark.RIGHT), scored);
      ObjectNode node = JsonItems.JSON.createObjectNode();
      node.put("scored", scored);
      node.put("right", of(Mark.RIGHT));
      node.put("wrong", of(Mark.WRONG));
      node.put("undecided", of(Mark.UNDECIDED));
      node.put("accuracy", rounded(share.share()));
      node.put("low", rounded(share.low()));
      node.put("high", rounded(share.high()));
      return node;
    }
  }

  /** One set, or all of them. */
  private static final class Group {
    private final Marks mammoth = new Marks();
    private final Marks grader = new Marks();
    private final Marks recordedMammoth = new Marks();
    private final Marks recordedGrader = new Marks();
    private long answers;
    private long recorded;
    private long onlyMammoth;
    private long onlyGrader;

    void add(EvaluatedAnswer answer) {
      answers++;
      mammoth.add(answer.scores().mammoth().mark());
      grader.add(answer.scores().grader().mark());
      if (scoredTwice(answer.scores()) && answer.scores().differ()) {
        boolean byMammoth = answer.scores().mammoth().mark() == Mark.RIGHT;
        onlyMammoth += byMammoth ? 1 : 0;
        onlyGrader += byMammoth ? 0 : 1;
      }
      if (answer.recorded() != null) {
        recorded++;
        recordedMammoth.add(answer.recorded().scores().mammoth().mark());
        recordedGrader.add(answer.recorded().scores().grader().mark());
      }
    }

    ObjectNode toJson(String name) {
      ObjectNode node = JsonItems.JSON.createObjectNode();
      node.put("set", name);
      node.put("answers", answers);
      node.set("mammoth", mammoth.toJson());
      node.set("grader", grader.toJson());
      node.put("only_mammoth", onlyMammoth);
      node.put("only_grader", onlyGrader);
      if (recorded > 0) {
        ObjectNode other = node.putObject("recorded");
        other.put("answers", recorded);
        other.set("mammoth", recordedMammoth.toJson());
        other.set("grader", recordedGrader.toJson());
      }
      return node;
    }
  }

  /** How many, and how many of them the grader finds right. */
  private static final class Count {
    private long count;
    private long right;

    void add(Mark mark) {
      count++;
      right += mark == Mark.RIGHT ? 1 : 0;
    }
  }

  private final Group all = new Group();
  private final Map<String, Group> sets = new LinkedHashMap<>();
  private final Map<String, Count> outcomes = new TreeMap<>();
  private final Map<String, Count> verdicts = new TreeMap<>();
  private final Map<String, Count> sources = new TreeMap<>();
  private final Histogram total = new Histogram();
  private final Histogram run = new Histogram();
  private final Histogram tokens = new Histogram();
  private final Map<EvaluatedAnswer.Fallback, Count> fallbacks = new TreeMap<>();

  /** Whether both scorings have something to say. */
  static boolean scoredTwice(Scores scores) {
    return scores.mammoth().mark() != Mark.NO_REFERENCE
        && scores.grader().mark() != Mark.NO_REFERENCE;
  }

  void add(EvaluatedAnswer answer) {
    Mark mark = answer.scores().grader().mark();
    all.add(answer);
    sets.computeIfAbsent(answer.set(), name -> new Group()).add(answer);
    count(outcomes, answer.outcome(), mark);
    count(sources, answer.by(), mark);
    if (!answer.verdict().isEmpty()) {
      count(verdicts, answer.verdict(), mark);
    }
    if (answer.fallback() != null) {
      fallbacks.computeIfAbsent(answer.fallback(), f -> new Count()).add(mark);
    }
    total.add(answer.milliseconds());
    if (answer.times().containsKey("run")) {
      run.add(answer.times().getOrDefault("run", 0.0));
    }
    if (answer.tokens() != null) {
      tokens.add(answer.tokens());
    }
  }

  private static void count(Map<String, Count> counts, String name, Mark mark) {
    counts.computeIfAbsent(name, n -> new Count()).add(mark);
  }

  private static double rounded(double share) {
    return Math.round(share * 1e6) / 1e6;
  }

  ObjectNode toJson(SortedMap<String, String> settings) {
    ObjectNode node = JsonItems.JSON.createObjectNode();
    node.put("answers", all.answers);
    node.set("settings", JsonItems.JSON.valueToTree(settings));
    node.set("all", all.toJson("all"));
    ArrayNode list = node.putArray("sets");
    sets.forEach((name, group) -> list.add(group.toJson(name)));
    node.set("outcomes", counts(outcomes));
    node.set("verdicts", counts(verdicts));
    node.set("by", counts(sources));
    if (!fallbacks.isEmpty()) {
      ObjectNode fallback = node.putObject("fallback");
      for (EvaluatedAnswer.Fallback each : EvaluatedAnswer.Fallback.values()) {
        Count count = fallbacks.getOrDefault(each, new Count());
        ObjectNode one = fallback.putObject(each.name().toLowerCase(Locale.ROOT));
        one.put("count", count.count);
        one.put("right", count.right);
      }
    }
    if (tokens.count() > 0) {
      node.set("tokens", tokens.toJson());
    }
    ObjectNode times = node.putObject("times");
    times.set("total", total.toJson());
    if (run.count() > 0) {
      times.set("run", run.toJson());
    }
    return node;
  }

  private static ArrayNode counts(Map<String, Count> counts) {
    ArrayNode list = JsonItems.JSON.createArrayNode();
    counts.forEach((name, count) -> {
      ObjectNode one = list.addObject();
      one.put("name", name);
      one.put("count", count.count);
      one.put("right", count.right);
    });
    return list;
  }
}
