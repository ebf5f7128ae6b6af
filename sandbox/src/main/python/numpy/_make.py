# Arrays made from nothing: ranges, grids, fillings.
import math

from numpy._array import (
    MOST_ELEMENTS, array, as_shape, asarray, broadcast_shape, check_size, count, ndarray, new, result_of, spread,
)  # fmt: skip
from numpy._types import BOOL, COMPLEX, FLOAT, INT, OBJECT, dtype_of, generic, plain, promote, scalar_dtype


def _filled(shape, value, spec):
    shape = as_shape(shape)
    return new([value] * count(shape), shape, spec)


def zeros(shape, dtype=float, order="C", *, like=None):
    spec = dtype_of(dtype)
    return _filled(shape, "" if spec.kind == "U" else spec.cast(0), spec)


def ones(shape, dtype=None, order="C", *, like=None):
    spec = dtype_of(dtype)
    return _filled(shape, spec.cast(1), spec)


def empty(shape, dtype=float, order="C", *, like=None):
    return _filled(shape, None, OBJECT) if dtype_of(dtype) is OBJECT else zeros(shape, dtype)


def full(shape, fill_value, dtype=None, order="C", *, like=None):
    value = asarray(fill_value)
    spec = value._dtype if dtype is None else dtype_of(dtype)
    shape = as_shape(shape)
    return new(spread([spec.cast(v) for v in value._items()], value._shape, shape), shape, spec)


def zeros_like(a, dtype=None, order="K", subok=True, shape=None):
    a = asarray(a)
    return zeros(a._shape if shape is None else shape, a._dtype if dtype is None else dtype)


def ones_like(a, dtype=None, order="K", subok=True, shape=None):
    a = asarray(a)
    return ones(a._shape if shape is None else shape, a._dtype if dtype is None else dtype)


empty_like = zeros_like


def full_like(a, fill_value, dtype=None, order="K", subok=True, shape=None):
    a = asarray(a)
    return full(a._shape if shape is None else shape, fill_value, a._dtype if dtype is None else dtype)


def eye(N, M=None, k=0, dtype=float, order="C", *, like=None):
    n, m = int(N), int(N if M is None else M)
    result = zeros((n, m), dtype)
    one = result._dtype.cast(1)
    for i in range(n):
        if 0 <= i + k < m:
            result._list[i * m + i + k] = one
    return result


def identity(n, dtype=None, *, like=None):
    return eye(n, dtype=dtype)


def arange(start, stop=None, step=1, dtype=None, *, like=None):
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    start, stop, step = plain(start), plain(stop), plain(step)
    spec = scalar_dtype(start)
    for v in (stop, step):
        spec = promote(spec, scalar_dtype(v))
    wanted = spec if dtype is None else dtype_of(dtype)
    if not step:
        raise ZeroDivisionError("division by zero")
    span = (stop - start) / step
    if span != span:
        raise ValueError("arange: cannot compute length")
    if span > MOST_ELEMENTS:
        if math.isinf(span):
            raise ValueError("Maximum allowed size exceeded")
        check_size(int(span), (int(span),))
    n = max(0, math.ceil(span))
    if spec.kind in "biu":
        values = [start + i * step for i in range(n)]
    else:
        # As numpy fills: by the first two values.
        delta = (start + step) - start
        values = [start + i * delta for i in range(n)]
    cast = wanted.cast
    return new([cast(v) for v in values], (n,), wanted)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    num = num.__index__()
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    check_size(num, (num,))
    parts = num - 1 if endpoint else num
    first, last = asarray(start), asarray(stop)
    if first._shape or last._shape:
        t = arange(num).reshape((-1,) + (1,) * max(first.ndim, last.ndim))
        step = (last - first) / parts if parts else math.nan
        result = t * step + first
        return (result, step) if retstep else result
    a, b = plain(first._items()[0]), plain(last._items()[0])
    kind = COMPLEX if isinstance(a, complex) or isinstance(b, complex) else FLOAT
    a, b = kind.cast(a), kind.cast(b)
    span = b - a
    step = math.nan
    if parts > 0:
        step = span / parts
        if step == 0:
            values = [i / parts * span + a for i in range(num)]
        else:
            values = [i * step + a for i in range(num)]
        if endpoint and num > 1:
            values[-1] = b
    else:
        values = [0 * span + a for _ in range(num)]
    spec = kind if dtype is None else dtype_of(dtype)
    if spec.kind in "iu":
        values = [math.floor(v) for v in values]
    result = new([spec.cast(v) for v in values], (num,), spec)
    return (result, result_of([step], (), kind)) if retstep else result


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    from numpy._ufuncs import power

    result = power(base, linspace(start, stop, num, endpoint))
    return result if dtype is None else result.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    a, b = float(start), float(stop)
    if a == 0 or b == 0:
        raise ValueError("Geometric sequence cannot include zero")
    sign = 1.0
    if a < 0 and b < 0:
        a, b, sign = -a, -b, -1.0
    result = logspace(math.log10(a), math.log10(b), num, endpoint) * sign
    if num > 0:
        result[0] = a * sign
        if num > 1 and endpoint:
            result[-1] = b * sign
    return result if dtype is None else result.astype(dtype)


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*indices(shape, dtype), **kwargs)


def fromiter(iter, dtype, count=-1, *, like=None):
    values = []
    for v in iter:
        if count >= 0 and len(values) >= count:
            break
        check_size(len(values) + 1, (len(values) + 1,))
        values.append(v)
    return array(values, dtype)


def indices(dimensions, dtype=int, sparse=False):
    from numpy._shape import stack

    shape = as_shape(dimensions)
    check_size(count(shape) * max(1, len(shape)), shape)
    grids = []
    for axis, n in enumerate(shape):
        line = arange(n, dtype=dtype).reshape((1,) * axis + (n,) + (1,) * (len(shape) - axis - 1))
        grids.append(line if sparse else broadcast_to(line, shape).copy())
    return tuple(grids) if sparse else stack(grids)


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    lines = [asarray(x).ravel() for x in xi]
    n = len(lines)
    shaped = [line.reshape((1,) * i + (-1,) + (1,) * (n - 1 - i)) for i, line in enumerate(lines)]
    shape = tuple(line.size for line in lines)
    if indexing == "xy" and n > 1:
        shaped = [line.swapaxes(0, 1) for line in shaped]
        shape = (shape[1], shape[0]) + shape[2:]
    check_size(count(shape), shape)
    return list(shaped) if sparse else [broadcast_to(line, shape).copy() for line in shaped]


def broadcast_to(array, shape, subok=False):
    array = asarray(array)
    shape = as_shape(shape)
    if broadcast_shape(array._shape, shape) != shape:
        raise ValueError("operands could not be broadcast together with remapped shapes [original->remapped]: "
                         f"{array._shape} and requested shape {shape}")
    gap = len(shape) - array.ndim
    steps = [0] * gap + [0 if n == 1 else s for n, s in zip(array._shape, array._steps)]
    result = array._view(shape, tuple(steps))
    result._fixed = True
    return result


def broadcast_arrays(*args, subok=False):
    arrays = [asarray(a) for a in args]
    shape = broadcast_shape(*(a._shape for a in arrays))
    if shape is None:
        raise ValueError("shape mismatch: objects cannot be broadcast to a single shape.")
    return [broadcast_to(a, shape).copy() for a in arrays]


def broadcast_shapes(*shapes):
    result = broadcast_shape(*((s,) if isinstance(s, int) else tuple(s) for s in shapes))
    if result is None:
        raise ValueError("shape mismatch: objects cannot be broadcast to a single shape.")
    return result


def diag(v, k=0):
    v = asarray(v)
    if v.ndim == 1:
        n = v.size + abs(k)
        result = zeros((n, n), v._dtype)
        for i, value in enumerate(v._items()):
            result._list[(i - min(k, 0)) * n + i + max(k, 0)] = value
        return result
    if v.ndim != 2:
        raise ValueError("Input must be 1- or 2-d.")
    return diagonal(v, k)


def diagflat(v, k=0):
    return diag(asarray(v).ravel(), k)


def diagonal(a, offset=0, axis1=0, axis2=1):
    a = asarray(a)
    if a.ndim < 2:
        raise ValueError("diag requires an array of at least two dimensions")
    if a.ndim > 2:
        from numpy._shape import stack

        rest = [i for i in range(a.ndim) if i not in (axis1 % a.ndim, axis2 % a.ndim)]
        moved = a.transpose([axis1, axis2] + rest)
        n, m = moved.shape[:2]
        places = [(i, i + offset) for i in range(n) if 0 <= i + offset < m]
        return stack([moved[p] for p in places], -1)
    if axis1 % 2 == 1:
        a = a.T
    n, m = a._shape
    values = [a._list[a._start + i * a._steps[0] + (i + offset) * a._steps[1]] for i in range(n) if 0 <= i + offset < m]
    return new(values, (len(values),), a._dtype)


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    return diagonal(a, offset, axis1, axis2).sum(-1)


def tri(N, M=None, k=0, dtype=float, *, like=None):
    m = N if M is None else M
    spec = dtype_of(dtype)
    as_shape((N, m))
    return new([spec.cast(j <= i + k) for i in range(N) for j in range(m)], (N, m), spec)


def _triangle(m, keep):
    m = asarray(m)
    rows, columns = m._shape[-2:]
    zero = m._dtype.cast(0)
    mask = [keep(i, j) for i in range(rows) for j in range(columns)]
    items = m._items()
    n = len(mask)
    return new([v if mask[i % n] else zero for i, v in enumerate(items)], m._shape, m._dtype)


def tril(m, k=0):
    return _triangle(m, lambda i, j: j <= i + k)


def triu(m, k=0):
    return _triangle(m, lambda i, j: j >= i + k)


def tril_indices(n, k=0, m=None):
    pairs = [(i, j) for i in range(n) for j in range(n if m is None else m) if j <= i + k]
    return array([p[0] for p in pairs], INT), array([p[1] for p in pairs], INT)


def triu_indices(n, k=0, m=None):
    pairs = [(i, j) for i in range(n) for j in range(n if m is None else m) if j >= i + k]
    return array([p[0] for p in pairs], INT), array([p[1] for p in pairs], INT)


def diag_indices(n, ndim=2):
    return (arange(n),) * ndim


def fill_diagonal(a, val, wrap=False):
    values = asarray(val)._items()
    for i in range(min(a.shape)):
        a[(i,) * a.ndim] = values[i % len(values)]


def vander(x, N=None, increasing=False):
    x = asarray(x)
    n = x.size if N is None else N
    powers = range(n) if increasing else range(n - 1, -1, -1)
    check_size(x.size * n, (x.size, n))
    return new([v**p for v in x._items() for p in powers], (x.size, n), x._dtype)


class _Grid:
    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        single = not isinstance(key, tuple)
        lines = []
        for s in (key,) if single else key:
            start, step = 0 if s.start is None else s.start, 1 if s.step is None else s.step
            if isinstance(step, complex):
                lines.append(linspace(start, s.stop, int(abs(step))))
            else:
                lines.append(arange(start, s.stop, step))
        if single:
            return lines[0]
        if self._sparse:
            return meshgrid(*lines, sparse=True, indexing="ij")
        from numpy._shape import stack

        return stack(meshgrid(*lines, indexing="ij"))


mgrid = _Grid(False)
ogrid = _Grid(True)


class _Joined:
    def __init__(self, columns):
        self._columns = columns

    def __getitem__(self, key):
        from numpy._shape import concatenate

        parts = []
        for k in key if isinstance(key, tuple) else (key,):
            if isinstance(k, slice):
                step = 1 if k.step is None else k.step
                if isinstance(step, complex):
                    parts.append(linspace(k.start or 0, k.stop, int(abs(step))))
                else:
                    parts.append(arange(k.start or 0, k.stop, step))
            elif isinstance(k, str):
                raise ValueError("special directives must be the first entry.")
            else:
                k = asarray(k)
                parts.append(k if k.ndim else k.reshape(1))
        if self._columns:
            return concatenate([p.reshape(-1, 1) if p.ndim == 1 else p for p in parts], -1)
        return concatenate(parts, -1)


r_ = _Joined(False)
c_ = _Joined(True)


class _Slices:
    def __getitem__(self, key):
        return key


s_ = index_exp = _Slices()
