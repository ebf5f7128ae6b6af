package dev.tusk.examples.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tusk.examples.dependency.Consumer.Printed;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs the projects beside it against the jars of this build. */
class AsDependencyTest {
  private static final String CHECKPOINT =
      Path.of("..", "demo-model", "checkpoint").toAbsolutePath().normalize().toString();

  /** Annotations only, which several libraries bring in versions of their own. */
  private static final String ANNOTATIONS = "error_prone_annotations";

  @TempDir private static Path work;

  private static @Nullable LocalRepository made;

  @BeforeAll
  static void putTheJarsIntoARepository() throws Exception {
    made = LocalRepository.make(work.resolve("repository"));
  }

  @AfterAll
  static void takeTheLinksAway() throws Exception {
    Objects.requireNonNull(made).close();
  }

  private static Consumer build(String name) throws Exception {
    return Consumer.build(name, work, Objects.requireNonNull(made));
  }

  /** The jars that this test itself runs on. */
  private static Set<String> ownJars() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .map(entry -> String.valueOf(Path.of(entry).getFileName()))
        .collect(Collectors.toSet());
  }

  @Test
  void wholeTuskRunsOnEitherPathAndPrintsNoWarnings() throws Exception {
    Consumer whole = build("whole");
    var expected = new Printed(0, "84 CONFIRMED\nCONFIRMED\nequivalent\n", "");

    assertThat(whole.jars())
        .as("the versions that this build is tested with")
        .filteredOn(jar -> !jar.startsWith("tusk-") && !jar.startsWith(ANNOTATIONS))
        .hasSizeGreaterThan(60)
        .anyMatch(jar -> jar.startsWith("onnxruntime-"))
        .isSubsetOf(ownJars());
    assertThat(whole.onClassPath(List.of("--enable-native-access=ALL-UNNAMED"), CHECKPOINT))
        .isEqualTo(expected);
    assertThat(
            whole.onModulePath(
                List.of(
                    "--add-modules=ALL-MODULE-PATH",
                    "--enable-native-access=dev.tusk.engine,ai.djl.tokenizers,com.sun.jna"),
                CHECKPOINT))
        .isEqualTo(expected);
    Printed withoutTheFlag = whole.onClassPath(List.of(), CHECKPOINT);
    assertThat(withoutTheFlag.out()).isEqualTo(expected.out());
    assertThat(withoutTheFlag.err().lines().filter(line -> !line.isBlank()))
        .as("Java's own four lines on native access, which no library can take away")
        .hasSize(4)
        .allMatch(line -> line.matches("WARNING: .*(estricted method|NativeApi|native.access).*"));
  }

  @Test
  void theSandboxAloneBringsNoModelAndNoAlgebra() throws Exception {
    Consumer sandbox = build("sandbox-alone");
    var expected = new Printed(0, "1267650600228229401496703205376\n", "");

    assertThat(sandbox.jars())
        .filteredOn(jar -> jar.startsWith("tusk-"))
        .hasSize(1)
        .allMatch(jar -> jar.startsWith("tusk-sandbox-"));
    assertThat(sandbox.jars())
        .noneMatch(jar -> jar.matches("(onnxruntime|tokenizers|tribuo|matheclipse|slf4j).*"));
    assertThat(sandbox.onClassPath(List.of())).isEqualTo(expected);
    assertThat(sandbox.onModulePath(List.of())).isEqualTo(expected);
  }

  @Test
  void aPackBringsTheSandboxAndItsProgramsThePackage() throws Exception {
    Consumer graphs = build("graphs");
    var expected = new Printed(0, "[0, 5, 7] x**3 - 3*x**2 + 2*x\n", "");

    assertThat(graphs.jars())
        .filteredOn(jar -> jar.startsWith("tusk-"))
        .hasSize(2)
        .allMatch(jar -> jar.matches("tusk-(sandbox|networkx)-.*"));
    assertThat(graphs.onClassPath(List.of())).isEqualTo(expected);
    assertThat(graphs.onModulePath(List.of())).isEqualTo(expected);
  }

  @Test
  void theSymbolicModuleAloneBringsNoModelAndNoPython() throws Exception {
    Consumer symbolic = build("symbolic-alone");
    var expected = new Printed(0, "equivalent\nequivalent\n", "");

    assertThat(symbolic.jars())
        .filteredOn(jar -> jar.startsWith("tusk-"))
        .hasSize(1)
        .allMatch(jar -> jar.startsWith("tusk-symbolic-"));
    assertThat(symbolic.jars())
        .noneMatch(jar -> jar.matches("(onnxruntime|tokenizers|tribuo|python|polyglot|truffle).*"));
    assertThat(symbolic.onClassPath(List.of())).isEqualTo(expected);
    assertThat(symbolic.onModulePath(List.of())).isEqualTo(expected);
  }
}
