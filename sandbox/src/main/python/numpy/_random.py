# Random numbers as numpy's RandomState makes them: the Mersenne Twister, and its own ways from there to distributions.
import math
import random as _python_random

from numpy._array import array, as_shape, asarray, count, new, result_of
from numpy._lazy import NotProvidedError
from numpy._types import BOOL, FLOAT, INT, box, dtype_of, plain

__all__ = """
RandomState seed rand randn randint random random_sample ranf sample uniform normal standard_normal choice shuffle
permutation exponential standard_exponential poisson binomial default_rng get_state geometric multivariate_normal
random_integers lognormal triangular rayleigh logistic laplace gumbel weibull pareto power bytes
""".split()


def _initial(seed):
    # init_genrand of the reference implementation.
    state = [seed & 0xFFFFFFFF]
    for i in range(1, 624):
        before = state[-1]
        state.append((1812433253 * (before ^ (before >> 30)) + i) & 0xFFFFFFFF)
    return state


def _shape(size):
    return () if size is None else as_shape(size)


class RandomState:
    def __init__(self, seed=None):
        self._generator = _python_random.Random(0)
        self.seed(seed)

    def seed(self, seed=None):
        self._gauss = None
        if seed is None:
            seed = 0
        if hasattr(seed, "__len__"):
            keys = [int(v) for v in asarray(seed)._items()]
            # init_by_array, as Python does for one large integer.
            self._generator.seed(sum(k << (32 * i) for i, k in enumerate(keys)))
            return
        seed = seed.__index__()
        if not 0 <= seed < 1 << 32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        self._generator.setstate((3, tuple(_initial(seed)) + (624,), None))

    def _fill(self, size, one, spec=FLOAT):
        shape = _shape(size)
        if size is None:
            value = one()
            return plain(value) if spec is FLOAT else box(value, spec) if spec is not INT else value
        return new([one() for _ in range(count(shape))], shape, spec)

    def _spread(self, size, parameters, one, spec=FLOAT):
        from numpy._make import broadcast_arrays

        if all(not hasattr(p, "__len__") for p in parameters):
            values = [plain(p) for p in parameters]
            return self._fill(size, lambda: one(*values), spec)
        arrays = broadcast_arrays(*parameters)
        shape = arrays[0].shape if size is None else as_shape(size)
        from numpy._make import broadcast_to

        rows = zip(*(broadcast_to(a, shape)._items() for a in arrays))
        return new([one(*row) for row in rows], shape, spec)

    def random_sample(self, size=None):
        return self._fill(size, self._generator.random)

    random = ranf = sample = random_sample

    def rand(self, *shape):
        return self.random_sample(shape or None)

    def uniform(self, low=0.0, high=1.0, size=None):
        draw = self._generator.random
        return self._spread(size, (low, high), lambda a, b: a + (b - a) * draw())

    def _normal(self):
        if self._gauss is not None:
            value, self._gauss = self._gauss, None
            return value
        draw = self._generator.random
        while True:
            x, y = 2.0 * draw() - 1.0, 2.0 * draw() - 1.0
            square = x * x + y * y
            if 0.0 < square < 1.0:
                break
        f = math.sqrt(-2.0 * math.log(square) / square)
        self._gauss = f * x
        return f * y

    def standard_normal(self, size=None):
        return self._fill(size, self._normal)

    def randn(self, *shape):
        return self.standard_normal(shape or None)

    def normal(self, loc=0.0, scale=1.0, size=None):
        if not hasattr(scale, "__len__") and scale < 0:
            raise ValueError("scale < 0")
        return self._spread(size, (loc, scale), lambda m, s: m + s * self._normal())

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return self._spread(size, (mean, sigma), lambda m, s: math.exp(m + s * self._normal()))

    def _below(self, top):
        # A number from 0 to top, both included, by drawing again.
        if top == 0:
            return 0
        bits = self._generator.getrandbits
        mask = (1 << top.bit_length()) - 1
        while True:
            if top <= 0xFFFFFFFF:
                value = bits(32) & mask
            else:
                high = bits(32)
                value = (high << 32 | bits(32)) & mask
            if value <= top:
                return value

    def randint(self, low, high=None, size=None, dtype=int):
        if high is None:
            low, high = 0, low

        def one(a, b):
            if a >= b:
                raise ValueError("low >= high")
            return int(a) + self._below(int(b) - int(a) - 1)

        return self._spread(size, (low, high), one, INT)

    def random_integers(self, low, high=None, size=None):
        return self.randint(1 if high is None else low, (low if high is None else high) + 1, size)

    def shuffle(self, x):
        n = len(x)
        rows = getattr(x, "ndim", 1) > 1
        for i in reversed(range(1, n)):
            j = self._below(i)
            if rows:
                a, b = x[i].copy(), x[j].copy()
                x[i], x[j] = b, a
            else:
                x[i], x[j] = x[j], x[i]

    def permutation(self, x):
        if isinstance(x, int):
            result = new(list(range(x)), (x,), INT)
            self.shuffle(result)
            return result
        result = array(x)
        if result.ndim == 1:
            self.shuffle(result)
            return result
        order = new(list(range(len(result))), (len(result),), INT)
        self.shuffle(order)
        return result[order]

    def choice(self, a, size=None, replace=True, p=None):
        pool = asarray(a)
        n = int(pool) if not pool.ndim else len(pool)
        if n <= 0:
            raise ValueError("a must be greater than 0 unless no samples are taken" if not pool.ndim else
                             "'a' cannot be empty unless no samples are taken")
        shape = _shape(size)
        k = count(shape)
        if p is not None:
            weights = [float(v) for v in asarray(p)._items()]
            if len(weights) != n:
                raise ValueError("'a' and 'p' must have same size")
            if abs(math.fsum(weights) - 1.0) > 1.5e-8:
                raise ValueError("probabilities do not sum to 1")
        if replace:
            if p is None:
                chosen = [self._below(n - 1) for _ in range(k)]
            else:
                chosen = self._by_weight(weights, k)
        else:
            if k > n:
                raise ValueError("Cannot take a larger sample than population when 'replace=False'")
            if p is None:
                chosen = self.permutation(n)._items()[:k]
            else:
                chosen, left = [], list(weights)
                while len(chosen) < k:
                    draws = self._by_weight([w / math.fsum(left) for w in left], k - len(chosen))
                    for i in draws:
                        if i not in chosen:
                            chosen.append(i)
                            left[i] = 0.0
        if size is None:
            return pool[chosen[0]] if pool.ndim else int(chosen[0])
        where = new(list(chosen), shape, INT)
        return pool[where] if pool.ndim else where

    def _by_weight(self, weights, k):
        import bisect

        edges, total = [], 0.0
        for w in weights:
            total += w
            edges.append(total)
        edges = [e / edges[-1] for e in edges]
        return [bisect.bisect_right(edges, self._generator.random()) for _ in range(k)]

    def standard_exponential(self, size=None):
        return self._fill(size, lambda: -math.log(1.0 - self._generator.random()))

    def exponential(self, scale=1.0, size=None):
        return self._spread(size, (scale,), lambda s: s * -math.log(1.0 - self._generator.random()))

    def weibull(self, a, size=None):
        return self._spread(size, (a,), lambda s: (-math.log(1.0 - self._generator.random())) ** (1.0 / s))

    def pareto(self, a, size=None):
        return self._spread(size, (a,), lambda s: math.expm1(-math.log(1.0 - self._generator.random()) / s))

    def power(self, a, size=None):
        return self._spread(size, (a,), lambda s: (1 - math.exp(math.log(1.0 - self._generator.random()))) ** (1.0 / s))

    def rayleigh(self, scale=1.0, size=None):
        return self._spread(size, (scale,), lambda s: s * math.sqrt(-2.0 * math.log(1.0 - self._generator.random())))

    def logistic(self, loc=0.0, scale=1.0, size=None):
        def one(m, s):
            while True:
                draw = self._generator.random()
                if draw > 0.0:
                    return m + s * math.log(draw / (1.0 - draw))

        return self._spread(size, (loc, scale), one)

    def laplace(self, loc=0.0, scale=1.0, size=None):
        def one(m, s):
            while True:
                draw = self._generator.random()
                if draw >= 0.5:
                    return m - s * math.log(2.0 - draw - draw)
                if draw > 0.0:
                    return m + s * math.log(draw + draw)

        return self._spread(size, (loc, scale), one)

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        def one(m, s):
            while True:
                draw = 1.0 - self._generator.random()
                if draw < 1.0:
                    return m - s * math.log(-math.log(draw))

        return self._spread(size, (loc, scale), one)

    def triangular(self, left, mode, right, size=None):
        def one(a, m, b):
            draw = self._generator.random()
            if draw <= (m - a) / (b - a):
                return a + math.sqrt(draw * (m - a) * (b - a))
            return b - math.sqrt((1.0 - draw) * (b - m) * (b - a))

        return self._spread(size, (left, mode, right), one)

    def geometric(self, p, size=None):
        def one(q):
            if q >= 1.0 / 3.0:
                total = chance = q
                n, draw = 1, self._generator.random()
                while draw > total:
                    chance *= 1.0 - q
                    total += chance
                    n += 1
                return n
            return math.ceil(math.log(1.0 - self._generator.random()) / math.log(1.0 - q))

        return self._spread(size, (p,), one, INT)

    def poisson(self, lam=1.0, size=None):
        def one(mean):
            if mean < 0:
                raise ValueError("lam < 0 or lam contains NaNs")
            if mean >= 10:
                return self._large_poisson(mean)
            if not mean:
                return 0
            limit, n, product = math.exp(-mean), 0, 1.0
            while True:
                product *= self._generator.random()
                if product <= limit:
                    return n
                n += 1

        return self._spread(size, (lam,), one, INT)

    def _large_poisson(self, mean):
        # Hoermann's transformed rejection, PTRS.
        draw = self._generator.random
        root, logarithm = math.sqrt(mean), math.log(mean)
        b = 0.931 + 2.53 * root
        a = -0.059 + 0.02483 * b
        inverse = 1.1239 + 1.1328 / (b - 3.4)
        vr = 0.9277 - 3.6224 / (b - 2)
        while True:
            x = draw() - 0.5
            v = draw()
            us = 0.5 - abs(x)
            k = math.floor((2 * a / us + b) * x + mean + 0.43)
            if us >= 0.07 and v <= vr:
                return k
            if k < 0 or (us < 0.013 and v > us):
                continue
            if math.log(v) + math.log(inverse) - math.log(a / (us * us) + b) <= (
                -mean + k * logarithm - math.lgamma(k + 1)
            ):
                return k

    def binomial(self, n, p, size=None):
        def one(m, q):
            if not 0 <= q <= 1:
                raise ValueError("p < 0, p > 1 or p is NaN")
            if m < 0:
                raise ValueError("n < 0")
            if not m or not q:
                return 0
            if q > 0.5:
                return m - self._small_binomial(m, 1.0 - q)
            return self._small_binomial(m, q)

        return self._spread(size, (n, p), one, INT)

    def _small_binomial(self, n, p):
        if n * p > 30.0:
            raise NotProvidedError("numpy.random.binomial is provided by this sandbox for n p up to 30 only")
        q = 1.0 - p
        start = math.exp(n * math.log(q))
        mean = n * p
        bound = int(min(float(n), mean + 10.0 * math.sqrt(mean * q + 1)))
        k, chance, draw = 0, start, self._generator.random()
        while draw > chance:
            k += 1
            if k > bound:
                k, chance, draw = 0, start, self._generator.random()
            else:
                draw -= chance
                chance = ((n - k + 1) * p * chance) / (k * q)
        return k

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8):
        from numpy import linalg
        from numpy._products import dot
        from numpy._ufuncs import sqrt

        mean = asarray(mean)
        left, s, vt = linalg.svd(cov)
        shape = _shape(size) + mean.shape
        x = self.standard_normal(shape).reshape(-1, mean.size)
        return (mean + dot(x, sqrt(s).reshape(-1, 1) * vt)).reshape(shape)

    def get_state(self, legacy=True):
        raise NotProvidedError("numpy.random.get_state is not provided by this sandbox; see seed")

    def bytes(self, length):
        raise NotProvidedError("numpy.random.bytes is not provided by this sandbox")


def default_rng(seed=None):
    raise NotProvidedError("numpy.random.default_rng is not provided by this sandbox; RandomState and the functions of "
                           "numpy.random are")


_shared = RandomState(0)


def _public(name):
    def function(*args, **kwargs):
        return getattr(_shared, name)(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function


for _name in __all__:
    if _name not in ("RandomState", "default_rng"):
        globals()[_name] = _public(_name)


def _reset():
    """The sandbox calls this before each program, so that chance is the same for each."""
    _shared.seed(0)
