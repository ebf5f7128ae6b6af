# Distributions and tests. A distribution is defined by a few functions of floats; everything else follows from them.
import math

from numpy._array import asarray, broadcast_shape, ndarray, new, result_of, spread
from numpy._lazy import NotProvidedError
from numpy._types import FLOAT, INT, box, float64, inf, nan, plain
from scipy._special import (
    betainc_of, betaln_of, beta_of, gammainc_of, gammaincc_of, gammaln_of, inverse, ndtr_of, ndtri_of, log_ndtr_of,
    t_cdf, t_quantile,
)  # fmt: skip
from scipy._vectors import floats


def _broadcast(function, arguments):
    arrays = [asarray(a) for a in arguments]
    shape = broadcast_shape(*(a._shape for a in arrays))
    if shape is None:
        raise ValueError("operands could not be broadcast together with shapes " + " ".join(
            str(a._shape).replace(" ", "") for a in arrays))
    columns = [spread(a._items(), a._shape, shape) for a in arrays]
    return result_of([function(*map(float, row)) for row in zip(*columns)], shape, FLOAT)


class _Distribution:
    """What continuous and discrete distributions share; shapes are the names of the parameters before loc."""

    name = ""
    shapes = ()
    scaled = True
    variable = "x"

    def _parameters(self, args, kwargs):
        names = self.shapes + (("loc", "scale") if self.scaled else ("loc",))
        if len(args) > len(names):
            raise TypeError(f"{self.name} takes at most {len(names)} parameters: {', '.join(names)}")
        values = dict(zip(names, args))
        for name, value in kwargs.items():
            if name not in names or name in values:
                raise TypeError(f"_parse_args() got an unexpected keyword argument {name!r}" if name not in names else
                                f"_parse_args() got multiple values for argument {name!r}")
            values[name] = value
        missing = [n for n in self.shapes if n not in values]
        if missing:
            raise TypeError(f"_parse_args() missing {len(missing)} required positional argument"
                            f"{'s' if len(missing) > 1 else ''}: {' and '.join(map(repr, missing))}")
        return [values[n] for n in self.shapes] + [values.get("loc", 0)] + ([values.get("scale", 1)] if self.scaled
                                                                             else [])

    def __call__(self, *args, **kwargs):
        return _Frozen(self, args, kwargs)

    freeze = __call__

    def _valid(self, *shapes):
        return True

    def _at(self, function, args, kwargs):
        if args:
            x, args = args[0], args[1:]
        elif self.variable in kwargs:
            kwargs = dict(kwargs)
            x = kwargs.pop(self.variable)
        else:
            raise TypeError(f"{self.name} is missing 1 required positional argument: {self.variable!r}")
        parameters = self._parameters(args, kwargs)
        n = len(self.shapes)

        def one(v, *rest):
            shapes, loc = rest[:n], rest[n]
            scale = rest[n + 1] if self.scaled else 1.0
            if not self._valid(*shapes) or not scale > 0 or v != v or loc != loc:
                return nan
            return function((v - loc) / scale if self.scaled else v - loc, scale, shapes)

        return _broadcast(one, [x] + parameters)

    def cdf(self, *args, **kwargs):
        return self._at(lambda z, s, shapes: self._bounded_cdf(z, *shapes), args, kwargs)

    def sf(self, *args, **kwargs):
        return self._at(lambda z, s, shapes: self._bounded_sf(z, *shapes), args, kwargs)

    def logcdf(self, *args, **kwargs):
        from numpy._ufuncs import log

        return log(self.cdf(*args, **kwargs))

    def logsf(self, *args, **kwargs):
        from numpy._ufuncs import log

        return log(self.sf(*args, **kwargs))

    def _support(self, *shapes):
        return -inf, inf

    def support(self, *args, **kwargs):
        parameters = self._parameters(args, kwargs)
        low, high = self._support(*parameters[: len(self.shapes)])
        loc = parameters[len(self.shapes)]
        scale = parameters[-1] if self.scaled else 1
        return low * scale + loc, high * scale + loc

    def _bounded_cdf(self, z, *shapes):
        low, high = self._support(*shapes)
        return 0.0 if z < low else 1.0 if z >= high else self._cdf(z, *shapes)

    def _bounded_sf(self, z, *shapes):
        low, high = self._support(*shapes)
        return 1.0 if z < low else 0.0 if z >= high else self._sf(z, *shapes)

    def _sf(self, z, *shapes):
        return 1.0 - self._cdf(z, *shapes)

    def ppf(self, q, *args, **kwargs):
        return self._inverse(q, args, kwargs, False)

    def isf(self, q, *args, **kwargs):
        return self._inverse(q, args, kwargs, True)

    def _inverse(self, q, args, kwargs, upper):
        parameters = self._parameters(args, kwargs)
        n = len(self.shapes)

        def one(p, *rest):
            shapes, loc = rest[:n], rest[n]
            scale = rest[n + 1] if self.scaled else 1.0
            if not self._valid(*shapes) or not scale > 0 or not 0 <= p <= 1:
                return nan
            low, high = self._support(*shapes)
            if p == (1 if upper else 0):
                z = low if self.scaled else low - 1
            elif p == (0 if upper else 1):
                z = high
            else:
                z = self._isf(p, *shapes) if upper else self._ppf(p, *shapes)
            return z * scale + loc

        return _broadcast(one, [q] + parameters)

    def _ppf(self, p, *shapes):
        low, high = self._support(*shapes)
        return inverse(lambda z: self._bounded_cdf(z, *shapes), p, low, high)

    def _isf(self, p, *shapes):
        low, high = self._support(*shapes)
        return inverse(lambda z: -self._bounded_sf(z, *shapes), -p, low, high)

    def _moments(self, *shapes):
        raise NotProvidedError(f"the moments of scipy.stats.{self.name} are not provided by this sandbox")

    def stats(self, *args, moments="mv", **kwargs):
        parameters = self._parameters(args, kwargs)
        found = self._located(parameters)
        picked = tuple(float64(found["mvsk".index(m)]) for m in moments)
        return picked if len(picked) > 1 else picked[0]

    def _located(self, parameters):
        n = len(self.shapes)
        shapes = [float(p) for p in parameters[:n]]
        loc, scale = float(parameters[n]), float(parameters[n + 1]) if self.scaled else 1.0
        if not self._valid(*shapes):
            return (nan,) * 4
        mean, variance, skew, kurtosis = (tuple(self._moments(*shapes)) + (nan, nan))[:4]
        return mean * scale + loc, variance * scale * scale, skew, kurtosis

    def mean(self, *args, **kwargs):
        return float64(self._located(self._parameters(args, kwargs))[0])

    def var(self, *args, **kwargs):
        return float64(self._located(self._parameters(args, kwargs))[1])

    def std(self, *args, **kwargs):
        return float64(math.sqrt(self._located(self._parameters(args, kwargs))[1]))

    def median(self, *args, **kwargs):
        return self.ppf(0.5, *args, **kwargs)

    def interval(self, confidence=None, *args, **kwargs):
        confidence = kwargs.pop("alpha", confidence)
        if not 0 <= confidence <= 1:
            raise ValueError("alpha must be between 0 and 1 inclusive")
        return (self.ppf((1.0 - confidence) / 2, *args, **kwargs), self.ppf((1.0 + confidence) / 2, *args, **kwargs))

    def rvs(self, *args, size=1, random_state=None, **kwargs):
        from numpy import _random

        if random_state is None:
            state = _random._shared
        elif isinstance(random_state, _random.RandomState):
            state = random_state
        else:
            state = _random.RandomState(random_state)
        if len(args) == len(self.shapes) + (3 if self.scaled else 2):
            args, size = args[:-1], args[-1]
        draws = self._draw(state, None if size == 1 else size, *self._parameters(args, kwargs))
        return draws

    def _draw(self, state, size, *parameters):
        draws = state.random_sample(size)
        return self.ppf(draws, *parameters)

    def expect(self, *args, **kwargs):
        raise NotProvidedError(f"scipy.stats.{self.name}.expect is not provided by this sandbox")

    def fit(self, *args, **kwargs):
        raise NotProvidedError(f"scipy.stats.{self.name}.fit is not provided by this sandbox")


class _Continuous(_Distribution):
    def pdf(self, *args, **kwargs):
        def density(z, scale, shapes):
            low, high = self._support(*shapes)
            return self._pdf(z, *shapes) / scale if low <= z <= high else 0.0

        return self._at(density, args, kwargs)

    def logpdf(self, *args, **kwargs):
        from numpy._ufuncs import log

        return log(self.pdf(*args, **kwargs))


class _Discrete(_Distribution):
    scaled = False
    variable = "k"

    def pmf(self, *args, **kwargs):
        def mass(z, scale, shapes):
            low, high = self._support(*shapes)
            return self._pmf(z, *shapes) if low <= z <= high and z == math.floor(z) else 0.0

        return self._at(mass, args, kwargs)

    def logpmf(self, *args, **kwargs):
        from numpy._ufuncs import log

        return log(self.pmf(*args, **kwargs))

    def _bounded_cdf(self, z, *shapes):
        low, high = self._support(*shapes)
        z = math.floor(z) if math.isfinite(z) else z
        return 0.0 if z < low else 1.0 if z >= high else self._cdf(z, *shapes)

    def _bounded_sf(self, z, *shapes):
        low, high = self._support(*shapes)
        z = math.floor(z) if math.isfinite(z) else z
        return 1.0 if z < low else 0.0 if z >= high else self._sf(z, *shapes)

    def _ppf(self, p, *shapes):
        low, high = self._support(*shapes)
        return self._search(lambda k: self._bounded_cdf(k, *shapes) >= p * (1 - 4e-16), low, high)

    def _isf(self, p, *shapes):
        low, high = self._support(*shapes)
        return self._search(lambda k: self._bounded_sf(k, *shapes) <= p, low, high)

    def _search(self, reached, low, high):
        step = 1
        if high == inf:
            high = low
            while not reached(high):
                high += step
                step *= 2
        low -= 1
        while high - low > 1:
            middle = (low + high) // 2
            if reached(middle):
                high = middle
            else:
                low = middle
        return float(high)


class _Frozen:
    def __init__(self, dist, args, kwargs):
        self.dist, self.args, self.kwds = dist, args, kwargs
        dist._parameters(args, kwargs)

    def rvs(self, size=1, random_state=None):
        return self.dist.rvs(*self.args, size=size, random_state=random_state, **self.kwds)

    def interval(self, confidence=None, **kwargs):
        return self.dist.interval(kwargs.get("alpha", confidence), *self.args, **self.kwds)

    def stats(self, moments="mv"):
        return self.dist.stats(*self.args, moments=moments, **self.kwds)


def _forward(name):
    def method(self, *values):
        return getattr(self.dist, name)(*values, *self.args, **self.kwds)

    method.__name__ = name
    return method


for _name in "cdf sf ppf isf pdf pmf logpdf logpmf logcdf logsf mean var std median support".split():
    setattr(_Frozen, _name, _forward(_name))

# ---- continuous ----


class _Normal(_Continuous):
    name = "norm"

    def _pdf(self, z):
        return math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)

    def _cdf(self, z):
        return ndtr_of(z)

    def _sf(self, z):
        return ndtr_of(-z)

    def _ppf(self, p):
        return ndtri_of(p)

    def _isf(self, p):
        return -ndtri_of(p)

    def _moments(self):
        return 0.0, 1.0, 0.0, 0.0

    def _draw(self, state, size, loc, scale):
        return state.standard_normal(size) * scale + loc

    def fit(self, data, **kwargs):
        data = asarray(data)
        return data.mean(), data.std()


class _T(_Continuous):
    name, shapes = "t", ("df",)

    def _valid(self, df):
        return df > 0

    def _pdf(self, z, df):
        if df == inf:
            return math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi)
        logarithm = gammaln_of((df + 1) / 2) - gammaln_of(df / 2) - 0.5 * math.log(df * math.pi)
        return math.exp(logarithm - (df + 1) / 2 * math.log1p(z * z / df))

    def _cdf(self, z, df):
        return t_cdf(z, df)

    def _sf(self, z, df):
        return t_cdf(-z, df)

    def _ppf(self, p, df):
        return t_quantile(p, df)

    def _isf(self, p, df):
        return -t_quantile(p, df)

    def _moments(self, df):
        return 0.0 if df > 1 else inf, df / (df - 2.0) if df > 2 else inf, 0.0, 6.0 / (df - 4) if df > 4 else inf


class _Gamma(_Continuous):
    name, shapes = "gamma", ("a",)

    def _valid(self, a):
        return a > 0

    def _support(self, a):
        return 0.0, inf

    def _pdf(self, z, a):
        if not z:
            return 1.0 if a == 1 else 0.0 if a > 1 else inf
        return math.exp((a - 1.0) * math.log(z) - z - gammaln_of(a))

    def _cdf(self, z, a):
        return gammainc_of(a, z)

    def _sf(self, z, a):
        return gammaincc_of(a, z)

    def _moments(self, a):
        return a, a, 2.0 / math.sqrt(a), 6.0 / a


class _ChiSquared(_Continuous):
    name, shapes = "chi2", ("df",)

    def _valid(self, df):
        return df > 0

    def _support(self, df):
        return 0.0, inf

    def _pdf(self, z, df):
        if not z:
            return 0.5 if df == 2 else 0.0 if df > 2 else inf
        return math.exp((df / 2.0 - 1) * math.log(z) - z / 2.0 - gammaln_of(df / 2.0) - math.log(2) * df / 2.0)

    def _cdf(self, z, df):
        return gammainc_of(df / 2.0, z / 2.0)

    def _sf(self, z, df):
        return gammaincc_of(df / 2.0, z / 2.0)

    def _moments(self, df):
        return df, 2 * df, 2 * math.sqrt(2.0 / df), 12.0 / df


class _F(_Continuous):
    name, shapes = "f", ("dfn", "dfd")

    def _valid(self, n, d):
        return n > 0 and d > 0

    def _support(self, n, d):
        return 0.0, inf

    def _pdf(self, z, n, d):
        if not z:
            return 1.0 if n == 2 else 0.0 if n > 2 else inf
        logarithm = d / 2 * math.log(d) + n / 2 * math.log(n) + (n / 2 - 1) * math.log(z)
        return math.exp(logarithm - ((n + d) / 2) * math.log(d + n * z) - betaln_of(n / 2, d / 2))

    def _cdf(self, z, n, d):
        return betainc_of(n / 2.0, d / 2.0, n * z / (d + n * z))

    def _sf(self, z, n, d):
        return betainc_of(d / 2.0, n / 2.0, d / (d + n * z))

    def _moments(self, n, d):
        mean = d / (d - 2) if d > 2 else inf
        return mean, 2 * d * d * (n + d - 2) / (n * (d - 2) ** 2 * (d - 4)) if d > 4 else inf


class _Beta(_Continuous):
    name, shapes = "beta", ("a", "b")

    def _valid(self, a, b):
        return a > 0 and b > 0

    def _support(self, a, b):
        return 0.0, 1.0

    def _pdf(self, z, a, b):
        if z in (0.0, 1.0):
            power = a if not z else b
            return inf if power < 1 else 0.0 if power > 1 else (b if not z else a)
        return math.exp((a - 1) * math.log(z) + (b - 1) * math.log1p(-z) - betaln_of(a, b))

    def _cdf(self, z, a, b):
        return betainc_of(a, b, z)

    def _sf(self, z, a, b):
        return betainc_of(b, a, 1.0 - z)

    def _moments(self, a, b):
        n = a + b
        skew = 2 * (b - a) * math.sqrt(n + 1) / ((n + 2) * math.sqrt(a * b))
        return a / n, a * b / (n * n * (n + 1)), skew


class _Exponential(_Continuous):
    name = "expon"

    def _support(self):
        return 0.0, inf

    def _pdf(self, z):
        return math.exp(-z)

    def _cdf(self, z):
        return -math.expm1(-z)

    def _sf(self, z):
        return math.exp(-z)

    def _ppf(self, p):
        return -math.log1p(-p)

    def _isf(self, p):
        return -math.log(p)

    def _moments(self):
        return 1.0, 1.0, 2.0, 6.0

    def _draw(self, state, size, loc, scale):
        return state.standard_exponential(size) * scale + loc


class _Uniform(_Continuous):
    name = "uniform"

    def _support(self):
        return 0.0, 1.0

    def _pdf(self, z):
        return 1.0

    def _cdf(self, z):
        return z

    def _ppf(self, p):
        return p

    def _moments(self):
        return 0.5, 1.0 / 12, 0.0, -1.2

    def _draw(self, state, size, loc, scale):
        return state.uniform(0.0, 1.0, size) * scale + loc


class _LogNormal(_Continuous):
    name, shapes = "lognorm", ("s",)

    def _valid(self, s):
        return s > 0

    def _support(self, s):
        return 0.0, inf

    def _pdf(self, z, s):
        return math.exp(-0.5 * (math.log(z) / s) ** 2) / (s * z * math.sqrt(2 * math.pi)) if z else 0.0

    def _cdf(self, z, s):
        return ndtr_of(math.log(z) / s) if z else 0.0

    def _sf(self, z, s):
        return ndtr_of(-math.log(z) / s) if z else 1.0

    def _ppf(self, p, s):
        return math.exp(s * ndtri_of(p))

    def _moments(self, s):
        p = math.exp(s * s)
        return math.sqrt(p), p * (p - 1), math.sqrt(p - 1) * (2 + p)


class _Cauchy(_Continuous):
    name = "cauchy"

    def _pdf(self, z):
        return 1.0 / math.pi / (1.0 + z * z)

    def _cdf(self, z):
        return 0.5 + math.atan(z) / math.pi

    def _ppf(self, p):
        return math.tan(math.pi * p - math.pi / 2.0)

    def _moments(self):
        return nan, nan


class _Logistic(_Continuous):
    name = "logistic"

    def _pdf(self, z):
        e = math.exp(-abs(z))
        return e / (1 + e) ** 2

    def _cdf(self, z):
        return 1.0 / (1.0 + math.exp(-z)) if z > -700 else 0.0

    def _ppf(self, p):
        return math.log(p / (1 - p))

    def _moments(self):
        return 0.0, math.pi**2 / 3, 0.0, 6.0 / 5


class _Laplace(_Continuous):
    name = "laplace"

    def _pdf(self, z):
        return 0.5 * math.exp(-abs(z))

    def _cdf(self, z):
        return 1.0 - 0.5 * math.exp(-z) if z > 0 else 0.5 * math.exp(z)

    def _ppf(self, p):
        return -math.log(2 * (1 - p)) if p > 0.5 else math.log(2 * p)

    def _moments(self):
        return 0.0, 2.0, 0.0, 3.0


class _Weibull(_Continuous):
    name, shapes = "weibull_min", ("c",)

    def _valid(self, c):
        return c > 0

    def _support(self, c):
        return 0.0, inf

    def _pdf(self, z, c):
        return c * z ** (c - 1) * math.exp(-(z**c)) if z or c >= 1 else inf

    def _cdf(self, z, c):
        return -math.expm1(-(z**c))

    def _sf(self, z, c):
        return math.exp(-(z**c))

    def _ppf(self, p, c):
        return (-math.log1p(-p)) ** (1.0 / c)

    def _moments(self, c):
        mean = math.gamma(1 + 1 / c)
        return mean, math.gamma(1 + 2 / c) - mean * mean


class _Pareto(_Continuous):
    name, shapes = "pareto", ("b",)

    def _valid(self, b):
        return b > 0

    def _support(self, b):
        return 1.0, inf

    def _pdf(self, z, b):
        return b * z ** (-b - 1)

    def _cdf(self, z, b):
        return 1.0 - z**-b

    def _sf(self, z, b):
        return z**-b

    def _ppf(self, p, b):
        return (1.0 - p) ** (-1.0 / b)

    def _moments(self, b):
        return b / (b - 1) if b > 1 else inf, b / (b - 2) / (b - 1) ** 2 if b > 2 else inf


# ---- discrete ----

# Binomial and Poisson sums of up to this many trials or events are taken exactly.
MOST_EXACT = 200


def log_binomial(n, k):
    return gammaln_of(n + 1) - gammaln_of(k + 1) - gammaln_of(n - k + 1)


def _stirling_rest(n):
    # What Stirling's formula leaves of log n!, for n at least 1.
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / (n * n)) / (n * n)) / (n * n)) / n


def _deviance(x, m):
    # x log(x / m) + m - x without loss of digits: Loader, Fast and accurate computation of binomial probabilities.
    if abs(x - m) < 0.1 * (x + m):
        v = (x - m) / (x + m)
        s = (x - m) * v
        e, square = 2 * x * v, v * v
        for j in range(1, 1000):
            e *= square
            new_s = s + e / (2 * j + 1)
            if new_s == s:
                return s
            s = new_s
    return x * math.log(x / m) + m - x


def binomial_sum(low, high, n, p):
    """The chance of low to high successes, exactly, and then rounded."""
    a, whole = p.as_integer_ratio()
    b = whole - a
    total, term = 0, math.comb(n, low) * a**low * b ** (n - low)
    for k in range(low, high + 1):
        total += term
        term = term * (n - k) * a // ((k + 1) * b) if k < high else 0
    shift = max(0, total.bit_length() - 64)
    return math.ldexp(total >> shift, shift - (whole.bit_length() - 1) * n)


def binomial_mass(k, n, p):
    if n <= MOST_EXACT and 0 < p < 1:
        return binomial_sum(int(k), int(k), int(n), p)
    if not p:
        return float(k == 0)
    if p == 1:
        return float(k == n)
    if not k:
        return math.exp(n * math.log1p(-p))
    if k == n:
        return p**n
    c = _stirling_rest(n) - _stirling_rest(k) - _stirling_rest(n - k) - _deviance(k, n * p) - _deviance(n - k,
                                                                                                       n * (1 - p))
    return math.exp(c) * math.sqrt(n / (2 * math.pi * k * (n - k)))


class _Binomial(_Discrete):
    name, shapes = "binom", ("n", "p")

    def _valid(self, n, p):
        return n >= 0 and n == math.floor(n) and 0 <= p <= 1

    def _support(self, n, p):
        return 0, n

    def _pmf(self, k, n, p):
        return binomial_mass(k, n, p)

    def _cdf(self, k, n, p):
        if p in (0, 1):
            return 1.0 - p
        if n <= MOST_EXACT:
            return binomial_sum(0, int(k), int(n), p)
        return betainc_of(n - k, k + 1, 1.0 - p)

    def _sf(self, k, n, p):
        if p in (0, 1):
            return p
        if n <= MOST_EXACT:
            return binomial_sum(int(k) + 1, int(n), int(n), p)
        return betainc_of(k + 1, n - k, p)

    def _moments(self, n, p):
        q = 1.0 - p
        variance = n * p * q
        if not variance:
            return n * p, variance
        return n * p, variance, (q - p) / math.sqrt(variance), (1.0 - 6 * p * q) / variance

    def _draw(self, state, size, n, p, loc):
        return state.binomial(n, p, size) + loc


class _Bernoulli(_Binomial):
    name, shapes = "bernoulli", ("p",)

    def _valid(self, p):
        return 0 <= p <= 1

    def _support(self, p):
        return 0, 1

    def _pmf(self, k, p):
        return p if k else 1.0 - p

    def _cdf(self, k, p):
        return 1.0 - p

    def _sf(self, k, p):
        return p

    def _moments(self, p):
        return super()._moments(1.0, p)

    def _draw(self, state, size, p, loc):
        return state.binomial(1, p, size) + loc


def poisson_sum(low, high, mu, rest=False):
    """The chance of low to high events, or that of the rest, to more digits than a float has, and then rounded."""
    a, d = mu.as_integer_ratio()
    halvings = (a // d).bit_length() + 1
    bits = 160 + 2 * (a // d)
    # exp(-mu) by its series at a small fraction of mu, squared again and again; all in fixed point.
    y = (a << bits) // (d << halvings)
    power = term = 1 << bits
    k = 1
    while term:
        term = (term * y >> bits) // k
        power += -term if k % 2 else term
        k += 1
    for _ in range(halvings):
        power = power * power >> bits
    # The terms a^k / (d^k k!), over the last one's denominator.
    total, numerator, denominator = 0, a**low, d**low * math.factorial(low)
    for k in range(low, high + 1):
        total += numerator
        if k < high:
            numerator, total, denominator = numerator * a, total * d * (k + 1), denominator * d * (k + 1)
    value = (total * power << 128) // denominator
    if rest:
        value = (1 << bits + 128) - value
    shift = max(0, value.bit_length() - 64)
    return math.ldexp(value >> shift, shift - bits - 128)


class _Poisson(_Discrete):
    name, shapes = "poisson", ("mu",)

    def _valid(self, mu):
        return mu >= 0

    def _support(self, mu):
        return 0, inf

    def _pmf(self, k, mu):
        if not mu:
            return float(k == 0)
        if k <= MOST_EXACT and mu <= MOST_EXACT:
            return poisson_sum(int(k), int(k), mu)
        return math.exp(k * math.log(mu) - gammaln_of(k + 1) - mu)

    def _cdf(self, k, mu):
        if mu and k <= MOST_EXACT and mu <= MOST_EXACT:
            return poisson_sum(0, int(k), mu)
        return gammaincc_of(k + 1, mu) if mu else 1.0

    def _sf(self, k, mu):
        if mu and k <= MOST_EXACT and mu <= MOST_EXACT:
            return poisson_sum(0, int(k), mu, True)
        return gammainc_of(k + 1, mu) if mu else 0.0

    def _moments(self, mu):
        return mu, mu, math.sqrt(1.0 / mu) if mu else inf, 1.0 / mu if mu else inf

    def _draw(self, state, size, mu, loc):
        return state.poisson(mu, size) + loc


class _Geometric(_Discrete):
    name, shapes = "geom", ("p",)

    def _valid(self, p):
        return 0 < p <= 1

    def _support(self, p):
        return 1, inf

    def _pmf(self, k, p):
        return (1.0 - p) ** (k - 1) * p

    def _cdf(self, k, p):
        return -math.expm1(math.log1p(-p) * k) if p < 1 else 1.0

    def _sf(self, k, p):
        return math.exp(k * math.log1p(-p)) if p < 1 else 0.0

    def _moments(self, p):
        q = 1.0 - p
        return 1.0 / p, q / p / p, (2.0 - p) / math.sqrt(q) if q else nan, (p * p - 6 * p + 6) / q if q else nan

    def _draw(self, state, size, p, loc):
        return state.geometric(p, size) + loc


class _Summed(_Discrete):
    """A discrete distribution whose sums are taken term by term."""

    def _cdf(self, k, *shapes):
        low = int(self._support(*shapes)[0])
        return min(1.0, math.fsum(self._pmf(i, *shapes) for i in range(low, int(k) + 1)))

    def _sf(self, k, *shapes):
        high = self._support(*shapes)[1]
        if high == inf:
            return 1.0 - self._cdf(k, *shapes)
        return min(1.0, math.fsum(self._pmf(i, *shapes) for i in range(int(k) + 1, int(high) + 1)))


class _Hypergeometric(_Summed):
    name, shapes = "hypergeom", ("M", "n", "N")

    def _valid(self, total, good, drawn):
        return total > 0 and 0 <= good <= total and 0 <= drawn <= total

    def _support(self, total, good, drawn):
        return max(0, drawn - (total - good)), min(good, drawn)

    def _pmf(self, k, total, good, drawn):
        k, total, good, drawn = int(k), int(total), int(good), int(drawn)
        if total <= 2000:
            from fractions import Fraction

            return float(Fraction(math.comb(good, k) * math.comb(total - good, drawn - k), math.comb(total, drawn)))
        return math.exp(log_binomial(good, k) + log_binomial(total - good, drawn - k) - log_binomial(total, drawn))

    def _moments(self, m, n, d):
        return d * n / m, d * n * (m - n) * (m - d) / (m * m * (m - 1.0))


class _NegativeBinomial(_Discrete):
    name, shapes = "nbinom", ("n", "p")

    def _valid(self, n, p):
        return n > 0 and 0 < p <= 1

    def _support(self, n, p):
        return 0, inf

    def _pmf(self, k, n, p):
        if n == int(n) and k + n < 1000:
            return math.comb(int(k + n - 1), int(k)) * p**n * (1.0 - p) ** k
        return math.exp(gammaln_of(n + k) - gammaln_of(k + 1) - gammaln_of(n) + n * math.log(p) + k * math.log1p(-p))

    def _cdf(self, k, n, p):
        return betainc_of(n, k + 1, p)

    def _sf(self, k, n, p):
        return betainc_of(k + 1, n, 1.0 - p)

    def _moments(self, n, p):
        return n * (1 - p) / p, n * (1 - p) / p / p, (2 - p) / math.sqrt(n * (1 - p)) if p < 1 else nan


class _RandomInteger(_Discrete):
    name, shapes = "randint", ("low", "high")

    def _valid(self, low, high):
        return high > low

    def _support(self, low, high):
        return low, high - 1

    def _pmf(self, k, low, high):
        return 1.0 / (high - low)

    def _cdf(self, k, low, high):
        return (k - low + 1.0) / (high - low)

    def _moments(self, low, high):
        n = high - low
        return (high + low - 1.0) / 2, (n * n - 1) / 12.0, 0.0, -6.0 / 5 * (n * n + 1) / (n * n - 1)


norm, t, chi2, f, gamma, beta, expon = _Normal(), _T(), _ChiSquared(), _F(), _Gamma(), _Beta(), _Exponential()
uniform, lognorm, cauchy, logistic, laplace = _Uniform(), _LogNormal(), _Cauchy(), _Logistic(), _Laplace()
weibull_min, pareto = _Weibull(), _Pareto()
binom, bernoulli, poisson, geom = _Binomial(), _Bernoulli(), _Poisson(), _Geometric()
hypergeom, nbinom, randint = _Hypergeometric(), _NegativeBinomial(), _RandomInteger()


class multivariate_normal:
    def __new__(cls, *args, **kwargs):
        raise NotProvidedError("scipy.stats.multivariate_normal is not provided by this sandbox")


# ---- results of tests ----


class _Result(tuple):
    """A tuple whose parts have names, printed as scipy prints it."""

    fields = ()

    def __new__(cls, *values, **more):
        self = tuple.__new__(cls, values)
        for name, value in list(zip(cls.fields, values)) + list(more.items()):
            self.__dict__[name] = value
        return self

    def __repr__(self):
        inner = ", ".join(f"{n}={v!r}" for n, v in zip(self.fields, self))
        return f"{type(self).__name__}({inner})"


def _result(name, fields):
    return type(name, (_Result,), {"fields": tuple(fields.split()), "__module__": "scipy.stats"})


Ttest_1sampResult = _result("Ttest_1sampResult", "statistic pvalue")
TtestResult = _result("TtestResult", "statistic pvalue")
Ttest_indResult = _result("Ttest_indResult", "statistic pvalue")
Power_divergenceResult = _result("Power_divergenceResult", "statistic pvalue")
F_onewayResult = _result("F_onewayResult", "statistic pvalue")
PearsonRResult = _result("PearsonRResult", "statistic pvalue")
SignificanceResult = _result("SignificanceResult", "statistic pvalue")
ModeResult = _result("ModeResult", "mode count")
LinregressResult = _result("LinregressResult", "slope intercept rvalue pvalue stderr")
Chi2ContingencyResult = _result("Chi2ContingencyResult", "statistic pvalue dof expected_freq")
DescribeResult = _result("DescribeResult", "nobs minmax mean variance skewness kurtosis")


class LinregressWithIntercept(LinregressResult):
    def __repr__(self):
        return super().__repr__()[:-1] + f", intercept_stderr={self.intercept_stderr!r})"


LinregressWithIntercept.__name__ = "LinregressResult"


def _two_sided(statistic, df, alternative):
    if alternative == "two-sided":
        return float64(2 * t_cdf(-abs(statistic), df))
    if alternative == "less":
        return float64(t_cdf(statistic, df))
    if alternative == "greater":
        return float64(t_cdf(-statistic, df))
    raise ValueError("alternative must be 'less', 'greater' or 'two-sided'")


def _mean_var(values):
    n = len(values)
    if n < 2:
        return (values[0] if values else nan), nan
    from numpy._reduce import pairwise

    mean = pairwise(values) / n
    return mean, pairwise([(v - mean) ** 2 for v in values]) / (n - 1)


def ttest_1samp(a, popmean, axis=0, nan_policy="propagate", alternative="two-sided"):
    values = floats(a)
    mean, variance = _mean_var(values)
    n = len(values)
    from numpy._ufuncs import divide_floats

    statistic = divide_floats(mean - float(popmean), math.sqrt(variance / n))
    return TtestResult(float64(statistic), _two_sided(statistic, n - 1, alternative), df=n - 1)


def ttest_ind(a, b, axis=0, equal_var=True, nan_policy="propagate", permutations=None, random_state=None,
              alternative="two-sided", trim=0):
    x, y = floats(a), floats(b)
    (m1, v1), (m2, v2) = _mean_var(x), _mean_var(y)
    return _ttest(m1, v1, len(x), m2, v2, len(y), equal_var, alternative)


def ttest_ind_from_stats(mean1, std1, nobs1, mean2, std2, nobs2, equal_var=True, alternative="two-sided"):
    return _ttest(mean1, std1**2, nobs1, mean2, std2**2, nobs2, equal_var, alternative)


def _ttest(m1, v1, n1, m2, v2, n2, equal, alternative):
    from numpy._ufuncs import divide_floats

    if equal:
        df = n1 + n2 - 2.0
        pooled = ((n1 - 1) * v1 + (n2 - 1) * v2) / df
        error = math.sqrt(pooled * (1.0 / n1 + 1.0 / n2))
    else:
        a, b = v1 / n1, v2 / n2
        df = (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1))
        error = math.sqrt(a + b)
    statistic = divide_floats(m1 - m2, error)
    return Ttest_indResult(float64(statistic), _two_sided(statistic, df, alternative))


def ttest_rel(a, b, axis=0, nan_policy="propagate", alternative="two-sided"):
    x, y = floats(a), floats(b)
    if len(x) != len(y):
        raise ValueError("unequal length arrays")
    return ttest_1samp([p - q for p, q in zip(x, y)], 0.0, alternative=alternative)


def chisquare(f_obs, f_exp=None, ddof=0, axis=0):
    observed = floats(f_obs)
    expected = [sum(observed) / len(observed)] * len(observed) if f_exp is None else floats(f_exp)
    if f_exp is not None and abs(sum(observed) - sum(expected)) > 1e-8 * min(sum(observed), sum(expected)):
        raise ValueError("For each axis slice, the sum of the observed frequencies must agree with the sum of the "
                         "expected frequencies to a relative tolerance of 1e-08, but the percent differences are:\n"
                         f"{abs(sum(observed) - sum(expected)) / min(sum(observed), sum(expected))}")
    statistic = sum((o - e) ** 2 / e for o, e in zip(observed, expected))
    df = len(observed) - 1 - ddof
    return Power_divergenceResult(float64(statistic), float64(gammaincc_of(df / 2.0, statistic / 2.0)))


def chi2_contingency(observed, correction=True, lambda_=None):
    table = asarray(observed) * 1.0
    if table.ndim != 2:
        raise NotProvidedError("scipy.stats.chi2_contingency is provided by this sandbox for tables of two dimensions")
    total = table.sum()
    expected = table.sum(1).reshape(-1, 1) * table.sum(0).reshape(1, -1) / total
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    if not df:
        return Chi2ContingencyResult(0.0, 1.0, 0, expected)
    pairs = list(zip(table._items(), expected._items()))
    if df == 1 and correction:
        pairs = [(o + math.copysign(min(0.5, abs(e - o)), e - o), e) for o, e in pairs]
    statistic = sum((o - e) ** 2 / e for o, e in pairs)
    return Chi2ContingencyResult(float64(statistic), float64(gammaincc_of(df / 2.0, statistic / 2.0)), df, expected)


def f_oneway(*samples, axis=0):
    groups = [floats(s) for s in samples]
    everything = [v for g in groups for v in g]
    mean = sum(everything) / len(everything)
    between = sum(len(g) * (sum(g) / len(g) - mean) ** 2 for g in groups)
    within = sum((v - sum(g) / len(g)) ** 2 for g in groups for v in g)
    n, d = len(groups) - 1, len(everything) - len(groups)
    statistic = (between / n) / (within / d)
    return F_onewayResult(float64(statistic), f.sf(statistic, n, d))


class BinomTestResult:
    def __init__(self, k, n, alternative, statistic, pvalue):
        self.k, self.n, self.alternative, self.statistic, self.pvalue = k, n, alternative, statistic, pvalue
        self.proportion_estimate = statistic

    def __repr__(self):
        return (f"BinomTestResult(k={self.k}, n={self.n}, alternative={self.alternative!r}, "
                f"statistic={self.statistic!r}, pvalue={self.pvalue!r})")


def binomtest(k, n, p=0.5, alternative="two-sided"):
    if not 0 <= p <= 1:
        raise ValueError("p must be in range [0,1]")
    if k > n:
        raise ValueError(f"k ({k}) must not be greater than n ({n}).")
    return BinomTestResult(k, n, alternative, k / n, _binomial_p(k, n, p, alternative))


def binom_test(x, n=None, p=0.5, alternative="two-sided"):
    if hasattr(x, "__len__"):
        x, n = x[0], x[0] + x[1]
    return _binomial_p(x, n, p, alternative)


def _binomial_p(k, n, p, alternative):
    if alternative == "less":
        return binom.cdf(k, n, p)
    if alternative == "greater":
        return binom.sf(k - 1, n, p)
    if alternative != "two-sided":
        raise ValueError("alternative not recognized; should be 'two-sided', 'less' or 'greater'")
    d = binomial_mass(k, n, p) * (1 + 1e-7)
    if k == p * n:
        return 1.0
    if k < p * n:
        y = len([i for i in range(math.ceil(p * n), n + 1) if binomial_mass(i, n, p) <= d])
        value = binom.cdf(k, n, p) + binom.sf(n - y, n, p)
    else:
        y = len([i for i in range(math.floor(p * n) + 1) if binomial_mass(i, n, p) <= d])
        value = binom.cdf(y - 1, n, p) + binom.sf(k - 1, n, p)
    return min(float64(1.0), value)


def pearsonr(x, y, *, alternative="two-sided", method=None):
    a, b = floats(x), floats(y)
    n = len(a)
    if n != len(b):
        raise ValueError("x and y must have the same length.")
    if n < 2:
        raise ValueError("x and y must have length at least 2.")
    ma, mb = sum(a) / n, sum(b) / n
    u, v = [i - ma for i in a], [j - mb for j in b]
    su, sv = math.sqrt(sum(i * i for i in u)), math.sqrt(sum(j * j for j in v))
    r = nan if not su or not sv else max(-1.0, min(1.0, sum(i / su * (j / sv) for i, j in zip(u, v))))
    if n == 2:
        return PearsonRResult(float64(round(r)), 1.0)
    half = n / 2 - 1
    if alternative == "two-sided":
        p = 2 * (1 - betainc_of(half, half, (1 + abs(r)) / 2)) if abs(r) < 0.9 else (
            2 * betainc_of(half, half, (1 - abs(r)) / 2))
    else:
        p = betainc_of(half, half, (1 - r) / 2 if alternative == "greater" else (1 + r) / 2)
    return PearsonRResult(float64(r), float64(p))


def rankdata(a, method="average", *, axis=None, nan_policy="propagate"):
    values = floats(a)
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for n, k in enumerate(order[i : j + 1]):
            ranks[k] = {"average": (i + j) / 2 + 1, "min": i + 1, "max": j + 1, "ordinal": i + n + 1}[method]
        i = j + 1
    return new([float(r) for r in ranks], (len(ranks),), FLOAT) if method == "average" else asarray(ranks)


def spearmanr(a, b=None, axis=0, nan_policy="propagate", alternative="two-sided"):
    x, y = rankdata(a), rankdata(b)
    r = plain(pearsonr(x, y)[0])
    df = len(x) - 2
    from numpy._ufuncs import divide_floats

    statistic = r * math.sqrt(divide_floats(df, (r + 1.0) * (1.0 - r))) if abs(r) < 1 else math.copysign(inf, r)
    return SignificanceResult(float64(r), _two_sided(statistic, df, alternative))


def linregress(x, y=None, alternative="two-sided"):
    if y is None:
        table = asarray(x)
        x, y = (table[0], table[1]) if table.shape[0] == 2 else (table[:, 0], table[:, 1])
    a, b = floats(x), floats(y)
    n = len(a)
    if n != len(b):
        raise ValueError("all the input array dimensions must match exactly")
    if len(set(a)) < 2:
        raise ValueError("Cannot calculate a linear regression if all x values are identical")
    ma, mb = sum(a) / n, sum(b) / n
    sxx = sum((i - ma) ** 2 for i in a) / n
    syy = sum((j - mb) ** 2 for j in b) / n
    sxy = sum((i - ma) * (j - mb) for i, j in zip(a, b)) / n
    r = max(-1.0, min(1.0, sxy / math.sqrt(sxx * syy))) if sxx and syy else 0.0
    slope = sxy / sxx
    intercept = mb - slope * ma
    df = n - 2
    if n == 2:
        p, slope_error, intercept_error = (1.0 if b[0] == b[1] else 0.0), 0.0, 0.0
    else:
        statistic = r * math.sqrt(df / ((1.0 - r + 1e-20) * (1.0 + r + 1e-20)))
        p = _two_sided(statistic, df, alternative)
        slope_error = math.sqrt((1 - r * r) * syy / sxx / df)
        intercept_error = slope_error * math.sqrt(sxx + ma * ma)
    result = LinregressWithIntercept(*map(float64, (slope, intercept, r, p, slope_error)),
                                     intercept_stderr=float64(intercept_error))
    return result


def zscore(a, axis=0, ddof=0, nan_policy="propagate"):
    a = asarray(a)
    return (a - a.mean(axis, keepdims=True)) / a.std(axis, ddof=ddof, keepdims=True)


def sem(a, axis=0, ddof=1, nan_policy="propagate"):
    a = asarray(a)
    return a.std(axis, ddof=ddof) / math.sqrt(a.shape[axis or 0])


def gmean(a, axis=0, dtype=None, weights=None, nan_policy="propagate"):
    from numpy._ufuncs import exp, log

    return exp(log(asarray(a)).mean(axis))


def hmean(a, axis=0, dtype=None, *, weights=None, nan_policy="propagate"):
    a = asarray(a)
    return a.shape[axis] / (1.0 / a).sum(axis)


def mode(a, axis=0, nan_policy="propagate", keepdims=None):
    a = asarray(a)
    keepdims = True if keepdims is None else keepdims

    def one(values):
        counts = {}
        for v in values:
            counts[v] = counts.get(v, 0) + 1
        most = max(counts.values())
        return min(v for v, c in counts.items() if c == most), most

    if a.ndim == 1 or axis is None:
        value, n = one(a._items())
        if keepdims:
            return ModeResult(new([value], (1,), a._dtype), new([n], (1,), INT))
        return ModeResult(box(value, a._dtype), box(n, INT))
    from numpy._reduce import rows

    groups, shape = rows(a, axis)
    found = [one(g) for g in groups]
    if keepdims:
        at = axis % a.ndim
        shape = shape[:at] + (1,) + shape[at:]
    return ModeResult(new([v for v, _ in found], shape, a._dtype), new([n for _, n in found], shape, INT))


def _central(values, k):
    mean = sum(values) / len(values)
    return sum((v - mean) ** k for v in values) / len(values)


def moment(a, moment=1, axis=0, nan_policy="propagate", *, center=None):
    return float64(_central(floats(a), moment))


def skew(a, axis=0, bias=True, nan_policy="propagate"):
    values = floats(a)
    n, m2 = len(values), _central(values, 2)
    g = _central(values, 3) / m2**1.5 if m2 else nan
    return float64(g if bias else math.sqrt((n - 1.0) * n) / (n - 2.0) * g)


def kurtosis(a, axis=0, fisher=True, bias=True, nan_policy="propagate"):
    values = floats(a)
    n, m2 = len(values), _central(values, 2)
    g = _central(values, 4) / m2**2 if m2 else nan
    if not bias:
        g = 1.0 / (n - 2) / (n - 3) * ((n * n - 1.0) * g - 3 * (n - 1) ** 2.0) + 3.0
    return float64(g - 3 if fisher else g)


def iqr(x, axis=None, *ignored, **unused):
    from numpy._reduce import percentile

    low, high = percentile(x, [25, 75], axis)
    return high - low


def describe(a, axis=0, ddof=1, bias=True, nan_policy="propagate"):
    a = asarray(a)
    return DescribeResult(len(a), (a.min(), a.max()), a.mean(), a.var(ddof=ddof), skew(a, bias=bias),
                          kurtosis(a, bias=bias))


def entropy(pk, qk=None, base=None, axis=0):
    p = floats(pk)
    p = [v / sum(p) for v in p]
    if qk is None:
        total = sum(-v * math.log(v) for v in p if v > 0)
    else:
        q = floats(qk)
        q = [v / sum(q) for v in q]
        total = sum(v * math.log(v / w) if w else inf for v, w in zip(p, q) if v > 0)
    return float64(total / math.log(base) if base is not None else total)


def percentileofscore(a, score, kind="rank", nan_policy="propagate"):
    values = floats(a)
    below, equal = len([v for v in values if v < score]), len([v for v in values if v == score])
    n = len(values)
    if kind == "rank":
        return (below + below + equal + (1 if equal else 0)) * (50.0 / n)
    return {"strict": below, "weak": below + equal, "mean": below + equal / 2}[kind] / n * 100


def scoreatpercentile(a, per, *ignored, **unused):
    from numpy._reduce import percentile

    return percentile(a, per)


__all__ = """
norm t chi2 f gamma beta expon uniform lognorm cauchy logistic laplace weibull_min pareto binom bernoulli poisson geom
hypergeom nbinom randint multivariate_normal ttest_1samp ttest_ind ttest_ind_from_stats ttest_rel chisquare
chi2_contingency f_oneway binomtest binom_test pearsonr rankdata spearmanr linregress zscore sem gmean hmean mode moment
skew kurtosis iqr describe entropy percentileofscore scoreatpercentile
""".split()
