package dev.tusk.sandbox;

import dev.tusk.sandbox.Program.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.FileSystem;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** One GraalPy context with everything denied that can be denied, and the trusted code in it. */
final class GuestContext implements AutoCloseable {
  /** Packages that programs import by habit; imported and not used, they are no error. */
  private static final String OFTEN_ABSENT =
      "pandas matplotlib mpl_toolkits seaborn sklearn networkx statsmodels torch"
          + " tensorflow keras plotly bokeh tqdm requests pytz cvxpy cvxopt pulp ortools nltk PIL"
          + " numba numexpr IPython prettytable tabulate gmpy2 z3 shapely pint yfinance xarray"
          + " geopy uncertainties autograd jax symengine pyomo astropy cv2 skimage bs4 lxml";

  private static final Set<String> ABSENT =
      Arrays.stream(OFTEN_ABSENT.split(" ", -1))
          .filter(name -> !Packs.bring(name))
          .collect(Collectors.toUnmodifiableSet());

  private static final Source DRIVER = driver();

  /** The guest gets no other objects of ours than these three. */
  private static final ProxyExecutable NUMERICS = new GuestNumerics();

  /** The cube root of a number. */
  private static final ProxyExecutable CUBE_ROOT = arguments -> Math.cbrt(arguments[0].asDouble());

  /** The code point of a Unicode character name, or -1. */
  private static final ProxyExecutable CODE_POINT_OF =
      arguments -> {
        try {
          return Character.codePointOf(arguments[0].asString());
        } catch (IllegalArgumentException unknown) {
          return -1;
        }
      };

  /**
   * What programs that use numpy or scipy mostly need of them, what they need first in front:
   * loaded ahead of need, a module at a time.
   */
  static final List<String> NUMERIC_MODULES =
      List.of(
          "numpy",
          "numpy._bridge",
          "numpy._types",
          "numpy._array",
          "numpy._make",
          "numpy._print",
          "numpy._ufuncs",
          "numpy._shape",
          "numpy._reduce",
          "numpy._products",
          "numpy._poly",
          "numpy._core",
          "numpy._linalg",
          "scipy._special",
          "scipy._stats");

  private final Context context;
  private int numericModules;
  private final Value prepare;
  private final Value run;
  private final Value forget;
  final BoundedOutput out = new BoundedOutput();

  private GuestContext(Engine engine, FileSystem files, String modules) {
    context =
        Context.newBuilder("python")
            .engine(engine)
            .allowHostAccess(HostAccess.NONE)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .allowHostClassLoading(false)
            .allowNativeAccess(false)
            .allowCreateProcess(false)
            .allowCreateThread(false)
            .allowInnerContextOptions(false)
            .allowExperimentalOptions(true)
            .allowIO(IOAccess.newBuilder().fileSystem(files).build())
            .in(new ByteArrayInputStream(new byte[0]))
            .out(out)
            .err(OutputStream.nullOutputStream())
            .timeZone(ZoneOffset.UTC)
            .option("python.HashSeed", "0")
            .option("python.PythonHome", GuestFiles.PYTHON)
            .option("python.SysPrefix", GuestFiles.PYTHON)
            .option("python.SysBasePrefix", GuestFiles.PYTHON)
            .option("python.StdLibHome", GuestFiles.LIBRARY)
            .option("python.CoreHome", GuestFiles.CORE)
            .option("python.CAPI", GuestFiles.CORE)
            .option("python.PythonPath", GuestFiles.PACKAGES)
            .option("python.PosixModuleBackend", "java")
            .option("python.DontWriteBytecodeFlag", "true")
            .option("python.CheckHashPycsMode", "never")
            .option("python.KeepBytecodeInMemory", "true")
            .option("python.NoUserSiteFlag", "true")
            .option("python.IgnoreEnvironmentFlag", "true")
            .option("python.SafePathFlag", "true")
            .option("python.StandardStreamEncoding", "utf-8")
            .option("python.WarnExperimentalFeatures", "false")
            .build();
    Value functions =
        context
            .eval(DRIVER)
            .execute(
                modules,
                String.join(" ", ABSENT),
                Packs.missing(),
                CODE_POINT_OF,
                CUBE_ROOT,
                NUMERICS);
    prepare = functions.getArrayElement(0);
    run = functions.getArrayElement(1);
    forget = functions.getArrayElement(2);
  }

  /**
   * A new context.
   *
   * @param modules modules to import at once, separated by spaces
   */
  static GuestContext open(Engine engine, FileSystem files, String modules) {
    return new GuestContext(engine, files, modules);
  }

  /** Whether a module belongs to a package that is known not to be here. */
  static boolean isAbsent(String module) {
    int dot = module.indexOf('.');
    return ABSENT.contains(dot < 0 ? module : module.substring(0, dot));
  }

  private static Source driver() {
    try (InputStream in = GuestContext.class.getResourceAsStream("guest.py")) {
      if (in == null) {
        throw new SandboxException("guest.py is missing from this build", null);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Source.newBuilder("python", text, "<tusk>").internal(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Imports listed modules and resets what must not differ from program to program.
   *
   * @param clock what the clock is to show, in nanoseconds since 1970, where it is set
   */
  void prepare(Set<String> imports, OptionalLong clock) {
    String names = String.join(" ", imports);
    if (clock.isPresent()) {
      prepare.executeVoid(names, clock.getAsLong());
    } else {
      prepare.executeVoid(names);
    }
  }

  /**
   * What the guest says of a run.
   *
   * @param account how it ended, for {@link Netstrings}
   * @param clean whether nothing was evaluated that the syntax tree does not show
   */
  record Report(String account, boolean clean) {}

  /**
   * Loads the next of {@link #NUMERIC_MODULES}.
   *
   * @return whether there was one
   */
  boolean loadNumericModule() {
    if (numericModules == NUMERIC_MODULES.size()) {
      return false;
    }
    prepare.executeVoid(NUMERIC_MODULES.get(numericModules++));
    return true;
  }

  /** Empties sympy's caches, which change how soon a program has its answer and not which one. */
  void forget() {
    forget.executeVoid();
  }

  /** Runs a program. */
  Report run(ProgramAnalysis analysis, String preamble) {
    var arguments = new ArrayList<Object>();
    Style style = analysis.style();
    arguments.add(style.name().toLowerCase(Locale.ROOT));
    arguments.add(analysis.lazyAbsence());
    arguments.add(preamble);
    arguments.addAll(analysis.cells());
    Value pair = run.execute(arguments.toArray());
    return new Report(pair.getArrayElement(0).asString(), pair.getArrayElement(1).asBoolean());
  }

  /** Stops whatever runs in the context, if it can be stopped, and discards it. */
  void cancel() {
    context.close(true);
  }

  @Override
  public void close() {
    context.close(true);
  }
}
