package dev.tusk.engine.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares our parser and our compile-time rules with CPython's. */
class SyntaxDifferentialTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WORD =
      Pattern.compile("\\s+|\\w+|[^\\w\\s]", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern FORMATTED =
      Pattern.compile("\\b(f|rf|fr)['\"]", Pattern.CASE_INSENSITIVE);

  /** What is put into a source to damage it. */
  private static final List<String> PIECES =
      List.of(
          ("( ) [ ] { } : , = * ** / // . ; if else for in not is lambda ' \" \\ yield await async def"
                  + " class return match case _ 1 0x 1e 1j # ! @ -> := ... None True global import"
                  + " from as with try: except finally: while break continue pass del assert raise"
                  + " b'' r'\\' += ~ - | < == != x print $ ? \u00e9 \n \t")
              .split(" "));

  private static final Path SCRIPT = Path.of("src/test/python/dump_ast.py");

  /** How the comparison of many sources went. */
  private static final class Tally {
    private int sources;
    private int equalTrees;
    private int bothRefuse;
    private int sameLine;
    private final List<String> differences = new ArrayList<>();

    @Override
    public String toString() {
      return sources
          + " sources: "
          + equalTrees
          + " equal trees, "
          + bothRefuse
          + " refused by both ("
          + sameLine
          + " at the same line), "
          + differences.size()
          + " differences";
    }
  }

  @Test
  void readsOurSourcesAsCpythonDoes() throws IOException {
    List<JsonNode> golden = resource("golden.jsonl");
    Tally tally = compare(resource("sources.jsonl"), golden);
    System.out.println("Python syntax, own sources: " + tally);
    assertThat(tally.differences).isEmpty();
    assertThat(tally.sources).isGreaterThanOrEqualTo(100);
    assertThat(tally.bothRefuse).isGreaterThanOrEqualTo(30);
    assertThat(tally.sameLine).isEqualTo(tally.bothRefuse);
  }

  @Test
  @Tag("soak")
  void readsTheCorpusAsCpythonDoes(@TempDir Path folder) throws Exception {
    String corpus = System.getProperty("tusk.corpus", "");
    assumeTrue(!corpus.isEmpty(), "needs -Dtusk.corpus=DIR");
    assumeTrue(pythonVersion() != null, "needs python3 on the PATH");
    List<JsonNode> sources = new ArrayList<>();
    for (JsonNode row : Corpus.rows(Path.of(corpus))) {
      sources.add(row);
      if (row.get("style").asText().equals("notebook")) {
        int index = 0;
        for (String cell : row.get("program").asText().split(ProgramLowering.CELL_SEPARATOR, -1)) {
          sources.add(
              JSON.createObjectNode()
                  .put("id", row.get("id").asText() + "#" + index++)
                  .put("program", cell));
        }
      }
    }
    Tally tally = compare(sources, dumped(sources, folder));
    System.out.println("Python syntax, corpus and notebook cells: " + tally);
    assertThat(tally.sources).isGreaterThan(8000);
    assertThat(tally.differences).isEmpty();
  }

  /**
   * Damages sources at random, so that most are no programs any more, in ways nobody thought of.
   * Sources with f-strings are left out: a CPython before 3.12 reads them by another grammar.
   */
  @Test
  @Tag("soak")
  void readsDamagedSourcesAsCpythonDoes(@TempDir Path folder) throws Exception {
    assumeTrue(pythonVersion() != null, "needs python3 on the PATH");
    long seed = Long.getLong("tusk.seed", 20261123L);
    System.out.println("Python syntax, damaged sources: -Dtusk.seed=" + seed);
    Random random = new Random(seed);
    List<JsonNode> own = resource("sources.jsonl");
    List<JsonNode> damaged = new ArrayList<>();
    while (damaged.size() < 40_000) {
      String source = damaged(own, random);
      if (!FORMATTED.matcher(source).find() && source.indexOf('\0') < 0) {
        damaged.add(
            JSON.createObjectNode().put("id", "damaged-" + damaged.size()).put("program", source));
      }
    }
    Tally tally = compare(damaged, dumped(damaged, folder));
    System.out.println("Python syntax, damaged sources: " + tally);
    assertThat(tally.differences).isEmpty();
    assertThat(tally.bothRefuse).isGreaterThan(20_000);
  }

  private static String damaged(List<JsonNode> sources, Random random) {
    String source = sources.get(random.nextInt(sources.size())).get("program").asText();
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(source);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      if (words.isEmpty()) {
        words.add("x");
      }
      int at = random.nextInt(words.size());
      switch (random.nextInt(6)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> words.set(at, PIECES.get(random.nextInt(PIECES.size())));
        case 3 -> words.add(at, words.get(random.nextInt(words.size())));
        case 4 -> Collections.swap(words, at, random.nextInt(words.size()));
        default ->
            words.add(at, sources.get(random.nextInt(sources.size())).get("program").asText());
      }
    }
    return String.join("", words);
  }

  /** What CPython on this machine makes of the sources. */
  private static List<JsonNode> dumped(List<JsonNode> sources, Path folder) throws Exception {
    Path in = folder.resolve("in.jsonl");
    try (BufferedWriter writer = Files.newBufferedWriter(in)) {
      for (JsonNode source : sources) {
        writer.write(JSON.writeValueAsString(source));
        writer.newLine();
      }
    }
    Path out = folder.resolve("out.jsonl");
    Process dump =
        new ProcessBuilder("python3", SCRIPT.toString(), in.toString(), out.toString())
            .inheritIO()
            .start();
    assertThat(dump.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(dump.exitValue()).isZero();
    return lines(Files.readString(out));
  }

  private static @Nullable String pythonVersion() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("python3", "--version").start();
      String version = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor() == 0 ? version : null;
    } catch (IOException notThere) {
      return null;
    }
  }

  private static List<JsonNode> resource(String name) throws IOException {
    try (InputStream in = SyntaxDifferentialTest.class.getResourceAsStream("/python/" + name)) {
      assertThat(in).as("resource /python/" + name).isNotNull();
      return lines(new String(in.readAllBytes(), UTF_8));
    }
  }

  private static List<JsonNode> lines(String text) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  private static Tally compare(List<JsonNode> sources, List<JsonNode> golden) {
    assertThat(golden).hasSameSizeAs(sources);
    Tally tally = new Tally();
    for (int i = 0; i < sources.size(); i++) {
      JsonNode expected = golden.get(i);
      String id = sources.get(i).get("id").asText();
      assertThat(expected.get("id").asText()).isEqualTo(id);
      tally.sources++;
      compare(id, sources.get(i).get("program").asText(), expected, tally);
    }
    return tally;
  }

  private static void compare(String id, String source, JsonNode expected, Tally tally) {
    String tree = null;
    PythonSyntaxException refusal = null;
    try {
      List<Tree.Stmt> module = Parser.parse(source, 1);
      tree = TreeDump.of(module);
      new ScopeRules(new Scope(Scope.Kind.MODULE, null, false)).analyse(module);
    } catch (PythonSyntaxException refused) {
      refusal = refused;
    }
    boolean parses = expected.has("tree");
    boolean compiles = parses && !expected.has("compile");
    if (parses != (tree != null)) {
      tally.differences.add(
          id + ": CPython " + (parses ? "parses" : expected.get("error")) + ", ours " + refusal);
    } else if (compiles != (refusal == null)) {
      tally.differences.add(
          id
              + ": CPython "
              + (compiles ? "compiles" : expected.get("compile"))
              + ", ours "
              + refusal);
    } else if (tree != null && !tree.equals(expected.get("tree").asText())) {
      tally.differences.add(id + ": CPython " + expected.get("tree").asText() + ", ours " + tree);
    } else {
      tally.equalTrees += tree != null ? 1 : 0;
      if (refusal != null) {
        tally.bothRefuse++;
        tally.sameLine += refusal.line() == expected.path("line").asInt() ? 1 : 0;
      }
    }
  }
}
