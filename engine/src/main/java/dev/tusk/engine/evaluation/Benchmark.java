package dev.tusk.engine.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tusk.symbolic.grading.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * MAmmoTH's nine evaluation sets and TheoremQA: how their files are laid out and how MAmmoTH's
 * loader (math_eval/data_loader.py, MIT) words their questions. docs/evaluation.md has the formats.
 *
 * <pre>{@code
 * try (Stream<BenchmarkQuestion> questions = Benchmark.GSM8K.questions(Path.of("gsm8k.jsonl"))) {
 *   questions.limit(10).forEach(question -> System.out.println(question.text()));
 * }
 * }</pre>
 */
public enum Benchmark {
  /** Grade-school word problems; the answer follows {@code ####}. */
  GSM8K(Policy.Dataset.GSM8K),
  /** Competition problems; the answer is the last box of the solution. */
  MATH(Policy.Dataset.MATH),
  /** Algebra word problems with five choices. */
  AQUA(Policy.Dataset.AQUA),
  /** Eight kinds of short problems, some with two choices. */
  NUMGLUE(Policy.Dataset.NUMGLUE),
  /** DeepMind's generated exercises, "Mathematics" in MAmmoTH's table. */
  DEEPMIND(Policy.Dataset.DEEPMIND),
  /** Varied one-step word problems. */
  SVAMP(Policy.Dataset.SVAMP),
  /** Word problems with simultaneous equations. */
  SIMULEQ(Policy.Dataset.SIMULEQ),
  /** SAT questions with four choices. */
  SAT(Policy.Dataset.SAT),
  /** The mathematics of MMLU, with four choices. */
  MMLU(Policy.Dataset.MMLU),
  /** University questions that rest on a theorem. */
  THEOREMQA(Policy.Dataset.THEOREMQA);

  private final Policy.Dataset dataset;

  Benchmark(Policy.Dataset dataset) {
    this.dataset = dataset;
  }

  /** The name in lower case. */
  public String label() {
    return dataset.label();
  }

  /** How MAmmoTH scores it. */
  public Policy.Dataset dataset() {
    return dataset;
  }

  /**
   * The benchmark of that name, whatever its case: its label, or a name that is in use for it, such
   * as {@code TheoremQA}, {@code mmlu_mathematics} or {@code DeepMind-Mathematics}.
   */
  public static Optional<Benchmark> find(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String label =
        switch (plain) {
          case "aquarat" -> "aqua";
          case "mathematics", "deepmindmathematics" -> "deepmind";
          case "mmlumathematics", "mmlumath" -> "mmlu";
          case "satmath" -> "sat";
          default -> plain;
        };
    return Arrays.stream(values()).filter(b -> b.label().equals(label)).findFirst();
  }

  /**
   * The benchmark of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  public static Benchmark of(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no benchmark \""
                    + name
                    + "\"; there are "
                    + Arrays.stream(values())
                        .map(Benchmark::label)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * The questions of a file, read as they are asked for; close the stream.
   *
   * @throws IOException if the file cannot be opened
   * @throws IllegalArgumentException from the stream, where an item is not as the format asks; the
   *     message says which and what
   */
  public Stream<BenchmarkQuestion> questions(Path file) throws IOException {
    JsonItems items = new JsonItems(file);
    Spliterator<JsonNode> all =
        Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(all, false)
        .map(item -> {
          try {
            return question(item, items.number());
          } catch (IllegalArgumentException e) {
            throw items.problem(String.valueOf(e.getMessage()));
          }
        })
        .onClose(items::close);
  }

  private BenchmarkQuestion question(JsonNode item, int number) {
    return switch (this) {
      case GSM8K ->
          numbered(number, field(item, "question").strip(), after(field(item, "answer"), "#### "));
      case MATH ->
          new BenchmarkQuestion(
              label(),
              JsonItems.answer(item.path("idx")).orElse(String.valueOf(number)),
              field(item, "problem"),
              List.of(),
              Optional.of(box(field(item, "solution"))));
      case AQUA -> aqua(item, number);
      case SVAMP ->
          new BenchmarkQuestion(
              label(),
              JsonItems.text(item, "ID").orElse(String.valueOf(number)),
              field(item, "Body").strip() + " " + field(item, "Question").strip(),
              List.of(),
              Optional.of(gold(item, "Answer")));
      case MMLU -> mmlu(item, number);
      case THEOREMQA ->
          new BenchmarkQuestion(
              label(),
              JsonItems.text(item, "id").orElse(String.valueOf(number)),
              field(item, "Question"),
              List.of(),
              Optional.of(gold(item, "Answer")));
      case NUMGLUE, DEEPMIND, SIMULEQ, SAT ->
          numbered(number, field(item, "question"), gold(item, "answer"));
    };
  }

  private BenchmarkQuestion numbered(int number, String text, String gold) {
    return new BenchmarkQuestion(
        label(), String.valueOf(number), text, Choices.of(text), Optional.of(gold));
  }

  /** The options stand in one line, with MAmmoTH's spaces around every bracket. */
  private BenchmarkQuestion aqua(JsonNode item, int number) {
    List<String> options = texts(item, "options");
    String line = ("(" + String.join("(", options)).replace("(", " (").replace(")", ") ");
    List<String> choices = options.stream().map(o -> o.replaceFirst("^[A-E]\\)", "")).toList();
    return new BenchmarkQuestion(
        label(),
        String.valueOf(number),
        field(item, "question").strip() + "\nAnswer Choices:" + line,
        choices,
        Optional.of(letter(field(item, "correct"), choices.size())));
  }

  private BenchmarkQuestion mmlu(JsonNode item, int number) {
    List<String> choices = texts(item, "choices");
    if (choices.size() != 4) {
      throw new IllegalArgumentException("it has " + choices.size() + " choices, not 4");
    }
    int answer = item.path("answer").asInt(-1);
    if (answer < 0 || answer > 3) {
      throw new IllegalArgumentException(
          "the field answer is " + item.path("answer") + "; 0 to 3 is possible");
    }
    var line = new StringBuilder();
    for (int i = 0; i < choices.size(); i++) {
      line.append(" (").append((char) ('A' + i)).append(") ").append(choices.get(i));
    }
    return new BenchmarkQuestion(
        label(),
        String.valueOf(number),
        field(item, "question") + "\nAnswer Choices:" + line,
        choices,
        Optional.of(String.valueOf((char) ('A' + answer))));
  }

  private static String letter(String text, int choices) {
    if (text.length() != 1 || text.charAt(0) < 'A' || text.charAt(0) >= 'A' + choices) {
      throw new IllegalArgumentException(
          "the answer is \"" + text + "\"; the letter of one of " + choices + " choices is asked");
    }
    return text;
  }

  private static List<String> texts(JsonNode item, String field) {
    JsonNode list = item.path(field);
    if (!list.isArray() || list.isEmpty()) {
      throw new IllegalArgumentException("the field " + field + " is not a list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      if (!each.isTextual()) {
        throw new IllegalArgumentException("the field " + field + " holds " + each);
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  private static String field(JsonNode item, String name) {
    return JsonItems.requiredText(item, name);
  }

  private static String gold(JsonNode item, String name) {
    return JsonItems.answer(item.path(name))
        .orElseThrow(() -> new IllegalArgumentException("it has no field " + name));
  }

  private static String after(String answer, String mark) {
    int at = answer.lastIndexOf(mark);
    if (at < 0) {
      throw new IllegalArgumentException("its answer has no \"" + mark.strip() + "\"");
    }
    return answer.substring(at + mark.length()).strip();
  }

  /** What the last box of a solution holds. */
  private static String box(String solution) {
    int at = solution.lastIndexOf("\\boxed");
    if (at < 0) {
      throw new IllegalArgumentException("its solution has no \\boxed");
    }
    String rest = solution.substring(at + "\\boxed".length()).stripLeading();
    if (!rest.startsWith("{")) {
      // A box around one character or word: \boxed 5.
      return rest.split("[\\s$.]", 2)[0];
    }
    int depth = 0;
    for (int end = 0; end < rest.length(); end++) {
      depth += rest.charAt(end) == '{' ? 1 : rest.charAt(end) == '}' ? -1 : 0;
      if (depth == 0) {
        return rest.substring(1, end);
      }
    }
    throw new IllegalArgumentException("its solution's last \\boxed is not closed");
  }
}
