package dev.tusk.networkx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.sandbox.Execution;
import dev.tusk.sandbox.Limit;
import dev.tusk.sandbox.Limits;
import dev.tusk.sandbox.Program;
import dev.tusk.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the pack on the class path, programs use networkx as they do under CPython. */
class NetworkxTest {
  private static final Pattern SECTION =
      Pattern.compile("^--- (.*)\n((?:(?!--- ).*\n)*)", Pattern.MULTILINE);

  private static final Map<String, String> PROGRAMS = sections("programs.txt");
  private static final Map<String, String> EXPECTED = sections("expected.txt");

  private static final Sandbox SANDBOX =
      Sandbox.builder()
          .workers(1)
          .spares(0)
          .limits(Limits.builder().wall(Duration.ofMinutes(1)).build())
          .build();

  @AfterAll
  static void close() {
    SANDBOX.close();
  }

  private static Map<String, String> sections(String file) {
    try (InputStream in =
        Objects.requireNonNull(NetworkxTest.class.getResourceAsStream("/programs/" + file))) {
      var sections = new LinkedHashMap<String, String>();
      Matcher section = SECTION.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (section.find()) {
        sections.put(section.group(1), section.group(2));
      }
      return sections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> names() {
    return PROGRAMS.keySet();
  }

  private static Execution run(String source) {
    return SANDBOX.run(new Program(source, Program.Style.PRINT, ""));
  }

  private static String printed(String source) {
    Execution execution = run(source);
    return execution instanceof Execution.Completed completed
        ? completed.stdout()
        : execution.toString();
  }

  @ParameterizedTest
  @MethodSource("names")
  void printsWhatCpythonPrints(String name) {
    assertThat(EXPECTED).hasSize(PROGRAMS.size()).hasSizeGreaterThan(15);
    assertThat(printed(Objects.requireNonNull(PROGRAMS.get(name)))).isEqualTo(EXPECTED.get(name));
  }

  @Test
  void everyModuleOfItCanBeImported() {
    assertThat(
            printed(
                """
                import networkx, pkgutil
                failed = []
                names = [m.name for m in pkgutil.walk_packages(networkx.__path__, "networkx.", failed.append)]
                for name in names:
                    try:
                        __import__(name)
                    except BaseException as e:
                        failed.append((name, repr(e)))
                print(len(names) > 270, failed)
                """))
        .isEqualTo("True []\n");
  }

  @Test
  void whatOneProgramChangesTheNextDoesNotSee() {
    String leave =
        """
        import networkx as nx
        nx.Graph.is_directed = lambda self: "changed"
        nx.config.cache_converted_graphs = False
        nx.shortest_path = None
        nx.left = 1
        print(nx.path_graph(2).is_directed())
        """;
    String look =
        """
        import networkx as nx
        G = nx.path_graph(3)
        print(G.is_directed(), nx.config.cache_converted_graphs, nx.shortest_path(G, 0, 2), hasattr(nx, "left"))
        """;
    assertThat(printed(leave)).isEqualTo("changed\n");
    assertThat(printed(look)).isEqualTo("False True [0, 1, 2] False\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nx.read_edgelist('/etc/passwd')",
        "nx.read_gml('/etc/passwd')",
        "nx.read_adjlist('http://localhost/x')",
        "nx.read_graph6('/tusk-packages/../etc/passwd')",
        "nx.write_edgelist(nx.path_graph(2), '/tmp/tusk-networkx')",
        "nx.write_gml(nx.path_graph(2), 'out.gml')",
        "nx.write_graphml(nx.path_graph(2), '/tusk-packages/networkx/x.graphml')",
        "nx.write_gexf(nx.path_graph(2), 'x.gexf.gz')",
        "nx.write_network_text(nx.path_graph(2), '/tmp/tusk-networkx')"
      })
  void filesAreNeitherReadNorWritten(String attempt) {
    assertThat(run("import networkx as nx\n" + attempt + "\nprint('ESCAPED')"))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised ->
                assertThat(raised.type())
                    .isIn("FileNotFoundError", "PermissionError", "OSError", "AttributeError"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nx.draw(nx.path_graph(2)) | ModuleNotFoundError | No module named 'matplotlib'",
        "nx.to_pandas_adjacency(nx.path_graph(2)) | ModuleNotFoundError | No module named 'pandas'",
        "nx.nx_agraph.to_agraph(nx.path_graph(2)) | ImportError | pygraphviz",
        "nx.nx_pydot.to_pydot(nx.path_graph(2)) | ModuleNotFoundError | No module named 'pydot'",
        "nx.shortest_path(nx.path_graph(2), 0, 1, backend='x') | ImportError | 'x' backend is not installed",
        "import scipy.sparse; scipy.sparse.csgraph | NotProvidedError | scipy.sparse.csgraph is not provided by this sandbox",
        "nx.weisfeiler_lehman_graph_hash(nx.path_graph(3)) | UnsupportedDigestmodError | BLAKE2B",
        "nx.similarity.nothing | AttributeError | has no attribute 'nothing'",
        "import networkx.nothing | ModuleNotFoundError | No module named 'networkx.nothing'"
      })
  void whatIsNotHereIsNamed(String attempt, String type, String message) {
    assertThat(run("import networkx as nx\n" + attempt))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised -> {
              assertThat(raised.type()).endsWith(type);
              assertThat(raised.message()).contains(message);
            });
  }

  @Test
  void whatTakesForeverEndsAtALimit() {
    try (Sandbox sandbox =
        Sandbox.builder()
            .workers(1)
            .spares(0)
            .limits(Limits.builder().wall(Duration.ofSeconds(1)).heapBytes(128 << 20).build())
            .build()) {
      for (String endless :
          new String[] {
            "print(len(list(nx.all_simple_paths(nx.complete_graph(30), 0, 29))))",
            "print(nx.graph_edit_distance(nx.gnp_random_graph(30, 0.5, seed=1), nx.gnp_random_graph(30, 0.5, seed=2)))",
            "print(sum(1 for _ in nx.simple_cycles(nx.complete_graph(40))))"
          }) {
        assertThat(sandbox.run(Program.of("import networkx as nx\n" + endless)))
            .as(endless)
            .isInstanceOfSatisfying(
                Execution.LimitExceeded.class,
                exceeded -> assertThat(exceeded.limit()).isIn(Limit.WALL, Limit.CPU));
      }
      assertThat(sandbox.run(Program.of("import networkx as nx\nprint(nx.complete_graph(10**6))")))
          .isInstanceOf(Execution.LimitExceeded.class);
      assertThat(sandbox.run(Program.of("import networkx as nx\nprint(nx.path_graph(3))")))
          .isInstanceOfSatisfying(
              Execution.Completed.class,
              completed ->
                  assertThat(completed.stdout()).isEqualTo("Graph with 3 nodes and 2 edges\n"));
    }
  }
}
