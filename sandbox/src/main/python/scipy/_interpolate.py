# Interpolation between points of one dimension.
import bisect

from numpy._array import asarray, new, result_of
from numpy._lazy import NotProvidedError
from numpy._types import FLOAT, nan
from scipy._vectors import floats

__all__ = ["interp1d", "lagrange", "CubicSpline"]


class interp1d:
    def __init__(self, x, y, kind="linear", axis=-1, copy=True, bounds_error=None, fill_value=nan, assume_sorted=False):
        pairs = sorted(zip(floats(x), floats(y)))
        if asarray(x).size != asarray(y).size:
            raise ValueError("x and y arrays must be equal in length along interpolation axis.")
        self.x, self.y = asarray([p for p, _ in pairs]), asarray([q for _, q in pairs])
        self._kind = kind
        self._extrapolate = isinstance(fill_value, str) and fill_value == "extrapolate"
        self._fill = fill_value
        self._strict = (fill_value is nan or fill_value != fill_value) if bounds_error is None else bounds_error
        if kind == "cubic":
            self._spline = CubicSpline(self.x, self.y)
        elif kind not in ("linear", "nearest", "previous", "next", "zero"):
            raise NotProvidedError(f"scipy.interpolate.interp1d with kind {kind!r} is not provided by this sandbox; "
                                   "linear, nearest, previous, next and cubic are")

    def __call__(self, x):
        xs, ys = self.x._items(), self.y._items()

        def one(v):
            if (v < xs[0] or v > xs[-1]) and not self._extrapolate:
                if self._strict:
                    side = "below" if v < xs[0] else "above"
                    raise ValueError(f"A value ({v}) in x_new is {side} the interpolation range's "
                                     f"{'minimum' if side == 'below' else 'maximum'} value "
                                     f"({xs[0] if side == 'below' else xs[-1]}).")
                fill = self._fill
                return float((fill[0] if v < xs[0] else fill[1]) if isinstance(fill, tuple) else fill)
            if self._kind == "cubic":
                return float(self._spline(v))
            i = min(max(bisect.bisect_left(xs, v), 1), len(xs) - 1)
            if self._kind == "linear":
                slope = (ys[i] - ys[i - 1]) / (xs[i] - xs[i - 1])
                return slope * (v - xs[i - 1]) + ys[i - 1]
            if self._kind == "nearest":
                return ys[i - 1] if v - xs[i - 1] <= xs[i] - v else ys[i]
            if self._kind == "next":
                return ys[bisect.bisect_left(xs, v)]
            return ys[bisect.bisect_right(xs, v) - 1]

        where = asarray(x)
        return new([one(float(v)) for v in where._items()], where.shape, FLOAT)


class CubicSpline:
    """A cubic spline whose third derivative is continuous at the second and the last but one point, or a natural one."""

    def __init__(self, x, y, axis=0, bc_type="not-a-knot", extrapolate=None):
        self.x = asarray(x) * 1.0
        self._xs, self._ys = self.x._items(), floats(y)
        if bc_type not in ("not-a-knot", "natural", "clamped"):
            raise NotProvidedError("scipy.interpolate.CubicSpline is provided by this sandbox with bc_type not-a-knot, "
                                   "natural and clamped")
        xs, ys = self._xs, self._ys
        n = len(xs)
        if n < 2 or any(b <= a for a, b in zip(xs, xs[1:])):
            raise ValueError("`x` must be strictly increasing sequence.")
        h = [b - a for a, b in zip(xs, xs[1:])]
        d = [(b - a) / w for a, b, w in zip(ys, ys[1:], h)]
        if n == 2 or (n == 3 and bc_type == "not-a-knot"):
            curve = 0.0 if n == 2 else 2 * (d[1] - d[0]) / (xs[2] - xs[0])
            self._second = [curve] * n
            return
        matrix, right = [[0.0] * n for _ in range(n)], [0.0] * n
        for i in range(1, n - 1):
            matrix[i][i - 1 : i + 2] = [h[i - 1], 2 * (h[i - 1] + h[i]), h[i]]
            right[i] = 6 * (d[i] - d[i - 1])
        if bc_type == "natural":
            matrix[0][0] = matrix[-1][-1] = 1.0
        elif bc_type == "clamped":
            matrix[0][:2], right[0] = [2 * h[0], h[0]], 6 * d[0]
            matrix[-1][-2:], right[-1] = [h[-1], 2 * h[-1]], -6 * d[-1]
        else:
            matrix[0][:3] = [h[1], -(h[0] + h[1]), h[0]]
            matrix[-1][-3:] = [h[-1], -(h[-2] + h[-1]), h[-2]]
        from scipy._optimize import _solve_dense

        self._second = _solve_dense(matrix, right)

    def __call__(self, x, nu=0):
        xs, ys, m = self._xs, self._ys, self._second

        def one(v):
            i = min(max(bisect.bisect_right(xs, v) - 1, 0), len(xs) - 2)
            w = xs[i + 1] - xs[i]
            a, b = (xs[i + 1] - v) / w, (v - xs[i]) / w
            if nu == 1:
                return (ys[i + 1] - ys[i]) / w - (3 * a * a - 1) / 6 * w * m[i] + (3 * b * b - 1) / 6 * w * m[i + 1]
            if nu == 2:
                return a * m[i] + b * m[i + 1]
            return a * ys[i] + b * ys[i + 1] + ((a**3 - a) * m[i] + (b**3 - b) * m[i + 1]) * w * w / 6

        where = asarray(x)
        return new([one(float(v)) for v in where._items()], where.shape, FLOAT)


def lagrange(x, w):
    from numpy._poly import poly1d

    xs, ys = asarray(x)._items(), asarray(w)._items()
    result = poly1d([0.0])
    for j, (a, b) in enumerate(zip(xs, ys)):
        term = poly1d([b])
        for k, c in enumerate(xs):
            if k != j:
                term = term * poly1d([1.0, -c]) / (a - c)
        result = result + term
    return result
