# What is computed over the elements along an axis: sums, means, extremes, orders.
import math
import operator

# Not by way of functools, which loads collections and more.
from _functools import reduce

from numpy._array import AxisError, asarray, axis_of, count, ndarray, new, result_of, spread
from numpy._types import BOOL, COMPLEX, FLOAT, INT, OBJECT, box, dtype_of, inf, nan, plain, promote, scalar_dtype
from numpy import _ufuncs as u


def axes_of(axis, ndim):
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, (tuple, list)):
        found = tuple(axis_of(a, ndim) for a in axis)
        if len(set(found)) != len(found):
            raise ValueError("duplicate value in 'axis'")
        return found
    if ndim == 0 and axis in (0, -1):
        return ()
    return (axis_of(axis, ndim),)


def rows(array, axis):
    """The elements in groups, one for each place that remains, and the shape of what remains."""
    axes = axes_of(axis, array.ndim)
    if len(axes) == array.ndim:
        return [array._items()], ()
    kept = [i for i in range(array.ndim) if i not in axes]
    items = array.transpose(kept + list(axes))._items()
    n = count(array._shape[i] for i in axes)
    shape = tuple(array._shape[i] for i in kept)
    return [items[i * n : (i + 1) * n] for i in range(count(shape))], shape


def _keep(shape, array, axis, keepdims):
    if not keepdims:
        return shape
    axes = axes_of(axis, array.ndim)
    return tuple(1 if i in axes else n for i, n in enumerate(array._shape))


def over(array, axis, keepdims, function, spec, out=None):
    """Applies a function of a list of values along an axis."""
    groups, shape = rows(array, axis)
    shape = _keep(shape, array, axis, keepdims)
    values = [function(group) for group in groups]
    if out is not None:
        out._put(values)
        return out
    return result_of([spec.cast(v) for v in values] if spec is not OBJECT else values, shape, spec)


def pairwise(values):
    """A sum of floats with numpy's order of additions."""
    n = len(values)
    if n < 8:
        total = 0.0
        for v in values:
            total += v
        return total
    if n <= 128:
        a, b, c, d, e, f, g, h = values[:8]
        end = n - n % 8
        for i in range(8, end, 8):
            a += values[i]
            b += values[i + 1]
            c += values[i + 2]
            d += values[i + 3]
            e += values[i + 4]
            f += values[i + 5]
            g += values[i + 6]
            h += values[i + 7]
        total = ((a + b) + (c + d)) + ((e + f) + (g + h))
        for v in values[end:]:
            total += v
        return total
    half = n // 2
    half -= half % 8
    return pairwise(values[:half]) + pairwise(values[half:])


def _in_order(values):
    total = 0.0
    for v in values:
        total += v
    return total


def _product(values):
    total = 1
    for v in values:
        total = total * v
    return total


def _last(array, axis):
    return axis is None or (not isinstance(axis, tuple) and array.ndim and axis_of(axis, array.ndim) == array.ndim - 1)


def _sum_spec(array, dtype):
    if dtype is not None:
        return dtype_of(dtype)
    return INT if array._dtype.kind == "b" or (array._dtype.kind == "i" and array._dtype.rank < 4) else array._dtype


def _masked(array, where, fill):
    if where is True:
        return array
    mask = spread(asarray(where, BOOL)._items(), asarray(where)._shape, array._shape)
    return new([v if on else fill for v, on in zip(array._items(), mask)], array._shape, array._dtype)


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    if not isinstance(a, (ndarray, list, tuple, int, float, complex)) and hasattr(a, "__next__"):
        import builtins

        return builtins.sum(a)
    array = _masked(asarray(a), where, 0)
    if array._dtype.kind == "U":
        raise TypeError("cannot perform reduce with flexible type")
    spec = _sum_spec(array, dtype)
    if spec.kind in "fc" and _last(array, axis) and array._dtype.kind in "fc":
        function = pairwise
    elif spec is OBJECT:
        function = lambda values: reduce(operator.add, values) if len(values) else 0
    else:
        function = _in_order if spec.kind in "fc" else _int_sum
    result = over(array, axis, keepdims, function, spec, out)
    return result if initial is None else result + initial


def _int_sum(values):
    total = 0
    for v in values:
        total += v
    return total


def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    array = _masked(asarray(a), where, 1)
    result = over(array, axis, keepdims, _product, _sum_spec(array, dtype), out)
    return result if initial is None else result * initial


def _mean_spec(array, dtype):
    if dtype is not None:
        return dtype_of(dtype)
    return FLOAT if array._dtype.kind in "biu" else array._dtype


def _total(array, axis):
    if array._dtype is OBJECT:
        return lambda values: reduce(operator.add, values)
    return pairwise if _last(array, axis) else _in_order


def mean(a, axis=None, dtype=None, out=None, keepdims=False, where=True):
    array = asarray(a)
    if where is not True:
        picked = _masked(array, where, 0)
        n = sum(spread(asarray(where)._items(), asarray(where)._shape, array._shape))
        return sum(picked, axis, keepdims=keepdims) / n
    if array._dtype.kind == "U":
        raise TypeError("cannot perform reduce with flexible type")
    spec = _mean_spec(array, dtype)
    total = _total(array, axis)

    def average(values):
        if not len(values):
            return nan
        return total(values) / len(values)

    return over(array, axis, keepdims, average, spec, out)


def _variance(total, ddof):
    def variance(values):
        n = len(values)
        if not n:
            return nan
        middle = total(values) / n
        if isinstance(middle, complex):
            squares = [(v - middle).real ** 2 + (v - middle).imag ** 2 for v in values]
        else:
            squares = [(v - middle) * (v - middle) for v in values]
        return u.divide_floats(float(total(squares)), float(max_(n - ddof, 0)))

    return variance


def max_(a, b):
    return a if a > b else b


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=True):
    array = asarray(a)
    if where is not True:
        array = array[asarray(where, BOOL)]
    if array._dtype.kind == "U":
        raise TypeError("cannot perform reduce with flexible type")
    spec = _mean_spec(array, dtype)
    spec = FLOAT if spec.kind in "cO" else spec
    return over(array, axis, keepdims, _variance(_total(array, axis), ddof), spec, out)


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=True):
    return u.sqrt(var(a, axis, dtype, None, ddof, keepdims, where))


def _extreme(name, function, pick):
    def extreme(a, axis=None, out=None, keepdims=False, initial=None, where=True):
        array = asarray(a)
        if where is not True and initial is not None:
            array = _masked(array, where, initial)
        spec = array._dtype

        def choose(values):
            if initial is not None:
                values = list(values) + [plain(initial)]
            if not len(values):
                raise ValueError(f"zero-size array to reduction operation {function.__name__} which has no identity")
            if spec.kind == "f":
                for v in values:
                    if v != v:
                        return v
            elif spec.kind == "c":
                return pick(values, key=lambda z: (z.real, z.imag))
            return pick(values)

        return over(array, axis, keepdims, choose, spec, out)

    extreme.__name__ = extreme.__qualname__ = name
    return extreme


def _builtin(name):
    import builtins

    return getattr(builtins, name)


max = amax = _extreme("amax", u.maximum, _builtin("max"))
min = amin = _extreme("amin", u.minimum, _builtin("min"))


def ptp(a, axis=None, out=None, keepdims=False):
    return max(a, axis, keepdims=keepdims) - min(a, axis, keepdims=keepdims)


def _place(name, pick):
    def place(a, axis=None, out=None, *, keepdims=False):
        array = asarray(a)
        if not array.size:
            raise ValueError(f"attempt to get {name} of an empty sequence")
        complexes = array._dtype.kind == "c"

        def find(values):
            values = [(v.real, v.imag) for v in values] if complexes else list(values)
            for i, v in enumerate(values):
                if v != v:
                    return i
            return values.index(pick(values))

        return over(array, axis, keepdims, find, INT)

    place.__name__ = place.__qualname__ = name
    return place


argmax = _place("argmax", _builtin("max"))
argmin = _place("argmin", _builtin("min"))


def all(a, axis=None, out=None, keepdims=False, *, where=True):
    return over(_masked(asarray(a), where, True), axis, keepdims, _builtin("all"), BOOL)


def any(a, axis=None, out=None, keepdims=False, *, where=True):
    return over(_masked(asarray(a), where, False), axis, keepdims, _builtin("any"), BOOL)


def count_nonzero(a, axis=None, *, keepdims=False):
    result = over(asarray(a), axis, keepdims, lambda values: len([v for v in values if v]), INT)
    return result if isinstance(result, ndarray) else int(result)


def fold(function, array, axis, dtype, keepdims, initial, out):
    name = function.__name__
    if name == "add":
        return sum(array, axis, dtype, out, keepdims, initial)
    if name == "multiply":
        return prod(array, axis, dtype, out, keepdims, initial)
    if name in ("maximum", "minimum"):
        return (max if name == "maximum" else min)(array, axis, out, keepdims, initial)
    (loop, gives), spec = function._loop(array._dtype if dtype is None else dtype_of(dtype))

    def along(values):
        values = [spec.cast(v) for v in values]
        if initial is not None:
            values.insert(0, plain(initial))
        if not values:
            if function.identity is None:
                raise ValueError(f"zero-size array to reduction operation {name} which has no identity")
            return function.identity
        return reduce(loop, values)

    return over(array, axis, keepdims, along, BOOL if gives == "b" else spec, out)


def running(function, array, axis, dtype=None):
    if axis is None:
        array, axis = array.ravel(), 0
    name = function.__name__
    spec = _sum_spec(array, dtype) if name in ("add", "multiply") else array._dtype
    (loop, gives), spec = function._loop(spec)
    axis = axis_of(axis, array.ndim)
    order = [i for i in range(array.ndim) if i != axis] + [axis]
    moved = array.transpose(order)
    n = array._shape[axis]
    items = moved._items()
    out = []
    for i in range(count(moved._shape[:-1])):
        total = None
        for v in items[i * n : (i + 1) * n]:
            v = spec.cast(v)
            total = v if total is None else spec.cast(loop(total, v))
            out.append(total)
    back = [order.index(i) for i in range(array.ndim)]
    result = new(out, moved._shape, BOOL if gives == "b" else spec).transpose(back)
    return result if result._whole else result.copy()


def cumsum(a, axis=None, dtype=None, out=None):
    return running(u.add, asarray(a), axis, dtype)


def cumprod(a, axis=None, dtype=None, out=None):
    return running(u.multiply, asarray(a), axis, dtype)


def diff(a, n=1, axis=-1, prepend=None, append=None):
    array = asarray(a)
    if prepend is not None or append is not None:
        from numpy._shape import concatenate

        parts = [asarray(p) for p in (prepend, array, append) if p is not None]
        array = concatenate([p if p.ndim else p.reshape(1) for p in parts], axis)
    axis = axis_of(axis, array.ndim)
    for _ in range(n):
        length = array._shape[axis]
        high = array[(slice(None),) * axis + (slice(1, length),)]
        low = array[(slice(None),) * axis + (slice(0, max_(length - 1, 0)),)]
        array = u.not_equal(high, low) if array._dtype is BOOL else high - low
    return array


def ediff1d(ary, to_end=None, to_begin=None):
    return diff(asarray(ary).ravel(), prepend=None, append=None)


# ---- rounding ----


def round_float(value, digits):
    if value != value or value in (inf, -inf):
        return value
    if digits == 0:
        return math.copysign(round(value), value)
    scale = 10.0 ** abs(digits)
    try:
        if digits > 0:
            scaled = value * scale
            return math.copysign(round(scaled), value) / scale if abs(scaled) < 4503599627370496.0 else scaled / scale
        return math.copysign(round(value / scale), value) * scale
    except OverflowError:
        return value


def round_(a, decimals=0, out=None):
    if not isinstance(a, (ndarray, int, float, complex, list, tuple)) and hasattr(a, "__round__"):
        return a.__round__(decimals)
    array = asarray(a)
    spec = array._dtype
    if spec.kind in "iu":
        if decimals >= 0:
            result = array.copy()
        else:
            result = new([round(v, decimals) for v in array._items()], array._shape, spec)
    elif spec.kind == "c":
        values = [complex(round_float(v.real, decimals), round_float(v.imag, decimals)) for v in array._items()]
        result = new(values, array._shape, spec)
    elif spec is OBJECT:
        result = new([round(v, decimals) for v in array._items()], array._shape, spec)
    else:
        values = [round_float(float(v), decimals) for v in array._items()]
        result = new(values, array._shape, FLOAT if spec.kind == "b" else spec)
    if out is not None:
        out[...] = result
        return out
    return result if result._shape or (isinstance(a, ndarray) and False) else result[()]


around = round_


def fix(x, out=None):
    return u.trunc(x)


def clip(a, a_min=None, a_max=None, out=None, **kwargs):
    a_min = kwargs.get("min", a_min)
    a_max = kwargs.get("max", a_max)
    if a_min is None and a_max is None:
        raise ValueError("One of max or min must be given")
    result = a
    if a_min is not None:
        result = u.maximum(result, a_min)
    if a_max is not None:
        result = u.minimum(result, a_max)
    if out is not None:
        out[...] = result
        return out
    return result


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    array = asarray(x)
    high = 1.7976931348623157e308 if posinf is None else posinf
    low = -1.7976931348623157e308 if neginf is None else neginf

    def mend(v):
        return nan if v != v else high if v == inf else low if v == -inf else v

    return result_of([mend(v) for v in array._items()], array._shape, array._dtype)


# ---- orders ----


def _order_key(spec):
    # nan comes last.
    if spec.kind == "f":
        return lambda v: (v != v, v)
    if spec.kind == "c":
        return lambda v: (v != v, v.real, v.imag)
    return None


def sorted_values(values, spec):
    key = _order_key(spec)
    if spec.kind == "f" and not _builtin("any")(v != v for v in values):
        key = None
    return sorted(values, key=key)


def _along(array, axis, function, spec):
    if axis is None:
        array, axis = array.ravel(), 0
    axis = axis_of(axis, array.ndim)
    order = [i for i in range(array.ndim) if i != axis] + [axis]
    moved = array.transpose(order)
    items, n = moved._items(), array._shape[axis]
    out = []
    for i in range(count(moved._shape[:-1])):
        out.extend(function(items[i * n : (i + 1) * n]))
    back = [order.index(i) for i in range(array.ndim)]
    result = new(out, moved._shape, spec).transpose(back)
    return result if result._whole else result.copy()


def sort(a, axis=-1, kind=None, order=None):
    array = asarray(a)
    return _along(array, axis, lambda values: sorted_values(values, array._dtype), array._dtype)


def argsort(a, axis=-1, kind=None, order=None):
    array = asarray(a)
    key = _order_key(array._dtype)

    def places(values):
        if key is None:
            return sorted(range(len(values)), key=values.__getitem__)
        return sorted(range(len(values)), key=lambda i: key(values[i]))

    return _along(array, axis, places, INT)


def partition(a, kth, axis=-1, kind=None, order=None):
    return sort(a, axis)


def argpartition(a, kth, axis=-1, kind=None, order=None):
    return argsort(a, axis)


def lexsort(keys, axis=-1):
    columns = [asarray(k)._items() for k in keys]
    return new(sorted(range(len(columns[0])), key=lambda i: [c[i] for c in reversed(columns)]), (len(columns[0]),), INT)


def searchsorted(a, v, side="left", sorter=None):
    import bisect

    find = bisect.bisect_left if side == "left" else bisect.bisect_right
    values = asarray(a if sorter is None else asarray(a)[sorter])._items()
    wanted = asarray(v)
    return result_of([find(values, w) for w in wanted._items()], wanted._shape, INT)


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True):
    array = asarray(ar)
    if axis is not None and array.ndim > 1:
        moved = array.swapaxes(0, axis) if axis_of(axis, array.ndim) else array
        keys = [tuple(moved[i].ravel()._items()) for i in range(moved.shape[0])]
    else:
        moved, keys = None, array._items()
    first, counts = {}, {}
    for i, key in enumerate(keys):
        if key != key:
            key = nan
        first.setdefault(key, i)
        counts[key] = counts.get(key, 0) + 1
    found = sorted(first) if moved is not None else sorted_values(list(first), array._dtype)
    n = len(found)
    if moved is None:
        result = new(found, (n,), array._dtype)
    else:
        result = moved[[first[k] for k in found]]
        result = result.swapaxes(0, axis) if axis_of(axis, array.ndim) else result
    parts = [result]
    if return_index:
        parts.append(new([first[k] for k in found], (n,), INT))
    if return_inverse:
        at = {k: i for i, k in enumerate(found)}
        parts.append(new([at[k] for k in keys], (len(keys),), INT))
    if return_counts:
        parts.append(new([counts[k] for k in found], (n,), INT))
    return tuple(parts) if len(parts) > 1 else result


# ---- statistics ----


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    array = asarray(a)

    def middle(values):
        n = len(values)
        if not n:
            return nan
        ordered = sorted_values(values, array._dtype)
        if array._dtype.kind == "f" and ordered[-1] != ordered[-1]:
            return nan
        return ordered[n // 2] * 1.0 if n % 2 else (ordered[n // 2 - 1] + ordered[n // 2]) / 2.0

    return over(array, axis, keepdims, middle, FLOAT if array._dtype.kind in "biu" else array._dtype)


def _quantile(ordered, q, method):
    n = len(ordered)
    if method == "linear":
        at = q * (n - 1)
    elif method == "lower":
        return ordered[math.floor(q * (n - 1))]
    elif method == "higher":
        return ordered[math.ceil(q * (n - 1))]
    elif method == "nearest":
        return ordered[round(q * (n - 1))]
    elif method == "midpoint":
        at = q * (n - 1)
        return (ordered[math.floor(at)] + ordered[math.ceil(at)]) / 2
    else:
        alpha, beta = {"hazen": (0.5, 0.5), "weibull": (0, 0), "median_unbiased": (1 / 3, 1 / 3),
                       "normal_unbiased": (3 / 8, 3 / 8)}.get(method, (None, None))  # fmt: skip
        if alpha is None:
            raise ValueError(f"{method!r} is not a valid method. Use one of: linear, lower, higher, nearest, midpoint, "
                             "hazen, weibull, median_unbiased, normal_unbiased")
        at = n * q + alpha + q * (1 - alpha - beta) - 1
        at = max_(0.0, at if at < n - 1 else n - 1)
    low = math.floor(at)
    high = low + 1 if low + 1 < n else n - 1
    t = at - low
    a, b = ordered[low], ordered[high]
    step = b - a
    return b - step * (1 - t) if t >= 0.5 else a + step * t


def quantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, interpolation=None):
    array = asarray(a)
    qs = asarray(q)
    for one in qs._items():
        if not 0 <= one <= 1:
            raise ValueError("Quantiles must be in the range [0, 1]")
    method = interpolation or method
    results = []
    for one in qs._items():

        def at(values, one=one):
            if not len(values):
                return nan
            ordered = sorted_values(values, array._dtype)
            return nan if ordered[-1] != ordered[-1] else _quantile(ordered, one, method)

        spec = array._dtype if array._dtype.kind in "fO" else FLOAT
        if method in ("lower", "higher", "nearest"):
            spec = array._dtype
        results.append(over(array, axis, keepdims, at, spec))
    if not qs._shape:
        return results[0]
    from numpy._shape import stack

    return stack([asarray(r) for r in results])


def percentile(a, q, *args, **kwargs):
    qs = asarray(q)
    for one in qs._items():
        if not 0 <= one <= 100:
            raise ValueError("Percentiles must be in the range [0, 100]")
    return quantile(a, u.true_divide(q, 100), *args, **kwargs)


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    array = asarray(a)
    if weights is None:
        result = mean(array, axis, keepdims=keepdims)
        total = array.size / asarray(result).size
    else:
        weight = asarray(weights)
        if weight._shape != array._shape:
            if axis is None:
                raise TypeError("Axis must be specified when shapes of a and weights differ.")
            if weight.ndim != 1:
                raise TypeError("1D weights expected when shapes of a and weights differ.")
            if weight._shape[0] != array._shape[axis]:
                raise ValueError("Length of weights not compatible with specified axis.")
            at = axis_of(axis, array.ndim)
            weight = weight.reshape((-1,) + (1,) * (array.ndim - at - 1)) + asarray(array * 0)
        total = sum(weight, axis, keepdims=keepdims)
        if _builtin("any")(v == 0 for v in asarray(total)._items()):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")
        result = sum(array * weight, axis, keepdims=keepdims) / total
    return (result, total) if returned else result


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    from numpy._products import dot
    from numpy._shape import vstack

    if fweights is not None or aweights is not None:
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("numpy.cov with weights is not provided by this sandbox")
    x = asarray(m)
    if x.ndim > 2:
        raise ValueError("m has more than 2 dimensions")
    x = asarray(x * 1.0)
    if not rowvar and x.ndim == 2:
        x = x.T
    x = x.reshape(1, -1) if x.ndim < 2 else x
    if y is not None:
        other = asarray(asarray(y) * 1.0)
        if not rowvar and other.ndim == 2:
            other = other.T
        x = vstack([x, other])
    ddof = (0 if bias else 1) if ddof is None else ddof
    n = x.shape[1]
    x = x - mean(x, 1, keepdims=True)
    result = dot(x, x.T.conj()) * u.divide_floats(1.0, float(n - ddof))
    return result.squeeze() if result.size > 1 else asarray(result._items()[0])


def corrcoef(x, y=None, rowvar=True, *ignored, **unused):
    c = asarray(cov(x, y, rowvar))
    if not c.ndim:
        return c / c
    deviations = u.sqrt(new([c[i, i] for i in range(c.shape[0])], (c.shape[0],), FLOAT))
    result = c / deviations.reshape(-1, 1) / deviations.reshape(1, -1)
    return clip(result, -1, 1)


def histogram(a, bins=10, range=None, density=None, weights=None):
    from numpy._make import linspace

    array = asarray(a)
    values = [float(v) for v in array._items()]
    if isinstance(bins, str):
        from numpy._lazy import NotProvidedError

        raise NotProvidedError("numpy.histogram with bins by name is not provided by this sandbox; give a number")
    if isinstance(bins, int):
        low, high = range if range is not None else (
            (_builtin("min")(values), _builtin("max")(values)) if values else (0.0, 1.0)
        )  # fmt: skip
        if low == high:
            low, high = low - 0.5, high + 0.5
        edges = linspace(low, high, bins + 1)
    else:
        edges = asarray(bins)
    e = edges._items()
    import bisect

    weight = [1] * len(values) if weights is None else asarray(weights)._items()
    counts = [0] * (len(e) - 1)
    for v, w in zip(values, weight):
        if e[0] <= v <= e[-1]:
            counts[(len(e) - 2 if v == e[-1] else bisect.bisect_right(e, v) - 1)] += w
    n = asarray(counts)
    if density:
        n = n / diff(edges) / sum(n)
    return n, edges


def bincount(x, weights=None, minlength=0):
    values = asarray(x)._items()
    if _builtin("any")(v < 0 for v in values):
        raise ValueError("'list' argument must have no negative elements")
    n = _builtin("max")([v + 1 for v in values] + [minlength])
    from numpy._array import check_size

    check_size(n, (n,))
    out = [0] * n if weights is None else [0.0] * n
    for v, w in zip(values, [1] * len(values) if weights is None else asarray(weights)._items()):
        out[v] += w
    return new(out, (n,), INT if weights is None else FLOAT)


def digitize(x, bins, right=False):
    edges = asarray(bins)
    e = edges._items()
    if len(e) > 1 and e[0] > e[-1]:
        return len(e) - searchsorted(edges[::-1], x, "left" if not right else "right")
    return searchsorted(edges, x, "left" if right else "right")


def _nan_version(function, name):
    def ignoring(a, axis=None, *args, **kwargs):
        array = asarray(a)
        if axis is None:
            kept = [v for v in array._items() if v == v]
            return function(new(kept, (len(kept),), array._dtype), None, *args, **kwargs)
        groups, shape = rows(array, axis)
        values = [function(asarray([v for v in group if v == v], array._dtype), None, *args, **kwargs)
                  for group in groups]
        return asarray(values).reshape(shape)

    ignoring.__name__ = ignoring.__qualname__ = name
    return ignoring


nansum = _nan_version(sum, "nansum")
nanmean = _nan_version(mean, "nanmean")
nanstd = _nan_version(std, "nanstd")
nanvar = _nan_version(var, "nanvar")
nanmax = _nan_version(max, "nanmax")
nanmin = _nan_version(min, "nanmin")
nanmedian = _nan_version(median, "nanmedian")
nanprod = _nan_version(prod, "nanprod")
