# Polynomials by their coefficients, the highest power first.
import builtins
import math

from numpy._array import asarray, ndarray, new, result_of
from numpy._types import COMPLEX, FLOAT, INT, generic, plain
from numpy import _ufuncs as u


def _trim(array):
    items = array._items()
    n = 0
    while n < len(items) - 1 and items[n] == 0:
        n += 1
    return array[n:]


def polyval(p, x):
    values = [asarray(p)[i] for i in range(len(p))] if not isinstance(p, poly1d) else list(p.coeffs)
    if isinstance(x, poly1d):
        y = 0
        for c in values:
            y = y * x + c
        return y
    x = asarray(x) if isinstance(x, (list, tuple)) else x
    y = x * 0 if isinstance(x, (ndarray, generic)) else type(x)(0) if isinstance(x, (int, float, complex)) else 0
    for c in values:
        y = y * x + c
    return y


def _coefficients(p):
    return p.coeffs if isinstance(p, poly1d) else asarray(p) if asarray(p).ndim else asarray(p).reshape(1)


def _like(result, *arguments):
    return poly1d(result) if builtins.any(isinstance(a, poly1d) for a in arguments) else result


def polyadd(a1, a2):
    a, b = _coefficients(a1), _coefficients(a2)
    gap = a.size - b.size
    from numpy._shape import concatenate

    if gap > 0:
        b = concatenate([new([b._dtype.cast(0)] * gap, (gap,), b._dtype), b])
    elif gap < 0:
        a = concatenate([new([a._dtype.cast(0)] * -gap, (-gap,), a._dtype), a])
    return _like(a + b, a1, a2)


def polysub(a1, a2):
    return _like(_coefficients(polyadd(a1, -_coefficients(a2))), a1, a2)


def polymul(a1, a2):
    from numpy._products import convolve

    return _like(convolve(_trim(_coefficients(a1)), _trim(_coefficients(a2))), a1, a2)


def polydiv(u_, v):
    a, b = _coefficients(u_) + 0.0, _coefficients(v) + 0.0
    m, n = a.size - 1, b.size - 1
    scale = 1.0 / b[0]
    q = [0.0] * builtins.max(m - n + 1, 1)
    rest = [plain(x) for x in a]
    low = [plain(x) for x in b]
    for k in range(m - n + 1):
        d = plain(scale * rest[k])
        q[k] = d
        for i in range(n + 1):
            rest[k + i] -= d * low[i]
    while len(rest) > 1 and abs(rest[0]) <= 1e-8:
        rest = rest[1:]
    return _like(asarray(q), u_, v), _like(asarray(rest), u_, v)


def polyder(p, m=1):
    c = _coefficients(p)
    for _ in range(m):
        n = c.size - 1
        c = new([v * (n - i) for i, v in enumerate(c._items()[:-1])], (n,), c._dtype) if n > 0 else asarray([])
    return _like(c, p)


def polyint(p, m=1, k=None):
    c = _coefficients(p)
    constants = [0] * m if k is None else ([k] * m if not hasattr(k, "__len__") else list(k))
    for constant in constants:
        n = c.size
        values = [v / (n - i) for i, v in enumerate(c._items())] + [plain(constant)]
        c = asarray(values) * 1.0
    return _like(c, p)


def poly(seq_of_zeros):
    from numpy import linalg

    roots_ = asarray(seq_of_zeros)
    if roots_.ndim == 2:
        roots_ = linalg.eigvals(roots_)
    from numpy._products import convolve

    c = asarray([1.0])
    for r in roots_:
        c = convolve(c, asarray([1, -plain(r)]))
    if c._dtype.kind == "c":
        values = roots_._items()
        if sorted((v for v in values if v.imag > 0), key=lambda z: (z.real, z.imag)) == sorted(
            (v.conjugate() for v in values if v.imag < 0), key=lambda z: (z.real, z.imag)
        ):
            c = c.real.copy()
    return c


def roots(p):
    from numpy import linalg
    from numpy._shape import concatenate

    p = asarray(p) if asarray(p).ndim else asarray(p).reshape(1)
    if p.ndim != 1:
        raise ValueError("Input must be a rank-1 array.")
    items = p._items()
    filled = [i for i, v in enumerate(items) if v != 0]
    if not filled:
        return new([], (0,), FLOAT)
    zeros_at_end = len(items) - filled[-1] - 1
    items = items[filled[0] : filled[-1] + 1]
    kind = COMPLEX if p._dtype.kind == "c" else FLOAT
    n = len(items) - 1
    if n > 0:
        first = kind.cast(items[0])
        matrix = [kind.cast(0)] * (n * n)
        for j in range(n):
            matrix[j] = -kind.cast(items[j + 1]) / first
        for i in range(1, n):
            matrix[i * n + i - 1] = kind.cast(1)
        found = linalg.eigvals(new(matrix, (n, n), kind))
    else:
        found = new([], (0,), FLOAT)
    if zeros_at_end:
        found = concatenate([found, new([found._dtype.cast(0)] * zeros_at_end, (zeros_at_end,), found._dtype)])
    return found


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    from numpy import linalg
    from numpy._make import vander

    x, y = asarray(x) + 0.0, asarray(y) + 0.0
    order = int(deg) + 1
    if deg < 0:
        raise ValueError("expected deg >= 0")
    if x.ndim != 1:
        raise TypeError("expected 1D vector for x")
    if not x.size:
        raise TypeError("expected non-empty vector for x")
    if y.ndim < 1 or y.ndim > 2:
        raise TypeError("expected 1D or 2D array for y")
    if x._shape[0] != y._shape[0]:
        raise TypeError("expected x and y to have same length")
    rcond = len(x) * 2.220446049250313e-16 if rcond is None else rcond
    left, right = vander(x, order), y
    if w is not None:
        w = asarray(w) + 0.0
        left = left * w.reshape(-1, 1)
        right = right * (w if right.ndim == 1 else w.reshape(-1, 1))
    scale = u.sqrt((left * left).sum(axis=0))
    left = left / scale
    c, residues, rank, s = linalg.lstsq(left, right, rcond)
    c = (c.T / scale).T
    if full:
        return c, residues, rank, s, rcond
    if cov:
        base = linalg.inv(left.T.dot(left)) / scale.reshape(-1, 1) / scale.reshape(1, -1)
        factor = 1 if cov == "unscaled" else residues / (len(x) - order)
        return c, base * factor
    return c


class poly1d:
    __hash__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            variable = variable or c_or_r._variable
            c_or_r = c_or_r.coeffs
        elif r:
            c_or_r = poly(c_or_r)
        c = asarray(c_or_r)
        c = c if c.ndim else c.reshape(1)
        if c.ndim > 1:
            raise ValueError("Polynomial must be 1d only.")
        self._coeffs = _trim(c).copy() if c.size else new([0], (1,), INT)
        self._variable = variable or "x"

    @property
    def coeffs(self):
        return self._coeffs

    c = coef = coefficients = coeffs

    @property
    def variable(self):
        return self._variable

    @property
    def order(self):
        return self._coeffs.size - 1

    o = order

    @property
    def roots(self):
        return roots(self._coeffs)

    r = roots

    def __call__(self, x):
        return polyval(self._coeffs, x)

    def __len__(self):
        return self.order

    def __iter__(self):
        return iter(self._coeffs)

    def __getitem__(self, power):
        if power > self.order or power < 0:
            return self._coeffs._dtype.type(0)
        return self._coeffs[self.order - power]

    def __setitem__(self, power, value):
        if power < 0:
            raise ValueError("Does not support negative powers.")
        if power > self.order:
            from numpy._shape import concatenate

            gap = power - self.order
            self._coeffs = concatenate([new([self._coeffs._dtype.cast(0)] * gap, (gap,), self._coeffs._dtype),
                                        self._coeffs])
        self._coeffs[self.order - power] = value

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return self._coeffs.shape == other._coeffs.shape and bool((self._coeffs == other._coeffs).all())

    def __ne__(self, other):
        return not self == other

    def __neg__(self):
        return poly1d(-self._coeffs)

    def __pos__(self):
        return self

    def __add__(self, other):
        return poly1d(polyadd(self._coeffs, poly1d(other)._coeffs))

    __radd__ = __add__

    def __sub__(self, other):
        return poly1d(polysub(self._coeffs, poly1d(other)._coeffs))

    def __rsub__(self, other):
        return poly1d(polysub(poly1d(other)._coeffs, self._coeffs))

    def __mul__(self, other):
        if isinstance(other, (int, float, complex)):
            return poly1d(self._coeffs * other)
        return poly1d(polymul(self._coeffs, poly1d(other)._coeffs))

    __rmul__ = __mul__

    def __pow__(self, power):
        if power < 0 or int(power) != power:
            raise ValueError("Power to non-negative integers only.")
        result = poly1d([1])
        for _ in range(int(power)):
            result = result * self
        return result

    def __truediv__(self, other):
        if isinstance(other, (int, float, complex)):
            return poly1d(self._coeffs / other)
        return polydiv(self, poly1d(other))

    def deriv(self, m=1):
        return poly1d(polyder(self._coeffs, m))

    def integ(self, m=1, k=0):
        return poly1d(polyint(self._coeffs, m, k))

    def __array__(self, dtype=None):
        return self._coeffs

    def __repr__(self):
        return f"poly1d({repr(self._coeffs)[6:-1]})"

    def __str__(self):
        # numpy's layout: the powers stand in a line of their own.
        def number(q):
            s = f"{float(q):.4g}"
            return s

        text = "0"
        n = self.order
        values = [plain(v) for v in self._coeffs]
        for k, c in enumerate(values):
            if isinstance(c, complex):
                if c.imag == 0:
                    shown = number(c.real)
                elif c.real == 0:
                    shown = f"{number(c.imag)}j"
                else:
                    shown = f"({number(c.real)} + {number(c.imag)}j)"
            else:
                shown = number(c)
            power = n - k
            if power == 0:
                term = shown if shown != "0" else ("0" if k == 0 else "")
            elif power == 1:
                term = "" if shown == "0" else self._variable if shown == "b" else f"{shown} {self._variable}"
                if shown == "1":
                    term = f"1 {self._variable}"
            else:
                term = "" if shown == "0" else f"{shown} {self._variable}**{power}"
            if k > 0:
                if term:
                    text = f"{text} - {term[1:]}" if term.startswith("-") else f"{text} + {term}"
            else:
                text = term
        return _raise_power(text)


def _raise_power(text, wrap=70):
    import re

    n = 0
    line1 = line2 = ""
    output = " "
    while True:
        found = re.compile(r"\*\*([0-9]*)").search(text, n)
        if found is None:
            break
        part = text[n : found.span()[0]]
        power = found.groups()[0]
        n = found.span()[1]
        to_add2 = part + " " * (len(power) - 1)
        to_add1 = " " * (len(part) - 1) + power
        if len(line2) + len(to_add2) > wrap or len(line1) + len(to_add1) > wrap:
            output += line1 + "\n" + line2 + "\n "
            line1, line2 = to_add1, to_add2
        else:
            line2 += part + " " * (len(power) - 1)
            line1 += " " * (len(part) - 1) + power
    output += line1 + "\n" + line2
    return output + text[n:]
