package dev.tusk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of numpy and scipy is here, what is not, and what one program's use leaves to the next. */
class NumpyTest {
  private static final Sandbox SANDBOX = Sandbox.builder().workers(1).spares(0).build();

  @BeforeAll
  static void start() {
    assertThat(answer("print(1)")).isEqualTo("1");
  }

  @AfterAll
  static void close() {
    SANDBOX.close();
  }

  private static Execution run(String source) {
    return SANDBOX.run(new Program(source, Program.Style.PRINT, ""));
  }

  private static String answer(String source) {
    Execution execution = run(source);
    return execution instanceof Execution.Completed completed
        ? completed.stdout().stripTrailing()
        : execution.toString();
  }

  @Test
  void findsWhatLapackFinds() {
    assertThat(
            answer(
                """
                import numpy as np
                values, vectors = np.linalg.eig([[2, 1], [1, 2]])
                print(values, vectors.round(8).tolist(), np.linalg.eigvals([[0, -1], [1, 0]]))
                u, s, vt = np.linalg.svd([[3, 0], [4, 5]])
                print(u.round(6).tolist(), s.round(6), vt.round(6).tolist())
                print(np.linalg.qr([[1.0, 2], [3, 4]])[1].round(6).tolist(), np.linalg.eigh([[2, 1], [1, 2]])[0])
                print(np.roots([1, -6, 11, -6]).round(9), np.polyfit([0, 1, 2], [1, 3, 7], 2).round(9))
                """))
        .isEqualTo(
            """
            [3. 1.] [[0.70710678, -0.70710678], [0.70710678, 0.70710678]] [0.+1.j 0.-1.j]
            [[-0.316228, -0.948683], [-0.948683, 0.316228]] [6.708204 2.236068] [[-0.707107, -0.707107], [-0.707107, 0.707107]]
            [[-3.162278, -4.427189], [0.0, -0.632456]] [1. 3.]
            [3. 2. 1.] [1. 1. 1.]\
            """);
  }

  @Test
  void lambdifyFindsWhatItTakesFromNumpyAndScipy() {
    assertThat(
            answer(
                """
                from sympy import *
                import numpy as np
                x, y = symbols('x y')
                print(lambdify((x, y), sqrt(x) + y)(4, 1), lambdify(x, [x, x**2])(3))
                print(lambdify(x, sin(x) * Heaviside(x))(np.array([-1.0, 0.5])).round(6))
                print(lambdify(x, jn(2, x) + yn(1, x))(1.5), lambdify(x, x**2, 'math')(3))
                """))
        .isEqualTo(
            """
            3.0 [3, 9]
            [-0.        0.479426]
            -0.5690861303443849 9\
            """);
  }

  @Test
  void sympysPartsThatLookForScipyCanBeImported() {
    assertThat(
            answer(
                """
                from sympy.physics.quantum import Bra, Ket, represent
                from sympy.physics.quantum.qubit import Qubit
                print(Bra('a') * Ket('b'), represent(Qubit('10')))
                """))
        .isEqualTo("<a|b> Matrix([[0], [0], [1], [0]])");
  }

  /** Against mpmath's Bessel functions of half-integer order, with 30 digits. */
  @Test
  void givesSphericalBesselFunctionsToADoublesDigits() {
    assertThat(
            answer(
                """
                import mpmath as mp
                from scipy.special import spherical_jn, spherical_yn
                mp.mp.dps = 30
                worst = 0
                for n in (0, 1, 2, 7, 30, 80):
                    for z in (1e-6, 0.3, 3.14159265358979, 8.0, 70.5):
                        for ours, theirs in ((spherical_jn, mp.besselj), (spherical_yn, mp.bessely)):
                            true = mp.sqrt(mp.pi / 2 / mp.mpf(z)) * theirs(n + mp.mpf(1) / 2, mp.mpf(z))
                            if 1e-290 < abs(true) < 1e290:
                                worst = max(worst, abs(float(ours(n, z)) / true - 1))
                print(worst < 1e-12, spherical_jn(1, 0.0, derivative=True), spherical_jn([0, 1], -2.0).round(9))
                print(spherical_yn(0, 0.0), round(float(spherical_yn(2, 2.5, True)), 9), spherical_jn(-1, 1.0))
                """))
        .isEqualTo(
            """
            True 0.3333333333333333 [ 0.45464871 -0.43539777]
            -inf 0.433479522 nan\
            """);
  }

  @Test
  void givesDigammaToADoublesDigits() {
    assertThat(
            answer(
                """
                from scipy.special import digamma
                print([round(float(digamma(x)), 12) for x in (-0.5, -49.5, -1000.25, 0.001)])
                print([round(float(digamma(x)), 12) for x in (1, 7.5, 1e10)], digamma(-1.7e308))
                """))
        .isEqualTo(
            """
            [0.036489973979, 3.912039670928, 10.050097693067, -1000.57557193181]
            [-0.577215664902, 1.946757484246, 23.02585092989] nan\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import numpy as np\nnp.nanargmax([1])",
        "from numpy import nanargmax\nnanargmax([1])",
        "import numpy\nnumpy.ma.array([1])",
        "from scipy.signal import butter\nbutter(1, 2)",
        "import scipy.stats as st\nst.kstest([1], 'norm')",
        "from scipy.stats import kstest\nkstest([1], 'norm')",
        "import numpy as np\nnp.random.default_rng(1)",
        "from scipy.optimize import differential_evolution\ndifferential_evolution(abs, [(0, 1)])"
      })
  void namesWhatIsNotProvided(String source) {
    assertThat(run(source))
        .isInstanceOfSatisfying(
            Execution.Raised.class,
            raised -> {
              assertThat(raised.type()).isEqualTo("NotProvidedError");
              assertThat(raised.message()).contains("is not provided by this sandbox");
              assertThat(raised.line()).isEqualTo(2);
            });
  }

  @Test
  void letsWhatIsNotProvidedBeImportedAndAskedFor() {
    assertThat(
            answer(
                """
                from scipy.signal import butter
                from scipy.stats import kstest, norm
                import numpy.ma as ma, numpy as np
                print(hasattr(np, "nanargmax"), hasattr(np, "array"), getattr(np, "float", None), norm.cdf(0))
                """))
        .isEqualTo("False True None 0.5");
    assertThat(run("from scipy.stats import no_such_name"))
        .isInstanceOfSatisfying(
            Execution.Raised.class, raised -> assertThat(raised.type()).isEqualTo("ImportError"));
  }

  @Test
  void startsEachProgramWithTheSameChanceAndSettings() {
    String source =
        "import numpy as np\nprint(np.random.rand(2), np.array([1 / 3]), np.geterr()['divide'])";
    String first = answer(source);
    assertThat(first).isEqualTo("[0.5488135  0.71518937] [0.33333333] warn");
    run("import numpy as np\nnp.random.seed(5)\nnp.random.rand(7)");
    run("import numpy as np\nnp.set_printoptions(precision=2)\nnp.seterr(all='raise')");
    assertThat(answer(source)).isEqualTo(first);
  }

  @Test
  void saysWhatAScalarIs() {
    assertThat(
            SANDBOX.run(
                new Program("import numpy as np\nans = np.mean([1, 2])", Program.Style.ANS, "")))
        .isInstanceOfSatisfying(
            Execution.Completed.class,
            done -> {
              assertThat(done.answer()).isEqualTo("1.5");
              assertThat(done.value()).isInstanceOf(Value.Real.class);
            });
    assertThat(
            SANDBOX.run(
                new Program("import numpy as np\nans = np.int64(3) > 2", Program.Style.ANS, "")))
        .isInstanceOfSatisfying(
            Execution.Completed.class,
            done -> {
              assertThat(done.answer()).isEqualTo("True");
              assertThat(done.value()).isEqualTo(new Value.Bool(true));
            });
  }
}
