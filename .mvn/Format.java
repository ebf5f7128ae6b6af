import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks or mends the format of every Java source: {@code java -cp gjf.jar Format.java
 * check|write}.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args.length > 0 && args[0].equals("write");
    var formatter = new Formatter();
    int wrong = 0;
    int seen = 0;
    for (String root : List.of("sandbox", "symbolic", "engine", "bench", "examples", ".mvn")) {
      List<Path> files;
      try (var walk = Files.walk(Path.of(root))) {
        files =
            walk.filter(p -> p.toString().endsWith(".java"))
                .filter(p -> !p.toString().contains("/target/"))
                .sorted()
                .toList();
      }
      for (Path file : files) {
        seen++;
        String source = Files.readString(file);
        String tidy = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
        tidy = RemoveUnusedImports.removeUnusedImports(tidy);
        tidy = formatter.formatSource(tidy);
        if (!tidy.equals(source)) {
          wrong++;
          System.err.println((write ? "formatted " : "not formatted: ") + file);
          if (write) {
            Files.writeString(file, tidy);
          }
        }
      }
    }
    System.out.println(seen + " Java files, " + wrong + (write ? " mended" : " not formatted"));
    if (wrong > 0 && !write) {
      System.err.println("mend them with: mvn -N verify -Dtusk.format=write");
      System.exit(1);
    }
  }
}
