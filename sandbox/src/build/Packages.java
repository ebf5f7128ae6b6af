import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Puts the pinned Python packages among the module's resources: {@code java Packages.java
 * REQUIREMENTS WORK_FOLDER OUT_FOLDER}. Does nothing where that has been done already.
 *
 * <p>The machine's own {@code python3 -m pip} takes seconds; where there is none, GraalPy's pip
 * does the same in minutes. Either reads the user's pip configuration, GraalPy's only through
 * PIP_CONFIG_FILE.
 */
class Packages {
  /** Left out: what no program imports. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(.*/)?(tests|benchmarks|__pycache__|bin|share)(/.*)?|.*\\.dist-info/(?!.*(LICEN[CS]E|METADATA|AUTHORS)).*"
              + "|sympy/parsing/(latex/_antlr|autolev/_antlr)/.*|sympy/testing/.*\\.txt|isympy\\.py");

  private final Path requirements;
  private final Path patch;
  private final Path work;
  private final Path out;

  Packages(Path requirements, Path work, Path out) {
    this.requirements = requirements;
    patch = requirements.resolveSibling("faster-sympy.patch");
    this.work = work;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    new Packages(Path.of(args[0]), Path.of(args[1]), Path.of(args[2])).run();
  }

  void run() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(requirements));
    digest.update(Files.readAllBytes(requirements.resolveSibling("Packages.java")));
    digest.update(Files.readAllBytes(patch));
    digest.update(System.getProperty("java.class.path").contains("graalpy") ? (byte) 1 : 0);
    String stamp = HexFormat.of().formatHex(digest.digest());
    Path stampFile = work.resolve("stamp");
    if (Files.exists(out.resolve("index.txt"))
        && Files.exists(stampFile)
        && Files.readString(stampFile).equals(stamp)) {
      return;
    }
    delete(work);
    delete(out);
    Files.createDirectories(work);
    Path site = work.resolve("site");
    install(site);
    copy(site);
    edit();
    compile();
    index();
    Files.writeString(stampFile, stamp);
  }

  private void install(Path site) throws Exception {
    var pip =
        new ArrayList<>(
            List.of(
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--retries",
                "1",
                "--require-hashes",
                "--no-deps",
                "--no-compile",
                "--only-binary",
                ":all:",
                "--target",
                site.toString(),
                "-r",
                requirements.toString()));
    String why = "there is no python3 with pip on the PATH";
    if (!"graalpy".equals(System.getProperty("tusk.pip", ""))) {
      if (exec(List.of("python3", "-m", "pip", "--version"), work.resolve("pip-version.log"))
          == 0) {
        System.out.println(
            "Python packages: by the machine's python3 -m pip, because there is one");
        var command = new ArrayList<>(List.of("python3", "-m", "pip"));
        command.addAll(pip);
        Path log = work.resolve("pip.log");
        if (exec(command, log) == 0) {
          return;
        }
        why = "the machine's python3 -m pip failed: " + lastLine(log);
        delete(site);
      }
    } else {
      why = "-Dtusk.pip=graalpy asks for it";
    }
    System.out.println(
        "Python packages: by GraalPy's own pip, which takes minutes, because " + why);
    installByGraalPy(pip);
  }

  private static int exec(List<String> command, Path log) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start()
          .waitFor();
    } catch (IOException notThere) {
      return 127;
    }
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readString(log).lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "without a word" : lines.getLast();
  }

  private static void installByGraalPy(List<String> pip) {
    try (Context context =
        Context.newBuilder("python")
            .allowAllAccess(true)
            .allowIO(IOAccess.ALL)
            .option("engine.WarnInterpreterOnly", "false")
            .build()) {
      var arguments = new StringBuilder();
      for (String argument : pip) {
        arguments
            .append("'")
            .append(argument.replace("\\", "\\\\").replace("'", "\\'"))
            .append("', ");
      }
      context.eval(
          "python",
          """
          import ensurepip, glob, os, runpy, sys
          wheel = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled', 'pip-*.whl'))[0]
          sys.path.insert(0, wheel)
          sys.argv = ['pip', %s]
          try:
              runpy.run_module('pip', run_name='__main__')
          except SystemExit as end:
              if end.code:
                  raise RuntimeError(f'pip ended with status {end.code}')
          """
              .formatted(arguments));
    }
  }

  private void copy(Path site) throws IOException {
    var files = new TreeMap<String, Path>();
    try (var walk = Files.walk(site)) {
      walk.filter(Files::isRegularFile)
          .forEach(file -> files.put(site.relativize(file).toString().replace('\\', '/'), file));
    }
    files.keySet().removeIf(name -> LEFT_OUT.matcher(name).matches());
    for (var entry : files.entrySet()) {
      Path target = out.resolve(entry.getKey());
      Files.createDirectories(target.getParent());
      Files.copy(entry.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!files.containsKey("sympy/__init__.py") || !files.containsKey("six.py")) {
      throw new IOException("pip left no sympy in " + site);
    }
  }

  /**
   * Applies the patch. Each hunk's old lines must stand in the file exactly once, so a new version
   * of a package cannot be edited by mistake, and the build fails instead.
   */
  private void edit() throws IOException {
    String[] files = Files.readString(patch).split("(?m)^--- a/.*\n\\+\\+\\+ b/", -1);
    for (String edits : List.of(files).subList(1, files.length)) {
      int end = edits.indexOf('\n');
      Path file = out.resolve(edits.substring(0, end));
      String text = Files.readString(file);
      String[] hunks = edits.substring(end + 1).split("(?m)^@@ .*\n", -1);
      for (String hunk : List.of(hunks).subList(1, hunks.length)) {
        String before = side(hunk, '-');
        int at = text.indexOf(before);
        if (at < 0 || text.indexOf(before, at + 1) >= 0) {
          throw new IOException(patch + " does not fit " + file + ":\n" + before);
        }
        text = text.substring(0, at) + side(hunk, '+') + text.substring(at + before.length());
      }
      Files.writeString(file, text);
    }
  }

  /** The lines of a hunk that are there before it is applied, or after. */
  private static String side(String hunk, char sign) {
    var lines = new StringBuilder();
    hunk.lines()
        .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == sign)
        .forEach(line -> lines.append(line.substring(1)).append('\n'));
    return lines.toString();
  }

  /**
   * Compiles what programs commonly load, with GraalPy itself, as importing compiled modules takes
   * half the time. The compiled files are not checked against their sources when loaded, and name
   * the folder where the worker finds them.
   */
  private void compile() {
    System.out.println("Python packages: compiling with GraalPy, which can take a minute");
    try (Context context =
        Context.newBuilder("python")
            .allowAllAccess(true)
            .allowIO(IOAccess.ALL)
            .option("engine.WarnInterpreterOnly", "false")
            .build()) {
      context.getBindings("python").putMember("root", out.toString());
      context.eval(
          "python",
          """
          import importlib.util, os, py_compile
          seldom = ('physics', 'stats', 'diffgeom', 'liealgebras', 'categories', 'crypto', 'vector',
              'holonomic', 'codegen', 'sandbox', 'testing')
          for folder, folders, files in sorted(os.walk(root)):
              folders[:] = sorted(f for f in folders
                  if f != '__pycache__' and not (folder == os.path.join(root, 'sympy') and f in seldom))
              for name in sorted(files):
                  if name.endswith('.py'):
                      path = os.path.join(folder, name)
                      guest = '/tusk-packages/' + os.path.relpath(path, root).replace(os.sep, '/')
                      py_compile.compile(path, importlib.util.cache_from_source(path), guest, doraise=True,
                          invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
          """);
    }
  }

  private void index() throws IOException {
    var index = new StringBuilder();
    try (var walk = Files.walk(out)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = out.relativize(file).toString().replace('\\', '/');
        index.append(Files.size(file)).append(' ').append(name).append('\n');
      }
    }
    Files.write(out.resolve("index.txt"), index.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var walk = Files.walk(folder)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
