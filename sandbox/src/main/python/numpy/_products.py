# Products of vectors and matrices.
import builtins
import operator

# Not by way of functools, which loads collections and more.
from _functools import reduce

from numpy._array import asarray, axis_of, broadcast_shape, check_size, count, ndarray, new, result_of, spread
from numpy._types import BOOL, COMPLEX, FLOAT, INT, OBJECT, dtype_of, promote
from numpy._array import _shape_text


def _mixed(spec):
    if spec is OBJECT:
        return lambda a, b: reduce(operator.add, map(operator.mul, a, b)) if a else 0
    if spec.kind == "b":
        return lambda a, b: builtins.any(x and y for x, y in zip(a, b))
    return lambda a, b: builtins.sum(map(operator.mul, a, b))


def _floats(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


def _product_of(spec):
    return _floats if spec.kind in "f" else _mixed(spec)


def _numeric(a, b):
    spec = promote(a._dtype, b._dtype)
    if spec.kind == "U":
        raise TypeError("dot and matmul need numbers, not text")
    cast = spec.cast
    return spec, cast


def multiply_matrices(a, n, k, b, m, spec):
    """The product of an n by k with a k by m matrix, both flat."""
    check_size(n * m, (n, m), spec)
    function = _product_of(spec)
    columns = [b[j::m] for j in range(m)] if m else []
    out = []
    for i in range(n):
        row = a[i * k : (i + 1) * k]
        out.extend([function(row, column) for column in columns])
    if spec.kind in "iu" or spec.rank < 4 and spec.kind in "fc":
        out = [spec.cast(v) for v in out]
    return out


def dot(a, b, out=None):
    a, b = asarray(a), asarray(b)
    if not a.ndim or not b.ndim:
        return a * b if a.ndim or b.ndim else a[()] * b[()]
    k = a._shape[-1]
    if k != b._shape[-2 if b.ndim > 1 else 0]:
        dims = f"{k} (dim {a.ndim - 1}) != {b._shape[-2 if b.ndim > 1 else 0]} (dim {builtins.max(b.ndim - 2, 0)})"
        raise ValueError(f"shapes {_shape_text(a._shape)} and {_shape_text(b._shape)} not aligned: {dims}")
    spec, cast = _numeric(a, b)
    x, y = [cast(v) for v in a._items()], [cast(v) for v in b._items()]
    if a.ndim == 1 and b.ndim == 1:
        return result_of([cast(_product_of(spec)(x, y))], (), spec)
    n = count(a._shape[:-1])
    if b.ndim == 1:
        values, shape = multiply_matrices(x, n, k, y, 1, spec), a._shape[:-1]
    elif b.ndim == 2:
        values, shape = multiply_matrices(x, n, k, y, b._shape[1], spec), a._shape[:-1] + b._shape[1:]
    else:
        order = list(range(b.ndim))
        order = [b.ndim - 2] + order[: b.ndim - 2] + [b.ndim - 1]
        moved = b.transpose(order)
        y = [cast(v) for v in moved._items()]
        values = multiply_matrices(x, n, k, y, count(moved._shape[1:]), spec)
        shape = a._shape[:-1] + moved._shape[1:]
    if out is not None:
        out._put(values)
        return out
    return new(values, shape, spec) if shape else result_of(values, (), spec)


def matmul(a, b, out=None, **unused):
    a, b = asarray(a), asarray(b)
    if not a.ndim or not b.ndim:
        raise ValueError(f"matmul: Input operand {int(bool(a.ndim))} does not have enough dimensions (has 0, gufunc core "
                         "with signature (n?,k),(k,m?)->(n?,m?) requires 1)")
    if a._shape[-1] != b._shape[-2 if b.ndim > 1 else 0]:
        raise ValueError("matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
                         f"(n?,k),(k,m?)->(n?,m?) (size {b._shape[-2 if b.ndim > 1 else 0]} is different from "
                         f"{a._shape[-1]})")
    if a.ndim <= 2 and b.ndim <= 2:
        return dot(a, b, out)
    x = a.reshape((1,) + a._shape) if a.ndim == 1 else a
    y = b.reshape(b._shape + (1,)) if b.ndim == 1 else b
    head = broadcast_shape(x._shape[:-2], y._shape[:-2])
    if head is None:
        raise ValueError("operands could not be broadcast together with remapped shapes")
    from numpy._make import broadcast_to

    x, y = broadcast_to(x, head + x._shape[-2:]), broadcast_to(y, head + y._shape[-2:])
    spec, cast = _numeric(x, y)
    n, k, m = x._shape[-2], x._shape[-1], y._shape[-1]
    xs, ys = [cast(v) for v in x._items()], [cast(v) for v in y._items()]
    values = []
    for i in range(count(head)):
        values.extend(multiply_matrices(xs[i * n * k : (i + 1) * n * k], n, k, ys[i * k * m : (i + 1) * k * m], m, spec))
    shape = head + (() if a.ndim == 1 else (n,)) + (() if b.ndim == 1 else (m,))
    return new(values, shape, spec)


def inner(a, b):
    a, b = asarray(a), asarray(b)
    if not a.ndim or not b.ndim:
        return a * b
    if a._shape[-1] != b._shape[-1]:
        raise ValueError(f"shapes {_shape_text(a._shape)} and {_shape_text(b._shape)} not aligned: {a._shape[-1]} (dim "
                         f"{a.ndim - 1}) != {b._shape[-1]} (dim {b.ndim - 1})")
    return dot(a, b) if b.ndim == 1 else dot(a, b.swapaxes(-1, -2))


def vdot(a, b):
    a, b = asarray(a).ravel(), asarray(b).ravel()
    return dot(a.conj(), b)


def outer(a, b, out=None):
    a, b = asarray(a).ravel(), asarray(b).ravel()
    return a.reshape(-1, 1) * b.reshape(1, -1)


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    from numpy._make import broadcast_to
    from numpy._shape import moveaxis, stack

    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = moveaxis(a, axisa, -1), moveaxis(b, axisb, -1)
    for v in (a, b):
        if v._shape[-1] not in (2, 3):
            raise ValueError("incompatible dimensions for cross product\n(dimension must be 2 or 3)")
    a0, a1 = a[..., 0], a[..., 1]
    b0, b1 = b[..., 0], b[..., 1]
    if a._shape[-1] == 2 and b._shape[-1] == 2:
        return asarray(a0 * b1 - a1 * b0)
    a2 = a[..., 2] if a._shape[-1] == 3 else a0 * 0
    b2 = b[..., 2] if b._shape[-1] == 3 else b0 * 0
    parts = [asarray(p) for p in (a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0)]
    result = stack(parts, -1)
    return moveaxis(result, -1, axisc) if result.ndim > 1 else result


def kron(a, b):
    a, b = asarray(a), asarray(b)
    n = builtins.max(a.ndim, b.ndim)
    a, b = a.reshape((1,) * (n - a.ndim) + a._shape), b.reshape((1,) * (n - b.ndim) + b._shape)
    wide = a.reshape(tuple(v for s in a._shape for v in (s, 1))) * b.reshape(tuple(v for s in b._shape for v in (1, s)))
    return wide.reshape(tuple(s * t for s, t in zip(a._shape, b._shape)))


def tensordot(a, b, axes=2):
    a, b = asarray(a), asarray(b)
    if isinstance(axes, int):
        first, second = list(range(a.ndim - axes, a.ndim)), list(range(axes))
    else:
        first, second = ([x] if isinstance(x, int) else list(x) for x in axes)
    first, second = [axis_of(x, a.ndim) for x in first], [axis_of(x, b.ndim) for x in second]
    if [a._shape[x] for x in first] != [b._shape[x] for x in second]:
        raise ValueError("shape-mismatch for sum")
    kept_a = [i for i in range(a.ndim) if i not in first]
    kept_b = [i for i in range(b.ndim) if i not in second]
    k = count(a._shape[i] for i in first)
    x, y = a.transpose(kept_a + first), b.transpose(second + kept_b)
    shape = tuple(a._shape[i] for i in kept_a) + tuple(b._shape[i] for i in kept_b)
    result = dot(x.reshape(-1, k), y.reshape(k, -1))
    return result.reshape(shape)


def einsum(subscripts, *operands, **unused):
    """By explicit loops: enough for the small arrays of programs."""
    if not isinstance(subscripts, str):
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("numpy.einsum without a text of subscripts is not provided by this sandbox")
    import itertools

    arrays = [asarray(o) for o in operands]
    left, arrow, right = subscripts.replace(" ", "").partition("->")
    terms = left.split(",")
    if "." in left:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("numpy.einsum with an ellipsis is not provided by this sandbox")
    if len(terms) != len(arrays):
        raise ValueError("more operands provided to einstein sum function than specified in the subscripts string")
    sizes = {}
    for term, a in zip(terms, arrays):
        if len(term) != a.ndim:
            raise ValueError("einstein sum subscripts string contains too many subscripts for operand")
        for letter, n in zip(term, a._shape):
            if sizes.setdefault(letter, n) != n:
                raise ValueError("operands could not be broadcast together")
    if not arrow:
        right = "".join(sorted(c for c in sizes if left.count(c) == 1))
    summed = [c for c in sizes if c not in right]
    spec = arrays[0]._dtype
    for a in arrays[1:]:
        spec = promote(spec, a._dtype)
    steps = []
    for term, a in zip(terms, arrays):
        by_letter = {}
        for letter, step in zip(term, a._steps):
            by_letter[letter] = by_letter.get(letter, 0) + step
        steps.append(by_letter)
    shape = tuple(sizes[c] for c in right)
    check_size(count(shape), shape)
    out = []
    for outer_place in itertools.product(*(range(sizes[c]) for c in right)):
        base = [a._start + builtins.sum(s.get(c, 0) * i for c, i in zip(right, outer_place))
                for a, s in zip(arrays, steps)]
        total = 0
        for place in itertools.product(*(range(sizes[c]) for c in summed)):
            value = 1
            for a, s, start in zip(arrays, steps, base):
                value = value * a._list[start + builtins.sum(s.get(c, 0) * i for c, i in zip(summed, place))]
            total = total + value
        out.append(spec.cast(total))
    return result_of(out, shape, spec)


def trapz(y, x=None, dx=1.0, axis=-1):
    y = asarray(y)
    axis = axis_of(axis, y.ndim)
    high = y[(slice(None),) * axis + (slice(1, None),)]
    low = y[(slice(None),) * axis + (slice(None, -1),)]
    if x is None:
        step = dx
    else:
        from numpy._reduce import diff

        step = diff(x)
        if y.ndim > 1 and step.ndim == 1:
            step = step.reshape((-1,) + (1,) * (y.ndim - axis - 1))
    return (step * (high + low) / 2.0).sum(axis)


def gradient(f, *varargs, axis=None, edge_order=1):
    f = asarray(f)
    if f.ndim != 1 or edge_order not in (1, 2) or len(varargs) > 1:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("numpy.gradient is provided by this sandbox for one-dimensional arrays only")
    y = [float(v) for v in f._items()]
    n = len(y)
    if n < edge_order + 1:
        raise ValueError("Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) "
                         "elements are required.")
    spacing = asarray(varargs[0] if varargs else 1.0)
    h = [float(spacing)] * (n - 1) if not spacing.ndim else [
        float(b) - float(a) for a, b in zip(spacing._items(), spacing._items()[1:])]
    out = [0.0] * n
    even = builtins.all(v == h[0] for v in h)
    for i in range(1, n - 1):
        if even:
            out[i] = (y[i + 1] - y[i - 1]) / (2.0 * h[0])
        else:
            d, e = h[i - 1], h[i]
            out[i] = -e / (d * (d + e)) * y[i - 1] + (e - d) / (d * e) * y[i] + d / (e * (d + e)) * y[i + 1]
    if edge_order == 1:
        out[0] = (y[1] - y[0]) / h[0]
        out[-1] = (y[-1] - y[-2]) / h[-1]
    else:
        a, b = h[0], h[1]
        out[0] = -(2 * a + b) / (a * (a + b)) * y[0] + (a + b) / (a * b) * y[1] - a / (b * (a + b)) * y[2]
        a, b = h[-2], h[-1]
        out[-1] = b / (a * (a + b)) * y[-3] - (b + a) / (a * b) * y[-2] + (2 * b + a) / (b * (a + b)) * y[-1]
    return new(out, (n,), FLOAT)


def interp(x, xp, fp, left=None, right=None, period=None):
    import bisect

    xs, ys = asarray(xp)._items(), asarray(fp)._items()
    if not xs or len(xs) != len(ys):
        raise ValueError("fp and xp are not of the same length." if xs else "array of sample points is empty")

    def at(v):
        if v != v:
            return v
        if v < xs[0]:
            return ys[0] if left is None else left
        if v > xs[-1]:
            return ys[-1] if right is None else right
        i = bisect.bisect_right(xs, v) - 1
        if i == len(xs) - 1:
            return ys[-1]
        return (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) * (v - xs[i]) + ys[i]

    where = asarray(x)
    return result_of([float(at(v)) for v in where._items()], where._shape, FLOAT)


def convolve(a, v, mode="full"):
    a, v = asarray(a), asarray(v)
    spec = promote(a._dtype, v._dtype)
    x, y = a._items(), v._items()
    if not x or not y:
        raise ValueError("a cannot be empty" if not x else "v cannot be empty")
    if len(y) > len(x):
        x, y = y, x
    full = [builtins.sum(x[j] * y[i - j] for j in range(builtins.max(0, i - len(y) + 1), builtins.min(i + 1, len(x))))
            for i in range(len(x) + len(y) - 1)]
    if mode == "same":
        start = (len(y) - 1) // 2
        full = full[start : start + len(x)]
    elif mode == "valid":
        full = full[len(y) - 1 : len(x)]
    return new([spec.cast(t) for t in full], (len(full),), spec)


def correlate(a, v, mode="valid"):
    v = asarray(v)
    return convolve(a, v[::-1].conj(), mode)
