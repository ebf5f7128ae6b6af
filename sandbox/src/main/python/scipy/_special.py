# Special functions: of the library's own where Python has them, else by Java's.
import math

from numpy._array import asarray, broadcast_shape, count, new, result_of, spread
from numpy._bridge import compute
from numpy._types import COMPLEX, FLOAT, INT, OBJECT, box, float64, generic, inf, nan, plain
from numpy import _ufuncs as u

__all__ = """
comb perm factorial factorial2 gamma gammaln loggamma beta betaln erf erfc erfinv erfcinv gammainc gammaincc betainc
betaincinv gammaincinv gammainccinv digamma psi ndtr ndtri log_ndtr expit logit xlogy xlog1py binom zeta exp10 cbrt
softmax logsumexp jv j0 j1 lambertw ellipk ellipe poch entr rel_entr kl_div stdtr stdtrit chdtr chdtrc bdtr bdtrc pdtr
pdtrc fdtr fdtrc legendre eval_legendre expi exp1 spherical_jn spherical_yn sinc sindg cosdg tandg radian comb_ rgamma spence
""".replace("comb_ ", "").replace("spence", "").replace("sinc ", "").split()


def _elementwise(function, name):
    """A function of floats, as one of numbers and arrays of them."""

    def outer(*values, out=None):
        arrays = [asarray(v) for v in values]
        shape = broadcast_shape(*(a._shape for a in arrays))
        if shape is None:
            raise ValueError("operands could not be broadcast together")
        columns = [spread(a._items(), a._shape, shape) for a in arrays]
        return result_of([function(*map(float, row)) for row in zip(*columns)], shape, FLOAT)

    outer.__name__ = outer.__qualname__ = name
    return outer


def _java(operation, *values):
    return compute(operation, 1, len(values), values, operation.lower())[0]


# ---- gamma and its like ----


def gamma_of(x):
    if x != x or x == inf:
        return x
    if x == int(x) and x <= 0:
        return nan if x else math.copysign(inf, x)
    try:
        return math.gamma(x)
    except OverflowError:
        return inf


def gammaln_of(x):
    if x != x:
        return x
    if math.isinf(x) or (x <= 0 and x == int(x)):
        return inf
    return math.lgamma(x)


gamma = _elementwise(gamma_of, "gamma")
gammaln = _elementwise(gammaln_of, "gammaln")
loggamma = _elementwise(lambda x: gammaln_of(x) if x >= 0 else nan, "loggamma")
rgamma = _elementwise(lambda x: 0.0 if x <= 0 and x == int(x) else 1.0 / gamma_of(x), "rgamma")


def betaln_of(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_of(a, b):
    if a + b < 170 and a > 0 and b > 0:
        return math.gamma(a) / math.gamma(a + b) * math.gamma(b)
    return math.exp(betaln_of(a, b))


beta = _elementwise(beta_of, "beta")
betaln = _elementwise(betaln_of, "betaln")
digamma = psi = _elementwise(lambda x: _java("DIGAMMA", x) if not (x <= 0 and x == int(x)) else nan, "psi")
poch = _elementwise(lambda z, m: gamma_of(z + m) / gamma_of(z), "poch")


# ---- combinatorics ----


def _whole(x):
    return int(x) if x == int(x) else None


def comb(N, k, *, exact=False, repetition=False, legacy=True):
    if repetition:
        return comb(N + k - 1, k, exact=exact)
    if exact:
        n, m = int(N), int(k)
        return math.comb(n, m) if 0 <= m <= n else 0
    return _comb(N, k)


def binom_of(n, k):
    if n == int(n) and k == int(k) and 0 <= k <= n < 1e5:
        return _float(math.comb(int(n), int(k)))
    if k == int(k) and 0 <= k < 20:
        result = 1.0
        for i in range(1, int(k) + 1):
            result = result * (n + i - k) / i
        return result
    if n < 0 and n == int(n):
        return nan
    return math.exp(gammaln_of(n + 1) - gammaln_of(k + 1) - gammaln_of(n - k + 1)) if 0 <= k <= n else (
        gamma_of(n + 1) / gamma_of(k + 1) / gamma_of(n - k + 1))


def _float(n):
    try:
        return float(n)
    except OverflowError:
        return inf


_comb = _elementwise(lambda n, k: binom_of(n, k) if 0 <= k <= n else 0.0, "comb")
binom = _elementwise(binom_of, "binom")


def perm(N, k, exact=False):
    if exact:
        n, m = int(N), int(k)
        return math.perm(n, m) if 0 <= m <= n else 0
    return _perm(N, k)


_perm = _elementwise(
    lambda n, k: 0.0 if k > n or n < 0 or k < 0 else _float(math.perm(int(n), int(k)))
    if n == int(n) < 1e5 and k == int(k) else gamma_of(n + 1) / gamma_of(n - k + 1), "perm"
)  # fmt: skip


def factorial(n, exact=False):
    if exact:
        if hasattr(n, "__len__"):
            values = [math.factorial(int(v)) if v >= 0 else 0 for v in asarray(n)._items()]
            return asarray(values).reshape(asarray(n)._shape)
        if n != int(n):
            raise ValueError("factorial() only accepts integral values with exact=True")
        return math.factorial(int(n)) if n >= 0 else 0
    result = _factorial(n)
    return result


_factorial = _elementwise(
    lambda n: 0.0 if n < 0 else (_float(math.factorial(int(n))) if n < 171 else inf) if n == int(n) else gamma_of(n + 1),
    "factorial",
)


def factorial2(n, exact=False):
    def one(m):
        m = int(m)
        return math.prod(range(m, 0, -2)) if m >= 0 else 0

    if exact:
        return one(n)
    return _elementwise(lambda m: _float(one(m)), "factorial2")(n)


# ---- the normal distribution and erf ----


def ndtr_of(x):
    if x != x:
        return x
    z = x * math.sqrt(0.5)
    if abs(z) < math.sqrt(0.5):
        return 0.5 + 0.5 * math.erf(z)
    tail = 0.5 * math.erfc(abs(z))
    return 1.0 - tail if z > 0 else tail


def ndtri_of(p):
    if p != p or p < 0 or p > 1:
        return nan
    if p in (0, 1):
        return inf if p else -inf
    # A first value from Java, then steps of Halley's method on the tail that is small.
    upper = p > 0.5
    q = 1.0 - p if upper else p
    x = -math.sqrt(2.0) * _java("ERFC_INVERSE", 2.0 * q)
    for _ in range(3):
        error = 0.5 * math.erfc(-x / math.sqrt(2.0)) - q
        density = math.exp(-x * x / 2.0) / math.sqrt(2.0 * math.pi)
        if not density:
            break
        step = error / density
        x -= step / (1.0 + x * step / 2.0)
    x = -x if -x < 0 or q < 0.5 else 0.0
    x = -x
    return -x if upper else x


def log_ndtr_of(x):
    if x > -10:
        return math.log(ndtr_of(x)) if x < 5 else math.log1p(-ndtr_of(-x))
    total = term = 1.0
    for k in range(1, 30):
        term *= -(2 * k - 1) / (x * x)
        total += term
        if abs(term) < 1e-17:
            break
    return -x * x / 2 - math.log(-x) - 0.5 * math.log(2 * math.pi) + math.log(total)


def erfinv_of(y):
    if not -1 <= y <= 1:
        return nan
    if abs(y) == 1:
        return math.copysign(inf, y)
    return _java("ERF_INVERSE", y)


erf = _elementwise(math.erf, "erf")
erfc = _elementwise(math.erfc, "erfc")
erfinv = _elementwise(erfinv_of, "erfinv")
erfcinv = _elementwise(lambda y: _java("ERFC_INVERSE", y) if 0 < y < 2 else inf if not y else -inf if y == 2 else nan,
                       "erfcinv")
ndtr = _elementwise(ndtr_of, "ndtr")
ndtri = _elementwise(ndtri_of, "ndtri")
log_ndtr = _elementwise(log_ndtr_of, "log_ndtr")

# ---- incomplete functions ----


def gammainc_of(a, x):
    if a != a or x != x or a < 0 or x < 0:
        return nan
    if x == inf or not a:
        return 1.0
    return _java("GAMMA_P", a, x) if x else 0.0


def gammaincc_of(a, x):
    if a != a or x != x or a < 0 or x < 0:
        return nan
    if x == inf or not a:
        return 0.0
    return _java("GAMMA_Q", a, x) if x else 1.0


def betainc_of(a, b, x):
    if a != a or b != b or x != x or a <= 0 or b <= 0 or x < 0 or x > 1:
        return nan
    if x in (0, 1):
        return float(x)
    return _java("BETA", a, b, x)


def inverse(function, target, low, high):
    """Where a rising function of floats has a value, by bisection in the floats themselves."""
    if high == inf:
        high = max(1.0, 2 * abs(low))
        while function(high) < target:
            low, high = high, high * 2.0
            if high == inf:
                return inf
    if low == -inf:
        low = min(-1.0, -2 * abs(high))
        while function(low) > target:
            high, low = low, low * 2.0
            if low == -inf:
                return -inf
    f_low, f_high = function(low) - target, function(high) - target
    for n in range(400):
        width = high - low
        if width <= 2e-16 * max(abs(low), abs(high)) or not width:
            break
        # Regula falsi by turns with bisection, so that it is quick and cannot fail.
        middle = (low + high) / 2.0
        if n % 3 and f_high > f_low:
            guess = low - f_low * width / (f_high - f_low)
            if low < guess < high:
                middle = guess
        if not low < middle < high:
            break
        value = function(middle) - target
        if value == 0:
            return middle
        if value < 0:
            low, f_low = middle, value
        else:
            high, f_high = middle, value
    return low if -f_low < f_high else high


gammainc = _elementwise(gammainc_of, "gammainc")
gammaincc = _elementwise(gammaincc_of, "gammaincc")
betainc = _elementwise(betainc_of, "betainc")
gammaincinv = _elementwise(
    lambda a, p: inverse(lambda x: gammainc_of(a, x), p, 0.0, inf) if 0 < p < 1 else (0.0 if p == 0 else inf if p == 1
                                                                                        else nan), "gammaincinv"
)  # fmt: skip
gammainccinv = _elementwise(
    lambda a, q: inverse(lambda x: -gammaincc_of(a, x), -q, 0.0, inf) if 0 < q < 1 else (0.0 if q == 1 else inf if
                                                                                           q == 0 else nan),
    "gammainccinv",
)  # fmt: skip
betaincinv = _elementwise(
    lambda a, b, p: inverse(lambda x: betainc_of(a, b, x), p, 0.0, 1.0) if 0 < p < 1 else float(p), "betaincinv"
)


def t_cdf(x, df):
    if math.isinf(x):
        return float(x > 0)
    if not x:
        return 0.5
    if df == inf:
        return ndtr_of(x)
    square = x * x
    # Whichever of the two forms keeps its digits.
    if square < df:
        half = 0.5 * betainc_of(0.5, df / 2.0, square / (df + square))
        return 0.5 + half if x > 0 else 0.5 - half
    tail = 0.5 * betainc_of(df / 2.0, 0.5, df / (df + square))
    return 1.0 - tail if x > 0 else tail


def t_tail(x, df):
    return t_cdf(-x, df)


stdtr = _elementwise(lambda df, t: t_cdf(t, df), "stdtr")
stdtrit = _elementwise(lambda df, p: t_quantile(p, df), "stdtrit")


def t_quantile(p, df):
    if not 0 < p < 1:
        return -inf if p == 0 else inf if p == 1 else nan
    if p == 0.5:
        return 0.0
    if p > 0.5:
        return inverse(lambda x: -t_cdf(-x, df), -(1.0 - p), 0.0, inf)
    return -inverse(lambda x: -t_cdf(-x, df), -p, 0.0, inf)


chdtr = _elementwise(lambda v, x: gammainc_of(v / 2.0, x / 2.0), "chdtr")
chdtrc = _elementwise(lambda v, x: gammaincc_of(v / 2.0, x / 2.0), "chdtrc")
bdtr = _elementwise(lambda k, n, p: 1.0 if k >= n else betainc_of(n - math.floor(k), math.floor(k) + 1, 1.0 - p), "bdtr")
bdtrc = _elementwise(lambda k, n, p: 0.0 if k >= n else betainc_of(math.floor(k) + 1, n - math.floor(k), p), "bdtrc")
pdtr = _elementwise(lambda k, m: gammaincc_of(math.floor(k) + 1, m), "pdtr")
pdtrc = _elementwise(lambda k, m: gammainc_of(math.floor(k) + 1, m), "pdtrc")
fdtr = _elementwise(lambda a, b, x: betainc_of(a / 2.0, b / 2.0, a * x / (b + a * x)), "fdtr")
fdtrc = _elementwise(lambda a, b, x: betainc_of(b / 2.0, a / 2.0, b / (b + a * x)), "fdtrc")

# ---- others ----


def _expit(x):
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    return math.exp(x) / (1.0 + math.exp(x))


expit = _elementwise(_expit, "expit")
logit = _elementwise(lambda p: math.log(p / (1.0 - p)) if 0 < p < 1 else -inf if p == 0 else inf if p == 1 else nan,
                     "logit")
xlogy = _elementwise(lambda x, y: 0.0 if not x and y == y else x * u.log(y), "xlogy")
xlog1py = _elementwise(lambda x, y: 0.0 if not x and y == y else x * u.log1p(y), "xlog1py")
entr = _elementwise(lambda x: -x * math.log(x) if x > 0 else 0.0 if not x else -inf, "entr")
rel_entr = _elementwise(lambda x, y: x * math.log(x / y) if x > 0 and y > 0 else 0.0 if not x and y >= 0 else inf,
                        "rel_entr")
kl_div = _elementwise(
    lambda x, y: x * math.log(x / y) - x + y if x > 0 and y > 0 else y if not x and y >= 0 else inf, "kl_div"
)
exp10 = _elementwise(lambda x: u.power_floats(10.0, x), "exp10")
cbrt = u.cbrt
sindg = _elementwise(lambda x: math.sin(math.radians(x)) if x % 180 else 0.0, "sindg")
cosdg = _elementwise(lambda x: math.cos(math.radians(x)) if (x - 90) % 180 else 0.0, "cosdg")
tandg = _elementwise(lambda x: math.tan(math.radians(x)) if x % 180 else 0.0, "tandg")
radian = _elementwise(lambda d, m, s: math.radians(d + m / 60.0 + s / 3600.0), "radian")


def _zeta(s, a=1.0):
    # Euler-Maclaurin.
    if s == 1:
        return inf
    if s < 1:
        return nan
    n = 12
    total = sum((a + k) ** -s for k in range(n))
    x = a + n
    total += x ** (1 - s) / (s - 1) + 0.5 * x**-s
    term, factor = x ** (-s - 1), s
    for k, b in enumerate((1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000)):
        total += b * factor * term
        factor *= (s + 2 * k + 1) * (s + 2 * k + 2)
        term /= x * x
    return total


def zeta(x, q=None, out=None):
    return _elementwise(_zeta, "zeta")(x, 1.0 if q is None else q)


def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False):
    a = asarray(a)
    top = a.max(axis=axis, keepdims=True)
    weights = 1 if b is None else asarray(b)
    total = u.log((weights * u.exp(a - top)).sum(axis=axis, keepdims=keepdims))
    return total + (top if keepdims else asarray(top).squeeze(axis)[()])


def softmax(x, axis=None):
    x = asarray(x)
    e = u.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _bessel(order, x):
    if order != int(order) or abs(x) > 60:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("scipy.special.jv is provided by this sandbox for whole orders and |x| up to 60 only")
    n = int(order)
    sign = -1.0 if n < 0 and n % 2 else 1.0
    n = abs(n)
    # The integral of cos(n t - x sin t) over a period, which the trapezoidal rule gives to all digits.
    steps = 2 * (n + int(abs(x)) + 40)
    total = math.fsum(math.cos(n * t - x * math.sin(t)) for t in (2 * math.pi * k / steps for k in range(steps)))
    return sign * total / steps


jv = _elementwise(_bessel, "jv")
j0 = _elementwise(lambda x: _bessel(0, x), "j0")
j1 = _elementwise(lambda x: _bessel(1, x), "j1")


def _spherical_order(n, name):
    if n != int(n) or n < 0:
        return None
    if n > 1000:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError(f"scipy.special.{name} is provided by this sandbox for orders up to 1000 only")
    return int(n)


def _spherical_jn(n, z):
    n = _spherical_order(n, "spherical_jn")
    if n is None or z != z:
        return nan
    if z == 0:
        return 1.0 if n == 0 else 0.0
    if abs(z) == inf:
        return 0.0
    if z < 0:
        return (-1.0) ** n * _spherical_jn(n, -z)
    zeroth, first = math.sin(z) / z, (math.sin(z) / z - math.cos(z)) / z
    if n <= z:
        # Upwards the recurrence keeps its digits as long as the order is below the argument.
        if n == 0:
            return zeroth
        for k in range(1, n):
            zeroth, first = first, (2 * k + 1) / z * first - zeroth
        return first
    # Downwards from an order where it is next to nothing (Miller), scaled by the larger of the first two.
    above, here, wanted = 0.0, 1e-300, 0.0
    for k in range(n + 40 + int(math.sqrt(40 * n)), 0, -1):
        if k == n:
            wanted = here
        above, here = here, (2 * k + 1) / z * here - above
        if abs(here) > 1e250:
            above, here, wanted = above * 1e-250, here * 1e-250, wanted * 1e-250
    if n == 0:
        wanted = here
    return wanted * (zeroth / here if abs(here) >= abs(above) else first / above)


def _spherical_yn(n, z):
    n = _spherical_order(n, "spherical_yn")
    if n is None or z != z:
        return nan
    if z == 0:
        return -inf
    if abs(z) == inf:
        return 0.0
    if z < 0:
        return (-1.0) ** (n + 1) * _spherical_yn(n, -z)
    below, here = math.sin(z) / z, -math.cos(z) / z
    for k in range(n):
        below, here = here, (2 * k + 1) / z * here - below
        if here == -inf:
            return here
    return here


def _spherical(function, name, at_zero):
    def slope(n, z):
        if z == 0:
            return at_zero(n)
        return -function(1.0, z) if n == 0 else function(n - 1, z) - (n + 1) / z * function(n, z)

    values, slopes = _elementwise(function, name), _elementwise(slope, name)

    def outer(n, z, derivative=False):
        return (slopes if derivative else values)(n, z)

    outer.__name__ = outer.__qualname__ = name
    return outer


spherical_jn = _spherical(_spherical_jn, "spherical_jn", lambda n: 1 / 3 if n == 1 else 0.0)
spherical_yn = _spherical(_spherical_yn, "spherical_yn", lambda n: inf)


def lambertw(z, k=0, tol=1e-8):
    if k not in (0, -1) or isinstance(plain(z), complex):
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("scipy.special.lambertw is provided by this sandbox for real numbers, branches 0 and -1")

    def one(x):
        if x < -math.exp(-1) or (k and x >= 0):
            return complex(nan, nan)
        w = (math.log1p(x) if x > -0.25 else -0.9) if not k else (math.log(-x) - math.log(-math.log(-x))
                                                                  if x > -0.25 else -1.2)
        for _ in range(60):
            e = math.exp(w)
            f = w * e - x
            step = f / (e * (w + 1) - (w + 2) * f / (2 * w + 2)) if w != -1 else 0.0
            w -= step
            if abs(step) <= 1e-16 * abs(w):
                break
        return complex(w)

    x = asarray(z)
    return result_of([one(float(v)) for v in x._items()], x._shape, COMPLEX)


def _agm(m):
    a, b = 1.0, math.sqrt(1.0 - m)
    total, power = m / 2.0, 0.5
    while abs(a - b) > 1e-16 * a:
        a, b, c = (a + b) / 2.0, math.sqrt(a * b), (a - b) / 2.0
        power *= 2
        total += power * c * c
        if c * c < 1e-34:
            break
    return a, total


ellipk = _elementwise(lambda m: nan if m > 1 else inf if m == 1 else math.pi / (2 * _agm(m)[0]), "ellipk")
ellipe = _elementwise(
    lambda m: nan if m > 1 else 1.0 if m == 1 else math.pi / (2 * _agm(m)[0]) * (1.0 - _agm(m)[1]), "ellipe"
)


def legendre_of(n, x):
    before, value = 1.0, x
    if not n:
        return 1.0
    for k in range(2, int(n) + 1):
        before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
    return value


eval_legendre = _elementwise(legendre_of, "eval_legendre")


def legendre(n, monic=False):
    from numpy._poly import poly1d

    before, value = poly1d([1.0]), poly1d([1.0, 0.0])
    if not n:
        return before
    for k in range(2, n + 1):
        before, value = value, (value * poly1d([2.0 * k - 1, 0.0]) - before * (k - 1.0)) / float(k)
    return value


def _exp1(x):
    if x <= 0:
        return inf if x == 0 else nan
    if x < 2:
        total, term = -0.5772156649015329 - math.log(x), 1.0
        for k in range(1, 60):
            term *= -x / k
            total -= term / k
        return total
    b = x + 1.0
    c, d = 1e300, 1.0 / b
    h = d
    for k in range(1, 300):
        a = -k * k
        b += 2.0
        d, c = 1.0 / (a * d + b), b + a / c
        h *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return h * math.exp(-x)


def _expi(x):
    if x < 0:
        return -_exp1(-x)
    if x == 0:
        return -inf
    if x > 40:
        total = term = 1.0
        for k in range(1, int(x)):
            term *= k / x
            total += term
            if term < 1e-17:
                break
        return math.exp(x) / x * total
    total, term = 0.0, 1.0
    for k in range(1, 200):
        term *= x / k
        total += term / k
    return 0.5772156649015329 + math.log(x) + total


exp1 = _elementwise(_exp1, "exp1")
expi = _elementwise(_expi, "expi")
