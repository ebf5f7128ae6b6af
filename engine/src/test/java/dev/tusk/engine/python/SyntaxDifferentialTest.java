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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares our parser and our compile-time rules with CPython's. */
class SyntaxDifferentialTest {
  private static final ObjectMapper JSON = new ObjectMapper();
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
    Tally tally = compare(sources, lines(Files.readString(out)));
    System.out.println("Python syntax, corpus and notebook cells: " + tally);
    assertThat(tally.sources).isGreaterThan(8000);
    assertThat(tally.differences).isEmpty();
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
