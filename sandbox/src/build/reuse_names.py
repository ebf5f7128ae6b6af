#!/usr/bin/env python3
"""Writes the allow list of ReuseRule: which names of which modules a program may use and still share its context.

usage: reuse_names.py > src/main/resources/dev/tusk/sandbox/reuse-names.txt

Run it under CPython with the pinned sympy, and without numpy, whenever that or our own numpy and scipy change, and read
the difference before committing it. A name gets in only if what it stands for is immutable, or a function or class that changes nothing but its arguments.
"""
import collections
import datetime
import decimal
import fractions
import pathlib
import sys
import types

import mpmath
import sympy

# Our own numpy and scipy, whose way to Java is not needed for their names.
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "main" / "python"))
sys.modules["_tusk_numerics"] = types.ModuleType("_tusk_numerics")
sys.modules["_tusk_numerics"].call = None
import numpy  # noqa: E402
import scipy.optimize  # noqa: E402
import scipy.stats  # noqa: E402

MODULES = {
    "math": "*",
    "cmath": "*",
    "itertools": "*",
    "statistics": "mean fmean geometric_mean harmonic_mean median median_low median_high median_grouped mode multimode "
    "pstdev pvariance stdev variance covariance correlation linear_regression quantiles NormalDist StatisticsError",
    "fractions": "Fraction",
    "decimal": "Decimal ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP "
    "ROUND_05UP InvalidOperation DivisionByZero Overflow Underflow getcontext",
    "functools": "reduce lru_cache cache partial cmp_to_key",
    "collections": "Counter defaultdict deque namedtuple OrderedDict",
    "datetime": "datetime date time timedelta timezone MINYEAR MAXYEAR UTC",
    "operator": "add sub mul truediv floordiv mod pow neg pos abs eq ne lt le gt ge and_ or_ xor not_ itemgetter "
    "contains countOf index lshift rshift matmul concat",
    "random": "random randint randrange uniform choice choices sample shuffle seed gauss normalvariate expovariate "
    "triangular betavariate gammavariate getrandbits",
    "time": "time perf_counter monotonic process_time sleep time_ns perf_counter_ns",
    "re": "compile match search findall finditer sub subn split fullmatch escape IGNORECASE MULTILINE DOTALL VERBOSE I M S X",
    "string": "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits punctuation whitespace printable",
    "numbers": "Number Complex Real Rational Integral",
    "heapq": "heappush heappop heapify heappushpop heapreplace merge nlargest nsmallest",
    "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
    "copy": "copy deepcopy",
    "calendar": "monthrange isleap leapdays weekday timegm MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY",
    "typing": "List Dict Tuple Set FrozenSet Optional Union Any Callable Iterable Iterator Sequence Generator",
    "sys": "exit maxsize setrecursionlimit getrecursionlimit",
    "dateutil": "",
    "dateutil.relativedelta": "relativedelta MO TU WE TH FR SA SU",
    "dateutil.parser": "parse isoparse",
    "dateutil.rrule": "rrule YEARLY MONTHLY WEEKLY DAILY HOURLY MINUTELY SECONDLY MO TU WE TH FR SA SU",
    "mpmath": "mpf mpc mpi sqrt cbrt root exp log ln log10 sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh "
    "atanh sec csc cot pi e euler phi catalan inf nan j findroot polyroots quad quadgl quadts nsum nprod limit diff "
    "diffs taylor factorial fac binomial gamma loggamma beta zeta erf erfc nstr nprint matrix eye zeros ones det inverse "
    "lu_solve qr norm floor ceil nint frac fabs sign re im conj arg almosteq chop identify pslq findpoly fib fibonacci "
    "bernoulli harmonic primepi isnan isinf isint degrees radians hypot power sinc ellipk ellipe besselj lambertw "
    "hyp2f1 hyp1f1 legendre chebyt hermite laguerre stirling1 stirling2 bell superfac hyperfac barnesg ei li expint",
}

# Of our numpy's names: what changes settings, what holds them, and what is a dict. numpy.random's state begins anew for each program.
NUMPY_NOT = set("set_printoptions printoptions seterr errstate ufunc ndarray dtype generic physical_constants".split())
NUMPY_MODULES = """
numpy numpy.linalg numpy.random numpy.fft numpy.polynomial numpy.polynomial.polynomial scipy scipy.stats scipy.optimize
scipy.integrate scipy.special scipy.constants scipy.linalg scipy.interpolate
""".split()

# Of sympy's public names: what is shared and can be changed, what changes settings, writes, shows or compiles.
SYMPY_NOT = set(
    "Q sieve factor_cache FU plot_backends test doctest init_printing init_session register_handler lambdify evaluate "
    "assuming pprint_use_unicode pprint_try_use_unicode public capture memoize_property preview plot plot_implicit "
    "plot_parametric textplot interactive_traversal source print_python python print_ccode print_fcode print_glsl "
    "print_gtk print_jscode print_maple_code print_rcode print_tree dotprint threaded xthreaded timed cacheit "
    "rotations use".split()
)

SYMPY_MODULES = """
sympy.abc sympy.solvers sympy.solvers.solveset sympy.solvers.inequalities sympy.solvers.diophantine sympy.ntheory
sympy.functions sympy.core sympy.geometry sympy.matrices sympy.polys sympy.combinatorics sympy.calculus sympy.series
sympy.sets sympy.stats sympy.simplify sympy.integrals sympy.concrete sympy.logic sympy.functions.combinatorial.factorials
sympy.functions.elementary.miscellaneous sympy.ntheory.modular sympy.calculus.util sympy.ntheory.factor_
sympy.combinatorics.permutations sympy.functions.elementary.piecewise sympy.core.numbers
""".split()

EXTRA = {
    "sympy.stats": "Die Coin Normal Binomial Poisson Uniform Exponential Bernoulli Geometric Hypergeometric P E variance "
    "std density cdf sample FiniteRV DiscreteUniform skewness kurtosis median covariance correlation given where",
    "sympy.solvers.inequalities": "reduce_inequalities solve_univariate_inequality reduce_rational_inequalities "
    "solve_poly_inequality reduce_abs_inequality",
    "sympy.solvers.diophantine": "diophantine",
    "sympy.ntheory.modular": "crt solve_congruence",
    "sympy.ntheory": "multiplicity perfect_power n_order is_primitive_root primitive_root jacobi_symbol legendre_symbol",
    "sympy.combinatorics": "Permutation PermutationGroup Cycle SymmetricGroup CyclicGroup DihedralGroup AlternatingGroup",
    "sympy.combinatorics.permutations": "Permutation Cycle",
    "sympy.calculus.util": "continuous_domain function_range periodicity stationary_points maximum minimum",
}

# Attributes read without a call: each is immutable on whatever it is found.
ATTRIBUTES = """
lhs rhs T H pi e E inf nan tau I oo numerator denominator year month day hour minute second microsecond days seconds
microseconds months years weeks hours minutes x y z real imag args shape func p q name Half One Zero NegativeOne
Infinity NegativeInfinity ComplexInfinity Reals Integers Naturals Naturals0 Rationals Complexes EmptySet Pi Exp1
ImaginaryUnit NaN true false start stop step left right inf sup is_empty radius center length area
max min resolution rows cols
ndim size dtype flat fun success message status nit nfev root converged t slope intercept rvalue pvalue stderr
intercept_stderr statistic coeffs coef order roots eps tiny proportion_estimate expected_freq dof df mode count
""".split()

TYPES = [int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, Exception,
         fractions.Fraction, decimal.Decimal, datetime.datetime, datetime.date, datetime.time, datetime.timedelta,
         collections.Counter, collections.deque, collections.defaultdict, collections.OrderedDict,
         sympy.Symbol, sympy.Integer, sympy.Rational, sympy.Float, sympy.Add, sympy.Mul, sympy.Pow, sympy.Eq,
         sympy.StrictLessThan, sympy.And, sympy.Function, sympy.sin, sympy.Piecewise, sympy.Sum, sympy.Product,
         sympy.Integral, sympy.Derivative, sympy.Limit, sympy.Matrix, sympy.ImmutableMatrix, sympy.Poly,
         sympy.Interval, sympy.FiniteSet, sympy.Union, sympy.Range, sympy.ConditionSet, sympy.ImageSet,
         numpy.ndarray, type(numpy.add), numpy.float64, numpy.int64, numpy.poly1d, numpy.polynomial.Polynomial, type(scipy.stats.norm),
         type(scipy.stats.binom), type(scipy.stats.norm()), numpy.random.RandomState,
         sympy.Tuple, sympy.Dict, sympy.Point, sympy.Line, sympy.Segment, sympy.Circle, sympy.Triangle, sympy.Polygon,
         ]

METHODS_NOT = set("setflags register mro print_cyclic with_traceback add_note eval new class_key print_nonzero".split())
MORE_METHODS = "cache_clear".split()


def simple(value):
    return isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type)) or not isinstance(
        value, (types.ModuleType, dict, list, set)
    )


def main():
    for module, names in MODULES.items():
        if names == "*":
            names = " ".join(n for n in dir(__import__(module)) if not n.startswith("_"))
        print("module", module, names)
    public = sorted(n for n in sympy.__all__ if not n.startswith("_") and n not in SYMPY_NOT and simple(getattr(sympy, n)))
    print("module sympy", *public)
    for module in SYMPY_MODULES:
        __import__(module)
        found = __import__("sys").modules[module]
        if module == "sympy.abc":
            names = [n for n in dir(found) if isinstance(getattr(found, n), sympy.Symbol)]
        else:
            names = [n for n in dir(found) if n in set(public) and getattr(found, n) is getattr(sympy, n)]
            names += EXTRA.get(module, "").split()
        print("module", module, *names)
    for module in NUMPY_MODULES:
        __import__(module)
        print("module", module, *(n for n in dir(sys.modules[module]) if not n.startswith("_") and n not in NUMPY_NOT))
    print("denied", *sorted(n for n in sympy.__all__ if n not in public))
    methods = set(MORE_METHODS)
    for kind in TYPES:
        for name in dir(kind):
            if not name.startswith("_") and callable(getattr(kind, name, None)) and name not in METHODS_NOT:
                methods.add(name)
    print("methods", *sorted(methods))
    print("attributes", *sorted(set(ATTRIBUTES)))


if __name__ == "__main__":
    main()
