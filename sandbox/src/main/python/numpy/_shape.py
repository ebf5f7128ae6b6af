# Joining, splitting, turning, choosing.
import builtins
import math

from numpy._array import (
    array, as_shape, asarray, axis_of, broadcast_shape, check_size, count, ndarray, new, result_of, spread,
)  # fmt: skip
from numpy._types import BOOL, FLOAT, INT, OBJECT, box, dtype_of, plain, promote, scalar_dtype, scalar_promote
from numpy._array import _shape_text


def _common(arrays):
    spec = arrays[0]._dtype
    for a in arrays[1:]:
        spec = promote(spec, a._dtype)
    return spec


def concatenate(arrays, axis=0, out=None, dtype=None, casting="same_kind"):
    arrays = [asarray(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to concatenate")
    if axis is None:
        arrays, axis = [a.ravel() for a in arrays], 0
    first = arrays[0]
    if builtins.any(not a.ndim for a in arrays):
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    for n, a in enumerate(arrays):
        if a.ndim != first.ndim:
            raise ValueError(f"all the input array dimensions except for the concatenation axis must match exactly, but "
                             f"along dimension 0, the array at index 0 has {first.ndim} dimension(s) and the array at "
                             f"index {n} has {a.ndim} dimension(s)" if False else
                             "all the input arrays must have same number of dimensions, but the array at index 0 has "
                             f"{first.ndim} dimension(s) and the array at index {n} has {a.ndim} dimension(s)")
    axis = axis_of(axis, first.ndim)
    for n, a in enumerate(arrays):
        for i in range(first.ndim):
            if i != axis and a._shape[i] != first._shape[i]:
                raise ValueError("all the input array dimensions except for the concatenation axis must match exactly, "
                                 f"but along dimension {i}, the array at index 0 has size {first._shape[i]} and the "
                                 f"array at index {n} has size {a._shape[i]}")
    spec = _common(arrays) if dtype is None else dtype_of(dtype)
    length = builtins.sum(a._shape[axis] for a in arrays)
    shape = first._shape[:axis] + (length,) + first._shape[axis + 1 :]
    check_size(count(shape), shape)
    parts = []
    for a in arrays:
        items = a._items()
        if a._dtype is not spec:
            items = [spec.cast(v) for v in items]
        parts.append((items, count(a._shape[axis:])))
    values = []
    for i in range(count(first._shape[:axis])):
        for items, n in parts:
            values.extend(items[i * n : (i + 1) * n])
    return new(values, shape, spec)


def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    arrays = [asarray(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to stack")
    if len({a._shape for a in arrays}) != 1:
        raise ValueError("all input arrays must have the same shape")
    axis = axis_of(axis, arrays[0].ndim + 1)
    return concatenate([expand_dims(a, axis) for a in arrays], axis)


def atleast_1d(*arrays):
    found = [asarray(a) if asarray(a).ndim else asarray(a).reshape(1) for a in arrays]
    return found[0] if len(found) == 1 else found


def atleast_2d(*arrays):
    found = []
    for a in arrays:
        a = asarray(a)
        found.append(a if a.ndim > 1 else a.reshape(1, -1))
    return found[0] if len(found) == 1 else found


def vstack(tup, **kwargs):
    return concatenate([atleast_2d(a) for a in tup], 0)


row_stack = vstack


def hstack(tup, **kwargs):
    arrays = [atleast_1d(a) for a in tup]
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1)


def column_stack(tup):
    arrays = [asarray(a) for a in tup]
    return concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in arrays], 1)


def dstack(tup):
    arrays = [atleast_2d(a) for a in tup]
    return concatenate([a.reshape(a.shape + (1,)) if a.ndim == 2 else a for a in arrays], 2)


def block(arrays):
    if not isinstance(arrays, list):
        return asarray(arrays)
    if arrays and isinstance(arrays[0], list):
        return concatenate([block(row) for row in arrays], -2)
    parts = [atleast_2d(a) if asarray(a).ndim > 1 else atleast_1d(a) for a in arrays]
    result = concatenate(parts, -1)
    return atleast_2d(result)


def append(arr, values, axis=None):
    if axis is None:
        return concatenate([asarray(arr).ravel(), asarray(values).ravel()])
    return concatenate([arr, values], axis)


def insert(arr, obj, values, axis=None):
    a = asarray(arr)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    n = a._shape[axis]
    single = not hasattr(obj, "__len__") and not isinstance(obj, slice)
    places = [obj] if single else list(range(*obj.indices(n))) if isinstance(obj, slice) else asarray(obj)._items()
    for p in places:
        if not -n <= p <= n:
            raise IndexError(f"index {p} is out of bounds for axis {axis} with size {n}")
    places = [p + n if p < 0 else p for p in places]
    value = asarray(values).astype(a._dtype)
    part = a._shape[:axis] + a._shape[axis + 1 :]
    pieces = [a[(slice(None),) * axis + (i,)] for i in range(n)] if a.ndim > 1 else [a[i] for i in range(n)]
    pieces = [asarray(p) for p in pieces]
    if a.ndim == 1:
        flat = value.ravel()._items()
        if single:
            new_ones = [(places[0], v) for v in flat]
        else:
            if len(flat) == 1:
                flat = flat * len(places)
            if len(flat) != len(places):
                raise ValueError("shape mismatch: value array of shape " + _shape_text(value._shape) + " could not be "
                                 f"broadcast to indexing result of shape ({len(places)},)")
            new_ones = list(zip(places, flat))
        new_ones.sort(key=lambda pair: pair[0])
        out = []
        for i in range(n + 1):
            out.extend(v for p, v in new_ones if p == i)
            if i < n:
                out.append(a[i])
        return array([plain(v) for v in out], a._dtype)
    if single:
        rows = [asarray(value)] if value.ndim < a.ndim else [value[(slice(None),) * axis + (i,)] for i in
                                                            range(value._shape[axis])]
        new_ones = [(places[0], r) for r in rows]
    else:
        wide = spread(value._items(), value._shape, broadcast_shape(value._shape, (len(places),) + part))
        k = count(part)
        new_ones = [(p, new(wide[i * k : (i + 1) * k], part, a._dtype)) for i, p in enumerate(places)]
    out = []
    for i in range(n + 1):
        for p, v in new_ones:
            if p == i:
                out.append(new(spread(v._items(), v._shape, part), part, a._dtype))
        if i < n:
            out.append(pieces[i])
    return stack(out, axis)


def delete(arr, obj, axis=None):
    a = asarray(arr)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    n = a._shape[axis]
    if isinstance(obj, slice):
        gone = set(range(*obj.indices(n)))
    else:
        where = asarray(obj)
        if where._dtype is BOOL:
            gone = {i for i, on in enumerate(where._items()) if on}
        else:
            for p in where._items():
                if not -n <= p < n:
                    raise IndexError(f"index {p} is out of bounds for axis {axis} with size {n}")
            gone = {int(p) % n for p in where._items()}
    return a[(slice(None),) * axis + (array([i for i in range(n) if i not in gone], INT),)]


def reshape(a, newshape, order="C"):
    return asarray(a).reshape(newshape, order=order)


def ravel(a, order="C"):
    return asarray(a).ravel(order)


def transpose(a, axes=None):
    return asarray(a).transpose(*(() if axes is None else (axes,)))


def swapaxes(a, axis1, axis2):
    return asarray(a).swapaxes(axis1, axis2)


def moveaxis(a, source, destination):
    a = asarray(a)
    sources = [axis_of(s, a.ndim) for s in ((source,) if isinstance(source, int) else source)]
    targets = [axis_of(d, a.ndim) for d in ((destination,) if isinstance(destination, int) else destination)]
    order = [n for n in range(a.ndim) if n not in sources]
    for target, s in sorted(zip(targets, sources)):
        order.insert(target, s)
    return a.transpose(order)


def rollaxis(a, axis, start=0):
    a = asarray(a)
    axis = axis_of(axis, a.ndim)
    start = start + a.ndim if start < 0 else start
    return moveaxis(a, axis, start - 1 if axis < start else start)


def squeeze(a, axis=None):
    return asarray(a).squeeze(axis)


def expand_dims(a, axis):
    a = asarray(a)
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    ndim = a.ndim + len(axes)
    axes = {axis_of(x, ndim) for x in axes}
    rest = iter(range(a.ndim))
    shape, steps = [], []
    for i in range(ndim):
        if i in axes:
            shape.append(1)
            steps.append(0)
        else:
            n = next(rest)
            shape.append(a._shape[n])
            steps.append(a._steps[n])
    return a._view(tuple(shape), tuple(steps))


def array_split(ary, indices_or_sections, axis=0):
    a = asarray(ary)
    n = a._shape[axis]
    if hasattr(indices_or_sections, "__len__"):
        points = [0] + [int(i) for i in indices_or_sections] + [n]
    else:
        parts = int(indices_or_sections)
        if parts <= 0:
            raise ValueError("number sections must be larger than 0.")
        each, extra = divmod(n, parts)
        points = [0]
        for i in range(parts):
            points.append(points[-1] + each + (i < extra))
    axis = axis_of(axis, a.ndim)
    return [a[(slice(None),) * axis + (slice(p, q),)] for p, q in zip(points, points[1:])]


def split(ary, indices_or_sections, axis=0):
    if not hasattr(indices_or_sections, "__len__"):
        if asarray(ary)._shape[axis] % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
    return array_split(ary, indices_or_sections, axis)


def hsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 0 if asarray(ary).ndim == 1 else 1)


def vsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 0)


def tile(A, reps):
    a = asarray(A)
    reps = (reps,) if isinstance(reps, int) else tuple(int(r) for r in reps)
    width = builtins.max(len(reps), a.ndim)
    reps = (1,) * (width - len(reps)) + reps
    check_size(a.size * count(reps), reps)
    a = a.reshape((1,) * (width - a.ndim) + a._shape)
    for axis, r in enumerate(reps):
        if r != 1:
            a = concatenate([a] * r, axis) if r else a[(slice(None),) * axis + (slice(0, 0),)]
    return a if a._base is None else a.copy()


def repeat(a, repeats, axis=None):
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    n = a._shape[axis]
    times = asarray(repeats)
    counts = [int(v) for v in times._items()] * (n if times.size == 1 else 1)
    if len(counts) != n:
        raise ValueError(f"operands could not be broadcast together with shape ({n},) ({len(counts)},)")
    total = builtins.sum(counts)
    check_size(total * count(a._shape) // builtins.max(n, 1), a._shape)
    where = [i for i, c in enumerate(counts) for _ in range(c)]
    return a[(slice(None),) * axis + (new(where, (len(where),), INT),)]


def flip(m, axis=None):
    m = asarray(m)
    axes = range(m.ndim) if axis is None else [axis_of(a, m.ndim) for a in ((axis,) if isinstance(axis, int) else axis)]
    return m[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(m.ndim))]


def fliplr(m):
    return flip(m, 1)


def flipud(m):
    return flip(m, 0)


def rot90(m, k=1, axes=(0, 1)):
    m = asarray(m)
    for _ in range(k % 4):
        m = flip(m.swapaxes(*axes), axes[0])
    return m


def roll(a, shift, axis=None):
    a = asarray(a)
    if axis is None:
        items = a._items()
        k = shift % len(items) if items else 0
        return new(items[-k:] + items[:-k] if k else list(items), a._shape, a._dtype)
    for s, x in zip(*((shift,), (axis,)) if isinstance(axis, int) else (shift, axis)):
        n = a._shape[x]
        a = take(a, [(i - s) % n for i in range(n)], x)
    return a


def take(a, indices, axis=None, out=None, mode="raise"):
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    where = asarray(indices)
    where = where if where.size else where.astype(INT)
    if mode != "raise":
        n = a._shape[axis]
        fit = (lambda i: i % n) if mode == "wrap" else (lambda i: builtins.min(builtins.max(i, 0), n - 1))
        where = new([fit(i) for i in where._items()], where._shape, INT)
    return a[(slice(None),) * axis + (where if where.ndim else int(where),)]


def take_along_axis(arr, indices, axis):
    arr, indices = asarray(arr), asarray(indices)
    axis = axis_of(axis, arr.ndim)
    key = []
    for i, n in enumerate(arr._shape):
        if i == axis:
            key.append(indices)
        else:
            key.append(new(list(range(n)), (1,) * i + (n,) + (1,) * (arr.ndim - i - 1), INT))
    return arr[tuple(key)]


def compress(condition, a, axis=None, out=None):
    return take(a, [i for i, on in enumerate(asarray(condition)._items()) if on], axis)


def extract(condition, arr):
    return asarray(arr).ravel()[asarray(condition, BOOL).ravel()]


def nonzero(a):
    a = asarray(a)
    if not a.ndim:
        a = a.reshape(1)
    found = [[] for _ in range(a.ndim)]
    for n, v in enumerate(a._items()):
        if v:
            for axis in range(a.ndim - 1, -1, -1):
                n, i = divmod(n, a._shape[axis])
                found[axis].append(i)
    return tuple(new(f, (len(f),), INT) for f in found)


def flatnonzero(a):
    return nonzero(asarray(a).ravel())[0]


def argwhere(a):
    found = nonzero(a)
    return stack(found, 1) if found[0].size else new([], (0, asarray(a).ndim), INT)


def where(condition, x=None, y=None):
    if x is None and y is None:
        return nonzero(condition)
    if x is None or y is None:
        raise ValueError("either both or neither of x and y should be given")
    condition, x_array, y_array = asarray(condition), asarray(x), asarray(y)
    shape = broadcast_shape(condition._shape, x_array._shape, y_array._shape)
    if shape is None:
        raise ValueError("operands could not be broadcast together with shapes " + " ".join(
            _shape_text(a._shape) for a in (condition, x_array, y_array)) + " ")
    if x_array.ndim and not y_array.ndim:
        spec = scalar_promote(x_array._dtype, y_array._dtype)
    elif y_array.ndim and not x_array.ndim:
        spec = scalar_promote(y_array._dtype, x_array._dtype)
    else:
        spec = promote(x_array._dtype, y_array._dtype)
    cast = spec.cast
    triples = zip(*(spread(a._items(), a._shape, shape) for a in (condition, x_array, y_array)))
    return new([cast(a) if on else cast(b) for on, a, b in triples], shape, spec)


def select(condlist, choicelist, default=0):
    result = asarray(default)
    for condition, choice in reversed(list(zip(condlist, choicelist))):
        result = where(condition, choice, result)
    return result


def piecewise(x, condlist, funclist, *args, **kw):
    x = asarray(x)
    conditions = [asarray(c, BOOL) for c in (condlist if isinstance(condlist, (list, tuple)) else [condlist])]
    functions = list(funclist)
    y = new([x._dtype.cast(0)] * x.size, x._shape, x._dtype)
    if len(functions) == len(conditions) + 1:
        rest = None
        for c in conditions:
            rest = c if rest is None else rest | c
        conditions.append(~rest)
    for condition, function in zip(conditions, functions):
        if not x.ndim:
            if bool(condition):
                y[()] = function(x[()], *args, **kw) if callable(function) else function
        elif condition.any():
            y[condition] = function(x[condition], *args, **kw) if callable(function) else function
    return y


def choose(a, choices, out=None, mode="raise"):
    a = asarray(a)
    options = [asarray(c) for c in choices]
    items = [spread(c._items(), c._shape, a._shape) for c in options]
    return result_of([items[i][n] for n, i in enumerate(a._items())], a._shape, _common(options))


def put(a, ind, v, mode="raise"):
    flat = a.flatten()
    flat[asarray(ind)] = v
    a._put(flat._items())


def copyto(dst, src, casting="same_kind", where=True):
    dst[... if where is True else where] = src


def pad(array, pad_width, mode="constant", **kwargs):
    a = asarray(array)
    if mode not in ("constant", "edge"):
        from numpy._lazy import NotProvidedError

        raise NotProvidedError(f"numpy.pad with mode {mode!r} is not provided by this sandbox; constant and edge are")
    widths = asarray(pad_width)
    pairs = [tuple(int(v) for v in spread(widths._items(), widths._shape, (a.ndim, 2))[2 * i : 2 * i + 2])
             for i in range(a.ndim)]
    value = kwargs.get("constant_values", 0)
    for axis, (before, after) in enumerate(pairs):
        shape = list(a._shape)
        parts = []
        for n, edge in ((before, 0), (after, -1)):
            shape[axis] = n
            if mode == "edge":
                parts.append(repeat(take(a, [edge], axis), n, axis))
            else:
                parts.append(new([a._dtype.cast(value)] * count(shape), tuple(shape), a._dtype))
        a = concatenate([parts[0], a, parts[1]], axis)
    return a


def unravel_index(indices, shape):
    where = asarray(indices)
    found = []
    rest = [int(i) for i in where._items()]
    for n in reversed(as_shape(shape)):
        found.append(result_of([i % n for i in rest], where._shape, INT))
        rest = [i // n for i in rest]
    if builtins.any(rest):
        raise ValueError(f"index {int(where._items()[0])} is out of bounds for array with size {count(shape)}")
    return tuple(reversed(found))


def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    total = 0
    for i, n in zip(multi_index, dims):
        total = total * n + i
    return total


def ndindex(*shape):
    shape = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
    import itertools

    return itertools.product(*map(range, shape))


def ndenumerate(arr):
    arr = asarray(arr)
    for place, value in zip(ndindex(*arr._shape), arr._items()):
        yield place, box(value, arr._dtype)


# ---- sets ----


def _members(ar):
    return set(asarray(ar)._items())


def in1d(ar1, ar2, assume_unique=False, invert=False):
    members = _members(ar2)
    values = asarray(ar1)._items()
    return new([(v in members) != invert for v in values], (len(values),), BOOL)


def isin(element, test_elements, assume_unique=False, invert=False):
    element = asarray(element)
    members = _members(test_elements)
    return result_of([(v in members) != invert for v in element._items()], element._shape, BOOL)


def _set(ar1, ar2, keep):
    a, b = asarray(ar1), asarray(ar2)
    found = sorted(keep(set(a._items()), set(b._items())))
    return new(found, (len(found),), promote(a._dtype, b._dtype))


def union1d(ar1, ar2):
    return _set(ar1, ar2, set.union)


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    return _set(ar1, ar2, set.intersection)


def setdiff1d(ar1, ar2, assume_unique=False):
    return _set(ar1, ar2, set.difference).astype(asarray(ar1)._dtype)


def setxor1d(ar1, ar2, assume_unique=False):
    return _set(ar1, ar2, set.symmetric_difference)
