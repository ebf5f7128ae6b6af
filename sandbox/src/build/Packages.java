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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Puts pinned Python packages among a module's resources, and Python files of our own beside or
 * over them: {@code java Packages.java INDEX BUILD_FOLDER OWN_FOLDER WORK_FOLDER OUT_FOLDER}. INDEX
 * is the index to write: {@code index.txt} for the sandbox itself, which lists Python's own library
 * too, {@code pack.txt} for a pack. BUILD_FOLDER holds requirements.txt and the patches. Does
 * nothing where that has been done already.
 *
 * <p>The machine's own {@code python3 -m pip} takes seconds; where there is none, GraalPy's pip
 * does the same in minutes. Either reads the user's pip configuration, GraalPy's only through
 * PIP_CONFIG_FILE.
 */
class Packages {
  /** Left out: what no program imports. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(.*/)?(tests|benchmarks|__pycache__|bin|share)(/.*)?|(.*/)?conftest\\.py|.*\\.dist-info/(?!.*(LICEN[CS]E|METADATA|AUTHORS)).*"
              + "|sympy/parsing/(latex/_antlr|autolev/_antlr)/.*|sympy/testing/.*\\.txt|isympy\\.py");

  /** Of Python's own library: what no program of mathematics imports. */
  private static final Pattern LIBRARY_LEFT_OUT =
      Pattern.compile(
          "libpython/(test|idlelib|lib2to3|turtledemo|tkinter|ensurepip|venv|distutils|curses|dbm|wsgiref|xmlrpc|sqlite3"
              + "|pydoc_data|msilib)/.*|libgraalpy/(patches|modules/standalone)/.*|.*\\.(exe|pyc|so|txt|toml|whl)");

  private static final Pattern PINNED = Pattern.compile("([\\w.-]+)==(\\S+)");

  /**
   * Modules of Python's own library that programs or sympy import, which GraalPy has not frozen.
   */
  private static final String LIBRARY_COMPILED =
      """
      __future__ _collections_abc _compression _py_abc _pydatetime _pydecimal _weakrefset abc ast base64 bisect bz2
      calendar cmd code codecs codeop collections colorsys contextlib contextvars copy copyreg csv ctypes ctypes._endian
      dataclasses datetime decimal difflib dis enum fnmatch fractions functools genericpath getopt glob gettext hashlib
      heapq hmac inspect io ipaddress json json.decoder json.encoder json.scanner keyword linecache locale logging lzma
      ntpath numbers opcode operator optparse pathlib pickle pkgutil platform posixpath pprint queue random re
      re._casefix re._compiler re._constants re._parser reprlib secrets selectors shutil signal stat statistics string
      struct subprocess sysconfig tempfile textwrap threading timeit token tokenize traceback types typing unittest
      urllib urllib.parse urllib.request uuid warnings weakref zipimport zoneinfo zoneinfo._common zoneinfo._tzpath
      zoneinfo._zoneinfo importlib importlib._abc importlib.abc importlib.machinery importlib.util importlib.metadata
      importlib.resources concurrent concurrent.futures
      """;

  private final String index;
  private final Path requirements;
  private final List<Path> patches;
  private final Path own;
  private final Path work;
  private final Path out;

  Packages(String index, Path build, Path own, Path work, Path out) throws IOException {
    this.index = index;
    this.own = own;
    requirements = build.resolve("requirements.txt");
    try (var files = Files.list(build)) {
      patches = files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
    this.work = work;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    new Packages(args[0], Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), Path.of(args[4]))
        .run();
  }

  private boolean bringsPythonsLibrary() {
    return index.equals("index.txt");
  }

  void run() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(requirements));
    digest.update(Files.readAllBytes(Path.of(System.getProperty("jdk.launcher.sourcefile"))));
    for (Path patch : patches) {
      digest.update(Files.readAllBytes(patch));
    }
    digest.update(System.getProperty("java.class.path").contains("graalpy") ? (byte) 1 : 0);
    for (Path file : ownFiles().values()) {
      digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    String stamp = HexFormat.of().formatHex(digest.digest());
    Path stampFile = work.resolve("stamp");
    if (Files.exists(out.resolve(index))
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
    for (Path patch : patches) {
      edit(patch);
    }
    compile();
    if (bringsPythonsLibrary()) {
      compileLibrary();
    }
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
                // What they run on is GraalPy, whatever runs pip.
                "--ignore-requires-python",
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

  private static TreeMap<String, Path> filesOf(Path folder) throws IOException {
    var files = new TreeMap<String, Path>();
    try (var walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile)
          .forEach(file -> files.put(folder.relativize(file).toString().replace('\\', '/'), file));
    }
    files.keySet().removeIf(name -> LEFT_OUT.matcher(name).matches());
    return files;
  }

  private TreeMap<String, Path> ownFiles() throws IOException {
    return filesOf(own);
  }

  private void copy(Path site) throws IOException {
    TreeMap<String, Path> files = filesOf(site);
    files.putAll(ownFiles());
    for (var entry : files.entrySet()) {
      Path target = out.resolve("site").resolve(entry.getKey());
      Files.createDirectories(target.getParent());
      Files.copy(entry.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    for (String line : Files.readAllLines(requirements)) {
      Matcher pinned = PINNED.matcher(line);
      if (pinned.lookingAt()) {
        String metadata = pinned.group(1).replace('-', '_') + "-" + pinned.group(2) + ".dist-info";
        if (!files.containsKey(metadata + "/METADATA")) {
          throw new IOException("pip left no " + metadata + " in " + site);
        }
      }
    }
  }

  /**
   * Applies a patch. Each hunk's old lines must stand in the file exactly once, so a new version of
   * a package cannot be edited by mistake, and the build fails instead.
   */
  private void edit(Path patch) throws IOException {
    String[] files = Files.readString(patch).split("(?m)^--- a/.*\n\\+\\+\\+ b/", -1);
    for (String edits : List.of(files).subList(1, files.length)) {
      int end = edits.indexOf('\n');
      Path file = out.resolve("site").resolve(edits.substring(0, end));
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
      context.getBindings("python").putMember("root", out.resolve("site").toString());
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

  /** The same for Python's own library, whose sources come from GraalPy's resources. */
  private void compileLibrary() throws IOException {
    try (Context context =
        Context.newBuilder("python")
            .allowAllAccess(true)
            .allowIO(IOAccess.ALL)
            .option("engine.WarnInterpreterOnly", "false")
            .build()) {
      Path library = Files.createDirectories(out.resolve("library"));
      context.getBindings("python").putMember("root", library.toString());
      context.getBindings("python").putMember("names", LIBRARY_COMPILED);
      context.eval(
          "python",
          """
          import importlib.util, os, py_compile
          home = os.path.dirname(os.__file__)
          for name in names.split():
              path = name.replace('.', '/')
              path += '/__init__.py' if os.path.isdir(os.path.join(home, path)) else '.py'
              target = os.path.join(root, os.path.relpath(importlib.util.cache_from_source(os.path.join(home, path)), home))
              os.makedirs(os.path.dirname(target), exist_ok=True)
              py_compile.compile(os.path.join(home, path), target, '/tusk-python/lib/python3/' + path, doraise=True,
                  invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
          """);
    }
  }

  /**
   * Writes a line for each file that a guest sees: its size and its name. Those of Python's own
   * library stay in GraalPy's jar, where the worker reads them.
   */
  private void index() throws IOException {
    var lines = new StringBuilder();
    try (var walk = Files.walk(out)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = out.relativize(file).toString().replace('\\', '/');
        lines.append(Files.size(file)).append(' ').append(name).append('\n');
      }
    }
    List<String> parts = bringsPythonsLibrary() ? List.of("libpython", "libgraalpy") : List.of();
    for (String part : parts) {
      String list = new String(resource(part + ".files"), StandardCharsets.UTF_8);
      for (String line : list.lines().filter(text -> !text.isBlank()).toList()) {
        String name = line.substring("META-INF/resources/".length(), line.indexOf(" = "));
        if (!LIBRARY_LEFT_OUT.matcher(name).matches()) {
          lines.append(resource(name).length).append(' ').append(name).append('\n');
        }
      }
    }
    Files.writeString(out.resolve(index), lines);
  }

  private static byte[] resource(String name) throws IOException {
    try (var in =
        Packages.class.getClassLoader().getResourceAsStream("META-INF/resources/" + name)) {
      if (in == null) {
        throw new IOException("GraalPy's resources have no " + name);
      }
      return in.readAllBytes();
    }
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
