# numpy.polynomial's power series, the lowest power first.
from numpy import _poly
from numpy._array import asarray
from numpy._types import plain

__all__ = "Polynomial polyval polyadd polysub polymul polyder polyint polyroots polyfit polyfromroots".split()


def _turned(c):
    return asarray(c)[::-1]


def polyval(x, c, tensor=True):
    return _poly.polyval(_turned(c), x)


def polyadd(c1, c2):
    return _poly.polyadd(_turned(c1), _turned(c2))[::-1] * 1.0


def polysub(c1, c2):
    return _poly.polysub(_turned(c1), _turned(c2))[::-1] * 1.0


def polymul(c1, c2):
    return _poly.polymul(_turned(c1), _turned(c2))[::-1] * 1.0


def polyder(c, m=1, scl=1, axis=0):
    return _poly.polyder(_turned(c) * 1.0, m)[::-1]


def polyint(c, m=1, k=[], lbnd=0, scl=1, axis=0):
    return _poly.polyint(_turned(c) * 1.0, m)[::-1]


def polyroots(c):
    from numpy._reduce import sort

    return sort(_poly.roots(_turned(c)))


def polyfit(x, y, deg, rcond=None, full=False, w=None):
    return _poly.polyfit(x, y, deg, rcond, False, w)[::-1]


def polyfromroots(roots):
    return _poly.poly(roots)[::-1]


class Polynomial:
    __hash__ = None

    def __init__(self, coef, domain=None, window=None, symbol="x"):
        self.coef = asarray(coef) * 1.0
        self.coef = self.coef if self.coef.ndim else self.coef.reshape(1)

    @classmethod
    def fit(cls, x, y, deg, *ignored, **unused):
        return cls(polyfit(x, y, deg))

    @classmethod
    def fromroots(cls, roots, *ignored, **unused):
        return cls(polyfromroots(roots))

    def convert(self, *ignored, **unused):
        return self

    def degree(self):
        return self.coef.size - 1

    def roots(self):
        return polyroots(self.coef)

    def deriv(self, m=1):
        return Polynomial(polyder(self.coef, m))

    def integ(self, m=1, k=[], lbnd=None):
        return Polynomial(polyint(self.coef, m))

    def __call__(self, x):
        return polyval(x, self.coef)

    def _other(self, other):
        return other.coef if isinstance(other, Polynomial) else asarray([other]) if not hasattr(other, "__len__") else other

    def __add__(self, other):
        return Polynomial(polyadd(self.coef, self._other(other)))

    __radd__ = __add__

    def __sub__(self, other):
        return Polynomial(polysub(self.coef, self._other(other)))

    def __rsub__(self, other):
        return Polynomial(polysub(self._other(other), self.coef))

    def __mul__(self, other):
        return Polynomial(polymul(self.coef, self._other(other)))

    __rmul__ = __mul__

    def __neg__(self):
        return Polynomial(-self.coef)

    def __pow__(self, n):
        result = Polynomial([1])
        for _ in range(int(n)):
            result = result * self
        return result

    def __eq__(self, other):
        return isinstance(other, Polynomial) and self.coef.tolist() == other.coef.tolist()

    def __repr__(self):
        return f"Polynomial({repr(self.coef)[6:-1]}, domain=[-1,  1], window=[-1,  1])"

    def __str__(self):
        raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
        values = self.coef.tolist()
        out = str(values[0])
        for n, c in enumerate(values[1:], 1):
            sign = "-" if c < 0 else "+"
            power = "·x" + (str(n).translate(raised) if n > 1 else "¹")
            out += f" {sign} {abs(c)}{power}"
        return out
