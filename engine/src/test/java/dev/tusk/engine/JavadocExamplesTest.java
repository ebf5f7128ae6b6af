package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every public type of the package has an example in its Javadoc, and every example compiles. */
class JavadocExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/tusk/engine");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n\\s*\\* \\}</pre>");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(?m)^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum) (\\w+)");

  /** What examples take for granted: names that a reader knows from the text around them. */
  private static final String FRAME =
      """
      import dev.tusk.engine.*;
      import dev.tusk.engine.LanguageModel;
      import dev.tusk.engine.Method;
      import dev.tusk.engine.decoder.*;
      import dev.tusk.engine.evaluation.*;
      import dev.tusk.sandbox.*;
      import dev.tusk.symbolic.grading.*;
      import java.net.URI;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.stream.*;

      class %s {
        Tusk tusk;
        Path folder;
        Path in;
        Path out;
        LanguageModel model;
        Answer answer;
        Answer.Solved solved;
        Stream<Question> questions;
        Decoder decoder;
        GenerationOptions options;
        String prompt;

        void example() throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path folder;

  private record Example(String type, String code) {}

  private static List<Example> examples(Path file) throws IOException {
    String source = Files.readString(file);
    Matcher found = EXAMPLE.matcher(source);
    List<Example> examples = new ArrayList<>();
    while (found.find()) {
      examples.add(
          new Example(
              file.getFileName().toString().replace(".java", ""),
              found.group(1).replaceAll("(?m)^\\s*\\* ?", "")));
    }
    return examples;
  }

  private static List<Path> sources(int depth) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES, depth)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void everyPublicTypeHasAnExample() throws IOException {
    List<String> without = new ArrayList<>();
    int types = 0;
    for (Path file : sources(1)) {
      Matcher type = PUBLIC_TYPE.matcher(Files.readString(file));
      if (type.find()) {
        types++;
        int at = type.start();
        Matcher example = EXAMPLE.matcher(Files.readString(file));
        if (!example.find() || example.start() > at) {
          without.add(type.group(1));
        }
      }
    }
    assertThat(types).isGreaterThan(15);
    assertThat(without).as("public types whose Javadoc has no example").isEmpty();
  }

  @Test
  void everyExampleCompiles() throws IOException {
    List<JavaFileObject> units = new ArrayList<>();
    for (Path file : sources(3)) {
      for (Example example : examples(file)) {
        String name = example.type() + "Example" + units.size();
        units.add(new Unit(name, FRAME.formatted(name, example.code())));
      }
    }
    assertThat(units).hasSizeGreaterThan(15);
    assertThat(compile(units)).isEmpty();
  }

  @Test
  void noticesAnExampleThatDoesNotCompile() throws IOException {
    String wrong = FRAME.formatted("Wrong", "Answer one = tusk.solve(1);");
    assertThat(compile(List.of(new Unit("Wrong", wrong)))).contains("incompatible types");
  }

  /** The compiler's complaints. */
  private String compile(List<? extends JavaFileObject> units) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of(
                    "-d",
                    folder.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-proc:none"),
                null,
                units)
            .call();
    return compiled ? "" : "does not compile:\n" + said;
  }

  private static final class Unit extends SimpleJavaFileObject {
    private final String source;

    Unit(String name, String source) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
